// SPDX-License-Identifier: EUPL-1.2
// Files of documents: uploaded and looked at, kept in versions, fetched again; what of a case may
// not be shown; and who has read it. The list of documents itself is in child.c.
#include <string.h>

#include "api/file_reply.h"
#include "api/resources.h"
#include "base/config.h"
#include "base/filetype.h"
#include "store/file.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field document_upload_query[] = {
    {"filename", F_TEXT, FIELD_REQUIRED, 1, 255},
    {"title", F_TEXT, .min = 1, .max = 300},
    {"type", F_CODE, .choices = "document_type"},
    {"document_date", F_DATE},
    {"direction", F_CHOICE, .choices = "in|out|internal"},
    {"confidentiality", F_CODE, .choices = "confidentiality"},
    {"journal_number", F_TEXT, .max = 60},
    {.type = F_END},
};
const struct field document_version_query[] = {{"filename", F_TEXT, FIELD_REQUIRED, 1, 255},
                                               {.type = F_END}};
const struct field document_file_query[] = {{"version", F_INT, .min = 1, .max = INT32_MAX},
                                            {.type = F_END}};
const struct field document_version_item[] = {
    {"version_no", F_INT, ALWAYS},
    {"filename", F_TEXT, ALWAYS},
    {"media_type", F_TEXT, ALWAYS},
    {"size", F_INT, ALWAYS},
    {"sha256", F_TEXT, ALWAYS},
    {"uploaded_by", F_ID, MAYBE},
    {"uploaded_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"uploaded_at", F_STAMP, ALWAYS},
    {.type = F_END},
};

static enum err refuse_type(struct request *req, enum filetype_verdict verdict) {
  const char *types = config.document_types;
  if (verdict == FILETYPE_UNKNOWN)
    return refuse(req, ERR_MEDIA_TYPE,
                  arena_printf(req->arena, "Filer af den type tages ikke. Brug: %s", types),
                  arena_printf(req->arena, "Files of this type are not taken. Use: %s", types));
  if (verdict == FILETYPE_MACROS)
    return refuse(req, ERR_MEDIA_TYPE,
                  "Filen indeholder makroer eller programmer. Gem den uden dem og send den igen",
                  "The file holds macros or programs. Save it without them and send it again");
  return refuse(req, ERR_MEDIA_TYPE,
                "Filens indhold passer ikke til dens navn. Den er måske skadet eller omdøbt",
                "What is in the file does not fit its name. It may be damaged or renamed");
}

static enum err check_file(struct request *req, const char **media) {
  if (req->body_length == 0)
    return refuse(req, ERR_BAD_REQUEST, "Filen er tom", "The file is empty");
  if ((int64_t)req->body_length > config.document_bytes) {
    long long most = (long long)config.document_bytes / (1024 * 1024);
    return refuse(req, ERR_TOO_LARGE,
                  arena_printf(req->arena, "Filen må højst fylde %lld MB", most),
                  arena_printf(req->arena, "The file may have at most %lld MB", most));
  }
  enum filetype_verdict verdict =
      filetype_check(in_text(req->query, "filename"), req->body, req->body_length, media);
  return verdict == FILETYPE_FITS ? ERR_NONE : refuse_type(req, verdict);
}

// The file as the next version of document `id`.
static enum err add_version(struct request *req, struct db *db, const char *id, const char *media) {
  struct rows r;
  struct arena *a = req->arena;
  enum err e = db_exec(db, SQL_document_version_add,
                       PARAMS(req->key[0], id, in_text(req->query, "filename"), media,
                              arena_printf(a, "%zu", req->body_length),
                              file_sha256(a, req->body, req->body_length)),
                       0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return file_store(db, SQL_file_chunks, row_text(&r, 0, 0), req->body, req->body_length);
}

static enum err reply_document(struct request *req, struct db *db, const char *id) {
  struct rows r;
  enum err e = db_exec(db, SQL_document_get, PARAMS(req->key[0], id), DB_LAST, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  req->reply.etag = arena_printf(req->arena, "\"%s\"", row_text(&r, 0, r.columns - 1));
  req->reply.location =
      arena_printf(req->arena, "/api/v1/collaborations/%s/documents/%s", req->key[0], id);
  return row_reply(req, document_reply, &r, names_now(db, req->arena));
}

enum err document_upload(struct request *req, struct db *db) {
  const struct in *q = req->query;
  const char *media, *title = in_text(q, "title");
  struct rows r;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &r);
  if (!e && r.count == 0)
    e = ERR_NOT_FOUND;
  e = e ? e : check_file(req, &media);
  e = e ? e
        : db_exec(db, SQL_document_create,
                  (const char *const[]){req->key[0], title ? title : in_text(q, "filename"),
                                        in_text(q, "type"), NULL, in_text(q, "document_date"),
                                        in_text(q, "direction"), in_text(q, "confidentiality"),
                                        in_text(q, "journal_number")},
                  0, &r);
  if (e)
    return e;
  const char *id = row_text(&r, 0, 0);
  e = add_version(req, db, id, media);
  return e ? e : reply_document(req, db, id);
}

enum err document_version_post(struct request *req, struct db *db) {
  const char *media, *id = req->key[1];
  struct rows r;
  enum err e = db_exec(db, SQL_document_get, PARAMS(req->key[0], id), 0, &r);
  if (!e && r.count == 0)
    e = ERR_NOT_FOUND;
  e = e ? e : check_file(req, &media);
  e = e ? e : db_exec(db, SQL_document_touch, PARAMS(req->key[0], id), 0, &r);
  if (!e && r.count == 0)
    e = ERR_FORBIDDEN; // seen, but not to be written
  e = e ? e : add_version(req, db, id, media);
  return e ? e : reply_document(req, db, id);
}

enum err document_version_list(struct request *req, struct db *db) {
  struct rows seen, r;
  enum err e = db_exec(db, SQL_document_get, PARAMS(req->key[0], req->key[1]), 0, &seen);
  if (e || seen.count == 0)
    return e ? e : ERR_NOT_FOUND;
  e = db_exec(db, SQL_document_version_list, PARAMS(req->key[0], req->key[1]), DB_LAST, &r);
  return e ? e : items_reply(req, db, document_version_item, &r);
}

enum err document_file_get(struct request *req, struct db *db) {
  const char *version =
      in_has(req->query, "version")
          ? arena_printf(req->arena, "%lld", (long long)in_int(req->query, "version", 1))
          : NULL;
  struct rows r;
  enum err e = db_exec(db, SQL_document_file,
                       (const char *const[]){req->key[0], req->key[1], version, NULL}, 0, &r);
  return e ? e : file_reply(req, db, &r);
}

// ---- what may not be shown ----

const struct field marking_fields[] = {
    {"document_id", F_ID},
    {"field", F_CODE, .choices = "disclosure_field"},
    {"ground", F_CODE, FIELD_NO_NULL, .choices = "secrecy_ground"},
    {"organisation_id", F_ID},
    {"claim", F_TEXT, .max = 4000},
    {"claimed_on", F_DATE},
    {"decision", F_CHOICE, FIELD_NO_NULL, .choices = "undecided|withheld|disclosed"},
    {"reason", F_TEXT, .max = 4000},
    {.type = F_END},
};
const struct field marking_reply[] = {
    {"id", F_ID, ALWAYS},
    {"document_id", F_ID, MAYBE},
    {"document_title", F_TEXT, MAYBE},
    {"field", F_CODE, MAYBE, .choices = "disclosure_field"},
    {"ground", F_CODE, ALWAYS, .choices = "secrecy_ground"},
    {"organisation_id", F_ID, MAYBE},
    {"organisation_name", F_TEXT, MAYBE},
    {"claim", F_TEXT, MAYBE},
    {"claimed_on", F_DATE, MAYBE},
    {"decision", F_CHOICE, ALWAYS, .choices = "undecided|withheld|disclosed"},
    {"reason", F_TEXT, MAYBE},
    {"decided_by", F_ID, MAYBE},
    {"decided_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"decided_at", F_STAMP, MAYBE},
    {"version", F_INT, ALWAYS},
    {.type = F_END},
};
const struct child child_markings = {CHILD_OF_CASE(marking, "markings", marking_reply)};

// ---- who has read it ----

const struct field read_item[] = {
    {"id", F_ID, ALWAYS},
    {"at", F_STAMP, ALWAYS},
    {"user_id", F_ID, MAYBE},
    {"user_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"via", F_TEXT, ALWAYS},
    {"collaboration_id", F_ID, MAYBE},
    {"collaboration_number", F_TEXT, MAYBE},
    {"entity", F_CHOICE, ALWAYS, .choices = "collaboration|document|access_package"},
    {"entity_id", F_ID, ALWAYS},
    {"subject", F_TEXT, MAYBE},
    {"refused", F_BOOL, ALWAYS},
    {.type = F_END},
};
const struct field read_query[] = {
    PAGE_FIELDS,         {"collaboration_id", F_ID}, {"user_id", F_ID},
    {"refused", F_BOOL}, {"from", F_DATE},           {"to", F_DATE},
    {.type = F_END},
};

enum err read_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_reads, NULL);
}

enum err case_read_list(struct request *req, struct db *db) {
  struct rows seen;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &seen);
  if (e || seen.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return list_reply(req, db, &list_reads, "collaboration_id");
}
