// SPDX-License-Identifier: EUPL-1.2
// What the charts of a result draw: options for chart.js. Amounts come in kroner and are drawn in mio. kr. unless said otherwise.
import { t } from './i18n.js';
import { num, percent } from './format.js';
import { FONT } from './chart.js';

export const COLOURS = { cash: '#00505f', capacity: '#e5a13a', time: '#4b6cb7', total: '#1a1a1a' };
const GAIN = '#00505f';
const LOSS = '#e5a13a';
const MUTED = '#58636a';
const MANY = ['#00505f', '#e5a13a', '#4b6cb7', '#7fb0b9', '#8a6b3d', '#9aa5ab', '#a3231b', '#b9c6e6', '#3f7d5a', '#d9c8a4',
  '#5d4b7a', '#1a1a1a'];
const NARROW = 480;

const narrow = () => window.innerWidth < NARROW;
const LEGEND_LINE = 24;
/** Room above the grid for a legend of these names, which takes more lines on a phone, and for the unit of the axis. */
function headroom(names, unit = true) {
  const room = Math.min(window.innerWidth - 48, 640);
  let [lines, used] = [1, 0];
  for (const name of names) {
    const wide = name.length * 7.6 + 34;
    if (used && used + wide > room) { lines += 1; used = 0; }
    used += wide;
  }
  return lines * LEGEND_LINE + (unit ? 40 : 16);
}
/** A value axis below: its unit stands in the middle. */
const level = (more = {}, money = MIO) => moneyAxis({ nameLocation: 'middle', nameGap: 28, ...more }, money);
const names = (data) => ({ type: 'category', data, axisLabel: { interval: 0, width: narrow() ? 124 : 230, overflow: 'break', lineHeight: 16,
  fontSize: narrow() ? 13 : 14,
  color: FONT.color } });
/** A plain step that gives about `ticks` ticks. */
export function plainStep(span, ticks) {
  const rough = span / ticks;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((f) => f * power >= rough * 0.999);
}
const mio = (kroner) => Math.round(kroner / 1e4) / 100;
const MIO = { by: 1e6, unit: 'unit.mio' };
/** What one of the effect is called, unless a model of one's own counts something else. */
export const QALY = 'QALY';

/** The unit in which amounts of this size are drawn: mio. kr., 1.000 kr. or kr. */
export function moneyFor(values) {
  const most = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return most >= 1e6 ? MIO : most >= 1e4 ? { by: 1e3, unit: 'unit.thousand' } : { by: 1, unit: 'unit.kr' };
}
const scaled = (money) => (kroner) => Number((kroner / money.by).toPrecision(6));
const scaledText = (money) => (v) => `${num(v, 2, 0)} ${t(money.unit)}`;
const mioText = (v) => `${num(v, 1)} ${t('unit.mio')}`;
/** As many decimals as tell the ticks of an axis apart. */
const tick = (v) => num(v, 2, 0);
const moneyAxis = (more = {}, money = MIO) => ({ type: 'value', name: t(money.unit), nameLocation: 'end', ...more,
  axisLabel: { formatter: tick, hideOverlap: true, ...more.axisLabel } });

/** Stacked bars by year: series [{name, colour, values}]; the years may be others than one a year. */
export function stackedYears(years, series) {
  return {
    legend: {}, grid: { top: headroom(series.map((s) => s.name)) },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: mioText },
    xAxis: { type: 'category', data: years.map(String), axisLine: { onZero: true } },
    yAxis: moneyAxis(),
    series: series.map((s, i) => ({ name: s.name, type: 'bar', stack: 'all', barMaxWidth: 56, data: s.values.map(mio),
      itemStyle: { color: s.colour || MANY[i % MANY.length] } })),
  };
}

/** From those who pay to those who gain. sides: {pays: [{name, amount}], gains: [{name, what, amount}]}, amounts above 0. */
export function flowPicture({ pays, gains, solution }) {
  const left = (name) => `< ${name}`;
  const right = (name) => `> ${name}`;
  const sum = (rows) => rows.reduce((all, r) => all + r.amount, 0);
  const nodes = new Map();
  const add = (id, name, amount, colour, position) => nodes.set(id, { name: id, itemStyle: { color: colour }, label: { position,
    formatter: `${name}  ${mioText(mio(amount))}` } });
  for (const p of pays) add(left(p.name), p.name, p.amount, LOSS, 'right');
  nodes.set('=', { name: '=', itemStyle: { color: MUTED }, label: { position: 'inside', rotate: 90, color: '#fff',
    formatter: solution } });
  for (const name of new Set(gains.map((g) => g.name))) add(right(name), name, sum(gains.filter((g) => g.name === name)), GAIN, 'left');
  const link = (source, target, amount, colour) => ({ source, target, value: mio(amount), lineStyle: { color: colour, opacity: 0.3 } });
  return {
    tooltip: { trigger: 'item', valueFormatter: mioText, formatter: (p) => (p.dataType === 'edge' ? mioText(p.value) :
      nodes.get(p.name).label.formatter) },
    series: [{
      type: 'sankey', left: 4, right: 4, top: 8, bottom: 24, nodeWidth: 26, nodeGap: 26, draggable: false, emphasis: { disabled: true },
      label: { ...FONT, lineHeight: 19 }, layoutIterations: 0, data: [...nodes.values()],
      links: [...pays.map((p) => link(left(p.name), '=', p.amount, LOSS)), ...gains.map((g) => link('=', right(g.name), g.amount,
        COLOURS[g.what]))],
    }],
  };
}

/**
 * One bar a number from the result at its low end to that at its high end, round the base. rows: [{name, npv_low, npv_high}],
 * largest first.
 */
export function tornado(rows, base) {
  const bar = (key, name, colour) => ({ name, type: 'bar', barGap: '-100%', barMaxWidth: 22, itemStyle: { color: colour },
    data: [...rows].reverse().map((r) => mio(r[key] - base)) });
  const middle = mio(base);
  const low = Math.min(...rows.flatMap((r) => [r.npv_low, r.npv_high]));
  const high = Math.max(...rows.flatMap((r) => [r.npv_low, r.npv_high]));
  const step = plainStep(mio(high - low) || 1, narrow() ? 3 : 6);
  const end = (v, round) => round(mio(v) / step) * step - middle;
  const zero = { xAxis: -middle, lineStyle: { color: '#a3231b', type: 'solid', width: 1.5 }, label: { show: false } };
  return {
    legend: {}, grid: { right: 24, bottom: 28 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (v) => mioText(v + middle) },
    xAxis: level({ min: end(low, Math.floor), max: end(high, Math.ceil), interval: step, axisLabel: { formatter: (v) =>
      tick(v + middle) } }),
    yAxis: { ...names(rows.map((r) => r.name).reverse()), axisLine: { onZero: true } },
    series: [{ ...bar('npv_low', t('tornado.low'), LOSS), markLine: { silent: true, symbol: 'none', animation: false,
      data: low < 0 && high > 0 ? [zero] : [] } }, bar('npv_high', t('tornado.high'), GAIN)],
  };
}

/** A line across the chart with its name along it. */
const mark = (x, name, { colour = MUTED, type = 'dashed', side = 'insideEndTop', width = 1.5 } = {}) => ({ xAxis: x,
  lineStyle: { color: colour, type, width },
  label: { formatter: name, position: side, ...FONT, fontSize: 13, color: colour } });

/** How often each result came in the simulation: {low, width, counts}, with 5 %, middle, 95 %, mean and best guess marked. */
export function histogram({ low, width, counts }, s) {
  const steps = (keep) => counts.flatMap((c, i) => {
    const [from, to] = [low + i * width, low + (i + 1) * width];
    const [a, b] = keep < 0 ? [from, Math.min(to, 0)] : [Math.max(from, 0), to];
    return a < b ? [[mio(a), 0], [mio(a), c], [mio(b), c], [mio(b), 0]] : [];
  });
  const area = (name, data, colour, more = {}) => ({ name, type: 'line', symbol: 'none', data, lineStyle: { color: '#fff', width: 0.6 },
    areaStyle: { color: colour, opacity: 1, origin: 0 }, silent: true, ...more });
  return {
    legend: { icon: 'roundRect' }, grid: { top: 44, right: 24, bottom: 28 },
    xAxis: level({ min: mio(low), max: mio(low + width * counts.length), splitLine: { show: false },
      axisLabel: { showMinLabel: false, showMaxLabel: false } }),
    yAxis: { type: 'value', show: false, max: Math.max(...counts) * 1.35 },
    series: [area(t('sim.loss'), steps(-1), LOSS, { color: LOSS }), area(t('sim.gain'), steps(1), GAIN, { color: GAIN, markLine: {
      silent: true, symbol: 'none', animation: false, data: [mark(mio(s.p5), '5 %', { side: 'insideEndTop' }),
        mark(mio(s.p95), '95 %', { side: 'insideEndBottom' }), mark(mio(s.p50), t('sim.middle'), { colour: '#1a1a1a' }),
        mark(mio(s.mean), t('sim.mean'), { colour: '#1a1a1a', type: 'solid', side: 'insideEndBottom' }),
        mark(mio(s.base), t('sim.base'), { colour: '#a3231b', type: 'solid', side: 'insideEndBottom', width: 2 })] } })],
  };
}

/** Nine out of ten draws of each year as a band, and the middle: rows [{year, low, middle, high}]. */
export function band(rows) {
  const line = (name, values, more) => ({ name, type: 'line', symbol: 'none', data: values.map(mio), ...more });
  const stack = { stack: 'band', stackStrategy: 'all', lineStyle: { opacity: 0 }, silent: true };
  return {
    legend: { icon: 'roundRect', data: [t('band.middle'), t('band.range')] },
    tooltip: { trigger: 'axis', formatter: ([p]) => { const r = rows[p.dataIndex]; return `${r.year}\n${t('band.middle')}: ${mioText(mio(r.middle))}\n` +
      `5 %: ${mioText(mio(r.low))}\n95 %: ${mioText(mio(r.high))}`; } },
    grid: { top: 64 },
    xAxis: { type: 'category', data: rows.map((r) => String(r.year)), boundaryGap: false, axisLabel: { margin: 14 },
      axisLine: { onZero: true } },
    yAxis: moneyAxis(),
    series: [line('low', rows.map((r) => r.low), stack), line(t('band.range'), rows.map((r) => r.high - r.low), { ...stack,
      color: '#b9d3d8',
      areaStyle: { color: '#b9d3d8', opacity: 1 } }), line(t('band.middle'), rows.map((r) => r.middle), { color: GAIN,
        lineStyle: { color: GAIN, width: 3 }, z: 5 })],
  };
}

/**
 * The cost-effectiveness plane, in the colours of curves(), whose first is the comparator: groups [{name, costs, effects}], base
 * {cost, effect} or null, and the line of one threshold.
 */
export function plane(groups, base, wtp, money = MIO, effect = QALY) {
  const to1 = scaled(money);
  const effects = [0, ...groups.flatMap((g) => g.effects), ...(base ? [base.effect] : [])];
  const [from, to] = [Math.min(...effects), Math.max(...effects)];
  return {
    legend: {}, grid: { top: headroom([...groups.map((g) => g.name), t('plane.threshold', { wtp: num(wtp), effect }), t('sim.base')]),
      right: 24, bottom: 28 },
    tooltip: { trigger: 'item', formatter: ({ value, seriesName }) => `${seriesName}\n${t('plane.effect', { effect })}: ${num(value[0],
      3)}\n${t('plane.cost')}: ${scaledText(money)(value[1])}` },
    xAxis: { type: 'value', name: t('plane.effect', { effect }), nameLocation: 'middle', nameGap: 28,
      axisLabel: { formatter: (v) => num(v, 3, 0), hideOverlap: true },
      axisLine: { onZero: true } },
    yAxis: moneyAxis({ name: t('plane.cost.axis', { unit: t(money.unit) }), nameTextStyle: { align: 'left' },
      axisLine: { show: true, onZero: true } }),
    series: [
      ...groups.map((g, i) => ({ name: g.name, type: 'scatter', symbolSize: 5, itemStyle: { color: MANY[(i + 1) % MANY.length],
        opacity: 0.6 },
        data: g.effects.map((e, k) => [e, to1(g.costs[k])]) })),
      { name: t('plane.threshold', { wtp: num(wtp), effect }), type: 'line', symbol: 'none', silent: true, color: '#a3231b',
        lineStyle: { color: '#a3231b', width: 1.5, type: 'dashed' }, data: [[from, to1(from * wtp)], [to, to1(to * wtp)]] },
      ...(base ? [{ name: t('sim.base'), type: 'scatter', symbol: 'diamond', symbolSize: 15, color: '#1a1a1a', data: [[base.effect,
        to1(base.cost)]], z: 6 }] : []),
    ],
  };
}

const wtpAxis = (effect) => ({ type: 'value', min: 'dataMin', max: 'dataMax', name: t('decision.wtp', { effect }),
  nameLocation: 'middle', nameGap: 28, axisLabel: { formatter: (v) => num(v), hideOverlap: true }, splitLine: { show: false } });

/** Probability of being the best, by what one will pay: curves [{name, values}], ceaf of the best on average. */
export function curves(wtp, list, ceaf, effect = QALY) {
  const line = (name, values, more) => ({ name, type: 'line', symbol: 'none', data: wtp.map((w, i) => [w, values[i]]), ...more });
  return {
    legend: { icon: 'roundRect' }, grid: { bottom: 28, right: 40, top: headroom([...list.map((c) => c.name), t('decision.ceaf')],
      false) },
    tooltip: { trigger: 'axis', valueFormatter: (v) => percent(v) },
    xAxis: wtpAxis(effect), yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (v) => percent(v, 0) } },
    series: [...list.map((c, i) => line(c.name, c.values, { color: MANY[i % MANY.length], lineStyle: { width: 2.5 } })),
      line(t('decision.ceaf'), ceaf, { color: '#1a1a1a', lineStyle: { type: 'dashed', width: 2 } })],
  };
}

/** One or more amounts by what one will pay: list [{name, values, at: number of its colour}]. */
export function amountsBy(wtp, list, money = MIO, effect = QALY) {
  return {
    legend: list.length > 1 ? { icon: 'roundRect' } : undefined, grid: { bottom: 28, right: 40, top: list.length > 1 ?
      headroom(list.map((c) => c.name)) : 36 },
    tooltip: { trigger: 'axis', valueFormatter: scaledText(money) },
    xAxis: wtpAxis(effect), yAxis: moneyAxis({}, money),
    series: list.map((c, i) => ({ name: c.name, type: 'line', symbol: 'none', color: MANY[(c.at ?? i) % MANY.length],
      lineStyle: { width: 2.5 },
      data: wtp.map((w, k) => [w, scaled(money)(c.values[k])]) })),
  };
}

/** Level bars, largest first: rows [{name, amount}]. */
export function bars(rows, money = MIO) {
  return {
    grid: { right: 24, bottom: 28 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: scaledText(money) },
    xAxis: level({}, money), yAxis: names(rows.map((r) => r.name).reverse()),
    series: [{ type: 'bar', barMaxWidth: 20, itemStyle: { color: GAIN }, data: rows.map((r) => scaled(money)(r.amount)).reverse() }],
  };
}
