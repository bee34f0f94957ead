// SPDX-License-Identifier: EUPL-1.2
// One organisation: its facts, edited where they stand, and the collaborations it is part of.
import { html, useState } from '../lib/html.js';
import { useLoad, usePages } from '../lib/api.js';
import { t, label, has } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { date, mio } from '../lib/format.js';
import { LoadedPage, PageHead, Facts, Icon, KindBadge, ProblemBox, Spinner, notify } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';

const NAMES = ['name', 'cvr', 'kind', 'group_name', 'address', 'postcode', 'city', 'country', 'p_number', 'gln', 'pic',
  'valid_from', 'valid_to'];
const labelOf = (name) => t(name === 'kind' ? 'field.organisation_kind' : `field.${name}`);
const CONTROL = { cvr: { control: 'cvr' }, kind: { control: 'code', list: 'organisation_kind' }, valid_from: { control: 'date' },
  valid_to: { control: 'date' }, postcode: { short: true }, country: { short: true } };

function shown(o, name) {
  if (name === 'kind') return label('organisation_kind', o.kind);
  return name.startsWith('valid_') ? o[name] && date(o[name]) : o[name];
}

function Edit({ o, onDone, reload }) {
  const form = useForm({ fields: NAMES.map((name) => ({ name, label: labelOf(name), required: name === 'name',
    hint: has(`hint.${name}`) ? t(`hint.${name}`) : '', ...CONTROL[name] })), spec: { ...formSpec('organisation_create'),
    ...formSpec('organisation_patch') }, initial: o });
  const [decide, conflict] = useConflict();
  const [submit, busy] = useSubmit(form, async (body) => {
    const change = changesOnly(body, o);
    if (Object.keys(change).length && !(await savePatch(`/organisations/${o.id}`, change, o, decide))) return;
    notify(t('saved'));
    onDone();
    reload();
  });
  return html`<form class="section-form" onSubmit=${submit} novalidate><${ErrorSummary} form=${form} />
    <div class="fields">${NAMES.map((n, i) => html`<${Field} key=${n} form=${form} name=${n} class=${n === 'name' ? 'wide' : ''}
      autofocus=${i === 0} />`)}</div>
    <${FormButtons} busy=${busy} onCancel=${onDone} />${conflict}</form>`;
}

function Collaborations({ id }) {
  const list = usePages('/collaborations', { organisation_id: id });
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  if (!list.items.length) return html`<p class="muted">${t('organisation.none')}</p>`;
  return html`<${Table} caption=${t('nav.collaborations')} rows=${list.items} columns=${[
    { key: 'title', head: t('field.title'), main: true,
      cell: (c) => html`<a href=${`/samarbejder/${c.id}`}>${c.title}</a><span class="sub">${c.number}</span>` },
    { key: 'kind', head: t('field.kind'), cell: (c) => html`<${KindBadge} kind=${c.kind} />` },
    { key: 'stage', head: t('field.stage'), cell: (c) => label('stage', c.stage, c.kind) },
    { key: 'end', head: t('field.end_date'), cell: (c) => date(c.end_date) },
    { key: 'ceiling', head: t('list.ceiling'), num: true, cell: (c) => mio(c.value_ceiling_oere, true) },
  ]} /><${More} list=${list} />`;
}

export default function Organisation({ params }) {
  const from = useLoad(`/organisations/${params.id}`);
  const [editing, setEditing] = useState(false);
  return html`<${LoadedPage} from=${from} back="/parter">${(o) => html`
    <${PageHead} title=${o.name} over=${html`<span class="case-over"><a href="/parter">${t('nav.parties')}</a>
      <span>${label('organisation_kind', o.kind)}</span></span>`} />
    <section class="section"><div class="section-head"><h2>${t('organisation.facts')}</h2>
        ${can('organisations:write') && !editing && html`<button type="button" class="function-link d-print-none"
          onClick=${() => setEditing(true)}><${Icon} name="edit" />${t('action.edit')}</button>`}</div>
      ${editing ? html`<${Edit} o=${o} onDone=${() => setEditing(false)} reload=${from.reload} />`
        : html`<div class="narrow-section"><${Facts} rows=${NAMES.filter((n) => o[n] || ['cvr', 'kind',
        'city'].includes(n)).map((n) => [labelOf(n), shown(o, n)])} /></div>`}</section>
    <section class="section"><h2>${t('nav.collaborations')}</h2><${Collaborations} id=${o.id} /></section>`}<//>`;
}
