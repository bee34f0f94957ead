// SPDX-License-Identifier: EUPL-1.2
// Takes an uploaded list into the database: detects how it is written, stores it in pieces, and
// brings its columns to fields by a saved mapping. Called by the handler of POST /imports and by
// `samspil import`, inside their transaction.
#ifndef SAMSPIL_STORE_UPLOAD_H
#define SAMSPIL_STORE_UPLOAD_H

#include "base/csv.h"
#include "store/db.h"

struct upload {
  const char *filename;
  const char *mapping; // name of a saved one; NULL: the one that fits
  const char *kind; // opi, strategic_procurement, research_contract, organisation, participation;
                    // NULL: as the mapping says
  const char *unit; // code or name for rows that name none; NULL: the uploader's
  const char *bytes;
  size_t length;
};

// Why a file is not taken; as a field fault.
struct upload_refusal {
  const char *field;
  enum fault fault;
  const char *argument, *da, *en; // da, en: what to do about it, or NULL
};

// ERR_INVALID or ERR_MEDIA_TYPE with *refusal when the file cannot be read as a list.
MUST_USE enum err upload_save(struct db *db, struct arena *a, const struct upload *u, int64_t *id,
                              struct upload_refusal *refusal);

// Reads the columns of a stored file again, by settings that have changed. bytes: its beginning.
MUST_USE enum err upload_read_columns(struct db *db, struct arena *a, const char *id,
                                      const char *bytes, size_t length, struct csv_dialect dialect,
                                      int64_t header_row);

// Settings as they are stored and shown, and back.
const char *upload_encoding(struct csv_dialect d);
const char *upload_delimiter(struct csv_dialect d);
const char *upload_decimal(struct csv_dialect d);
const char *upload_date_style(struct csv_dialect d);
struct csv_dialect upload_dialect(const char *encoding, const char *delimiter, const char *decimal,
                                  const char *date_style);

#endif
