// SPDX-License-Identifier: EUPL-1.2
// What the whole portfolio is worth: who pays and who gains over all, by year, fund, theme and natural unit. The filters stand in
// the address.
import { html, useMemo } from '../lib/html.js';
import { useLoad, query as toQuery } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { setQuery } from '../lib/router.js';
import { mio, mioSigned, num } from '../lib/format.js';
import { Loaded, Empty, Alert } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { SectorBars } from '../lib/sectors.js';
import { ChartTable } from '../lib/chart.js';
import { stackedYears, COLOURS } from '../lib/charts.js';
import { IdFilter } from './collaborations-filter.js';
import { findUnits } from '../lib/combobox.js';
import { ValueHead } from './value-head.js';
import { Simulation } from './portfolio-simulation.js';

const FILTERS = ['kind', 'theme', 'unit_id', 'status'];
const MEASURES = ['pays', 'saves', 'capacity', 'time', 'net', 'confirmed'];
/**
 * Where what is added up stands one by one; null when no list can say it: that of collaborations knows no status of estimates, and that
 * of estimates nothing else.
 */
function listOf(params, more = {}) {
  const { status, ...rest } = { ...params, ...more };
  if (!status) return `/samarbejder${toQuery({ ...rest, has_value: 'true' })}`;
  return Object.values(rest).some(Boolean) ? null : `/vaerdi?status=${status}`;
}
const sumOf = (rows, name) => rows.reduce((all, r) => all + r[name], 0);
const none = html`<span class="muted none">–</span>`; // left out of the cards on a phone

function Filters({ params }) {
  const select = (name, list) => html`<div class="form-group"><label class="form-label"
    for=${`p-${name}`}>${t(`portfolio.${name}`)}</label>
    <select id=${`p-${name}`} class="form-select" value=${params[name]} onChange=${(e) => setQuery({ [name]: e.target.value })}>
      <option value="">${t('filter.all')}</option>${choices(list).map((o) => html`<option key=${o.value}
        value=${o.value}>${o.text}</option>`)}</select></div>`;
  return html`<section class="filters portfolio-filters d-print-none" aria-label=${t('list.filters')}>${select('kind',
    'kind')}${select('theme', 'theme')}
    <${IdFilter} name="unit_id" find=${findUnits} params=${params} />${select('status', 'estimate_status')}</section>`;
}

function Figures({ v, params }) {
  const amount = (oere) => html`${mioSigned(oere, true)} <span class="unit">${t('unit.mio')}</span>`;
  return html`<dl class="figures">
    <div><dt>${t('portfolio.count')}</dt><dd>${listOf(params) ? html`<a href=${listOf(params)}>${num(v.count)}</a>`
      : num(v.count)}</dd></div>
    ${['limited_societal', 'region',
      'region_cash'].map((p) => html`<div key=${p}><dt>${t(`portfolio.npv.${p}`)}</dt><dd>${amount(v.npv_oere[p])}</dd></div>`)}
  </dl>`;
}

/** The way from a sum to what it is the sum of. */
function Behind({ params }) {
  const href = listOf(params);
  return href && html`<p class="d-print-none"><a href=${href}>${t('portfolio.behind')}</a></p>`;
}

/** Sums of a sector: the confirmed part is what the sectors have said yes to themselves. */
function Sectors({ v, params }) {
  const cell = (oere) => (oere ? mioSigned(oere, true) : none);
  const sum = (m) => sumOf(v.by_sector, `${m}_oere`);
  const qaly = v.by_sector.some((r) => r.qaly);
  const columns = [{ key: 'sector', head: t('sectors.sector'), main: true, cell: (r) => label('sector', r.sector) },
    ...MEASURES.map((m) => ({ key: m, head: t(`matrix.${m}`), num: true, cell: (r) => (m === 'net'
      ? html`<span class="strong">${cell(r.net_oere)}</span>`
      : cell(r[`${m}_oere`])) })),
    { key: 'qaly', head: 'QALY', num: true, hide: !qaly, cell: (r) => (r.qaly ? num(r.qaly, 1) : none) }];
  return html`<section class="section"><h2>${t('result.matrix')}</h2><p class="muted">${t('portfolio.sectors.lead')}</p>
    <div class="portfolio-bars"><${SectorBars} rows=${v.by_sector.filter((r) => r.net_oere)} caption=${t('result.matrix')} /></div>
    <${Table} caption=${t('portfolio.sectors')} compact rows=${v.by_sector} rowKey=${(r) => r.sector} columns=${columns}
      foot=${[[t('matrix.total'), ...MEASURES.map((m) => cell(sum(m))), ...(qaly ? [num(sumOf(v.by_sector, 'qaly'), 1)] : [])]]} />
    <p class="small muted">${t('result.rounding')}</p><${Behind} params=${params} /></section>`;
}

/** Who gains of what the losers pay, each in proportion to its gain. */
function Flows({ flows }) {
  if (!flows.length) return null;
  const payers = [...new Set(flows.map((f) => f.payer))];
  return html`<section class="section"><h2>${t('portfolio.flows')}</h2><p class="muted">${t('portfolio.flows.lead')}</p>
    <div class="flows">${payers.map((payer) => {
      const to = flows.filter((f) => f.payer === payer).sort((a, b) => b.amount_oere - a.amount_oere);
      return html`<div key=${payer} class="flow"><h3>${label('sector', payer)}
        <span class="loss nowrap">${mio(sumOf(to, 'amount_oere'))}</span></h3>
        <ul class="plain">${to.map((f) => html`<li key=${f.gainer}><span>${label('sector', f.gainer)}</span><span
          class="gain nowrap">${mio(f.amount_oere)}</span></li>`)}
        </ul></div>`;
    })}</div></section>`;
}

function Years({ rows, params }) {
  if (!rows.length) return null;
  const shown = ['cash', 'capacity', 'time'].filter((k) => rows.some((r) => r[`${k}_oere`]));
  const years = rows.map((r) => r.year);
  const series = shown.map((k) => ({ name: t(`class.${k}`), colour: COLOURS[k], values: rows.map((r) => r[`${k}_oere`] / 100) }));
  return html`<section class="section"><h2>${t('result.years')}</h2><p class="muted">${t('portfolio.years.lead')}</p>
    <${ChartTable} name="portefolje-aar-for-aar" title=${t('result.years')} text=${t('result.years.alt', { from: years[0],
      to: years[years.length - 1] })} option=${stackedYears(years, series)} table=${{ tight: true,
      heads: [t('result.year'), ...series.map((x) => x.name)],
      rows: rows.map((r) => [r.year, ...shown.map((k) => mioSigned(r[`${k}_oere`], true))]) }} />
    <${Behind} params=${params} /></section>`;
}

/** Funding by fund and year. */
function Kasser({ rows }) {
  if (!rows.length) return null;
  const years = [...new Set(rows.map((r) => r.year))].sort((a, b) => (a ?? 9999) - (b ?? 9999));
  const kasser = [...new Set(rows.map((r) => r.kasse))];
  const at = (kasse, year) => sumOf(rows.filter((r) => r.kasse === kasse && (year === undefined || r.year === year)), 'amount_oere');
  return html`<section><h2>${t('portfolio.kasse')}</h2><p class="muted">${t('portfolio.kasse.lead')}</p>
    <table class="table table--compact"><caption class="sr-only">${t('portfolio.kasse')}</caption><thead><tr><th
      scope="col">${t('unit.mio')}</th>
      ${kasser.map((k) => html`<th key=${k} scope="col" class="num">${label('kasse',
        k)}</th>`)}</tr></thead><tbody>${years.map((y) => html`<tr key=${y}>
      <th scope="row">${y ?? t('portfolio.noyear')}</th>${kasser.map((k) => html`<td key=${k} class="num">${mio(at(k, y),
        true)}</td>`)}</tr>`)}</tbody>
      <tfoot><tr><td>${t('matrix.total')}</td>${kasser.map((k) => html`<td key=${k} class="num">${mio(at(k),
        true)}</td>`)}</tr></tfoot></table></section>`;
}

function Themes({ rows, params }) {
  return html`<section><h2>${t('portfolio.themes')}</h2><p class="muted">${t('portfolio.themes.lead')}</p><table
    class="table table--compact"><caption class="sr-only">
    ${t('portfolio.themes')}</caption><thead><tr><th scope="col">${t('field.theme')}</th><th scope="col"
      class="num">${t('portfolio.count')}</th>
    <th scope="col" class="num">${t('unit.mio')}</th></tr></thead><tbody>${rows.map((r) => html`<tr key=${r.theme}><th
      scope="row">${r.theme && listOf(params, { theme: r.theme })
      ? html`<a href=${listOf(params, { theme: r.theme })}>${label('theme', r.theme)}</a>` : label('theme', r.theme)
        || t('portfolio.notheme')}</th>
    <td class="num">${num(r.count)}</td><td class="num">${mioSigned(r.npv_oere, true)}</td></tr>`)}</tbody></table></section>`;
}

/** Bed days, visits, hours. What counts people is left out, and that is said. */
function Natural({ rows, suppressed, params }) {
  if (!rows.length && !suppressed) return null;
  return html`<section class="section"><h2>${t('portfolio.natural')}</h2><p class="muted">${t('portfolio.natural.lead')}</p>
    ${rows.length > 0 && html`<dl class="figures natural">${rows.map((r) => html`<div
      key=${r.unit}><dt>${r.unit}</dt><dd>${r.quantity > 0 ? '+' : ''}${num(r.quantity,
      Math.abs(r.quantity) < 100 ? 1 : 0, 0)}</dd></div>`)}</dl>`}
    ${suppressed > 0 && html`<${Alert} kind="info"><p>${t('portfolio.suppressed', { n: suppressed })}</p><//>`}<${Behind}
      params=${params} /></section>`;
}

export default function Portfolio({ query }) {
  const params = useMemo(() => Object.fromEntries(FILTERS.map((f) => [f, query.get(f) || ''])), [query.toString()]);
  const from = useLoad(`/portfolio/value${toQuery(params)}`);
  return html`<${ValueHead} at="portfolio" lead=${t('portfolio.lead')} /><${Filters} params=${params} />
    <${Loaded} from=${from}>${(v) => (v.count === 0 ? html`<${Empty} heading=${t(FILTERS.some((f) => params[f])
      ? 'portfolio.empty' : 'estimates.unseen')} text=${t(FILTERS.some((f) => params[f])
      ? 'portfolio.empty.text' : 'estimates.unseen.text')} />` : html`
      <div class=${from.stale ? 'is-loading' : undefined} aria-busy=${from.stale ? 'true' : undefined}>
      <${Figures} v=${v} params=${params} /><${Sectors} v=${v} params=${params} /><${Flows} flows=${v.flows} /><${Years}
        rows=${v.by_year} params=${params} />
      <div class="section halves"><${Themes} rows=${v.by_theme} params=${params} /><${Kasser} rows=${v.by_kasse} /></div>
      <${Natural} rows=${v.natural} suppressed=${v.suppressed} params=${params} />
      <${Simulation} key=${toQuery(params)} params=${params} count=${v.count}
        base=${v.npv_oere.limited_societal} /></div>`)}<//>`;
}
