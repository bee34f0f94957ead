// SPDX-License-Identifier: EUPL-1.2
// What a quantity of a line is counted in, in words: "sengedage pr. patient".
import { t, has } from './i18n.js';
import { num } from './format.js';

export function unitWord(line) {
  const unit = line.unit || t('line.unit.none');
  const timing = line.timing || 'per_year';
  return has(`unit.${timing}`) ? t(`unit.${timing}`, { unit }) : unit;
}

/** Over how many years a purchase is spread, and what it is sold for then. */
export function purchaseText({ life_years: n, residual_value: sold }) {
  return t(sold ? 'line.purchase.sold' : 'line.purchase', { n, value: num(sold || 0, 0) });
}
