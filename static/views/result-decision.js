// SPDX-License-Identifier: EUPL-1.2
// Choosing under uncertainty: the cost-effectiveness plane, which alternative is best at which willingness to pay, and what it is
// worth to know more. Shared by the result of an estimate and by samples of other models (psa.js).
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { num, mio, kr, percent, oneStop, upperFirst } from '../lib/format.js';
import { Select } from '../lib/inputs.js';
import { Table } from '../lib/table.js';
import { ChartTable } from '../lib/chart.js';
import { QALY, plane, curves, amountsBy, bars } from '../lib/charts.js';
import { oere } from './result-money.js';

const POINTS_SHOWN = 2000;
const CHOICES = 11;
const SIDES = ['NE', 'SE', 'SW', 'NW'];

/** Where in the plane a point lies; what costs nothing more and does nothing less counts as good. */
const sideOf = (cost, effect) => (cost > 0 ? 'N' : 'S') + (effect >= 0 ? 'E' : 'W');

/** groups: [{name, costs, effects}] against the comparator; base: {cost, effect} or null; effect: what one of the effect is called. */
export function Plane({ groups, base, wtp, money, paper, effect = QALY }) {
  const share = (g, side) => g.costs.filter((c, i) => sideOf(c, g.effects[i]) === side).length / g.costs.length;
  const below = (g) => g.costs.filter((c, i) => wtp * g.effects[i] - c > 0).length / g.costs.length;
  const shown = groups.map((g) => ({ ...g, costs: g.costs.slice(0, POINTS_SHOWN), effects: g.effects.slice(0, POINTS_SHOWN) }));
  return html`<${ChartTable} name="omkostning-og-effekt" title=${t('plane.heading')} height=${paper ? 280 : 400} paper=${paper}
    option=${plane(shown, base, wtp, money, effect)}
    text=${t('plane.alt', { n: num(groups[0].costs.length) })}
    table=${{ heads: [t('plane.share'), ...groups.map((g) => g.name)], rows: [...SIDES.map((s) => [t(`plane.${s}`),
      ...groups.map((g) => percent(share(g, s)))]),
      [t('plane.below', { wtp: num(wtp) }), ...groups.map((g) => percent(below(g)))]] }} />`;
}

/** One of the thresholds, of which there may be hundreds: some at even steps to choose among. */
export function ThresholdChoice({ wtp, at, onChange, effect = QALY }) {
  const step = Math.max(1, Math.ceil((wtp.length - 1) / (CHOICES - 1)));
  const places = wtp.map((w, i) => i).filter((i) => i % step === 0 || i === wtp.length - 1 || i === at);
  return html`<${Select} id="threshold" text=${effect === QALY ? t('decision.threshold') : t('decision.threshold.of', { effect })}
    hint=${t('decision.threshold.hint')} value=${String(at)}
    options=${places.map((i) => ({ value: String(i), text: kr(wtp[i] * 100) }))} onValue=${(v) => onChange(Number(v))} />`;
}

export function Curves({ decision: d, paper, effect = QALY }) {
  if (d.wtp.length < 2) {
    return html`<ul class="bullets">${d.curves.map((c) => html`<li key=${c.name}>${t('decision.best', { name: c.name,
      share: percent(c.values[0]) })}</li>`)}</ul>`;
  }
  return html`<${ChartTable} folded name="ceac" title=${t('decision.ceac')} text=${t('decision.ceac.alt', { effect })}
    option=${curves(d.wtp, d.curves, d.ceaf, effect)} height=${paper ? 240 : 340} paper=${paper}
    table=${{ heads: [t('decision.wtp', { effect }), ...d.curves.map((c) => c.name), t('decision.ceaf'), t('decision.optimal')],
      rows: d.wtp.map((w, i) => [num(w), ...d.curves.map((c) => percent(c.values[i])), percent(d.ceaf[i]), d.optimal[i]]) }} />`;
}

export function Information({ decision: d, at, nameOf, money, amountText = (v) => mio(oere(v)), effect = QALY }) {
  const name = (x) => x.parameters.map(nameOf).join(' + ');
  const worth = [...d.evppi].map((x) => ({ name: name(x), amount: x.value[at] })).sort((a, b) => b.amount - a.amount);
  const useful = worth.filter((x) => x.amount > 0);
  return html`${d.wtp.length > 1 && html`<${ChartTable} folded name="evpi" title=${t('evpi.curve')} text=${t('evpi.curve.alt', { effect })}
    height=${280}
      option=${amountsBy(d.wtp, [{ name: 'EVPI', values: d.evpi }], money, effect)} table=${{ heads: [t('decision.wtp', { effect }), t('evpi.kr')],
        rows: d.wtp.map((w, i) => [num(w), num(d.evpi[i])]) }} />`}
    ${worth.length > 0 && html`<h3>${t('evppi.heading')}</h3>
      <p>${oneStop(useful.length ? t('evppi.first', { what: useful[0].name, amount: amountText(useful[0].amount) }) :
        t('evppi.nothing'))}</p>
      ${useful.length > 0 && html`<${ChartTable} below name="evppi" title=${t('evppi.heading')}
        text=${t('evppi.alt', { first: useful[0].name })}
        height=${useful.length * 42 + 50} option=${bars(useful, money)} table=${{ heads: [t('result.parameter'), t('evpi.kr')],
          rows: worth.map((x) => [x.name, num(x.amount)]) }} />`}`}`;
}

/** The alternatives against each other, when there is more than one. */
function Frontier({ rows }) {
  if (rows.length < 3) return null;
  return html`<h3>${t('frontier.heading')}</h3><${Table} caption=${t('frontier.heading')} rows=${rows} rowKey=${(r, i) => i} columns=${[
    { key: 'name', head: t('frontier.alternative'), main: true, cell: (r) => r.name || t('decision.nothing') },
    { key: 'cost', head: t('frontier.cost'), num: true, cell: (r) => mio(oere(r.cost), true) },
    { key: 'effect', head: t('frontier.effect'), num: true, cell: (r) => num(r.effect, 3) },
    { key: 'icer', head: t('frontier.icer'), num: true, cell: (r) => (r.icer === null ? '–' : num(Math.round(r.icer / 1000) * 1000)) },
    { key: 'status', head: t('field.status'), cell: (r) => t(`frontier.${r.status}`) },
  ]} />`;
}

/** The verdict on cost per QALY, in words. */
function Verdict({ result }) {
  const { icer_verdict: verdict, icer, qaly } = result;
  if (verdict === 'cost_minimisation') return null;
  return html`<p>${oneStop(t(`verdict.${verdict}`, { icer: icer === null ? '' : kr(Math.round(icer / 1000) * 100000),
    qaly: num(qaly, 3) }))}</p>`;
}

/** Of an estimate: everything that is about choosing. */
export function Decision({ result, nameOf, name }) {
  const { decision: d, simulation: s } = result;
  const [chosen, setAt] = useState(0);
  const health = result.icer_verdict !== 'cost_minimisation';
  if (!d) return health ? html`<section class="section"><h2>${t('decision.heading')}</h2><${Verdict} result=${result}
    /><${Frontier} rows=${result.frontier} /></section>` : null;
  const at = Math.min(chosen, d.wtp.length - 1);
  return html`<section class="section"><h2>${t('decision.heading')}</h2>
    <${Verdict} result=${result} /><${Frontier} rows=${result.frontier} />
    ${d.wtp.length > 1 && html`<div class="threshold"><${ThresholdChoice} wtp=${d.wtp} at=${at} onChange=${setAt} /></div>`}
    ${s && s.plane.costs.length > 0 && html`<h3>${t('plane.heading')}</h3><p
      class="muted">${t('plane.lead', { n: num(s.plane.costs.length) })}</p>
      <${Plane} groups=${[{ name, ...s.plane }]} base=${{ cost: result.cost_delta, effect: result.qaly }} wtp=${d.wtp[at]} />`}
    <h3>${t('decision.ceac')}</h3><p class="muted">${t('decision.ceac.lead', { effect: QALY })}</p><${Curves} decision=${d} /></section>
  <section class="section"><h2>${t('evpi.heading')}</h2>
    <p class="evpi-sentence">${d.sentence}${d.sentence.endsWith('.') ? '' : '.'}</p>
    <p class="muted">${oneStop(t('evpi.lead', { amount: kr(Math.round(d.evpi[at]) * 100), wtp: kr(d.wtp[at] * 100) }))}</p>
    <${Information} decision=${d} at=${at} nameOf=${(p) => upperFirst(nameOf(p))} /></section>`;
}
