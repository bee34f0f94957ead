// SPDX-License-Identifier: EUPL-1.2
// Who pays and who gains: one row a sector, and the signal that the initiator and the whole
// disagree (S16, S17).
#include <math.h>

#include "value/model.h"

// Amounts this close to 0 are 0: half an øre.
static const double nothing = 0.005;

static void add_to_row(struct value_matrix_row *row, const struct net_line *l, int t) {
  double pv = l->df[t] * l->flow[t];
  if (net_is_cash(l->class)) {
    *(pv < 0 ? &row->pays : &row->saves) += pv;
    row->cash += pv;
  } else if (l->class == CLASS_CAPACITY) {
    row->capacity += pv;
    row->cash += l->rho * pv;
  } else if (l->class == CLASS_TIME) {
    row->time += pv;
  } else if (l->class == CLASS_HEALTH) {
    row->qaly += pv;
  }
  if (!net_is_money(l->class))
    return;
  row->net += pv;
  if (l->line && l->line->confirmation == CONFIRM_CONFIRMED && !l->of_comparator)
    row->confirmed += pv;
}

// Every sector that some line touches, in code order.
static size_t build_rows(const struct net *n, struct value_matrix_row *rows) {
  struct value_matrix_row all[SECTOR_COUNT] = {0};
  bool touched[SECTOR_COUNT] = {false};
  for (size_t i = 0; i < n->count; i++) {
    const struct net_line *l = &n->lines[i];
    for (int t = 0; t < n->years; t++) {
      touched[l->sector[t]] = true;
      add_to_row(&all[l->sector[t]], l, t);
    }
  }
  size_t count = 0;
  for (int s = 0; s < SECTOR_COUNT; s++) {
    if (!touched[s])
      continue;
    rows[count] = all[s];
    rows[count++].sector = (enum value_sector)s;
  }
  return count;
}

static enum value_signal judge(double initiator, double total) {
  if (fabs(initiator) < nothing || fabs(total) < nothing)
    return SIGNAL_NEUTRAL;
  if (initiator < 0)
    return total > 0 ? SIGNAL_INITIATOR_LOSES_SOCIETY_GAINS : SIGNAL_NO_TOTAL_GAIN;
  return total > 0 ? SIGNAL_COMMON_GAIN : SIGNAL_COST_SHIFTED;
}

static double row_amount(const struct value_matrix_row *row, bool cash) {
  return cash ? row->cash : row->net;
}

// Each gainer outside carries its share of what the initiator lacks.
static void propose(const struct value_matrix_row *rows, size_t count, bool cash, double gains,
                    struct arena *a, struct value_signal_result *out) {
  out->compensation = -out->initiator;
  out->payers = arena_array(a, count, sizeof *out->payers);
  for (size_t i = 0; i < count; i++) {
    double net = row_amount(&rows[i], cash);
    if (rows[i].sector != SECTOR_INITIATING_CLINIC && net > 0)
      out->payers[out->payer_count++] =
          (struct value_compensation){rows[i].sector, out->compensation * net / gains};
  }
}

static void signal_fill(const struct value_matrix_row *rows, size_t count, bool cash, double total,
                        struct arena *a, struct value_signal_result *out) {
  double own = 0, outside = 0;
  for (size_t i = 0; i < count; i++) {
    double net = row_amount(&rows[i], cash);
    if (rows[i].sector == SECTOR_INITIATING_CLINIC)
      own = net;
    else if (net > 0)
      outside += net;
  }
  double gains = outside + (own > 0 ? own : 0);
  *out = (struct value_signal_result){.code = judge(own, total), .initiator = own, .total = total};
  out->spillover_share = gains > 0 ? outside / gains : (double)NAN;
  if (out->code == SIGNAL_INITIATOR_LOSES_SOCIETY_GAINS)
    propose(rows, count, cash, outside, a, out);
}

void matrix_fill(const struct net *n, struct arena *a, struct value_outcome *out) {
  out->matrix = arena_array(a, SECTOR_COUNT, sizeof *out->matrix);
  out->matrix_count = build_rows(n, out->matrix);
  signal_fill(out->matrix, out->matrix_count, false, out->npv[PERSPECTIVE_LIMITED_SOCIETAL], a,
              &out->signal);
  signal_fill(out->matrix, out->matrix_count, true, out->npv[PERSPECTIVE_LIMITED_SOCIETAL_CASH], a,
              &out->signal_cash);
}
