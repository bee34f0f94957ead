// SPDX-License-Identifier: EUPL-1.2
// An uncertain number of an estimate as people write it: kroner, a share in percent, or a quantity.
import { t } from './i18n.js';
import { num, percent } from './format.js';
import { parameterOf } from './trial.js';

const SHARES = ['volume', 'discount_rate', 'capacity_realisation', 'realisation_share'];

export function numberText(parameter, inputs, value) {
  const { field } = parameterOf(inputs, parameter);
  if (SHARES.includes(field)) return percent(value);
  if (field === 'unit_value') return `${num(value, Math.abs(value) < 100 ? 2 : 0, 0)} ${t('unit.kr')}`;
  return num(value, 2, 0);
}
