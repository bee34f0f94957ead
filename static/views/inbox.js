// SPDX-License-Identifier: EUPL-1.2
// Indbakke: what I must do by when, and what I have been told.
import { html, useState } from '../lib/html.js';
import { useLoad, usePages, post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { date, ago } from '../lib/format.js';
import { setQuery } from '../lib/router.js';
import { Loaded, PageHead, ProblemBox, Spinner, Empty, notify } from '../lib/ui.js';
import { More } from '../lib/table.js';
import { countUnread } from '../lib/unread.js';

// The tab of a case where a row of a table is worked on; others stand on its first page.
const TAB = { comment: 'kommentarer', task: 'opgaver', document: 'dokumenter', milestone: 'milepaele', estimate: 'vaerdi',
  benefits_review: 'evaluering', indicator: 'evaluering', pool_award: 'opi?del=risiko' };
const WEEK = 7;

/** Where what a note or a deadline is about stands. */
export function placeOf(x) {
  const table = x.subject_table || x.source_table;
  if (!x.collaboration_id) return table === 'access_request' ? '/aktindsigt' : '/';
  return `/samarbejder/${x.collaboration_id}${TAB[table] ? `/${TAB[table]}` : ''}`;
}

function Duties({ items }) {
  const day = (n) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);
  const groups = [['overdue', (d) => d.due_date < day(0)], ['week', (d) => d.due_date >= day(0) && d.due_date <= day(WEEK)],
    ['later', (d) => d.due_date > day(WEEK)]];
  return groups.map(([name, fits]) => {
    const rows = items.filter(fits);
    return rows.length > 0 && html`<section key=${name} class="duty-group"><h3>${t(`inbox.${name}`)} <span class="count">${rows.length}</span></h3>
      <ul class="rows">${rows.map((d) => html`<li key=${d.id}><span class="row-main"><a href=${placeOf(d)}>${d.title}</a>
        <span class="sub">${[label('deadline_kind', d.kind), d.number, d.collaboration_title].filter(Boolean).join(' · ')}</span></span>
        <span class=${`nowrap ${name === 'overdue' ? 'late' : 'muted'}`}>${t('overview.due', { date: date(d.due_date) })}</span></li>`)}</ul></section>`;
  });
}

function Note({ n, onRead }) {
  return html`<li class=${n.read ? undefined : 'unread'}><span class="row-main">
      <a href=${placeOf(n)} onClick=${() => !n.read && onRead(n)}>${label('notification_kind', n.kind)}${n.words && `: ${n.words}`}</a>
      <span class="sub">${[n.created_by_name, n.number, n.collaboration_title].filter(Boolean).join(' · ')}</span></span>
    <span class="nowrap muted">${!n.read && html`<span class="sr-only">${t('inbox.unread')} </span>`}${ago(n.created_at)}</span></li>`;
}

export default function Inbox({ query }) {
  const unread = query.get('unread') === 'true';
  const duties = useLoad('/duties');
  const list = usePages('/notifications', { unread: unread ? 'true' : '' });
  const [busy, setBusy] = useState(false);
  const read = (body) => post('/notifications/read', body).then(() => { countUnread(); });
  const all = async () => {
    setBusy(true);
    await read({}).then(() => notify(t('inbox.read.done')), (problem) => notify(problem.title || t('problem.offline')));
    setBusy(false);
    list.reload();
  };
  return html`<${PageHead} title=${t('inbox.title')} lead=${t('inbox.lead')}><a class="function-link" href="/indbakke/mail">${t('mail.title')}</a><//>
    <div class="halves">
      <section><h2>${t('inbox.duties')}</h2>
        <${Loaded} from=${duties} empty=${html`<${Empty} heading=${t('inbox.duties.none')} text=${t('inbox.duties.none.text')} />`}>${(data) => html`
          <${Duties} items=${data.items} />`}<//></section>
      <section><div class="section-head"><h2>${t('inbox.notes')}</h2><span class="links">
          <button type="button" class="function-link" aria-pressed=${unread ? 'true' : 'false'}
            onClick=${() => setQuery({ unread: unread ? '' : 'true' })}>${t(unread ? 'inbox.all' : 'inbox.only')}</button>
          <button type="button" class="function-link" disabled=${busy} onClick=${all}>${t('inbox.read')}</button></span></div>
        ${list.error && html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`}
        ${!list.items && !list.error && html`<${Spinner} />`}
        ${list.items && !list.items.length && html`<${Empty} heading=${t(unread ? 'inbox.notes.read' : 'inbox.notes.none')} text=${t('inbox.notes.none.text')} />`}
        ${list.items && list.items.length > 0 && html`<ul class="rows notes">${list.items.map((n) => html`<${Note} key=${n.id} n=${n}
          onRead=${() => read({ notifications: [{ id: n.id }] })} />`)}</ul><${More} list=${list} />`}
      </section>
    </div>`;
}
