// SPDX-License-Identifier: EUPL-1.2
// How the file is read (found by the server, changed here), which column goes into which field, and values that hold for every row.
import { html, useState, useEffect } from '../lib/html.js';
import { t, has, choices, language } from '../lib/i18n.js';
import { Icon } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Combobox, allUnits, findUnits } from '../lib/combobox.js';
import { CONTROLS } from '../lib/fields.js';
import { ColumnOptions } from './import-column.js';

const SETTINGS = {
  encoding: ['utf-8', 'windows-1252'],
  delimiter: [';', ',', '\t'],
  decimal: [',', '.'],
  date_style: ['dmy', 'ymd', 'mdy'],
};
const KINDS = ['opi', 'strategic_procurement', 'research_contract', 'collaboration', 'organisation', 'participation'];

const word = (name, value) => {
  const key = `setting.${name}.${value === '\t' ? 'tab' : value}`;
  return has(key) ? t(key) : String(value);
};
const targetName = (x) => x[language()];

function Settings({ job, onChange }) {
  const hint = (name) => (job.settings[name] === job.detected[name] ? t('setting.found') : t('setting.changed', { found: word(name,
    job.detected[name]) }));
  return html`<div class="settings">
    <div class="form-group"><label class="form-label" for="import-kind">${t('import.kind')}</label>
      <select id="import-kind" class="form-select" value=${job.kind || ''}
        onChange=${(e) => onChange({ kind: e.target.value })}>${!job.kind &&
        html`<option value="">${t('form.choose')}</option>`}${KINDS.map((k) => html`<option key=${k}
        value=${k}>${t(`import.kind.${k}`)}</option>`)}</select></div>
    ${Object.entries(SETTINGS).map(([name, values]) => html`<div key=${name} class="form-group">
      <label class="form-label" for=${`s-${name}`}>${t(`setting.${name}`)}</label>
      <select id=${`s-${name}`} class="form-select" value=${job.settings[name]} aria-describedby=${`s-${name}-hint`}
        onChange=${(e) => onChange({ settings: { [name]: e.target.value } })}>
        ${values.map((v) => html`<option key=${v} value=${v}>${word(name, v)}</option>`)}</select>
      <span class="form-hint" id=${`s-${name}-hint`}>${hint(name)}</span></div>`)}
    <div class="form-group"><label class="form-label" for="s-header">${t('setting.header_row')}</label>
      <input id="s-header" class="form-input input-short num" type="number" min="1" max="1000" value=${job.settings.header_row}
        aria-describedby="s-header-hint" onChange=${(e) => Number(e.target.value) > 0 &&
        onChange({ settings: { header_row: Number(e.target.value) } })} />
      <span class="form-hint" id="s-header-hint">${hint('header_row')}</span></div>
  </div>`;
}

/** What goes into a column's field besides the plain value, in few words. */
function optionWords(options, nameOf) {
  const out = [];
  if (options.key) out.push(t('column.key'));
  if (options.value_map?.length) out.push(t('column.value_map.n', { n: options.value_map.length }));
  if (options.separator) out.push(t('column.separator.is', { sign: options.separator === '\n' ? t('column.newline')
    : options.separator }));
  if (options.multiplier > 1) out.push(`× ${options.multiplier}`);
  if (options.decimal) out.push(word('decimal', options.decimal));
  if (options.date_style) out.push(word('date_style', options.date_style));
  for (const also of options.also || []) out.push(t('column.also.is', { field: nameOf(also.target) }));
  return out.join(', ');
}

function Constant({ constant, target, kind, onChange }) {
  const [units, setUnits] = useState([]);
  const [text, setText] = useState(constant.value || '');
  const id = `const-${target.name}`;
  const code = CONTROLS[target.name]?.list;
  const list = code && code !== 'stage' && code !== 'subtype' ? choices(code) : kind && code ? choices(code, kind) : null;
  useEffect(() => { if (target.name === 'unit_id') allUnits().then(setUnits, () => {}); }, []);
  const set = (value) => onChange([{ target: target.name, value }]);
  const unit = units.find((u) => u.unit.code === constant.value);
  return html`<div class="constant"><label class="form-label" for=${id}>${targetName(target)}</label>
    ${target.name === 'unit_id' ? html`<${Combobox} id=${id} find=${findUnits} chosen=${unit ? unit.text : constant.value || ''}
      onPick=${(value, label, item) => value && set(item.unit.code)} />`
    : list ? html`<select id=${id} class="form-select" value=${constant.value}
      onChange=${(e) => e.target.value && set(e.target.value)}><option value="">${t('form.choose')}
      </option>${list.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select>`
    : html`<input id=${id} class="form-input" value=${text} onInput=${(e) => setText(e.target.value)}
      onChange=${() => set(text)} />`}
    <button type="button" class="function-link danger" onClick=${() => set('')}><${Icon} name="close" />${t('action.remove')}
      <span class="sr-only"> ${targetName(target)}</span></button></div>`;
}

/** Fields that have the same value in every row because no column holds them. */
function Constants({ job, onChange }) {
  const [adding, setAdding] = useState('');
  const set = (constants) => { setAdding(''); onChange({ constants }); };
  const shown = job.constants.filter((c) => c.target !== 'kind');
  const targetOf = (name) => job.targets.find((x) => x.name === name);
  const free = job.targets.filter((x) => x.name !== 'kind' && !shown.some((c) => c.target === x.name) &&
    !job.columns.some((c) => c.target === x.name));
  return html`<section class="section"><h2>${t('import.constants')}</h2><p class="muted">${t('import.constants.lead')}</p>
    ${shown.filter((c) => targetOf(c.target)).map((c) => html`<${Constant} key=${c.target + c.value} constant=${c}
      target=${targetOf(c.target)} kind=${job.kind} onChange=${set} />`)}
    ${adding && html`<${Constant} key=${adding} constant=${{ value: '' }} target=${targetOf(adding)} kind=${job.kind}
      onChange=${set} />`}
    ${free.length > 0 && html`<div class="inline-select"><label for="const-add">${t('import.constants.add')}</label>
      <select id="const-add" class="form-select" value="" onChange=${(e) => setAdding(e.target.value)}>
      <option value="">${t('form.choose')}</option>${free.map((x) => html`<option key=${x.name} value=${x.name}>${targetName(x)}
        </option>`)}</select></div>`}
  </section>`;
}

export function Mapping({ job, onChange, onSave, folded }) {
  const [open, setOpen] = useState(!folded);
  const [column, setColumn] = useState(null);
  const targets = job.targets.map((x) => ({ value: x.name, text: targetName(x) + (x.required ? ' *' : '') }));
  const nameOf = (name) => { const x = job.targets.find((y) => y.name === name); return x ? targetName(x) : name; };
  const used = new Set(job.columns.flatMap((c) => [c.target, ...(c.options.also || []).map((a) => a.target)]).filter(Boolean));
  const missing = job.targets.filter((x) => x.required && x.name !== 'kind' && !used.has(x.name));
  const set = (c, target) => onChange({ columns: [{ no: c.no, target: target || null, options: target ? c.options : {} }] });
  if (!open) return html`<section class="section"><button type="button" class="function-link" onClick=${() => setOpen(true)}>
    <${Icon} name="settings" />${t('import.change')}</button></section>`;
  return html`<section class="section"><h2>${t('import.reading')}</h2><p class="muted">${t('import.reading.lead')}</p>
    <${Settings} job=${job} onChange=${onChange} /></section>
    <section class="section"><div class="section-head"><h2>${t('import.columns')}</h2>
      <button type="button" class="function-link" onClick=${onSave}><${Icon} name="save" />${t('import.mapping.save')}
      </button></div>
      <p class="muted">${t('import.columns.lead', { used: job.columns.filter((c) => c.target).length,
        all: job.columns.length })}</p>
      ${missing.length > 0 && html`<p class="loss strong"
        role="status">${t('import.missing', { fields: missing.map(targetName).join(', ') })}</p>`}
      <${Table} caption=${t('import.columns')} rows=${job.columns} rowKey=${(c) => c.no} columns=${[
    { key: 'name', head: t('import.column'), main: true, cell: (c) => c.name || t('import.column.no', { no: c.no }) },
    { key: 'sample', head: t('import.sample'), cell: (c) => html`<ul
      class="plain sample">${c.sample.filter((x) => x !== '').map((x, i) => html`<li key=${i}>${x}</li>`)}</ul>` },
    { key: 'target', head: t('import.target'), cell: (c) => html`<div>
      <select class="form-select" aria-label=${t('import.target.of', { column: c.name })} value=${c.target || ''}
      onChange=${(e) => set(c, e.target.value)}>
        <option value="">${t('import.skip')}</option>${targets.map((x) => html`<option key=${x.value} value=${x.value}>${x.text}
          </option>`)}</select>
        ${c.target && html`<span class="sub">${optionWords(c.options, nameOf)}</span>`}</div>` },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, cell: (c) => c.target &&
      html`<button type="button" class="function-link" onClick=${() => setColumn(c)}><${Icon} name="tune" />${t('column.options')}
      <span class="sr-only"> ${c.name}</span></button>` },
  ]} /></section>
    <${Constants} job=${job} onChange=${onChange} />
    ${column && html`<${ColumnOptions} column=${column} targets=${targets} word=${word} onClose=${() => setColumn(null)}
      onSave=${(options) => { setColumn(null); onChange({ columns: [{ no: column.no, target: column.target, options }] }); }} />`}`;
}
