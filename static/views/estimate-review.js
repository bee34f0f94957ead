// SPDX-License-Identifier: EUPL-1.2
// The tab Gennemgang: where the estimate stands and what the review said.
import { html } from '../lib/html.js';
import { t, label } from '../lib/i18n.js';
import { dateTime } from '../lib/format.js';
import { Facts } from '../lib/ui.js';
import { Completeness } from './completeness.js';

export function ReviewTab({ draft }) {
  const { estimate } = draft;
  return html`<section class="section narrow-section"><h2>${t('estimate.tab.review')}</h2>
    <${Facts} rows=${[
    [t('field.status'), label('estimate_status', estimate.status)],
    estimate.submitted_at && [t('review.submitted'), t('review.by', { name: estimate.submitted_by_name, at: dateTime(estimate.submitted_at) })],
    estimate.assigned_to_name && [t('review.assigned'), estimate.assigned_to_name],
    estimate.approved_at && [t('review.approved'), t('review.by', { name: estimate.approved_by_name, at: dateTime(estimate.approved_at) })],
    estimate.review_comment && [t('estimate.comment'), estimate.review_comment],
  ]} />
    ${estimate.status === 'draft' && html`<${Completeness} draft=${draft} />`}</section>`;
}
