// SPDX-License-Identifier: EUPL-1.2
// What a quantity of a line is counted in, in words: "sengedage pr. patient".
import { t, has } from './i18n.js';

export function unitWord(line) {
  const unit = line.unit || t('line.unit.none');
  const timing = line.timing || 'per_year';
  return has(`unit.${timing}`) ? t(`unit.${timing}`, { unit }) : unit;
}
