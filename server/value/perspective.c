// SPDX-License-Identifier: EUPL-1.2
// Which sectors and classes count in which perspective, and with what weight (DOMAIN P1-P6, S5,
// S6).
#include <math.h>

#include "value/model.h"

#define BIT(x) (1u << (x))

enum {
  CLINIC = BIT(SECTOR_INITIATING_CLINIC),
  HOSPITAL = CLINIC | BIT(SECTOR_OTHER_DEPARTMENTS),
  REGION = HOSPITAL | BIT(SECTOR_OTHER_HOSPITALS) | BIT(SECTOR_REGION_ADMIN) |
           BIT(SECTOR_GENERAL_PRACTICE),
  PUBLIC = REGION | BIT(SECTOR_MUNICIPALITY) | BIT(SECTOR_STATE),
  LIMITED_SOCIETAL = PUBLIC | BIT(SECTOR_PATIENTS) | BIT(SECTOR_RELATIVES),
  SOCIETAL = BIT(SECTOR_COUNT) - 1,

  CASH = BIT(CLASS_CASH) | BIT(CLASS_REVENUE),
  BUDGET = CASH | BIT(CLASS_CAPACITY),
};

// Transfers are real to the one who pays or receives them (P1-P3) and nothing to the whole (P4-P6).
static const struct {
  unsigned sectors, classes;
  bool cash_only;  // capacity counts with its realised share
  bool multiplied; // net tax factor, tax distortion and the value of a QALY
} scopes[PERSPECTIVE_COUNT] = {
    [PERSPECTIVE_CLINIC] = {CLINIC, BUDGET | BIT(CLASS_TRANSFER), false, false},
    [PERSPECTIVE_HOSPITAL] = {HOSPITAL, BUDGET | BIT(CLASS_TRANSFER), false, false},
    [PERSPECTIVE_REGION] = {REGION, BUDGET | BIT(CLASS_TRANSFER), false, false},
    [PERSPECTIVE_REGION_CASH] = {REGION, BUDGET | BIT(CLASS_TRANSFER), true, false},
    [PERSPECTIVE_PUBLIC] = {PUBLIC, BUDGET, false, false},
    [PERSPECTIVE_PUBLIC_CASH] = {PUBLIC, BUDGET, true, false},
    [PERSPECTIVE_LIMITED_SOCIETAL] = {LIMITED_SOCIETAL, BUDGET | BIT(CLASS_TIME), false, false},
    [PERSPECTIVE_LIMITED_SOCIETAL_CASH] = {LIMITED_SOCIETAL, BUDGET, true, false},
    [PERSPECTIVE_SOCIETAL] = {SOCIETAL, BUDGET | BIT(CLASS_TIME) | BIT(CLASS_HEALTH), false, true},
};

bool net_is_cash(enum value_class class) {
  return ((CASH | BIT(CLASS_TRANSFER)) & BIT(class)) != 0;
}

bool net_is_money(enum value_class class) {
  return ((BUDGET | BIT(CLASS_TRANSFER) | BIT(CLASS_TIME)) & BIT(class)) != 0;
}

bool net_holds(enum value_perspective p, enum value_sector sector) {
  return (scopes[p].sectors & BIT(sector)) != 0;
}

// Public purses are financed by taxes and measured in factor prices: made into market prices here.
static double societal_weight(const struct value_estimate *in, enum value_sector sector,
                              enum value_class class) {
  if (class == CLASS_HEALTH)
    return isnan(in->qaly_value) ? 0 : in->qaly_value;
  bool public = ((PUBLIC | BIT(SECTOR_OTHER_REGIONS)) & BIT(sector)) != 0;
  if (!public || class == CLASS_TIME)
    return 1;
  return class == CLASS_CAPACITY ? in->naf : in->naf * in->tax_distortion;
}

double net_weight(const struct value_estimate *in, enum value_perspective p,
                  enum value_sector sector, enum value_class class, double rho) {
  if (!(scopes[p].sectors & BIT(sector)) || !(scopes[p].classes & BIT(class)))
    return 0;
  if (scopes[p].multiplied)
    return societal_weight(in, sector, class);
  return scopes[p].cash_only && class == CLASS_CAPACITY ? rho : 1;
}

double net_line_npv(const struct value_estimate *in, enum value_perspective p,
                    const struct net_line *l, int years) {
  double sum = 0;
  for (int t = 0; t < years; t++)
    if (l->flow[t] != 0)
      sum += l->df[t] * l->flow[t] *
             net_weight(in, p, (enum value_sector)l->sector[t], l->class, l->rho);
  return sum;
}

double net_npv(const struct value_estimate *in, enum value_perspective p, const struct net *n) {
  if (scopes[p].multiplied && isnan(in->naf))
    return (double)NAN;
  double sum = 0;
  for (size_t i = 0; i < n->count; i++)
    sum += net_line_npv(in, p, &n->lines[i], n->years);
  return sum;
}
