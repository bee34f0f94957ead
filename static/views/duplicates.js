// SPDX-License-Identifier: EUPL-1.2
// Organisations that look alike: side by side, never merged by the machine. "They differ" takes the proposal away.
import { html, useState } from '../lib/html.js';
import { useLoad, post } from '../lib/api.js';
import { t, has } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { percent } from '../lib/format.js';
import { Loaded, PageHead, Empty, ProblemBox, notify } from '../lib/ui.js';

function Pair({ pair, onDone }) {
  const [problem, setProblem] = useState(null);
  const differ = () => post(`/organisations/duplicates/${pair.id}/dismiss`,
    {}).then(() => { notify(t('duplicates.dismissed')); onDone(); }, setProblem);
  const side = (o) => html`<div class="pair-side"><a class="strong" href=${`/parter/${o.id}`}>${o.name}</a>
    <span class="muted">${o.cvr ? `CVR ${o.cvr}` : t('duplicates.nocvr')}</span></div>`;
  return html`<li class="card-box pair">
    <div class="pair-sides">${side(pair.a)}${side(pair.b)}</div>
    <p class="muted small">${has(`duplicates.${pair.reason}`) ? t(`duplicates.${pair.reason}`)
      : pair.reason} · ${t('duplicates.score', { score: percent(pair.score, 0) })}</p>
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    ${can('organisations:merge') && html`<a class="button button-primary" href=${`/parter/${pair.a.id}/sammenlaeg?anden=${pair.b.id}`}>${t('duplicates.same')}</a> `}
    <button type="button" class="button button-secondary" onClick=${differ}>${t('duplicates.differ')}</button></li>`;
}

export default function Duplicates() {
  const from = useLoad('/organisations/duplicates');
  return html`<${PageHead} title=${t('duplicates.title')} lead=${t('duplicates.lead')}
    over=${html`<a href="/parter">${t('nav.parties')}</a>`} />
    <${Loaded} from=${from} empty=${html`<${Empty} heading=${t('duplicates.none')} />`}>${(data) => html`<ul
      class="plain pairs">${data.items.map((p) => html`<${Pair} key=${p.id} pair=${p} onDone=${from.reload} />`)}</ul>`}<//>`;
}
