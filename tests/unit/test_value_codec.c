// SPDX-License-Identifier: EUPL-1.2
// The value engine's field tables against its code lists, and its struct against its JSON: what the
// table allows, the engine knows, and nothing the engine knows is missing in the table.
#include "tap.h"

#include "api/value_codec.h"

static struct arena *arena;

static const struct field *find(const struct field *table, const char *name) {
  for (; table->type != F_END; table++)
    if (strcmp(table->name, name) == 0)
      return table;
  return NULL;
}

static const char *joined(const char *const *codes, size_t from, size_t count) {
  const char *text = "";
  for (size_t i = from; i < from + count; i++)
    text = arena_printf(arena, "%s%s%s", text, *text ? "|" : "", codes[i]);
  return text;
}

static void is_list(const struct field *table, const char *name, const char *const *codes,
                    size_t from, size_t count) {
  const struct field *f = table ? find(table, name) : NULL;
  is_str(f ? f->choices : NULL, joined(codes, from, count), name);
}

static const struct field *below(const struct field *table, const char *name) {
  const struct field *f = table ? find(table, name) : NULL;
  return f ? f->sub : NULL;
}

static void test_choices(void) {
  const struct field *alternative = below(value_body, "alternatives"),
                     *line = below(alternative, "lines");
  const struct field *rule = below(value_body, "payer_rules"), *u = below(line, "uncertainty");
  is_list(value_body, "perspective", value_perspective_codes, 0, PERSPECTIVE_COUNT);
  is_list(value_body, "budget_prices", value_prices_codes, 0, PRICES_COUNT);
  is_list(below(value_body, "discount"), "timing", value_payment_codes, 0, PAYMENT_COUNT);
  is_list(line, "sector", value_sector_codes, 0, SECTOR_COUNT);
  is_list(line, "class", value_class_codes, 0, CLASS_COUNT);
  is_list(line, "kind", value_kind_codes, 0, KIND_COUNT);
  is_list(line, "timing", value_timing_codes, 0, TIMING_COUNT);
  is_list(line, "form_row", value_form_row_codes, 0, FORM_COUNT);
  is_list(line, "evidence", value_evidence_codes, EVIDENCE_A, EVIDENCE_E);
  is_list(line, "confirmed_status", value_confirmation_codes, 0, CONFIRM_COUNT);
  is_list(rule, "sector_from", value_sector_codes, 0, SECTOR_COUNT);
  is_list(rule, "sector_to", value_sector_codes, 0, SECTOR_COUNT);
  is_list(u, "dist", value_dist_codes, 0, DIST_COUNT);
  is_list(u, "field", value_field_codes, 0, FIELD_VOLUME);
  is_list(below(alternative, "uncertainty"), "field", value_field_codes, FIELD_VOLUME, 1);
  is_list(below(value_body, "uncertainty"), "field", value_field_codes, FIELD_DISCOUNT_RATE, 2);
  const struct field *out = below(value_reply, "alternatives");
  is_list(out, "icer_verdict", value_verdict_codes, 0, VERDICT_COUNT);
  is_list(out, "quadrant", value_quadrant_codes, 0, QUADRANT_COUNT);
  is_list(below(out, "signal"), "code", value_signal_codes, 0, SIGNAL_COUNT);
  is_list(below(out, "warnings"), "code", value_warning_codes, 0, WARNING_COUNT);
  is_list(below(value_reply, "frontier"), "status", value_frontier_codes, 0, FRONTIER_COUNT);
}

static const char small[] =
    "{\"base_year\":2026,\"horizon_years\":2,\"discount\":{\"steps\":[{\"from_year\":0,\"rate\":0}]"
    "},"
    "\"alternatives\":[{\"name\":\"A\",\"lines\":[{\"id\":\"1\",\"name\":\"x\",\"sector\":"
    "\"state\","
    "\"class\":\"cash\",\"qty_new\":2,\"unit_value\":50,\"timing\":\"per_year\"}]}]}";

static const char *last_name(const char *path) {
  const char *dot = strrchr(path, '.');
  return dot ? dot + 1 : path;
}

// Some field of that name in the table or below it is declared so.
static bool may_be_null(const struct field *table, const char *name) {
  for (; table->type != F_END; table++) {
    if (strcmp(table->name, name) == 0 && !(table->flags & FIELD_NO_NULL))
      return true;
    if (table->sub && may_be_null(table->sub, name))
      return true;
  }
  return false;
}

static void test_reply(void) {
  struct faults faults = {.arena = arena};
  struct in *body, *reply;
  const char *detail;
  enum err e =
      field_check_json(value_body, small, strlen(small), false, arena, &faults, &body, &detail);
  is_int(e, ERR_NONE, "a small body");
  struct value_estimate in;
  struct value_result result;
  struct buf out;
  buf_init(&out, 1 << 20);
  is_int(value_answer(body, arena, &faults, &in, &result, &out), ERR_NONE, "is answered");
  is_near(result.outcomes[0].npv[PERSPECTIVE_PUBLIC], -200, 1e-9, "with the right figure");
  is_int(in.price_year, 2026, "price year: the base year unless given");
  // Read back through its own table: unknown names, wrong types and missing fields would be faults.
  // Null is one too when read as input; in a reply it is right where the table does not exclude it.
  e = field_check_json(value_reply, out.data, out.len, false, arena, &faults, &reply, &detail);
  ok(e == ERR_INVALID && faults.count > 0, "some figures of the small case are not defined");
  for (int i = 0; i < faults.count; i++)
    ok(faults.rows[i].fault == FAULT_NULL &&
           may_be_null(value_reply, last_name(faults.rows[i].field)),
       "%s: %s", faults.rows[i].field, fault_info(faults.rows[i].fault)->code);
  buf_free(&out);
}

int main(void) {
  arena = arena_new(64 << 20);
  test_choices();
  test_reply();
  arena_free(arena);
  return done();
}
