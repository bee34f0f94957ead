// SPDX-License-Identifier: EUPL-1.2
// What a simulation may ask for: enough draws to say something, and no more work than a request may
// take (S18, S22).
#include "value/draw.h"
#include "value/simulate.h"
#include "value/validate.h"

// Products of a whole simulation: some seconds at most. A draw of an uncertain number takes about
// as long as 20 of them, and ranking it for the value of knowing it as long as 250.
static const double most_work = 8e9, draw_work = 270;

static bool uncertain_volume(const struct value_alternative *alt) {
  return alt->round_patients && alt->uncertainty_count > 0;
}

static bool uncertain_rate(const struct value_estimate *in) {
  for (size_t i = 0; i < in->uncertainty_count; i++)
    if (in->uncertainty[i].field == FIELD_DISCOUNT_RATE)
      return true;
  return false;
}

// Products of one draw: each line is one, or one for each year, in every figure.
static double work_of(const struct value_estimate *in, const struct value_alternative *alt) {
  double years = in->horizon_years, figures = years + PERSPECTIVE_COUNT + SECTOR_COUNT;
  bool by_year = uncertain_rate(in) || uncertain_volume(alt);
  return ((double)alt->line_count + 1) * (by_year ? years : 1) *
         (figures + (double)alt->stage_count);
}

void validate_simulation(struct validation *c) {
  const struct value_estimate *in = c->in;
  if (in->draws == 0)
    return;
  if (!validate_range(c, "simulation.draws", (double)in->draws, SIMULATION_DRAWS_MIN,
                      SIMULATION_DRAWS_MAX))
    return;
  size_t numbers = parameters_count(in);
  if (numbers > SIMULATION_NUMBERS_MAX)
    validate_fault(c, "simulation", VALUE_FAULT_TOO_LARGE,
                   arena_printf(c->arena, "%d usikre tal|%d uncertain numbers",
                                SIMULATION_NUMBERS_MAX, SIMULATION_NUMBERS_MAX));
  double work = (double)numbers * draw_work;
  for (size_t i = 0; i < in->alternative_count; i++) {
    double own = work_of(in, &in->alternatives[i]);
    // Every other alternative is net of the comparator's lines.
    bool shared = &in->alternatives[i] == net_comparator(in);
    work += shared ? own * (double)in->alternative_count : own;
  }
  double most = most_work / work;
  if (most < SIMULATION_DRAWS_MIN)
    most = SIMULATION_DRAWS_MIN;
  validate_range(c, "simulation.draws", (double)in->draws, 1, (double)(size_t)most);
}
