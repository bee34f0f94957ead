// SPDX-License-Identifier: EUPL-1.2
// Lines that fall on others: asking the one who can tell, and what was answered.
import { html, useState } from '../lib/html.js';
import { get, post, query, newKey } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { num, date, kr } from '../lib/format.js';
import { Status, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { canAsk, linesOfOthers, ofOthers, questionOf } from '../lib/talk.js';

const OUTSIDE = ['general_practice', 'municipality', 'other_regions'];

/** Whom one can ask, nearest first: contacts of other sectors, or those who lead another department. */
async function findContacts(sector, q) {
  const roles = ['sector_contact', 'department_head', 'clinic_lead'];
  const order = OUTSIDE.includes(sector) ? roles : [...roles.slice(1), roles[0]];
  const found = await Promise.all(order.map((role) => get(`/people${query({ q, role })}`)));
  const people = new Map(found.flatMap(({ data }) => data.items).map((p) => [p.id, p]));
  return [...people.values()].slice(0, 12).map((p) => ({ value: p.id, text: p.name, sub: p.unit_name || '' }));
}

/** draft: a line is asked about as it is stored, so what was typed is saved first. */
export function AskDialog({ draft, line, onClose, onAsked }) {
  const [key] = useState(newKey);
  const form = useForm({ fields: [
    { name: 'contact_id', label: t('confirm.contact'), hint: t('confirm.contact.hint'), control: 'user', required: true,
      find: (q) => findContacts(line.sector, q) },
    { name: 'message', label: t('confirm.message'), control: 'textarea', rows: 3 }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    if (!(await draft.save())) return;
    await post(`/estimates/${draft.estimate.id}/confirmations`, { line: line.id, contact_id: Number(body.contact_id),
      ...(body.message && {
      message: body.message }) }, { key });
    notify(t('confirm.asked'));
    onAsked();
  });
  return html`<${Modal} title=${t('confirm.ask')} onClose=${onClose}>
    <p>${t('confirm.ask.text', { line: line.name, sector: label('sector', line.sector) })}</p>
    <form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} /><${Field} form=${form} name="contact_id" /><${Field}
      form=${form} name="message" />
      <${FormButtons} busy=${busy} save=${t('confirm.send')} onCancel=${onClose} /></form><//>`;
}

const COLOUR = { confirmed: 'approved', disputed: 'rejected', unanswered: 'planned' };

export function QuestionStatus({ status }) { return html`<${Status} code=${COLOUR[status]}
  text=${t(`confirm.status.${status}`)} />`; }

/** "Bestridt" with the number and the comment of whoever was asked. */
function Answer({ question }) {
  const { status, contact_name: who, number, number_unit: unit, comment, answered_at: at, asked_at: asked } = question;
  return html`<div class="answer"><${QuestionStatus} status=${status} />
    <span class="sub">${at ? t('confirm.by', { name: who, at: date(at) }) : t('confirm.waits',
      { name: who, at: date(asked) })}</span>
    ${number !== null && html`<span class="sub strong">${t('confirm.number',
      { number: num(number, 4, 0), unit: unit || '' })}</span>`}
    ${comment && html`<p class="prose answer-said">“${comment}”</p>`}</div>`;
}

/** At the line itself: what was answered, and the way to ask. */
export function LineQuestion({ draft, line, talk }) {
  const [asking, setAsking] = useState(false);
  const question = questionOf(talk.confirmations, line.id);
  const may = canAsk(draft.estimate, line) && (!question || question.status !== 'unanswered');
  if (!question && !ofOthers(line)) return null;
  const withdraw = async () => {
    if (!(await ask({ title: t('confirm.withdraw'), text: t('confirm.withdraw.text', { name: question.contact_name }),
      action: t('confirm.withdraw') }))) return;
    try { await post(`/confirmations/${question.id}/withdraw`); } catch (problem) { notify(problem.title || t('problem.offline')); }
    talk.reload();
  };
  return html`<div class="line-question">
    ${question ? html`<${Answer} question=${question} />` : html`<p class="muted small">${t('confirm.none.line')}</p>`}
    <div class="links d-print-none">${may && html`<button type="button" class="function-link"
      onClick=${() => setAsking(true)}>${t(question ? 'confirm.again'
      : 'confirm.ask')}<span class="sr-only"> ${line.name}</span></button>`}
      ${question?.status === 'unanswered' && can('value:write') && html`<button type="button" class="function-link"
        onClick=${withdraw}>${t('confirm.withdraw')}
        <span class="sr-only"> ${line.name}</span></button>`}</div>
    ${asking && html`<${AskDialog} draft=${draft} line=${line} onClose=${() => setAsking(false)}
      onAsked=${() => { setAsking(false); talk.reload(); }} />`}</div>`;
}

/** All lines that fall on others, in the tab Gennemgang. */
export function Confirmations({ draft, talk }) {
  const { doc: { inputs }, result } = draft;
  const rows = linesOfOthers(inputs);
  if (!rows.length) return null;
  const worth = new Map((result?.lines || []).filter((l) => !l.of_comparator).map((l) => [l.id, l.pv]));
  const confirmed = rows.filter(({ line }) => questionOf(talk.confirmations, line.id)?.status === 'confirmed').length;
  return html`<section class="section"><h2>${t('confirm.heading')}</h2>
    <p class="muted">${t('confirm.lead')} ${t('confirm.count', { confirmed, n: rows.length })}</p>
    <${Table} caption=${t('confirm.heading')} rows=${rows} rowKey=${({ line, alternative }) => `${alternative.name}-${line.id}`}
      columns=${[
    { key: 'line', head: t('confirm.line'), main: true, cell: ({ line }) => html`${line.name}<span class="sub">${label('sector',
      line.sector)}</span>` },
    { key: 'worth', head: t('confirm.worth'), num: true, cell: ({ line }) => (worth.has(line.id)
      ? kr(Math.round(worth.get(line.id)) * 100) : '–') },
    { key: 'answer', head: t('confirm.answer'), cell: ({ line }) => html`<${LineQuestion} draft=${draft} line=${line}
      talk=${talk} />` },
  ]} /></section>`;
}
