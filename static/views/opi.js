// SPDX-License-Identifier: EUPL-1.2
// Tab OPI of a public-private innovation, in parts that follow the stages: screening canvas, partners, risk and money, test, decision.
import { html, useState } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { useLocation } from '../lib/router.js';
import { can } from '../lib/session.js';
import { kr, num, percent, date } from '../lib/format.js';
import { Loaded, Facts, Icon, Status } from '../lib/ui.js';
import { display, fieldLabel } from '../lib/fields.js';
import { PartDialog } from './collaboration-parts.js';
import { One, List, none, day, sub, choiceOf } from './procurement-parts.js';
import { MarketDialogue } from './procurement.js';

const ANSWER = { key: 'canvas', path: 'canvas-answers', spec: 'canvas_answer_create', fields: ['answer'], required: ['answer'] };
const COURSE = { key: 'course', path: 'opi-courses', spec: 'opi_course_create', required: [] };
const words = (p, name = '') => p[`${name}${language()}`] || p[`${name}da`];
const today = () => new Date().toISOString().slice(0, 10);
const long = (hint) => ({ control: 'textarea', rows: 6, hint: hint && t(hint) });

/** Myths and what holds, folded away until somebody wonders. */
function Myths({ rows }) {
  return html`<section class="section"><h2>${t('canvas.myths')}</h2>${rows.map((m) => html`<details key=${m.id} class="myth">
    <summary>${words(m)}</summary><p>${words(m, 'help_')}${m.source && html` <span class="muted">(${m.source})</span>`}</p></details>`)}</section>`;
}

/** One prompt with its answer. A prompt that has been put in new words since keeps the answer to the old ones. */
function Prompt({ p, answer, onOpen }) {
  return html`<section class="section">
    <div class="section-head"><h2>${words(p)}${!p.required && html` <span class="weight-normal muted">${t('form.optional')}</span>`}</h2>
      ${can('collaborations:write') && html`<button type="button" class="button button-secondary" onClick=${() => onOpen(p)}><${Icon}
        name=${answer ? 'edit' : 'plus'} />${t(answer ? 'action.edit' : 'canvas.answer')}<span class="sr-only"> ${words(p)}</span></button>`}</div>
    ${answer ? html`<p class="prose">${answer.answer}</p>` : html`<p class="muted">${words(p, 'help_')}</p>`}</section>`;
}

function Canvas({ c, reload }) {
  const prompts = useLoad(`/reference/opi-prompts?limit=200&as_of=${today()}`);
  const answers = useLoad(`/collaborations/${c.id}/canvas-answers`);
  const [open, setOpen] = useState(null);
  const again = () => { answers.reload(); reload(); };
  return html`<${Loaded} from=${prompts}>${(asked) => html`<${Loaded} from=${answers}>${(given) => {
    const rows = asked.items.filter((p) => p.part === 'canvas').sort((a, b) => a.no - b.no);
    const answerOf = (p) => given.items.find((a) => a.prompt_code === p.code);
    const missing = rows.filter((p) => p.required && !answerOf(p)).length;
    const answer = open && answerOf(open);
    return html`<p>${t('canvas.lead')} <${Status} code=${missing ? 'open' : 'done'} text=${missing ? t('canvas.missing', { n: missing })
        : t('canvas.done')} /></p>
      <section class="section"><div class="section-head"><h2>${t('canvas.group')}</h2><a class="function-link"
        href=${`/samarbejder/${c.id}`}>${t('canvas.overview')}</a></div>
        <${Facts} rows=${['need', 'need_group_size'].map((name) => [fieldLabel(name), display(name, c[name], c)])} /></section>
      ${rows.map((p) => html`<${Prompt} key=${p.id} p=${p} answer=${answerOf(p)} onOpen=${setOpen} />`)}
      <${Myths} rows=${asked.items.filter((p) => p.part === 'myth').sort((a, b) => a.no - b.no)} />
      ${open && html`<${PartDialog} c=${c} row=${answer} onClose=${() => setOpen(null)} reload=${again}
        part=${{ ...ANSWER, fields: answer ? ['answer'] : ['prompt_id', 'answer'], initial: { prompt_id: open.id }, more: {
          prompt_id: choiceOf([{ value: String(open.id), text: words(open) }]), answer: { ...long(), label: words(open), hint: words(open,
            'help_') } } }} />`}`;
  }}<//>`}<//>`;
}

/** One part of what a case has one of. */
const Course = (key, fields, more = {}) => ({ c, reload }) => html`<${One} c=${c} reload=${reload} part=${{ ...COURSE, key, heading: `${key}.heading`,
  more }} groups=${[[`${key}.heading`, fields]]} />`;

const Call = Course('call', ['call_published_on', 'call_closes_on', 'call_url', 'no_call_reason']);
const Trial = Course('trial', ['test_protocol', 'test_place', 'test_from', 'test_to', 'test_persons', 'ce_status', 'device_class', 'ethics_number']);
const Terms = Course('riskterms', ['risk_sharing']);
const Decide = Course('opidecision', ['decision', 'decided_on', 'decision_reason']);

const Partners = ({ c, reload }) => html`<${Call} c=${c} reload=${reload} /><${MarketDialogue} c=${c} />`;

function Risk({ c, overview, reload }) {
  const pools = useLoad(`/reference/pools?limit=200&as_of=${today()}`);
  const { exposure } = overview;
  const chance = (p) => (p === null ? none : percent(p, 0));
  return html`<dl class="figures">
      <div><dt>${t('exposure.worst')}</dt><dd>${kr(exposure.worst_case_oere)}</dd></div>
      <div><dt>${t('exposure.expected')}</dt><dd>${exposure.expected_oere === null ? '–' : kr(exposure.expected_oere)}<p class="note">${t(
        'exposure.expected.note')}</p></dd></div>
      <div><dt>${t('exposure.success')}</dt><dd>${exposure.success_probability === null ? '–' : percent(exposure.success_probability, 0)}</dd></div></dl>
    <${List} c=${c} reload=${reload} part=${{ key: 'exposure', heading: 'exposure.heading', path: 'exposures', spec: 'exposure_create',
      fields: ['no', 'name', 'exposure_oere', 'success_probability', 'terms'], required: ['no', 'name', 'exposure_oere'], nameOf: (e) => e.name,
      more: { name: { label: t('exposure.stage') }, success_probability: { control: 'percent', hint: t('exposure.chance.hint') } } }} columns=${[
      { key: 'stage', head: t('exposure.stage'), main: true, cell: (e) => html`${e.no}. ${e.name}${sub(e.terms)}` },
      { key: 'oere', head: t('field.exposure_oere'), num: true, cell: (e) => kr(e.exposure_oere) },
      { key: 'lost', head: t('exposure.lost'), num: true, cell: (e) => kr(e.worst_case_oere) },
      { key: 'reach', head: t('exposure.reach'), num: true, cell: (e) => chance(e.reach_probability) },
      { key: 'chance', head: t('field.success_probability'), num: true, cell: (e) => chance(e.success_probability) }]} />
    <p><a href=${`/samarbejder/${c.id}/forloeb`}>${t('exposure.gate')}</a></p>
    <${Terms} c=${c} reload=${reload} />
    <${Loaded} from=${pools}>${(data) => html`<${List} c=${c} part=${{ key: 'award', heading: 'award.heading', path: 'pool-awards',
      spec: 'pool_award_create', fields: ['pool_id', 'amount_oere', 'awarded_on', 'conditions', 'report_due', 'reported_on', 'note'],
      required: ['pool_id', 'amount_oere', 'awarded_on'], nameOf: (a) => words(a, 'pool_'), more: { pool_id: choiceOf(data.items.map((p) => ({
        value: String(p.id), text: words(p) }))), awarded_on: { label: t('award.day') }, conditions: { control: 'textarea', rows: 3 } } }} columns=${[
      { key: 'pool', head: t('field.pool_id'), main: true, cell: (a) => html`${words(a, 'pool_')}${sub(a.conditions)}` },
      { key: 'day', head: t('award.day'), cell: (a) => day(a.awarded_on) },
      { key: 'report', head: t('field.report_due'), cell: (a) => html`${day(a.report_due)}${a.reported_on && sub(t('award.reported', {
        day: date(a.reported_on) }))}` },
      { key: 'amount', head: t('field.amount_oere'), num: true, cell: (a) => kr(a.amount_oere) }]} />`}<//>`;
}

const Test = ({ c, reload }) => html`<${Trial} c=${c} reload=${reload} />
  <${List} c=${c} part=${{ key: 'involvement', heading: 'involvement.heading', path: 'involvements', spec: 'involvement_create', fields: ['involved',
    'held_on', 'form', 'people', 'outcome'], required: ['involved', 'held_on', 'form'], nameOf: (i) => `${label('involved_group', i.involved)} ${date(
    i.held_on)}`, more: { form: { label: t('involvement.form'), hint: t('involvement.form.hint') }, outcome: { label: t('involvement.outcome'),
    control: 'textarea', rows: 3 } } }} columns=${[
    { key: 'who', head: t('field.involved'), main: true, cell: (i) => html`${label('involved_group', i.involved)}${sub(i.form)}` },
    { key: 'day', head: t('field.held_on'), cell: (i) => day(i.held_on) },
    { key: 'people', head: t('field.people'), num: true, cell: (i) => (i.people === null ? none : num(i.people)) },
    { key: 'outcome', head: t('involvement.outcome'), cell: (i) => i.outcome || none }]} />`;

const Decision = ({ c, reload }) => html`<${Decide} c=${c} reload=${reload} />
  <${List} c=${c} reload=${reload} part=${{ key: 'spread', heading: 'spread.heading', path: 'spreads', spec: 'spread_create', fields: ['unit_id', 'place',
    'planned_on', 'taken_up_on', 'patients', 'note'], required: [], nameOf: (s) => s.unit_name || s.place, more: { unit_id: { hint: t('spread.unit.hint') } } }}
    columns=${[
    { key: 'where', head: t('spread.where'), main: true, cell: (s) => html`${s.unit_name || s.place}${sub(s.note)}` },
    { key: 'planned', head: t('field.planned_on'), cell: (s) => day(s.planned_on) },
    { key: 'taken', head: t('field.taken_up_on'), cell: (s) => day(s.taken_up_on) },
    { key: 'patients', head: t('field.patients'), num: true, cell: (s) => (s.patients === null ? none : num(s.patients)) }]} />`;

// Address, view, and the stages in which it is shown first.
const PARTS = [['screening', Canvas, ['idea', 'screening']], ['partnere', Partners, ['partner_search']], ['risiko', Risk, ['legal_clearance', 'agreement',
  'development']], ['afproevning', Test, ['test', 'evaluation']], ['beslutning', Decision, ['decision', 'scaling', 'benefits', 'closed']]];

export function Innovation({ c, reload }) {
  const { query } = useLocation();
  const overview = useLoad(`/collaborations/${c.id}/innovation`);
  const [slug, View] = PARTS.find(([s]) => s === query.get('del')) || PARTS.find(([, , stages]) => stages.includes(c.stage)) || PARTS[0];
  return html`<nav class="subtabs d-print-none" aria-label=${t('opi.parts')}><ul>${PARTS.map(([s]) => html`<li key=${s}><a
      href=${`/samarbejder/${c.id}/opi?del=${s}`} aria-current=${s === slug ? 'page' : undefined}>${t(`opi.${s}`)}</a></li>`)}</ul></nav>
    <${Loaded} from=${overview}>${(data) => html`<${View} key=${slug} c=${c} overview=${data} reload=${() => { overview.reload();
      reload(); }} />`}<//>`;
}
