# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: every route for every role, what a token's scopes leave, which cases a person can see and
change, sessions, foreign origins, throttled log-in."""
import json
import threading
import time

from harness.context import PASSWORD

A, B = "hospital-rigshospitalet", "hospital-bornholm"
STATE = {}


def operations(ctx):
    """(method, path, rights of which one is enough, public) of every route; no rights: any log-in."""
    if "operations" not in STATE:
        found = []
        for path, methods in ctx.client().get("/openapi.json").json["paths"].items():
            for method, o in methods.items():
                security = o["security"]
                found.append((method.upper(), path, {right for way in security for rights in way.values() for right in rights}, not security))
        STATE["operations"] = found
    return STATE["operations"]


def person(ctx, login, roles, unit=A):
    """A user with these roles at a unit, and a client with a token of all that it may."""
    if login not in STATE:
        ctx.samspil("user", "add", login, "--password", PASSWORD)
        for role in roles:
            ctx.samspil("user", "grant", login, "--role", role, "--unit", unit)
        STATE[login] = ctx.token(login)
    return STATE[login]


def roles(ctx):
    return [r["code"] for r in ctx.db.rows("SELECT code FROM code_role ORDER BY sort")]


def rights_of(ctx, role):
    return {r["right_code"] for r in ctx.db.rows(f"SELECT right_code FROM role_right WHERE role = '{role}'")}


def ask(client, method, path, key="999999"):
    """A request that changes nothing: no such row, and a body without any field."""
    for name in ("{id}", "{child}", "{grant}", "{gid}", "{code}"):
        path = path.replace(name, key)
    assert "{" not in path, path
    body = None if method in ("GET", "DELETE") else {}
    return client.request(method, path, body, {"If-Match": '"1"'})


def test_every_route_for_every_role(ctx):
    """The right that a route declares opens it, and nothing else does."""
    every = operations(ctx)
    assert len(every) > 50 and len(roles(ctx)) >= 16
    used = set()
    for role in roles(ctx):
        client, rights, wrong, allowed = person(ctx, f"r_{role}", [role]), rights_of(ctx, role), [], 0
        for method, path, any_of, public in every:
            reply = ask(client, method, path)
            may = public or not any_of or bool(any_of & rights)
            used |= any_of
            allowed += may
            if method == "POST" and path.endswith("/session"):
                continue  # the log-in itself
            if (reply.status in (401, 403)) == may or reply.status >= 500:
                wrong.append(f"{method} {path} needs one of {any_of}: {reply.status} {reply.body[:200]}")
        ctx.case(f"{role}: {allowed} of {len(every)} routes", not wrong, "\n".join(wrong[:10]))
    unknown = used - {r["right_code"] for r in ctx.db.rows("SELECT DISTINCT right_code FROM role_right")}
    assert not unknown, f"no role has {unknown}"


def test_without_log_in(ctx):
    """401 with WWW-Authenticate, before anything else is looked at."""
    bad = {"nobody": ctx.client(), "an unknown token": ctx.client(token="smp_" + "0" * 64), "no token of ours": ctx.client(token="abc")}
    cookie = ctx.client()
    cookie.cookie = "samspil_session=" + "0" * 64
    bad["an unknown cookie"] = cookie
    bad["an expired token"] = ctx.token("r_admin", expires="2020-01-01")
    for who, client in bad.items():
        wrong = []
        for method, path, _, public in operations(ctx):
            reply = ask(client, method, path)
            if not public and (reply.status != 401 or "Bearer" not in reply.headers["WWW-Authenticate"] or reply.json["code"] != "unauthenticated"):
                wrong.append(f"{method} {path}: {reply.status}")
        ctx.case(f"{who}: 401 on every route that is not public", not wrong, wrong[:10])
    for header in ("Basic YTpi", "Bearer", "Bearer ", "bearer smp_x", "Bearer smp_" + "x" * 5000):
        reply = ctx.client().get("me", headers={"Authorization": header})
        ctx.case(f"Authorization: {header[:20]}", reply.status == 401, reply)


def test_scopes(ctx):
    """A token opens what its scopes name, no more, and cannot give itself more."""
    ctx.samspil("user", "add", "alle", "--password", PASSWORD)
    for role in roles(ctx):
        ctx.samspil("user", "grant", "alle", "--role", role, "--unit", A)
    all_rights = sorted({right for _, _, any_of, _ in operations(ctx) for right in any_of})
    for scope in all_rights:
        client, wrong = ctx.token("alle", scope), []
        for method, path, any_of, public in operations(ctx):
            if public or method == "POST" and path.endswith("/session"):
                continue
            reply = ask(client, method, path)
            if (reply.status == 403) == (not any_of or scope in any_of):
                wrong.append(f"{method} {path}: {reply.status}")
        ctx.case(f"scope {scope}", not wrong, wrong[:10])
    small = ctx.token("alle", "collaborations:read")
    assert small.get("me").json["rights"] == ["collaborations:read"]
    for scopes in (["all"], ["collaborations:write"], ["collaborations:read", "users:admin"]):
        reply = small.post("tokens", {"name": "større", "scopes": scopes})
        ctx.case(f"a small token makes none of {scopes}", reply.status in (403, 422), reply)
    poor = person(ctx, "r_forum_member", ["forum_member"])
    reply = poor.post("tokens", {"name": "alt", "scopes": ["all"]})
    if reply.status == 201:
        grown = ctx.client(token=reply.json["token"])
        ctx.case("all means all of one's own", grown.get("me").json["rights"] == poor.get("me").json["rights"], grown.get("me"))
    stored = ctx.db.value("SELECT string_agg(encode(token_hash, 'hex') || name || scopes::text, ' ') FROM api_token")
    assert small.token not in stored and small.token[4:] not in stored, "tokens are kept as hashes"


def make_case(ctx, client, unit, **more):
    reply = client.post("collaborations", {"kind": "opi", "title": "Sag", "unit_id": ctx.db.value(f"SELECT id FROM unit WHERE code = '{unit}'"), **more})
    assert reply.status == 201, reply
    return reply.json


def cases(ctx):
    """One case of each visibility at A, made by A's project lead, with something of everything below it."""
    if "cases" not in STATE:
        lead, made = person(ctx, "lead_a", ["clinic_lead"]), {}
        organisation = lead.post("organisations", {"name": "Modpart ApS"}).json["id"]
        meta = lead.get("meta").json["codes"]
        for visibility in ("open", "internal", "restricted"):
            case = make_case(ctx, lead, A, title=f"Sagen zebra{visibility}", visibility=visibility, journal_number=f"J-{visibility}", tags=[f"m{visibility}"],
                             external_id=f"E-{visibility}", start_date="2026-01-01")
            path = f"collaborations/{case['id']}"
            below = {"parties": {"organisation_id": organisation}, "milestones": {"title": "Mål", "due_date": "2026-09-09"},
                     "funding": {"source": meta["funding_source"][0]["code"], "amount_oere": 5}, "documents": {"title": "Dok", "url": "https://a.dk"},
                     "comments": {"body": "Bemærkning"}}
            case["below"] = {}
            for name, body in below.items():
                reply = lead.post(f"{path}/{name}", body)
                assert reply.status == 201, reply
                case["below"][name] = reply.json["id"]
            case["etag"] = lead.get(path).etag
            case["organisation"] = organisation
            made[visibility] = case
        STATE["cases"] = made
    return STATE["cases"]


def shows(client, case):
    """In which ways a person gets at a case at all; empty for one that cannot be seen."""
    path, word = f"collaborations/{case['id']}", "zebra" + case["visibility"]
    seen = []

    def note(name, found):
        if found:
            seen.append(name)
    statuses = {"itself": client.get(path), "as of": client.get(path, as_of="2099-01-01"), "unchanged": client.get(path, headers={"If-None-Match": case["etag"]}),
                "history": client.get(f"{path}/history"), "change": client.patch(path, {"summary": "Læst"}, '"0"'),
                "stage": client.post(f"{path}/stage", {"stage": case["stage"]}, {"If-Match": '"0"'})}
    for name, child in case["below"].items():
        statuses[name] = client.get(f"{path}/{name}")
        statuses[f"one of {name}"] = client.patch(f"{path}/{name}/{child}", {}, '"0"')
        statuses[f"less {name}"] = client.delete(f"{path}/{name}/{child}", '"0"')
    for name, reply in statuses.items():
        note(name, reply.status not in (404, 403) or (reply.status == 403 and reply.json["code"] != "forbidden"))
    for name, query in {"list": {}, "search": {"q": word}, "number": {"q": case["number"]}, "typing error": {"q": word[:-2] + "x" + word[-1]},
                        "journal": {"q": case["journal_number"]}, "filter": {"visibility": case["visibility"]}, "tag": {"tag": "m" + case["visibility"]},
                        "party": {"organisation_id": case["organisation"]}, "sorted": {"sort": "start_date"}, "dates": {"active_on": "2026-06-01"}}.items():
        reply = client.get("collaborations", limit=200, **query)
        if reply.status == 200:
            items = [i["id"] for i in reply.json["items"]]
            note(name, case["id"] in items)
            note(f"total of {name}", reply.json["total"] != len(items))
        else:
            note(name, reply.status != 403)
    reply = client.get("exports/collaborations.csv")
    note("export", case["number"] in reply.text)
    reply = client.get("portfolio/summary")
    note("overview", reply.status == 200 and case["number"] in reply.text)
    changes, after = [], 0
    while True:
        reply = client.get("changes", after=after, limit=1000)
        if reply.status != 200 or reply.json["next_after"] == after:
            break
        changes += reply.json["items"]
        after = reply.json["next_after"]
    note("changes", any(i["collaboration_id"] == case["id"] for i in changes))
    return seen


def test_who_sees_what(ctx):
    """A restricted case does not exist for those outside: not by key, list, count, search, history, export, changes."""
    made = cases(ctx)
    sees_all = {"procurement_officer", "procurement_lead", "lawyer", "auditor"}
    leads = {"clinic_lead", "department_head", "hospital_exec"}
    strangers = {"forum_member", "sector_contact"}
    for role in roles(ctx):
        client = person(ctx, f"r_{role}", [role])
        for visibility, case in made.items():
            may = (visibility == "open" or (visibility == "internal" and role not in strangers) or role in sees_all or role in leads)
            seen = shows(client, case)
            if may:
                want = {"itself", "as of", "unchanged", "history", "milestones", "comments", "list", "search", "number", "journal", "filter", "tag", "party"}
                ctx.case(f"{role} sees the {visibility} case", want <= set(seen), want - set(seen))
            else:
                ctx.case(f"{role} does not see the {visibility} case", not seen, seen)
    other = person(ctx, "lead_b", ["clinic_lead"], B)
    ctx.case("another hospital's lead does not see the restricted case", not shows(other, made["restricted"]), shows(other, made["restricted"]))
    ctx.case("but the internal one", "itself" in shows(other, made["internal"]))
    nobody = person(ctx, "ingen", [])
    ctx.case("a user without a role", all(not shows(nobody, c) for c in made.values()), [shows(nobody, c) for c in made.values()])


def test_hidden_and_missing_look_alike(ctx):
    """The answer for a case that one may not see is the answer for one that does not exist."""
    other, case = person(ctx, "lead_b", ["clinic_lead"], B), cases(ctx)["restricted"]
    for method, tail, body in (("GET", "", None), ("PATCH", "", {"title": "Ny titel"}), ("GET", "/history", None), ("GET", "/milestones", None),
                               ("POST", "/comments", {"body": "x"}), ("POST", "/milestones", {"title": "xx", "due_date": "2026-01-01"}),
                               ("POST", "/stage", {"stage": case["stage"]}), ("GET", "?as_of=2099-01-01", None),
                               ("PATCH", f"/milestones/{case['below']['milestones']}", {"title": "xx"}), ("DELETE", f"/comments/{case['below']['comments']}", None)):
        replies = [other.request(method, f"collaborations/{key}{tail}", body, {"If-Match": '"1"'}) for key in (case["id"], 999999)]
        documents = [{k: v for k, v in r.json.items() if k != "request_id"} for r in replies]
        ctx.case(f"{method} {tail}", replies[0].status == replies[1].status == 404 and documents[0] == documents[1], replies)


def test_team_and_owner(ctx):
    """Who works on a restricted case sees it, until taken off; its owner does."""
    case, ctx_sql = cases(ctx)["restricted"], ctx.db.sql
    guest = person(ctx, "gaest", ["research_support"], B)
    assert "itself" not in shows(guest, case)
    user = ctx.db.value("SELECT id FROM app_user WHERE login = 'gaest'")
    ctx_sql(f"INSERT INTO collaboration_member (collaboration_id, user_id) VALUES ({case['id']}, {user})")
    seen = shows(guest, case)
    assert {"itself", "list", "search", "history", "milestones"} <= set(seen), seen
    reply = guest.patch(f"collaborations/{case['id']}", {"title": "Ikke min"}, case["etag"])
    assert reply.status == 403, f"a member reads: {reply}"
    assert guest.post(f"collaborations/{case['id']}/comments", {"body": "Fra gæsten"}).status == 201
    ctx_sql(f"UPDATE collaboration_member SET removed_at = now() WHERE collaboration_id = {case['id']}")
    assert "itself" not in shows(guest, case)
    mine = make_case(ctx, guest, B, visibility="restricted", owner_id=user, title="Gæstens egen sag")
    assert guest.get(f"collaborations/{mine['id']}").status == 200
    assert person(ctx, "lead_a", []).get(f"collaborations/{mine['id']}").status == 404


def test_scope_of_writing(ctx):
    """One writes cases of one's own units; elsewhere one reads and comments."""
    case, other, lead = cases(ctx)["internal"], person(ctx, "lead_b", ["clinic_lead"], B), person(ctx, "lead_a", ["clinic_lead"])
    path = f"collaborations/{case['id']}"
    before = ctx.db.value("SELECT max(seq) FROM audit_event")
    version = other.get(path).etag
    codes = lead.get("meta").json["codes"]
    tries = {"change": other.patch(path, {"title": "Overtaget"}, version), "stage": other.post(f"{path}/stage", {"stage": case["stage"]}, {"If-Match": version}),
             "new": other.post("collaborations", {"kind": "opi", "title": "Hos naboen", "unit_id": case["unit_id"]})}
    for name, body in {"parties": {"organisation_id": case["organisation"], "role": "supplier"}, "milestones": {"title": "xx", "due_date": "2026-01-01"},
                       "funding": {"source": codes["funding_source"][0]["code"], "amount_oere": 5}, "documents": {"title": "x", "url": "https://a.dk"}}.items():
        tries[f"add {name}"] = other.post(f"{path}/{name}", body)
    for name, child in case["below"].items():
        one = {"comments": {"body": "y"}, "milestones": {"title": "yy"}, "documents": {"title": "y"}, "funding": {"amount_oere": 6}, "parties": {"note": "y"}}[name]
        tries[f"change {name}"] = other.patch(f"{path}/{name}/{child}", one, '"1"')
        tries[f"less {name}"] = other.delete(f"{path}/{name}/{child}", '"1"')
    for name, reply in tries.items():
        ctx.case(f"{name} of another hospital's case", reply.status == 403 and reply.json["code"] == "forbidden" and "current" not in reply.json, reply)
    assert ctx.db.value("SELECT max(seq) FROM audit_event") == before, "nothing was written"
    mine = make_case(ctx, other, B)
    reply = other.patch(f"collaborations/{mine['id']}", {"unit_id": case["unit_id"]}, '"1"')
    ctx.case("a case is not pushed to another hospital", reply.status == 422 and reply.faults == {"unit_id": "not_allowed"}, reply)
    english = ctx.client(token=other.token, language="en").patch(f"collaborations/{mine['id']}", {"unit_id": case["unit_id"]}, '"1"')
    ctx.case("and it says so in both languages", (reply.json["errors"][0]["detail"], english.json["errors"][0]["detail"]) == ("har du ikke skriveadgang til", "may not be written by you"), (reply, english))
    owner = ctx.db.value("SELECT id FROM app_user WHERE login = 'lead_b'")
    owned = other.patch(f"collaborations/{mine['id']}", {"owner_id": owner}, '"1"')
    pushed = other.patch(f"collaborations/{mine['id']}", {"unit_id": case["unit_id"], "title": "Flyttet"}, owned.etag)
    ctx.case("nor by its owner", pushed.status == 422 and pushed.faults == {"unit_id": "not_allowed"}, pushed)
    ctx.case("a unit that is not there is another fault", other.patch(f"collaborations/{mine['id']}", {"unit_id": 99999}, owned.etag).faults == {"unit_id": "unknown_reference"})
    ctx.samspil("user", "grant", "lead_b", "--role", "clinic_lead", "--unit", A)
    moved = other.patch(f"collaborations/{mine['id']}", {"unit_id": case["unit_id"]}, owned.etag)
    ctx.case("who writes at both moves it", moved.status == 200 and moved.json["unit_id"] == case["unit_id"], moved)
    ctx.db.sql(f"DELETE FROM role_grant WHERE user_id = {owner} AND unit_id = {case['unit_id']}")
    assert lead.patch(path, {"summary": "Må godt"}, lead.get(path).etag).status == 200
    head = person(ctx, "r_department_head", ["department_head"])
    ctx.case("the head of the hospital writes too", head.patch(path, {"summary": "Må også"}, head.get(path).etag).status == 200)
    theirs = head.patch(f"{path}/comments/{case['below']['comments']}", {"body": "Rettet"}, '"1"')
    ctx.case("nobody changes another's comment", theirs.status == 403, theirs)
    exported = person(ctx, "r_hospital_exec", ["hospital_exec"]).patch(path, {"summary": "x"}, '"1"')
    ctx.case("reading rights write nothing", exported.status == 403, exported)


def test_grants_have_dates(ctx):
    """A grant counts from its first day to its last, and one that is taken back is gone with the next request."""
    admin = person(ctx, "r_admin", ["admin"])
    unit = ctx.db.value(f"SELECT id FROM unit WHERE code = '{A}'")
    for login, dates, works in (("foer", {"valid_from": "2020-01-01", "valid_to": "2020-12-31"}, False), ("senere", {"valid_from": "2099-01-01"}, False),
                                ("nu", {"valid_from": "2020-01-01", "valid_to": "2099-12-31"}, True)):
        client = person(ctx, login, [])
        user = ctx.db.value(f"SELECT id FROM app_user WHERE login = '{login}'")
        assert client.get("collaborations").status == 403
        grant = admin.post(f"users/{user}/grants", {"role": "clinic_lead", "unit_id": unit, **dates})
        assert grant.status == 201, grant
        ctx.case(f"{login}: {dates}", (client.get("collaborations").status == 200) == works, client.get("collaborations"))
    ended = admin.delete(f"users/{user}/grants/{grant.json['id']}")
    assert ended.status == 204 and client.get("collaborations").status == 403
    for method, path in (("GET", "me"), ("GET", "units"), ("GET", "tokens"), ("GET", "views")):
        ctx.case(f"without a role: {method} {path}", client.request(method, path).status == 200)


def session(ctx, login="lead_a", server=None):
    person(ctx, "lead_a", ["clinic_lead"])
    return ctx.client(login, PASSWORD, server=server)


def test_session_cookie(ctx):
    """What the cookie is made of; the database holds only its hash; each log-in has its own."""
    c = ctx.client()
    person(ctx, "lead_a", ["clinic_lead"])
    reply = c.post("session", {"login": "lead_a", "password": PASSWORD})
    assert reply.status == 200 and reply.json["login"] == "lead_a" and reply.json["rights"], reply
    cookie = reply.headers["Set-Cookie"]
    name, value = cookie.split(";")[0].split("=")
    parts = {p.strip().lower() for p in cookie.split(";")[1:]}
    assert name == "samspil_session" and len(value) == 64 and parts == {"path=/", "httponly", "samesite=strict"}, cookie
    assert value not in ctx.db.value("SELECT string_agg(encode(id, 'hex'), ' ') FROM session")
    assert PASSWORD not in ctx.server.log() and value not in ctx.server.log()
    assert c.get("session").json == c.get("me").json == reply.json, (c.get("me").json, reply.json)
    again = c.post("session", {"login": "LEAD_A", "password": PASSWORD})
    assert again.status == 200 and again.headers["Set-Cookie"].split(";")[0] != cookie.split(";")[0], "a new log-in is a new session"
    fixed = ctx.client()
    fixed.cookie = "samspil_session=" + "a" * 64
    reply = fixed.post("session", {"login": "lead_a", "password": PASSWORD})
    assert "a" * 64 not in reply.headers["Set-Cookie"], "a value from outside is never taken over"
    tls = ctx.new_server(env={"SAMSPIL_URL": "https://samspil.example"})
    reply = ctx.client(server=tls).post("session", {"login": "lead_a", "password": PASSWORD}, {"Origin": "https://samspil.example"})
    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith("__Host-samspil_session=") and "; Secure" in cookie and "HttpOnly" in cookie and "Domain" not in cookie, cookie
    plain = ctx.client(server=tls)
    plain.cookie = c.cookie
    assert plain.get("me").status == 401, "behind TLS the plain name means nothing"
    assert tls.stop() == 0


def test_log_out(ctx):
    """Gone at once, on every server, whatever they keep in memory."""
    second = ctx.new_server()
    here = session(ctx)
    there = ctx.client(server=second)
    there.cookie = here.cookie
    kept = here.cookie
    for _ in range(3):
        assert here.get("me").status == 200 and there.get("me").status == 200
    reply = here.delete("session")
    assert reply.status == 204 and "Max-Age=0" in reply.headers["Set-Cookie"]
    for client in (there, here):
        client.cookie = kept
        assert client.get("me").status == 401
        assert client.post("collaborations", {"kind": "opi", "title": "Efter", "unit_id": 1}).status == 401
    assert second.stop() == 0


def test_old_sessions(ctx):
    """A session ends after half an hour without use, and after ten hours in any case."""
    for column, age, status in (("seen_at", "29 minutes", 200), ("seen_at", "31 minutes", 401), ("created_at", "9 hours 59 minutes", 200), ("created_at", "10 hours 1 minute", 401)):
        client = session(ctx)
        ctx.db.sql(f"UPDATE session SET {column} = {column} - interval '{age}' WHERE id = (SELECT id FROM session ORDER BY created_at DESC LIMIT 1)"
                   if column == "seen_at" else
                   f"UPDATE session SET created_at = created_at - interval '{age}' WHERE id = (SELECT id FROM session ORDER BY seen_at DESC LIMIT 1)")
        reply = client.get("me")
        ctx.case(f"{column} {age} ago", reply.status == status, reply)
        ctx.db.sql("DELETE FROM session")


def test_password_change(ctx):
    """Ends every other session; the old word opens nothing."""
    person(ctx, "skifter", ["clinic_lead"])
    one, other = ctx.client("skifter", PASSWORD), ctx.client("skifter", PASSWORD)
    new = "Et-andet-langt-kodeord-7"
    wrong = one.post("me/password", {"current": "forkert", "new": new})
    assert wrong.status == 422 and wrong.faults == {"current": "wrong_password"}, wrong
    short = one.post("me/password", {"current": PASSWORD, "new": "kort"})
    assert short.status == 422 and short.faults == {"new": "too_short"}, short
    assert other.get("me").status == 200
    assert one.post("me/password", {"current": PASSWORD, "new": new}).status == 204
    assert one.get("me").status == 200 and other.get("me").status == 401
    assert ctx.client().post("session", {"login": "skifter", "password": PASSWORD}).status == 401
    assert ctx.client("skifter", new).get("me").status == 200


def test_wrong_current_passwords_are_throttled(ctx):
    """Ten wrong ones close both doors for a while, whoever holds the session; a right one wipes the count."""
    person(ctx, "gaetter", ["clinic_lead"])
    one, new = ctx.client("gaetter", PASSWORD), "Et-andet-langt-kodeord-8"
    for _ in range(9):
        assert one.post("me/password", {"current": "forkert", "new": new}).faults == {"current": "wrong_password"}
    assert one.post("me/password", {"current": PASSWORD, "new": new}).status == 204, "nine are not too many"
    for n in range(10):
        reply = one.post("me/password", {"current": "forkert", "new": new}, {"Idempotency-Key": f"gæt {n}".encode("ascii", "ignore").decode()})
        assert reply.faults == {"current": "wrong_password"}, reply
    assert ctx.db.value("SELECT count(*) FROM idempotency_key WHERE status IS NULL") == 0, "no claim without an answer stays behind"
    late = one.post("me/password", {"current": new, "new": PASSWORD})
    assert late.status == 429 and late.headers["Retry-After"] == "300", late
    assert ctx.client().post("session", {"login": "gaetter", "password": new}).status == 429
    ctx.db.sql("UPDATE login_attempt SET at = at - interval '16 minutes'")
    assert one.post("me/password", {"current": new, "new": PASSWORD}).status == 204


def test_password_set_by_another(ctx):
    """must_change_password stands in /me and in the log-in until one has chosen one's own."""
    admin, own = person(ctx, "r_admin", ["admin"]), "Et-langt-kodeord-af-mig-selv"
    made = admin.post("users", {"login": "ny_bruger", "name": "Ny", "password": PASSWORD})
    one = ctx.client("ny_bruger", PASSWORD)
    assert one.get("me").json["must_change_password"] is True
    assert one.post("me/password", {"current": PASSWORD, "new": own}).status == 204
    assert one.get("me").json["must_change_password"] is False
    assert admin.post(f"users/{made.json['id']}/password", {"password": PASSWORD}).status == 204
    assert ctx.client().post("session", {"login": "ny_bruger", "password": PASSWORD}).json["must_change_password"] is True
    assert admin.get("me").json["must_change_password"] is False
    ctx.samspil("user", "passwd", "ny_bruger", "--password", own)
    assert ctx.client("ny_bruger", own).get("me").json["must_change_password"] is False
    ctx.samspil("user", "passwd", "ny_bruger", "--password", PASSWORD, "--temporary")
    assert ctx.client("ny_bruger", PASSWORD).get("me").json["must_change_password"] is True


def test_foreign_origin(ctx):
    """With a cookie, what changes something comes from our own pages; a token is sent by nobody unasked."""
    c, url = session(ctx), ctx.server.url
    case = cases(ctx)["internal"]
    for name, headers, good in (
            ("own origin", {"Origin": url}, True), ("own origin, said twice", {"Origin": url, "Sec-Fetch-Site": "same-origin"}, True),
            ("own site without Origin", {"Origin": None, "Sec-Fetch-Site": "same-origin"}, True),
            ("no origin", {"Origin": None}, False), ("foreign", {"Origin": "https://evil.example"}, False), ("null", {"Origin": "null"}, False),
            ("empty", {"Origin": ""}, False), ("other port", {"Origin": "http://127.0.0.1:1"}, False), ("longer name", {"Origin": url + ".evil.example"}, False),
            ("name as user", {"Origin": "http://" + url[7:] + "@evil.example"}, False), ("cross-site", {"Origin": url, "Sec-Fetch-Site": "cross-site"}, False),
            ("same-site only", {"Origin": url, "Sec-Fetch-Site": "same-site"}, False), ("typed by hand", {"Origin": None, "Sec-Fetch-Site": "none"}, False)):
        for method, path, body in (("POST", f"collaborations/{case['id']}/comments", {"body": name}), ("PATCH", f"collaborations/{case['id']}", {"summary": name}),
                                   ("DELETE", f"collaborations/{case['id']}/comments/999999", None)):
            reply = c.request(method, path, body, {"If-Match": c.get(f"collaborations/{case['id']}").etag, **headers})
            ctx.case(f"{method} {name}", reply.status in (200, 201, 404) if good else reply.status == 403 and reply.json["code"] == "bad_origin", reply)
    assert c.get("me", headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}).headers["Access-Control-Allow-Origin"] is None
    reply = ctx.client().post("session", {"login": "lead_a", "password": PASSWORD}, {"Origin": "https://evil.example"})
    assert reply.status == 403 and not reply.headers["Set-Cookie"], "nobody is logged in from outside"
    lead = person(ctx, "lead_a", ["clinic_lead"])
    for headers in ({"Origin": None}, {"Origin": "https://evil.example"}):
        assert lead.post(f"collaborations/{case['id']}/comments", {"body": "med nøgle"}, headers).status == 201


def cpu(server):
    """Processor time that a server has used, of all its threads: the clock of a process (clock_getcpuclockid), not counted in ticks."""
    return time.clock_gettime(~server.process.pid << 3 | 2)


def test_unknown_names_cost_as_much(ctx):
    """A wrong password and an unknown name give the same answer and take the same work."""
    person(ctx, "lead_a", ["clinic_lead"])
    work, texts = {}, {}
    for login in ("lead_a", "findes-ikke"):
        c, began = ctx.client(), cpu(ctx.server)
        replies = [c.post("session", {"login": login, "password": f"forkert {i}"}) for i in range(5)]
        work[login] = cpu(ctx.server) - began
        texts[login] = {json.dumps({k: v for k, v in r.json.items() if k != "request_id"}) for r in replies}
        assert all(r.status == 401 and r.json["code"] == "bad_login" for r in replies), replies
    assert texts["lead_a"] == texts["findes-ikke"], texts
    assert work["findes-ikke"] > work["lead_a"] / 3 > 0.01, work
    reply = ctx.client("lead_a", PASSWORD).get("me")
    assert reply.status == 200


def test_throttling(ctx):
    """Ten wrong passwords close a name for a while, also for the right one; other names stay open."""
    person(ctx, "offer", ["clinic_lead"])
    person(ctx, "lead_a", ["clinic_lead"])
    c = ctx.client()
    replies = [c.post("session", {"login": "offer", "password": "gæt"}) for _ in range(10)]
    assert {r.status for r in replies} == {401}, replies
    for password in ("gæt", PASSWORD):
        reply = c.post("session", {"login": "Offer", "password": password})
        assert reply.status == 429 and int(reply.headers["Retry-After"]) > 0 and reply.json["code"] == "too_many_requests", reply
        assert reply.headers["Set-Cookie"] is None
    assert ctx.client("lead_a", PASSWORD).get("me").status == 200
    assert STATE["offer"].get("me").status == 200, "tokens are not log-ins"
    ctx.db.sql("UPDATE login_attempt SET at = at - interval '16 minutes'")
    assert ctx.client("offer", PASSWORD).get("me").status == 200, "after a while the door opens again"
    for _ in range(9):
        assert c.post("session", {"login": "offer", "password": "gæt"}).status == 401
    assert ctx.client("offer", PASSWORD).get("me").status == 200
    assert c.post("session", {"login": "offer", "password": "gæt"}).status == 401, "a log-in that succeeds wipes the count"


def test_throttling_behind_a_proxy(ctx):
    """The address that counts is the client's, as the proxy says it; what a client itself sends counts only then."""
    proxied, plain = ctx.new_server(env={"SAMSPIL_PROXY": "1"}), ctx.server
    for server, sent, counted in ((proxied, "203.0.113.7", "203.0.113.7"), (proxied, "10.0.0.1, 203.0.113.8", "203.0.113.8"), (proxied, "2001:db8::1", "2001:db8::1"),
                                  (proxied, "<script>", "127.0.0.1"), (proxied, None, "127.0.0.1"), (proxied, "x" * 500, "127.0.0.1"), (plain, "203.0.113.9", "127.0.0.1")):
        ctx.db.sql("DELETE FROM login_attempt")
        assert ctx.client(server=server).post("session", {"login": "findes-ikke", "password": "x"}, {"X-Forwarded-For": sent}).status == 401
        got = ctx.db.value("SELECT address FROM login_attempt")
        ctx.case(f"X-Forwarded-For: {str(sent)[:30]} {'behind a proxy' if server is proxied else 'without'}", got == counted, got)
    ctx.db.sql("INSERT INTO login_attempt (login, address, ok) SELECT 'x' || n, '203.0.113.50', false FROM generate_series(1, 100) n")
    person(ctx, "lead_a", ["clinic_lead"])
    good = {"login": "lead_a", "password": PASSWORD}
    assert ctx.client(server=proxied).post("session", good, {"X-Forwarded-For": "203.0.113.50"}).status == 429
    assert ctx.client(server=proxied).post("session", good, {"X-Forwarded-For": "203.0.113.51"}).status == 200
    ctx.db.sql("DELETE FROM login_attempt")
    assert proxied.stop() == 0


def test_parallel_log_ins_do_not_hold_up_others(ctx):
    """Password hashing has a lane of its own: readers wait for none of it."""
    person(ctx, "lead_a", ["clinic_lead"])
    threads = [threading.Thread(target=lambda: ctx.client().post("session", {"login": "findes-heller-ikke", "password": "x"})) for _ in range(20)]
    before = ctx.server.rss()
    for t in threads:
        t.start()
    c, done = ctx.client(), 0
    while any(t.is_alive() for t in threads) and done < 20:
        assert c.get("/readyz").status == 200
        done += 1
    assert done == 20, f"{done} readers while 20 log-ins were judged"
    for t in threads:
        t.join()
    assert ctx.server.rss() - before < 150_000_000, "few hashes at a time"


def test_what_a_stranger_learns(ctx):
    """Without a role one sees the code lists and oneself: no names of cases, users or organisations."""
    nobody = person(ctx, "ingen", [])
    for path in ("collaborations", "organisations", "users", "audit", "changes", "portfolio/summary", "exports/collaborations.csv", "collaborations/1/history"):
        reply = nobody.get(path)
        ctx.case(path, reply.status == 403 and len(reply.body) < 400, reply)
