// SPDX-License-Identifier: EUPL-1.2
// Creates an organisation without leaving the form that needs it; shows those already there with the same CVR or a like name.
import { html, useState, useEffect } from '../lib/html.js';
import { get, post, query } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { Alert, notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { FromCvr } from './organisation-lookup.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';

export const ORGANISATION_FIELDS = () => [
  { name: 'cvr', control: 'cvr', hint: t('hint.cvr') }, { name: 'name', required: true },
  { name: 'address' }, { name: 'postcode', short: true }, { name: 'city' },
  { name: 'kind', label: t('field.organisation_kind'), control: 'code', list: 'organisation_kind', required: true },
  { name: 'country', short: true, hint: t('hint.country') },
];

export function OrganisationDialog({ name, onClose, onCreated }) {
  const digits = name.replace(/\s/g, '');
  const form = useForm({ fields: ORGANISATION_FIELDS(), spec: formSpec('organisation_create'), initial: { name: /^\d+$/.test(digits)
    ? '' : name, cvr: /^\d{8}$/.test(digits) ? digits : '', kind: 'company', country: 'DK' } });
  const [like, setLike] = useState([]);
  const { name: typed, cvr } = form.values;
  useEffect(() => {
    const timer = setTimeout(() => {
      const q = cvr.replace(/\s/g, '').length === 8 ? cvr.replace(/\s/g, '') : typed.trim();
      if (q.length < 3) { setLike([]); return; }
      get(`/organisations${query({ q, limit: 4 })}`).then(({ data }) => setLike(data.items), () => {});
    }, 300);
    return () => clearTimeout(timer);
  }, [typed, cvr]);
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post('/organisations', Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)));
    notify(t('saved'));
    onCreated(data);
  });
  return html`<${Modal} title=${t('organisation.new')} onClose=${onClose}>
    <form onSubmit=${(e) => { e.stopPropagation(); submit(e); }} novalidate>
      <${ErrorSummary} form=${form} />
      ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />${f.name === 'cvr'
        && html`<${FromCvr} form=${form} />`}`)}
      ${like.length > 0 && html`<${Alert} kind="info" heading=${t('organisation.like')}>
        <ul class="plain">${like.map((o) => html`<li key=${o.id}>
          <button type="button" class="function-link" onClick=${() => onCreated(o)}>${o.name}${o.cvr ? ` (CVR ${o.cvr})` : ''}
          </button></li>`)}</ul><//>`}
      <${FormButtons} busy=${busy} save=${t('organisation.save')} onCancel=${onClose} />
    </form><//>`;
}
