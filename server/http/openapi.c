// SPDX-License-Identifier: EUPL-1.2
// /openapi.json from the route and field tables, and the forms of /meta.
#include <string.h>

#include "base/xlsx.h"
#include "http/request.h"

static void member(struct buf *b, const char *name, const char *value) {
  out_key(b, name);
  out_string(b, value);
}

static void parameter(struct buf *b, const char *name, const char *in, bool required,
                      const char *schema) {
  out_comma(b);
  buf_putc(b, '{');
  member(b, "name", name);
  member(b, "in", in);
  out_key(b, "required");
  out_bool(b, required);
  out_key(b, "schema");
  buf_puts(b, schema);
  buf_putc(b, '}');
}

// A query parameter's schema is that of its field; filters that take several codes are plain
// strings.
static void query_parameter(struct buf *b, const struct field *f) {
  static const char *const plain[] = {
      "{\"type\":\"string\"}", "{\"type\":\"integer\",\"format\":\"int64\"}",
      "{\"type\":\"boolean\"}", "{\"type\":\"string\",\"format\":\"date\"}",
      "{\"type\":\"number\"}"};
  int i = f->type == F_INT || f->type == F_ID ? 1
          : f->type == F_BOOL                 ? 2
          : f->type == F_DATE                 ? 3
          : f->type == F_NUMBER               ? 4
                                              : 0;
  parameter(b, f->name, "query", f->flags & FIELD_REQUIRED, plain[i]);
}

static void parameters(struct buf *b, const struct route *r) {
  out_key(b, "parameters");
  buf_putc(b, '[');
  for (const char *p = r->path; (p = strchr(p, '{')); p++) {
    char name[40];
    size_t n = strcspn(p + 1, "}");
    if (n >= sizeof name)
      continue;
    memcpy(name, p + 1, n);
    name[n] = '\0';
    parameter(b, name, "path", true,
              strcmp(name, "code") == 0
                  ? "{\"type\":\"string\",\"pattern\":\"^[A-Za-z0-9_]{1,40}$\"}"
                  : "{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":1}");
  }
  if (r->query)
    for (const struct field *f = r->query; f->type != F_END; f++)
      query_parameter(b, f);
  if (r->flags & ROUTE_MATCH)
    parameter(b, "If-Match", "header", true, "{\"type\":\"string\"}");
  if (strcmp(r->method, "POST") == 0 &&
      !(r->flags & (ROUTE_PUBLIC | ROUTE_PURE | ROUTE_UPLOAD | ROUTE_SECRET)))
    parameter(b, "Idempotency-Key", "header", false, "{\"type\":\"string\",\"maxLength\":200}");
  buf_putc(b, ']');
}

static void reply_schema(struct buf *b, const struct route *r) {
  if (!(r->flags & (ROUTE_LIST | ROUTE_ITEMS))) {
    field_schema(b, r->reply, SCHEMA_REPLY);
    return;
  }
  bool list = r->flags & ROUTE_LIST;
  buf_puts(b, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"items\":{"
              "\"type\":\"array\",\"items\":");
  field_schema(b, r->reply, SCHEMA_REPLY);
  buf_putc(b, '}');
  if (list)
    buf_puts(b,
             ",\"next_cursor\":{\"type\":[\"string\",\"null\"]},\"total\":{\"type\":\"integer\"},"
             "\"total_capped\":{\"type\":\"boolean\"}");
  buf_puts(b, list ? "},\"required\":[\"items\",\"next_cursor\",\"total\",\"total_capped\"]}"
                   : "},\"required\":[\"items\"]}");
}

static void responses(struct buf *b, const struct route *r) {
  out_key(b, "responses");
  buf_printf(b, "{\"%d\":{\"description\":\"Success\"", r->status);
  if (strcmp(r->method, "GET") != 0 && !(r->flags & ROUTE_PURE))
    buf_puts(b,
             ",\"headers\":{\"Audit-Receipt\":{\"$ref\":\"#/components/headers/AuditReceipt\"}}");
  const char *dot = strrchr(r->path, '.');
  bool csv = dot && strcmp(dot, ".csv") == 0, ics = dot && strcmp(dot, ".ics") == 0;
  if (dot && strcmp(dot, ".xlsx") == 0) {
    buf_puts(b, ",\"content\":{\"" XLSX_TYPE
                "\":{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}}");
  } else if (csv || ics) {
    buf_printf(b, ",\"content\":{\"text/%s\":{\"schema\":{\"type\":\"string\"}}}",
               csv ? "csv" : "calendar");
  } else if (r->reply) {
    buf_puts(b, ",\"content\":{\"application/json\":{\"schema\":");
    reply_schema(b, r);
    buf_puts(b, "}}");
  } else if (r->status == 200) {
    buf_puts(b, ",\"content\":{\"*/*\":{\"schema\":{}}}");
  }
  buf_puts(b, "},\"4XX\":{\"$ref\":\"#/components/responses/Problem\"},\"5XX\":{\"$ref\":\"#/"
              "components/responses/Problem\"}}");
}

// Who may: nobody in particular, anybody logged in, or those with a right (also the scope of a
// token).
static void security(struct buf *b, const struct route *r, right_namer *right_name) {
  out_key(b, "security");
  buf_putc(b, '[');
  if (!(r->flags & ROUTE_PUBLIC)) {
    uint64_t rest = r->right;
    do { // any one of them is enough
      for (int i = 0; i < 2; i++) {
        out_comma(b);
        buf_printf(b, "{\"%s\":[", i ? "token" : "session");
        if (rest)
          out_string(b, right_name(rest));
        buf_puts(b, "]}");
      }
      rest &= rest - 1; // without the lowest
    } while (rest);
  }
  buf_putc(b, ']');
}

static void operation(struct buf *b, const struct route *r, right_namer *right_name) {
  out_comma(b);
  char lower[8] = {0};
  for (size_t i = 0; r->method[i] && i + 1 < sizeof lower; i++)
    lower[i] = (char)(r->method[i] | 32);
  out_string(b, lower);
  buf_puts(b, ":{");
  member(b, "operationId", r->name);
  member(b, "summary", r->summary);
  parameters(b, r);
  if (r->body || (r->flags & ROUTE_UPLOAD)) {
    out_key(b, "requestBody");
    buf_printf(b, "{\"required\":true,\"content\":{\"%s\":{\"schema\":",
               r->flags & ROUTE_UPLOAD    ? "text/csv"
               : r->flags & ROUTE_PARTIAL ? "application/merge-patch+json"
                                          : "application/json");
    if (r->body)
      field_schema(b, r->body, r->flags & ROUTE_PARTIAL ? SCHEMA_PATCH : SCHEMA_INPUT);
    else
      buf_puts(b, "{\"type\":\"string\"}");
    buf_puts(b,
             r->flags & ROUTE_CSV ? "},\"text/csv\":{\"schema\":{\"type\":\"string\"}}}}" : "}}}");
  }
  responses(b, r);
  security(b, r, right_name);
  buf_putc(b, '}');
}

static bool seen_before(const struct route *routes, const struct route *r) {
  for (; routes != r; routes++)
    if (strcmp(routes->path, r->path) == 0)
      return true;
  return false;
}

void openapi_write(struct buf *out, const struct route *routes, right_namer *right_name) {
  buf_puts(
      out,
      "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Samspil\",\"version\":\"1.0.0\",\"summary\":"
      "\"Public-private "
      "collaboration in health care: register, value and "
      "finance\",\"license\":{\"name\":\"EUPL-1.2\",\"identifier\":"
      "\"EUPL-1.2\"}},\"servers\":[{\"url\":\"/\"}],\"security\":[{\"session\":[]},{\"token\":[]}],"
      "\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\","
      "\"name\":"
      "\"samspil_session\"},\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\"headers\":{"
      "\"AuditReceipt\":{\"description\":\"Number and hash of the last audit event of this change: "
      "keep it, and "
      "samspil audit verify --receipt proves that the history up to it still stands. Absent when "
      "nothing "
      "audited was "
      "changed\",\"schema\":{\"type\":\"string\",\"pattern\":\"^[0-9]+;[0-9a-f]{64}$\"}}},"
      "\"responses\":{"
      "\"Problem\":"
      "{\"description\":\"Problem document (RFC "
      "9457)\",\"content\":{\"application/problem+json\":{\"schema\":"
      "{\"$ref\":\"#/components/schemas/"
      "Problem\"}}}}},\"schemas\":{\"Problem\":{\"type\":\"object\",\"properties\":{"
      "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":"
      "\"integer\"},"
      "\"code\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},\"hint\":{\"type\":"
      "\"string\"},"
      "\"request_id\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"items\":{\"type\":"
      "\"object\",\"properties\":"
      "{\"field\":{\"type\":\"string\"},\"code\":{\"type\":\"string\"},\"detail\":{\"type\":"
      "\"string\"}},\"required\":"
      "[\"field\",\"code\",\"detail\"]}},\"current\":{}},\"required\":[\"type\",\"title\","
      "\"status\",\"code\","
      "\"request_id\"]}}},\"paths\":{");
  for (const struct route *r = routes; r->method; r++) {
    if (seen_before(routes, r))
      continue;
    out_key(out, r->path);
    buf_putc(out, '{');
    for (const struct route *s = r; s->method; s++)
      if (strcmp(s->path, r->path) == 0)
        operation(out, s, right_name);
    buf_putc(out, '}');
  }
  buf_puts(out, "}}");
}

void forms_write(struct buf *out, const struct route *routes) {
  buf_putc(out, '{');
  for (const struct route *r = routes; r->method; r++)
    if (r->body) {
      out_key(out, r->name);
      field_form(out, r->body);
    }
  buf_putc(out, '}');
}
