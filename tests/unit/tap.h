// SPDX-License-Identifier: EUPL-1.2
// Test Anything Protocol for the unit tests: each test program is one .c file that includes this
// once, calls ok/is_* and ends with `return done();`. The plan is printed at the end; the exit
// status is 1 if anything failed.
#ifndef SAMSPIL_TESTS_TAP_H
#define SAMSPIL_TESTS_TAP_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define TAP_UNUSED __attribute__((unused))

static int tap_count, tap_failed;

// Counts one test; the name is a printf format. Returns pass.
static bool ok(bool pass, const char *name, ...) __attribute__((format(printf, 2, 3)));
static TAP_UNUSED bool ok(bool pass, const char *name, ...) {
  printf("%sok %d - ", pass ? "" : "not ", ++tap_count);
  va_list ap;
  va_start(ap, name);
  vprintf(name, ap);
  va_end(ap);
  putchar('\n');
  tap_failed += !pass;
  fflush(stdout);
  return pass;
}

static TAP_UNUSED bool is_int(int64_t got, int64_t want, const char *name) {
  if (ok(got == want, "%s", name))
    return true;
  printf("#   got %lld, want %lld\n", (long long)got, (long long)want);
  return false;
}

// |got - want| <= tolerance; two NaN are equal.
static TAP_UNUSED bool is_near(double got, double want, double tolerance, const char *name) {
  bool pass = fabs(got - want) <= tolerance || (isnan(got) && isnan(want));
  if (ok(pass, "%s", name))
    return true;
  printf("#   got %.17g, want %.17g within %g\n", got, want, tolerance);
  return false;
}

static TAP_UNUSED bool is_str(const char *got, const char *want, const char *name) {
  bool pass = got && want ? strcmp(got, want) == 0 : got == want;
  if (ok(pass, "%s", name))
    return true;
  printf("#   got  %s\n#   want %s\n", got ? got : "(null)", want ? want : "(null)");
  return false;
}

static TAP_UNUSED void diag(const char *format, ...) __attribute__((format(printf, 1, 2)));
static TAP_UNUSED void diag(const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  fputs("# ", stdout);
  vprintf(format, ap);
  va_end(ap);
  putchar('\n');
}

// Prints the plan; the value to return from main.
static TAP_UNUSED int done(void) {
  printf("1..%d\n", tap_count);
  if (tap_failed)
    diag("%d of %d failed", tap_failed, tap_count);
  return tap_failed != 0;
}

#endif
