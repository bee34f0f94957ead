// SPDX-License-Identifier: EUPL-1.2
// POST /value/frontier: which of several strategies are worth their cost (S12).
#include <math.h>
#include <string.h>

#include "api/value.h"
#include "api/value_codec.h"
#include "api/value_json.h"
#include "api/value_samples.h"
#include "value/value.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

static const struct field strategies[] = {
    VALUE_NAME,
    {"cost", F_NUMBER, FIELD_REQUIRED, VALUE_AMOUNT},
    {"effect", F_NUMBER, FIELD_REQUIRED, VALUE_AMOUNT},
    {0},
};

const struct field frontier_body[] = {
    VALUE_WTP(0),
    VALUE_COMPARATOR,
    {"strategies", F_ARRAY, FIELD_REQUIRED, STRATEGIES_MIN, 100, .sub = strategies},
    {0},
};

static const struct field versus[] = {
    {"incremental_cost", F_NUMBER, ALWAYS},
    {"incremental_effect", F_NUMBER, ALWAYS},
    {"icer", F_NUMBER, MAYBE},
    {"quadrant", F_CHOICE, ALWAYS, .choices = "axis|NE|SE|SW|NW"},
    {0},
};

static const struct field rows[] = {
    {"name", F_TEXT, ALWAYS},
    {"cost", F_NUMBER, ALWAYS},
    {"effect", F_NUMBER, ALWAYS},
    {"status", F_CHOICE, ALWAYS, .choices = "frontier|dominated|extended_dominated"},
    {"incremental_cost", F_NUMBER, MAYBE},
    {"incremental_effect", F_NUMBER, MAYBE},
    {"icer", F_NUMBER, MAYBE},
    {"versus_comparator", F_OBJECT, ALWAYS, .sub = versus},
    {0},
};

const struct field frontier_reply[] = {
    {"strategies", F_ARRAY, ALWAYS, .sub = rows},
    {"optimal", F_TEXTS, ALWAYS},
    {0},
};

// In the order of the body. The highest net benefit; a tie goes to the comparator, then to the
// first.
static const char *optimal(const struct value_frontier_row *s, size_t count, size_t comparator,
                           double wtp) {
  size_t best = comparator;
  double most = wtp * s[comparator].effect - s[comparator].cost;
  for (size_t i = 0; i < count; i++) {
    double nb = wtp * s[i].effect - s[i].cost;
    if (nb > most) {
      best = i;
      most = nb;
    }
  }
  return s[best].name;
}

static void write_versus(struct buf *b, const struct value_frontier_row *r,
                         const struct value_frontier_row *comparator) {
  double cost = r->cost - comparator->cost, effect = r->effect - comparator->effect;
  enum value_quadrant quadrant = value_quadrant(cost, effect);
  bool ratio = quadrant == QUADRANT_NE || quadrant == QUADRANT_SW;
  open(b, "versus_comparator", '{');
  number(b, "incremental_cost", cost);
  number(b, "incremental_effect", effect);
  number(b, "icer", ratio ? cost / effect : (double)NAN);
  text(b, "quadrant", value_quadrant_codes[quadrant]);
  buf_putc(b, '}');
}

static void write_row(struct buf *b, const struct value_frontier_row *r,
                      const struct value_frontier_row *comparator) {
  item(b);
  value_encode_strategy(b, r);
  write_versus(b, r, comparator);
  buf_putc(b, '}');
}

enum err value_frontier_post(struct request *req, struct db *db) {
  (void)db;
  value_check_wtp(req);
  value_check_names(req);
  size_t comparator = value_comparator(req);
  if (req->faults.count)
    return ERR_INVALID;
  const struct in_value *in = in_get(req->input, "strategies"), *wtp = in_get(req->input, "wtp");
  struct value_frontier_row *given = arena_array(req->arena, in->count, sizeof *given);
  for (size_t i = 0; i < in->count; i++)
    given[i] = (struct value_frontier_row){.name = in_text(&in->items[i], "name"),
                                           .cost = in_number(&in->items[i], "cost", 0),
                                           .effect = in_number(&in->items[i], "effect", 0)};
  struct value_frontier_row *sorted = arena_array(req->arena, in->count, sizeof *sorted);
  memcpy(sorted, given, in->count * sizeof *sorted);
  value_frontier(sorted, in->count);
  struct buf *b = &req->reply.body;
  buf_putc(b, '{');
  open(b, "strategies", '[');
  for (size_t i = 0; i < in->count; i++)
    write_row(b, &sorted[i], &given[comparator]);
  buf_putc(b, ']');
  open(b, "optimal", '[');
  for (size_t w = 0; wtp->numbers && w < wtp->count; w++) {
    out_comma(b);
    out_string(b, optimal(given, in->count, comparator, wtp->numbers[w]));
  }
  buf_puts(b, "]}");
  return ERR_NONE;
}
