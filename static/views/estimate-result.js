// SPDX-License-Identifier: EUPL-1.2
// What an estimate says: sentences, who pays and who gains, year by year, and the rows of the budget form. Amounts in the reply
// are kroner.
import { html, useState, cx } from '../lib/html.js';
import { t, label, choices, language } from '../lib/i18n.js';
import { mioSigned, mio, num } from '../lib/format.js';
import { SignalBadge, Alert, Empty, ProblemBox, Spinner } from '../lib/ui.js';
import { SectorBars } from '../lib/sectors.js';
import { YearBars, COLOURS } from '../lib/chart.js';
import { yearsOf, parameterName } from '../lib/estimate.js';

const oere = (kroner) => (kroner === null || kroner === undefined ? null : kroner * 100);

/** The tab Resultat: first what it comes to in words, then the tables. */
export function ResultTab({ draft }) {
  const { result, evaluation, doc } = draft;
  const [perspective, setPerspective] = useState(doc.inputs.perspective || 'limited_societal');
  if (!result) return evaluation.problem ? html`<${ProblemBox} problem=${evaluation.problem} />` : html`<${Spinner} />`;
  if (!result.lines.length) return html`<${Empty} heading=${t('result.empty')} />`;
  return html`<${Picture} result=${result} perspective=${perspective} onPerspective=${setPerspective} busy=${evaluation.busy}
      signal=${result.signal} />
    <div class="section"><${Warnings} result=${result} /></div>
    <${Matrix} result=${result} /><${Years} result=${result} years=${yearsOf(doc.inputs)} />
    <${Sensitivity} result=${result} nameOf=${(parameter) => parameterName(parameter, doc.inputs)} />
    <${BudgetForm} result=${result} /><${Trace} result=${result} />`;
}

/** The headline figure, the sentences, the bars, and how sure it is. */
export function Picture({ result, perspective, onPerspective, busy, signal }) {
  const npv = result.npv[perspective];
  const rows = result.matrix.map((m) => ({ sector: m.sector, net_oere: oere(m.net) })).filter((m) => m.net_oere);
  return html`<div class=${cx('picture', busy && 'is-loading')} aria-busy=${busy ? 'true' : undefined}>
    <div class="picture-head">
      <label class="small muted" for="perspective">${t('result.perspective')}</label>
      <select id="perspective" class="form-select" value=${perspective} onChange=${(e) => onPerspective(e.target.value)}>
        ${choices('perspective').filter((p) => result.npv[p.value] !== undefined).map((p) => html`<option key=${p.value}
          value=${p.value}>${p.text}</option>`)}</select>
    </div>
    <p class=${cx('big', npv < 0 ? 'loss' : 'gain')}>${npv === null ? '–' : mioSigned(oere(npv))}</p>
    <p class="small muted">${t('result.npv')}</p>
    ${signal && html`<p><${SignalBadge} signal=${signal} /></p>`}
    <div class="sentences" role="status">${result.sentences.map((s) => html`<p key=${s}>${s}</p>`)}</div>
    <${SectorBars} rows=${rows} caption=${t('result.matrix')} />
  </div>`;
}

/** Who pays, who saves, whose capacity and time: one row a sector. */
export function Matrix({ result }) {
  const cell = (kroner) => (kroner ? mioSigned(oere(kroner), true) : html`<span class="muted none">–</span>`);
  const heads = ['pays', 'saves', 'capacity', 'time', 'net', 'confirmed'];
  const sum = (key) => result.matrix.reduce((all, m) => all + (m[key] || 0), 0);
  const qaly = result.matrix.some((m) => m.qaly);
  return html`<section class="section"><h2>${t('result.matrix')}</h2>
    <p class="muted">${t('result.matrix.lead')}</p>
    <table class="table table--compact cards" role="table"><caption class="sr-only">${t('result.matrix')}</caption>
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${t('sectors.sector')}
        </th>${heads.map((h) => html`<th key=${h} scope="col" role="columnheader" class="num">${t(`matrix.${h}`)}</th>`)}${qaly &&
        html`<th scope="col" role="columnheader" class="num">QALY</th>`}</tr></thead>
      <tbody role="rowgroup">${result.matrix.map((m) => html`<tr role="row" key=${m.sector}>
        <td role="cell" class="main-cell">${label('sector', m.sector)}</td>
        ${heads.map((h) => html`<td key=${h} role="cell" class=${cx('num', h === 'net' && 'strong')}
          data-title=${t(`matrix.${h}`)}>${cell(m[h])}</td>`)}${qaly &&
          html`<td role="cell" class="num" data-title="QALY">${num(m.qaly, 3)}</td>`}</tr>`)}</tbody>
      <tfoot role="rowgroup"><tr role="row"><td role="cell" class="main-cell">${t('matrix.total')}
        </td>${heads.map((h) => html`<td key=${h} role="cell" class="num" data-title=${t(`matrix.${h}`)}>${cell(sum(h))}
        </td>`)}${qaly && html`<td role="cell" class="num" data-title="QALY">${num(sum('qaly'), 3)}</td>`}</tr></tfoot>
    </table><p class="small muted">${t('result.rounding')}</p></section>`;
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
  const millions = (v) => Math.round(v / 1e4) / 100;
  return html`<section class="section"><h2>${t('result.years')}</h2>
    <p class="muted">${t('result.years.lead')}</p>
    <div class="chart-table">
      <${YearBars} years=${years} unit=${t('unit.mio')}
        text=${t('result.years.alt', { from: years[0], to: years[years.length - 1] })}
        series=${shown.map((k) => ({ name: t(`class.${k}`), colour: COLOURS[k], values: sums[k].map(millions) }))} />
      <table class="table table--compact"><caption class="sr-only">${t('result.years')}</caption>
        <thead><tr><th scope="col">${t('result.year')}
          </th>${shown.map((k) => html`<th key=${k} scope="col" class="num">${t(`class.${k}`)}</th>`)}</tr></thead>
        <tbody>${years.map((y, i) => html`<tr key=${y}><th scope="row">${y}
          </th>${shown.map((k) => html`<td key=${k} class="num">${mioSigned(oere(sums[k][i]), true)}</td>`)}</tr>`)}</tbody></table>
    </div></section>`;
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

/** What it takes to break even, and what matters most. */
export function Sensitivity({ result, nameOf }) {
  const even = result.break_even.filter((b) => b.value !== null);
  const { tornado } = result;
  if (!even.length && !tornado.length) return null;
  return html`<section class="section"><h2>${t('result.sensitivity')}</h2>
    ${even.length > 0 && html`<ul class="bullets">${even.map((b) => html`<li
      key=${b.parameter}>${t('result.breakeven', { what: nameOf(b.parameter), value: num(b.value, 2, 0) })}</li>`)}</ul>`}
    ${tornado.length > 0 && html`<table class="table table--compact"><caption class="sr-only">${t('result.sensitivity')}</caption>
      <thead><tr><th scope="col">${t('result.parameter')}</th><th scope="col" class="num">${t('result.low')}</th>
        <th scope="col" class="num">${t('result.high')}</th><th scope="col" class="num">${t('result.swing')}</th></tr></thead>
      <tbody>${tornado.map((r) => html`<tr key=${r.parameter}><th scope="row">${nameOf(r.parameter)}
        <span class="sub muted small"> ${num(r.low, 4, 0)} – ${num(r.high, 4, 0)}</span></th>
        <td class="num">${mioSigned(oere(r.npv_low), true)}</td><td class="num">${mioSigned(oere(r.npv_high), true)}</td>
          <td class="num">${mio(oere(r.swing), true)}</td></tr>`)}</tbody></table>`}
  </section>`;
}

/** What the engine wonders about, each remark once with the lines it is about. */
export function Warnings({ result }) {
  if (!result.warnings.length) return null;
  const byText = new Map();
  for (const w of result.warnings) {
    const text = w[`text_${language()}`];
    byText.set(text, [...(byText.get(text) || []), ...(w.line ? [result.lines.find((l) => l.id === w.line)?.name || w.line] : [])]);
  }
  return html`<${Alert} kind="warning" heading=${t('result.warnings')}>
    <ul class="bullets">${[...byText].map(([text, lines]) => html`<li
    key=${text}>${text}${lines.length > 0 && `: ${lines.join(', ')}`}</li>`)}</ul><//>`;
}

/** The arithmetic, term by term, for those who want to check it. */
export function Trace({ result }) {
  if (!result.trace.length) return null;
  return html`<details class="assumptions section"><summary>${t('result.trace')}</summary>
    ${result.trace.map((x) => html`<div key=${x.line} class="trace">
      <p class="strong">${result.lines.find((l) => l.id === x.line)?.name || x.line} <span class="muted small">${x.formula}</span>
      </p><ul class="plain">${x.terms.map((term) => html`<li key=${term}><code>${term}</code></li>`)}</ul></div>`)}</details>`;
}
