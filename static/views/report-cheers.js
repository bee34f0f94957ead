// SPDX-License-Identifier: EUPL-1.2
// The full report: what the CHEERS 2022 checklist asks for, in its order, filled from the estimate and the answers given in the
// assessment. The headings are our own words. What nobody has written is said.
import { html } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { num, percent, oneStop } from '../lib/format.js';
import { mainIndex, parameterName } from '../lib/estimate.js';
import { answerOf } from '../lib/answers.js';
import { Matrix, BudgetForm } from './result-money.js';
import { Curves, Plane } from './result-decision.js';
import { Stages, Evidence } from './result-risk.js';
import { Short, Assumptions, Budgets, Uncertain, Chances, LineList } from './report-parts.js';

const ITEMS = 28;

/** What the items that are no plain answer are filled with: item -> function of everything -> content, or null when it is missing. */
const FILLED = {
  1: ({ e }) => `${e.collaboration_title} (${e.collaboration_number})`,
  2: ({ e, result }) => html`<${Short} e=${e} result=${result} />`,
  4: ({ e }) => t('cheers.4.text', { tier: label('tier', e.tier), no: e.version_no }),
  5: ({ e, say }) => e.population || say(4),
  6: ({ e }) => t('cheers.6.text', { unit: e.unit_name }),
  7: ({ e }) => [e.comparator, ...e.inputs.alternatives.map((a) => a.name)].filter(Boolean).join('; '),
  8: ({ e }) => label('perspective', e.inputs.perspective || 'limited_societal'),
  9: ({ e }) => t('report.period.text', { from: e.inputs.base_year, to: e.inputs.base_year + e.inputs.horizon_years - 1 }),
  10: ({ e }) => e.inputs.discount.steps.map((s) => t('cheers.10.text', { rate: percent(s.rate), year: s.from_year })).join(' '),
  11: ({ e, result, say, nameOf }) => [say(8), ...(answerOf('effect', result, e.inputs, nameOf) || []), result.qaly ?
    t('cheers.11.text') : null].filter(Boolean).join(' ')
    || null,
  12: ({ say }) => [say(6), say(7)].filter(Boolean).join(' ') || null,
  13: ({ e }) => (e.inputs.multipliers?.qaly_value ? t('cheers.13.text', { value: num(e.inputs.multipliers.qaly_value) }) :
    t('cheers.13.none')),
  14: ({ e, result }) => html`<${LineList} e=${e} result=${result} />`,
  15: ({ e }) => t('cheers.15.text', { year: e.inputs.price_year || e.inputs.base_year }),
  16: ({ e }) => t('cheers.16.text', { engine: e.engine_version }),
  17: ({ e }) => html`<${Assumptions} e=${e} />`,
  19: ({ e }) => [e.assessment.equity?.direction && t(`cheers.equity.${e.assessment.equity.direction}`),
    e.assessment.equity?.text].filter(Boolean).join(' ') || null,
  20: ({ result }) => (result.simulation ? t('cheers.20.text', { n: num(result.simulation.draws), numbers: num(result.tornado.length) })
    : result.tornado.length ? t('cheers.20.oneway', { numbers: num(result.tornado.length) }) : null),
  21: ({ e }) => e.assessment.involvement,
  22: ({ result, e }) => (result.tornado.length ? t('cheers.22.text', { names: result.tornado.map((r) => parameterName(r.parameter,
    e.inputs)).join('; ') }) : null),
  23: ({ result }) => html`<${Matrix} result=${result} /><${Budgets} result=${result} /><${BudgetForm} result=${result} />`,
  24: ({ e, result, nameOf }) => (result.tornado.length ? html`<${Uncertain} e=${e} result=${result} nameOf=${nameOf} />
    <${Chances} result=${result} nameOf=${nameOf} />${result.simulation?.plane.costs.length > 0 && result.decision && html`<${Plane} paper
    groups=${[{ name: e.inputs.alternatives[mainIndex(e.inputs)].name, ...result.simulation.plane }]}
      base=${{ cost: result.cost_delta, effect: result.qaly }}
    wtp=${result.decision.wtp[0]} />`}${result.decision && html`<${Curves} decision=${result.decision} paper />`}
    <${Stages} result=${result} stages=${e.inputs.alternatives[mainIndex(e.inputs)].stages} />` : null),
  26: ({ e, result, say, nameOf }) => html`<p>${[say(9), say(11), say(20), ...answerOf('uncertainty', result, e.inputs,
    nameOf)].filter(Boolean).map(oneStop).join(' ')}</p>
    <${Evidence} result=${result} brief />`,
};

/** Items that an answer of the questionnaire tells: item -> numbers of the questions. */
const ANSWERED = { 3: [2, 5], 18: [14], 25: [13], 27: [1, 3] };

export function Cheers({ e, result, nameOf }) {
  const say = (no) => e.assessment.answers.find((a) => a.question === no)?.text || null;
  const all = { e, result, nameOf, say };
  return html`<p class="small muted">${t('cheers.lead')}</p><ol class="cheers">${Array.from({ length: ITEMS }, (_, i) =>
    i + 1).map((no) => {
    const content = FILLED[no] ? FILLED[no](all) : (ANSWERED[no] || []).map(say).filter(Boolean).join(' ');
    return html`<li key=${no} class="report-part"><h2><span class="cheers-no">${no}</span> ${t(`cheers.${no}`)}</h2>
      ${content ? (typeof content === 'string' ? html`<p class="prose">${content}</p>` : content) : html`<p
        class="muted missing">${t('cheers.missing')}</p>`}</li>`;
  })}</ol>`;
}
