// SPDX-License-Identifier: EUPL-1.2
// Discount factors, annuities, payback and internal rate of return (S4, S8, S9, S10).
#include <math.h>

#include "value/value.h"

double value_rate(const struct value_step *steps, size_t count, int year) {
  double rate = 0;
  for (size_t i = 0; i < count && steps[i].from_year <= year; i++)
    rate = steps[i].rate;
  return rate;
}

void value_discount(const struct value_step *steps, size_t count, enum value_payment payment,
                    int years, double *factors) {
  double factor = 1;
  for (int t = 0; t < years; t++) {
    if (t > 0)
      factor /= 1 + value_rate(steps, count, t);
    double half_year = payment == PAYMENT_MID_YEAR ? sqrt(1 + value_rate(steps, count, t + 1)) : 1;
    factors[t] = factor / half_year;
  }
}

double value_annuity(double pv, const struct value_step *steps, size_t count, int n, bool due) {
  double factor = 1, sum = 0;
  for (int t = 1; t <= n; t++) {
    factor /= 1 + value_rate(steps, count, t);
    sum += factor;
  }
  // Paid at the start: years 0..n-1 instead of 1..n.
  if (due)
    sum += 1 - factor;
  return pv / sum;
}

double value_annuity_equipment(double price, double scrap, const struct value_step *steps,
                               size_t count, enum value_payment payment, int first, int n) {
  double factors[VALUE_HORIZON_MAX + VALUE_LIFE_MAX + 1], sum = 0;
  if (first < 0)
    first = 0;
  value_discount(steps, count, payment, first + n + 1, factors);
  for (int t = first; t < first + n; t++)
    sum += factors[t];
  return (price * factors[first] - scrap * factors[first + n]) / sum;
}

double value_payback(const double *flows, int years, bool *recrosses) {
  double sum = 0, payback = (double)NAN;
  *recrosses = false;
  for (int t = 0; t < years; t++) {
    double before = sum;
    sum += flows[t];
    if (isnan(payback)) {
      if (sum >= 0)
        payback = t == 0 ? 0 : t + -before / flows[t];
    } else if (sum < 0) {
      *recrosses = true;
    }
  }
  return payback;
}

static int sign_changes(const double *flows, int years) {
  int changes = 0;
  double last = 0;
  for (int t = 0; t < years; t++) {
    if (flows[t] == 0)
      continue;
    changes += (last < 0 && flows[t] > 0) || (last > 0 && flows[t] < 0);
    last = flows[t];
  }
  return changes;
}

static double worth_at(const double *flows, int years, double rate) {
  double sum = 0;
  for (int t = years - 1; t >= 0; t--)
    sum = sum / (1 + rate) + flows[t];
  return sum;
}

double value_irr(const double *flows, int years) {
  if (sign_changes(flows, years) != 1)
    return (double)NAN;
  double low = -0.99, high = 10;
  double at_low = worth_at(flows, years, low), at_high = worth_at(flows, years, high);
  if (at_high == 0)
    return high;
  if ((at_low > 0) == (at_high > 0) || at_low == 0)
    return (double)NAN;
  // Until the interval cannot shrink: tighter than half an øre, and free of the amounts' scale.
  for (int i = 0; i < 200; i++) {
    double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high)
      break;
    double at_middle = worth_at(flows, years, middle);
    if (at_middle == 0)
      return middle;
    if ((at_middle > 0) == (at_low > 0))
      low = middle;
    else
      high = middle;
  }
  return low + (high - low) / 2;
}
