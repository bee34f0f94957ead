// SPDX-License-Identifier: EUPL-1.2
// One value estimate for those who know more: tabs over one draft that saves itself. The guide edits the same draft in steps.
import { html, useState } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { dateTime } from '../lib/format.js';
import { LoadedPage, PageHead, Alert, Status } from '../lib/ui.js';
import { useDraft, useEstimate, SaveState } from '../lib/draft.js';
import { ResultTab } from './estimate-result.js';
import { LinesTab } from './estimate-lines.js';
import { AlternativesTab } from './estimate-alternatives.js';
import { UncertaintyTab } from './estimate-uncertainty.js';
import { QuestionsTab } from './estimate-questions.js';
import { ReviewTab } from './estimate-review.js';
import { ReferenceNotice } from './estimate-reference.js';
import { Actions, Decision, useMayDecide } from './estimate-decide.js';

// Each tab takes {draft, reload, may}: draft of useDraft(), reload loads the estimate anew, may of useMayDecide().
const TABS = [
  ['', 'estimate.tab.result', ResultTab],
  ['linjer', 'estimate.tab.lines', LinesTab],
  ['alternativer', 'estimate.tab.alternatives', AlternativesTab],
  ['usikkerhed', 'estimate.tab.uncertainty', UncertaintyTab],
  ['spoergsmaal', 'estimate.tab.questions', QuestionsTab],
  ['gennemgang', 'estimate.tab.review', ReviewTab],
];

function Editor({ loaded, tab, reload }) {
  const home = `/vaerdi/${loaded.id}`;
  const draft = useDraft(loaded, (path) => TABS.some(([slug]) => path === (slug ? `${home}/${slug}` : home)));
  const { estimate } = draft;
  const [act, setAct] = useState(null);
  const may = useMayDecide(estimate);
  const shown = TABS.find(([slug]) => slug === (tab || '')) || TABS[0];
  const View = shown[2];
  return html`
    <${PageHead} title=${estimate.collaboration_title}
      over=${html`<span class="case-over"><a href=${`/samarbejder/${estimate.collaboration_id}/vaerdi`}>${t('estimate.back')}</a>
      <span>${t('estimate.no', { no: estimate.version_no })}</span>
      <${Status} code=${estimate.status} text=${label('estimate_status', estimate.status)} /></span>`}
      lead=${t('estimate.author', { name: estimate.author_name, unit: estimate.unit_name })}>
      <${Actions} draft=${draft} may=${may} onAct=${setAct} /><//>
    ${estimate.review_comment && html`<${Alert} kind="info" heading=${t('estimate.comment')}><p>${estimate.review_comment}</p><//>`}
    ${estimate.status === 'approved' && html`<${Alert} kind="success"
      heading=${t('estimate.approved', { name: estimate.approved_by_name, at: dateTime(estimate.approved_at) })}>
      <p>${t('estimate.locked')}</p><//>`}
    <${ReferenceNotice} draft=${draft} />
    <nav class="tabs d-print-none" aria-label=${t('tabs')}><ul>${TABS.map(([slug, key]) => html`<li key=${slug}>
      <a href=${slug ? `${home}/${slug}` : home} aria-current=${slug === shown[0]
        ? 'page' : undefined}>${t(key)}</a></li>`)}</ul></nav>
    <${SaveState} draft=${draft} />
    <div class="tab-body"><${View} key=${shown[0]} draft=${draft} reload=${reload} may=${may} /></div>
    ${draft.conflict}
    ${act && html`<${Decision} estimate=${estimate} act=${act} onClose=${() => setAct(null)}
      onDone=${() => { setAct(null); reload(); }} />`}`;
}

// A draft is kept over a reload, since it may hold what is not saved yet; anything else is shown anew.
export default function Estimate({ params }) {
  const from = useEstimate(params.id);
  return html`<${LoadedPage} from=${from} back="/vaerdi">${(e) => html`<${Editor}
    key=${e.status === 'draft' ? e.id : `${e.id}-${e.version}`} loaded=${e} tab=${params.tab} reload=${from.reload} />`}<//>`;
}
