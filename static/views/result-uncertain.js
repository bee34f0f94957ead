// SPDX-License-Identifier: EUPL-1.2
// How sure a result is: what it takes to break even, what matters most, and what the simulation says.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { num, mio, percent, oneStop, upperFirst } from '../lib/format.js';
import { Spinner } from '../lib/ui.js';
import { ChartTable } from '../lib/chart.js';
import { tornado, histogram, band } from '../lib/charts.js';
import { numberText } from '../lib/numbertext.js';
import { oere, mioCell } from './result-money.js';

const SHOWN = 12;

/** What it takes to break even, and what matters most. */
export function Sensitivity({ result, inputs, nameOf }) {
  const even = result.break_even.filter((b) => b.value !== null);
  const rows = result.tornado.filter((r) => r.swing > 0).slice(0, SHOWN).map((r) => ({ ...r, name: upperFirst(nameOf(r.parameter)) }));
  if (!even.length && !rows.length) return null;
  const text = (r, v) => numberText(r.parameter, inputs, v);
  return html`<section class="section"><h2>${t('result.sensitivity')}</h2>
    ${rows.length > 0 && html`<p class="muted">${t('tornado.lead')}</p>
    <${ChartTable} below name="hvad-betyder-mest" title=${t('result.sensitivity')} text=${t('tornado.alt', { first: rows[0].name })}
      height=${Math.max(rows.length * 46 + 90, 220)} option=${tornado(rows, result.npv[inputs.perspective || 'limited_societal'])}
      table=${{ heads: [t('result.parameter'), t('tornado.from'), t('tornado.to'), t('result.low'), t('result.high'), t('result.swing')],
        rows: rows.map((r) => [r.name, text(r, r.low), text(r, r.high), mioCell(r.npv_low), mioCell(r.npv_high), mio(oere(r.swing),
          true)]) }} />`}
    ${even.length > 0 && html`<h3>${t('live.even')}</h3><ul class="bullets">${even.map((b) => html`<li
      key=${b.parameter}>${oneStop(t('result.breakeven', { what: nameOf(b.parameter), value: numberText(b.parameter, inputs,
        b.value) }))}</li>`)}</ul>`}
  </section>`;
}

/** The simulation in sentences: chances in words, and the mean beside the best guess. */
export function simulationSentences(s) {
  const in100 = Math.round(s.p_positive * 100);
  const gap = s.base - s.mean;
  return [
    in100 === 100 ? t('sim.sentence.always') : in100 === 0 ? t('sim.sentence.never') : t('sim.sentence', { times: in100 }),
    t('sim.sentence.range', { low: mio(oere(s.p5)), middle: mio(oere(s.p50)), high: mio(oere(s.p95)) }),
    t('sim.sentence.mean', { mean: mio(oere(s.mean)), base: mio(oere(s.base)) }),
    ...(Math.abs(gap) > 4 * s.mc_se ? [t(gap > 0 ? 'sim.sentence.optimist' : 'sim.sentence.pessimist')] : []),
  ].map(oneStop);
}

/** mean, base and percentiles, as rows of name and mio. kr. */
export const spreadRows = (s) => [[t('sim.base'), s.base], [t('sim.mean.of'), s.mean], [t('sim.sd'), s.sd], ['5 %', s.p5],
  [t('sim.p50'), s.p50], ['95 %', s.p95],
  [t('sim.mcse'), s.mc_se]].map(([name, v]) => [name, num(v / 1e6, 2)]);

function Bands({ years, horizon }) {
  const table = (low, middle, high) => ({ tight: true, heads: [t('result.year'), '5 %', t('band.middle'), '95 %'],
    rows: years.map((y) => [y.year, mioCell(y[low]), mioCell(y[middle]),
    mioCell(y[high])]) });
  const chart = (title, name, [low, middle, high]) => html`<div><h3>${title}</h3><${ChartTable} folded name=${name} title=${title}
    text=${t('band.alt', { what: title, from: years[0].year, to: years[horizon - 1].year })} height=${300}
    option=${band(years.map((y) => ({ year: y.year, low: y[low], middle: y[middle], high: y[high] })))} table=${table(low, middle,
      high)} /></div>`;
  return html`<div class="halves">${chart(t('band.yearly'), 'hvert-aar', ['p5', 'p50', 'p95'])}
    ${chart(t('band.cumulative'), 'lagt-sammen', ['cumulative_p5', 'cumulative_p50', 'cumulative_p95'])}</div>`;
}

/** `trial`: of useTrial(), which can run a simulation that is not saved. */
export function Simulation({ result, trial, editable }) {
  const s = result.simulation;
  const uncertain = result.tornado.length > 0;
  const waiting = trial.inputs.simulation && !trial.problem;
  if (!s) {
    return html`<section class="section" id="simulation"><h2>${t('sim.heading')}</h2>
      ${waiting ? html`<${Spinner} text=${t('sim.running', { n: num(trial.inputs.simulation.draws) })} />` : html`<p
        class="muted">${t(uncertain ? 'sim.offer' : 'sim.none')}</p>`}
      ${uncertain && !waiting && html`<button type="button" class="button button-secondary"
        onClick=${trial.simulate}>${t('sim.run')}</button>`}</section>`;
  }
  return html`<section class="section" id="simulation"><h2>${t('sim.heading')}</h2>
    <p class="muted">${t('sim.lead', { n: num(s.draws) })}</p>
    <div class="sentences large">${simulationSentences(s).map((x) => html`<p key=${x}>${x}</p>`)}</div>
    <${ChartTable} name="simulation" title=${t('sim.heading')} option=${histogram(s.histogram, s)} height=${360}
      text=${t('sim.alt', { low: mio(oere(s.p5)), high: mio(oere(s.p95)), share: percent(s.p_positive, 0) })}
      table=${{ heads: [t('sim.figure'), t('unit.mio')], rows: [...spreadRows(s), [t('sim.chance'), percent(s.p_positive)]] }} />
    <p class="small muted">${t('sim.seed', { seed: String(s.seed), n: num(s.draws) })}</p>
    ${trial.simulated && editable && !trial.on && html`<p><button type="button" class="function-link"
      onClick=${trial.keep}>${t('sim.keep')}</button></p>`}
    <${Bands} years=${s.years} horizon=${s.years.length} />
  </section>`;
}
