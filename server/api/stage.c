// SPDX-License-Identifier: EUPL-1.2
// The way of a case: moves, pauses, what each stage calls for, decisions at gates.
#include <string.h>

#include "api/collaboration.h"
#include "api/resources.h"

#define ALWAYS    (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE     FIELD_REQUIRED
#define DECISIONS "approve|approve_with_conditions|reject|postpone"

const struct field stage_change_fields[] = {
    {"stage", F_CODE, FIELD_REQUIRED, .choices = "stage"},
    {"reason", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field pause_fields[] = {
    {"reason", F_TEXT, FIELD_REQUIRED, 3, 2000},
    {"resume_on", F_DATE, FIELD_REQUIRED},
    {.type = F_END},
};
const struct field resume_fields[] = {
    {"stage", F_CODE, .choices = "stage"},
    {"reason", F_TEXT, .max = 2000},
    {.type = F_END},
};
const struct field lifecycle_change_fields[] = {
    {"lifecycle_id", F_ID},
    {"reason", F_TEXT, FIELD_REQUIRED, 3, 2000},
    {.type = F_END},
};
const struct field requirement_fields[] = {
    {"met", F_BOOL, FIELD_REQUIRED},
    {"note", F_TEXT, .max = 2000},
    {"document_id", F_ID},
    {.type = F_END},
};
const struct field gate_request_fields[] = {
    {"note", F_TEXT, .max = 2000},
    {"due_date", F_DATE},
    {.type = F_END},
};
// The order is that of the parameters of gate_decide.
const struct field gate_decision_fields[] = {
    {"decision", F_CHOICE, FIELD_REQUIRED, .choices = DECISIONS},
    {"role", F_CODE, .choices = "role"},
    {"decided_on", F_DATE},
    {"conditions", F_TEXT, .max = 4000},
    {"reason", F_TEXT, .max = 4000},
    {"document_id", F_ID},
    {.type = F_END},
};
const struct field conditions_met_fields[] = {
    {"note", F_TEXT, FIELD_REQUIRED, 2, 2000},
    {.type = F_END},
};

static const struct field path_lifecycle[] = {
    {"id", F_ID, ALWAYS},       {"name", F_TEXT, ALWAYS},   {"version_no", F_INT, ALWAYS},
    {"newest", F_BOOL, ALWAYS}, {"newest_id", F_ID, MAYBE}, {.type = F_END},
};
static const struct field path_stage[] = {
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"no", F_INT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"help_da", F_TEXT, ALWAYS},
    {"help_en", F_TEXT, ALWAYS},
    {"max_days", F_INT, MAYBE},
    {"state", F_CHOICE, ALWAYS, .choices = "done|current|todo|skipped"},
    {"entered_at", F_STAMP, MAYBE},
    {.type = F_END},
};
static const struct field path_tick[] = {
    {"note", F_TEXT, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"by_name", F_TEXT, MAYBE},
    {"at", F_STAMP, ALWAYS},
    {.type = F_END},
};
static const struct field path_requirement[] = {
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"met", F_BOOL, MAYBE}, // null: of a stage where the case is not
    {"by_hand", F_BOOL, ALWAYS},
    {"blocking", F_BOOL, ALWAYS},
    {"acts_role", F_CODE, MAYBE, .choices = "role"},
    {"source", F_TEXT, ALWAYS},
    {"href", F_TEXT, MAYBE},
    {"tick", F_OBJECT, MAYBE, .sub = path_tick},
    {.type = F_END},
};
static const struct field path_request[] = {
    {"note", F_TEXT, MAYBE},
    {"due_date", F_DATE, ALWAYS},
    {"by_name", F_TEXT, MAYBE},
    {"at", F_STAMP, ALWAYS},
    {.type = F_END},
};
static const struct field path_decision[] = {
    {"id", F_ID, ALWAYS},
    {"round", F_INT, ALWAYS},
    {"role", F_CODE, ALWAYS, .choices = "role"},
    {"decider_id", F_ID, ALWAYS},
    {"decider_name", F_TEXT, MAYBE},
    {"decision", F_CHOICE, ALWAYS, .choices = DECISIONS},
    {"decided_on", F_DATE, ALWAYS},
    {"conditions", F_TEXT, MAYBE},
    {"reason", F_TEXT, MAYBE},
    {"document_id", F_ID, MAYBE},
    {"estimate_id", F_ID, MAYBE},
    {"snapshot", F_TEXT, ALWAYS},
    {"conditions_met_at", F_STAMP, MAYBE},
    {"conditions_note", F_TEXT, MAYBE},
    {"lapsed", F_BOOL, ALWAYS},
    {"created_at", F_STAMP, ALWAYS},
    {.type = F_END},
};
static const struct field path_gate[] = {
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"code", F_TEXT, ALWAYS},
    {"da", F_TEXT, ALWAYS},
    {"en", F_TEXT, ALWAYS},
    {"decider_roles", F_TEXTS, ALWAYS},
    {"repeats", F_BOOL, ALWAYS},
    {"round", F_INT, MAYBE},
    {"state", F_CHOICE, ALWAYS, .choices = "open|approved|rejected|postponed"},
    {"waits_for", F_TEXTS, ALWAYS},
    {"may_decide", F_BOOL, ALWAYS},
    {"request", F_OBJECT, MAYBE, .sub = path_request},
    {"decisions", F_ARRAY, ALWAYS, .sub = path_decision},
    {.type = F_END},
};
static const struct field path_waits[] = {
    {"role", F_CODE, MAYBE, .choices = "role"}, // null: the owner of the case
    {"people", F_TEXTS, ALWAYS},
    {.type = F_END},
};
static const struct field path_pause[] = {
    {"since", F_STAMP, ALWAYS},
    {"reason", F_TEXT, MAYBE},
    {"resume_on", F_DATE, MAYBE},
    {.type = F_END},
};
static const struct field path_move[] = {
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"to_stage", F_CODE, ALWAYS, .choices = "stage"},
    {"entered_at", F_STAMP, ALWAYS},
    {"left_at", F_STAMP, ALWAYS},
    {"backward", F_BOOL, ALWAYS},
    {"reason", F_TEXT, MAYBE},
    {"resume_on", F_DATE, MAYBE},
    {"by_name", F_TEXT, MAYBE},
    {.type = F_END},
};
const struct field path_reply[] = {
    {"stage", F_CODE, ALWAYS, .choices = "stage"},
    {"stage_since", F_STAMP, ALWAYS},
    {"at_stage", F_CODE, MAYBE, .choices = "stage"}, // on the path; null: not known
    {"lifecycle", F_OBJECT, ALWAYS, .sub = path_lifecycle},
    {"stages", F_ARRAY, ALWAYS, .sub = path_stage},
    {"requirements", F_ARRAY, ALWAYS, .sub = path_requirement},
    {"gates", F_ARRAY, ALWAYS, .sub = path_gate},
    {"may_leave", F_BOOL, ALWAYS},
    {"next_stage", F_CODE, MAYBE, .choices = "stage"},
    {"waits_for", F_ARRAY, ALWAYS, .sub = path_waits},
    {"own", F_BOOL, ALWAYS}, // the caller owns or made the case and so decides none of its gates
    {"paused", F_OBJECT, MAYBE, .sub = path_pause},
    {"history", F_ARRAY, ALWAYS, .sub = path_move},
    {.type = F_END},
};

// ---- moves ----

// All that stands in the way of a move: what the caller left out, else what the case lacks.
static enum err refuse_move(struct request *req, const struct rows *r) {
  bool state = false;
  for (int i = 0; i < r->count; i++) {
    const char *field = row_text(r, i, 1);
    bool input = strcmp(row_text(r, i, 0), "input") == 0;
    state |= !input;
    fault_add(&req->faults, field,
              strcmp(field, "reason") == 0  ? FAULT_REQUIRED
              : strcmp(field, "stage") == 0 ? FAULT_BLOCKED
                                            : FAULT_INCOMPLETE,
              arena_printf(req->arena, "%s|%s", row_text(r, i, 2), row_text(r, i, 3)));
  }
  return state ? refuse(req, ERR_STATE, "Sagen kan ikke flyttes endnu",
                        "The case cannot be moved yet")
               : ERR_INVALID;
}

static enum err move(struct request *req, struct db *db, const char *stage, const char *resume_on) {
  struct rows r;
  const char *id = req->key[0], *reason = in_text(req->input, "reason");
  enum err e = db_exec(db, SQL_reason, PARAMS(reason), 0, NULL);
  e = e ? e : db_exec(db, SQL_resume_day, PARAMS(resume_on), 0, NULL);
  e = e ? e
        : db_exec(db, SQL_stage_refusal, PARAMS(id, stage, reason, resume_on, match_version(req)),
                  0, &r);
  if (!e && r.count)
    return refuse_move(req, &r);
  e = e ? e : db_exec(db, SQL_collaboration_stage, PARAMS(id, match_version(req), stage), 0, &r);
  if (!e && r.count == 0)
    return case_refuse_change(req, db);
  return e ? e : case_reply(req, db, id);
}

enum err collaboration_stage(struct request *req, struct db *db) {
  return move(req, db, in_text(req->input, "stage"), NULL);
}

enum err collaboration_pause(struct request *req, struct db *db) {
  return move(req, db, "paused", in_text(req->input, "resume_on"));
}

enum err collaboration_resume(struct request *req, struct db *db) {
  struct rows r;
  enum err e =
      db_exec(db, SQL_resume_stage, PARAMS(req->key[0], in_text(req->input, "stage")), 0, &r);
  if (e || r.count == 0)
    return e ? e : ERR_NOT_FOUND;
  if (!row_true(&r, 0, 0))
    return refuse(req, ERR_STATE, "Sagen er ikke sat på pause", "The case is not paused");
  const char *stage = row_text(&r, 0, 1);
  return stage ? move(req, db, stage, NULL) : refuse_field(req, "stage", FAULT_REQUIRED, NULL);
}

enum err collaboration_lifecycle(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_reason, PARAMS(in_text(req->input, "reason")), 0, NULL);
  e = e ? e
        : db_exec(db, SQL_collaboration_lifecycle,
                  PARAMS(req->key[0], match_version(req), in_text(req->input, "lifecycle_id")), 0,
                  &r);
  if (e == ERR_STATE)
    return refuse(req, e, "Den nye udgave har ikke det trin, som sagen står i",
                  "The new version does not have the stage where the case stands");
  if (!e && r.count == 0)
    return case_refuse_change(req, db);
  return e ? e : case_reply(req, db, req->key[0]);
}

// ---- the path, and what is done on it ----

enum err path_get(struct request *req, struct db *db) {
  struct rows r;
  enum err e = db_exec(db, SQL_path_get, PARAMS(req->key[0]), DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}

// The case must be seen; then the statement runs and the path is the answer.
static enum err on_path(struct request *req, struct db *db, enum sql statement,
                        const char *const *params) {
  struct rows seen;
  enum err e = db_exec(db, SQL_collaboration_kind, PARAMS(req->key[0]), 0, &seen);
  if (!e && seen.count == 0)
    return ERR_NOT_FOUND;
  e = e ? e : db_exec(db, statement, params, 0, NULL);
  return e ? e : path_get(req, db);
}

enum err requirement_post(struct request *req, struct db *db) {
  const char *id = req->key[0], *code = req->key[1];
  enum err e = db_exec(db, SQL_requirement_untick, PARAMS(id, code), 0, NULL);
  if (e || !in_int(req->input, "met", 0))
    return e ? e : on_path(req, db, SQL_collaboration_kind, PARAMS(id));
  e = on_path(req, db, SQL_requirement_tick,
              PARAMS(id, code, in_text(req->input, "note"), in_text(req->input, "document_id")));
  return e == ERR_STATE ? refuse(req, e, "Det ser Samspil selv i sagens oplysninger",
                                 "Samspil sees this in the case by itself")
                        : e;
}

// Text that a decision calls for.
static void check_decision(struct request *req) {
  const char *decision = in_text(req->input, "decision");
  bool conditional = strcmp(decision, "approve_with_conditions") == 0;
  if (conditional && !in_has(req->input, "conditions"))
    fault_add(&req->faults, "conditions", FAULT_REQUIRED, NULL);
  if (!conditional && in_has(req->input, "conditions"))
    fault_add(&req->faults, "conditions", FAULT_BLOCKED,
              "vilkår hører til godkendelse med vilkår|conditions belong to an approval with them");
  if (strncmp(decision, "approve", 7) != 0 && !in_has(req->input, "reason"))
    fault_add(&req->faults, "reason", FAULT_REQUIRED, NULL);
}

enum err gate_decide(struct request *req, struct db *db) {
  check_decision(req);
  if (req->faults.count)
    return ERR_INVALID;
  enum err e =
      on_path(req, db, SQL_gate_decide, body_params(req, PARAMS(req->key[0], req->key[1])));
  if (e == ERR_SEPARATION)
    return refuse(req, e,
                  "Man afgør ikke en sag, som man selv ejer eller har oprettet, og hver person "
                  "afgør kun i én rolle",
                  "Nobody decides on a case that they own or made, and each person decides in one "
                  "role only");
  if (e == ERR_FORBIDDEN)
    return refuse(req, e, "Beslutningen træffes af en anden rolle",
                  "The decision is taken by another role");
  return e == ERR_STATE
             ? refuse(req, e, "Der er truffet beslutning, eller sagen står ikke ved denne gate",
                      "It is decided already, or the case does not stand before this gate")
             : e;
}

enum err gate_ask(struct request *req, struct db *db) {
  enum err e = on_path(req, db, SQL_gate_ask, body_params(req, PARAMS(req->key[0], req->key[1])));
  return e == ERR_STATE ? refuse(req, e, "Sagen venter ikke på denne beslutning",
                                 "The case does not wait for this decision")
                        : e;
}

enum err conditions_met(struct request *req, struct db *db) {
  struct rows state, met;
  const char *id = req->key[0], *decision = req->key[1];
  enum err e = db_exec(db, SQL_conditions_state, PARAMS(id, decision), 0, &state);
  if (e || state.count == 0)
    return e ? e : ERR_NOT_FOUND;
  if (row_true(&state, 0, 0))
    return refuse(req, ERR_STATE, "Vilkårene er opfyldt", "The conditions are met");
  e = db_exec(db, SQL_conditions_met, PARAMS(id, decision, in_text(req->input, "note")), 0, &met);
  if (!e && met.count == 0)
    return ERR_FORBIDDEN;
  return e ? e : path_get(req, db);
}
