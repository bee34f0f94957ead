// SPDX-License-Identifier: EUPL-1.2
// A change between two versions of an estimate in plain words: what it is about, what stood before and what stands now.
import { t, has, label } from './i18n.js';
import { num, kr, percent } from './format.js';

const CODED = { sector: 'sector', sector_from: 'sector', sector_to: 'sector', class: 'effect_class', kind: 'line_kind',
  timing: 'line_timing',
  form_row: 'form_row', evidence: 'evidence', payer_task: 'payer_task', task: 'payer_task', perspective: 'perspective' };
const SHARES = ['rate', 'adoption', 'p_success', 'capacity_realisation', 'realisation_share'];
const AMOUNTS = ['unit_value', 'residual_value', 'stop_cost', 'qaly_value', 'overrides', 'flows'];
const YEARS = ['year', 'base_year', 'price_year', 'value_price_year', 'year_from', 'year_to', 'start_year', 'valid_from', 'no',
  'stage_no'];
// What a row of a list goes by, and so is not said of it again.
const KEYS = ['year', 'no', 'name', 'field', 'task', 'from_year'];

/** One number, code or text, by the name of what holds it. */
function single(name, value) {
  if (value === null || value === undefined || value === '') return t('compare.nothing');
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (CODED[name] && typeof value === 'string') return label(CODED[name], value);
  if (typeof value !== 'number') return String(value);
  if (YEARS.includes(name)) return String(value);
  if (SHARES.includes(name)) return percent(value, 2);
  return AMOUNTS.includes(name) ? `${num(value, 2, 0)} ${t('unit.kr')}` : num(value, 4, 0);
}

/** The name of a member in words. */
export function fieldName(name) {
  for (const key of [`compare.field.${name}`, `line.${name}`, `assume.${name}`, `alternative.${name}`]) if (has(key)) return t(key);
  return name;
}

function rowName(row, at) {
  if (row.year !== undefined) return String(row.year);
  if (row.no !== undefined) return t('compare.stage', { no: row.no, name: row.name || '' }).trim();
  if (row.field !== undefined) return has(`uncertainty.${row.field}`) ? t(`uncertainty.${row.field}`) : fieldName(row.field);
  if (row.task !== undefined) return label('payer_task', row.task);
  if (row.from_year !== undefined) return row.from_year ? t('compare.rate.from', { year: row.from_year }) : '';
  return row.name || String(at + 1);
}

/** A row of a list: "1.200 egnede, 10 %". The spread of a number is said as its ends. */
function rowText(list, row) {
  if (row.dist) {
    return row.low !== undefined && row.high !== undefined ? t('compare.range',
      { low: num(row.low, 4, 0), high: num(row.high, 4, 0) })
      : t('compare.dist', { name: t(`dist.${row.dist}`) });
  }
  return Object.entries(row).filter(([k, v]) => !KEYS.includes(k) && v !== null && v !== undefined)
    .map(([k, v]) => (k === 'value' ? single(list, v) : has(`compare.row.${k}`) ? t(`compare.row.${k}`, { value: single(k, v) })
      : single(k, v))).join(', ');
}

/** The parts of a value, each by its name: those that are equal on both sides need no words. */
function parts(name, value, into = new Map(), under = '') {
  const put = (key, text) => into.set([under, key].filter(Boolean).join(' '), text);
  if (Array.isArray(value)) {
    value.forEach((row, i) => (row !== null && typeof row === 'object' ? put(rowName(row, i), rowText(name, row))
      : put(t('compare.entry', { no: i + 1 }),
      single(name, row))));
  } else if (value !== null && typeof value === 'object') {
    for (const [key, v] of Object.entries(value)) {
      if (v !== null && typeof v === 'object') parts(name, v, into, key === 'steps' ? under : [under,
        key].filter(Boolean).join(' '));
      else put(/^\d+$/.test(key) ? key : fieldName(key), single(key, v));
    }
  }
  return into;
}

function differing(own, other) {
  const list = [...own].filter(([key, text]) => other.get(key) !== text).map(([key, text]) => [key,
    text].filter(Boolean).join(': '));
  return list.length ? list.join('; ') : t('compare.nothing');
}

const isWhole = (v) => v !== null && typeof v === 'object';

/** {about, what, before, after} of a change of /estimates/{id}/compare; what was added or taken away has no before and after. */
export function inWords(change) {
  const about = change.where === 'line' ? change.line_name : change.where === 'alternative' ? change.alternative
    : t('compare.settings');
  if (change.field === null) {
    return { about, what: t(`compare.${change.where}.${change.after ? 'added' : 'gone'}`), before: '', after: '' };
  }
  const { field, before, after } = change;
  const what = fieldName(field);
  if (!isWhole(before) && !isWhole(after)) return { about, what, before: single(field, before), after: single(field, after) };
  const [a, b] = [parts(field, before), parts(field, after)];
  return { about, what, before: differing(a, b), after: differing(b, a) };
}

/** "Pris for én: fra 6.000 kr. til 5.000 kr." */
export function sentenceOf({ what, before, after }) {
  return before || after ? t('compare.fromto', { what, before, after }) : what;
}

/** Amounts in kroner of a difference, with its sign. */
export const effect = (oere) => (oere > 0 ? `+${kr(oere)}` : kr(oere));
