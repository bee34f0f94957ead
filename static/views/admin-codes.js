// SPDX-License-Identifier: EUPL-1.2
// Administration, Kodelister: labels, order and days of the codes of one list; new ones where no calculation knows the codes.
import { html, useState } from '../lib/html.js';
import { useLoad, usePages, post, patch } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { setQuery } from '../lib/router.js';
import { date } from '../lib/format.js';
import { ProblemBox, Spinner, Icon, Alert, Loaded, notify } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { changesOnly } from '../lib/conflict.js';

const named = (row) => (language() === 'da' ? row.da : row.en);

function CodeDialog({ list, row, onClose, onSaved }) {
  const dated = list.open ? [{ name: 'sort', control: 'int', hint: t('code.sort.hint') }, { name: 'valid_from', control: 'date' },
    { name: 'valid_to', control: 'date', hint: t('code.valid_to.hint') }] : [];
  const form = useForm({ spec: formSpec('code_create'), initial: row || {}, fields: [
    ...(row ? [] : [...(list.name === 'subtype' ? [{ name: 'parent', label: t('code.parent'), control: 'code', list: 'kind', required: true }] : []),
      { name: 'code', hint: t('code.code.hint') }]),
    { name: 'da', label: t('ref.da') }, { name: 'en', label: t('ref.en') }, ...dated, { name: 'source', label: t('ref.source') }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    if (row) await patch(`/reference/codes/${row.id}`, changesOnly(body, row), row.version);
    else await post('/reference/codes', Object.fromEntries(Object.entries({ ...body, list: list.name }).filter(([, v]) => v !== null)));
    notify(t('code.saved'));
    onSaved();
  });
  return html`<${Modal} title=${row ? t('code.change', { code: row.code }) : t('code.new')} onClose=${closing(form.dirty, onClose)}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${closing(form.dirty, onClose)} /></form><//>`;
}

function Codes({ list }) {
  const rows = usePages('/reference/codes', { list: list.name, limit: 200 });
  const [dialog, setDialog] = useState(null);
  const writes = can('rules:write');
  const done = () => { setDialog(null); rows.reload(); };
  const today = new Date().toISOString().slice(0, 10);
  const period = (r) => [r.valid_from > today && t('unit.from', { date: date(r.valid_from) }), r.valid_to && t('unit.until', { date: date(r.valid_to) })].filter(Boolean).join(' ') || t('ref.always');
  return html`${!list.open && html`<${Alert} heading=${t('code.fixed')}><p>${t('code.fixed.text')}</p><//>`}
    ${writes && list.open && html`<p><button type="button" class="button button-primary" onClick=${() => setDialog({})}><${Icon} name="plus" />${t('code.new')}</button></p>`}
    ${rows.error && html`<${ProblemBox} problem=${rows.error} retry=${rows.reload} />`}${!rows.items && !rows.error && html`<${Spinner} />`}
    ${rows.items && !rows.items.length && html`<p class="muted">${t('list.nothing')}</p>`}
    ${rows.items && rows.items.length > 0 && html`<${Table} caption=${named(list)} rows=${rows.items} columns=${[
    { key: 'name', head: t('ref.name'), main: true, cell: (r) => html`${named(r)}<span class="sub"><code>${r.code}</code></span>` },
    { key: 'other', head: t(language() === 'da' ? 'ref.en' : 'ref.da'), cell: (r) => (language() === 'da' ? r.en : r.da) },
    { key: 'parent', head: t('code.parent'), hide: !rows.items.some((r) => r.parent), cell: (r) => label('kind', r.parent) },
    { key: 'sort', head: t('code.sort'), num: true, cell: (r) => r.sort },
    { key: 'period', head: t('ref.valid'), hide: !list.open, cell: period },
    { key: 'source', head: t('ref.source'), cell: (r) => r.source || '–' },
    { key: 'actions', head: t('actions'), headHidden: true, actions: true, hide: !writes, cell: (r) => html`<button type="button" class="function-link"
      onClick=${() => setDialog({ row: r })}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${named(r)}</span></button>` }]} />
    <${More} list=${rows} />`}
    ${dialog && html`<${CodeDialog} list=${list} row=${dialog.row} onClose=${() => setDialog(null)} onSaved=${done} />`}`;
}

export function CodeLists({ query }) {
  const from = useLoad('/reference/code-lists');
  return html`<section class="section"><h2>${t('admin.codes')}</h2><p class="muted">${t('code.lead')}</p>
    <${Loaded} from=${from}>${(data) => {
      const list = data.items.find((l) => l.name === query.get('list')) || data.items.find((l) => l.open);
      const group = (open) => html`<optgroup label=${t(open ? 'code.open' : 'code.labels')}>${data.items.filter((l) => l.open === open)
        .map((l) => html`<option key=${l.name} value=${l.name}>${named(l)} (${l.codes})</option>`)}</optgroup>`;
      return html`<div class="form-group"><label class="form-label" for="code-list">${t('code.list')}</label><select id="code-list" class="form-select"
        value=${list.name} onChange=${(e) => setQuery({ list: e.target.value })}>${group(true)}${group(false)}</select></div>
        <${Codes} key=${list.name} list=${list} />`;
    }}<//></section>`;
}
