// SPDX-License-Identifier: EUPL-1.2
// Tabs Parter, Økonomi and Milepæle: one list each, added to and edited in a dialogue.
import { html, useState } from '../lib/html.js';
import { post, del } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { date, kr } from '../lib/format.js';
import { Empty, Icon, Status, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor } from '../lib/fields.js';
import { savePatch, changesOnly, useConflict, useGone } from '../lib/conflict.js';
import { FundingDialog } from './funding.js';
import { OrganisationDialog } from './organisation-dialog.js';

/** Adds or edits one row of a child list. `part` says which list, which fields (`more`: what is special about single ones, `wide`: two columns of them), and the name of the row. */
export function PartDialog({ c, part, row, onClose, reload }) {
  const [creating, setCreating] = useState(null);
  const more = { organisation_id: { extra: can('organisations:write') ? (text) => t('organisation.create', { name: text })
    : undefined, onPick: (value, text) => (value === '+' ? (setCreating(text), true) : false) }, ...part.more };
  const form = useForm({ fields: fieldsFor(part.fields, row || {}, more).map((f) => ({ ...f,
    required: part.required.includes(f.name) })), spec: formSpec(part.spec), initial: row || part.initial || {} });
  const [decide, conflict] = useConflict();
  const path = `/collaborations/${c.id}/${part.path}`;
  const [gone, orGone] = useGone();
  const close = closing(form.dirty, onClose);
  const [submit, busy] = useSubmit(form, async (body) => {
    if (row && !gone) {
      const change = changesOnly(body, row);
      if (Object.keys(change).length && !(await orGone(savePatch(`${path}/${row.id}`, change, row, decide)))) return;
    } else {
      await post(path, Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    }
    notify(t('saved'));
    onClose();
    reload();
  });
  const created = (org) => {
    form.set('organisation_id', org.id);
    form.set('organisation_id:text', org.name);
    setCreating(null);
  };
  return html`<${Modal} title=${t(row ? `${part.key}.edit` : `${part.key}.add`)} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <${ErrorSummary} form=${form} />
      ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
      <${FormButtons} busy=${busy} save=${gone ? t('part.gone.save') : undefined} onCancel=${close} />
    </form>
    ${conflict}
    ${creating !== null && html`<${OrganisationDialog} name=${creating} onClose=${() => setCreating(null)} onCreated=${created} />`}
  <//>`;
}

/** Edit and remove at the end of a row that is not `fixed`. */
function RowActions({ c, part, row, onEdit, reload }) {
  if (!can('collaborations:write') || part.fixed?.(row)) return null;
  const remove = async () => {
    if (!(await ask({ title: t(`${part.key}.remove.title`), text: t(`${part.key}.remove.text`, { name: part.nameOf(row) }),
      action: t('action.remove'), danger: true }))) return;
    try {
      await del(`/collaborations/${c.id}/${part.path}/${row.id}`, row.version);
      notify(t('removed'));
    } catch (problem) {
      notify(problem.title || t('problem.offline'));
    }
    reload();
  };
  return html`<button type="button" class="function-link" onClick=${() => onEdit(row)}><${Icon} name="edit" />${t('action.edit')}
    <span class="sr-only"> ${part.nameOf(row)}</span></button>
    <button type="button" class="function-link danger" onClick=${remove}><${Icon} name="delete" />${t('action.remove')}
      <span class="sr-only"> ${part.nameOf(row)}</span></button>`;
}

/** A tab with one list: heading, button, table, empty state and the dialogue. */
export function Part({ c, part, rows, columns, reload, Dialog = PartDialog, children }) {
  const [open, setOpen] = useState(null);
  const add = can('collaborations:write') && !part.closed && html`<button type="button" class="button button-secondary"
    onClick=${() => setOpen('new')}><${Icon} name="plus" />${t(`${part.key}.add`)}</button>`;
  const actions = { key: 'actions', head: t('actions'), headHidden: true, actions: true, hide: !can('collaborations:write'),
    cell: (row) => html`<${RowActions} c=${c} part=${part} row=${row} onEdit=${setOpen} reload=${reload} />` };
  return html`<section class="section">
    <div class="section-head"><h2>${t(part.heading)}</h2>${rows.length > 0 && add}</div>
    ${rows.length === 0
    ? html`<${Empty} heading=${t(`${part.key}.empty`)} text=${t(`${part.key}.empty.text`)}>${add}<//>`
    : html`<${Table} caption=${t(part.heading)} columns=${[...columns, actions]} rows=${rows} />`}
    ${children}
    ${open && html`<${Dialog} c=${c} part=${part} row=${open === 'new' ? null : open} onClose=${() => setOpen(null)}
      reload=${reload} />`}
  </section>`;
}

const PARTY = { key: 'party', heading: 'tab.parties', path: 'parties', spec: 'party_create', fields: ['organisation_id', 'role',
  'contribution_oere', 'contact_name', 'note'], required: ['organisation_id', 'role'], nameOf: (r) => r.organisation_name };
const MILESTONE = { key: 'milestone', heading: 'tab.milestones', path: 'milestones', spec: 'milestone_create', fields: ['title',
  'due_date', 'done_date', 'status', 'delay_cause', 'delay_note'], required: ['title', 'due_date'], nameOf: (r) => r.title,
  initial: { status: 'planned' } };
const FUNDING = { key: 'funding', heading: 'funding.heading', path: 'funding',
  nameOf: (r) => `${label('funding_source', r.source)} ${r.year || ''}`.trim() };

export function Parties({ c, reload }) {
  return html`<${Part} c=${c} part=${PARTY} rows=${c.participants} reload=${reload} columns=${[
    { key: 'name', head: t('field.organisation_id'), main: true,
      cell: (p) => html`<a href=${`/parter/${p.organisation_id}`}>${p.organisation_name}
      </a>${p.cvr && html`<span class="sub">CVR ${p.cvr}</span>`}` },
    { key: 'role', head: t('field.role'), cell: (p) => label('party_role', p.role) },
    { key: 'contribution', head: t('field.contribution_oere'), num: true, cell: (p) => kr(p.contribution_oere) },
    { key: 'contact', head: t('field.contact_name'), cell: (p) => p.contact_name || '–' },
    { key: 'note', head: t('field.note'), cell: (p) => p.note || '–' },
  ]} />`;
}

export function Milestones({ c, reload }) {
  const today = new Date().toISOString().slice(0, 10);
  const rows = [...c.milestones].sort((a, b) => ((a.due_date || '9') < (b.due_date || '9') ? -1 : 1));
  const late = (m) => !m.done_date && m.status !== 'done' && m.status !== 'cancelled' && m.due_date && m.due_date < today;
  return html`<${Part} c=${c} part=${MILESTONE} rows=${rows} reload=${reload} columns=${[
    { key: 'title', head: t('field.title'), main: true,
      cell: (m) => html`${m.title}${m.delay_note && html`<span class="sub">${m.delay_note}</span>`}` },
    { key: 'due', head: t('field.due_date'), cell: (m) => html`<span class="nowrap">${date(m.due_date)}
      </span>${m.baseline_date && m.baseline_date !== m.due_date &&
      html`<span class="sub">${t('milestone.baseline', { date: date(m.baseline_date) })}</span>`}` },
    { key: 'done', head: t('field.done_date'), cell: (m) => html`<span class="nowrap">${date(m.done_date)}</span>` },
    { key: 'status', head: t('field.status'), cell: (m) => html`<span>
      <${Status} code=${late(m) ? 'overdue' : m.status}
      text=${late(m) ? t('milestone.overdue') : label('milestone_status', m.status)} />${m.delay_cause &&
      html`<span class="sub">${label('delay_cause', m.delay_cause)}</span>`}</span>` },
  ]} />`;
}

function Shares({ shares }) {
  if (!shares || !shares.length) return '–';
  return html`<ul class="plain">${shares.map((s) => html`<li
    key=${s.kasse}>${label('kasse', s.kasse)} ${s.den === 1 ? '' : `${s.num}/${s.den}`} <span
    class="muted nowrap">${kr(s.amount_oere)}</span></li>`)}</ul>`;
}

export function Economy({ c, reload }) {
  const sum = c.funding.reduce((all, f) => all + (f.amount_oere || 0), 0);
  const kasser = new Map();
  for (const f of c.funding) for (const s of f.shares || []) kasser.set(s.kasse, (kasser.get(s.kasse) || 0) + s.amount_oere);
  return html`<${Part} c=${c} part=${FUNDING} rows=${c.funding} reload=${reload} Dialog=${FundingDialog} columns=${[
    { key: 'source', head: t('field.source'), main: true,
      cell: (f) => html`${label('funding_source', f.source)}${f.organisation_name &&
      html`<span class="sub">${f.organisation_name}</span>`}${f.note && html`<span class="sub">${f.note}</span>`}` },
    { key: 'year', head: t('field.year'), cell: (f) => f.year || '–' },
    { key: 'shares', head: t('funding.shares'), cell: (f) => html`<${Shares} shares=${f.shares} />` },
    { key: 'amount', head: t('field.amount_oere'), num: true, cell: (f) => kr(f.amount_oere) },
  ]}>
    ${c.funding.length > 0 && html`<dl class="figures funding-total"><div><dt>${t('funding.total')}</dt><dd>${kr(sum)}</dd></div>
      ${[...kasser].map(([kasse, oere]) => html`<div key=${kasse}><dt>${label('kasse', kasse)}</dt><dd>${kr(oere)}</dd>
        </div>`)}</dl>`}
  <//>`;
}
