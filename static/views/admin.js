// SPDX-License-Identifier: EUPL-1.2
// Administration: its pages in groups, and the users.
import { html, useState, useEffect } from '../lib/html.js';
import { usePages, post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { navigate } from '../lib/router.js';
import { PageHead, ProblemBox, Spinner, Icon, Status } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { Units } from './admin-units.js';
import { Audit } from './admin-audit.js';
import { Lifecycles } from './admin-lifecycles.js';
import { LegalRules } from './admin-law.js';
import { Rows } from './references.js';
import { Personal } from './admin-personal.js';
import { Tokens, AllTokens } from './admin-tokens.js';
import { CodeLists } from './admin-codes.js';
import { Mappings } from './admin-mappings.js';
import { System } from './admin-system.js';

function NewUser({ onClose }) {
  const form = useForm({
    fields: [{ name: 'name', required: true }, { name: 'login', label: t('login.login'), required: true }, { name: 'email',
      type: 'email' }, { name: 'unit_id', label: t('field.unit_id'), control: 'unit' }, { name: 'password',
      label: t('user.password'), type: 'password', autocomplete: 'new-password', hint: t('user.password.hint') }],
    spec: formSpec('user_create'),
  });
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post('/users', Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    navigate(`/administration/brugere/${data.id}`);
  });
  return html`<${Modal} title=${t('user.new')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
      <${FormButtons} busy=${busy} save=${t('user.create')} onCancel=${onClose} /></form><//>`;
}

function Users() {
  const [q, setQ] = useState('');
  const [typed, setTyped] = useState('');
  const list = usePages('/users', { q });
  const [creating, setCreating] = useState(false);
  useEffect(() => { const timer = setTimeout(() => setQ(typed.trim()), 250); return () => clearTimeout(timer); }, [typed]);
  return html`<section class="section"><div class="section-head"><h2>${t('admin.users')}</h2>
    <button type="button" class="button button-primary" onClick=${() => setCreating(true)}>
    <${Icon} name="person-add" />${t('user.new')}</button></div>
    <div class="form-group"><label class="form-label" for="user-q">${t('user.search')}</label>
      <input id="user-q" class="form-input" type="search" value=${typed} onInput=${(e) => setTyped(e.target.value)} /></div>
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}${!list.items && !list.error &&
      html`<${Spinner} />`}
    ${list.items && html`<${Table} caption=${t('admin.users')} rows=${list.items} columns=${[
    { key: 'name', head: t('field.name'), main: true,
      cell: (u) => html`<a href=${`/administration/brugere/${u.id}`}>${u.name}</a><span class="sub">${u.login}</span>` },
    { key: 'unit', head: t('field.unit_id'), cell: (u) => u.unit_name || '–' },
    { key: 'roles', head: t('user.roles'), cell: (u) => [...new Set(u.roles.map((r) => label('role', r.role)))].join(', ') || '–' },
    { key: 'status', head: t('field.status'), cell: (u) => html`<${Status} code=${u.disabled ? 'rejected' : 'done'}
      text=${t(u.disabled ? 'user.disabled' : 'user.active')} />` },
  ]} /><${More} list=${list} />`}
    ${creating && html`<${NewUser} onClose=${() => setCreating(false)} />`}</section>`;
}

const rules = (slug) => [slug, `ref.tab.${slug}`, ({ query }) => html`<${Rows} slug=${slug} query=${query} />`, 'rules:write'];

// Groups of pages; each shows the pages that one may use, and is called as its page when there is but one.
const GROUPS = [
  ['people', [['brugere', 'admin.users', Users, 'users:admin'], ['alle-noegler', 'admin.all_tokens', AllTokens, 'users:admin'],
    ['noegler', 'admin.tokens', Tokens], ['persondata', 'admin.personal', Personal, 'users:admin']]],
  ['register', [['enheder', 'admin.units', Units], ['kodelister', 'admin.codes', CodeLists, 'rules:write'], rules('helligdage'),
    ['importopsaetninger', 'admin.mappings', Mappings, 'imports:write']]],
  ['rules', [['forloeb', 'admin.lifecycles', Lifecycles, 'rules:write'], ['tjeklister', 'admin.law', LegalRules, 'rules:write'],
    rules('udbudsregler'), rules('omraader'), rules('opi'), rules('puljer'), rules('godkendelser'), rules('forskningsregler')]],
  ['system', [['drift', 'admin.system', System, 'users:admin'], ['revisionsspor', 'admin.audit', Audit, 'audit:read']]],
];

function Menu({ name, entries, at }) {
  return html`<nav class=${name === 'admin.groups' ? 'tabs' : 'subtabs'} aria-label=${t(name)}><ul>${entries.map(([slug, key, current]) => html`<li key=${slug}><a
    href=${`/administration/${slug}`} aria-current=${(current ?? slug) === at ? 'page' : undefined}>${t(key)}</a></li>`)}</ul></nav>`;
}

export default function Admin({ params, query }) {
  const groups = GROUPS.map(([name, pages]) => [name, pages.filter(([, , , right]) => !right || can(right))]).filter(([, pages]) => pages.length);
  const [group, pages] = groups.find(([, list]) => list.some(([s]) => s === params.tab)) || groups[0];
  const [slug, , View] = pages.find(([s]) => s === params.tab) || pages[0];
  return html`<${PageHead} title=${t('nav.admin')} />
    <${Menu} name="admin.groups" at=${group} entries=${groups.map(([name, list]) => [list[0][0], list.length > 1 ? `admin.group.${name}` : list[0][1], name])} />
    ${pages.length > 1 && html`<${Menu} name="admin.pages" at=${slug} entries=${pages.map(([s, key]) => [s, key])} />`}
    <${View} key=${slug} query=${query} />`;
}
