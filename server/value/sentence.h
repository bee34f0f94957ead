// SPDX-License-Identifier: EUPL-1.2
// The result in plain Danish and English for people who are no economists: who pays, who gains,
// what it comes to. No jargon; amounts in mio. kr. with one decimal, or whole kroner below 100.000.
#ifndef SAMSPIL_VALUE_SENTENCE_H
#define SAMSPIL_VALUE_SENTENCE_H

#include "value/round.h"
#include "value/value.h"

// Sentences in reading order; *count of them.
const char **value_sentences(const struct value_estimate *in, const struct value_outcome *o,
                             enum value_style style, struct arena *a, size_t *count);
// What it may cost to know more, at the first threshold of the decision.
const char *value_information_text(const struct value_decision *d, enum value_style style,
                                   struct arena *a);
// What a signal means, in one short line.
const char *value_signal_text(enum value_signal code, enum value_style style);
const char *value_warning_text(enum value_warning code, enum value_style style);

#endif
