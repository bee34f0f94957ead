// SPDX-License-Identifier: EUPL-1.2
// One unit on a day: what is under way here and below, who has which role, what it came from and what comes after, its municipalities.
import { html, useMemo } from '../lib/html.js';
import { useLoad, usePages, query as toQuery } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { setQuery } from '../lib/router.js';
import { date, mio, num } from '../lib/format.js';
import { Loaded, LoadedPage, PageHead, Alert, Facts, ProblemBox, Spinner } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { useForm, Field } from '../lib/form.js';
import { can } from '../lib/session.js';

const link = (u, day) => html`<a href=${`/enheder/${u.id}${toQuery({ as_of: day })}`}>${u.name}</a>`;

function Day({ day }) {
  const form = useForm({ fields: [{ name: 'as_of', label: t('unit.asof'), control: 'date', hint: t('unit.asof.hint') }], initial: { as_of: day || null } });
  const submit = (event) => {
    event.preventDefault();
    const body = form.collect();
    if (body) setQuery({ as_of: body.as_of || '' });
  };
  return html`<form class="filter-line d-print-none" onSubmit=${submit} novalidate><${Field} form=${form} name="as_of" />
    <button class="button button-secondary">${t('unit.asof.show')}</button></form>`;
}

function Summary({ id, day }) {
  const from = useLoad(`/units/${id}/summary${toQuery({ as_of: day })}`);
  const list = (more) => `/samarbejder${toQuery({ unit_id: id, ...more })}`;
  return html`<section class="section"><h2>${t('nav.collaborations')}</h2><${Loaded} from=${from}>${(s) => (s.total ? html`
    <p>${t('unit.cases', { n: s.total, total: num(s.total), here: num(s.here) })}${!day && html` <a href=${list({})}>${t('unit.cases.list')}</a>`}</p>
    <dl class="figures">${s.by_kind.map((k) => html`<div key=${k.kind}><dt>${label('kind', k.kind)}</dt>
      <dd>${day ? num(k.count) : html`<a href=${list({ kind: k.kind })}>${num(k.count)}</a>`}<p class="note">${t('unit.ceiling', { amount: mio(k.ceiling_oere) })}</p></dd></div>`)}</dl>`
    : html`<p class="muted">${t('unit.cases.none')}</p>`)}<//></section>
    <${Loaded} from=${from}>${(s) => (s.units.length > 0 ? html`<section class="section"><h2>${t('unit.below')}</h2><${Table} caption=${t('unit.below')} rows=${s.units} columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (u) => html`${link(u, day)}${u.taken_over && html`<span class="sub">${t('unit.taken')}</span>`}` },
    { key: 'kind', head: t('field.unit_kind'), cell: (u) => label('unit_kind', u.kind) },
    { key: 'count', head: t('nav.collaborations'), num: true, cell: (u) => num(u.count) }]} /></section>` : null)}<//>`;
}

function People({ id, day, query }) {
  const params = useMemo(() => ({ role: query.get('role') || '', as_of: day || new Date().toISOString().slice(0, 10) }), [query.toString(), day]);
  const list = usePages(`/units/${id}/people`, params);
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  if (!list.items.length && !params.role) return html`<p class="muted">${t('unit.people.none')}</p>`;
  return html`<div class="filter-line d-print-none"><span class="inline-select"><label for="unit-role">${t('field.role')}</label>
      <select id="unit-role" class="form-select" value=${params.role} onChange=${(e) => setQuery({ role: e.target.value })}><option value="">${t('filter.all')}</option>
        ${choices('role').map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></span></div>
    ${list.items.length ? html`<${Table} caption=${t('unit.people')} rows=${list.items} columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (p) => p.name },
    { key: 'role', head: t('field.role'), cell: (p) => label('role', p.role) },
    { key: 'unit', head: t('field.unit_id'), cell: (p) => html`<a href=${`/enheder/${p.unit_id}`}>${p.unit_name}</a>` },
    { key: 'from', head: t('unit.since'), cell: (p) => html`<span class="nowrap">${date(p.valid_from)}${p.valid_to ? ` – ${date(p.valid_to)}` : ''}</span>` },
  ]} /><${More} list=${list} />` : html`<p class="muted">${t('list.nothing.text')}</p>`}`;
}

const follows = (list, day) => list.map((s, i) => html`<span key=${s.id}>${i ? ', ' : ''}${link(s, day)} <span class="muted">${t('unit.from', { date: date(s.from) })}</span></span>`);

export default function Unit({ params, query }) {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(query.get('as_of') || '') ? query.get('as_of') : '';
  const from = useLoad(`/units/${params.id}${toQuery({ as_of: day })}`);
  const now = day || new Date().toISOString().slice(0, 10);
  return html`<${LoadedPage} from=${from} back="/administration/enheder">${(u) => html`
    <${PageHead} title=${u.name} over=${html`<span class="case-over">${u.parents.map((p) => html`<span key=${p.id}>${link(p, day)}</span>`)}
      <span>${label('unit_kind', u.kind)}</span></span>`} />
    ${u.valid_to && u.valid_to < now && html`<${Alert} kind="info" heading=${t('unit.ended', { date: date(u.valid_to) })}>${u.successors.length > 0 && html`<p>${t('unit.successor.is')}
      ${follows(u.successors, day)}</p>`}<//>`}
    ${u.valid_from && u.valid_from > now && html`<${Alert} kind="info" heading=${t('unit.begins', { date: date(u.valid_from) })} />`}
    <${Day} key=${day} day=${day} />
    <section class="section"><h2>${t('organisation.facts')}</h2><div class="narrow-section"><${Facts} rows=${[
    [t('field.unit_kind'), label('unit_kind', u.kind)], u.sor_code && [t('field.sor_code'), u.sor_code], u.shak_code && [t('field.shak_code'), u.shak_code],
    (u.valid_from || u.valid_to) && [t('unit.valid'), [u.valid_from && t('unit.from', { date: date(u.valid_from) }), u.valid_to && t('unit.until', { date: date(u.valid_to) })].filter(Boolean).join(' ')],
    u.predecessors.length > 0 && [t('unit.predecessors'), follows(u.predecessors, day)],
    u.successors.length > 0 && [t('unit.successors'), follows(u.successors, day)]].filter(Boolean)} /></div></section>
    ${can('collaborations:read') && html`<${Summary} id=${u.id} day=${day} />
    <section class="section"><h2>${t('unit.people')}</h2><${People} id=${u.id} day=${day} query=${query} /></section>`}
    ${u.municipalities.length > 0 && html`<section class="section"><h2>${t('unit.municipalities')}</h2><ul class="plain columns">${u.municipalities.map((m) => html`<li key=${m.id}>
      ${link(m, day)}</li>`)}</ul></section>`}`}<//>`;
}
