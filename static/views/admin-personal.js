// SPDX-License-Identifier: EUPL-1.2
// Administration, Persondata: where a name stands, all that is kept about a user, and both taken out.
import { html, useState } from '../lib/html.js';
import { useLoad, get, post, query as toQuery } from '../lib/api.js';
import { t, has } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { fieldLabel } from '../lib/fields.js';
import { Alert, Loaded, Icon, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { save } from '../lib/download.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';

/** Accounts, closed ones too. */
const findAccounts = async (q) => (await get(`/users${toQuery({ q, limit: 8 })}`)).data.items.map((u) => ({ value: u.id, text: u.name,
  sub: [u.login, u.unit_name].filter(Boolean).join(' · ') }));

const place = (i) => (i.entity === 'audit_event' ? t('personal.history') : html`<span class="first-up">${has(`entity.${i.entity}`)
  ? t(`entity.${i.entity}`) : i.entity}</span>: ${fieldLabel(i.field)}`);

/** Everything that is found, and what was done with it. */
function Places({ rows, done }) {
  return html`<${Table} caption=${t('personal.places')} rows=${rows} rowKey=${(i, n) => `${i.entity}.${i.field}.${n}`} columns=${[
    { key: 'where', head: t('personal.where'), main: true, cell: place },
    ...(done ? [{ key: 'replaced', head: t('personal.replaced'), num: true, cell: (i) => i.replaced },
      { key: 'stays', head: t('personal.stays'), num: true, cell: (i) => i.stays }]
      : [{ key: 'found', head: t('personal.found'), num: true, cell: (i) => i.found }]),
  ]} />`;
}

function Take({ who, onClose, onDone }) {
  const form = useForm({ fields: [{ name: 'reason', label: t('personal.reason'), control: 'textarea', rows: 2, required: true,
    hint: t('personal.reason.hint') }], spec: formSpec('pseudonymise') });
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post('/personal-data/pseudonymise', { ...body, ...(who.id ? { user_id: who.id } : { name: who.name }) });
    notify(t('personal.done'));
    onDone(data);
  });
  return html`<${Modal} title=${t('personal.take', { name: who.name })} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${Alert} kind="warning" heading=${t('personal.final')}><p>${t(who.id ? 'personal.take.user' : 'personal.take.name')}</p>
      <p>${t('personal.what.stays')}</p><//>
    <${ErrorSummary} form=${form} /><${Field} form=${form} name="reason" />
    <${FormButtons} busy=${busy} save=${t('personal.take.save')} onCancel=${onClose} /></form><//>`;
}

function Found({ who, onTake }) {
  const from = useLoad(`/personal-data${toQuery({ name: who.name })}`);
  const fetchAll = () => get(`/users/${who.id}/personal-data`).then(({ data }) => save(new Blob([JSON.stringify(data, null, 2)],
    { type: 'application/json' }), `persondata-${who.id}.json`), (p) => notify(p.title || t('problem.offline')));
  return html`<section class="section"><h3>${who.name}</h3>
    <${Loaded} from=${from} empty=${html`<p class="muted">${t('personal.nowhere')}</p>`}>${(data) => html`<${Places} rows=${data.items} />`}<//>
    <div class="form-buttons">${who.id && html`<button type="button" class="button button-secondary" onClick=${fetchAll}><${Icon}
      name="download" />${t('personal.export')}</button>`}
    <button type="button" class="button button-danger" onClick=${onTake}>${t('personal.take.open')}</button></div></section>`;
}

export function Personal() {
  const form = useForm({ fields: [{ name: 'user', label: t('personal.user'), control: 'user', find: findAccounts, hint: t('personal.user.hint') },
    { name: 'name', label: t('personal.name'), hint: t('personal.name.hint') }], spec: { name: { type: 'text', min: 4, max: 160 } } });
  const [who, setWho] = useState(null);
  const [taking, setTaking] = useState(false);
  const [done, setDone] = useState(null);
  const [submit, busy] = useSubmit(form, async (body) => {
    setDone(null);
    setWho(body.user ? { id: body.user, name: form.values['user:text'] } : body.name ? { name: body.name } : null);
  });
  return html`<section class="section"><h2>${t('admin.personal')}</h2><p class="muted">${t('personal.lead')}</p>
    <form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} /><${Field} form=${form} name="user" /><${Field} form=${form} name="name" />
      <${FormButtons} busy=${busy} save=${t('personal.find')} /></form></section>
    ${done && html`<section class="section"><${Alert} kind="success" live heading=${t('personal.done.heading', { instead: done.instead })}>
      ${done.items.length ? t('personal.what.stays') : t('personal.nowhere')}<//>${done.items.length > 0 && html`<${Places} rows=${done.items} done />`}</section>`}
    ${who && !done && html`<${Found} key=${who.id || who.name} who=${who} onTake=${() => setTaking(true)} />`}
    ${taking && html`<${Take} who=${who} onClose=${() => setTaking(false)} onDone=${(d) => { setDone(d); setTaking(false); form.reset(); }} />`}`;
}
