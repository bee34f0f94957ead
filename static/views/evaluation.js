// SPDX-License-Identifier: EUPL-1.2
// Tab Evaluering: when the collaboration is to be evaluated, what came of it and who says so, indicators, and follow-up on benefits.
import { html, useState } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { num, date, kr, percent } from '../lib/format.js';
import { Loaded, Alert, Icon, Status } from '../lib/ui.js';
import { OutLink } from '../lib/fields.js';
import { Part, PartDialog } from './collaboration-parts.js';
import { List, none, day, sub } from './procurement-parts.js';
import { documentField, Evidence } from './law-parts.js';

const today = () => new Date().toISOString().slice(0, 10);
const VIEWS = ['summary', 'patient_view', 'staff_view', 'company_view', 'lessons'];

/** The days between which it is to be done, and how far that is. */
function Window({ evaluation: e }) {
  if (!e.from) return html`<${Alert} kind="info" heading=${t('evaluation.nostart')}>${t('evaluation.nostart.text')}<//>`;
  const days = { from: date(e.from), to: date(e.to) };
  if (e.done_on) return html`<p>${t('evaluation.window', days)} <${Status} code="done" text=${t('evaluation.done', { day: date(e.done_on) })} /></p>`;
  if (e.to < today()) return html`<${Alert} kind="warning" heading=${t('evaluation.late')}>${t('evaluation.window', days)}<//>`;
  return html`<p>${t('evaluation.window', days)} ${e.from <= today() && html`<${Status} code="active" text=${t('evaluation.now')} />`}</p>`;
}

/** What the estimate has promised so far, and what was measured. */
function Realised({ c }) {
  const from = useLoad(can('value:read') ? `/collaborations/${c.id}/realisation` : null);
  const total = from.data?.total;
  if (!total || total.rate === null) return null;
  return html`<dl class="figures">
    <div><dt>${t('evaluation.expected')}</dt><dd>${kr(total.expected_oere)}</dd></div>
    <div><dt>${t('evaluation.realised')}</dt><dd>${kr(total.realised_oere)}<p class="note"><a href=${`/samarbejder/${c.id}/vaerdi`}>${t('evaluation.lines')}</a></p></dd></div>
    <div><dt>${t('evaluation.rate')}</dt><dd>${percent(total.rate, 0)}</dd></div></dl>`;
}

function Evaluations({ c, reload }) {
  const report = (e) => (e.report_url ? html`<${OutLink} url=${e.report_url} text=${t('evaluation.report')} />` : html`<${Evidence} c=${c} id=${e.document_id} />`);
  return html`<${List} c=${c} reload=${reload} part=${{ key: 'evaluation', heading: 'evaluation.heading', path: 'evaluations', spec: 'evaluation_create',
    fields: ['occasion', 'done_on', ...VIEWS, 'document_id', 'report_url'], required: ['occasion'], nameOf: (e) => label('evaluation_occasion', e.occasion),
    more: { summary: { label: t('evaluation.summary') }, done_on: { hint: t('evaluation.done.hint') }, document_id: { ...documentField(c), label: t('evaluation.report') } } }} columns=${[
    { key: 'occasion', head: t('field.occasion'), main: true, cell: (e) => html`<span>${label('evaluation_occasion', e.occasion)}${sub(e.done_on
      ? t('evaluation.done', { day: date(e.done_on) }) : t('evaluation.open'))}${report(e)}</span>` },
    { key: 'views', head: t('evaluation.views'), cell: (e) => html`<dl class="opinions">${VIEWS.filter((v) => e[v]).map((v) => html`<div key=${v}><dt>${t(v === 'summary'
      ? 'evaluation.summary' : `field.${v}`)}</dt><dd>${e[v]}</dd></div>`)}</dl>` }]} />`;
}

const INDICATOR = { key: 'indicator', heading: 'indicator.heading', path: 'indicators', spec: 'indicator_create', fields: ['name', 'measured_in', 'direction',
  'baseline', 'target', 'source', 'next_on'], required: ['name', 'direction'], nameOf: (i) => i.name };
const VALUE = { key: 'indicatorvalue', path: 'indicator-values', spec: 'indicator_value_create', fields: ['indicator_id', 'measured_on', 'value', 'note'],
  required: ['measured_on', 'value'] };

function Indicators({ c }) {
  const from = useLoad(`/collaborations/${c.id}/indicators`);
  const values = useLoad(`/collaborations/${c.id}/indicator-values`);
  const [measuring, setMeasuring] = useState(null);
  const again = () => { from.reload(); values.reload(); };
  const ways = ['up', 'down'].map((v) => ({ value: v, text: t(`indicator.${v}`) }));
  const figure = (n) => (n === null ? none : num(n, 4, 0));
  return html`<${Loaded} from=${from}>${(data) => html`<${Part} c=${c} rows=${data.items} reload=${again} part=${{ ...INDICATOR, more: {
      direction: { control: 'select', options: ways, label: t('indicator.direction') }, measured_in: { hint: t('indicator.in.hint') }, source: { control: 'text', hint: t('indicator.source.hint') } } }}
    columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (i) => html`${i.name}${sub([i.measured_in, t(`indicator.${i.direction}`), i.source].filter(Boolean).join(' · '))}` },
    { key: 'before', head: t('field.baseline'), num: true, cell: (i) => figure(i.baseline) },
    { key: 'target', head: t('field.target'), num: true, cell: (i) => figure(i.target) },
    { key: 'last', head: t('indicator.last'), num: true, cell: (i) => html`<span>${figure(i.last_value)}${i.last_on && sub(date(i.last_on))}${i.met !== null
      && html`<${Status} code=${i.met ? 'done' : 'open'} text=${t(i.met ? 'indicator.met' : 'indicator.unmet')} />`}</span>` },
    { key: 'next', head: t('field.next_on'), cell: (i) => html`<span>${day(i.next_on)}${can('collaborations:write') && html` <button type="button" class="function-link"
      onClick=${() => setMeasuring(i)}><${Icon} name="plus" />${t('indicator.measure')}<span class="sr-only"> ${i.name}</span></button>`}</span>` }]} />
    ${values.data?.items.length > 0 && html`<${Part} c=${c} rows=${values.data.items} reload=${again} part=${{ ...VALUE, heading: 'indicatorvalue.heading', closed: true,
      fields: VALUE.fields.slice(1), nameOf: (v) => `${v.indicator_name} ${date(v.measured_on)}` }} columns=${[
      { key: 'name', head: t('field.indicator_id'), main: true, cell: (v) => v.indicator_name }, { key: 'day', head: t('field.measured_on'), cell: (v) => day(v.measured_on) },
      { key: 'value', head: t('field.value'), num: true, cell: (v) => figure(v.value) }, { key: 'note', head: t('field.note'), cell: (v) => v.note || none }]} />`}
    ${measuring && html`<${PartDialog} c=${c} row=${null} onClose=${() => setMeasuring(null)} reload=${again} part=${{ ...VALUE, initial: { indicator_id: measuring.id },
      more: { indicator_id: { control: 'pick', options: data.items.map((i) => ({ value: String(i.id), text: i.name })) } } }} />`}`}<//>`;
}

function Benefits({ c }) {
  return html`<${List} c=${c} part=${{ key: 'benefits', heading: 'benefits.heading', path: 'benefits-reviews', spec: 'benefits_review_create', fields: ['months', 'due_date',
    'done_on', 'summary', 'next_step'], required: ['months', 'due_date'], nameOf: (b) => t('benefits.after', { n: b.months }), more: { months: { label: t('benefits.months') },
    summary: { label: t('evaluation.summary'), rows: 3 }, next_step: { control: 'textarea', rows: 3 } } }} columns=${[
    { key: 'after', head: t('benefits.months'), main: true, cell: (b) => t('benefits.after', { n: b.months }) },
    { key: 'due', head: t('field.due_date'), cell: (b) => html`<span>${day(b.due_date)}${!b.done_on && b.due_date < today() && html`<${Status} code="overdue"
      text=${t('benefits.late')} />`}</span>` },
    { key: 'done', head: t('field.done_on'), cell: (b) => day(b.done_on) },
    { key: 'seen', head: t('evaluation.summary'), cell: (b) => html`${b.summary || none}${sub(b.next_step)}` }]} />`;
}

export function Evaluation({ c, reload }) {
  const overview = useLoad(`/collaborations/${c.id}/innovation`);
  return html`<${Loaded} from=${overview}>${(data) => html`<${Window} evaluation=${data.evaluation} />`}<//>
    <${Realised} c=${c} />
    <${Evaluations} c=${c} reload=${() => { overview.reload(); reload(); }} />
    <${Indicators} c=${c} />
    ${c.kind === 'opi' && html`<${Benefits} c=${c} />`}`;
}
