// SPDX-License-Identifier: EUPL-1.2
// What others ask one about: lines of their calculations that fall on oneself. First what waits for an answer.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { date, kr } from '../lib/format.js';
import { Loaded, PageHead, Empty } from '../lib/ui.js';
import { QuestionStatus } from './estimate-confirmations.js';

function List({ heading, rows }) {
  if (!rows.length) return null;
  return html`<section class="section"><h2>${heading}</h2><ul class="rows">${rows.map((c) => {
    const sum = c.line.flows.reduce((all, f) => all + f.amount_oere, 0);
    return html`<li key=${c.id}><span class="row-main"><a class="strong" href=${`/bekraeft/${c.id}`}>${c.line.name}</a>
      <span class="sub">${t('confirm.row', { title: c.title, who: c.asked_by_name || '–', unit: c.unit_name || '–',
        at: date(c.asked_at) })}</span>
      ${!c.line.suppressed && html`<span class="sub">${t('confirm.row.sum',
        { amount: kr(sum), n: c.line.flows.length })}</span>`}</span>
      <${QuestionStatus} status=${c.status} /></li>`;
  })}</ul></section>`;
}

export default function Confirmations() {
  const from = useLoad('/confirmations');
  return html`<div class="calm"><${PageHead} title=${t('confirm.title')} lead=${t('confirm.title.lead')} />
    <${Loaded} from=${from} empty=${html`<${Empty} heading=${t('confirm.empty')}
      text=${t('confirm.empty.text')} />`}>${({ items }) => html`
      <${List} heading=${t('confirm.waiting')} rows=${items.filter((c) => c.status === 'unanswered')} />
      <${List} heading=${t('confirm.answered')} rows=${items.filter((c) => c.status !== 'unanswered')} />`}<//></div>`;
}
