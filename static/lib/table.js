// SPDX-License-Identifier: EUPL-1.2
// Tables that become cards on a narrow screen. A column is {key, head, cell(row), num, main, sort, hide}.
import { html, cx } from './html.js';
import { t } from './i18n.js';
import { Icon } from './ui.js';
import { query as toQuery } from './api.js';
import { can } from './session.js';

function SortHead({ column, sort, onSort }) {
  const on = sort === column.sort || sort === `-${column.sort}`;
  const falling = sort === `-${column.sort}`;
  const next = on && !falling ? `-${column.sort}` : on ? column.sort : column.first || column.sort;
  const icon = on ? (falling ? 'sort-table-descending' : 'sort-table-ascending') : 'sort-table-none';
  return html`<th scope="col" class=${cx(column.num && 'num')} aria-sort=${on ? (falling ? 'descending' : 'ascending') : undefined}>
    <button type="button" class="sort" onClick=${() => onSort(next)}>${column.head}<${Icon} name=${icon} /></button></th>`;
}

/** The roles stand in the markup because a table laid out as cards loses its own. */
export function Table({ caption, showCaption, columns, rows, sort, onSort, foot, compact, rowKey = (r) => r.id, rowClass }) {
  const shown = columns.filter((c) => !c.hide);
  return html`<table class=${cx('table cards', compact && 'table--compact')} role="table">
    <caption class=${showCaption ? undefined : 'sr-only'}>${caption}</caption>
    <thead role="rowgroup"><tr role="row">${shown.map((c) => (c.sort && onSort
      ? html`<${SortHead} key=${c.key} column=${c} sort=${sort} onSort=${onSort} />`
      : html`<th key=${c.key} scope="col" role="columnheader"
        class=${cx(c.num && 'num', c.narrow && 'narrow')}>${c.headHidden ? html`<span class="sr-only">${c.head}</span>` : c.head}
        </th>`))}</tr></thead>
    <tbody role="rowgroup">${rows.map((row, i) => html`<tr role="row" key=${rowKey(row, i)}
      class=${rowClass ? rowClass(row) : undefined}>
      ${shown.map((c) => html`<td key=${c.key} role="cell" data-title=${c.headHidden ? '' : c.head}
        class=${cx(c.num && 'num', c.main && 'main-cell', c.actions && 'actions')}>
        <div class="cell">${c.cell ? c.cell(row, i) : row[c.key]}</div></td>`)}
    </tr>`)}</tbody>
    ${foot && html`<tfoot role="rowgroup">${foot.map((cells) => html`<tr
      role="row">${cells.map((cell, i) => html`<td role="cell" data-title=${shown[i].head}
      class=${cx(shown[i].num && 'num', i === 0 && 'main-cell')}>${cell}</td>`)}</tr>`)}</tfoot>`}
  </table>`;
}

/** The whole list as a file, for those who may: CSV and a workbook; and on paper what is shown. */
export function ListFiles({ name, params, right = 'exports:read' }) {
  return html`${can(right) && ['csv', 'xlsx'].map((end) => html`<a key=${end} class="function-link" download
    href=${`/api/v1/exports/${name}.${end}${toQuery(params)}`}><${Icon} name="download" />${t(`list.export.${end}`)}</a>`)}
    <button type="button" class="function-link" onClick=${() => window.print()}><${Icon} name="print" />${t('list.print')}</button>`;
}

/** "Viser 50 af 1.000+" and the button for the next page; takes what usePages() answers. */
export function More({ list }) {
  return html`<div class="more">
    <p class="muted" role="status">${t('list.shown', { shown: formatTotal(list.items.length), total: formatTotal(list.total,
      list.total_capped) })}</p>
    ${list.next_cursor && html`<button type="button" class="button button-secondary d-print-none" disabled=${list.loading}
      onClick=${list.more}>${list.loading ? t('loading') : t('list.more')}</button>`}
  </div>`;
}

export function formatTotal(total, capped) {
  const text = new Intl.NumberFormat(document.documentElement.lang === 'da' ? 'da-DK' : 'en-GB').format(total);
  return capped ? `${text}+` : text;
}
