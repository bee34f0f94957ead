// SPDX-License-Identifier: EUPL-1.2
// Overblik: what waits for me, the figures of the portfolio, and who gains and who pays.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { mio, num, date, ago } from '../lib/format.js';
import { Loaded, PageHead, KindBadge, SignalBadge, Empty } from '../lib/ui.js';
import { SectorBars } from '../lib/sectors.js';

/** Where what waits is done. */
function placeOf(item) {
  if (item.reason.includes('estimate')) return `/samarbejder/${item.id}/vaerdi`;
  return item.reason.includes('milestone') ? `/samarbejder/${item.id}/milepaele` : `/samarbejder/${item.id}`;
}

function Waiting({ items }) {
  if (!items.length) return html`<p class="muted">${t('overview.waiting.none')}</p>`;
  return html`<ul class="rows">${items.map((item) => html`<li key=${item.id + item.reason}>
    <span class="row-main"><a href=${placeOf(item)}>${item.title}</a>
      <span class="sub">${item.number} · ${t(`waiting.${item.reason}`)}${item.what ? `: ${item.what}` : ''}</span></span>
    ${item.due_date && html`<span class="nowrap muted">${t('overview.due', { date: date(item.due_date) })}</span>`}
  </li>`)}</ul>`;
}

function Amount({ oere }) {
  return oere === null || oere === undefined ? '–' : html`${mio(oere, true)} <span class="unit">${t('unit.mio')}</span>`;
}

function Figures({ totals }) {
  return html`<dl class="figures">
    <div><dt>${t('overview.total')}</dt><dd><a href="/samarbejder">${num(totals.collaborations)}</a>
      <p class="note">${t('overview.active', { n: totals.active })}</p></dd></div>
    <div><dt>${t('overview.ceiling')}</dt><dd><${Amount} oere=${totals.value_ceiling_oere} /></dd></div>
    ${totals.funding_oere !== undefined && html`<div><dt>${t('overview.funding')}</dt><dd><${Amount} oere=${totals.funding_oere} />
      </dd></div>`}
    <div><dt>${t('overview.npv')}</dt><dd><${Amount} oere=${totals.npv_oere} />
      <p class="note">${t('overview.withvalue', { n: totals.with_value })}</p></dd></div>
  </dl>`;
}

function Kinds({ kinds, stages }) {
  const order = choices('kind').map((o) => o.value);
  const sorted = [...kinds].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return html`<div>${sorted.map((k) => {
    const open = stages.filter((s) => s.kind === k.kind && s.count > 0);
    return html`<div key=${k.kind} class="kind-block">
      <h3><a href=${`/samarbejder?kind=${k.kind}`}><${KindBadge} kind=${k.kind} />
        </a> <span class="count">${num(k.count)}</span></h3>
      <ul class="stage-links">${open.map((s) => html`<li key=${s.stage}>
        <a href=${`/samarbejder?kind=${k.kind}&stage=${s.stage}`}>${label('stage', s.stage, k.kind)}
        </a> <span class="count">${num(s.count)}</span></li>`)}</ul>
    </div>`;
  })}</div>`;
}

/** Bars by sector; and how many collaborations have which outcome. */
function WhoGains({ sectors, signals }) {
  return html`${(sectors.length > 0 || !signals.length) &&
    html`<p class="muted">${t('overview.sectors.lead')}</p><${SectorBars} rows=${sectors} caption=${t('overview.sectors')} />`}
    ${signals.length > 0 && html`<ul class="rows outcomes">${signals.map((x) => html`<li key=${x.signal}><span class="row-main">
      <a href="/vaerdi"><${SignalBadge} signal=${x.signal} /></a></span><span class="muted">${t('overview.outcome', { n: x.count })}</span></li>`)}</ul>`}`;
}

function Short({ items, empty, when }) {
  if (!items.length) return html`<p class="muted">${empty}</p>`;
  return html`<ul class="rows">${items.map((c) => html`<li key=${c.id}>
    <span class="row-main"><a href=${`/samarbejder/${c.id}`}>${c.title}</a><span class="sub">${c.number}</span></span>
    <span class="nowrap muted">${when(c)}</span></li>`)}</ul>`;
}

export default function Overview() {
  const summary = useLoad('/portfolio/summary');
  return html`<${PageHead} title=${t('overview.title')}>
    ${can('collaborations:write') && html`<a class="button button-primary" href="/samarbejder/ny">${t('collaborations.new')}</a>`}
  <//>
  <${Loaded} from=${summary}>${(s) => (s.totals.collaborations === 0
    ? html`<${Empty} heading=${t('overview.empty')} text=${t('overview.empty.text')}>${can('imports:write') &&
      html`<a class="button button-primary" href="/import">${t('overview.empty.import')}</a>`}<//>`
    : html`
    <section class="section"><h2>${t('overview.waiting')}</h2><${Waiting} items=${s.mine} /></section>
    <section class="section"><h2>${t('overview.figures')}</h2><${Figures} totals=${s.totals} /></section>
    <div class="section halves">
      <section><h2>${t('overview.bykind')}</h2><${Kinds} kinds=${s.by_kind} stages=${s.by_stage} /></section>
      <section><h2>${t('overview.sectors')}</h2><${WhoGains} sectors=${s.sectors || []} signals=${s.by_signal || []} /></section>
    </div>
    <div class="section halves">
      <section><h2>${t('overview.expiring')}</h2><${Short} items=${s.expiring} empty=${t('overview.expiring.none')}
        when=${(c) => date(c.end_date)} /></section>
      <section><h2>${t('overview.recent')}</h2><${Short} items=${s.recent} empty=${t('overview.recent.none')}
        when=${(c) => ago(c.updated_at)} /></section>
    </div>`)}<//>`;
}
