// SPDX-License-Identifier: EUPL-1.2
// Many collaborations changed at once: what is filled in is set on all that are chosen, seen first and then done, all or none.
import { html, useState } from '../lib/html.js';
import { post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { Alert, notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { Table } from '../lib/table.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor, display } from '../lib/fields.js';

const SET = ['owner_id', 'unit_id', 'theme', 'patient_group', 'commercial', 'prevention', 'rare_disease', 'visibility', 'start_date', 'end_date'];
const TAGS = ['add_tags', 'remove_tags'];
export const BULK_MAX = 500;

/** What the form says as the request takes it: only what is filled in. */
function requestOf(body, rows) {
  const set = Object.fromEntries(SET.filter((n) => body[n] !== null).map((n) => [n, ['owner_id', 'unit_id'].includes(n) ? Number(body[n]) : body[n]]));
  return { items: rows.map((c) => ({ id: c.id, version: c.version })), set, ...Object.fromEntries(TAGS.filter((n) => body[n].length).map((n) => [n, body[n]])) };
}

function Changes({ row }) {
  if (row.outcome !== 'changed') return t(`bulk.outcome.${row.outcome}`);
  const word = (c, side) => c[`${side}_name`] || display(c.field, c[side], row) || t('bulk.nothing');
  return html`<ul class="plain">${row.changes.map((c) => html`<li key=${c.field}>${t(`field.${c.field}`)}: ${word(c, 'before')} → <strong>${word(c, 'after')}</strong></li>`)}</ul>`;
}

/** What would become of each, and the button that does it; with those left out that cannot be changed. */
function Preview({ reply, busy, onBack, onApply }) {
  return html`<div aria-live="polite">
    ${reply.refused > 0 && html`<${Alert} kind="warning" heading=${t('bulk.refused', { n: reply.refused })}><p>${t('bulk.refused.text')}</p><//>`}
    <p class="strong">${t('bulk.changed', { n: reply.changed })}</p>
    <${Table} compact caption=${t('bulk.preview')} rows=${reply.items} columns=${[
      { key: 'title', head: t('field.title'), main: true, cell: (r) => html`${r.title || t('bulk.outcome.missing')}<span class="sub">${r.number || ''}</span>` },
      { key: 'changes', head: t('bulk.happens'), cell: (r) => html`<${Changes} row=${r} />` }]} />
    <div class="form-buttons"><button type="button" class="button button-primary" disabled=${busy || !reply.changed} onClick=${onApply}>${t(reply.refused
      ? 'bulk.apply.without' : 'bulk.apply', { n: reply.changed })}</button>
      <button type="button" class="button button-secondary" disabled=${busy} onClick=${onBack}>${t('bulk.back')}</button></div></div>`;
}

export function BulkDialog({ rows, onClose, onDone }) {
  const [asked, setAsked] = useState(null); // {request, reply}
  const [busy, setBusy] = useState(false);
  const more = { ...Object.fromEntries(SET.map((n) => [n, { required: false, hint: '' }])),
    ...Object.fromEntries(TAGS.map((n) => [n, { control: 'tags', required: false, hint: t('hint.tags') }])) };
  const form = useForm({ spec: formSpec('collaboration_patch'), initial: {}, fields: fieldsFor([...SET, ...TAGS], {}, more) });
  const [submit, sending] = useSubmit(form, async (body) => {
    const request = requestOf(body, rows);
    if (!Object.keys(request.set).length && !request.add_tags && !request.remove_tags) {
      notify(t('bulk.empty'));
      return;
    }
    const { data } = await post('/collaborations/bulk', { ...request, dry_run: true });
    setAsked({ request, reply: data });
  });
  const apply = async () => {
    const good = new Set(asked.reply.items.filter((r) => ['changed', 'unchanged'].includes(r.outcome)).map((r) => r.id));
    setBusy(true);
    await post('/collaborations/bulk', { ...asked.request, items: asked.request.items.filter((i) => good.has(i.id)) }).then(({ data }) => {
      if (data.applied) {
        notify(t('bulk.done', { n: data.changed }));
        onDone();
      } else setAsked({ ...asked, reply: data });
    }, (problem) => notify(problem.title));
    setBusy(false);
  };
  return html`<${Modal} wide title=${t('bulk.title', { n: rows.length })} onClose=${onClose}>
    ${asked ? html`<${Preview} reply=${asked.reply} busy=${busy} onBack=${() => setAsked(null)} onApply=${apply} />` : html`<form onSubmit=${submit} novalidate>
      <p class="muted">${t('bulk.lead')}</p><${ErrorSummary} form=${form} />
      <div class="form-columns">${[...SET, ...TAGS].map((name) => html`<${Field} key=${name} form=${form} name=${name} />`)}</div>
      <${FormButtons} busy=${sending} save=${t('bulk.see')} onCancel=${onClose} /></form>`}<//>`;
}
