// SPDX-License-Identifier: EUPL-1.2
// The units as a tree, with validity and what takes over: on 1 January 2027 two regions become one.
import { html, useState, useMemo } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { date } from '../lib/format.js';
import { Loaded } from '../lib/ui.js';

function Branch({ unit, children, open }) {
  const below = children.get(unit.id) || [];
  const text = html`<a class="strong" href=${`/enheder/${unit.id}`}>${unit.name}
    </a> <span class="muted small">${label('unit_kind', unit.kind)}${unit.valid_to
    ? ` · ${t('unit.until', { date: date(unit.valid_to) })}` : ''}${unit.valid_from > new Date().toISOString().slice(0, 10)
    ? ` · ${t('unit.from', { date: date(unit.valid_from) })}` : ''}${(unit.successors || []).length
    ? ` · ${t('unit.successor', { name: unit.successors.map((s) => s.name).join(', ') })}` : ''}</span>`;
  if (!below.length) return html`<li class="leaf">${text}</li>`;
  return html`<li><details open=${open}><summary>${text} <span class="count">${below.length}</span></summary>
    <ul class="tree">${below.map((u) => html`<${Branch} key=${u.id} unit=${u} children=${children} />`)}</ul></details></li>`;
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

export function Units() {
  const from = useLoad('/units');
  return html`<section class="section"><h2>${t('admin.units')}</h2><p class="muted">${t('unit.lead')}</p>
    <${Loaded} from=${from}>${(data) => html`<${Tree} items=${data.items} />`}<//></section>`;
}
