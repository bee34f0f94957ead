# SPDX-License-Identifier: EUPL-1.2
"""The n-th statement of a scenario fails, for n = 1, 2, ... until the scenario passes untouched: each time a clean
problem document or a success, nothing half-written, and the next request works."""
import os

STATES = {"40001": "conflict", "57014": "statement deadline", "08006": "connection lost", "53300": "too many connections"}
MOST = 40
MADE = {}


def arm(path, n, state):
    with open(path, "w", encoding="ascii") as f:
        f.write(f"{n} {state}\n")


def server(ctx):
    """The server of the torture build, the file that arms it, and a client."""
    if not MADE:
        path = os.path.join(ctx.out, "torture")
        build = os.path.join(ctx.root, "build/torture")
        MADE["server"] = ctx.new_server(env={"TORTURE_FILE": path, "SAMSPIL_WORKERS": "1"}, build=build)
        MADE["path"] = path
        ctx.samspil("user", "add", "plager", "--password", "Et-langt-kodeord-42")
        for role in ("procurement_lead", "admin"):
            ctx.samspil("user", "grant", "plager", "--role", role, "--unit", "region-1084")
        token = ctx.samspil("token", "create", "--user", "plager", "--scope", "all", "--name", "torture").stdout.strip()
        MADE["client"] = ctx.client(token=token, server=MADE["server"])
        MADE["unit"] = ctx.db.value("SELECT id FROM unit WHERE code = 'region-1084'")
    return MADE["client"], MADE["path"]


def counts(ctx):
    tables = ("collaboration", "opi", "funding", "funding_share", "milestone", "comment", "idempotency_key", "portfolio_figure")
    return ctx.db.rows("SELECT " + ", ".join(f"(SELECT count(*) FROM {t}) AS {t}" for t in tables))[0]


def clean(reply):
    """A success, or a problem document of ours."""
    if reply.status < 400:
        return True
    body = reply.json
    assert reply.status in (503, 500, 409, 422), reply
    assert body["status"] == reply.status and body["code"] and body["title"] and body["request_id"], reply
    assert reply.status != 500 and "SELECT" not in reply.text and "INSERT" not in reply.text, reply
    return False


def scenario(ctx, act, before_each=None):
    """Runs act(client) with the n-th statement failing until the file stays armed, which means that it was not reached."""
    client, path = server(ctx)
    for state in STATES:
        for n in range(1, MOST):
            made = before_each(client) if before_each else None
            before = counts(ctx)
            arm(path, n, state)
            reply = act(client, made) if before_each else act(client)
            reached = not os.path.exists(path)
            if not reached:
                os.unlink(path)
            ok = clean(reply)
            if not ok:
                assert reached, f"{state} {n}: refused without a fault: {reply}"
                assert counts(ctx) == before, f"{state} {n}: half-written"
            assert client.get("me").status == 200, f"{state} {n}: the next request"
            if not reached:
                assert ok and n > 1, f"{state}: the scenario never reached a statement"
                break
        else:
            raise AssertionError("the scenario has no end")


def test_create(ctx):
    """Creating a case with an idempotency key."""
    keys = iter(range(100000))
    unit = server(ctx) and MADE["unit"]
    scenario(ctx, lambda c: c.post("collaborations", {"kind": "opi", "title": "Under plage", "unit_id": unit},
                                   headers={"Idempotency-Key": f"torture {next(keys)}"}))


def test_funding(ctx):
    """Funding with shares: two tables and a check at the end of the transaction."""
    unit = server(ctx) and MADE["unit"]

    def case(client):
        return client.post("collaborations", {"kind": "opi", "title": "Under plage", "unit_id": unit}).json["id"]

    body = {"source": "region", "amount_oere": 100, "shares": [{"kasse": "sundhed", "num": 1, "den": 3},
                                                               {"kasse": "regional_udvikling", "num": 2, "den": 3}]}
    scenario(ctx, lambda c, i: c.post(f"collaborations/{i}/funding", body), case)


def test_patch(ctx):
    """A change is made whole or not at all."""
    unit = server(ctx) and MADE["unit"]

    def case(client):
        return client.post("collaborations", {"kind": "opi", "title": "Under plage", "unit_id": unit}).json["id"]

    def change(client, i):
        reply = client.patch(f"collaborations/{i}", {"title": "Ændret under plage", "need": "nyt"}, etag='"1"')
        row = ctx.db.rows(f"SELECT c.title, o.need FROM collaboration c JOIN opi o USING (id) WHERE id = {i}")[0]
        assert (row["title"] == "Ændret under plage") == (row["need"] == "nyt"), row
        assert reply.status >= 400 or row["need"] == "nyt", reply
        return reply

    scenario(ctx, change, case)


def test_read(ctx):
    """Reading: list, case, overview."""
    server(ctx)
    for path in ("collaborations?limit=5", "portfolio/summary", "meta"):
        scenario(ctx, lambda c, p=path: c.get(p))


def test_conflict_is_invisible(ctx):
    """A conflict (40001) is run again: the caller sees a success."""
    client, path = server(ctx)
    for n in (1, 2):
        arm(path, n, "40001")
        reply = client.post("collaborations", {"kind": "opi", "title": "Under plage", "unit_id": MADE["unit"]})
        assert reply.status == 201, reply
