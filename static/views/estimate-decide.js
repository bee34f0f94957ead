// SPDX-License-Identifier: EUPL-1.2
// Who does what with an estimate: sending it in, taking it on, and the decision, which is never its author's.
import { html, useState } from '../lib/html.js';
import { useLoad, get, post, query } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { can, user } from '../lib/session.js';
import { notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';

const MUST_SAY = ['return', 'reject'];
export const waits = (estimate) => ['submitted', 'in_review'].includes(estimate.status);

/**
 * Whether the one at the page decides: {decides, author}. The queue is asked, since everybody who has changed the draft is an
 * author, not only who began it. `author`: has the right, and may not use it here.
 */
export function useMayDecide(estimate) {
  const asks = can('value:approve') && waits(estimate);
  const queue = useLoad(asks ? `/estimates${query({ queue: 'true', collaboration_id: estimate.collaboration_id, limit: 200 })}`
    : null);
  const listed = queue.data?.items.some((e) => e.id === estimate.id);
  return { decides: Boolean(asks && listed), author: Boolean(asks && queue.data && !listed) };
}

/** Submit, approve, return and reject, each with a comment. */
export function Decision({ estimate, act, onClose, onDone }) {
  const form = useForm({ fields: [{ name: 'comment', label: t(`decide.${act}.comment`), control: 'textarea',
    required: MUST_SAY.includes(act) }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post(`/estimates/${estimate.id}/${act}`, body.comment ? body : {}, { etag: estimate.version });
    notify(t(`decide.${act}.done`));
    onDone(data);
  });
  return html`<${Modal} title=${t(`decide.${act}`)} onClose=${onClose}><p>${t(`decide.${act}.text`)}</p>
    <form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} /><${Field} form=${form} name="comment" />
      <${FormButtons} busy=${busy} save=${t(`decide.${act}`)} onCancel=${onClose} /></form><//>`;
}

/** Takes the review on. */
export async function takeOn(estimate, onDone) {
  try {
    await post(`/estimates/${estimate.id}/assign`, {});
    notify(t('assign.taken'));
  } catch (problem) {
    notify(problem.detail || problem.title || t('problem.offline'));
  }
  onDone();
}

/** Gives the review to a colleague. */
export function AssignDialog({ estimate, onClose, onDone }) {
  const find = async (q) => {
    const { data } = await get(`/estimates/${estimate.id}/reviewers`);
    return data.items.filter((p) => p.name.toLowerCase().includes(q.toLowerCase()) && p.id !== estimate.assigned_to)
      .map((p) => ({ value: p.id, text: p.name, sub: p.unit_name || '' }));
  };
  const form = useForm({ fields: [{ name: 'user_id', label: t('assign.who'), hint: t('assign.who.hint'), control: 'user', required: true,
    find }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post(`/estimates/${estimate.id}/assign`, { user_id: Number(body.user_id) });
    notify(t('assign.given', { name: data.assigned_to_name }));
    onDone();
  });
  return html`<${Modal} title=${t('assign.give')} onClose=${onClose}>
    <form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} /><${Field} form=${form} name="user_id" />
      <${FormButtons} busy=${busy} save=${t('assign.give.save')} onCancel=${onClose} /></form><//>`;
}

/** "Tag den på dig" and "Giv den til en kollega". */
export function Assign({ estimate, onDone, links }) {
  const [giving, setGiving] = useState(false);
  const style = links ? 'function-link' : 'button button-secondary';
  const what = html`<span class="sr-only"> ${estimate.collaboration_title}</span>`;
  return html`${estimate.assigned_to !== user().id && html`<button type="button" class=${style}
    onClick=${() => takeOn(estimate, onDone)}>${t('assign.take')}${what}
    </button>`}
    <button type="button" class=${style} onClick=${() => setGiving(true)}>${t('assign.give')}${what}</button>
    ${giving && html`<${AssignDialog} estimate=${estimate} onClose=${() => setGiving(false)}
      onDone=${() => { setGiving(false); onDone(); }} />`}`;
}

/** The buttons beside the title of an estimate. `onAct` opens the Decision of that name. */
export function Actions({ draft, may, onAct }) {
  const { estimate, editable, save } = draft;
  if (editable) {
    return html`<button type="button" class="button button-primary"
      onClick=${() => save().then((good) => good && onAct('submit'))}>${t('decide.submit')}</button>
      <a class="button button-secondary" href=${`/vaerdi/${estimate.id}/guide`}>${t('guide.open')}</a>`;
  }
  if (may.author) return html`<p class="why-not small muted">${t('decide.author')}</p>`;
  if (!may.decides) return null;
  return html`<button type="button" class="button button-primary" onClick=${() => onAct('approve')}>${t('decide.approve')}</button>
    <button type="button" class="button button-secondary" onClick=${() => onAct('return')}>${t('decide.return')}</button>`;
}
