// SPDX-License-Identifier: EUPL-1.2
// Refusals as RFC 9457 problem documents, in Danish or English.
#include <stdio.h>
#include <string.h>

#include "http/request.h"

enum err refuse(struct request *req, enum err e, const char *da, const char *en) {
  req->detail[LANG_DA] = da;
  req->detail[LANG_EN] = en;
  return e;
}

enum err refuse_field(struct request *req, const char *field, enum fault fault,
                      const char *argument) {
  fault_add(&req->faults, field, fault, argument);
  return ERR_INVALID;
}

// The half of "dansk|english" for the language; a text of three or more parts (choices) stays
// whole.
static const char *half(struct arena *a, const char *text, enum lang lang) {
  const char *bar = strchr(text, '|');
  if (!bar || strchr(bar + 1, '|') || !strchr(text, ' '))
    return text;
  return lang == LANG_DA ? arena_strndup(a, text, (size_t)(bar - text)) : bar + 1;
}

// The fault's text with its argument in the place of %s.
static const char *fault_text(struct request *req, const struct fault_row *row) {
  const char *text = fault_info(row->fault)->text[req->lang], *mark = strstr(text, "%s");
  if (!mark)
    return text;
  const char *argument = row->argument ? half(req->arena, row->argument, req->lang) : "?";
  return arena_printf(req->arena, "%.*s%s%s", (int)(mark - text), text, argument, mark + 2);
}

static void member(struct buf *b, const char *name, const char *value) {
  out_key(b, name);
  out_string(b, value);
}

static const char *hint(enum err e, enum lang lang) {
  static const char *const hints[][2] = {
      [ERR_STALE] =
          {"Hent den nyeste udgave, flet ændringerne, og send igen med den nye ETag.",
           "Fetch the newest version, merge the changes and send again with the new ETag."},
      [ERR_PRECONDITION] = {"Send If-Match med den ETag, som du fik, da du hentede det.",
                            "Send If-Match with the ETag that you got when you fetched it."},
      [ERR_UNKNOWN_OUTCOME] = {"Send samme forespørgsel igen med samme Idempotency-Key.",
                               "Send the same request again with the same Idempotency-Key."},
  };
  size_t i = (size_t)e;
  return i < sizeof hints / sizeof hints[0] ? hints[i][lang] : NULL;
}

const struct field fault_fields[] = {
    {"field", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {"code", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {"detail", F_TEXT, FIELD_REQUIRED | FIELD_NO_NULL},
    {.type = F_END},
};

void faults_write(struct request *req, const struct faults *faults, const char *name,
                  struct buf *b) {
  out_key(b, name);
  buf_putc(b, '[');
  for (int i = 0; i < faults->count; i++) {
    const struct fault_row *row = &faults->rows[i];
    out_comma(b);
    buf_putc(b, '{');
    member(b, "field", row->field);
    member(b, "code", fault_info(row->fault)->code);
    member(b, "detail", fault_text(req, row));
    buf_putc(b, '}');
  }
  buf_putc(b, ']');
}

void problem_reply(struct request *req, enum err e) {
  const struct err_info *info = err_info(e);
  struct buf *b = &req->reply.body;
  buf_free(b);
  buf_init(b, REPLY_MAX);
  buf_putc(b, '{');
  member(b, "type", arena_printf(req->arena, "urn:samspil:problem:%s", info->code));
  member(b, "title", info->title[req->lang]);
  out_key(b, "status");
  buf_int(b, info->status);
  member(b, "code", info->code);
  if (req->detail[req->lang])
    member(b, "detail", half(req->arena, req->detail[req->lang], req->lang));
  if (hint(e, req->lang))
    member(b, "hint", hint(e, req->lang));
  member(b, "request_id", req->id);
  if (req->faults.count)
    faults_write(req, &req->faults, "errors", b);
  if (req->current) {
    out_key(b, "current");
    buf_puts(b, req->current);
  }
  buf_putc(b, '}');
  req->reply.status = info->status;
  req->reply.content_type = "application/problem+json";
  req->reply.etag = req->reply.location = req->reply.link = req->reply.disposition = NULL;
  if (info->status == 503 && !req->reply.retry_after)
    req->reply.retry_after = 2;
}
