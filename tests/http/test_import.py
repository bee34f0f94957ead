# SPDX-License-Identifier: EUPL-1.2
"""Import of lists: detection, settings, dry run, every kind of bad row, apply, repetition, rights, saved mappings, real lists."""
import csv
import io
import json
import os
import select
import subprocess
import threading

from harness.schema import Checked, Description

DATABASE = "empty"
PASSWORD = "et langt kodeord til prøver"
WRONG = []  # replies that are not as /openapi.json says
STATE = {}
REAL = "../shared/data"
HOME = "region-1084"
TIMEOUT = 120


def user(ctx, login="indkoeb", role="procurement_officer", units=(HOME,)):
    """A logged-in client; the user is made on first use."""
    if login not in STATE:
        ctx.samspil("user", "add", login, "--name", "Prøve " + login, "--password", PASSWORD, "--unit", units[0])
        for unit in units:
            ctx.samspil("user", "grant", login, "--role", role, "--unit", unit)
        STATE.setdefault("description", Description(ctx.client()))
        STATE[login] = Checked(ctx.client(login, PASSWORD), STATE["description"], WRONG)
    return STATE[login]


def file(ctx, path):
    """A reply that is a file and not JSON."""
    if "file" not in STATE:
        STATE["file"] = ctx.client("indkoeb", PASSWORD)
    return STATE["file"].get(path)


def upload(who, data, filename="liste.csv", status=201, **query):
    reply = who.request("POST", "imports", data, {"Content-Type": "text/csv"}, {"filename": filename, **query})
    assert reply.status == status, reply
    return reply


def work(ctx):
    ctx.samspil("work", "--once")


def dry_run(ctx, who, number):
    reply = who.post(f"imports/{number}/dry-run")
    assert reply.status == 202 and reply.json["status"] == "planning", reply
    work(ctx)
    job = who.get(f"imports/{number}").json
    assert job["status"] == "planned", job
    return job


def apply(ctx, who, number):
    reply = who.post(f"imports/{number}/apply")
    assert reply.status == 202 and reply.json["status"] == "applying", reply
    work(ctx)
    job = who.get(f"imports/{number}").json
    assert job["status"] == "applied", job
    return job


def load(ctx, who, data, **query):
    """Upload, dry run and apply."""
    number = upload(who, data, **query).json["id"]
    dry_run(ctx, who, number)
    return apply(ctx, who, number)


def rows(who, number, fate=None):
    return who.all(f"imports/{number}/rows", **({"fate": fate} if fate else {}))


def counts(job):
    return {k: v for k, v in job["counts"].items() if v}


def table(*lines, encoding="utf-8", end="\r\n", delimiter=";"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(lines)
    return out.getvalue().encode(encoding)


HEAD = ["Titel", "Enhed", "Startdato", "Slutdato", "Sponsor: navn", "Sponsor: CVR-nummer", "Protokolnummer", "Beskrivelse", "Ekstern finansiering",
        "Partnere: navne", "Mærker", "Nøgle i kilden"]


def contract(title="Et forsøg med måleudstyr", unit="Region Hovedstaden", start="01-02-2026", end="31-12-2027", sponsor="Prøvefabrikken A/S", number="",
             protocol="", text="", money="", partners="", tags="", key=""):
    return [title, unit, start, end, sponsor, number, protocol, text, money, partners, tags, key]


def test_upload_shows_how_the_file_is_read(ctx):
    """Encoding, delimiter, numbers, dates and the header row below a title line are found; columns come with samples."""
    who = user(ctx)
    data = "Udtræk pr. 1. maj\r\n\r\n".encode("cp1252") + table(
        ["Titel", "Startdato", "Værdiloft", "Enhed"], ["Øjenmåling i hjemmet", "24.12.2025", "1.234.567,50", "Region Hovedstaden"],
        ["Ærlig måling", "02.01.2026", "31,5", "Region Sjælland"], encoding="cp1252")
    reply = upload(who, data, "ældre liste.csv")
    job = reply.json
    assert reply.headers["Location"] == f"/api/v1/imports/{job['id']}" and reply.etag == f'"{job["version"]}"'
    assert job["detected"] == {"encoding": "windows-1252", "delimiter": ";", "decimal": ",", "date_style": "dmy", "header_row": 3}, job
    assert job["settings"] == job["detected"] and job["filename"] == "ældre liste.csv" and job["size"] == len(data)
    assert [c["name"] for c in job["columns"]] == ["Titel", "Startdato", "Værdiloft", "Enhed"]
    assert job["columns"][0]["sample"] == ["Øjenmåling i hjemmet", "Ærlig måling"]
    assert [c["target"] for c in job["columns"]] == ["title", "start_date", "value_ceiling_oere", "unit_id"]
    assert job["kind"] is None and job["row_count"] == 2 and job["status"] == "uploaded"
    assert {t["name"] for t in job["targets"] if t["required"]} == {"title", "kind", "unit_id"}
    assert who.get("imports").json["items"][0]["id"] == job["id"]


def test_columns_are_recognised_by_usual_names(ctx):
    """What offices call things, each column once and each field once."""
    job = upload(user(ctx), table(["Sagsnr", "Projekttitel", "Afdeling", "Sponsor", "CVR", "Start", "Udløb", "Budget", "Beløb", "Uden mening"],
                                  ["1", "Navnet", "Region Hovedstaden", "Firmaet", "29190623", "1.1.2026", "2.1.2026", "1", "2", "3"])).json
    assert [c["target"] for c in job["columns"]] == ["external_id", "title", "unit_id", "sponsor_name", "sponsor_cvr", "start_date", "end_date",
                                                     "value_ceiling_oere", None, None], job["columns"]


def test_samples_show_no_civil_registration_number(ctx):
    """A column of them is seen to be one, without its values."""
    job = upload(user(ctx), table(["Titel", "CPR"], ["Et forsøg", "070761-4285"])).json
    assert job["columns"][1]["sample"] == ["******-****"] and "4285" not in ctx.db.sql("SELECT sample FROM import_column")


def test_settings_can_be_overridden(ctx):
    """PATCH needs the version, changes settings, kind, columns and constants, and reads the columns again."""
    who = user(ctx)
    job = upload(who, table(["Titel", "Start"], ["En, to og tre", "03/04/2026"], ["Fire, fem", "05/06/2026"])).json
    path = f"imports/{job['id']}"
    assert who.patch(path, {"kind": "opi"}).status == 428
    reply = who.patch(path, {"settings": {"delimiter": ","}}, f'"{job["version"]}"')
    assert reply.status == 200 and [c["name"] for c in reply.json["columns"]] == ["Titel;Start"], reply
    stale = who.patch(path, {"settings": {"delimiter": ";"}}, f'"{job["version"]}"')
    assert stale.status == 412 and stale.json["current"]["settings"]["delimiter"] == ",", stale
    reply = who.patch(path, {"settings": {"delimiter": ";", "date_style": "mdy"}, "kind": "opi", "constants": [{"target": "unit_id", "value": HOME}],
                             "columns": [{"no": 1, "target": "title"}, {"no": 2, "target": "start_date", "options": {"key": True}}]}, reply.etag)
    job = reply.json
    assert reply.status == 200 and job["kind"] == "opi" and job["settings"]["date_style"] == "mdy" and job["detected"]["date_style"] == "dmy", reply
    assert job["columns"][1] == {"no": 2, "name": "Start", "sample": ["03/04/2026", "05/06/2026"], "target": "start_date", "options": {"key": True}}
    assert {t["name"] for t in job["targets"] if t["required"]} == {"title"}, "a constant fills what is required"
    bad = who.patch(path, {"settings": {"encoding": "ebcdic", "delimiter": "x"}, "kind": "circus", "columns": [{"no": 0}]}, reply.etag)
    assert bad.status == 422 and set(bad.faults) == {"settings.encoding", "settings.delimiter", "kind", "columns[0].no"}, bad
    bad = who.patch(path, {"columns": [{"no": 9, "target": "title"}, {"no": 1, "target": "shoe_size"}]}, reply.etag)
    assert bad.status == 422 and set(bad.faults) == {"columns[0].no", "columns[1].target"}, bad
    apply(ctx, who, dry_run(ctx, who, job["id"])["id"])
    assert ctx.db.value("SELECT start_date::text FROM collaboration WHERE title = 'En, to og tre'") == "2026-03-04"
    assert who.patch(path, {"kind": "opi"}, who.get(path).etag).status == 409


def test_unreadable_files(ctx):
    """Empty, a spreadsheet, UTF-16, an unknown mapping, one that does not fit: refused with the reason, nothing kept."""
    who = user(ctx)
    before = ctx.db.value("SELECT count(*) FROM import")
    assert upload(who, b"", status=422).faults == {"file": "required"}
    assert "CSV" in upload(who, b"PK\x03\x04abcdefgh", "liste.xlsx", status=415).json["detail"]
    assert "UTF-16" in upload(who, "Titel;Enhed\r\n".encode("utf-16"), status=415).json["detail"]
    assert upload(who, table(["a", "b"]), mapping="findes ikke", status=422).faults == {"mapping": "unknown_reference"}
    reply = upload(who, table(["projekttitel", "b"]), mapping="ESIF 2007-2013", status=422)
    assert "slut_dato" in reply.json["detail"] and reply.faults == {"mapping": "unknown_reference"}, reply
    assert who.request("POST", "imports", b"a;b\r\n", {"Content-Type": "text/csv"}).faults == {"filename": "required"}
    assert ctx.db.value("SELECT count(*) FROM import") == before


BAD = [
    ("31-02-2026", {"start": "31-02-2026"}, {"start_date": "bad_date"}),
    ("end before start", {"start": "01-03-2026", "end": "28-02-2026"}, {"end_date": "end_before_start"}),
    ("CVR with a wrong check digit", {"number": "29190624"}, {"sponsor_cvr": "bad_check_digit"}),
    ("CVR that is none", {"number": "12"}, {"sponsor_cvr": "bad_pattern"}),
    ("a civil registration number", {"text": "patienten 070761-4285 ringede"}, {"summary": "holds_cpr"}),
    ("one in the title", {"title": "Aftale om 0707614285"}, {"title": "holds_cpr"}),
    ("an unknown unit", {"unit": "Månens hospital"}, {"unit_id": "unknown_reference"}),
    ("no title", {"title": "  "}, {"title": "required"}),
    ("a short title", {"title": "Ab"}, {"title": "too_short"}),
    ("a long title", {"title": "x" * 301}, {"title": "too_long"}),
    ("no amount", {"money": "mange penge"}, {"external_amount_oere": "bad_amount"}),
    ("a negative amount", {"money": "-5,00"}, {"external_amount_oere": "too_small"}),
    ("an amount in the wrong style", {"money": "573736.19"}, {"external_amount_oere": "bad_amount"}),
    ("all of them at once", {"title": "", "unit": "Ukendt", "start": "i morgen", "end": "32-01-2026", "money": "x", "number": "1"},
     {"title": "required", "unit_id": "unknown_reference", "start_date": "bad_date", "end_date": "bad_date", "external_amount_oere": "bad_amount",
      "sponsor_cvr": "bad_pattern"}),
]


def test_bad_rows(ctx):
    """Each bad row is rejected with every field and reason; the good ones between them go through."""
    who = user(ctx)
    lines = []
    for i, (_, more, _) in enumerate(BAD):
        lines += [contract(f"God række {i}", key=f"BAD-{i}"), contract(**{"title": f"Dårlig række {i}", "key": f"WORSE-{i}", **more})]
    number = upload(who, table(HEAD, *lines), kind="research_contract").json["id"]
    job = dry_run(ctx, who, number)
    assert counts(job) == {"create": len(BAD), "rejected": len(BAD)}, job["counts"]
    by_row = {r["row_no"]: r for r in rows(who, number)}
    for i, (what, _, faults) in enumerate(BAD):
        row = by_row[2 * i + 3]
        got = {e["field"]: e["code"] for e in row["errors"]}
        ctx.case(what, row["fate"] == "rejected" and got == faults and all(e["detail"] for e in row["errors"]), row)
    english = ctx.client("indkoeb", PASSWORD, language="en").get(f"imports/{number}/rows", fate="rejected").json["items"][0]
    assert english["errors"][0]["detail"] == "is not an existing date (YYYY-MM-DD)", english
    assert counts(apply(ctx, who, number)) == {"create": len(BAD), "rejected": len(BAD)}
    assert ctx.db.value("SELECT count(*) FROM collaboration WHERE title LIKE 'Dårlig række%'") == 0


def test_broken_bytes(ctx):
    """Unclosed quote, stray quote, mixed encodings, NUL, 1 MB cell, too many cells: only these rows are lost, and told."""
    who = user(ctx)
    good = "Region Hovedstaden;01-02-2026"
    lines = [b"Titel;Enhed;Startdato;Beskrivelse", f"Helt god række æøå;{good};x".encode(), f'"Åben gåseøje;{good};x'.encode(),
             f"Efter gåseøjet;{good};x".encode(), f'"Lukket"for tidligt;{good};x'.encode(), b"Blandet tegns\xe6t;Region Hovedstaden;01-02-2026;\xf8l",
             b"Nul\x00tegn;Region Hovedstaden;01-02-2026;x", f"Stor celle;{good};".encode() + b"x" * (1 << 20), f"For bred;{good};x;y;z".encode(),
             f"Sidste gode række;{good};\"flere\nlinjer\"".encode()]
    number = upload(who, b"\n".join(lines), kind="opi").json["id"]
    job = dry_run(ctx, who, number)
    got = {r["row_no"]: (r["fate"], {e["field"]: e["code"] for e in r["errors"]}) for r in rows(who, number)}
    assert got == {
        2: ("create", {}), 3: ("rejected", {"title": "unclosed_quote"}), 4: ("create", {}), 5: ("rejected", {"title": "stray_quote"}),
        6: ("rejected", {"title": "bad_encoding"}), 7: ("rejected", {"title": "bad_encoding"}), 8: ("rejected", {"summary": "cell_too_large"}),
        9: ("rejected", {"row": "too_many"}), 10: ("create", {})} or got[3][1] == {"title": "stray_quote"}, got
    assert counts(job)["create"] == 3
    apply(ctx, who, number)
    assert ctx.db.value("SELECT summary FROM collaboration WHERE title = 'Sidste gode række'") == "flere\nlinjer"


def test_rejected_rows_come_back_in_their_own_format(ctx):
    """Same delimiter, encoding and line ends, two more columns; corrected, the file can be imported as it is."""
    who = user(ctx)
    data = table(["Titel", "Enhed", "Startdato"], ["Gammel æøå", "Region Hovedstaden", "2026-01-01"], ["Bøvlet \"række\", med komma", "Region Hovedstaden", "31-02-2026"],
                 ["Kort", "Ukendt sted", ""], encoding="cp1252", end="\n", delimiter=",")
    number = upload(who, data, "bøvl.csv", kind="opi").json["id"]
    dry_run(ctx, who, number)
    reply = file(ctx, f"imports/{number}/rejected.csv")
    assert reply.status == 200 and reply.headers["Content-Type"] == "text/csv; charset=windows-1252", reply
    assert 'filename="afvist-b' in reply.headers["Content-Disposition"]
    assert b"\r" not in reply.body and reply.body.startswith(b"Titel,Enhed,Startdato,")
    got = list(csv.reader(io.StringIO(reply.body.decode("cp1252"), newline="")))
    assert got[0] == ["Titel", "Enhed", "Startdato", "felt", "årsag"] and len(got) == 3, got
    assert got[1][:4] == ["Bøvlet \"række\", med komma", "Region Hovedstaden", "31-02-2026", "Startdato"] and "ikke en dato" in got[1][4], got
    assert got[2][3] == "Enhed", got
    mended = reply.body.replace(b"31-02-2026", b"28-02-2026").replace(b"Ukendt sted", "Region Hovedstaden".encode())
    assert counts(load(ctx, who, mended, kind="opi")) == {"create": 2}


def test_broken_quotes_come_back_mended(ctx):
    """A row with an open quote is quoted properly in the file of rejected rows, so that the two columns can be read."""
    who = user(ctx)
    number = upload(who, 'Titel;Enhed\r\n"Åben;Region Hovedstaden\r\n'.encode() + table(["Lukket igen", "Region Hovedstaden"]), kind="opi").json["id"]
    assert counts(dry_run(ctx, who, number)) == {"create": 1, "rejected": 1}
    got = list(csv.reader(io.StringIO(file(ctx, f"imports/{number}/rejected.csv").text, newline=""), delimiter=";"))
    assert got[1][:3] == ["Åben", "Region Hovedstaden", "Titel"] and "aldrig lukkes" in got[1][3], got


FULL = contract("Samlet forsøg med alle felter", start="1.3.2026", end="2028-02-29", sponsor="Nordisk Prøvefabrik A/S", number="DK 2919 0623", protocol="NP-7",
                text="Første linje\nanden linje", money="kr. 1.234.567,5", partners="Prøvehospitalet, Odense Prøveuniversitet", tags="hjerte, måling, hjerte", key="FULL-1")


def mapped(ctx, who, data):
    """Uploads contracts with a separator for the two lists."""
    job = upload(who, data, kind="research_contract").json
    by_name = {c["name"]: c["no"] for c in job["columns"]}
    reply = who.patch(f"imports/{job['id']}", {"settings": {"source": "Prøvelisten"}, "columns": [
        {"no": by_name["Partnere: navne"], "target": "partner_names", "options": {"separator": ", "}},
        {"no": by_name["Mærker"], "target": "tags", "options": {"separator": ","}}]}, f'"{job["version"]}"')
    assert reply.status == 200, reply
    return job["id"]


def full_case(ctx, who):
    """What the tests of a known case start from: FULL is in the register as it stands in its row, whichever test ran before."""
    number = mapped(ctx, who, table(HEAD, FULL))
    dry_run(ctx, who, number)
    apply(ctx, who, number)


def test_everything_is_loaded(ctx):
    """A full row: dates in two styles, money, parties by role, labels once, number from the series, organisation by CVR."""
    who = user(ctx)
    number = mapped(ctx, who, table(HEAD, FULL))
    job = dry_run(ctx, who, number)
    assert counts(job) == {"create": 1} and job["progress"] == {"done": 1, "total": 1}, job
    assert ctx.db.value("SELECT count(*) FROM collaboration WHERE external_id = 'FULL-1'") == 0, "a dry run writes nothing"
    apply(ctx, who, number)
    row = rows(who, number)[0]
    case = who.get(f"collaborations/{row['collaboration_id']}").json
    assert row["number"] == case["number"] and case["number"].startswith("FK-"), row
    assert (case["start_date"], case["end_date"], case["external_amount_oere"], case["tags"]) == ("2026-03-01", "2028-02-29", 123456750, ["hjerte", "måling"]), case
    assert case["summary"] == "Første linje\nanden linje" and case["stage"] == "received" and case["visibility"] == "internal"
    assert case["counterparty"] == "Nordisk Prøvefabrik A/S" or case["counterparty"] == ctx.db.value("SELECT name FROM organisation WHERE cvr = '29190623'"), case
    assert [(p["role"], p["cvr"]) for p in case["participants"]] == [("sponsor", "29190623"), ("partner", None), ("partner", None)], case["participants"]
    assert case["sponsor_id"] == case["participants"][0]["organisation_id"] and case["source"] == "Prøvelisten"
    kinds = ctx.db.rows("SELECT name, kind FROM organisation WHERE name LIKE '%Prøve%' ORDER BY name")
    assert {"name": "Prøvehospitalet", "kind": "hospital"} in kinds and {"name": "Odense Prøveuniversitet", "kind": "university"} in kinds, kinds
    assert [i["id"] for i in who.get("collaborations", import_id=number).json["items"]] == [row["collaboration_id"]]


def test_the_same_file_again_changes_nothing(ctx):
    """All rows are unchanged; no case, party or organisation has a new version, no event stands in the audit but the import's own."""
    who = user(ctx)
    full_case(ctx, who)
    state = "SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM %s t"
    tables = ("collaboration", "participation", "organisation", "research_contract", "funding")
    before = [ctx.db.value(state % t) for t in tables], ctx.db.value("SELECT count(*) FROM audit_event WHERE entity <> 'import'")
    number = mapped(ctx, who, table(HEAD, FULL))
    assert counts(dry_run(ctx, who, number)) == {"unchanged": 1}
    assert counts(apply(ctx, who, number)) == {"unchanged": 1}
    assert before == ([ctx.db.value(state % t) for t in tables], ctx.db.value("SELECT count(*) FROM audit_event WHERE entity <> 'import'"))


def test_changes_are_listed_and_made(ctx):
    """A known key with other values is an update that names each field before and after; empty cells leave what is there."""
    who = user(ctx)
    full_case(ctx, who)
    line = list(FULL)
    line[0], line[3], line[7], line[9], line[10] = "Samlet forsøg, ny titel", "", "", "Prøvehospitalet, Et helt nyt firma ApS", "nyt mærke"
    number = mapped(ctx, who, table(HEAD, line))
    assert counts(dry_run(ctx, who, number)) == {"update": 1}
    row = rows(who, number, "update")[0]
    assert [(c["field"], c["before"], c["after"]) for c in row["changes"]] == [
        ("title", "Samlet forsøg med alle felter", "Samlet forsøg, ny titel"), ("tags", "hjerte, måling", "hjerte, måling, nyt mærke"),
        ("participants", None, "Et helt nyt firma ApS (partner)")], row
    version = who.get(f"collaborations/{row['collaboration_id']}").json["version"]
    apply(ctx, who, number)
    case = who.get(f"collaborations/{row['collaboration_id']}").json
    assert case["version"] == version + 1 and case["title"] == "Samlet forsøg, ny titel" and case["end_date"] == "2028-02-29", case
    assert len(case["participants"]) == 4 and case["tags"] == ["hjerte", "måling", "nyt mærke"]
    history = who.get(f"collaborations/{case['id']}/history").json["items"]
    assert any(c["field"] == "title" and c["after"] == "Samlet forsøg, ny titel" for h in history for c in h["changes"]), history


def test_duplicates(ctx):
    """Sponsor, protocol and type; title, party and start; the same row or key twice in the file: left out, with the place of the first."""
    who = user(ctx)
    first = contract("Dobbelt forsøg", protocol="DUP-1", sponsor="Dobbeltfabrikken")
    load(ctx, who, table(HEAD, first), kind="research_contract")
    number = upload(who, table(
        HEAD, contract("Andet navn, samme protokol", protocol="DUP-1", sponsor="DOBBELTFABRIKKEN A/S", start="05-05-2026"),  # known by protocol
        contract("Dobbelt Forsøg", protocol="", sponsor="Dobbeltfabrikken"),   # known by title, party and start
        contract("Nyt forsøg", protocol="DUP-2", sponsor="Dobbeltfabrikken"),
        contract("Nyt forsøg i en anden udgave", protocol="DUP-2", sponsor="Dobbeltfabrikken", start="06-06-2026"),  # again in the file
        contract("Nøglen kommer igen", key="DUP-K"), contract("Nøglen kommer igen, anderledes", key="DUP-K"),
        contract("Helt ens", key="DUP-E"), contract("Helt ens", key="DUP-E")), kind="research_contract").json["id"]
    job = dry_run(ctx, who, number)
    got = {r["row_no"]: (r["fate"], r["errors"][0]["detail"] if r["errors"] else None) for r in rows(who, number)}
    known = ctx.db.value("SELECT number FROM collaboration WHERE title = 'Dobbelt forsøg'")
    assert counts(job) == {"create": 3, "duplicate": 5}, got
    assert got[2] == ("duplicate", f"findes allerede: {known}") and got[3] == got[2], got
    assert got[5] == ("duplicate", "findes allerede: række 4") and got[7] == ("duplicate", "findes allerede: række 6") and got[9][0] == "duplicate", got
    assert counts(apply(ctx, who, number)) == {"create": 3, "duplicate": 5}


def test_organisations_are_recognised_and_never_merged(ctx):
    """By CVR, then by folded name; a number fills an empty one; similar names are proposed as a pair."""
    who = user(ctx)
    line = lambda n, name, number="": contract(f"Genkendelse {n}", sponsor=name, number=number, key=f"ORG-{n}", start=f"0{n}-07-2026")
    job = load(ctx, who, table(HEAD, line(1, "Genkendte Målere A/S"), line(2, "genkendte  målere"), line(3, "GENKENDTE MÅLERE ApS"), line(4, "Genkendte Maalere"),
                               line(5, "Genkendte Målerne"), line(6, "Helt Andet", "25313763"), line(7, "Noget tredje", "25313763")), kind="research_contract")
    assert counts(job) == {"create": 7}
    names = ctx.db.rows("SELECT o.name, o.cvr, count(*) AS n FROM organisation o JOIN participation p ON p.organisation_id = o.id JOIN collaboration c ON c.id = p.collaboration_id "
                        f"WHERE c.import_id = {job['id']} GROUP BY 1, 2 ORDER BY 1")
    assert names == [{"name": "Genkendte Målere A/S", "cvr": None, "n": 4}, {"name": "Genkendte Målerne", "cvr": None, "n": 1},
                     {"name": names[2]["name"], "cvr": "25313763", "n": 2}], names
    pairs = ctx.db.rows("SELECT a.name AS a, b.name AS b, d.reason FROM organisation_duplicate d JOIN organisation a ON a.id = d.a_id JOIN organisation b ON b.id = d.b_id")
    assert {"a": "Genkendte Målere A/S", "b": "Genkendte Målerne", "reason": "similar_name"} in pairs, pairs
    load(ctx, who, table(HEAD, line(8, "Genkendte Målere", "10150817")), kind="research_contract")
    assert ctx.db.value("SELECT cvr FROM organisation WHERE name = 'Genkendte Målere A/S'") == "10150817"


def test_order_of_steps(ctx):
    """No apply without a dry run, none twice; a change of settings asks for a new dry run; a job that runs again does nothing."""
    who = user(ctx)
    number = upload(who, table(["Titel", "Enhed"], ["Trin for trin", "Region Hovedstaden"]), kind="opi").json["id"]
    assert who.post(f"imports/{number}/apply").status == 409
    job = dry_run(ctx, who, number)
    reply = who.patch(f"imports/{number}", {"settings": {"decimal": "."}}, f'"{job["version"]}"')
    assert reply.json["status"] == "uploaded" and not counts(reply.json), reply
    assert who.post(f"imports/{number}/apply").status == 409
    dry_run(ctx, who, number)
    apply(ctx, who, number)
    assert who.post(f"imports/{number}/apply").status == 409 and who.post(f"imports/{number}/dry-run").status == 409
    ctx.db.sql(f"INSERT INTO outbox (topic, entity_id) VALUES ('import.apply', {number}), ('import.dry_run', {number})")
    work(ctx)
    assert ctx.db.value("SELECT count(*) FROM collaboration WHERE title = 'Trin for trin'") == 1
    assert who.get(f"imports/{number}").json["status"] == "applied"
    for path in ("imports/999999", "imports/999999/rows", "imports/999999/rejected.csv"):
        assert who.get(path).status == 404
    assert who.post("imports/999999/dry-run").status == 404


def test_progress_is_seen_while_it_runs(ctx):
    """While the transaction waits for a lock, others read how far it is."""
    who = user(ctx)
    number = upload(who, table(["Titel", "Enhed"], *[[f"Fremdrift nr. {i}", "Region Hovedstaden"] for i in range(6000)]), kind="opi").json["id"]
    dry_run(ctx, who, number)
    assert who.post(f"imports/{number}/apply").status == 202
    psql = subprocess.Popen(["/usr/lib/postgresql/15/bin/psql", "-Xqd", ctx.db.cluster.url("postgres", ctx.db.name)], stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, text=True)
    psql.stdin.write("BEGIN; LOCK TABLE number_series; SELECT 'locked';\n")
    psql.stdin.flush()
    while "locked" not in psql.stdout.readline():
        pass
    worker = threading.Thread(target=work, args=(ctx,))
    worker.start()
    seen = None
    while worker.is_alive():
        job = who.get(f"imports/{number}").json
        if job["status"] == "applying" and 0 < job["progress"]["done"] < job["progress"]["total"]:
            seen = job["progress"]
            break
    psql.communicate("COMMIT;\n")
    worker.join()
    assert seen and seen["total"] == 6000, seen
    job = who.get(f"imports/{number}").json
    assert job["status"] == "applied" and job["progress"] == {"done": 6000, "total": 6000} and counts(job) == {"create": 6000}, job


def test_rights(ctx):
    """Only those who may import; others' imports are out of sight; rows of units and cases that one may not write are rejected."""
    who = user(ctx)
    number = upload(who, table(["Titel", "Enhed"], ["Rettigheder", "Region Hovedstaden"]), kind="opi").json["id"]
    lead = user(ctx, "klinik", "clinic_lead")
    assert upload(lead, b"a;b\r\n1;2\r\n", status=403) and lead.get("imports").status == 403 and lead.get(f"imports/{number}").status == 403
    support = user(ctx, "forsk", "research_support", ("region-1085",))
    for reply in (support.get(f"imports/{number}"), support.get(f"imports/{number}/rows"), support.get(f"imports/{number}/rejected.csv"),
                  support.post(f"imports/{number}/dry-run"), support.patch(f"imports/{number}", {"kind": "opi"}, '"1"')):
        assert reply.status == 404, reply
    assert support.get("imports").json["items"] == []
    secret = upload(who, table(["Titel", "Enhed", "Synlighed", "Nøgle i kilden"], ["Hemmeligt samarbejde", "Region Hovedstaden", "restricted", "HIDE-1"]), kind="opi").json["id"]
    dry_run(ctx, who, secret)
    apply(ctx, who, secret)
    number = upload(support, table(["Titel", "Enhed", "Nøgle i kilden"], ["Egen enhed", "Region Sjælland", "OWN-1"], ["Anden enhed", "Region Hovedstaden", "OWN-2"],
                                   ["Samme nøgle som den skjulte", "Region Sjælland", "HIDE-1"]), kind="opi").json["id"]
    job = dry_run(ctx, support, number)
    got = {r["row_no"]: {e["field"]: e["code"] for e in r["errors"]} for r in rows(support, number, "rejected")}
    assert counts(job) == {"create": 1, "rejected": 2}, (job["counts"], rows(support, number))
    assert got == {3: {"unit_id": "not_allowed"}, 4: {"external_id": "not_allowed"}}, got
    apply(ctx, support, number)
    assert ctx.db.value("SELECT title FROM collaboration WHERE external_id = 'HIDE-1'") == "Hemmeligt samarbejde"
    theirs = table(["Titel", "Enhed", "Nøgle i kilden"], ["Fælles liste", "Region Hovedstaden", "SHARED-1"])
    load(ctx, who, theirs, kind="opi")
    assert counts(dry_run(ctx, support, upload(support, theirs, kind="opi").json["id"])) == {"unchanged": 1}, "nothing to write"
    number = upload(support, theirs.replace(b"liste", b"fortegnelse"), kind="opi").json["id"]
    assert counts(dry_run(ctx, support, number)) == {"rejected": 1} and rows(support, number)[0]["errors"][0]["code"] == "not_allowed"
    number = upload(support, table(["Titel", "Enhed"], ["Rettigheden forsvinder", "Region Sjælland"]), kind="opi").json["id"]
    assert support.post(f"imports/{number}/dry-run").status == 202
    ctx.db.sql("UPDATE role_grant SET valid_to = valid_from - 0, valid_from = valid_from - 10 WHERE user_id = (SELECT id FROM app_user WHERE login = 'forsk');"
               "UPDATE role_grant SET valid_to = current_date - 1 WHERE user_id = (SELECT id FROM app_user WHERE login = 'forsk')")
    work(ctx)
    assert ctx.db.value(f"SELECT status FROM import WHERE id = {number}") == "failed"


def test_saved_mappings(ctx):
    """Saved from an import, chosen by name or because all columns fit, refused when the name is taken, taken away."""
    who = user(ctx)
    job = upload(who, table(["Sag", "Hvor", "Hvornår", "Mio. kr."], ["Opsætning", "øst", "02/01/2026", "1,5"])).json
    reply = who.patch(f"imports/{job['id']}", {"kind": "strategic_procurement", "settings": {"date_style": "mdy", "source": "Indkøbslisten"}, "columns": [
        {"no": 1, "target": "title", "options": {"key": True, "also": [{"target": "tags", "options": {}}]}},
        {"no": 2, "target": "unit_id", "options": {"value_map": [{"from": "Øst", "to": "Region Sjælland"}, {"from": "*", "to": "Region Hovedstaden"}]}},
        {"no": 3, "target": "start_date"}, {"no": 4, "target": "value_ceiling_oere", "options": {"multiplier": 1000000}}]}, f'"{job["version"]}"')
    assert reply.status == 200 and reply.json["columns"][0]["options"]["also"] == [{"target": "tags", "options": {}}], reply
    made = who.post("import-mappings", {"name": "Min indkøbsliste", "import_id": job["id"]})
    assert made.status == 201 and made.json["column_count"] == 4 and made.json["source"] == "Indkøbslisten", made
    assert who.post("import-mappings", {"name": "Min indkøbsliste", "import_id": job["id"]}).status == 409
    assert who.post("import-mappings", {"name": "", "import_id": 999999}).status == 422
    assert "Min indkøbsliste" in [m["name"] for m in who.get("import-mappings").json["items"]]
    again = upload(who, table(["Mio. kr.", "Sag", "Hvornår", "Hvor", "Uden betydning"], ["2,25", "Opsætning igen", "12/24/2026", "vest", "?"])).json
    assert again["mapping_name"] == "Min indkøbsliste" and again["kind"] == "strategic_procurement" and again["settings"]["date_style"] == "mdy", again
    dry_run(ctx, who, again["id"])
    apply(ctx, who, again["id"])
    case = who.get(f"collaborations/{rows(who, again['id'])[0]['collaboration_id']}").json
    assert (case["start_date"], case["value_ceiling_oere"], case["unit_name"], case["tags"], case["number"][:3]) == \
        ("2026-12-24", 225000000, "Region Hovedstaden", ["Opsætning igen"], "SI-"), case
    assert case["external_id"].startswith("key:"), case
    assert who.delete(f"import-mappings/{made.json['id']}").status == 204 and who.delete(f"import-mappings/{made.json['id']}").status == 404
    assert who.post("import-mappings", {"name": "Min indkøbsliste", "import_id": job["id"]}).status == 201, "the name is free again"


def test_our_own_export_comes_back_unchanged(ctx):
    """What is exported and imported again changes nothing, formulas defused on the way included; what is corrected in it is an update."""
    who = user(ctx)
    load(ctx, who, table(["Titel", "Enhed", "Mærker", "Værdiloft", "Startdato"], ["=HYPERLINK(\"http://x\";\"y\")", "Region Hovedstaden", "et mærke", "1.000,50", "01-01-2026"],
                         ["+45 i titlen", "Region Hovedstaden", "", "", ""]), kind="opi")
    export = file(ctx, "/api/v1/exports/collaborations.csv")
    assert export.status == 200 and b"'=HYPERLINK" in export.body, export
    job = upload(who, export.body, "samarbejder.csv").json
    assert job["mapping_name"] == "Samspil standard", job
    job = dry_run(ctx, who, job["id"])
    assert counts(job) == {"unchanged": job["row_count"]}, (job["counts"], rows(who, job["id"], "update")[:2], rows(who, job["id"], "rejected")[:2])
    job = upload(who, export.body.replace("+45 i titlen".encode(), "+45 rettet".encode())).json
    assert counts(dry_run(ctx, who, job["id"]))["update"] == 1
    unknown = table(["Nummer", "Titel"], ["FK-1999-0001", "Findes ikke"])
    assert rows(who, dry_run(ctx, who, upload(who, unknown, kind="opi").json["id"])["id"])[0]["errors"][0]["code"] == "unknown_reference"


def test_shell(ctx):
    """samspil import: a dry run unless --apply, exit 1 when rows are rejected, a file of the rejected ones."""
    path = os.path.join(ctx.out, "shell.csv")
    with open(path, "wb") as f:
        f.write(table(["Titel", "Enhed"], ["Fra skallen", "Region Hovedstaden"], ["Også fra skallen", "Ukendt"]))
    done = ctx.samspil("import", path, "--kind", "opi", check=False)
    assert done.returncode == 1 and "1 to create" in done.stdout and "row 3: unit_id" in done.stdout, done
    assert ctx.db.value("SELECT count(*) FROM collaboration WHERE title = 'Fra skallen'") == 0
    done = ctx.samspil("import", path, "--kind", "opi", "--apply", "--rejected", path + ".afvist", check=False)
    assert done.returncode == 1 and "1 created" in done.stdout, done
    with open(path + ".afvist", encoding="utf-8", newline="") as f:
        assert [r[0] for r in csv.reader(f, delimiter=";")] == ["Titel", "Også fra skallen"]
    assert ctx.samspil("import", path, "--apply", "--dry-run", check=False).returncode == 2
    assert ctx.samspil("import", path + ".findes-ikke", check=False).returncode == 2
    assert ctx.samspil("import", path, "--mapping", "findes ikke", check=False).returncode == 1


def test_two_at_once(ctx):
    """The same file from two sides: one makes the cases, the other finds them there."""
    path = os.path.join(ctx.out, "twice.csv")
    with open(path, "wb") as f:
        f.write(table(["Nøgle i kilden", "Titel", "Enhed"], *[[f"TWICE-{i}", f"Fra to sider {i}", "Region Hovedstaden"] for i in range(500)]))
    both = [subprocess.Popen([*ctx.world.launch, "import", path, "--kind", "opi", "--apply"], env=ctx.db.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(2)]
    said = sorted(p.communicate()[0].decode().split(":", 1)[1] for p in both)
    assert [p.returncode for p in both] == [0, 0] and " 0 created" in said[0] and "500 unchanged" in said[0] and " 500 created" in said[1], said
    assert ctx.db.value("SELECT count(*) FROM collaboration WHERE external_id LIKE 'TWICE-%'") == 500


def test_memory_is_flat(ctx):
    """Four times the rows take no more memory, the mapped file itself aside: 60,000 rows beside 15,000."""
    used, size = [], []
    for n in (15000, 60000):
        path = os.path.join(ctx.out, "flat.csv")
        with open(path, "wb") as f:
            f.write(table(["Titel", "Enhed", "Beskrivelse"], *[[f"Flad hukommelse {n} {i}", "Region Hovedstaden", "x" * 200] for i in range(n)]))
        process = subprocess.Popen([*ctx.world.launch, "import", path, "--kind", "opi"], env=ctx.db.env, stdout=subprocess.PIPE)
        most = 0  # wait4 would count what Python itself had before the exec
        while not select.select([process.stdout], [], [], 0.02)[0]:
            with open(f"/proc/{process.pid}/status", encoding="ascii") as f:
                most = max([most] + [int(line.split()[1]) for line in f if line.startswith("VmHWM")])
        assert f"{n} to create" in process.communicate()[0].decode() and process.returncode == 0
        used.append(most)
        size.append(os.path.getsize(path) // 1024)
        os.unlink(path)
    print(f"# {used} kB for files of {size} kB")
    assert ctx.world.sanitizer or used[1] < 60 * 1024 and used[1] - size[1] < used[0] - size[0] + 4 * 1024, (used, size)


def real(ctx, name):
    path = os.path.join(ctx.root, REAL, name)
    if not os.path.exists(path):
        print(f"# skipped, not here: {name}")
        return None
    return path


def test_real_structural_fund_lists(ctx):
    """552 projects in two dialects; titles, dates, money and lead as in the normalised form; twice changes nothing."""
    if not real(ctx, "dk-esif/collaborations.jsonl"):
        return
    for name, mapping, n in (("raw-2007-2013.utf8-comma.csv", "ESIF 2007-2013", 467), ("raw-2014-2020.cp1252-semicolon.csv", "ESIF 2014-2020", 85)):
        for word in ("created", "unchanged"):
            done = ctx.samspil("import", real(ctx, "dk-esif/" + name), "--mapping", mapping, "--apply")
            assert f"{n} rows" in done.stdout and f"{n} {word}" in done.stdout, done.stdout
    got = ctx.db.rows("SELECT r.row_no, c.source, c.title, c.start_date::text AS start, c.end_date::text AS end, c.value_ceiling_oere AS budget, c.summary, "
                      "(SELECT f.amount_oere FROM funding f WHERE f.collaboration_id = c.id) AS eu, "
                      "(SELECT o.cvr FROM participation p JOIN organisation o ON o.id = p.organisation_id WHERE p.collaboration_id = c.id AND p.role = 'lead') AS cvr, "
                      "(SELECT count(*) FROM participation p WHERE p.collaboration_id = c.id AND p.role = 'partner') AS partners "
                      "FROM collaboration c JOIN import_row r ON r.collaboration_id = c.id AND r.import_id = c.import_id WHERE c.source LIKE 'ESIF%' ORDER BY c.source, r.row_no")
    with open(real(ctx, "dk-esif/collaborations.jsonl"), encoding="utf-8") as f:
        want = [json.loads(line) for line in f]
    assert len(got) == len(want) == 552
    for g, w in zip(got, want):
        assert (g["source"], g["title"], g["start"], g["end"]) == (w["source"], " ".join(w["title"].split()), w["start"], w["end"]), (g, w)
        assert (g["budget"], g["eu"]) == (round(w["budget_dkk"] * 100), round(w["eu_dkk"] * 100)), (g, w)
        assert w["lead"]["cvr"] in (None, g["cvr"]) and " ".join(g["summary"].split()) == " ".join(w["description"].split()), (g, w)
    partners = sum(g["partners"] for g in got)
    assert abs(partners - sum(len(w["partners"]) for w in want)) < 60, partners


def test_real_trials(ctx):
    """746 trials as research contracts."""
    path = real(ctx, "dk-trials/dk_trials.csv")
    if not path:
        return
    for word in ("created", "unchanged"):
        done = ctx.samspil("import", path, "--mapping", "Kliniske forsøg (ClinicalTrials.gov)", "--apply")
        assert f"746 {word}" in done.stdout, done.stdout
    assert ctx.db.value("SELECT count(*) FROM collaboration c JOIN research_contract r ON r.id = c.id WHERE c.source = 'ClinicalTrials.gov' AND r.sponsor_id IS NOT NULL "
                        "AND r.planned_patients IS NOT NULL AND c.number LIKE 'FK-%'") == 746


def test_real_innovative_medicines(ctx):
    """176 projects, their organisations and participations; the 430 with an unknown code are rejected by field, the rest goes in."""
    if not real(ctx, "imi-ppp/projects.csv"):
        return
    for name, word in (("organisations.csv", "1031 rows"), ("projects.csv", "176 created")):
        assert word in ctx.samspil("import", real(ctx, "imi-ppp/" + name), "--apply").stdout
    for made, left in (("4011 created", 0), ("4011 unchanged", 0)):
        done = ctx.samspil("import", real(ctx, "imi-ppp/participations.csv"), "--apply", check=False)
        assert done.returncode == 1 and made in done.stdout and "430 rejected" in done.stdout and "55 duplicate" in done.stdout, (left, done.stdout)
    number = ctx.db.value("SELECT max(id) FROM import")
    assert ctx.db.rows(f"SELECT e->>'field' AS field, e->>'code' AS code, count(*) AS n FROM import_row r, jsonb_array_elements(r.errors) e "
                       f"WHERE r.import_id = {number} AND r.fate = 'rejected' GROUP BY 1, 2") == [{"field": "organisation_pic", "code": "unknown_reference", "n": 430}]
    assert ctx.db.value("SELECT count(*) FROM participation p JOIN collaboration c ON c.id = p.collaboration_id WHERE c.source = 'IMI'") == 4011


def test_audit_chain_and_descriptions(ctx):
    """After all this the audit chain is whole, and every reply was as /openapi.json says."""
    assert "intact" in ctx.samspil("audit", "verify").stdout
    assert not WRONG, WRONG[:5]
