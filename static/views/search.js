// SPDX-License-Identifier: EUPL-1.2
// Søg: one look for cases, organisations, documents, comments, people and units; answers while one types.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { setQuery } from '../lib/router.js';
import { date } from '../lib/format.js';
import { can } from '../lib/session.js';
import { PageHead, ProblemBox, Empty, Icon, KindBadge } from '../lib/ui.js';

const SHORTEST = 2;
const PAUSE = 200; // ms without a keystroke

// Each group: its name in the answer, what a row shows, and where all of it stands.
const GROUPS = [
  ['collaborations', (c) => html`<a href=${`/samarbejder/${c.id}`}>${c.title}</a> <${KindBadge} kind=${c.kind} />
    <span class="muted">${[c.number, label('stage', c.stage, c.kind), c.counterparty].filter(Boolean).join(' · ')}</span>`,
    (q) => `/samarbejder?q=${q}`],
  ['organisations', (o) => html`<a href=${`/parter/${o.id}`}>${o.name}</a>
    <span class="muted">${[label('organisation_kind', o.kind), o.cvr && `${t('field.cvr')} ${o.cvr}`].filter(Boolean).join(' · ')}</span>`,
    (q) => `/parter?q=${q}`],
  ['documents', (d) => html`<a href=${`/samarbejder/${d.collaboration_id}/dokumenter`}>${d.title}</a>
    <span class="muted">${d.number} · ${label('document_type', d.type)}</span>`],
  ['comments', (c) => html`<a href=${`/samarbejder/${c.collaboration_id}/kommentarer`}>${c.excerpt}</a>
    <span class="muted">${[c.number, c.author_name, date(c.created_at)].filter(Boolean).join(' · ')}</span>`],
  ['people', (p) => html`${can('users:admin') ? html`<a href=${`/administration/brugere/${p.id}`}>${p.name}</a>` : p.name}
    <span class="muted">${p.unit_name}</span>`],
  ['units', (u) => html`<a href=${`/enheder/${u.id}`}>${u.name}</a>
    <span class="muted">${[label('unit_kind', u.kind), u.valid_to && t('search.until', { date: date(u.valid_to) })].filter(Boolean).join(' · ')}</span>`],
];

function Groups({ found }) {
  const shown = GROUPS.filter(([name]) => found[name].length);
  if (!shown.length) return html`<${Empty} heading=${t('search.nothing', { q: found.q })} text=${t('search.nothing.text')} />`;
  return shown.map(([name, row, all]) => html`<section key=${name} class="section">
    <h2>${t(`search.${name}`)}</h2>
    <ul class="hits">${found[name].map((hit) => html`<li key=${hit.id}>${row(hit)}</li>`)}</ul>
    ${all && html`<p><a href=${all(encodeURIComponent(found.q))}>${t(`search.${name}.all`)}</a></p>`}
  </section>`);
}

export default function Search({ query }) {
  const q = (query.get('q') || '').trim();
  const [text, setText] = useState(q);
  const field = useRef(null);
  const found = useLoad(q.length >= SHORTEST ? `/search?q=${encodeURIComponent(q)}` : null);
  const last = useRef(null);
  if (found.data) last.current = found.data;
  useEffect(() => { if (q !== text.trim()) setText(q); }, [q]);
  useEffect(() => { if (!q) field.current.focus(); }, []);
  useEffect(() => {
    if (text.trim() === q) return undefined;
    const timer = setTimeout(() => setQuery({ q: text.trim() }, { replace: true }), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  const search = (event) => { event.preventDefault(); setQuery({ q: text.trim() }); };
  const shown = q.length >= SHORTEST && last.current;
  const count = shown ? GROUPS.reduce((n, [name]) => n + shown[name].length, 0) : 0;
  return html`<${PageHead} title=${t('search.title')} lead=${t('search.lead')} />
    <form class="search-row" role="search" onSubmit=${search}>
      <div class="search-field"><label class="sr-only" for="all-q">${t('search.label')}</label>
        <input id="all-q" ref=${field} class="form-input" type="search" maxlength="200" autocomplete="off" value=${text}
          onInput=${(e) => setText(e.target.value)} />
        <button type="submit" class="button button-secondary"><${Icon} name="search" />${t('action.search')}</button></div>
    </form>
    ${found.error && html`<${ProblemBox} problem=${found.error} retry=${found.reload} />`}
    <p role="status" class=${shown && !found.error ? 'muted' : 'sr-only'}>${shown && !found.loading && count ? t('search.count', { n: count }) : ''}</p>
    ${shown && !found.error && html`<div class=${found.loading ? 'is-loading' : undefined}><${Groups} found=${shown} /></div>`}
    ${!shown && html`<p class="muted">${t('search.hint')}</p>`}`;
}
