// SPDX-License-Identifier: EUPL-1.2
// The questionnaire: five parts, one question at a time in words; those on money are written from the figures, with room for more.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label, language, choices } from '../lib/i18n.js';
import { Loaded, Empty } from '../lib/ui.js';
import { TextField, Select } from '../lib/inputs.js';
import { answerOf } from '../lib/answers.js';
import { parameterName } from '../lib/estimate.js';
import { Completeness } from './completeness.js';

const textOf = (answers, no) => (answers || []).find((a) => a.question === no)?.text || '';

function Question({ draft, q, written }) {
  const { assessment } = draft.doc;
  const answers = assessment.answers || [];
  const at = answers.findIndex((a) => a.question === q.no);
  const set = (text) => draft.setAssessment({ answers: [...answers.filter((a) => a.question !== q.no), { question: q.no, text }]
    .sort((a, b) => a.question - b.question) });
  const of = (name) => q[`${name}${language()}`];
  return html`<div class="question"><p class="question-no" aria-hidden="true">${q.no}</p><div>
    ${written && html`<h4 class="question-text">${of('')}</h4><div class="written"><p>${written}</p><p class="small muted">${of('help_') || t('question.written')}</p></div>`}
    <${TextField} id=${`q-${q.no}`} rows=${written ? 2 : 3} wide text=${written ? t('question.more') : of('')} hint=${written ? '' : of('help_')}
      value=${textOf(answers, q.no)} disabled=${!draft.editable} max="8000" fault=${at >= 0 && draft.fault(`assessment.answers[${at}]`)}
      onValue=${set} /></div></div>`;
}

/** Inequality and involvement: asked of the deeper tiers. */
function Further({ draft }) {
  const { assessment, tier } = draft.doc;
  const equity = assessment.equity || {};
  if (!['midi', 'maxi'].includes(tier)) return null;
  return html`<section class="section"><h3>${t('questions.further')}</h3>
    <${Select} id="equity" text=${t('assessment.equity')} value=${equity.direction} disabled=${!draft.editable}
      options=${['better', 'worse', 'none', 'unknown'].map((v) => ({ value: v, text: t(`equity.${v}`) }))}
      onValue=${(direction) => draft.setAssessment({ equity: { ...equity, direction } })} />
    <${TextField} id="equity-text" rows=${2} text=${t('equity.text')} value=${equity.text} max="4000" disabled=${!draft.editable}
      fault=${draft.fault('assessment.equity')} onValue=${(text) => draft.setAssessment({ equity: { ...equity, text } })} />
    <${TextField} id="involvement" rows=${2} text=${t('assessment.involvement')} value=${assessment.involvement} max="4000"
      disabled=${!draft.editable} fault=${draft.fault('assessment.involvement')} onValue=${(involvement) => draft.setAssessment({ involvement })} /></section>`;
}

export function Questions({ draft }) {
  const from = useLoad('/assessment/questions');
  const { result, doc } = draft;
  const { answers } = doc.assessment;
  const nameOf = (parameter) => parameterName(parameter, doc.inputs);
  return html`<${Loaded} from=${from}>${({ items }) => html`${choices('assessment_part').map((part) => {
    const rows = items.filter((q) => q.part === part.value);
    const written = new Map(rows.map((q) => [q.no, answerOf(q.binding, result, doc.inputs, nameOf)]));
    const done = rows.filter((q) => written.get(q.no) || textOf(answers, q.no)).length;
    return html`<details class="part" key=${part.value} open><summary><h3>${label('assessment_part', part.value)}</h3>
      <span class="muted">${t('questions.done', { done, total: rows.length })}</span></summary>
      ${rows.map((q) => html`<${Question} key=${q.no} draft=${draft} q=${q} written=${written.get(q.no)} />`)}</details>`;
  })}<${Further} draft=${draft} />`}<//>`;
}

export function QuestionsTab({ draft }) {
  if (draft.doc.tier === 'nano') return html`<${Empty} heading=${t('questions.nano')} text=${t('questions.nano.text')} />`;
  return html`<div class="narrow-section"><h2>${t('estimate.tab.questions')}</h2><p class="muted">${t('questions.lead')}</p>
    <${Completeness} draft=${draft} brief /><${Questions} draft=${draft} /></div>`;
}
