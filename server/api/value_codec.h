// SPDX-License-Identifier: EUPL-1.2
// The JSON of the value engine: field tables of its body and reply, from checked input to structs,
// and from a result to JSON. For the handlers of /value and /estimates, and for the shell command.
#ifndef SAMSPIL_API_VALUE_CODEC_H
#define SAMSPIL_API_VALUE_CODEC_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "http/field.h"
#include "value/value.h"

extern const struct field value_body[];  // of POST /value/evaluate and of an estimate's inputs
extern const struct field value_reply[]; // of POST /value/evaluate and of an estimate's result
extern const struct field frontier_body[], frontier_reply[]; // of POST /value/frontier
extern const struct field psa_body[], psa_reply[];           // of POST /value/psa
extern const struct field psa_query[];                       // of a body of CSV

extern const struct field distribution_body[], distribution_reply[]; // of POST /value/distribution

enum { VALUE_HASH_TEXT = 65 };

// What the engine's faults are called outside.
extern const enum fault value_fault_codes[];

// A distribution as its fields give it; its field is left 0. DIST_COUNT where
// it was refused.
void value_decode_distribution(const struct in *in, struct value_uncertainty *out);

// From input checked against value_body to the engine's structs. Adds every fault that the table
// cannot see (S22); ERR_INVALID when there is any, also those that were in the list before.
MUST_USE enum err value_decode(const struct in *body, struct arena *a, struct faults *faults,
                               struct value_estimate *out);
// The inputs as JSON in one form: nulls left out, numbers as short as they can be. What it writes
// has the same hash and gives the same result.
void value_inputs(const struct in *body, struct buf *out);
// One member of it, whose field is f.
void value_member(struct buf *out, const struct field *f, const struct in_value *v);
// SHA-256 of the inputs, hexadecimal: the same for any order of names, white space or way of
// writing numbers.
void value_hash(const struct in *body, char text[static VALUE_HASH_TEXT]);
// The reply. hash is what value_hash gave.
void value_encode(const struct value_estimate *in, const struct value_result *result,
                  const char *hash, struct arena *a, struct buf *out);
// Members of the reply: the simulation of one alternative, and what the draws say of the decision.
void value_encode_simulation(struct buf *b, const struct value_estimate *in,
                             const struct value_outcome *o);
void value_encode_decision(struct buf *b, const struct value_result *result, struct arena *a);
// Members of a row of the frontier.
void value_encode_strategy(struct buf *b, const struct value_frontier_row *r);
// From checked input to the reply: decode, evaluate, encode.
MUST_USE enum err value_answer(const struct in *body, struct arena *a, struct faults *faults,
                               struct value_estimate *in, struct value_result *result,
                               struct buf *out);

#endif
