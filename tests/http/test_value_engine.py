# SPDX-License-Identifier: EUPL-1.2
"""POST /value/evaluate, frontier, psa and distribution: the same answers as on the shell, the rights they need, what they refuse."""
import json
import os

DATABASE = "demo"


def example(ctx):
    with open(os.path.join(ctx.root, "tests/golden/value/hjemmeakut.json"), encoding="utf-8") as f:
        return json.load(f)


def client(ctx, scope="value:read"):
    name = f"{scope} {len(ctx.clients)}"
    token = ctx.samspil("token", "create", "--user", "admin", "--scope", scope, "--name", name).stdout.strip()
    return ctx.client(token=token)


def test_hjemmeakut(ctx):
    reply = client(ctx).post("value/evaluate", example(ctx))
    assert reply.status == 200, reply
    npv = reply.json["alternatives"][0]["npv"]
    for perspective, want in {"clinic": -21515497.29, "hospital": 7773994.03, "region": 7871625.66,
                              "public": 6498680.76, "limited_societal": 7312277.74, "societal": 9131908.35}.items():
        ctx.case(perspective, abs(npv[perspective] - want) <= 0.01, npv[perspective])


def bodies(ctx):
    """A body of each entry point."""
    points = [{"name": x, "cost": i * 1000, "effect": i} for i, x in enumerate("ABC")]
    samples = [{"name": x, "costs": [1000 * i, 10, 7.5], "effects": [i, 2, 1]} for i, x in enumerate("ABC")]
    return {"evaluate": example(ctx), "frontier": {"comparator": "B", "wtp": [0, 1000, 2000], "strategies": points},
            "psa": {"comparator": "B", "wtp": [0, 1000, 2000], "strategies": samples, "parameters": {"p": [1, 2, 3], "q": [0, 0, 1]}, "evppi": [["p"], ["p", "q"]]}}


def test_shell_and_service_agree(ctx):
    asker = client(ctx)
    for what, body in bodies(ctx).items():
        shell = ctx.samspil("value", what, "-", input=json.dumps(body)).stdout.strip()
        reply = asker.post(f"value/{what}", body)
        ctx.case(what, reply.status == 200 and reply.text == shell, reply)


def test_simulation(ctx):
    body = example(ctx) | {"simulation": {"seed": 20260101}}
    reply = client(ctx).post("value/evaluate", body)
    found = reply.json["alternatives"][0]["simulation"]
    assert reply.status == 200 and (found["draws"], found["seed"]) == (10000, 20260101), reply
    assert ctx.samspil("value", "evaluate", "-", input=json.dumps(body)).stdout.strip() == reply.text


def test_rights(ctx):
    without = client(ctx, "collaborations:read")
    for what, body in bodies(ctx).items():
        ctx.case(f"{what}: no log-in", ctx.client().post(f"value/{what}", body).status == 401)
        ctx.case(f"{what}: without the right", without.post(f"value/{what}", body).status == 403)


def test_many_samples(ctx):
    """A body of many megabytes."""
    asker = client(ctx)
    draws = [(i * 7919 % 100000) / 7 for i in range(100000)]
    body = {"wtp": [0, 1], "strategies": [{"name": x, "costs": draws, "effects": draws[i:] + draws[:i]} for i, x in enumerate("ABCD")]}
    reply = asker.post("value/psa", body)
    mean = sum(draws) / len(draws)
    ctx.case("4 strategies of 100,000 draws", reply.status == 200 and abs(reply.json["strategies"][0]["mean_cost"] - mean) < 1e-9 * mean, str(reply)[:300])
    ctx.case("the first is the comparator", reply.json["strategies"][0]["eib"] == [0, 0], str(reply)[:300])
    rows = table(body | {"parameters": {}}, ",", False)
    csv = send_csv(asker, rows, wtp_to=1, wtp_step=1, evppi=None, comparator=None)
    ctx.case("the same as a file", csv.text == reply.text, str(csv)[:300])


def test_refusals(ctx):
    asker = client(ctx)
    body = example(ctx)
    body["alternatives"][0]["lines"][0] |= {"value_price_year": 2023, "index": "PL"}
    reply = asker.post("value/evaluate", body)
    assert reply.status == 422, reply
    assert reply.faults["alternatives[0].lines[0].value_price_year"] == "missing_index", reply
    reply = asker.post("value/evaluate", example(ctx) | {"simulation": {"draws": 10 ** 9}})
    assert reply.status == 422 and reply.faults == {"simulation.draws": "too_large"}, reply
    body = example(ctx)
    body["alternatives"][0]["lines"][0]["surprise"] = 1
    body["horizon_years"] = 71
    reply = asker.post("value/evaluate", body)
    assert reply.status == 422 and reply.faults == {
        "alternatives[0].lines[0].surprise": "unknown_field", "horizon_years": "too_large"}, reply
    assert asker.request("POST", "value/evaluate", b"{", {"Content-Type": "application/json"}).status == 400
    assert asker.post("value/evaluate", example(ctx)).status == 200, "the next request works"


def distribution(ctx, body, language="da"):
    asker = client(ctx)
    return ctx.client(token=asker.token, language=language).post("value/distribution", body)


def near(got, want, tolerance=1e-9):
    return abs(got - want) <= tolerance * abs(want)


def test_distribution(ctx):
    """Figures from tests/unit/quantile_points.py and closed forms, not from the engine."""
    reply = distribution(ctx, {"dist": "gamma", "shape": 0.08, "scale": 2.5, "quantiles": [0.01, 0.5]})
    assert reply.status == 200, reply
    quantiles = reply.json["quantiles"]
    assert [q["p"] for q in quantiles] == [0.01, 0.5]
    assert near(quantiles[0]["value"], 1.4954671078282941e-25) and near(quantiles[1]["value"], 0.00025819239661693668), quantiles
    assert near(reply.json["mean"], 0.2) and near(reply.json["sd"], 2.5 * 0.08 ** 0.5)
    assert reply.json["parameters"]["shape"] == 0.08 and near(reply.json["parameters"]["mean"], 0.2), reply.json["parameters"]
    reply = distribution(ctx, {"dist": "beta", "mean": 0.25, "sd": 0.1, "quantiles": []})
    assert near(reply.json["parameters"]["alpha"], 0.25 * (0.25 * 0.75 / 0.01 - 1)), reply.json
    for body in ({"dist": "pert", "low": 1, "mode": 2, "high": 9}, {"dist": "uniform", "low": -1, "high": 1},
                 {"dist": "triangular", "low": 0, "mode": 0, "high": 1}, {"dist": "normal", "mean": 0, "sd": 1},
                 {"dist": "lognormal", "mean": 3, "sd": 1}, {"dist": "gamma", "mean": 3, "sd": 1},
                 {"dist": "beta", "alpha": 2, "beta": 5}):
        density = distribution(ctx, body).json["density"]
        area = sum((b[0] - a[0]) * (a[1] + b[1]) / 2 for a, b in zip(density, density[1:]))
        ctx.case(f"{body['dist']}: the picture holds all of it", 0.99 < area < 1.005 and len(density) > 150, area)
    for body in ({"dist": "beta", "alpha": 0.3, "beta": 0.2}, {"dist": "gamma", "shape": 0.001, "scale": 1}):
        density = distribution(ctx, body).json["density"]
        ctx.case(f"{body['dist']}: finite where it diverges", density and all(y is not None for _, y in density), density[:2])
    assert distribution(ctx, {"dist": "fixed", "value": 3, "quantiles": [0.5]}).json == {
        "mean": 3, "sd": 0, "quantiles": [{"p": 0.5, "value": 3}], "parameters": {"value": 3}, "density": []}


def test_distribution_refusals(ctx):
    gamma, beta = {"dist": "gamma"}, {"dist": "beta"}
    for body, faults in (
            ({}, {"dist": "required"}),
            ({"dist": "weibull"}, {"dist": "not_a_choice"}),
            (gamma, {"mean": "required", "sd": "required"}),
            (gamma | {"mean": 0, "sd": -1}, {"mean": "not_positive", "sd": "not_positive"}),
            (gamma | {"mean": 1, "sd": 1, "scale": 2}, {"scale": "bad_distribution"}),
            (gamma | {"shape": 1}, {"scale": "required"}),
            (gamma | {"mean": "x", "sd": 1}, {"mean": "wrong_type"}),
            (gamma | {"mean": 1e14, "sd": 1}, {"mean": "too_large"}),
            (gamma | {"mean": 1, "sd": 1, "low": 0}, {"low": "bad_distribution"}),
            (beta | {"mean": 0.2, "sd": 0.4}, {"sd": "bad_distribution"}),
            (beta | {"mean": 1, "sd": 0.1}, {"mean": "bad_distribution"}),
            (beta | {"alpha": 0, "beta": 1}, {"alpha": "not_positive"}),
            ({"dist": "normal", "mean": 1, "sd": 0}, {"sd": "not_positive"}),
            ({"dist": "lognormal", "mean": -1, "sd": 1}, {"mean": "not_positive"}),
            ({"dist": "lognormal", "meanlog": 1, "sdlog": 99}, {"sdlog": "bad_distribution"}),
            ({"dist": "triangular", "low": 2, "mode": 1, "high": 3}, {"mode": "bad_distribution"}),
            ({"dist": "uniform", "low": 2, "high": 2}, {"low": "bad_distribution"}),
            ({"dist": "pert", "low": 0, "mode": 1, "high": 3, "shape": 0}, {"shape": "not_positive"}),
            ({"dist": "fixed", "value": 1, "quantiles": [0, 0.5, 1]}, {"quantiles[0]": "too_small", "quantiles[2]": "too_large"}),
            ({"dist": "fixed", "value": 1, "quantiles": [0.5] * 1001}, {"quantiles": "too_many"})):
        reply = distribution(ctx, body)
        ctx.case(f"{body}"[:70], reply.status == 422 and reply.faults == faults, reply)
    for text in (b'{"dist":"fixed","value":NaN}', b'{"dist":"fixed","value":1e400}', b'{"dist":"fixed","value":Infinity}'):
        reply = client(ctx).request("POST", "value/distribution", text, {"Content-Type": "application/json"})
        ctx.case(f"{text}", reply.status in (400, 422), reply)
    body = beta | {"mean": 0.2, "sd": 0.4}
    assert "sd² < mean (1 - mean)" in distribution(ctx, body).text
    danish, english = (distribution(ctx, gamma | {"mean": 0, "sd": 1}, language).json["errors"][0]["detail"] for language in ("da", "en"))
    assert danish == "skal være større end 0" and english == "must be larger than 0", (danish, english)


def test_distribution_shell_and_rights(ctx):
    body = {"dist": "beta", "mean": 0.14, "sd": 0.1, "quantiles": [0.025, 0.975]}
    shell = ctx.samspil("value", "distribution", "-", input=json.dumps(body)).stdout.strip()
    assert distribution(ctx, body).text == shell
    wrong = ctx.samspil("value", "distribution", "-", input='{"dist":"normal","mean":1,"sd":0}', check=False)
    assert wrong.returncode == 2 and json.loads(wrong.stderr)["errors"][0]["field"] == "sd" and not wrong.stdout, wrong
    assert ctx.client().post("value/distribution", body).status == 401
    assert client(ctx, "collaborations:read").post("value/distribution", body).status == 403


CSV_QUERY = {"wtp_from": 0, "wtp_to": 2000, "wtp_step": 1000, "comparator": "B", "evppi": "p;p,q"}


def send_csv(asker, text, **query):
    return asker.request("POST", "value/psa", text if isinstance(text, bytes) else text.encode(), {"Content-Type": "text/csv"},
                         {k: v for k, v in (CSV_QUERY | query).items() if v is not None})


def table(body, by=";", comma=True):
    """The samples of a JSON body as R or Excel would write them."""
    columns = {f"{what}_{s['name']}": s[what + "s"] for s in body["strategies"] for what in ("cost", "effect")} | body["parameters"]
    number = (lambda x: repr(x).replace(".", ",")) if comma else repr
    return "\r\n".join([by.join(f'"{c}"' for c in columns)] + [by.join(number(v) for v in row) for row in zip(*columns.values())]) + "\r\n"


def test_samples_as_csv(ctx):
    """The same answer as the JSON body gives, whoever wrote the file; faults by row and column."""
    asker, body = client(ctx), bodies(ctx)["psa"]
    body["strategies"][1]["costs"] = [1e-05, -2.5, 1234567.125]
    want = asker.post("value/psa", body)
    assert want.status == 200, want
    texts = {"Danish": table(body), "English": table(body, ",", False), "tabs": table(body, "\t"), "Excel": "\ufeffsep=;\r\n" + table(body),
             "Danish words": table(body).replace("cost_", "omkostning ").replace("effect_", "QALY."), "blanks": table(body).replace(";2;", " ; 2 ;"),
             "numbers of rows": "\r\n".join(f'"{i or ""}";{l}' for i, l in enumerate(table(body).strip().split("\r\n"))),
             "a column that nobody asks of": "\r\n".join(f'{l};{"note" if i == 0 else "ok"}' for i, l in enumerate(table(body).strip().split("\r\n")))}
    for name, text in texts.items():
        reply = send_csv(asker, text)
        ctx.case(name, reply.status == 200 and reply.text == want.text, reply)
    plain = {k: v for k, v in body.items() if k not in ("evppi", "parameters", "comparator")}
    reply = send_csv(asker, texts["Danish"], evppi=None, comparator=None)
    ctx.case("nothing asked", reply.status == 200 and reply.text == asker.post("value/psa", plain).text, reply)
    good = table(body)
    lines = good.strip().split("\r\n")

    def cell(row, column, value):
        cells = [l.split(";") for l in lines]
        cells[row - 1][column] = value
        return "\r\n".join(";".join(c) for c in cells)
    bad = {"no number": (cell(3, 0, "abc"), {}, {"3.cost_A": "bad_number"}), "empty": (cell(2, 1, ""), {}, {"2.effect_A": "required"}),
           "not available": (cell(4, 6, "NA"), {}, {"4.p": "bad_number"}), "infinite": (cell(4, 7, "Inf"), {}, {"4.q": "bad_number"}),
           "too large": (cell(2, 2, "1e14"), {}, {"2.cost_B": "too_large"}), "too small": (cell(2, 2, "-1e14"), {}, {"2.cost_B": "too_small"}),
           "two at once": (cell(2, 0, "x").replace("7,5", "y"), {}, {"2.cost_A": "bad_number", "4.cost_A": "bad_number", "4.cost_C": "bad_number"}),
           "cells": (lines[0] + "\r\n1;2\r\n" + lines[1], {}, {"2": "lengths_differ"}), "no draws": (lines[0], {}, {"rows": "too_few"}),
           "no effect": (good.replace("effect_C", "virkning_C"), {}, {"1.effect_C": "required"}),
           "no cost": (good.replace("cost_C", "x"), {}, {"1.cost_C": "required"}), "a column twice": (good.replace('"q"', '"p"'), {}, {"1.p": "repeated"}),
           "one strategy": ("cost_A;effect_A;p;q\n1;2;3;4", {"comparator": "A"}, {"strategies": "too_few"}),
           "unknown comparator": (good, {"comparator": "Z"}, {"comparator": "unknown_reference"}),
           "unknown parameter": (good, {"evppi": "p;z"}, {"evppi[1][0]": "unknown_reference"}), "costs are no parameter": (good, {"evppi": "cost_A"}, {"evppi[0][0]": "unknown_reference"}),
           "constant": (good.replace("0\r\n", "1\r\n"), {"evppi": "q"}, {"evppi[0][0]": "constant"}), "an empty set": (good, {"evppi": "p;"}, {"evppi[1][0]": "required"}),
           "no thresholds": (good, {"wtp_from": None, "wtp_step": None}, {"wtp_from": "required", "wtp_step": "required"}),
           "backwards": (good, {"wtp_from": 3000}, {"wtp_to": "too_small"}), "too many thresholds": (good, {"wtp_step": 1}, {"wtp_step": "too_small"}),
           "a name with a CPR number": (good.replace("_C", "_010180-1234"), {}, {"strategies[2].name": "holds_cpr"}),
           "an open quote": (good + '"1', {}, {"5": "unclosed_quote"}), "bytes of no encoding": (good.encode() + b"\xff\x00;1;2;3;4;5;6;7\r\n", {}, {"5": "bad_encoding"})}
    for name, (text, query, faults) in bad.items():
        reply = send_csv(asker, text, **query)
        ctx.case(name, reply.status == 422 and reply.faults == faults, (reply, reply.json.get("errors")))
    many = send_csv(asker, "cost_A;effect_A;cost_B;effect_B\n" + "1;2;3;4\n" * 100001, evppi=None, comparator=None)
    ctx.case("100,001 draws", many.status == 422 and many.faults == {"rows": "too_many"}, many)
    for name, reply in {"no file": send_csv(asker, ""), "another type": asker.request("POST", "value/psa", b"x", {"Content-Type": "text/plain"}),
                        "for evaluate": asker.request("POST", "value/evaluate", b"a;b", {"Content-Type": "text/csv"})}.items():
        ctx.case(name, reply.status == (400 if name == "no file" else 415), reply)
    reply = asker.post("value/psa?wtp_from=0", body)
    ctx.case("the query goes with a file", reply.status == 422 and reply.faults == {"wtp_from": "unknown_field"}, reply)
    ctx.case("rights as ever", client(ctx, "collaborations:read").request("POST", "value/psa", good.encode(), {"Content-Type": "text/csv"}).status == 403)
