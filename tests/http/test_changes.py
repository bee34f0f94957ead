# SPDX-License-Identifier: EUPL-1.2
"""The audit list and the change feed: filters, paging, who sees what, and that the feed loses and repeats nothing."""
import csv
import io
import re
import threading

from harness.schema import Checked, Description

DATABASE = "demo"
PASSWORD = "samspil-demo-2026"
TIMEOUT = 120
WRONG = []
STATE = {}
WRITERS, EACH = 4, 40


def user(ctx, login="admin"):
    if login not in STATE:
        STATE.setdefault("description", Description(ctx.client()))
        STATE[login] = Checked(ctx.client(login, PASSWORD), STATE["description"], WRONG)
    return STATE[login]


def token(ctx, name, login="admin", scope="all"):
    return ctx.samspil("token", "create", "--user", login, "--scope", scope, "--name", name).stdout.strip()


def follow(client, after, limit):
    """Reads the feed from `after` until there is nothing more: the seqs in order, and where it ended."""
    seqs, rounds = [], 0
    while True:
        reply = client.get("changes", after=after, limit=limit)
        assert reply.status == 200, reply
        items, following = reply.json["items"], reply.json["next_after"]
        assert len(items) <= limit and all(after < i["seq"] <= following for i in items), reply
        seqs += [i["seq"] for i in items]
        rounds += 1
        if following == after:
            return seqs, after
        assert following > after and rounds < 100000
        after = following


def head(ctx):
    return ctx.db.value("SELECT seq FROM audit_head")


def test_audit_list(ctx):
    """Newest first, every event once, each filter; what changed and who did it in words."""
    made = user(ctx).post("organisations", {"name": "Sporet A/S", "city": "Ribe"})
    changed = user(ctx).patch(made.headers["Location"], {"city": "Varde"}, made.etag)
    assert changed.status == 200
    events = user(ctx).client.all("audit", limit=150)
    assert [e["seq"] for e in events] == list(range(events[0]["seq"], 0, -1)) and events[0]["seq"] == head(ctx)
    one = user(ctx).client.all("audit", entity="organisation", entity_id=made.json["id"])
    assert [e["action"] for e in one] == ["update", "insert"], one
    assert one[0]["changes"] == [{"field": "city", "before": "Ribe", "after": "Varde"}] and one[0]["actor_name"].startswith("Administrator")
    assert one[0]["via"] == "session" and one[0]["request_id"] == changed.headers["X-Request-Id"] and len(one[0]["hash"]) == 64
    up = user(ctx).client.all("audit", limit=50, sort="seq", entity="organisation")
    assert [e["seq"] for e in up] == sorted(e["seq"] for e in up) and {e["entity"] for e in up} == {"organisation"}
    case = ctx.db.value("SELECT collaboration_id FROM milestone ORDER BY id LIMIT 1")
    assert {e["collaboration_id"] for e in user(ctx).client.all("audit", collaboration_id=case)} == {case}
    kinds = user(ctx).client.all("audit", entity="unit,app_user", action="insert")
    assert {e["entity"] for e in kinds} == {"unit", "app_user"} and {e["action"] for e in kinds} == {"insert"}
    me = user(ctx).get("me").json["id"]
    assert {e["actor_id"] for e in user(ctx).client.all("audit", user_id=me)} == {me}
    today = ctx.db.value("SELECT (now() AT TIME ZONE 'Europe/Copenhagen')::date")
    assert user(ctx).get("audit", **{"from": today, "to": today}).json["total"] > 0
    assert user(ctx).get("audit", to="2020-01-01").json["items"] == []
    for query in ({"entity_id": "x"}, {"from": "1-1-2026"}, {"to": "2026-13-01"}, {"action": "drop"}, {"whom": "me"}, {"limit": 1000}):
        reply = user(ctx).get("audit", **query)
        ctx.case(f"audit {query}", reply.status == 400 and set(reply.faults) == set(query), reply)


def test_audit_csv(ctx):
    """The same events as CSV for a Danish Excel; what one line of the list says stands in one line of the file."""
    me = user(ctx).get("me").json["id"]
    before = head(ctx)
    made = user(ctx).post("organisations", {"name": "=Formel; A/S", "city": "Odense"})
    assert user(ctx).patch(f"organisations/{made.json['id']}", {"city": "Århus"}, made.etag).status == 200
    reply = user(ctx).get("exports/audit.csv", entity="organisation", entity_id=made.json["id"])
    assert reply.status == 200 and reply.headers["Content-Type"].startswith("text/csv") and "revisionsspor.csv" in reply.headers["Content-Disposition"], reply
    lines = list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig")), delimiter=";"))
    assert reply.body.startswith(b"\xef\xbb\xbf") and len(lines) == 3 and len({len(line) for line in lines}) == 1, lines
    rows = [dict(zip(lines[0], line)) for line in lines[1:]]
    assert rows[0]["Ændringer"] == "city: Odense -> Århus" and rows[0]["Handling"] == "update" and rows[0]["Bruger-id"] == str(me), rows[0]
    assert re.fullmatch(r"\d\d-\d\d-\d{4} \d\d:\d\d:\d\d", rows[0]["Tidspunkt"]) and int(rows[1]["Nr."]) == before + 1, rows
    assert rows[1]["Navn"] == "'=Formel; A/S", "no cell is a formula"
    one = user(ctx).get("audit", entity="organisation", entity_id=made.json["id"]).json["items"][0]
    assert one["subject"] == "=Formel; A/S" and one["collaboration_number"] is None and one["hash"] == rows[0]["Hash"], one
    assert user(ctx, "klinik").get("exports/audit.csv").status == 403 and user(ctx).get("exports/audit.csv", **{"from": "x"}).faults.keys() == {"from"}
    ctx.db.sql("""INSERT INTO audit_event SELECT h.seq + i, now(), NULL, 'test', '', 'insert', 'epoch', 1, NULL, 1, NULL, NULL, NULL, h.hash
                  FROM audit_head h, generate_series(1, 200001) i""")
    refused = user(ctx).get("exports/audit.csv", entity="epoch")
    ctx.db.sql("DELETE FROM audit_event WHERE entity = 'epoch'")
    assert refused.status == 400 and "200.000" in refused.json["detail"], "a file is whole or it is not given"


def test_changes_pages(ctx):
    """Whoever audits gets every number, whatever the size of a page."""
    last = head(ctx)
    for limit in (1000, 97, 1) if last < 2000 else (1000, 97):
        seqs, end = follow(user(ctx), 0 if limit > 1 else last - 30, limit)
        assert seqs == list(range(1 if limit > 1 else last - 29, last + 1)) and end == last, (limit, len(seqs), end)
    first = user(ctx).get("changes", limit=1).json
    assert first["next_after"] == 1 and set(first["items"][0]) == {"seq", "at", "entity", "entity_id", "collaboration_id", "action", "row_count"}
    assert user(ctx).get("changes", after=last).json == {"items": [], "next_after": last}


def test_changes_wrong_input(ctx):
    last = head(ctx)
    for query, fault in (({"after": -1}, "too_small"), ({"after": "x"}, "wrong_type"), ({"limit": 0}, "too_small"), ({"limit": 1001}, "too_large"),
                         ({"after": last + 1}, "too_large"), ({"after": 2 ** 53}, "too_large"), ({"before": 1}, "unknown_field")):
        reply = user(ctx).get("changes", **query)
        ctx.case(f"changes {query}", reply.status == 400 and list(reply.faults.values()) == [fault], reply)


def test_changes_only_what_one_may_see(ctx):
    """A restricted case stays hidden from others' feeds, and yet their numbers go on past it."""
    before = head(ctx)
    case = ctx.db.value("SELECT id FROM collaboration WHERE external_id = 'hemmelig'")
    unit = ctx.db.value("SELECT unit_id FROM collaboration WHERE external_id = 'hemmelig'")
    own = user(ctx, "indkoeb").post("collaborations", {"kind": "strategic_procurement", "title": "Fortrolig aftale", "unit_id": unit, "visibility": "restricted"})
    assert own.status == 201, own
    seen = {login: [i for i in user(ctx, login).get("changes", after=before).json["items"]] for login in ("indkoeb", "klinik", "revisor", "forum")}
    mine = [i for i in seen["indkoeb"] if i["collaboration_id"] == own.json["id"]]
    assert mine and {i["entity"] for i in mine} >= {"collaboration", "procurement"}, seen
    assert seen["klinik"] == [] and seen["forum"] == [] and seen["revisor"] == seen["indkoeb"]
    for login in ("indkoeb", "klinik", "revisor", "forum"):
        assert user(ctx, login).get("changes", after=before).json["next_after"] == head(ctx), login
    hidden = [i for login in ("leder", "forum") for i in user(ctx, login).get("changes", limit=1000).json["items"] if i["collaboration_id"] == case]
    assert not hidden, hidden


def test_changes_of_blocks_and_organisations(ctx):
    """Many rows in one statement are one line with their number: staff see it, and every change of an organisation."""
    before = head(ctx)
    ctx.db.sql("SELECT principal_enter('', 'staff sees_all writes_all audits', '', '', 'test', 'test', ''); "
               "INSERT INTO organisation (name) SELECT 'Blok ' || i FROM generate_series(1, 60) i")
    item = user(ctx, "klinik").get("changes", after=before).json["items"]
    assert [(i["action"], i["entity"], i["entity_id"], i["row_count"]) for i in item] == [("block", "organisation", None, 60)], item
    made = user(ctx).post("organisations", {"name": "Set af personalet"}).json
    item = user(ctx, "klinik").get("changes", after=before + 1).json["items"]
    assert [(i["action"], i["entity"], i["entity_id"]) for i in item] == [("insert", "organisation", made["id"])], item
    assert user(ctx, "sektor").get("changes", after=before).json == {"items": [], "next_after": head(ctx)}
    user(ctx).post("users", {"login": "ikke.for.alle", "name": "N"})
    assert user(ctx, "klinik").get("changes", after=before + 2).json["items"] == [], "accounts are for those who audit"


def test_changes_far_between(ctx):
    """A reader who sees little gets on in bounded steps, and arrives."""
    before = head(ctx)
    ctx.db.sql("""SELECT principal_enter('', 'staff', '', '', 'test', 'test', '');
        INSERT INTO audit_event SELECT h.seq + i, now(), NULL, 'test', '', 'insert', 'app_user', 1, NULL, 1, NULL, NULL, NULL, h.hash
          FROM audit_head h, generate_series(1, 45000) i;
        UPDATE audit_head SET seq = seq + 45000""")
    made = user(ctx).post("organisations", {"name": "Langt henne"})
    assert made.status == 201
    seqs, end = follow(user(ctx, "klinik"), before, 200)
    assert seqs == [before + 45001] and end == head(ctx), (seqs, end)


def write(ctx, number, secret, failures):
    client = ctx.client(token=secret)
    for i in range(EACH):
        body = {"kind": "research_contract", "title": f"Skriver {number}, sag {i}", "unit_id": STATE["unit"],
                "visibility": "restricted" if i % 3 == 0 else "internal"}
        reply = client.post("collaborations", body)
        if reply.status != 201:
            failures.append(reply)


def watch(client, after, limit, done, out):
    """Follows along until the writers are done and nothing more comes."""
    while True:
        last = done.is_set()
        seqs, after = follow(client, after, limit)
        out += seqs
        if last:
            return


def test_changes_under_writers(ctx):
    """Four write at once while three follow: each gets every number it may see, once, in order, and misses none."""
    STATE["unit"] = ctx.db.value("SELECT id FROM unit WHERE code = 'region-1084'")
    before, failures, done = head(ctx), [], threading.Event()
    readers = {"admin": 1000, "klinik": 7, "forum": 50}
    seen = {login: [] for login in readers}
    clients = {login: ctx.client(token=token(ctx, f"læser {login}", login)) for login in readers}
    before = head(ctx)
    secrets = [token(ctx, f"skriver {n}") for n in range(WRITERS)]
    writers = [threading.Thread(target=write, args=(ctx, n, s, failures)) for n, s in enumerate(secrets)]
    watchers = [threading.Thread(target=watch, args=(clients[login], before, limit, done, seen[login])) for login, limit in readers.items()]
    for t in watchers + writers:
        t.start()
    for t in writers:
        t.join()
    done.set()
    for t in watchers:
        t.join()
    assert not failures, failures[:3]
    assert seen["admin"] == list(range(before + 1, head(ctx) + 1)), "who audits gets every number"
    restricted = {r["id"] for r in ctx.db.rows("SELECT id FROM collaboration WHERE title LIKE 'Skriver %' AND visibility = 'restricted'")}
    events = ctx.db.rows(f"SELECT seq, collaboration_id FROM audit_event WHERE seq > {before} AND collaboration_id IS NOT NULL ORDER BY seq")
    assert len(restricted) == WRITERS * len(range(0, EACH, 3)) and len({e["collaboration_id"] for e in events}) == WRITERS * EACH
    assert seen["klinik"] == [e["seq"] for e in events if e["collaboration_id"] not in restricted]
    assert seen["forum"] == [], "sees open cases only"


def test_audit_chain_holds(ctx):
    """After all this the chain of hashes has no broken link but the one that a test forged."""
    done = ctx.samspil("audit", "verify", check=False)
    forged = ctx.db.value("SELECT min(seq) FROM audit_event WHERE via = 'test' AND entity = 'app_user'")
    assert done.returncode != 0 and str(forged) in done.stdout + done.stderr, done


def test_replies_are_as_described(ctx):
    """All replies of this module fit /openapi.json."""
    assert not WRONG, "\n".join(WRONG[:20])
