// SPDX-License-Identifier: EUPL-1.2
// Administration: one's own API tokens, and for administrators those of everybody.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, usePages, post, del } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { user, form as formSpec } from '../lib/session.js';
import { date, dateTime } from '../lib/format.js';
import { Loaded, ProblemBox, Spinner, Alert, Icon, notify } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';

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

/** Asks, withdraws and says so. */
async function withdraw(path, text, reload) {
  if (!(await ask({ title: t('token.revoke.title'), text, action: t('token.revoke'), danger: true }))) return;
  await del(path).then(() => notify(t('token.revoked')), (p) => notify(p.title));
  reload();
}

const scopes = (k) => (k.scopes || []).map((s) => t(`right.${s}`)).join(', ');
const dated = () => [{ key: 'expires', head: t('token.expires'), cell: (k) => date(k.expires_at) },
  { key: 'used', head: t('token.used'), cell: (k) => (k.last_used_at ? dateTime(k.last_used_at) : t('token.never')) }];

export function Tokens() {
  const from = useLoad('/tokens');
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState(null);
  const revoke = (token) => withdraw(`/tokens/${token.id}`, t('token.revoke.text', { name: token.name }), from.reload);
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
    { key: 'scopes', head: t('token.scopes'), cell: scopes }, ...dated(),
    { key: 'actions', head: t('actions'), headHidden: true, actions: true,
      cell: (k) => html`<button type="button" class="function-link danger" onClick=${() => revoke(k)}>
      <${Icon} name="delete" />${t('token.revoke')}<span class="sr-only"> ${k.name}</span></button>` },
  ]} />`}<//>
    ${creating && html`<${NewToken} onClose=${() => setCreating(false)}
      onMade=${(token) => { setMade(token); setCreating(false); from.reload(); }} />`}</section>`;
}

/** Of everybody, the last used first: what is not used any more, or belongs to somebody who has left, is withdrawn. */
export function AllTokens() {
  const [q, setQ] = useState('');
  const [typed, setTyped] = useState('');
  const list = usePages('/user-tokens', { q, sort: '-used' });
  useEffect(() => { const timer = setTimeout(() => setQ(typed.trim()), 250); return () => clearTimeout(timer); }, [typed]);
  const revoke = (k) => withdraw(`/user-tokens/${k.id}`, t('token.revoke.other', { name: k.name, user: k.user_name }), list.reload);
  return html`<section class="section"><h2>${t('admin.all_tokens')}</h2><p class="muted">${t('token.all.lead')}</p>
    <div class="form-group"><label class="form-label" for="token-q">${t('token.search')}</label>
      <input id="token-q" class="form-input" type="search" value=${typed} onInput=${(e) => setTyped(e.target.value)} /></div>
    ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}${!list.items && !list.error && html`<${Spinner} />`}
    ${list.items && !list.items.length && html`<p class="muted">${t(q ? 'list.nothing' : 'token.all.none')}</p>`}
    ${list.items && list.items.length > 0 && html`<${Table} caption=${t('admin.all_tokens')} rows=${list.items} columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (k) => k.name },
    { key: 'user', head: t('token.user'), cell: (k) => html`<a href=${`/administration/brugere/${k.user_id}`}>${k.user_name}</a>` },
    { key: 'scopes', head: t('token.scopes'), cell: scopes }, ...dated(),
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, cell: (k) => html`<button type="button" class="function-link danger" onClick=${() => revoke(k)}>
      <${Icon} name="delete" />${t('token.revoke')}<span class="sr-only"> ${k.name}</span></button>` }]} /><${More} list=${list} />`}</section>`;
}
