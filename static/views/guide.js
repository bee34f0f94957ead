// SPDX-License-Identifier: EUPL-1.2
// The guided assessment: one step a page in plain words, the picture beside it; it saves by itself and is taken up where it was
// left.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { navigate } from '../lib/router.js';
import { Loaded, LoadedPage, PageHead, Alert, Icon } from '../lib/ui.js';
import { useDraft, useEstimate, SaveState } from '../lib/draft.js';
import { addProposed, missingPrompt } from '../lib/template.js';
import { ReferenceNotice } from './estimate-reference.js';
import { LivePicture } from './live-picture.js';
import { Start } from './guide-start.js';
import { Prompts } from './guide-prompts.js';
import { Patients } from './guide-volume.js';
import { Cards } from './guide-lines.js';
import { Alternatives } from './guide-alternatives.js';
import { Asked } from './guide-questions.js';
import { Outcome } from './guide-result.js';
import { Nano } from './guide-nano.js';

// `stop` answers why a step cannot be left for the next yet: the field to go to; `leave` does what the step leads to.
const STEPS = [
  { code: 'start', View: Start, stop: ({ doc }) => (doc.assessment.template ? null : 'template') },
  { code: 'prompts', View: Prompts, stop: ({ doc }, template) => missingPrompt(doc, template), leave: addProposed },
  { code: 'volume', View: Patients, picture: true },
  { code: 'lines', View: Cards, picture: true },
  { code: 'alternatives', View: Alternatives, picture: true, stop: ({ doc }) => (doc.comparator
    || doc.inputs.alternatives.some((a) => a.is_comparator)
    ? null : 'comparator') },
  { code: 'questions', View: Asked, picture: true },
  { code: 'result', View: Outcome },
];

/** All steps in a row; on a phone the name of this one, the others a press away. */
function Steps({ at, home, onStep }) {
  const list = html`<ol class="step-indicator">${STEPS.map((s, i) => html`<li key=${s.code} class=${i === at ? 'current' : i < at
    ? 'done' : undefined}>
    <a class="step" href=${`${home}/${s.code}`} aria-current=${i === at ? 'step' : undefined}
      onClick=${(event) => { if (i > at) { event.preventDefault(); onStep(i); } }}>
      <span class="step-number">${i < at ? html`<${Icon} name="check" />` : i + 1}</span>
      <span class="step-title">${t(`guide.step.${s.code}`)}</span></a></li>`)}</ol>`;
  return html`<nav class="guide-steps d-print-none" aria-label=${t('guide.steps')}><div class="wide-only">${list}</div>
    <details class="narrow-only"><summary>${t('guide.step.of', { no: at + 1, total: STEPS.length,
      name: t(`guide.step.${STEPS[at].code}`) })}</summary>
      ${list}</details></nav>`;
}

function Walk({ draft, step, templates }) {
  const { doc, estimate, editable } = draft;
  const home = `/vaerdi/${estimate.id}/guide`;
  const found = STEPS.findIndex((s) => s.code === (step || doc.assessment.step || 'start'));
  const at = Math.max(found, 0);
  const { code, View, picture, stop, leave } = STEPS[at];
  const template = templates.find((x) => x.code === doc.assessment.template) || null;
  const [stopped, setStopped] = useState(null);
  const entered = useRef(doc); // what stood when the step was reached
  const first = useRef(true);
  useEffect(() => {
    entered.current = doc;
    setStopped(null);
    if (editable && doc.assessment.step !== code) draft.setAssessment({ step: code });
    if (!first.current) {
      const heading = document.getElementById('step-heading');
      heading?.focus({ preventScroll: true });
    }
    first.current = false;
  }, [code]);
  // Onward to a step: only over steps that may be left.
  const onStep = (to) => {
    const stopping = editable ? STEPS.findIndex((s, i) => i >= at && i < to && s.stop && s.stop(draft, template)) : -1;
    if (stopping === at) {
      setStopped(stop(draft, template));
      requestAnimationFrame(() => document.querySelector('.guide-step .form-error input, .guide-step .form-error textarea')?.focus());
      return;
    }
    if (editable && leave) leave(draft, template, entered.current);
    navigate(`${home}/${STEPS[stopping < 0 ? to : stopping].code}`);
  };
  return html`<${Steps} at=${at} home=${home} onStep=${onStep} />
    <div class=${picture ? 'estimate guide-step' : 'guide-step'}><section aria-labelledby="step-heading">
      <h2 id="step-heading" tabindex="-1">${t(`guide.${code}.heading`)}</h2>
      <p class="lead">${t(`guide.${code}.lead`)}</p>
      <${View} draft=${draft} template=${template} templates=${templates} stopped=${stopped} />
      <div class="form-buttons guide-buttons">
        ${at < STEPS.length - 1 && html`<button type="button" class="button button-primary"
          onClick=${() => onStep(at + 1)}>${t('guide.next', {
    step: t(`guide.step.${STEPS[at + 1].code}`) })}</button>`}
        ${at > 0 && html`<a class="function-link" href=${`${home}/${STEPS[at - 1].code}`}><${Icon}
          name="arrow-back" />${t('guide.back')}</a>`}
      </div></section>
      ${picture && html`<${LivePicture} draft=${draft} />`}</div>`;
}

function Guide({ loaded, step, templates, reload }) {
  const home = `/vaerdi/${loaded.id}/guide`;
  const draft = useDraft(loaded, (path) => path === home || path.startsWith(`${home}/`));
  const { estimate } = draft;
  const nano = draft.doc.tier === 'nano';
  return html`<nav class="breadcrumb-nav d-print-none" aria-label=${t('breadcrumb')}>
      <a href=${`/samarbejder/${estimate.collaboration_id}/vaerdi`}>${estimate.collaboration_title}</a></nav>
    <${PageHead} title=${t(nano ? 'guide.nano.title' : 'guide.title')}>${draft.editable && html`<${SaveState}
      draft=${draft} />`}<//>
    ${estimate.status !== 'draft' && html`<${Alert} kind="info" heading=${t('guide.locked', { status: label('estimate_status',
      estimate.status).toLowerCase() })}>
      <p><a href=${`/vaerdi/${estimate.id}`}>${t('guide.locked.see')}</a></p><//>`}
    <${ReferenceNotice} draft=${draft} />
    ${nano ? html`<${Nano} draft=${draft} reload=${reload} />` : html`<${Walk} draft=${draft} step=${step}
      templates=${templates} />`}
    ${draft.conflict}`;
}

export default function GuidePage({ params }) {
  const from = useEstimate(params.id);
  const templates = useLoad('/assessment/templates');
  return html`<${Loaded} from=${templates}>${({ items }) => html`<${LoadedPage} from=${from} back="/vaerdi">${(e) => html`<${Guide}
    key=${`${e.id}-${e.status}`}
    loaded=${e} step=${params.tab} templates=${items} reload=${from.reload} />`}<//>`}<//>`;
}
