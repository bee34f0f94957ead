// SPDX-License-Identifier: EUPL-1.2
// The money of a result: from whom to whom, year by year, budget by budget, and the rows of the budget form. Amounts in the reply
// are kroner.
import { html, cx } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { mioSigned, mio, num, percent, oneStop } from '../lib/format.js';
import { Chart, ChartTable } from '../lib/chart.js';
import { stackedYears, flowPicture, COLOURS } from '../lib/charts.js';

export const oere = (kroner) => (kroner === null || kroner === undefined ? null : kroner * 100);
export const mioCell = (kroner) => mioSigned(oere(kroner), true);
const FLOW_ROOM = 600; // px
const NOTHING = 500; // kroner: less is no flow to draw

/** What each sector pays, and what it gains of what kind. */
function sides(result) {
  const pays = [];
  const gains = [];
  for (const m of result.matrix) {
    const rows = [['cash', m.pays + m.saves], ['capacity', m.capacity], ['time', m.time]];
    const loss = rows.reduce((all, [, v]) => all - Math.min(v, 0), 0);
    if (loss > NOTHING) pays.push({ name: label('sector', m.sector), amount: loss });
    gains.push(...rows.filter(([, v]) => v > NOTHING).map(([what, amount]) => ({ name: label('sector', m.sector), what, amount })));
  }
  return { pays: pays.sort((a, b) => b.amount - a.amount), gains };
}

/** Rows of the bars of SectorBars. */
export const sectorRows = (result) => result.matrix.map((m) => ({ sector: m.sector, net_oere: oere(m.net) })).filter((m) => m.net_oere);

/** From payers to gainers. Where one side is empty or the window is narrow, the bars above say it better. */
function Flow({ result }) {
  const { pays, gains } = sides(result);
  if (!pays.length || !gains.length || window.innerWidth < FLOW_ROOM) return null;
  const nodes = Math.max(pays.length, new Set(gains.map((g) => g.name)).size);
  const table = { heads: [t('sectors.sector'), t('flow.pays'), t('flow.gains')], rows: [...new Set([...pays, ...gains].map((r) =>
    r.name))].map((name) => {
    const sum = (rows) => rows.filter((r) => r.name === name).reduce((all, r) => all + r.amount, 0);
    return [name, mio(oere(sum(pays)), true), mio(oere(sum(gains)), true)];
  }) };
  return html`<div class="flow"><div class="flow-sides" aria-hidden="true"><span>${t('flow.pays')}</span>
      <ul class="flow-key small">${['cash', 'capacity', 'time'].filter((k) => gains.some((g) => g.what === k)).map((k) => html`<li
        key=${k}
        class=${`key-${k}`}>${t(`flow.${k}`)}</li>`)}</ul><span>${t('flow.gains')}</span></div>
    <${Chart} option=${flowPicture({ pays, gains, solution: t('flow.solution') })} height=${Math.max(nodes * 72, 260)}
    text=${t('flow.alt', { pays: pays.map((p) => p.name).join(', '), gains: [...new Set(gains.map((g) => g.name))].join(', ') })}
    name="hvem-betaler" title=${t('result.matrix')} table=${table} /></div>`;
}

/** Who pays, who saves, whose capacity and time: one row a sector. */
export function Matrix({ result }) {
  const cell = (kroner) => (kroner ? mioCell(kroner) : html`<span class="muted none">–</span>`);
  const heads = ['pays', 'saves', 'capacity', 'time', 'net', 'confirmed'];
  const sum = (key) => result.matrix.reduce((all, m) => all + (m[key] || 0), 0);
  const qaly = result.matrix.some((m) => m.qaly);
  return html`<table class="table table--compact cards" role="table"><caption class="sr-only">${t('result.matrix')}</caption>
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${t('sectors.sector')}
        </th>${heads.map((h) => html`<th key=${h} scope="col" role="columnheader" class="num">${t(`matrix.${h}`)}</th>`)}${qaly &&
        html`<th scope="col" role="columnheader" class="num">QALY</th>`}</tr></thead>
      <tbody role="rowgroup">${result.matrix.map((m) => html`<tr role="row" key=${m.sector}>
        <td role="cell" class="main-cell">${label('sector', m.sector)}</td>
        ${heads.map((h) => html`<td key=${h} role="cell" class=${cx('num', h === 'net' && 'strong')}
          data-title=${t(`matrix.${h}`)}>${cell(m[h])}</td>`)}${qaly &&
          html`<td role="cell" class="num" data-title="QALY">${m.qaly ? num(m.qaly, 3) : html`<span
            class="muted none">–</span>`}</td>`}</tr>`)}</tbody>
      <tfoot role="rowgroup"><tr role="row"><td role="cell" class="main-cell">${t('matrix.total')}
        </td>${heads.map((h) => html`<td key=${h} role="cell" class="num" data-title=${t(`matrix.${h}`)}>${cell(sum(h))}
        </td>`)}${qaly && html`<td role="cell" class="num" data-title="QALY">${num(sum('qaly'), 3)}</td>`}</tr></tfoot>
    </table><p class="small muted">${t('result.rounding')}</p>`;
}

export function WhoPays({ result }) {
  const { compensation: c } = result;
  return html`<section class="section"><h2>${t('result.matrix')}</h2><p class="muted">${t('result.matrix.lead')}</p>
    <${Flow} result=${result} /><${Matrix} result=${result} />
    ${c.compensation > 0 && html`<div
      class="card-box wash note-box"><p>${oneStop(t('result.compensation', { amount: mio(oere(c.compensation)) }))}</p>
      ${c.payers.length > 0 && html`<ul class="bullets">${c.payers.map((p) => html`<li key=${p.sector}>${label('sector',
        p.sector)}: ${mio(oere(p.amount))}</li>`)}</ul>`}
    </div>`}</section>`;
}

/** Sums of the lines' flows by class and year. */
function byYear(result, years) {
  const sums = { cash: years.map(() => 0), capacity: years.map(() => 0), time: years.map(() => 0) };
  for (const line of result.lines.filter((l) => l.sector)) {
    const row = sums[line.class === 'revenue' || line.class === 'transfer' ? 'cash' : line.class];
    if (row) line.flows.forEach((v, i) => { if (i < row.length) row[i] += v; });
  }
  return sums;
}

export function Years({ result, years }) {
  const sums = byYear(result, years);
  const shown = Object.keys(sums).filter((k) => sums[k].some((v) => v));
  if (!shown.length) return null;
  return html`<section class="section"><h2>${t('result.years')}</h2>
    <p class="muted">${t('result.years.lead')}</p>
    <${ChartTable} name="aar-for-aar" title=${t('result.years')} text=${t('result.years.alt', { from: years[0],
      to: years[years.length - 1] })}
      option=${stackedYears(years, shown.map((k) => ({ name: t(`class.${k}`), colour: COLOURS[k], values: sums[k] })))}
      table=${{ tight: true, heads: [t('result.year'), ...shown.map((k) => t(`class.${k}`))], rows: years.map((y, i) => [y,
        ...shown.map((k) => mioCell(sums[k][i]))]) }} />
    </section>`;
}

/** {years, rows: [{name, values}], total}: what each budget saves, minus what it pays. */
export function budgetRows(result) {
  const { years, payers } = result.budget_impact;
  const rows = payers.filter((p) => p.amounts.some((v) => Math.abs(v) >= 0.5)).map((p) => ({ name: label('sector', p.payer),
    values: p.amounts.map((v) => -v) }));
  return { years, rows, total: years.map((y, i) => rows.reduce((all, r) => all + r.values[i], 0)) };
}

/** What each budget pays or saves each year: not discounted, with the share of freed capacity that becomes money. */
export function Budgets({ result, inputs }) {
  const { years, rows, total } = budgetRows(result);
  if (!rows.length) return null;
  const share = inputs.capacity_realisation;
  return html`<section class="section"><h2>${t('kasse.heading')}</h2>
    <p class="muted">${t('kasse.lead')} ${share > 0 && t('kasse.share', { share: percent(share, 0) })}</p>
    <${ChartTable} below name="kasse-for-kasse" title=${t('kasse.heading')} text=${t('kasse.alt', { from: years[0],
      to: years[years.length - 1] })}
      option=${stackedYears(years, rows)} table=${{ tight: years.length < 6, strong: rows.length, heads: [t('kasse.payer'),
        ...years.map(String)],
        rows: [...rows, { name: t('matrix.total'), values: total }].map((r) => [r.name, ...r.values.map(mioCell)]) }} /></section>`;
}

/** The rows of the region's budget form; expenses are positive there. */
export function BudgetForm({ result }) {
  const { form } = result;
  const rows = ['loen', 'oevrig_drift', 'etablering', 'samlet', 'aarsvaerk'];
  return html`<section class="section"><h2>${t('result.budget')}</h2><p class="muted">${t('result.budget.lead')}</p>
    <table class="table table--compact"><caption class="sr-only">${t('result.budget')}</caption>
      <thead><tr><th scope="col">${t('unit.mio')}</th>${form.years.map((y) => html`<th key=${y} scope="col" class="num">${y}</th>`)}
        </tr></thead>
      <tbody>${rows.map((r) => html`<tr key=${r} class=${r === 'samlet' ? 'total' : undefined}><th scope="row">${t(`budget.${r}`)}
        </th>${form[r].map((v, i) => html`<td key=${i} class="num">${r === 'aarsvaerk' ? num(v, 1) : mio(oere(v), true)}</td>`)}
        </tr>`)}</tbody></table></section>`;
}
