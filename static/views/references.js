// SPDX-License-Identifier: EUPL-1.2
// Reference values: four tables of dated rows with their sources; changed by those who may, approved by somebody else, read from
// and written to CSV; and the drafts computed again when values have changed.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, usePages, post, patch } from '../lib/api.js';
import { t, language, label, choices } from '../lib/i18n.js';
import { can, user, form as formSpec } from '../lib/session.js';
import { setQuery } from '../lib/router.js';
import { num, percent, kr, date, dateTime } from '../lib/format.js';
import { PageHead, ProblemBox, Spinner, Status, Icon, Loaded, notify } from '../lib/ui.js';
import { Table, More, ListFiles } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { OutLink } from '../lib/fields.js';
import { Recompute } from './references-recompute.js';
import { FileDialog } from './references-file.js';

const UNITS = { 'kr.': (v) => `${num(v, 2, 0)} ${t('unit.kr')}`, rate: (v) => percent(v), share: (v) => percent(v) };
const show = (row) => (row.value === null ? html`<span class="badge badge-warning">${t('ref.novalue')}</span>`
  : row.unit && UNITS[row.unit] ? UNITS[row.unit](row.value) : num(row.value, 4, 0));
const showRule = (row) => (row.value === null ? show(row) : `${num(row.value)} ${t(`ref.rule.unit.${row.unit}`)}`);
const named = (row) => (language() === 'da' ? row.da : row.en);
const period = (row) => (row.valid_from || row.valid_to
  ? t('ref.period', { from: row.valid_from ? date(row.valid_from) : '', to: row.valid_to ? date(row.valid_to) : '' }).trim()
  : t('ref.always'));

const CATEGORIES = ['bed', 'visit', 'staff', 'time', 'transport', 'medicine', 'equipment', 'other'];
const options = (prefix, codes) => codes.map((c) => ({ value: c, text: t(`${prefix}.${c}`) }));
const sectors = () => choices('sector');
const field = (name, more) => ({ name, label: t(`ref.${name}`), ...more });
const DATES = () => [field('valid_from', { control: 'date' }), field('valid_to', { control: 'date' })];
const SOURCE = () => [field('source', { control: 'textarea', rows: 2, hint: t('ref.source.hint') })];

const source = (row) => html`${row.source_url ? html`<${OutLink} url=${row.source_url} text=${row.source || row.source_url} />`
  : row.source || html`<span class="muted">–</span>`}${row.note && html`<span class="sub">${row.note}</span>`}`;
const name = { key: 'name', head: t, main: true, cell: (r) => html`${named(r)}<span class="sub"><code>${r.code}</code></span>` };

const OPI_WORDS = () => ['da', 'en'].map((lang) => ({ name: lang, label: t(`ref.opi.${lang}`) })).concat(['da', 'en'].map((lang) => ({
  name: `help_${lang}`, label: t(`ref.opi.help.${lang}`), control: 'textarea', rows: 3 })));

const CONDITIONS = ['standard_template', 'without_obligations', 'external_amount_above', 'equipment_with_running_costs'];
const ACTIONS = ['acknowledge', 'no_legal_review', 'legal_review', 'sign', 'sign_after_review', 'notify', 'approve'];
const holiday = (r) => (r.easter_offset === null ? t('ref.holiday.fixed', { day: r.day, month: r.month })
  : r.easter_offset === 0 ? t('ref.holiday.easter') : t(r.easter_offset < 0 ? 'ref.holiday.before' : 'ref.holiday.after', { n: Math.abs(r.easter_offset) }));

/** `whole`: short enough to be read whole, without a search. One table: path, form of /meta, text of a row, columns before period and source, fields of the dialog. */
const TABLES = {
  vaerdier: { path: 'values', form: 'reference_value_create', what: named, dated: true,
    columns: () => [{ ...name, head: t('ref.name') }, { key: 'value', head: t('ref.value'), num: true, cell: show }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), field('da'), field('en'), field('value', { control: 'number' }),
      field('unit', { short: true }), field('price_year', { control: 'int' }), ...DATES(), ...SOURCE(),
      field('note', { control: 'textarea', rows: 2 })] },
  enhedsomkostninger: { path: 'unit-costs', form: 'unit_cost_create', what: named, dated: true,
    columns: () => [{ ...name, head: t('ref.name') },
      { key: 'value', head: t('ref.value'), num: true, cell: (r) => html`${show({ ...r, unit: 'kr.' })}
        ${r.value !== null && html`<span class="sub">${t('ref.per', { unit: r.unit })}</span>`}` },
      { key: 'year', head: t('ref.price_year'), num: true, cell: (r) => r.price_year || '–' },
      { key: 'basis', head: t('ref.basis'), cell: (r) => t(`ref.basis.${r.basis}`) }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), field('da'), field('en'),
      field('category', { control: 'select', options: options('ref.category', CATEGORIES) }), field('unit', { short: true }),
      field('value', { control: 'number' }), field('price_year', { control: 'int' }), field('index_code', { short: true }),
      field('basis', { control: 'select', options: options('ref.basis', ['average', 'marginal']), hint: t('ref.basis.hint') }),
      ...DATES(), ...SOURCE(), field('source_url'), field('note', { control: 'textarea', rows: 2 })] },
  prisindeks: { path: 'price-indices', form: 'price_index_create', whole: true, what: (r) => `${r.code} ${r.year}`,
    columns: () => [{ key: 'code', head: t('ref.code'), main: true, cell: (r) => r.code },
      { key: 'year', head: t('ref.year'), num: true, cell: (r) => r.year },
      { key: 'value', head: t('ref.value'), num: true, cell: show }],
    fields: () => [field('code', { short: true }), field('year', { control: 'int' }), field('value', { control: 'number' }),
      ...SOURCE()] },
  betalere: { path: 'payer-rules', form: 'payer_rule_create', whole: true, what: (r) => label('payer_task', r.task), dated: true,
    columns: () => [{ key: 'task', head: t('ref.task'), main: true, cell: (r) => html`${label('payer_task', r.task)}
        ${r.municipality_name && html`<span class="sub">${r.municipality_name}</span>`}` },
      { key: 'from', head: t('ref.sector_from'), cell: (r) => label('sector', r.sector_from) },
      { key: 'to', head: t('ref.sector_to'), cell: (r) => label('sector', r.sector_to) }],
    fields: () => [field('task', { control: 'code', list: 'payer_task' }), field('municipality_unit_id', { control: 'unit' }),
      field('sector_from', { control: 'select', options: sectors() }), field('sector_to', { control: 'select',
        options: sectors() }), ...DATES(), ...SOURCE()] },
  // Rules: whoever may write them answers for them, so nobody else approves them, and there is no file.
  udbudsregler: { path: 'procurement-rules', form: 'procurement_rule_create', what: named, dated: true, rule: true,
    columns: () => [{ ...name, head: t('ref.name') }, { key: 'value', head: t('ref.value'), num: true, cell: showRule },
      { key: 'procedure', head: t('ref.rule.for'), cell: (r) => label('procurement_procedure', r.procedure)
        || label('service_kind', r.service_kind) || t('ref.rule.all') }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), field('da'), field('en'),
      { name: 'procedure' }, { name: 'service_kind' }, field('unit', { control: 'select', options: options('ref.rule.unit',
        ['kr', 'days', 'months', 'count', 'percent']) }), field('value', { control: 'int' }), ...DATES(), ...SOURCE(),
      field('note', { control: 'textarea', rows: 2 })] },
  omraader: { path: 'strategic-areas', form: 'strategic_area_create', what: named, dated: true, rule: true,
    columns: () => [{ ...name, head: t('ref.name'), cell: (r) => html`${named(r)}<span class="sub">${language() === 'da' ? r.help_da
      : r.help_en}</span>` }, { key: 'weight', head: t('field.weight'), num: true, cell: (r) => r.weight }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), field('da'), field('en'), { name: 'help_da', control: 'textarea',
      rows: 2 }, { name: 'help_en', control: 'textarea', rows: 2 }, { name: 'weight' }, ...DATES(), ...SOURCE()] },
  helligdage: { path: 'public-holidays', form: 'public_holiday_create', what: named, dated: true, rule: true,
    columns: () => [{ ...name, head: t('ref.name') }, { key: 'when', head: t('ref.holiday.when'), cell: holiday }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), field('da'), field('en'), field('easter_offset', { control: 'int', hint: t('ref.easter_offset.hint') }),
      field('month', { control: 'int' }), field('day', { control: 'int' }), ...DATES(), ...SOURCE()] },
  godkendelser: { path: 'approval-rules', form: 'approval_rule_create', what: named, dated: true, rule: true, whole: true,
    columns: () => [{ key: 'name', head: t('ref.name'), main: true, cell: named },
      { key: 'for', head: t('ref.rule.for'), cell: (r) => html`${r.type ? label('subtype', r.type, r.kind) : label('kind', r.kind)}${r.condition
        && html`<span class="sub">${t(`ref.condition.${r.condition}`)}${r.amount_oere !== null ? ` ${kr(r.amount_oere)}` : ''}</span>`}` },
      { key: 'action', head: t('ref.action'), cell: (r) => html`${t(`ref.action.${r.action}`)}${r.role && html`<span class="sub">${label('role', r.role)}</span>`}` },
      { key: 'days', head: t('ref.days'), num: true, cell: (r) => r.days ?? '–' }],
    fields: () => [field('kind', { control: 'code', list: 'kind' }), field('type', { control: 'code', list: 'subtype', parent: (v) => v.kind, hint: t('ref.type.hint') }),
      field('condition', { control: 'select', options: options('ref.condition', CONDITIONS), hint: t('ref.condition.hint') }), field('amount_oere', { control: 'kr' }),
      field('action', { control: 'select', options: options('ref.action', ACTIONS) }), field('role', { control: 'code', list: 'role' }), field('days', { control: 'int' }),
      field('da'), field('en'), field('sort', { control: 'int' }), ...DATES(), ...SOURCE()] },
  forskningsregler: { path: 'compliance-rules', form: 'compliance_rule_create', what: named, dated: true, rule: true, whole: true,
    columns: () => [{ ...name, head: t('ref.name'), cell: (r) => html`${named(r)}<span class="sub">${language() === 'da' ? r.help_da : r.help_en}</span>
        ${r.needs_postings && html`<span class="sub">${t('research.rules.postings')}</span>`}` }, { key: 'days', head: t('ref.days'), num: true, cell: (r) => r.days ?? '–' }],
    fields: () => [field('code', { control: 'code', list: 'compliance_check' }), field('da'), field('en'), { name: 'help_da', control: 'textarea', rows: 3 },
      { name: 'help_en', control: 'textarea', rows: 3 }, field('days', { control: 'int' }), field('needs_postings', { control: 'check' }), ...DATES(), ...SOURCE()] },
  opi: { path: 'opi-prompts', form: 'opi_prompt_create', what: named, dated: true, rule: true,
    columns: () => [{ ...name, head: t('ref.name'), cell: (r) => html`${named(r)}<span class="sub">${language() === 'da' ? r.help_da
      : r.help_en}</span>` }, { key: 'part', head: t('field.part'), cell: (r) => html`${t(`ref.opi.part.${r.part}`)}${r.required
      && html`<span class="sub">${t('field.required')}</span>`}` }, { key: 'no', head: t('field.no'), num: true, cell: (r) => r.no }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), { name: 'part', control: 'select', options: options('ref.opi.part', ['canvas',
      'myth']) }, { name: 'no' }, { name: 'required' }, ...OPI_WORDS(), ...DATES(), ...SOURCE()] },
  puljer: { path: 'pools', form: 'pool_create', what: named, dated: true, rule: true,
    columns: () => [{ ...name, head: t('ref.name'), cell: (r) => html`${named(r)}<span class="sub">${language() === 'da' ? r.help_da
      : r.help_en}</span>` }, { key: 'amount', head: t('field.amount_oere'), num: true, cell: (r) => (r.amount_oere === null ? '–'
      : kr(r.amount_oere)) }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), ...OPI_WORDS(), { name: 'amount_oere' }, ...DATES(), ...SOURCE()] },
};

/** Change a row, or add one: empty, or as a new value that follows another in time. */
function RowDialog({ table, row, follow, onClose, onSaved }) {
  const from = row || follow;
  const initial = from ? { ...from, ...(follow && { value: null, valid_from: null, valid_to: null, source: '' }) } : {};
  const form = useForm({ spec: formSpec(table.form), initial, fields: table.fields().map((f) => (f.control === 'unit'
    ? { ...f, text: from?.municipality_name || '' } : f)) });
  const [submit, busy] = useSubmit(form, async (body) => {
    if (row) await patch(`/reference/${table.path}/${row.id}`, body, row.version);
    else await post(`/reference/${table.path}`, body);
    notify(t('saved'));
    onSaved();
  });
  return html`<${Modal} title=${t(row ? 'ref.change' : 'ref.new')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    ${row && row.approved_by && html`<p class="muted">${t('ref.change.approved')}</p>`}
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${onClose} /></form><//>`;
}

function Approval({ row, table, onDone }) {
  if (row.approved_by) return html`<span>${row.approved_by_name}<span class="sub">${dateTime(row.approved_at)}</span></span>`;
  const mine = row.updated_by === user().id || (!row.updated_by && row.created_by === user().id);
  if (!can('reference:write') || mine || row.value === null) return html`<span class="muted">–</span>`;
  const approve = () => post(`/reference/${table.path}/${row.id}/approve`, undefined, { etag: row.version })
    .then(() => { notify(t('ref.approved')); onDone(); }, (p) => notify(p.title));
  return html`<button type="button" class="function-link" onClick=${approve}><${Icon} name="check" />${t('ref.approve')}
    <span class="sr-only"> ${table.what(row)}</span></button>`;
}

/** The rows of one table, and what may be done with them. */
export function Rows({ slug, table = TABLES[slug], query }) {
  const [typed, setTyped] = useState(query.get('text') || '');
  const all = query.get('all') === 'true';
  const params = { ...(table.dated && !all && { as_of: new Date().toISOString().slice(0, 10) }),
    ...(!table.whole && { text: query.get('text') || '', sort: 'name' }), limit: 200 };
  const list = usePages(`/reference/${table.path}`, params);
  const [dialog, setDialog] = useState(null);
  useEffect(() => {
    const timer = setTimeout(() => { if (typed.trim() !== (query.get('text') || '')) setQuery({ text: typed.trim() }, { replace: true }); }, 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const done = () => { setDialog(null); list.reload(); };
  const writes = can(table.rule ? 'rules:write' : 'reference:write');
  const columns = [...table.columns(),
    { key: 'period', head: t('ref.valid'), hide: !table.dated, cell: (r) => period(r).split(' – ').map((day, i) => html`${i ? ' – ' : ''}<span class="nowrap">${day}</span>`) },
    { key: 'source', head: t('ref.source'), cell: source },
    { key: 'approved', head: t('ref.approved_by'), hide: table.rule, cell: (r) => html`<${Approval} row=${r} table=${table} onDone=${done} />` },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, hide: !writes,
      cell: (r) => html`<button type="button" class="function-link" onClick=${() => setDialog({ row: r })}>
        <${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${table.what(r)}</span></button>
        ${table.dated && html`<button type="button" class="function-link" onClick=${() => setDialog({ follow: r })}>
        <${Icon} name="plus" />${t('ref.follow')}<span class="sr-only"> ${table.what(r)}</span></button>`}` }];
  return html`<section class="section">
    <div class="section-head"><h2>${t(`ref.tab.${slug}`)}</h2><div class="links">
      ${writes && html`<button type="button" class="button button-primary" onClick=${() => setDialog({})}>
        <${Icon} name="plus" />${t('ref.new')}</button>`}
      ${!table.rule && html`<${ListFiles} name=${`reference-${table.path}`} right="value:read" params=${all || !table.dated ? {} : { as_of: params.as_of }} />`}
      ${writes && !table.rule && html`<button type="button" class="function-link" onClick=${() => setDialog({ file: true })}>
        <${Icon} name="upload" />${t('ref.import')}</button>`}</div></div>
    <p class="muted">${t(`ref.lead.${slug}`)}</p>
    ${table.dated && html`<div class="filter-line">
      ${params.text !== undefined && html`<div class="form-group"><label class="form-label" for="ref-text">${t('ref.search')}</label>
        <input id="ref-text" class="form-input" type="search" value=${typed} onInput=${(e) => setTyped(e.target.value)} /></div>`}
      <div class="form-group-checkbox"><input id="ref-all" type="checkbox" class="form-checkbox" checked=${all}
        onChange=${(e) => setQuery({ all: e.target.checked ? 'true' : '' })} /><label for="ref-all">${t('ref.all')}</label></div></div>`}
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && html`<p class="muted">${t('list.nothing')}</p>`}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${t(`ref.tab.${slug}`)} rows=${list.items} columns=${columns} />
      <${More} list=${list} />`}
    ${dialog && !dialog.file && html`<${RowDialog} table=${table} ...${dialog} onClose=${() => setDialog(null)} onSaved=${done} />`}
    ${dialog && dialog.file && html`<${FileDialog} path=${table.path} onClose=${() => setDialog(null)} onDone=${done} />`}
  </section>`;
}

function Sets() {
  const from = useLoad('/reference/sets');
  return html`<section class="section"><h2>${t('ref.tab.saet')}</h2><p class="muted">${t('ref.lead.saet')}</p>
    <${Loaded} from=${from}>${(data) => html`<${Table} caption=${t('ref.tab.saet')} rows=${data.items} columns=${[
    { key: 'no', head: t('ref.set'), main: true, cell: (s) => html`${t('ref.set.no', { no: s.id })}
      ${s.current && html` <${Status} code="done" text=${t('ref.current')} />`}` },
    { key: 'at', head: t('ref.set.at'), cell: (s) => dateTime(s.created_at) },
    { key: 'by', head: t('ref.set.by'), cell: (s) => s.created_by_name || t('ref.delivered') },
    { key: 'used', head: t('ref.set.used'), num: true, cell: (s) => num(s.estimates) }]} />`}<//></section>`;
}

export default function References({ params, query }) {
  const slug = TABLES[params.tab] || params.tab === 'saet' ? params.tab : 'enhedsomkostninger';
  const slugs = ['enhedsomkostninger', 'vaerdier', 'prisindeks', 'betalere', 'saet'];
  return html`<${PageHead} title=${t('ref.title')} lead=${t('ref.lead')} over=${html`<a href="/vaerdi">${t('nav.value')}</a>`} />
    ${can('reference:write') && html`<${Recompute} />`}
    <nav class="tabs" aria-label=${t('tabs')}><ul>${slugs.map((s) => html`<li key=${s}><a href=${`/vaerdi/referencer/${s}`}
      aria-current=${s === slug ? 'page' : undefined}>${t(`ref.tab.${s}`)}</a></li>`)}</ul></nav>
    ${slug === 'saet' ? html`<${Sets} />` : html`<${Rows} key=${slug} slug=${slug} table=${TABLES[slug]} query=${query} />`}`;
}
