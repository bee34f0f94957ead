// SPDX-License-Identifier: EUPL-1.2
// One chart by ECharts, drawn as SVG, with its number table and what can be downloaded of both. The library is loaded when the first
// chart comes near the window. What is drawn stands in charts.js.
import { html, useRef, useEffect, useState, cx } from './html.js';
import { t, language } from './i18n.js';
import { save } from './download.js';

export const FONT = { fontFamily: '"IBM Plex Sans", sans-serif', fontSize: 14, color: '#1a1a1a' };
const MUTED = '#58636a';
const PICTURE = { width: 960, height: 540, top: 64 };
const NEAR = '400px';

/** What all charts have: calm lines, one font, no animation for those who ask for none. small: for paper. */
function framed(option, small) {
  const font = small ? { ...FONT, fontSize: 12 } : FONT;
  const axis = (a) => a && { nameTextStyle: { ...font, color: MUTED }, ...a, axisLabel: { ...font, color: MUTED, ...a.axisLabel,
    ...(small && { fontSize: 12 }) },
    axisTick: { show: false }, axisLine: { lineStyle: { color: MUTED }, ...a.axisLine },
      splitLine: { lineStyle: { color: '#e6eaec' }, ...a.splitLine } };
  return {
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches, animationDuration: 300, textStyle: font, ...option,
    grid: { left: 8, right: 16, top: option.legend ? 44 : 12, bottom: 8, containLabel: true, ...option.grid },
    legend: option.legend && { top: 0, left: 0, textStyle: font, itemWidth: 16, itemHeight: 12, selectedMode: false, ...option.legend },
    tooltip: option.tooltip && { renderMode: 'richText', confine: true, textStyle: FONT, ...option.tooltip },
    xAxis: axis(option.xAxis), yAxis: axis(option.yAxis),
  };
}

/** The chart once more, large and with its heading, as a file. */
async function picture(option, name, title, type) {
  const { init } = await import('/vendor/echarts.js');
  const box = document.createElement('div');
  const chart = init(box, null, { renderer: type === 'svg' ? 'svg' : 'canvas', ...PICTURE, devicePixelRatio: 2 });
  const full = framed(option);
  chart.setOption({ ...full, animation: false, backgroundColor: '#fff', title: { text: title, left: 12, top: 10,
    textStyle: { ...FONT, fontSize: 20 } },
    legend: full.legend && { ...full.legend, top: 44, left: 12 }, grid: { ...full.grid, left: 20, right: full.grid.right + 16,
      top: full.grid.top + PICTURE.top - 16, bottom: full.grid.bottom + 12 },
    series: full.series.map((s) => (s.type === 'sankey' ? { ...s, top: PICTURE.top, bottom: 20, left: 20, right: 20 } : s)) });
  if (type === 'svg') save(new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' }), `${name}.svg`);
  else save(await new Promise((done) => { chart.getRenderedCanvas({ pixelRatio: 2 }).toBlob(done); }), `${name}.png`);
  chart.dispose();
}

/** The table as a file that a Danish or English Excel opens. */
function saveTable({ heads, rows }, name) {
  const cell = (v) => { const s = String(v ?? ''); return /[";\n]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s; };
  const by = language() === 'da' ? ';' : ',';
  const text = [heads, ...rows].map((r) => r.map((v) => cell(String(v ?? '').replace('−', '-'))).join(by)).join('\r\n');
  save(new Blob(['\ufeff', text], { type: 'text/csv' }), `${name}.csv`);
}

/** True once the element is near the window, or at once. */
function useNear(ref, atOnce) {
  const [near, setNear] = useState(Boolean(atOnce));
  useEffect(() => {
    if (near) return undefined;
    const watch = new IntersectionObserver((seen) => { if (seen.some((e) => e.isIntersecting)) setNear(true); }, { rootMargin: NEAR });
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, [near]);
  return near;
}

/**
 * option: of charts.js; text: in words what the picture shows; height in px; paper: small letters, and drawn also when it is far down.
 * name and title: of the files to download; table: {heads, rows}, for the file of numbers. Without a name nothing can be downloaded.
 */
export function Chart({ option, text, height = 340, name, title, table, paper }) {
  const box = useRef(null);
  const chart = useRef(null);
  const now = useRef(option);
  now.current = option;
  const near = useNear(box, paper);
  useEffect(() => {
    if (!near) return undefined;
    let gone = false;
    const watch = new ResizeObserver(() => chart.current?.resize());
    import('/vendor/echarts.js').then(({ init }) => {
      if (gone) return;
      chart.current = init(box.current, null, { renderer: 'svg' });
      chart.current.setOption(framed(now.current, paper));
      watch.observe(box.current);
    });
    return () => {
      gone = true;
      watch.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, [near]);
  useEffect(() => { box.current.style.height = `${height}px`; chart.current?.resize(); }, [height]);
  useEffect(() => { chart.current?.setOption(framed(option, paper), true); }, [JSON.stringify(option)]);
  const link = (words, act) => html`<button type="button" class="function-link" aria-label=${t('chart.get', { what: title, type: words })}
    onClick=${act}>${words}</button>`;
  return html`<figure class="chart"><div ref=${box} class="chart-box" role="img" aria-label=${text}></div>
    ${name && html`<figcaption class="chart-foot d-print-none"><span>${t('chart.download')}</span>
      ${link('PNG', () => picture(option, name, title, 'png'))}${link('SVG', () => picture(option, name, title, 'svg'))}
      ${table && link('CSV', () => saveTable(table, name))}</figcaption>`}</figure>`;
}

const SHOWN_ROWS = 12;

/**
 * Numbers with a heading in each row; on a phone wide ones become cards. A long table shows rows at even steps, the file has all.
 * strong: the row of the sum; tight: short numbers that fit beside each other even there.
 */
export function Numbers({ caption, heads, rows, strong, tight }) {
  const step = Math.ceil(rows.length / SHOWN_ROWS);
  const shown = rows.length > 2 * SHOWN_ROWS ? rows.filter((r, i) => i % step === 0 || i === rows.length - 1) : rows;
  const cards = heads.length > 3 && !tight;
  return html`<table class=${cx('table table--compact', cards && 'cards')} role="table"><caption class="sr-only">${caption}</caption>
    <thead role="rowgroup"><tr role="row">${heads.map((h, i) => html`<th key=${i} scope="col" role="columnheader" class=${i ?
      'num' : undefined}>${h}</th>`)}
      </tr></thead>
    <tbody role="rowgroup">${shown.map((r, n) => html`<tr key=${n} role="row" class=${strong === n ? 'total' :
      undefined}>${r.map((v, i) => (i
      ? html`<td key=${i} role="cell" class="num" data-title=${heads[i]}>${v}</td>` : html`<td key=${i} role="rowheader"
        class=${cx(cards && 'main-cell')}>${v}</td>`))}</tr>`)}
    </tbody></table>
    ${shown.length < rows.length && html`<p class="small muted">${t('chart.thinned', { n: rows.length })}</p>`}`;
}

/** A chart and its number table: beside each other, one below the other (`below`), or the table folded away below (`folded`). */
export function ChartTable({ below, folded, table, title, ...chart }) {
  const numbers = html`<${Numbers} caption=${title} ...${table} />`;
  return html`<div class=${below || folded ? 'chart-over-table' : 'chart-table'}><${Chart} ...${chart} title=${title} table=${table} />
    ${folded ? html`<details class="assumptions"><summary>${t('chart.numbers')}</summary>${numbers}</details>` :
      html`<div>${numbers}</div>`}</div>`;
}
