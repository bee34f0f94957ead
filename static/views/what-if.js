// SPDX-License-Identifier: EUPL-1.2
// "What if": a slider for each of the numbers that matter most. The engine answers at once; nothing is saved unless one asks for it.
import { html, cx } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { mioSigned } from '../lib/format.js';
import { SignalBadge } from '../lib/ui.js';
import { numberAt } from '../lib/trial.js';
import { numberText } from '../lib/numbertext.js';
import { plainStep } from '../lib/charts.js';
import { oere } from './result-money.js';

const SLIDERS = 6;
const STEPS = 100;

/** Ends and step of one slider: the range of the number, widened to where it stands today. */
function rangeOf(row, best) {
  const [low, high] = [Math.min(row.low, best), Math.max(row.high, best)];
  const step = plainStep(high - low, STEPS);
  return { low: Math.floor(low / step + 1e-9) * step, high: Math.ceil(high / step - 1e-9) * step, step };
}

function Slider({ id, name, value, best, range, text, onValue }) {
  const moved = value !== best;
  return html`<div class=${cx('slider', moved && 'moved')}>
    <label for=${id}>${name}</label><output for=${id} class="slider-value">${text(value)}</output>
    <input type="range" id=${id} min=${range.low} max=${range.high} step=${range.step} value=${value} aria-valuetext=${text(value)}
      onInput=${(e) => onValue(Number(e.target.value))} />
    <span class="slider-ends small muted" aria-hidden="true"><span>${text(range.low)}</span>${moved &&
      html`<span>${t('whatif.was', { value: text(best) })}</span>`}
      <span>${text(range.high)}</span></span></div>`;
}

/** The change of the headline against what is saved, in kroner. */
function Change({ trial, before }) {
  const now = trial.result.npv[trial.perspective];
  const own = (r) => r.matrix.find((m) => m.sector === 'initiating_clinic')?.cash || 0;
  const rows = [[t('whatif.now'), now, null], [t('whatif.change'), now - before.npv[trial.perspective], null], [t('whatif.own'),
    own(trial.result) - own(before), null]];
  return html`<div role="status"><dl class="whatif-change">${rows.map(([name, v]) => html`<div key=${name}><dt>${name}</dt>
    <dd class=${cx('num', v < 0 ? 'loss' : v > 0 && 'gain')}>${mioSigned(oere(v))}</dd></div>`)}</dl></div>
    ${trial.result.signal !== before.signal && html`<p class="small">${t('whatif.signal')} <${SignalBadge}
      signal=${trial.result.signal} /></p>`}`;
}

/** trial: of useTrial(); before: the saved result; inputs: as saved. */
export function WhatIf({ trial, before, inputs, editable, nameOf }) {
  const rows = before.tornado.filter((r) => r.swing > 0).slice(0, SLIDERS);
  if (!rows.length) return html`<aside class="card-box wash whatif"><h2 class="h3">${t('whatif.heading')}</h2><p
    class="muted">${t('whatif.none')}</p></aside>`;
  return html`<aside class="card-box wash whatif" aria-labelledby="whatif-heading"><h2 class="h3"
    id="whatif-heading">${t('whatif.heading')}</h2>
    <p class="small muted">${t(trial.on ? 'whatif.on' : 'whatif.lead')}</p>
    ${rows.map((r) => {
    const best = numberAt(inputs, r.parameter);
    return html`<${Slider} key=${r.parameter} id=${`whatif-${r.parameter}`} name=${nameOf(r.parameter)} best=${best}
      range=${rangeOf(r, best)}
        value=${trial.numbers[r.parameter] ?? best} text=${(v) => numberText(r.parameter, inputs, v)} onValue=${(v) =>
          trial.set(r.parameter, v)} />`;
  })}
    ${trial.on && html`<${Change} trial=${trial} before=${before} /><div class="links">
      <button type="button" class="function-link" onClick=${trial.reset}>${t('whatif.reset')}</button>
      ${editable && html`<button type="button" class="function-link" onClick=${trial.keep}>${t('whatif.keep')}</button>`}</div>
      <p class="small muted">${t('whatif.known')}</p>`}
    ${!trial.on && trial.perspective !== (inputs.perspective || 'limited_societal') && html`<p
      class="small muted">${t('whatif.perspective',
    { name: label('perspective', trial.perspective) })}</p>`}
  </aside>`;
}
