// SPDX-License-Identifier: EUPL-1.2
// The units as a tree, with validity and what takes over: on 1 January 2027 two regions become one.
import { html, useState, useMemo } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { navigate } from '../lib/router.js';
import { date } from '../lib/format.js';
import { Loaded, Icon } from '../lib/ui.js';
import { DateFilter } from './collaborations-filter.js';
import { UnitDialog } from './admin-unit.js';

function Branch({ unit, children, open }) {
  const below = children.get(unit.id) || [];
  const at = `/administration/enheder/${unit.id}`;
  const text = html`${below.length ? html`<span class="strong">${unit.name}</span>` : html`<a href=${at}>${unit.name}</a>`} <span class="muted small">${label('unit_kind', unit.kind)}${unit.valid_to
    ? ` · ${t('unit.until', { date: date(unit.valid_to) })}` : ''}${unit.valid_from > new Date().toISOString().slice(0, 10)
    ? ` · ${t('unit.from', { date: date(unit.valid_from) })}` : ''}${(unit.successors || []).length
    ? ` · ${t('unit.successor', { name: unit.successors.map((s) => s.name).join(', ') })}` : ''}</span>`;
  if (!below.length) return html`<li class="leaf">${text}</li>`;
  return html`<li><details open=${open}><summary>${text} <span class="count">${below.length}</span></summary>
    <ul class="tree"><li class="leaf"><a href=${at}>${t('unit.open', { name: unit.name })}</a></li>
      ${below.map((u) => html`<${Branch} key=${u.id} unit=${u} children=${children} />`)}</ul></details></li>`;
}

function Tree({ items }) {
  const [q, setQ] = useState('');
  const children = useMemo(() => {
    const map = new Map();
    for (const u of items) map.set(u.parent_id ?? null, [...(map.get(u.parent_id ?? null) || []), u]);
    return map;
  }, [items]);
  const word = q.trim().toLowerCase();
  const hits = word ? items.filter((u) => `${u.name} ${u.code} ${u.sor_code || ''} ${u.shak_code ||
    ''}`.toLowerCase().includes(word)).slice(0, 100) : null;
  const known = new Set(items.map((u) => u.id));
  const roots = items.filter((u) => u.parent_id === null || u.parent_id === undefined || !known.has(u.parent_id));
  return html`<div class="form-group"><label class="form-label" for="unit-q">${t('unit.search')}</label>
    <input id="unit-q" class="form-input" type="search" value=${q} onInput=${(e) => setQ(e.target.value)} /></div>
    ${hits ? html`<p role="status" class="muted">${t('unit.hits', { n: hits.length })}</p>
      <ul class="tree">${hits.map((u) => html`<${Branch} key=${u.id} unit=${u} children=${new Map()} />`)}</ul>`
    : html`<ul class="tree">${roots.map((u) => html`<${Branch} key=${u.id} unit=${u} children=${children}
      open=${roots.length < 4} />`)}</ul>`}`;
}

export function Units({ query }) {
  const day = query.get('day') || '';
  const from = useLoad(`/units${day ? `?as_of=${day}` : ''}`);
  const [creating, setCreating] = useState(false);
  return html`<section class="section"><div class="section-head"><h2>${t('admin.units')}</h2>${can('users:admin') && html`<button type="button"
      class="button button-primary" onClick=${() => setCreating(true)}><${Icon} name="plus" />${t('unit.new')}</button>`}</div>
    <p class="muted">${t('unit.lead')}</p><${DateFilter} key=${day} name="day" params=${{ day }} />
    <${Loaded} from=${from}>${(data) => html`<${Tree} items=${data.items} />`}<//>
    ${creating && html`<${UnitDialog} onClose=${() => setCreating(false)} onSaved=${(u) => navigate(`/administration/enheder/${u.id}`)} />`}</section>`;
}
