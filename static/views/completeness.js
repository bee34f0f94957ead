// SPDX-License-Identifier: EUPL-1.2
// How much of what the tier calls for is there, and what is missing, each with the way to where it is filled in.
import { html, cx, useRef, useLayoutEffect } from '../lib/html.js';
import { t, label, language } from '../lib/i18n.js';
import { percent, kr } from '../lib/format.js';
import { isComplete } from '../lib/estimate.js';

// Where a gap is closed in the guide.
const STEP = { value_types: '', gains: '', prompt: '/prompts', comparator: '/start', population: '/start', unit: '/lines',
  source: '/lines', effect: '/lines',
  question: '/questions', uncertainty: '/lines' };
// Where it is closed for those who know more.
const TAB = { stages: 'alternativer', simulation: 'usikkerhed', thresholds: 'usikkerhed', equity: 'spoergsmaal',
  involvement: 'spoergsmaal' };

function Bar({ share }) {
  const ref = useRef(null);
  useLayoutEffect(() => { ref.current.style.width = `${Math.round(share * 100)}%`; });
  return html`<div class="progress" aria-hidden="true"><div ref=${ref}></div></div>`;
}

function wayTo(m, id) {
  if (TAB[m.code]) return `/vaerdi/${id}/${TAB[m.code]}`;
  const line = m.field.match(/alternatives\[(\d+)\]\.lines\[(\d+)\]/);
  return `/vaerdi/${id}/guide${STEP[m.code] ?? ''}${line ? `?alt=${line[1]}&line=${line[2]}` : ''}`;
}

/** `brief`: only the bar. */
export function Completeness({ draft, brief }) {
  const { estimate, doc } = draft;
  const { score, missing, recommended_tier: tier, own_cost_oere: cost } = estimate.completeness;
  if (score === null) return null;
  // Lines without numbers: as they stand on the page, not as they were saved last.
  const lines = doc.tier === 'nano' ? [] : doc.inputs.alternatives.flatMap((a, n) => a.lines.map((l, i) => ({ l, code: 'unit',
    field: `inputs.alternatives[${n}].lines[${i}]` })).filter(({ l }) => !isComplete(l)));
  const must = [...missing.filter((m) => m.blocks && m.code !== 'numbers'), ...lines.map(({ l, ...m }) => ({ ...m, [language()]: t('complete.line',
    { name: l.name }) }))];
  const may = missing.filter((m) => !m.blocks);
  const list = (rows) => html`<ul class="bullets">${rows.map((m) => html`<li key=${m.code + m.field}>
    <a href=${wayTo(m, estimate.id)}>${m[language()]}</a></li>`)}</ul>`;
  const deeper = ['nano', 'mini', 'midi', 'maxi'].indexOf(tier) > ['nano', 'mini', 'midi', 'maxi'].indexOf(estimate.tier);
  return html`<div class=${cx('completeness', brief && 'brief')}>
    <p class="completeness-head"><span class="strong">${t('complete.score', { share: percent(score, 0) })}</span></p>
    <${Bar} share=${score} />
    ${!brief && must.length > 0 && html`<h3>${t('complete.must')}</h3>${list(must)}`}
    ${!brief && may.length > 0 && html`<details class="assumptions" open=${!must.length
      && may.length < 6}><summary>${t('complete.may',
      { n: may.length })}</summary>${list(may)}</details>`}
    ${!brief && !missing.length && html`<p>${t('complete.all')}</p>`}
    ${!brief && deeper && html`<p class="muted">${t('complete.deeper', { cost: kr(cost), tier: label('tier', tier) })}</p>`}
  </div>`;
}
