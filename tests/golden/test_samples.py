# SPDX-License-Identifier: EUPL-1.2
"""`samspil value frontier` and `psa`: published frontiers, and curves beside the loops that define them."""
import json
import math
import random
import subprocess

CASES = 60


def run(ctx, what, body, *options):
    done = subprocess.run([*ctx.world.launch, "value", what, *options, "-"], timeout=60, check=False, capture_output=True,
                          input=json.dumps(body).encode())
    assert (done.returncode == 0) == (not done.stderr), (done.returncode, done.stderr[:300])
    assert done.returncode in (0, 2) and (done.returncode == 0 or not done.stdout), done
    return json.loads(done.stdout or done.stderr)


def strategies(rows):
    return [{"name": name, "cost": cost, "effect": effect} for name, cost, effect, *_ in rows]


# Paltiel et al., Ann Intern Med 2006;145:797-806, table 4 (high-risk population); quality-adjusted months / 12. The ratios
# are those of these rounded figures, as in the dampack vignette "Basic Cost Effectiveness Analysis" (DARTH group).
HIV = [("status quo", 26000, 277.25 / 12, "frontier", None), ("one time", 27000, 277.57 / 12, "frontier", 37500),
       ("5yr", 28020, 277.78 / 12, "frontier", 1020 * 12 / 0.21), ("3yr", 28440, 277.83 / 12, "frontier", 100800),
       ("annual", 29440, 277.76 / 12, "dominated", None)]
# Rajasingham et al., Clin Infect Dis 2020;70:754-762: means of the dampack data set psa_cdiff and the published ratios.
CDIFF = [("s3", 57336.0059896538, 12.9399639202408, "frontier", None), ("s27", 57541.2526373815, 13.0140640696275, "frontier", 2769.85470915263),
         ("s33", 57642.2587507842, 13.0389116321918, "frontier", 4065.03105249231), ("s31", 57934.0743411241, 13.0966257932217, "frontier", 5056.2216470406),
         ("s43", 58072.1137208494, 13.11285766912, "frontier", 8504.2160616553), ("s44", 58665.7823044647, 13.1283328397025, "frontier", 38362.6519947134),
         ("s39", 57814.6470919581, 13.0462790163185, "extended_dominated", None), ("s4", 57887.481549326, 12.9970657153765, "dominated", None),
         ("s13", 58018.6252420203, 13.0650412387992, "dominated", None), ("s37", 58081.7947984323, 13.1029711156978, "dominated", None),
         ("s20", 58634.2026441398, 13.1100568867995, "dominated", None)]


def test_published_frontiers(ctx):
    for name, rows in {"HIV screening": HIV, "C. difficile": CDIFF}.items():
        mixed = strategies(rows)
        random.Random(1).shuffle(mixed)
        reply = run(ctx, "frontier", {"comparator": rows[0][0], "strategies": mixed})["strategies"]
        ctx.case(f"{name}: order of effect", [s["effect"] for s in reply] == sorted(s["effect"] for s in reply), reply)
        got = {s["name"]: s for s in reply}
        for strategy, _, _, status, icer in rows:
            s = got[strategy]
            right = s["icer"] is None if icer is None else abs(s["icer"] - icer) <= 1e-6 * icer
            ctx.case(f"{name}: {strategy}", s["status"] == status and right, s)


def test_frontier_rules(ctx):
    wtp = [0, 50000, 100000, 200000]
    rows = [("A", 16453, 17.33), ("B", 10000, 17.0), ("C", 10000, 17.0), ("D", 20000, 17.33), ("E", 9000, 17.5)]
    reply = run(ctx, "frontier", {"comparator": "A", "wtp": wtp, "strategies": strategies(rows)})
    got = {s["name"]: s for s in reply["strategies"]}
    ctx.case("one that is cheaper and better dominates all", [s for s in got if got[s]["status"] == "frontier"] == ["E"], reply)
    versus = {s: (v["versus_comparator"]["quadrant"], v["versus_comparator"]["icer"]) for s, v in got.items()}
    ctx.case("quadrants and where a ratio has a meaning", versus["A"] == ("axis", None) and versus["E"] == ("SE", None) and versus["D"] == ("axis", None)
             and versus["B"][0] == "SW" and abs(versus["B"][1] - 6453 / 0.33) < 1e-6, versus)
    ctx.case("it is best at every threshold", reply["optimal"] == ["E"] * 4, reply["optimal"])
    same = [("A", 100, 1), ("B", 200, 2), ("C", 100, 1), ("D", 200, 2), ("F", 300, 2.5)]
    for comparator, want in {"A": ["A", "A", "B"], "B": ["A", "B", "B"], "C": ["C", "C", "B"], "D": ["A", "D", "D"]}.items():
        reply = run(ctx, "frontier", {"comparator": comparator, "wtp": [50, 100, 150], "strategies": strategies(same)})
        ctx.case(f"a tie goes to the comparator {comparator}, then to the first", reply["optimal"] == want, reply["optimal"])
        status = {s["name"]: s["status"] for s in reply["strategies"]}
        ctx.case("identical strategies both stay", set(status.values()) == {"frontier"}, status)
    reply = run(ctx, "frontier", {"strategies": strategies(same)})
    ctx.case("no comparator: the first; no thresholds: none", reply["optimal"] == [] and reply["strategies"][0]["versus_comparator"]["quadrant"] == "axis", reply)


def naive(body):
    """Draws x thresholds x strategies, from the definitions (DOMAIN S19); whole numbers, so that every sum is exact."""
    all_, wtp = body["strategies"], body["wtp"]
    names = [s["name"] for s in all_]
    order = sorted(range(len(all_)), key=lambda d: (names[d] != body["comparator"], d))
    n = len(all_[0]["costs"])

    def best(values):
        return max(order, key=lambda d: (values[d], -order.index(d)))
    out = {"optimal": [], "ceaf": [], "evpi": [], "ceac": [[] for _ in all_]}
    for w in wtp:
        rows = [[w * s["effects"][i] - s["costs"][i] for s in all_] for i in range(n)]
        sums = [sum(r[d] for r in rows) for d in range(len(all_))]
        winners = [best(r) for r in rows]
        at = best(sums)
        out["optimal"].append(names[at])
        out["ceaf"].append(winners.count(at) / n)
        out["evpi"].append((sum(map(max, rows)) - max(sums)) / n)
        for d in range(len(all_)):
            out["ceac"][d].append(winners.count(d) / n)
    return out


def random_body(rng):
    n, spread = rng.randint(1, 40), rng.randint(1, 9)
    names = rng.sample("ABCDEFGH", rng.randint(2, 8))
    return {"wtp": sorted(rng.sample(range(12), rng.randint(1, 12))), "comparator": rng.choice(names),
            "strategies": [{"name": x, "costs": [rng.randint(-spread, 3 * spread) for _ in range(n)], "effects": [rng.randint(0, spread) for _ in range(n)]}
                           for x in names],
            "parameters": {"p": [rng.random() for _ in range(n)], "q": [rng.randint(0, 3) for _ in range(n)]}}


def test_curves_against_the_loops(ctx):
    rng = random.Random(20260101)
    wrong = {}
    for _ in range(CASES):
        body = random_body(rng)
        varying = [p for p, x in body["parameters"].items() if len(set(x)) > 1]
        body["evppi"] = [[p] for p in varying] + ([varying] if len(varying) == 2 else [])
        got, want = run(ctx, "psa", body), naive(body)
        good = {"optimal": got["optimal"] == want["optimal"], "ceaf": got["ceaf"] == want["ceaf"],
                "ceac": [s["ceac"] for s in got["strategies"]] == want["ceac"],
                "evpi": all(abs(a - b) < 1e-9 for a, b in zip(got["evpi"], want["evpi"])),
                "evppi": all(0 <= v <= e for x in got["evppi"] for v, e in zip(x["value"], got["evpi"])),
                "order": [s["name"] for s in got["strategies"]] == [s["name"] for s in body["strategies"]]}
        at = [s["name"] for s in body["strategies"]].index(body["comparator"])
        for given, s in zip(body["strategies"], got["strategies"]):
            n = len(given["costs"])
            for what in ("cost", "effect"):
                x = sorted(given[what + "s"])
                good["mean"] = good.get("mean", True) and abs(s["mean_" + what] - sum(x) / n) < 1e-9
                good["interval"] = good.get("interval", True) and s[what + "_interval"] == [x[math.ceil(n / 40) - 1], x[math.ceil(n * 39 / 40) - 1]]
            enb = [w * s["mean_effect"] - s["mean_cost"] for w in body["wtp"]]
            base = got["strategies"][at]["enb"]
            good["enb"] = good.get("enb", True) and all(abs(a - b) < 1e-9 for a, b in zip(enb, s["enb"]))
            good["eib"] = good.get("eib", True) and all(abs(a - b + c) < 1e-9 for a, b, c in zip(s["eib"], enb, base))
        for what, right in good.items():
            wrong[what] = wrong.get(what, 0) + (not right)
    for what, count in wrong.items():
        ctx.case(f"{what} of {CASES} random samples", count == 0, f"{count} differ")


def faults(reply):
    return {e["field"]: e["code"] for e in reply["errors"]}


def test_every_refusal(ctx):
    good = {"wtp": [0, 10], "comparator": "A", "strategies": [{"name": x, "costs": [1, 2, 3], "effects": [3, 2, 1]} for x in "AB"],
            "parameters": {"p": [1, 2, 3]}, "evppi": [["p"]]}
    ctx.case("nothing wrong", "evpi" in run(ctx, "psa", good))
    a, b = good["strategies"]
    cases = {
        "no strategies": ({"strategies": []}, {"strategies": "too_few"}), "one": ({"strategies": [a]}, {"strategies": "too_few"}),
        "nine": ({"strategies": [{**a, "name": x} for x in "ABCDEFGHI"]}, {"strategies": "too_many"}),
        "unequal lengths": ({"strategies": [a, {**b, "effects": [1]}]}, {"strategies[1].effects": "lengths_differ"}),
        "no draws": ({"strategies": [{**a, "costs": []}, b]}, {"strategies[0].costs": "too_few"}),
        "100,001 draws": ({"strategies": [a, {**b, "costs": [1] * 100001}]}, {"strategies[1].costs": "too_many"}),
        "absurd magnitude": ({"strategies": [a, {**b, "costs": [1, 1e300, 2]}]}, {"strategies[1].costs[1]": "too_large"}),
        "not ascending": ({"wtp": [5, 4, 4]}, {"wtp[1]": "not_ascending", "wtp[2]": "not_ascending"}), "negative": ({"wtp": [-1, 5, 5]}, {"wtp[0]": "too_small", "wtp[2]": "not_ascending"}),
        "unknown comparator": ({"comparator": "Q"}, {"comparator": "unknown_reference"}),
        "the same name": ({"strategies": [a, {**b, "name": "A"}]}, {"strategies[1].name": "duplicate"}),
        "unknown parameter": ({"evppi": [["p"], ["p", "x"]]}, {"evppi[1][1]": "unknown_reference"}), "twice in a set": ({"evppi": [["p", "p"]]}, {"evppi[0][1]": "repeated"}),
        "length of a parameter": ({"parameters": {"p": [1, 2]}}, {"parameters.p": "lengths_differ"}),
        "constant parameter": ({"parameters": {"p": [4, 4, 4]}}, {"evppi[0][0]": "constant"}), "numbers for names": ({"evppi": [[1, 2]]}, {"evppi[0][0]": "wrong_type", "evppi[0][1]": "wrong_type"}),
        "everything": ({"wtp": [2, 1], "comparator": "Q", "strategies": [a, {**b, "costs": [1], "effects": [1, "x", 3]}], "evppi": [["z"]], "parameters": {"p": [None]}},
                       {"wtp[1]": "not_ascending", "comparator": "unknown_reference", "strategies[1].costs": "lengths_differ", "strategies[1].effects[1]": "wrong_type", "evppi[0][0]": "unknown_reference",
                        "parameters.p[0]": "null_not_allowed", "parameters.p": "lengths_differ"}),
    }
    for name, (change, want) in cases.items():
        da, en = (run(ctx, "psa", {**good, **change}, *o) for o in ((), ("--english",)))
        ctx.case(name, da["status"] == 422 and faults(da) == want == faults(en), da)
        ctx.case(f"{name}: Danish and English", all(x["detail"] != y["detail"] for x, y in zip(da["errors"], en["errors"])), (da, en))
    text = run(ctx, "psa", {**good, **cases["unequal lengths"][0]})["errors"][0]["detail"]
    ctx.case("the strategies and both lengths are named", "B har 1" in text and "A har 3" in text, text)
    for word, code in {"NaN": "bad_number", "Infinity": "bad_number", "1e400": "number_out_of_range"}.items():
        done = subprocess.run([*ctx.world.launch, "value", "psa", "-"], timeout=60, check=False, capture_output=True,
                              input=json.dumps(good).replace("[1, 2, 3]", f"[1, {word}, 3]").encode())
        reply = json.loads(done.stderr)
        ctx.case(f"{word} in a sample", done.returncode == 2 and reply["code"] == "bad_json" and faults(reply) == {"strategies[0].costs[1]": code}, reply)
    for what in ([], ["guess", "-"]):
        done = subprocess.run([*ctx.world.launch, "value", *what], timeout=60, check=False, capture_output=True)
        ctx.case(f"{what or 'nothing'}: says which there are", done.returncode == 2 and b"frontier" in done.stderr and b"psa" in done.stderr, done.stderr)


def test_work_is_bounded(ctx):
    """So many regressions on so many draws in one request, and no more."""
    r = random.Random(3)
    n = 21_000
    body = {"wtp": [0, 1000], "strategies": [{"name": s, "costs": [r.random() for _ in range(n)], "effects": [r.random() for _ in range(n)]} for s in "AB"],
            "parameters": {p: [r.random() for _ in range(n)] for p in "pq"}, "evppi": [["p", "q"]] * 48}
    refused = run(ctx, "psa", body)
    assert [(e["field"], e["code"]) for e in refused["errors"]] == [("evppi", "too_many")] and "47" in refused["errors"][0]["detail"], refused
    body["evppi"] = [["p"]] * 48 + [["p", "q"]]
    assert len(run(ctx, "psa", body)["evppi"]) == 49
