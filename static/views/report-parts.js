// SPDX-License-Identifier: EUPL-1.2
// Parts of a report on paper: the result in short, assumptions, budgets, uncertainty, and every line with its source.
import { html } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { num, mio, mioSigned, percent, date, oneStop, upperFirst } from '../lib/format.js';
import { SignalBadge, Facts } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Chart, Numbers } from '../lib/chart.js';
import { stackedYears, tornado, histogram } from '../lib/charts.js';
import { mainIndex } from '../lib/estimate.js';
import { numberText } from '../lib/numbertext.js';
import { ownSentences } from '../lib/own.js';
import { unitWord, purchaseText } from '../lib/units.js';
import { budgetRows, mioCell, oere } from './result-money.js';
import { simulationSentences, spreadRows } from './result-uncertain.js';

const TORNADO_ROWS = 7;

export const Part = ({ heading, children }) => html`<section class="report-part"><h2>${heading}</h2>${children}</section>`;

export function Short({ e, result }) {
  const figures = [[t('result.npv'), mioSigned(oere(result.npv[e.inputs.perspective || 'limited_societal']))],
    [t('report.annuity'), mioSigned(oere(result.annuity))],
    [t('report.payback'), result.payback_years === null ? t('report.never') : t('report.years', { n: num(result.payback_years, 1) })],
    [t('report.bcr'), num(result.bcr, 2)], [t('report.guesses'), percent(result.weak_evidence_share, 0)]];
  return html`<${Part} heading=${t('report.short')}><dl class="report-figures">${figures.map(([name, v]) => html`<div
    key=${name}><dt>${name}</dt><dd>${v}</dd></div>`)}</dl>
    <p><${SignalBadge} signal=${result.signal} /></p><div class="sentences">${result.sentences.map((s) => html`<p
      key=${s}>${s}</p>`)}</div><//>`;
}

// An estimate's own values on paper: all of up to three, else two; all stand in the assessment and the workbook.
const ownShown = (own) => (own.length > 3 ? own.slice(0, 2) : own);

export function Assumptions({ e }) {
  const { inputs: i } = e;
  const own = ownSentences(e);
  return html`<${Facts} rows=${[[t('assume.comparator'), e.comparator], [t('assume.population'), e.population],
    [t('assume.perspective'), label('perspective', i.perspective || 'limited_societal')],
    [t('report.period'), t('report.period.text', { from: i.base_year, to: i.base_year + i.horizon_years - 1 })],
    [t('report.prices'), t('report.prices.text', { year: i.price_year || i.base_year, rate: percent(i.discount.steps[0]?.rate) })],
    [t('assume.capacity_realisation'), percent(i.capacity_realisation ?? 0, 0)],
    e.reference_set && [t('report.references'), date(e.reference_set.created_at)],
    own.length > 0 && [t('settings.own'), html`<ul class="plain">${ownShown(own).map((x) => html`<li key=${x}>${x}</li>`)}${own.length > 3
      && html`<li>${t('report.own.more', { n: own.length - 2 })}</li>`}</ul>`]]} />`;
}

export function Budgets({ result }) {
  const { years, rows, total } = budgetRows(result);
  if (!rows.length) return null;
  return html`<${Part} heading=${t('kasse.heading')}><p class="muted">${t('kasse.lead')}</p>
    <${Chart} paper height=${230} option=${stackedYears(years, rows)} text=${t('kasse.alt', { from: years[0],
      to: years[years.length - 1] })} />
    <${Numbers} tight caption=${t('kasse.heading')} strong=${rows.length} heads=${[t('kasse.payer'), ...years.map(String)]}
      rows=${[...rows, { name: t('matrix.total'), values: total }].map((r) => [r.name, ...r.values.map(mioCell)])} /><//>`;
}

export function Uncertain({ e, result, nameOf }) {
  const rows = result.tornado.filter((r) => r.swing > 0).slice(0, TORNADO_ROWS).map((r) => ({ ...r,
    name: upperFirst(nameOf(r.parameter)) }));
  if (!rows.length) return null;
  const first = result.break_even.find((b) => b.parameter === rows[0].parameter && b.value !== null);
  return html`<${Part} heading=${t('result.sensitivity')}>
    <${Chart} paper height=${rows.length * 34 + 84} option=${tornado(rows, result.npv[e.inputs.perspective || 'limited_societal'])}
      text=${t('tornado.alt', { first: rows[0].name })} />
    <${Numbers} caption=${t('result.sensitivity')} heads=${[t('result.parameter'), t('report.range'), t('result.low'), t('result.high')]}
      rows=${rows.map((r) => [r.name, `${numberText(r.parameter, e.inputs, r.low)} – ${numberText(r.parameter, e.inputs, r.high)}`,
        mioCell(r.npv_low), mioCell(r.npv_high)])} />
    ${first && html`<p>${oneStop(t('result.breakeven', { what: nameOf(first.parameter), value: numberText(first.parameter,
      e.inputs, first.value) }))}</p>`}<//>`;
}

export function Chances({ result, nameOf }) {
  const { simulation: s, decision: d } = result;
  if (!s) return null;
  const first = d && [...d.evppi].sort((a, b) => b.value[0] - a.value[0])[0];
  return html`<${Part} heading=${t('sim.heading')}><div class="sentences">${simulationSentences(s).map((x) => html`<p
    key=${x}>${x}</p>`)}</div>
    <div class="report-halves"><${Chart} paper height=${230} option=${histogram(s.histogram, s)}
      text=${t('sim.alt', { low: mio(oere(s.p5)), high: mio(oere(s.p95)), share: percent(s.p_positive, 0) })} />
      <${Numbers} caption=${t('sim.heading')} heads=${[t('sim.figure'), t('unit.mio')]} rows=${[...spreadRows(s), [t('sim.chance'),
        percent(s.p_positive)]]} /></div>
    ${d && html`<p class="strong">${oneStop(`${d.sentence}.`)} ${first && first.value[0] > 0 &&
      oneStop(t('evppi.first', { what: first.parameters.map(nameOf).join(' + '),
    amount: mio(oere(first.value[0])) }))}</p>`}
    <p class="small muted">${t('sim.seed', { seed: String(s.seed), n: num(s.draws) })}</p><//>`;
}

/** Every line with what it is computed from and where the number comes from; of more than `most` the largest, the others summed up. */
export function LineList({ e, result, most = Infinity }) {
  const all = e.inputs.alternatives[mainIndex(e.inputs)].lines;
  const worth = new Map(result.lines.filter((l) => !l.of_comparator).map((l) => [l.id, l.pv]));
  const size = (l) => Math.abs(worth.get(l.id) || 0);
  const least = all.length > most + 3 && [...all].sort((a, b) => size(b) - size(a))[most - 1]; // leaving out a few saves no paper
  const own = least ? all.filter((l) => size(l) >= size(least)).slice(0, most) : all;
  const others = all.filter((l) => !own.includes(l));
  const sum = others.reduce((total, l) => total + (worth.get(l.id) || 0), 0);
  return html`<div class="report-lines"><${Table} compact caption=${t('report.lines')} rows=${own}
    foot=${others.length > 0 && [[t('report.lines.more', { n: others.length }), '', '', '', mioCell(sum)]]} columns=${[
    { key: 'name', head: t('realised.line'), main: true, cell: (l) => html`${l.name}<span class="sub">${label('sector',
      l.sector)}</span>` },
    { key: 'count', head: t('report.count'), cell: (l) => (l.kind === 'flow' ? t('report.flows')
      : `${num(l.qty_baseline ?? 0, 2, 0)} → ${num(l.qty_new ?? 0, 2, 0)} ${unitWord(l)}`) },
    { key: 'each', head: t('report.each'), num: true, cell: (l) => html`${num(l.unit_value, 2, 0)}${l.timing === 'annuity' && html`<span
      class="sub">${purchaseText(l)}</span>`}` },
    { key: 'source', head: t('report.source'), cell: (l) => [l.evidence, l.source].filter(Boolean).join(': ') || t('evidence.none') },
    { key: 'pv', head: t('report.pv'), num: true, cell: (l) => mioCell(worth.get(l.id) ?? null) },
  ]} /></div>`;
}
