// SPDX-License-Identifier: EUPL-1.2
// Working together: following a case, one's inbox, what waits for one, and taking back one's last
// change. Comments and tasks are children of a case (child.c).
#include "api/resources.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field follow_fields[] = {{"following", F_BOOL, ALWAYS}, {.type = F_END}};

const struct field notification_item[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, MAYBE},
    {"number", F_TEXT, MAYBE},
    {"collaboration_title", F_TEXT, MAYBE},
    {"kind", F_CODE, ALWAYS, .choices = "notification_kind"},
    {"subject_table", F_TEXT, ALWAYS},
    {"subject_id", F_ID, ALWAYS},
    {"words", F_TEXT, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {"created_by", F_ID, MAYBE},
    {"created_by_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"read", F_BOOL, ALWAYS},
    {.type = F_END},
};
const struct field notification_query[] = {
    PAGE_FIELDS,
    {"unread", F_BOOL},
    {"kind", F_CODE, .choices = "notification_kind"},
    {"collaboration_id", F_ID},
    {.type = F_END},
};
static const struct field read_one[] = {{"id", F_ID, FIELD_REQUIRED}, {.type = F_END}};
// None: all of them.
const struct field notification_read_fields[] = {
    {"notifications", F_ARRAY, 0, .max = 200, .sub = read_one}, {.type = F_END}};
const struct field notification_read_reply[] = {{"read", F_INT, ALWAYS}, {.type = F_END}};

const struct field duty_item[] = {
    {"id", F_ID, ALWAYS},
    {"collaboration_id", F_ID, MAYBE},
    {"number", F_TEXT, MAYBE},
    {"collaboration_title", F_TEXT, MAYBE},
    {"kind", F_CODE, ALWAYS, .choices = "deadline_kind"},
    {"title", F_TEXT, ALWAYS},
    {"due_date", F_DATE, ALWAYS},
    {"owner_id", F_ID, MAYBE},
    {"owner_name", F_TEXT, MAYBE, .choices = NAME_OF_USER},
    {"role", F_CODE, MAYBE, .choices = "role"},
    {"source_table", F_TEXT, ALWAYS},
    {"source_id", F_ID, ALWAYS},
    {.type = F_END},
};
const struct field duty_query[] = {{"until", F_DATE}, {.type = F_END}}; // none: 90 days on

static const struct field undo_change[] = {
    {"field", F_TEXT, ALWAYS}, {"before", F_ANY, MAYBE}, {"after", F_ANY, MAYBE}, {.type = F_END}};
static const struct field undo_event[] = {
    {"action", F_TEXT, ALWAYS},
    {"entity", F_TEXT, ALWAYS},
    {"entity_id", F_ID, ALWAYS},
    {"changes", F_ARRAY, ALWAYS, .sub = undo_change},
    {.type = F_END},
};
// seq null, no events: nothing can be taken back.
const struct field undo_reply[] = {
    {"seq", F_INT, MAYBE},
    {"at", F_STAMP, MAYBE},
    {"events", F_ARRAY, ALWAYS, .sub = undo_event},
    {.type = F_END},
};
const struct field undo_fields[] = {{"seq", F_INT, FIELD_REQUIRED, .min = 1}, {.type = F_END}};

enum err follow_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_follow_get, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err follow_put(struct request *req, struct db *db) {
  enum err e =
      db_exec(db, SQL_follow_set, PARAMS(req->key[0], in_text(req->input, "following")), 0, NULL);
  return e ? e : follow_get(req, db);
}

enum err notification_list(struct request *req, struct db *db) {
  return list_reply(req, db, &list_notifications, NULL);
}

enum err notification_read(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_notification_read, PARAMS(in_text(req->input, "notifications")), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err duty_list(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_duty_mine, PARAMS(in_text(req->query, "until")), DB_LAST, &r);
  return e ? e : items_reply(req, db, duty_item, &r);
}

enum err undo_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_undo_get, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

enum err undo_post(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_undo_do, PARAMS(req->key[0], in_text(req->input, "seq")), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  return row_true(&r, 0, 0) ? undo_get(req, db) : ERR_STATE;
}
