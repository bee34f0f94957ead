// SPDX-License-Identifier: EUPL-1.2
// Least squares of each strategy's cost and effect, less the comparator's, on several parameters.
//
// What a parameter tells does not depend on its scale, so each is taken by rank, as a score that is
// close to normal; the basis are products of Hermite polynomials of the scores up to a total
// degree. Correlated parameters are fine: a column that the ones before it explain is left out.
#include <math.h>
#include <string.h>

#include "value/psa_internal.h"
#include "value/sort.h"

enum {
  DEGREE_MAX = 5,
  TERMS_MAX = 96,
  TARGETS_MAX = 2 * (PSA_STRATEGIES_MAX - 1),
  ROWS = 4, // draws taken together
};

// Of a column's square, when the others explain the rest of it.
static const double explained = 1e-8;

// A product of polynomials: that of the term `parent` times degree `degree` of one more parameter.
struct term {
  size_t parent, parameter, degree, total;
};

struct basis {
  size_t parameters, degree, count;
  struct term terms[TERMS_MAX];
  double **scores; // [parameter][draw]
};

// Terms up to a total degree; more than `most` when they would be too many.
static size_t make_terms(size_t parameters, size_t degree, size_t most, struct term *terms) {
  size_t count = 1;
  terms[0] = (struct term){0};
  for (size_t t = 0; t < count; t++) {
    size_t first = t == 0 ? 0 : terms[t].parameter + 1;
    for (size_t j = first; j < parameters; j++)
      for (size_t d = 1; d + terms[t].total <= degree; d++) {
        if (count == most)
          return most + 1;
        terms[count++] = (struct term){t, j, d, terms[t].total + d};
      }
  }
  return count;
}

// The highest degree with no more terms than twice the cube root of the draws: each term adds
// noise, as each block does with one parameter.
static void choose_terms(struct basis *b, size_t draws) {
  size_t most = psa_cube_root(8 * draws);
  most = most > TERMS_MAX ? TERMS_MAX : most;
  for (b->degree = DEGREE_MAX; b->degree > 1; b->degree--)
    if ((b->count = make_terms(b->parameters, b->degree, most, b->terms)) <= most)
      return;
  b->count = make_terms(b->parameters, 1, TERMS_MAX, b->terms);
}

// Tukey's lambda of 1/8 with sd 1, close to the normal quantile of u (correlation 0.99997): square
// roots are the same on every machine, logarithms are not.
static double score(double u) {
  return (sqrt(sqrt(sqrt(u))) - sqrt(sqrt(sqrt(1 - u)))) / 0.1856405883533578;
}

// Equal values get the score of their middle rank.
static double *make_scores(const double *parameter, size_t draws, struct sort_pair *pairs,
                           struct arena *a) {
  double *scores = arena_array(a, draws, sizeof *scores);
  sort_order(parameter, draws, pairs, pairs + draws);
  for (size_t r = 0, end; r < draws; r = end) {
    for (end = r + 1; end < draws && pairs[end].key == pairs[r].key; end++)
      ;
    double at = score((double)(r + end) / (2 * (double)draws));
    for (size_t i = r; i < end; i++)
      scores[pairs[i].index] = at;
  }
  return scores;
}

// Hermite polynomials of variance 1 for a normal score.
static void hermite(double z, size_t degree, double *h) {
  h[0] = 1;
  h[1] = z;
  for (size_t d = 1; d < degree; d++)
    h[d + 1] = (z * h[d] - sqrt((double)d) * h[d - 1]) / sqrt((double)(d + 1));
}

// Values of all terms for ROWS draws from `first`; zeros behind the last.
static void make_rows(const struct basis *b, size_t first, size_t draws,
                      double rows[static TERMS_MAX][ROWS]) {
  memset(rows, 0, b->count * sizeof *rows);
  for (size_t r = 0; r < ROWS && first + r < draws; r++) {
    double h[PSA_GROUP_MAX][DEGREE_MAX + 1];
    for (size_t j = 0; j < b->parameters; j++)
      hermite(b->scores[j][first + r], b->degree, h[j]);
    rows[0][r] = 1;
    for (size_t t = 1; t < b->count; t++) {
      const struct term *e = &b->terms[t];
      rows[t][r] = rows[e->parent][r] * h[e->parameter][e->degree];
    }
  }
}

// What is fitted: effect and cost of every strategy less the comparator's.
struct target {
  const double *of, *less;
  double *fitted;
};

// Normal equations: the terms' products with each other, and behind them with the targets.
struct equations {
  size_t terms, targets;
  double a[TERMS_MAX][TERMS_MAX]; // lower triangle
  double b[TARGETS_MAX][TERMS_MAX];
};

static double dot(const double *x, const double *y) {
  return (x[0] * y[0] + x[1] * y[1]) + (x[2] * y[2] + x[3] * y[3]);
}

static void add_rows(struct equations *e, double rows[static TERMS_MAX][ROWS],
                     const struct target *targets, size_t first, size_t draws) {
  for (size_t i = 0; i < e->terms; i++)
    for (size_t j = 0; j <= i; j++)
      e->a[i][j] += dot(rows[i], rows[j]);
  for (size_t k = 0; k < e->targets; k++) {
    double y[ROWS] = {0};
    for (size_t r = 0; r < ROWS && first + r < draws; r++)
      y[r] = targets[k].of[first + r] - targets[k].less[first + r];
    for (size_t i = 0; i < e->terms; i++)
      e->b[k][i] += dot(rows[i], y);
  }
}

// Cholesky, in place. A column that is explained by those before it gets a zero on the diagonal.
static void factor(struct equations *e) {
  for (size_t i = 0; i < e->terms; i++) {
    double whole = e->a[i][i];
    for (size_t j = 0; j <= i; j++) {
      double sum = e->a[i][j];
      for (size_t k = 0; k < j; k++)
        sum -= e->a[i][k] * e->a[j][k];
      if (j < i)
        e->a[i][j] = e->a[j][j] > 0 ? sum / e->a[j][j] : 0;
      else
        e->a[i][i] = sum > whole * explained ? sqrt(sum) : 0;
    }
  }
}

// The coefficients of one target, in place of its products.
static void solve(const struct equations *e, double *b) {
  for (size_t i = 0; i < e->terms; i++) {
    for (size_t k = 0; k < i; k++)
      b[i] -= e->a[i][k] * b[k];
    b[i] = e->a[i][i] > 0 ? b[i] / e->a[i][i] : 0;
  }
  for (size_t i = e->terms; i-- > 0;) {
    for (size_t k = i + 1; k < e->terms; k++)
      b[i] -= e->a[k][i] * b[k];
    b[i] = e->a[i][i] > 0 ? b[i] / e->a[i][i] : 0;
  }
}

static void fit(const struct basis *b, const struct equations *e, const struct target *targets,
                size_t draws) {
  double rows[TERMS_MAX][ROWS];
  for (size_t first = 0; first < draws; first += ROWS) {
    make_rows(b, first, draws, rows);
    for (size_t k = 0; k < e->targets; k++) {
      double y[ROWS] = {0};
      for (size_t t = 0; t < e->terms; t++)
        for (size_t r = 0; r < ROWS; r++)
          y[r] += e->b[k][t] * rows[t][r];
      for (size_t r = 0; r < ROWS && first + r < draws; r++)
        targets[k].fitted[first + r] = y[r];
    }
  }
}

static void regress(const struct basis *b, const struct target *targets, size_t count, size_t draws,
                    struct arena *a) {
  struct equations *e = arena_alloc(a, sizeof *e);
  double rows[TERMS_MAX][ROWS];
  e->terms = b->count;
  e->targets = count;
  for (size_t first = 0; first < draws; first += ROWS) {
    make_rows(b, first, draws, rows);
    add_rows(e, rows, targets, first, draws);
  }
  factor(e);
  for (size_t k = 0; k < count; k++)
    solve(e, e->b[k]);
  fit(b, e, targets, draws);
}

void psa_regress(const struct samples *s, const double *const *parameters, size_t count,
                 struct arena *a, struct samples *out) {
  struct basis b = {.parameters = count};
  struct target targets[TARGETS_MAX];
  struct sort_pair *pairs = arena_array(a, 2 * s->draws, sizeof *pairs);
  const double *zero = arena_array(a, s->draws, sizeof *zero);
  choose_terms(&b, s->draws);
  b.scores = arena_array(a, count, sizeof *b.scores);
  for (size_t j = 0; j < count; j++)
    b.scores[j] = make_scores(parameters[j], s->draws, pairs, a);
  *out = *s;
  out->effect[0] = out->cost[0] = zero;
  size_t n = 0;
  for (size_t k = 1; k < s->strategies; k++) {
    double *effect = arena_array(a, s->draws, sizeof *effect);
    double *cost = arena_array(a, s->draws, sizeof *cost);
    targets[n++] = (struct target){s->effect[k], s->effect[0], effect};
    targets[n++] = (struct target){s->cost[k], s->cost[0], cost};
    out->effect[k] = effect;
    out->cost[k] = cost;
  }
  regress(&b, targets, n, s->draws, a);
  psa_scale(out);
}
