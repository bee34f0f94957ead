// SPDX-License-Identifier: EUPL-1.2
// In the tab Værdi: what was measured beside what the estimate has promised, line by line, with colours that are said in words too.
import { html, cx } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { mio, kr, num, percent } from '../lib/format.js';
import { Loaded, Alert } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Part } from './collaboration-parts.js';

/** "95,0 %, grøn": the colour repeats the word. */
function Rate({ row, year }) {
  const rate = row.rate ?? row.cost_rate;
  return html`<span class=${cx('rate', `rate-${row.status}`)}>${year && html`<span class="rate-year">${year}</span>`}
    ${rate !== null && rate !== undefined && html`<span class="strong">${percent(rate, 1, 1)}</span>`}<span>${t(`rate.${row.status}`)}</span></span>`;
}

function Years({ line }) {
  const due = line.years.filter((y) => y.status !== 'not_due');
  if (!due.length) return html`<span class="muted">${t('rate.not_due')}</span>`;
  return html`<span class="rates">${due.map((y) => html`<${Rate} key=${y.year} row=${y} year=${y.year} />`)}</span>`;
}

function Overdue({ rows }) {
  const byLine = new Map();
  for (const r of rows) byLine.set(r.name, [...(byLine.get(r.name) || []), r.year]);
  return html`<${Alert} kind="warning" heading=${t('measure.overdue', { n: rows.length })}><ul
    class="bullets">${[...byLine].map(([name, years]) => html`<li
    key=${name}>${name}: ${years.join(', ')}</li>`)}</ul><//>`;
}

/** The sums: what came of it so far, what it cost, and two ways to see the rest. */
function Sums({ total }) {
  const amount = (oere) => (Math.abs(oere) >= 1e8 ? html`${mio(oere, true)} <span class="unit">${t('unit.mio')}</span>` : kr(oere));
  const word = (oere) => (Math.abs(oere) >= 1e8 ? mio(oere) : kr(oere));
  return html`<dl class="figures">
    <div><dt>${t('measure.realised')}</dt><dd>${amount(total.realised_oere)}
      <p class="note">${t('measure.of', { expected: word(total.expected_oere) })}</p></dd></div>
    <div><dt>${t('measure.rate')}</dt><dd>${percent(total.rate, 1, 1)}<p class="note"><${Rate}
      row=${{ ...total, rate: null, cost_rate: null }} /></p>${total.years.some((y) => y.rate !== null) && html`<div class="note"><${Years}
      line=${{ years: total.years.filter((y) => y.rate !== null) }} /></div>`}</dd></div>
    ${total.cost_realised_oere !== 0 && html`<div><dt>${t('measure.cost')}</dt><dd>${amount(total.cost_realised_oere)}
      <p class="note">${t('measure.of', { expected: word(total.cost_expected_oere) })}</p></dd></div>`}
    <div><dt>${t('measure.rest')}</dt><dd>${amount(total.forecast_rate_oere)}
      <p class="note">${t('measure.rest.plan', { amount: word(total.forecast_plan_oere) })}</p></dd></div></dl>`;
}

function Lines({ reply }) {
  return html`<${Table} caption=${t('measure.lines')} rows=${reply.lines} rowKey=${(l) => l.line} columns=${[
    { key: 'line', head: t('confirm.line'), main: true, cell: (l) => html`${l.name}<span class="sub">${label('sector',
      l.sector)}</span>` },
    { key: 'planned', head: t('measure.planned'), num: true, cell: (l) => num(l.planned_oere / 100) },
    { key: 'expected', head: t('measure.expected'), num: true, cell: (l) => (l.realised_oere === null ? '–'
      : num(l.expected_oere / 100)) },
    { key: 'realised', head: t('measure.measured.kr'), num: true, cell: (l) => (l.realised_oere === null ? '–'
      : num(l.realised_oere / 100)) },
    { key: 'rate', head: t('measure.status'), cell: (l) => html`<${Rate} row=${l} />` },
    { key: 'years', head: t('confirm.years'), cell: (l) => html`<${Years} line=${l} />` },
  ]} />`;
}

/** The rows as they were typed. */
function Measurements({ c, lines, rows, reload }) {
  const nameOf = (id) => lines.find((l) => l.line === id)?.name || id;
  const field = (name, more) => [name, { label: t(`measure.${name}`), ...more }];
  const part = { key: 'measurement', heading: 'measure.rows', path: 'measurements', spec: 'measurement_create', wide: true,
    fields: ['line', 'year', 'baseline', 'qty', 'patients', 'amount_oere', 'price_year', 'deadweight', 'attribution', 'source',
      'note'],
    required: ['line', 'year'], nameOf: (m) => `${nameOf(m.line)} ${m.year}`, initial: { deadweight: 0, attribution: 1 },
    more: Object.fromEntries([field('line', { control: 'select', options: lines.map((l) => ({ value: l.line, text: l.name })) }),
      field('year', { control: 'int' }),
      field('baseline', { control: 'check', hint: t('measure.baseline.hint') }), field('qty',
        { control: 'number', hint: t('measure.qty.hint') }),
      field('patients', { control: 'number', hint: t('measure.patients.hint') }), field('amount_oere',
        { control: 'kr', hint: t('measure.amount_oere.hint') }),
      field('price_year', { control: 'int', hint: t('measure.price_year.hint') }), field('deadweight',
        { control: 'percent', hint: t('measure.deadweight.hint') }),
      field('attribution', { control: 'percent', hint: t('measure.attribution.hint') }), field('source', { control: 'text' })]) };
  return html`<${Part} c=${c} part=${part} rows=${rows} reload=${reload} columns=${[
    { key: 'line', head: t('measure.line'), main: true, cell: (m) => html`${nameOf(m.line)}${m.note
      && html`<span class="sub">${m.note}</span>`}` },
    { key: 'year', head: t('result.year'), cell: (m) => html`${m.year}${m.baseline
      && html`<span class="sub">${t('measure.baseline.is')}</span>`}` },
    { key: 'value', head: t('measure.measured'), num: true, cell: (m) => (m.amount_oere !== null ? kr(m.amount_oere) : num(m.qty, 4,
      0)) },
    { key: 'patients', head: t('measure.patients'), num: true, cell: (m) => (m.patients === null ? html`<span class="none">–</span>`
      : num(m.patients, 1, 0)) },
    { key: 'source', head: t('field.source'), cell: (m) => m.source || html`<span class="none">–</span>` },
    { key: 'by', head: t('measure.by'), cell: (m) => m.measured_by_name || '–' },
  ]} />`;
}

export function Realisation({ c }) {
  const from = useLoad(`/collaborations/${c.id}/realisation`);
  const rows = useLoad(`/collaborations/${c.id}/measurements`);
  const reload = () => { from.reload(); rows.reload(); };
  return html`<section class="section realisation"><h2>${t('measure.heading')}</h2><${Loaded} from=${from}>${(reply) => {
    const measured = rows.data?.items || [];
    if (!reply.total) return html`<p class="muted">${t('measure.nothing')}</p>`;
    return html`<p class="muted">${t(reply.approved ? 'measure.lead' : 'measure.lead.draft')}</p>
      ${reply.overdue.length > 0 && html`<${Overdue} rows=${reply.overdue} />`}
      ${reply.faults.length > 0 && html`<${Alert} kind="warning" heading=${t('measure.faults')}><ul
        class="bullets">${reply.faults.map((f) => html`<li
        key=${f.field}>${t(`measure.${f.field.split('.').pop()}`)}: ${f.detail}</li>`)}</ul><//>`}
      ${measured.length > 0 && reply.total.realised_oere !== null && html`<${Sums} total=${reply.total} />`}
      ${measured.length > 0 && html`<${Lines} reply=${reply} />`}
      ${rows.data && !measured.length && !can('collaborations:write') && html`<p>${t('measure.none')}</p>`}
      ${(measured.length > 0 || can('collaborations:write')) && rows.data
        && html`<${Measurements} c=${c} lines=${reply.lines} rows=${measured} reload=${reload} />`}`;
  }}<//></section>`;
}
