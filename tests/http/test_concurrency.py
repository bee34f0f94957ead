# SPDX-License-Identifier: EUPL-1.2
"""Many at once: nobody's edit is lost, one version has one ETag, numbers come once, the audit chain and the change
feed have no gaps."""
import os
import threading
import time

from harness.context import PASSWORD

TIMEOUT = 120
STATE = {}


def client(ctx):
    if "token" not in STATE:
        ctx.samspil("user", "add", "anna", "--password", PASSWORD)
        for role in ("procurement_lead", "admin"):
            ctx.samspil("user", "grant", "anna", "--role", role, "--unit", "region-1084")
        STATE["token"] = ctx.samspil("token", "create", "--user", "anna", "--scope", "all", "--name", "samtidig").stdout.strip()
        STATE["unit"] = ctx.db.value("SELECT id FROM unit WHERE code = 'hospital-rigshospitalet'")
    return ctx.client(token=STATE["token"])


def new_case(c, title="Delt sag", **more):
    reply = c.post("collaborations", {"kind": "opi", "title": title, "unit_id": STATE["unit"], **more})
    assert reply.status == 201, reply
    return reply


def together(n, work):
    """Runs work(0..n-1) in as many threads that start as one; results in order, the first exception is raised."""
    results, faults, start = [None] * n, [], threading.Barrier(n)

    def run(i):
        try:
            start.wait()
            results[i] = work(i)
        except Exception as e:  # pylint: disable=broad-except
            faults.append(e)
    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if faults:
        raise faults[0]
    return results


def test_no_edit_is_lost(ctx):
    """Two people add a hundred lines each to the same text; who is late merges with what stands and tries again."""
    path = f"collaborations/{new_case(client(ctx)).json['id']}"

    def edit(person):
        c, late, seen = client(ctx), 0, []
        current = c.get(path)
        text, tag = current.json["summary"], current.etag
        for n in range(100):
            while True:
                reply = c.patch(path, {"summary": f"{text or ''} {person}.{n}"}, tag)
                if reply.status == 200:
                    text, tag = reply.json["summary"], reply.etag
                    seen.append((tag, reply.json["version"], text))
                    break
                assert reply.status == 412, reply
                late += 1
                text, tag = reply.json["current"]["summary"], f'"{reply.json["current"]["version"]}"'
        return late, seen
    results = together(2, edit)
    final = client(ctx).get(path)
    words = final.json["summary"].split()
    assert sorted(words) == sorted(f"{p}.{n}" for p in range(2) for n in range(100)), f"{len(words)} of 200 edits"
    assert final.json["version"] == 201
    assert sum(late for late, _ in results) > 10, "they did meet"
    seen = [s for _, more in results for s in more]
    assert len({tag for tag, _, _ in seen}) == len({version for _, version, _ in seen}) == 200, "one ETag a version"
    events = ctx.db.rows(f"SELECT before->>'summary' AS b, after->>'summary' AS a FROM audit_event WHERE collaboration_id = {final.json['id']} AND entity = 'collaboration' "
                         "AND action = 'update' ORDER BY seq")
    assert len(events) == 200 and all(x["a"] == y["b"] for x, y in zip(events, events[1:], strict=False)), "each builds on the one before"


def test_one_of_twenty_wins(ctx):
    """Twenty changes of the same version: one is made, nineteen are told what stands now."""
    c = client(ctx)
    made = new_case(c)
    path = f"collaborations/{made.json['id']}"
    replies = together(20, lambda i: client(ctx).patch(path, {"title": f"Vinder {i}"}, made.etag))
    winners = [r for r in replies if r.status == 200]
    assert len(winners) == 1 and {r.status for r in replies} <= {200, 412, 503}, [r.status for r in replies]
    assert all(r.json["current"]["title"] == winners[0].json["title"] for r in replies if r.status == 412)
    milestone = c.post(f"{path}/milestones", {"title": "Kapløb", "due_date": "2026-01-01"})
    replies = together(10, lambda i: client(ctx).delete(f"{path}/milestones/{milestone.json['id']}", milestone.etag))
    assert sorted(r.status for r in replies if r.status != 503) == [204] + [404] * (sum(r.status != 503 for r in replies) - 1), [r.status for r in replies]


def test_etag_names_one_state(ctx):
    """While one writes the case and what belongs to it, readers never see two contents under one ETag."""
    c = client(ctx)
    path, states, stop = f"collaborations/{new_case(c).json['id']}", {}, threading.Event()

    def read(_):
        reader, wrong = client(ctx), 0
        while not stop.is_set():
            reply = reader.get(path)
            wrong += states.setdefault(reply.etag, reply.body) != reply.body
        return wrong

    def write(_):
        writer = client(ctx)
        for n in range(30):
            writer.patch(path, {"title": f"Tilstand {n}"}, writer.get(path).etag)
            child = writer.post(f"{path}/milestones", {"title": f"Mål {n}", "due_date": "2026-01-01"})
            writer.post(f"{path}/comments", {"body": str(n)})
            writer.patch(f"{path}/milestones/{child.json['id']}", {"due_date": "2026-02-02"}, child.etag)
        stop.set()
        return 0
    wrong = together(4, lambda i: write(i) if i == 0 else read(i))
    assert sum(wrong) == 0 and len(states) > 10, (wrong, len(states))


def test_sixteen_writers(ctx):
    """Cases, comments and milestones from sixteen at once: numbers come once, every event stands in one chain."""
    before = ctx.db.value("SELECT seq FROM audit_head")
    shared = new_case(client(ctx)).json["id"]

    def write(_):
        c, numbers, busy = client(ctx), [], 0
        for n in range(8):
            made = new_case(c, f"Skriver {n}", need="Behov")
            numbers.append(made.json["number"])
            for path, body in ((f"collaborations/{made.json['id']}/milestones", {"title": "Mål", "due_date": "2026-01-01"}),
                               (f"collaborations/{shared}/comments", {"body": "Fælles"})):
                reply = c.post(path, body)
                busy += reply.status == 503
                assert reply.status in (201, 503), reply
        return numbers, busy
    results = together(16, write)
    numbers = [n for some, _ in results for n in some]
    assert len(numbers) == len(set(numbers)) == 128
    events = ctx.db.rows(f"SELECT count(*) AS n, min(seq) AS first, max(seq) AS last FROM audit_event WHERE seq > {before}")[0]
    assert events["n"] == events["last"] - before and events["first"] == before + 1, events
    assert events["n"] == 2 + 16 * 8 * 4 - sum(busy for _, busy in results), events
    assert ctx.samspil("audit", "verify").returncode == 0


def test_feed_has_no_gaps(ctx):
    """Who follows /changes while others write gets every event once, in order, none left behind."""
    reader, stop, got = client(ctx), threading.Event(), []
    after = ctx.db.value("SELECT seq FROM audit_head")
    first = after

    def follow(_):
        nonlocal after
        while True:
            ended = stop.is_set()
            reply = reader.get("changes", after=after, limit=7)
            assert reply.status == 200, reply
            got.extend(i["seq"] for i in reply.json["items"])
            if ended and reply.json["next_after"] == after:
                return
            after = reply.json["next_after"]

    done = []

    def write(_):
        c = client(ctx)
        for n in range(10):
            new_case(c, f"Fulgt {n}")
        done.append(1)
        if len(done) == 6:
            stop.set()
    together(7, lambda i: follow(i) if i == 0 else write(i))
    last = ctx.db.value("SELECT seq FROM audit_head")
    assert got == list(range(first + 1, last + 1)), f"{len(got)} of {last - first}"


def test_constraints_hold(ctx):
    """What may be there once is there once: CVR, external number, grant, participant; shares stay at 1."""
    c = client(ctx)
    user = c.post("users", {"login": "samtidig", "name": "Samtidig"}).json["id"]
    case = new_case(c).json["id"]
    organisation = c.post("organisations", {"name": "Én gang ApS"}).json["id"]
    kasser = [k["code"] for k in c.get("meta").json["codes"]["kasse"]]
    source = c.get("meta").json["codes"]["funding_source"][0]["code"]
    funding = c.post(f"collaborations/{case}/funding", {"source": source, "amount_oere": 100, "shares": [{"kasse": kasser[0], "num": 1, "den": 1}]})
    for name, send, losing in (
            ("CVR", lambda i: client(ctx).post("organisations", {"name": f"Samme {i}", "cvr": "10150817"}), {409}),
            ("external number", lambda i: client(ctx).post("collaborations", {"kind": "opi", "title": f"Samme {i}", "unit_id": STATE["unit"], "external_id": "E-1"}), {409}),
            ("grant", lambda i: client(ctx).post(f"users/{user}/grants", {"role": "clinic_lead", "unit_id": STATE["unit"]}), {409, 422}),
            ("participant", lambda i: client(ctx).post(f"collaborations/{case}/parties", {"organisation_id": organisation}), {409}),
            ("shares", lambda i: client(ctx).patch(f"collaborations/{case}/funding/{funding.json['id']}", {"shares": [
                {"kasse": kasser[0], "num": i + 1, "den": 20}, {"kasse": kasser[1], "num": 19 - i, "den": 20}]}, funding.etag), {412})):
        replies = together(10, send)
        statuses = [r.status for r in replies]
        ctx.case(f"{name}: one of ten", sum(s in (200, 201) for s in statuses) == 1 and set(statuses) - {200, 201, 503} <= losing, f"{statuses} {replies[0]} {replies[1]}")
    shares = c.get(f"collaborations/{case}/funding").json["items"][0]["shares"]
    assert sum(s["amount_oere"] for s in shares) == 100 and len(shares) == 2, shares


def test_import_holds_up_nobody(ctx):
    """While a list of thousands is taken in, others make and change cases of the same kind; chain and sums are right afterwards."""
    c = client(ctx)
    path = os.path.join(ctx.out, "stor-liste.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write("Nøgle i kilden;Titel;Type;Undertype;Enhed;Startdato;Sponsor: navn\r\n")
        f.writelines(f"S-{i};Stort forsøg nr. {i};research_contract;cta;Region Hovedstaden;{1 + i % 28:02d}-03-2026;Stor {i % 60} A/S\r\n" for i in range(8000))
    before = ctx.db.value("SELECT seq FROM audit_head")
    done = []
    importing = threading.Thread(target=lambda: done.append(ctx.samspil("import", path, "--apply", check=False)))
    importing.start()
    replies, longest = [], 0
    while importing.is_alive():
        for kind in ("research_contract", "opi"):
            began = time.monotonic()
            made = c.post("collaborations", {"kind": kind, "title": "Midt under en import", "unit_id": STATE["unit"]})
            replies += [made, c.patch(f"collaborations/{made.json.get('id', 1)}", {"summary": "Ændret"}, made.etag)]
            longest = max(longest, time.monotonic() - began)
    importing.join()
    assert done[0].returncode == 0 and "8000 created" in done[0].stdout, done
    assert {r.status for r in replies} == {200, 201} and len(replies) > 20 and longest < 2, (len(replies), longest, {r.status for r in replies})
    numbers = ctx.db.rows("SELECT count(*) AS n, count(DISTINCT number) AS d FROM collaboration")[0]
    assert numbers["n"] == numbers["d"]
    assert ctx.db.value("SELECT (SELECT count(*) FROM audit_pending) + (SELECT count(*) FROM portfolio_pending)") == 0
    assert ctx.db.value(f"SELECT sum(row_count) FROM audit_event WHERE seq > {before} AND entity = 'collaboration' AND action IN ('block', 'insert')") == 8000 + len(replies) / 2
    assert not ctx.db.rows("SELECT * FROM portfolio_live() EXCEPT SELECT * FROM portfolio_figure")
    assert ctx.samspil("audit", "verify").returncode == 0
