// SPDX-License-Identifier: EUPL-1.2
// The picture beside the form: what the own unit pays, what others have freed, the total, the signal, how much is guesses, and what
// it takes to break even. On a phone it folds to one sentence at the bottom.
import { html, useState, cx } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { mioSigned, percent, num } from '../lib/format.js';
import { SignalBadge, Icon } from '../lib/ui.js';
import { unitWord } from '../lib/units.js';
import { mainIndex } from '../lib/estimate.js';

const OWN = 'initiating_clinic';

/** Cash of the own unit, capacity freed elsewhere and at home, and the total; øre. */
export function headline(result) {
  const own = result.matrix.find((m) => m.sector === OWN);
  const sum = (rows) => rows.reduce((all, m) => all + (m.capacity || 0), 0) * 100;
  return { own: (own?.cash || 0) * 100, ownCapacity: (own?.capacity || 0) * 100,
    elsewhere: sum(result.matrix.filter((m) => m.sector !== OWN)),
    total: result.npv.limited_societal * 100 };
}

/** "Det går lige op ved 2,67 sengedage pr. patient": of the uncertain number that matters most. Null when nothing is uncertain. */
export function breakEvenSentence(result, inputs) {
  const most = result.tornado.find((r) => r.parameter.includes('.')) || result.tornado[0];
  const found = most && result.break_even.find((b) => b.parameter === most.parameter);
  if (!found) return null;
  const at = most.parameter.lastIndexOf('.');
  const field = most.parameter.slice(at + 1);
  const line = inputs.alternatives[mainIndex(inputs)].lines.find((l) => l.id === most.parameter.slice(0, at));
  const name = line ? line.name : t('parameter.volume');
  if (found.value === null) return t('live.even.never', { what: name });
  if (!line) return t('live.even.volume', { value: percent(found.value, 0) });
  if (field === 'unit_value') return t('live.even.price', { what: name, value: num(found.value, 0), now: num(line.unit_value, 2,
    0) });
  return t(`live.even.${field}`, { what: name, value: num(found.value, 2, 0), now: num(line[field], 2, 0), unit: unitWord(line) });
}

function Row({ text, amount, note }) {
  return html`<div><dt>${text}</dt><dd class=${cx('num', amount < 0 ? 'loss' : amount > 0 && 'gain')}>${mioSigned(amount)}</dd>
    ${note && html`<dd class="note">${note}</dd>`}</div>`;
}

/** The figures of headline(), each with its words. */
export function Headline({ head }) {
  return html`<dl class="live-rows">
    <${Row} text=${t('live.own')} amount=${head.own} note=${t('live.own.note')} />
    ${Math.abs(head.ownCapacity) >= 50 && html`<${Row} text=${t('live.owncapacity')} amount=${head.ownCapacity} />`}
    <${Row} text=${t('live.elsewhere')} amount=${head.elsewhere} note=${t('live.elsewhere.note')} />
    <${Row} text=${t('live.total')} amount=${head.total} note=${t('live.total.note')} /></dl>`;
}

export function LivePicture({ draft }) {
  const { result, evaluation, doc: { inputs } } = draft;
  const [open, setOpen] = useState(false);
  const waiting = inputs.alternatives[mainIndex(inputs)].lines.length - (result?.lines.filter((l) => !l.of_comparator).length || 0);
  if (!result || !result.lines.length) {
    return html`<aside class="live" aria-label=${t('live.heading')}><div class="live-full"><h2 class="h3">${t('live.heading')}</h2>
      <p class="muted">${t('live.empty')}</p></div></aside>`;
  }
  const head = headline(result);
  const even = breakEvenSentence(result, inputs);
  return html`<aside class=${cx('live', open && 'open')} aria-label=${t('live.heading')}>
    <button type="button" class="live-bar d-print-none" aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>
      <span>${t('live.sentence', { own: mioSigned(head.own, true), elsewhere: mioSigned(head.elsewhere, true),
        total: mioSigned(head.total) })}</span>
      <${Icon} name=${open ? 'chevron-down' : 'arrow-upward'} /></button>
    <div class="live-full" aria-busy=${evaluation.busy ? 'true' : undefined}>
      <h2 class="h3">${t('live.heading')}</h2>
      <p class="small muted">${t('live.over', { n: inputs.horizon_years })}</p>
      <div role="status"><${Headline} head=${head} /></div>
      <p><${SignalBadge} signal=${result.signal} /></p>
      ${result.weak_evidence_share > 0 && html`<p class="live-weak">${t('live.weak', { share: percent(result.weak_evidence_share,
        0) })}</p>`}
      ${even && html`<div class="live-even"><h3 class="h4">${t('live.even')}</h3><p>${even}</p></div>`}
      ${waiting > 0 && html`<p class="small muted">${t('live.waiting', { n: waiting })}</p>`}
      ${evaluation.problem && html`<p class="form-error-message">${evaluation.problem.status === 422
        ? t('live.fault') : t('problem.offline')}</p>`}
    </div></aside>`;
}
