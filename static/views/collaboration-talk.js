// SPDX-License-Identifier: EUPL-1.2
// Tabs Kommentarer and Historik.
import { html } from '../lib/html.js';
import { useLoad, usePages, post } from '../lib/api.js';
import { t, has, label } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { dateTime } from '../lib/format.js';
import { Loaded, Empty, ProblemBox, Spinner, notify } from '../lib/ui.js';
import { More } from '../lib/table.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { fieldsFor, display, fieldLabel } from '../lib/fields.js';

export function Comments({ c, reload }) {
  const list = useLoad(`/collaborations/${c.id}/comments`);
  const form = useForm({ fields: fieldsFor(['body']).map((f) => ({ ...f, label: t('comment.new'), required: true })),
    spec: formSpec('comment_create') });
  const [submit, busy] = useSubmit(form, async (body) => {
    await post(`/collaborations/${c.id}/comments`, body);
    form.reset();
    notify(t('comment.saved'));
    list.reload();
    reload();
  });
  return html`<section class="section narrow-section"><h2>${t('tab.comments')}</h2>
    <${Loaded} from=${list} empty=${html`<p class="muted">${t('comment.empty')}</p>`}>${(data) => html`
      <ol class="talk">${data.items.map((k) => html`<li key=${k.id}><p class="small">
        <span class="strong">${k.author_name || k.created_by_name}</span> <span class="muted">${dateTime(k.created_at)}</span></p>
        <p class="prose">${k.body}</p></li>`)}</ol>`}<//>
    ${can('collaborations:read') && html`<form onSubmit=${submit} novalidate class="talk-form"><${ErrorSummary} form=${form} />
      <${Field} form=${form} name="body" /><${FormButtons} busy=${busy} save=${t('comment.save')} /></form>`}
  </section>`;
}

/** One change as a sentence: "Slutdato: fra 31-12-2026 til 30-06-2027". */
function Change({ change, kind }) {
  const named = change.field.endsWith('_id') && change.field !== 'external_id';
  const before = named ? change.before_name || '' : display(change.field, change.before, { kind });
  const after = named ? change.after_name || '' : display(change.field, change.after, { kind });
  if (!before && !after) return null;
  const key = before && after ? 'history.fromto' : after ? 'history.to' : 'history.cleared';
  const long = before.length + after.length > 160;
  if (long) {
    return html`<li><details class="details"><summary
      class="details-summary">${t('history.changed', { field: fieldLabel(change.field) })}</summary>
      <div class="details-text"><p class="small muted">${t('history.before')}</p><p class="prose">${before || t('empty.value')}</p>
        <p class="small muted">${t('history.after')}</p><p class="prose">${after || t('empty.value')}</p></div></details></li>`;
  }
  return html`<li>${t(key, { field: fieldLabel(change.field), before, after })}</li>`;
}

function heading(event) {
  const what = has(`entity.${event.entity}`) ? t(`entity.${event.entity}`) : event.entity;
  const stage = event.changes.find((x) => x.field === 'stage');
  if (stage && event.action === 'update') return t('history.stage');
  return has(`history.${event.action}`) ? t(`history.${event.action}`, { what }) : `${event.action} ${what}`;
}

/** What was created or taken away, by its own name: "Evaluering", "Falck Danmark A/S", "1/3 Sundhedskassen". */
function subject(changes) {
  const find = (field) => changes.find((y) => y.field === field) || {};
  const get = (field) => find(field).after ?? find(field).before;
  const named = (field) => find(field).after_name ?? find(field).before_name;
  if (get('kasse')) return `${get('num')}/${get('den')} ${label('kasse', get('kasse'))}`;
  if (get('organisation_id')) return named('organisation_id') || '';
  if (get('user_id')) return named('user_id') || '';
  if (get('amount_oere')) return `${display('amount_oere', get('amount_oere'))}${get('year') ? ` (${get('year')})` : ''}`;
  return get('title') || '';
}

function Event({ event, c }) {
  const changes = (event.changes || []).filter((x) => !HIDDEN.test(x.field));
  if (event.action === 'update' && !changes.length && !event.reason) return null;
  const list = html`<ul class="plain">${changes.map((x) => html`<${Change} key=${x.field} change=${x} kind=${c.kind} />`)}</ul>`;
  const whole = event.action !== 'update';
  const name = whole && event.entity !== 'comment' ? subject(event.changes || []) : '';
  const fold = whole && changes.length > 2 && event.entity !== 'comment';
  return html`<li>
    <p><span class="strong">${event.actor_name || t('history.system')}
      </span> ${heading({ ...event, changes })}${name && html`: <span class="strong">${name}</span>`} <span
      class="muted small nowrap">${dateTime(event.at)}</span></p>
    ${fold ? html`<details class="details"><summary class="details-summary">${t('history.details')}</summary>
      <div class="details-text">${list}</div></details>` : (!whole || event.entity === 'comment') && changes.length > 0 && list}
    ${event.reason && html`<p class="muted">${t('history.reason', { reason: event.reason })}</p>`}
  </li>`;
}

const HIDDEN = /^(id|version|(created|updated|deleted)_(at|by)|collaboration_id|funding_id|kind|number|source|search.*)$/;

export function History({ c }) {
  const list = usePages(`/collaborations/${c.id}/history`, { limit: 30 });
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  if (!list.items.length) return html`<${Empty} heading=${t('history.empty')} />`;
  return html`<section class="section narrow-section"><h2>${t('tab.history')}</h2>
    <ol class="timeline">${list.items.map((event) => html`<${Event} key=${event.seq} event=${event} c=${c} />`)}</ol>
    <${More} list=${list} />
  </section>`;
}
