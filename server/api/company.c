// SPDX-License-Identifier: EUPL-1.2
// Looks a company up by its CVR number in the service that is configured. A form is filled in by
// hand as well, so that there is no answer is an answer too.
#include <string.h>

#include "api/resources.h"
#include "base/config.h"
#include "base/parse.h"
#include "http/fetch.h"

#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

const struct field company_query[] = {{"cvr", F_CVR, FIELD_REQUIRED}, {.type = F_END}};

static const struct field company_item[] = {
    {"cvr", F_TEXT, ALWAYS},     {"name", F_TEXT, ALWAYS}, {"address", F_TEXT, MAYBE},
    {"postcode", F_TEXT, MAYBE}, {"city", F_TEXT, MAYBE},  {"valid_from", F_DATE, MAYBE},
    {"valid_to", F_DATE, MAYBE}, {.type = F_END},
};
const struct field company_reply[] = {
    {"state", F_CHOICE, ALWAYS, .choices = "found|unknown|not_configured|no_answer"},
    {"company", F_OBJECT, MAYBE, .sub = company_item},
    {.type = F_END},
};

// Asks as the public CVR search does, or puts the number where the address says {cvr}. "": there is
// no answer that can be read. *unknown: the service knows no such company.
static const char *ask(struct request *req, const char *cvr, bool *unknown) {
  static const char place[] = "{cvr}";
  const char *url = config.cvr_url, *hole = strstr(url, place), *answer = "";
  struct fetch what = {.url = url, .user = config.cvr_user, .password = config.cvr_password};
  size_t n = 0;
  if (hole)
    what.url =
        arena_printf(req->arena, "%.*s%s%s", (int)(hole - url), url, cvr, hole + sizeof place - 1);
  else
    what.body = arena_printf(
        req->arena, "{\"size\":1,\"query\":{\"term\":{\"Vrvirksomhed.cvrNummer\":%s}}}", cvr);
  int status = fetch(req->arena, &what, &answer, &n);
  *unknown = hole && status == 404;
  return status == 200 && utf8_valid(answer, n) ? answer : "";
}

enum err company_get(struct request *req, struct db *db) {
  const char *cvr = in_text(req->query, "cvr");
  bool unknown = false;
  struct rows r;
  const char *answer = *config.cvr_url ? ask(req, cvr, &unknown) : NULL;
  enum err e = db_exec(db, SQL_register_company, PARAMS(cvr, answer, unknown ? "true" : "false"),
                       DB_LAST, &r);
  return e ? e : json_reply(req, &r);
}
