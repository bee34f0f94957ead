// SPDX-License-Identifier: EUPL-1.2
// How sure the portfolio's value is: many draws of all estimates together, done in the background and shown as an interval.
import { html, useState, useEffect } from '../lib/html.js';
import { get, post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { mio, mioSigned, num, percent } from '../lib/format.js';
import { ProblemBox, Alert } from '../lib/ui.js';
import { NumberField } from '../lib/inputs.js';
import { form as formSpec } from '../lib/session.js';
import { YearBars, COLOURS } from '../lib/chart.js';
import { Table } from '../lib/table.js';

const EVERY_MS = 700;
const DRAWS = 10000;

function Histogram({ job }) {
  const middle = (b) => num((b.from_oere + b.to_oere) / 2e8, 1);
  return html`<div class="chart-table"><${YearBars} years=${job.histogram.map(middle)} unit=${t('portfolio.sim.draws.unit')}
    text=${t('portfolio.sim.histogram', { low: mio(job.p5_oere),
    high: mio(job.p95_oere) })} series=${[{ name: t('portfolio.sim.histogram.name'), colour: COLOURS.cash,
      values: job.histogram.map((b) => b.count) }]} />
    <details class="assumptions"><summary>${t('portfolio.sim.table')}</summary><table class="table table--compact"><caption
      class="sr-only">${t('portfolio.sim.table')}</caption>
      <thead><tr><th scope="col">${t('portfolio.sim.between')}</th><th scope="col" class="num">${t('portfolio.sim.draws.unit')}</th></tr></thead>
      <tbody>${job.histogram.map((b) => html`<tr key=${b.from_oere}><th scope="row">${t('compare.range',
        { low: num(b.from_oere / 1e8, 1), high: num(b.to_oere / 1e8, 1) })}
        </th><td class="num">${num(b.count)}</td></tr>`)}</tbody></table></details></div>`;
}

function Outcome({ job }) {
  return html`<p class="meaning">${t('portfolio.sim.sentence', { low: mioSigned(job.p5_oere), high: mioSigned(job.p95_oere),
    p: percent(job.p_positive, 0) })}</p>
    <dl class="figures"><div><dt>${t('portfolio.sim.mean')}</dt><dd>${mioSigned(job.mean_oere, true)} <span
      class="unit">${t('unit.mio')}</span></dd></div>
      <div><dt>${t('portfolio.sim.median')}</dt><dd>${mioSigned(job.p50_oere, true)} <span class="unit">${t('unit.mio')}</span></dd></div>
      <div><dt>${t('portfolio.sim.sd')}</dt><dd>${mio(job.sd_oere, true)} <span class="unit">${t('unit.mio')}</span></dd></div></dl>
    ${job.skipped > 0 && html`<${Alert} kind="warning"><p>${t('portfolio.sim.skipped', { n: job.skipped })}</p><//>`}
    <${Histogram} job=${job} />
    <${Table} caption=${t('portfolio.sim.sectors')} showCaption compact rows=${job.sectors} rowKey=${(s) => s.sector} columns=${[
    { key: 'sector', head: t('sectors.sector'), main: true, cell: (s) => label('sector', s.sector) },
    { key: 'mean', head: t('portfolio.sim.mean'), num: true, cell: (s) => mioSigned(s.mean_oere, true) },
    { key: 'range', head: t('portfolio.sim.range'), num: true, cell: (s) => t('compare.range',
      { low: mioSigned(s.p5_oere, true), high: mioSigned(s.p95_oere, true) }) },
    { key: 'p', head: t('portfolio.sim.p'), num: true, cell: (s) => percent(s.p_positive, 0) }]} />
    <p class="small muted">${t('portfolio.sim.how', { draws: num(job.draws), seed: String(job.seed), n: job.done })}</p>`;
}

/** params: the filters of the page; a simulation is of what they leave. */
export function Simulation({ params, count }) {
  const [draws, setDraws] = useState(DRAWS);
  const [seed, setSeed] = useState(new Date().getFullYear());
  const [job, setJob] = useState(null);
  const [problem, setProblem] = useState(null);
  const running = job && ['waiting', 'running'].includes(job.status);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setTimeout(() => get(`/portfolio/simulations/${job.id}`).then(({ data }) => setJob(data),
      (p) => { setProblem(p); setJob(null); }), EVERY_MS);
    return () => clearTimeout(timer);
  }, [job]);
  const start = (event) => {
    event.preventDefault();
    setProblem(null);
    const filters = Object.fromEntries(Object.entries(params).filter(([, v]) => v).map(([k, v]) => [k, k === 'unit_id' ? Number(v)
      : v]));
    post('/portfolio/simulations', { ...filters, draws, seed }).then(({ data }) => setJob(data), setProblem);
  };
  const spec = formSpec('simulation_create');
  const bounds = (name) => ({ low: spec[name]?.min, high: spec[name]?.max });
  return html`<section class="section simulation"><h2>${t('portfolio.sim.heading')}</h2><p class="muted">${t('portfolio.sim.lead', { n: count })}</p>
    <form class="sim-form d-print-none" onSubmit=${start}><${NumberField} id="sim-draws" text=${t('portfolio.sim.draws')} value=${draws}
      bounds=${bounds('draws')}
      onValue=${(v) => setDraws(v ?? DRAWS)} /><${NumberField} id="sim-seed" text=${t('portfolio.sim.seed')} hint=${t('portfolio.sim.seed.hint')} plain
        value=${seed} bounds=${bounds('seed')}
      onValue=${(v) => setSeed(v ?? 0)} /><button type="submit" class="button button-primary"
        disabled=${running}>${t('portfolio.sim.start')}</button></form>
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    <div role="status">${running && html`<p>${job.status === 'waiting' ? t('portfolio.sim.waiting') : t('portfolio.sim.progress',
      { done: num(job.done), total: num(job.total) })}</p>
      <progress max=${job.total || 1} value=${job.done} aria-label=${t('portfolio.sim.heading')}></progress>`}</div>
    ${job && job.status === 'failed' && html`<${Alert} kind="error" heading=${t('portfolio.sim.failed')} />`}
    ${job && job.status === 'done' && html`<${Outcome} job=${job} />`}</section>`;
}
