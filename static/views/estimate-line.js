// SPDX-License-Identifier: EUPL-1.2
// Every member of one line of an estimate.
import { html, useEffect, useRef } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { OutLink } from '../lib/fields.js';
import { NumberInput } from '../lib/numberinput.js';
import { Select, TextField, NumberField, limit } from '../lib/inputs.js';
import { yearsOf, resultOf } from '../lib/estimate.js';
import { kr } from '../lib/format.js';
import { RangeGrid } from './range-grid.js';

/** A number for each year: amounts of a line that is not quantity times price, units, or full-time equivalents. */
function ByYear({ name, line, years, set, id, disabled, fault }) {
  const list = line[name] || [];
  return html`<fieldset class="wide"><legend class="form-label">${t(`line.${name}`)}</legend>
    <p class="form-hint">${t(`line.${name}.hint`)}</p>
    ${fault(name) && html`<p class="form-error-message">${fault(name)}</p>`}
    <div class="year-inputs">${years.map((year, i) => html`<div key=${year}><label for=${`${id}-${name}-${i}`}>${year}</label>
      <${NumberInput} id=${`${id}-${name}-${i}`} value=${list[i] ?? null} disabled=${disabled}
        onValue=${(v) => set({ [name]: years.map((_, j) => (j === i ? v ?? 0 : list[j] ?? 0)) })} /></div>`)}</div></fieldset>`;
}

/** A year's amount that is not what quantity times price gives; an empty field leaves the year as it is. */
export function YearAmounts({ line, years, set, id, disabled, fault }) {
  const list = line.overrides || [];
  const change = (year, value) => set({ overrides: [...list.filter((o) => o.year !== year), ...(value === null ? [] : [{ year,
    value }])].sort((a, b) => a.year - b.year) });
  return html`<p class="form-hint">${t('line.overrides.hint')}</p>
    ${fault('overrides') && html`<p class="form-error-message">${fault('overrides')}</p>`}
    <div class="year-inputs">${years.map((year) => html`<div key=${year}><label for=${`${id}-o-${year}`}>${year}</label>
      <${NumberInput} id=${`${id}-o-${year}`} value=${list.find((o) => o.year === year)?.value ?? null} disabled=${disabled}
        onValue=${(v) => change(year, v)} /></div>`)}</div>`;
}

function Overrides(props) {
  const any = (props.line.overrides || []).length > 0;
  if (props.disabled && !any) return null;
  return html`<details class="wide assumptions" open=${any}><summary>${t('line.overrides')}</summary><${YearAmounts}
    ...${props} /></details>`;
}

/** Where the price was taken from, with the way to look it up. */
function Reference({ line, set, disabled }) {
  if (!line.reference) return null;
  return html`<p class="wide muted small">${t('line.reference', { code: line.reference, year: line.value_price_year || '–' })}
    ${' '}<a href=${`/vaerdi/referencer/enhedsomkostninger?text=${encodeURIComponent(line.reference)}`}>${t('line.reference.open')}</a>
    ${!disabled && html` · <button type="button" class="function-link" onClick=${() => set({ reference: null })}>${t('line.reference.own')}
    </button>`}</p>`;
}

/** What is bought once and used for years: how long it lasts, what it sells for then, and what that is a year. */
function Purchase({ draft, alternative, line, set, id, disabled, fault }) {
  const { inputs } = draft.doc;
  const { name, is_comparator: comparator } = inputs.alternatives[alternative];
  const result = resultOf(draft.evaluation.result, inputs, name);
  const flow = result?.lines.find((l) => l.id === line.id && Boolean(l.of_comparator) === Boolean(comparator))?.flows.find((v) => v !== 0);
  return html`<${NumberField} id=${`${id}-life`} text=${t('line.life_years')} plain value=${line.life_years ?? null} disabled=${disabled}
      bounds=${limit('alternatives', 'lines', 'life_years')} fault=${fault('life_years')} onValue=${(v) => set({ life_years: v })} />
    <${NumberField} id=${`${id}-sold`} text=${t('line.residual_value')} hint=${t('line.residual_value.hint')} unit=${t('unit.kr')}
      value=${line.residual_value ?? null} disabled=${disabled} fault=${fault('residual_value')}
      onValue=${(v) => set({ residual_value: v })} />
    <p class="wide muted" id=${`${id}-yearly`} role="status">${flow === undefined ? t('line.purchase.wait')
      : t('line.purchase.yearly', { amount: kr(Math.round(Math.abs(flow)) * 100) })}</p>`;
}

function More({ line, set, id, disabled, fault, stages, indices }) {
  const field = (name, extra = {}) => html`<${TextField} id=${`${id}-${name}`} text=${t(`line.${name}`)} value=${line[name]}
    fault=${fault(name)}
    disabled=${disabled} onValue=${(v) => set({ [name]: v })} ...${extra} />`;
  const number = (name, extra = {}) => html`<${NumberField} id=${`${id}-${name}`} text=${t(`line.${name}`)}
    value=${line[name] ?? null}
    fault=${fault(name)} bounds=${limit('alternatives', 'lines', name)} disabled=${disabled} onValue=${(v) => set({ [name]: v })}
      ...${extra} />`;
  return html`<details class="assumptions"><summary>${t('line.more')}</summary><div class="fields">
    ${number('value_price_year', { plain: true })}
    <${Select} id=${`${id}-index`} text=${t('line.index')} value=${line.index} fault=${fault('index')} disabled=${disabled}
      empty=${t('line.index.none')} options=${[...new Set([...indices, ...(line.index
        ? [line.index] : [])])].map((c) => ({ value: c, text: c }))}
      onValue=${(v) => set({ index: v })} />
    ${number('multiplier', { hint: t('line.multiplier.hint') })}
    ${line.class === 'capacity' && number('realisation_share', { scale: 100, unit: '%', hint: t('line.realisation_share.hint') })}
    ${stages.length > 0 && html`<${Select} id=${`${id}-stage`} text=${t('line.stage_no')} value=${line.stage_no
      ? String(line.stage_no) : ''}
      empty=${t('line.stage_no.none')} disabled=${disabled} onValue=${(v) => set({ stage_no: v ? Number(v) : null })}
      options=${stages.map((s) => ({ value: String(s.no), text: `${s.no}. ${s.name || ''}` }))} />`}
    ${line.sector === 'municipality' && field('municipality')}
    ${line.class === 'transfer' && field('transfer_group', { hint: t('line.transfer_group.hint') })}
    ${field('source_url')}${field('note', { rows: 3, wide: true })}
    ${line.source_url && html`<p class="wide small"><${OutLink} url=${line.source_url} /></p>`}
  </div></details>`;
}

export function LineForm({ draft, alternative, at }) {
  const { doc: { inputs }, editable } = draft;
  const disabled = !editable;
  const line = inputs.alternatives[alternative].lines[at];
  const id = `line-${at}`;
  const first = useRef(null);
  useEffect(() => { const input = first.current?.querySelector('input'); input?.focus(); input?.select(); }, []);
  const set = (values) => draft.setLine(alternative, at, values);
  const fault = (name) => draft.fault(`alternatives[${alternative}].lines[${at}].${name}`);
  const years = yearsOf(inputs);
  const flow = line.kind === 'flow';
  const purchase = !flow && line.timing === 'annuity';
  const tasks = (inputs.payer_rules || []).map((r) => ({ value: r.task, text: t('line.payer_task.rule',
    { task: label('payer_task', r.task), sector: label('sector', r.sector_to), year: r.valid_from }) }));
  // The best guess of a range is the number itself.
  const quantity = (name) => (v) => set({ [name]: v, ...(line.uncertainty ? { uncertainty: line.uncertainty.map((u) => (
    u.field === name && 'mode' in u && v !== null ? { ...u, mode: v } : u)) } : {}) });
  const code = (name, list, extra = {}) => html`<${Select} id=${`${id}-${name}`} text=${t(`line.${name}`)} list=${list}
    value=${line[name]}
    fault=${fault(name)} disabled=${disabled} onValue=${(v) => set({ [name]: v })} ...${extra} />`;
  const byYear = (name) => html`<${ByYear} name=${name} line=${line} years=${years} set=${set} id=${id} disabled=${disabled}
    fault=${fault} />`;
  return html`<div class="line-form" ref=${first}>
    <div class="fields">
      <${TextField} id=${`${id}-name`} wide text=${t('line.name')} value=${line.name} disabled=${disabled} fault=${fault('name')}
        onValue=${(v) => set({ name: v })} />
      ${code('sector', 'sector')}${code('class', 'effect_class')}
      ${code('kind', 'line_kind', { value: line.kind || 'resource' })}
      ${!flow && code('timing', 'line_timing', { value: line.timing || 'per_year' })}
      ${flow && byYear('flows')}${!flow && line.timing === 'per_unit' && byYear('units')}
    </div>
    ${!flow && html`<div class="fields three">
      <${NumberField} id=${`${id}-base`} text=${t('line.qty_baseline')} value=${line.qty_baseline ?? null} disabled=${disabled}
        fault=${fault('qty_baseline')} onValue=${quantity('qty_baseline')} />
      <${NumberField} id=${`${id}-new`} text=${t('line.qty_new')} value=${line.qty_new ?? null} disabled=${disabled}
        fault=${fault('qty_new')} onValue=${quantity('qty_new')} />
      <${NumberField} id=${`${id}-unit`} text=${t(purchase ? 'line.purchase.price' : 'line.unit_value')} unit=${t('unit.kr')} value=${line.unit_value ?? null}
        fault=${fault('unit_value')} disabled=${disabled} onValue=${quantity('unit_value')} />
      <${TextField} id=${`${id}-u`} text=${t('line.unit')} value=${line.unit} disabled=${disabled} fault=${fault('unit')}
        onValue=${(v) => set({ unit: v })} />
      <${NumberField} id=${`${id}-from`} text=${t(purchase ? 'line.purchase.year'
        : line.timing === 'one_off' ? 'line.year' : 'line.year_from')} plain
        fault=${fault('year_from')} value=${line.year_from ?? null} disabled=${disabled} onValue=${(v) => set({ year_from: v })} />
      ${line.timing !== 'one_off' && html`<${NumberField} id=${`${id}-to`} text=${t('line.year_to')} hint=${purchase ? t('line.purchase.to') : undefined}
        value=${line.year_to ?? null} plain
        fault=${fault('year_to')} disabled=${disabled} onValue=${(v) => set({ year_to: v })} />`}
      ${purchase && html`<${Purchase} draft=${draft} alternative=${alternative} line=${line} set=${set} id=${id} disabled=${disabled}
        fault=${fault} />`}
      <${Reference} line=${line} set=${set} disabled=${disabled} />
    </div>`}
    <div class="fields">
      ${code('evidence', 'evidence', { empty: t('line.evidence.none') })}
      ${tasks.length > 0 && (line.sector === 'municipality' || line.payer_task) &&
        code('payer_task', null, { options: tasks, empty: t('line.payer_task.none') })}
      ${line.class === 'cash' && code('form_row', 'form_row', { value: line.form_row || 'none' })}
      ${line.class === 'cash' && line.form_row === 'loen' && byYear('fte')}
      <${TextField} id=${`${id}-source`} wide text=${t('line.source')} value=${line.source} disabled=${disabled}
        fault=${fault('source')}
        onValue=${(v) => set({ source: v })} />
      ${!flow && html`<${Overrides} line=${line} years=${years} set=${set} id=${id} disabled=${disabled} fault=${fault} />`}
    </div>
    ${!flow && html`<${RangeGrid} line=${line} set=${set} id=${id} disabled=${disabled} fault=${fault} />`}
    <${More} line=${line} set=${set} id=${id} disabled=${disabled} fault=${fault} indices=${Object.keys(inputs.indices || {})}
      stages=${inputs.alternatives[alternative].stages || []} />
  </div>`;
}
