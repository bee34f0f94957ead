// SPDX-License-Identifier: EUPL-1.2
// How sure the portfolio's value is: many draws of all estimates together, done in the background and shown as an interval.
import { html, useState, useEffect } from '../lib/html.js';
import { get, post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { mio, mioSigned, num, percent } from '../lib/format.js';
import { ProblemBox, Alert } from '../lib/ui.js';
import { NumberField } from '../lib/inputs.js';
import { form as formSpec } from '../lib/session.js';
import { ChartTable } from '../lib/chart.js';
import { histogram } from '../lib/charts.js';
import { Table } from '../lib/table.js';

const EVERY_MS = 700;
const DRAWS = 10000;

function Histogram({ job, base }) {
  const bins = job.histogram;
  const kr = (oere) => oere / 100;
  return html`<${ChartTable} folded name="portefolje-usikkerhed" title=${t('portfolio.sim.histogram.name')} text=${t('portfolio.sim.histogram',
    { low: mio(job.p5_oere), high: mio(job.p95_oere) })}
    option=${histogram({ low: kr(bins[0].from_oere), width: kr(bins[0].to_oere - bins[0].from_oere), counts: bins.map((b) => b.count) },
    { p5: kr(job.p5_oere), p95: kr(job.p95_oere), mean: kr(job.mean_oere), p50: kr(job.p50_oere), base: kr(base) })}
    table=${{ heads: [t('portfolio.sim.between'), t('portfolio.sim.draws.unit')], rows: bins.map((b) => [t('compare.range', { low: num(b.from_oere / 1e8, 1),
    high: num(b.to_oere / 1e8, 1) }), num(b.count)]) }} />`;
}

function Outcome({ job, base }) {
  return html`<p class="meaning">${t('portfolio.sim.sentence', { low: mioSigned(job.p5_oere), high: mioSigned(job.p95_oere),
    p: percent(job.p_positive, 0) })}</p>
    <dl class="figures"><div><dt>${t('portfolio.sim.mean')}</dt><dd>${mioSigned(job.mean_oere, true)} <span
      class="unit">${t('unit.mio')}</span></dd></div>
      <div><dt>${t('portfolio.sim.median')}</dt><dd>${mioSigned(job.p50_oere, true)} <span class="unit">${t('unit.mio')}</span></dd></div>
      <div><dt>${t('portfolio.sim.sd')}</dt><dd>${mio(job.sd_oere, true)} <span class="unit">${t('unit.mio')}</span></dd></div></dl>
    ${job.skipped > 0 && html`<${Alert} kind="warning"><p>${t('portfolio.sim.skipped', { n: job.skipped })}</p><//>`}
    <${Histogram} job=${job} base=${base} />
    <${Table} caption=${t('portfolio.sim.sectors')} showCaption compact rows=${job.sectors} rowKey=${(s) => s.sector} columns=${[
    { key: 'sector', head: t('sectors.sector'), main: true, cell: (s) => label('sector', s.sector) },
    { key: 'mean', head: t('portfolio.sim.mean'), num: true, cell: (s) => mioSigned(s.mean_oere, true) },
    { key: 'range', head: t('portfolio.sim.range'), num: true, cell: (s) => t('compare.range',
      { low: mioSigned(s.p5_oere, true), high: mioSigned(s.p95_oere, true) }) },
    { key: 'p', head: t('portfolio.sim.p'), num: true, cell: (s) => percent(s.p_positive, 0) }]} />
    <p class="small muted">${t('portfolio.sim.how', { draws: num(job.draws), seed: String(job.seed), n: job.done })}</p>`;
}

/** params: the filters of the page; a simulation is of what they leave: `count` estimates that are worth `base` without any spread. */
export function Simulation({ params, count, base }) {
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
    ${job && job.status === 'done' && html`<${Outcome} job=${job} base=${base} />`}</section>`;
}
