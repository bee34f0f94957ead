// SPDX-License-Identifier: EUPL-1.2
// Options from the environment.
#include "base/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/parse.h"

enum type { TEXT, INT };

struct option {
  const char *name;
  enum type type;
  const char *value;
  bool secret;
  const char *help;
  void *field;
};

struct config config;

static const struct option options[] = {
#define X(field, name, type, value, secret, help) {name, type, value, secret, help, &config.field},
#include "base/config.def"
#undef X
};
enum { OPTIONS = sizeof options / sizeof options[0] };

// The content of the file named by NAME_FILE without its last newline, or NULL. Kept for ever.
static char *from_file(const char *path) {
  FILE *f = fopen(path, "re");
  if (!f)
    return NULL;
  char *text = calloc(1, 8192);
  size_t n = text ? fread(text, 1, 8191, f) : 0;
  fclose(f);
  while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
    text[--n] = '\0';
  return text;
}

static bool set(const struct option *o, const char *value) {
  if (o->type == TEXT) {
    *(const char **)o->field = value;
    return true;
  }
  return parse_int64(value, strlen(value), o->field);
}

static bool load_one(const struct option *o) {
  char file_name[80];
  snprintf(file_name, sizeof file_name, "%s_FILE", o->name);
  const char *value = getenv(o->name), *path = getenv(file_name);
  if (path && !(value = from_file(path))) {
    fprintf(stderr, "samspil: %s: cannot read %s\n", file_name, path);
    return false;
  }
  if (!set(o, value ? value : o->value)) {
    fprintf(stderr, "samspil: %s: not a whole number\n", o->name);
    return false;
  }
  return true;
}

static bool known(const char *variable, size_t n) {
  for (size_t i = 0; i < OPTIONS; i++) {
    size_t len = strlen(options[i].name);
    if (strncmp(variable, options[i].name, len) == 0 &&
        (n == len || (n == len + 5 && strncmp(variable + len, "_FILE", 5) == 0)))
      return true;
  }
  return false;
}

bool config_load(void) {
  bool ok = true;
  for (size_t i = 0; i < OPTIONS; i++)
    ok &= load_one(&options[i]);
  for (char **e = environ; *e; e++) {
    size_t n = strcspn(*e, "=");
    if (strncmp(*e, "SAMSPIL_", 8) == 0 && !known(*e, n)) {
      fprintf(stderr, "samspil: %.*s: no such option\n", (int)n, *e);
      ok = false;
    }
  }
  return ok;
}

bool config_option(size_t i, struct config_option *out) {
  if (i >= OPTIONS)
    return false;
  const struct option *o = &options[i];
  *out = (struct config_option){
      .name = o->name, .help = o->help, .is_text = o->type == TEXT, .secret = o->secret};
  if (!out->is_text)
    out->number = *(const int64_t *)o->field;
  const char *text = out->is_text ? *(const char *const *)o->field : NULL;
  out->set = !out->is_text || *text;
  out->text = o->secret ? NULL : text;
  return true;
}

const char *config_url(struct arena *a) {
  return *config.public_url ? config.public_url : arena_printf(a, "http://%s", config.listen);
}

void config_help(FILE *out) {
  for (size_t i = 0; i < OPTIONS; i++)
    fprintf(out, "  %-28s %s%s%s%s\n", options[i].name, options[i].help,
            *options[i].value ? " (" : "", options[i].value, *options[i].value ? ")" : "");
}
