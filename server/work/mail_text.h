// SPDX-License-Identifier: EUPL-1.2
// The form of a mail: headers of RFC 5322 with encoded words of RFC 2047, and text in
// quoted-printable of RFC 2045. Lines end in CRLF and stay below 78 bytes.
#ifndef SAMSPIL_WORK_MAIL_TEXT_H
#define SAMSPIL_WORK_MAIL_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

// `name: value`; a value that is not printable ASCII becomes encoded words. UTF-8.
void mail_header(struct buf *out, const char *name, const char *value);
// To or From: a name of any kind and an address that mail_address takes.
void mail_mailbox(struct buf *out, const char *header, const char *name, const char *address);
// Seconds since 1970 as Date, in UTC.
void mail_date(struct buf *out, int64_t seconds);
// UTF-8 text with \n between its lines.
void mail_quoted(struct buf *out, const char *text);

// local@domain of printable ASCII without what would need quoting; nothing else is written to a
// header or given to a mail server.
bool mail_address(const char *address);

#endif
