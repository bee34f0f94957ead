// SPDX-License-Identifier: EUPL-1.2
// POST /value/evaluate: what an estimate is worth. Keeps nothing and needs no database.
#include "api/value.h"

#include "api/value_codec.h"
#include "http/request.h"

enum err value_evaluate_post(struct request *req, struct db *db) {
  (void)db;
  struct value_estimate in;
  struct value_result result;
  return value_answer(req->input, req->arena, &req->faults, &in, &result, &req->reply.body);
}
