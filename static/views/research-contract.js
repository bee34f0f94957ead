// SPDX-License-Identifier: EUPL-1.2
// Tab Kontrakt of a research contract: what the rules ask and whether it is done, the contract's own facts, amendments, reports,
// payment plan, publications, and the rules on research money that it breaks.
import { html, useState } from '../lib/html.js';
import { useLoad, get, post, query } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { date, kr } from '../lib/format.js';
import { Loaded, Facts, Icon, Status, Alert, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, useUnsaved, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor, display } from '../lib/fields.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';
import { Part } from './collaboration-parts.js';

const named = (row, name = '') => row[`${name}${language()}`] || row[`${name}da`];
const today = () => new Date().toISOString().slice(0, 10);

/** The day on which something was done, and a remark; without a day the mark is taken back. */
function MarkDialog({ c, step, onClose, onDone }) {
  const form = useForm({ spec: formSpec('approval_mark'), initial: { done_on: step.done_on || today(), note: step.note },
    fields: [{ name: 'done_on', label: t('research.done_on'), control: 'date', hint: t('research.done_on.hint') },
      { name: 'note', label: t('field.note'), control: 'textarea', rows: 3 }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    await post(`/collaborations/${c.id}/approval`, { rule_id: step.rule_id, ...body });
    notify(t('saved'));
    onDone();
  });
  return html`<${Modal} title=${named(step)} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} /><${Field} form=${form} name="done_on" /><${Field} form=${form} name="note" />
    <${FormButtons} busy=${busy} onCancel=${onClose} /></form><//>`;
}

const TO_DO = (step) => step.action !== 'no_legal_review';

function Approval({ c, from, onDone }) {
  const [mark, setMark] = useState(null);
  const state = (s) => (!TO_DO(s) ? html`<span class="muted">${t('research.nothing')}</span>`
    : s.done_on ? html`<${Status} code="done" text=${t('research.done', { date: date(s.done_on) })} />${s.done_by_name
      && html`<span class="sub">${s.done_by_name}</span>`}`
      : s.due_date && s.due_date < today() ? html`<${Status} code="overdue" text=${t('research.late', { date: date(s.due_date) })} />`
        : html`<${Status} code="planned" text=${s.due_date ? t('research.by', { date: date(s.due_date) }) : t('research.open')} />`);
  return html`<section class="section"><h2>${t('research.approval')}</h2><p class="muted">${t('research.approval.lead')}</p>
    <${Loaded} from=${from}>${(data) => html`<${Table} caption=${t('research.approval')} rows=${data.items} rowKey=${(s) => s.rule_id} columns=${[
      { key: 'what', head: t('research.what'), main: true, cell: (s) => html`${named(s)}<span class="sub">${s.source}</span>` },
      { key: 'role', head: t('research.who'), cell: (s) => label('role', s.role) || '–' },
      { key: 'state', head: t('field.status'), cell: (s) => html`<span>${state(s)}</span>` },
      { key: 'note', head: t('field.note'), cell: (s) => s.note || '–' },
      { key: 'actions', head: t('actions'), headHidden: true, actions: true, hide: !can('collaborations:write'),
        cell: (s) => TO_DO(s) && html`<button type="button" class="function-link" onClick=${() => setMark(s)}><${Icon}
          name=${s.done_on ? 'edit' : 'check'} />${t(s.done_on ? 'action.edit' : 'research.mark')}<span class="sr-only"> ${named(s)}</span></button>` }]} />
      ${mark && html`<${MarkDialog} c=${c} step=${mark} onClose=${() => setMark(null)}
        onDone=${() => { setMark(null); onDone(); }} />`}`}<//></section>`;
}

const TERMS = ['received_on', 'amends_id', 'purpose', 'project_number', 'register_number', 'overhead_percent', 'in_kind_oere', 'currency',
  'price_basis', 'publication_delay_months', 'standard_template', 'without_obligations', 'running_costs'];
const CURRENCIES = ['DKK', 'EUR', 'USD', 'GBP', 'SEK', 'NOK', 'CHF'];
const findContracts = (text) => get(`/research/contracts${query({ q: text, limit: 8 })}`).then(({ data }) => data.items.map((i) => ({
  value: i.id, text: i.number, sub: i.title })));
const MORE = (terms) => ({
  amends_id: { control: 'unit', find: findContracts, text: terms.amends_number || '' }, received_on: { control: 'date' }, purpose: { control: 'textarea' }, overhead_percent: { control: 'number' }, in_kind_oere: { control: 'kr' },
  currency: { control: 'select', options: CURRENCIES.map((x) => ({ value: x, text: x })), required: true },
  publication_delay_months: { control: 'int' }, standard_template: { control: 'check' }, without_obligations: { control: 'check' },
  running_costs: { control: 'check' },
});

function TermsEditor({ c, terms, onDone }) {
  const form = useForm({ fields: fieldsFor(TERMS, {}, MORE(terms)), spec: formSpec('contract_patch'), initial: terms });
  const [decide, conflict] = useConflict();
  useUnsaved(form);
  const [submit, busy] = useSubmit(form, async (body) => {
    const change = changesOnly(body, terms);
    if (Object.keys(change).length && !(await savePatch(`/collaborations/${c.id}/contract`, change, terms, decide))) return;
    notify(t('saved'));
    onDone();
  });
  return html`<form onSubmit=${submit} novalidate class="section-form"><${ErrorSummary} form=${form} />
    <div class="fields">${TERMS.map((n) => html`<${Field} key=${n} form=${form} name=${n} class=${n === 'purpose' ? 'wide' : ''} />`)}</div>
    <${FormButtons} busy=${busy} onCancel=${onDone} />${conflict}</form>`;
}

function Terms({ c, from, onDone }) {
  const [editing, setEditing] = useState(false);
  const done = () => { setEditing(false); onDone(); };
  const show = (terms, n) => (n === 'overhead_percent' && terms[n] !== null ? `${display(n, terms[n])} %`
    : n === 'amends_id' ? terms[n] && html`<a href=${`/samarbejder/${terms[n]}/kontrakt`}>${terms.amends_number}</a>` : display(n, terms[n]));
  return html`<section class="section"><div class="section-head"><h2>${t('research.terms')}</h2>
    ${can('collaborations:write') && !editing && from.data && html`<button type="button" class="function-link d-print-none"
      onClick=${() => setEditing(true)}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${t('research.terms')}</span></button>`}</div>
    <${Loaded} from=${from}>${(terms) => (editing ? html`<${TermsEditor} c=${c} terms=${terms} onDone=${done} />`
      : html`<${Facts} rows=${[...TERMS.map((n) => [t(`field.${n}`), show(terms, n)]),
        [t('research.total'), kr(terms.external_total_oere)], [t('field.signed_on'), date(terms.signed_on)]]} />`)}<//></section>`;
}

/** An amendment is a contract of its own that points to this one. */
function Amendments({ c }) {
  const from = useLoad(`/collaborations/${c.id}/amendments`);
  return html`<section class="section"><h2>${t('research.amendments')}</h2>
    <${Loaded} from=${from} empty=${html`<p class="muted">${t('research.amendments.none')}</p>`}>${(data) => html`<${Table}
      caption=${t('research.amendments')} rows=${data.items} columns=${[
      { key: 'title', head: t('field.title'), main: true, cell: (a) => html`<a href=${`/samarbejder/${a.id}/kontrakt`}>${a.title}</a>
        <span class="sub">${a.number}</span>` },
      { key: 'stage', head: t('field.stage'), cell: (a) => label('stage', a.stage, 'research_contract') },
      day('received_on'), day('signed_on'),
      { key: 'amount', head: t('field.external_amount_oere'), num: true, cell: (a) => kr(a.external_amount_oere) }]} />`}<//></section>`;
}

const due = (key) => ({ key: 'due', head: t(`field.${key}`), cell: (r) => html`<span class="nowrap">${date(r[key])}</span>` });
const day = (key) => ({ key, head: t(`field.${key}`), cell: (r) => date(r[key]) || '–' });
const title = { key: 'title', head: '', main: true, cell: (r) => r.title };
const dates = (...list) => Object.fromEntries(list.map((n) => [n, { control: 'date' }]));

/** The lists that have a day: which fields each has, and which columns. */
const LISTS = {
  reports: { key: 'report', heading: 'research.reports', path: 'reports', spec: 'funder_report_create', required: ['title', 'due_date'],
    fields: ['title', 'organisation_id', 'due_date', 'sent_on', 'note'], more: dates('sent_on'), nameOf: (r) => r.title,
    columns: () => [{ ...title, head: t('field.title'), cell: (r) => html`${r.title}${r.organisation_name && html`<span class="sub">${r.organisation_name}</span>`}` },
      due('due_date'), day('sent_on'), { key: 'note', head: t('field.note'), cell: (r) => r.note || '–' }] },
  instalments: { key: 'instalment', heading: 'research.instalments', path: 'instalments', spec: 'instalment_create', required: ['title', 'due_date', 'amount_oere'],
    fields: ['title', 'due_date', 'amount_oere', 'invoiced_on', 'paid_on', 'note'], more: dates('invoiced_on', 'paid_on'), nameOf: (r) => r.title,
    columns: () => [{ ...title, head: t('field.title') }, due('due_date'), day('invoiced_on'), day('paid_on'),
      { key: 'amount', head: t('field.amount_oere'), num: true, cell: (r) => kr(r.amount_oere) }] },
  publications: { key: 'publication', heading: 'research.publications', path: 'publications', spec: 'publication_create', required: ['title', 'shown_on'],
    fields: ['title', 'shown_on', 'delay_until', 'delay_reason', 'published_on'], nameOf: (r) => r.title,
    more: { ...dates('shown_on', 'delay_until', 'published_on'), delay_reason: { control: 'textarea', rows: 3 } },
    columns: () => [{ ...title, head: t('field.title') }, due('shown_on'), day('delay_until'), { key: 'why', head: t('field.delay_reason'), cell: (r) => r.delay_reason || '–' }, day('published_on')] },
};

function Rows({ c, part }) {
  const from = useLoad(`/collaborations/${c.id}/${part.path}`);
  return html`<${Loaded} from=${from}>${(data) => html`<${Part} c=${c} part=${part} rows=${data.items} reload=${from.reload}
    columns=${part.columns()} />`}<//>`;
}

function ExemptionDialog({ c, violation, onClose, onDone }) {
  const form = useForm({ spec: formSpec('exemption_create'), fields: [
    { name: 'reason', label: t('research.exempt.reason'), control: 'textarea', rows: 3, required: true },
    { name: 'expires_on', label: t('research.exempt.until'), control: 'date', required: true, hint: t('research.exempt.until.hint') }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    await post(`/collaborations/${c.id}/exemptions`, { rule: violation.code, ...body });
    notify(t('saved'));
    onDone();
  });
  return html`<${Modal} title=${t('research.exempt')} onClose=${onClose}><form onSubmit=${submit} novalidate><p>${named(violation)}</p>
    <${ErrorSummary} form=${form} /><${Field} form=${form} name="reason" /><${Field} form=${form} name="expires_on" />
    <${FormButtons} busy=${busy} onCancel=${onClose} /></form><//>`;
}

function Violations({ c, from, onDone }) {
  const [open, setOpen] = useState(null);
  if (!from.data || !from.data.items.length) return null;
  return html`<${Alert} kind="warning" heading=${t('research.violations.case')}><ul class="bullets">${from.data.items.map((v) => html`<li key=${v.id}>
    <span class="strong">${named(v)}</span>${v.exempt_until ? html` <span>${t('research.exempt.is', { date: date(v.exempt_until) })}: ${v.exempt_reason}</span>`
    : html` <span>${named(v, 'help_')}</span>${can('gates:decide') && html` <button type="button" class="function-link" onClick=${() => setOpen(v)}>${t('research.exempt')}
      <span class="sr-only">: ${named(v)}</span></button>`}`}</li>`)}</ul>
    ${open && html`<${ExemptionDialog} c=${c} violation=${open} onClose=${() => setOpen(null)} onDone=${() => { setOpen(null); onDone(); }} />`}<//>`;
}

export function Contract({ c }) {
  const approval = useLoad(`/collaborations/${c.id}/approval`);
  const terms = useLoad(`/collaborations/${c.id}/contract`);
  const violations = useLoad(`/compliance/violations?collaboration_id=${c.id}`);
  const again = () => { approval.reload(); terms.reload(); violations.reload(); };
  return html`<${Violations} c=${c} from=${violations} onDone=${again} />
    <${Approval} c=${c} from=${approval} onDone=${again} />
    <${Terms} c=${c} from=${terms} onDone=${again} />
    <${Amendments} c=${c} />
    ${Object.values(LISTS).map((part) => html`<${Rows} key=${part.key} c=${c} part=${part} />`)}`;
}
