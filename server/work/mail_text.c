// SPDX-License-Identifier: EUPL-1.2
#include "work/mail_text.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { WORD_BYTES = 36, LINE = 75, ADDRESS_MAX = 254 };

static bool plain(const char *text) {
  for (; *text; text++)
    if (*text < ' ' || *text > '~')
      return false;
  return true;
}

// Bytes of text, at most `room`, that end between characters.
static size_t whole_characters(const char *text, size_t room) {
  size_t n = strnlen(text, room);
  while (text[n] && n > 1 && ((unsigned char)text[n] & 0xc0) == 0x80)
    n--;
  return n;
}

static void encoded_words(struct buf *out, const char *text) {
  char word[sodium_base64_ENCODED_LEN(WORD_BYTES, sodium_base64_VARIANT_ORIGINAL)];
  for (bool first = true; *text; first = false) {
    size_t n = whole_characters(text, WORD_BYTES);
    sodium_bin2base64(word, sizeof word, (const unsigned char *)text, n,
                      sodium_base64_VARIANT_ORIGINAL);
    buf_printf(out, "%s=?UTF-8?B?%s?=", first ? "" : "\r\n ", word);
    text += n;
  }
}

void mail_header(struct buf *out, const char *name, const char *value) {
  buf_printf(out, "%s: ", name);
  if (plain(value))
    buf_puts(out, value);
  else
    encoded_words(out, value);
  buf_puts(out, "\r\n");
}

// The name as encoded words also where ASCII would do: no quoting of its own is needed then.
void mail_mailbox(struct buf *out, const char *header, const char *name, const char *address) {
  buf_printf(out, "%s: ", header);
  encoded_words(out, name);
  buf_printf(out, "\r\n <%s>\r\n", address);
}

void mail_date(struct buf *out, int64_t seconds) {
  static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  time_t at = (time_t)seconds;
  struct tm t;
  gmtime_r(&at, &t);
  buf_printf(out, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n", days[t.tm_wday], t.tm_mday,
             months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

void mail_quoted(struct buf *out, const char *text) {
  size_t used = 0;
  for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
    if (*c == '\n') {
      buf_puts(out, "\r\n");
      used = 0;
      continue;
    }
    bool last_blank = (*c == ' ' || *c == '\t') && (c[1] == '\n' || !c[1]);
    bool as_is = *c >= ' ' && *c <= '~' && *c != '=' && !last_blank;
    size_t n = as_is ? 1 : 3;
    if (used + n > LINE) {
      buf_puts(out, "=\r\n");
      used = 0;
    }
    if (as_is)
      buf_putc(out, (char)*c);
    else
      buf_printf(out, "=%02X", *c);
    used += n;
  }
  buf_puts(out, "\r\n");
}

bool mail_address(const char *address) {
  const char *at = strchr(address, '@');
  size_t n = strlen(address);
  if (!at || at == address || !at[1] || strchr(at + 1, '@') || n > ADDRESS_MAX)
    return false;
  for (const char *c = address; *c; c++)
    if (*c <= ' ' || *c > '~' || strchr("<>()[]\\,;:\"", *c))
      return false;
  return true;
}
