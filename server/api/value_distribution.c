// SPDX-License-Identifier: EUPL-1.2
// POST /value/distribution: moments, quantiles and picture of one uncertain number, for the form in
// which it is given. Keeps nothing and needs no database.
#include <math.h>
#include <string.h>

#include "api/value.h"
#include "api/value_codec.h"
#include "http/request.h"
#include "value/dist.h"

enum { POINTS = 200 };

static void number(struct buf *b, const char *name, double x) {
  out_key(b, name);
  out_double(b, x);
}

static void two(struct buf *b, const char *first, double x, const char *second, double y) {
  number(b, first, x);
  number(b, second, y);
}

static void encode_parameters(struct buf *b, const struct value_uncertainty *u,
                              const struct dist *d) {
  switch (d->kind) {
  case DIST_FIXED:
    number(b, "value", u->value);
    return;
  case DIST_UNIFORM:
  case DIST_TRIANGULAR:
  case DIST_PERT:
    two(b, "low", d->low, "high", d->high);
    if (d->kind != DIST_UNIFORM)
      number(b, "mode", u->mode);
    if (d->kind == DIST_PERT) {
      number(b, "shape", d->a + d->b - 2);
      two(b, "alpha", d->a, "beta", d->b);
    }
    return;
  case DIST_NORMAL:
  case DIST_LOGNORMAL:
  case DIST_GAMMA:
  case DIST_BETA:
    two(b, "mean", dist_mean(d), "sd", dist_sd(d));
    if (d->kind == DIST_LOGNORMAL)
      two(b, "meanlog", d->a, "sdlog", d->b);
    if (d->kind == DIST_GAMMA)
      two(b, "shape", d->a, "scale", d->b);
    if (d->kind == DIST_BETA)
      two(b, "alpha", d->a, "beta", d->b);
    return;
  case DIST_COUNT:
    return;
  }
}

// From an end of the support where there is one and the density is finite, else from a small
// quantile. A density that diverges there would hide all the rest of the picture: it begins some
// way in.
static void picture(const struct dist *d, double *from, double *to) {
  const double rare = 0.001, inwards = 1.0 / (2 * POINTS);
  bool open_low = isinf(d->low), open_high = isinf(d->high);
  *from = open_low ? dist_quantile(d, rare) : d->low;
  *to = open_high ? dist_quantile(d, 1 - rare) : d->high;
  double step = (*to - *from) * inwards;
  if (isinf(dist_density(d, *from)))
    *from = fmax(dist_quantile(d, rare), *from + step);
  if (isinf(dist_density(d, *to)))
    *to = fmin(dist_quantile(d, 1 - rare), *to - step);
}

static void encode_density(struct buf *b, const struct dist *d) {
  double from, to;
  if (d->kind == DIST_FIXED)
    return;
  picture(d, &from, &to);
  for (int i = 0; i <= POINTS; i++) {
    double x = i == POINTS ? to : from + (to - from) * i / POINTS, y = dist_density(d, x);
    if (!isfinite(y))
      continue;
    out_comma(b);
    buf_putc(b, '[');
    out_double(b, x);
    out_comma(b);
    out_double(b, y);
    buf_putc(b, ']');
  }
}

static void encode(struct buf *b, const struct in *body, const struct value_uncertainty *u) {
  struct dist d;
  dist_make(u, &d);
  buf_putc(b, '{');
  two(b, "mean", dist_mean(&d), "sd", dist_sd(&d));
  out_key(b, "quantiles");
  buf_putc(b, '[');
  const struct in_value *wanted = in_get(body, "quantiles");
  for (size_t i = 0; i < wanted->count; i++) {
    out_comma(b);
    buf_putc(b, '{');
    two(b, "p", wanted->numbers[i], "value", dist_quantile(&d, wanted->numbers[i]));
    buf_putc(b, '}');
  }
  buf_puts(b, "]");
  out_key(b, "parameters");
  buf_putc(b, '{');
  encode_parameters(b, u, &d);
  buf_putc(b, '}');
  out_key(b, "density");
  buf_putc(b, '[');
  encode_density(b, &d);
  buf_puts(b, "]}");
}

struct reporting {
  struct faults *faults;
  int before; // faults that the table had found
};

// What the table refused looks absent here.
static void report(void *context, const char *field, enum value_fault fault, const char *argument) {
  const struct reporting *r = context;
  for (int i = 0; i < r->before; i++)
    if (strcmp(r->faults->rows[i].field, field) == 0)
      return;
  fault_add(r->faults, field, value_fault_codes[fault], argument);
}

enum err value_distribution_post(struct request *req, struct db *db) {
  (void)db;
  struct value_uncertainty u;
  struct reporting r = {&req->faults, req->faults.count};
  value_decode_distribution(req->input, &u);
  value_uncertainty_validate(&u, report, &r);
  if (req->faults.count > 0)
    return ERR_INVALID;
  encode(&req->reply.body, req->input, &u);
  return ERR_NONE;
}
