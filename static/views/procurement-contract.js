// SPDX-License-Identifier: EUPL-1.2
// The contract: what is used of its ceiling, call-offs, amendments, options, price basis, and what comes when it ends.
import { html, cx } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { kr, num, date, oneStop } from '../lib/format.js';
import { Alert } from '../lib/ui.js';
import { One, List, none, day, sub } from './procurement-parts.js';

const ORDER = { key: 'calloff', heading: 'calloff.heading', path: 'call-offs', spec: 'call_off_create', fields: ['title', 'number',
  'organisation_id', 'amount_oere', 'ordered_on', 'note'], required: ['title', 'amount_oere', 'ordered_on'], nameOf: (o) => o.title };
const AMENDMENT = { key: 'amendment', heading: 'amendment.heading', path: 'contract-amendments', spec: 'contract_amendment_create',
  fields: ['title', 'agreed_on', 'ceiling_change_oere', 'reason', 'legal_basis', 'document_url'], required: ['title', 'agreed_on', 'reason'],
  nameOf: (a) => a.title };
const OPTION = { key: 'option', heading: 'option.heading', path: 'contract-options', spec: 'contract_option_create', fields: ['kind',
  'title', 'months', 'amount_oere', 'notice_by', 'taken_on', 'declined', 'note'], required: ['kind', 'title'], nameOf: (o) => o.title };
const TERMS = { key: 'terms', heading: 'terms.heading', path: 'contract-terms', spec: 'contract_terms_create', required: [] };
const GROUPS = [['terms.heading', ['signed_on', 'kpi', 'termination']],
  ['terms.price', ['unit_price', 'volume', 'yearly_commitment_oere', 'index_code', 'index_clause']],
  ['terms.expiry', ['expiry_decision', 'expiry_decided_on', 'expiry_reason']]];
const COLOUR = { ok: 'green', warning: 'amber', over: 'red' };

/** Ceiling, use and rest to the krone; the colour repeats a word. */
function Ceiling({ ceiling, end_date, expiry_due }) {
  if (ceiling.state === 'none') return html`<${Alert} kind="info" heading=${t('ceiling.none')}>${t('ceiling.none.text')}<//>`;
  return html`<dl class="figures ceiling">
      <div><dt>${t('ceiling.ceiling')}</dt><dd>${kr(ceiling.ceiling_oere)}${ceiling.ceiling_oere !== ceiling.agreed_oere
        && html`<p class="note">${t('ceiling.agreed', { amount: kr(ceiling.agreed_oere) })}</p>`}</dd></div>
      <div><dt>${t('ceiling.used')}</dt><dd>${kr(ceiling.used_oere)}<p class="note"><span
        class=${cx('rate', `rate-${COLOUR[ceiling.state]}`)}><span class="strong">${num(ceiling.used_percent, 2, 0)} %</span><span>${t(
          `ceiling.${ceiling.state}`)}</span></span></p></dd></div>
      <div><dt>${t('ceiling.remaining')}</dt><dd>${kr(ceiling.remaining_oere)}</dd></div>
      <div><dt>${t('ceiling.end')}</dt><dd>${end_date ? date(end_date) : '–'}${expiry_due && html`<p class="note">${t('ceiling.decide', {
        day: date(expiry_due) })}</p>`}</dd></div></dl>
    ${ceiling.state === 'warning' && html`<${Alert} kind="warning" heading=${t('ceiling.warning.heading', { percent: num(ceiling.used_percent,
      2, 0) })}>${t('ceiling.warning.text', { amount: kr(ceiling.remaining_oere) })}<//>`}
    ${ceiling.state === 'over' && html`<${Alert} kind="error" heading=${t('ceiling.over.heading')}>${t('ceiling.over.text', {
      amount: kr(-ceiling.remaining_oere) })}<//>`}`;
}

export function Contract({ c, overview, reload }) {
  const kinds = ['option', 'extension'].map((k) => ({ value: k, text: t(`option.${k}`) }));
  const promised = overview.commitment;
  return html`<${Ceiling} ...${overview} />
    ${promised && html`<p>${oneStop(t(promised.used_oere < promised.committed_oere ? 'commitment.open' : 'commitment.met', { year: promised.year,
      used: kr(promised.used_oere), committed: kr(promised.committed_oere), rest: kr(promised.committed_oere - promised.used_oere) }))}</p>`}
    <${List} c=${c} reload=${reload} part=${{ ...ORDER, more: { organisation_id: { label: t('calloff.supplier') }, number: { hint: t(
      'calloff.number.hint') } } }} columns=${[
      { key: 'title', head: t('field.title'), main: true, cell: (o) => html`${o.title}${sub(o.number)}` },
      { key: 'supplier', head: t('calloff.supplier'), cell: (o) => (o.organisation_id ? html`<a
        href=${`/parter/${o.organisation_id}`}>${o.organisation_name}</a>` : none) },
      { key: 'day', head: t('field.ordered_on'), cell: (o) => day(o.ordered_on) },
      { key: 'amount', head: t('field.amount_oere'), num: true, cell: (o) => html`${kr(o.amount_oere)}${sub(o.note)}` }]} />
    <${List} c=${c} reload=${reload} part=${{ ...AMENDMENT, more: { ceiling_change_oere: { control: 'kr', hint: t(
      'amendment.ceiling.hint') }, reason: { control: 'textarea', rows: 3 } } }} columns=${[
      { key: 'title', head: t('field.title'), main: true, cell: (a) => html`${a.title}${sub(a.reason)}` },
      { key: 'day', head: t('field.agreed_on'), cell: (a) => day(a.agreed_on) },
      { key: 'change', head: t('field.ceiling_change_oere'), num: true, cell: (a) => (a.ceiling_change_oere === null ? none
        : kr(a.ceiling_change_oere)) },
      { key: 'basis', head: t('field.legal_basis'), cell: (a) => a.legal_basis || none }]} />
    <${List} c=${c} reload=${reload} part=${{ ...OPTION, more: { kind: { control: 'select', options: kinds }, months: {
      hint: t('option.months.hint') } } }} columns=${[
      { key: 'title', head: t('field.title'), main: true, cell: (o) => html`${o.title}${sub(t(`option.${o.kind}`))}` },
      { key: 'months', head: t('field.months'), num: true, cell: (o) => o.months ?? none },
      { key: 'amount', head: t('field.amount_oere'), num: true, cell: (o) => (o.amount_oere === null ? none : kr(o.amount_oere)) },
      { key: 'by', head: t('field.notice_by'), cell: (o) => day(o.notice_by) },
      { key: 'state', head: t('field.status'), cell: (o) => (o.taken_on ? t('option.taken', { day: date(o.taken_on) }) : t(o.declined
        ? 'option.declined' : 'option.open')) }]} />
    <${One} c=${c} part=${TERMS} groups=${GROUPS} reload=${reload} />`;
}
