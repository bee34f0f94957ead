// SPDX-License-Identifier: EUPL-1.2
// Administration, Revisionsspor: every change, by whom, what it was before and after. The filters live in the address.
import { html, useState, useEffect, useMemo } from '../lib/html.js';
import { usePages } from '../lib/api.js';
import { t, codeLists } from '../lib/i18n.js';
import { setQuery, navigate } from '../lib/router.js';
import { dateTime } from '../lib/format.js';
import { ProblemBox, Spinner, Empty, Icon } from '../lib/ui.js';
import { Table, More, ListFiles, formatTotal } from '../lib/table.js';
import { Changes, heading } from '../lib/history.js';
import { DateFilter } from './collaborations-filter.js';

// What one asks for, and the tables that it means.
const SUBJECTS = {
  collaborations: 'collaboration,opi,procurement,research_contract,collaboration_member',
  parties: 'participation', milestones: 'milestone', funding: 'funding,funding_share', documents: 'document,document_version', secrecy: 'secrecy_mark',
  access: 'access_request,access_request_case,access_answer,access_package', comments: 'comment',
  estimates: ['', '_alternative', '_discount_step', '_health', '_index', '_line', '_payer_rule', '_sector', '_stage', '_uncertainty',
    '_volume'].map((x) => `estimate${x}`).join(','),
  organisations: 'organisation,organisation_duplicate', users: 'app_user,role_grant', units: 'unit,unit_successor,unit_area', imports: 'import,import_mapping',
  reference: 'reference_value,unit_cost,price_index,payer_rule',
  rules: 'approval_rule,compliance_rule,checklist_rule,timer_rule,procurement_rule,strategic_area,capacity_ceiling,public_holiday,lifecycle', views: 'saved_view', codes: '',
};
const tables = (what) => (what === 'codes' ? codeLists().map((name) => `code_${name}`).join(',') : SUBJECTS[what] || '');
const ACTIONS = ['insert', 'update', 'delete', 'block'];
const NAMES = ['who', 'collaboration_number', 'what', 'action', 'from', 'to'];

const PLACE = { organisation: '/parter/', app_user: '/administration/brugere/', unit: '/administration/enheder/', import: '/import/', access_request: '/aktindsigt/' };

/** A text that filters when it is left or Enter is pressed. */
function TextFilter({ name, params }) {
  const [text, setText] = useState(params[name]);
  useEffect(() => { setText(params[name]); }, [params[name]]);
  return html`<div class="form-group"><label class="form-label" for=${`f-${name}`}>${t(`audit.${name}`)}</label>
    <input id=${`f-${name}`} class="form-input" value=${text} onInput=${(e) => setText(e.target.value)}
      onChange=${() => setQuery({ [name]: text.trim() })} /></div>`;
}

function ChoiceFilter({ name, params, values }) {
  return html`<div class="form-group"><label class="form-label" for=${`f-${name}`}>${t(`audit.${name}`)}</label>
    <select id=${`f-${name}`} class="form-select" value=${params[name]} onChange=${(e) => setQuery({ [name]: e.target.value })}>
      <option value="">${t('filter.all')}</option>${values.map((v) => html`<option key=${v} value=${v}>${t(`audit.${name}.${v}`)}
        </option>`)}</select></div>`;
}

function What({ event }) {
  const name = event.subject || (event.entity_id ? t('audit.no', { no: event.entity_id }) : '');
  const place = event.entity === 'collaboration' ? '' : PLACE[event.entity];
  const own = event.entity === 'collaboration' || !name ? '' : place ? html`<a href=${place + event.entity_id}>${name}</a>` : name;
  return html`<span class="first-up">${heading(event)}</span>${own && html`<span class="sub">${own}</span>`}
    ${event.collaboration_id && html`<span class="sub"><a href=${`/samarbejder/${event.collaboration_id}`}>${event.collaboration_number ||
      t('audit.no', { no: event.collaboration_id })}${event.entity === 'collaboration' && event.subject ? ` ${event.subject}` : ''}</a></span>`}`;
}

function Rows({ list, filtered }) {
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  if (!list.items.length) return html`<${Empty} heading=${t(filtered ? 'audit.nothing' : 'audit.empty')}
    text=${filtered ? t('list.nothing.text') : ''} />`;
  return html`<${Table} caption=${t('admin.audit')} rows=${list.items} rowKey=${(e) => e.seq} columns=${[
    { key: 'what', head: t('audit.done'), main: true, cell: (e) => html`<${What} event=${e} />` },
    { key: 'at', head: t('audit.at'), cell: (e) => html`<span class="nowrap">${dateTime(e.at)}</span>
      <span class="sub">${t('audit.no', { no: e.seq })}</span>` },
    { key: 'who', head: t('audit.by'), cell: (e) => html`<div>${e.actor_name || t('history.system')}
      <span class="sub">${t(`audit.via.${e.via.split(':')[0]}`)}</span></div>` },
    { key: 'changes', head: t('audit.changes'), wide: true, cell: (e) => html`<div class="changes">
      <${Changes} event=${e} />${e.reason && html`<p class="muted">${t('history.reason', { reason: e.reason })}</p>`}</div>` },
  ]} /><${More} list=${list} />`;
}

export function Audit({ query }) {
  const params = useMemo(() => Object.fromEntries(NAMES.map((n) => [n, query.get(n) || ''])), [query.toString()]);
  const { what, ...rest } = params;
  const asked = { ...rest, entity: tables(what) };
  const list = usePages('/audit', asked);
  const filtered = NAMES.some((n) => params[n]);
  const [open, setOpen] = useState(() => window.matchMedia('(min-width: 768px)').matches);
  return html`<section class="section audit"><div class="section-head"><h2>${t('admin.audit')}</h2>
      <button type="button" class="button button-secondary d-print-none" aria-expanded=${open ? 'true' : 'false'} aria-controls="filters"
        onClick=${() => setOpen(!open)}><${Icon} name="tune" />${t('list.filters')}</button></div>
    <p class="muted">${t('audit.lead')}</p>
    <div id="filters" class="filters d-print-none" role="search" aria-label=${t('list.filters')} hidden=${!open}>
      <${TextFilter} name="who" params=${params} /><${TextFilter} name="collaboration_number" params=${params} />
      <${ChoiceFilter} name="what" params=${params} values=${Object.keys(SUBJECTS)} />
      <${ChoiceFilter} name="action" params=${params} values=${ACTIONS} />
      ${['from', 'to'].map((name) => html`<${DateFilter} key=${name + params[name]} name=${name} params=${params} />`)}
    </div>
    <div class="list-bar"><p class="strong" role="status">${list.items ? t('audit.total', { n: list.total,
      total: formatTotal(list.total, list.total_capped) }) : ''}</p>
      <div class="links d-print-none">${filtered && html`<button type="button" class="function-link"
        onClick=${() => navigate('/administration/revisionsspor')}><${Icon} name="close" />${t('list.clear')}</button>`}
      <${ListFiles} name="audit" params=${asked} right="audit:read" /></div></div>
    <div class=${list.loading && list.items ? 'is-loading' : undefined}><${Rows} list=${list} filtered=${filtered} /></div>
  </section>`;
}
