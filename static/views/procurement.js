// SPDX-License-Identifier: EUPL-1.2
// Tab Indkøb of strategic procurement, in parts that follow the stages; of an OPI the market dialogue alone.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { useLocation } from '../lib/router.js';
import { num, date } from '../lib/format.js';
import { Loaded } from '../lib/ui.js';
import { OutLink } from '../lib/fields.js';
import { List, none, day, sub, choiceOf } from './procurement-parts.js';
import { Tender } from './procurement-tender.js';
import { Contract } from './procurement-contract.js';
import { Phases } from './procurement-phases.js';

const DIALOGUE = { key: 'dialogue', heading: 'dialogue.heading', path: 'market-dialogues', spec: 'market_dialogue_create',
  fields: ['held_on', 'form', 'organisation_id', 'firms', 'participants', 'material', 'material_url', 'same_material_to_all', 'summary',
    'conclusion'], required: ['held_on', 'form'], nameOf: (d) => `${label('market_form', d.form)} ${date(d.held_on)}` };
const NEED = { key: 'need', heading: 'need.heading', path: 'capacity-needs', spec: 'capacity_need_create', fields: ['unit_id', 'year',
  'quarter', 'fte', 'override_reason'], required: ['unit_id', 'year', 'quarter', 'fte'],
  nameOf: (n) => `${n.unit_name}, ${t('capacity.quarter', { quarter: n.quarter, year: n.year })}` };
const EFFORT = { key: 'effort', heading: 'effort.heading', path: 'efforts', spec: 'effort_create', fields: ['party', 'year',
  'planned_hours', 'used_hours', 'note'], required: ['party', 'year'], nameOf: (e) => `${t(`effort.${e.party}`)} ${e.year}` };
const hours = (n) => (n === null ? none : num(n, 2, 0));

export function MarketDialogue({ c }) {
  return html`<${List} c=${c} part=${{ ...DIALOGUE, more: { organisation_id: { hint: t('dialogue.organisation.hint') } } }} columns=${[
    { key: 'day', head: t('field.held_on'), main: true, cell: (d) => html`${day(d.held_on)}${sub(label('market_form', d.form))}` },
    { key: 'who', head: t('field.participants'), cell: (d) => html`${d.organisation_name || (d.firms !== null
      ? t('dialogue.firms', { n: d.firms }) : none)}${sub(d.participants)}` },
    { key: 'material', head: t('field.material'), cell: (d) => html`${d.material_url
      ? html`<${OutLink} url=${d.material_url} text=${d.material || d.material_url} />` : d.material || none}${sub(t(
        d.same_material_to_all ? 'dialogue.same' : 'dialogue.notsame'))}` },
    { key: 'conclusion', head: t('field.conclusion'), cell: (d) => html`${label('market_conclusion', d.conclusion)
      || none}${sub(d.summary)}` },
  ]} />`;
}

/** Whether the area is one to choose: scores, capacity, hours. */
function Choice({ c, overview, reload }) {
  const areas = useLoad(`/reference/strategic-areas?limit=200&as_of=${new Date().toISOString().slice(0, 10)}`);
  const named = (a) => (language() === 'da' ? a.da || a.area_da : a.en || a.area_en);
  const { strategic, effort } = overview;
  return html`<dl class="figures">
      <div><dt>${t('score.total')}</dt><dd>${strategic.percent === null ? '–' : html`${num(strategic.percent, 0)} <span
        class="unit">%</span>`}<p class="note">${t('score.scored', { scored: strategic.scored, areas: strategic.areas })}</p></dd></div>
      ${['procurement', 'clinic'].map((party) => {
        const e = effort.find((x) => x.party === party) || {};
        return html`<div key=${party}><dt>${t(`effort.${party}`)}</dt><dd>${num(e.used_hours || 0, 1, 0)} <span
          class="unit">${t('effort.unit')}</span><p class="note">${t('effort.of', { hours: num(e.planned_hours || 0, 1, 0) })}</p></dd></div>`;
      })}</dl>
    <${Loaded} from=${areas}>${(data) => html`<${List} c=${c} reload=${reload} part=${{ key: 'score', heading: 'score.heading',
      path: 'strategic-scores', spec: 'strategic_score_create', fields: ['area_id', 'score', 'reasoning'], required: ['area_id', 'score'],
      nameOf: named, more: { area_id: choiceOf(data.items.map((a) => ({ value: String(a.id), text: named(a) }))),
        score: { label: t('score.score'), hint: t('score.hint') } } }} columns=${[
      { key: 'area', head: t('field.area_id'), main: true, cell: (s) => named(s) },
      { key: 'weight', head: t('field.weight'), num: true, cell: (s) => s.weight },
      { key: 'score', head: t('score.score'), num: true, cell: (s) => t('score.of', { score: s.score }) },
      { key: 'why', head: t('field.reasoning'), cell: (s) => s.reasoning || none }]} />`}<//>
    <${List} c=${c} part=${{ ...NEED, initial: { unit_id: c.unit_id, unit_name: c.unit_name }, more: { override_reason: {
      hint: t('need.override.hint') }, fte: { hint: t('need.fte.hint') } } }} columns=${[
      { key: 'unit', head: t('need.team'), main: true, cell: (n) => n.unit_name },
      { key: 'quarter', head: t('field.quarter'), cell: (n) => html`<a href=${`/indkoeb/kapacitet?year=${n.year}&unit=${n.unit_id}`}>${t(
        'capacity.quarter', { quarter: n.quarter, year: n.year })}</a>` },
      { key: 'fte', head: t('field.fte'), num: true, cell: (n) => num(n.fte, 2, 1) },
      { key: 'why', head: t('field.override_reason'), cell: (n) => n.override_reason || none }]} />
    <${List} c=${c} reload=${reload} part=${{ ...EFFORT, more: { party: { options: ['procurement', 'clinic'].map((p) => ({ value: p,
      text: t(`effort.${p}`) })) } } }} columns=${[
      { key: 'party', head: t('field.party'), main: true, cell: (e) => html`${t(`effort.${e.party}`)}${sub(e.note)}` },
      { key: 'year', head: t('field.year'), cell: (e) => e.year },
      { key: 'planned', head: t('field.planned_hours'), num: true, cell: (e) => hours(e.planned_hours) },
      { key: 'used', head: t('field.used_hours'), num: true, cell: (e) => hours(e.used_hours) }]} />`;
}

// Address, view, and the stages in which it is shown first.
const PARTS = [['omraade', Choice, ['area_selected']], ['dialog', MarketDialogue, ['market_dialogue', 'business_case']],
  ['udbud', Tender, ['strategy', 'tender', 'negotiation', 'award']], ['kontrakt', Contract, ['contract', 'operation', 'evaluation',
    'renewal', 'closed']], ['faser', Phases, ['stages']]];

export function Procurement({ c, reload }) {
  const { query } = useLocation();
  const overview = useLoad(`/collaborations/${c.id}/procurement`);
  const [slug, View] = PARTS.find(([s]) => s === query.get('del')) || PARTS.find(([, , stages]) => stages.includes(c.stage)) || PARTS[0];
  return html`<nav class="subtabs d-print-none" aria-label=${t('procurement.parts')}><ul>${PARTS.map(([s]) => html`<li key=${s}><a
      href=${`/samarbejder/${c.id}/indkoeb?del=${s}`} aria-current=${s === slug ? 'page' : undefined}>${t(`procurement.${s}`)}</a></li>`)}</ul></nav>
    <${Loaded} from=${overview}>${(data) => html`<${View} key=${slug} c=${c} overview=${data} reload=${() => { overview.reload();
      reload(); }} />`}<//>`;
}
