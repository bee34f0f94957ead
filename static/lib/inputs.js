// SPDX-License-Identifier: EUPL-1.2
// Single inputs with label, hint and what is wrong, for pages that save as one types; forms with a button use form.js.
import { html, cx } from './html.js';
import { t, choices } from './i18n.js';
import { form } from './session.js';
import { NumberInput } from './numberinput.js';

function Group({ id, text, hint, fault, wide, children }) {
  return html`<div class=${cx('form-group', wide && 'wide', fault && 'form-error')}><label class="form-label"
    for=${id}>${text}</label>
    ${hint && html`<span class="form-hint" id=${`${id}-hint`}>${hint}</span>`}
    ${fault && html`<span class="form-error-message" id=${`${id}-error`}>${fault}</span>`}
    ${children}</div>`;
}

const described = (id, hint, fault) => cx(hint && `${id}-hint`, fault && `${id}-error`) || undefined;

/** list: a code list of /meta; options: [{value, text}]; empty: the text of no choice (left out when a choice is a must). */
export function Select({ id, text, hint, fault, wide, value, list, options, empty, onValue, disabled }) {
  const rows = options || choices(list);
  return html`<${Group} ...${{ id, text, hint, fault, wide }}>
    <select id=${id} class="form-select" value=${value ?? ''} disabled=${disabled} aria-describedby=${described(id, hint, fault)}
      aria-invalid=${fault ? 'true' : undefined} onChange=${(e) => onValue(e.target.value || null)}>
      ${(empty || !value) && html`<option value="">${empty || t('form.choose')}</option>`}
      ${rows.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select><//>`;
}

/** rows: more than one makes it a text area. */
export function TextField({ id, text, hint, fault, wide, value, onValue, disabled, rows, max }) {
  const common = { id, class: 'form-input', value: value || '', disabled, maxlength: max, 'aria-describedby': described(id, hint,
    fault),
    'aria-invalid': fault ? 'true' : undefined, onInput: (e) => onValue(e.target.value) };
  return html`<${Group} ...${{ id, text, hint, fault, wide }}>
    ${rows > 1 ? html`<textarea rows=${rows} ...${common}></textarea>` : html`<input ...${common} />`}<//>`;
}

export function NumberField({ id, text, hint, wide, ...rest }) {
  return html`<${Group} ...${{ id, text, hint, wide }}><${NumberInput} id=${id} describedBy=${hint && `${id}-hint`}
    ...${rest} /><//>`;
}

export function Check({ id, text, hint, checked, onValue, disabled }) {
  return html`<div class="form-group-checkbox"><input id=${id} type="checkbox" class="form-checkbox" checked=${Boolean(checked)}
    disabled=${disabled} aria-describedby=${hint && `${id}-hint`} onChange=${(e) => onValue(e.target.checked)} />
    <label for=${id}>${text}</label>${hint && html`<span class="form-hint" id=${`${id}-hint`}>${hint}</span>`}</div>`;
}

/** One of a few, each with its words: options [{value, text, hint}]. */
export function Radios({ name, legend, hint, fault, value, options, onValue, disabled, inline }) {
  return html`<fieldset class=${cx('radios', inline && 'inline', fault && 'form-error')} aria-describedby=${described(name, hint,
    fault)}>
    <legend class="form-label">${legend}</legend>
    ${hint && html`<span class="form-hint" id=${`${name}-hint`}>${hint}</span>`}
    ${fault && html`<span class="form-error-message" id=${`${name}-error`}>${fault}</span>`}
    <div class="radio-row">${options.map((o) => html`<div key=${o.value} class="form-group-radio"><input type="radio"
      class="form-radio"
      id=${`${name}-${o.value}`} name=${name} checked=${value === o.value} disabled=${disabled}
        onChange=${() => onValue(o.value)} />
      <label for=${`${name}-${o.value}`}>${o.text}</label>${o.hint && html`<span
        class="form-hint">${o.hint}</span>`}</div>`)}</div></fieldset>`;
}

/** What the server allows for a member of the estimate's inputs: limit('alternatives', 'volume', 'adoption') is {low, high}. */
export function limit(...path) {
  let fields = form('value_evaluate');
  let spec = {};
  for (const name of path) { spec = fields?.[name] || {}; fields = spec.fields; }
  return { low: spec.low ?? spec.min, high: spec.high ?? spec.max };
}

/** Whether the server knows a member. */
export function knows(...path) {
  let fields = form('value_evaluate');
  for (const name of path) { if (!fields?.[name]) return false; fields = fields[name].fields; }
  return true;
}
