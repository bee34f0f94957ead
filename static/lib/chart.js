// SPDX-License-Identifier: EUPL-1.2
// Charts by ECharts, drawn as SVG; the library is loaded when the first chart is shown. A chart always stands with its number table.
import { html, useRef, useEffect } from './html.js';
import { num } from './format.js';

export const COLOURS = { cash: '#00505f', capacity: '#e5a13a', time: '#4b6cb7', total: '#1a1a1a' };

/** Stacked bars by year. series: [{name, colour, values, pattern}]; amounts in mio. kr. `text` says in words what the picture shows. */
export function YearBars({ years, series, text, unit }) {
  const box = useRef(null);
  const chart = useRef(null);
  useEffect(() => {
    let gone = false;
    const resize = () => chart.current?.resize();
    import('/vendor/echarts.js').then(({ init }) => {
      if (gone) return;
      chart.current = init(box.current, null, { renderer: 'svg' });
      chart.current.setOption(option(years, series, unit));
      window.addEventListener('resize', resize);
    });
    return () => {
      gone = true;
      window.removeEventListener('resize', resize);
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => { chart.current?.setOption(option(years, series, unit), true); }, [JSON.stringify([years, series])]);
  return html`<figure class="chart"><div ref=${box} class="chart-box" role="img" aria-label=${text}></div></figure>`;
}

function option(years, series, unit) {
  const font = { fontFamily: '"IBM Plex Sans", sans-serif', fontSize: 14, color: '#1a1a1a' };
  return {
    animation: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    textStyle: font,
    grid: { left: 8, right: 8, top: 44, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: font, itemWidth: 16, itemHeight: 12, selectedMode: false },
    tooltip: { trigger: 'axis', renderMode: 'richText', axisPointer: { type: 'shadow' },
      valueFormatter: (v) => `${num(v, 1)} ${unit}` },
    xAxis: { type: 'category', data: years.map(String), axisLabel: font, axisTick: { show: false }, axisLine: { onZero: true,
      lineStyle: { color: '#58636a' } } },
    yAxis: { type: 'value', axisLabel: { ...font, color: '#58636a', formatter: (v) => num(v, 1, 0) },
      splitLine: { lineStyle: { color: '#e6eaec' } } },
    series: series.map((s) => ({ name: s.name, type: 'bar', stack: 'all', barMaxWidth: 56, data: s.values,
      itemStyle: { color: s.colour } })),
  };
}
