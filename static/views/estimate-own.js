// SPDX-License-Identifier: EUPL-1.2
// Index values and payer rules of one estimate: they come from the reference set, and an economist may give others. What differs
// says so, with the way back.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Icon } from '../lib/ui.js';
import { NumberInput } from '../lib/numberinput.js';
import { Select, TextField, NumberField, limit } from '../lib/inputs.js';
import { indexOf } from '../lib/prices.js';
import { ownIndex, isOwnRule, leftOut, ruleText } from '../lib/own.js';

const Mark = ({ text }) => (text ? html`<span class="own-mark small">${t('settings.own')} (${text})</span>` : null);

function Index({ draft, code, years, put }) {
  const { estimate, editable } = draft;
  const list = Object.keys(years).sort();
  const id = (y) => `index-${code}-${y}`;
  const next = Number(list[list.length - 1] ?? draft.doc.inputs.price_year) + (list.length ? 1 : 0);
  return html`<fieldset class="own-index"><legend class="form-label">${code}</legend>
    <div class="year-inputs">${list.map((y) => html`<div key=${y}><label for=${id(y)}>${y}</label>
      <${NumberInput} id=${id(y)} value=${years[y]} disabled=${!editable} fault=${draft.fault(`indices.${code}.${y}`)}
        onValue=${(v) => put(v === null ? Object.fromEntries(Object.entries(years).filter(([k]) => k !== y)) : { ...years, [y]: v })} />
      <${Mark} text=${ownIndex(estimate, code, y)} /></div>`)}</div>
    ${editable && html`<div class="links"><button type="button" class="function-link"
      onClick=${() => put({ ...years, [next]: years[next - 1] ?? 100 })}><${Icon} name="plus" />${t('settings.index.year', { year: next })}
      <span class="sr-only"> ${code}</span></button>
    <button type="button" class="function-link" onClick=${async () => put(await indexOf(code))}>${t('settings.own.back')}<span
      class="sr-only"> ${code}</span></button></div>`}</fieldset>`;
}

export function Indices({ draft }) {
  const { doc: { inputs }, editable } = draft;
  const [code, setCode] = useState('');
  const all = inputs.indices || {};
  // Read anew when it is put: the set's values come from the server in the meantime.
  const put = (name) => (years) => draft.put((d) => {
    const { [name]: gone, ...rest } = d.inputs.indices || {};
    const next = Object.keys(years).length ? { ...rest, [name]: years } : rest;
    return { ...d, inputs: { ...d.inputs, indices: Object.keys(next).length ? next : null } };
  });
  const add = async () => {
    const years = await indexOf(code.trim());
    put(code.trim())(Object.keys(years).length ? years : { [inputs.price_year || inputs.base_year]: 100 });
    setCode('');
  };
  return html`<h4>${t('settings.indices')}</h4>
    ${draft.fault('indices') && html`<p class="form-error-message">${draft.fault('indices')}</p>`}
    ${Object.keys(all).length === 0 && html`<p class="muted">${t('settings.indices.none')}</p>`}
    ${Object.entries(all).map(([name, years]) => html`<${Index} key=${name} draft=${draft} code=${name} years=${years} put=${put(name)} />`)}
    ${editable && html`<div class="own-add"><${TextField} id="index-code" text=${t('settings.index.code')} max="40" value=${code} onValue=${setCode} />
      <button type="button" class="button button-secondary" disabled=${!code.trim() || all[code.trim()]} onClick=${add}>
      <${Icon} name="plus" />${t('settings.index.add')}</button></div>`}
    <p><a href="/vaerdi/referencer/prisindeks">${t('settings.open.indices')}</a></p>`;
}

function Rule({ draft, rule, at, set, onRemove }) {
  const disabled = !draft.editable;
  const common = (name) => ({ id: `rule-${at}-${name}`, text: t(`settings.rule.${name}`), disabled,
    fault: draft.fault(`payer_rules[${at}].${name}`) });
  const choice = (name, list) => html`<${Select} ...${common(name)} list=${list} value=${rule[name]}
    onValue=${(v) => v && set({ [name]: v })} />`;
  return html`<details class="own-rule"><summary>${ruleText(rule)} <${Mark} text=${isOwnRule(draft.estimate, rule)
    && t('settings.own.rule')} /></summary>
    <div class="fields">${choice('task', 'payer_task')}${choice('sector_from', 'sector')}${choice('sector_to', 'sector')}
      <${NumberField} ...${common('valid_from')} plain value=${rule.valid_from} bounds=${limit('payer_rules', 'valid_from')}
        onValue=${(v) => v !== null && set({ valid_from: v })} />
      <${TextField} ...${common('municipality')} hint=${t('settings.rule.municipality.hint')} max="80" value=${rule.municipality}
        onValue=${(v) => set({ municipality: v || null })} /></div>
    ${!disabled && html`<button type="button" class="function-link danger" onClick=${onRemove}><${Icon}
      name="delete" />${t('settings.rule.remove')}</button>`}</details>`;
}

export function PayerRules({ draft }) {
  const { doc: { inputs }, estimate, editable } = draft;
  const rules = inputs.payer_rules || [];
  const gone = leftOut(estimate);
  const put = (next) => draft.setInputs({ payer_rules: next });
  const fresh = { task: 'akutsygepleje', sector_from: 'municipality', sector_to: 'region_admin', valid_from: inputs.base_year };
  return html`<h4>${t('settings.payer_rules')}</h4>
    ${rules.length === 0 && html`<p class="muted">${t('settings.payer_rules.none')}</p>`}
    ${editable ? rules.map((r, i) => html`<${Rule} key=${i} draft=${draft} rule=${r} at=${i}
      set=${(values) => put(rules.map((x, j) => (j === i ? { ...x, ...values } : x)))} onRemove=${() => put(rules.filter((x, j) => j !== i))} />`)
    : html`<ul class="plain">${rules.map((r, i) => html`<li key=${i}>${ruleText(r)} <${Mark} text=${isOwnRule(estimate, r)
      && t('settings.own.rule')} /></li>`)}</ul>`}
    ${gone.map((r) => html`<p key=${ruleText(r)}><${Mark} text=${t('settings.own.left')} /> ${ruleText(r)}
      ${editable && html` <button type="button" class="function-link" onClick=${() => put([...rules, r])}>${t('settings.rule.back')}<span
        class="sr-only"> ${ruleText(r)}</span></button>`}</p>`)}
    ${editable && html`<div class="links"><button type="button" class="function-link" onClick=${() => put([...rules, fresh])}>
      <${Icon} name="plus" />${t('settings.rule.add')}</button>
      ${(gone.length > 0 || rules.some((r) => isOwnRule(estimate, r))) && html`<button type="button" class="function-link"
        onClick=${() => put([...rules.filter((r) => !isOwnRule(estimate, r)), ...gone])}>${t('settings.own.back')}<span class="sr-only">
        ${t('settings.payer_rules')}</span></button>`}</div>`}
    <p><a href="/vaerdi/referencer/betalere">${t('settings.open.payers')}</a></p>`;
}
