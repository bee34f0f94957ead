// SPDX-License-Identifier: EUPL-1.2
// Overblik: what waits for me, the figures of the portfolio, and who gains and who pays; the figures also as they were on a day.
import { html } from '../lib/html.js';
import { useLoad, query as toQuery } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { mio, num, date, ago, parseDate } from '../lib/format.js';
import { setQuery } from '../lib/router.js';
import { useForm, Field } from '../lib/form.js';
import { Loaded, PageHead, KindBadge, SignalBadge, Empty, Alert } from '../lib/ui.js';
import { SectorBars } from '../lib/sectors.js';
import { Steered } from './steering-parts.js';

/** Where what waits is done. */
function placeOf(item) {
  if (item.reason === 'confirmation_to_answer') return `/bekraeft/${item.confirmation_id}`;
  if (['confirmation_disputed', 'estimate_to_approve', 'estimate_returned'].includes(item.reason)) return `/vaerdi/${item.estimate_id}/gennemgang`;
  if (item.estimate_id) return `/samarbejder/${item.id}/vaerdi`;
  return item.reason.includes('milestone') ? `/samarbejder/${item.id}/milepaele` : `/samarbejder/${item.id}`;
}

function Waiting({ items }) {
  if (!items.length) return html`<p class="muted">${t('overview.waiting.none')}</p>`;
  return html`<ul class="rows">${items.map((item) => html`<li key=${`${item.reason}-${item.id}-${item.confirmation_id}`}>
    <span class="row-main"><a href=${placeOf(item)}>${item.title}</a>
      <span class="sub">${item.number ? `${item.number} · ` : ''}${t(`waiting.${item.reason}`)}${item.what ? `: ${item.what}` : ''}</span></span>
    ${item.due_date && html`<span class="nowrap muted">${t('overview.due', { date: date(item.due_date) })}</span>`}
  </li>`)}</ul>`;
}

export function Amount({ oere }) {
  return oere === null || oere === undefined ? '–' : html`${mio(oere, true)} <span class="unit">${t('unit.mio')}</span>`;
}

/** A link into the list, which is about today: figures of an earlier day lead nowhere. */
export function Into({ href, past, children }) {
  return past ? html`<span>${children}</span>` : html`<a href=${href}>${children}</a>`;
}

/** How much waits for those who review, and for how long. */
function Queue({ queue }) {
  return html`<div><dt>${t('overview.queue')}</dt><dd><a href="/vaerdi?queue=true">${num(queue.count)}</a>
    <p class="note">${queue.count ? t('overview.queue.oldest', { n: queue.oldest_days, amount: mio(queue.amount_oere) }) : t('overview.queue.none')}</p></dd></div>`;
}

function Figures({ totals, queue, past }) {
  return html`<dl class="figures">
    <div><dt>${t('overview.total')}</dt><dd><${Into} href="/samarbejder" past=${past}>${num(totals.collaborations)}<//>
      <p class="note">${t('overview.active', { n: totals.active })}</p></dd></div>
    <div><dt>${t('overview.ceiling')}</dt><dd><${Amount} oere=${totals.value_ceiling_oere} /></dd></div>
    <div><dt>${t('overview.npv')}</dt><dd><${Amount} oere=${totals.npv_oere} />
      <p class="note">${t('overview.withvalue', { n: totals.with_value })}</p></dd></div>
    ${queue && !past && can('value:approve') && html`<${Queue} queue=${queue} />`}
  </dl>`;
}

function Kinds({ kinds, stages, past }) {
  const order = choices('kind').map((o) => o.value);
  const sorted = [...kinds].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return html`<div>${sorted.map((k) => {
    const open = stages.filter((s) => s.kind === k.kind && s.count > 0);
    return html`<div key=${k.kind} class="kind-block">
      <h3><${Into} href=${`/samarbejder?kind=${k.kind}`} past=${past}><${KindBadge} kind=${k.kind} /><//> <span class="count">${num(k.count)}</span></h3>
      <ul class="stage-links">${open.map((s) => html`<li key=${s.stage}>
        <${Into} href=${`/samarbejder?kind=${k.kind}&stage=${s.stage}`} past=${past}>${label('stage', s.stage, k.kind)}<//> <span class="count">${num(s.count)}</span></li>`)}</ul>
    </div>`;
  })}</div>`;
}

/** Bars by sector; and how many collaborations have which outcome. */
function WhoGains({ sectors, signals, past }) {
  return html`${(sectors.length > 0 || !signals.length) &&
    html`<p class="muted">${t('overview.sectors.lead')}</p><${SectorBars} rows=${sectors} caption=${t('overview.sectors')} />`}
    ${signals.length > 0 && html`<ul class="rows outcomes">${signals.map((x) => html`<li key=${x.signal}><span class="row-main">
      <${Into} href="/vaerdi" past=${past}><${SignalBadge} signal=${x.signal} /><//></span><span class="muted nowrap">${t('overview.outcome', { n: x.count })}</span></li>`)}</ul>`}`;
}

function Short({ items, empty, when }) {
  if (!items.length) return html`<p class="muted">${empty}</p>`;
  return html`<ul class="rows">${items.map((c) => html`<li key=${c.id}>
    <span class="row-main"><a href=${`/samarbejder/${c.id}`}>${c.title}</a><span class="sub">${c.number}</span></span>
    <span class="nowrap muted">${when(c)}</span></li>`)}</ul>`;
}

/** Asks for the figures of an earlier day, and leads back to today's. */
export function Day({ day }) {
  const today = new Date().toISOString().slice(0, 10);
  const form = useForm({ fields: [{ name: 'as_of', label: t('overview.asof'), control: 'date', hint: t('overview.asof.hint'),
    check: (value) => (value > today ? t('overview.asof.future') : null) }], initial: { as_of: day } });
  const show = (event) => {
    event.preventDefault();
    const body = form.collect();
    if (body) setQuery({ as_of: body.as_of === today ? '' : body.as_of });
  };
  return html`<details class="details day d-print-none"><summary class="details-summary">${t('overview.asof.open')}</summary>
    <div class="details-text"><form class="day-form" onSubmit=${show} novalidate><${Field} form=${form} name="as_of" />
      <button type="submit" class="button button-secondary">${t('overview.asof.show')}</button></form></div></details>`;
}

export function Past({ day, home = '/' }) {
  return html`<${Alert} kind="info" live heading=${t('overview.past', { date: date(day) })}><p>${t('overview.past.text')} ${' '}
    <a class="d-print-none" href=${home}>${t('overview.past.back')}</a></p><//>`;
}

function Summary({ s }) {
  const past = s.as_of !== null;
  return html`
    ${!past && html`<section class="section"><h2>${t('overview.waiting')}</h2><${Waiting} items=${s.mine} /></section>
      <${Steered} />`}
    <section class="section"><h2>${t('overview.figures')}</h2><${Figures} totals=${s.totals} queue=${s.review_queue} past=${past} />
      <${Day} key=${s.as_of} day=${s.as_of || ''} /></section>
    <div class="section halves">
      <section><h2>${t('overview.bykind')}</h2><${Kinds} kinds=${s.by_kind} stages=${s.by_stage} past=${past} /></section>
      <section><h2>${t('overview.sectors')}</h2><${WhoGains} sectors=${s.sectors || []} signals=${s.by_signal || []} past=${past} /></section>
    </div>
    ${!past && html`<div class="section halves">
      <section><h2>${t('overview.expiring')}</h2><${Short} items=${s.expiring} empty=${t('overview.expiring.none')}
        when=${(c) => date(c.end_date)} /></section>
      <section><h2>${t('overview.recent')}</h2><${Short} items=${s.recent} empty=${t('overview.recent.none')}
        when=${(c) => ago(c.updated_at)} /></section>
    </div>`}`;
}

function Nothing({ past }) {
  if (past) return html`<${Empty} heading=${t('overview.past.empty')} /><${Day} day="" />`;
  return html`<${Empty} heading=${t('overview.empty')} text=${t('overview.empty.text')}>${can('imports:write') &&
    html`<a class="button button-primary" href="/import">${t('overview.empty.import')}</a>`}<//>`;
}

export default function Overview({ query }) {
  const asked = parseDate(query.get('as_of'));
  const day = typeof asked === 'string' ? asked : '';
  const summary = useLoad(`/portfolio/summary${toQuery({ as_of: day })}`);
  return html`<${PageHead} title=${t('overview.title')}>
    <a class="button button-secondary" href="/overblik">${t('steering.title')}</a>
    ${can('collaborations:write') && html`<a class="button button-primary" href="/samarbejder/ny">${t('collaborations.new')}</a>`}
  <//>
  ${day && html`<${Past} day=${day} />`}
  <${Loaded} from=${summary}>${(s) => html`<div class=${summary.loading ? 'is-loading' : undefined}>${s.totals.collaborations === 0
    ? html`<${Nothing} past=${s.as_of !== null} />` : html`<${Summary} s=${s} />`}</div>`}<//>`;
}
