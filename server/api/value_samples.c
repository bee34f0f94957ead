// SPDX-License-Identifier: EUPL-1.2
// Checks across the fields of /value/psa and /value/frontier.
#include "api/value_samples.h"

#include <string.h>

// Numbers that could not be read stand as 0 and are in no order.
static bool is_read(const struct faults *faults, const char *field) {
  size_t n = strlen(field);
  for (int i = 0; i < faults->count; i++)
    if (strncmp(faults->rows[i].field, field, n) == 0 && faults->rows[i].fault != FAULT_TOO_SMALL &&
        faults->rows[i].fault != FAULT_TOO_LARGE)
      return false;
  return true;
}

void value_check_wtp(struct request *req) {
  const struct in_value *wtp = in_get(req->input, "wtp");
  if (!wtp->numbers || !is_read(&req->faults, "wtp"))
    return;
  for (size_t w = 1; w < wtp->count; w++)
    if (!(wtp->numbers[w] > wtp->numbers[w - 1]))
      fault_add(&req->faults, arena_printf(req->arena, "wtp[%zu]", w), FAULT_NOT_ASCENDING,
                arena_printf(req->arena, "%.15g", wtp->numbers[w - 1]));
}

void value_check_names(struct request *req) {
  const struct in_value *list = in_get(req->input, "strategies");
  for (size_t i = 1; list->items && i < list->count; i++) {
    const char *name = in_text(&list->items[i], "name");
    for (size_t k = 0; name && k < i; k++) {
      const char *other = in_text(&list->items[k], "name");
      if (!other || strcmp(other, name) != 0)
        continue;
      fault_add(&req->faults, arena_printf(req->arena, "strategies[%zu].name", i), FAULT_DUPLICATE,
                name);
      break;
    }
  }
}

size_t value_comparator(struct request *req) {
  const struct in_value *list = in_get(req->input, "strategies");
  const char *wanted = in_text(req->input, "comparator");
  if (!wanted || !list->items)
    return 0;
  for (size_t i = 0; i < list->count; i++) {
    const char *name = in_text(&list->items[i], "name");
    if (!name) // refused already; it may be the one
      return 0;
    if (strcmp(name, wanted) == 0)
      return i;
  }
  fault_add(&req->faults, "comparator", FAULT_UNKNOWN_REFERENCE, NULL);
  return 0;
}
