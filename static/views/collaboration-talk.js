// SPDX-License-Identifier: EUPL-1.2
// Tabs Kommentarer and Historik; following a collaboration, and taking back one's last change.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, usePages, post, del } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { user, form as formSpec } from '../lib/session.js';
import { dateTime } from '../lib/format.js';
import { Loaded, Empty, Icon, ProblemBox, Spinner, Alert, notify } from '../lib/ui.js';
import { Combobox, findUsers } from '../lib/combobox.js';
import { More } from '../lib/table.js';
import { useForm, useSubmit, useUnsaved, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { ask } from '../lib/modal.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';
import { fieldsFor } from '../lib/fields.js';
import { Changes, shownChanges, heading, subject } from '../lib/history.js';

/** Whom a comment tells: [{user_id, user_name}]. */
function Mentions({ id, people, onChange }) {
  const add = (value, name) => value && !people.some((p) => p.user_id === value) && onChange([...people, { user_id: value, user_name: name }]);
  return html`<div class="form-group mentions"><label class="form-label" for=${id}>${t('comment.mention')}</label>
    <span class="form-hint">${t('comment.mention.hint')}</span>
    ${people.length > 0 && html`<ul class="chips">${people.map((p) => html`<li key=${p.user_id}><button type="button" class="tag tag-icon"
      aria-label=${t('comment.mention.remove', { name: p.user_name })}
      onClick=${() => onChange(people.filter((x) => x !== p))}>${p.user_name}<${Icon} name="close" /></button></li>`)}</ul>`}
    <${Combobox} key=${people.length} id=${id} find=${findUsers} onPick=${add} /></div>`;
}
const idsOf = (people) => people.map(({ user_id }) => ({ user_id }));

/** Follow, or follow no more: to be told of comments, documents, stages and estimates. */
export function Follow({ c }) {
  const from = useLoad(`/collaborations/${c.id}/follow`);
  if (!from.data) return null;
  const on = from.data.following;
  const turn = () => post(`/collaborations/${c.id}/follow`, { following: !on }).then(({ data }) => {
    from.set(data);
    notify(t(on ? 'follow.off.done' : 'follow.on.done'));
  }, (problem) => notify(problem.title || t('problem.offline')));
  return html`<button type="button" class="function-link d-print-none" aria-pressed=${on ? 'true' : 'false'} onClick=${turn}>
    <${Icon} name="notifications" />${t(on ? 'follow.on' : 'follow.off')}</button>`;
}

/** One's own comment, being put right. */
function EditComment({ c, comment, onDone }) {
  const form = useForm({ fields: fieldsFor(['body']).map((f) => ({ ...f, label: t('comment.edit'), required: true })),
    spec: formSpec('comment_create'), initial: comment });
  const [people, setPeople] = useState(comment.mentions);
  const [decide, conflict] = useConflict();
  const [submit, busy] = useSubmit(form, async (body) => {
    const change = changesOnly(body, comment);
    if (people !== comment.mentions) change.mentions = idsOf(people);
    if (Object.keys(change).length && !(await savePatch(`/collaborations/${c.id}/comments/${comment.id}`, change, comment, decide))) return;
    notify(t('saved'));
    onDone();
  });
  useUnsaved(form);
  useEffect(() => { document.getElementById(`${form.id}-body`).focus(); }, []);
  return html`<form onSubmit=${submit} novalidate class="talk-form"><${ErrorSummary} form=${form} /><${Field} form=${form} name="body" />
    <${Mentions} id=${`${form.id}-mentions`} people=${people} onChange=${setPeople} />
    <${FormButtons} busy=${busy} onCancel=${onDone} />${conflict}</form>`;
}

function Comment({ c, comment, reload }) {
  const [editing, setEditing] = useState(false);
  const remove = async () => {
    if (!(await ask({ title: t('comment.remove.title'), text: t('comment.remove.text'), action: t('action.remove'), danger: true }))) return;
    await del(`/collaborations/${c.id}/comments/${comment.id}`, comment.version).then(() => notify(t('removed')),
      (problem) => notify(problem.title || t('problem.offline')));
    reload();
  };
  const done = () => { setEditing(false); reload(); };
  return html`<li><p class="small"><span class="strong">${comment.author_name || t('history.system')}</span> <span
      class="muted">${dateTime(comment.created_at)}${comment.version > 1 ? `, ${t('comment.changed', { at: dateTime(comment.updated_at) })}` : ''}</span></p>
    ${editing ? html`<${EditComment} c=${c} comment=${comment} onDone=${done} />` : html`<p class="prose">${comment.body}</p>
      ${comment.mentions.length > 0 && html`<p class="small muted">${t('comment.mentions', { names: comment.mentions.map((m) => m.user_name).join(', ') })}</p>`}
      ${comment.author_id === user().id && html`<p class="links d-print-none"><button type="button" class="function-link"
        onClick=${() => setEditing(true)}><${Icon} name="edit" />${t('action.edit')}</button>
        <button type="button" class="function-link danger" onClick=${remove}><${Icon} name="delete" />${t('action.remove')}</button></p>`}`}</li>`;
}

export function Comments({ c, reload }) {
  const list = useLoad(`/collaborations/${c.id}/comments`);
  const form = useForm({ fields: fieldsFor(['body']).map((f) => ({ ...f, label: t('comment.new'), required: true })),
    spec: formSpec('comment_create') });
  const [people, setPeople] = useState([]);
  const again = () => { list.reload(); reload(); };
  const [submit, busy] = useSubmit(form, async (body) => {
    await post(`/collaborations/${c.id}/comments`, { ...body, mentions: idsOf(people) });
    form.reset();
    setPeople([]);
    notify(t('comment.saved'));
    again();
  });
  useUnsaved(form);
  return html`<section class="section narrow-section"><h2>${t('tab.comments')}</h2>
    <${Loaded} from=${list} empty=${html`<p class="muted">${t('comment.empty')}</p>`}>${(data) => html`
      <ol class="talk">${data.items.map((k) => html`<${Comment} key=${k.id} c=${c} comment=${k} reload=${again} />`)}</ol>`}<//>
    <form onSubmit=${submit} novalidate class="talk-form"><${ErrorSummary} form=${form} />
      <${Field} form=${form} name="body" /><${Mentions} id=${`${form.id}-mentions`} people=${people} onChange=${setPeople} />
      <${FormButtons} busy=${busy} save=${t('comment.save')} /></form>
  </section>`;
}

/** Rows below an estimate come many at a time: what one person did to them in one minute is one line. */
function gathered(events) {
  const out = [];
  for (const event of events) {
    const last = out[out.length - 1];
    const part = event.entity.startsWith('estimate_');
    if (part && last?.part && last.actor_name === event.actor_name && last.at.slice(0, 16) === event.at.slice(0, 16)) last.count += 1;
    else out.push({ ...event, part, count: 1 });
  }
  return out;
}

function Event({ event, c }) {
  const changes = shownChanges(event);
  if (event.action === 'update' && !changes.length && !event.reason) return null;
  const name = event.action !== 'update' && event.entity !== 'comment' && !event.part ? subject(event) : '';
  return html`<li>
    <p><span class="strong">${event.actor_name || t('history.system')}
      </span> ${event.part ? t('history.figures', { n: event.count }) : heading(event)}${name && html`: <span
      class="strong">${name}</span>`} <span class="muted small nowrap">${dateTime(event.at)}</span></p>
    ${!event.part && html`<${Changes} event=${event} kind=${c.kind} />`}
    ${event.reason && html`<p class="muted">${t('history.reason', { reason: event.reason })}</p>`}
  </li>`;
}

/** Offers to take one's own last change back, while that can be done. */
function Undo({ c, onDone }) {
  const offer = useLoad(`/collaborations/${c.id}/undo`);
  if (!offer.data || offer.data.seq === null) return null;
  const undo = async () => {
    try {
      await post(`/collaborations/${c.id}/undo`, { seq: offer.data.seq });
      notify(t('undo.done'));
    } catch (problem) {
      notify(problem.status === 409 ? t('undo.late') : problem.title || t('problem.offline'));
    }
    offer.reload();
    onDone();
  };
  return html`<${Alert} kind="info" heading=${t('undo.heading', { at: dateTime(offer.data.at) })}>
    <ul class="plain">${offer.data.events.map((event) => html`<li key=${`${event.entity}-${event.entity_id}`}>${heading(event)}
      <${Changes} event=${event} kind=${c.kind} /></li>`)}</ul>
    <button type="button" class="button button-secondary" onClick=${undo}>${t('undo.do')}</button><//>`;
}

export function History({ c, reload }) {
  const list = usePages(`/collaborations/${c.id}/history`, { limit: 100 });
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  if (!list.items.length) return html`<${Empty} heading=${t('history.empty')} />`;
  return html`<section class="section narrow-section"><h2>${t('tab.history')}</h2>
    <${Undo} c=${c} onDone=${() => { list.reload(); reload(); }} />
    <ol class="timeline">${gathered(list.items).map((event) => html`<${Event} key=${event.seq} event=${event} c=${c} />`)}</ol>
    <${More} list=${list} />
  </section>`;
}
