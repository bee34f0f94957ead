// SPDX-License-Identifier: EUPL-1.2
// Which files are taken as documents, and whether a file is what its name says. Looks at the bytes,
// never at what a browser calls them.
#ifndef SAMSPIL_BASE_FILETYPE_H
#define SAMSPIL_BASE_FILETYPE_H

#include <stdbool.h>
#include <stddef.h>

enum filetype_verdict {
  FILETYPE_FITS,
  FILETYPE_UNKNOWN, // no such extension, or not one of config.document_types
  FILETYPE_OTHER,   // the bytes are something else
  FILETYPE_MACROS,  // holds programs (macros)
};

// *media is set to a constant when it fits.
enum filetype_verdict filetype_check(const char *filename, const char *bytes, size_t n,
                                     const char **media);

#endif
