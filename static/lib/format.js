// SPDX-License-Identifier: EUPL-1.2
// Numbers, amounts and dates as people write them here, and back again. Amounts come as integer øre.
import { language, t } from './i18n.js';

const locale = () => (language() === 'da' ? 'da-DK' : 'en-GB');
const cache = new Map();

function numberFormat(min, max) {
  const key = `${locale()}:${min}:${max}`;
  if (!cache.has(key)) {
    cache.set(key, new Intl.NumberFormat(locale(), { minimumFractionDigits: min, maximumFractionDigits: max,
      roundingMode: 'halfExpand' }));
  }
  return cache.get(key);
}

/** 1.234,5: at most `digits` decimals, at least `min`. A typographic minus; never "-0,0". */
export function num(value, digits = 0, min = digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const text = numberFormat(min, digits).format(value).replace('-', '−');
  return /^−[0.,]*$/.test(text) ? text.slice(1) : text;
}

/** Kroner without øre: 1.234 kr. */
export function kr(oere) {
  return oere === null || oere === undefined ? '–' : `${num(Number(oere) / 100)} ${t('unit.kr')}`;
}

/** Euro without cents: 1.234 euro. */
export function eur(cents) {
  return cents === null || cents === undefined ? '–' : `${num(Number(cents) / 100)} ${t('unit.eur')}`;
}

/** Mio. kr. with one decimal; `bare` leaves the unit to the column heading. */
export function mio(oere, bare = false) {
  if (oere === null || oere === undefined) return '–';
  const text = num(Number(oere) / 1e8, 1);
  return bare ? text : `${text} ${t('unit.mio')}`;
}

/** As mio(), with + before a gain. */
export function mioSigned(oere, bare = false) {
  if (oere === null || oere === undefined) return '–';
  const text = mio(oere, bare);
  return Number(oere) > 0 && !/^0[.,]0/.test(text) ? `+${text}` : text;
}

/** A sentence that ends in an amount: "kr." has its full stop already. */
export const oneStop = (text) => text.replace(/\.\.+/g, '.');

export const upperFirst = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** 61,3 %: at most `digits` decimals, at least `min`. */
export function percent(share, digits = 1, min = 0) {
  return share === null || share === undefined ? '–' : `${num(share * 100, digits, min)} %`;
}

/** 31-12-2026 of 2026-12-31 or of a time stamp (Copenhagen's day). */
export function date(iso) {
  if (!iso) return '–';
  const day = iso.length > 10 ? localDay(iso) : iso;
  const [y, m, d] = day.split('-');
  return `${d}-${m}-${y}`;
}

function localDay(iso) {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' }).format(new Date(iso));
}

/** 14.05 of a time stamp. */
export function timeOfDay(iso) {
  return new Intl.DateTimeFormat(locale(), { timeZone: 'Europe/Copenhagen', hour: '2-digit',
    minute: '2-digit' }).format(new Date(iso));
}

/** 31-12-2026 kl. 14.05 */
export function dateTime(iso) {
  return iso ? t('format.datetime', { date: date(iso), time: timeOfDay(iso) }) : '–';
}

/** "i dag", "i går", "for 3 dage siden" or the date when it is longer ago than two weeks. */
export function ago(iso) {
  const days = Math.round((Date.parse(localDay(new Date().toISOString())) - Date.parse(localDay(iso))) / 864e5);
  if (days > 14 || days < -14) return date(iso);
  return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-days, 'day');
}

export function fileSize(bytes) {
  return bytes < 1024 * 1024 ? `${num(Math.max(1, bytes / 1024))} kB` : `${num(bytes / 1048576, 1)} MB`;
}

/** A number typed by a person: "1.234,5", "1234,5", "1 234.50" in English. NaN when it is none, null when empty. */
export function parseNumber(text) {
  let s = String(text ?? '').replace(/[\s\u00a0]/g, '').replace('−', '-');
  if (s === '') return null;
  if (language() === 'da' || s.includes(',')) {
    if (/^-?(\d+\.\d{1,2}|0\.\d+)$/.test(s)) s = s.replace('.', ',');
    if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(s) && language() !== 'da') s = s.replaceAll(',', '');
    else s = s.replaceAll('.', '').replace(',', '.');
  }
  return /^-?\d+(\.\d+)?$/.test(s) ? Number(s) : NaN;
}

/** A number as it stands in an input: no grouping, the language's decimal sign. */
export function editable(value) {
  if (value === null || value === undefined || value === '') return '';
  return language() === 'da' ? String(value).replace('.', ',') : String(value);
}

/** ISO date of 31-12-2026, 31.12.2026, 31/12 2026, 31122026 or 2026-12-31; NaN when it is none, null when empty. */
export function parseDate(text) {
  const s = String(text ?? '').trim();
  if (s === '') return null;
  let m = s.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
  let [y, mo, d] = m ? [m[1], m[2], m[3]] : [];
  if (!m) {
    m = s.match(/^(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})$/) || s.match(/^(\d{2})(\d{2})(\d{4})$/);
    if (!m) return NaN;
    [, d, mo, y] = m;
  }
  const iso = `${y}-${mo.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const back = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(back.getTime()) || back.toISOString().slice(0, 10) !== iso ? NaN : iso;
}

/** Checks a Danish CVR number: eight digits, modulus 11. */
export function validCvr(text) {
  const s = String(text || '').replace(/\s/g, '');
  if (!/^[1-9]\d{7}$/.test(s)) return false;
  const weights = [2, 7, 6, 5, 4, 3, 2, 1];
  return weights.reduce((sum, w, i) => sum + w * Number(s[i]), 0) % 11 === 0;
}

/** "a/b" as a fraction in lowest terms, exact; null when it is none. Takes 1/3, 0,25, 33 % and 1. */
export function parseFraction(text) {
  const s = String(text || '').replace(/\s/g, '');
  let m = s.match(/^(\d{1,9})\/(\d{1,9})$/);
  if (m) return reduce(BigInt(m[1]), BigInt(m[2]));
  m = s.match(/^(\d{1,3})(?:[.,](\d{1,6}))?(%?)$/);
  if (!m) return null;
  const scale = 10n ** BigInt((m[2] || '').length);
  return reduce(BigInt(m[1] + (m[2] || '')), scale * (m[3] ? 100n : 1n));
}

function reduce(num, den) {
  if (den === 0n) return null;
  let [a, b] = [num, den];
  while (b) [a, b] = [b, a % b];
  return a === 0n ? { num: 0, den: 1 } : { num: Number(num / a), den: Number(den / a) };
}

/** Exact sum of fractions, in lowest terms. */
export function addFractions(list) {
  let [num, den] = [0n, 1n];
  for (const f of list) {
    num = num * BigInt(f.den) + BigInt(f.num) * den;
    den *= BigInt(f.den);
  }
  return reduce(num, den);
}
