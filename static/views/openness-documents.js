// SPDX-License-Identifier: EUPL-1.2
// Tab Dokumenter: links and files with their versions, what is marked as confidential, requests for access that concern the case, and
// who has read what.
import { html, useState, useRef, cx } from '../lib/html.js';
import { useLoad, usePages, request, newKey, query as toQuery } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { date, dateTime, fileSize } from '../lib/format.js';
import { Loaded, ProblemBox, Spinner, Status, Icon, notify } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor, OutLink } from '../lib/fields.js';
import { Part, PartDialog } from './collaboration-parts.js';
import { RequestRows } from './access-requests.js';

const DOCUMENT = { key: 'document', heading: 'tab.documents', path: 'documents', spec: 'document_create', fields: ['title', 'url', 'type',
  'document_date', 'direction', 'confidentiality', 'journal_number'], required: ['title', 'url'], nameOf: (r) => r.title };
const fileOf = (c, d, version) => `/api/v1/collaborations/${c.id}/documents/${d.id}/file${toQuery({ version })}`;

/** A link needs its address; a file may have one as well, of its copy in the filing system. */
function DocumentDialog(props) {
  const part = props.row?.filename ? { ...props.part, required: ['title'] } : props.part;
  return html`<${PartDialog} ...${props} part=${part} />`;
}

/** What a file is called and about, before it is sent. */
function UploadDialog({ c, file, onClose, reload }) {
  const names = ['title', 'type', 'document_date', 'direction', 'confidentiality', 'journal_number'];
  const form = useForm({ fields: fieldsFor(names).map((f) => ({ ...f, required: f.name === 'title' })), spec: formSpec('document_create'),
    initial: { title: file.name.replace(/\.[^.]+$/, ''), direction: 'internal', confidentiality: 'internal' } });
  const [submit, busy] = useSubmit(form, async (body) => {
    await request('POST', `/collaborations/${c.id}/documents/upload${toQuery({ filename: file.name, ...body })}`, file, { key: newKey() });
    notify(t('document.uploaded', { name: file.name }));
    onClose();
    reload();
  });
  const close = closing(form.dirty, onClose);
  return html`<${Modal} title=${t('document.upload')} onClose=${close}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} /><p class="muted">${file.name} · ${fileSize(file.size)}</p>
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} save=${t('document.send')} onCancel=${close} /></form><//>`;
}

function Upload({ c, reload }) {
  const input = useRef(null);
  const [file, setFile] = useState(null);
  const [over, setOver] = useState(false);
  const drop = (event) => { event.preventDefault(); setOver(false); setFile(event.dataTransfer.files[0] || null); };
  return html`<div class=${cx('drop', over && 'over')} onDragOver=${(e) => { e.preventDefault(); setOver(true); }}
      onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <${Icon} name="upload" /><p class="strong">${t('document.drop')}</p><p class="muted">${t('document.formats')}</p>
    <input ref=${input} class="sr-only" type="file" tabindex="-1" aria-label=${t('document.choose')}
      onChange=${(e) => { setFile(e.target.files[0] || null); e.target.value = ''; }} />
    <button type="button" class="button button-secondary" onClick=${() => input.current.click()}>${t('document.choose')}</button></div>
    ${file && html`<${UploadDialog} c=${c} file=${file} onClose=${() => setFile(null)} reload=${reload} />`}`;
}

/** The versions of a file, each to be fetched; a new one is added by whoever writes the case. */
function Versions({ c, d, onClose, reload }) {
  const from = useLoad(`/collaborations/${c.id}/documents/${d.id}/versions`);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const input = useRef(null);
  const send = async (file) => {
    if (!file) return;
    setBusy(true);
    setProblem(null);
    try {
      await request('POST', `/collaborations/${c.id}/documents/${d.id}/versions${toQuery({ filename: file.name })}`, file, { key: newKey() });
      notify(t('document.uploaded', { name: file.name }));
      from.reload();
      reload();
    } catch (p) {
      setProblem(p);
    }
    setBusy(false);
  };
  return html`<${Modal} title=${t('document.versions', { name: d.title })} onClose=${onClose}>
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    <${Loaded} from=${from}>${(data) => html`<${Table} caption=${t('document.versions', { name: d.title })} rows=${data.items}
      rowKey=${(v) => v.version_no} columns=${[
    { key: 'name', head: t('field.filename'), main: true, cell: (v) => html`<a href=${fileOf(c, d, v.version_no)} download>${v.filename}</a>
      <span class="sub">${t('document.version', { no: v.version_no })} · ${fileSize(v.size)}</span>` },
    { key: 'by', head: t('audit.by'), cell: (v) => html`${v.uploaded_by_name || '–'}<span class="sub">${dateTime(v.uploaded_at)}</span>` },
  ]} />`}<//>
    ${can('collaborations:write') && html`<div class="form-buttons">
      <input ref=${input} class="sr-only" type="file" tabindex="-1" aria-label=${t('document.version.add')}
        onChange=${(e) => { send(e.target.files[0]); e.target.value = ''; }} />
      ${busy ? html`<${Spinner} />` : html`<button type="button" class="button button-secondary"
        onClick=${() => input.current.click()}><${Icon} name="upload" />${t('document.version.add')}</button>`}</div>`}<//>`;
}

function Files({ c, reload, marked }) {
  const [open, setOpen] = useState(null);
  return html`<${Part} c=${c} part=${DOCUMENT} rows=${c.documents} reload=${reload} Dialog=${DocumentDialog} columns=${[
    { key: 'title', head: t('field.title'), main: true, cell: (d) => (d.filename
      ? html`<a href=${fileOf(c, d)} download>${d.title}</a><span class="sub">${d.filename} · ${fileSize(d.size)} · <button type="button"
        class="function-link" onClick=${() => setOpen(d)}>${t('document.version', { no: d.version_no })}<span
        class="sr-only"> ${d.title}</span></button></span>`
      : html`<${OutLink} url=${d.url} text=${d.title} />`) },
    { key: 'type', head: t('field.type'), cell: (d) => label('document_type', d.type) || '–' },
    { key: 'date', head: t('field.document_date'), cell: (d) => html`<span class="nowrap">${date(d.document_date)}</span>` },
    { key: 'direction', head: t('field.direction'), cell: (d) => html`${label('direction', d.direction) || '–'}${d.journal_number
      && html`<span class="sub">${t('document.journal', { no: d.journal_number })}</span>`}` },
    { key: 'confidentiality', head: t('field.confidentiality'), cell: (d) => html`${label('confidentiality', d.confidentiality) || '–'}
      ${marked.get(d.id) && html`<span class="sub">${t(`marking.decision.${marked.get(d.id)}`)}</span>`}` },
  ]}>${can('collaborations:write') && html`<${Upload} c=${c} reload=${reload} />`}<//>
  ${open && html`<${Versions} c=${c} d=${open} onClose=${() => setOpen(null)} reload=${reload} />`}`;
}

const DECISION = { undecided: 'submitted', withheld: 'duplicate', disclosed: 'done' };
const decisions = () => ['undecided', 'withheld', 'disclosed'].map((value) => ({ value, text: t(`marking.decision.${value}`) }));

/** Documents and fields that may have to be withheld: what the company says, and what we have decided. */
function Markings({ c, from }) {
  const rows = from.data?.items || [];
  const field = (name, more) => [name, { label: t(`marking.${name}`), hint: '', ...more }];
  const part = { key: 'marking', heading: 'marking.heading', path: 'markings', spec: 'marking_create',
    fields: ['field', 'document_id', 'ground', 'organisation_id', 'claim', 'claimed_on', ...(can('openness:write') ? ['decision', 'reason'] : [])],
    required: ['ground'], nameOf: (m) => m.document_title || label('disclosure_field', m.field), initial: { ground: 'section_30_2', decision: 'undecided' },
    more: Object.fromEntries([field('field', { control: 'code', list: 'disclosure_field', hint: t('marking.field.hint') }),
      field('document_id', { control: 'select', options: c.documents.map((d) => ({ value: d.id, text: d.title })) }),
      field('ground', { label: t('marking.ground'), control: 'code', list: 'secrecy_ground' }), field('organisation_id', { hint: t('marking.organisation_id.hint') }),
      field('claim', { control: 'textarea', rows: 3 }), field('claimed_on', { control: 'date' }),
      field('decision', { control: 'select', options: decisions(), hint: t('marking.decision.hint') }),
      field('reason', { control: 'textarea', rows: 3, hint: t('marking.reason.hint') })]) };
  return html`<${Part} c=${c} part=${part} rows=${rows} reload=${from.reload} columns=${[
    { key: 'what', head: t('marking.what'), main: true, cell: (m) => html`${part.nameOf(m)}<span class="sub">${t(m.document_id
      ? 'marking.of.document' : 'marking.of.field')}</span>` },
    { key: 'ground', head: t('marking.ground'), cell: (m) => label('secrecy_ground', m.ground) },
    { key: 'claim', head: t('marking.claim'), cell: (m) => html`${m.claim || '–'}${m.organisation_name
      && html`<span class="sub">${m.organisation_name}${m.claimed_on ? `, ${date(m.claimed_on)}` : ''}</span>`}` },
    { key: 'decision', head: t('marking.decision'), cell: (m) => html`<div><${Status} code=${DECISION[m.decision]}
      text=${t(`marking.decision.${m.decision}`)} />${m.reason && html`<span class="sub">${m.reason}</span>`}${m.decided_by_name
      && html`<span class="sub">${m.decided_by_name}, ${date(m.decided_at)}</span>`}</div>` },
  ]}>${rows.length > 0 && html`<p class="muted">${t('marking.lead')}</p>`}<//>`;
}

function Requests({ c }) {
  const list = usePages('/access-requests', { collaboration_id: c.id });
  return html`<section class="section"><div class="section-head"><h2>${t('access.of.case')}</h2>
    <a class="button button-secondary" href=${`/aktindsigt?sag=${c.id}`}>${t('access.new')}</a></div>
    ${list.items && !list.items.length ? html`<p class="muted">${t('access.of.case.none')}</p>`
    : html`<${RequestRows} list=${list} />`}</section>`;
}

function Reads({ c }) {
  const list = usePages(`/collaborations/${c.id}/reads`, { limit: 10 });
  return html`<section class="section"><h2>${t('reads.heading')}</h2><p class="muted">${t('reads.lead')}</p>
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${list.items && !list.items.length && html`<p class="muted">${t('reads.none')}</p>`}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${t('reads.heading')} rows=${list.items} columns=${[
    { key: 'who', head: t('reads.who'), main: true, cell: (r) => r.user_name || t('history.system') },
    { key: 'what', head: t('reads.what'), cell: (r) => (r.entity === 'document' ? r.subject || t('entity.document') : t('reads.case')) },
    { key: 'at', head: t('audit.at'), cell: (r) => html`<span class="nowrap">${dateTime(r.at)}</span>` },
    { key: 'how', head: t('field.status'), cell: (r) => html`<${Status} code=${r.refused ? 'rejected' : 'planned'}
      text=${t(r.refused ? 'reads.refused' : 'reads.read')} />` },
  ]} /><${More} list=${list} />`}</section>`;
}

export function Documents({ c, reload }) {
  const marks = useLoad(`/collaborations/${c.id}/markings`);
  const marked = new Map((marks.data?.items || []).filter((m) => m.document_id).map((m) => [m.document_id, m.decision]));
  const openness = can('openness:write');
  return html`<${Files} c=${c} reload=${reload} marked=${marked} />
    ${marks.data && (marks.data.items.length > 0 || can('collaborations:write')) && html`<${Markings} c=${c} from=${marks} />`}
    ${openness && html`<${Requests} c=${c} />`}
    ${openness && html`<${Reads} c=${c} />`}`;
}
