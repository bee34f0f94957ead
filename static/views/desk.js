// SPDX-License-Identifier: EUPL-1.2
// Tab Hos hvem: on whose desk the case lies, handed over with one press; the clocks of both sides; when it will be signed.
import { html, useState } from '../lib/html.js';
import { useLoad, post } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { num, date, dateTime } from '../lib/format.js';
import { Loaded, Empty, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { useForm, useSubmit, Field, ErrorSummary } from '../lib/form.js';

/** "12 dage"; under two days with a decimal. */
export const days = (n) => (n === null || n === undefined ? '–' : t('desk.days', { n: num(n, n < 2 ? 1 : 0, 0) }));

/** One button a desk; what is written and dated beside them goes along. */
function Handover({ c, now, onMoved }) {
  const [pressed, setPressed] = useState(null);
  const form = useForm({ fields: [{ name: 'note', label: t('desk.note'), control: 'text', hint: t('desk.note.hint') },
    { name: 'since', label: t('desk.since'), control: 'date', hint: t('desk.since.hint') }] });
  const [submit, busy] = useSubmit(form, async (body, desk) => {
    const { data, etag } = await post(`/collaborations/${c.id}/desk`, { desk, ...Object.fromEntries(Object.entries(body).filter(([, v]) => v)) });
    form.reset();
    notify(t('desk.moved', { desk: label('desk', desk) }));
    onMoved(data, etag);
  });
  return html`<form class="handover d-print-none" onSubmit=${(e) => e.preventDefault()} novalidate>
    <${ErrorSummary} form=${form} />
    <p class="strong" id="handover-to">${t('desk.handover')}</p>
    <div class="desk-buttons" role="group" aria-labelledby="handover-to">${choices('desk').map((d) => html`<button
      key=${d.value} type="button" class="button button-secondary" disabled=${busy || d.value === now}
      aria-pressed=${d.value === now ? 'true' : undefined} onClick=${(e) => { setPressed(d.value); submit(e, d.value); }}>${busy
      && pressed === d.value ? t('saving') : d.text}</button>`)}</div>
    <details class="assumptions"><summary>${t('desk.more')}</summary><div class="fields"><${Field} form=${form} name="note" />
      <${Field} form=${form} name="since" /></div></details></form>`;
}

function Clocks({ d }) {
  return html`<dl class="figures">
    <div><dt>${t('desk.now')}</dt><dd class="desk-now">${d.desk ? label('desk', d.desk) : t('desk.none')}${d.desk && html`<p class="note">${`${days(d.days)}, ${t('desk.from',
      { date: date(d.since.slice(0, 10)) })}`}</p>`}</dd></div>
    ${d.clocks.filter((k) => k.side !== 'authority' || k.days > 0).map((k) => html`<div key=${k.side}><dt>${t(`desk.side.${k.side}`)}</dt>
      <dd>${num(k.days, k.days < 2 ? 1 : 0, 0)} <span class="unit">${t('desk.unit')}</span></dd></div>`)}
    ${d.forecast && html`<div><dt>${t('desk.forecast')}</dt><dd>${date(d.forecast.signing_date)}<p class="note">${t(d.forecast.same_type
      ? 'desk.forecast.type' : 'desk.forecast.all', { n: d.forecast.based_on })}</p></dd></div>`}
  </dl>`;
}

export function Desk({ c }) {
  const from = useLoad(`/collaborations/${c.id}/desk`);
  return html`<section class="section"><h2>${t('tab.desk')}</h2><${Loaded} from=${from}>${(d) => html`
    ${d.intervals.length > 0 && html`<${Clocks} d=${d} />`}
    ${d.intervals.length === 0 && html`<${Empty} heading=${t('desk.empty')} text=${t('desk.empty.text')} />`}
    ${can('collaborations:write') && html`<${Handover} c=${c} now=${d.desk} onMoved=${from.set} />`}
    ${d.intervals.length > 0 && html`<h3>${t('desk.intervals')}</h3><${Table} caption=${t('desk.intervals')} rows=${[...d.intervals].reverse()} columns=${[
      { key: 'desk', head: t('field.desk'), main: true, cell: (i) => html`${label('desk', i.desk)}<span
        class="sub">${t(`desk.side.${i.side}`)}</span>` },
      { key: 'from', head: t('desk.started'), cell: (i) => html`<span class="nowrap">${dateTime(i.started_at)}</span>` },
      { key: 'to', head: t('desk.ended'), cell: (i) => (i.ended_at ? html`<span class="nowrap">${dateTime(i.ended_at)}</span>`
        : t('desk.running')) },
      { key: 'days', head: t('desk.time'), num: true, cell: (i) => days(i.days) },
      { key: 'note', head: t('field.note'), cell: (i) => i.note || '–' },
      { key: 'by', head: t('desk.by'), cell: (i) => i.handed_over_by_name || '–' }]} />`}`}<//></section>`;
}
