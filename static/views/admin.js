// SPDX-License-Identifier: EUPL-1.2
// Administration: users, API tokens, the tree of units and the audit.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, usePages, post, request } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { user, can, form as formSpec } from '../lib/session.js';
import { navigate } from '../lib/router.js';
import { date, dateTime } from '../lib/format.js';
import { Loaded, PageHead, ProblemBox, Spinner, Alert, Icon, Status, notify } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { Units } from './admin-units.js';
import { Audit } from './admin-audit.js';
import { Lifecycles } from './admin-lifecycles.js';
import { LegalRules } from './admin-law.js';
import { Rows } from './references.js';
import { Personal } from './admin-personal.js';

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

function NewToken({ onClose, onMade }) {
  const form = useForm({
    fields: [{ name: 'name', required: true, hint: t('token.name.hint') }, { name: 'expires_at', label: t('token.expires'),
      control: 'date' }, ...user().rights.map((r) => ({ name: `scope:${r}`, label: t(`right.${r}`), control: 'check' }))],
    spec: { name: formSpec('token_create').name || {} },
  });
  const [submit, busy] = useSubmit(form, async (body) => {
    const scopes = user().rights.filter((r) => body[`scope:${r}`]);
    const { data } = await post('/tokens', { name: body.name, scopes, ...(body.expires_at
      ? { expires_at: body.expires_at } : {}) });
    onMade(data);
  });
  return html`<${Modal} title=${t('token.new')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    <${Field} form=${form} name="name" /><${Field} form=${form} name="expires_at" />
    <fieldset class="form-group"><legend class="form-label">${t('token.scopes')}
      </legend>${user().rights.map((r) => html`<${Field} key=${r} form=${form} name=${`scope:${r}`} />`)}</fieldset>
    <${FormButtons} busy=${busy} save=${t('token.create')} onCancel=${onClose} /></form><//>`;
}

function Tokens() {
  const from = useLoad('/tokens');
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState(null);
  const revoke = async (token) => {
    if (!(await ask({ title: t('token.revoke.title'), text: t('token.revoke.text', { name: token.name }), action: t('token.revoke'),
      danger: true }))) return;
    await request('DELETE', `/tokens/${token.id}`).then(() => notify(t('token.revoked')), (p) => notify(p.title));
    from.reload();
  };
  return html`<section class="section"><div class="section-head"><h2>${t('admin.tokens')}</h2>
    <button type="button" class="button button-primary" onClick=${() => setCreating(true)}><${Icon} name="plus" />${t('token.new')}
    </button></div>
    <p class="muted">${t('token.lead')}</p>
    ${made && html`<${Alert} kind="success" live heading=${t('token.made', { name: made.name })}><p>${t('token.once')}</p><p>
      <code class="token">${made.token}</code></p>
      <button type="button" class="button button-secondary"
        onClick=${() => navigator.clipboard.writeText(made.token).then(() => notify(t('token.copied')), () => {})}>
        <${Icon} name="copy" />${t('token.copy')}</button><//>`}
    <${Loaded} from=${from} empty=${html`<p class="muted">${t('token.none')}
      </p>`}>${(data) => html`<${Table} caption=${t('admin.tokens')} rows=${data.items} columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (k) => k.name },
    { key: 'scopes', head: t('token.scopes'), cell: (k) => (k.scopes || []).map((s) => t(`right.${s}`)).join(', ') },
    { key: 'expires', head: t('token.expires'), cell: (k) => date(k.expires_at) },
    { key: 'used', head: t('token.used'), cell: (k) => dateTime(k.last_used_at) },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true,
      cell: (k) => html`<button type="button" class="function-link danger" onClick=${() => revoke(k)}>
      <${Icon} name="delete" />${t('token.revoke')}<span class="sr-only"> ${k.name}</span></button>` },
  ]} />`}<//>
    ${creating && html`<${NewToken} onClose=${() => setCreating(false)}
      onMade=${(token) => { setMade(token); setCreating(false); from.reload(); }} />`}</section>`;
}

const rules = (slug) => [slug, `ref.tab.${slug}`, ({ query }) => html`<${Rows} slug=${slug} query=${query} />`, 'rules:write'];

const TABS = [['brugere', 'admin.users', Users, 'users:admin'], ['noegler', 'admin.tokens', Tokens], ['enheder', 'admin.units', Units],
  ['forloeb', 'admin.lifecycles', Lifecycles, 'rules:write'],
  ['tjeklister', 'admin.law', LegalRules, 'rules:write'], rules('udbudsregler'), rules('omraader'), rules('opi'), rules('puljer'),
  ['persondata', 'admin.personal', Personal, 'users:admin'],
  ['revisionsspor', 'admin.audit', Audit, 'audit:read']];

export default function Admin({ params, query }) {
  const tabs = TABS.filter(([, , , right]) => !right || can(right));
  const [slug, , View] = tabs.find(([s]) => s === params.tab) || tabs[0];
  return html`<${PageHead} title=${t('nav.admin')} />
    <nav class="tabs" aria-label=${t('tabs')}><ul>${tabs.map(([s,
      key]) => html`<li key=${s}><a href=${`/administration/${s}`} aria-current=${s === slug ? 'page' : undefined}>${t(key)}</a>
      </li>`)}</ul></nav>
    <${View} query=${query} />`;
}
