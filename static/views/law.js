// SPDX-License-Identifier: EUPL-1.2
// Tab Jura of a case: the checklist that rules have made for it, and beside it what else the law asks for (law-parts.js).
import { html, useState } from '../lib/html.js';
import { useLoad, post } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { useLocation } from '../lib/router.js';
import { date } from '../lib/format.js';
import { Icon, Loaded, Status, notify } from '../lib/ui.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor, OutLink } from '../lib/fields.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';
import { Timers, StateAid, Rights, Impartiality, DataFlows, Dispensations, Competition, documentField } from './law-parts.js';

const STATUS = { open: 'planned', green: 'done', amber: 'delayed', red: 'overdue' };
const ofLanguage = (row, name) => row[`${name}_${language()}`];

/** Answers one question, or says who is to and by when. */
function Answer({ c, item, onClose, onSaved }) {
  const form = useForm({ spec: formSpec('checklist_item_patch'), initial: item, fields: fieldsFor(['answer', 'reasoning', 'document_id', 'url', 'owner_id', 'due_date'], item, {
    answer: { control: 'select', options: ['yes', 'no', 'not_relevant'].map((value) => ({ value, text: t(`law.answer.${value}`) })) },
    reasoning: { control: 'textarea', rows: 4, hint: t('law.reasoning.hint') }, document_id: documentField(c),
    url: { label: t('law.url') }, owner_id: { label: t('law.owner') } }) });
  const [decide, conflict] = useConflict();
  const close = closing(form.dirty, onClose);
  const [submit, busy] = useSubmit(form, async (body) => {
    const change = changesOnly(body, item);
    if (Object.keys(change).length && !(await savePatch(`/collaborations/${c.id}/checklist/${item.id}`, change, item, decide))) return;
    notify(t('saved'));
    onSaved();
  });
  return html`<${Modal} title=${ofLanguage(item, 'question')} onClose=${close}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    ${ofLanguage(item, 'help') && html`<p>${ofLanguage(item, 'help')}</p>`}
    <p class="muted small">${t('law.source', { source: item.source })}</p>
    ${item.earlier_answer && html`<p class="muted">${t('law.earlier', { answer: t(`law.answer.${item.earlier_answer}`), reasoning: item.earlier_reasoning || '–' })}</p>`}
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${close} /></form>${conflict}<//>`;
}

function Question({ c, item, onAnswer }) {
  const document = c.documents.find((d) => d.id === item.document_id);
  const words = ofLanguage(item, 'question');
  return html`<li class="law-question"><div class="law-words"><p class="strong">${words}</p>
      ${item.answer && html`<p>${t(`law.answer.${item.answer}`)}${item.reasoning && html`: <span class="prose">${item.reasoning}</span>`}</p>`}
      ${item.answer && ofLanguage(item, 'conclusion') && html`<p class="law-means">${ofLanguage(item, 'conclusion')}</p>`}
      ${document && html`<p><${OutLink} url=${document.url} text=${document.title} /></p>`}
      ${item.url && html`<p><${OutLink} url=${item.url} /></p>`}
      <p class="muted small">${[item.answered_at && t('law.answered', { who: item.answered_by_name || '–', at: date(item.answered_at) }),
        !item.answer && item.owner_name && t('law.with', { who: item.owner_name }), !item.answer && item.due_date && t('law.due', { date: date(item.due_date) }),
        !item.blocks && t('law.noblock')].filter(Boolean).join(' · ')}</p></div>
    <div class="law-side"><${Status} code=${STATUS[item.status]} text=${t(`law.state.${item.status}`)} />
      ${can('collaborations:write') && html`<button type="button" class="function-link" onClick=${() => onAnswer(item)}><${Icon} name="edit" />
        ${t(item.answer ? 'law.change' : 'law.answer')}<span class="sr-only">: ${words}</span></button>`}</div></li>`;
}

/** A section folds; those that still call for something are open. */
function Section({ c, code, items, onAnswer }) {
  const count = (status) => items.filter((i) => i.status === status).length;
  const parts = ['red', 'amber', 'open'].filter(count).map((s) => t(`law.count.${s}`, { n: count(s) }));
  return html`<details class="law-section" open=${count('red') > 0 || count('amber') > 0}><summary><h3>${label('checklist_section', code)}</h3>
    <span class=${count('red') ? 'law-count red' : 'law-count'}>${parts.join(', ') || t('law.count.done')}</span></summary>
    <ul class="law-questions">${items.map((i) => html`<${Question} key=${i.id} c=${c} item=${i} onAnswer=${onAnswer} />`)}</ul></details>`;
}

function Checklist({ c }) {
  const from = useLoad(`/collaborations/${c.id}/checklist`);
  const [answering, setAnswering] = useState(null);
  const refresh = async () => {
    if (!(await ask({ title: t('law.refresh'), text: t('law.refresh.text'), action: t('law.refresh.do') }))) return;
    try {
      from.set((await post(`/collaborations/${c.id}/checklist/refresh`)).data);
      notify(t('law.refresh.done'));
    } catch (problem) {
      notify(problem.title || t('problem.offline'));
    }
  };
  return html`<section class="section law-checklist"><div class="section-head"><h2>${t('law.checklist')}</h2>
    ${can('collaborations:write') && html`<button type="button" class="function-link" onClick=${refresh}><${Icon} name="refresh" />${t('law.refresh')}</button>`}</div>
    <${Loaded} from=${from}>${({ items }) => {
    const count = (status) => items.filter((i) => i.status === status).length;
    return html`<p class="muted">${t('law.lead', { n: items.length })} ${items.length > 0 && t('law.of_day', { date: date(items[0].of_day) })}</p>
      <dl class="figures">${['open', 'red', 'amber', 'green'].map((s) => html`<div key=${s}><dt>${t(`law.status.${s}`)}</dt><dd>${count(s)}</dd></div>`)}</dl>
      ${[...new Set(items.map((i) => i.section))].map((code) => html`<${Section} key=${code} c=${c} code=${code} items=${items.filter((i) => i.section === code)}
        onAnswer=${setAnswering} />`)}
      ${answering && html`<${Answer} c=${c} item=${answering} onClose=${() => setAnswering(null)} onSaved=${() => { setAnswering(null); from.reload(); }} />`}`;
  }}<//></section>`;
}

const PARTS = [['', 'law.checklist', Checklist], ['frister', 'law.timer', Timers], ['statsstoette', 'law.aid', StateAid], ['rettigheder', 'law.ipr', Rights],
  ['habilitet', 'law.impartiality', Impartiality], ['personoplysninger', 'law.processing', DataFlows], ['dispensationer', 'law.dispensation', Dispensations],
  ['konkurrence', 'law.competition', Competition, 'strategic_procurement']];

export function Law({ c }) {
  const { query } = useLocation();
  const shown = PARTS.filter(([, , , kind]) => !kind || kind === c.kind);
  const [at, , View] = shown.find(([slug]) => slug === (query.get('del') || '')) || shown[0];
  return html`<nav class="subtabs" aria-label=${t('law.parts')}><ul>${shown.map(([slug, key]) => html`<li key=${slug}><a
      href=${`/samarbejder/${c.id}/jura${slug ? `?del=${slug}` : ''}`} aria-current=${slug === at ? 'page' : undefined}>${t(key)}</a></li>`)}</ul></nav>
    <${View} key=${at} c=${c} />`;
}
