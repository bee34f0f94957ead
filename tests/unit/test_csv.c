// SPDX-License-Identifier: EUPL-1.2
// CSV: rows, faults, detection, cell values, writing, and the real lists when they are at hand.
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/csv.h"

static const struct csv_dialect danish = {CSV_UTF8, ';', CSV_DECIMAL_COMMA, CSV_DATE_DMY};
static struct arena *arena;

// The whole file as text: cells joined by |, rows by /, a fault as <code@cell>.
static char *shape(const char *text, size_t n, struct csv_dialect d) {
  struct csv_reader r;
  struct csv_row row;
  char *all = arena_strdup(arena, "");
  struct arena *a = arena_new(CSV_ARENA_NEED);
  csv_open(&r, text, n, d);
  for (enum csv_fault f; (f = csv_next(&r, a, &row)) != CSV_END; arena_reset(a)) {
    for (size_t i = 0; i < row.count; i++)
      all = arena_printf(arena, "%s%s%s", all, i ? "|" : "", row.cells[i]);
    if (f != CSV_OK)
      all = arena_printf(arena, "%s<%s@%zu>", all, csv_fault_code(f), row.fault_cell);
    all = arena_printf(arena, "%s/", all);
  }
  arena_free(a);
  return all;
}

static void rows(const char *text, const char *want, const char *name) {
  is_str(shape(text, strlen(text), danish), want, name);
}

static void test_rows(void) {
  rows("", "", "an empty file has no row");
  rows("a;b\r\n1;2\r\n", "a|b/1|2/", "CRLF");
  rows("a;b\n1;2", "a|b/1|2/", "LF, none at the end");
  rows("a;b\r1;2\r", "a|b/1|2/", "CR");
  rows("a;;\n;;x\n", "a||/||x/", "empty cells");
  rows("\n\r\n  \n;;;\n\"\";\"\"\na\n\n", "a/",
       "blank rows, rows of delimiters and of empty quotes");
  rows("\"a;1\";\"b\"\"c\"\"\";\"\"\n", "a;1|b\"c\"|/", "quoted delimiters and quotes");
  rows("\"l1\r\nl2\nl3\";x\ny;z\n", "l1\r\nl2\nl3|x/y|z/", "line ends inside quotes");
  rows("a 5\" pipe;b\n", "a 5\" pipe|b/", "a quote inside an unquoted cell is itself");
  rows("\"a\"  ;b\n", "a|b/", "blanks behind a closing quote");
  rows("\xef\xbb\xbf\"a\";b\n", "a|b/", "byte order mark before a quote");
  rows("sep=;\r\na;b\r\n", "a|b/", "Excel's sep= line");
  rows("sep=x y;b\n", "sep=x y|b/", "not a sep= line");
  rows(" a ;\tb\n", " a |\tb/", "white space is kept");
  rows("ud\xc2\xadvikling;\xc3\xa6\n", "ud\xc2\xadvikling|\xc3\xa6/", "soft hyphens are kept");
}

static void test_faults(void) {
  rows("a;b\n1;\"open\n2;x\n3;y\n", "a|b/1<unclosed_quote@1>/2|x/3|y/",
       "a quote that is never closed costs one line");
  rows("1;\"open\n2;\"closed\";z\n3;y\n", "1<stray_quote@1>/2|closed|z/3|y/",
       "a quote closed by the next row's quote costs one line");
  rows("1;\"a\"b;c\n2;x\n", "1<stray_quote@1>/2|x/", "text behind a closing quote");
  rows("\"", "<unclosed_quote@0>/", "nothing but a quote");
  rows("a;\xe6;c\n\xc3\xa6;2;3\n", "a|\xef\xbf\xbd|c<bad_encoding@1>/\xc3\xa6|2|3/",
       "windows-1252 bytes inside UTF-8");
  is_str(shape("a;b\0c\nd;e\n", 10, danish),
         "a|b\xef\xbf\xbd"
         "c<bad_encoding@1>/d|e/",
         "NUL");
  struct csv_dialect w = danish;
  w.encoding = CSV_WINDOWS_1252;
  is_str(shape("\x80\x93\xe6\xad;b\n", 7, w), "\xe2\x82\xac\xe2\x80\x9c\xc3\xa6\xc2\xad|b/",
         "windows-1252");
  is_str(shape("x;\x81\n\xe6;b\n", 8, w), "x|\xef\xbf\xbd<bad_encoding@1>/\xc3\xa6|b/",
         "a byte that windows-1252 lacks");
  is_str(shape("\"\xe6\"\"\x80\";\"b\"\n", 11, w), "\xc3\xa6\"\xe2\x82\xac|b/",
         "quotes in windows-1252");
}

// One row of prefix, n times c, suffix, then the row "next;1".
static char *long_row(const char *prefix, char c, size_t n, const char *suffix) {
  size_t p = strlen(prefix);
  char *text = arena_alloc(arena, p + n + strlen(suffix) + 10);
  memcpy(text, prefix, p);
  memset(text + p, c, n);
  memcpy(text + p + n, suffix, strlen(suffix));
  memcpy(text + p + n + strlen(suffix), "\nnext;1\n", 8);
  return text;
}

static void test_large(void) {
  rows(long_row("a;", 'x', 1 << 20, ";b"), "a<cell_too_large@1>/next|1/", "1 MB cell");
  rows(long_row("a;\"", 'x', 1 << 20, "\";b"), "a<cell_too_large@1>/next|1/", "1 MB quoted cell");
  rows(long_row("a;\"", '\n', 1 << 20, "\";b"), "a<cell_too_large@1>/next|1/",
       "1 MB of line ends in quotes");
  char *fits = shape(long_row("", 'x', CSV_CELL_MAX, ""), CSV_CELL_MAX + 8, danish);
  is_int((int64_t)strlen(fits), CSV_CELL_MAX + 8, "the largest cell that fits");
  char *text = long_row("a", ';', 512, "b");
  ok(strstr(shape(text, strlen(text), danish), "<too_many_cells@512>/next|1/") != NULL,
     "513 cells are too many");
  text = long_row("a", ';', 511, "b");
  ok(strstr(shape(text, strlen(text), danish), "<") == NULL, "512 cells fit");
  struct csv_dialect w = danish;
  w.encoding = CSV_WINDOWS_1252;
  char *wide = arena_alloc(arena, 6 * 200001 + 1);
  for (size_t i = 0; i < 6; i++) {
    memset(wide + i * 200001, 0x80, 200000);
    wide[i * 200001 + 200000] = ';';
  }
  ok(strstr(shape(wide, 6 * 200001, w), "<cell_too_large@5>/") != NULL, "a row over 1 MB");
}

static void test_position(void) {
  const char *text = "\nh;i\n\"a\nb\";1\n\n2;\xff\nlast;3";
  struct csv_reader r;
  struct csv_row row;
  csv_open(&r, text, strlen(text), danish);
  csv_next(&r, arena, &row);
  is_int(row.number, 2, "the header is row 2 behind a blank row");
  csv_next(&r, arena, &row);
  is_int(row.number, 3, "a row number");
  is_int(row.line, 3, "the line on which it starts");
  is_str(arena_strndup(arena, row.raw, row.raw_length), "\"a\nb\";1", "its raw bytes");
  is_int(csv_next(&r, arena, &row), CSV_BAD_ENCODING, "a faulty row");
  is_int(row.number, 5, "numbered as well");
  is_int(row.line, 6, "on its line");
  is_str(arena_strndup(arena, row.raw, row.raw_length), "2;\xff", "with its bytes");
  is_int(csv_next(&r, arena, &row), CSV_OK, "the row behind it");
  is_int(row.line, 7, "on its line too");
  is_int(csv_next(&r, arena, &row), CSV_END, "and the end");
  is_int(csv_next(&r, arena, &row), CSV_END, "for good");
}

static void detect(const char *text, enum csv_encoding encoding, char delimiter,
                   enum csv_decimal decimal, enum csv_date date, const char *name) {
  struct csv_dialect d = csv_detect(text, strlen(text));
  bool same =
      d.encoding == encoding && d.delimiter == delimiter && d.decimal == decimal && d.date == date;
  if (!ok(same, "detects %s", name))
    diag("got encoding %d delimiter '%c' decimal %d date %d", d.encoding, d.delimiter, d.decimal,
         d.date);
}

static void test_detect(void) {
  const enum csv_encoding u = CSV_UTF8, w = CSV_WINDOWS_1252;
  const enum csv_decimal comma = CSV_DECIMAL_COMMA, point = CSV_DECIMAL_POINT;
  detect("", u, ';', comma, CSV_DATE_DMY, "an empty file");
  detect("a;b\n1,5;31-12-2026\n", u, ';', comma, CSV_DATE_DMY, "Danish Excel");
  detect("a;b\n5.343.280;31%\n", u, ';', comma, CSV_DATE_DMY, "points between thousands");
  detect("a,b\n\"32467,02\",18.07.2007\n", u, ',', comma, CSV_DATE_DMY, "comma in both roles");
  detect("a,b\n1234.50,2026-12-31\n", u, ',', point, CSV_DATE_ISO, "English with ISO dates");
  detect("a,b\n\"1,234.50\",12/31/2026\n", u, ',', point, CSV_DATE_MDY, "American");
  detect("a,b\n1,03/04/2026\n2,25/04/2026\n", u, ',', point, CSV_DATE_DMY, "slashes, day first");
  detect("a;b\n2026-01-02 10:00;2026-01-03\n2026-01-04;05-01-2026\n", u, ';', comma, CSV_DATE_DMY,
         "Danish dates beside ISO stamps");
  detect("a\tb\n1\t2\n", u, '\t', comma, CSV_DATE_DMY, "tabs");
  detect("Udtr\xe6k, pr. 1. maj\nnavn;by\n\xd8konomi;\xc5rhus\n", w, ';', comma, CSV_DATE_DMY,
         "windows-1252 with a line above the header");
  detect("navn;by\n\xc3\x98konomi;\xc3\x85rhus\nb\xe6;\xc3\xa6\n", u, ';', comma, CSV_DATE_DMY,
         "UTF-8 with one foreign byte");
  detect("sep=,\na,b;c,d;e\n", u, ',', point, CSV_DATE_DMY, "Excel's sep= line");
  detect("titel;tekst\nA;\"et, to, tre\n, fire, fem\"\nB;\"x, y, z\"\n", u, ';', comma,
         CSV_DATE_DMY, "semicolons around text with commas");
  detect("id;vægt\n1;0.125\n2;0.25\n", u, ';', point, CSV_DATE_DMY, "decimal points");
  char *late = long_row("a;", 'x', 300000, "\n\xe6;\xf8");
  detect(late, w, ';', comma, CSV_DATE_DMY, "windows-1252 that shows late");
}

static void header(const char *text, int64_t want, const char *name) {
  struct csv_dialect d = danish;
  is_int(csv_header_row(text, strlen(text), d), want, name);
}

static void test_header(void) {
  header("", 1, "header of an empty file");
  header("a;b\n1;2\n", 1, "header in the first row");
  header("Udtr\xc3\xa6k\n\na;b\n1;2\n3;4\n", 3, "header below a title and a blank row");
  header("one\n", 1, "one cell alone");
}

static void oere(const char *cell, enum csv_decimal decimal, int64_t want) {
  int64_t got = INT64_MIN;
  bool good = csv_oere(cell, decimal, &got);
  ok(good == (want != INT64_MIN) && got == want, "amount '%s' (%lld)", cell, (long long)got);
}

static void test_amounts(void) {
  const enum csv_decimal comma = CSV_DECIMAL_COMMA, point = CSV_DECIMAL_POINT;
  const int64_t no = INT64_MIN;
  const struct {
    const char *cell;
    enum csv_decimal decimal;
    int64_t want;
  } cases[] = {
      {"1.234,56", comma, 123456},
      {"5.343.280", comma, 534328000},
      {"1234,5", comma, 123450},
      {"32467,02", comma, 3246702},
      {"0", comma, 0},
      {"-12,00", comma, -1200},
      {"007", comma, 700},
      {"1 234,5", comma, 123450},
      {"1\xc2\xa0\x32\x33\x34,5", comma, 123450},
      {" 10 ", comma, 1000},
      {"kr. 10", comma, 1000},
      {"10 kr.", comma, 1000},
      {"10 KR", comma, 1000},
      {"DKK 1.000", comma, 100000},
      {"1.000 dkk", comma, 100000},
      {"500,-", comma, 50000},
      {"\xe2\x88\x92\x35", comma, -500},
      {"10,500", comma, 1050},
      {"1,234.56", point, 123456},
      {"1,234", point, 123400},
      {"9999999999999,99", comma, 999999999999999},
      {"", comma, no},
      {" ", comma, no},
      {"kr.", comma, no},
      {"-", comma, no},
      {",5", comma, no},
      {"5,", comma, no},
      {"1.23", comma, no},
      {"1.2345", comma, no},
      {"12.34.567", comma, no},
      {"1234.567", comma, no},
      {"1,2,3", comma, no},
      {"573736.19", comma, no},
      {"10,505", comma, no},
      {"1e5", comma, no},
      {"+5", comma, no},
      {"NaN", comma, no},
      {"12a", comma, no},
      {"1 2", comma, no},
      {"10000000000000", comma, no},
      {"99999999999999999999", comma, no},
      {"0000000000000000000000000001", comma, no},
      {"\xd9\xa1", comma, no},
      {"--5", comma, no},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    oere(cases[i].cell, cases[i].decimal, cases[i].want);
  int64_t got = 7;
  ok(csv_oere_times("21,5 ", comma, 1000000, &got) && got == 2150000000, "millions");
  ok(csv_oere_times("2.000,123456", comma, 1000000, &got) && got == 200012345600, "all decimals");
  ok(csv_oere_times("0,00001", comma, 1000, &got) && got == 1, "thousands to one oere");
  ok(!csv_oere_times("0,000001", comma, 1000, &got) && got == 1, "no part of an oere");
  ok(!csv_oere_times("9999999999", comma, 1000000000, &got), "too much");
  ok(csv_oere_times("0,000000000000000000000", comma, 1, &got) && got == 0, "many zeros");
}

static void test_numbers(void) {
  int64_t n = 0;
  double x = 0;
  ok(csv_integer("1.234", CSV_DECIMAL_COMMA, &n) && n == 1234, "integer with thousands");
  ok(csv_integer("12,00", CSV_DECIMAL_COMMA, &n) && n == 12, "integer with zero decimals");
  ok(!csv_integer("12,5", CSV_DECIMAL_COMMA, &n) && n == 12, "not an integer");
  ok(!csv_integer("99999999999999999999", CSV_DECIMAL_COMMA, &n), "integer too large");
  ok(csv_number("0,125", CSV_DECIMAL_COMMA, &x) && x == 0.125, "number");
  ok(!csv_number("1e400", CSV_DECIMAL_POINT, &x), "no exponent");
  ok(csv_percent("31%", CSV_DECIMAL_COMMA, &x) && x == 0.31, "31%%");
  ok(csv_percent("31,5 %", CSV_DECIMAL_COMMA, &x), "31,5 %%");
  is_near(x, 0.315, 1e-15, "31,5 % is 0.315");
  ok(csv_percent("0,25", CSV_DECIMAL_COMMA, &x) && x == 0.25, "a bare fraction");
  ok(!csv_percent("31", CSV_DECIMAL_COMMA, &x), "31 without %% is no fraction");
  ok(!csv_percent("%", CSV_DECIMAL_COMMA, &x), "%% alone");
}

static void date(const char *cell, enum csv_date style, int want) {
  struct date d = {0};
  bool good = csv_date(cell, style, &d);
  int got = (d.year * 100 + d.month) * 100 + d.day;
  ok(good == (want != 0) && got == want, "date '%s' (%d)", cell, got);
}

static void test_dates(void) {
  date("18.07.2007", CSV_DATE_DMY, 20070718);
  date("1/2-2026", CSV_DATE_DMY, 0);
  date("1-2-2026", CSV_DATE_DMY, 20260201);
  date(" 01/02/2026 ", CSV_DATE_DMY, 20260201);
  date("01/02/2026", CSV_DATE_MDY, 20260102);
  date("01/02/2026", CSV_DATE_ISO, 0);
  date("2026-02-01", CSV_DATE_DMY, 20260201);
  date("2026-02-01T10:00:00Z", CSV_DATE_ISO, 20260201);
  date("01-02-2026 00:00", CSV_DATE_DMY, 20260201);
  date("01-02-2026 kl. 9", CSV_DATE_DMY, 0);
  date("31-02-2026", CSV_DATE_DMY, 0);
  date("29-02-2024", CSV_DATE_DMY, 20240229);
  date("29-02-2100", CSV_DATE_DMY, 0);
  date("01-02-26", CSV_DATE_DMY, 0);
  date("00-01-2026", CSV_DATE_DMY, 0);
  date("32-01-2026", CSV_DATE_DMY, 0);
  date("13/13/2026", CSV_DATE_MDY, 0);
  date("2026-13-01", CSV_DATE_ISO, 0);
  date("2026-2-1", CSV_DATE_ISO, 0);
  date("", CSV_DATE_DMY, 0);
  date("snart", CSV_DATE_DMY, 0);
  date("111-01-2026", CSV_DATE_DMY, 0);
}

static void written(const char *text, const char *want) {
  static int number;
  struct buf b;
  buf_init(&b, 1 << 20);
  csv_cell(&b, text, true);
  ok(b.len == strlen(want) && memcmp(b.data, want, b.len) == 0, "written cell %d", ++number);
  buf_free(&b);
}

static void test_write(void) {
  written("abc", "abc");
  written("a;b", "\"a;b\"");
  written("a,b", "\"a,b\"");
  written("a\"b", "\"a\"\"b\"");
  written("a\r\nb", "\"a\r\nb\"");
  written(" a", "\" a\"");
  written("=1+1", "\"'=1+1\"");
  written("+45 12", "\"'+45 12\"");
  written("-5", "\"'-5\"");
  written("@SUM(A1)", "\"'@SUM(A1)\"");
  written("\t=1", "\"'\t=1\"");
  written("\r=1", "\"'\r=1\"");
  written("\xef\xbc\x9d\x31", "\"'\xef\xbc\x9d\x31\"");
  written("a=b", "a=b");
  struct buf b;
  buf_init(&b, 1 << 20);
  csv_bom(&b);
  csv_cell(&b, "", true);
  csv_cell_oere(&b, 123450, false);
  csv_cell_oere(&b, -5, false);
  csv_cell_oere(&b, INT64_MIN, false);
  csv_cell_date(&b, "2026-02-01", false);
  csv_cell_date(&b, NULL, false);
  csv_end_row(&b);
  buf_putc(&b, '\0');
  is_str(b.data, "\xef\xbb\xbf;1234,50;-0,05;-92233720368547758,08;01-02-2026;\r\n", "a whole row");
  buf_free(&b);
}

// A row of awkward cells comes back as it was written.
static void test_round_trip(void) {
  static const char *const cells[] = {"a",      "",  "x;y",       "\"", "\"\"",
                                      "l\r\nl", " ", "\xc3\xa6,", ";"};
  enum { N = sizeof cells / sizeof *cells };
  struct buf b;
  buf_init(&b, 1 << 20);
  csv_bom(&b);
  for (size_t i = 0; i < N; i++)
    csv_cell(&b, cells[i], i == 0);
  csv_end_row(&b);
  struct csv_reader r;
  struct csv_row row;
  csv_open(&r, b.data, b.len, danish);
  is_int(csv_next(&r, arena, &row), CSV_OK, "what was written can be read");
  is_int((int64_t)row.count, N, "with all its cells");
  for (size_t i = 0; i < N && i < row.count; i++)
    is_str(row.cells[i], cells[i], "a cell");
  buf_free(&b);
}

static void real_list(const char *path, struct csv_dialect want, int64_t rows_wanted,
                      size_t columns) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0) {
    diag("skipped, not here: %s", path);
    return;
  }
  size_t n = (size_t)st.st_size;
  char *bytes = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  struct csv_dialect d = csv_detect(bytes, n);
  ok(d.encoding == want.encoding && d.delimiter == want.delimiter && d.decimal == want.decimal &&
         d.date == want.date,
     "dialect of %s", path);
  struct csv_reader r;
  struct csv_row row;
  int64_t count = 0, odd = 0;
  struct arena *a = arena_new(CSV_ARENA_NEED);
  csv_open(&r, bytes, n, d);
  for (enum csv_fault f; (f = csv_next(&r, a, &row)) != CSV_END; arena_reset(a)) {
    count++;
    odd += f != CSV_OK || row.count != columns;
  }
  arena_free(a);
  is_int(count, rows_wanted + 1, "its rows and the header");
  is_int(odd, 0, "all whole and of the same width");
  munmap(bytes, n);
}

static void test_real_lists(void) {
  struct csv_dialect d = {CSV_UTF8, ',', CSV_DECIMAL_COMMA, CSV_DATE_DMY};
  real_list("../shared/data/dk-esif/raw-2007-2013.utf8-comma.csv", d, 467, 15);
  d = (struct csv_dialect){CSV_WINDOWS_1252, ';', CSV_DECIMAL_COMMA, CSV_DATE_DMY};
  real_list("../shared/data/dk-esif/raw-2014-2020.cp1252-semicolon.csv", d, 85, 18);
  d = (struct csv_dialect){CSV_UTF8, ',', CSV_DECIMAL_POINT, CSV_DATE_ISO};
  real_list("../shared/data/dk-trials/dk_trials.csv", d, 746, 28);
  d.date = CSV_DATE_DMY; // no date in them
  real_list("../shared/data/imi-ppp/projects.csv", d, 176, 2);
  real_list("../shared/data/imi-ppp/participations.csv", d, 4496, 2);
  real_list("../shared/data/imi-ppp/organisations.csv", d, 1031, 4);
}

int main(void) {
  arena = arena_new((size_t)256 << 20);
  test_rows();
  test_faults();
  test_large();
  test_position();
  test_detect();
  test_header();
  test_amounts();
  test_numbers();
  test_dates();
  test_write();
  test_round_trip();
  test_real_lists();
  arena_free(arena);
  return done();
}
