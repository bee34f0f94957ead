# SPDX-License-Identifier: EUPL-1.2
"""The audit: every change leaves its events in the same transaction, the chain shows what was tampered with,
and the state of any day can be read back from it."""
from harness.context import PASSWORD

STATE = {}


def client(ctx):
    if "client" not in STATE:
        ctx.samspil("user", "add", "anna", "--password", PASSWORD)
        for role in ("procurement_lead", "admin"):
            ctx.samspil("user", "grant", "anna", "--role", role, "--unit", "region-1084")
        STATE["client"] = ctx.token("anna")
        STATE["unit"] = ctx.db.value("SELECT id FROM unit WHERE code = 'hospital-rigshospitalet'")
    return STATE["client"]


def head(ctx):
    return ctx.db.value("SELECT seq FROM audit_head")


def verify(ctx):
    done = ctx.samspil("audit", "verify", check=False)
    return done.returncode, done.stdout


def new_case(ctx, **more):
    reply = client(ctx).post("collaborations", {"kind": "opi", "title": "Revideret sag", "unit_id": STATE["unit"], **more})
    assert reply.status == 201, reply
    return reply


def test_every_change_leaves_its_events(ctx):
    """Each changing route: who, from which request, what before and after, all in the transaction of the change."""
    c = client(ctx)
    me = ctx.db.value("SELECT id FROM app_user WHERE login = 'anna'")
    meta = c.get("meta").json["codes"]
    made = new_case(ctx)
    path = f"collaborations/{made.json['id']}"
    kasser = [k["code"] for k in meta["kasse"]]
    organisation = c.post("organisations", {"name": "Revideret ApS"})

    def events(name, send, expected, reason=None):
        before = head(ctx)
        reply = send()
        assert reply.status in (200, 201, 204), f"{name}: {reply}"
        rows = ctx.db.rows(f"SELECT * FROM audit_event WHERE seq > {before} ORDER BY seq")
        got = [(r["action"], r["entity"]) for r in rows]
        ctx.case(f"{name}: {expected}", all(e in got for e in expected), got)
        ctx.case(f"{name}: by whom and from which request", rows and all(
            r["user_id"] == me and r["via"] == "token" and r["request_id"] == reply.headers["X-Request-Id"] for r in rows), rows)
        if reason:
            ctx.case(f"{name}: the reason", all(r["reason"] == reason for r in rows), rows)
        for r in rows:
            if r["action"] == "update":
                ctx.case(f"{name}: before and after differ", r["before"] != r["after"] and r["before"]["id"] == r["after"]["id"], r)
        return reply, rows
    made, rows = events("create", lambda: new_case(ctx, need="Et behov"), [("insert", "collaboration"), ("insert", "opi")])
    assert rows[0]["after"]["title"] == "Revideret sag" and rows[0]["before"] is None and all(r["collaboration_id"] == made.json["id"] for r in rows), rows
    path = f"collaborations/{made.json['id']}"
    reply, rows = events("patch", lambda: c.patch(path, {"title": "Nyt navn", "need": "Andet"}, c.get(path).etag), [("update", "collaboration"), ("update", "opi")])
    assert rows[0]["before"]["title"] == "Revideret sag" and rows[0]["after"]["title"] == "Nyt navn", rows
    events("stage", lambda: c.post(f"{path}/stage", {"stage": "stopped", "reason": "Styregruppen"}, {"If-Match": c.get(path).etag}),
           [("update", "collaboration"), ("insert", "stage_history")], "Styregruppen")
    for name, table, body, change in (
            ("parties", "participation", {"organisation_id": organisation.json["id"]}, {"note": "x"}),
            ("milestones", "milestone", {"title": "Mål", "due_date": "2026-05-05"}, {"done_date": "2026-05-06"}),
            ("documents", "document", {"title": "Dok", "url": "https://a.dk"}, {"title": "Dok 2"}),
            ("comments", "comment", {"body": "Tekst"}, {"body": "Anden tekst"}),
            ("funding", "funding", {"source": meta["funding_source"][0]["code"], "amount_oere": 100, "shares": [{"kasse": kasser[0], "num": 1, "den": 1}]}, {"amount_oere": 200})):
        child, _ = events(f"add {name}", lambda n=name, b=body: c.post(f"{path}/{n}", b), [("insert", table)] + ([("insert", "funding_share")] if name == "funding" else []))
        at = f"{path}/{name}/{child.json['id']}"
        child, _ = events(f"change {name}", lambda a=at, b=change, e=child.etag: c.patch(a, b, e), [("update", table)])
        events(f"less {name}", lambda a=at, e=child.etag: c.delete(a, e), [("update", table)])
    events("organisation", lambda: c.post("organisations", {"name": "Ny Revideret ApS"}), [("insert", "organisation")])
    events("organisation changed", lambda: c.patch(f"organisations/{organisation.json['id']}", {"city": "Odense"}, organisation.etag), [("update", "organisation")])
    user, _ = events("user", lambda: c.post("users", {"login": "revideret", "name": "Ny"}), [("insert", "app_user")])
    events("user changed", lambda: c.patch(f"users/{user.json['id']}", {"name": "Anden"}, user.etag), [("update", "app_user")])
    grant, _ = events("grant", lambda: c.post(f"users/{user.json['id']}/grants", {"role": "clinic_lead", "unit_id": STATE["unit"]}), [("insert", "role_grant")])
    events("grant ended", lambda: c.delete(f"users/{user.json['id']}/grants/{grant.json['id']}"), [("update", "role_grant")])
    events("password", lambda: c.post(f"users/{user.json['id']}/password", {"password": PASSWORD}), [("update", "app_user")])
    events("token", lambda: c.post("tokens", {"name": "revideret", "scopes": ["collaborations:read"]}), [("update", "app_user")])
    assert PASSWORD not in ctx.db.value("SELECT string_agg(e::text, ' ') FROM audit_event e")
    assert "argon2" not in ctx.db.value("SELECT string_agg(e::text, ' ') FROM audit_event e")


def test_refused_changes_leave_nothing(ctx):
    """A change that is refused, also late in its transaction, leaves neither row nor event."""
    c = client(ctx)
    made = new_case(ctx)
    path, before = f"collaborations/{made.json['id']}", head(ctx)
    rows = ctx.db.value("SELECT (SELECT count(*) FROM funding) + (SELECT count(*) FROM collaboration) + (SELECT count(*) FROM idempotency_key)")
    meta = c.get("meta").json["codes"]
    kasse = meta["kasse"][0]["code"]
    for reply in (c.post(f"{path}/funding", {"source": meta["funding_source"][0]["code"], "amount_oere": 1, "shares": [{"kasse": kasse, "num": 1, "den": 3}]}, {"Idempotency-Key": "k"}),
                  c.patch(path, {"title": "Ny titel"}, '"99"'), c.post("collaborations", {"kind": "opi", "title": "xxx", "unit_id": STATE["unit"], "owner_id": 999999}),
                  c.post(f"{path}/parties", {"organisation_id": 999999}), c.get(path)):
        assert reply.status in (412, 422, 200), reply
    assert head(ctx) == before
    assert ctx.db.value("SELECT (SELECT count(*) FROM funding) + (SELECT count(*) FROM collaboration) + (SELECT count(*) FROM idempotency_key)") == rows


def test_history_reads_back(ctx):
    """GET history shows each change by field with names, newest first."""
    c = client(ctx)
    made = new_case(ctx, journal_number="1")
    path = f"collaborations/{made.json['id']}"
    c.patch(path, {"journal_number": "2", "tags": ["a"]}, made.etag)
    items = c.get(f"{path}/history").json["items"]
    assert [i["action"] for i in items][:1] == ["update"] and items[0]["actor_name"] == "anna", items
    changes = {x["field"]: (x["before"], x["after"]) for x in items[0]["changes"]}
    assert changes["journal_number"] == ("1", "2") and changes["tags"] == ([], ["a"]), changes
    assert items[-1]["action"] == "insert" and len({i["seq"] for i in items}) == len(items)


def test_history_names(ctx):
    """Ids of people, organisations and units come with their names, before and after."""
    c = client(ctx)
    unit, other = STATE["unit"], ctx.db.value("SELECT id FROM unit WHERE code = 'hospital-bornholm'")
    name = {u: ctx.db.value(f"SELECT name FROM unit WHERE id = {u}") for u in (unit, other)}
    people = {n: c.post("users", {"login": f"ejer-{n}", "name": f"Ejer {n}"}).json["id"] for n in ("en", "to")}
    sponsor = c.post("organisations", {"name": "Sponsor A/S"}).json["id"]
    made = new_case(ctx, kind="research_contract", owner_id=people["en"])
    path = f"collaborations/{made.json['id']}"
    done = c.patch(path, {"owner_id": people["to"], "sponsor_id": sponsor, "unit_id": other}, made.etag)
    assert done.status == 200, done
    changes = {x["field"]: x for e in c.get(f"{path}/history").json["items"] if e["action"] == "update" for x in e["changes"]}
    got = {f: (x.get("before_name"), x.get("after_name")) for f, x in changes.items()}
    assert got["owner_id"] == ("Ejer en", "Ejer to") and got["sponsor_id"] == (None, "Sponsor A/S") and got["unit_id"] == (name[unit], name[other]), got
    assert changes["owner_id"]["before"] == people["en"] and changes["owner_id"]["after"] == people["to"]
    seen = [x for e in c.get("audit", collaboration_id=made.json["id"]).json["items"] for x in e["changes"] if x["field"] == "owner_id"]
    assert {x["after_name"] for x in seen} == {"Ejer en", "Ejer to"}, seen


TAMPER = {
    "an edited event": ("UPDATE audit_event SET after = jsonb_set(after, '{title}', '\"Forfalsket\"') WHERE seq = %d", 0),
    "another actor": ("UPDATE audit_event SET user_id = COALESCE(user_id, 0) + 1 WHERE seq = %d", 0),
    "another time": ("UPDATE audit_event SET at = at + interval '1 microsecond' WHERE seq = %d", 0),
    "another reason": ("UPDATE audit_event SET reason = 'x' WHERE seq = %d", 0),
    "another case": ("UPDATE audit_event SET collaboration_id = (SELECT max(id) FROM collaboration) WHERE seq = %d", 0),
    "a case that is not": ("UPDATE audit_event SET collaboration_id = 0 WHERE seq = %d", 0),
    "another hash": ("UPDATE audit_event SET hash = sha256('x') WHERE seq = %d", 0),
    "an event deleted": ("DELETE FROM audit_event WHERE seq = %d", 1),
    "the first one deleted": ("DELETE FROM audit_event WHERE seq = 1", None),
    "two swapped": ("UPDATE audit_event SET seq = -1 WHERE seq = %d; UPDATE audit_event SET seq = seq - 1 WHERE seq = %d + 1; UPDATE audit_event SET seq = %d + 1 WHERE seq = -1", 0),
    "one put in between": ("UPDATE audit_event SET seq = seq + 1000000 WHERE seq > %d; UPDATE audit_event SET seq = seq - 999999 WHERE seq > 1000000;"
                           " INSERT INTO audit_event SELECT (e).* FROM (SELECT jsonb_populate_record(x, jsonb_build_object('seq', %d + 1)) AS e FROM audit_event x WHERE seq = %d) y", 1),
    "the end cut off": ("DELETE FROM audit_event WHERE seq > (SELECT max(seq) - 3 FROM audit_event)", None),
    "everything gone": ("DELETE FROM audit_event", None),
    "the head set back": ("UPDATE audit_head SET seq = seq - 1", None),
    "another head": ("UPDATE audit_head SET hash = sha256('x')", None),
}


def test_tampering_is_seen(ctx):
    """Each way of rewriting the past, by the database's own superuser, then put back."""
    new_case(ctx)
    status, said = verify(ctx)
    assert status == 0 and "intact" in said, said
    ctx.db.sql("CREATE TABLE kept_event AS TABLE audit_event; CREATE TABLE kept_head AS TABLE audit_head")
    at = head(ctx) // 2
    for name, (text, offset) in TAMPER.items():
        ctx.db.sql(text.replace("%d", str(at)))
        status, said = verify(ctx)
        right_place = offset is None or f"event {at + offset}:" in said
        ctx.case(name, status == 1 and "broken" in said and right_place, f"{status} {said}")
        ctx.db.sql("TRUNCATE audit_event; INSERT INTO audit_event SELECT * FROM kept_event; DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head")
        status, said = verify(ctx)
        assert status == 0, f"put back after {name}: {said}"
    ctx.db.sql("DROP TABLE kept_event, kept_head")
    new_case(ctx)
    assert verify(ctx)[0] == 0, "the chain goes on"


def test_many_rows_make_a_block(ctx):
    """A statement over 50 rows gives one event with their range and the hash of their content."""
    before = head(ctx)
    ctx.db.sql("INSERT INTO organisation (name) SELECT 'Blok ' || n FROM generate_series(1, 50) n")
    assert [r["action"] for r in ctx.db.rows(f"SELECT action FROM audit_event WHERE seq > {before}")] == ["insert"] * 50
    before = head(ctx)
    ctx.db.sql("INSERT INTO organisation (name) SELECT 'Stor blok ' || n FROM generate_series(1, 51) n")
    rows = ctx.db.rows(f"SELECT * FROM audit_event WHERE seq > {before}")
    assert len(rows) == 1 and rows[0]["action"] == "block" and rows[0]["row_count"] == 51 and rows[0]["entity"] == "organisation", rows
    block = rows[0]["after"]
    assert block["last_id"] - block["first_id"] == 50 and len(block["sha256"]) == 64
    again = ctx.db.value(f"SELECT encode(sha256(convert_to(string_agg(t::text, E'\\n' ORDER BY t.id), 'UTF8')), 'hex') FROM organisation t "
                         f"WHERE id BETWEEN {block['first_id']} AND {block['last_id']}")
    assert again == block["sha256"], "the block can be checked against its rows"
    assert verify(ctx)[0] == 0


def days_ago(ctx, days):
    """Moves what was written since the mark back in time, in rows and audit alike, and makes the chain good again."""
    ctx.db.sql(f"""
      UPDATE audit_event SET at = at - interval '{days} days' WHERE seq > {STATE['mark']};
      DO $$ DECLARE t text; BEGIN
        FOREACH t IN ARRAY ARRAY['collaboration', 'opi', 'milestone', 'participation', 'funding', 'funding_share', 'document'] LOOP
          EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', t);
          EXECUTE format('UPDATE %I SET created_at = created_at - interval ''{days} days'' WHERE created_at > %L', t, '{STATE['since']}');
          EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', t);
        END LOOP; END $$""")


def mark(ctx):
    STATE["mark"], STATE["since"] = head(ctx), ctx.db.value("SELECT clock_timestamp()")


def test_as_of(ctx):
    """The case as it was at the end of a day: its fields, its milestones and its shares; before it was made it was not."""
    c = client(ctx)
    day = {r["n"]: r["d"] for r in ctx.db.rows("SELECT n, (current_date - n)::date AS d FROM generate_series(0, 40) n")}
    kasser = [k["code"] for k in c.get("meta").json["codes"]["kasse"]]
    source = c.get("meta").json["codes"]["funding_source"][0]["code"]
    mark(ctx)
    made = new_case(ctx, title="Første navn", need="Behov 1")
    path = f"collaborations/{made.json['id']}"
    milestone = c.post(f"{path}/milestones", {"title": "Gammelt mål", "due_date": "2026-05-05"})
    funding = c.post(f"{path}/funding", {"source": source, "amount_oere": 100, "shares": [{"kasse": kasser[0], "num": 1, "den": 1}]})
    days_ago(ctx, 30)
    mark(ctx)
    second = c.patch(path, {"title": "Andet navn", "need": "Behov 2"}, c.get(path).etag)
    assert second.status == 200, second
    assert c.patch(f"{path}/milestones/{milestone.json['id']}", {"due_date": "2026-08-08"}, milestone.etag).status == 200
    changed = c.patch(f"{path}/funding/{funding.json['id']}", {"amount_oere": 200, "shares": [{"kasse": kasser[0], "num": 1, "den": 2}, {"kasse": kasser[1], "num": 1, "den": 2}]}, funding.etag)
    assert changed.status == 200, changed
    days_ago(ctx, 20)
    mark(ctx)
    later = c.post(f"{path}/milestones", {"title": "Nyt mål", "due_date": "2026-09-09"})
    assert c.delete(f"{path}/milestones/{milestone.json['id']}", c.get(path).etag and '"2"').status == 204
    days_ago(ctx, 10)
    third = c.patch(path, {"title": "Tredje navn"}, c.get(path).etag)
    assert third.status == 200, third
    want = {  # days ago: title, need, milestones, funding, shares
        29: ("Første navn", "Behov 1", [("Gammelt mål", "2026-05-05")], 100, 1),
        21: ("Første navn", "Behov 1", [("Gammelt mål", "2026-05-05")], 100, 1),
        20: ("Andet navn", "Behov 2", [("Gammelt mål", "2026-08-08")], 200, 2),
        11: ("Andet navn", "Behov 2", [("Gammelt mål", "2026-08-08")], 200, 2),
        10: ("Andet navn", "Behov 2", [("Nyt mål", "2026-09-09")], 200, 2),
        1: ("Andet navn", "Behov 2", [("Nyt mål", "2026-09-09")], 200, 2),
        0: ("Tredje navn", "Behov 2", [("Nyt mål", "2026-09-09")], 200, 2)}
    for n, (title, need, milestones, amount, shares) in want.items():
        reply = c.get(path, as_of=day[n])
        x = reply.json if reply.status == 200 else {}
        ctx.case(f"{n} days ago", reply.status == 200 and (x["title"], x["need"], [(m["title"], m["due_date"]) for m in x["milestones"]], x["funding"][0]["amount_oere"],
                                                           len(x["funding"][0]["shares"])) == (title, need, milestones, amount, shares), reply)
    assert c.get(path, as_of=day[31]).status == 404, "before it was made"
    assert c.get(path, as_of="2199-12-31").json["title"] == "Tredje navn"
    now, then = c.get(path).json, c.get(path, as_of=day[0]).json
    ctx.case("today's is the present one", {**now, "as_of": day[0]} == {**now, **then} and set(now) - set(then) == {"estimates", "stage_path", "comment_count"},
             {k: (now.get(k), then.get(k)) for k in set(now) | set(then) if now.get(k) != then.get(k)})
