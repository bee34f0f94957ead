// SPDX-License-Identifier: EUPL-1.2
// How the file is read (found by the server, changed here) and which column goes into which field.
import { html, useState } from '../lib/html.js';
import { t, has, choices, language } from '../lib/i18n.js';
import { Icon } from '../lib/ui.js';
import { Table } from '../lib/table.js';

const SETTINGS = {
  encoding: ['utf-8', 'windows-1252'],
  delimiter: [';', ',', '\t', '|'],
  decimal: [',', '.'],
  date_style: ['dmy', 'ymd', 'mdy'],
};

const word = (name, value) => {
  const key = `setting.${name}.${value === '\t' ? 'tab' : value}`;
  return has(key) ? t(key) : String(value);
};

function Settings({ job, onChange }) {
  const same = (name) => String(job.settings[name]).toLowerCase() === String(job.detected[name]).toLowerCase();
  return html`<div class="settings">${Object.entries(SETTINGS).filter(([name]) => job.settings[name] !== undefined).map(([name, known]) => {
    const current = job.settings[name];
    const values = known.some((v) => v === current) || current === null ? known : [current, ...known];
    return html`<div key=${name} class="form-group"><label class="form-label" for=${`s-${name}`}>${t(`setting.${name}`)}</label>
      <select id=${`s-${name}`} class="form-select" value=${current ?? ''} aria-describedby=${`s-${name}-hint`} onChange=${(e) => onChange({ settings: { [name]: e.target.value } })}>
        ${values.map((v) => html`<option key=${v} value=${v}>${word(name, v)}</option>`)}</select>
      <span class="form-hint" id=${`s-${name}-hint`}>${same(name) ? t('setting.found') : t('setting.changed', { found: word(name, job.detected[name]) })}</span></div>`;
  })}</div>`;
}

export function Mapping({ job, onChange, onSave, folded }) {
  const [open, setOpen] = useState(!folded);
  const targets = job.targets.map((x) => ({ value: x.name, text: (x[language()] || x.da) + (x.required ? ' *' : '') }));
  const used = new Set(job.columns.map((c) => c.target).filter(Boolean));
  const missing = job.targets.filter((x) => x.required && !used.has(x.name));
  const set = (column, target) => onChange({ columns: [{ no: column.no, target: target || null, options: column.options }] });
  if (!open) return html`<section class="section"><button type="button" class="function-link" onClick=${() => setOpen(true)}><${Icon} name="settings" />${t('import.change')}</button></section>`;
  return html`<section class="section"><h2>${t('import.reading')}</h2><p class="muted">${t('import.reading.lead')}</p><${Settings} job=${job} onChange=${onChange} />
      <div class="form-group"><label class="form-label" for="import-kind">${t('import.kind')}</label>
        <select id="import-kind" class="form-select" value=${job.kind || ''} onChange=${(e) => onChange({ kind: e.target.value })}>${!job.kind && html`<option value="">${t('form.choose')}</option>`}${choices('kind').map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></div></section>
    <section class="section"><div class="section-head"><h2>${t('import.columns')}</h2><button type="button" class="function-link" onClick=${onSave}><${Icon} name="save" />${t('import.mapping.save')}</button></div>
      <p class="muted">${t('import.columns.lead', { used: used.size, all: job.columns.length })}</p>
      ${missing.length > 0 && html`<p class="loss strong" role="status">${t('import.missing', { fields: missing.map((x) => x[language()] || x.da).join(', ') })}</p>`}
      <${Table} caption=${t('import.columns')} rows=${job.columns} rowKey=${(c) => c.no} columns=${[
    { key: 'name', head: t('import.column'), main: true, cell: (c) => c.name || t('import.column.no', { no: c.no + 1 }) },
    { key: 'sample', head: t('import.sample'), cell: (c) => html`<ul class="plain sample">${c.sample.filter((x) => x !== '').map((x, i) => html`<li key=${i}>${x}</li>`)}</ul>` },
    { key: 'target', head: t('import.target'), cell: (c) => html`<select class="form-select" aria-label=${t('import.target.of', { column: c.name })} value=${c.target || ''} onChange=${(e) => set(c, e.target.value)}>
        <option value="">${t('import.skip')}</option>${targets.map((x) => html`<option key=${x.value} value=${x.value}>${x.text}</option>`)}</select>` },
  ]} /></section>`;
}
