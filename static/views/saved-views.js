// SPDX-License-Identifier: EUPL-1.2
// Saved views of a list: the filters in its address under a name, kept on the server; one's own and those that colleagues share.
import { html, useState } from '../lib/html.js';
import { useLoad, post, del } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { Icon, notify } from '../lib/ui.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { form as formSpec } from '../lib/session.js';

function SaveView({ page, query, onClose, onSaved }) {
  const form = useForm({ fields: [{ name: 'name', label: t('view.name'), hint: t('view.name.hint'), required: true },
    { name: 'shared', label: t('view.shared'), control: 'check' }], spec: formSpec('view_create') });
  const [submit, busy] = useSubmit(form, async (body) => {
    await post('/views', { ...body, page, query });
    notify(t('view.saved', { name: body.name }));
    onSaved();
  });
  return html`<${Modal} title=${t('view.save')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    <${Field} form=${form} name="name" /><${Field} form=${form} name="shared" />
      <${FormButtons} busy=${busy} save=${t('view.save')} onCancel=${onClose} /></form><//>`;
}

/** page: the name the server keeps them under; path: where they lead; query: the address's own part, '' when nothing is chosen. */
export function SavedViews({ page, path, query }) {
  const from = useLoad(`/views?page=${page}`);
  const [saving, setSaving] = useState(false);
  const views = from.data ? from.data.items : [];
  const known = views.some((v) => v.query === query);
  const remove = async (view) => {
    if (!(await ask({ title: t('view.remove.title'), text: t('view.remove.text', { name: view.name }), action: t('action.remove'),
      danger: true }))) return;
    await del(`/views/${view.id}`).then(() => notify(t('removed')), (p) => notify(p.title));
    from.reload();
  };
  if (!views.length && !query) return null;
  return html`<nav class="views d-print-none" aria-label=${t('view.heading')}>
    ${views.length > 0 && html`<span class="muted">${t('view.heading')}</span>
      <ul>${views.map((v) => html`<li key=${v.id}><a href=${`${path}?${v.query}`}
      aria-current=${v.query === query ? 'true' : undefined}
      title=${v.own ? undefined : t('view.by', { name: v.user_name || '' })}>${v.name}</a>
      ${v.own && html`<button type="button" class="function-link" aria-label=${t('view.remove', { name: v.name })}
        onClick=${() => remove(v)}><${Icon} name="close" /></button>`}</li>`)}</ul>`}
    ${query && !known && html`<button type="button" class="function-link" onClick=${() => setSaving(true)}>
      <${Icon} name="star" />${t('view.save')}</button>`}
    ${saving && html`<${SaveView} page=${page} query=${query} onClose=${() => setSaving(false)}
      onSaved=${() => { setSaving(false); from.reload(); }} />`}
  </nav>`;
}
