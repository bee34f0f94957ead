// SPDX-License-Identifier: EUPL-1.2
// Tables of inverse CDFs. Normal and lognormal have their quantiles by formula. Those of gamma and
// beta follow from the differential equation of the quantile, x'' = -(f'/f)(x) x'^2 with f the
// density (Steinbrecher and Shaw, Quantile mechanics, Eur. J. Appl. Math. 19, 2008), by Taylor
// steps from the deep tail towards the median: in that direction an error in the probability only
// shrinks beside it. No logarithm or power is taken on the way, and the median tells how well it
// went.
#include "value/sampler.h"

#include <math.h>

#include "value/quantile.h"
#include "value/real.h"

enum { DEGREE = 9, LOG_CELLS_LEAST = 3, LOG_CELLS_MOST = 6, OCTAVES_LEAST = 4, OCTAVES_MOST = 30 };
// Beyond this, x loses the digits that tell it from its middle.
static const double largest_shape = 1e9;
static const double sqrt_2pi = 2.50662827463100050242;
static const double tolerance = 3e-8, drift = 1e-7;

// Both sides of the median at once: lane 0 below, lane 1 above.
typedef double pair __attribute__((vector_size(16)));

// The quantiles at v and 1 - v, with their derivatives by v.
struct node {
  pair x, first, second;
};

static struct node normal_node(const struct dist *d, double v) {
  double z = real_normal(v, 1 - v), slope = sqrt_2pi * real_exp(z * z / 2);
  pair b = {d->b, -d->b};
  struct node n = {d->a + b * z, b * slope, b * (z * slope * slope)};
  if (d->kind == DIST_NORMAL)
    return n;
  pair x = {real_exp(n.x[0]), real_exp(n.x[1])};
  return (struct node){x, x * n.first, x * (n.second + n.first * n.first)};
}

// -(f'/f)(x) = (one x - zero) / (x (1 - bend x)); the quantile is offset + factor x. The upper side
// of beta is the lower one of 1 - x, which has the shapes the other way round.
struct walk {
  const struct dist *dist;
  pair one, zero, bend, offset, factor, x, slope;
};

static double walk_slope(const struct walk *w, int side) {
  const struct dist *d = w->dist;
  double x = w->x[side];
  if (d->kind == DIST_GAMMA)
    return (side ? -1 : 1) / density_gamma(d->a, x);
  return 1 / (side ? density_beta(d->b, d->a, x, 1 - x) : density_beta(d->a, d->b, x, 1 - x));
}

static void walk_start(const struct dist *d, double v, struct walk *w) {
  *w =
      (struct walk){.dist = d, .one = {1, 1}, .zero = {d->a - 1, d->a - 1}, .factor = {d->b, d->b}};
  double low, high;
  if (d->kind == DIST_GAMMA) {
    low = real_exp(quantile_gamma(d->a, v, 1 - v));
    high = real_exp(quantile_gamma(d->a, 1 - v, v));
  } else {
    double total = d->a + d->b - 2, width = d->high - d->low;
    w->one = (pair){total, total};
    w->zero[1] = d->b - 1;
    w->bend = (pair){1, 1};
    w->offset = (pair){d->low, d->high};
    w->factor = (pair){width, -width};
    low = real_exp(quantile_beta(d->a, d->b, v, 1 - v));
    high = real_exp(quantile_beta(d->b, d->a, v, 1 - v));
    low /= 1 + low;
    high /= 1 + high;
  }
  w->x = (pair){low, high};
}

// Taylor coefficients of x and its slope s over a step of h: s' = r s with
// r x (1 - bend x) = (one x - zero) s, order by order.
static struct node walk_on(struct walk *w, double h) {
  pair x[DEGREE + 1] = {w->x, w->slope * h}, s[DEGREE] = {w->slope * h}, r[DEGREE] = {{0, 0}},
                  y[DEGREE];
  pair whole = w->x * (1 - w->bend * w->x), inverse = 1 / whole;
#pragma GCC unroll 16
  for (int n = 0; n < DEGREE - 1; n++) {
    pair top = (w->one * x[0] - w->zero) * s[n], square = {0, 0}, next = {0, 0};
#pragma GCC unroll 16
    for (int i = 1; i <= n; i++)
      top += w->one * x[i] * s[n - i];
#pragma GCC unroll 16
    for (int i = 0; i <= n; i++)
      square += x[i] * x[n - i];
    y[n] = x[n] - w->bend * square;
#pragma GCC unroll 16
    for (int i = 1; i <= n; i++)
      top -= y[i] * r[n - i];
    r[n] = top * inverse;
#pragma GCC unroll 16
    for (int i = 0; i <= n; i++)
      next += s[i] * r[n - i];
    s[n + 1] = next * (1.0 / (n + 1));
    x[n + 2] = s[n + 1] * (1.0 / (n + 2));
  }
  struct node out = {w->offset + w->factor * w->x, w->factor * w->slope,
                     w->factor * 2 * x[2] / (h * h)};
  pair value = x[DEGREE], slope = s[DEGREE - 1];
#pragma GCC unroll 16
  for (int n = DEGREE - 1; n >= 0; n--) {
    value += x[n];
    slope += n > 0 ? s[n - 1] : (pair){0, 0};
  }
  w->x = value;
  w->slope = slope / h;
  return out;
}

// The quintics over 0..1 with the values and derivatives of both nodes, h apart.
static void cell_fill(const struct node *from, const struct node *to, double h, double *below,
                      double *above) {
  pair d0 = from->first * h, d1 = to->first * h, e0 = from->second * (h * h / 2),
       e1 = to->second * (h * h / 2);
  pair rise = to->x - from->x - d0 - e0, turn = d1 - d0 - 2 * e0, bend = e1 - e0;
  pair c[6] = {from->x,
               d0,
               e0,
               10 * rise - 4 * turn + bend,
               -15 * rise + 7 * turn - 2 * bend,
               6 * rise - 3 * turn + bend};
  for (int i = 0; i < 6; i++) {
    below[i] = c[i][0];
    above[i] = c[i][1];
  }
}

// False when the steps do not end at the median.
static bool table_fill(const struct dist *d, bool walks, const struct sampler_table *t) {
  size_t in_octave = (size_t)1 << t->log_cells;
  double v = 0.5, h = 0;
  for (size_t octaves = t->count >> t->log_cells; octaves > 0; octaves--)
    v /= 2;
  struct walk w = {.dist = d};
  if (walks)
    walk_start(d, v, &w);
  struct node from = {0}, to = {0};
  for (size_t cell = 0; cell <= t->count; cell++) {
    double before = h;
    if (cell % in_octave == 0) {
      h = v / (double)in_octave;
      // What the steps lose of the slope does not heal by itself.
      if (walks)
        w.slope = (pair){walk_slope(&w, 0), walk_slope(&w, 1)};
    }
    to = walks ? walk_on(&w, h) : normal_node(d, v);
    v += h;
    if (cell > 0)
      cell_fill(&from, &to, before, t->cells[cell - 1], t->cells[t->count + cell - 1]);
    from = to;
  }
  double middle = dist_quantile(d, 0.5), most = drift * fabs(middle);
  return fabs(to.x[0] - middle) <= most && fabs(to.x[1] - middle) <= most;
}

// The quantile goes like v^power where it bends most. The error of a quintic over a cell of 1/n of
// v is then product(power - i) / 6! / 64 / n^6.
static double power_of(const struct dist *d) {
  if (d->kind == DIST_NORMAL)
    return 0;
  if (d->kind == DIST_LOGNORMAL)
    return 1.25 * d->b;
  return 1 / (d->kind == DIST_GAMMA ? d->a : fmin(d->a, d->b));
}

// The fewest cells that are fine enough, by their logarithm.
static unsigned least_cells(const struct dist *d) {
  double power = power_of(d), product = 1;
  for (int i = 0; i < 6; i++)
    product *= fabs(power - i);
  double error = fmax(product, 120) / 46080;
  unsigned log = LOG_CELLS_LEAST;
  while (log <= LOG_CELLS_MOST && error > tolerance * (double)((uint64_t)1 << (6 * log)))
    log++;
  return log;
}

static bool may_pay(const struct dist *d, bool walks) {
  if (!walks)
    return d->kind == DIST_NORMAL || d->kind == DIST_LOGNORMAL;
  bool bounded = d->kind == DIST_PERT || d->kind == DIST_BETA;
  return (d->kind == DIST_GAMMA || bounded) && d->a <= largest_shape &&
         (!bounded || d->b <= largest_shape);
}

const struct sampler_table *sampler_table(struct arena *a, const struct dist *d, size_t expected) {
  bool walks = d->kind != DIST_NORMAL && d->kind != DIST_LOGNORMAL;
  if (!may_pay(d, walks))
    return NULL;
  // As deep as an octave saves more than it costs: about 4 draws that are solved for, 64 by
  // formula.
  unsigned octaves = 0;
  while (octaves < OCTAVES_MOST && expected >> (walks ? 2 : 6) >> octaves > 0)
    octaves++;
  for (unsigned log = least_cells(d); log <= LOG_CELLS_MOST; log++) {
    size_t count = (size_t)octaves << log;
    if (octaves < OCTAVES_LEAST || 2 * count > expected)
      return NULL;
    struct sampler_table *t = arena_alloc(a, sizeof *t);
    double(*cells)[6] = arena_array(a, 2 * count, sizeof *cells);
    *t = (struct sampler_table){log, (uint64_t)(1022 - octaves) << log, count, cells};
    if (table_fill(d, walks, t))
      return t;
  }
  return NULL;
}
