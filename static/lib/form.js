// SPDX-License-Identifier: EUPL-1.2
// Forms: what is required, how long and which choices comes from /meta, so browser and server cannot disagree.
// Inputs hold text as typed; collect() turns it into the JSON values the server takes.
import { html, useState, useRef, useEffect, uid, cx } from './html.js';
import { t, choices, label as codeLabel, has } from './i18n.js';
import { Combobox, findOrganisations, findUnits, findUsers } from './combobox.js';
import { parseNumber, parseDate, editable, date as showDate, validCvr, num } from './format.js';
import { AlertIcon, Icon } from './ui.js';
import { Problem } from './api.js';
import { holdLeaving } from './router.js';

const cents = (s) => { const n = parseNumber(s); return n === null || Number.isNaN(n) ? n : Math.round(n * 100); };
const showCents = (v) => (v === null || v === undefined ? '' : editable(v / 100));

const READ = {
  kr: cents,
  eur: cents,
  pick: (s) => (s === '' ? null : Number(s)), // one of `options`, by its id
  yesno: (s) => (s === '' ? null : s === 'true'), // null: nobody has said
  int: (s) => { const n = parseNumber(s); return n === null || Number.isInteger(n) ? n : NaN; },
  number: parseNumber,
  percent: (s) => { const n = parseNumber(s); return n === null ? n : n / 100; },
  date: parseDate,
  tags: (s) => s.split(/[,;]/).map((x) => x.trim()).filter(Boolean),
  cvr: (s) => { const d = s.replace(/\s/g, ''); return d === '' ? null : validCvr(d) ? d : NaN; },
};
const SHOW = {
  kr: showCents,
  eur: showCents,
  pick: (v) => (v === null || v === undefined ? '' : String(v)),
  yesno: (v) => (v === null || v === undefined ? '' : String(v)),
  int: editable,
  number: editable,
  percent: (v) => (v === null || v === undefined ? '' : editable(Number((v * 100).toFixed(6)))),
  date: (v) => (v ? showDate(v) : ''),
  tags: (v) => (v || []).join(', '),
};

/** Which control draws a field of /meta, when the form does not say. */
const CONTROL_OF = { code: 'code', choice: 'select', date: 'date', boolean: 'check', integer: 'int', money: 'kr', number: 'number',
  texts: 'tags', cvr: 'cvr' };

function controlOf(spec) {
  return CONTROL_OF[spec.type] || (spec.type === 'text' && spec.max > 1000 ? 'textarea' : 'text');
}

/**
 * State of one form. fields: [{name, label, control, hint, required, read and show in place of its control's, ...}], spec: the form of /meta, initial: JSON values.
 * Answers {value, set, collect, fail, errors, ...}; hand it to <Field> and <ErrorSummary>.
 */
export function useForm({ fields, spec = {}, initial = {} }) {
  const [id] = useState(() => uid('form'));
  const table = fields.map((f) => {
    const rule = spec[f.name] || {};
    return { ...f, rule, control: f.control || controlOf(rule), required: f.required ?? Boolean(rule.required), label: f.label ||
      t(`field.${f.name}`) };
  });
  const byName = new Map(table.map((f) => [f.name, f]));
  const start = () => Object.fromEntries(table.map((f) => {
    const v = initial[f.name];
    const show = f.show || SHOW[f.control];
    return [f.name, show ? show(v) : v ?? (f.control === 'check' ? false : '')];
  }));
  const [values, setValues] = useState(start);
  const [errors, setErrors] = useState({});
  const [general, setGeneral] = useState(null);
  const [failed, setFailed] = useState(0);
  const began = useRef(values);

  const set = (name, value) => {
    setValues((v) => ({ ...v, [name]: value }));
    if (errors[name]) setErrors(({ [name]: gone, ...rest }) => rest);
  };
  const collect = () => {
    const body = {};
    const found = {};
    for (const f of table) {
      if (f.skip && f.skip(values)) continue;
      const raw = values[f.name];
      const text = typeof raw === 'string' ? raw.trim() : raw;
      const read = f.read || READ[f.control];
      const value = read ? read(text || '') : text === '' ? null : text;
      const wrong = check(f, value);
      if (wrong) found[f.name] = wrong;
      else if (f.control === 'tags' || f.control === 'check' || value !== null) body[f.name] = value;
      else body[f.name] = null;
    }
    setErrors(found);
    setGeneral(null);
    if (Object.keys(found).length) { setFailed((n) => n + 1); return null; }
    return body;
  };
  const fail = (problem) => {
    const at = {};
    const rest = [];
    for (const e of problem.errors || []) {
      const name = byName.has(e.field) ? e.field : byName.has(e.field.split(/[.[]/)[0]) ? e.field.split(/[.[]/)[0] : null;
      if (name && !at[name]) at[name] = e.detail;
      else rest.push(e);
    }
    setErrors(at);
    setGeneral(rest.length || !Object.keys(at).length ? { problem, rest } : null);
    setFailed((n) => n + 1);
  };
  const reset = (to = {}) => { const v = { ...start(), ...to }; setValues(v); began.current = v; setErrors({}); setGeneral(null); };
  const dirty = Object.keys(values).some((k) => values[k] !== began.current[k]);
  const needed = table.filter((f) => f.required).length;
  return { id, table, markRequired: needed * 2 <= table.length, byName, values, set, errors, general, failed, collect, fail,
    reset, dirty };
}

function check(f, value) {
  const { rule } = f;
  if (Number.isNaN(value)) return t(`invalid.${f.control}`);
  if (value === null || value === '' || (Array.isArray(value) && !value.length)) return f.required ? t('invalid.required',
    { field: f.label.toLowerCase() }) : null;
  if (typeof value === 'string' && ['text', 'email', 'url'].includes(rule.type)) {
    if (rule.min && value.length < rule.min) return t('invalid.short', { n: rule.min });
    if (rule.max && value.length > rule.max) return t('invalid.long', { n: rule.max });
  }
  if (typeof value === 'number' && ['integer', 'money', 'number'].includes(rule.type)) {
    const scale = rule.type === 'money' ? 100 : 1;
    const least = rule.low ?? rule.min;
    const most = rule.high ?? rule.max;
    if (least !== undefined && value < least) return t('invalid.min', { min: num(least / scale, 2, 0) });
    if (most !== undefined && value > most) return t('invalid.max', { max: num(most / scale, 2, 0) });
  }
  return f.check ? f.check(value) : null;
}

/** A field of the API in words: its own, else those of the object or list that it is in. */
function nameOf(field) {
  const name = [field, field.split(/[.[]/)[0]].find((f) => has(`field.${f}`));
  return name ? t(`field.${name}`) : field;
}

/** The problems of a form in one box that takes the focus; each line leads to its field. */
export function ErrorSummary({ form }) {
  const ref = useRef(null);
  useEffect(() => { if (form.failed) ref.current?.focus(); }, [form.failed]);
  const names = form.table.filter((f) => form.errors[f.name]);
  if (!names.length && !form.general) return null;
  const { problem, rest } = form.general || {};
  const go = (event, name) => { event.preventDefault(); document.getElementById(`${form.id}-${name}`)?.focus(); };
  return html`<div class="alert alert-error error-summary" role="alert" tabindex="-1" ref=${ref}>
    <${AlertIcon} kind="error" />
    <div class="alert-body">
      <p class="alert-heading">${names.length ? t('form.errors', { n: names.length + (rest || []).length }) : problem.title ||
        t('problem.offline')}</p>
      ${problem && problem.detail && !names.length && html`<p class="alert-text">${problem.detail}</p>`}
      ${problem && problem.status === 0 && html`<p class="alert-text">${t('problem.offline.hint')}</p>`}
      ${problem && problem.hint && html`<p class="alert-text">${problem.hint}</p>`}
      ${(names.length > 0 || (rest || []).length > 0) && html`<ul class="nobullet-list">
        ${names.map((f) => html`<li key=${f.name}><a href=${`#${form.id}-${f.name}`}
          onClick=${(e) => go(e, f.name)}>${f.label}: ${form.errors[f.name]}</a></li>`)}
        ${(rest || []).map((e) => html`<li key=${e.field}>${nameOf(e.field)}: ${e.detail}</li>`)}
      </ul>`}
    </div>
  </div>`;
}

/** Label, hint, error and control of one field of the form. */
export function Field({ form, name, hint, autofocus, class: extra }) {
  const f = form.byName.get(name);
  const id = `${form.id}-${name}`;
  const error = form.errors[name];
  const help = hint || f.hint || (f.control === 'date' ? t('hint.date') : '');
  const describedBy = cx(help && `${id}-hint`, error && `${id}-error`) || undefined;
  if (f.control === 'check') {
    return html`<div class=${cx('form-group-checkbox', extra)}>
      <input id=${id} type="checkbox" class="form-checkbox" checked=${Boolean(form.values[name])}
        onChange=${(e) => form.set(name, e.target.checked)} aria-describedby=${describedBy} />
      <label for=${id}>${f.label}</label>${help && html`<span class="form-hint" id=${`${id}-hint`}>${help}</span>`}</div>`;
  }
  return html`<div class=${cx('form-group', error && 'form-error', extra)}>
    <label class="form-label" for=${id}>${f.label}${f.required === form.markRequired &&
      html`<span class="weight-normal"> ${t(f.required ? 'form.required' : 'form.optional')}</span>`}</label>
    ${help && html`<span class="form-hint" id=${`${id}-hint`}>${help}</span>`}
    ${error && html`<span class="form-error-message" id=${`${id}-error`}>
      <span class="sr-only">${t('alert.error')}: </span>${error}</span>`}
    <${Control} f=${f} id=${id} form=${form} describedBy=${describedBy} invalid=${Boolean(error)} autofocus=${autofocus} />
  </div>`;
}

const YES_NO = () => ['true', 'false'].map((value) => ({ value, text: t(value === 'true' ? 'yes' : 'no') }));
const FIND = { organisation: findOrganisations, unit: findUnits, user: findUsers };

function Control({ f, id, form, describedBy, invalid, autofocus }) {
  const value = form.values[f.name];
  const common = {
    id, name: f.name, value, 'aria-describedby': describedBy, 'aria-invalid': invalid ? 'true' : undefined,
      'aria-required': f.required ? 'true' : undefined,
    autofocus, onInput: (e) => form.set(f.name, e.target.value), autocomplete: f.autocomplete || 'off',
  };
  if (FIND[f.control]) {
    return html`<${Combobox} id=${id} find=${f.find || FIND[f.control]} chosen=${form.values[`${f.name}:text`] ?? f.text ?? ''}
      describedBy=${describedBy} invalid=${invalid} required=${f.required}
      extra=${f.extra} onPick=${(v, text, item) => (f.onPick && f.onPick(v, text, form, item)) || (form.set(f.name, v || ''),
        form.set(`${f.name}:text`, text))} />`;
  }
  if (['code', 'select', 'pick', 'yesno'].includes(f.control)) {
    const list = f.options || (f.control === 'yesno' && YES_NO()) || choices(f.list || f.rule.list, f.parent && f.parent(form.values));
    const gone = value && !list.some((o) => o.value === value);
    return html`<select class="form-select" ...${common} onChange=${common.onInput}>
      ${(!f.required || !value) && html`<option value="">${t('form.choose')}</option>`}
      ${gone && html`<option value=${value}>${codeLabel(f.list || f.rule.list, value)}</option>`}
      ${list.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}
    </select>`;
  }
  if (f.control === 'textarea') return html`<textarea class="form-input" rows=${f.rows || 4} ...${common}></textarea>`;
  if (f.control === 'date') return html`<${DateInput} common=${common} form=${form} f=${f} />`;
  if (f.control === 'kr' || f.control === 'eur') return html`<div class="form-input-wrapper form-input-wrapper--suffix input-kr">
    <input class="form-input num" inputmode="decimal" ...${common} />
    <div class="form-input-suffix" aria-hidden="true">${t(`unit.${f.control}`)}</div></div>`;
  const short = { int: 'input-short num', number: 'input-short num', percent: 'input-short num', cvr: 'input-short' }[f.control];
  return html`<input class=${cx('form-input', short, f.short && 'input-short')} type=${f.type || 'text'}
    inputmode=${['int', 'number', 'percent', 'cvr'].includes(f.control) ? 'decimal' : undefined} ...${common} />`;
}

/** A date typed as 31-12-2026; the button opens the browser's own calendar. */
function DateInput({ common, form, f }) {
  const picker = useRef(null);
  const iso = parseDate(form.values[f.name]);
  const tidy = () => { if (typeof iso === 'string') form.set(f.name, showDate(iso)); };
  return html`<div class="date-field">
    <input class="form-input" type="text" inputmode="numeric" ...${common} onBlur=${tidy} />
    <button type="button" class="button button-secondary date-button" aria-label=${t('form.date.pick', { field: f.label })}
      onClick=${() => picker.current.showPicker && picker.current.showPicker()}><${Icon} name="calendar-month" /></button>
    <input ref=${picker} type="date" class="date-native" tabindex="-1" aria-hidden="true"
      value=${typeof iso === 'string' ? iso : ''} onInput=${(e) => form.set(f.name, showDate(e.target.value))} />
  </div>`;
}

/** Runs a submit: collects, calls send(body), shows what fails. Answers [submit, busy]. */
export function useSubmit(form, send) {
  const [busy, setBusy] = useState(false);
  const submit = async (event, extra) => {
    event?.preventDefault();
    if (busy) return;
    const body = form.collect();
    if (!body) return;
    setBusy(true);
    try {
      await send(body, extra);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      form.fail(problem);
    } finally {
      setBusy(false);
    }
  };
  return [submit, busy];
}

/** Asks before the page is left, or the window closed, with text in the form that is not saved. */
export function useUnsaved(form) {
  useEffect(() => {
    if (!form.dirty) return undefined;
    const drop = holdLeaving(() => window.confirm(t('form.leave')));
    const warn = (event) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => { drop(); window.removeEventListener('beforeunload', warn); };
  }, [form.dirty]);
}

/** Closing a dialogue with text that is not saved: asks first. */
export function closing(dirty, onClose) { return () => { if (!dirty || window.confirm(t('form.close'))) onClose(); }; }

/** Save and cancel at the foot of a form. */
export function FormButtons({ busy, save, onCancel, children }) {
  return html`<div class="form-buttons">
    <button type="submit" class="button button-primary" disabled=${busy}>${busy ? t('saving') : save || t('action.save')}</button>
    ${children}
    ${onCancel && html`<button type="button" class="button button-secondary" onClick=${onCancel}>${t('action.cancel')}</button>`}
  </div>`;
}
