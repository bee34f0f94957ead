// SPDX-License-Identifier: EUPL-1.2
// What an estimate assumes otherwise than the reference set that it names, in words.
import { t, label } from './i18n.js';
import { num } from './format.js';

export function ruleText(rule) {
  const text = t('settings.payer_rule', { task: label('payer_task', rule.task), from: label('sector', rule.sector_from),
    to: label('sector', rule.sector_to), year: rule.valid_from });
  return rule.municipality ? `${text} (${rule.municipality})` : text;
}

/** The mark beside one value; null when it is the set's. */
export function ownIndex(estimate, code, year) {
  const own = estimate.own_values?.indices.find((x) => x.code === code && String(x.year) === String(year));
  if (!own) return null;
  return own.reference === null ? t('settings.own.new') : t('settings.own.was', { value: num(own.reference, 2, 0) });
}

const same = (a, b) => a.task === b.task && (a.municipality || null) === (b.municipality || null) && a.sector_from === b.sector_from
  && a.sector_to === b.sector_to && a.valid_from === b.valid_from;

export function isOwnRule(estimate, rule) {
  return Boolean(estimate.own_values?.payer_rules.some((x) => x.used && same(x, rule)));
}

/** Rules of the set that the estimate leaves out. */
export function leftOut(estimate) {
  return (estimate.own_values?.payer_rules || []).filter((x) => !x.used).map(({ used, ...rule }) => rule);
}

/** A sentence for each thing that differs. */
export function ownSentences(estimate) {
  const { indices = [], payer_rules: rules = [] } = estimate.own_values || {};
  return [...indices.map((x) => `${x.code} ${x.year}: ${num(x.value, 2, 0)} (${ownIndex(estimate, x.code, x.year)})`),
    ...rules.map((x) => `${ruleText(x)} (${t(x.used ? 'settings.own.rule' : 'settings.own.left')})`)];
}
