// SPDX-License-Identifier: EUPL-1.2
// Tab Opgaver: what is to be done on a collaboration, by whom and by when.
import { html, useState } from '../lib/html.js';
import { useLoad, patch, del } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { can, user } from '../lib/session.js';
import { date } from '../lib/format.js';
import { Loaded, Empty, Icon, Status, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { ask } from '../lib/modal.js';
import { PartDialog } from './collaboration-parts.js';

const part = () => ({ key: 'task', path: 'tasks', spec: 'task_create', fields: ['title', 'owner_id', 'due_date', 'note'], required: ['title'],
  nameOf: (r) => r.title, more: { title: { label: t('task.title') }, owner_id: { label: t('task.owner'), hint: t('task.owner.hint') } } });

export function Tasks({ c, reload }) {
  const list = useLoad(`/collaborations/${c.id}/tasks`);
  const [open, setOpen] = useState(null);
  const today = new Date().toISOString().slice(0, 10);
  const again = () => { list.reload(); reload(); };
  const mine = (row) => can('collaborations:write') || [row.author_id, row.owner_id].includes(user().id);
  const send = async (work, said) => {
    try {
      await work();
      notify(t(said));
    } catch (problem) {
      notify(problem.title || t('problem.offline'));
    }
    again();
  };
  const finish = (row) => send(() => patch(`/collaborations/${c.id}/tasks/${row.id}`, { done: !row.done }, row.version),
    row.done ? 'task.reopened' : 'task.finished');
  const remove = async (row) => {
    if (!(await ask({ title: t('task.remove.title'), text: t('task.remove.text', { name: row.title }), action: t('action.remove'), danger: true }))) return;
    await send(() => del(`/collaborations/${c.id}/tasks/${row.id}`, row.version), 'removed');
  };
  const add = html`<button type="button" class="button button-secondary" onClick=${() => setOpen('new')}><${Icon} name="plus" />${t('task.add')}</button>`;
  const state = (row) => (row.done ? 'done' : row.due_date && row.due_date < today ? 'overdue' : 'planned');
  return html`<section class="section">
    <div class="section-head"><h2>${t('tab.tasks')}</h2>${list.data && list.data.items.length > 0 && add}</div>
    <${Loaded} from=${list} empty=${html`<${Empty} heading=${t('task.empty')} text=${t('task.empty.text')}>${add}<//>`}>${(data) => html`
      <${Table} caption=${t('tab.tasks')} rows=${data.items} rowClass=${(row) => (row.done ? 'muted' : undefined)} columns=${[
    { key: 'title', head: t('task.title'), main: true, cell: (k) => html`${k.title}${k.note && html`<span class="sub">${k.note}</span>`}` },
    { key: 'owner', head: t('task.owner'), cell: (k) => k.owner_name || t('task.owner.case') },
    { key: 'due', head: t('field.due_date'), cell: (k) => html`<span class="nowrap">${date(k.due_date) || '–'}</span>` },
    { key: 'state', head: t('field.status'), cell: (k) => html`<${Status} code=${state(k)} text=${t(`task.${state(k)}`)} />` },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, cell: (k) => mine(k) && html`
      <button type="button" class="function-link" onClick=${() => finish(k)}><${Icon} name=${k.done ? 'refresh' : 'check'} />
        ${t(k.done ? 'task.reopen' : 'task.finish')}<span class="sr-only"> ${k.title}</span></button>
      <button type="button" class="function-link" onClick=${() => setOpen(k)}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${k.title}</span></button>
      <button type="button" class="function-link danger" onClick=${() => remove(k)}><${Icon} name="delete" />${t('action.remove')}<span class="sr-only"> ${k.title}</span></button>` },
  ]} />`}<//>
    ${open && html`<${PartDialog} c=${c} part=${part()} row=${open === 'new' ? null : open} onClose=${() => setOpen(null)} reload=${again} />`}
  </section>`;
}
