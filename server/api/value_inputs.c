// SPDX-License-Identifier: EUPL-1.2
// Checked inputs as JSON again, in one form whoever wrote them: members in the order of the table,
// nulls left out, numbers with the fewest digits that read back as the same value.
#include "api/value_codec.h"

static void write_row(struct buf *out, const struct in *in);

static void write_value(struct buf *out, const struct field *f, const struct in_value *v);

static void write_map(struct buf *out, const struct field *f, const struct in_value *v) {
  buf_putc(out, '{');
  for (size_t i = 0; i < v->count; i++) {
    out_key(out, v->texts[i]);
    write_value(out, f->sub, &v->items[i].values[0]);
  }
  buf_putc(out, '}');
}

static void write_list(struct buf *out, const struct field *f, const struct in_value *v) {
  buf_putc(out, '[');
  for (size_t i = 0; i < v->count; i++) {
    out_comma(out);
    if (f->type == F_NUMBERS)
      out_double(out, v->numbers[i]);
    else if (f->type == F_TEXTS)
      out_string(out, v->texts[i]);
    else
      write_row(out, &v->items[i]);
  }
  buf_putc(out, ']');
}

static void write_value(struct buf *out, const struct field *f, const struct in_value *v) {
  if (f->type == F_NUMBER)
    out_double(out, v->number);
  else if (f->type == F_INT || f->type == F_BOOL)
    buf_puts(out, v->text);
  else if (f->type == F_OBJECT)
    write_row(out, v->items);
  else if (f->type == F_MAP)
    write_map(out, f, v);
  else if (f->type == F_ARRAY || f->type == F_NUMBERS || f->type == F_TEXTS)
    write_list(out, f, v);
  else
    out_string(out, v->text);
}

static void write_row(struct buf *out, const struct in *in) {
  buf_putc(out, '{');
  for (size_t i = 0; in->table[i].type != F_END; i++) {
    const struct in_value *v = &in->values[i];
    if (!v->present || v->null)
      continue;
    out_key(out, in->table[i].name);
    write_value(out, &in->table[i], v);
  }
  buf_putc(out, '}');
}

void value_inputs(const struct in *body, struct buf *out) {
  write_row(out, body);
}

void value_member(struct buf *out, const struct field *f, const struct in_value *v) {
  if (!v->present || v->null)
    buf_puts(out, "null");
  else
    write_value(out, f, v);
}
