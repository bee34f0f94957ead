// SPDX-License-Identifier: EUPL-1.2
// Low, best and high of the numbers of a line, in place: the best is the number itself, the three make a triangular distribution.
import { html, useState } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { num } from '../lib/format.js';
import { Icon } from '../lib/ui.js';
import { NumberInput } from '../lib/numberinput.js';

const FIELDS = ['qty_baseline', 'qty_new', 'unit_value'];

/** Uncertain numbers of the line with one bound changed; a number without either bound is certain again. */
function withBound(list, line, field, bound, value) {
  const best = line[field] ?? 0;
  const old = list.find((u) => u.field === field);
  const next = { low: old?.low ?? best, high: old?.high ?? best, [bound]: value ?? best };
  const rest = list.filter((u) => u.field !== field);
  if (next.low === best && next.high === best) return rest;
  const u = { ...(old?.corr_group ? { corr_group: old.corr_group } : {}), field, dist: 'triangular', ...next, mode: best };
  return FIELDS.concat(['multiplier', 'realisation_share']).map((f) => [...rest, u].find((x) => x.field === f)).filter(Boolean);
}

function Row({ field, line, set, id, disabled, fault }) {
  const list = line.uncertainty || [];
  const at = list.findIndex((u) => u.field === field);
  const u = list[at];
  if (u && u.dist !== 'triangular') {
    return html`<tr><th scope="row">${t(`line.${field}`)}</th><td colspan="3"
      class="muted small">${t(`dist.${u.dist}`)}: ${t('line.range.other')}</td></tr>`;
  }
  const wrong = u && fault(`uncertainty[${at}]`);
  const cell = (bound) => html`<td><${NumberInput} id=${`${id}-${field}-${bound}`} value=${u ? u[bound] : null} disabled=${disabled}
    label=${t(`line.range.${bound}`, { what: t(`line.${field}`).toLowerCase() })}
    onValue=${(v) => set({ uncertainty: withBound(list, line, field, bound, v) })} /></td>`;
  return html`<tr><th scope="row">${t(`line.${field}`)}</th>${cell('low')}<td class="num">${num(line[field] ?? null, 4,
    0)}</td>${cell('high')}</tr>
    ${wrong && html`<tr><td colspan="4" class="form-error-message" role="alert">${wrong}</td></tr>`}`;
}

/** The table of low, best and high. `fault(name)`: what is wrong with a member of the line. */
export function RangeTable({ line, set, id, disabled, fault }) {
  const known = FIELDS.filter((f) => line[f] !== null && line[f] !== undefined && (line[f] !== 0 || (line.uncertainty
    || []).some((u) => u.field === f)));
  return html`<p class="form-hint">${t('line.uncertainty.hint')}</p>
      ${known.length ? html`<table class="table table--compact range-table"><caption class="sr-only">${t('line.range')}</caption>
        <thead><tr><td></td><th scope="col">${t('line.low')}</th><th scope="col" class="num">${t('line.best')}</th>
          <th scope="col">${t('line.high')}</th></tr></thead>
        <tbody>${known.map((field) => html`<${Row} key=${field} ...${{ field, line, set, id, disabled,
          fault }} />`)}</tbody></table>`
    : html`<p class="muted">${t('line.range.first')}</p>`}`;
}

/** The table behind a press. */
export function RangeGrid(props) {
  const { line, id, disabled } = props;
  const [open, setOpen] = useState((line.uncertainty || []).length > 0);
  if (disabled && !(line.uncertainty || []).length) return null;
  return html`<div class="range">
    <button type="button" class="function-link" aria-expanded=${open ? 'true' : 'false'} aria-controls=${`${id}-range`}
      onClick=${() => setOpen(!open)}><${Icon} name=${open ? 'chevron-down' : 'chevron-right'} />${t('line.range')}</button>
    <div id=${`${id}-range`} hidden=${!open}><${RangeTable} ...${props} /></div></div>`;
}
