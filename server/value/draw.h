// SPDX-License-Identifier: EUPL-1.2
// The uncertain numbers of an estimate and what each draw of them is
// worth (S18). A flow is a product of a line's uncertain numbers, so most of the work is done once:
// every figure of a draw is a weighted sum of such products. For the simulation of an estimate, and
// for whoever adds up draws of several; any thread may call it.
#ifndef SAMSPIL_VALUE_DRAW_H
#define SAMSPIL_VALUE_DRAW_H

#include "value/dist.h"
#include "value/model.h"

struct parameter {
  const char *name;  // "E5.qty_baseline", "volume", "discount_rate"; of later alternatives "B/..."
  const char *group; // correlation group or NULL
  const struct value_uncertainty *given;
  size_t alternative, line; // alternative_count: of the estimate
  uint64_t stream;
  const struct sampler *sampler;
  double least, most; // what the number can be: a share, a rate, a factor on the volume
  double *kept;       // [draws]; NULL: there is no room for all of them
  size_t filled;      // of kept
  double *sample;     // those of the block that draws_make works on
};

struct parameters {
  uint64_t seed;
  size_t draws, count;
  struct parameter *rows;
};

size_t parameters_count(const struct value_estimate *in);
// Every uncertain number with the stream that it draws from, for `draws` draws; a fixed one is a
// draw without spread. keep: the draws are wanted afterwards too.
void parameters_make(const struct value_estimate *in, uint64_t seed, size_t draws, bool keep,
                     struct arena *a, struct parameters *out);
// Draws first..first+n-1. A draw beyond what the number can be stands at that bound.
void parameter_fill(struct parameter *p, size_t first, size_t n, double *out);
// The parameter of an alternative (alternative_count: of the estimate), or NULL.
const struct parameter *parameters_find(const struct parameters *p, size_t alternative, size_t line,
                                        enum value_field field);

// Vectors of draws, with room for whole lanes. NULL: not defined.
struct draws {
  size_t count;
  double *npv[PERSPECTIVE_COUNT];
  double *sector[SECTOR_COUNT];    // net present value in kroner of a sector that some line touches
  double *cost;                    // incremental, in the chosen perspective (S12)
  double *qaly;                    // discounted; NULL: no line or row of health
  double *year[VALUE_HORIZON_MAX]; // undiscounted flow, chosen perspective
  double *risky; // present value in the chosen perspective with drawn gates (S13); NULL: no stages
};

enum { DRAW_LANES = 4, DRAW_BLOCK = 1024 };

// All draws of one alternative, net of the comparator. The parameters must be those of the same
// estimate. block: how many draws are worked on at a time, a multiple of DRAW_LANES; the result
// does not depend on it.
void draws_make(const struct value_estimate *in, const struct value_alternative *alt,
                struct parameters *p, size_t block, struct arena *a, struct draws *out);

#endif
