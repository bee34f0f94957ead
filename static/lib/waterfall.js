// SPDX-License-Identifier: EUPL-1.2
// From one result to another, step by step: floating bars on one scale, each with its words and its number, as one table.
import { html, useRef, useLayoutEffect, cx } from './html.js';
import { t } from './i18n.js';
import { mio, mioSigned } from './format.js';

function Bar({ from, to, low, span, kind }) {
  const ref = useRef(null);
  const zero = useRef(null);
  useLayoutEffect(() => {
    const { style } = ref.current;
    style.left = `${((Math.min(from, to) - low) / span) * 100}%`;
    style.width = `${Math.max((Math.abs(to - from) / span) * 100, 0.5)}%`;
    zero.current.style.left = `${((0 - low) / span) * 100}%`;
  });
  return html`<div class="bar-track"><i class="bar-zero" ref=${zero}></i><div class=${`bar bar-${kind}`} ref=${ref}></div></div>`;
}

/**
 * steps: [{key, text, sub, oere}] between `start` and `end` ({text, oere}); the steps add up to the difference. The bars only repeat
 * the numbers, so they are hidden from screen readers.
 */
export function Waterfall({ start, steps, end, caption }) {
  let at = start.oere;
  const rows = [{ key: 'start', ...start, from: 0, to: start.oere, total: true }, ...steps.map((s) => {
    const row = { ...s, from: at, to: at + s.oere };
    at = row.to;
    return row;
  }), { key: 'end', ...end, from: 0, to: end.oere, total: true }];
  const ends = rows.flatMap((r) => [r.from, r.to]);
  const low = Math.min(0, ...ends);
  const span = Math.max(0, ...ends) - low || 1;
  return html`<table class="table table--compact waterfall" role="table"><caption class="sr-only">${caption}</caption>
    <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">${t('compare.change')}</th><td aria-hidden="true"
      class="bar-cell"></td>
      <th scope="col" role="columnheader" class="num">${t('unit.mio')}</th></tr></thead>
    <tbody role="rowgroup">${rows.map((r) => html`<tr key=${r.key} role="row" class=${r.total ? 'total' : undefined}>
      <th scope="row" role="rowheader">${r.text}${r.sub && html`<span class="sub">${r.sub}</span>`}</th>
      <td aria-hidden="true" class="bar-cell"><${Bar} ...${r} low=${low} span=${span}
        kind=${r.total ? 'total' : r.oere < 0 ? 'loss' : 'gain'} /></td>
      <td role="cell" class=${cx('num', !r.total && (r.oere < 0 ? 'loss' : 'gain'))}>${r.total ? mio(r.oere, true)
        : mioSigned(r.oere, true)}</td>
      </tr>`)}</tbody></table>`;
}
