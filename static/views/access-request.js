// SPDX-License-Identifier: EUPL-1.2
// One request for access: what is asked for and by when, the cases it is about, packages, and the answers.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, patch, post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { date, dateTime, fileSize } from '../lib/format.js';
import { LoadedPage, Loaded, PageHead, Facts, Alert, Status, Icon, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { Combobox, findCollaborations } from '../lib/combobox.js';
import { OutLink } from '../lib/fields.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';
import { requestFields, RequestStatus } from './access-requests.js';

function Edit({ r, onClose, reload }) {
  const form = useForm({ fields: requestFields(r, true), spec: formSpec('access_request_create'), initial: r });
  const [decide, conflict] = useConflict();
  const close = closing(form.dirty, onClose);
  const [submit, busy] = useSubmit(form, async (body) => {
    const change = changesOnly(body, r);
    if (Object.keys(change).length && !(await savePatch(`/access-requests/${r.id}`, change, r, decide))) return;
    notify(t('saved'));
    onClose();
    reload();
  });
  return html`<${Modal} title=${t('access.edit')} onClose=${close}><form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} />
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${close} />${conflict}</form><//>`;
}

function Deadline({ r }) {
  if (r.status === 'answered') return null;
  const words = r.overdue ? t('access.due.over', { date: date(r.deadline) })
    : t('access.due', { date: date(r.deadline), n: r.days_left });
  return html`<${Alert} kind=${r.overdue ? 'error' : r.days_left <= 2 ? 'warning' : 'info'} heading=${words}>
    ${r.extended_to ? t('access.due.extended', { date: date(r.due_on), reason: r.extension_reason }) : t('access.due.why')}<//>`;
}

/** The cases it is about; found by number or title. */
function Cases({ r, reload }) {
  const [turn, setTurn] = useState(0);
  const save = async (ids) => {
    await patch(`/access-requests/${r.id}`, { cases: ids.map((id) => ({ collaboration_id: id })) }, r.version).then(() => notify(t('saved')),
      (p) => notify(p.title || t('problem.offline')));
    setTurn(turn + 1);
    reload();
  };
  const ids = r.cases.map((c) => c.collaboration_id);
  const remove = async (c) => {
    if (await ask({ title: t('access.case.remove'), text: t('access.case.remove.text', { number: c.number }), action: t('action.remove') }))
      save(ids.filter((id) => id !== c.collaboration_id));
  };
  return html`<section class="section"><h2>${t('access.cases')}</h2>
    ${r.cases.length === 0 && html`<p class="muted">${t('access.cases.none')}</p>`}
    ${r.cases.length > 0 && html`<${Table} caption=${t('access.cases')} rows=${r.cases} rowKey=${(c) => c.collaboration_id} columns=${[
    { key: 'title', head: t('field.title'), main: true, cell: (c) => html`<a href=${`/samarbejder/${c.collaboration_id}/dokumenter`}>${c.title}</a>
      <span class="sub">${c.number}</span>` },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, cell: (c) => html`<button type="button" class="function-link danger"
      onClick=${() => remove(c)}><${Icon} name="delete" />${t('action.remove')}<span class="sr-only"> ${c.number}</span></button>` },
  ]} />`}
    <div class="form-group"><label class="form-label" for="access-case">${t('access.case.add')}</label>
      <${Combobox} key=${turn} id="access-case" find=${findCollaborations} chosen=""
        onPick=${(id) => id && !ids.includes(id) && save([...ids, id])} /></div></section>`;
}

const READY = { waiting: 'submitted', ready: 'done', failed: 'failed', expired: 'superseded' };

/** Packages: asked for here, made by the work process, fetched when they are ready. */
function Packages({ r }) {
  const from = useLoad(`/access-requests/${r.id}/packages`);
  const waits = from.data?.items.some((p) => p.status === 'waiting');
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(from.reload, 1500);
    return () => clearInterval(timer);
  }, [waits]);
  const make = () => post(`/access-requests/${r.id}/packages`).then(from.reload, (p) => notify(p.detail || p.title || t('problem.offline')));
  return html`<section class="section"><div class="section-head"><h2>${t('package.heading')}</h2>
    <button type="button" class="button button-secondary" disabled=${!r.cases.length || waits} onClick=${make}><${Icon}
      name="document" />${t('package.make')}</button></div><p class="muted">${t('package.lead')}</p>
    <${Loaded} from=${from} empty=${html`<p class="muted">${t('package.none')}</p>`}>${(data) => html`<${Table} caption=${t('package.heading')}
      rows=${data.items} columns=${[
    { key: 'at', head: t('package.made'), main: true, cell: (p) => (p.status === 'ready'
      ? html`<a href=${`/api/v1/access-requests/${r.id}/packages/${p.id}/file`} download>${t('package.fetch', { at: dateTime(p.created_at) })}</a>
        <span class="sub">${fileSize(p.size)} · ${t('package.until', { date: date(p.expires_at) })}</span>` : dateTime(p.created_at)) },
    { key: 'status', head: t('field.status'), cell: (p) => html`<${Status} code=${READY[p.status]} text=${t(`package.status.${p.status}`)} />` },
    { key: 'files', head: t('package.files'), num: true, cell: (p) => p.documents ?? '–' },
    { key: 'withheld', head: t('package.withheld'), num: true, cell: (p) => p.withheld ?? '–' },
    { key: 'by', head: t('audit.by'), cell: (p) => p.created_by_name || '–' },
  ]} />`}<//></section>`;
}

function NewAnswer({ r, onClose, onDone }) {
  const field = (name, more) => ({ name, label: t(`answer.${name}`), ...more });
  const form = useForm({ fields: [field('outcome', { control: 'code', list: 'access_outcome', required: true }),
    field('sent_on', { control: 'date', required: true }), field('words', { control: 'textarea', rows: 5, hint: t('answer.words.hint') }),
    field('final', { control: 'check', hint: t('answer.final.hint') })], spec: formSpec('access_answer_create'),
  initial: { sent_on: new Date().toISOString().slice(0, 10), final: true } });
  const close = closing(form.dirty, onClose);
  const [submit, busy] = useSubmit(form, async (body) => {
    await post(`/access-requests/${r.id}/answers`, Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    notify(t('saved'));
    onDone();
  });
  return html`<${Modal} title=${t('answer.new')} onClose=${close}><form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} />
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} save=${t('answer.save')} onCancel=${close} /></form><//>`;
}

function Answers({ r, reload }) {
  const from = useLoad(`/access-requests/${r.id}/answers`);
  const [open, setOpen] = useState(false);
  const done = () => { setOpen(false); from.reload(); reload(); };
  return html`<section class="section"><div class="section-head"><h2>${t('answer.heading')}</h2>${r.status !== 'answered'
    && html`<button type="button" class="button button-primary" onClick=${() => setOpen(true)}>${t('answer.new')}</button>`}</div>
    <${Loaded} from=${from} empty=${html`<p class="muted">${t('answer.none')}</p>`}>${(data) => html`<${Table} caption=${t('answer.heading')}
      rows=${data.items} columns=${[
    { key: 'outcome', head: t('answer.outcome'), main: true, cell: (a) => html`${label('access_outcome', a.outcome)}<span class="sub">${t(a.final
      ? 'answer.is.final' : 'answer.is.part')}</span>` },
    { key: 'sent', head: t('answer.sent_on'), cell: (a) => html`<span class="nowrap">${date(a.sent_on)}</span>` },
    { key: 'words', head: t('answer.words'), wide: true, cell: (a) => html`<span class="prose">${a.words || '–'}</span>` },
    { key: 'by', head: t('audit.by'), cell: (a) => a.answered_by_name || '–' },
  ]} />`}<//>
    ${open && html`<${NewAnswer} r=${r} onClose=${() => setOpen(false)} onDone=${done} />`}</section>`;
}

export default function AccessRequest({ params }) {
  const from = useLoad(`/access-requests/${params.id}`);
  const [editing, setEditing] = useState(false);
  return html`<${LoadedPage} from=${from} back="/aktindsigt">${(r) => html`
    <nav class="breadcrumb-nav d-print-none" aria-label=${t('breadcrumb')}><a href="/aktindsigt">${t('access.title')}</a></nav>
    <${PageHead} title=${r.subject} over=${html`<span class="case-over"><span class="strong">${r.number}</span><${RequestStatus} r=${r} /></span>`}>
      <button type="button" class="button button-secondary" onClick=${() => setEditing(true)}><${Icon} name="edit" />${t('action.edit')}</button><//>
    <${Deadline} r=${r} />
    <${Facts} rows=${[[t('access.requester'), r.requester], [t('access.contact'), r.contact], [t('access.basis'), label('access_basis', r.basis)],
    [t('access.received_on'), date(r.received_on)], [t('access.deadline'), date(r.deadline)], [t('access.answered_on'), r.answered_on && date(r.answered_on)],
    [t('access.handler_id'), r.handler_name], [t('access.journal_number'), r.url ? html`<${OutLink} url=${r.url} text=${r.journal_number || r.url} />`
      : r.journal_number], [t('access.words'), r.words && html`<span class="prose">${r.words}</span>`]]} />
    <${Cases} r=${r} reload=${from.reload} /><${Packages} key=${r.cases.length} r=${r} /><${Answers} r=${r} reload=${from.reload} />
    ${editing && html`<${Edit} r=${r} onClose=${() => setEditing(false)} reload=${from.reload} />`}`}<//>`;
}
