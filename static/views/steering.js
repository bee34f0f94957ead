// SPDX-License-Identifier: EUPL-1.2
// /overblik: what the portfolio is steered by. Counts and money by kind, stage, theme, unit and area; pipeline; what ends; what stands
// still; capacity; whose interests it serves. Every count is a link to the list behind it.
import { html } from '../lib/html.js';
import { useLoad, query as toQuery } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { mio, num, percent, parseDate } from '../lib/format.js';
import { Loaded, PageHead, KindBadge, Empty } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { SectorBars } from '../lib/sectors.js';
import { Day, Past, Into } from './overview.js';
import { Tiles, counted, endsIn, lastDay } from './steering-parts.js';

const PHASES = ['pipeline', 'active', 'closed'];
const sum = (rows, name) => rows.reduce((n, r) => n + (r[name] || 0), 0);
const added = (rows) => ({ count: sum(rows, 'count'), value_ceiling_oere: sum(rows, 'value_ceiling_oere'), npv_oere: sum(rows, 'npv_oere') });
const monthName = (iso) => new Intl.DateTimeFormat(document.documentElement.lang === 'da' ? 'da-DK' : 'en-GB', { month: 'long',
  year: 'numeric', timeZone: 'UTC' }).format(new Date(iso));

/** Names, a linked count and the money of each row. */
function Money({ caption, head, rows, past, foot }) {
  return html`<${Table} compact caption=${caption} rows=${rows} rowKey=${(r) => r.key} foot=${foot} columns=${[
    { key: 'name', head, main: true, cell: (r) => r.name },
    { key: 'count', head: t('steering.count'), num: true, cell: (r) => (r.count && r.href ? html`<${Into} href=${r.href} past=${past}>${num(r.count)}<//>`
      : num(r.count || 0)) },
    { key: 'ceiling', head: t('list.ceiling'), num: true, cell: (r) => mio(r.value_ceiling_oere || 0, true) },
    { key: 'npv', head: t('list.npv'), num: true, cell: (r) => mio(r.npv_oere || 0, true) },
  ]} />`;
}

function Head({ s, past }) {
  const of = (phase) => added(s.by_stage.filter((r) => r.phase === phase));
  const late = (kind) => s.overdue.find((x) => x.kind === kind) || { count: 0 };
  const link = (href) => (past ? null : href);
  const [pipeline, active, ends] = [of('pipeline'), of('active'), added(s.expiring)];
  const late2 = past ? [] : ['stage', 'evaluation', 'benefits'].map((kind) => ({ key: kind, name: t(`steering.overdue.${kind}`), value: counted(late(kind)),
    href: late(kind).count ? `/samarbejder?overdue=${kind}` : null }));
  return html`<${Tiles} rows=${[
    { key: 'active', name: t('filter.phase.active'), value: num(active.count), href: link('/samarbejder?phase=active'),
      note: t('steering.worth', { amount: mio(active.value_ceiling_oere) }) },
    { key: 'pipeline', name: t('filter.phase.pipeline'), value: num(pipeline.count), href: link('/samarbejder?phase=pipeline'),
      note: t('steering.worth', { amount: mio(pipeline.value_ceiling_oere) }) },
    { key: 'ends', name: t('steering.ends'), value: num(ends.count), href: link(endsIn(s.expiring)), note: t('steering.worth', { amount: mio(ends.value_ceiling_oere) }) },
    ...late2]} />`;
}

function Kinds({ s, past }) {
  const rows = choices('kind').flatMap(({ value: kind }) => PHASES.map((phase) => ({ kind, phase, key: `${kind}-${phase}`,
    ...added(s.by_stage.filter((r) => r.kind === kind && r.phase === phase)), href: `/samarbejder?kind=${kind}&phase=${phase}`,
    name: html`<${KindBadge} kind=${kind} /> ${t(`filter.phase.${phase}`)}` }))).filter((r) => r.count);
  const all = added(rows);
  return html`<${Money} caption=${t('steering.kinds')} head=${t('field.kind')} rows=${rows} past=${past} foot=${[[t('steering.all'), num(all.count),
    mio(all.value_ceiling_oere, true), mio(all.npv_oere, true)]]} />`;
}

const stages = (s, phase) => s.by_stage.filter((r) => r.phase === phase).map((r) => ({ ...r, key: `${r.kind}-${r.stage}`,
  href: `/samarbejder?kind=${r.kind}&stage=${r.stage}`, name: html`${label('stage', r.stage, r.kind)}<span class="sub">${label('kind', r.kind)}</span>` }));
const themes = (s) => s.by_theme.map((r) => ({ ...r, key: r.theme || '', name: r.theme ? label('theme', r.theme) : t('steering.unsaid'),
  href: r.theme ? `/samarbejder?theme=${r.theme}` : '/samarbejder?unsaid=theme' }));
const units = (s) => s.by_unit.map((r) => ({ ...r, key: r.unit_id, name: r.unit_name, href: `/samarbejder?at_unit_id=${r.unit_id}` }));
const areas = (s) => s.by_area.map((r) => ({ ...r, key: r.area_id, href: `/samarbejder?area_id=${r.area_id}`,
  name: html`${r.name}<span class="sub">${label('unit_kind', r.kind)}</span>` }));

function Ending({ months, past }) {
  return html`<${Table} compact caption=${t('steering.ends')} rows=${months} rowKey=${(m) => m.month} columns=${[
    { key: 'month', head: t('steering.month'), main: true, cell: (m) => monthName(m.month) },
    { key: 'count', head: t('steering.count'), num: true, cell: (m) => (m.count ? html`<${Into} past=${past}
      href=${`/samarbejder?ends_from=${m.month}&ends_to=${lastDay(m.month)}&sort=end_date`}>${num(m.count)}<//>` : '0') },
    { key: 'ceiling', head: t('list.ceiling'), num: true, cell: (m) => mio(m.value_ceiling_oere, true) }]} />`;
}

const FILTER_OF = { commercial: 'commercial', prevention: 'prevention', rare: 'rare_disease', patient_group: 'patient_group' };

/** Whose interests and which patients the portfolio serves (R32), with shares. */
function Balance({ rows, past }) {
  const nameOf = (r) => (r.key === null ? t('steering.unsaid') : FILTER_OF[r.dimension] === r.dimension && r.dimension !== 'prevention'
    ? label(r.dimension, r.key) : t(`filter.${FILTER_OF[r.dimension]}.${r.key}`));
  return html`<div class="balance">${Object.keys(FILTER_OF).map((dimension) => {
    const own = rows.filter((r) => r.dimension === dimension);
    const all = sum(own, 'count');
    const filter = FILTER_OF[dimension];
    return html`<div key=${dimension}><h3>${t(`field.${filter}`)}</h3>
      <${Table} compact caption=${t(`field.${filter}`)} rows=${own} rowKey=${(r) => r.key || ''} columns=${[
        { key: 'name', head: t(`field.${filter}`), main: true, cell: nameOf },
        { key: 'count', head: t('steering.count'), num: true, cell: (r) => html`<${Into} past=${past} href=${r.key === null ? `/samarbejder?unsaid=${filter}`
          : `/samarbejder?${filter}=${r.key}`}>${num(r.count)}<//>` },
        { key: 'share', head: t('steering.share'), num: true, cell: (r) => percent(all ? r.count / all : 0, 0) },
        { key: 'ceiling', head: t('list.ceiling'), num: true, cell: (r) => mio(r.value_ceiling_oere, true) }]} /></div>`;
  })}</div>`;
}

/** Teams by quarter from this one on: ceiling, used, over. */
function Capacity() {
  const now = new Date();
  const year = now.getFullYear();
  const from = useLoad(`/capacity?from=${year}&to=${year + 1}`);
  const begun = year * 4 + Math.floor(now.getMonth() / 3);
  return html`<${Loaded} from=${from}>${({ items }) => {
    const rows = items.filter((r) => r.year * 4 + r.quarter - 1 >= begun);
    if (!rows.length) return html`<p class="muted">${t('steering.capacity.none')} <a href="/indkoeb/kapacitet">${t('nav.capacity')}</a></p>`;
    return html`<${Table} compact caption=${t('nav.capacity')} rows=${rows} rowKey=${(r) => `${r.unit_id}-${r.year}-${r.quarter}`} columns=${[
      { key: 'team', head: t('need.team'), main: true, cell: (r) => r.unit_name },
      { key: 'quarter', head: t('steering.quarter'), cell: (r) => html`<a href=${`/indkoeb/kapacitet?year=${r.year}&unit=${r.unit_id}`}>${t('steering.quarter.of', r)}</a>` },
      { key: 'ceiling', head: t('capacity.ceiling'), num: true, cell: (r) => (r.ceiling === null ? '–' : num(r.ceiling, 2, 1)) },
      { key: 'used', head: t('steering.used'), num: true, cell: (r) => num(r.used, 2, 1) },
      { key: 'over', head: t('steering.over'), num: true, cell: (r) => (r.over_by > 0 ? html`<strong>${num(r.over_by, 2, 1)}</strong>` : '–') }]} />`;
  }}<//>`;
}

function Part({ heading, lead, children }) {
  return html`<section class="section"><h2>${heading}</h2>${lead && html`<p class="muted">${lead}</p>`}${children}</section>`;
}

function Steering({ s }) {
  const past = s.as_of !== null;
  const table = (heading, head, rows, lead) => html`<${Part} heading=${heading} lead=${lead}><${Money} caption=${heading} head=${head} rows=${rows} past=${past} /><//>`;
  return html`<${Head} s=${s} past=${past} /><${Day} key=${s.as_of} day=${s.as_of || ''} />
    <div class="section halves"><${Part} heading=${t('steering.kinds')}><${Kinds} s=${s} past=${past} /><//>
      ${table(t('steering.pipeline'), t('field.stage'), stages(s, 'pipeline'), t('steering.pipeline.lead'))}</div>
    <div class="section halves"><${Part} heading=${t('steering.ends')}><${Ending} months=${s.expiring} past=${past} /><//>
      ${table(t('steering.stages'), t('field.stage'), stages(s, 'active'))}</div>
    <${Part} heading=${t('steering.balance')} lead=${t('steering.balance.lead')}><${Balance} rows=${s.balance} past=${past} /><//>
    <div class="section halves">${table(t('steering.themes'), t('field.theme'), themes(s))}
      ${table(t('steering.areas'), t('filter.area_id'), areas(s), t('steering.areas.lead'))}</div>
    <div class="section halves">${table(t('steering.units'), t('field.unit_id'), units(s), t('steering.units.lead'))}
      <${Part} heading=${t('overview.sectors')} lead=${t('overview.sectors.lead')}><${SectorBars} rows=${s.sectors} caption=${t('overview.sectors')} /><//></div>
    ${!past && html`<${Part} heading=${t('nav.capacity')}><${Capacity} /><//>`}`;
}

export default function Page({ query }) {
  const asked = parseDate(query.get('as_of'));
  const day = typeof asked === 'string' ? asked : '';
  const from = useLoad(`/portfolio/steering${toQuery({ as_of: day })}`);
  return html`<${PageHead} title=${t('steering.title')} lead=${t('steering.lead')}>
    <button type="button" class="button button-secondary" onClick=${() => window.print()}>${t('steering.print')}</button><//>
    ${day && html`<${Past} day=${day} home="/overblik" />`}
    <${Loaded} from=${from}>${(s) => (s.by_stage.length ? html`<${Steering} s=${s} />` : html`<${Empty} heading=${t('overview.empty')} /><${Day} day=${day} />`)}<//>`;
}
