// SPDX-License-Identifier: EUPL-1.2
// Texts of the screen (da.json, en.json) and labels of the server's code lists.
import { setApiLanguage } from './api.js';

const STORE = 'samspil.language';
let texts = {};
let codes = {};
let lang = 'da';

export function language() { return lang; }

/** The language chosen before, or null. */
export function rememberedLanguage() {
  try { return localStorage.getItem(STORE); } catch { return null; }
}

export async function loadLanguage(wanted) {
  lang = wanted === 'en' ? 'en' : 'da';
  setApiLanguage(lang);
  const response = await fetch(`/${lang}.json`);
  texts = await response.json();
  document.documentElement.lang = lang;
  try { localStorage.setItem(STORE, lang); } catch { /* private window: the choice lives as long as the page */ }
}

export function setCodes(lists) { codes = lists; }

/** The names of all code lists. */
export function codeLists() { return Object.keys(codes); }

/** The text of `key` with {name} replaced. With `n` the plural form `key.one` or `key.other` is taken when there is one. */
export function t(key, values = {}) {
  let text = texts[key];
  if (text === undefined && values.n !== undefined) {
    const form = new Intl.PluralRules(lang).select(Math.abs(Number(values.n)) || 0);
    text = texts[`${key}.${form}`] ?? texts[`${key}.other`];
    values = { ...values, n: new Intl.NumberFormat(lang === 'da' ? 'da-DK' : 'en-GB').format(values.n) };
  }
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (all, name) => (values[name] === undefined ? all : values[name]));
}

/** True when the catalogue has the key: for texts that only some codes have. */
export function has(key) { return texts[key] !== undefined; }

/** Label of a code in a list of /meta; `parent` picks among equal codes (stages of the kinds). */
export function label(list, code, parent) {
  if (code === null || code === undefined || code === '') return '';
  const rows = codes[list] || [];
  const row = rows.find((r) => r.code === code && (!parent || !r.parent || r.parent === parent));
  return row ? row[lang] || row.da : texts[`${list}.${code}`] || code;
}

/** Rows of a code list that may be chosen today, in the list's own order; `parent` keeps only its children. */
export function choices(list, parent) {
  const today = new Date().toISOString().slice(0, 10);
  return (codes[list] || [])
    .filter((r) => (!r.valid_to || r.valid_to > today) && (!parent || !r.parent || r.parent === parent))
    .map((r) => ({ value: r.code, text: r[lang] || r.da, row: r }));
}
