// SPDX-License-Identifier: EUPL-1.2
// In the tab Jura: clocks, state aid, rights, interests, flows of personal data, dispensations and fair competition; a list each.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { date, eur, num } from '../lib/format.js';
import { Alert, Empty, Loaded, Status } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { OutLink } from '../lib/fields.js';
import { Part } from './collaboration-parts.js';

const text = (more) => ({ control: 'textarea', rows: 3, ...more });
const code = (list) => ({ control: 'code', list });
/** A document of the case, by its title. */
export const documentField = (c) => ({ control: 'pick', label: t('law.document'), hint: c.documents.length ? '' : t('law.document.none'),
  options: c.documents.map((d) => ({ value: String(d.id), text: d.title })) });
const day = (iso) => html`<span class="nowrap">${date(iso)}</span>`;
export const Evidence = ({ c, id }) => {
  const d = c.documents.find((x) => x.id === id);
  return d ? html`<span class="sub"><${OutLink} url=${d.url} text=${d.title} /></span>` : null;
};
const organisation = (head) => ({ key: 'organisation', head: t(head),
  cell: (r) => html`<a href=${`/parter/${r.organisation_id}`}>${r.organisation_name}</a>` });

/** running, overdue and red say so in words; the colour repeats them. */
export const TIMER_STATUS = { overdue: 'overdue', running: 'planned', deemed_approved: 'done', approved: 'done', refused: 'rejected' };
export const AID_STATUS = { red: 'overdue', amber: 'delayed', green: 'done', unknown: 'superseded' };

/** One list below the case: what it is made of, and its columns. Everything else is Part's. */
function List({ c, part, columns, extra, before }) {
  const from = useLoad(`/collaborations/${c.id}/${part.path}`);
  return html`<${Loaded} from=${from}>${({ items }) => html`
    ${before && before(items)}
    <${Part} c=${c} part=${{ ...part, heading: `law.${part.key}`, more: { ...part.more, document_id: documentField(c) } }} rows=${items}
      reload=${from.reload} columns=${columns}>${extra}<//>`}<//>`;
}

export function Timers({ c }) {
  const rules = useLoad('/reference/timer-rules');
  return html`<${Loaded} from=${rules}>${({ items: known }) => {
    const kinds = [...new Map(known.map((r) => [r.code, r])).values()];
    const part = { key: 'timer', path: 'timers', spec: 'legal_timer_create', nameOf: (r) => r.title,
      fields: ['kind', 'title', 'started_on', 'outcome', 'outcome_on', 'document_id', 'note'], required: ['kind', 'title', 'started_on'],
      more: { kind: { label: t('law.timer.kind'), control: 'select',
        options: kinds.map((r) => ({ value: r.code, text: language() === 'da' ? r.da : r.en })) },
      title: { label: t('law.timer.title') }, outcome: code('timer_outcome') } };
    return html`<${List} c=${c} part=${part} columns=${[
      { key: 'title', head: t('law.timer.title'), main: true, cell: (r) => html`${r.title}<span class="sub">${label('deadline_kind',
        r.kind)}</span>${r.note && html`<span class="sub">${r.note}</span>`}<${Evidence} c=${c} id=${r.document_id} />` },
      { key: 'from', head: t('field.started_on'), cell: (r) => day(r.started_on) },
      { key: 'due', head: t('law.timer.due'), cell: (r) => html`${day(r.due_date)}${r.deemed && !r.outcome
        && html`<span class="sub">${t('law.timer.deemed', { outcome: label('timer_outcome', r.deemed).toLowerCase() })}</span>`}` },
      { key: 'state', head: t('field.status'), cell: (r) => html`<span><${Status} code=${TIMER_STATUS[r.state] || 'superseded'}
        text=${r.state === 'running' || r.state === 'overdue' ? t(`law.timer.${r.state}`) : label('timer_outcome', r.state)} />
        ${r.outcome_on && html`<span class="sub">${date(r.outcome_on)}</span>`}</span>` },
    ]} extra=${html`<div class="muted small"><p>${t('law.timer.rules')}</p><ul class="bullets">${kinds.map((r) => html`<li key=${r.code}>
      <strong>${label('deadline_kind', r.code)}:</strong> ${language() === 'da' ? r.help_da : r.help_en} (${r.source})</li>`)}</ul></div>`} />`;
  }}<//>`;
}

const AID = { key: 'aid', path: 'state-aid', spec: 'state_aid_create', nameOf: (r) => `${r.organisation_name} ${date(r.granted_on)}`,
  fields: ['organisation_id', 'basis', 'form', 'granted_on', 'amount_eur_cents', 'amount_oere', 'eur_rate', 'rate_date', 'granter', 'note'],
  required: ['organisation_id', 'granted_on'], initial: { basis: 'de_minimis', form: 'in_kind' } };

/** "Over loftet": the status in words. */
export const AidStatus = ({ row }) => (row.basis === 'de_minimis'
  ? html`<${Status} code=${AID_STATUS[row.status]} text=${t(`law.aid.${row.status}`)} />` : html`<span class="muted">${t('law.aid.notcounted')}</span>`);

export function StateAid({ c }) {
  const part = { ...AID, more: { organisation_id: { label: t('law.aid.company') }, basis: code('aid_basis'), form: code('aid_form'),
    amount_eur_cents: { control: 'eur', hint: t('law.aid.eur.hint') }, amount_oere: { control: 'kr', label: t('law.aid.dkk'), hint: t('law.aid.dkk.hint') },
    granter: { hint: t('law.aid.granter.hint') } } };
  return html`<${List} c=${c} part=${part} before=${(rows) => rows.some((r) => r.status === 'red') && html`<${Alert} kind="error"
      heading=${t('law.aid.over')}><p>${t('law.aid.over.text')}</p><//>`} columns=${[
    { ...organisation('law.aid.company'), main: true },
    { key: 'basis', head: t('field.basis'), cell: (r) => html`${label('aid_basis', r.basis)}<span class="sub">${label('aid_form', r.form)}</span>
      ${r.granter && html`<span class="sub">${r.granter}</span>`}` },
    { key: 'on', head: t('field.granted_on'), cell: (r) => day(r.granted_on) },
    { key: 'amount', head: t('field.amount_eur_cents'), num: true, cell: (r) => html`<span class="nowrap">${eur(r.amount_eur_cents)}</span>
      ${r.amount_oere !== null && html`<span class="sub">${t('law.aid.rate', { amount: num(r.amount_oere / 100), rate: num(r.eur_rate, 4, 2) })}</span>`}` },
    { key: 'sum', head: t('law.aid.sum'), num: true, cell: (r) => (r.basis === 'de_minimis' ? html`<span class="nowrap">${eur(r.sum_eur_cents)}</span>
      ${r.ceiling_eur_cents !== null && html`<span class="sub">${t('law.aid.of', { ceiling: eur(r.ceiling_eur_cents) })}</span>`}` : '–') },
    { key: 'status', head: t('field.status'), cell: (r) => html`<${AidStatus} row=${r} />` },
  ]} extra=${html`<p><a href="/jura/statsstoette">${t('law.aid.register')}</a></p>`} />`;
}

export function Rights({ c }) {
  const part = { key: 'ipr', path: 'ipr', spec: 'ipr_create', nameOf: (r) => r.title, required: ['ground', 'title'], initial: { asset: 'know_how' },
    fields: ['ground', 'title', 'asset', 'owner', 'organisation_id', 'licence', 'royalty_percent', 'royalty', 'publication', 'note'],
    more: { ground: code('ipr_ground'), title: { label: t('law.ipr.title') }, asset: code('ipr_asset'), owner: code('ipr_owner'),
      organisation_id: { label: t('law.ipr.party') }, royalty_percent: { control: 'number' } } };
  return html`<${List} c=${c} part=${part} columns=${[
    { key: 'title', head: t('law.ipr.title'), main: true, cell: (r) => html`${r.title}<span class="sub">${label('ipr_asset', r.asset)}</span>` },
    { key: 'ground', head: t('field.ground'), cell: (r) => label('ipr_ground', r.ground) },
    { key: 'owner', head: t('field.owner'), cell: (r) => html`${r.owner ? label('ipr_owner', r.owner)
      : html`<span class="badge badge-warning">${t('law.ipr.open')}</span>`}${r.organisation_name && html`<span class="sub">${r.organisation_name}</span>`}` },
    { key: 'use', head: t('field.licence'), cell: (r) => html`${r.licence || '–'}${r.royalty_percent !== null
      && html`<span class="sub">${t('law.ipr.royalty', { n: num(r.royalty_percent, 2, 0) })}</span>`}${r.royalty && html`<span class="sub">${r.royalty}</span>`}` },
    { key: 'publication', head: t('field.publication'), cell: (r) => r.publication || '–' },
  ]} extra=${html`<p class="muted small">${t('law.ipr.myth')}</p>`} />`;
}

export function Impartiality({ c }) {
  const part = { key: 'impartiality', path: 'impartiality', spec: 'impartiality_create', nameOf: (r) => r.person, required: ['person', 'interest'],
    fields: ['person', 'task', 'organisation_id', 'interest', 'declared_on', 'decision', 'measures', 'decided_on', 'document_id'],
    initial: { declared_on: new Date().toISOString().slice(0, 10) },
    more: { organisation_id: { label: t('law.impartiality.company') }, task: { label: t('law.impartiality.task') }, interest: text({ hint: t('law.impartiality.interest.hint') }),
      decision: code('impartiality_decision'), measures: text() } };
  return html`<${List} c=${c} part=${part} columns=${[
    { key: 'person', head: t('field.person'), main: true, cell: (r) => html`${r.person}${r.task && html`<span class="sub">${r.task}</span>`}` },
    { key: 'interest', head: t('field.interest'), cell: (r) => html`${r.interest}${r.organisation_name && html`<span class="sub">${r.organisation_name}</span>`}` },
    { key: 'declared', head: t('field.declared_on'), cell: (r) => day(r.declared_on) },
    { key: 'decision', head: t('field.decision'), cell: (r) => html`<span><${Status} code=${r.decision ? 'done' : 'delayed'}
      text=${r.decision ? label('impartiality_decision', r.decision) : t('law.impartiality.open')} />
      ${r.measures && html`<span class="sub">${r.measures}</span>`}<${Evidence} c=${c} id=${r.document_id} /></span>` },
  ]} />`;
}

export function DataFlows({ c }) {
  const part = { key: 'processing', path: 'data-processing', spec: 'data_processing_create', nameOf: (r) => r.purpose, required: ['purpose', 'role', 'from_party', 'to_party'],
    fields: ['purpose', 'role', 'data_class', 'from_party', 'to_party', 'legal_basis', 'dpia', 'dpia_date', 'third_country', 'transfer_basis', 'record_number', 'document_id',
      'starts_on', 'ends_on', 'note'], initial: { data_class: 'health', dpia: 'needed' },
    more: { role: { ...code('gdpr_role'), label: t('law.processing.role') }, data_class: code('data_class'), dpia: code('dpia_state'),
      third_country: { hint: t('law.processing.country.hint') } } };
  return html`<${List} c=${c} part=${part} columns=${[
    { key: 'purpose', head: t('field.purpose'), main: true, cell: (r) => html`${r.purpose}<span class="sub">${label('data_class', r.data_class)}</span>` },
    { key: 'flow', head: t('law.processing.flow'), cell: (r) => html`${t('law.processing.fromto', { from: r.from_party, to: r.to_party })}
      <span class="sub">${label('gdpr_role', r.role)}</span>${r.third_country && html`<span class="sub">${r.third_country}: ${r.transfer_basis}</span>`}` },
    { key: 'basis', head: t('field.legal_basis'), cell: (r) => r.legal_basis || (r.data_class === 'anonymous' ? '–'
      : html`<span class="badge badge-warning">${t('law.processing.nobasis')}</span>`) },
    { key: 'dpia', head: t('field.dpia'), cell: (r) => html`<span><${Status} code=${r.dpia === 'needed' ? 'delayed' : 'done'} text=${label('dpia_state', r.dpia)} />
      ${r.dpia_date && html`<span class="sub">${date(r.dpia_date)}</span>`}</span>` },
    { key: 'agreement', head: t('law.processing.agreement'), cell: (r) => html`${r.record_number || '–'}<${Evidence} c=${c} id=${r.document_id} />` },
  ]} />`;
}

export function Dispensations({ c }) {
  const part = { key: 'dispensation', path: 'dispensations', spec: 'dispensation_create', nameOf: (r) => r.subject, required: ['authority', 'subject'],
    fields: ['authority', 'subject', 'applied_on', 'granted_on', 'refused_on', 'expires_on', 'reference', 'conditions', 'document_id'],
    more: { subject: { label: t('law.dispensation.subject') }, granted_on: { label: t('law.dispensation.granted') } } };
  const state = (r) => (r.refused_on ? ['rejected', t('law.dispensation.refused', { date: date(r.refused_on) })]
    : r.granted_on ? ['done', t('law.dispensation.granted.on', { date: date(r.granted_on) })]
      : ['planned', r.applied_on ? t('law.dispensation.applied', { date: date(r.applied_on) }) : t('law.dispensation.none')]);
  return html`<${List} c=${c} part=${part} columns=${[
    { key: 'subject', head: t('law.dispensation.subject'), main: true, cell: (r) => html`${r.subject}${r.conditions && html`<span class="sub">${r.conditions}</span>`}` },
    { key: 'authority', head: t('field.authority'), cell: (r) => html`${r.authority}${r.reference && html`<span class="sub">${r.reference}</span>`}` },
    { key: 'status', head: t('field.status'), cell: (r) => { const [code, words] = state(r); return html`<${Status} code=${code} text=${words} />`; } },
    { key: 'expires', head: t('field.expires_on'), cell: (r) => html`${day(r.expires_on)}<${Evidence} c=${c} id=${r.document_id} />` },
  ]} />`;
}

/** Tenderers that took part in an innovation before: what they may know, and what was done so that all are alike. */
export function Competition({ c }) {
  const from = useLoad(`/collaborations/${c.id}/competition`);
  const part = { key: 'equalising', path: 'equalising-actions', spec: 'equalising_action_create', nameOf: (r) => r.action, required: ['organisation_id', 'action', 'done_on'],
    fields: ['organisation_id', 'action', 'done_on', 'document_id'], more: { organisation_id: { label: t('law.competition.tenderer') },
      action: text({ label: t('law.equalising.action'), hint: t('law.equalising.hint') }), done_on: { label: t('law.equalising.on') } } };
  return html`<section class="section"><h2>${t('law.competition')}</h2><p class="muted">${t('law.competition.lead')}</p>
    <${Loaded} from=${from} empty=${html`<${Empty} heading=${t('law.competition.empty')} text=${t('law.competition.empty.text')} />`}>${({ items }) => html`
      ${items.some((i) => !i.actions) && html`<${Alert} kind="warning" heading=${t('law.competition.warn')} />`}
      <${Table} caption=${t('law.competition')} rows=${items} rowKey=${(i) => `${i.organisation_id} ${i.collaboration_id} ${i.role}`} columns=${[
  { key: 'who', head: t('law.competition.tenderer'), main: true, cell: (i) => html`<a href=${`/parter/${i.organisation_id}`}>${i.organisation_name}</a>
    ${i.partner_name !== i.organisation_name && html`<span class="sub">${t('law.competition.through', { name: i.partner_name })}</span>`}` },
  { key: 'case', head: t('law.competition.case'), cell: (i) => html`<a href=${`/samarbejder/${i.collaboration_id}`}>${i.title}</a>
    <span class="sub">${i.number} · ${label('party_role', i.role)} · ${label('stage', i.stage, 'opi')}</span>` },
  { key: 'knows', head: t('law.competition.knows'), cell: (i) => html`${i.documents.length ? html`<ul class="plain">${i.documents.map((d) => html`<li
    key=${d}>${d}</li>`)}</ul>` : t('law.competition.nodocuments')}${i.dialogue.length > 0 && html`<p class="sub">${t('law.competition.dialogue')}</p>
    <ul class="plain">${i.dialogue.map((d) => html`<li key=${d}>${d}</li>`)}</ul>`}` },
  { key: 'done', head: t('law.competition.actions'), cell: (i) => html`<${Status} code=${i.actions ? 'done' : 'overdue'}
    text=${i.actions ? t('law.competition.done', { n: i.actions }) : t('law.competition.missing')} />` },
]} />`}<//></section>
    <${List} c=${c} part=${part} columns=${[
    { key: 'action', head: t('law.equalising.action'), main: true, cell: (r) => html`${r.action}<${Evidence} c=${c} id=${r.document_id} />` },
    organisation('law.competition.tenderer'),
    { key: 'on', head: t('law.equalising.on'), cell: (r) => day(r.done_on) },
  ]} />`;
}
