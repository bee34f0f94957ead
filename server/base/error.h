// SPDX-License-Identifier: EUPL-1.2
// The two error registries. `enum err` is what fallible functions return (ERR_NONE = 0 = success);
// `enum fault` says what is wrong with one field. Both are tables in .def files.
#ifndef SAMSPIL_BASE_ERROR_H
#define SAMSPIL_BASE_ERROR_H

enum lang { LANG_DA, LANG_EN };

enum err {
  ERR_NONE,
#define X(name, status, code, da, en) name,
#include "base/error.def"
#undef X
  ERR_COUNT
};

enum fault {
  FAULT_NONE,
#define X(name, code, da, en) name,
#include "base/fault.def"
#undef X
  FAULT_COUNT
};

struct err_info {
  int status;
  const char *code, *title[2]; // title by enum lang
};

struct fault_info {
  const char *code, *text[2]; // text by enum lang; may hold one %s for the limit or value
};

const struct err_info *err_info(enum err e);
const struct fault_info *fault_info(enum fault f);

#define MUST_USE __attribute__((warn_unused_result))

#endif
