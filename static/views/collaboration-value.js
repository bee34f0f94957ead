// SPDX-License-Identifier: EUPL-1.2
// Tab Værdi: the estimates of the collaboration, newest first, and starting one.
import { html, useState } from '../lib/html.js';
import { post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { navigate } from '../lib/router.js';
import { mioSigned, dateTime } from '../lib/format.js';
import { Empty, Status, SignalBadge, ProblemBox, Icon } from '../lib/ui.js';
import { Table } from '../lib/table.js';

export function Estimates({ c }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const newest = c.estimates[0];
  const create = async (copyOf) => {
    setBusy(true);
    try {
      const { data } = await post(`/collaborations/${c.id}/estimates`, copyOf ? { tier: copyOf.tier, copy_of: copyOf.id }
        : { tier: c.kind === 'research_contract' ? 'nano' : 'mini' });
      navigate(`/vaerdi/${data.id}`);
    } catch (p) {
      setProblem(p);
      setBusy(false);
    }
  };
  const open = newest && ['draft', 'returned'].includes(newest.status);
  const action = can('value:write') && !open && html`<button type="button" class="button button-secondary" disabled=${busy}
    onClick=${() => create(newest)}><${Icon} name="plus" />${t(newest ? 'estimate.newversion' : 'estimate.start')}</button>`;
  return html`<section class="section">
    <div class="section-head"><h2>${t('tab.value')}</h2>${newest && action}</div>
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    ${!newest && html`<${Empty} heading=${t('estimate.empty')} text=${t('estimate.empty.text')}>${action}<//>`}
    ${newest && html`<${Table} caption=${t('tab.value')} rows=${c.estimates} columns=${[
    { key: 'version', head: t('estimate.version'), main: true,
      cell: (e) => html`<a href=${`/vaerdi/${e.id}`}>${t('estimate.no', { no: e.version_no })}</a>` },
    { key: 'tier', head: t('field.tier'), cell: (e) => label('tier', e.tier) },
    { key: 'status', head: t('field.status'), cell: (e) => html`<${Status} code=${e.status}
      text=${label('estimate_status', e.status)} />` },
    { key: 'npv', head: t('estimate.npv'), num: true, cell: (e) => mioSigned(e.npv?.limited_societal_oere) },
    { key: 'signal', head: t('estimate.signal'), cell: (e) => html`<${SignalBadge} signal=${e.signal} />` },
    { key: 'by', head: t('estimate.by'), cell: (e) => html`${e.created_by_name || e.created_by || ''}
      <span class="sub">${dateTime(e.created_at)}</span>` },
  ]} />`}
  </section>`;
}
