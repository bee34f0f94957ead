// SPDX-License-Identifier: EUPL-1.2
// One unit: facts, what takes over from it, the municipalities that it covers; everything with its days.
import { html, useState } from '../lib/html.js';
import { useLoad, get, post, patch, del } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { date } from '../lib/format.js';
import { Loaded, LoadedPage, PageHead, Facts, Icon, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';

// A day that every unit which is to stay lives to see: those that begin later are found too.
const LATER = '2200-01-01';
const given = (body) => Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null));

/** For a field that takes units: those of some kind, on a day. */
function useUnits(params) {
  const [units] = useState(() => get(`/units?${params}`).then(({ data }) => data.items, () => []));
  return async (q) => {
    const words = q.toLowerCase().split(/\s+/).filter(Boolean);
    return (await units).filter((u) => words.every((w) => u.name.toLowerCase().includes(w))).slice(0, 12)
      .map((u) => ({ value: u.id, text: u.name, sub: label('unit_kind', u.kind) }));
  };
}

const DATES = [{ name: 'valid_from', control: 'date' }, { name: 'valid_to', control: 'date' }];
const SOURCE = () => ({ name: 'source', label: t('ref.source'), hint: t('unit.source.hint') });
const period = (r) => [r.valid_from && t('unit.from', { date: date(r.valid_from) }), r.valid_to && t('unit.until', { date: date(r.valid_to) })].filter(Boolean).join(' ') || t('ref.always');

/** Creates a unit, or changes one; its code stays as it is. */
export function UnitDialog({ unit, onClose, onSaved }) {
  const find = useUnits(`as_of=${LATER}`);
  const [decide, conflict] = useConflict();
  const form = useForm({ spec: formSpec('unit_create'), initial: unit || {}, fields: [
    ...(unit ? [] : [{ name: 'code', hint: t('unit.code.hint') }]), { name: 'name' },
    { name: 'kind', label: t('unit.kind'), control: 'code', list: 'unit_kind' },
    { name: 'parent_id', control: 'unit', find, text: unit?.parents?.at(-1)?.name || '' },
    { name: 'sor_code', short: true }, { name: 'shak_code', label: t('unit.shak'), short: true },
    { name: 'municipality_code', label: t('unit.municipality_code'), short: true, hint: t('unit.municipality_code.hint') },
    { ...DATES[0], label: t('unit.first') }, { ...DATES[1], label: t('unit.last'), hint: t('unit.last.hint') }, SOURCE()] });
  const [submit, busy] = useSubmit(form, async (body) => {
    if (!unit) { onSaved((await post('/units', given(body))).data); return; }
    const change = changesOnly(body, unit);
    if (Object.keys(change).length && !(await savePatch(`/units/${unit.id}`, change, unit, decide))) return;
    notify(t('saved'));
    onSaved(unit);
  });
  return html`<${Modal} title=${t(unit ? 'unit.change' : 'unit.new')} onClose=${closing(form.dirty, onClose)}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${closing(form.dirty, onClose)} />${conflict}</form><//>`;
}

/** Rows that belong to a unit: what takes over, or what it covers. */
const PARTS = {
  successors: { form: 'unit_successor_create', id: 'successor_id', name: 'successor_name', units: `as_of=${LATER}`, link: true,
    fields: () => [{ name: 'valid_from', label: t('unit.successor.day'), control: 'date', hint: t('unit.successor.day.hint') }, SOURCE()],
    valid: (r) => t('unit.from', { date: date(r.valid_from) }) },
  areas: { form: 'unit_area_create', id: 'municipality_id', name: 'municipality_name', units: 'kind=municipality',
    fields: () => [...DATES, SOURCE()], valid: period },
};

function PartDialog({ path, part, slug, row, onClose, onSaved }) {
  const find = useUnits(part.units);
  const form = useForm({ spec: formSpec(part.form), initial: row, fields: [{ name: part.id, label: t(`unit.${slug}.one`), control: 'unit', find,
    text: row[part.name] || '' }, ...part.fields()] });
  const [submit, busy] = useSubmit(form, async (body) => {
    if (row.id) await patch(`${path}/${row.id}`, body, row.version);
    else await post(path, given(body));
    notify(t('saved'));
    onSaved();
  });
  return html`<${Modal} title=${t(`unit.${slug}.${row.id ? 'change' : 'add'}`)} onClose=${closing(form.dirty, onClose)}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${closing(form.dirty, onClose)} /></form><//>`;
}

function Part({ unit, slug, reload }) {
  const part = PARTS[slug];
  const path = `/units/${unit.id}/${slug}`;
  const from = useLoad(path);
  const [row, setRow] = useState(null);
  const done = () => { setRow(null); from.reload(); reload(); };
  const remove = async (r) => {
    if (!(await ask({ title: t(`unit.${slug}.remove`), text: t(`unit.${slug}.remove.text`, { name: r[part.name] }), action: t('action.remove'), danger: true }))) return;
    await del(`${path}/${r.id}`, r.version).then(() => notify(t('removed')), (p) => notify(p.title));
    done();
  };
  const writes = can('users:admin');
  return html`<section class="section"><div class="section-head"><h2>${t(`unit.${slug}`)}</h2>${writes && html`<button type="button"
      class="button button-secondary" onClick=${() => setRow({})}><${Icon} name="plus" />${t(`unit.${slug}.add`)}</button>`}</div>
    <${Loaded} from=${from} empty=${html`<p class="muted">${t(`unit.${slug}.none`)}</p>`}>${(data) => html`<${Table} caption=${t(`unit.${slug}`)} rows=${data.items} columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (r) => (part.link ? html`<a href=${`/administration/enheder/${r[part.id]}`}>${r[part.name]}</a>` : r[part.name]) },
    { key: 'valid', head: t('ref.valid'), cell: (r) => html`<span class="nowrap">${part.valid(r)}</span>` },
    { key: 'source', head: t('ref.source'), cell: (r) => r.source || '–' },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, hide: !writes, cell: (r) => html`<button type="button" class="function-link"
        onClick=${() => setRow(r)}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${r[part.name]}</span></button>
      <button type="button" class="function-link danger" onClick=${() => remove(r)}><${Icon} name="delete" />${t('action.remove')}
        <span class="sr-only"> ${r[part.name]}</span></button>` }]} />`}<//>
    ${row && html`<${PartDialog} path=${path} part=${part} slug=${slug} row=${row} onClose=${() => setRow(null)} onSaved=${done} />`}</section>`;
}

const links = (units) => (units.length ? units.map((u, i) => html`${i > 0 && ', '}<a key=${u.id} href=${`/administration/enheder/${u.id}`}>${u.name}</a>`) : '');

export default function Unit({ params }) {
  const from = useLoad(`/units/${params.id}`);
  const [editing, setEditing] = useState(false);
  return html`<${LoadedPage} from=${from} back="/administration/enheder">${(u) => html`
    <${PageHead} title=${u.name} over=${html`<a href="/administration/enheder">${t('admin.units')}</a>`} />
    <section class="section narrow-section"><div class="section-head"><h2>${t('unit.facts')}</h2>${can('users:admin') && html`<button type="button"
      class="function-link" onClick=${() => setEditing(true)}><${Icon} name="edit" />${t('action.edit')}</button>`}</div>
      <${Facts} rows=${[[t('unit.kind'), label('unit_kind', u.kind)], [t('field.code'), html`<code>${u.code}</code>`], [t('field.parent_id'), links(u.parents)],
        [t('field.sor_code'), u.sor_code], [t('unit.shak'), u.shak_code], [t('unit.municipality_code'), u.municipality_code], [t('ref.valid'), period(u)],
        [t('unit.predecessors'), links(u.predecessors)], [t('unit.children'), u.children_count], [t('ref.source'), u.source]]} /></section>
    <${Part} key=${`s${u.id}`} unit=${u} slug="successors" reload=${from.reload} /><${Part} key=${`a${u.id}`} unit=${u} slug="areas" reload=${from.reload} />
    ${editing && html`<${UnitDialog} unit=${u} onClose=${() => setEditing(false)} onSaved=${() => { setEditing(false); from.reload(); }} />`}`}<//>`;
}

