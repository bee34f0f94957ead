# SPDX-License-Identifier: EUPL-1.2
"""POST /value/evaluate: the same answers as on the shell, the rights it needs, what it refuses."""
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


def test_shell_and_service_agree(ctx):
    shell = ctx.samspil("value", "evaluate", "-", input=json.dumps(example(ctx))).stdout.strip()
    assert client(ctx).post("value/evaluate", example(ctx)).text == shell


def test_rights(ctx):
    assert ctx.client().post("value/evaluate", example(ctx)).status == 401
    assert client(ctx, "collaborations:read").post("value/evaluate", example(ctx)).status == 403


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
