// SPDX-License-Identifier: EUPL-1.2
// Mail of notes and deadlines, by SMTP. Sending is a topic of the outbox in a lane of its own, so
// that a mail server that does not answer holds up nothing else.
#ifndef SAMSPIL_WORK_MAIL_H
#define SAMSPIL_WORK_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "store/db.h"

// Whether the set-up names a mail server. *why tells what is wrong with it, NULL when nothing.
bool mail_configured(const char **why);
// Puts new notes into mails, and the mails into the outbox.
MUST_USE enum err mail_collect(struct db *db);
// Topic mail.send. May send twice when the process dies between the server's yes and ours; the
// Message-ID is the same then.
MUST_USE enum err mail_send(struct db *db, struct db *aside, int64_t id);
// A mail that is under way is broken off, to be tried again later. From any thread.
void mail_break_off(void);

#endif
