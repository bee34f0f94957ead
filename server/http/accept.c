// SPDX-License-Identifier: EUPL-1.2
// Accept, Accept-Language and Content-Type: what the client can read and what it has sent.
#include <string.h>
#include <strings.h>

#include "http/request.h"

// One element of a list such as "da-DK, en;q=0.8".
struct item {
  const char *text;
  size_t length;
  int weight; // thousandths
};

// "q=0.8" as 800; anything that is no weight as 0.
static int weight_of(const char *s, size_t n) {
  const char *end = s + n;
  while (s < end && *s != '=')
    s++;
  if (end - s < 2 || (s[1] != '0' && s[1] != '1'))
    return 0;
  int value = (s[1] - '0') * 1000, place = 100;
  if (end - s > 2 && s[2] == '.')
    for (const char *d = s + 3; d < end && *d >= '0' && *d <= '9' && place; d++, place /= 10)
      value += (*d - '0') * place;
  return value < 1000 ? value : 1000;
}

static bool next_item(const char **rest, struct item *out) {
  const char *s = *rest + strspn(*rest, ", \t");
  if (!*s)
    return false;
  size_t all = strcspn(s, ",");
  *out = (struct item){.text = s, .length = 0, .weight = 1000};
  while (out->length < all && !strchr("; \t", s[out->length]))
    out->length++;
  for (size_t i = 0; i < all;) { // parameters behind semicolons
    size_t part = strcspn(s + i, ";,"), blank = strspn(s + i, " \t");
    if (i > 0 && (s[i + blank] | 32) == 'q')
      out->weight = weight_of(s + i + blank, part - blank);
    i += part + 1;
  }
  *rest = s + all;
  return true;
}

static bool is_language(const struct item *x, const char *code) {
  return x->length >= 2 && strncasecmp(x->text, code, 2) == 0 &&
         (x->length == 2 || x->text[2] == '-');
}

enum lang accept_language(const char *header) {
  enum lang best = LANG_DA;
  int weight = 0;
  struct item x;
  for (const char *rest = header ? header : ""; next_item(&rest, &x);)
    if (x.weight > weight && (is_language(&x, "da") || is_language(&x, "en"))) {
      weight = x.weight;
      best = is_language(&x, "en") ? LANG_EN : LANG_DA;
    }
  return best;
}

static bool is_text(const struct item *x, const char *text, size_t n) {
  return x->length == n && strncasecmp(x->text, text, n) == 0;
}

bool accept_type(const char *header, const char *type) {
  if (!header || !*header)
    return true;
  size_t family = strcspn(type, "/") + 1;
  struct item x;
  for (const char *rest = header; next_item(&rest, &x);) {
    bool whole_family =
        x.length == family + 1 && strncasecmp(x.text, type, family) == 0 && x.text[family] == '*';
    if (x.weight > 0 && (is_text(&x, type, strlen(type)) || is_text(&x, "*/*", 3) || whole_family))
      return true;
  }
  return false;
}

bool media_is(const char *content_type, const char *type) {
  size_t n = strlen(type);
  return content_type && strncasecmp(content_type, type, n) == 0 &&
         (!content_type[n] || strchr("; \t", content_type[n]));
}
