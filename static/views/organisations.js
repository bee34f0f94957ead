// SPDX-License-Identifier: EUPL-1.2
// Parter: companies, foundations, municipalities and the others we work with.
import { html, useState, useEffect, useMemo } from '../lib/html.js';
import { useLoad, usePages, query as toQuery } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { setQuery, navigate } from '../lib/router.js';
import { num } from '../lib/format.js';
import { PageHead, ProblemBox, Spinner, Empty, Alert, Icon } from '../lib/ui.js';
import { Table, More, ListFiles, formatTotal } from '../lib/table.js';
import { SavedViews } from './saved-views.js';
import { OrganisationDialog } from './organisation-dialog.js';

function Duplicates() {
  const list = useLoad(can('organisations:write') ? '/organisations/duplicates' : null);
  const open = (list.data ? list.data.items : []).filter((d) => !d.status || d.status === 'open' || d.status === 'proposed');
  if (!open.length) return null;
  return html`<${Alert} kind="info" heading=${t('duplicates.found', { n: open.length })}><p>
    <a href="/parter/dubletter">${t('duplicates.look')}</a></p><//>`;
}

export default function Organisations({ query }) {
  const params = useMemo(() => ({ q: query.get('q') || '', kind: query.get('kind') || '' }), [query.toString()]);
  const list = usePages('/organisations', params);
  const [text, setText] = useState(params.q);
  const [creating, setCreating] = useState(false);
  useEffect(() => { setText(params.q); }, [params.q]);
  const search = (event) => { event.preventDefault(); setQuery({ q: text.trim() }); };
  return html`<${PageHead} title=${t('nav.parties')} lead=${t('organisations.lead')}>
      ${can('organisations:write') && html`<button type="button" class="button button-primary"
        onClick=${() => setCreating(true)}>${t('organisation.new')}</button>`}<//>
    <${Duplicates} />
    <${SavedViews} page="organisations" path="/parter" query=${decodeURIComponent(toQuery(params).slice(1).replaceAll('+', '%20'))} />
    <form class="search-row" role="search" onSubmit=${search}>
      <div class="search-field"><label class="sr-only" for="org-q">${t('organisations.search')}</label>
        <input id="org-q" class="form-input" type="search" placeholder=${t('organisations.search.hint')} value=${text}
          onInput=${(e) => setText(e.target.value)} />
        <button type="submit" class="button button-secondary"><${Icon} name="search" />${t('action.search')}</button></div>
      <span class="inline-select"><label for="org-kind">${t('field.organisation_kind')}</label>
        <select id="org-kind" class="form-select" value=${params.kind} onChange=${(e) => setQuery({ kind: e.target.value })}>
        <option value="">${t('filter.all')}</option>${choices('organisation_kind').map((o) => html`<option key=${o.value}
          value=${o.value}>${o.text}</option>`)}</select></span>
    </form>
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && html`<${Empty} heading=${t('organisations.empty')}
      text=${t(params.q || params.kind ? 'list.nothing.text' : 'organisations.empty.text')} />`}
    ${list.items && list.items.length > 0 && html`<div class=${list.loading ? 'is-loading' : undefined}>
      <div class="list-bar"><p role="status" class="strong">${t('organisations.total', { n: list.total, total: formatTotal(list.total,
        list.total_capped) })}</p><div class="links d-print-none"><${ListFiles} name="organisations" params=${params} /></div></div>
      <${Table} caption=${t('nav.parties')} rows=${list.items} columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (o) => html`<a href=${`/parter/${o.id}`}>${o.name}</a>` },
    { key: 'kind', head: t('field.organisation_kind'), cell: (o) => label('organisation_kind', o.kind) },
    { key: 'cvr', head: t('field.cvr'), cell: (o) => o.cvr || '–' },
    { key: 'city', head: t('field.city'), cell: (o) => [o.postcode, o.city].filter(Boolean).join(' ') || (o.country &&
      o.country !== 'DK' ? o.country : '–') },
    { key: 'count', head: t('organisations.collaborations'), num: true, cell: (o) => num(o.collaboration_count ?? null) },
  ]} /></div><${More} list=${list} />`}
    ${creating && html`<${OrganisationDialog} name="" onClose=${() => setCreating(false)}
      onCreated=${(o) => navigate(`/parter/${o.id}`)} />`}`;
}
