# SPDX-License-Identifier: EUPL-1.2
"""Companies and units over HTTP: page figures, merge and undo, the register of companies (a service on 127.0.0.1 that
answers as the public CVR search), and the day on which two regions become one."""
import base64
import http.server
import json
import os
import threading

from harness.context import PASSWORD
from harness.estimates import user

DATABASE = "demo"
TIMEOUT = 180
CVR = "24256790"
STATE = {}


def made(reply, status=(200, 201)):
    assert reply.status in status, reply
    return reply.json


def firm(ctx, name, **more):
    return made(user(ctx, "indkoeb").post("organisations", {"name": name, **more}))["id"]


def unit(ctx, code):
    return ctx.db.value(f"SELECT id FROM unit WHERE code = '{code}'")


def case(ctx, title, kind="opi", login="indkoeb", **more):
    return made(user(ctx, login).post("collaborations", {"kind": kind, "title": title, "unit_id": unit(ctx, "demo-akut"), **more}))["id"]


# ---- companies ----

def test_company_page(ctx):
    """Roles, contacts, money, bids and aid of a firm, over the cases that one sees."""
    c, org = user(ctx, "indkoeb"), firm(ctx, "Side A/S", group_name="Sidekoncernen")
    firm(ctx, "Søster ApS", group_name="Sidekoncernen")
    opi, buy = case(ctx, "Innovation med Side"), case(ctx, "Rammeaftale med Side", "strategic_procurement", value_ceiling_oere=10_000_000_00)
    hidden = case(ctx, "Hemmelig med Side", visibility="restricted")
    for i, role in ((opi, "partner"), (buy, "supplier"), (hidden, "partner")):
        made(c.post(f"collaborations/{i}/parties", {"organisation_id": org, "role": role, "contribution_oere": 500_00, "contact_name": "Signe Side"}))
    made(c.post(f"collaborations/{opi}/funding", {"source": c.get("meta").json["codes"]["funding_source"][0]["code"],
                                                  "organisation_id": org, "amount_oere": 700_00}))
    made(c.post(f"collaborations/{buy}/call-offs", {"title": "Første køb", "organisation_id": org, "amount_oere": 900_00, "ordered_on": "2026-01-05"}))
    made(c.post(f"collaborations/{buy}/bidders", {"organisation_id": org, "invited": True, "awarded": True, "offer_oere": 12_00}))
    made(user(ctx, "jurist").post(f"collaborations/{opi}/state-aid", {"organisation_id": org, "granted_on": ctx.db.value("SELECT current_date::text"), "amount_eur_cents": 5000}))
    s = made(c.get(f"organisations/{org}/summary"))
    ctx.case("money", (s["contribution_oere"], s["funding_oere"], s["call_off_oere"], s["external_oere"]) == (1500_00, 700_00, 900_00, 0), s)
    ctx.case("bids and aid", (s["bids"], s["bids_won"], s["aid"]["sum_eur_cents"], s["aid"]["status"]) == (1, 1, 5000, "green"), s)
    ctx.case("group and contacts", [g["name"] for g in s["group"]] == ["Søster ApS"] and [(k["name"], k["collaborations"]) for k in s["contacts"]] == [("Signe Side", 3)], s)
    rows = made(c.get(f"organisations/{org}/collaborations"))
    ctx.case("every role", sorted(r["role"] for r in rows["items"]) == ["partner", "partner", "supplier", "tenderer"], rows)
    ctx.case("what it bid on", [r["awarded"] for r in made(c.get(f"organisations/{org}/collaborations", bids="true"))["items"]] == [True])
    ctx.case("by role", made(c.get(f"organisations/{org}/collaborations", role="supplier"))["total"] == 1)
    pages, cursor = [], {}
    while cursor is not None:
        page = made(c.get(f"organisations/{org}/collaborations", limit=1, sort="contribution", **cursor))
        pages += [r["id"] for r in page["items"]]
        cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else None
    ctx.case("page by page", len(pages) == len(set(pages)) == 4, pages)
    other = ctx.user("udenfor", "clinic_lead", "hospital-bornholm")
    s = made(other.get(f"organisations/{org}/summary"))
    ctx.case("without the restricted case", (s["collaboration_count"], s["contribution_oere"]) == (2, 1000_00), s)
    ctx.case("nor in the list", hidden not in [r["collaboration_id"] for r in made(other.get(f"organisations/{org}/collaborations"))["items"]])
    ctx.case("nobody", c.get("organisations/99999999/summary").status == 404)


def test_merge(ctx):
    """Preview says what the merge then does; undone, all is as before; rights, wrong input, what is open elsewhere."""
    c = user(ctx, "indkoeb")
    kept, other = firm(ctx, "Fletning A/S", cvr="10150817"), firm(ctx, "Flettning", city="Vejle")
    one, both = case(ctx, "Kun den anden"), case(ctx, "Begge to")
    secret = case(ctx, "Lukket sag med den anden", visibility="restricted", login="leder")
    for i, org, login in ((one, other, "indkoeb"), (both, other, "indkoeb"), (both, kept, "indkoeb"), (secret, other, "leder")):
        made(user(ctx, login).post(f"collaborations/{i}/parties", {"organisation_id": org, "role": "partner"}))
    seen = made(c.get(f"organisations/{kept}/merge-preview", other_id=other))
    ctx.case("preview", seen["possible"] and not seen["numbers_differ"] and {m["entity"]: (m["rows"], m["clashes"]) for m in seen["moves"]} == {"participation": (3, 1)}, seen)
    ctx.case("the clash", [k["collaboration_id"] for k in seen["clashes"]] == [both], seen)
    ctx.case("what differs, what is taken over", [d["field"] for d in seen["differences"]] == ["name"] and [d["field"] for d in seen["fills"]] == ["city"], seen)
    clinic = user(ctx, "klinik").post(f"organisations/{kept}/merges", {"other_id": other})
    ctx.case("the clinic may not", clinic.status == 403, clinic)
    done = made(c.post(f"organisations/{kept}/merges", {"other_id": other, "note": "Stavefejl"}))
    ctx.case("merged", done["can_undo"] and done["merged_id"] == other, done)
    ctx.case("not in the list", other not in [o["id"] for o in made(c.get("organisations", q="Flettning"))["items"]] and made(c.get("organisations", q="Flettning"))["items"][0]["id"] == kept)
    gone = made(c.get(f"organisations/{other}"))
    ctx.case("the old page tells", (gone["merged_into_id"], gone["merged_into_name"], gone["collaboration_count"]) == (kept, "Fletning A/S", 0), gone)
    ctx.case("three cases, once each", made(c.get(f"organisations/{kept}"))["collaboration_count"] == 3 and made(c.get("collaborations", organisation_id=kept))["total"] >= 2)
    late = made(c.post(f"collaborations/{case(ctx, 'Åben formular')}/parties", {"organisation_id": other, "role": "partner"}))
    ctx.case("a form that was open gets the one that stays", late["organisation_id"] == kept, late)
    again = c.post(f"organisations/{kept}/merges", {"other_id": other})
    ctx.case("not twice", again.status == 422 and again.faults == {"other_id": "blocked"}, again)
    undone = made(c.post(f"organisations/merges/{done['id']}/undo"))
    ctx.case("undone", undone["undone_at"] and not undone["can_undo"], undone)
    ctx.case("as before", made(c.get(f"organisations/{other}"))["collaboration_count"] == 3 and made(c.get(f"organisations/{other}"))["city"] == "Vejle" and made(c.get(f"organisations/{kept}"))["city"] is None)
    ctx.case("not undone twice", c.post(f"organisations/merges/{done['id']}/undo").status == 409)
    ctx.case("no such merge, no such organisation", c.post("organisations/merges/999999/undo").status == 404 and c.post("organisations/999999/merges", {"other_id": kept}).status == 404)
    reply = c.post(f"organisations/{kept}/merges", {"other_id": 999999})
    ctx.case("no such other", reply.status == 422 and reply.faults == {"other_id": "unknown_reference"}, reply)
    # moved on since: it cannot be undone, and says why
    done = made(c.post(f"organisations/{kept}/merges", {"other_id": other}))
    row = next(p for p in made(c.get(f"collaborations/{one}/parties"))["items"] if p["organisation_id"] == kept)
    third = firm(ctx, "Tredje part ApS")
    made(c.patch(f"collaborations/{one}/parties/{row['id']}", {"organisation_id": third}, f'"{row["version"]}"'))
    reply = c.post(f"organisations/merges/{done['id']}/undo")
    ctx.case("moved since", reply.status == 409 and "flyttet" in reply.json["detail"], reply)
    listed = made(c.get(f"organisations/{kept}/merges"))["items"]
    ctx.case("and the list says so before", [m["can_undo"] for m in listed] == [False, False] and "flyttet" in listed[0]["obstacle_da"], listed)
    who = ctx.db.value(f"SELECT count(*) FROM audit_event WHERE entity = 'participation' AND action = 'update' AND collaboration_id = {one}")
    ctx.case("in the history of the case", who >= 3, who)


def test_merge_against_a_writer(ctx):
    """While one merges, another adds the one that is given up: whoever is first, nothing is left pointing at it."""
    c = user(ctx, "indkoeb")
    cases = [case(ctx, f"Samtidig {n}") for n in range(12)]
    for round_no in range(3):
        kept, other = firm(ctx, f"Væddeløb {round_no} A/S"), firm(ctx, f"Vaeddeloeb {round_no}")
        replies = []
        threads = [threading.Thread(target=lambda i=i, o=other: replies.append(ctx.client(token=c.token).post(f"collaborations/{i}/parties", {"organisation_id": o}).status)) for i in cases]
        for t in threads:
            t.start()
        merged = c.post(f"organisations/{kept}/merges", {"other_id": other})
        for t in threads:
            t.join()
        left = ctx.db.value(f"SELECT count(*) FROM participation WHERE organisation_id = {other}")
        ctx.case(f"round {round_no}", merged.status == 201 and left == 0 and set(replies) == {201}, (merged, left, replies))


# ---- the register of companies ----

class Register(http.server.BaseHTTPRequestHandler):
    """Answers as the public CVR search; the number asked for says how."""

    def answer(self, number):
        STATE["asked"] = {"number": number, "path": self.path, "authorization": self.headers.get("Authorization"), "method": self.command}
        company = {"cvrNummer": int(CVR), "virksomhedMetadata": {"nyesteNavn": {"navn": "Opslag A/S"}, "nyesteBeliggenhedsadresse": {
            "vejnavn": "Registervej", "husnummerFra": 7, "postnummer": 2100, "postdistrikt": "København Ø"}}, "livsforloeb": [{"periode": {"gyldigFra": "2001-02-03", "gyldigTil": None}}]}
        how = {CVR: (200, json.dumps({"hits": {"hits": [{"_source": {"Vrvirksomhed": company}}]}})), "61126228": (200, '{"hits": {"hits": []}}'), "25052943": (302, ""),
               "10150817": (200, "x" * 2_000_000), "13585628": (500, "{}"), "35000003": (200, '{"vat": 35000003, "name": "Flad"}')}
        status, body = how.get(number, (404, "{}"))
        if STATE.get("hang"):
            STATE["hang"].wait(20)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body.encode())
        except OSError:
            pass

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(str(asked["query"]["term"]["Vrvirksomhed.cvrNummer"]))

    def do_GET(self):
        self.answer(self.path.rsplit("/", 1)[-1])

    def log_message(self, *_):
        pass


def register(ctx):
    if "register" not in STATE:
        STATE["register"] = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Register)
        STATE["register"].daemon_threads = True
        threading.Thread(target=STATE["register"].serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{STATE['register'].server_port}"


def asking(ctx, **env):
    """A client of a server that asks the register."""
    secret = os.path.join(ctx.world.scratch.name, "cvr-password")
    with open(secret, "w", encoding="ascii") as f:
        f.write("hemmeligt\n")
    os.chmod(secret, 0o644)
    server = ctx.new_server(env={"SAMSPIL_CVR_USER": "samspil", "SAMSPIL_CVR_PASSWORD_FILE": secret, **env})
    return ctx.client(token=user(ctx, "indkoeb").token, server=server)


def test_register(ctx):
    """Found, unknown, redirect, too much, broken, down, not set up: each an answer in a word, in its time."""
    c = asking(ctx, SAMSPIL_CVR_URL=register(ctx) + "/cvr-permanent/virksomhed/_search")
    found = made(c.get("companies", cvr=CVR))
    ctx.case("found", found == {"state": "found", "company": {"cvr": CVR, "name": "Opslag A/S", "address": "Registervej 7", "postcode": "2100", "city": "København Ø", "valid_from": "2001-02-03",
                                                              "valid_to": None}}, found)
    ctx.case("with name and password", STATE["asked"]["authorization"] == "Basic " + base64.b64encode(b"samspil:hemmeligt").decode() and STATE["asked"]["method"] == "POST", STATE["asked"])
    ctx.case("unknown", made(c.get("companies", cvr="61126228")) == {"state": "unknown", "company": None})
    for name, number in (("a redirect is not followed", "25052943"), ("too much", "10150817"), ("broken", "13585628")):
        reply = c.get("companies", cvr=number)
        ctx.case(name, reply.status == 200 and reply.json == {"state": "no_answer", "company": None}, reply)
    ctx.case("no redirect", STATE["asked"]["path"] != "/elsewhere")
    reply = c.get("companies", cvr="24256791")
    ctx.case("no CVR number", reply.status == 422 or reply.status == 400, reply)
    flat = asking(ctx, SAMSPIL_CVR_URL=register(ctx) + "/company/{cvr}")
    ctx.case("flat, by GET", made(flat.get("companies", cvr="35000003"))["company"]["name"] == "Flad" and STATE["asked"]["path"] == "/company/35000003", STATE["asked"])
    ctx.case("flat, unknown", made(flat.get("companies", cvr="29190623"))["state"] == "unknown")
    ctx.case("not set up", made(user(ctx, "indkoeb").get("companies", cvr=CVR))["state"] == "not_configured")
    ctx.case("nobody there", made(asking(ctx, SAMSPIL_CVR_URL="http://127.0.0.1:1/").get("companies", cvr=CVR))["state"] == "no_answer")
    for url in ("http://example.org/", "file:///etc/passwd", "ftp://127.0.0.1/", "http://127.0.0.1.example.org/", "gopher://127.0.0.1/"):
        ctx.case(f"never asked: {url}", made(asking(ctx, SAMSPIL_CVR_URL=url).get("companies", cvr=CVR))["state"] == "no_answer")
    ctx.case("without the right", user(ctx, "forum").get("companies", cvr=CVR).status == 403)


def test_register_that_hangs(ctx):
    """A service that does not answer holds neither a quick worker nor a transaction, and ends by itself."""
    c = asking(ctx, SAMSPIL_CVR_URL=register(ctx) + "/_search", SAMSPIL_WORKERS="1")
    other = ctx.client(token=c.token, server=c.server)
    STATE["hang"] = threading.Event()
    replies = []
    waiting = threading.Thread(target=lambda: replies.append(c.get("companies", cvr=CVR)))
    waiting.start()
    quick = [other.get("organisations").status for _ in range(20)]
    busy = ctx.db.value("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'")
    ctx.case("others are served meanwhile", set(quick) == {200} and waiting.is_alive() and busy == 0, (quick, waiting.is_alive(), busy))
    waiting.join(15)
    STATE.pop("hang").set()
    ctx.case("it ends", replies and replies[0].status == 200 and replies[0].json["state"] == "no_answer", replies)


# ---- the day on which two regions become one ----

def days_on(ctx, days):
    """The clock moves on: what begins or ends with a region does so that many days earlier (the tree knows no other dates)."""
    tables = [("unit", ("valid_from", "valid_to")), ("unit_successor", ("valid_from",)), ("unit_area", ("valid_from", "valid_to"))]
    for table, columns in tables if days > 0 else reversed(tables):  # a unit ends no later than another takes over
        ctx.db.sql(f"UPDATE {table} SET " + ", ".join(f"{c} = {c} - {days}" for c in columns))


def test_two_regions_become_one(ctx):
    """Before: nothing of the old regions under Region Østdanmark. On the day: all of it, in lists, filters, rights, portfolio and duties; the history stays."""
    east, old = unit(ctx, "region-oestdanmark"), [unit(ctx, "region-1084"), unit(ctx, "region-1085")]
    c = user(ctx, "admin")
    west = ctx.user("oest", "clinic_lead", "region-oestdanmark")
    lead = ctx.user("oestchef", "department_head", "region-oestdanmark")
    hidden = made(c.post("collaborations", {"kind": "opi", "title": "Begrænset i Øst", "unit_id": unit(ctx, "demo-akut"), "visibility": "restricted"}))["id"]
    total = lambda u, **more: made(c.get("collaborations", unit_id=u, **more))["total"]
    before = [total(u) for u in old]
    history = made(c.get(f"collaborations/{hidden}/history"))["items"]
    tag = lambda client: client.patch(f"collaborations/{hidden}", {"summary": "Rettet af Øst"}, c.get(f"collaborations/{hidden}").etag).status
    ctx.db.sql(f"SELECT deadline_set({hidden}, 'resume', 'collaboration', {hidden}, current_date + 3, 'Tag sagen op', NULL, 'department_head')")
    duties = lambda: [d["title"] for d in made(lead.get("duties"))["items"] if d["collaboration_id"] == hidden]
    value = lambda u: made(c.get("portfolio/value", unit_id=u))
    worth = [value(u) for u in (*old, east)]
    ctx.case("before: not in the list", min(before) > 0 and total(east) == 0, (before, total(east)))
    ctx.case("before: no rights", west.get(f"collaborations/{hidden}").status == 404 and tag(west) == 404)
    ctx.case("before: no duties", duties() == [])
    ctx.case("before: not in the portfolio", worth[2]["count"] == 0 < worth[0]["count"], worth[2])
    day = made(c.get(f"units/{east}"))["valid_from"]
    eve = ctx.db.value(f"SELECT ('{day}'::date - 1)::text")
    seen = lambda d: made(c.get(f"units/{east}/summary", as_of=d))
    ctx.case("asked of the day to come", seen(day)["total"] == sum(before) and {u["id"] for u in seen(day)["units"] if u["taken_over"]} == set(old), seen(day))
    ctx.case("asked of the eve", seen(eve)["total"] == 0 and not [u for u in seen(eve)["units"] if u["taken_over"]], seen(eve))
    away = ctx.db.value(f"SELECT '{day}'::date - current_date")
    days_on(ctx, away)
    try:
        ctx.case("on the day: the list", total(east) == sum(before), (total(east), before))
        ctx.case("with a filter", total(east, kind="opi") == sum(total(u, kind="opi") for u in old) > 0)
        ctx.case("the old ones still find theirs", [total(u) for u in old] == before)
        ctx.case("reads what is restricted", lead.get(f"collaborations/{hidden}").status == 200)
        ctx.case("changes it", tag(west) == 200)
        after = value(east)
        ctx.case("the portfolio is that of both", after["count"] == worth[0]["count"] + worth[1]["count"] and
                 all(after["npv_oere"][k] == worth[0]["npv_oere"][k] + worth[1]["npv_oere"][k] for k in after["npv_oere"]), (after["npv_oere"], worth[0]["npv_oere"]))
        ctx.case("the duties of its people", duties() == ["Tag sagen op"], duties())
        roles = {r["name"] for r in made(c.get(f"units/{east}/people", limit=200))["items"]}
        ctx.case("people of both", any("demo" in n for n in roles), roles)
        tree = made(c.get("units"))["items"]
        ctx.case("the tree of today", east in [u["id"] for u in tree] and not set(old) & {u["id"] for u in tree})
        hospitals = [u for u in tree if u["id"] == unit(ctx, "demo-hospital")]
        ctx.case("a hospital hangs below the new one", hospitals and hospitals[0]["parent_id"] == east, hospitals)
        yesterday = ctx.db.value("SELECT (current_date - 1)::text")
        tree = {u["id"] for u in made(c.get("units", as_of=yesterday))["items"]}
        ctx.case("as of the day before", set(old) <= tree and east not in tree)
        ctx.case("as of the day before: nothing taken over", seen(yesterday)["total"] == 0, seen(yesterday))
        ctx.case("the history stands", [h["seq"] for h in made(c.get(f"collaborations/{hidden}/history"))["items"]][-len(history):] == [h["seq"] for h in history])
        ctx.case("the case keeps its unit", made(c.get(f"collaborations/{hidden}"))["unit_id"] == unit(ctx, "demo-akut"))
    finally:
        days_on(ctx, -away)
    ctx.case("and back", total(east) == 0 and west.get(f"collaborations/{hidden}").status == 404)
