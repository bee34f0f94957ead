# SPDX-License-Identifier: EUPL-1.2
"""POST /value/evaluate, frontier and psa: the same answers as on the shell, the rights it needs, what it refuses."""
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


def test_refusals(ctx):
    asker = client(ctx)
    body = example(ctx)
    body["alternatives"][0]["lines"][0] |= {"value_price_year": 2023, "index": "PL"}
    body["simulation"] = {"draws": 1000}
    reply = asker.post("value/evaluate", body)
    assert reply.status == 422, reply
    assert reply.faults["alternatives[0].lines[0].value_price_year"] == "missing_index", reply
    assert reply.faults["simulation"] == "not_supported", reply
    body = example(ctx)
    body["alternatives"][0]["lines"][0]["surprise"] = 1
    body["horizon_years"] = 71
    reply = asker.post("value/evaluate", body)
    assert reply.status == 422 and reply.faults == {
        "alternatives[0].lines[0].surprise": "unknown_field", "horizon_years": "too_large"}, reply
    assert asker.request("POST", "value/evaluate", b"{", {"Content-Type": "application/json"}).status == 400
    assert asker.post("value/evaluate", example(ctx)).status == 200, "the next request works"
