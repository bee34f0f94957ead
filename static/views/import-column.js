// SPDX-License-Identifier: EUPL-1.2
// How one column becomes a field's value: translated words, several values in one cell, amounts in thousands, a format of its own.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { Modal } from '../lib/modal.js';
import { useForm, Field, ErrorSummary, FormButtons } from '../lib/form.js';

const lines = (map) => (map || []).map((m) => `${m.from} = ${m.to}`).join('\n');

/** "Afsluttet = closed" a line; NaN-like null when a line has no "=". */
function parseMap(text) {
  const rows = text.split('\n').map((line) => line.trim()).filter(Boolean);
  const pairs = rows.map((row) => { const at = row.lastIndexOf('='); return at > 0 ? { from: row.slice(0, at).trim(),
    to: row.slice(at + 1).trim() } : null; });
  return pairs.includes(null) ? null : pairs;
}

export function ColumnOptions({ column, targets, word, onClose, onSave }) {
  const { options } = column;
  const form = useForm({
    fields: [
      { name: 'key', label: t('column.key.long'), control: 'check' },
      { name: 'map', label: t('column.value_map'), hint: t('column.value_map.hint'), control: 'textarea', rows: 5,
        check: (v) => (parseMap(v) ? null : t('column.value_map.bad')) },
      { name: 'separator', label: t('column.separator'), hint: t('column.separator.hint'), short: true },
      { name: 'multiplier', label: t('column.multiplier'), hint: t('column.multiplier.hint'), control: 'int' },
      { name: 'decimal', label: t('setting.decimal'), control: 'select', options: [',', '.'].map((v) => ({ value: v,
        text: word('decimal', v) })) },
      { name: 'date_style', label: t('setting.date_style'), control: 'select', options: ['dmy', 'ymd',
        'mdy'].map((v) => ({ value: v, text: word('date_style', v) })) },
      { name: 'also', label: t('column.also'), hint: t('column.also.hint'), control: 'select',
        options: targets.filter((x) => x.value !== column.target) },
    ],
    initial: { key: Boolean(options.key), map: lines(options.value_map), separator: options.separator,
      multiplier: options.multiplier, decimal: options.decimal, date_style: options.date_style, also: options.also?.[0]?.target },
  });
  const submit = (event) => {
    event.preventDefault();
    const body = form.collect();
    if (!body) return;
    const { map, also, ...rest } = body;
    const next = Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== null && v !== false));
    if (map) next.value_map = parseMap(map);
    if (also) next.also = [{ ...(options.also?.find((a) => a.target === also) || { target: also, options: {} }) },
      ...(options.also || []).slice(1)];
    onSave(next);
  };
  return html`<${Modal} title=${t('column.title', { name: column.name })} onClose=${onClose}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}<${FormButtons} onCancel=${onClose} />
      </form><//>`;
}
