// SPDX-License-Identifier: EUPL-1.2
// Værdi: the estimates one may see, or (with queue in the address) those that wait for whoever reviews.
import { html, useMemo } from '../lib/html.js';
import { usePages } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { setQuery } from '../lib/router.js';
import { mioSigned, dateTime, percent, ago } from '../lib/format.js';
import { ProblemBox, Spinner, Empty, SignalBadge, Status } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { ValueHead } from './value-head.js';
import { Queue } from './review-queue.js';

const columns = () => [
  { key: 'title', head: t('field.title'), main: true,
    cell: (e) => html`<a href=${`/vaerdi/${e.id}`}>${e.collaboration_title}</a>
    <span class="sub">${e.collaboration_number} · ${t('estimate.no', { no: e.version_no })}</span>` },
  { key: 'status', head: t('field.status'), cell: (e) => html`<span>
    <${Status} code=${e.status} text=${label('estimate_status', e.status)} />${e.submitted_at && ['submitted',
    'in_review'].includes(e.status) && html`<span class="sub">${ago(e.submitted_at)}</span>`}</span>` },
  { key: 'author', head: t('estimates.author'), cell: (e) => html`<span>${e.author_name || '–'}
    <span class="sub">${e.unit_name || ''}</span></span>` },
  { key: 'signal', head: t('estimate.signal'), cell: (e) => (e.signal ? html`<${SignalBadge} signal=${e.signal} />` : '–') },
  { key: 'weak', head: t('estimates.weak'), num: true, cell: (e) => percent(e.weak_evidence_share, 0) },
  { key: 'npv', head: t('list.npv'), num: true, cell: (e) => mioSigned(e.npv_limited_societal_oere, true) },
  { key: 'updated', head: t('estimates.updated'), cell: (e) => html`<span class="nowrap">${dateTime(e.updated_at)}</span>` },
];

/** No estimate that one may see: what one can do about it. */
function Nothing() {
  if (can('value:write')) {
    return html`<${Empty} heading=${t('estimates.empty')} text=${t('estimates.empty.text')}>
      <a class="button button-primary" href="/samarbejder">${t('estimates.find')}</a><//>`;
  }
  const asked = can('confirmations:answer');
  return html`<${Empty} heading=${t('estimates.unseen')} text=${t(asked ? 'estimates.unseen.asked' : 'estimates.unseen.text')}>
    ${asked && html`<a class="button button-primary" href="/bekraeft">${t('estimates.unseen.go')}</a>`}<//>`;
}

function All({ query }) {
  const params = useMemo(() => ({ status: query.get('status') || '', mine: query.get('mine') || '' }), [query.toString()]);
  const list = usePages('/estimates', params);
  const filtered = params.status || params.mine;
  return html`<${ValueHead} at="all" lead=${t('estimates.lead')} />
    <section class="section"><div class="section-head"><h2>${t('estimates.all')}</h2>
      <div class="links"><span class="inline-select"><label for="est-status">${t('field.status')}</label>
        <select id="est-status" class="form-select" value=${params.status} onChange=${(e) => setQuery({ status: e.target.value })}>
        <option value="">${t('filter.all')}</option>${choices('estimate_status').map((o) => html`<option key=${o.value}
          value=${o.value}>${o.text}</option>`)}</select></span>
        <span class="inline-select"><label for="est-mine">${t('estimates.author')}</label>
          <select id="est-mine" class="form-select" value=${params.mine} onChange=${(e) => setQuery({ mine: e.target.value })}>
          <option value="">${t('filter.all')}</option><option value="true">${t('filter.mine.true')}</option></select>
          </span></div></div>
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && (filtered ? html`<${Empty} heading=${t('estimates.nothing')}
      text=${t('list.nothing.text')} />`
    : html`<${Nothing} />`)}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${t('estimates.all')} rows=${list.items} columns=${columns()} />
      <${More} list=${list} />`}
    </section>`;
}

export default function Estimates({ query }) {
  return query.get('queue') === 'true' && can('value:approve') ? html`<${Queue} query=${query} />` : html`<${All} query=${query} />`;
}
