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
    body["simulation"] = {"draws": 10000, "seed": 1}
    body["alternatives"][0]["volume"][0]["adoption"] = 1.5
    lines[0] |= {"value_price_year": 2023, "index": "PL"}
    lines[1]["class"] = "penge"
    lines[2]["unit_value"] = None
    lines[3]["surprise"] = 1
    lines[4]["uncertainty"][0]["low"] = 6
    problem = refused(ctx, body)
    found = {(e["field"], e["code"]) for e in problem["errors"]}
    for want in [("simulation", "not_supported"), ("alternatives[0].volume[0].adoption", "too_large"),
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
