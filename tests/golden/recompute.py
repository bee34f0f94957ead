#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""An independent calculation of POST /value/evaluate, written from the calculation rules and not from the
engine, and a comparison of the two over random inputs.

  tests/golden/recompute.py build/samspil [COUNT [SEED]]   compares; status 1 on the first difference
"""
import functools
import itertools
import json
import math
import operator
import random
import subprocess
import sys

SECTORS = ["initiating_clinic", "other_departments", "other_hospitals", "region_admin", "general_practice",
           "municipality", "state", "patients", "relatives", "private_party", "other_regions", "rest_of_society"]
CLINIC, HOSPITAL, REGION, PUBLIC, LIMITED = SECTORS[:1], SECTORS[:2], SECTORS[:5], SECTORS[:7], SECTORS[:9]
BUDGETARY = ("cash", "revenue", "transfer")
MONEY = ("cash", "revenue", "transfer", "capacity", "time")


# --- S4, S8-S10 ---------------------------------------------------------------------------------------

def rate(steps, year):
    return max((s for s in steps if s["from_year"] <= year), key=lambda s: s["from_year"])["rate"]


def discount_factors(steps, horizon, timing="annual"):
    rates = [rate(steps, t) for t in range(1, horizon + 1)]
    factors = list(itertools.accumulate((1 / (1 + r) for r in rates[:-1]), operator.mul, initial=1))
    return factors if timing == "annual" else [f / math.sqrt(1 + r) for f, r in zip(factors, rates)]


@functools.cache
def share_of_price(steps, timing, bought, life):
    """S9: what a krone of price, and one of resale after its life, comes to in each year of that life."""
    df = discount_factors([{"from_year": y, "rate": r} for y, r in steps], bought + life + 1, timing)[bought:]
    return df[0] / sum(df[:life]), df[life] / sum(df[:life])


def payback(flows):
    total = [sum(flows[:t + 1]) for t in range(len(flows))]
    if total[0] >= 0:
        return 0.0
    for k in range(1, len(flows)):
        if total[k] >= 0 > total[k - 1]:
            return k + -total[k - 1] / flows[k]
    return None


def irr(flows):
    signs = [f > 0 for f in flows if f]
    if sum(a != b for a, b in zip(signs, signs[1:])) != 1:
        return None

    def worth(r):
        return sum(f / (1 + r) ** t for t, f in enumerate(flows))
    low, high = -0.99, 10.0
    if (worth(low) > 0) == (worth(high) > 0):
        return None
    for _ in range(300):
        middle = (low + high) / 2
        low, high = (middle, high) if (worth(middle) > 0) == (worth(low) > 0) else (low, middle)
    return (low + high) / 2


# --- S1-S3 and the payer rules of S15 -----------------------------------------------------------------

class Model:
    """One body; parameters may be overridden by name for the one-way analyses."""

    def __init__(self, body, changes=None):
        self.body, self.changes = body, changes or {}
        self.base, self.horizon = body["base_year"], body["horizon_years"]
        self.years = range(self.base, self.base + self.horizon)
        self.price_year = body.get("price_year", self.base)
        steps = body["discount"]["steps"]
        if "discount_rate" in self.changes:
            steps = [{"from_year": 0, "rate": self.changes["discount_rate"]}]
        timing = body["discount"].get("timing", "annual")
        effect_steps = body.get("discount_effects", {}).get("steps", steps)
        self.df = discount_factors(steps, self.horizon, timing)
        self.df_effect = discount_factors(effect_steps, self.horizon, timing)
        self.steps, self.timing = steps, timing
        self.realisation = self.changes.get("capacity_realisation", body.get("capacity_realisation", 0))
        self.multipliers = body.get("multipliers", {})

    def number(self, line, field, default=0):
        return self.changes.get(f"{line['id']}.{field}", line.get(field, default))

    def index(self, code, year):
        return self.body["indices"][code][str(year)]

    def price(self, line):
        year = line.get("value_price_year", self.price_year)
        return 1 if year == self.price_year else self.index(line["index"], self.price_year) / self.index(line["index"], year)

    def patients(self, alternative, year):
        for row in alternative.get("volume", []):
            if row["year"] == year:
                n = row["eligible"] * row.get("adoption", 1) * \
                    self.changes.get("volume", alternative.get("volume_multiplier", 1))
                return math.floor(n + 0.5) if alternative.get("round_patients") else n
        return 0

    def each(self, line):
        value = self.number(line, "unit_value", 1 if line["class"] == "health" else None)
        if line.get("timing") != "annuity":
            return value
        price, resale = share_of_price(tuple((s["from_year"], s["rate"]) for s in self.steps), self.timing,
                                       max(line.get("year_from", self.base) - self.base, 0), line["life_years"])
        return value * price - line.get("residual_value", 0) * resale

    def flow(self, alternative, line, year):
        factor = self.price(line) * self.number(line, "multiplier", 1)
        for row in line.get("overrides", []):
            if row["year"] == year:
                return row["value"] * factor
        last = line.get("year_from", self.base) + line["life_years"] - 1 if line.get("timing") == "annuity" else 9999
        if not line.get("year_from", self.base) <= year <= line.get("year_to", last):
            return 0
        if line.get("kind") == "flow":
            flows, t = line.get("flows", []), year - self.base
            return flows[t] * factor if 0 <= t < len(flows) else 0
        baseline, new = self.number(line, "qty_baseline"), self.number(line, "qty_new")
        quantity = baseline - new if line.get("kind", "resource") == "resource" else new - baseline
        timing = line.get("timing", "per_year")
        if timing == "one_off":
            scale = 1 if year == line.get("year_from", self.base) else 0
        elif timing == "per_patient":
            scale = self.patients(alternative, year)
        elif timing == "per_unit":
            units, t = line.get("units", []), year - self.base
            scale = units[t] if 0 <= t < len(units) else 0
        else:
            scale = 1
        return quantity * self.each(line) * factor * scale

    def bearer(self, line, year):
        sector = line["sector"]
        if line["class"] not in ("cash", "revenue", "transfer", "capacity") or "payer_task" not in line:
            return sector
        for rule in sorted(self.body.get("payer_rules", []), key=lambda r: r["valid_from"]):
            if rule["valid_from"] <= year and rule["task"] == line["payer_task"] and rule["sector_from"] == sector \
                    and rule.get("municipality") in (None, line.get("municipality")):
                sector = rule["sector_to"]
        return sector

    # Every figure is a sum over these: (line, class, year index, bearer, amount, realised share, sign)
    def entries(self, alternative):
        others = [a for a in self.body["alternatives"] if a.get("is_comparator")]
        parts = [(alternative, 1)]
        if others and not alternative.get("is_comparator"):
            parts.append((others[0], -1))
        for of, sign in parts:
            for line in of["lines"]:
                rho = self.number(line, "realisation_share", self.realisation)
                for t, year in enumerate(self.years):
                    yield line, line["class"], t, self.bearer(line, year), sign * self.flow(of, line, year), rho, sign
            for row in of.get("health", []):
                if row["year"] in self.years:
                    amount = sign * self.patients(of, row["year"]) * row.get("qaly_per_patient", 0)
                    yield None, "health", row["year"] - self.base, "patients", amount, 0, sign

    def weight(self, perspective, sector, kind, rho):
        """S5, S6 and the table of perspectives."""
        if perspective == "societal":
            if kind == "health":
                return self.multipliers.get("qaly_value") or 0
            if kind not in ("cash", "revenue", "capacity", "time"):
                return 0
            naf = self.multipliers["naf"]
            if sector not in PUBLIC + ["other_regions"] or kind == "time":
                return 1
            return naf if kind == "capacity" else naf * self.multipliers.get("tax_distortion", 1)
        sectors = {"clinic": CLINIC, "hospital": HOSPITAL, "region": REGION, "region_cash": REGION, "public": PUBLIC,
                   "public_cash": PUBLIC}.get(perspective, LIMITED)
        kinds = ["cash", "revenue", "capacity"]
        if perspective in ("clinic", "hospital", "region", "region_cash"):
            kinds.append("transfer")
        if perspective == "limited_societal":
            kinds.append("time")
        if sector not in sectors or kind not in kinds:
            return 0
        return rho if perspective.endswith("_cash") and kind == "capacity" else 1

    def factor(self, kind, t):
        return self.df_effect[t] if kind == "health" else self.df[t]

    def npv(self, alternative, perspective):
        if perspective == "societal" and self.multipliers.get("naf") is None:
            return None
        return sum(self.factor(kind, t) * amount * self.weight(perspective, sector, kind, rho)
                   for _, kind, t, sector, amount, rho, _ in self.entries(alternative))


# --- the reply ----------------------------------------------------------------------------------------

def stage_end(stages, i):
    return stages[i + 1]["start_year"] - 1 if i + 1 < len(stages) else stages[i]["start_year"]


def risk_adjusted(model, alternative, perspective):
    """S13."""
    stages = alternative.get("stages", [])

    def reached(before):
        return math.prod(stages[i]["p_success"] for i in before)
    total = 0
    for line, kind, t, sector, amount, rho, sign in model.entries(alternative):
        year = model.base + t
        if sign < 0:
            before = []
        elif line is not None and "stage_no" in line:
            before = [i for i, s in enumerate(stages) if s["no"] < line["stage_no"]]
        else:
            before = [i for i in range(len(stages)) if stage_end(stages, i) < year]
        total += reached(before) * model.factor(kind, t) * amount * model.weight(perspective, sector, kind, rho)
    for i, stage in enumerate(stages):
        t = stage_end(stages, i) - model.base
        if 0 <= t < model.horizon:
            total -= reached(range(i)) * (1 - stage["p_success"]) * model.df[t] * stage.get("stop_cost", 0)
    return total


def signal(own, total, nets):
    """S17. nets: sector -> net outside and inside."""
    if abs(own) < 0.005 or abs(total) < 0.005:
        code = "neutral"
    elif own < 0:
        code = "initiator_loses_society_gains" if total > 0 else "no_total_gain"
    else:
        code = "common_gain" if total > 0 else "cost_shifted"
    gains = {s: max(n, 0) for s, n in nets.items()}
    outside = sum(g for s, g in gains.items() if s != "initiating_clinic")
    everything = sum(gains.values())
    out = {"code": code, "initiator": own, "total": total, "compensation": 0, "payers": [],
           "spillover_share": outside / everything if everything > 0 else None}
    if code == "initiator_loses_society_gains":
        out["compensation"] = -own
        out["payers"] = [{"sector": s, "amount": -own * nets[s] / outside}
                         for s in SECTORS if s in nets and s != "initiating_clinic" and nets[s] > 0]
    return out


def matrix(model, alternative):
    rows = {}
    for line, kind, t, sector, amount, rho, sign in model.entries(alternative):
        row = rows.setdefault(sector, dict.fromkeys(
            ("pays", "saves", "capacity", "time", "qaly", "net", "cash", "confirmed"), 0.0))
        pv = model.factor(kind, t) * amount
        if kind in BUDGETARY:
            row["pays" if pv < 0 else "saves"] += pv
            row["cash"] += pv
        elif kind == "capacity":
            row["capacity"] += pv
            row["cash"] += rho * pv
        elif kind == "time":
            row["time"] += pv
        elif kind == "health":
            row["qaly"] += pv
        if kind in MONEY:
            row["net"] += pv
            if sign > 0 and line.get("confirmed_status") == "confirmed":
                row["confirmed"] += pv
    return rows


def budget(model, alternative):
    """S15."""
    nominal = model.body.get("budget_prices") == "nominal"
    payers, n = {}, min(5, model.horizon)
    form = {k: [0.0] * 4 for k in ("loen", "oevrig_drift", "etablering", "aarsvaerk", "samlet")}
    for line, kind, t, sector, amount, rho, sign in model.entries(alternative):
        share = 1 if kind in BUDGETARY else rho if kind == "capacity" else 0
        expense = -share * amount
        if nominal and expense:
            expense *= model.index(line["index"], model.base + t) / model.index(line["index"], model.price_year)
        if t < n and expense:
            payers.setdefault(sector, [0.0] * n)[t] += expense
        row = (line or {}).get("form_row", "none")
        if row == "none" or t >= 4:
            continue
        form[row][t] += expense
        form["samlet"][t] += expense
        if kind not in BUDGETARY and kind != "capacity":
            continue
        if row == "loen" and "fte" in line:
            form["aarsvaerk"][t] += sign * line["fte"][t] if t < len(line["fte"]) else 0
        elif row == "loen" and line.get("timing", "per_year") in ("per_year", "one_off") and line.get("unit_value"):
            form["aarsvaerk"][t] += -amount / (line["unit_value"] * model.price(line))
    return {"payers": [{"payer": s, "amounts": payers[s]} for s in SECTORS if s in payers], "form": form}


def interval(u):
    if u["dist"] == "normal":
        return u["mean"] - 1.959963984540054 * u["sd"], u["mean"] + 1.959963984540054 * u["sd"]
    return u["low"], u["high"]


def tornado(body, alternative, perspective):
    named = [(f"{line['id']}.{u['field']}", u) for line in alternative["lines"] for u in line.get("uncertainty", [])]
    named += [(u["field"], u) for u in alternative.get("uncertainty", []) + body.get("uncertainty", [])]
    rows = []
    for name, u in named:
        low, high = interval(u)
        changed = [Changed(body, alternative, name, x) for x in (low, high)]
        at, qaly = [c.npv(perspective) for c in changed], [c.qaly() for c in changed]
        rows.append({"parameter": name, "low": low, "high": high, "npv_low": at[0], "npv_high": at[1],
                     "swing": abs(at[1] - at[0]), "qaly_low": qaly[0], "qaly_high": qaly[1]})
    return sorted(rows, key=lambda r: (-r["swing"], r["parameter"]))


class Changed:
    """The body with one parameter of one alternative at another value; the comparator stays as it is."""

    def __init__(self, body, alternative, name, x):
        body = json.loads(json.dumps(body))
        self.alternative = next(a for a in body["alternatives"] if a["name"] == alternative["name"])
        if name == "volume":
            self.alternative["volume_multiplier"] = x
            name = None
        elif "." in name:
            line, field = name.rsplit(".", 1)
            next(l for l in self.alternative["lines"] if l["id"] == line)[field] = x
            name = None
        self.model = Model(body, {name: x} if name else {})

    def npv(self, perspective):
        return self.model.npv(self.alternative, perspective)

    def qaly(self):
        entries = self.model.entries(self.alternative)
        return sum(self.model.factor(kind, t) * amount for _, kind, t, _, amount, _, _ in entries if kind == "health")


def base_of(body, alternative, name):
    if name == "volume":
        return alternative.get("volume_multiplier", 1)
    line, field = name.rsplit(".", 1)
    return next(l for l in alternative["lines"] if l["id"] == line).get(field, {"multiplier": 1}.get(field, 0))


def break_even(body, alternative, name, perspective):
    """S14 where the value is linear in the parameter."""
    if "." in name and name.rsplit(".", 1)[0] not in [l["id"] for l in alternative["lines"]]:
        return None
    x = base_of(body, alternative, name)
    here, there = (Changed(body, alternative, name, x + d).npv(perspective) for d in (0, 1000))
    return None if abs(there - here) <= 1e-11 * (abs(here) + abs(there)) else x - here * 1000 / (there - here)


def evidence(model, alternative):
    pv, grade = {}, {}
    for line, kind, t, _, amount, _, sign in model.entries(alternative):
        if kind in MONEY:
            pv[line["id"], sign] = pv.get((line["id"], sign), 0) + model.df[t] * amount
            grade[line["id"], sign] = line.get("evidence")
    total = sum(map(abs, pv.values()))
    if total == 0:
        return None, None
    return (sum(abs(v) for k, v in pv.items() if grade[k] in ("D", "E")) / total,
            sum(abs(v) for k, v in pv.items() if grade[k] is None) / total)


def verdict(cost, effect):
    if abs(effect) < 1e-9:
        return "cost_minimisation", None
    if effect > 0:
        return ("icer", cost / effect) if cost > 0 else ("dominant", None)
    return ("savings_per_qaly_lost", cost / effect) if cost < 0 else ("dominated", None)


def by_line(model, alternative, perspective):
    """Weighted present values by line, and the weighted flows by year."""
    pv, flows, discounted = {}, [0.0] * model.horizon, [0.0] * model.horizon
    for line, kind, t, sector, amount, rho, sign in model.entries(alternative):
        value = amount * model.weight(perspective, sector, kind, rho)
        key = (line["id"] if line else "health", sign, kind)
        pv[key] = pv.get(key, 0) + model.factor(kind, t) * value
        flows[t] += value
        discounted[t] += model.factor(kind, t) * value
    return pv, flows, discounted


def outcome(body, alternative):
    model, perspective = Model(body), body.get("perspective", "limited_societal")
    pv, flows, discounted = by_line(model, alternative, perspective)
    npv = {p: model.npv(alternative, p) for p in (
        "clinic", "hospital", "region", "region_cash", "public", "public_cash", "limited_societal",
        "limited_societal_cash", "societal")}
    benefits, costs = sum(v for v in pv.values() if v > 0), -sum(v for v in pv.values() if v < 0)
    cost = -sum(v for (_, _, kind), v in pv.items() if kind != "health")
    health = [(t, amount) for _, kind, t, _, amount, _, _ in model.entries(alternative) if kind == "health"]
    effect = sum(model.df_effect[t] * amount for t, amount in health)
    rows = matrix(model, alternative)
    weak, ungraded = evidence(model, alternative)
    code, icer = verdict(cost, effect)
    nets, cash = ({s: r[k] for s, r in rows.items()} for k in ("net", "cash"))
    out = {
        "name": alternative["name"], "npv": npv, "benefits": benefits, "costs": costs,
        "bcr": benefits / costs if costs > 0 else None,
        "annuity": npv[perspective] / sum(discount_factors(model.steps, model.horizon + 1)[1:]),
        "payback_years": payback(flows), "discounted_payback_years": payback(discounted), "irr": irr(flows),
        "flows_total": flows, "cumulative": [sum(flows[:t + 1]) for t in range(model.horizon)],
        "cost_delta": cost, "qaly": effect, "qaly_undiscounted": sum(a for _, a in health),
        "icer": icer, "icer_verdict": code,
        "matrix": [{"sector": s, **rows[s]} for s in SECTORS if s in rows],
        "signal": signal(nets.get("initiating_clinic", 0), npv["limited_societal"], nets),
        "signal_cash": signal(cash.get("initiating_clinic", 0), npv["limited_societal_cash"], cash),
        "budget_impact": budget(model, alternative),
        "risk_adjusted_npv": risk_adjusted(model, alternative, perspective),
        "weak_evidence_share": weak, "ungraded_evidence_share": ungraded,
        "break_even": [{"parameter": n, "value": break_even(body, alternative, n, perspective)}
                       for n in body.get("break_even", [])],
        "tornado": tornado(body, alternative, perspective) if body.get("one_way") else [],
        "sunk": sum(sign * model.flow(of, line, year) for of, sign in parts(body, alternative) for line in of["lines"]
                    if line["class"] in MONEY for year in range(1990, model.base)),
    }
    if "thresholds" in body:
        t = body["thresholds"]
        grid = [t["from"] + i * t["step"] for i in range(int((t["to"] - t["from"]) / t["step"] + 1e-9) + 1)]
        out["nmb"] = [{"wtp": w, "value": w * effect - cost, "nhb": effect - cost / w if w > 0 else None} for w in grid]
    return out


def parts(body, alternative):
    others = [a for a in body["alternatives"] if a.get("is_comparator")]
    return [(alternative, 1)] + ([(others[0], -1)] if others and not alternative.get("is_comparator") else [])


def reply(body):
    return {"alternatives": [outcome(body, a) for a in body["alternatives"]]}


# --- S18: mean and standard deviation of the draws in closed form --------------------------------------

def moments_of(u):
    """Mean and standard deviation of one distribution."""
    kind = u["dist"]
    if kind == "fixed":
        return u["value"], 0.0
    if kind == "uniform":
        return (u["low"] + u["high"]) / 2, (u["high"] - u["low"]) / math.sqrt(12)
    if kind == "triangular":
        a, m, b = u["low"], u["mode"], u["high"]
        return (a + m + b) / 3, math.sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18)
    if kind == "pert":
        a, m, b, shape = u["low"], u["mode"], u["high"], u.get("shape", 4)
        mean = (a + shape * m + b) / (shape + 2)
        return mean, math.sqrt((mean - a) * (b - mean) / (shape + 3))
    if "mean" in u:
        return u["mean"], u["sd"]
    if kind == "lognormal":
        mean = math.exp(u["meanlog"] + u["sdlog"] ** 2 / 2)
        return mean, mean * math.sqrt(math.expm1(u["sdlog"] ** 2))
    if kind == "gamma":
        return u["shape"] * u["scale"], math.sqrt(u["shape"]) * u["scale"]
    a, b = u["alpha"], u["beta"]
    return a / (a + b), math.sqrt(a * b / (a + b + 1)) / (a + b)


def uncertain_numbers(body):
    """Each as (the object that holds the number, its name there, its distribution)."""
    for a in body["alternatives"]:
        for line in a["lines"]:
            for u in line.get("uncertainty", []):
                yield line, u["field"], u
        for u in a.get("uncertainty", []):
            yield a, "volume_multiplier", u
    for u in body.get("uncertainty", []):
        yield body, u["field"], u


def moments(body, no, perspective):
    """A net present value is linear in each of its independent numbers. So its mean is its value at their means, and
    its variance is the sum over sets of them of (the mixed difference over a step of one standard deviation)^2."""
    body = json.loads(json.dumps(body))
    numbers = [(holder, name, *moments_of(u)) for holder, name, u in uncertain_numbers(body)]
    assert len(numbers) <= 10 and all(name != "discount_rate" for _, name, _, _ in numbers)
    at = []
    for corner in range(1 << len(numbers)):
        for i, (holder, name, mean, sd) in enumerate(numbers):
            holder[name] = mean + sd * (corner >> i & 1)
        at.append(Model(body).npv(body["alternatives"][no], perspective))
    for i in range(len(numbers)):
        for corner in range(len(at)):
            if corner >> i & 1:
                at[corner] -= at[corner ^ 1 << i]
    return at[0], math.sqrt(sum(x * x for x in at[1:]))


def simulated(body, draws=20000, seed=20260101):
    return body | {"simulation": {"draws": draws, "seed": seed}}


def compare_simulation(launch, seed):
    """What does not fit between the draws of one random input and the closed form."""
    r = random.Random(seed)
    body = random_body(r)
    body["one_way"] = False
    body.pop("break_even")
    body["uncertainty"] = [u for u in body.get("uncertainty", []) if u["field"] != "discount_rate"]
    for a in body["alternatives"]:
        a.pop("round_patients", None)
    for holder, _, u in list(uncertain_numbers(body))[7:]:
        holder["uncertainty"].remove(u)
    got, perspective = evaluate(launch, simulated(body)), body["perspective"]
    for no, alternative in enumerate(got["alternatives"]):
        s = alternative["simulation"]
        mean, sd = moments(body, no, perspective)
        noise = 1e-9 * (abs(mean) + abs(s["base"]) + 1)
        if abs(s["mean"] - mean) > 5 * sd / math.sqrt(s["draws"]) + noise:
            yield f"{alternative['name']}: mean {s['mean']}, in closed form {mean}, sd {sd}"
        if abs(s["sd"] - sd) > 0.08 * sd + noise:
            yield f"{alternative['name']}: sd {s['sd']}, in closed form {sd}"
        if not s["p5"] <= s["p50"] <= s["p95"] or abs(s["base"] - alternative["npv"][perspective]) > noise:
            yield f"{alternative['name']}: {s['p5']} {s['p50']} {s['p95']} {s['base']}"


# --- comparison ---------------------------------------------------------------------------------------

def differences(want, got, path="", size=1.0):
    """Everything in `want` must be in `got`: numbers to 1e-6 of themselves or 1e-9 of the case's size."""
    if isinstance(want, dict):
        for key, value in want.items():
            if key not in got:
                yield f"{path}.{key}: missing"
            else:
                yield from differences(value, got[key], f"{path}.{key}", size)
    elif isinstance(want, list):
        if not isinstance(got, list) or len(want) != len(got):
            yield f"{path}: want {want}, got {got}"
            return
        for i, (a, b) in enumerate(zip(want, got)):
            yield from differences(a, b, f"{path}[{i}]", size)
    elif isinstance(want, (int, float)) and not isinstance(want, bool):
        if not isinstance(got, (int, float)) or abs(want - got) > 1e-6 * abs(want) + 1e-9 * size:
            yield f"{path}: want {want!r}, got {got!r}"
    elif want != got:
        yield f"{path}: want {want!r}, got {got!r}"


def case_size(body):
    return max([1.0] + [abs(r["pays"]) + r["saves"] + abs(r["capacity"]) + abs(r["time"])
                        for a in body["alternatives"] for r in matrix(Model(body), a).values()]) * 1.0


# --- random inputs ------------------------------------------------------------------------------------

def random_line(r, no, body):
    horizon, base = body["horizon_years"], body["base_year"]
    line = {"id": f"L{no}", "name": f"Linje {no}", "sector": r.choice(SECTORS),
            "class": r.choice(["cash", "cash", "cash", "capacity", "time", "revenue", "health", "quality", "climate"]),
            "kind": r.choice(["resource", "resource", "outcome", "flow"]),
            "timing": r.choice(["one_off", "per_year", "per_patient", "per_unit", "annuity"]),
            "qty_baseline": round(r.uniform(0, 5), 2), "qty_new": round(r.uniform(0, 5), 2),
            "unit_value": round(r.uniform(1, 50000), 2)}
    if line["class"] == "health":
        line.pop("unit_value")
    if line["kind"] == "flow":
        line["flows"] = [round(r.uniform(-1e6, 1e6)) for _ in range(r.randint(1, horizon))]
    if line["timing"] == "annuity":
        line["life_years"] = r.randint(1, 30)
        if "unit_value" in line and r.random() < 0.5:
            line["residual_value"] = round(r.uniform(0, line["unit_value"]), 2)
    if line["timing"] == "per_unit":
        line["units"] = [round(r.uniform(0, 40), 1) for _ in range(r.randint(1, horizon))]
    if r.random() < 0.4:
        line["year_from"] = base + r.randint(-2, horizon - 1)
        if r.random() < 0.5:
            line["year_to"] = max(line["year_from"], base) + r.randint(0, horizon)
    if r.random() < 0.3:
        line["overrides"] = [{"year": y, "value": round(r.uniform(-1e5, 1e5))}
                             for y in r.sample(range(base - 2, base + horizon), r.randint(1, 2))]
    if r.random() < 0.4:
        line |= {"value_price_year": r.choice([2023, 2024, 2025]), "index": r.choice(["PL", "CPI"])}
    if r.random() < 0.5:
        line["form_row"] = r.choice(["loen", "oevrig_drift", "etablering", "none"])
    if r.random() < 0.2:
        line["fte"] = [r.randint(0, 3) for _ in range(r.randint(1, min(4, horizon)))]
    if r.random() < 0.5:
        line |= {"payer_task": r.choice(["akutsygepleje", "genoptræning"]), "municipality": r.choice(["101", "147"])}
    if r.random() < 0.8:
        line["evidence"] = r.choice("ABCDE")
    if r.random() < 0.3:
        line["realisation_share"] = round(r.random(), 2)
    if r.random() < 0.3:
        line["multiplier"] = round(r.uniform(0, 2), 2)
    if r.random() < 0.3:
        line["confirmed_status"] = r.choice(["confirmed", "disputed", "unanswered"])
    if r.random() < 0.4:
        low = round(r.uniform(0, 3), 2)
        line["uncertainty"] = [r.choice([
            {"field": "qty_new", "dist": "uniform", "low": low, "high": low + 1},
            {"field": "qty_baseline", "dist": "triangular", "low": low, "mode": low + 1, "high": low + 3},
            {"field": "multiplier", "dist": "normal", "mean": 1, "sd": 0.2}])]
    return line


def random_alternative(r, name, body):
    base, horizon = body["base_year"], body["horizon_years"]
    out = {"name": name, "lines": [random_line(r, i, body) for i in range(r.randint(0, 9))]}
    out["volume"] = [{"year": y, "eligible": r.randint(0, 2000), "adoption": round(r.random(), 3)}
                     for y in range(base - 2, base + horizon) if r.random() < 0.9] or \
                    [{"year": base, "eligible": 10}]
    if r.random() < 0.3:
        out["round_patients"] = True
    if r.random() < 0.7:
        out["health"] = [{"year": y, "qaly_per_patient": round(r.uniform(-0.02, 0.05), 4)}
                         for y in range(base, base + horizon)]
    if r.random() < 0.6:
        out["stages"] = [{"no": i + 1, "start_year": base + i * r.randint(1, 2) + (i > 1),
                          "p_success": round(r.uniform(0.3, 1), 2), "stop_cost": r.choice([0, 250000])}
                         for i in range(r.randint(1, 3))]
        starts = [s["start_year"] for s in out["stages"]]
        if sorted(set(starts)) != starts:
            out.pop("stages")
        else:
            for line in out["lines"]:
                if r.random() < 0.3:
                    line["stage_no"] = r.randint(1, len(starts) + 1)
    if r.random() < 0.4:
        out["uncertainty"] = [{"field": "volume", "dist": "pert", "low": 0.6, "mode": 1, "high": 1.2}]
    return out


def transfer_pair(r, alternative):
    """Two lines that cancel."""
    common = {"class": "transfer", "timing": "per_patient", "transfer_group": "DRG", "unit_value": r.randint(1, 9000)}
    one, two = r.sample(SECTORS[:7], 2)
    alternative["lines"] += [{"id": "T1", "name": "T1", "sector": one, "qty_new": 1, **common},
                             {"id": "T2", "name": "T2", "sector": two, "qty_baseline": 1, **common}]


def random_body(r):
    body = {"base_year": 2026, "horizon_years": r.choice([1, 2, 4, 5, 10, 40, 70]), "price_year": 2025,
            "discount": {"steps": [{"from_year": 0, "rate": 0.035}, {"from_year": 36, "rate": 0.025}],
                         "timing": r.choice(["annual", "mid_year"])},
            "indices": {c: {str(y): round(r.uniform(80, 130), 1) for y in range(2023, 2032)} for c in ("PL", "CPI")},
            "multipliers": {"naf": 1.28, "tax_distortion": r.choice([1.0, 1.1]), "qaly_value": r.choice([None, 400000])},
            "capacity_realisation": r.choice([0, 0.25, 1]),
            "perspective": r.choice(["clinic", "hospital", "region", "region_cash", "public", "public_cash",
                                     "limited_societal", "limited_societal_cash", "societal"]),
            "one_way": True, "trace": False}
    if r.random() < 0.3:
        body["discount"]["steps"] = [{"from_year": i * 3, "rate": round(r.uniform(0, 0.2), 3)} for i in range(3)]
    if r.random() < 0.3:
        body["discount_effects"] = {"steps": [{"from_year": 0, "rate": 0.01}]}
    if r.random() < 0.5:
        body["payer_rules"] = [
            {"task": "akutsygepleje", "sector_from": "municipality", "sector_to": "region_admin", "valid_from": 2027},
            {"task": "akutsygepleje", "sector_from": "region_admin", "sector_to": "state", "valid_from": 2029},
            {"task": "genoptræning", "municipality": "101", "sector_from": r.choice(SECTORS[:6]), "sector_to": "state",
             "valid_from": 2026}]
    body["alternatives"] = [random_alternative(r, n, body) for n in ("A", "B", "C")[:r.randint(1, 3)]]
    if len(body["alternatives"]) > 1 and r.random() < 0.6:
        body["alternatives"][0]["is_comparator"] = True
    if r.random() < 0.4:
        transfer_pair(r, body["alternatives"][-1])
    if r.random() < 0.4:
        body["uncertainty"] = [{"field": "discount_rate", "dist": "uniform", "low": 0.01, "high": 0.06},
                               {"field": "capacity_realisation", "dist": "uniform", "low": 0, "high": 0.5}]
    if r.random() < 0.5:
        body["thresholds"] = {"from": 0, "to": 500000, "step": 50000}
    names = [f"{l['id']}.{f}" for a in body["alternatives"] for l in a["lines"] for f in ("qty_new", "multiplier")]
    body["break_even"] = r.sample(names, min(2, len(names)))
    if r.random() < 0.2 and body["horizon_years"] <= 5:
        nominal(body)
    return body


def nominal(body):
    body["budget_prices"] = "nominal"
    for alternative in body["alternatives"]:
        for line in alternative["lines"]:
            line.setdefault("index", "PL")


def evaluate(launch, body):
    done = subprocess.run([*launch, "value", "evaluate", "-"], input=json.dumps(body), capture_output=True, text=True,
                          timeout=60, check=False)
    if done.returncode:
        raise ValueError(done.stderr)
    return json.loads(done.stdout)


def compare(launch, seed):
    """The differences of one random input."""
    body = random_body(random.Random(seed))
    want, got = reply(body), evaluate(launch, body)
    order = list(unsorted(got))
    return order + list(differences(by_name(want), by_name(got), size=case_size(body)))


def by_name(answer):
    """The tornado's order among equals is the engine's own affair."""
    for alternative in answer["alternatives"]:
        alternative["tornado"] = sorted(alternative["tornado"], key=lambda row: row["parameter"])
    return answer


def unsorted(answer):
    for alternative in answer["alternatives"]:
        keys = [(-row["swing"], row["parameter"]) for row in alternative["tornado"]]
        if keys != sorted(keys):
            yield f"{alternative['name']}: the tornado is not sorted"


def main():
    launch, count = [sys.argv[1]], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    for seed in range(first, first + count):
        found = compare(launch, seed)
        if found:
            print(f"seed {seed}: {len(found)} differences", *found[:20], sep="\n  ")
            return 1
        found = list(compare_simulation(launch, seed))
        if found:
            print(f"seed {seed}, simulation:", *found, sep="\n  ")
            return 1
    print(f"{count} random inputs: no difference")
    return 0


if __name__ == "__main__":
    sys.exit(main())
