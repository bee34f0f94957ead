// SPDX-License-Identifier: EUPL-1.2
// Dialogues on the browser's own <dialog>: it keeps the focus inside, closes on Escape and gives the focus back.
import { html, useEffect, useRef, useState, uid } from './html.js';
import { t } from './i18n.js';
import { Icon } from './ui.js';

/** A dialogue that is open as long as it is rendered. `wide` for tables. */
export function Modal({ title, onClose, children, footer, wide }) {
  const ref = useRef(null);
  const [id] = useState(() => uid('dialog'));
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog.showModal();
    const first = dialog.querySelector('[autofocus], .modal-body input, .modal-body select, .modal-body textarea');
    if (first) first.focus();
    return () => { dialog.close(); if (before && before.isConnected) before.focus(); };
  }, []);
  return html`<dialog ref=${ref} class=${wide ? 'dialog dialog-wide' : 'dialog'} aria-labelledby=${id}
    onCancel=${(event) => { event.preventDefault(); onClose(); }}>
    <div class="dialog-head">
      <h2 id=${id}>${title}</h2>
      <button type="button" class="function-link" onClick=${onClose}><${Icon} name="close" />${t('action.close')}</button>
    </div>
    <div class="modal-body">${children}</div>
    ${footer && html`<div class="dialog-foot">${footer}</div>`}
  </dialog>`;
}

let open = () => Promise.resolve(false);

/** Asks before something that cannot be taken back: {title, text, action, danger}. Answers true or false. */
export function ask(question) { return open(question); }

export function Questions() {
  const [question, setQuestion] = useState(null);
  open = (q) => new Promise((resolve) => { setQuestion({ ...q, resolve }); });
  if (!question) return null;
  const answer = (yes) => { setQuestion(null); question.resolve(yes); };
  return html`<${Modal} title=${question.title} onClose=${() => answer(false)} footer=${html`
      <button type="button" class=${question.danger ? 'button button-danger' : 'button button-primary'}
        onClick=${() => answer(true)}>${question.action}</button>
      <button type="button" class="button button-secondary" autofocus
        onClick=${() => answer(false)}>${t('action.cancel')}</button>`}>
    <p>${question.text}</p>
  <//>`;
}
