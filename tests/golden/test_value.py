# SPDX-License-Identifier: EUPL-1.2
"""The value engine on the shell: the worked example to the øre, the independent calculation over random
inputs, and every refusal at once."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import recompute  # noqa: E402  pylint: disable=wrong-import-position

RANDOM_INPUTS = 200
RANDOM_SIMULATIONS = 40


def example(name="hjemmeakut"):
    with open(os.path.join(HERE, "value", name + ".json"), encoding="utf-8") as f:
        return json.load(f)


def run(ctx, body, *options):
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return subprocess.run([*ctx.world.launch, "value", "evaluate", *options, "-"], timeout=60, check=False,
                          input=text.encode() if isinstance(text, str) else text, capture_output=True)


def evaluate(ctx, body):
    done = run(ctx, body)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def refused(ctx, body, *options):
    done = run(ctx, body, *options)
    assert done.returncode == 2 and not done.stdout, (done.returncode, done.stdout[:200])
    return json.loads(done.stderr)


def near(ctx, name, got, want, tolerance=0.01):
    ctx.case(name, got is not None and abs(got - want) <= tolerance, f"got {got}, want {want}")


def test_hjemmeakut(ctx):
    a = evaluate(ctx, example())["alternatives"][0]
    for perspective, want in {"clinic": -21515497.29, "hospital": 7773994.03, "region": 7871625.66,
                              "region_cash": -14095492.82, "public": 6498680.76, "limited_societal": 7312277.74,
                              "societal": 9131908.35}.items():
        near(ctx, perspective, a["npv"][perspective], want)
    pv = {line["id"]: line["pv"] for line in a["lines"]}
    for line, want in {"E1": -1500000, "E2": -5007695.05, "E3": -2803847.53, "E4": -12203954.72, "E5": 21967118.49,
                       "E6": 7322372.83, "E7": -1372944.91, "E8": 97631.64, "E9": 1423794.72, "E10": -610197.74}.items():
        near(ctx, line, pv[line], want)
    near(ctx, "annuity", a["annuity"], 1619533.31)
    near(ctx, "risk-adjusted", a["risk_adjusted_npv"], 4602822.42)
    near(ctx, "break-even probability", a["break_even_p"], 0.190360, 5e-7)
    near(ctx, "break-even bed days", a["break_even"][0]["value"], 2.668505, 5e-7)
    near(ctx, "compensation", a["signal"]["compensation"], 21515497.29)
    assert a["signal"]["code"] == "initiator_loses_society_gains"
    assert a["tornado"][0]["parameter"] == "E5.qty_baseline"
    near(ctx, "largest swing", a["tornado"][0]["swing"], 16475338.87)
    assert a["budget_impact"]["form"]["text"] == {
        "loen": ["0,6", "1,2", "1,2", "1,2"], "oevrig_drift": ["1,3", "2,4", "4,2", "4,2"],
        "etablering": ["1,5", "0,0", "0,0", "0,0"], "aarsvaerk": ["1,0", "2,0", "2,0", "2,0"],
        "samlet": ["3,4", "3,6", "5,4", "5,4"]}
    assert a["sentences"]["da"][:2] == ["Jeres afdeling betaler 21,5 mio. kr. over 5 år.",
                                        "Andre afdelinger får frigjort 29,3 mio. kr. i kapacitet."]
    assert "Samlet gevinst: 7,3 mio. kr." in a["sentences"]["da"]


def purchase(**more):
    """A scanner for 1.5 million that lasts five years, bought in the second of eight."""
    line = {"id": "E1", "name": "Scanner", "sector": "initiating_clinic", "class": "cash", "timing": "annuity", "year_from": 2027, "qty_baseline": 0,
            "qty_new": 1, "unit_value": 1500000, "life_years": 5, "evidence": "C", **more}
    return {"base_year": 2026, "horizon_years": 8, "price_year": 2026, "perspective": "clinic",
            "discount": {"steps": [{"from_year": 0, "rate": 0.035}]}, "alternatives": [{"name": "Scanner", "lines": [line]}]}


def test_purchase(ctx):
    """By hand: 1 + 1/1.035 + 1/1.035^2 + 1/1.035^3 + 1/1.035^4 = 4.6730792; 1,500,000 / 4.6730792 = 320,987.50 a year. What it sells for
    after five years, 200,000 / 1.035^5 = 168,394.63, takes 168,394.63 / 4.6730792 = 36,035.05 off."""
    def line(body):
        return evaluate(ctx, body)["alternatives"][0]["lines"][0]
    whole = line(purchase())
    for t, want in enumerate([0] + [-320987.50] * 5 + [0, 0]):
        near(ctx, f"year {2026 + t}", whole["flows"][t], want)
    near(ctx, "worth its price in the year that it is bought", whole["pv"], -1500000 / 1.035)
    sold = line(purchase(residual_value=200000))
    near(ctx, "less what it sells for", sold["flows"][1], -(320987.50 - 36035.05))
    near(ctx, "worth price and sale", sold["pv"], -(1500000 - 168394.63) / 1.035)
    near(ctx, "free money", line(purchase() | {"discount": {"steps": [{"from_year": 0, "rate": 0}]}})["flows"][1], -300000)
    near(ctx, "a year only", line(purchase(year_to=2027))["pv"], -320987.50 / 1.035)
    near(ctx, "bought again when it is worn", line(purchase(year_to=2033))["flows"][7], -320987.50)
    near(ctx, "two, in prices of 2024", line(purchase(qty_new=2, value_price_year=2024, index="PL")
                                           | {"indices": {"PL": {"2024": 100, "2026": 104}}})["flows"][1], -2 * 1.04 * 320987.50)
    trace = evaluate(ctx, purchase(residual_value=200000) | {"trace": True})["alternatives"][0]["trace"][0]
    assert trace["formula"] == "S9.resource.annuity" and "A(1500000 - 200000, 5 years)=284952.45" in trace["terms"][0], trace
    rate = evaluate(ctx, purchase() | {"one_way": True, "uncertainty": [{"field": "discount_rate", "dist": "uniform", "low": 0, "high": 0.1}]})
    row = rate["alternatives"][0]["tornado"][0]
    near(ctx, "at another rate it is spread anew", row["npv_high"], -1500000 / 1.1)
    drawn = evaluate(ctx, purchase(residual_value=200000) | {"simulation": {"draws": 10000, "seed": 1}, "uncertainty": [
        {"field": "discount_rate", "dist": "fixed", "value": 0.05}]})["alternatives"][0]["simulation"]
    near(ctx, "and so in every draw", drawn["mean"], -1500000 / 1.05 + 200000 / 1.05 ** 6, 0.05)
    for more, field, code in (({"life_years": None}, "life_years", "required"), ({"life_years": 0}, "life_years", "too_small"),
                              ({"life_years": 101}, "life_years", "too_large"), ({"residual_value": 1500001}, "residual_value", "too_large"),
                              ({"residual_value": -1}, "residual_value", "too_small")):
        errors = refused(ctx, purchase(**more))["errors"]
        assert [(e["field"], e["code"]) for e in errors] == [(f"alternatives[0].lines[0].{field}", code)], errors


def uncertain():
    """The worked example with the ranges of its simulation: six triangular numbers, the best guess as mode."""
    body = example() | {"simulation": {"draws": 10000, "seed": 20260101}}
    body.pop("uncertainty")
    return body


def test_simulation(ctx):
    answer = evaluate(ctx, uncertain())
    s = answer["alternatives"][0]["simulation"]
    mean, sd = recompute.moments(uncertain(), 0, "limited_societal")
    near(ctx, "mean in closed form", mean, 2676176.14)
    near(ctx, "standard deviation in closed form", sd, 4868186.79)
    near(ctx, "mean of the draws within four standard errors", s["mean"], mean, 4 * sd / 100)
    near(ctx, "standard deviation of the draws", s["sd"], sd, 0.03 * sd)
    near(ctx, "standard error", s["mc_se"], s["sd"] / 100)
    near(ctx, "chance of a gain", s["p_positive"], 0.691, 0.02)
    near(ctx, "P5", s["p5"], -4.86e6, 0.2e6)
    near(ctx, "P50", s["p50"], 2.39e6, 0.2e6)
    near(ctx, "P95", s["p95"], 11.13e6, 0.2e6)
    near(ctx, "the base case beside the mean", s["base"], 7312277.74)
    assert answer["wtp"][0] == 0 and answer["ceac"][1]["name"] == "HjemmeAkut"
    near(ctx, "EVPI when money decides", answer["evpi"][0], 848000, 0.05 * 848000)
    assert answer["evpi_text_da"] == "En afprøvning er pengene værd, hvis den koster under 0,8 mio. kr.", answer["evpi_text_da"]
    mean, chance = f"{s['mean'] / 1e6:.1f}".replace(".", ","), round(100 * s["p_positive"])
    assert f"Det ventede resultat er {mean} mio. kr., når usikkerheden regnes med; i {chance} % af tilfældene bliver det en gevinst." in \
        answer["alternatives"][0]["sentences"]["da"]
    mean, sd = recompute.moments(uncertain(), 0, "limited_societal")
    near(ctx, "acceptability is the chance of a gain", answer["ceac"][1]["value"][0], s["p_positive"], 1e-12)
    near(ctx, "and what is left is doing nothing", answer["ceac"][0]["value"][0], 1 - s["p_positive"], 1e-12)
    perspectives = {p["perspective"]: p for p in s["perspectives"]}
    for perspective, found in perspectives.items():
        mean, sd = recompute.moments(uncertain(), 0, perspective)
        near(ctx, f"mean: {perspective}", found["mean"], mean, 4 * sd / 100)
        near(ctx, f"sd: {perspective}", found["sd"], sd, 0.03 * sd + 0.01)
    assert len(perspectives) == 9 and [y["year"] for y in s["years"]] == [2026, 2027, 2028, 2029, 2030]
    assert sum(s["histogram"]["counts"]) == 10000 and len(s["plane"]["costs"]) == len(s["plane"]["effects"]) == 500


def test_value_of_information(ctx):
    answer = evaluate(ctx, uncertain())
    assert len(answer["wtp"]) == len(answer["evpi"]) == len(answer["ceaf"]) == len(answer["optimal"]) == 41
    rows = answer["evppi"]
    assert {row["parameters"][0] for row in rows} == {"E4.unit_value", "E5.qty_baseline", "E5.unit_value", "E6.qty_baseline",
                                                      "E7.qty_new", "volume"}
    tops = [max(row["value"]) for row in rows]
    assert tops == sorted(tops, reverse=True) and rows[0]["parameters"][0].startswith("E5."), rows
    ctx.case("no number is worth more than all of them", all(
        0 <= part <= whole for row in rows for part, whole in zip(row["value"], answer["evpi"])))
    money = evaluate(ctx, {k: v for k, v in uncertain().items() if k != "thresholds"})
    ctx.case("without thresholds money decides", money["wtp"] == [0] and money["evpi"] == answer["evpi"][:1])
    plain = evaluate(ctx, example())
    assert plain["alternatives"][0]["simulation"] is None and plain["evppi"] == plain["ceac"] == plain["wtp"] == []


def test_simulation_of_a_rate(ctx):
    """A drawn discount rate is not linear: the mean lies close to that at the middle of a narrow range."""
    body = uncertain() | {"uncertainty": example()["uncertainty"]}
    s = evaluate(ctx, body)["alternatives"][0]["simulation"]
    mean, sd = recompute.moments(uncertain(), 0, "limited_societal")
    near(ctx, "mean", s["mean"], mean, 5 * sd / 100)
    near(ctx, "sd", s["sd"], sd, 0.03 * sd)


def test_simulation_same_bytes(ctx):
    one, other = run(ctx, uncertain()), run(ctx, uncertain())
    assert one.returncode == 0 and one.stdout == other.stdout
    moved = uncertain()
    moved["simulation"]["seed"] = 20260102
    assert run(ctx, moved).stdout != one.stdout


def test_groups(ctx):
    body = uncertain()
    for u in body["alternatives"][0]["lines"][4]["uncertainty"]:
        u["corr_group"] = "sengedage"
    together = evaluate(ctx, body)
    apart = evaluate(ctx, uncertain())
    assert together["params_hash"] != apart["params_hash"]
    assert together["alternatives"][0]["simulation"]["sd"] > apart["alternatives"][0]["simulation"]["sd"]
    assert ["E5.qty_baseline", "E5.unit_value"] in [row["parameters"] for row in together["evppi"]]


def test_simulation_limits(ctx):
    for simulation, field, code in [({"draws": 999}, "simulation.draws", "too_small"),
                                    ({"draws": 100001}, "simulation.draws", "too_large"),
                                    ({"draws": 10 ** 9}, "simulation.draws", "too_large"),
                                    ({"draws": 1000.5}, "simulation.draws", "wrong_type"),
                                    ({"seed": 2 ** 53 + 2}, "simulation.seed", "too_large"),
                                    ({"seed": "x"}, "simulation.seed", "wrong_type")]:
        problem = refused(ctx, uncertain() | {"simulation": simulation})
        ctx.case(f"{simulation}", [(e["field"], e["code"]) for e in problem["errors"]] == [(field, code)], problem["errors"])


def test_simulation_work(ctx):
    """What would take too long is refused, with the number of draws that would not."""
    def many(lines, numbers):
        body = uncertain() | {"simulation": {"draws": 100000}, "horizon_years": 70}
        fields = ("qty_new", "unit_value", "multiplier")[:numbers]
        body.pop("break_even")
        body["alternatives"][0]["lines"] = [{
            "id": f"L{i}", "name": "L", "sector": "state", "class": "cash", "unit_value": 1,
            "uncertainty": [{"field": f, "dist": "uniform", "low": 0, "high": 1} for f in fields]} for i in range(lines)]
        return [(e["field"], e["code"], e["detail"]) for e in refused(ctx, body)["errors"]]
    (field, code, detail), = many(200, 2)
    ctx.case("too many draws", (field, code) == ("simulation.draws", "too_large") and 1000 < int(detail.split()[-1]) < 100000, detail)
    assert ("simulation", "too_large", "må højst være 500 usikre tal") in many(200, 3)


def test_bad_distributions(ctx):
    """Each names its line and says what should hold."""
    for fields, name, code in [({"dist": "triangular", "low": 3, "mode": 2, "high": 5}, ".mode", "bad_distribution"),
                               ({"dist": "uniform", "low": 3, "high": 3}, ".low", "bad_distribution"),
                               ({"dist": "normal", "mean": 3, "sd": 0}, ".sd", "not_positive"),
                               ({"dist": "beta", "mean": 0.2, "sd": 0.4}, ".sd", "bad_distribution"),
                               ({"dist": "beta", "mean": 1.2, "sd": 0.1}, ".mean", "bad_distribution"),
                               ({"dist": "gamma", "mean": -1, "sd": 1}, ".mean", "not_positive"),
                               ({"dist": "lognormal", "meanlog": 1, "sdlog": 0}, ".sdlog", "not_positive")]:
        body = uncertain()
        body["alternatives"][0]["lines"][4]["uncertainty"] = [{"field": "qty_baseline"} | fields]
        errors = [(e["field"], e["code"]) for e in refused(ctx, body)["errors"]]
        ctx.case(str(fields), errors == [("alternatives[0].lines[4].uncertainty[0]" + name, code)], errors)


def test_public_cash(ctx):
    body = example() | {"perspective": "public_cash"}
    a = evaluate(ctx, body)["alternatives"][0]
    near(ctx, "cost", a["cost_delta"], 15468437.73)
    near(ctx, "ICER", a["icer"], 1901240.80)
    near(ctx, "NMB at 300,000", next(n["value"] for n in a["nmb"] if n["wtp"] == 300000), -13027646.79)


def test_payer_shift(ctx):
    body = example() | {"payer_rules": [{"task": "akutsygepleje", "sector_from": "municipality",
                                         "sector_to": "region_admin", "valid_from": 2027}]}
    a = evaluate(ctx, body)["alternatives"][0]
    net = {row["sector"]: row["net"] for row in a["matrix"]}
    near(ctx, "municipality", net["municipality"], -81000)
    near(ctx, "region's new task", net["region_admin"], -1291944.91)
    near(ctx, "region", a["npv"]["region"], 6579680.76)


def test_example_of_the_contract(ctx):
    answer = evaluate(ctx, example("example"))
    assert answer["alternatives"][0]["npv"]["limited_societal"] < 0
    assert [n["wtp"] for n in answer["alternatives"][0]["nmb"]] == list(range(0, 1000001, 25000))


def test_hash(ctx):
    body = example()
    one = evaluate(ctx, body)["params_hash"]
    shuffled = json.loads(json.dumps(body, sort_keys=True), parse_int=lambda n: float(n) if len(n) > 4 else int(n))
    assert evaluate(ctx, shuffled)["params_hash"] == one, "order and writing do not matter"
    body["alternatives"][0]["lines"][4]["unit_value"] = 2700.01
    assert evaluate(ctx, body)["params_hash"] != one, "amounts do"


def test_same_bytes(ctx):
    assert run(ctx, example()).stdout == run(ctx, example()).stdout


def test_all_faults_at_once(ctx):
    body = example()
    lines = body["alternatives"][0]["lines"]
    body["horizon_years"] = 5
    body["simulation"] = {"draws": 10 ** 9, "seed": -1}
    body["alternatives"][0]["volume"][0]["adoption"] = 1.5
    lines[0] |= {"value_price_year": 2023, "index": "PL"}
    lines[1]["class"] = "penge"
    lines[2]["unit_value"] = None
    lines[3]["surprise"] = 1
    lines[4]["uncertainty"][0]["low"] = 6
    problem = refused(ctx, body)
    found = {(e["field"], e["code"]) for e in problem["errors"]}
    for want in [("simulation.draws", "too_large"), ("simulation.seed", "too_small"), ("alternatives[0].volume[0].adoption", "too_large"),
                 ("alternatives[0].lines[0].value_price_year", "missing_index"),
                 ("alternatives[0].lines[1].class", "not_a_choice"), ("alternatives[0].lines[2].unit_value", "required"),
                 ("alternatives[0].lines[3].surprise", "unknown_field"),
                 ("alternatives[0].lines[4].uncertainty[0].mode", "bad_distribution")]:
        ctx.case(f"{want[0]}: {want[1]}", want in found, sorted(found))
    assert problem["code"] == "invalid" and problem["status"] == 422
    english = refused(ctx, body, "--english")
    assert [e["code"] for e in english["errors"]] == [e["code"] for e in problem["errors"]]
    assert english["title"] != problem["title"]


def test_not_json(ctx):
    for body in ["", "[]", "{", "{\"base_year\":NaN}", "{\"base_year\":1e400}", "{\"base_year\":2026,\"base_year\":2026}",
                 "[" * 10000, b"{\"name\":\"\xff\"}"]:
        ctx.case(f"refused: {body[:20]!r}", refused(ctx, body)["status"] in (400, 422))


def test_independent_calculation(ctx):
    for seed in range(1, RANDOM_INPUTS + 1):
        found = recompute.compare(ctx.world.launch, seed)
        if found:
            ctx.case(f"random input {seed}", False, "\n".join(found[:20]))
            return
    ctx.case(f"{RANDOM_INPUTS} random inputs agree to 1e-6", True)


def test_independent_moments(ctx):
    for seed in range(1, RANDOM_SIMULATIONS + 1):
        found = list(recompute.compare_simulation(ctx.world.launch, seed))
        if found:
            ctx.case(f"simulation of random input {seed}", False, "\n".join(found))
            return
    ctx.case(f"{RANDOM_SIMULATIONS} random inputs have the mean and spread of the closed form", True)
