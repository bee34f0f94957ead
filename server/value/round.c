// SPDX-License-Identifier: EUPL-1.2
// Rounding and display of amounts (S21).
#include "value/round.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

double value_round(double x, int decimals) {
  double scaled = fabs(x) * powers[decimals];
  if (!(scaled < 0x1p52))
    return x;
  double whole = floor(scaled);
  // A few units in the last place: what a decimal half can lose on its way through binary.
  double slack = scaled * 0x1p-50;
  if (scaled - whole >= 0.5 - slack)
    whole += 1;
  return whole == 0 ? 0 : copysign(whole / powers[decimals], x);
}

int64_t value_oere(double kr) {
  return (int64_t)llround(value_round(kr, 2) * 100);
}

const char *value_text(char *text, double x, int decimals, enum value_style style) {
  char plain[VALUE_TEXT];
  text[0] = '\0';
  if (!isfinite(x) || fabs(x) >= 1e25)
    return text;
  snprintf(plain, sizeof plain, "%.*f", decimals, value_round(x, decimals));
  size_t length = strlen(plain), digits = decimals > 0 ? length - (size_t)decimals - 1 : length;
  char *out = text;
  for (size_t i = 0; i < digits; i++) {
    *out++ = plain[i];
    size_t left = digits - i - 1;
    if (plain[i] != '-' && left > 0 && left % 3 == 0)
      *out++ = style == STYLE_DA ? '.' : ',';
  }
  if (decimals > 0) {
    *out++ = style == STYLE_DA ? ',' : '.';
    memcpy(out, plain + digits + 1, (size_t)decimals);
    out += decimals;
  }
  *out = '\0';
  return text;
}

const char *value_kr_text(char *text, double kr, enum value_style style) {
  char number[VALUE_TEXT];
  bool large = fabs(kr) >= 1e5;
  value_text(number, large ? kr / 1e6 : kr, large ? 1 : 0, style);
  if (style == STYLE_DA)
    snprintf(text, VALUE_TEXT, "%.40s %s", number, large ? "mio. kr." : "kr.");
  else
    snprintf(text, VALUE_TEXT, "DKK %.40s%s", number, large ? " million" : "");
  return text;
}
