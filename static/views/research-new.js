// SPDX-License-Identifier: EUPL-1.2
// A new research contract in under a minute, without a mouse: twelve fields, and then what the rules ask of it.
import { html, useState, useEffect, useRef } from '../lib/html.js';
import { post, newKey } from '../lib/api.js';
import { t, language } from '../lib/i18n.js';
import { user, can, form as formSpec } from '../lib/session.js';
import { navigate, guardLeaving } from '../lib/router.js';
import { date } from '../lib/format.js';
import { PageHead, Alert } from '../lib/ui.js';
import { useForm, useSubmit, useUnsaved, Field, ErrorSummary } from '../lib/form.js';
import { fieldsFor } from '../lib/fields.js';
import { OrganisationDialog } from './organisation-dialog.js';

const FIELDS = ['subtype', 'title', 'unit_id', 'sponsor_id', 'principal_investigator', 'protocol_number', 'external_amount_oere',
  'received_on', 'start_date', 'years', 'planned_patients', 'special'];
const REQUIRED = ['subtype', 'title', 'unit_id'];
const SPECIAL = ['standard_template', 'without_obligations', 'equipment_with_running_costs'];

/** Drops what was left empty: the server fills its own defaults. */
const given = (body) => Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null));

/** What was made, and what the rules ask of it, in one box that is read aloud. */
function Made({ made }) {
  return html`<${Alert} kind="success" live heading=${t('new.made', { number: made.number })}>
    <p><a href=${`/samarbejder/${made.id}/kontrakt`}>${made.title}</a></p>
    <ul class="bullets">${made.approval.map((a) => html`<li key=${a.rule_id}>${a[language()] || a.da}${a.due_date
      && html` (${t('research.by', { date: date(a.due_date) })})`}</li>`)}</ul><//>`;
}

export default function Quick() {
  const me = user();
  const [creating, setCreating] = useState(null);
  const [made, setMade] = useState(null);
  const more = {
    subtype: { parent: () => 'research_contract' },
    sponsor_id: { extra: can('organisations:write') ? (name) => t('organisation.create', { name }) : undefined,
      onPick: (value, text) => (value === '+' ? (setCreating(text), true) : false) },
    special: { control: 'select', options: SPECIAL.map((s) => ({ value: s, text: t(`research.special.${s}`) })) },
  };
  const start = { unit_id: me.unit_id, unit_name: me.unit_name, received_on: new Date().toISOString().slice(0, 10) };
  const form = useForm({ fields: fieldsFor(FIELDS, start, more).map((f) => ({ ...f, required: REQUIRED.includes(f.name) })),
    spec: formSpec('research_create'), initial: start });
  useUnsaved(form);
  const key = useRef(newKey());
  const again = useRef(false);
  const first = () => document.getElementById(`${form.id}-subtype`)?.focus();
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post('/research/contracts', given(body), { key: key.current });
    key.current = newKey();
    guardLeaving(null);
    if (!again.current) { navigate(`/samarbejder/${data.id}/kontrakt`); return; }
    setMade(data);
    form.reset({ unit_id: form.values.unit_id, 'unit_id:text': form.values['unit_id:text'] ?? me.unit_name });
    first();
    window.scrollTo(0, 0);
  });
  const send = (another) => (event) => { again.current = another; submit(event); };
  const onKey = (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(true)(event); };
  useEffect(first, []);
  const created = (org) => { form.set('sponsor_id', org.id); form.set('sponsor_id:text', org.name); setCreating(null); };
  return html`<${PageHead} over=${html`<a href="/samarbejder/ny">${t('new.title')}</a>`} title=${t('new.quick')}
    lead=${t('new.quick.lead')} />
    ${made && html`<${Made} made=${made} />`}
    <form class="quick-form" onSubmit=${send(false)} onKeyDown=${onKey} novalidate>
      <${ErrorSummary} form=${form} />
      <div class="fields">${FIELDS.map((n) => html`<${Field} key=${n} form=${form} name=${n}
        class=${n === 'title' ? 'wide' : ''} />`)}</div>
      <div class="form-buttons">
        <button type="submit" class="button button-primary" disabled=${busy}>${busy ? t('saving') : t('new.create')}</button>
        <button type="button" class="button button-secondary" disabled=${busy}
          onClick=${send(true)}>${t('new.create.again')}</button>
        <span class="muted small">${t('new.keys')}</span>
      </div>
    </form>
    ${creating !== null && html`<${OrganisationDialog} name=${creating} onClose=${() => setCreating(null)} onCreated=${created} />`}`;
}
