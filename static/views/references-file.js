// SPDX-License-Identifier: EUPL-1.2
// Reference values from a CSV file: tried first, then read; all rows or none.
import { html, useState, useRef } from '../lib/html.js';
import { request } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { ProblemBox, Spinner, Alert, notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';

/** A fault's field is "row.field": the row as a spreadsheet counts it. */
function Faults({ problem }) {
  if (!problem.errors.length) return html`<${ProblemBox} problem=${problem} />`;
  return html`<${Alert} kind="error" live heading=${t('ref.file.faults')}>
    <ul class="bullets">${problem.errors.slice(0, 20).map((e) => {
      const [row, name] = e.field.split('.');
      return html`<li key=${e.field}>${name ? t('ref.file.row', { row, field: t(`ref.${name}`) }) : e.field} ${e.detail}</li>`;
    })}</ul>${problem.errors.length > 20 && html`<p>${t('ref.file.more', { n: problem.errors.length - 20 })}</p>`}<//>`;
}

export function FileDialog({ path, onClose, onDone }) {
  const [file, setFile] = useState(null);
  const [trial, setTrial] = useState(null);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const input = useRef(null);
  const send = async (chosen, dry) => {
    setBusy(true);
    setProblem(null);
    try {
      const { data } = await request('POST', `/reference/${path}/import?dry_run=${dry}`, chosen);
      if (dry) setTrial(data);
      else { notify(t('ref.file.done', { n: data.created + data.changed })); onDone(); }
    } catch (p) {
      setProblem(p);
      setTrial(null);
    } finally {
      setBusy(false);
    }
  };
  const choose = (chosen) => { if (chosen) { setFile(chosen); setTrial(null); send(chosen, true); } };
  const changes = trial && trial.created + trial.changed;
  return html`<${Modal} title=${t('ref.import')} onClose=${onClose} footer=${html`
      ${changes > 0 && html`<button type="button" class="button button-primary" disabled=${busy}
        onClick=${() => send(file, false)}>${t('ref.file.apply', { n: changes })}</button>`}
      <button type="button" class="button button-secondary" onClick=${onClose}>${t('action.cancel')}</button>`}>
    <p>${t('ref.file.lead')}</p>
    <input ref=${input} id="ref-file" class="sr-only" type="file" accept=".csv,text/csv" tabindex="-1" aria-label=${t('import.choose')}
      onChange=${(e) => choose(e.target.files[0])} />
    <p><button type="button" class="button button-secondary" onClick=${() => input.current.click()}>${t('import.choose')}</button>
      ${file && html` <span class="muted">${file.name}</span>`}</p>
    ${busy && html`<${Spinner} />`}
    ${problem && html`<${Faults} problem=${problem} />`}
    ${trial && html`<${Alert} kind=${changes ? 'info' : 'success'} live heading=${t('ref.file.trial')}><p>${t('ref.file.counts',
      { rows: trial.rows, created: trial.created, changed: trial.changed, unchanged: trial.unchanged })}</p><//>`}
  <//>`;
}
