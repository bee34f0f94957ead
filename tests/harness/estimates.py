# SPDX-License-Identifier: EUPL-1.2
"""What the tests of stored estimates share: people by token, a case, an estimate with HjemmeAkut's inputs."""
import json
import os


def example(ctx):
    with open(os.path.join(ctx.root, "tests/golden/value/hjemmeakut.json"), encoding="utf-8") as f:
        return json.load(f)


def user(ctx, login):
    """A client with a token of that person's, one a test module."""
    kept = ctx.__dict__.setdefault("people", {})
    if login not in kept:
        kept[login] = ctx.token(login)
    return kept[login]


def grant(ctx, login, role, unit):
    """A new person with one role at a unit, by token."""
    if not ctx.db.rows(f"SELECT 1 FROM app_user WHERE login = '{login}'"):
        ctx.samspil("user", "add", login, "--password", "Et-langt-kodeord-42")
        ctx.samspil("user", "grant", login, "--role", role, "--unit", unit)
    return user(ctx, login)


def new_case(ctx, title="Sag med værdi", visibility="internal", unit="demo-akut", kind="opi"):
    unit_id = ctx.db.value(f"SELECT id FROM unit WHERE code = '{unit}'")
    reply = user(ctx, "admin").post("collaborations", {"kind": kind, "title": title, "unit_id": unit_id, "visibility": visibility})
    assert reply.status == 201, reply
    return reply.json["id"]


def create(ctx, case, login="klinik", **body):
    reply = user(ctx, login).post(f"collaborations/{case}/estimates", {"tier": "mini", "comparator": "Som i dag", **body})
    assert reply.status == 201, reply
    return reply.json


def submit(ctx, estimate, login="klinik"):
    reply = user(ctx, login).post(f"estimates/{estimate['id']}/submit", {})
    assert reply.status == 200 and reply.json["status"] == "submitted", reply
    return reply.json
