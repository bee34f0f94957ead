// SPDX-License-Identifier: EUPL-1.2
// Administration, Driftsstatus: what runs, whether work is done, whether the audit holds, and the options in force.
import { html } from '../lib/html.js';
import { useLoad, post } from '../lib/api.js';
import { t, has } from '../lib/i18n.js';
import { dateTime, num } from '../lib/format.js';
import { Loaded, Facts, Alert, Icon, Status, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';

const topic = (code) => (has(`system.topic.${code}`) ? t(`system.topic.${code}`) : code);
const state = (good, text) => html`<${Status} code=${good ? 'done' : 'rejected'} text=${text} />`;

function audit(a) {
  if (!a.checked_at) return t('system.audit.never');
  if (!a.finished_at) return state(false, t('system.audit.unfinished', { at: dateTime(a.checked_at) }));
  return a.faults ? html`${state(false, t('system.audit.broken', { n: a.faults }))}<span class="sub">${a.fault}</span>`
    : state(true, t('system.audit.good', { at: dateTime(a.finished_at) }));
}

function Failures({ reload }) {
  const from = useLoad('/system/failures');
  const again = (f) => post(`/system/failures/${f.id}/retry`).then(() => notify(t('system.retried')), (p) => notify(p.title))
    .then(() => { from.reload(); reload(); });
  return html`<section class="section"><h2>${t('system.failures')}</h2><p class="muted">${t('system.failures.lead')}</p>
    <${Loaded} from=${from} empty=${html`<p class="muted">${t('system.failures.none')}</p>`}>${(data) => html`<${Table} caption=${t('system.failures')} rows=${data.items} columns=${[
    { key: 'topic', head: t('system.topic'), main: true, cell: (f) => html`${topic(f.topic)}${f.entity_id && html`<span class="sub">${t('audit.no', { no: f.entity_id })}</span>`}` },
    { key: 'at', head: t('system.failed_at'), cell: (f) => dateTime(f.failed_at) },
    { key: 'attempts', head: t('system.attempts'), num: true, cell: (f) => f.attempts },
    { key: 'error', head: t('system.error'), cell: (f) => html`<code>${f.error}</code>` },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, cell: (f) => html`<button type="button" class="function-link" onClick=${() => again(f)}>
      <${Icon} name="refresh" />${t('system.retry')}<span class="sr-only"> ${topic(f.topic)}</span></button>` }]} />`}<//></section>`;
}

export function System() {
  const from = useLoad('/system');
  return html`<${Loaded} from=${from}>${(s) => html`<section class="section"><h2>${t('admin.system')}</h2>
      ${s.work.late && html`<${Alert} kind="error" heading=${t('system.late')}><p>${t('system.late.text')}</p><//>`}
      <${Facts} rows=${[[t('system.version'), s.version],
        [t('system.migrations'), html`${t('system.migrations.n', { n: s.migrations.count, last: s.migrations.last })}<span class="sub">${dateTime(s.migrations.applied_at)}</span>`],
        [t('system.database'), html`PostgreSQL ${s.database.version}<span class="sub">${t('system.database.size', { mb: num(s.database.bytes / 1048576, 0), at: dateTime(s.database.started_at) })}</span>`],
        [t('system.work'), html`${state(!s.work.late, t(s.work.late ? 'system.work.late' : 'system.work.good'))}<span class="sub">${t('system.work.waiting', { waiting: num(s.work.waiting), failed: num(s.work.failed) })}</span>`],
        [t('system.work.last'), s.work.done_at ? dateTime(s.work.done_at) : t('system.work.none')],
        [t('system.audit'), audit(s.audit)],
        [t('system.signature'), s.audit.signed_at ? t('system.signature.at', { at: dateTime(s.audit.signed_at), seq: num(s.audit.signed_seq), events: num(s.audit.events) }) : t('system.signature.none')]]} /></section>
    <${Failures} reload=${from.reload} />
    <section class="section"><h2>${t('system.options')}</h2><p class="muted">${t('system.options.lead')}</p><${Table} caption=${t('system.options')} rows=${s.options} rowKey=${(o) => o.name} columns=${[
      { key: 'name', head: t('system.option'), main: true, cell: (o) => html`<code>${o.name}</code>` },
      { key: 'value', head: t('system.value'), cell: (o) => (o.secret ? t(o.set ? 'system.secret.set' : 'system.secret.unset') : o.value === '' ? html`<span class="muted">${t('system.empty')}</span>` : html`<code>${o.value}</code>`) },
      { key: 'help', head: t('system.help'), cell: (o) => html`<span lang="en">${o.help}</span>` }]} /></section>`}<//>`;
}
