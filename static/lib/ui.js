// SPDX-License-Identifier: EUPL-1.2
// Small shared pieces of every page: icon, alert, badge, loading and error states, page heading, messages.
import { html, useEffect, useState, cx } from './html.js';
import { t, label, has } from './i18n.js';
import { focusHeading } from './router.js';

export function Icon({ name, text }) {
  return html`<svg class="icon-svg" focusable="false" role=${text ? 'img' : undefined} aria-hidden=${text ? undefined : 'true'}
    aria-label=${text}>
    <use href=${`/vendor/icons.svg#${name}`}></use></svg>`;
}

/** A box with a message; kind is info, success, warning or error. `live` reads it aloud when it appears. */
export function Alert({ kind = 'info', heading, children, live }) {
  return html`<div class=${`alert alert-${kind}`} role=${live ? (kind === 'error' ? 'alert' : 'status') : undefined}>
    <${AlertIcon} kind=${kind} />
    <div class="alert-body">
      ${heading && html`<p class="alert-heading">${heading}</p>`}
      ${children && html`<div class="alert-text">${children}</div>`}
    </div>
  </div>`;
}

export function AlertIcon({ kind }) {
  return html`<svg class="icon-svg alert-icon" focusable="false" role="img" aria-label=${t(`alert.${kind}`)}>
    <use href=${`/vendor/icons.svg#${kind}`}></use></svg>`;
}

export function Spinner({ text }) {
  return html`<div class="spinner-box"><div class="spinner" aria-hidden="true"></div>
    <div class="spinner-status" role="status">${text || t('loading')}</div></div>`;
}

/** What a refused request says, with a way on. */
export function ProblemBox({ problem, retry }) {
  const offline = problem.status === 0;
  return html`<${Alert} kind="error" live heading=${offline ? t('problem.offline') : problem.title || t('problem.unknown')}>
    ${(offline ? t('problem.offline.hint') : problem.detail) &&
      html`<p>${offline ? t('problem.offline.hint') : problem.detail}</p>`}
    ${problem.hint && html`<p>${problem.hint}</p>`}
    ${problem.requestId && problem.status >= 500 && html`<p class="small muted">${t('problem.request', { id: problem.requestId })}</p>`}
    ${retry && problem.status !== 404 && html`<button type="button" class="button button-secondary"
      onClick=${retry}>${t('action.retry')}</button>`}
  <//>`;
}

/** Shows the loading or error state of useLoad(), or the children made from its data. */
export function Loaded({ from, children, empty }) {
  if (from.error) return html`<${ProblemBox} problem=${from.error} retry=${from.reload} />`;
  if (!from.data) return html`<${Spinner} />`;
  if (empty && from.data.items && from.data.items.length === 0) return empty;
  return children(from.data);
}

/** As Loaded, for what makes up a whole page: one that cannot be shown still has its heading and a way on. */
export function LoadedPage({ from, back, children }) {
  if (from.error) return html`<${PageHead} title=${t('notfound.case')} /><${ProblemBox} problem=${from.error} retry=${from.reload} />
    <p><a href=${back}>${t('notfound.back')}</a></p>`;
  return html`<${Loaded} from=${from}>${children}<//>`;
}

/** Nothing here yet: says so and what to do first. */
export function Empty({ heading, text, children }) {
  return html`<div class="empty">
    <p class="empty-heading">${heading}</p>
    ${text && html`<p>${text}</p>`}
    ${children}
  </div>`;
}

/** Title of the page: sets the window's title, and takes the focus when the page was reached by a link. */
export function PageHead({ title, lead, over, children }) {
  useEffect(() => { document.title = `${title} · Samspil`; }, [title]);
  useEffect(() => { if (window.history.state !== 'first') focusHeading(); }, []);
  return html`<header class="page-head">
    <div class="page-head-text">
      ${over && html`<p class="over">${over}</p>`}
      <h1>${title}</h1>
      ${lead && html`<p class="lead">${lead}</p>`}
    </div>
    ${children && html`<div class="page-actions">${children}</div>`}
  </header>`;
}

const KIND_CLASS = { opi: 'kind-opi', strategic_procurement: 'kind-si', research_contract: 'kind-fk' };

export function KindBadge({ kind }) {
  return html`<span class=${cx('kind', KIND_CLASS[kind])}>${has(`kind.${kind}`) ? t(`kind.${kind}`) : label('kind', kind)}</span>`;
}

const SIGNAL = { common_gain: 'success', initiator_loses_society_gains: 'warning', cost_shifted: 'warning',
  no_total_gain: 'error' };

export function SignalBadge({ signal }) {
  if (!signal) return null;
  return html`<span class=${`badge badge-${SIGNAL[signal] || 'info'}`}>${label('value_signal', signal)}</span>`;
}

const STATUS = {
  approved: 'success', done: 'success', applied: 'success', create: 'success', submitted: 'info', in_review: 'info',
    planned: 'info', update: 'info',
  overdue: 'error', missed: 'error', rejected: 'error', failed: 'error', delayed: 'warning', duplicate: 'warning',
    superseded: 'info',
};

/** A status with its word; the colour only repeats what the word says. */
export function Status({ code, text }) {
  return html`<span class=${cx('badge', STATUS[code] && `badge-${STATUS[code]}`)}>${text}</span>`;
}

let showMessage = () => {};

/** Tells what was done, at the edge of the page, for some seconds. */
export function notify(text) { showMessage(text); }

export function Messages() {
  const [list, setList] = useState([]);
  showMessage = (text) => {
    const id = Date.now() + Math.random();
    setList((all) => [...all.filter((m) => m.text !== text), { id, text }]); // said once, however often it is done
    setTimeout(() => setList((all) => all.filter((m) => m.id !== id)), 6000);
  };
  return html`<div class="messages d-print-none" role="status" aria-live="polite">
    ${list.map((m) => html`<p key=${m.id} class="message"><${Icon} name="check" /> ${m.text}</p>`)}
  </div>`;
}

/** Description list of label and value; empty values show a dash. */
export function Facts({ rows }) {
  return html`<dl class="facts">${rows.filter(Boolean).map(([name, value]) => html`
    <div key=${name}><dt>${name}</dt><dd>${value === null || value === undefined || value === ''
      ? html`<span class="muted">–</span>` : value}</dd></div>`)}</dl>`;
}
