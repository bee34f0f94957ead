// SPDX-License-Identifier: EUPL-1.2
// Two organisations that are one: what would move, what clashes, what differs; then merged in one go. It can be undone from the page
// of the one that stays.
import { html, useState } from '../lib/html.js';
import { useLoad, post, query as toQuery } from '../lib/api.js';
import { t, has, label } from '../lib/i18n.js';
import { navigate, setQuery } from '../lib/router.js';
import { num } from '../lib/format.js';
import { Loaded, LoadedPage, PageHead, Alert, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Combobox, findOrganisations } from '../lib/combobox.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { form as formSpec } from '../lib/session.js';

const entity = (name) => (has(`merge.entity.${name}`) ? t(`merge.entity.${name}`) : name);
const fieldName = (name) => t(name === 'kind' ? 'field.organisation_kind' : `field.${name}`);
const value = (row, side) => (row.field === 'kind' ? label('organisation_kind', row[side]) : row[side]);

function Confirm({ p, id }) {
  const form = useForm({ fields: [{ name: 'note', label: t('merge.note'), control: 'textarea' },
    ...(p.numbers_differ ? [{ name: 'numbers_differ', label: t('merge.numbers.yes'), control: 'check' }] : [])], spec: formSpec('merge_create') });
  const [submit, busy] = useSubmit(form, async (body) => {
    await post(`/organisations/${id}/merges`, { ...body, other_id: p.other.id });
    notify(t('merge.done'));
    navigate(`/parter/${id}`);
  });
  return html`<form class="section-form" onSubmit=${submit} novalidate><${ErrorSummary} form=${form} />
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} save=${t('merge.do')} onCancel=${() => navigate(`/parter/${id}`)} /></form>`;
}

function Preview({ id, other }) {
  const from = useLoad(`/organisations/${id}/merge-preview${toQuery({ other_id: other })}`);
  return html`<${Loaded} from=${from}>${(p) => html`
    <section class="section"><h2>${t('merge.preview')}</h2>
      <p>${t('merge.keeps', { kept: p.kept.name, other: p.other.name })} <a href=${`/parter/${p.other.id}/sammenlaeg?anden=${p.kept.id}`}>${t('merge.swap')}</a></p>
      ${!p.possible && html`<${Alert} kind="warning" heading=${t('merge.impossible')} />`}
      ${p.numbers_differ && html`<${Alert} kind="warning" heading=${t('merge.numbers')}><p>${t('merge.numbers.text')}</p><//>`}</section>
    <section class="section"><h2>${t('merge.moves')}</h2>${p.moves.length ? html`<${Table} caption=${t('merge.moves')} rows=${p.moves} rowKey=${(m) => m.entity} columns=${[
    { key: 'entity', head: t('merge.what'), main: true, cell: (m) => entity(m.entity) },
    { key: 'rows', head: t('merge.rows'), num: true, cell: (m) => num(m.rows - m.clashes) },
    { key: 'clashes', head: t('merge.clashes'), num: true, cell: (m) => num(m.clashes) }]} />` : html`<p class="muted">${t('merge.moves.none')}</p>`}
      ${p.moves.some((m) => m.clashes) && html`<p>${t('merge.clashes.text', { kept: p.kept.name })}</p><ul>${p.clashes.map((c, i) => html`<li key=${i}>
        <a href=${`/samarbejder/${c.collaboration_id}/parter`}>${c.title}</a> <span class="muted">${c.number} · ${entity(c.entity)}</span></li>`)}</ul>`}</section>
    ${p.differences.length + p.fills.length > 0 && html`<section class="section"><h2>${t('merge.differences')}</h2><${Table} caption=${t('merge.differences')}
      rows=${[...p.differences, ...p.fills]} rowKey=${(d) => d.field} columns=${[
    { key: 'field', head: t('merge.field'), main: true, cell: (d) => fieldName(d.field) },
    { key: 'kept', head: p.kept.name, cell: (d) => value(d, 'kept') || html`<span class="muted">${t('merge.takes')}</span>` },
    { key: 'other', head: p.other.name, cell: (d) => value(d, 'other') }]} /></section>`}
    ${p.possible && html`<section class="section"><h2>${t('merge.confirm')}</h2><p class="muted">${t('merge.undo.hint')}</p><${Confirm} p=${p} id=${id} /></section>`}`}<//>`;
}

export default function OrganisationMerge({ params, query }) {
  const from = useLoad(`/organisations/${params.id}`);
  const [wrong, setWrong] = useState('');
  const other = /^\d+$/.test(query.get('anden') || '') ? query.get('anden') : '';
  const pick = (id) => {
    setWrong(String(id) === params.id ? t('merge.itself') : '');
    if (id && String(id) !== params.id) setQuery({ anden: id });
  };
  return html`<${LoadedPage} from=${from} back="/parter">${(o) => html`
    <${PageHead} title=${t('merge.title', { name: o.name })} lead=${t('merge.lead')} over=${html`<span class="case-over"><a href="/parter">${t('nav.parties')}</a>
      <a href=${`/parter/${o.id}`}>${o.name}</a></span>`} />
    <div class=${wrong ? 'form-group form-error' : 'form-group'}><label class="form-label" for="merge-other">${t('merge.other')}</label>
      <span class="form-hint" id="merge-other-hint">${t('merge.other.hint', { name: o.name })}</span>
      ${wrong && html`<span class="form-error-message">${wrong}</span>`}
      <${Combobox} id="merge-other" find=${findOrganisations} onPick=${pick} describedBy="merge-other-hint" invalid=${Boolean(wrong)} /></div>
    ${other && html`<${Preview} key=${other} id=${o.id} other=${other} />`}`}<//>`;
}
