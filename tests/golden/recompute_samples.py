#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""An independent calculation of POST /value/frontier and POST /value/psa, written from the calculation rules
(S12, S18, S19) as plain loops over strategies, thresholds and draws, and random inputs to compare the two on.

  tests/golden/recompute_samples.py build/samspil [COUNT [SEED]]   compares; status 1 on the first difference
"""
import json
import math
import random
import subprocess
import sys

NO_EFFECT = 1e-9


# --- S12 ----------------------------------------------------------------------------------------------

def quadrant(cost, effect):
    if abs(effect) < NO_EFFECT or cost == 0:
        return "axis"
    return ("N" if cost > 0 else "S") + ("E" if effect > 0 else "W")


def dominated(one, strategies):
    return any(s["effect"] >= one["effect"] and s["cost"] <= one["cost"] and
               (s["effect"], s["cost"]) != (one["effect"], one["cost"]) for s in strategies)


def mixed_out(one, strategies):
    """A mixture of two others has the same effect for less."""
    return any(low["effect"] < one["effect"] < high["effect"] and
               one["cost"] > low["cost"] + (high["cost"] - low["cost"]) *
               (one["effect"] - low["effect"]) / (high["effect"] - low["effect"])
               for low in strategies for high in strategies)


def best(names, worth):
    """The highest; the first of `names` wins a tie."""
    return max(names, key=lambda n: (worth[n], -names.index(n)))


def comparator_first(strategies, comparator):
    names = [s["name"] for s in strategies]
    return [comparator] + [n for n in names if n != comparator]


def frontier(body):
    strategies, comparator = body["strategies"], body["comparator"]
    undominated = [s for s in strategies if not dominated(s, strategies)]
    status = {s["name"]: "dominated" if s not in undominated else
              "extended_dominated" if mixed_out(s, undominated) else "frontier" for s in strategies}
    against = next(s for s in strategies if s["name"] == comparator)
    rows, last = [], None
    for s in sorted(strategies, key=lambda s: (s["effect"], s["cost"], s["name"])):
        cost, effect = s["cost"] - against["cost"], s["effect"] - against["effect"]
        row = {**s, "status": status[s["name"]], "incremental_cost": None, "incremental_effect": None, "icer": None,
               "versus_comparator": {"incremental_cost": cost, "incremental_effect": effect,
                                     "quadrant": quadrant(cost, effect),
                                     "icer": cost / effect if quadrant(cost, effect) in ("NE", "SW") else None}}
        if row["status"] == "frontier":
            if last:
                more_cost, more_effect = s["cost"] - last["cost"], s["effect"] - last["effect"]
                row |= {"incremental_cost": more_cost, "incremental_effect": more_effect,
                        "icer": more_cost / more_effect if more_effect > NO_EFFECT else None}
            last = s
        rows.append(row)
    names = comparator_first(strategies, comparator)
    return {"strategies": rows, "optimal": [
        best(names, {s["name"]: w * s["effect"] - s["cost"] for s in strategies}) for w in body["wtp"]]}


# --- S18, S19 -----------------------------------------------------------------------------------------

def mean(values):
    return math.fsum(values) / len(values)


def nearest_rank(values, p):
    return sorted(values)[max(1, math.ceil(p * len(values))) - 1]


def net_benefits(body, w):
    """name -> net benefit in each draw."""
    return {s["name"]: [w * e - c for c, e in zip(s["costs"], s["effects"])] for s in body["strategies"]}


def gain(names, groups):
    """What choosing in each group gains over choosing once. groups: (size, name -> mean net benefit)."""
    draws = sum(size for size, _ in groups)
    informed = math.fsum(size * max(worth.values()) for size, worth in groups) / draws
    return max(0.0, informed - max(math.fsum(size * worth[n] for size, worth in groups) / draws for n in names))


def blocks(values):
    """Ranks in blocks of equal size, as many as the cube root of the draws (Strong and Oakley 2013)."""
    count, order = max(2, int(len(values) ** (1 / 3) + 1e-9)), sorted(range(len(values)), key=lambda i: values[i])
    groups = [[] for _ in range(count)]
    for rank, i in enumerate(order):
        groups[rank * count // len(values)].append(i)
    return groups


def psa(body):
    strategies, wtp = body["strategies"], body["wtp"]
    names, draws = comparator_first(strategies, body["comparator"]), len(strategies[0]["costs"])
    rows = [{"name": s["name"], "mean_cost": mean(s["costs"]), "mean_effect": mean(s["effects"]),
             "cost_interval": [nearest_rank(s["costs"], p) for p in (0.025, 0.975)],
             "effect_interval": [nearest_rank(s["effects"], p) for p in (0.025, 0.975)],
             "enb": [], "eib": [], "ceac": []} for s in strategies]
    out = {"wtp": wtp, "strategies": rows, "optimal": [], "ceaf": [], "evpi": [],
           "evppi": [{"parameters": p, "value": []} for p in body.get("evppi", [])]}
    for w in wtp:
        worth = net_benefits(body, w)
        wins = [best(names, {n: worth[n][i] for n in names}) for i in range(draws)]
        expected = {n: mean(worth[n]) for n in names}
        for row in rows:
            row["enb"].append(expected[row["name"]])
            row["eib"].append(expected[row["name"]] - expected[names[0]])
            row["ceac"].append(wins.count(row["name"]) / draws)
        out["optimal"].append(best(names, expected))
        out["ceaf"].append(wins.count(out["optimal"][-1]) / draws)
        out["evpi"].append(gain(names, [(1, {n: worth[n][i] for n in names}) for i in range(draws)]))
        for row in out["evppi"]:
            groups = blocks(body["parameters"][row["parameters"][0]])
            row["value"].append(gain(names, [
                (len(g), {n: mean([worth[n][i] for i in g]) for n in names}) for g in groups]))
    return out


# --- random inputs ------------------------------------------------------------------------------------

def random_frontier(r):
    """Round figures now and then, so that ties and identical strategies occur."""
    whole = r.random() < 0.5
    def amount(low, high):
        return float(r.randint(0, 6)) if whole else r.uniform(low, high)
    strategies = [{"name": f"S{i}", "cost": amount(-1e5, 1e6), "effect": amount(-2, 20)}
                  for i in range(r.randint(2, 14))]
    return {"comparator": r.choice(strategies)["name"], "wtp": sorted(r.sample(range(0, 60), 5)) if whole else
            sorted(r.uniform(0, 500000) for _ in range(5)), "strategies": strategies}


def random_psa(r):
    draws, whole = r.randint(2, 300), r.random() < 0.3
    parameters = {"p": [r.gauss(0, 1) for _ in range(draws)], "q": [r.lognormvariate(0, 0.5) for _ in range(draws)]}
    strategies = []
    for i in range(r.randint(2, 6)):
        a, b, c, d = (r.uniform(-1, 1) for _ in range(4))
        costs = [20000 + 5000 * (i + a * p + b * q) + r.gauss(0, 800) for p, q in zip(*parameters.values())]
        effects = [8 + 0.4 * (i + c * p + d * q) + r.gauss(0, 0.1) for p, q in zip(*parameters.values())]
        if whole:
            costs, effects = [float(round(x / 5000)) for x in costs], [float(round(x)) for x in effects]
        strategies.append({"name": f"S{i}", "costs": costs, "effects": effects})
    thresholds = sorted(r.sample(range(0, 12), r.randint(1, 8))) if whole else \
        sorted(r.uniform(0, 60000) for _ in range(r.randint(1, 8)))
    return {"wtp": [float(w) for w in thresholds], "comparator": r.choice(strategies)["name"], "strategies": strategies,
            "parameters": parameters, "evppi": [["p"], ["q"]]}


# --- comparison ---------------------------------------------------------------------------------------

def size(body):
    amounts = [1.0]
    for s in body["strategies"]:
        costs, effects = s.get("costs", [s.get("cost")]), s.get("effects", [s.get("effect")])
        amounts += [abs(c) for c in costs] + [abs(e) * max(body["wtp"]) for e in effects]
    return max(amounts)


def differences(want, got, path, scale):
    """Numbers agree to 1e-9 of themselves or 1e-12 of the case's largest amount."""
    if isinstance(want, dict):
        for key, value in want.items():
            yield from differences(value, got.get(key), f"{path}.{key}", scale)
    elif isinstance(want, list):
        if len(want) != len(got):
            yield f"{path}: want {len(want)} elements, got {len(got)}"
        for i, (a, b) in enumerate(zip(want, got)):
            yield from differences(a, b, f"{path}[{i}]", scale)
    elif isinstance(want, float) and isinstance(got, (int, float)):
        if abs(want - got) > 1e-9 * abs(want) + 1e-12 * scale:
            yield f"{path}: want {want!r}, got {got!r}"
    elif want != got:
        yield f"{path}: want {want!r}, got {got!r}"


def compare(launch, what, seed):
    """The differences between the two calculations on one random input."""
    make, calculate = {"frontier": (random_frontier, frontier), "psa": (random_psa, psa)}[what]
    body = make(random.Random(f"{what} {seed}"))
    done = subprocess.run([*launch, "value", what, "-"], input=json.dumps(body).encode(), capture_output=True,
                          timeout=60, check=False)
    if done.returncode:
        return [done.stderr.decode(errors="replace")]
    return list(differences(calculate(body), json.loads(done.stdout), what, size(body)))


def main():
    count, seed = (int(a) for a in (sys.argv[2:] + ["100", "1"][len(sys.argv) - 2:])[:2])
    for s in range(seed, seed + count):
        for what in ("frontier", "psa"):
            found = compare([sys.argv[1]], what, s)
            if found:
                print(f"{what}, seed {s}:", *found[:20], sep="\n  ")
                return 1
    print(f"{count} frontiers and {count} analyses of samples agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
