# SPDX-License-Identifier: EUPL-1.2
"""Users, dated grants and tokens: right and wrong input, and that what is taken away is gone with the next request."""
import datetime

from harness.schema import Checked, Description

DATABASE = "demo"
PASSWORD = "samspil-demo-2026"
SECRET = "korrekt hest batteri hæfteklamme"
WRONG = []
STATE = {}


def checked(ctx, client):
    STATE.setdefault("description", Description(ctx.client()))
    return Checked(client, STATE["description"], WRONG)


def admin(ctx):
    if "admin" not in STATE:
        STATE["admin"] = checked(ctx, ctx.client("admin", PASSWORD))
    return STATE["admin"]


def day(n=0):
    """The database's today and n days on."""
    return (datetime.date.fromisoformat(STATE["today"]) + datetime.timedelta(n)).isoformat()


def unit(ctx, code="demo-akut"):
    STATE.setdefault("today", ctx.db.value("SELECT (now() AT TIME ZONE 'Europe/Copenhagen')::date"))
    return ctx.db.value(f"SELECT id FROM unit WHERE code = '{code}'")


def person(ctx, login, role=None, **more):
    """A new user with a password, and a role from today on: the reply of POST /users."""
    made = admin(ctx).post("users", {"login": login, "name": f"Prøve {login}", "password": SECRET, **more})
    assert made.status == 201, made
    if role:
        grant = admin(ctx).post(f"users/{made.json['id']}/grants", {"role": role, "unit_id": unit(ctx)})
        assert grant.status == 201, grant
    return made


def test_user_create_and_read(ctx):
    """Everything comes back but the password, which opens the door at once."""
    body = {"login": "Ny.Bruger-1", "name": "Ny Bruger", "email": "ny@example.dk", "unit_id": unit(ctx), "locale": "en"}
    made = admin(ctx).post("users", {**body, "password": SECRET})
    assert made.status == 201 and made.json["login"] == "ny.bruger-1" and made.json["has_password"] and SECRET not in made.text, made
    assert {k: made.json[k] for k in body if k != "login"} == {k: v for k, v in body.items() if k != "login"}
    assert made.json["roles"] == [] and made.json["disabled"] is False and made.json["unit_name"].startswith("Akutafdelingen")
    read = admin(ctx).get(made.headers["Location"])
    assert read.json == made.json and read.etag == made.etag
    assert ctx.client("NY.bruger-1", SECRET).get("me").json["locale"] == "en"
    small = admin(ctx).post("users", {"login": "lille", "name": "Lille"}).json
    assert small["locale"] == "da" and not small["has_password"] and small["email"] is None
    assert ctx.client().post("session", {"login": "lille", "password": "x"}).status == 401
    assert SECRET not in ctx.server.log() and "argon2" not in ctx.db.value("SELECT string_agg(e::text, ' ') FROM audit_event e")


def test_user_wrong_input(ctx):
    reply = admin(ctx).post("users", {"login": "x", "name": "", "email": "no", "unit_id": 0, "locale": "sv", "password": "short", "roles": []})
    assert reply.status == 422 and reply.faults == {"login": "too_short", "name": "required", "email": "bad_email", "unit_id": "too_small",
                                                    "locale": "not_a_choice", "password": "too_short", "roles": "unknown_field"}, reply
    for login, fault in (("a b", "bad_pattern"), ("-ab", "bad_pattern"), ("æble", "bad_pattern"), ("a\nb", "bad_pattern"), ("0707614285", "holds_cpr"),
                         ("x" * 81, "too_long"), (None, "null_not_allowed"), (7, "wrong_type")):
        reply = admin(ctx).post("users", {"login": login, "name": "N"})
        ctx.case(f"login {login}", reply.status == 422 and reply.faults == {"login": fault}, reply)
    reply = admin(ctx).post("users", {"login": "ADMIN", "name": "N"})
    assert reply.status == 409 and reply.faults == {"login": "duplicate"}, reply
    for place in (999999, 2 ** 31 - 1):
        reply = admin(ctx).post("users", {"login": "sted", "name": "N", "unit_id": place})
        ctx.case(f"unit {place}", reply.status == 422 and reply.faults == {"unit_id": "unknown_reference"}, reply)
    assert admin(ctx).post("users", {"login": "sted", "name": "N", "unit_id": 2 ** 31}).faults == {"unit_id": "too_large"}
    assert ctx.db.value("SELECT count(*) FROM app_user WHERE login = 'sted'") == 0


def test_user_list(ctx):
    everyone = admin(ctx).client.all("users", limit=3)
    assert len(everyone) == len({u["id"] for u in everyone}) == ctx.db.value("SELECT count(*) FROM app_user")
    by = {u["login"]: u for u in everyone}
    assert by["klinik"]["roles"][0]["role"] == "clinic_lead" and by["klinik"]["roles"][0]["unit_name"].startswith("Akutafdelingen")
    assert [u["login"] for u in admin(ctx).get("users", q="DAHL").json["items"]] == ["klinik"]
    assert [u["login"] for u in admin(ctx).get("users", q="ny@ex").json["items"]] == ["ny.bruger-1"]
    assert admin(ctx).get("users", q="%").json["items"] == []
    assert {u["login"] for u in admin(ctx).get("users", role="lawyer,data_protection_officer").json["items"]} == {"jurist"}
    below = {u["login"] for u in admin(ctx).client.all("users", unit_id=unit(ctx, "demo-hospital"))}
    assert {"klinik", "leder", "controller"} <= below and "admin" not in below
    assert admin(ctx).get("users", disabled="true").json["total"] == 0
    assert admin(ctx).get("users", sort="login", limit=1).json["items"][0]["login"] == min(by)


def test_user_patch(ctx):
    made = person(ctx, "rettes")
    where = made.headers["Location"]
    assert admin(ctx).patch(where, {"name": "x"}).status == 428
    done = admin(ctx).patch(where, {"name": "Rettet", "email": "r@example.dk", "unit_id": unit(ctx), "locale": "en"}, made.etag)
    assert done.status == 200 and done.json["name"] == "Rettet" and done.json["unit_id"] == unit(ctx) and done.json["version"] == 2
    assert admin(ctx).patch(where, {"unit_id": None, "email": None}, done.etag).json["unit_id"] is None
    stale = admin(ctx).patch(where, {"name": "y"}, made.etag)
    assert stale.status == 412 and stale.json["current"]["name"] == "Rettet", stale
    wrong = admin(ctx).patch(where, {"name": None, "locale": None, "disabled": None, "login": "z", "password": "p"}, '"3"')
    assert wrong.status == 422 and wrong.faults == {"name": "null_not_allowed", "locale": "null_not_allowed", "disabled": "null_not_allowed",
                                                    "login": "unknown_field", "password": "unknown_field"}, wrong
    assert admin(ctx).patch("users/999999", {"name": "y"}, '"1"').status == 404


def test_disabled_user_is_out_at_once(ctx):
    """Session and token stop with the next request; opening the account again brings no session back."""
    made = person(ctx, "lukkes", "clinic_lead")
    session = ctx.client("lukkes", SECRET)
    token = ctx.client(token=session.post("tokens", {"name": "t", "scopes": ["all"]}).json["token"])
    assert session.get("me").status == token.get("collaborations", limit=1).status == 200
    etag = admin(ctx).get(made.headers["Location"]).etag
    closed = admin(ctx).patch(made.headers["Location"], {"disabled": True}, etag)
    assert closed.status == 200 and closed.json["disabled"] is True, closed
    assert session.get("me").status == 401 and token.get("collaborations", limit=1).status == 401
    assert ctx.client().post("session", {"login": "lukkes", "password": SECRET}).status == 401
    assert [u["login"] for u in admin(ctx).get("users", disabled="true").json["items"]] == ["lukkes"]
    opened = admin(ctx).patch(made.headers["Location"], {"disabled": False}, closed.etag)
    assert opened.json["disabled"] is False and session.get("me").status == 401
    assert ctx.client("lukkes", SECRET).get("me").status == 200
    me = admin(ctx).get(f"users/{ctx.db.value('''SELECT id FROM app_user WHERE login = 'admin' ''')}")
    reply = admin(ctx).patch(f"users/{me.json['id']}", {"disabled": True}, me.etag)
    assert reply.status == 422 and reply.faults == {"disabled": "not_allowed"}, reply


def test_password_by_admin(ctx):
    """Sets it, ends the user's sessions, leaves a trace without the password; 12 characters at least."""
    made = person(ctx, "glemsom", "clinic_lead")
    where, session = made.headers["Location"] + "/password", ctx.client("glemsom", SECRET)
    for body, fault in (({"password": "elleve tegn"}, "too_short"), ({"password": "x" * 201}, "too_long"), ({}, "required"), ({"password": 1}, "wrong_type")):
        reply = admin(ctx).post(where, body)
        ctx.case(f"password {str(body)[:30]}", reply.status == 422 and reply.faults == {"password": fault}, reply)
    assert session.get("me").status == 200
    assert admin(ctx).post(where, {"password": "0707614285 er fint her"}).status == 204
    assert session.get("me").status == 401 and admin(ctx).get("me").status == 200
    assert ctx.client().post("session", {"login": "glemsom", "password": SECRET}).status == 401
    assert ctx.client("glemsom", "0707614285 er fint her").get("me").status == 200
    event = admin(ctx).get("audit", entity="app_user", entity_id=made.json["id"], limit=1).json["items"][0]
    assert event["reason"] == "password set" and event["actor_name"].startswith("Administrator"), event
    assert admin(ctx).post("users/999999/password", {"password": SECRET}).status == 404


def test_grant_holds_and_ends_at_once(ctx):
    """What a role opens is open with the next request and closed with the next one; the row stays as history."""
    made = person(ctx, "roller")
    where, session = made.headers["Location"] + "/grants", ctx.client("roller", SECRET)
    assert session.get("collaborations", limit=1).status == 403
    grant = admin(ctx).post(where, {"role": "clinic_lead", "unit_id": unit(ctx)})
    assert grant.status == 201 and grant.json["valid_from"] == day() and grant.json["valid_to"] is None and grant.json["active"], grant
    assert session.get("collaborations", limit=1).status == 200
    assert admin(ctx).get(made.headers["Location"]).json["roles"] == [
        {"role": "clinic_lead", "unit_id": unit(ctx), "unit_name": "Akutafdelingen, Eksempelhospitalet"}]
    assert admin(ctx).delete(grant.headers["Location"]).status == 204
    assert session.get("collaborations", limit=1).status == 403, "given and withdrawn on the same day"
    assert admin(ctx).delete(grant.headers["Location"]).status == 204, "ending twice changes nothing"
    kept = admin(ctx).get(where).json["items"]
    assert [(g["id"], g["valid_to"], g["active"]) for g in kept] == [(grant.json["id"], day(-1), False)], kept
    again = admin(ctx).post(where, {"role": "clinic_lead", "unit_id": unit(ctx)})
    assert again.status == 201 and session.get("collaborations", limit=1).status == 200
    old = admin(ctx).post(where, {"role": "lawyer", "unit_id": unit(ctx), "valid_from": day(-30)})
    assert admin(ctx).delete(old.headers["Location"]).status == 204
    coming = admin(ctx).post(where, {"role": "auditor", "unit_id": unit(ctx), "valid_from": day(10), "valid_to": day(20)})
    assert not coming.json["active"] and session.get("audit").status == 403
    assert admin(ctx).delete(coming.headers["Location"]).status == 204
    kept = {g["role"]: g for g in admin(ctx).get(where).json["items"]}
    assert kept["lawyer"]["valid_from"] == day(-30) and kept["lawyer"]["valid_to"] == day(-1), kept
    assert kept["auditor"]["valid_to"] == day(-1) and not kept["auditor"]["active"], "one that never came into force"
    assert [r["role"] for r in session.get("me").json["roles"]] == ["clinic_lead"]
    assert ctx.db.value(f"SELECT count(*) FROM audit_event WHERE entity = 'role_grant' AND entity_id = {coming.json['id']}") == 2


def test_grant_wrong_input(ctx):
    made = person(ctx, "forkert")
    where, place = made.headers["Location"] + "/grants", unit(ctx)
    reply = admin(ctx).post(where, {"role": "king", "unit_id": "x", "valid_from": "2026-02-30", "valid_to": 1, "why": "?"})
    assert reply.status == 422 and reply.faults == {"role": "unknown_code", "unit_id": "wrong_type", "valid_from": "bad_date",
                                                    "valid_to": "wrong_type", "why": "unknown_field"}, reply
    for body, wanted, faults in (
            ({}, 422, {"role": "required", "unit_id": "required"}),
            ({"role": "lawyer", "unit_id": 999999}, 422, {"unit_id": "unknown_reference"}),
            ({"role": "lawyer", "unit_id": place, "valid_from": day(2), "valid_to": day(1)}, 422, {"valid_to": "end_before_start"}),
            ({"role": "lawyer", "unit_id": place, "valid_from": day(9), "valid_to": day(1)}, 422, {"valid_to": "end_before_start"}),
            ({"role": "lawyer", "unit_id": place, "valid_to": day(-1)}, 422, {"valid_to": "end_before_start"}),
            ({"role": "lawyer", "unit_id": place, "valid_from": day(1), "valid_to": day(1)}, 201, {}),
            ({"role": "lawyer", "unit_id": place, "valid_from": day(1)}, 422, {"valid_from": "overlaps"}),
            ({"role": "lawyer", "unit_id": place, "valid_from": day(2)}, 201, {})):
        reply = admin(ctx).post(where, body)
        ctx.case(f"grant {body}", reply.status == wanted and (wanted == 201 or reply.faults == faults), reply)
    assert admin(ctx).post("users/999999/grants", {"role": "lawyer", "unit_id": place}).status == 404
    other = admin(ctx).get(where).json["items"][0]["id"]
    assert admin(ctx).delete(f"users/{ctx.db.value('SELECT min(id) FROM app_user')}/grants/{other}").status == 404, "somebody else's"


def test_token_works_and_is_withdrawn_at_once(ctx):
    """Shown once, kept as a hash, within its scopes, 401 with the first request after it is withdrawn."""
    session = checked(ctx, ctx.client("klinik", PASSWORD))
    made = session.post("tokens", {"name": "Overvågning", "scopes": ["collaborations:read", "organisations:read"], "expires_at": day(30) if unit(ctx) else ""})
    assert made.status == 201 and made.json["token"].startswith("smp_") and len(made.json["token"]) == 68 and made.json["expires_at"] == day(30), made
    listed = session.get("tokens")
    assert made.json["token"] not in listed.text and [t["name"] for t in listed.json["items"]] == ["Overvågning"]
    assert ctx.db.value("SELECT encode(sha256('" + made.json["token"] + "'), 'hex') = encode(token_hash, 'hex') FROM api_token WHERE name = 'Overvågning'")
    token = ctx.client(token=made.json["token"])
    assert token.get("collaborations", limit=1).status == 200 and token.get("organisations", limit=1).status == 200
    assert token.post("organisations", {"name": "x"}).status == 403 and token.get("users").status == 403
    assert session.get("tokens").json["items"][0]["last_used_at"] is not None
    assert ctx.client("leder", PASSWORD).delete(f"tokens/{made.json['id']}").status == 404, "somebody else's"
    assert token.get("collaborations", limit=1).status == 200
    assert session.delete(f"tokens/{made.json['id']}").status == 204
    assert token.get("collaborations", limit=1).status == 401
    assert session.delete(f"tokens/{made.json['id']}").status == 404 and session.get("tokens").json["items"] == []
    again = session.post("tokens", {"name": "Overvågning", "scopes": ["collaborations:read"]})
    assert again.status == 201 and again.json["expires_at"] is None, "the name is free again"
    events = ctx.db.rows("SELECT reason FROM audit_event WHERE entity = 'app_user' AND reason LIKE 'token %' ORDER BY seq DESC LIMIT 3")
    assert [e["reason"] for e in events] == ["token made: Overvågning", "token withdrawn: Overvågning", "token made: Overvågning"], events


def test_token_wrong_input(ctx):
    session = checked(ctx, ctx.client("klinik", PASSWORD))
    for body, faults in (
            ({}, {"name": "required", "scopes": "required"}),
            ({"name": "n", "scopes": []}, {"scopes": "too_few"}),
            ({"name": "n", "scopes": "all"}, {"scopes": "wrong_type"}),
            ({"name": "n", "scopes": ["users:admin"]}, {"scopes[0]": "not_allowed"}),
            ({"name": "n", "scopes": ["collaborations:read", "finance:write", "magic"]}, {"scopes[1]": "not_allowed", "scopes[2]": "unknown_reference"}),
            ({"name": "n", "scopes": ["all"], "expires_at": day(-1)}, {"expires_at": "too_small"}),
            ({"name": "n", "scopes": ["all"], "expires_at": "31-12-2027"}, {"expires_at": "bad_date"}),
            ({"name": "070761-4285", "scopes": ["all"]}, {"name": "holds_cpr"}),
            ({"name": "x" * 81, "scopes": ["all"], "token": "smp_mine"}, {"name": "too_long", "token": "unknown_field"})):
        reply = session.post("tokens", body)
        ctx.case(f"token {str(body)[:70]}", reply.status == 422 and reply.faults == faults, reply)
    assert session.post("tokens", {"name": "dobbelt", "scopes": ["all"], "expires_at": day()}).status == 201
    reply = session.post("tokens", {"name": "dobbelt", "scopes": ["all"]})
    assert reply.status == 409 and reply.faults == {"name": "duplicate"}, reply


def test_token_makes_no_stronger_token(ctx):
    """A token hands on no more than it has, and for no longer."""
    session = ctx.client("klinik", PASSWORD)
    narrow = ctx.client(token=session.post("tokens", {"name": "smal", "scopes": ["collaborations:read"], "expires_at": day(5)}).json["token"])
    for body, faults in (({"scopes": ["all"], "expires_at": day(5)}, {"scopes[0]": "not_allowed"}),
                         ({"scopes": ["value:write"], "expires_at": day(5)}, {"scopes[0]": "not_allowed"}),
                         ({"scopes": ["collaborations:read"]}, {"expires_at": "too_large"}),
                         ({"scopes": ["collaborations:read"], "expires_at": day(6)}, {"expires_at": "too_large"})):
        reply = narrow.post("tokens", {"name": "stærkere", **body})
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)
    assert narrow.post("tokens", {"name": "svagere", "scopes": ["collaborations:read"], "expires_at": day(5)}).status == 201
    wide = ctx.client(token=session.post("tokens", {"name": "bred", "scopes": ["all"]}).json["token"])
    assert wide.post("tokens", {"name": "lige så bred", "scopes": ["all"]}).status == 201


def test_token_ends_with_its_last_day(ctx):
    session = ctx.client("klinik", PASSWORD)
    made = session.post("tokens", {"name": "i dag", "scopes": ["all"], "expires_at": day()}).json
    token = ctx.client(token=made["token"])
    assert token.get("me").status == 200
    left = ctx.db.value(f"SELECT expires_at = (date '{day(1)}')::timestamp AT TIME ZONE 'Europe/Copenhagen' AS right FROM api_token WHERE id = {made['id']}")
    assert left is True
    ctx.db.sql(f"UPDATE api_token SET expires_at = now() - interval '1 second' WHERE id = {made['id']}; UPDATE epoch SET rights = rights + 1")
    assert token.get("me").status == 401


def test_token_is_never_kept_for_a_repeat(ctx):
    """With Idempotency-Key a second try is refused as a duplicate; the secret lies nowhere in the database."""
    session = ctx.client("klinik", PASSWORD)
    key, body = {"Idempotency-Key": "token-once"}, {"name": "med nøgle", "scopes": ["all"]}
    made = session.post("tokens", body, key)
    assert made.status == 201 and session.post("tokens", body, key).status == 409
    assert ctx.db.value("SELECT count(*) FROM idempotency_key WHERE key = 'token-once'") == 0
    assert made.json["token"] not in ctx.db.value("SELECT string_agg(e::text, ' ') FROM audit_event e") and made.json["token"] not in ctx.server.log()


def test_right_of_a_token_ends_with_the_role(ctx):
    made = person(ctx, "overgang", "clinic_lead")
    session = ctx.client("overgang", SECRET)
    token = ctx.client(token=session.post("tokens", {"name": "t", "scopes": ["collaborations:read"]}).json["token"])
    assert token.get("collaborations", limit=1).status == 200
    grant = admin(ctx).get(made.headers["Location"] + "/grants").json["items"][0]["id"]
    assert admin(ctx).delete(f"{made.headers['Location']}/grants/{grant}").status == 204
    assert token.get("collaborations", limit=1).status == 403


def test_replies_are_as_described(ctx):
    """All replies of this module fit /openapi.json."""
    assert not WRONG, "\n".join(WRONG[:20])
