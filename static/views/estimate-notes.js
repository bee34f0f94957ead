// SPDX-License-Identifier: EUPL-1.2
// Remarks of the review, on the whole or on a line: written by both sides, settled by either, taken back by who wrote them.
import { html, useState, cx } from '../lib/html.js';
import { post, patch, del, newKey } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { user } from '../lib/session.js';
import { dateTime } from '../lib/format.js';
import { Icon, notify } from '../lib/ui.js';
import { ask } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { speaks } from '../lib/talk.js';

/** Runs a change, says why when it is refused, and loads anew either way. */
async function run(change, reload) {
  try { await change(); } catch (problem) { notify(problem.detail || problem.title || t('problem.offline')); }
  reload();
}

/** A new remark; `lines` offers to say which line it is about, `line` has it said already. */
export function NoteForm({ estimate, lines, line, reload, onClose }) {
  const [key, setKey] = useState(newKey);
  const form = useForm({ fields: [
    ...(lines ? [{ name: 'line', label: t('note.line'), control: 'select', options: [{ value: '-', text: t('note.whole') },
      ...lines.map((l) => ({ value: l.id, text: l.name }))], required: true }] : []),
    { name: 'body', label: t('note.body'), control: 'textarea', rows: 3, required: true }], initial: { line: '-', body: '' } });
  const [submit, busy] = useSubmit(form, async (body) => {
    const about = line || (body.line === '-' ? null : body.line);
    await post(`/estimates/${estimate.id}/notes`, { body: body.body, ...(about && { line: about }) }, { key });
    setKey(newKey());
    form.reset({ line: '-', body: '' });
    notify(t('note.saved'));
    reload();
    if (onClose) onClose();
  });
  return html`<form class="note-form" onSubmit=${submit} novalidate><${ErrorSummary} form=${form} />
    ${lines && html`<${Field} form=${form} name="line" />`}<${Field} form=${form} name="body" />
    <${FormButtons} busy=${busy} save=${t('note.save')} onCancel=${onClose} /></form>`;
}

function Edit({ path, note, onClose, reload }) {
  const form = useForm({ fields: [{ name: 'body', label: t('note.body'), control: 'textarea', rows: 3, required: true }],
    initial: { body: note.body } });
  const [submit, busy] = useSubmit(form, async (body) => {
    await patch(path, body, note.version);
    notify(t('saved'));
    onClose();
    reload();
  });
  return html`<form class="note-form" onSubmit=${submit} novalidate><${ErrorSummary} form=${form} /><${Field} form=${form}
    name="body" />
    <${FormButtons} busy=${busy} onCancel=${onClose} /></form>`;
}

function Note({ note, of, lineName, home, reload }) {
  const [editing, setEditing] = useState(false);
  const path = `/estimates/${of}/notes/${note.id}`;
  const mine = note.author_id === user().id;
  const remove = async () => {
    if (await ask({ title: t('note.remove.title'), text: t('note.remove.text'), action: t('action.remove'),
      danger: true })) run(() => del(path, note.version), reload);
  };
  const who = html`<span class="sr-only"> (${note.author_name})</span>`;
  return html`<li class=${cx('note', note.resolved && 'resolved')}>
    ${lineName !== undefined && html`<p class="note-about small">${lineName
      ? html`<a href=${`${home}/linjer?line=${encodeURIComponent(note.line)}`}>${lineName}</a>` : t('note.whole')}</p>`}
    ${editing ? html`<${Edit} path=${path} note=${note} onClose=${() => setEditing(false)} reload=${reload} />`
      : html`<p class="prose">${note.body}</p>`}
    <p class="small muted">${note.author_name} · ${dateTime(note.created_at)}${note.resolved
      && html` · <span class="note-settled"><${Icon}
      name="check" />${t('note.resolved.by', { name: note.resolved_by_name || '–', at: dateTime(note.resolved_at) })}</span>`}</p>
    ${speaks() && !editing && html`<p class="links d-print-none"><button type="button" class="function-link"
      onClick=${() => run(() => patch(path, { resolved: !note.resolved }, note.version), reload)}>${t(note.resolved ? 'note.reopen'
        : 'note.resolve')}${who}</button>
      ${mine && html`<button type="button" class="function-link"
        onClick=${() => setEditing(true)}>${t('action.edit')}${who}</button>
      <button type="button" class="function-link danger" onClick=${remove}>${t('action.remove')}${who}</button>`}</p>`}
  </li>`;
}

/** A list of remarks: the open ones, and the settled ones behind a press. nameOf(line id) names what each is about. */
export function Notes({ notes, of, home, nameOf, reload, empty }) {
  const item = (n) => html`<${Note} key=${n.id} note=${n} of=${of} home=${home} lineName=${nameOf ? nameOf(n.line) : undefined}
    reload=${reload} />`;
  const open = notes.filter((n) => !n.resolved);
  const settled = notes.filter((n) => n.resolved);
  return html`${open.length > 0 ? html`<ul class="notes">${open.map(item)}</ul>` : empty && html`<p class="muted">${empty}</p>`}
    ${settled.length > 0 && html`<details class="assumptions"><summary>${t('note.settled', { n: settled.length })}</summary>
      <ul class="notes">${settled.map(item)}</ul></details>`}`;
}
