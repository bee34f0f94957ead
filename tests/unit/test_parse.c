// SPDX-License-Identifier: EUPL-1.2
// Strict parsing and check digits.
#include "tap.h"

#include "base/parse.h"

static bool int64(const char *s, int64_t *out) {
  return parse_int64(s, strlen(s), out);
}

static void test_int64(void) {
  int64_t n = 42;
  static const char *const bad[] = {"",
                                    "-",
                                    "+1",
                                    " 1",
                                    "1 ",
                                    "1.0",
                                    "0x10",
                                    "1e3",
                                    "a",
                                    "--1",
                                    "1-",
                                    "9223372036854775808",
                                    "-9223372036854775809",
                                    "99999999999999999999"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ok(!int64(bad[i], &n) && n == 42, "no integer: '%s'", bad[i]);
  ok(int64("9223372036854775807", &n) && n == INT64_MAX, "2^63 - 1");
  ok(int64("-9223372036854775808", &n) && n == INT64_MIN, "-2^63");
  ok(int64("-0", &n) && n == 0, "-0");
  ok(int64("007", &n) && n == 7, "leading zeros");
  ok(parse_int64("123x", 3, &n) && n == 123, "only n bytes count");
}

static void test_double(void) {
  double x = 42;
  static const char *const bad[] = {"",   "-",  "NaN", "Infinity", "1e400", "-1e400", "01", "1.",
                                    ".5", "+1", "1e",  "1e+",      "0x1p3", "1 ",     "1,5"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ok(!parse_double(bad[i], strlen(bad[i]), &x) && x == 42, "no number: '%s'", bad[i]);
  ok(parse_double("-0.5e-3", 7, &x) && x == -0.0005, "exponent");
  ok(parse_double("1e308", 5, &x) && x == 1e308, "large");
  ok(parse_double("1e-400", 6, &x) && x == 0, "underflow is zero");
  ok(parse_double("0.1", 3, &x) && x == 0.1, "nearest double");
}

static void test_oere(void) {
  int64_t n = 42;
  static const char *const bad[] = {"",
                                    "-",
                                    "1.",
                                    ".5",
                                    "1.234",
                                    "01",
                                    "1e3",
                                    "1,5",
                                    "+1",
                                    " 1",
                                    "NaN",
                                    "10000000000000",
                                    "-10000000000000",
                                    "1.-5",
                                    "-11111111111111000"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ok(!parse_oere(bad[i], strlen(bad[i]), &n) && n == 42, "no amount: '%s'", bad[i]);
  ok(parse_oere("12.5", 4, &n) && n == 1250, "one decimal");
  ok(parse_oere("12.05", 5, &n) && n == 1205, "two decimals");
  ok(parse_oere("-0.01", 5, &n) && n == -1, "minus one oere");
  ok(parse_oere("9999999999999.99", 16, &n) && n == 999999999999999, "the largest");
}

static void test_date(void) {
  struct date d = {0};
  static const char *const bad[] = {"",           "2026-02-31", "2026-2-01",   "2026-13-01",
                                    "2026-00-10", "2026-01-00", "1899-12-31",  "2201-01-01",
                                    "2100-02-29", "2026/01/01", "2026-01-01 ", "-026-01-01",
                                    "2026--1-01", "2026-01--1"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    ok(!parse_date(bad[i], strlen(bad[i]), &d) && d.year == 0, "no date: '%s'", bad[i]);
  ok(parse_date("2000-02-29", 10, &d) && d.day == 29, "leap day");
  is_int(date_compare((struct date){2026, 1, 2}, (struct date){2026, 1, 10}), -1, "before");
  is_int(date_compare((struct date){2026, 2, 1}, (struct date){2026, 1, 31}), 1, "after");
  is_int(date_compare(d, d), 0, "same");
}

static void test_utf8(void) {
  static const struct {
    const char *s;
    size_t n;
    bool good;
  } cases[] = {
      {"", 0, true},
      {"abcdefgh", 8, true},
      {"abcdefg\0", 8, false},
      {"abc\0defghijk", 12, false},
      {"\xc3\xa6\xc3\xb8", 4, true},
      {"\xc3", 1, false},
      {"\xc0\x80", 2, false},
      {"\xc1\xbf", 2, false},
      {"\xe0\x9f\xbf", 3, false},
      {"\xed\xa0\x80", 3, false},
      {"\xed\x9f\xbf", 3, true},
      {"\xf0\x8f\xbf\xbf", 4, false},
      {"\xf4\x8f\xbf\xbf", 4, true},
      {"\xf4\x90\x80\x80", 4, false},
      {"\xf5\x80\x80\x80", 4, false},
      {"\xff", 1, false},
      {"\x80", 1, false},
      {"\xe2\x82", 2, false},
      {"\xe2\x28\xa1", 3, false},
      {"12345678\xe6", 9, false},
      {"1234567\x80", 8, false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ok(utf8_valid(cases[i].s, cases[i].n) == cases[i].good, "UTF-8 case %zu", i);
  is_int((int64_t)utf8_length("\xc3\xa6"
                              "b\xe2\x82\xac",
                              6),
         3, "code points");
}

static void test_identifiers(void) {
  ok(cvr_valid("29190623"), "a CVR number"); // Region Hovedstaden
  ok(cvr_valid("26349303"), "another one");
  ok(!cvr_valid("29190624"), "wrong check digit");
  ok(!cvr_valid("00000000"), "zeros");
  ok(!cvr_valid("2919062"), "seven digits");
  ok(!cvr_valid("291906230"), "nine digits");
  ok(!cvr_valid("2919062x"), "a letter");
  ok(!cvr_valid(""), "no CVR number");
  ok(gln_valid("5798000000001") == ((5 + 7 * 3 + 9 + 8 * 3 + 1) % 10 == 0), "GLN arithmetic");
  ok(gln_valid("4006381333931"), "an EAN-13");
  ok(!gln_valid("4006381333932"), "wrong GLN check digit");
  ok(!gln_valid("400638133393"), "twelve digits");
  ok(p_number_valid("1003259614"), "a P-number");
  ok(!p_number_valid("100325961"), "nine digits are no P-number");
}

static void test_cpr(void) {
  static const struct {
    const char *text;
    bool holds;
  } cases[] = {
      {"patient 010190-1234 ringede", true},
      {"0101901234", true},
      {"(311299-0001)", true},
      {"cpr:1512571234.", true},
      {"010190 - 1234", true},
      {"010190 1234", true},
      {"010190\xe2\x80\x93\x31\x32\x33\x34", true},
      {"610190-1234", true}, // a foreign patient's substitute number: the day is raised by 60
      {"320190-1234", false},
      {"011390-1234", false},
      {"00101901234", false},
      {"010190-12345", false},
      {"01019012345", false},
      {"", false},
      {"010190", false},
      {"010190-123", false},
      {"310299-1234", false},
      {"FK-2026-0123", false},
      {"2026-000102-19", false},
      {"tlf. 38665000", false},
      {"010190-1234-5", true},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ok(text_holds_cpr(cases[i].text) == cases[i].holds, "CPR in '%s'", cases[i].text);
}

int main(void) {
  test_int64();
  test_double();
  test_oere();
  test_date();
  test_utf8();
  test_identifiers();
  test_cpr();
  return done();
}
