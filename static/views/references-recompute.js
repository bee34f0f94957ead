// SPDX-License-Identifier: EUPL-1.2
// Drafts that were calculated with older values: how many, and computing them again with what is in force.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, get, post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { num, mioSigned } from '../lib/format.js';
import { Alert, ProblemBox, Icon } from '../lib/ui.js';
import { Table } from '../lib/table.js';

const EVERY_MS = 700;

function Outcome({ job }) {
  const changed = job.items.filter((i) => ['changed', 'failed'].includes(i.status));
  return html`<${Alert} kind=${job.failed ? 'warning' : 'success'} live heading=${t('ref.recompute.done', { n: job.changed })}>
    ${job.failed > 0 && html`<p>${t('ref.recompute.failed', { n: job.failed })}</p>`}<//>
    ${changed.length > 0 && html`<${Table} caption=${t('ref.recompute.changes')} showCaption compact rows=${changed}
      rowKey=${(i) => i.estimate_id} columns=${[
      { key: 'case', head: t('field.title'), main: true, cell: (i) => html`<a href=${`/vaerdi/${i.estimate_id}`}>${i.collaboration_title}</a>` },
      { key: 'before', head: t('ref.before'), num: true, cell: (i) => mioSigned(i.npv_before_oere) },
      { key: 'after', head: t('ref.after'), num: true, cell: (i) => (i.status === 'failed' ? i.detail : mioSigned(i.npv_after_oere)) }]} />`}`;
}

export function Recompute() {
  const sets = useLoad('/reference/sets');
  const [job, setJob] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    if (!job || job.finished_at) return undefined;
    const timer = setTimeout(() => get(`/reference/recompute/${job.id}`).then(({ data }) => {
      setJob(data);
      if (data.finished_at) sets.reload();
    }, setProblem), EVERY_MS);
    return () => clearTimeout(timer);
  }, [job]);
  const start = () => { setProblem(null); post('/reference/recompute').then(({ data }) => setJob(data), setProblem); };
  const older = (sets.data ? sets.data.items : []).filter((s) => !s.current).reduce((n, s) => n + s.estimates, 0);
  if (!job && !older) return null;
  return html`<section class="section">
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    ${!job && html`<${Alert} kind="info" heading=${t('ref.recompute.offer', { n: older })}><p>${t('ref.recompute.text')}</p>
      <button type="button" class="button button-secondary" onClick=${start}><${Icon} name="refresh" />${t('ref.recompute')}</button><//>`}
    ${job && !job.finished_at && html`<div role="status"><p>${t('ref.recompute.progress', { done: num(job.done), total: num(job.total) })}</p>
      <progress max=${job.total || 1} value=${job.done} aria-label=${t('ref.recompute')}></progress></div>`}
    ${job && job.finished_at && html`<${Outcome} job=${job} />`}
  </section>`;
}
