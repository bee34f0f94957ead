// SPDX-License-Identifier: EUPL-1.2
// Who gains and who pays: one bar a sector from a common zero line, each with its number, as one table.
import { html, useRef, useLayoutEffect } from './html.js';
import { t, label } from './i18n.js';
import { mioSigned } from './format.js';

function Bar({ value, low, span }) {
  const ref = useRef(null);
  useLayoutEffect(() => {
    const { style } = ref.current;
    style.left = `${((Math.min(value, 0) - low) / span) * 100}%`;
    style.width = `${Math.max((Math.abs(value) / span) * 100, 0.4)}%`;
  });
  return html`<div class="bar-track"><div class=${value < 0 ? 'bar bar-loss' : 'bar bar-gain'} ref=${ref}></div></div>`;
}

/** rows: [{sector, net_oere}]. The bars only repeat the numbers, so they are hidden from screen readers. */
export function SectorBars({ rows, caption }) {
  if (!rows.length) return html`<p class="muted">${t('sectors.none')}</p>`;
  const low = Math.min(0, ...rows.map((r) => r.net_oere));
  const span = Math.max(0, ...rows.map((r) => r.net_oere)) - low || 1;
  return html`<table class="table table--compact sector-table">
    <caption class="sr-only">${caption}</caption>
    <thead><tr><th scope="col">${t('sectors.sector')}</th><td aria-hidden="true" class="bar-cell"></td>
      <th scope="col" class="num">${t('unit.mio')}</th></tr></thead>
    <tbody>${rows.map((r) => html`<tr key=${r.sector}>
      <th scope="row">${label('sector', r.sector)}</th>
      <td aria-hidden="true" class="bar-cell"><${Bar} value=${r.net_oere} low=${low} span=${span} /></td>
      <td class="num">${mioSigned(r.net_oere, true)}</td></tr>`)}</tbody>
  </table>`;
}
