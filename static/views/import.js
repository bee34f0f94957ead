// SPDX-License-Identifier: EUPL-1.2
// One import: how the file is read, which column is what, the dry run with the fate of each row, and applying it.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { useLoad, get, post, patch, usePages } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { num, fileSize, dateTime } from '../lib/format.js';
import { LoadedPage, PageHead, ProblemBox, Alert, Status, Icon, Spinner, Empty, notify } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { ask, Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { display, fieldLabel } from '../lib/fields.js';
import { Mapping } from './import-mapping.js';

const FATES = ['create', 'update', 'duplicate', 'rejected', 'unchanged'];
const BUSY = ['planning', 'applying'];

function Progress({ job }) {
  const { done, total } = job.progress || {};
  const share = total ? Math.min(done / total, 1) : 0;
  const bar = useRef(null);
  useEffect(() => { if (bar.current) bar.current.style.width = `${share * 100}%`; });
  return html`<div class="progress-box"><p role="status"><span class="strong">${t(`import.status.${job.status}`)}
    </span> ${total ? t('import.progress', { done: num(done), total: num(total) }) : ''}</p>
    <div class="progress" role="progressbar" aria-label=${t(`import.status.${job.status}`)} aria-valuemin="0"
      aria-valuemax=${total || 100} aria-valuenow=${done || 0}><div ref=${bar}></div></div></div>`;
}

/** The counts of the dry run; each is a filter of the rows below. */
function Counts({ job, fate, onFate }) {
  return html`<div class="fates" role="group" aria-label=${t('import.fates')}>
    <button type="button" class=${fate === '' ? 'fate on' : 'fate'} aria-pressed=${fate === '' ? 'true' : 'false'}
      onClick=${() => onFate('')}><span class="fate-no">${num(FATES.reduce((s, f) => s + (job.counts[f] || 0), 0))}
      </span>${t('import.all')}</button>
    ${FATES.map((f) => html`<button key=${f} type="button"
      class=${`fate${job.counts[f] ? ` fate-${f}` : ''}${fate === f ? ' on' : ''}`} aria-pressed=${fate === f ? 'true' : 'false'}
      onClick=${() => onFate(f)}><span class="fate-no">${num(job.counts[f] || 0)}</span>${t(`fate.${f}`)}</button>`)}
  </div>`;
}

function Rows({ job, fate }) {
  const list = usePages(`/imports/${job.id}/rows`, { fate, limit: 50 });
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  if (!list.items.length) return html`<${Empty} heading=${t('import.rows.none')} />`;
  const what = (r) => html`${(r.errors || []).length > 0 &&
    html`<ul class="plain">${r.errors.map((e) => html`<li key=${e.field + e.code}>
    <span class="strong">${fieldLabel(e.field)}:</span> ${e.detail}</li>`)}</ul>`}
    ${(r.changes || []).length > 0 && html`<ul class="plain">${r.changes.map((x) => html`<li
      key=${x.field}>${t('history.fromto', { field: fieldLabel(x.field), before: display(x.field, x.before) || t('empty.value'),
      after: display(x.field, x.after) || t('empty.value') })}</li>`)}</ul>`}
    ${!(r.errors || []).length && !(r.changes || []).length && html`<span class="muted">–</span>`}`;
  return html`<${Table} caption=${t('import.rows')} rows=${list.items} rowKey=${(r) => r.row_no} columns=${[
    { key: 'no', head: t('import.row'), cell: (r) => num(r.row_no) },
    { key: 'title', head: t('field.title'), main: true,
      cell: (r) => html`${r.collaboration_id ? html`<a href=${`/samarbejder/${r.collaboration_id}`}>${r.title || r.number}</a>`
      : r.title || '–'}${r.number && html`<span class="sub">${r.number}</span>`}` },
    { key: 'fate', head: t('import.fate'), cell: (r) => html`<${Status} code=${r.fate} text=${t(`fate.one.${r.fate}`)} />` },
    { key: 'what', head: t('import.what'), cell: what },
  ]} /><${More} list=${list} />`;
}

function SaveMapping({ job, onClose }) {
  const form = useForm({ fields: [{ name: 'name', label: t('import.mapping.name'), required: true }],
    initial: { name: job.mapping_name || '' } });
  const [submit, busy] = useSubmit(form, async ({ name }) => {
    await post('/import-mappings', { name, import_id: job.id });
    notify(t('import.mapping.saved', { name }));
    onClose();
  });
  return html`<${Modal} title=${t('import.mapping.save')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} /><${Field} form=${form} name="name" hint=${t('import.mapping.name.hint')} />
    <${FormButtons} busy=${busy} onCancel=${onClose} /></form><//>`;
}

function Import({ from }) {
  const job = from.data;
  const [problem, setProblem] = useState(null);
  const [fate, setFate] = useState('');
  const [saving, setSaving] = useState(false);
  const running = BUSY.includes(job.status);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => get(`/imports/${job.id}`).then(({ data, etag }) => from.set(data, etag), () => {}), 700);
    return () => clearInterval(timer);
  }, [running, job.id]);
  const act = (promise) => { setProblem(null); return promise.then(({ data }) => (data && data.id ? from.set(data) : from.reload()),
    setProblem); };
  // One change after the other, each on the version that the one before it made: quick hands must not overtake the server.
  const latest = useRef(job);
  latest.current = job;
  const queue = useRef(Promise.resolve());
  const change = (body) => {
    setProblem(null);
    queue.current = queue.current.then(() => patch(`/imports/${job.id}`, body, latest.current.version)).then(({ data }) => {
      latest.current = data;
      from.set(data);
    }).catch((p) => {
      setProblem(p);
      from.reload();
    });
  };
  const apply = async () => {
    const { create, update } = job.counts;
    if (await ask({ title: t('import.apply.title'), text: t('import.apply.text', { create: num(create), update: num(update) }),
      action: t('import.apply') })) act(post(`/imports/${job.id}/apply`, {}));
  };
  const planned = ['planned', 'applied'].includes(job.status);
  return html`
    <${PageHead} title=${job.filename} over=${html`<span class="case-over"><a href="/import">${t('import.title')}</a>
      <${Status} code=${job.status} text=${t(`import.status.${job.status}`)} /></span>`}
      lead=${t('import.by', { size: fileSize(job.size), at: dateTime(job.created_at), name: job.created_by_name || '' })}>
      ${['uploaded', 'failed'].includes(job.status) &&
        html`<button type="button" class="button button-primary"
        onClick=${() => act(post(`/imports/${job.id}/dry-run`, {}))}>${t('import.dryrun')}</button>`}
      ${job.status === 'planned' && html`<button type="button" class="button button-primary"
        disabled=${!(job.counts.create + job.counts.update)} onClick=${apply}>${t('import.apply')}</button>
        <button type="button" class="button button-secondary"
          onClick=${() => act(post(`/imports/${job.id}/dry-run`, {}))}>${t('import.dryrun.again')}</button>`}
    <//>
    ${problem && html`<${ProblemBox} problem=${problem} />${problem.errors?.length > 0 &&
      html`<ul class="bullets loss">${problem.errors.map((e) => html`<li key=${e.field}>${e.detail}</li>`)}</ul>`}`}
    ${job.message && html`<${Alert} kind=${job.status === 'failed' ? 'error' : 'info'} heading=${job.message} />`}
    ${running && html`<${Progress} job=${job} />`}
    ${job.status === 'applied' && html`<${Alert} kind="success" live
      heading=${t('import.done', { create: num(job.counts.create), update: num(job.counts.update) })}><p>
      <a href="/samarbejder">${t('import.see')}</a></p><//>`}
    ${planned && html`<section class="section"><div class="section-head"><h2>${t('import.rows')}</h2>
        ${job.counts.rejected > 0 && html`<a class="function-link" href=${`/api/v1/imports/${job.id}/rejected.csv`} download>
          <${Icon} name="download" />${t('import.rejected')}</a>`}</div>
      ${job.status === 'planned' && html`<p class="muted">${t('import.rows.lead')}</p>`}
      <${Counts} job=${job} fate=${fate} onFate=${setFate} />
        <${Rows} key=${`${job.version}-${fate}`} job=${job} fate=${fate} /></section>`}
    ${job.status !== 'applied' && !running && html`<${Mapping} job=${job} onChange=${change} onSave=${() => setSaving(true)}
      folded=${planned} />`}
    ${saving && html`<${SaveMapping} job=${job} onClose=${() => setSaving(false)} />`}`;
}

export default function ImportPage({ params }) {
  const from = useLoad(`/imports/${params.id}`);
  return html`<${LoadedPage} from=${from} back="/import">${() => html`<${Import} from=${from} />`}<//>`;
}
