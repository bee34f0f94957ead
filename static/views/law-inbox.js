// SPDX-License-Identifier: EUPL-1.2
// Jura: the cases that wait for the lawyers, and the register of benefits to companies over all cases.
import { html, useMemo, useState } from '../lib/html.js';
import { useLoad, usePages, query as toQuery } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { setQuery } from '../lib/router.js';
import { date, eur, parseNumber, validCvr } from '../lib/format.js';
import { PageHead, ProblemBox, Spinner, Empty, KindBadge, Loaded, Status } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { AID_STATUS, AidStatus } from './law-parts.js';

const today = () => new Date().toISOString().slice(0, 10);

function Choice({ name, query, options, all = t('filter.all') }) {
  return html`<span class="inline-select"><label for=${`law-${name}`}>${t(`law.filter.${name}`)}</label>
    <select id=${`law-${name}`} class="form-select" value=${query.get(name) || ''} onChange=${(e) => setQuery({ [name]: e.target.value })}>
    <option value="">${all}</option>${options.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></span>`;
}

function Search({ query, text, id }) {
  const [typed, setTyped] = useState(query.get('text') || '');
  return html`<form class="inline-search" role="search" onSubmit=${(e) => { e.preventDefault(); setQuery({ text: typed.trim() }); }}>
    <label class="form-label" for=${id}>${text}</label><div class="search-row"><input id=${id} class="form-input" type="search" value=${typed}
    onInput=${(e) => setTyped(e.target.value)} /><button class="button button-secondary">${t('action.search')}</button></div></form>`;
}

function Pages({ list, caption, columns, empty, sort }) {
  return html`${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
    ${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && empty}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${caption} rows=${list.items} columns=${columns} sort=${sort}
      onSort=${(s) => setQuery({ sort: s })} /><${More} list=${list} />`}`;
}

const WHY = { red: { red: 'true' }, clock: { clock: 'true' }, mine: { mine: 'true' }, ours: { side: 'ours' }, theirs: { side: 'theirs' } };

function Inbox({ query }) {
  const why = query.get('why') || '';
  const params = useMemo(() => ({ kind: query.get('kind') || '', text: query.get('text') || '', sort: query.get('sort') || 'due',
    ...(why === 'late' ? { due_to: today() } : WHY[why] || {}) }), [query.toString()]);
  const list = usePages('/law/inbox', params);
  const filtered = params.kind || params.text || why;
  return html`<section class="section"><div class="section-head"><h2>${t('law.inbox')}</h2><div class="links">
      <${Choice} name="why" query=${query} options=${['late', 'red', 'clock', 'mine', 'ours', 'theirs'].map((value) => ({ value, text: t(`law.why.${value}`) }))} />
      <${Choice} name="kind" query=${query} options=${choices('kind')} /></div></div>
    <${Search} id="law-text" query=${query} text=${t('law.search')} />
    <${Pages} list=${list} caption=${t('law.inbox')} sort=${params.sort} empty=${html`<${Empty} heading=${t(filtered ? 'list.nothing' : 'law.inbox.empty')}
      text=${t(filtered ? 'list.nothing.text' : 'law.inbox.empty.text')} />`} columns=${[
    { key: 'title', head: t('field.title'), main: true, sort: 'title', cell: (c) => html`<a href=${`/samarbejder/${c.id}/jura`}>${c.title}</a>
      <span class="sub">${[c.number, c.counterparty].filter(Boolean).join(' · ')}</span>` },
    { key: 'kind', head: t('field.kind'), cell: (c) => html`<span><${KindBadge} kind=${c.kind} /><span class="sub">${label('stage', c.stage, c.kind)}</span></span>` },
    { key: 'due', head: t('law.next'), sort: 'due', cell: (c) => (c.due_date ? html`<span><${Status} code=${c.due_date < today() ? 'overdue' : 'planned'} text=${date(c.due_date)} />
      <span class="sub">${label('deadline_kind', c.due_kind)}: ${c.due_title}</span></span>` : html`<span class="muted">${t('law.noclock')}</span>`) },
    { key: 'desk', head: t('law.desk'), cell: (c) => (c.desk ? html`${label('desk', c.desk)}<span class="sub">${t(`desk.side.${c.desk_side}`)}, ${t('law.desk.since', { date: date(c.desk_since) })}</span>`
      : '–') },
    { key: 'red', head: t('law.status.red'), num: true, sort: 'red', first: '-red', cell: (c) => (c.red ? html`<${Status} code="overdue" text=${c.red} />` : '0') },
    { key: 'open', head: t('law.status.open'), num: true, sort: 'open', first: '-open', cell: (c) => c.open },
    { key: 'owner', head: t('field.owner_id'), cell: (c) => html`${c.owner_name || '–'}<span class="sub">${c.unit_name || ''}</span>` },
  ]} /></section>`;
}

/** What a group has got, and what it would be with more: before anything is promised. */
function Ceiling() {
  const [cvr, setCvr] = useState('');
  const [more, setMore] = useState('');
  const [asked, setAsked] = useState(null);
  const [wrong, setWrong] = useState({});
  const from = useLoad(asked);
  const submit = (e) => {
    e.preventDefault();
    const digits = cvr.replace(/\s/g, '');
    const amount = parseNumber(more);
    const faults = { cvr: validCvr(digits) ? '' : t('law.aid.badcvr'), more: Number.isNaN(amount) || amount < 0 ? t('law.aid.badamount') : '' };
    setWrong(faults);
    if (!faults.cvr && !faults.more) setAsked(`/state-aid${toQuery({ cvr: digits, more_eur_cents: Math.round((amount || 0) * 100) })}`);
  };
  const input = (id, text, value, set, fault) => html`<div class=${fault ? 'form-group form-error' : 'form-group'}><label class="form-label" for=${id}>${text}</label>
    ${fault && html`<span class="form-error-message" id=${`${id}-error`}>${fault}</span>`}<input id=${id} class="form-input input-short" inputmode="decimal" value=${value}
    aria-invalid=${fault ? 'true' : undefined} aria-describedby=${fault ? `${id}-error` : undefined} onInput=${(e) => set(e.target.value)} /></div>`;
  return html`<section class="section"><h2>${t('law.aid.ceiling')}</h2><p class="muted">${t('law.aid.ceiling.lead')}</p>
    <form class="filter-line" onSubmit=${submit} novalidate>${input('aid-cvr', t('field.cvr'), cvr, setCvr, wrong.cvr)}
      ${input('aid-more', t('law.aid.more'), more, setMore, wrong.more)}<button class="button button-primary">${t('law.aid.calculate')}</button></form>
    ${asked && html`<${Loaded} from=${from}>${(s) => html`<div class="aid-answer" role="status"><dl class="figures">
      <div><dt>${t('law.aid.sum.now')}</dt><dd>${eur(s.sum_eur_cents)}</dd></div><div><dt>${t('law.aid.total')}</dt><dd>${eur(s.total_eur_cents)}</dd></div>
      <div><dt>${t('law.aid.ceiling.is')}</dt><dd>${s.ceiling_eur_cents === null ? '–' : eur(s.ceiling_eur_cents)}</dd></div></dl>
      <p><${Status} code=${AID_STATUS[s.status]} text=${t(`law.aid.${s.status}`)} /> ${s.organisations.length
        ? t('law.aid.group', { names: s.organisations.map((o) => o.name).join(', ') }) : t('law.aid.unknown.company')}</p></div>`}<//>`}</section>`;
}

function Register({ query }) {
  const params = useMemo(() => ({ text: query.get('text') || '', basis: query.get('basis') || '', over: query.get('over') || '', sort: query.get('sort') || '-granted_on' }), [query.toString()]);
  const list = usePages('/state-aid/entries', params);
  const filtered = params.text || params.basis || params.over;
  return html`<${Ceiling} /><section class="section"><div class="section-head"><h2>${t('law.aid.entries')}</h2><div class="links">
      <${Choice} name="basis" query=${query} options=${choices('aid_basis')} />
      <${Choice} name="over" query=${query} options=${[{ value: 'true', text: t('law.aid.red') }]} /></div></div>
    <${Search} id="aid-text" query=${query} text=${t('law.aid.search')} />
    <${Pages} list=${list} caption=${t('law.aid.entries')} sort=${params.sort} empty=${html`<${Empty} heading=${t(filtered ? 'law.aid.nothing' : 'law.aid.none')}
      text=${t(filtered ? 'list.nothing.text' : 'law.aid.none.text')} />`} columns=${[
    { key: 'name', head: t('law.aid.company'), main: true, sort: 'name', cell: (a) => html`<a href=${`/parter/${a.organisation_id}`}>${a.organisation_name}</a>
      <span class="sub">${[a.cvr && `CVR ${a.cvr}`, a.group_name].filter(Boolean).join(' · ')}</span>` },
    { key: 'case', head: t('law.aid.case'), cell: (a) => (a.collaboration_id ? html`<a href=${`/samarbejder/${a.collaboration_id}/jura?del=statsstoette`}>${a.number}</a>`
      : html`<span class="muted">${t('law.aid.hidden')}</span>`) },
    { key: 'basis', head: t('field.basis'), cell: (a) => html`${label('aid_basis', a.basis)}<span class="sub">${label('aid_form', a.form)}</span>` },
    { key: 'on', head: t('field.granted_on'), sort: 'granted_on', first: '-granted_on', cell: (a) => html`<span class="nowrap">${date(a.granted_on)}</span>` },
    { key: 'amount', head: t('field.amount_eur_cents'), num: true, sort: 'amount', first: '-amount', cell: (a) => html`<span class="nowrap">${eur(a.amount_eur_cents)}</span>` },
    { key: 'status', head: t('law.aid.sum'), cell: (a) => html`<span>${a.basis === 'de_minimis' && html`<span class="nowrap">${eur(a.sum_eur_cents)}</span> `}<${AidStatus} row=${a} /></span>` },
  ]} /></section>`;
}

const TABS = [['', 'law.inbox', Inbox], ['statsstoette', 'law.aid', Register]];

export default function LawPage({ params, query }) {
  const [at, , View] = TABS.find(([slug]) => slug === (params.tab || '')) || TABS[0];
  return html`<${PageHead} title=${t('nav.law')} lead=${t(at ? 'law.aid.lead' : 'law.inbox.lead')} />
    <nav class="tabs" aria-label=${t('tabs')}><ul>${TABS.map(([slug, key]) => html`<li key=${slug}><a href=${slug ? `/jura/${slug}` : '/jura'}
      aria-current=${slug === at ? 'page' : undefined}>${t(key)}</a></li>`)}</ul></nav>
    <${View} key=${at} query=${query} />`;
}
