// SPDX-License-Identifier: EUPL-1.2
// The queue of those who review: what others have sent in, how long it has waited, how much it is about, and who has taken it on.
import { html } from '../lib/html.js';
import { usePages } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { user } from '../lib/session.js';
import { setQuery } from '../lib/router.js';
import { mio, date } from '../lib/format.js';
import { ProblemBox, Spinner, Empty, SignalBadge, Status } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Assign } from './estimate-decide.js';
import { ValueHead } from './value-head.js';

const LONG = 14; // days

function Waiting({ e }) {
  const late = e.waiting_days >= LONG;
  return html`<span class=${late ? 'strong loss' : undefined}>${e.waiting_days ? t('queue.days', { n: e.waiting_days })
    : t('queue.today')}</span>
    <span class="sub nowrap">${t('queue.since', { date: date(e.submitted_at) })}</span>`;
}

export function Queue({ query }) {
  const sort = query.get('sort') || 'submitted_at';
  const mine = query.get('assigned') === 'me';
  const list = usePages('/estimates', { queue: 'true', sort, assigned_to: mine ? user().id : '' });
  const columns = [
    { key: 'title', head: t('field.title'), main: true, cell: (e) => html`<a href=${`/vaerdi/${e.id}`}>${e.collaboration_title}</a>
      <span class="sub">${e.collaboration_number} · ${t('estimate.no', { no: e.version_no })} · ${label('tier', e.tier)}</span>` },
    { key: 'author', head: t('estimates.author'), cell: (e) => html`${e.author_name || '–'}<span class="sub">${e.unit_name
      || ''}</span>` },
    { key: 'age', head: t('queue.age'), sort: 'submitted_at', cell: (e) => html`<${Waiting} e=${e} />` },
    { key: 'amount', head: t('queue.amount'), num: true, sort: 'amount', first: '-amount', cell: (e) => mio(e.amount_oere) },
    { key: 'signal', head: t('estimate.signal'), cell: (e) => html`<${SignalBadge} signal=${e.signal} />` },
    { key: 'who', head: t('review.assigned'), cell: (e) => html`<span>${e.assigned_to_name
      || html`<span class="muted">${t('queue.nobody')}</span>`}
      ${e.status === 'in_review' && html`<span class="sub"><${Status} code=${e.status}
        text=${label('estimate_status', e.status)} /></span>`}</span>` },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true,
      cell: (e) => html`<${Assign} estimate=${e} onDone=${list.reload} links />` },
  ];
  return html`<${ValueHead} at="queue" lead=${t('queue.lead')} />
    <div class="list-bar"><span class="inline-select"><label for="queue-who">${t('queue.show')}</label>
      <select id="queue-who" class="form-select" value=${mine ? 'me' : ''}
        onChange=${(e) => setQuery({ assigned: e.target.value })}>
        <option value="">${t('queue.everybody')}</option><option value="me">${t('queue.mine')}</option></select></span></div>
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && html`<${Empty} heading=${t(mine ? 'queue.empty.mine' : 'queue.empty')} />`}
    ${list.items && list.items.length > 0 && html`<div class="queue"><${Table} caption=${t('value.queue.title')} rows=${list.items}
      columns=${columns}
      sort=${sort} onSort=${(by) => setQuery({ sort: by })} /></div><${More} list=${list} />`}`;
}
