// SPDX-License-Identifier: EUPL-1.2
// Says when the region's values have changed since the estimate took them, and offers to compute the drafts again.
import { html, useState, useEffect } from '../lib/html.js';
import { get, post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { date } from '../lib/format.js';
import { Alert, ProblemBox } from '../lib/ui.js';

const POLL_MS = 700;

export function ReferenceNotice({ draft }) {
  const { estimate, save } = draft;
  const [job, setJob] = useState(null);
  const [problem, setProblem] = useState(null);
  const set = estimate.reference_set;
  useEffect(() => {
    if (!job) return undefined;
    const timer = setTimeout(async () => {
      try {
        const { data } = await get(`/reference/recompute/${job.id}`);
        if (data.finished_at) draft.adopt((await get(`/estimates/${estimate.id}`)).data);
        setJob(data.finished_at ? null : data);
      } catch (p) {
        setProblem(p);
      }
    }, POLL_MS);
    return () => clearTimeout(timer);
  }, [job]);
  if (!set || set.current || estimate.status !== 'draft') return null;
  const start = () => save().then((good) => good && post('/reference/recompute').then(({ data }) => setJob(data), setProblem));
  return html`<${Alert} kind="info" heading=${t('reference.changed', { date: date(set.created_at) })}>
    <p>${t(can('reference:write') ? 'reference.changed.offer' : 'reference.changed.ask')}</p>
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    ${can('reference:write') && (job ? html`<p role="status">${t('reference.progress', { done: job.done, total: job.total })}</p>`
    : html`<button type="button" class="button button-secondary" onClick=${start}>${t('reference.recompute')}</button>`)}<//>`;
}
