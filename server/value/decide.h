// SPDX-License-Identifier: EUPL-1.2
// Inside the value engine only: from the draws of the alternatives to the decision between them
// (S19). The comparator costs and gives nothing by definition, because the others are net of it.
#ifndef SAMSPIL_VALUE_DECIDE_H
#define SAMSPIL_VALUE_DECIDE_H

#include "value/draw.h"
#include "value/psa.h"
#include "value/simulate.h"

struct decision {
  const struct value_estimate *in;
  struct arena *arena; // of the samples
  struct psa_strategy strategies[PSA_STRATEGIES_MAX];
  size_t count;
  double *nothing; // [draws], zeros
  bool health;     // some strategy has an effect
};

void decision_begin(const struct value_estimate *in, struct arena *a, struct decision *out);
// Copies the vectors; effect may be NULL.
void decision_add(struct decision *d, const char *name, const double *cost, const double *effect);
// Fills result->decision. The parameters are those that the draws were made of.
void decision_end(const struct decision *d, const struct parameters *p, struct arena *a,
                  struct value_result *result);

#endif
