// SPDX-License-Identifier: EUPL-1.2
// Any bytes as a JSON body: the scan decides as json-c at least (what it takes, json-c takes),
// names an error inside the text, and the field table gives only valid texts on. The first byte
// says whether it is a merge-patch.
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "http/field.h"
#include "http/json_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(what)                                                                                \
  do {                                                                                             \
    if (!(what))                                                                                   \
      abort();                                                                                     \
  } while (0)

static const struct field element[] = {
    {"n", F_INT, FIELD_REQUIRED, 1, 10}, {"t", F_TEXT, .max = 5}, {.type = F_END}};
static const struct field number_row[] = {{"", F_NUMBER, FIELD_REQUIRED, .low = 0, .high = 10},
                                          {.type = F_END}};
static const struct field map_row[] = {{"", F_MAP, FIELD_REQUIRED, .sub = number_row},
                                       {.type = F_END}};
static const struct field samples_row[] = {{"", F_NUMBERS, FIELD_REQUIRED, .max = 9},
                                           {.type = F_END}};
static const struct field texts_row[] = {{"", F_TEXTS, FIELD_REQUIRED, .max = 2}, {.type = F_END}};
static const struct field nested[] = {{"x", F_NUMBERS}, {"h", F_MAP, .sub = samples_row}, {0}};
static const struct field table[] = {{"t", F_TEXT, FIELD_REQUIRED, 1, 10},
                                     {"i", F_INT, .min = -5, .max = 5},
                                     {"m", F_MONEY},
                                     {"d", F_NUMBER},
                                     {"b", F_BOOL},
                                     {"y", F_DATE},
                                     {"k", F_ID},
                                     {"c", F_CHOICE, .choices = "a|b"},
                                     {"v", F_CVR},
                                     {"g", F_GLN},
                                     {"p", F_P_NUMBER},
                                     {"e", F_EMAIL},
                                     {"u", F_URL},
                                     {"x", F_TEXTS, .max = 3},
                                     {"n", F_NUMBERS, .max = 4},
                                     {"o", F_OBJECT, .sub = element},
                                     {"a", F_ARRAY, .sub = element},
                                     {"h", F_MAP, .sub = map_row},
                                     {"s", F_MAP, FIELD_NO_TEXT, .sub = samples_row},
                                     {"l", F_LISTS, .max = 3, .sub = texts_row},
                                     {"w", F_OBJECT, .sub = nested},
                                     {.type = F_END}};

static void check_scan(const char *text, size_t n, struct arena *a) {
  struct json_error error;
  bool good = json_scan(text, n, 10000, a, NULL, &error);
  CHECK(good == (error.why == NULL));
  if (!good) {
    CHECK(error.at <= n && strchr(error.why, '|') && utf8_valid(error.path, strlen(error.path)));
    return;
  }
  struct json_tokener *t = json_tokener_new_ex(JSON_DEPTH_MAX + 2);
  json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  char *ended = malloc(n + 1); // a number at the end needs an end
  memcpy(ended, text, n);
  ended[n] = '\0';
  struct json_object *o = json_tokener_parse_ex(t, ended, (int)n + 1);
  CHECK(json_tokener_get_error(t) == json_tokener_success);
  const char *again =
      json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
  CHECK(json_scan(again, strlen(again), 10000, a, NULL, &error));
  json_object_put(o);
  json_tokener_free(t);
  free(ended);
}

// With lists of numbers the scan decides as without, and gives what json-c reads.
static void check_lists(const char *text, size_t n, struct arena *a) {
  struct json_error plain, error;
  struct json_lists lists = {0};
  bool good = json_scan(text, n, 100000, a, NULL, &plain);
  CHECK(json_scan(text, n, 100000, a, &lists, &error) == good);
  CHECK(plain.at == error.at && strcmp(plain.path, error.path) == 0);
  for (size_t i = 0; good && i < lists.count; i++) {
    const struct json_list *list = &lists.rows[i];
    CHECK(list->text >= text && list->length <= n - (size_t)(list->text - text));
    char *copy = arena_strndup(a, list->text, list->length);
    struct json_object *o = json_tokener_parse(copy);
    CHECK(json_object_is_type(o, json_type_array) && json_object_array_length(o) == list->count);
    for (size_t k = 0; k < list->count; k++) {
      double d = json_object_get_double(json_object_array_get_idx(o, k));
      CHECK(!(d < list->numbers[k]) && !(d > list->numbers[k]));
    }
    json_object_put(o);
  }
}

// The text of an object or array must be JSON with nothing in it that stands for something else.
static void check_json(const char *text, struct arena *a) {
  struct json_error error;
  CHECK(json_scan(text, strlen(text), 100000, a, NULL, &error));
}

static void check_in(const struct in *in, struct arena *a) {
  for (size_t i = 0; in->table[i].type != F_END; i++) {
    const struct in_value *v = &in->values[i];
    CHECK(!v->text || utf8_valid(v->text, strlen(v->text)));
    CHECK(!v->null || !v->text);
    if (v->text && (v->items || v->texts))
      check_json(v->text, a);
    for (size_t k = 0; v->texts && k < v->count; k++)
      CHECK(v->texts[k] && utf8_valid(v->texts[k], strlen(v->texts[k])));
    size_t inner = v->items ? in->table[i].type == F_OBJECT ? 1 : v->count : 0;
    for (size_t k = 0; k < inner; k++)
      check_in(&v->items[k], a);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  char *text = malloc(size); // exact, so that reading beyond it is seen
  memcpy(text, data + 1, size - 1);
  struct arena *a = arena_new(64 * 1024 * 1024);
  check_scan(text, size - 1, a);
  check_lists(text, size - 1, a);
  struct faults faults = {.arena = a};
  struct in *in = NULL;
  const char *detail = NULL;
  enum err e = field_check_json(table, text, size - 1, data[0] & 1, a, &faults, &in, &detail);
  CHECK((e == ERR_BAD_JSON) == (detail != NULL));
  CHECK((e == ERR_INVALID) == (e != ERR_BAD_JSON && faults.count > 0));
  for (int i = 0; i < faults.count; i++)
    CHECK(utf8_valid(faults.rows[i].field, strlen(faults.rows[i].field)));
  if (e == ERR_NONE)
    check_in(in, a);
  arena_free(a);
  free(text);
  return 0;
}
