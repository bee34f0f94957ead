// SPDX-License-Identifier: EUPL-1.2
// Samarbejder: the portfolio list. Search, filters and sort order live in the address, so a view is a link.
import { html, useState, useEffect, useMemo } from '../lib/html.js';
import { query as toQuery, usePages } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { setQuery, navigate } from '../lib/router.js';
import { date, mio } from '../lib/format.js';
import { PageHead, ProblemBox, Spinner, Empty, KindBadge, Icon, notify } from '../lib/ui.js';
import { Table, More, ListFiles, formatTotal } from '../lib/table.js';
import { SavedViews } from './saved-views.js';
import { Filters, FILTERS, chipsOf } from './collaborations-filter.js';
import { BulkDialog, BULK_MAX } from './collaborations-bulk.js';

const NAMES = ['q', 'sort', ...FILTERS];
const ORDERS = ['-updated_at', 'title', 'number', 'end_date', '-end_date', '-start_date', '-value_ceiling', '-npv'];

function columns() {
  return [
    { key: 'title', head: t('field.title'), sort: 'title', main: true,
      cell: (c) => html`<a href=${`/samarbejder/${c.id}`}>${c.title}</a>
      <span class="sub">${c.number}${c.counterparty ? ` · ${c.counterparty}` : ''}</span>` },
    { key: 'kind', head: t('field.kind'), cell: (c) => html`<${KindBadge} kind=${c.kind} />` },
    { key: 'stage', head: t('field.stage'), cell: (c) => label('stage', c.stage, c.kind) },
    { key: 'unit', head: t('field.unit_id'), cell: (c) => c.unit_name },
    { key: 'end', head: t('field.end_date'), sort: 'end_date', cell: (c) => html`<span class="nowrap">${date(c.end_date)}</span>` },
    { key: 'ceiling', head: t('list.ceiling'), num: true, sort: 'value_ceiling', first: '-value_ceiling',
      cell: (c) => mio(c.value_ceiling_oere, true) },
    { key: 'npv', head: t('list.npv'), num: true, sort: 'npv', first: '-npv', cell: (c) => mio(c.npv_oere, true) },
  ];
}

/** A column of boxes; `chosen` holds ids. */
function choosing(chosen, setChosen) {
  const toggle = (id) => setChosen((old) => { const next = new Set(old); if (!next.delete(id) && next.size < BULK_MAX) next.add(id); return next; });
  return { key: 'choose', head: t('bulk.choose'), headHidden: true, cell: (c) => html`<div class="form-group-checkbox choose"><input type="checkbox"
    class="form-checkbox" id=${`choose-${c.id}`} checked=${chosen.has(c.id)} onChange=${() => toggle(c.id)} />
    <label for=${`choose-${c.id}`}><span class="sr-only">${t('bulk.choose.one', { title: c.title })}</span></label></div>` };
}

/** How many are chosen, and what can be done with them. */
function ChosenBar({ rows, chosen, setChosen, onEdit, onStop }) {
  return html`<div class="links chosen-bar d-print-none"><span role="status" class="strong">${t('bulk.chosen', { n: chosen.size })}</span>
    <button type="button" class="function-link" onClick=${() => setChosen(new Set(rows.slice(0, BULK_MAX).map((c) => c.id)))}>${t('bulk.choose.shown')}</button>
    <button type="button" class="button button-primary" disabled=${!chosen.size} onClick=${onEdit}>${t('bulk.edit')}</button>
    <button type="button" class="function-link" onClick=${onStop}>${t('bulk.stop')}</button></div>`;
}

function SortSelect({ value, hasText }) {
  return html`<span class="inline-select"><label for="list-sort">${t('list.sort')}</label>
    <select id="list-sort" class="form-select" value=${value || (hasText ? '' : '-updated_at')}
      onChange=${(e) => setQuery({ sort: e.target.value === '-updated_at' && !hasText ? '' : e.target.value })}>
      ${hasText && html`<option value="">${t('sort.relevance')}</option>`}
      ${ORDERS.map((o) => html`<option key=${o} value=${o}>${t(`sort.${o}`)}</option>`)}
    </select></span>`;
}

function NoRows({ filtered }) {
  if (filtered) {
    return html`<${Empty} heading=${t('list.nothing')} text=${t('list.nothing.text')}>
      <button type="button" class="button button-secondary" onClick=${() => navigate('/samarbejder')}>${t('list.clear')}
        </button><//>`;
  }
  return html`<${Empty} heading=${t('collaborations.empty')} text=${t('collaborations.empty.text')}>
    ${can('collaborations:write') && html`<a class="button button-primary" href="/samarbejder/ny">${t('collaborations.new')}</a>`}
    ${can('imports:write') && html`<a class="button button-secondary" href="/import">${t('overview.empty.import')}</a>`}<//>`;
}

function Chips({ params, chips }) {
  return html`<ul class="chips d-print-none" aria-label=${t('list.active')}>
    ${params.q && html`<li><button type="button" class="tag" onClick=${() => setQuery({ q: '' })}>“${params.q}” <${Icon}
      name="close" text=${t('list.remove')} /></button></li>`}
    ${chips.map((chip) => html`<li key=${chip.key}><button type="button" class="tag"
      onClick=${() => setQuery(chip.without)}>${chip.text} <${Icon} name="close" text=${t('list.remove')} /></button></li>`)}
    <li><button type="button" class="function-link" onClick=${() => navigate('/samarbejder',
      { keepScroll: true })}>${t('list.clear')}</button></li>
  </ul>`;
}

async function share() {
  await navigator.clipboard.writeText(window.location.href).then(() => notify(t('list.copied')),
    () => notify(t('list.copy.failed')));
}

export default function Collaborations({ query }) {
  const params = useMemo(() => Object.fromEntries(NAMES.map((n) => [n, query.get(n) || ''])), [query.toString()]);
  const list = usePages('/collaborations', params);
  const [text, setText] = useState(params.q);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(null); // null: nothing is being chosen
  const [editing, setEditing] = useState(false);
  useEffect(() => { setText(params.q); }, [params.q]);
  useEffect(() => { setChosen((old) => old && new Set()); }, [params]);
  const chips = chipsOf(params);
  const filtered = chips.length > 0 || params.q !== '';
  const search = (event) => { event.preventDefault(); setQuery({ q: text.trim() }); };
  return html`
  <${PageHead} title=${t('collaborations.title')}>
    ${can('collaborations:write') && html`<a class="button button-primary" href="/samarbejder/ny">${t('collaborations.new')}</a>`}
  <//>
  <${SavedViews} page="collaborations" path="/samarbejder"
    query=${decodeURIComponent(toQuery(params).slice(1).replaceAll('+', '%20'))} />
  <form class="search-row d-print-none" role="search" onSubmit=${search}>
    <div class="search-field">
      <label class="sr-only" for="list-q">${t('list.search')}</label>
      <input id="list-q" class="form-input" type="search" placeholder=${t('list.search.hint')} value=${text}
        onInput=${(e) => setText(e.target.value)} />
      <button type="submit" class="button button-secondary"><${Icon} name="search" />${t('action.search')}</button>
    </div>
    <button type="button" class="button button-secondary" aria-expanded=${open ? 'true' : 'false'} aria-controls="filters"
      onClick=${() => setOpen(!open)}><${Icon} name="tune" />${t('list.filters')}${chips.length ? ` (${chips.length})`
      : ''}</button>
  </form>
  <div id="filters">${open && html`<${Filters} params=${params} />`}</div>
  ${filtered && html`<${Chips} params=${params} chips=${chips} />`}
  <div class="list-bar">
    <p role="status" class="strong">${list.items && !list.loading ? t('list.total', { n: list.total, total: formatTotal(list.total,
      list.total_capped) }) : t('loading')}</p>
    <div class="links d-print-none">
      <${SortSelect} value=${params.sort} hasText=${Boolean(params.q)} />
      <button type="button" class="function-link" onClick=${share}><${Icon} name="link" />${t('list.share')}</button>
      <${ListFiles} name="collaborations" params=${params} />
      ${can('collaborations:write') && chosen === null && html`<button type="button" class="function-link" onClick=${() => setChosen(new Set())}><${Icon}
        name="edit" />${t('bulk.start')}</button>`}
    </div>
  </div>
  ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
  ${!list.items && !list.error && html`<${Spinner} />`}
  ${list.items && list.items.length === 0 && html`<${NoRows} filtered=${filtered} />`}
  ${list.items && list.items.length > 0 && html`
    ${chosen && html`<${ChosenBar} rows=${list.items} chosen=${chosen} setChosen=${setChosen} onEdit=${() => setEditing(true)} onStop=${() => setChosen(null)} />`}
    <div class=${list.loading ? 'is-loading' : undefined} aria-busy=${list.loading ? 'true' : undefined}>
      <${Table} caption=${t('collaborations.title')} columns=${[...(chosen ? [choosing(chosen, setChosen)] : []), ...columns()]} rows=${list.items}
        sort=${params.sort || (params.q ? '' : '-updated_at')} onSort=${(sort) => setQuery({ sort })} />
    </div>
    <${More} list=${list} />`}
  ${editing && html`<${BulkDialog} rows=${list.items.filter((c) => chosen.has(c.id))} onClose=${() => setEditing(false)}
    onDone=${() => { setEditing(false); setChosen(null); list.reload(); }} />`}`;
}
