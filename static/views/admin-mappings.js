// SPDX-License-Identifier: EUPL-1.2
// Administration, Importopsætninger: the saved ways of reading a list, which all who import share; renamed and taken away.
import { html, useState } from '../lib/html.js';
import { useLoad, patch, del } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { dateTime, num } from '../lib/format.js';
import { Loaded, Empty, Icon, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';

function Rename({ mapping, onClose, onSaved }) {
  const form = useForm({ spec: formSpec('import_mapping_patch'), initial: mapping, fields: [{ name: 'name' }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    await patch(`/import-mappings/${mapping.id}`, body, mapping.version);
    notify(t('saved'));
    onSaved();
  });
  return html`<${Modal} title=${t('mapping.rename')} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} /><${Field} form=${form} name="name" /><${FormButtons} busy=${busy} onCancel=${onClose} /></form><//>`;
}

export function Mappings() {
  const from = useLoad('/import-mappings');
  const [renamed, setRenamed] = useState(null);
  const remove = async (m) => {
    if (!(await ask({ title: t('mapping.remove'), text: t('mapping.remove.text', { name: m.name }), action: t('action.remove'), danger: true }))) return;
    await del(`/import-mappings/${m.id}`).then(() => notify(t('removed')), (p) => notify(p.title));
    from.reload();
  };
  return html`<section class="section"><h2>${t('admin.mappings')}</h2><p class="muted">${t('mapping.lead')}</p>
    <${Loaded} from=${from} empty=${html`<${Empty} heading=${t('mapping.none')} text=${t('mapping.none.text')} />`}>${(data) => html`<${Table} caption=${t('admin.mappings')} rows=${data.items} columns=${[
    { key: 'name', head: t('field.name'), main: true, cell: (m) => m.name },
    { key: 'source', head: t('mapping.source'), cell: (m) => m.source || '–' },
    { key: 'columns', head: t('mapping.columns'), num: true, cell: (m) => num(m.column_count) },
    { key: 'at', head: t('mapping.changed'), cell: (m) => dateTime(m.updated_at) },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, cell: (m) => html`<button type="button" class="function-link"
        onClick=${() => setRenamed(m)}><${Icon} name="edit" />${t('mapping.rename.do')}<span class="sr-only"> ${m.name}</span></button>
      <button type="button" class="function-link danger" onClick=${() => remove(m)}><${Icon} name="delete" />${t('action.remove')}
        <span class="sr-only"> ${m.name}</span></button>` }]} />`}<//>
    ${renamed && html`<${Rename} mapping=${renamed} onClose=${() => setRenamed(null)} onSaved=${() => { setRenamed(null); from.reload(); }} />`}</section>`;
}
