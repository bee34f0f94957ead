// SPDX-License-Identifier: EUPL-1.2
// Events of the audit as people read them: what was done to what, and what it was before and after.
import { html } from './html.js';
import { t, has, label } from './i18n.js';
import { display, fieldLabel } from './fields.js';

// What only machines read, and what the heading says already.
const HIDDEN = /^(id|version|(created|updated|deleted)_(at|by)|(collaboration|funding|estimate)_id|kind|number|source|search.*|empty_fields|params_hash|trace|sort|mentions|seen_seq|snapshot)$/;

export const shownChanges = (event) => (event.changes || []).filter((x) => !HIDDEN.test(x.field));

/** One change as a sentence: "Slutdato: fra 31-12-2026 til 30-06-2027". Ids show the names that come with them. */
function Change({ change, of }) {
  const named = 'after_name' in change || (change.field.endsWith('_id') && change.field !== 'external_id');
  const before = named ? change.before_name || '' : display(change.field, change.before, of);
  const after = named ? change.after_name || '' : display(change.field, change.after, of);
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

/** All changes of an event; those of a row that came or went are folded when there are many. */
export function Changes({ event, kind }) {
  const changes = shownChanges(event);
  if (!changes.length) return null;
  const list = html`<ul class="plain">${changes.map((x) => html`<${Change} key=${x.field} change=${x}
    of=${{ kind, entity: event.entity }} />`)}</ul>`;
  if (event.action === 'update' || event.entity === 'comment' || changes.length < 3) return list;
  return html`<details class="details"><summary class="details-summary">${t('history.details')}</summary>
    <div class="details-text">${list}</div></details>`;
}

/** "ændrede en milepæl" */
export function heading(event) {
  const what = has(`entity.${event.entity}`) ? t(`entity.${event.entity}`) : event.entity.startsWith('code_') ? t('entity.code') : event.entity;
  if (event.action === 'block') return t('history.block', { what, n: event.row_count });
  if (event.action === 'update' && event.changes.some((x) => x.field === 'stage')) return t('history.stage');
  return has(`history.${event.action}`) ? t(`history.${event.action}`, { what }) : `${event.action} ${what}`;
}

/** What the event is about, by its own name: "Evaluering", "Falck Danmark A/S", "1/3 Sundhedskassen". */
export function subject(event) {
  const find = (field) => (event.changes || []).find((y) => y.field === field) || {};
  const get = (field) => find(field).after ?? find(field).before;
  const named = (field) => find(field).after_name ?? find(field).before_name ?? '';
  if (get('kasse')) return `${get('num')}/${get('den')} ${label('kasse', get('kasse'))}`;
  if (get('role') && event.entity === 'role_grant') return label('role', get('role'));
  if (get('organisation_id')) return named('organisation_id');
  if (get('user_id')) return named('user_id');
  if (get('amount_oere')) return `${display('amount_oere', get('amount_oere'))}${get('year') ? ` (${get('year')})` : ''}`;
  return get('title') || '';
}
