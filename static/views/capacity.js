// SPDX-License-Identifier: EUPL-1.2
// Capacity of teams by quarter: ceiling of strategic procurement, what it takes, what is over, and which tenders it crowds out.
import { html, useState, cx } from '../lib/html.js';
import { useLoad, post, patch } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { can, user, form as formSpec } from '../lib/session.js';
import { setQuery } from '../lib/router.js';
import { num } from '../lib/format.js';
import { PageHead, Loaded, Alert, Empty, Icon, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor } from '../lib/fields.js';

const fte = (n) => (n === null ? html`<span class="none">–</span>` : num(n, 2, 1));
const NAMES = ['unit_id', 'year', 'quarter', 'fte', 'team_fte', 'tender_fte', 'tenders', 'note'];

/** Sets the ceiling of a team's quarter. `row` is the ceiling, or what is known of one to come. */
function CeilingDialog({ row, onClose, onSaved }) {
  const form = useForm({ spec: formSpec('capacity_ceiling_create'), initial: row, fields: fieldsFor(NAMES, row, { unit_id: { label: t(
    'need.team') }, fte: { label: t('capacity.ceiling'), hint: t('capacity.ceiling.hint') }, note: { control: 'textarea', rows: 2 } }) });
  const [submit, busy] = useSubmit(form, async (body) => {
    if (row.id) await patch(`/reference/capacity-ceilings/${row.id}`, body, row.version);
    else await post('/reference/capacity-ceilings', Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    notify(t('saved'));
    onSaved();
  });
  return html`<${Modal} title=${t('capacity.set')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${onClose} /></form><//>`;
}

function Cases({ cases }) {
  if (!cases.length) return html`<span class="none">–</span>`;
  return html`<ul class="plain">${cases.map((c, i) => html`<li key=${i}>${c.id ? html`<a
    href=${`/samarbejder/${c.id}/indkoeb?del=omraade`}>${c.number}</a> ${c.title}` : t('capacity.hidden')}: ${num(c.fte, 2, 1)}${c.override_reason
    && html`<span class="sub">${t('capacity.reason', { reason: c.override_reason })}</span>`}</li>`)}</ul>`;
}

export default function Capacity({ query }) {
  const now = new Date().getFullYear();
  const year = Number(query.get('year')) || now;
  const unit = Number(query.get('unit')) || 0;
  const from = useLoad(`/capacity?from=${year}&to=${year}`);
  const ceilings = useLoad(`/reference/capacity-ceilings?limit=200&year=${year}`);
  const [open, setOpen] = useState(null);
  const sets = can('rules:write');
  const done = () => { setOpen(null); from.reload(); ceilings.reload(); };
  const edit = (row) => setOpen(ceilings.data?.items.find((x) => ['unit_id', 'quarter'].every((k) => x[k] === row[k])) || { unit_id: row.unit_id,
    unit_name: row.unit_name, year: row.year, quarter: row.quarter });
  const add = sets && html`<button type="button" class="button button-primary" onClick=${() => setOpen({ year, unit_id: user().unit_id,
    unit_name: user().unit_name })}><${Icon} name="plus" />${t('capacity.set')}</button>`;
  return html`<${PageHead} title=${t('capacity.title')} lead=${t('capacity.lead')}>${add}<//>
    <${Loaded} from=${from}>${(data) => {
      const teams = [...new Map(data.items.map((r) => [r.unit_id, r.unit_name])).entries()];
      const rows = data.items.filter((r) => !unit || r.unit_id === unit);
      const over = rows.filter((r) => r.over_by > 0);
      return html`<div class="filter-line">
        <div class="form-group"><label class="form-label" for="cap-year">${t('field.year')}</label><select id="cap-year" class="form-select"
          value=${String(year)} onChange=${(e) => setQuery({ year: e.target.value, unit: '' })}>${[...new Set([year, ...[-1, 0, 1, 2, 3].map((d) => now
            + d)])].sort().map((y) => html`<option key=${y} value=${String(y)}>${y}</option>`)}</select></div>
        <div class="form-group"><label class="form-label" for="cap-unit">${t('need.team')}</label><select id="cap-unit" class="form-select"
          value=${unit ? String(unit) : ''} onChange=${(e) => setQuery({ unit: e.target.value })}><option value="">${t('capacity.all')}</option>
          ${teams.map(([id, name]) => html`<option key=${id} value=${String(id)}>${name}</option>`)}</select></div></div>
        ${over.length > 0 && html`<${Alert} kind="warning" heading=${t('capacity.over.heading')}><ul class="bullets">${over.map((r) => html`<li
          key=${`${r.unit_id} ${r.quarter}`}>${t('capacity.over.line', { team: r.unit_name, quarter: t('capacity.quarter', r), over: num(r.over_by,
            2, 1) })}${r.crowded_tenders > 0 && ` ${t('capacity.crowded.line', { n: r.crowded_tenders })}`}</li>`)}</ul><//>`}
        ${rows.length === 0 ? html`<${Empty} heading=${t('capacity.empty')} text=${t('capacity.empty.text')} />`
        : html`<${Table} caption=${t('capacity.title')} rows=${rows} rowKey=${(r) => `${r.unit_id} ${r.quarter}`} columns=${[
          { key: 'quarter', head: t('field.quarter'), main: true, cell: (r) => html`<span class="nowrap">${t('capacity.quarter', r)}</span><span
            class="sub">${r.unit_name}</span>` },
          { key: 'ceiling', head: t('capacity.ceiling'), num: true, cell: (r) => fte(r.ceiling) },
          { key: 'used', head: t('capacity.used'), num: true, cell: (r) => fte(r.used) },
          { key: 'free', head: t('capacity.free'), num: true, cell: (r) => (r.over_by > 0 ? html`<span class=${cx('rate', 'rate-red')}><span
            class="strong">${num(r.over_by, 2, 1)}</span><span>${t('capacity.over')}</span></span>` : fte(r.free)) },
          { key: 'tenders', head: t('capacity.tenders'), num: true, cell: (r) => html`${fte(r.tender_fte)}${r.tenders !== null
            && html`<span class="sub">${t('capacity.tenders.n', { n: r.tenders })}</span>`}` },
          { key: 'crowded', head: t('capacity.crowded'), num: true, cell: (r) => html`${fte(r.crowded_fte)}${r.crowded_tenders > 0
            && html`<span class="sub">${t('capacity.tenders.n', { n: r.crowded_tenders })}</span>`}` },
          { key: 'cases', head: t('capacity.cases'), cell: (r) => html`<${Cases} cases=${r.cases} />` },
          { key: 'actions', head: t('actions'), headHidden: true, actions: true, hide: !sets, cell: (r) => html`<button type="button"
            class="function-link" onClick=${() => edit(r)}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${t('capacity.quarter',
              r)} ${r.unit_name}</span></button>` }]} />`}`;
    }}<//>
    ${open && html`<${CeilingDialog} row=${open} onClose=${() => setOpen(null)} onSaved=${done} />`}`;
}
