// SPDX-License-Identifier: EUPL-1.2
// The result in plain sentences. Texts stand in tables, Danish first; the code only picks and
// joins.
#include "value/sentence.h"

#include <math.h>
#include <string.h>

#include "value/simulate.h"

enum { SENTENCES_MAX = SECTOR_COUNT + 12, PARTS_MAX = 3 };

static const char *const subjects[SECTOR_COUNT][2] = {
    [SECTOR_INITIATING_CLINIC] = {"Jeres afdeling", "Your department"},
    [SECTOR_OTHER_DEPARTMENTS] = {"Andre afdelinger", "Other departments"},
    [SECTOR_OTHER_HOSPITALS] = {"Andre hospitaler", "Other hospitals"},
    [SECTOR_REGION_ADMIN] = {"Regionens fælles budget", "The region's common budget"},
    [SECTOR_GENERAL_PRACTICE] = {"Almen praksis", "General practice"},
    [SECTOR_MUNICIPALITY] = {"Kommunen", "The municipality"},
    [SECTOR_STATE] = {"Staten", "The state"},
    [SECTOR_PATIENTS] = {"Patienterne", "The patients"},
    [SECTOR_RELATIVES] = {"De pårørende", "The relatives"},
    [SECTOR_PRIVATE_PARTY] = {"Den private part", "The private party"},
    [SECTOR_OTHER_REGIONS] = {"Andre regioner", "Other regions"},
    [SECTOR_REST_OF_SOCIETY] = {"Resten af samfundet", "The rest of society"},
};

// English verbs follow the number of their subject.
static const bool plural[SECTOR_COUNT] = {
    [SECTOR_OTHER_DEPARTMENTS] = true, [SECTOR_OTHER_HOSPITALS] = true, [SECTOR_PATIENTS] = true,
    [SECTOR_RELATIVES] = true,         [SECTOR_OTHER_REGIONS] = true,
};

// %s stands for the amount. By kind, then loss or gain; English in the singular and the plural.
static const struct {
  const char *da, *en, *en_plural;
} verbs[PARTS_MAX][2] = {
    {{"betaler %s", "pays %s", "pay %s"}, {"sparer %s", "saves %s", "save %s"}},
    {{"skal bruge kapacitet for %s", "needs capacity worth %s", "need capacity worth %s"},
     {"får frigjort %s i kapacitet", "gets %s of capacity freed", "get %s of capacity freed"}},
    {{"bruger tid for %s", "spends time worth %s", "spend time worth %s"},
     {"sparer tid for %s", "saves time worth %s", "save time worth %s"}},
};

struct prose {
  struct arena *arena;
  enum value_style style;
  const char **list;
  size_t count;
};

static const char *pick(const struct prose *p, const char *da, const char *en) {
  return p->style == STYLE_DA ? da : en;
}

static const char *kr(const struct prose *p, double amount) {
  char text[VALUE_TEXT];
  return arena_strdup(p->arena, value_kr_text(text, amount, p->style));
}

static const char *number(const struct prose *p, double x, int decimals) {
  char text[VALUE_TEXT];
  return arena_strdup(p->arena, value_text(text, x, decimals, p->style));
}

static bool shows(double amount) {
  return fabs(amount) >= 0.5;
}

// With a full stop, unless an abbreviation brought its own.
static void say(struct prose *p, const char *text) {
  bool stopped = *text && text[strlen(text) - 1] == '.';
  p->list[p->count++] = stopped ? text : arena_printf(p->arena, "%s.", text);
}

// The pattern with the text in the place of its %s.
static const char *with(const struct prose *p, const char *pattern, const char *text) {
  const char *mark = strstr(pattern, "%s");
  return arena_printf(p->arena, "%.*s%s%s", (int)(mark - pattern), pattern, text, mark + 2);
}

static void say_with(struct prose *p, const char *da, const char *en, const char *text) {
  say(p, with(p, pick(p, da, en), text));
}

// "betaler 21,5 mio. kr."
static const char *part(const struct prose *p, int kind, double amount, bool many) {
  bool gain = amount > 0;
  const char *en = many ? verbs[kind][gain].en_plural : verbs[kind][gain].en;
  return with(p, pick(p, verbs[kind][gain].da, en), kr(p, fabs(amount)));
}

// "Jeres afdeling betaler 2,0 mio. kr. og får frigjort 3,0 mio. kr. i kapacitet over 5 år."
static void say_row(struct prose *p, const struct value_matrix_row *row, const char *ending) {
  double amounts[PARTS_MAX] = {row->pays + row->saves, row->capacity, row->time};
  const char *text = NULL;
  for (int kind = 0; kind < PARTS_MAX; kind++) {
    if (!shows(amounts[kind]))
      continue;
    const char *next = part(p, kind, amounts[kind], plural[row->sector]);
    text = text ? arena_printf(p->arena, "%s %s %s", text, pick(p, "og", "and"), next) : next;
  }
  if (text)
    say(p, arena_printf(p->arena, "%s %s%s", subjects[row->sector][p->style], text, ending));
}

static void say_rows(struct prose *p, int horizon, const struct value_outcome *o) {
  const char *period = arena_printf(p->arena, "%d", horizon);
  const char *ending =
      with(p, pick(p, " over %s år", horizon == 1 ? " over %s year" : " over %s years"), period);
  for (size_t i = 0; i < o->matrix_count; i++)
    say_row(p, &o->matrix[i], p->count == 0 ? ending : "");
}

static void say_total(struct prose *p, double total) {
  if (!shows(total))
    say(p, pick(p, "Samlet går det i nul", "In all it breaks even"));
  else if (total > 0)
    say_with(p, "Samlet gevinst: %s", "Gain in all: %s", kr(p, total));
  else
    say_with(p, "Samlet tab: %s", "Loss in all: %s", kr(p, -total));
}

static void say_signal(struct prose *p, const struct value_signal_result *s) {
  if (s->code == SIGNAL_INITIATOR_LOSES_SOCIETY_GAINS)
    say_with(p, "Jeres afdeling mangler %s for at gå i nul, selv om helheden vinder",
             "Your department lacks %s to break even, although the whole gains",
             kr(p, s->compensation));
  else if (s->code == SIGNAL_COST_SHIFTED)
    say(p, pick(p, "Jeres afdeling vinder, men helheden taber: Regningen flyttes til andre",
                "Your department gains, but the whole loses: the bill is moved to others"));
  else if (s->code == SIGNAL_NO_TOTAL_GAIN)
    say(p, pick(p, "Hverken jeres afdeling eller helheden vinder",
                "Neither your department nor the whole gains"));
  else if (s->code == SIGNAL_COMMON_GAIN)
    say(p, pick(p, "Både jeres afdeling og helheden vinder",
                "Both your department and the whole gain"));
}

// What the region's purse feels: freed capacity is not money by itself.
static void say_cash(struct prose *p, const struct value_estimate *in,
                     const struct value_outcome *o) {
  double cash = o->npv[PERSPECTIVE_REGION_CASH];
  bool capacity = false;
  for (size_t i = 0; i < o->matrix_count; i++)
    capacity = capacity || o->matrix[i].capacity > 0;
  if (!capacity || !shows(cash))
    return;
  const char *share = number(p, in->capacity_realisation * 100, 0);
  const char *lead =
      in->capacity_realisation > 0
          ? with(p,
                 pick(p, "Når %s % af den frigjorte kapacitet bliver til penge",
                      "When %s % of the freed capacity turns into money"),
                 share)
          : pick(p, "Frigjort kapacitet er ikke penge i sig selv: Talt i penge alene",
                 "Freed capacity is not money by itself: counted in money alone");
  const char *verb = cash < 0 ? pick(p, ", koster det regionen %s", ", it costs the region %s")
                              : pick(p, ", sparer regionen %s", ", the region saves %s");
  bool colon = in->capacity_realisation <= 0;
  say(p, arena_printf(p->arena, "%s%s", lead, with(p, verb + (colon ? 1 : 0), kr(p, fabs(cash)))));
}

static void say_health(struct prose *p, const struct value_outcome *o) {
  double years = o->qaly_undiscounted;
  if (fabs(years) < 0.05)
    return;
  say_with(p,
           years > 0 ? "Patienterne vinder, hvad der svarer til %s leveår med fuldt helbred"
                     : "Patienterne mister, hvad der svarer til %s leveår med fuldt helbred",
           years > 0 ? "The patients gain what equals %s years of life in full health"
                     : "The patients lose what equals %s years of life in full health",
           number(p, fabs(years), 1));
}

static void say_payback(struct prose *p, const struct value_estimate *in,
                        const struct value_outcome *o) {
  bool whole = in->perspective == PERSPECTIVE_LIMITED_SOCIETAL;
  if (whole && o->payback_years > 0 && o->npv[in->perspective] > 0)
    say_with(p, "Samlet set er det tjent hjem efter %s år",
             "In all it has paid for itself after %s years", number(p, o->payback_years, 1));
}

static void say_simulation(struct prose *p, const struct value_estimate *in,
                           const struct value_outcome *o) {
  if (!o->simulation)
    return;
  const struct value_spread *s = &o->simulation->npv[in->perspective];
  const char *mean = with(p,
                          pick(p, "Det ventede resultat er %s, når usikkerheden regnes med",
                               "The expected result is %s when uncertainty is counted in"),
                          kr(p, s->mean));
  const char *chance = with(p,
                            pick(p, "i %s % af tilfældene bliver det en gevinst",
                                 "in %s % of the cases it becomes a gain"),
                            number(p, s->p_positive * 100, 0));
  say(p, arena_printf(p->arena, "%s; %s", mean, chance));
}

static void say_reservations(struct prose *p, const struct value_estimate *in,
                             const struct value_outcome *o) {
  if (o->weak_evidence_share > 0)
    say_with(p, "%s % af værdien hviler på skøn", "%s % of the value rests on guesses",
             number(p, o->weak_evidence_share * 100, 1));
  if (shows(o->sunk)) {
    const char *year = arena_printf(p->arena, "%d", in->base_year);
    const char *text = with(
        p,
        pick(p, "Det, der ligger før %s, er ikke talt med", "What lies before %s is not counted"),
        year);
    say(p, arena_printf(p->arena, "%s (%s)", text, kr(p, o->sunk)));
  }
}

const char **value_sentences(const struct value_estimate *in, const struct value_outcome *o,
                             enum value_style style, struct arena *a, size_t *count) {
  struct prose p = {.arena = a, .style = style};
  p.list = arena_array(a, SENTENCES_MAX, sizeof *p.list);
  say_rows(&p, in->horizon_years, o);
  say_total(&p, o->signal.total);
  say_signal(&p, &o->signal);
  say_cash(&p, in, o);
  say_health(&p, o);
  say_payback(&p, in, o);
  say_simulation(&p, in, o);
  say_reservations(&p, in, o);
  *count = p.count;
  return p.list;
}

const char *value_information_text(const struct value_decision *d, enum value_style style,
                                   struct arena *a) {
  struct prose p = {.arena = a, .style = style};
  p.list = arena_array(a, 1, sizeof *p.list);
  if (shows(d->evpi[0]))
    say_with(&p, "En afprøvning er pengene værd, hvis den koster under %s",
             "A trial is worth its money if it costs less than %s", kr(&p, d->evpi[0]));
  else
    say(&p, pick(&p, "Mere viden ændrer ikke valget", "Knowing more does not change the choice"));
  return p.list[0];
}

const char *value_signal_text(enum value_signal code, enum value_style style) {
  static const char *const texts[SIGNAL_COUNT][2] = {
      [SIGNAL_NEUTRAL] = {"Går i nul", "Breaks even"},
      [SIGNAL_COMMON_GAIN] = {"Fælles gevinst", "Common gain"},
      [SIGNAL_INITIATOR_LOSES_SOCIETY_GAINS] = {"Klinikken taber, samfundet vinder",
                                                "The clinic loses, society gains"},
      [SIGNAL_COST_SHIFTED] = {"Omkostningen flyttes", "The cost is shifted"},
      [SIGNAL_NO_TOTAL_GAIN] = {"Ingen samlet gevinst", "No gain in all"},
  };
  return texts[code][style];
}

const char *value_warning_text(enum value_warning code, enum value_style style) {
  static const char *const texts[WARNING_COUNT][2] = {
      [WARNING_NO_SOURCE] = {"Linjen har ingen kilde og er ikke markeret som skøn (D eller E)",
                             "The line has no source and is not marked as a guess (D or E)"},
      [WARNING_LOEN_WITHOUT_FTE] = {"Der er løn i skemaet, men ingen årsværk",
                                    "The form holds pay, but no full-time equivalents"},
      [WARNING_FTE_WITHOUT_LOEN] = {"Der er årsværk i skemaet, men ingen løn",
                                    "The form holds full-time equivalents, but no pay"},
      [WARNING_PAYBACK_RECROSSES] = {"Det er tjent hjem undervejs, men kommer i minus igen",
                                     "It pays for itself on the way, but falls behind again"},
      [WARNING_SAVINGS_PER_QALY_LOST] = {"Besparelsen sker på bekostning af helbred",
                                         "The saving is made at the expense of health"},
      [WARNING_DISPUTED] = {"Sektoren bestrider linjen", "The sector disputes the line"},
  };
  return texts[code][style];
}
