// SPDX-License-Identifier: EUPL-1.2
// The tab Gennemgang: how far the estimate is, what one can do now, remarks, what the sectors answer, and its versions.
import { html, useState, cx } from '../lib/html.js';
import { useLoad, post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can, user } from '../lib/session.js';
import { navigate } from '../lib/router.js';
import { dateTime, mioSigned } from '../lib/format.js';
import { ProblemBox, Spinner, Status } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { useTalk, speaks } from '../lib/talk.js';
import { Completeness } from './completeness.js';
import { Assign, Decision } from './estimate-decide.js';
import { Notes, NoteForm } from './estimate-notes.js';
import { Confirmations } from './estimate-confirmations.js';

const AT = { draft: 0, submitted: 1, in_review: 2, approved: 3, superseded: 3, rejected: 3 };

/** Kladde, indsendt, under gennemgang, godkendt: each with who and when. */
function Steps({ e }) {
  const at = AT[e.status];
  const decided = at === 3;
  const steps = [
    { key: 'draft', who: e.author_name, when: e.created_at },
    { key: 'submitted', who: e.submitted_by_name, when: e.submitted_at },
    { key: 'in_review', who: e.assigned_to_name, when: e.assigned_at },
    { key: decided ? e.status : 'approved', who: e.approved_by_name, when: e.approved_at },
  ];
  return html`<ol class="review-steps">${steps.map((s, i) => html`<li key=${s.key}
    class=${cx(i < at || (decided && i === at) ? 'done' : i === at && 'current',
    s.key === 'rejected' && 'ended')} aria-current=${i === at ? 'step' : undefined}>
    <span class="strong">${label('estimate_status', s.key)}</span>
    ${i <= at && s.who && html`<span class="sub">${s.who}</span>`}${i <= at && s.when
      && html`<span class="sub">${dateTime(s.when)}</span>`}
    <span class="sr-only">${t(i < at || (decided && i === at) ? 'stage.done' : i === at ? 'review.now'
      : 'stage.coming')}</span></li>`)}</ol>`;
}

/** A new version that starts as a copy: the old one stays, so that what changes can be seen. */
function NewVersion({ estimate, primary }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const make = async () => {
    setBusy(true);
    try {
      const { data } = await post(`/collaborations/${estimate.collaboration_id}/estimates`,
        { tier: estimate.tier, copy_of: estimate.id });
      navigate(`/vaerdi/${data.id}/linjer`);
    } catch (p) {
      setProblem(p);
      setBusy(false);
    }
  };
  return html`<button type="button" class=${primary ? 'button button-primary' : 'button button-secondary'} disabled=${busy}
    onClick=${make}>${t('review.newversion')}
    </button>${problem && html`<${ProblemBox} problem=${problem} />`}`;
}

function sentence(e, may) {
  if (e.status === 'draft') return t(e.submitted_at ? 'review.say.returned' : 'review.say.draft');
  if (may.author) return t('decide.author.long');
  if (e.status === 'submitted') return t(may.decides ? 'review.say.take' : 'review.say.waits');
  if (e.status === 'in_review') {
    return e.assigned_to === user().id ? t('review.say.yours') : t('review.say.reviewed', { name: e.assigned_to_name });
  }
  return t(`review.say.${e.status}`);
}

/** What one can do now. */
function Next({ draft, may, reload, newest }) {
  const { estimate: e, editable } = draft;
  const [act, setAct] = useState(null);
  const again = can('value:write') && newest && (['rejected', 'approved'].includes(e.status) || (e.status === 'draft'
    && e.submitted_at));
  return html`<div class="card-box wash review-next"><h2 class="h3">${t('review.next')}</h2><p>${sentence(e, may)}</p>
    ${(may.decides || again) && html`<div class="form-buttons">
      ${may.decides && html`<${Assign} estimate=${e} onDone=${reload} />
        <button type="button" class="function-link danger" onClick=${() => setAct('reject')}>${t('decide.reject')}</button>`}
      ${again && html`<${NewVersion} estimate=${e} primary=${!editable} />`}
      ${again && editable && html`<a class="button button-secondary"
        href=${`/vaerdi/${e.id}/linjer`}>${t('review.correct')}</a>`}</div>`}
    ${editable && html`<${Completeness} draft=${draft} />`}
    ${act && html`<${Decision} estimate=${e} act=${act} onClose=${() => setAct(null)}
      onDone=${() => { setAct(null); reload(); }} />`}</div>`;
}

function Remarks({ draft, talk }) {
  const { estimate, doc: { inputs } } = draft;
  const lines = inputs.alternatives.flatMap((a) => a.lines);
  const nameOf = (id) => (id ? lines.find((l) => l.id === id)?.name || id : null);
  const home = `/vaerdi/${estimate.id}`;
  return html`<section class="section"><h2>${t('note.heading')}</h2>
    ${talk.notes ? html`<${Notes} notes=${talk.notes} of=${estimate.id} home=${home} nameOf=${nameOf} reload=${talk.reload}
      empty=${t(talk.notes.length ? 'note.none.open' : 'note.none')} />` : html`<${Spinner} />`}
    ${speaks() && html`<${NoteForm} estimate=${estimate} lines=${lines} reload=${talk.reload} />`}
    ${talk.former.length > 0 && html`<h3 class="notes-former">${t('note.former')}</h3><${Notes} notes=${talk.former}
      of=${estimate.copied_from}
      home=${home} nameOf=${nameOf} reload=${talk.reload} />`}</section>`;
}

function Versions({ estimate, estimates }) {
  if (estimates.length < 2) return null;
  return html`<section class="section"><h2>${t('estimate.versions')}</h2><${Table} caption=${t('estimate.versions')}
    rows=${estimates} columns=${[
    { key: 'no', head: t('estimate.version'), main: true, cell: (e) => (e.id === estimate.id ? t('review.this',
      { no: e.version_no })
      : html`<a href=${`/vaerdi/${e.id}`}>${t('estimate.no', { no: e.version_no })}</a>`) },
    { key: 'status', head: t('field.status'), cell: (e) => html`<${Status} code=${e.status}
      text=${label('estimate_status', e.status)} />` },
    { key: 'by', head: t('estimate.by'), cell: (e) => html`${e.created_by_name || ''}<span
      class="sub">${dateTime(e.created_at)}</span>` },
    { key: 'npv', head: t('estimate.npv'), num: true, cell: (e) => mioSigned(e.npv?.limited_societal_oere) },
    { key: 'compare', head: t('review.compare'), headHidden: true, actions: true, cell: (e) => e.id !== estimate.id && html`<a
      href=${e.version_no < estimate.version_no ? `/vaerdi/${estimate.id}/sammenlign/${e.id}`
        : `/vaerdi/${e.id}/sammenlign/${estimate.id}`}>${t('review.compare')}
      <span class="sr-only"> ${t('estimate.no', { no: e.version_no })}</span></a>` },
  ]} /></section>`;
}

export function ReviewTab({ draft, reload, may }) {
  const { estimate } = draft;
  const talk = useTalk(estimate);
  const c = useLoad(`/collaborations/${estimate.collaboration_id}`);
  const estimates = c.data?.estimates || [];
  const newest = estimates.length > 0 && estimates[0].id === estimate.id;
  return html`<${Steps} e=${estimate} />
    <${Next} draft=${draft} may=${may} reload=${reload} newest=${newest} />
    ${talk.error && html`<${ProblemBox} problem=${talk.error} retry=${talk.reload} />`}
    ${!talk.error && html`<${Remarks} draft=${draft} talk=${talk} />`}
    ${!talk.error && talk.confirmations && html`<${Confirmations} draft=${draft} talk=${talk} />`}
    <${Versions} estimate=${estimate} estimates=${estimates} />`;
}
