// SPDX-License-Identifier: EUPL-1.2
// The lines of an estimate: who bears each, what it is now and will be, what one costs. One line is open at a time.
import { html, useState, useEffect, useRef, cx } from '../lib/html.js';
import { t, label, choices, has } from '../lib/i18n.js';
import { mioSigned, kr } from '../lib/format.js';
import { Icon } from '../lib/ui.js';
import { ask } from '../lib/modal.js';
import { NumberInput } from '../lib/numberinput.js';
import { yearsOf } from '../lib/estimate.js';

const UNCERTAIN = ['qty_baseline', 'qty_new', 'unit_value'];

function Select({ id, text, value, list, onValue, disabled, empty, options }) {
  const rows = options || choices(list);
  return html`<div class="form-group"><label class="form-label" for=${id}>${text}</label>
    <select id=${id} class="form-select" value=${value ?? ''} disabled=${disabled}
      onChange=${(e) => onValue(e.target.value || null)}>
      ${(empty || !value) && html`<option value="">${empty || t('form.choose')}</option>`}
      ${rows.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></div>`;
}

function NumberField({ id, text, unit, ...rest }) {
  return html`<div class="form-group"><label class="form-label" for=${id}>${text}</label>
    <${NumberInput} id=${id} unit=${unit} ...${rest} /></div>`;
}

function TextField({ id, text, value, onValue, disabled, wide }) {
  return html`<div class=${cx('form-group', wide && 'wide')}><label class="form-label" for=${id}>${text}</label>
    <input id=${id} class="form-input" value=${value || ''} disabled=${disabled}
      onInput=${(e) => onValue(e.target.value)} /></div>`;
}

/** A number for each year: amounts of a line that is not quantity times price, units, or full-time equivalents. */
function ByYear({ name, line, years, set, id, disabled }) {
  const list = line[name] || [];
  return html`<fieldset class="wide"><legend class="form-label">${t(`line.${name}`)}</legend>
    <p class="form-hint">${t(`line.${name}.hint`)}</p>
    <div class="year-inputs">${years.map((year, i) => html`<div key=${year}><label for=${`${id}-${name}-${i}`}>${year}</label>
      <${NumberInput} id=${`${id}-${name}-${i}`} value=${list[i] ?? null} disabled=${disabled}
        onValue=${(v) => set({ [name]: years.map((_, j) => (j === i ? v ?? 0 : list[j] ?? 0)) })} /></div>`)}</div></fieldset>`;
}

/** A year's amount that is not what quantity times price gives; an empty field leaves the year as it is. */
function Overrides({ line, years, set, id, disabled }) {
  const list = line.overrides || [];
  if (disabled && !list.length) return null;
  const change = (year, value) => set({ overrides: [...list.filter((o) => o.year !== year), ...(value === null ? [] : [{ year,
    value }])].sort((a, b) => a.year - b.year) });
  return html`<details class="wide assumptions" open=${list.length > 0}><summary>${t('line.overrides')}</summary>
    <p class="form-hint">${t('line.overrides.hint')}</p>
    <div class="year-inputs">${years.map((year) => html`<div key=${year}><label for=${`${id}-o-${year}`}>${year}</label>
      <${NumberInput} id=${`${id}-o-${year}`} value=${list.find((o) => o.year === year)?.value ?? null} disabled=${disabled}
        onValue=${(v) => change(year, v)} /></div>`)}</div></details>`;
}

function Uncertainty({ line, set, id, disabled }) {
  const u = (line.uncertainty || [])[0];
  const change = (next) => set({ uncertainty: next ? [next, ...(line.uncertainty || []).slice(1)] : undefined });
  const bounds = (field) => ({ field, dist: 'triangular', low: line[field] ?? 0, mode: line[field] ?? 0, high: line[field] ?? 0 });
  return html`<fieldset class="wide"><legend class="form-label">${t('line.uncertainty')}</legend>
    <p class="form-hint">${t('line.uncertainty.hint')}</p>
    <div class="fields three">
      <${Select} id=${`${id}-uf`} text=${t('line.uncertainty.field')} value=${u?.field} disabled=${disabled}
        empty=${t('line.uncertainty.none')} options=${UNCERTAIN.map((f) => ({ value: f, text: t(`line.${f}`) }))}
        onValue=${(f) => change(f ? bounds(f) : null)} />
      ${u && u.dist === 'triangular' && html`
        <${NumberField} id=${`${id}-ul`} text=${t('line.low')} value=${u.low} disabled=${disabled}
          onValue=${(v) => change({ ...u, low: v })} />
        <${NumberField} id=${`${id}-uh`} text=${t('line.high')} value=${u.high} disabled=${disabled}
          onValue=${(v) => change({ ...u, high: v })} />`}
    </div></fieldset>`;
}

function LineForm({ line, at, years, tasks, set, disabled }) {
  const id = `line-${at}`;
  const first = useRef(null);
  useEffect(() => { first.current?.querySelector('input')?.focus(); }, []);
  const flow = line.kind === 'flow';
  const mode = (value) => ({ uncertainty: (line.uncertainty || []).map((u) => (u.dist === 'triangular' &&
    value[u.field] !== undefined ? { ...u, mode: value[u.field] } : u)) });
  const quantity = (name) => (v) => set({ [name]: v, ...(line.uncertainty?.length ? mode({ [name]: v }) : {}) });
  return html`<div class="line-form" ref=${first}>
    <div class="fields">
      <${TextField} id=${`${id}-name`} wide text=${t('line.name')} value=${line.name} disabled=${disabled}
        onValue=${(v) => set({ name: v })} />
      <${Select} id=${`${id}-sector`} text=${t('line.sector')} list="sector" value=${line.sector} disabled=${disabled}
        onValue=${(v) => set({ sector: v })} />
      <${Select} id=${`${id}-class`} text=${t('line.class')} list="effect_class" value=${line.class} disabled=${disabled}
        onValue=${(v) => set({ class: v })} />
      <${Select} id=${`${id}-kind`} text=${t('line.kind')} list="line_kind" value=${line.kind || 'resource'} disabled=${disabled}
        onValue=${(v) => set({ kind: v })} />
      ${!flow && html`<${Select} id=${`${id}-timing`} text=${t('line.timing')} list="line_timing" value=${line.timing || 'per_year'}
        disabled=${disabled} onValue=${(v) => set({ timing: v })} />`}
      ${flow && html`<${ByYear} name="flows" line=${line} years=${years} set=${set} id=${id} disabled=${disabled} />`}
      ${!flow && line.timing === 'per_unit' && html`<${ByYear} name="units" line=${line} years=${years} set=${set} id=${id}
        disabled=${disabled} />`}
    </div>
    ${!flow && html`<div class="fields three">
      <${NumberField} id=${`${id}-base`} text=${t('line.qty_baseline')} value=${line.qty_baseline ?? null} disabled=${disabled}
        onValue=${quantity('qty_baseline')} />
      <${NumberField} id=${`${id}-new`} text=${t('line.qty_new')} value=${line.qty_new ?? null} disabled=${disabled}
        onValue=${quantity('qty_new')} />
      <${NumberField} id=${`${id}-unit`} text=${t('line.unit_value')} unit=${t('unit.kr')} value=${line.unit_value ?? null}
        disabled=${disabled} onValue=${quantity('unit_value')} />
      <${TextField} id=${`${id}-u`} text=${t('line.unit')} value=${line.unit} disabled=${disabled}
        onValue=${(v) => set({ unit: v })} />
      <${NumberField} id=${`${id}-from`} text=${t(line.timing === 'one_off' ? 'line.year' : 'line.year_from')}
        value=${line.year_from ?? null} disabled=${disabled} onValue=${(v) => set({ year_from: v })} />
      ${line.timing !== 'one_off' && html`<${NumberField} id=${`${id}-to`} text=${t('line.year_to')} value=${line.year_to ?? null}
        disabled=${disabled} onValue=${(v) => set({ year_to: v })} />`}
    </div>`}
    <div class="fields">
      <${Select} id=${`${id}-evidence`} text=${t('line.evidence')} list="evidence" value=${line.evidence} disabled=${disabled}
        empty=${t('line.evidence.none')} onValue=${(v) => set({ evidence: v })} />
      ${tasks.length > 0 && (line.sector === 'municipality' || line.payer_task) &&
        html`<${Select} id=${`${id}-task`} text=${t('line.payer_task')} value=${line.payer_task} disabled=${disabled}
        empty=${t('line.payer_task.none')} options=${tasks} onValue=${(v) => set({ payer_task: v })} />`}
      ${line.class === 'cash' && html`<${Select} id=${`${id}-row`} text=${t('line.form_row')} list="form_row"
        value=${line.form_row || 'none'} disabled=${disabled} onValue=${(v) => set({ form_row: v })} />`}
      ${line.class === 'cash' && line.form_row === 'loen' &&
        html`<${ByYear} name="fte" line=${line} years=${years} set=${set} id=${id} disabled=${disabled} />`}
      <${TextField} id=${`${id}-source`} wide text=${t('line.source')} value=${line.source} disabled=${disabled}
        onValue=${(v) => set({ source: v })} />
      ${!flow && html`<${Overrides} line=${line} years=${years} set=${set} id=${id} disabled=${disabled} />`}
      ${!flow && html`<${Uncertainty} line=${line} set=${set} id=${id} disabled=${disabled} />`}
    </div>
  </div>`;
}

function howMuch(line) {
  if (line.kind === 'flow') return t('line.byyear');
  const n = (v) => (v ?? 0).toLocaleString(document.documentElement.lang === 'da' ? 'da-DK' : 'en-GB',
    { maximumFractionDigits: 4 });
  return t('line.formula', { from: n(line.qty_baseline), to: n(line.qty_new), value: kr((line.unit_value ?? 0) * 100),
    timing: label('line_timing', line.timing || 'per_year').toLowerCase() });
}

/** worth: present value in kroner by line id. */
export function Lines({ inputs, at, worth, onLines, disabled, faults }) {
  const [open, setOpen] = useState(-1);
  const lines = inputs.alternatives[at].lines;
  const years = yearsOf(inputs);
  const tasks = (inputs.payer_rules || []).map((r) => ({ value: r.task, text: t('line.payer_task.rule',
    { task: has(`payer_task.${r.task}`) ? t(`payer_task.${r.task}`) : r.task, sector: label('sector', r.sector_to),
    year: r.valid_from }) }));
  const add = () => {
    const used = new Set(lines.map((l) => l.id));
    let no = lines.length + 1;
    while (used.has(`E${no}`)) no += 1;
    onLines([...lines, { id: `E${no}`, name: '', sector: 'initiating_clinic', class: 'cash', kind: 'resource', timing: 'per_year',
      qty_baseline: 0, qty_new: 0, unit_value: 0, evidence: 'E' }]);
    setOpen(lines.length);
  };
  const remove = async (i) => {
    if (lines[i].name && !(await ask({ title: t('line.remove.title'), text: t('line.remove.text', { name: lines[i].name }),
      action: t('action.remove'), danger: true }))) return;
    onLines(lines.filter((_, j) => j !== i));
    setOpen(-1);
  };
  return html`<div class="lines">
    ${lines.map((line, i) => {
      const wrong = faults.some((f) => f.field.startsWith(`alternatives[${at}].lines[${i}]`));
      const pv = worth.get(line.id);
      return html`<div key=${line.id} class=${cx('line', open === i && 'open', wrong && 'wrong')}>
        <div class="line-head">
          <button type="button" class="line-toggle" aria-expanded=${open === i ? 'true' : 'false'}
            onClick=${() => setOpen(open === i ? -1 : i)}>
            <${Icon} name=${open === i ? 'chevron-down' : 'chevron-right'} />
            <span class="line-text"><span class="strong">${line.name || t('line.unnamed')}</span>
              <span class="sub">${label('sector', line.sector)} · ${label('effect_class', line.class)}</span>
              <span class="sub">${howMuch(line)}</span></span>
          </button>
          <span class=${cx('line-worth num', pv < 0 ? 'loss' : pv > 0 ? 'gain' : 'muted')}>${pv === undefined ? '–'
            : mioSigned(pv * 100)}</span>
        </div>
        ${faults.filter((f) => f.field.startsWith(`alternatives[${at}].lines[${i}]`)).map((f) => html`<p class="form-error-message"
          key=${f.field}>${f.detail}</p>`)}
        ${open === i && html`<${LineForm} line=${line} at=${i} years=${years} tasks=${tasks} disabled=${disabled}
          set=${(c) => onLines(lines.map((l, j) => (j === i ? { ...l, ...c } : l)))} />
          ${!disabled && html`<p class="line-foot"><button type="button" class="function-link danger" onClick=${() => remove(i)}>
            <${Icon} name="delete" />${t('line.remove')}</button></p>`}`}
      </div>`;
    })}
    ${!disabled && html`<button type="button" class="button button-secondary" onClick=${add}>
      <${Icon} name="plus" />${t('line.add')}</button>`}
  </div>`;
}
