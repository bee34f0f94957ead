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
  const set = (text) => draft.setAssessment({ answers: [...answers.filter((a) => a.question !== q.no), ...(text ? [{ question: q.no,
    text }] : [])]
    .sort((a, b) => a.question - b.question) });
  const of = (name) => q[`${name}${language()}`];
  const said = textOf(answers, q.no);
  // What can no longer be changed is read, not filled in: no empty fields.
  if (!draft.editable) {
    return html`<div class="question"><p class="question-no" aria-hidden="true">${q.no}</p><div><h4 class="question-text">${of('')}</h4>
      ${written && html`<div class="written"><ul class="plain">${written.map((x) => html`<li key=${x}>${x}</li>`)}</ul></div>`}
      ${said ? html`<p class="prose">${said}</p>` : !written && html`<p class="muted">${t('question.unanswered')}</p>`}</div></div>`;
  }
  return html`<div class="question"><p class="question-no" aria-hidden="true">${q.no}</p><div>
    ${written && html`<h4 class="question-text">${of('')}</h4><div class="written">
      <ul class="plain">${written.map((x) => html`<li key=${x}>${x}</li>`)}</ul><p class="small muted">${of('help_')
        || t('question.written')}</p></div>`}
    <${TextField} id=${`q-${q.no}`} rows=${written ? 2 : 3} wide text=${written ? t('question.more') : of('')} hint=${written
      ? '' : of('help_')}
      value=${said} max="8000" fault=${at >= 0
        && draft.fault(`assessment.answers[${at}]`)}
      onValue=${set} /></div></div>`;
}

const SCORES = [3, 2, 1, 0, -1, -2, -3];

/** What has no price: a score and why, for those that matter here. */
function Scores({ draft }) {
  const list = draft.doc.assessment.quality || [];
  const order = choices('quality_criterion').map((c) => c.value);
  const set = (criterion, values) => {
    const next = { ...(list.find((q) => q.criterion === criterion) || { criterion }), ...values };
    draft.setAssessment({ quality: [...list.filter((q) => q.criterion !== criterion), ...(next.score === null
      || next.score === undefined ? [] : [next])]
      .sort((a, b) => order.indexOf(a.criterion) - order.indexOf(b.criterion)) });
  };
  return html`<details class="part"><summary><h3>${t('questions.scores')}</h3><span class="muted">${t('questions.scores.done',
    { n: list.length })}</span>
    </summary><p class="muted">${t('questions.scores.lead')}</p><div class="scores">${choices('quality_criterion').map((c) => {
    const q = list.find((x) => x.criterion === c.value);
    return html`<div class="score" key=${c.value}><h4>${c.text}</h4>
      <${Select} id=${`score-${c.value}`} text=${t('questions.score')} value=${q ? String(q.score) : ''}
        empty=${t('questions.score.none')}
        disabled=${!draft.editable} options=${SCORES.map((n) => ({ value: String(n), text: t(`score.${n}`) }))}
        onValue=${(v) => set(c.value, { score: v === null ? null : Number(v) })} />
      ${q && html`<${TextField} id=${`score-${c.value}-text`} text=${t('questions.score.why')} value=${q.text} max="2000"
        disabled=${!draft.editable}
        onValue=${(text) => set(c.value, { text })} />`}</div>`;
  })}</div></details>`;
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
      disabled=${!draft.editable} fault=${draft.fault('assessment.involvement')}
        onValue=${(involvement) => draft.setAssessment({ involvement })} /></section>`;
}

export function Questions({ draft }) {
  const from = useLoad('/assessment/questions');
  const { result, doc } = draft;
  const { answers } = doc.assessment;
  const nameOf = (parameter) => parameterName(parameter, doc.inputs);
  return html`<${Loaded} from=${from}>${({ items }) => html`${choices('assessment_part').map((part) => {
    const rows = items.filter((q) => q.part === part.value);
    const written = new Map(rows.map((q) => [q.no, answerOf(q.binding, result, doc.inputs, nameOf)]));
    const figures = Boolean(result?.lines.length); // without them nothing is written yet
    const done = rows.filter((q) => (figures && written.get(q.no)) || textOf(answers, q.no)).length;
    return html`<details class="part" key=${part.value} open><summary><h3>${label('assessment_part', part.value)}</h3>
      <span class="muted">${t('questions.done', { done, total: rows.length })}</span></summary>
      ${rows.map((q) => html`<${Question} key=${q.no} draft=${draft} q=${q} written=${written.get(q.no)} />`)}</details>`;
  })}<${Scores} draft=${draft} /><${Further} draft=${draft} />`}<//>`;
}

export function QuestionsTab({ draft }) {
  if (draft.doc.tier === 'nano') return html`<${Empty} heading=${t('questions.nano')} text=${t('questions.nano.text')} />`;
  return html`<div class="narrow-section"><h2>${t('estimate.tab.questions')}</h2><p class="muted">${t('questions.lead')}</p>
    <${Completeness} draft=${draft} brief /><${Questions} draft=${draft} /></div>`;
}
