// SPDX-License-Identifier: EUPL-1.2
// Forskning: the key figures of research contracts, each leading to its list; what lies where and how long; the rules on research
// money and who breaks them.
import { html, useMemo } from '../lib/html.js';
import { useLoad, usePages, query as toQuery } from '../lib/api.js';
import { t, label, language, choices } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { setQuery } from '../lib/router.js';
import { num, kr, mio, percent, date } from '../lib/format.js';
import { PageHead, Loaded, ProblemBox, Spinner, Empty, Status } from '../lib/ui.js';
import { Table, More, ListFiles } from '../lib/table.js';
import { SavedViews } from './saved-views.js';
import { findUnits } from '../lib/combobox.js';
import { IdFilter } from './collaborations-filter.js';
import { days } from './desk.js';

const PAGES = [['', 'research.page.figures'], ['kontrakter', 'research.page.contracts'], ['ure', 'research.page.clocks'],
  ['regler', 'research.page.rules']];
const named = (row, name = '') => row[`${name}${language()}`] || row[`${name}da`];
const read = (query, names) => Object.fromEntries(names.map((n) => [n, query.get(n) || '']));

function Choose({ name, params, options, none = t('filter.all') }) {
  return html`<div class="form-group"><label class="form-label" for=${`r-${name}`}>${t(`research.filter.${name}`)}</label>
    <select id=${`r-${name}`} class="form-select" value=${params[name]} onChange=${(e) => setQuery({ [name]: e.target.value })}>
      <option value="">${none}</option>${options.map((o) => html`<option key=${o.value}
        value=${o.value}>${o.text}</option>`)}</select></div>`;
}
const flag = (name, ...values) => values.map((v) => ({ value: v, text: t(`research.filter.${name}.${v}`) }));
const Unit = ({ params }) => html`<${IdFilter} name="unit_id" find=${findUnits} params=${params} />`;
const Bar = ({ children }) => html`<section class="filters portfolio-filters d-print-none" aria-label=${t('list.filters')}>${children}</section>`;

/** A list of pages with its waiting, failing and empty states. */
function Pages({ list, caption, columns, empty }) {
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  if (!list.items.length) return empty;
  return html`<${Table} caption=${caption} rows=${list.items} columns=${columns} /><${More} list=${list} />`;
}
const nothing = () => html`<${Empty} heading=${t('list.nothing')} text=${t('list.nothing.text')} />`;

/** Figures: the number is the way to what it counts. */
function Figures({ s, params }) {
  const list = (more) => `/forskning/kontrakter${toQuery({ unit_id: params.unit_id, ...more })}`;
  const amount = (n) => (n === null ? '–' : html`${num(n)} <span class="unit">${t('desk.unit')}</span>`);
  return html`<dl class="figures">
    <div><dt>${t('research.median')}</dt><dd><a href=${list({ signed_from: s.from, signed_to: s.to })}>${amount(s.median_days)}</a>
      <p class="note">${t('research.median.note', { n: s.signed, p90: s.p90_days === null ? '–' : num(s.p90_days) })}</p></dd></div>
    <div><dt>${t('research.over60')}</dt><dd><a href=${list({ open: 'true', older_than: 60, sort: 'received_on' })}>${num(s.open_over_60)}</a>
      <p class="note"><a href=${list({ open: 'true' })}>${t('research.open.of', { n: s.open })}</a></p></dd></div>
    <div><dt>${t('research.unacknowledged')}</dt><dd><a href=${list({ not_acknowledged: 'true' })}>${num(s.not_acknowledged)}</a></dd></div>
    ${s.clocks.filter((k) => k.side !== 'authority').map((k) => html`<div key=${k.side}><dt>${t(`desk.side.${k.side}`)}</dt>
      <dd>${amount(k.median_days)}<p class="note">${t('research.clock.note')}</p></dd></div>`)}
  </dl>`;
}

/** External money by year and class of payer; the share from outside beside it. */
function Money({ s }) {
  const classes = choices('payer_class').filter((k) => s.money.some((m) => m.class === k.value));
  const years = s.external_shares.map((y) => ({ ...y, sums: Object.fromEntries(s.money.filter((m) => m.year === y.year).map((m) => [m.class, m.amount_oere])) }));
  if (!years.length) return html`<p class="muted">${t('research.money.none')}</p>`;
  return html`<${Table} caption=${t('research.money')} compact rows=${years.reverse()} rowKey=${(y) => y.year} columns=${[
    { key: 'year', head: t('field.year'), main: true, cell: (y) => y.year },
    ...classes.map((k) => ({ key: k.value, head: k.text, num: true, cell: (y) => (y.sums[k.value] ? mio(y.sums[k.value], true) : html`<span class="muted none">–</span>`) })),
    { key: 'share', head: t('research.share'), num: true, cell: (y) => (y.share === null ? '–' : percent(y.share, 0)) }]} />`;
}

function Summary({ query }) {
  const params = read(query, ['unit_id', 'from']);
  const from = useLoad(`/research/summary${toQuery(params)}`);
  const year = new Date().getFullYear();
  return html`<${Bar}><${Unit} params=${params} /><${Choose} name="from" params=${params} none=${t('research.year')} options=${[0, 1, 2].map((n) => ({ value: `${year - n}-01-01`,
    text: t('research.since', { year: year - n }) }))} /><//>
    <${Loaded} from=${from}>${(s) => html`<p class="muted">${t('research.span', { from: date(s.from), to: date(s.to) })}</p>
      <${Figures} s=${s} params=${params} />
      <section class="section"><h2>${t('research.bytype')}</h2>${s.by_subtype.length ? html`<${Table} caption=${t('research.bytype')} compact rows=${s.by_subtype}
        rowKey=${(r) => r.subtype} columns=${[
        { key: 'type', head: t('field.subtype'), main: true, cell: (r) => label('subtype', r.subtype, 'research_contract') || '–' },
        { key: 'n', head: t('research.signed.n'), num: true, cell: (r) => num(r.signed) },
        { key: 'median', head: t('desk.median'), num: true, cell: (r) => days(r.median_days) },
        { key: 'p90', head: t('desk.p90'), num: true, cell: (r) => days(r.p90_days) }]} />` : html`<p class="muted">${t('research.signed.none')}</p>`}</section>
      <section class="section"><h2>${t('research.money')}</h2><p class="muted">${t('research.money.lead')}</p><${Money} s=${s} /></section>`}<//>`;
}

const FILTERS = ['q', 'unit_id', 'subtype', 'open', 'older_than', 'desk', 'side', 'signed_from', 'signed_to', 'not_acknowledged', 'mine', 'sort'];

function Contracts({ query }) {
  const params = useMemo(() => read(query, FILTERS), [query.toString()]);
  const list = usePages('/research/contracts', params);
  return html`<${SavedViews} page="research" path="/forskning/kontrakter" query=${decodeURIComponent(toQuery(params).slice(1).replaceAll('+', '%20'))} />
    <${Bar}><div class="form-group"><label class="form-label" for="r-q">${t('research.filter.q')}</label>
      <input id="r-q" class="form-input" type="search" value=${params.q} onChange=${(e) => setQuery({ q: e.target.value.trim() })} /></div>
    <${Unit} params=${params} /><${Choose} name="subtype" params=${params} options=${choices('subtype', 'research_contract')} />
    <${Choose} name="open" params=${params} options=${flag('open', 'true')} /><${Choose} name="older_than" params=${params} options=${flag('older_than', '30', '60', '90', '180')} />
    <${Choose} name="desk" params=${params} options=${choices('desk')} /><${Choose} name="mine" params=${params} options=${flag('mine', 'true')} />
    <${Choose} name="sort" params=${params} none=${t('research.filter.sort.none')} options=${flag('sort', 'received_on', 'title', '-amount')} /><//>
    ${(params.signed_from || params.not_acknowledged) && html`<p>${params.not_acknowledged ? t('research.chip.unacknowledged')
      : t('research.chip.signed', { from: date(params.signed_from), to: date(params.signed_to) })} <button type="button" class="function-link"
      onClick=${() => setQuery({ signed_from: '', signed_to: '', not_acknowledged: '' })}>${t('research.chip.clear')}</button></p>`}
    <div class="links d-print-none"><${ListFiles} name="research-contracts" params=${params} /></div>
    <${Pages} list=${list} caption=${t('research.page.contracts')} empty=${nothing()} columns=${[
      { key: 'title', head: t('field.title'), main: true, cell: (r) => html`<a href=${`/samarbejder/${r.id}/kontrakt`}>${r.title}</a>
        <span class="sub">${[r.number, label('subtype', r.subtype, 'research_contract')].filter(Boolean).join(' · ')}</span>` },
      { key: 'partner', head: t('field.counterparty'), cell: (r) => html`<span>${r.counterparty || '–'}${r.principal_investigator
        && html`<span class="sub">${r.principal_investigator}</span>`}</span>` },
      { key: 'received', head: t('field.received_on'), cell: (r) => html`<span class="nowrap">${date(r.received_on) || '–'}</span>` },
      { key: 'days', head: t('research.underway'), cell: (r) => html`<span class="nowrap">${days(r.days)}</span>${r.signed_on
        && html`<span class="sub">${t('research.signed.on', { date: date(r.signed_on) })}</span>`}` },
      { key: 'desk', head: t('tab.desk'), cell: (r) => (r.desk ? html`<span>${label('desk', r.desk)}<span class="sub">${t('desk.from',
        { date: date(r.desk_since.slice(0, 10)) })}</span></span>` : label('stage', r.stage, 'research_contract')) },
      { key: 'amount', head: t('field.external_amount_oere'), num: true, cell: (r) => kr(r.external_amount_oere) }]} />`;
}

function Clocks({ query }) {
  const params = { ...read(query, ['by', 'kind', 'unit_id', 'from']) };
  const from = useLoad(`/desks/statistics${toQuery(params)}`);
  const words = (r) => ({ kind: (k) => label('kind', k), subtype: (k) => label('subtype', k) }[params.by] || ((k) => k))(r.key) || t('desk.nobody');
  return html`<p class="muted">${t('desk.statistics.lead')}</p>
    <${Bar}><${Choose} name="by" params=${params} none=${t('research.filter.by.none')} options=${flag('by', 'kind', 'subtype', 'partner', 'unit')} />
      <${Choose} name="kind" params=${params} options=${choices('kind')} /><${Unit} params=${params} /><//>
    <${Loaded} from=${from} empty=${html`<${Empty} heading=${t('desk.statistics.none')} text=${t('desk.empty.text')} />`}>${(data) => html`<${Table}
      caption=${t('research.page.clocks')} rows=${data.items} rowKey=${(r) => `${r.desk}:${r.key}`} columns=${[
      { key: 'desk', head: t('field.desk'), main: true, cell: (r) => html`${label('desk', r.desk)}<span class="sub">${t(`desk.side.${r.side}`)}</span>` },
      { key: 'key', head: params.by ? t(`research.filter.by.${params.by}`) : '', hide: !params.by, cell: words },
      { key: 'median', head: t('desk.median'), num: true, cell: (r) => days(r.median_days) },
      { key: 'p90', head: t('desk.p90'), num: true, cell: (r) => days(r.p90_days) },
      { key: 'cases', head: t('desk.cases'), num: true, cell: (r) => num(r.cases) },
      { key: 'running', head: t('desk.running.n'), num: true, cell: (r) => num(r.running) }]} />`}<//>`;
}

function Rules({ query }) {
  const params = useMemo(() => read(query, ['unit_id', 'code', 'exempt', 'mine']), [query.toString()]);
  const units = useLoad('/compliance/units');
  const rules = useLoad(`/reference/compliance-rules?as_of=${new Date().toISOString().slice(0, 10)}`);
  const list = usePages('/compliance/violations', params);
  return html`<section class="section"><h2>${t('research.units')}</h2><${Loaded} from=${units}
      empty=${html`<${Empty} heading=${t('research.violations.none')} text=${t('research.violations.none.text')} />`}>${(data) => html`<${Table} compact
      caption=${t('research.units')} rows=${data.items.slice(0, 12)} rowKey=${(u) => u.unit_id} columns=${[
      { key: 'unit', head: t('field.unit_id'), main: true, cell: (u) => html`<a href=${`/forskning/regler?unit_id=${u.unit_id}`}>${u.unit_name}</a>` },
      { key: 'n', head: t('research.violations.n'), num: true, cell: (u) => num(u.violations) },
      { key: 'exempt', head: t('research.exempt.n'), num: true, cell: (u) => num(u.exempt) },
      { key: 'contracts', head: t('research.contracts.n'), num: true, cell: (u) => num(u.contracts) }]} />`}<//></section>
    <section class="section"><h2>${t('research.violations')}</h2>
      <${Bar}><${Unit} params=${params} /><${Choose} name="code" params=${params} options=${choices('compliance_check')} />
        <${Choose} name="exempt" params=${params} options=${flag('exempt', 'false', 'true')} /><${Choose} name="mine" params=${params} options=${flag('mine', 'true')} /><//>
      <${Pages} list=${list} caption=${t('research.violations')} empty=${html`<${Empty} heading=${t('research.violations.none')} text=${t('research.violations.none.text')} />`} columns=${[
        { key: 'title', head: t('field.title'), main: true, cell: (v) => html`<a href=${`/samarbejder/${v.collaboration_id}/kontrakt`}>${v.title}</a>
          <span class="sub">${v.number}</span>` },
        { key: 'rule', head: t('research.rule'), cell: (v) => html`<span>${named(v)}<span class="sub">${named(v, 'help_')}</span></span>` },
        { key: 'unit', head: t('field.unit_id'), cell: (v) => html`<span>${v.unit_name}<span class="sub">${v.owner_name || ''}</span></span>` },
        { key: 'exempt', head: t('field.status'), cell: (v) => (v.exempt_until ? html`<span><${Status} code="planned" text=${t('research.exempt.is', { date: date(v.exempt_until) })} />
          <span class="sub">${v.exempt_reason}</span></span>` : html`<${Status} code="overdue" text=${t('research.broken')} />`) }]} /></section>
    <section class="section"><h2>${t('research.rules')}</h2><${Loaded} from=${rules}>${(data) => html`<${Table} compact caption=${t('research.rules')} rows=${data.items} columns=${[
      { key: 'rule', head: t('research.rule'), main: true, cell: (r) => html`${named(r)}${r.needs_postings && html`<span class="sub">${t('research.rules.postings')}</span>`}` },
      { key: 'days', head: t('research.rules.days'), num: true, cell: (r) => (r.days === null ? '–' : days(r.days)) },
      { key: 'source', head: t('ref.source'), cell: (r) => r.source }]} />`}<//></section>`;
}

const VIEWS = { '': Summary, kontrakter: Contracts, ure: Clocks, regler: Rules };

export default function Research({ params, query }) {
  const at = VIEWS[params.tab] ? params.tab : '';
  const View = VIEWS[at];
  return html`<${PageHead} title=${t('nav.research')} lead=${t('research.lead')}>
      ${can('collaborations:write') && html`<a class="button button-primary" href="/samarbejder/ny-forskningskontrakt">${t('new.quick')}</a>`}<//>
    <nav class="tabs d-print-none" aria-label=${t('tabs')}><ul>${PAGES.map(([slug, key]) => html`<li key=${slug}><a
      href=${`/forskning${slug ? `/${slug}` : ''}`} aria-current=${slug === at ? 'page' : undefined}>${t(key)}</a></li>`)}</ul></nav>
    <div class="tab-body"><${View} key=${at} query=${query} /></div>`;
}
