// SPDX-License-Identifier: EUPL-1.2
// The error registries as arrays.
#include "base/error.h"

static const struct err_info errors[] = {
    [ERR_NONE] = {200, "ok", {"I orden", "OK"}},
#define X(name, status, code, da, en) [name] = {status, code, {da, en}},
#include "base/error.def"
#undef X
};

static const struct fault_info faults[] = {
    [FAULT_NONE] = {"ok", {"I orden", "OK"}},
#define X(name, code, da, en) [name] = {code, {da, en}},
#include "base/fault.def"
#undef X
};

const struct err_info *err_info(enum err e) {
  return &errors[e];
}

const struct fault_info *fault_info(enum fault f) {
  return &faults[f];
}
