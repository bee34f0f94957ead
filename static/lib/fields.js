// SPDX-License-Identifier: EUPL-1.2
// The fields of a collaboration and what hangs on it: which control edits each, how its value reads, which kind has it.
import { html } from './html.js';
import { t, label, choices, has } from './i18n.js';
import { date, dateTime, kr, eur, num } from './format.js';

const code = (list, more) => ({ control: 'code', list, ...more });
const ofKind = (values) => values.kind;

/** Control of a field by name; what is not here is one line of text. */
export const CONTROLS = {
  summary: { control: 'textarea' }, need: { control: 'textarea' }, note: { control: 'textarea', rows: 3 },
    delay_note: { control: 'textarea', rows: 3 }, body: { control: 'textarea', rows: 3 },
  kind: code('kind'), subtype: code('subtype', { parent: ofKind }), stage: code('stage', { parent: ofKind }), theme: code('theme'),
    patient_group: code('patient_group'), visibility: code('visibility'), commercial: code('commercial'),
    prevention: { control: 'yesno' }, rare_disease: { control: 'yesno' },
  role: code('party_role'), status: code('milestone_status'), delay_cause: code('delay_cause'), type: code('document_type'),
    confidentiality: code('confidentiality'), direction: code('direction'), source: code('funding_source'),
    procurement_procedure: code('procurement_procedure'),
  unit_id: { control: 'unit' }, owner_id: { control: 'user' }, organisation_id: { control: 'organisation' },
    sponsor_id: { control: 'organisation' },
  start_date: { control: 'date' }, end_date: { control: 'date' }, due_date: { control: 'date' }, done_date: { control: 'date' },
    baseline_date: { control: 'date' }, document_date: { control: 'date' },
  tags: { control: 'tags' },
  value_ceiling_oere: { control: 'kr' }, external_amount_oere: { control: 'kr' }, amount_oere: { control: 'kr' },
    contribution_oere: { control: 'kr' },
  planned_patients: { control: 'int' }, term_months: { control: 'int' }, need_group_size: { control: 'int' },
    year: { control: 'int' },
};

/** Fields that only one kind of collaboration has, in the order they are shown. */
export const KIND_FIELDS = {
  opi: ['need', 'need_group_size'],
  strategic_procurement: ['procurement_procedure', 'cpv', 'term_months'],
  research_contract: ['principal_investigator', 'sponsor_id', 'protocol_number', 'eu_number', 'ethics_number', 'planned_patients',
    'external_amount_oere'],
};

const NAME_OF = { unit_id: 'unit_name', owner_id: 'owner_name', organisation_id: 'organisation_name', sponsor_id: 'sponsor_name' };
const CODED = { ...Object.fromEntries(Object.entries(CONTROLS).filter(([, c]) => c.list).map(([name, c]) => [name, c.list])),
  tier: 'tier', kasse: 'kasse', signal: 'value_signal', sector: 'sector', evidence: 'evidence', perspective: 'perspective' };

// Two things have a status; a kind of organisation and of unit are other lists than the kind of a collaboration.
const OF_ENTITY = { 'estimate.status': 'estimate_status', 'organisation.kind': 'organisation_kind', 'unit.kind': 'unit_kind',
  'legal_timer.kind': 'deadline_kind', 'legal_timer.outcome': 'timer_outcome', 'legal_timer.deemed': 'timer_outcome', 'state_aid.basis': 'aid_basis', 'state_aid.form': 'aid_form',
  'ipr.ground': 'ipr_ground', 'ipr.asset': 'ipr_asset', 'ipr.owner': 'ipr_owner', 'impartiality.decision': 'impartiality_decision', 'data_processing.role': 'gdpr_role',
  'data_processing.data_class': 'data_class', 'data_processing.dpia': 'dpia_state', 'checklist_item.answer': 'law.answer' };
const listOf = (name, entity) => OF_ENTITY[`${entity}.${name}`] || CODED[name];

/** Definitions for useForm(): names, with what `more` says about single ones; `of` gives the shown names of ids. */
export function fieldsFor(names, of = {}, more = {}) {
  return names.map((name) => ({ name, label: t(`field.${name}`), ...CONTROLS[name], text: NAME_OF[name] ? of[NAME_OF[name]] || ''
    : undefined, hint: has(`hint.${name}`) ? t(`hint.${name}`) : '', ...more[name] }));
}

/** A value as people read it. `of` is the object it belongs to: for labels by kind and names of ids; `entity` its table. */
export function display(name, value, of = {}) {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)) return '';
  if (NAME_OF[name]) return of[NAME_OF[name]] || String(value);
  if (listOf(name, of.entity)) return label(listOf(name, of.entity), value, name === 'stage' || name === 'subtype' ? of.kind : undefined);
  if (name.endsWith('_oere')) return kr(value);
  if (name.endsWith('_eur_cents')) return eur(value);
  if (/^(year|.*_year|year_from|year_to|no|.*_no|postcode)$/.test(name)) return String(value);
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value === 'number') return num(value, 4, 0);
  if (name === 'tags' && Array.isArray(value)) return value.join(', ');
  if (name.endsWith('_at')) return dateTime(value);
  if (/_date$|^valid_|^expires/.test(name) || (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))) return date(value);
  return Array.isArray(value) || typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Label of a field, also for the dotted names of the history. */
export function fieldLabel(name) {
  const last = name.split('.').pop();
  return has(`field.${name}`) ? t(`field.${name}`) : has(`field.${last}`) ? t(`field.${last}`) : name;
}

/** A link when it is safe to follow, else the text. */
export function OutLink({ url, text }) {
  if (!/^https?:\/\//i.test(url || '')) return text || url;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${text || url}<span class="sr-only"> ${t('link.newtab')}
    </span></a>`;
}

export { choices };
