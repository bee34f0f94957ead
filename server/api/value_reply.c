// SPDX-License-Identifier: EUPL-1.2
// Field tables of the value engine's reply, for /openapi.json. value_encode.c writes what they say.
#include "api/value_codec.h"

// In a reply: always there, and never null; or always there and null when not defined.
#define ALWAYS (FIELD_REQUIRED | FIELD_NO_NULL)
#define MAYBE  FIELD_REQUIRED

#define NUMBER(name, flag)                                                                         \
  { name, F_NUMBER, .flags = flag }
#define NUMBERS(name)                                                                              \
  { name, F_NUMBERS, .flags = ALWAYS }
#define TEXT(name, flag)                                                                           \
  { name, F_TEXT, .flags = flag }
#define FLAG(name)                                                                                 \
  { name, F_BOOL, .flags = ALWAYS }
#define INTEGER(name)                                                                              \
  { name, F_INT, .flags = ALWAYS }
#define TEXTS(name)                                                                                \
  { name, F_TEXTS, .flags = ALWAYS }
#define CHOICE(name, list)                                                                         \
  { name, F_CHOICE, .flags = ALWAYS, .choices = list }
#define ARRAY(name, table)                                                                         \
  { name, F_ARRAY, .flags = ALWAYS, .sub = table }
#define OBJECT(name, table)                                                                        \
  { name, F_OBJECT, .flags = ALWAYS, .sub = table }

static const struct field sentences[] = {TEXTS("da"), TEXTS("en"), {0}};

static const struct field npv[] = {
    NUMBER("clinic", ALWAYS),           NUMBER("hospital", ALWAYS),
    NUMBER("region", ALWAYS),           NUMBER("region_cash", ALWAYS),
    NUMBER("public", ALWAYS),           NUMBER("public_cash", ALWAYS),
    NUMBER("limited_societal", ALWAYS), NUMBER("limited_societal_cash", ALWAYS),
    NUMBER("societal", MAYBE),          {0},
};

static const struct field compensation[] = {TEXT("sector", ALWAYS), NUMBER("amount", ALWAYS), {0}};

static const struct field signal[] = {
    CHOICE("code", "neutral|common_gain|initiator_loses_society_gains|cost_shifted|no_total_gain"),
    TEXT("text_da", ALWAYS),
    TEXT("text_en", ALWAYS),
    NUMBER("initiator", ALWAYS),
    NUMBER("total", ALWAYS),
    NUMBER("compensation", ALWAYS),
    ARRAY("payers", compensation),
    NUMBER("spillover_share", MAYBE),
    {0},
};

static const struct field matrix[] = {
    TEXT("sector", ALWAYS),      NUMBER("pays", ALWAYS),
    NUMBER("saves", ALWAYS),     NUMBER("capacity", ALWAYS),
    NUMBER("time", ALWAYS),      NUMBER("qaly", ALWAYS),
    NUMBER("net", ALWAYS),       NUMBER("cash", ALWAYS),
    NUMBER("confirmed", ALWAYS), {0},
};

static const struct field nmb[] = {
    NUMBER("wtp", ALWAYS), NUMBER("value", ALWAYS), NUMBER("nhb", MAYBE), {0}};

static const struct field lines[] = {
    TEXT("id", ALWAYS),
    TEXT("name", ALWAYS),
    TEXT("sector", ALWAYS),
    TEXT("class", ALWAYS),
    TEXT("kind", ALWAYS),
    TEXT("evidence", MAYBE),
    FLAG("of_comparator"),
    NUMBERS("flows"),
    NUMBER("pv", ALWAYS),
    NUMBER("sunk", ALWAYS),
    {0},
};

static const struct field payers[] = {TEXT("payer", ALWAYS), NUMBERS("amounts"), {0}};

static const struct field form_text[] = {TEXTS("loen"),       TEXTS("oevrig_drift"),
                                         TEXTS("etablering"), TEXTS("aarsvaerk"),
                                         TEXTS("samlet"),     {0}};

static const struct field form[] = {
    NUMBERS("years"),     NUMBERS("loen"),   NUMBERS("oevrig_drift"),   NUMBERS("etablering"),
    NUMBERS("aarsvaerk"), NUMBERS("samlet"), OBJECT("text", form_text), {0},
};

static const struct field budget_impact[] = {
    NUMBERS("years"), ARRAY("payers", payers), OBJECT("form", form), {0}};

static const struct field stages[] = {INTEGER("no"),
                                      INTEGER("start_year"),
                                      NUMBER("probability", ALWAYS),
                                      NUMBER("exposure", ALWAYS),
                                      {0}};

static const struct field break_even[] = {TEXT("parameter", ALWAYS), NUMBER("value", MAYBE), {0}};

static const struct field tornado[] = {
    TEXT("parameter", ALWAYS),  NUMBER("low", ALWAYS),       NUMBER("high", ALWAYS),
    NUMBER("npv_low", ALWAYS),  NUMBER("npv_high", ALWAYS),  NUMBER("swing", ALWAYS),
    NUMBER("qaly_low", ALWAYS), NUMBER("qaly_high", ALWAYS), {0},
};

static const struct field warnings[] = {
    CHOICE("code", "no_source|loen_without_fte|fte_without_loen|payback_recrosses|"
                   "savings_per_qaly_lost|disputed"),
    TEXT("line", MAYBE),
    TEXT("text_da", ALWAYS),
    TEXT("text_en", ALWAYS),
    {0},
};

static const struct field trace[] = {
    TEXT("line", ALWAYS), TEXT("formula", ALWAYS), TEXTS("terms"), {0}};

// clang-format off
#define SPREAD                                                                                     \
  NUMBER("mean", ALWAYS), NUMBER("sd", ALWAYS), NUMBER("p5", ALWAYS), NUMBER("p50", ALWAYS),       \
  NUMBER("p95", ALWAYS), NUMBER("p_positive", ALWAYS), NUMBER("mc_se", ALWAYS),                    \
  NUMBER("base", ALWAYS)
// clang-format on

static const struct field spread[] = {SPREAD, {0}};
static const struct field perspectives[] = {TEXT("perspective", ALWAYS), SPREAD, {0}};
static const struct field sectors[] = {TEXT("sector", ALWAYS), SPREAD, {0}};

static const struct field bands[] = {
    INTEGER("year"),
    NUMBER("p5", ALWAYS),
    NUMBER("p50", ALWAYS),
    NUMBER("p95", ALWAYS),
    NUMBER("cumulative_p5", ALWAYS),
    NUMBER("cumulative_p50", ALWAYS),
    NUMBER("cumulative_p95", ALWAYS),
    {0},
};

static const struct field histogram[] = {
    NUMBER("low", ALWAYS), NUMBER("width", ALWAYS), NUMBERS("counts"), {0}};
static const struct field convergence[] = {
    INTEGER("draws"), NUMBER("mean", ALWAYS), NUMBER("mc_se", ALWAYS), {0}};
static const struct field plane[] = {NUMBERS("costs"), NUMBERS("effects"), {0}};

static const struct field simulation[] = {
    INTEGER("draws"),
    INTEGER("seed"),
    SPREAD,
    ARRAY("perspectives", perspectives),
    ARRAY("sectors", sectors),
    OBJECT("cost", spread),
    {"qaly", F_OBJECT, .flags = MAYBE, .sub = spread},
    {"risk", F_OBJECT, .flags = MAYBE, .sub = spread},
    ARRAY("years", bands),
    OBJECT("histogram", histogram),
    ARRAY("convergence", convergence),
    OBJECT("plane", plane),
    {0},
};

static const struct field ceac[] = {TEXT("name", MAYBE), NUMBERS("value"), {0}};
static const struct field evppi[] = {TEXTS("parameters"), NUMBERS("value"), {0}};

static const struct field alternatives[] = {
    TEXT("name", ALWAYS),
    FLAG("is_comparator"),
    OBJECT("sentences", sentences),
    OBJECT("npv", npv),
    OBJECT("signal", signal),
    OBJECT("signal_cash", signal),
    ARRAY("matrix", matrix),
    NUMBER("benefits", ALWAYS),
    NUMBER("costs", ALWAYS),
    NUMBER("bcr", MAYBE),
    NUMBER("annuity", ALWAYS),
    NUMBER("payback_years", MAYBE),
    FLAG("payback_recrosses"),
    NUMBER("discounted_payback_years", MAYBE),
    FLAG("discounted_payback_recrosses"),
    NUMBER("irr", MAYBE),
    NUMBER("cost_delta", ALWAYS),
    NUMBER("qaly", ALWAYS),
    NUMBER("qaly_undiscounted", ALWAYS),
    NUMBER("life_years", ALWAYS),
    NUMBER("life_years_undiscounted", ALWAYS),
    NUMBER("icer", MAYBE),
    CHOICE("icer_verdict", "cost_minimisation|dominant|dominated|icer|savings_per_qaly_lost"),
    CHOICE("quadrant", "axis|NE|SE|SW|NW"),
    ARRAY("nmb", nmb),
    ARRAY("lines", lines),
    NUMBERS("flows_total"),
    NUMBERS("cumulative"),
    NUMBERS("cumulative_discounted"),
    NUMBER("sunk", ALWAYS),
    OBJECT("budget_impact", budget_impact),
    NUMBER("risk_adjusted_npv", ALWAYS),
    NUMBER("break_even_p", MAYBE),
    ARRAY("stages", stages),
    ARRAY("break_even", break_even),
    ARRAY("tornado", tornado),
    {"simulation", F_OBJECT, .flags = MAYBE, .sub = simulation},
    NUMBER("weak_evidence_share", MAYBE),
    NUMBER("ungraded_evidence_share", MAYBE),
    NUMBER("climate_kg", ALWAYS),
    ARRAY("warnings", warnings),
    ARRAY("trace", trace),
    {0},
};

static const struct field frontier[] = {
    TEXT("name", MAYBE),
    NUMBER("cost", ALWAYS),
    NUMBER("effect", ALWAYS),
    CHOICE("status", "frontier|dominated|extended_dominated"),
    NUMBER("incremental_cost", MAYBE),
    NUMBER("incremental_effect", MAYBE),
    NUMBER("icer", MAYBE),
    {0},
};

const struct field value_reply[] = {
    TEXT("engine_version", ALWAYS),
    TEXT("params_hash", ALWAYS),
    TEXT("perspective", ALWAYS),
    INTEGER("price_year"),
    NUMBERS("years"),
    NUMBERS("discount_factors"),
    ARRAY("alternatives", alternatives),
    ARRAY("frontier", frontier),
    NUMBERS("wtp"),
    ARRAY("ceac", ceac),
    NUMBERS("ceaf"),
    TEXTS("optimal"),
    NUMBERS("evpi"),
    ARRAY("evppi", evppi),
    TEXT("evpi_text_da", MAYBE),
    TEXT("evpi_text_en", MAYBE),
    {0},
};

// Those of the distribution, in both ways of giving them.
#define PARAMETER(name) NUMBER(name, FIELD_NO_NULL)
static const struct field parameters[] = {
    PARAMETER("value"),
    PARAMETER("low"),
    PARAMETER("mode"),
    PARAMETER("high"),
    PARAMETER("mean"),
    PARAMETER("sd"),
    PARAMETER("shape"),
    PARAMETER("scale"),
    PARAMETER("meanlog"),
    PARAMETER("sdlog"),
    PARAMETER("alpha"),
    PARAMETER("beta"),
    {0},
};

static const struct field quantiles[] = {NUMBER("p", ALWAYS), NUMBER("value", ALWAYS), {0}};

const struct field distribution_reply[] = {
    NUMBER("mean", ALWAYS),
    NUMBER("sd", ALWAYS),
    ARRAY("quantiles", quantiles),
    OBJECT("parameters", parameters),
    {"density", F_ANY, .flags = ALWAYS}, // [[x, density], ...]
    {0},
};
