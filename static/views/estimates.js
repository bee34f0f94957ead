// SPDX-License-Identifier: EUPL-1.2
// Værdi: the collaborations that somebody has worked out the value of, the largest first.
import { html } from '../lib/html.js';
import { usePages } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { setQuery } from '../lib/router.js';
import { mioSigned } from '../lib/format.js';
import { PageHead, ProblemBox, Spinner, Empty, KindBadge, SignalBadge } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';

export default function Estimates({ query }) {
  const sort = query.get('sort') || '-npv';
  const list = usePages('/collaborations', { has_value: 'true', sort });
  return html`<${PageHead} title=${t('nav.value')} lead=${t('estimates.lead')} />
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && html`<${Empty} heading=${t('estimates.empty')} text=${t('estimates.empty.text')}><a class="button button-primary" href="/samarbejder">${t('estimates.find')}</a><//>`}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${t('nav.value')} rows=${list.items} sort=${sort} onSort=${(s) => setQuery({ sort: s })} columns=${[
    { key: 'title', head: t('field.title'), sort: 'title', main: true, cell: (c) => html`<a href=${`/samarbejder/${c.id}/vaerdi`}>${c.title}</a><span class="sub">${c.number} · ${c.unit_name}</span>` },
    { key: 'kind', head: t('field.kind'), cell: (c) => html`<${KindBadge} kind=${c.kind} />` },
    { key: 'signal', head: t('estimate.signal'), cell: (c) => html`<${SignalBadge} signal=${c.value_signal} />` },
    { key: 'npv', head: t('list.npv'), num: true, sort: 'npv', first: '-npv', cell: (c) => mioSigned(c.npv_oere, true) },
  ]} /><${More} list=${list} />`}`;
}
