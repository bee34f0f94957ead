// SPDX-License-Identifier: EUPL-1.2
// The tender: procedure and threshold, notice and deadlines, the answers of an innovation partnership, bidders and award.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { kr, date } from '../lib/format.js';
import { Alert } from '../lib/ui.js';
import { One, List, none, day, sub, yesNo } from './procurement-parts.js';

const PART = { key: 'tender', heading: 'tender.heading', path: 'tenders', spec: 'tender_create', required: ['procedure'] };
const ANSWERS = ['award_on_first_offer', 'ipr_arrangement', 'several_contracts', 'negotiation', 'participation_fee', 'reduction'];
const GROUPS = [['tender.heading', ['procedure', 'service_kind', 'value_oere', 'lots', 'award_criteria']],
  ['tender.answers', ANSWERS],
  ['tender.notice', ['notice_number', 'notice_url', 'notice_date', 'application_deadline', 'invited_on', 'offer_deadline']],
  ['tender.award', ['awarded_on', 'evaluation_note']]];
const BIDDER = { key: 'bidder', heading: 'bidder.heading', path: 'bidders', spec: 'bidder_create', fields: ['organisation_id',
  'applied_on', 'invited', 'offer_on', 'offer_oere', 'awarded', 'note'], required: ['organisation_id'], nameOf: (b) => b.organisation_name };

/** What the law's figures say of this tender, in a sentence each. */
function Figures({ threshold, tender }) {
  const said = [];
  if (threshold.value_oere !== null) {
    if (threshold.threshold_oere === null) said.push(t('tender.threshold.none', { day: date(threshold.day) }));
    else said.push(t(threshold.above ? 'tender.threshold.above' : 'tender.threshold.below', { value: kr(threshold.value_oere),
      threshold: kr(threshold.threshold_oere), source: threshold.source || '–' }));
  }
  if (tender.earliest_deadline) said.push(t('tender.earliest', { day: date(tender.earliest_deadline) }));
  if (tender.least_invited) said.push(t('tender.invited', { invited: tender.invited, least: tender.least_invited }));
  if (tender.standstill_end) said.push(t('tender.standstill', { day: date(tender.standstill_end) }));
  const warns = threshold.value_oere !== null && threshold.threshold_oere === null;
  return said.length > 0 && html`<${Alert} kind=${warns ? 'warning' : 'info'} heading=${t('tender.figures')}><ul
    class="bullets">${said.map((s) => html`<li key=${s}>${s}</li>`)}</ul><//>`;
}

export function Tender({ c, overview, reload }) {
  const more = { award_on_first_offer: yesNo(), several_contracts: yesNo(), notice_number: { hint: t('tender.number.hint') },
    application_deadline: { hint: overview.tender.earliest_deadline ? t('tender.earliest', { day: date(overview.tender.earliest_deadline) })
      : t('hint.date') } };
  return html`<${Figures} ...${overview} />
    <${One} c=${c} part=${{ ...PART, more }} groups=${GROUPS} reload=${reload}>
      <${List} c=${c} part=${BIDDER} reload=${reload} columns=${[
        { key: 'name', head: t('bidder.firm'), main: true, cell: (b) => html`<a href=${`/parter/${b.organisation_id}`}>${b.organisation_name}</a>${sub(
          b.cvr && `CVR ${b.cvr}`)}` },
        { key: 'applied', head: t('field.applied_on'), cell: (b) => day(b.applied_on) },
        { key: 'invited', head: t('field.invited'), cell: (b) => t(b.invited ? 'yes' : 'no') },
        { key: 'offer', head: t('bidder.offer'), num: true, cell: (b) => html`${b.offer_oere === null ? none : kr(b.offer_oere)}${b.offer_on
          && sub(date(b.offer_on))}` },
        { key: 'awarded', head: t('field.awarded'), cell: (b) => html`${t(b.awarded ? 'yes' : 'no')}${sub(b.note)}` }]} />
    <//>`;
}
