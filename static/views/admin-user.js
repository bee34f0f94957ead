// SPDX-License-Identifier: EUPL-1.2
// One user: facts, and the roles held over which units and when.
import { html, useState } from '../lib/html.js';
import { useLoad, post, request } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { date } from '../lib/format.js';
import { Loaded, LoadedPage, PageHead, Facts, Icon, Status, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';

function Edit({ u, onDone, reload }) {
  const spec = { ...formSpec('user_create'), ...formSpec('user_patch') };
  const fields = [{ name: 'name', required: true }, { name: 'email', type: 'email' }, { name: 'unit_id', label: t('field.unit_id'),
    control: 'unit', text: u.unit_name || '' },
    { name: 'locale', label: t('user.locale'), control: 'select', options: [{ value: 'da', text: 'Dansk' }, { value: 'en',
      text: 'English' }] }, { name: 'disabled', label: t('user.disabled.long'), control: 'check' }];
  const form = useForm({ fields, spec, initial: u });
  const [decide, conflict] = useConflict();
  const [submit, busy] = useSubmit(form, async (body) => {
    const change = changesOnly(body, u);
    if (Object.keys(change).length && !(await savePatch(`/users/${u.id}`, change, u, decide))) return;
    notify(t('saved'));
    onDone();
    reload();
  });
  return html`<form class="section-form" onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${onDone} />${conflict}</form>`;
}

function NewGrant({ u, onClose, reload }) {
  const form = useForm({
    fields: [{ name: 'role', label: t('user.role'), control: 'code', list: 'role', required: true }, { name: 'unit_id',
      label: t('user.role.unit'), control: 'unit', required: true }, { name: 'valid_from', control: 'date' }, { name: 'valid_to',
      control: 'date' }],
    spec: formSpec('grant_create'), initial: { valid_from: new Date().toISOString().slice(0, 10) },
  });
  const [submit, busy] = useSubmit(form, async (body) => {
    await post(`/users/${u.id}/grants`, Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    notify(t('saved'));
    onClose();
    reload();
  });
  return html`<${Modal} title=${t('user.grant')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${onClose} /></form><//>`;
}

function Grants({ u }) {
  const from = useLoad(`/users/${u.id}/grants`);
  const [adding, setAdding] = useState(false);
  const remove = async (g) => {
    if (!(await ask({ title: t('user.grant.remove'), text: t('user.grant.remove.text', { role: label('role', g.role),
      unit: g.unit_name }), action: t('action.remove'), danger: true }))) return;
    await request('DELETE', `/users/${u.id}/grants/${g.id}`).then(() => notify(t('removed')), (p) => notify(p.title));
    from.reload();
  };
  return html`<section class="section"><div class="section-head"><h2>${t('user.roles')}</h2>
    <button type="button" class="button button-primary" onClick=${() => setAdding(true)}><${Icon} name="plus" />${t('user.grant')}
    </button></div>
    <${Loaded} from=${from} empty=${html`<p class="muted">${t('user.roles.none')}
      </p>`}>${(data) => html`<${Table} caption=${t('user.roles')} rows=${data.items} columns=${[
    { key: 'role', head: t('user.role'), main: true, cell: (g) => label('role', g.role) },
    { key: 'unit', head: t('user.role.unit'), cell: (g) => g.unit_name },
    { key: 'from', head: t('field.valid_from'), cell: (g) => date(g.valid_from) },
    { key: 'to', head: t('field.valid_to'), cell: (g) => date(g.valid_to) },
    { key: 'active', head: t('field.status'), cell: (g) => html`<${Status} code=${g.active ? 'done' : 'superseded'}
      text=${t(g.active ? 'user.grant.active' : 'user.grant.ended')} />` },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, cell: (g) => g.active &&
      html`<button type="button" class="function-link danger" onClick=${() => remove(g)}>
      <${Icon} name="delete" />${t('action.remove')}<span class="sr-only"> ${label('role', g.role)}</span></button>` },
  ]} />`}<//>
    ${adding && html`<${NewGrant} u=${u} onClose=${() => setAdding(false)} reload=${from.reload} />`}</section>`;
}

export default function User({ params }) {
  const from = useLoad(`/users/${params.id}`);
  const [editing, setEditing] = useState(false);
  return html`<${LoadedPage} from=${from} back="/administration/brugere">${(u) => html`
    <${PageHead} title=${u.name} over=${html`<a href="/administration/brugere">${t('admin.users')}</a>`} />
    <section class="section narrow-section"><div class="section-head"><h2>${t('user.facts')}
      </h2>${!editing && html`<button type="button" class="function-link" onClick=${() => setEditing(true)}>
      <${Icon} name="edit" />${t('action.edit')}</button>`}</div>
      ${editing ? html`<${Edit} u=${u} onDone=${() => setEditing(false)} reload=${from.reload} />`
        : html`<${Facts} rows=${[[t('login.login'), u.login], [t('field.email'), u.email], [t('field.unit_id'), u.unit_name],
        [t('user.locale'), u.locale === 'en' ? 'English' : 'Dansk'], [t('field.status'), t(u.disabled ? 'user.disabled'
        : 'user.active')]]} />`}</section>
    <${Grants} u=${u} />`}<//>`;
}
