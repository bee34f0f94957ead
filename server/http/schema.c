// SPDX-License-Identifier: EUPL-1.2
// Field tables as JSON schema and as form descriptions.
#include <string.h>

#include "http/field.h"

static void text_member(struct buf *b, const char *name, const char *value) {
  out_key(b, name);
  out_string(b, value);
}

static void int_member(struct buf *b, const char *name, int64_t value) {
  out_key(b, name);
  buf_int(b, value);
}

static const char *json_type(enum field_type t) {
  switch (t) {
  case F_INT:
  case F_MONEY:
  case F_ID:
    return "integer";
  case F_NUMBER:
    return "number";
  case F_BOOL:
    return "boolean";
  case F_TEXTS:
  case F_NUMBERS:
  case F_ARRAY:
  case F_LISTS:
    return "array";
  case F_OBJECT:
  case F_MAP:
    return "object";
  case F_ANY:
    return NULL;
  case F_END:
  case F_TEXT:
  case F_DATE:
  case F_STAMP:
  case F_CHOICE:
  case F_CODE:
  case F_CVR:
  case F_GLN:
  case F_P_NUMBER:
  case F_EMAIL:
  case F_URL:
    break;
  }
  return "string";
}

static bool nullable(const struct field *f, enum schema_use use) {
  return !(f->flags & FIELD_NO_NULL) && (use == SCHEMA_REPLY || !(f->flags & FIELD_REQUIRED));
}

static void write_type(struct buf *b, const struct field *f, enum schema_use use) {
  const char *type = json_type(f->type);
  if (!type)
    return;
  out_key(b, "type");
  if (nullable(f, use))
    buf_printf(b, "[\"%s\",\"null\"]", type);
  else
    out_string(b, type);
}

static void write_choices(struct buf *b, const struct field *f, bool null_too) {
  out_key(b, "enum");
  buf_putc(b, '[');
  for (const char *p = f->choices; *p;) {
    size_t n = strcspn(p, "|");
    out_comma(b);
    out_string_n(b, p, n);
    p += n + (p[n] == '|');
  }
  buf_puts(b, null_too ? ",null]" : "]");
}

static const char *pattern(enum field_type t) {
  if (t == F_CVR)
    return "^[1-9][0-9]{7}$";
  if (t == F_GLN)
    return "^[0-9]{13}$";
  return t == F_P_NUMBER ? "^[0-9]{10}$" : NULL;
}

static const char *format(enum field_type t) {
  if (t == F_DATE)
    return "date";
  if (t == F_STAMP)
    return "date-time";
  if (t == F_EMAIL)
    return "email";
  return t == F_URL ? "uri" : t == F_INT || t == F_MONEY || t == F_ID ? "int64" : NULL;
}

static void write_limits(struct buf *b, const struct field *f) {
  bool integer = f->type == F_INT || f->type == F_MONEY || f->type == F_ID;
  bool list =
      f->type == F_TEXTS || f->type == F_ARRAY || f->type == F_NUMBERS || f->type == F_LISTS;
  if (integer && f->type != F_ID)
    int_member(b, "minimum", f->min);
  if (integer && f->max)
    int_member(b, "maximum", f->max);
  if (f->type == F_TEXT && f->min)
    int_member(b, "minLength", f->min);
  if (f->type == F_TEXT && f->max)
    int_member(b, "maxLength", f->max);
  if (list && f->max)
    int_member(b, "maxItems", f->max);
  if (f->type == F_NUMBER && f->low < f->high) {
    out_key(b, "minimum");
    out_double(b, f->low);
    out_key(b, "maximum");
    out_double(b, f->high);
  }
}

// A merge-patch replaces arrays whole, so their elements are complete.
static enum schema_use inner_use(enum schema_use use) {
  return use == SCHEMA_PATCH ? SCHEMA_INPUT : use;
}

static void write_field(struct buf *b, const struct field *f, enum schema_use use) {
  buf_putc(b, '{');
  write_type(b, f, use);
  if (f->type == F_CHOICE)
    write_choices(b, f, nullable(f, use));
  if (f->type == F_CODE)
    text_member(b, "description", f->choices);
  if (pattern(f->type))
    text_member(b, "pattern", pattern(f->type));
  if (format(f->type))
    text_member(b, "format", format(f->type));
  if (use != SCHEMA_REPLY)
    write_limits(b, f);
  if (f->type == F_TEXTS || f->type == F_NUMBERS) {
    out_key(b, "items");
    buf_puts(b, f->type == F_TEXTS ? "{\"type\":\"string\"}" : "{\"type\":\"number\"}");
  } else if (f->type == F_ARRAY) {
    out_key(b, "items");
    field_schema(b, f->sub, inner_use(use));
  } else if (f->type == F_OBJECT) {
    struct buf inner;
    buf_init(&inner, 1 << 20);
    field_schema(&inner, f->sub, inner_use(use));
    buf_putc(b, ',');
    // The members of the sub-schema without its own "type", which may be null here.
    const char *rest = inner.data ? strchr(inner.data, ',') : NULL;
    if (rest && buf_ok(&inner))
      buf_add(b, rest + 1, inner.len - (size_t)(rest + 1 - inner.data) - 1);
    buf_free(&inner);
  } else if (f->type == F_MAP) {
    out_key(b, "additionalProperties");
    write_field(b, f->sub, use);
  } else if (f->type == F_LISTS) {
    out_key(b, "items");
    write_field(b, f->sub, use);
  }
  buf_putc(b, '}');
}

void field_schema(struct buf *out, const struct field *table, enum schema_use use) {
  buf_puts(out, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
  for (const struct field *f = table; f->type != F_END; f++) {
    out_key(out, f->name);
    write_field(out, f, use);
  }
  buf_puts(out, "},\"required\":[");
  for (const struct field *f = table; f->type != F_END; f++)
    if ((f->flags & FIELD_REQUIRED) && use != SCHEMA_PATCH) {
      out_comma(out);
      out_string(out, f->name);
    }
  buf_puts(out, "]}");
}

static const char *form_type(enum field_type t) {
  static const char *const words[] = {
      [F_TEXT] = "text",         [F_INT] = "integer",   [F_MONEY] = "money", [F_NUMBER] = "number",
      [F_BOOL] = "boolean",      [F_DATE] = "date",     [F_STAMP] = "stamp", [F_ID] = "id",
      [F_CHOICE] = "choice",     [F_CODE] = "code",     [F_CVR] = "cvr",     [F_GLN] = "gln",
      [F_P_NUMBER] = "p_number", [F_EMAIL] = "email",   [F_URL] = "url",     [F_TEXTS] = "texts",
      [F_NUMBERS] = "numbers",   [F_OBJECT] = "object", [F_ARRAY] = "array", [F_MAP] = "map",
      [F_LISTS] = "lists",       [F_ANY] = "any"};
  return words[t] ? words[t] : "text";
}

void field_form(struct buf *out, const struct field *table) {
  buf_putc(out, '{');
  for (const struct field *f = table; f->type != F_END; f++) {
    out_key(out, f->name);
    buf_putc(out, '{');
    text_member(out, "type", form_type(f->type));
    out_key(out, "required");
    out_bool(out, f->flags & FIELD_REQUIRED);
    if (f->min || f->type == F_INT || f->type == F_MONEY)
      int_member(out, "min", f->min);
    if (f->max)
      int_member(out, "max", f->max);
    if (f->type == F_NUMBER && f->low < f->high) {
      out_key(out, "low");
      out_double(out, f->low);
      out_key(out, "high");
      out_double(out, f->high);
    }
    if (f->type == F_CODE)
      text_member(out, "list", f->choices);
    if (f->type == F_CHOICE) {
      struct field plain = *f;
      out_key(out, "choices");
      struct buf list;
      buf_init(&list, 1 << 16);
      write_choices(&list, &plain, false);
      if (buf_ok(&list))
        buf_add(out, list.data + strlen("\"enum\":"), list.len - strlen("\"enum\":"));
      buf_free(&list);
    }
    if (f->sub && f->type != F_MAP && f->type != F_LISTS) {
      out_key(out, "fields");
      field_form(out, f->sub);
    }
    buf_putc(out, '}');
  }
  buf_putc(out, '}');
}
