# SPDX-License-Identifier: EUPL-1.2
"""Mail over a real SMTP server on loopback, reminders, and calendars: who gets what, what it says and what it must not
say, what is wrong with the server, and that each comes once."""
import contextlib
import datetime
import email
import email.policy
import json
import os
import re
import socket
import subprocess
import time

from harness.server import free_port

DATABASE = "demo"
PASSWORD = "samspil-demo-2026"
TODAY = datetime.date.today()
FROM = "samspil@region.example"


class Post:
    """The mail server, and `samspil work` that is told of it."""

    def __init__(self, ctx, account=None, port=None):
        self.ctx, self.port, self.account = ctx, port or free_port(), account
        self.path = os.path.join(ctx.out, f"smtp-{self.port}.jsonl")
        self.process = None

    def __enter__(self):
        with open(self.path, "ab") as out:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", "node", "lib/smtp.mjs", str(self.port), *([self.account] if self.account else [])],
                stdout=out, stdin=subprocess.DEVNULL, cwd=os.path.join(self.ctx.root, "tests/browser"))
        wait(lambda: '"ready"' in self.text())
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def text(self):
        with open(self.path, encoding="utf-8") as f:
            return f.read()

    def got(self, address=None):
        every = [json.loads(line) for line in self.text().splitlines() if "ready" not in line]
        return [m for m in every if address is None or m["to"] == [address]]

    @property
    def env(self):
        return {"SAMSPIL_SMTP_URL": f"smtp://127.0.0.1:{self.port}", "SAMSPIL_SMTP_FROM": FROM, "SAMSPIL_SMTP_TLS": "0",
                "SAMSPIL_URL": "https://samspil.example", "SAMSPIL_DIGEST_HOUR": "0"}

    def work(self, **env):
        return self.ctx.samspil("work", "--once", env={**self.env, **env})


def wait(true, seconds=20):
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "not in time"
        time.sleep(0.02)


def installed(ctx):
    there = os.path.isdir(os.path.join(ctx.root, "tests/browser/node_modules/smtp-server"))
    if not there:
        ctx.case("smtp-server is not installed (make browser-tools): no mail is sent", True)
    return there


def fresh(ctx, login, address, mail):
    """A person with an address and a choice, and no notes from before."""
    ctx.db.sql(f"UPDATE app_user SET email = '{address}' WHERE login = '{login}';"
               "UPDATE notification SET mailed_at = now() WHERE mailed_at IS NULL AND mail_id IS NULL")
    client = ctx.client(login, PASSWORD)
    reply = client.patch("me/mail", {"mail": mail})
    assert reply.status == 200 and reply.json["mail"] == mail and reply.json["email"] == address, reply
    return client


def person(ctx, login):
    return int(ctx.db.value(f"SELECT id FROM app_user WHERE login = '{login}'"))


def case(client, **fields):
    reply = client.post("collaborations", {"kind": "opi", "unit_id": client.get("me").json["unit_id"], "title": "Post om æbler", **fields})
    assert reply.status == 201, reply
    return reply.json


def comment(client, one, body, *logins, ctx):
    reply = client.post(f"collaborations/{one['id']}/comments", {"body": body, "mentions": [{"user_id": person(ctx, x)} for x in logins]})
    assert reply.status == 201, reply
    return reply


def parsed(message):
    return email.message_from_bytes(message["message"].encode("latin1"), policy=email.policy.default)


def well_formed(ctx, message):
    """What RFC 5322 and 2045 want of the bytes, looked at without a library."""
    raw = message["message"]
    head, body = raw.split("\r\n\r\n", 1)
    ctx.case("CRLF alone", "\n" not in raw.replace("\r\n", "") and "\r" not in raw.replace("\r\n", ""))
    ctx.case("short lines of ASCII", all(len(x) <= 78 and x.isascii() for x in raw.split("\r\n")), [x for x in raw.split("\r\n") if len(x) > 78])
    names = [x.split(":")[0] for x in head.split("\r\n") if not x.startswith(" ")]
    ctx.case("one of each header", len(set(names)) == len(names) and {"Date", "From", "To", "Subject", "Message-ID", "MIME-Version"} <= set(names), names)
    ctx.case("no blank at the end of a line", not re.search(r"[ \t]\r\n", body), body)


def test_setting(ctx):
    """Once a day unless chosen otherwise; another word is refused."""
    c = ctx.client("jurist", PASSWORD)
    assert c.get("me/mail").json["mail"] == "daily" and c.get("me/mail").json["active"] is False
    reply = c.patch("me/mail", {"mail": "hourly"})
    assert reply.status == 422 and list(reply.faults) == ["mail"], reply
    assert c.patch("me/mail", {"mail": "none"}).json["mail"] == "none" and c.get("me/mail").json["mail"] == "none"


def test_at_once(ctx):
    """A mention is mailed with its words; headers, encoding and address are right; not a second time."""
    if not installed(ctx):
        return
    fresh(ctx, "oekonom", "ole@region.example", "now")
    c = ctx.client("klinik", PASSWORD)
    one = case(c, visibility="internal")
    comment(c, one, "Kan du se på det, Ole?\nDet er = 100 % vigtigt – " + "blåbærgrød " * 12, "oekonom", ctx=ctx)
    with Post(ctx) as post:
        post.work()
        post.work()
        got = post.got("ole@region.example")
        assert len(got) == 1 and got[0]["from"] == FROM, got
    well_formed(ctx, got[0])
    m = parsed(got[0])
    text = m.get_content()
    assert m["Subject"] == f"Samspil: Du er nævnt – {one['number']}", m["Subject"]
    assert m["To"].addresses[0].addr_spec == "ole@region.example" and m["To"].addresses[0].display_name.startswith("Ole"), m["To"]
    assert m["From"].addresses[0].addr_spec == FROM and re.fullmatch(r"<mail\.\d+\.\d+@region\.example>", m["Message-ID"]), m["Message-ID"]
    assert m["List-Unsubscribe"] == "<https://samspil.example/indbakke/mail>" and m["Auto-Submitted"] == "auto-generated"
    assert abs((m["Date"].datetime - datetime.datetime.now(datetime.timezone.utc)).total_seconds()) < 120, m["Date"]
    assert "Du er nævnt: Kan du se på det, Ole? Det er = 100 % vigtigt – blåbærgrød" in text and "Post om æbler" in text, text
    assert f"https://samspil.example/samarbejder/{one['id']}" in text and "https://samspil.example/indbakke/mail" in text, text
    assert "Det skal du nå" not in text, "deadlines stand in the mail of a day"


def test_daily(ctx):
    """One mail a day with all notes and what is to be done within a week, in the reader's language; nothing before the hour."""
    if not installed(ctx):
        return
    c, other = ctx.client("klinik", PASSWORD), fresh(ctx, "oekonom", "ole@region.example", "daily")
    ctx.db.sql("UPDATE app_user SET locale = 'en' WHERE login = 'oekonom'; DELETE FROM mail WHERE daily AND done_at IS NOT NULL")
    one = case(c)
    for n, day in enumerate((TODAY + datetime.timedelta(3), TODAY + datetime.timedelta(40))):
        c.post(f"collaborations/{one['id']}/tasks", {"title": f"Regn efter {n}", "owner_id": person(ctx, "oekonom"), "due_date": str(day)})
    with Post(ctx) as post:
        post.work(SAMSPIL_DIGEST_HOUR="24")
        assert post.got("ole@region.example") == [], "before the hour"
        post.work()
        comment(c, one, "Mere", "oekonom", ctx=ctx)
        post.work()
        got = post.got("ole@region.example")
    assert len(got) == 1, got
    well_formed(ctx, got[0])
    m, text = parsed(got[0]), parsed(got[0]).get_content()
    assert m["Subject"] == "Samspil: 2 new notes" and "Hello Ole" in text and "New task: Regn efter 1" in text, text
    week = text[text.index("within a week"):]
    assert f"* {TODAY + datetime.timedelta(3)} Task: Regn efter 0" in week or f"* {TODAY + datetime.timedelta(3)}: Task: Regn efter 0" in week, week
    assert "Regn efter 1" not in week, week
    ctx.db.sql("UPDATE app_user SET locale = 'da' WHERE login = 'oekonom'")
    assert other.get("notifications", unread="true").json["total"] >= 3, "mail does not read the inbox"


def test_what_is_not_told(ctx):
    """None for who wants none; nothing of what is read, taken off, or seen no more at the time of sending; a restricted case by number alone."""
    if not installed(ctx):
        return
    c = ctx.client("klinik", PASSWORD)
    other = fresh(ctx, "oekonom", "ole@region.example", "now")
    fresh(ctx, "controller", "c@region.example", "none")
    gone, hidden, read = case(c, title="Slettet sag"), case(c, title="Lukket sag"), case(c, title="Læst sag")
    made = comment(c, gone, "Skrevet i vrede", "oekonom", "controller", ctx=ctx)
    assert c.delete(f"collaborations/{gone['id']}/comments/{made.json['id']}", made.etag).status == 204
    comment(c, hidden, "Hemmelig plan", "oekonom", ctx=ctx)
    assert c.patch(f"collaborations/{hidden['id']}", {"visibility": "restricted"}, c.get(f"collaborations/{hidden['id']}").etag).status == 200
    comment(c, read, "Allerede set", "oekonom", ctx=ctx)
    note = [n for n in other.get("notifications", collaboration_id=read["id"]).json["items"]][0]
    assert other.post("notifications/read", {"notifications": [{"id": note["id"]}]}).json == {"read": 1}
    with Post(ctx) as post:
        post.work()
        assert post.got() == [], "nothing is left to tell"
        assert ctx.db.value("SELECT count(*) FROM notification WHERE mailed_at IS NULL") == 0
        secret = case(c, title="Fusion med Acme", visibility="restricted")
        ctx.db.sql(f"INSERT INTO collaboration_member (collaboration_id, user_id) VALUES ({secret['id']}, {person(ctx, 'oekonom')})")
        comment(c, secret, "Prisen er 12 mio.", "oekonom", ctx=ctx)
        post.work()
        got = post.got("ole@region.example")
    assert len(got) == 1, got
    text = parsed(got[0]).get_content()
    assert secret["number"] in text and "Acme" not in text and "12 mio" not in text, text


def test_server_down(ctx):
    """A server that is down, refuses or dies: nothing lost, nothing else held up, the same Message-ID when it comes twice."""
    if not installed(ctx):
        return
    c = ctx.client("klinik", PASSWORD)
    fresh(ctx, "oekonom", "lost@region.example", "now")
    one, due = case(c), "UPDATE outbox SET due_at = now() WHERE topic = 'mail.send' AND done_at IS NULL"
    comment(c, one, "Kom igen", "oekonom", ctx=ctx)
    dead = Post(ctx)
    dead.work()
    row = ctx.db.rows("SELECT o.attempts, o.error, o.due_at > now() AS later, o.failed_at, m.done_at FROM outbox o JOIN mail m ON m.id = o.entity_id "
                      "WHERE o.topic = 'mail.send' AND o.done_at IS NULL")
    assert len(row) == 1 and row[0]["attempts"] == 1 and row[0]["error"] == "busy" and row[0]["later"] and not row[0]["done_at"], row
    with Post(ctx, port=dead.port) as post:
        post.work()
        assert post.got() == [], "not before it is due"
        for _ in range(2):  # the first is taken, but the answer is lost
            ctx.db.sql(due)
            post.work()
        ctx.db.sql(due)
        post.work()
        got = post.got("lost@region.example")
        assert len(got) == 2 and len({parsed(m)["Message-ID"] for m in got}) == 1 and len({parsed(m)["Date"] for m in got}) == 1, got
        assert ctx.db.value("SELECT outcome FROM mail ORDER BY id DESC LIMIT 1") == "sent"
        fresh(ctx, "oekonom", "gone@region.example", "now")
        comment(c, one, "Findes ikke", "oekonom", ctx=ctx)
        post.work()
        assert ctx.db.value("SELECT outcome FROM mail ORDER BY id DESC LIMIT 1") == "refused"
        fresh(ctx, "oekonom", "later@region.example", "now")
        comment(c, one, "Prøv igen", "oekonom", ctx=ctx)
        post.work()
        assert ctx.db.value("SELECT tries > attempts AND failed_at IS NULL AND done_at IS NULL FROM outbox WHERE topic = 'mail.send' ORDER BY id DESC LIMIT 1")
        ctx.db.sql("UPDATE app_user SET email = 'ole@region.example' WHERE login = 'oekonom';" + due)
        post.work()
        assert len(post.got("ole@region.example")) == 1


def test_hanging_server(ctx):
    """A server that takes the connection and says nothing: other work goes on beside it, and `work` ends in time."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)
        post = Post(ctx, port=silent.getsockname()[1])
        c = ctx.client("klinik", PASSWORD)
        fresh(ctx, "oekonom", "ole@region.example", "now")
        comment(c, case(c), "Svarer den?", "oekonom", ctx=ctx)
        worker = ctx.new_server("work", env=post.env)
        silent.settimeout(20)
        caught, _ = silent.accept()
        ctx.db.sql("INSERT INTO outbox (topic, entity_id) VALUES ('estimates.yearly', 0)")
        job = ctx.db.value("SELECT max(id) FROM outbox WHERE topic = 'estimates.yearly'")
        wait(lambda: ctx.db.value(f"SELECT done_at IS NOT NULL FROM outbox WHERE id = {job}"))
        began = time.monotonic()
        assert worker.stop() == 0 and time.monotonic() - began < 10
        caught.close()
    assert ctx.db.value("SELECT count(*) FROM outbox WHERE topic = 'mail.send' AND done_at IS NULL AND failed_at IS NULL") == 1
    ctx.db.sql("DELETE FROM outbox WHERE topic = 'mail.send' AND done_at IS NULL")


def test_log_in(ctx):
    """With a user and a password; a wrong one loses nothing; no TLS where it is wanted sends nothing."""
    if not installed(ctx):
        return
    c = ctx.client("klinik", PASSWORD)
    fresh(ctx, "oekonom", "ole@region.example", "now")
    comment(c, case(c), "Med kodeord", "oekonom", ctx=ctx)
    secret = os.path.join(ctx.out, "smtp-password")
    with open(secret, "w", encoding="utf-8") as f:
        f.write("kode ord\n")
    due = "UPDATE outbox SET due_at = now() WHERE topic = 'mail.send' AND done_at IS NULL"
    with Post(ctx, "samspil:kode ord") as post:
        for env in ({"SAMSPIL_SMTP_USER": "samspil", "SAMSPIL_SMTP_PASSWORD": "forkert"},
                    {"SAMSPIL_SMTP_USER": "samspil", "SAMSPIL_SMTP_PASSWORD_FILE": secret, "SAMSPIL_SMTP_TLS": "1"}):
            post.work(**env)
            assert post.got() == [], env
            ctx.db.sql(due)
        done = post.work(SAMSPIL_SMTP_USER="samspil", SAMSPIL_SMTP_PASSWORD_FILE=secret)
        assert len(post.got()) == 1 and post.got()[0]["user"] == "samspil", done.stderr
        assert "kode ord" not in done.stderr
    for env in ({"SAMSPIL_SMTP_URL": "http://127.0.0.1"}, {"SAMSPIL_SMTP_FROM": "samspil"}):
        bad = ctx.samspil("work", "--once", env={**post.env, **env}, check=False)
        ctx.case(f"{env}: refused", bad.returncode == 2 and next(iter(env)) in bad.stderr, bad)


def reminders(ctx, case_id):
    return [(n["login"], n["kind"], n["words"]) for n in ctx.db.rows(
        "SELECT u.login, n.kind, n.words FROM notification n JOIN app_user u ON u.id = n.user_id "
        f"WHERE n.collaboration_id = {case_id} AND n.kind IN ('deadline', 'overdue') ORDER BY n.id")]


def remind(ctx):
    ctx.db.sql("SET samspil.access = 'staff sees_all writes_all audits'; SELECT remind()")


def test_reminders(ctx):
    """90, 30 and 0 days before and once after, to those who must act; each once; not of what was near when it was set."""
    c = ctx.client("klinik", PASSWORD)
    me = person(ctx, "klinik")
    remind(ctx)
    one = case(c, owner_id=me)
    at = f"collaborations/{one['id']}"
    day = TODAY + datetime.timedelta(95)
    task = c.post(f"{at}/tasks", {"title": "Evaluér", "owner_id": person(ctx, "oekonom"), "due_date": str(day)}).json
    own = c.post(f"{at}/tasks", {"title": "Ejerens", "due_date": str(day)}).json
    c.post(f"{at}/tasks", {"title": "Snart", "due_date": str(TODAY + datetime.timedelta(20))})
    mile = c.post(f"{at}/milestones", {"title": "Prototype", "due_date": str(day)}).json
    ctx.db.sql(f"INSERT INTO deadline (collaboration_id, kind, title, due_date, role, source_table, source_id) VALUES ({one['id']}, 'checklist', 'Rollens', '{day}', 'lawyer', 'test', 1)")
    lawyers = {r["login"] for r in ctx.db.rows("SELECT DISTINCT u.login FROM role_grant r JOIN app_user u ON u.id = r.user_id, units_below(r.unit_id) b "
                                               f"WHERE r.role = 'lawyer' AND b = {one['unit_id']}")}
    assert lawyers, "the demo has a lawyer"
    remind(ctx)
    assert reminders(ctx, one["id"]) == [], "95 days are far"
    seen = 0
    for days, kind in ((10, "deadline"), (60, "deadline"), (25, "deadline"), (1, "overdue")):  # the days pass: all dates go back
        ctx.db.sql("SET session_replication_role = replica;"
                   f"UPDATE deadline SET due_date = due_date - {days}, set_on = set_on - {days} WHERE collaboration_id = {one['id']};"
                   f"UPDATE milestone SET due_date = due_date - {days}, created_at = created_at - interval '{days} days' WHERE collaboration_id = {one['id']};"
                   f"UPDATE milestone_reminder SET due_date = due_date - {days}")
        day -= datetime.timedelta(days)
        for _ in range(2):
            remind(ctx)
        new = [n for n in reminders(ctx, one["id"])[seen:] if not n[2].startswith(("Snart", "Videre fra"))]  # the stage has a day too
        seen = len(reminders(ctx, one["id"]))
        words = day.strftime(" (%d.%m.%Y)")
        want = {("oekonom", kind, "Evaluér" + words), ("klinik", kind, "Ejerens" + words), ("klinik", kind, "Prototype" + words)} | {(x, kind, "Rollens" + words) for x in lawyers}
        ctx.case(f"{kind} on {day}", set(new) == want and len(new) == len(want), (new, want))
    near = [n for n in reminders(ctx, one["id"]) if "Snart" in n[2]]
    ctx.case("what was 20 days away when it was set: once, when it has passed", [n[1] for n in near] == ["overdue"], near)
    for part, row, days in (("milestones", mile, 200), ("tasks", own, 80)):
        now = next(x for x in c.get(f"{at}/{part}").json["items"] if x["id"] == row["id"])
        assert c.patch(f"{at}/{part}/{row['id']}", {"due_date": str(TODAY + datetime.timedelta(days))}, f'"{now["version"]}"').status == 200
    remind(ctx)
    assert len(reminders(ctx, one["id"])) == seen, "a day that is moved begins anew, and is near by choice"


def test_work_of_a_day(ctx):
    """The work process reminds once a day, and closes the deadline of a clock that has ended as deemed."""
    c = ctx.client("klinik", PASSWORD)
    one = case(c, owner_id=person(ctx, "klinik"))
    made = ctx.client("jurist", PASSWORD).post(f"collaborations/{one['id']}/timers", {"kind": "ministry_approval", "title": "Ministeren", "started_on": str(TODAY - datetime.timedelta(2))})
    assert made.status == 201, made
    source = f"source_table = 'legal_timer' AND source_id = {made.json['id']}"
    ctx.db.sql(f"SET session_replication_role = replica; UPDATE legal_timer SET due_date = '{TODAY}' WHERE id = {made.json['id']}; UPDATE deadline SET due_date = '{TODAY}' WHERE {source}")
    assert ctx.db.value(f"SELECT done_at IS NULL FROM deadline WHERE {source}")
    ctx.db.sql("UPDATE work_day SET day = '2000-01-01'")
    worker = ctx.new_server("work")
    wait(lambda: ctx.db.value(f"SELECT done_at IS NOT NULL FROM deadline WHERE {source}"))
    assert ctx.db.value("SELECT day = current_date FROM work_day") and worker.stop() == 0
    assert reminders(ctx, one["id"]) == [], "what is deemed approved is nothing to be reminded of"
    assert ctx.client("jurist", PASSWORD).patch(f"collaborations/{one['id']}/timers/{made.json['id']}", {"note": "Set"}, made.etag).status == 200
    assert ctx.db.value(f"SELECT done_at IS NOT NULL FROM deadline WHERE {source}"), "it stays closed when the clock is written to"


# ---- calendars ----

def fetch(ctx, url, **headers):
    return ctx.client().request("GET", "/" + url.split("/", 3)[3], headers=headers)


def unfolded(ctx, text):
    """Content lines by RFC 5545: a parser of our own, which takes nothing that is not allowed."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert max(len(x.encode()) for x in text.split("\r\n")) <= 75
    out, stack = [], []
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, value = re.fullmatch(r"([A-Z-]+(?:;[A-Z]+=[A-Z]+)*):([^\x00-\x1f\x7f]*)", line).groups()
        if name == "BEGIN":
            stack.append(value)
        elif name == "END":
            assert stack.pop() == value
        out.append((name, value))
        if name in ("SUMMARY", "DESCRIPTION"):
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value) and re.fullmatch(r"(?:[^\\]|\\[\\;,nN])*", value), value
    assert not stack
    return out


def test_calendar(ctx):
    """The address is shown once and kept as a hash; what it gives is a calendar of that person's duties."""
    c = ctx.client("klinik", PASSWORD)
    assert c.get("me/calendar").json == {"active": False, "created_at": None, "fetched_at": None}
    first, url = c.post("me/calendar").json["url"], c.post("me/calendar").json["url"]
    assert first != url and fetch(ctx, first).status == 404, "the address before has stopped"
    secret = re.search(r"/calendar/([0-9a-f]{40})\.ics$", url).group(1)
    assert secret not in ctx.db.value("SELECT string_agg(f::text || encode(f.secret_hash, 'hex'), ' ') FROM calendar_feed f")
    one, hidden = case(c, owner_id=person(ctx, "klinik"), title="Æbler, pærer; og\\bananer"), case(c, owner_id=person(ctx, "klinik"), title="Hemmelig fusion", visibility="restricted")
    long = "Ring; til Ole, \\ i dag – " + "rødgrød med fløde " * 6 + "slut"
    day = TODAY + datetime.timedelta(9)
    for x in (one, hidden):
        assert c.post(f"collaborations/{x['id']}/tasks", {"title": long, "due_date": str(day)}).status == 201
    reply = fetch(ctx, url)
    assert reply.status == 200 and reply.headers["Content-Type"].startswith("text/calendar") and reply.headers["Cache-Control"] == "no-store", reply
    text = reply.body.decode()
    lines = unfolded(ctx, text)
    assert lines[0] == ("BEGIN", "VCALENDAR") and ("VERSION", "2.0") in lines and "fusion" not in text and hidden["number"] in text
    uids = [v for n, v in lines if n == "UID"]
    assert len(uids) == len(set(uids)) >= 2 and uids == [v for n, v in unfolded(ctx, fetch(ctx, url).body.decode()) if n == "UID"]
    assert c.get("me/calendar").json["active"] and c.get("me/calendar").json["fetched_at"]
    if installed(ctx):
        done = subprocess.run(["node", "lib/ical.mjs"], input=reply.body, capture_output=True, timeout=30, check=True, cwd=os.path.join(ctx.root, "tests/browser"))
        events = {e["url"]: e for e in json.loads(done.stdout) if e["start"] == str(day)}
        mine = next(e for u, e in events.items() if u.endswith(f"/samarbejder/{one['id']}"))
        assert mine["summary"] == f"Opgave: {long}" and mine["description"] == f"{one['number']} Æbler, pærer; og\\bananer", mine
        assert mine["all_day"] and mine["end"] == str(day + datetime.timedelta(1)) and mine["alarm"] == "-PT15H", mine
        assert next(e for u, e in events.items() if u.endswith(f"/samarbejder/{hidden['id']}"))["summary"] == f"Opgave: {hidden['number']}"
    assert c.delete("me/calendar").status == 204 and fetch(ctx, url).status == 404 and not c.get("me/calendar").json["active"]


def test_calendar_misuse(ctx):
    """Unknown secrets, too many fetches, somebody whose account is closed."""
    c = ctx.client("leder", PASSWORD)
    url = c.post("me/calendar").json["url"]
    for bad in ("0" * 40, "x", "'%20OR%201=1", "%00", "a" * 500, url.rsplit("/", 1)[1][:-5]):
        ctx.case(f"{bad[:20]}: 404", ctx.client().request("GET", f"/calendar/{bad}.ics").status in (400, 404))
    assert ctx.client().request("GET", url[url.index("/calendar"):-4]).status == 404
    assert fetch(ctx, url, Accept="application/json").status == 406 and fetch(ctx, url, Accept="text/calendar").status == 200
    assert ctx.client().request("POST", url[url.index("/calendar"):]).status == 405
    ctx.db.sql("UPDATE calendar_feed SET fetches = 60")
    late = fetch(ctx, url)
    assert late.status == 429 and late.headers["Retry-After"], late
    ctx.db.sql("UPDATE calendar_feed SET hour_from = now() - interval '61 minutes'")
    assert fetch(ctx, url).status == 200
    ctx.db.sql("UPDATE app_user SET disabled_at = now() WHERE login = 'leder'")
    assert fetch(ctx, url).status == 404
