// SPDX-License-Identifier: EUPL-1.2
// One collaboration: sticky header with number, title, kind, stage and next step; a tab for each subject, each with its own address.
import { html, useState, useEffect, useLayoutEffect, useRef, cx } from '../lib/html.js';
import { useLoad, post } from '../lib/api.js';
import { t, label, choices, language } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { Alert, LoadedPage, PageHead, KindBadge, notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { Facts } from './collaboration-facts.js';
import { Parties, Economy, Milestones } from './collaboration-parts.js';
import { Documents } from './openness-documents.js';
import { Estimates } from './collaboration-value.js';
import { Comments, Follow, History } from './collaboration-talk.js';
import { Tasks } from './tasks.js';
import { Path, WayAhead, missing } from './collaboration-path.js';
import { Law } from './law.js';
import { Procurement } from './procurement.js';
import { Innovation } from './opi.js';
import { Evaluation } from './evaluation.js';
import { Contract } from './research-contract.js';
import { Desk } from './desk.js';

const BESIDE = 90; // from here on stand the states beside the path

// Address, text, view, how many are in it, right that it takes, kind that alone has it, tab that it stands under.
const TABS = [
  ['', 'tab.overview', Facts],
  ['forloeb', 'tab.path', Path],
  ['hos-hvem', 'tab.desk', Desk, null, null, null, 'forloeb'],
  ['parter', 'tab.parties', Parties, (c) => c.participants.length],
  ['oekonomi', 'tab.economy', Economy, (c) => c.funding.length],
  ['vaerdi', 'tab.value', Estimates, (c) => c.estimates.length, 'value:read'],
  ['indkoeb', 'tab.procurement', Procurement, null, null, 'strategic_procurement'],
  ['opi', 'tab.opi', Innovation, null, null, 'opi'],
  ['kontrakt', 'tab.contract', Contract, null, null, 'research_contract'],
  ['milepaele', 'tab.milestones', Milestones, (c) => c.milestones.length],
  ['evaluering', 'tab.evaluation', Evaluation, null, null, null, 'milepaele'],
  ['jura', 'tab.law', Law],
  ['dokumenter', 'tab.documents', Documents, (c) => c.documents.length],
  ['opgaver', 'tab.tasks', Tasks],
  ['kommentarer', 'tab.comments', Comments, (c) => c.comment_count],
  ['historik', 'tab.history', History],
];

/** The stages as one line of segments; the words of all of them are one press away. */
function StagePath({ path }) {
  const at = path.findIndex((s) => s.state === 'current');
  const name = (s) => s[language()] || s.da;
  return html`<details class="stage-path">
    <summary><span class="stage-line" aria-hidden="true">${path.map((s) => html`<i key=${s.code} class=${s.state}></i>`)}</span>
      <span class="stage-now">${t('stage.of', { no: at + 1, total: path.length })}: <strong>${at >= 0 ? name(path[at]) : ''}
        </strong></span></summary>
    <ol class="stage-list">${path.map((s) => html`<li key=${s.code} class=${s.state}
      aria-current=${s.state === 'current' ? 'step' : undefined}>${name(s)}<span class="sr-only"> (${t(`stage.${s.state}`)})</span>
      </li>`)}</ol>
  </details>`;
}

function StageDialog({ c, way, onClose, onSaved }) {
  const at = c.stage_path.findIndex((s) => s.state === 'current');
  const next = c.stage_path[at + 1];
  const form = useForm({
    fields: [
      { name: 'stage', label: t('stage.new'), control: 'select', required: true, options: choices('stage', c.kind).filter((o) => o.value
        !== c.stage && o.value !== 'paused' && (o.row.no >= BESIDE || c.stage_path.some((s) => s.code === o.value))) },
      { name: 'reason', label: t('stage.reason'), control: 'textarea', rows: 3, hint: t('stage.reason.hint') },
    ],
    initial: { stage: next ? next.code : '' },
  });
  const lacks = way ? missing(way) : [];
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post(`/collaborations/${c.id}/stage`, body, { etag: c.version });
    onSaved(data);
    notify(t('stage.saved', { stage: label('stage', body.stage, c.kind) }));
  });
  return html`<${Modal} title=${t('stage.title')} onClose=${onClose}>
    <form onSubmit=${submit} novalidate>
      <${ErrorSummary} form=${form} />
      ${lacks.length > 0 && html`<${Alert} heading=${t('path.missing')}><ul class="bullets">${lacks.map((m) => html`<li
        key=${m.code}><a href=${m.href || `/samarbejder/${c.id}/forloeb`} onClick=${onClose}>${m[language()] || m.da}</a></li>`)}</ul><//>`}
      <${Field} form=${form} name="stage" /><${Field} form=${form} name="reason" />
      <${FormButtons} busy=${busy} save=${t('stage.save')} onCancel=${onClose} />
    </form><//>`;
}

/** Stays at the top while the page scrolls, then with its first line only. */
function Head({ c, way, reload }) {
  const [dialog, setDialog] = useState(false);
  const [stuck, setStuck] = useState(false);
  const mark = useRef(null);
  const head = useRef(null);
  const full = useRef(0);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => {
      const now = !entry.isIntersecting && entry.boundingClientRect.top < 0;
      if (now) full.current = head.current.offsetHeight;
      setStuck(now);
    });
    watch.observe(mark.current);
    return () => watch.disconnect();
  }, []);
  // The page keeps its height when the head shrinks; else a short page would scroll back and forth.
  useLayoutEffect(() => { head.current.style.marginBottom = stuck ? `${Math.max(full.current - head.current.offsetHeight, 0)}px`
    : ''; }, [stuck]);
  const at = c.stage_path.findIndex((s) => s.state === 'current');
  const next = c.stage_path[at + 1];
  return html`<div ref=${mark}></div>
  <div ref=${head} class=${cx('case-head', stuck && 'stuck')}>
    <${PageHead} title=${c.title} over=${html`<span class="case-over"><span class="strong">${c.number}</span>
      <${KindBadge} kind=${c.kind} />${c.visibility === 'restricted' &&
      html`<span class="badge badge-warning">${label('visibility', c.visibility)}</span>`}<${Follow} c=${c} /></span>`}>
      ${can('collaborations:write') && next && html`<button type="button" class="button button-primary"
        onClick=${() => setDialog(true)}>${t('stage.next', { stage: next[language()] || next.da })}</button>`}
    <//>
    <${StagePath} path=${c.stage_path} />
    ${way && html`<${WayAhead} c=${c} way=${way} />`}
  </div>
  ${dialog && html`<${StageDialog} c=${c} way=${way} onClose=${() => setDialog(false)} onSaved=${() => { setDialog(false); reload(); }} />`}`;
}

export default function Collaboration({ params }) {
  const from = useLoad(`/collaborations/${params.id}`);
  const path = useLoad(`/collaborations/${params.id}/path`);
  const reload = () => { from.reload(); path.reload(); };
  return html`<${LoadedPage} from=${from} back="/samarbejder">${(data) => {
    const c = { ...data, estimates: data.estimates || [] }; // left out for those who may not see values
    const own = TABS.find((x) => x[5] === c.kind); // holds the market dialogue of its kind
    const tab = TABS.find(([slug]) => slug === (params.tab || '')) || (params.tab === 'markedsdialog' ? own : TABS[0]);
    const View = tab[2];
    const shown = TABS.filter(([, , , , right, kind]) => (!right || can(right)) && (!kind || kind === c.kind));
    const top = tab[6] || tab[0];
    const beside = shown.filter((x) => x[0] === top || x[6] === top);
    const address = (slug) => `/samarbejder/${c.id}${slug ? `/${slug}` : ''}`;
    return html`
    <nav class="breadcrumb-nav d-print-none" aria-label=${t('breadcrumb')}>
      <a href="/samarbejder">${t('collaborations.title')}</a></nav>
    <${Head} c=${c} way=${path.data} reload=${reload} />
    <nav class="tabs" aria-label=${t('tabs')}><ul>${shown.filter((x) => !x[6]).map(([slug, key, , count]) => html`<li key=${slug}>
      <a href=${address(slug)} aria-current=${slug === top ? 'page' : undefined}>${t(key)}${count && count(c) > 0 &&
        html` <span class="count">${count(c)}</span>`}</a></li>`)}</ul></nav>
    ${beside.length > 1 && html`<nav class="subtabs d-print-none" aria-label=${t('tabs.below')}><ul>${beside.map(([slug, key]) => html`<li key=${slug}>
      <a href=${address(slug)} aria-current=${slug === tab[0] ? 'page' : undefined}>${t(key)}</a></li>`)}</ul></nav>`}
    <div class="tab-body"><${View} key=${tab[0]} c=${c} reload=${reload} path=${path} /></div>`;
  }}<//>`;
}
