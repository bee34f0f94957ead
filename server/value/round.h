// SPDX-License-Identifier: EUPL-1.2
// Rounding and display of amounts (S21): half away from zero, once, on the unrounded value; never
// "-0,0".
#ifndef SAMSPIL_VALUE_ROUND_H
#define SAMSPIL_VALUE_ROUND_H

#include <stdint.h>

enum value_style { STYLE_DA, STYLE_EN }; // 1.234,5 or 1,234.5

enum { VALUE_TEXT = 64 }; // room for any finite amount below 10^25 with six decimals and its unit

// The value rounded to `decimals` (0..6) decimals. A value whose decimal writing ends in exactly a
// half counts as a half, although its binary form may lie a hair below: 1.005 gives 1.01.
double value_round(double x, int decimals);
// Øre, rounded. |kr| must be below 9 * 10^16.
int64_t value_oere(double kr);
// With thousands separators; text holds at least VALUE_TEXT bytes. Returns text; "" when x is not
// finite.
const char *value_text(char *text, double x, int decimals, enum value_style style);
// "21,5 mio. kr.", or "97.632 kr." below 100,000. English: "DKK 21.5 million", "DKK 97,632".
const char *value_kr_text(char *text, double kr, enum value_style style);

#endif
