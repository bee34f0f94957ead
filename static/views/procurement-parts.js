// SPDX-License-Identifier: EUPL-1.2
// What the parts of the tab Indkøb share: a list with its own address, an object of which a case has one, cells.
import { html, useState } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { date } from '../lib/format.js';
import { Loaded, Facts, Icon, Empty } from '../lib/ui.js';
import { display, fieldLabel, OutLink } from '../lib/fields.js';
import { Part, PartDialog } from './collaboration-parts.js';

export const none = html`<span class="none">–</span>`;
export const day = (iso) => (iso ? html`<span class="nowrap">${date(iso)}</span>` : none);
export const sub = (text) => text && html`<span class="sub">${text}</span>`;

/** A question that can be without an answer. */
export const yesNo = () => ({ control: 'select', options: ['true', 'false'].map((v) => ({ value: v, text: t(v === 'true' ? 'yes'
  : 'no') })), show: (v) => (v === null || v === undefined ? '' : String(v)), read: (s) => (s === '' ? null : s === 'true') });

/** One of rows with an id. */
export const choiceOf = (rows) => ({ control: 'select', options: rows, show: (v) => (v ? String(v) : ''), read: (s) => (s === ''
  ? null : Number(s)) });

/** A list of the case, read by itself; `reload` also reads what is above it. */
export function List({ c, part, columns, reload }) {
  const from = useLoad(`/collaborations/${c.id}/${part.path}`);
  const again = () => { from.reload(); reload?.(); };
  return html`<${Loaded} from=${from}>${(data) => html`<${Part} c=${c} part=${part} rows=${data.items} columns=${columns}
    reload=${again} />`}<//>`;
}

function shown(spec, name, row) {
  const value = row[name];
  if (spec[name]?.type === 'code') return label(spec[name].list, value);
  if (spec[name]?.type === 'url') return value && html`<${OutLink} url=${value} text=${value} />`;
  return display(name, value, row);
}

/** What a case has one of, as facts in groups; each group is edited by itself. `groups` are [key, fields]. */
export function One({ c, part, groups, reload, children }) {
  const from = useLoad(`/collaborations/${c.id}/${part.path}`);
  const [open, setOpen] = useState(null);
  const spec = formSpec(part.spec);
  const edits = can('collaborations:write');
  const again = () => { from.reload(); reload?.(); };
  const button = (fields, text) => edits && html`<button type="button" class="button button-secondary"
    onClick=${() => setOpen(fields)}><${Icon} name="edit" />${t('action.edit')}<span class="sr-only"> ${text}</span></button>`;
  return html`<${Loaded} from=${from}>${(data) => {
    const row = data.items[0] || null;
    return html`${!row && html`<section class="section"><h2>${t(part.heading)}</h2>
        <${Empty} heading=${t(`${part.key}.empty`)} text=${t(`${part.key}.empty.text`)}>${edits && html`<button type="button"
          class="button button-secondary" onClick=${() => setOpen(groups[0][1])}><${Icon} name="plus" />${t(`${part.key}.add`)}</button>`}<//>
      </section>`}
      ${row && groups.map(([key, fields]) => html`<section class="section" key=${key}>
        <div class="section-head"><h2>${t(key)}</h2>${button(fields, t(key))}</div>
        <${Facts} rows=${fields.map((name) => [fieldLabel(name), shown(spec, name, row)])} /></section>`)}
      ${row && children}
      ${open && html`<${PartDialog} c=${c} part=${{ ...part, fields: open }} row=${row} onClose=${() => setOpen(null)}
        reload=${again} />`}`;
  }}<//>`;
}
