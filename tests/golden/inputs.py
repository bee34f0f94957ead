# SPDX-License-Identifier: EUPL-1.2
"""Inputs of published models that are too long to write down: yearly rewards of a Markov cohort, and
equally probable samples of normal distributions. Plain loops; nothing here knows how the engine works.

In an input, {"cohort": "comb", "reward": "cost"} stands for a list by year, {"normal": [mean, sd], "axis": 0}
for a list of draws, {"constant": x} for the same number in every draw, {"each_year": {...}} for a row a year.
"""
import math
from statistics import NormalDist

STANDARD = NormalDist()


# --- Markov cohorts -----------------------------------------------------------------------------------

def probabilities(moves, relative_risk=1):
    """Counts or probabilities of a row to shares; a relative risk holds for every change of state."""
    rows = []
    for i, row in enumerate(moves):
        shares = [n / sum(row) * (relative_risk if i != j else 1) for j, n in enumerate(row)]
        shares[i] = 1 - sum(s for j, s in enumerate(shares) if j != i)
        rows.append(shares)
    return rows


def step(people, rows):
    return [sum(people[i] * rows[i][j] for i in range(len(people))) for j in range(len(people))]


def occupancy(spec):
    """(people before, people after, rewards of the phase) for each cycle."""
    people = spec["start"]
    for phase in spec["phases"]:
        rows = probabilities(phase["moves"], phase.get("relative_risk", 1))
        for _ in range(phase["cycles"]):
            after = step(people, rows)
            yield people, after, phase["rewards"]
            people = after


def hip_occupancy(spec):
    """The hip replacement model: revision risk by a Weibull hazard, death by age (states: operation, success,
    revision, success after revision, dead)."""
    people, age = [1, 0, 0, 0, 0], spec["age"]
    hazard = math.exp(spec["constant"] + spec["by_age"] * age) * math.exp(spec.get("log_relative_risk", 0))
    shape = math.exp(spec["log_shape"])
    for cycle in range(1, spec["cycles"] + 1):
        death = max((int(a), p) for a, p in spec["death"].items() if int(a) <= age + cycle)[1]
        revision = 1 - math.exp(hazard * ((cycle - 1) ** shape - cycle ** shape))
        operation, again = spec["operative_death"], spec["second_revision"]
        after = step(people, [[0, 1 - operation, 0, 0, operation],
                              [0, 1 - revision - death, revision, 0, death],
                              [0, 0, 0, 1 - operation - death, operation + death],
                              [0, 0, again, 1 - again - death, death],
                              [0, 0, 0, 0, 1]])
        yield people, after, spec["rewards"]
        people = after


def rewards(spec, name):
    """By year index; `first` is the index of the first cycle."""
    weight = {"beginning": 0, "life-table": 0.5, "end": 1}[spec["counting"]]
    cycles = hip_occupancy(spec) if "log_shape" in spec else occupancy(spec)
    return [0.0] * spec.get("first", 0) + [
        sum(((1 - weight) * b + weight * a) * r for b, a, r in zip(before, after, reward[name]))
        for before, after, reward in cycles]


# --- samples ------------------------------------------------------------------------------------------

def slices(mean, sd, n):
    """The means of n equally probable slices of a normal distribution. A linear function's expectation over
    them is exact on both sides of a kink; only the slice that holds the kink is off."""
    def density(p):
        return STANDARD.pdf(STANDARD.inv_cdf(p)) if 0 < p < 1 else 0.0
    at = [density(i / n) for i in range(n + 1)]
    return [mean + sd * n * (at[i] - at[i + 1]) for i in range(n)]


def draws(spec, axes):
    """Every combination of the axes' slices once."""
    total = math.prod(axes)
    if "constant" in spec:
        return [spec["constant"]] * total
    axis = spec.get("axis", 0)
    values, inner = slices(*spec["normal"], axes[axis]), math.prod(axes[axis + 1:])
    return [values[i // inner % axes[axis]] for i in range(total)]


# --- placeholders -------------------------------------------------------------------------------------

def expand(value, case, years=()):
    if isinstance(value, list):
        return [expand(v, case, years) for v in value]
    if not isinstance(value, dict):
        return value
    if "cohort" in value:
        return by_year(value, case, years)
    if "normal" in value or "constant" in value:
        return draws(value, case["axes"])
    if "each_year" in value:
        return [{"year": y, **value["each_year"]} for y in years]
    if "base_year" in value:
        years = range(value["base_year"], value["base_year"] + value["horizon_years"])
    return {k: expand(v, case, years) for k, v in value.items()}


def by_year(value, case, years):
    amounts = rewards(case["cohorts"][value["cohort"]], value["reward"])
    if "less" in value:
        amounts = [a - b for a, b in zip(amounts, rewards(case["cohorts"][value["less"]], value["reward"]))]
    amounts = [value.get("times", 1) * a for a in amounts]
    if "as" in value:
        return [{"year": y, value["as"]: a} for y, a in zip(years, amounts)]
    return amounts
