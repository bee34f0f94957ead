// SPDX-License-Identifier: EUPL-1.2
// Tab Overblik: the facts in sections, each edited where it stands; beside them what matters most.
import { html, useState } from '../lib/html.js';
import { t, has } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { mio, mioSigned, date, dateTime } from '../lib/format.js';
import { Facts as FactList, Icon, SignalBadge, notify } from '../lib/ui.js';
import { useForm, useSubmit, useUnsaved, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor, display, KIND_FIELDS, CONTROLS } from '../lib/fields.js';
import { savePatch, changesOnly, useConflict } from '../lib/conflict.js';

const SECTIONS = [
  ['facts.what', ['title', 'subtype', 'summary', 'theme', 'patient_group', 'commercial', 'prevention', 'rare_disease', 'tags']],
  ['facts.who', ['unit_id', 'owner_id', 'start_date', 'end_date']],
  ['facts.case', ['journal_number', 'visibility', 'external_id', 'value_ceiling_oere']],
];

/** A section being edited. Saves only what was changed, on the version that was read. */
function Editor({ c, names, onDone, reload }) {
  const spec = { ...formSpec('collaboration_create'), ...formSpec('collaboration_patch') };
  const fields = fieldsFor(names, c).map((f) => (f.parent ? { ...f,
    parent: () => c.kind } : f));
  const form = useForm({ fields, spec, initial: c });
  const [decide, conflict] = useConflict();
  useUnsaved(form);
  const [submit, busy] = useSubmit(form, async (body) => {
    const change = changesOnly(body, c);
    if (!Object.keys(change).length) { onDone(); return; }
    const saved = await savePatch(`/collaborations/${c.id}`, change, c, decide);
    if (!saved) return;
    notify(t('saved'));
    onDone();
    reload();
  });
  const wide = (f) => (f.control === 'textarea' || f.name === 'title' || f.name === 'tags' ? 'wide' : '');
  return html`<form onSubmit=${submit} novalidate class="section-form"
    onKeyDown=${(e) => e.key === 'Escape' && !form.dirty && onDone()}>
    <${ErrorSummary} form=${form} />
    <div class="fields">${fields.map((f, i) => html`<${Field} key=${f.name} form=${form} name=${f.name} class=${wide(f)}
      autofocus=${i === 0} />`)}</div>
    <${FormButtons} busy=${busy} onCancel=${onDone} />
    ${conflict}
  </form>`;
}

function Section({ c, title, names, reload }) {
  const [editing, setEditing] = useState(false);
  const rows = names.map((name) => [has(`field.${name}`) ? t(`field.${name}`) : name, display(name, c[name], c)]);
  return html`<section class="section">
    <div class="section-head"><h2>${t(title)}</h2>
      ${can('collaborations:write') && !editing && html`<button type="button" class="function-link d-print-none"
        onClick=${() => setEditing(true)}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${t(title)}</span>
        </button>`}</div>
    ${editing ? html`<${Editor} c=${c} names=${names} onDone=${() => setEditing(false)} reload=${reload} />`
      : html`<${FactList} rows=${rows} />`}
  </section>`;
}

function Worth({ c }) {
  const estimate = c.estimates[0];
  if (!estimate) return html`<p class="muted">${t('facts.value.none')}</p><p>
    <a href=${`/samarbejder/${c.id}/vaerdi`}>${t('facts.value.start')}</a></p>`;
  return html`<p class="big">${mioSigned(estimate.npv?.limited_societal_oere)}</p>
    <p class="muted small">${t('perspective.limited_societal')}</p>
    <p><${SignalBadge} signal=${estimate.signal} /></p>
    <p><a href=${`/vaerdi/${estimate.id}`}>${t('facts.value.open')}</a></p>`;
}

export function Facts({ c, reload }) {
  const due = c.milestones.filter((m) => !m.done_date && m.status !== 'cancelled').sort((a, b) => (a.due_date < b.due_date
    ? -1 : 1))[0];
  const funding = c.funding.reduce((sum, f) => sum + (f.amount_oere || 0), 0);
  const today = new Date().toISOString().slice(0, 10);
  return html`<div class="two">
    <div>
      ${SECTIONS.map(([title, names]) => html`<${Section} key=${title} c=${c} title=${title} names=${names} reload=${reload} />`)}
      <${Section} c=${c} title=${`facts.${c.kind}`} names=${KIND_FIELDS[c.kind] || []} reload=${reload} />
    </div>
    <aside aria-label=${t('facts.aside')}>
      <div class="card-box wash"><h2 class="h3">${t('facts.value')}</h2><${Worth} c=${c} /></div>
      <div class="card-box wash"><h2 class="h3">${t('facts.next')}</h2>
        ${due ? html`<p class="strong">${due.title}</p>
          <p class=${due.due_date < today ? 'loss' : 'muted'}>${t(due.due_date < today ? 'facts.overdue' : 'overview.due',
          { date: date(due.due_date) })}</p>` : html`<p class="muted">${t('facts.next.none')}</p>`}
        <p><a href=${`/samarbejder/${c.id}/milepaele`}>${t('tab.milestones')}</a></p></div>
      <div class="card-box wash"><h2 class="h3">${t('facts.money')}</h2>
        <${FactList} rows=${[[t('field.value_ceiling_oere'), c.value_ceiling_oere === null ? '' : mio(c.value_ceiling_oere)],
          [t('facts.funding'), funding ? mio(funding) : '']]} /></div>
      <p class="muted small">${t('facts.changed', { at: dateTime(c.updated_at) })}${c.created_by_name
        ? html`<br />${t('facts.created', { at: date(c.created_at), name: c.created_by_name })}` : ''}</p>
    </aside>
  </div>`;
}
