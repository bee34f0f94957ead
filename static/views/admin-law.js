// SPDX-License-Identifier: EUPL-1.2
// Administration of the legal rules: the questions of the checklist and the lengths of clocks. Rows are ended, never deleted.
import { html, useMemo, useRef, useState } from '../lib/html.js';
import { usePages, post, patch } from '../lib/api.js';
import { t, label, choices, language } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { setQuery } from '../lib/router.js';
import { date } from '../lib/format.js';
import { ProblemBox, Spinner, Icon, notify } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';

const ofLanguage = (row) => (language() === 'da' ? row.da : row.en);
const area = (more) => ({ control: 'textarea', rows: 2, ...more });
const field = (name, more) => ({ name, label: t(`law.rule.${name}`), ...more });
/** n days after `from`, or after today. */
const day = (n, from = new Date()) => new Date(new Date(from).getTime() + n * 864e5).toISOString().slice(0, 10);
const DATED = () => [field('valid_from', { control: 'date' }), field('valid_to', { control: 'date', hint: t('law.rule.valid_to.hint') }), field('source', area())];
const yesNo = () => ['yes', 'no'].map((value) => ({ value, text: t(`law.answer.${value}`) }));

/** The two tables: path, form of /meta, columns before the period, fields of the dialogue. */
const TABLES = [
  { path: 'checklist-rules', key: 'checklist', form: 'checklist_rule', filter: true, initial: { blocks: true, no: 0 },
    columns: () => [
      { key: 'words', head: t('law.rule.da'), main: true, cell: (r) => html`${ofLanguage(r)}<span class="sub"><code>${r.code}</code></span>` },
      { key: 'section', head: t('law.rule.section'), cell: (r) => label('checklist_section', r.section) },
      { key: 'kind', head: t('law.rule.kind'), cell: (r) => html`${r.kind ? label('kind', r.kind) : t('law.rule.every')}
        ${r.subtype && html`<span class="sub">${label('subtype', r.subtype, r.kind)}</span>`}` },
      { key: 'red', head: t('law.rule.red'), cell: (r) => html`${r.red_answer ? t(`law.answer.${r.red_answer}`) : '–'}${r.red_with
        && html`<span class="sub">${t('law.rule.with', { code: r.red_with })}</span>`}<span class="sub">${t(r.blocks ? 'law.rule.blocking' : 'law.noblock')}</span>` }],
    fields: () => [field('code', { hint: t('ref.code.hint') }), field('section', { control: 'code', list: 'checklist_section' }), field('no', { control: 'int' }),
      field('kind', { control: 'code', list: 'kind' }), field('subtype', { control: 'code', list: 'subtype', parent: (v) => v.kind }), field('da', area()), field('en', area()),
      field('help_da', area()), field('help_en', area()), field('yes_da', area()), field('yes_en', area()), field('no_da', area()), field('no_en', area()),
      field('red_answer', { control: 'select', options: yesNo(), hint: t('law.rule.red_answer.hint') }), field('red_with', { hint: t('law.rule.red_with.hint') }),
      field('blocks', { control: 'check' }), field('deadline_days', { control: 'int' }), ...DATED()] },
  { path: 'timer-rules', key: 'timers', form: 'timer_rule', initial: { months: 0, days: 0 },
    columns: () => [
      { key: 'words', head: t('law.rule.starts'), main: true, cell: (r) => html`${ofLanguage(r)}<span class="sub">${label('deadline_kind', r.code)}</span>` },
      { key: 'length', head: t('law.rule.length'), cell: (r) => [r.months > 0 && t('law.rule.nmonths', { n: r.months }), r.days > 0 && t('law.rule.ndays', { n: r.days })].filter(Boolean).join(', ') },
      { key: 'deemed', head: t('law.rule.deemed'), cell: (r) => (r.deemed ? label('timer_outcome', r.deemed) : '–') },
      { key: 'role', head: t('law.rule.role'), cell: (r) => (r.role ? label('role', r.role) : '–') }],
    fields: () => [field('code', { control: 'code', list: 'deadline_kind', label: t('law.timer.kind') }), field('da', area({ label: t('law.rule.starts.da') })), field('en', area({ label: t('law.rule.starts.en') })), field('help_da', area()), field('help_en', area()),
      field('months', { control: 'int' }), field('days', { control: 'int' }), field('deemed', { control: 'code', list: 'timer_outcome', hint: t('law.rule.deemed.hint') }),
      field('role', { control: 'code', list: 'role' }), ...DATED()] },
];

/** Changes a row, adds one, or adds the one that follows another from tomorrow on. */
function RuleDialog({ table, row, follow, onClose, onSaved }) {
  const initial = row || (follow ? { ...follow, valid_from: day(1), valid_to: null } : table.initial);
  const form = useForm({ spec: formSpec(`${table.form}_create`), initial, fields: table.fields().map((f) => (follow && f.name === 'valid_from' ? { ...f, required: true } : f)) });
  const close = closing(form.dirty, onClose);
  const ended = useRef(false); // the old rule: a second try only adds
  const [submit, busy] = useSubmit(form, async (body) => {
    if (follow && !ended.current && (!follow.valid_to || follow.valid_to >= body.valid_from)) {
      await patch(`/reference/${table.path}/${follow.id}`, { valid_to: day(-1, body.valid_from) }, follow.version);
      ended.current = true;
    }
    if (row) await patch(`/reference/${table.path}/${row.id}`, body, row.version);
    else await post(`/reference/${table.path}`, Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    notify(t('saved'));
    onSaved();
  });
  return html`<${Modal} title=${t(row ? 'law.rule.edit' : follow ? 'law.rule.follow' : 'law.rule.add')} onClose=${close}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    <p class="muted">${t(row ? 'law.rule.edit.text' : follow ? 'law.rule.follow.text' : 'law.rule.add.text')}</p>
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${close} /></form><//>`;
}

function Rules({ table, query }) {
  const all = query.get('all') === 'true';
  const params = useMemo(() => ({ ...(!all && { as_of: day(0) }), ...(table.filter && { section: query.get('section') || '', kind: query.get('kind') || '' }) }), [query.toString()]);
  const list = usePages(`/reference/${table.path}`, params);
  const [dialog, setDialog] = useState(null);
  const writes = can('rules:write');
  const select = (name, code) => html`<span class="inline-select"><label for=${`rule-${name}`}>${t(`law.rule.${name}`)}</label><select id=${`rule-${name}`} class="form-select"
    value=${params[name]} onChange=${(e) => setQuery({ [name]: e.target.value })}><option value="">${t('filter.all')}</option>
    ${choices(code).map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></span>`;
  return html`<section class="section"><div class="section-head"><h2>${t(`law.rules.${table.key}`)}</h2>
      ${writes && html`<button type="button" class="button button-primary" onClick=${() => setDialog({})}><${Icon} name="plus" />${t('law.rule.add')}</button>`}</div>
    <p class="muted">${t(`law.rules.${table.key}.lead`)}</p>
    ${table.filter && html`<div class="links">${select('section', 'checklist_section')}${select('kind', 'kind')}
      <div class="form-group-checkbox"><input id="rule-all" type="checkbox" class="form-checkbox" checked=${all} onChange=${(e) => setQuery({ all: e.target.checked ? 'true' : '' })} />
      <label for="rule-all">${t('ref.all')}</label></div></div>`}
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && html`<p class="muted">${t('law.rules.none')}</p>`}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${t(`law.rules.${table.key}`)} rows=${list.items} columns=${[...table.columns(),
      { key: 'period', head: t('ref.valid'), cell: (r) => html`<span class="nowrap">${r.valid_from || r.valid_to
        ? t('ref.period', { from: r.valid_from ? date(r.valid_from) : '', to: r.valid_to ? date(r.valid_to) : '' }).trim() : t('ref.always')}</span>` },
      { key: 'source', head: t('ref.source'), cell: (r) => r.source || '–' },
      { key: 'actions', head: t('actions'), headHidden: true, actions: true, hide: !writes, cell: (r) => html`
        <button type="button" class="function-link" onClick=${() => setDialog({ row: r })}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${ofLanguage(r)}</span></button>
        <button type="button" class="function-link" onClick=${() => setDialog({ follow: r })}><${Icon} name="plus" />${t('law.rule.follow.do')}<span class="sr-only"> ${ofLanguage(r)}</span></button>` }]} />
      <${More} list=${list} />`}
    ${dialog && html`<${RuleDialog} table=${table} ...${dialog} onClose=${() => setDialog(null)} onSaved=${() => { setDialog(null); list.reload(); }} />`}</section>`;
}

export function LegalRules({ query }) {
  return TABLES.map((table) => html`<${Rules} key=${table.path} table=${table} query=${query} />`);
}
