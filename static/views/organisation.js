// SPDX-License-Identifier: EUPL-1.2
// One organisation: its facts, edited where they stand, money, group, contacts, the collaborations it is part of, merges.
import { html, useState, useMemo } from '../lib/html.js';
import { useLoad, usePages, post } from '../lib/api.js';
import { t, label, language, choices, has } from '../lib/i18n.js';
import { setQuery } from '../lib/router.js';
import { ask } from '../lib/modal.js';
import { FromCvr } from './organisation-lookup.js';
import { AID_STATUS } from './law-parts.js';
import { can, form as formSpec } from '../lib/session.js';
import { date, dateTime, eur, kr, mio, num } from '../lib/format.js';
import { Loaded, LoadedPage, PageHead, Alert, Status, Facts, Icon, KindBadge, ProblemBox, Spinner, notify } from '../lib/ui.js';
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
      autofocus=${i === 0} />${n === 'cvr' && html`<${FromCvr} form=${form} />`}`)}</div>
    <${FormButtons} busy=${busy} onCancel=${onDone} />${conflict}</form>`;
}

const SHOWN = ['kind', 'role', 'bids'];

function Choose({ name, value, options }) {
  return html`<span class="inline-select"><label for=${`oc-${name}`}>${t(`organisation.filter.${name}`)}</label>
    <select id=${`oc-${name}`} class="form-select" value=${value} onChange=${(e) => setQuery({ [name]: e.target.value })}>
      <option value="">${t('filter.all')}</option>${options.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></span>`;
}

/** Every role in every case that one sees, and the bids. */
function Collaborations({ id, query }) {
  const params = useMemo(() => ({ ...Object.fromEntries(SHOWN.map((n) => [n, query.get(n) || ''])), sort: query.get('sort') || '-start_date' }), [query.toString()]);
  const list = usePages(`/organisations/${id}/collaborations`, params);
  const filtered = SHOWN.some((n) => params[n]);
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  return html`${(filtered || list.items.length > 0) && html`<div class="filter-line d-print-none">
      <${Choose} name="kind" value=${params.kind} options=${choices('kind')} /><${Choose} name="role" value=${params.role} options=${choices('party_role')} />
      <${Choose} name="bids" value=${params.bids} options=${[{ value: 'true', text: t('organisation.bids.only') }]} /></div>`}
    ${list.items.length ? html`<${Table} caption=${t('nav.collaborations')} rows=${list.items} sort=${params.sort} onSort=${(sort) => setQuery({ sort })} columns=${[
    { key: 'title', head: t('field.title'), main: true, sort: 'title',
      cell: (c) => html`<a href=${`/samarbejder/${c.collaboration_id}`}>${c.title}</a><span class="sub">${c.number} · ${c.unit_name}</span>` },
    { key: 'kind', head: t('field.kind'), cell: (c) => html`<${KindBadge} kind=${c.kind} />` },
    { key: 'role', head: t('field.role'), cell: (c) => html`${label('party_role', c.role)}${c.awarded !== null && html`<span class="sub">${t(c.awarded
      ? 'organisation.won' : 'organisation.bid')}</span>`}` },
    { key: 'stage', head: t('field.stage'), cell: (c) => label('stage', c.stage, c.kind) },
    { key: 'start', head: t('field.start_date'), sort: 'start_date', first: '-start_date', cell: (c) => html`<span class="nowrap">${date(c.start_date)}</span>` },
    { key: 'end', head: t('field.end_date'), sort: 'end_date', first: '-end_date', cell: (c) => html`<span class="nowrap">${date(c.end_date)}</span>` },
    { key: 'money', head: t('field.contribution_oere'), num: true, sort: 'contribution', first: '-contribution', cell: (c) => (c.offer_oere !== null ? html`${kr(c.offer_oere)}<span
      class="sub">${t('field.offer_oere')}</span>` : kr(c.contribution_oere)) },
  ]} /><${More} list=${list} />` : html`<p class="muted">${t(filtered ? 'list.nothing.text' : 'organisation.none')}</p>`}`;
}

/** Money over the cases that one sees; the aid is that of the whole group. */
function Summary({ id }) {
  const from = useLoad(`/organisations/${id}/summary`);
  return html`<${Loaded} from=${from}>${(s) => html`<section class="section"><h2>${t('organisation.money')}</h2><p class="muted">${t('organisation.money.lead')}</p>
      <dl class="figures">${['contribution', 'funding', 'call_off', 'external'].filter((k) => s[`${k}_oere`]).map((k) => html`<div key=${k}><dt>${t(`organisation.money.${k}`)}</dt>
        <dd>${mio(s[`${k}_oere`])}</dd></div>`)}
        <div><dt>${t('organisation.bids')}</dt><dd>${num(s.bids)}<p class="note">${t('organisation.bids.won', { n: s.bids_won })}</p></dd></div>
        <div><dt>${t('law.aid')}</dt><dd>${eur(s.aid.sum_eur_cents)}<p class="note"><${Status} code=${AID_STATUS[s.aid.status]}
          text=${t(`law.aid.${s.aid.status}`)} /> ${s.group.length > 0 && t('organisation.aid.group')}</p></dd></div></dl></section>
    <div class="two-columns"><section class="section"><h2>${t('organisation.group')}</h2>${s.group.length ? html`<ul class="plain">${s.group.map((g) => html`<li key=${g.id}>
        <a href=${`/parter/${g.id}`}>${g.name}</a>${g.cvr && html` <span class="muted">CVR ${g.cvr}</span>`}</li>`)}</ul>` : html`<p class="muted">${t('organisation.group.none')}</p>`}</section>
      <section class="section"><h2>${t('organisation.contacts')}</h2>${s.contacts.length ? html`<ul class="plain">${s.contacts.map((k) => html`<li key=${k.name}>
        <a href=${`/samarbejder/${k.collaboration_id}/parter`}>${k.name}</a> <span class="muted">${t('organisation.contact.cases', { n: k.collaborations })}</span></li>`)}</ul>`
        : html`<p class="muted">${t('organisation.contacts.none')}</p>`}</section></div>`}<//>`;
}

/** What was merged, and the way back. */
function Merges({ o, reload }) {
  const from = useLoad(`/organisations/${o.id}/merges`);
  const [problem, setProblem] = useState(null);
  const undo = async (m) => {
    if (!(await ask({ title: t('merge.undo'), text: t('merge.undo.ask', { kept: m.kept_name, merged: m.merged_name }), action: t('merge.undo') }))) return;
    post(`/organisations/merges/${m.id}/undo`, {}).then(() => { notify(t('merge.undone')); from.reload(); reload(); }, setProblem);
  };
  if (!from.data || !from.data.items.length) return null;
  return html`<section class="section"><h2>${t('merge.history')}</h2>${problem && html`<${ProblemBox} problem=${problem} />`}
    <ul class="rows">${from.data.items.map((m) => html`<li key=${m.id}><span>${t('merge.line', { kept: m.kept_name, merged: m.merged_name })}
      <span class="sub">${[m.merged_by_name, dateTime(m.merged_at), m.note, m.undone_at && t('merge.undone.at', { at: dateTime(m.undone_at) })].filter(Boolean).join(' · ')}</span></span>
      ${!m.undone_at && can('organisations:merge') && (m.can_undo ? html`<button type="button" class="button button-secondary d-print-none" onClick=${() => undo(m)}>${t('merge.undo')}</button>`
        : html`<span class="muted">${m[`obstacle_${language()}`]}</span>`)}</li>`)}</ul></section>`;
}

export default function Organisation({ params, query }) {
  const from = useLoad(`/organisations/${params.id}`);
  const [editing, setEditing] = useState(false);
  return html`<${LoadedPage} from=${from} back="/parter">${(o) => html`
    <${PageHead} title=${o.name} over=${html`<span class="case-over"><a href="/parter">${t('nav.parties')}</a>
      <span>${label('organisation_kind', o.kind)}</span></span>`}>${can('organisations:merge') && !o.merged_into_id && html`<a class="button button-secondary"
        href=${`/parter/${o.id}/sammenlaeg`}>${t('merge.open')}</a>`}<//>
    ${o.merged_into_id && html`<${Alert} kind="info" heading=${t('merge.into')}><p><a href=${`/parter/${o.merged_into_id}`}>${o.merged_into_name}</a></p><//>`}
    <section class="section"><div class="section-head"><h2>${t('organisation.facts')}</h2>
        ${can('organisations:write') && !editing && html`<button type="button" class="function-link d-print-none"
          onClick=${() => setEditing(true)}><${Icon} name="edit" />${t('action.edit')}</button>`}</div>
      ${editing ? html`<${Edit} o=${o} onDone=${() => setEditing(false)} reload=${from.reload} />`
        : html`<div class="narrow-section"><${Facts} rows=${NAMES.filter((n) => o[n] || ['cvr', 'kind',
        'city'].includes(n)).map((n) => [labelOf(n), shown(o, n)])} /></div>`}</section>
    <${Summary} id=${o.id} />
    <section class="section"><h2>${t('nav.collaborations')}</h2><${Collaborations} id=${o.id} query=${query} /></section>
    <${Merges} o=${o} reload=${from.reload} />`}<//>`;
}
