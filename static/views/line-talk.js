// SPDX-License-Identifier: EUPL-1.2
// What is said of a line, at the line: remarks of the review, and the answer of the sector that it falls on.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { questionOf, speaks } from '../lib/talk.js';
import { Notes, NoteForm } from './estimate-notes.js';
import { QuestionStatus, LineQuestion } from './estimate-confirmations.js';

const about = (talk, line) => (talk.notes || []).filter((n) => n.line === line.id);

/** In the line's head: that there is something to read. */
export function LineMarks({ line, talk }) {
  const open = about(talk, line).filter((n) => !n.resolved).length;
  const question = questionOf(talk.confirmations, line.id);
  if (!open && !question) return null;
  return html`<span class="line-marks">${open > 0 && html`<span class="badge badge-warning">${t('note.count', { n: open })}</span>`}
    ${question && html`<${QuestionStatus} status=${question.status} />`}</span>`;
}

/** Below the open line: all of it, and the ways to say more. */
export function LineTalk({ draft, line, talk }) {
  const [writing, setWriting] = useState(false);
  const notes = about(talk, line);
  const former = talk.former.filter((n) => n.line === line.id);
  if (!talk.notes || !talk.confirmations) return null;
  return html`<div class="line-talk">
    <${LineQuestion} draft=${draft} line=${line} talk=${talk} />
    <${Notes} notes=${notes} of=${draft.estimate.id} reload=${talk.reload} />
    ${former.length > 0 && html`<p class="strong small notes-former">${t('note.former')}</p>
      <${Notes} notes=${former} of=${draft.estimate.copied_from} reload=${talk.reload} />`}
    ${speaks() && writing && html`<${NoteForm} estimate=${draft.estimate} line=${line.id} reload=${talk.reload}
      onClose=${() => setWriting(false)} />`}
    ${speaks() && !writing && html`<button type="button" class="function-link d-print-none"
      onClick=${() => setWriting(true)}>${t('note.add')}<span class="sr-only"> ${line.name}</span></button>`}
  </div>`;
}
