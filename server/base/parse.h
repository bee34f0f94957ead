// SPDX-License-Identifier: EUPL-1.2
// Text to numbers and dates, and the check digits of Danish identifiers. The only place that calls
// strto*. Every function takes the exact length, refuses leading and trailing rubbish, and leaves
// *out alone when it returns false.
#ifndef SAMSPIL_BASE_PARSE_H
#define SAMSPIL_BASE_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date {
  int year, month, day; // Gregorian; 1..12, 1..31
};

// Decimal integer, optional minus, no leading plus.
bool parse_int64(const char *s, size_t n, int64_t *out);
// JSON number grammar; finite only (1e400 is refused).
bool parse_double(const char *s, size_t n, double *out);
// `-?digits(.digits{1,2})?` kroner to oere, |kroner| < 10^13.
bool parse_oere(const char *s, size_t n, int64_t *out);
// YYYY-MM-DD, a real calendar day, years 1900..2200.
bool parse_date(const char *s, size_t n, struct date *out);
// A point in time as PostgreSQL writes it: 2026-11-22 14:01:19.123456+01, fraction and minutes of
// the zone optional.
bool stamp_valid(const char *s, size_t n);
bool date_valid(int year, int month, int day);
// -1, 0, 1.
int date_compare(struct date a, struct date b);

// Length of the UTF-8 sequence at s (1..4; n >= 1 bytes are there), or 0 if it is not valid or a
// NUL.
size_t utf8_sequence(const char *s, size_t n);
// Valid UTF-8 (RFC 3629: no overlong forms, no surrogates), no NUL.
bool utf8_valid(const char *s, size_t n);
// Number of code points in valid UTF-8.
size_t utf8_length(const char *s, size_t n);

// CVR: 8 digits, first not 0, weights 2,7,6,5,4,3,2,1, sum divisible by 11 (Erhvervsstyrelsen).
bool cvr_valid(const char *s);
// GLN/EAN-13: 13 digits, GS1 modulus 10.
bool gln_valid(const char *s);
// P-number: 10 digits. It has no reliable check digit.
bool p_number_valid(const char *s);
// True if the text holds what reads as a civil registration number: ddmmyyxxxx or ddmmyy-xxxx with
// a possible day and month, not inside a longer run of digits; also with a blank or a dash between,
// and ddmmyy with the day raised by 60 (substitute numbers) when the two parts stand apart.
bool text_holds_cpr(const char *s);

#endif
