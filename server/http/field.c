// SPDX-License-Identifier: EUPL-1.2
// Checks input against a field table. The JSON side is here; single values are judged in
// field_value.c.
#include "http/field.h"

#include <json-c/json.h>
#include <json-c/printbuf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/parse.h"
#include "http/field_value.h"
#include "http/json_scan.h"

enum { NODES_MAX = 1000000, ELEMENTS_DEFAULT = 1000 };

void fault_add(struct faults *f, const char *field, enum fault fault, const char *argument) {
  if (f->count == FAULTS_MAX)
    return;
  f->rows[f->count++] = (struct fault_row){
      .field = arena_strdup(f->arena, field), .fault = fault, .argument = argument};
}

static size_t rows_of(const struct field *table) {
  size_t n = 0;
  while (table[n].type != F_END)
    n++;
  return n;
}

static struct in *in_new(struct arena *a, const struct field *table) {
  struct in *in = arena_alloc(a, sizeof *in);
  in->table = table;
  in->values = arena_array(a, rows_of(table) + 1, sizeof *in->values);
  return in;
}

const struct in_value *in_get(const struct in *in, const char *name) {
  for (size_t i = 0; in->table[i].type != F_END; i++)
    if (strcmp(in->table[i].name, name) == 0)
      return &in->values[i];
  log_line(LOG_ERROR, "no_such_field", "%s", name);
  log_abort("a handler asks for a field that its table does not have");
}

const char *in_text(const struct in *in, const char *name) {
  return in_get(in, name)->text;
}

bool in_has(const struct in *in, const char *name) {
  const struct in_value *v = in_get(in, name);
  return v->present && !v->null;
}

int64_t in_int(const struct in *in, const char *name, int64_t otherwise) {
  const struct in_value *v = in_get(in, name);
  return v->present && !v->null ? v->integer : otherwise;
}

double in_number(const struct in *in, const char *name, double otherwise) {
  const struct in_value *v = in_get(in, name);
  return v->present && !v->null ? v->number : otherwise;
}

static void check_object(struct check *c, const struct field *table, struct json_object *o,
                         const char *prefix, bool partial, struct in *out);
static void check_value(struct check *c, const struct field *f, struct json_object *o,
                        const char *path, struct in_value *out);

static const char *join(struct check *c, const char *prefix, const char *name) {
  return *prefix ? arena_printf(c->arena, "%s.%s", prefix, name) : name;
}

static const char *json_text(struct json_object *o) {
  return json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

// An array of numbers stands in the tree as a text of NUL and its place among the lists of the
// scan: no body can hold such a text.
static struct json_list *list_of(const struct check *c, struct json_object *o) {
  int64_t place;
  if (!json_object_is_type(o, json_type_string) || json_object_get_string_len(o) < 2)
    return NULL;
  const char *text = json_object_get_string(o);
  if (text[0] || !parse_int64(text + 1, (size_t)json_object_get_string_len(o) - 1, &place))
    return NULL;
  return &c->lists->rows[place];
}

static int write_list(struct json_object *o, struct printbuf *out, int level, int flags) {
  (void)level;
  (void)flags;
  const struct json_list *list = json_object_get_userdata(o);
  return printbuf_memappend(out, list->text, (int)list->length);
}

static size_t elements_of(const struct check *c, struct json_object *o) {
  const struct json_list *list = list_of(c, o);
  return list ? list->count : json_object_array_length(o);
}

// The i-th element of an array that may be one of numbers; where it is, only its type matters.
static struct json_object *element_of(struct check *c, struct json_object *o, size_t i) {
  return list_of(c, o) ? c->number : json_object_array_get_idx(o, i);
}

static bool elements_fit(struct check *c, const struct field *f, const char *path, size_t n) {
  size_t most = f->max > 0 ? (size_t)f->max : ELEMENTS_DEFAULT;
  if (n > most)
    fault_add(c->faults, path, FAULT_TOO_MANY, arena_printf(c->arena, "%zu", most));
  else if (f->min > 0 && n < (size_t)f->min)
    fault_add(c->faults, path, FAULT_TOO_FEW, arena_printf(c->arena, "%lld", (long long)f->min));
  else
    return true;
  return false;
}

static void check_texts(struct check *c, const struct field *f, struct json_object *o,
                        const char *path, struct in_value *out) {
  static const struct field one = {
      .name = "", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 80};
  size_t n = elements_of(c, o);
  if (!elements_fit(c, f, path, n))
    return;
  out->count = n;
  out->texts = arena_array(c->arena, n, sizeof *out->texts);
  for (size_t i = 0; i < n; i++) {
    struct in_value v = {0};
    check_value(c, &one, element_of(c, o, i), arena_printf(c->arena, "%s[%zu]", path, i), &v);
    out->texts[i] = v.text;
  }
}

// The numbers are those that the scan read. Only an array that also holds something else, or
// nothing, comes as a tree.
static void check_numbers(struct check *c, const struct field *f, struct json_object *o,
                          const char *path, struct in_value *out) {
  const struct field one = {
      .name = "", .type = F_NUMBER, .flags = FIELD_REQUIRED, .low = f->low, .high = f->high};
  struct json_list *list = list_of(c, o);
  size_t n = elements_of(c, o);
  if (!elements_fit(c, f, path, n))
    return;
  out->count = n;
  out->numbers = list ? list->numbers : arena_array(c->arena, n, sizeof *out->numbers);
  for (size_t i = 0; i < n && c->faults->count < FAULTS_MAX; i++) {
    struct in_value v = {0};
    if (!list)
      check_value(c, &one, json_object_array_get_idx(o, i),
                  arena_printf(c->arena, "%s[%zu]", path, i), &v);
    else if (!number_fits(f, list->numbers[i]))
      number_bounds(c, f, list->numbers[i], arena_printf(c->arena, "%s[%zu]", path, i));
  }
  if (list)
    json_object_set_serializer(o, write_list, list, NULL);
}

static void check_array(struct check *c, const struct field *f, struct json_object *o,
                        const char *path, struct in_value *out) {
  size_t n = elements_of(c, o);
  if (!elements_fit(c, f, path, n))
    return;
  out->count = n;
  out->items = arena_array(c->arena, n, sizeof *out->items);
  for (size_t i = 0; i < n; i++) {
    const char *at = arena_printf(c->arena, "%s[%zu]", path, i);
    struct json_object *e = element_of(c, o, i);
    out->items[i] = *in_new(c->arena, f->sub);
    if (json_object_is_type(e, json_type_object))
      check_object(c, f->sub, e, at, false, &out->items[i]);
    else
      fault_add(c->faults, at, FAULT_WRONG_TYPE, type_word(F_OBJECT));
  }
}

static void check_lists(struct check *c, const struct field *f, struct json_object *o,
                        const char *path, struct in_value *out) {
  size_t n = elements_of(c, o);
  if (!elements_fit(c, f, path, n))
    return;
  out->count = n;
  out->items = arena_array(c->arena, n, sizeof *out->items);
  for (size_t i = 0; i < n; i++) {
    out->items[i] = *in_new(c->arena, f->sub);
    check_value(c, f->sub, element_of(c, o, i), arena_printf(c->arena, "%s[%zu]", path, i),
                &out->items[i].values[0]);
  }
}

static void check_map(struct check *c, const struct field *f, struct json_object *o,
                      const char *path, struct in_value *out) {
  size_t n = (size_t)json_object_object_length(o);
  if (!elements_fit(c, f, path, n))
    return;
  out->items = arena_array(c->arena, n, sizeof *out->items);
  out->texts = arena_array(c->arena, n, sizeof *out->texts);
  json_object_object_foreach(o, name, e) {
    size_t i = out->count++;
    out->texts[i] = arena_strdup(c->arena, name);
    out->items[i] = *in_new(c->arena, f->sub);
    check_value(c, f->sub, e, join(c, path, name), &out->items[i].values[0]);
  }
}

static bool is_container(enum field_type t) {
  return t == F_TEXTS || t == F_NUMBERS || t == F_OBJECT || t == F_ARRAY || t == F_MAP ||
         t == F_LISTS;
}

static bool has_shape(const struct check *c, enum field_type t, struct json_object *o) {
  if (t == F_OBJECT || t == F_MAP)
    return json_object_is_type(o, json_type_object);
  return json_object_is_type(o, json_type_array) || list_of(c, o);
}

static void check_container(struct check *c, const struct field *f, struct json_object *o,
                            const char *path, struct in_value *out) {
  if (!has_shape(c, f->type, o)) {
    fault_add(c->faults, path, FAULT_WRONG_TYPE, type_word(f->type));
    return;
  }
  if (f->type == F_TEXTS) {
    check_texts(c, f, o, path, out);
  } else if (f->type == F_NUMBERS) {
    check_numbers(c, f, o, path, out);
    return;
  } else if (f->type == F_ARRAY) {
    check_array(c, f, o, path, out);
  } else if (f->type == F_LISTS) {
    check_lists(c, f, o, path, out);
  } else if (f->type == F_MAP) {
    check_map(c, f, o, path, out);
  } else {
    out->items = in_new(c->arena, f->sub);
    check_object(c, f->sub, o, path, false, out->items);
  }
  if (!(f->flags & FIELD_NO_TEXT))
    out->text = arena_strdup(c->arena, json_text(o));
}

// The scalar as the value checker takes it: its JSON type and its source text.
static struct scalar scalar_of(struct check *c, struct json_object *o) {
  if (list_of(c, o))
    return (struct scalar){SCALAR_OTHER, "", 0};
  switch (json_object_get_type(o)) {
  case json_type_string:
    return (struct scalar){SCALAR_TEXT, json_object_get_string(o),
                           (size_t)json_object_get_string_len(o)};
  case json_type_boolean:
    return (struct scalar){SCALAR_BOOL, json_object_get_boolean(o) ? "true" : "false", 0};
  case json_type_int:
  case json_type_double: {
    const char *text = arena_strdup(c->arena, json_text(o));
    return (struct scalar){SCALAR_NUMBER, text, strlen(text)};
  }
  case json_type_null:
  case json_type_object:
  case json_type_array:
    break;
  }
  return (struct scalar){SCALAR_OTHER, "", 0};
}

static void check_value(struct check *c, const struct field *f, struct json_object *o,
                        const char *path, struct in_value *out) {
  out->present = true;
  if (!o) {
    out->null = true;
    if (f->flags & (FIELD_REQUIRED | FIELD_NO_NULL))
      fault_add(c->faults, path, FAULT_NULL, NULL);
  } else if (is_container(f->type)) {
    check_container(c, f, o, path, out);
  } else {
    value_check(c, f, scalar_of(c, o), path, out);
  }
}

static const struct field *find(const struct field *table, const char *name) {
  for (; table->type != F_END; table++)
    if (strcmp(table->name, name) == 0)
      return table;
  return NULL;
}

static void require(struct check *c, const struct field *table, const char *prefix,
                    const struct in *in) {
  for (size_t i = 0; table[i].type != F_END; i++)
    if ((table[i].flags & FIELD_REQUIRED) && !in->values[i].present)
      fault_add(c->faults, join(c, prefix, table[i].name), FAULT_REQUIRED, NULL);
}

static void check_object(struct check *c, const struct field *table, struct json_object *o,
                         const char *prefix, bool partial, struct in *out) {
  json_object_object_foreach(o, name, e) {
    if (c->faults->count == FAULTS_MAX)
      return;
    const struct field *f = find(table, name);
    const char *path = join(c, prefix, name);
    if (f)
      check_value(c, f, e, path, &out->values[f - table]);
    else
      fault_add(c->faults, path, FAULT_UNKNOWN_FIELD, NULL);
  }
  if (!partial)
    require(c, table, prefix, out);
}

static void put_json(void *o) {
  json_object_put(o);
}

static struct json_object *parse(const char *body, size_t length) {
  struct json_tokener *t = json_tokener_new_ex(JSON_DEPTH_MAX + 2);
  if (!t)
    log_abort("out of memory");
  json_tokener_set_flags(t, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
  struct json_object *o = json_tokener_parse_ex(t, body, (int)length);
  json_tokener_free(t);
  return o;
}

// The text with each array of numbers replaced by what list_of knows.
static const char *without_lists(const char *body, size_t *length, const struct json_lists *lists,
                                 struct arena *a) {
  enum { STAND_IN = 32 };
  if (!lists->count)
    return body;
  size_t size = *length + lists->count * STAND_IN, used = 0;
  for (size_t i = 0; i < lists->count; i++)
    size -= lists->rows[i].length;
  char *text = arena_alloc(a, size);
  const char *from = body, *end = body + *length;
  for (size_t i = 0; i < lists->count; i++) {
    const struct json_list *list = &lists->rows[i];
    memcpy(text + used, from, (size_t)(list->text - from));
    used += (size_t)(list->text - from);
    used += (size_t)snprintf(text + used, STAND_IN, "\"\\u0000%zu\"", i);
    from = list->text + list->length;
  }
  memcpy(text + used, from, (size_t)(end - from));
  *length = used + (size_t)(end - from);
  return text;
}

// Both languages with the place behind.
static const char *place_text(struct arena *a, const struct json_error *bad) {
  const char *bar = strchr(bad->why, '|');
  return arena_printf(a, "%.*s (byte %zu)|%s (byte %zu)", (int)(bar - bad->why), bad->why, bad->at,
                      bar + 1, bad->at);
}

enum err field_check_json(const struct field *table, const char *body, size_t length, bool partial,
                          struct arena *a, struct faults *faults, struct in **out,
                          const char **detail) {
  struct json_error bad;
  struct json_lists lists = {0};
  if (!json_scan(body, length, NODES_MAX, a, &lists, &bad)) {
    *detail = place_text(a, &bad);
    if (bad.fault)
      fault_add(faults, bad.path, bad.fault, NULL);
    return ERR_BAD_JSON;
  }
  const char *text = without_lists(body, &length, &lists, a);
  struct json_object *o = parse(text, length);
  if (!o || !json_object_is_type(o, json_type_object)) {
    json_object_put(o);
    *detail = "der ventes et objekt|an object is expected";
    return ERR_BAD_JSON;
  }
  arena_defer(a, put_json, o);
  struct check c = {
      .arena = a, .faults = faults, .lists = &lists, .number = json_object_new_int(0)};
  arena_defer(a, put_json, c.number);
  *out = in_new(a, table);
  check_object(&c, table, o, "", partial, *out);
  return faults->count ? ERR_INVALID : ERR_NONE;
}

enum err field_check_pairs(const struct field *table, const struct pair *pairs, size_t count,
                           struct arena *a, struct faults *faults, struct in **out) {
  struct check c = {.arena = a, .faults = faults, .from_text = true};
  *out = in_new(a, table);
  for (size_t i = 0; i < count; i++) {
    const struct field *f = find(table, pairs[i].name);
    if (!f) {
      fault_add(faults, pairs[i].name, FAULT_UNKNOWN_FIELD, NULL);
      continue;
    }
    struct in_value *v = &(*out)->values[f - table];
    if (v->present) {
      fault_add(faults, f->name, FAULT_REPEATED, NULL);
      continue;
    }
    v->present = true;
    value_check(&c, f, (struct scalar){SCALAR_TEXT, pairs[i].value, strlen(pairs[i].value)},
                f->name, v);
  }
  require(&c, table, "", *out);
  return faults->count ? ERR_BAD_QUERY : ERR_NONE;
}
