# SPDX-License-Identifier: EUPL-1.2
"""What the portfolio is steered by: every figure is the total of the list that it leads to; many cases changed at once."""
import csv
import io
import zipfile
from xml.etree import ElementTree

from harness.estimates import grant, user

DATABASE = "demo"
TIMEOUT = 300


def steering(ctx, login="indkoeb", **query):
    reply = user(ctx, login).get("portfolio/steering", **query)
    assert reply.status == 200, reply
    return reply.json


def total(ctx, login="indkoeb", **query):
    reply = user(ctx, login).get("collaborations", limit=1, **query)
    assert reply.status == 200, reply
    return reply.json["total"]


def said(dimension, key):
    """The filter of a row of the balance."""
    name = "rare_disease" if dimension == "rare" else dimension
    return {"unsaid": name} if key is None else {name: key}


def lists_of(s):
    """Each figure beside the query of its list."""
    for r in s["by_stage"]:
        yield "stage", {"kind": r["kind"], "stage": r["stage"]}, r["count"]
    for phase in {r["phase"] for r in s["by_stage"]}:
        yield "phase", {"phase": phase}, sum(r["count"] for r in s["by_stage"] if r["phase"] == phase)
        for kind in {r["kind"] for r in s["by_stage"]}:
            yield "phase of kind", {"phase": phase, "kind": kind}, sum(r["count"] for r in s["by_stage"] if (r["phase"], r["kind"]) == (phase, kind))
    for r in s["by_theme"]:
        yield "theme", {"theme": r["theme"]} if r["theme"] else {"unsaid": "theme"}, r["count"]
    for r in s["by_area"]:
        yield "area", {"area_id": r["area_id"]}, r["count"] or 0
    for r in s["by_unit"]:
        yield "unit", {"at_unit_id": r["unit_id"]}, r["count"]
    for r in s["balance"]:
        yield r["dimension"], said(r["dimension"], r["key"]), r["count"]
    for r in s["expiring"]:
        year, month = int(r["month"][:4]), int(r["month"][5:7])
        last = 31 if month in (1, 3, 5, 7, 8, 10, 12) else 30 if month != 2 else 28 + (year % 4 == 0)
        yield "month", {"ends_from": r["month"], "ends_to": f"{r['month'][:8]}{last}"}, r["count"]
    for r in s["overdue"]:
        if not r["capped"]:
            yield "overdue", {"overdue": r["kind"]}, r["count"]


def test_figures_are_lists(ctx):
    """For each role: what a figure says is what its list holds, in number and in kroner."""
    ctx.db.sql("BEGIN; SELECT principal_enter('', 'staff sees_all writes_all', '', '', '', 'test', ''); "
               "UPDATE collaboration SET commercial = (ARRAY['commercial', 'non_commercial', 'both', NULL])[1 + id % 4], rare_disease = CASE WHEN id % 5 = 0 THEN true END, "
               "prevention = CASE WHEN id % 7 = 0 THEN false END; COMMIT")
    # One's own restricted cases are in a list and in no sum, so those who have none are asked.
    for login in ("indkoeb", "jurist", "forum"):
        s, seen = steering(ctx, login), {}
        sums = [sum(r["count"] for r in s["by_stage"]), sum(r["count"] for r in s["by_theme"]), total(ctx, login)]
        ctx.case(f"{login}: all", len(set(sums)) == 1, sums)
        for what, query, count in lists_of(s):
            seen[what] = seen.get(what, 0) + 1
            ctx.case(f"{login}: {what} {query}", total(ctx, login, **query) == count, f"{count}, its list {total(ctx, login, **query)}")
        assert {"stage", "phase", "theme", "area", "commercial", "prevention", "rare", "patient_group", "month"} <= set(seen), seen
    # Two filters that are read from different sums are counted in the list itself.
    both = {"theme": "home_treatment", "commercial": "commercial"}
    rows = user(ctx, "indkoeb").get("collaborations", limit=200, **both).json
    assert rows["total"] == len(rows["items"]) == ctx.db.value("SELECT count(*) FROM collaboration WHERE theme = 'home_treatment' AND commercial = 'commercial'")
    money = ctx.db.value("SELECT sum(value_ceiling_oere) FROM collaboration WHERE commercial = 'commercial'")
    assert next(r for r in steering(ctx)["balance"] if (r["dimension"], r["key"]) == ("commercial", "commercial"))["value_ceiling_oere"] == int(money)


def test_as_of(ctx):
    """Figures of a day before everything are none; of yesterday there are no overdue ones."""
    s = steering(ctx, as_of="1999-01-01")
    assert s["by_stage"] == [] and s["overdue"] is None and s["expiring"][0]["month"] == "1999-01-01" and len(s["expiring"]) == 12, s
    for bad in ("2999-01-01", "i går"):
        assert user(ctx, "indkoeb").get("portfolio/steering", as_of=bad).status in (200, 400, 422)


def test_bad_filters(ctx):
    """What a filter cannot be is said; codes that are none give nothing."""
    for query in ({"unsaid": "title"}, {"prevention": "måske"}, {"area_id": 0}, {"area_id": "x"}):
        reply = user(ctx, "indkoeb").get("collaborations", **query)
        ctx.case(str(query), reply.status == 400, reply)
    for query in ({"phase": "ukendt"}, {"commercial": "x,y"}, {"overdue": "';--"}, {"area_id": 999999999}, {"patient_group": "nej"}):
        ctx.case(str(query), total(ctx, **query) == 0, query)


def bulk(ctx, login, items, **body):
    reply = user(ctx, login).post("collaborations/bulk", {"items": items, **body})
    assert reply.status == 200, reply
    return reply.json


def test_bulk(ctx):
    """A dry run changes nothing and says what would be; all rows or none; each row with its reason."""
    here = ctx.db.value("SELECT id FROM unit WHERE code = 'region-1084'")
    cases = user(ctx, "indkoeb").get("collaborations", unit_id=here, limit=6, sort="number").json["items"][:3]
    items = [{"id": c["id"], "version": c["version"]} for c in cases]
    events = lambda: ctx.db.value("SELECT count(*) FROM audit_event WHERE entity = 'collaboration' AND action = 'update'")
    state = lambda: ctx.db.sql("SELECT id, theme, tags, version FROM collaboration ORDER BY id")
    before, audited = state(), events()
    change = {"set": {"theme": "detection", "prevention": True}, "add_tags": ["fælles", "fælles"], "remove_tags": ["findes-ikke"]}
    dry = bulk(ctx, "indkoeb", items, dry_run=True, **change)
    assert not dry["applied"] and dry["changed"] == 3 and dry["refused"] == 0 and state() == before and events() == audited, dry
    assert {c["field"] for c in dry["items"][0]["changes"]} >= {"theme", "tags"}, dry["items"][0]
    wrong = bulk(ctx, "indkoeb", items + [{"id": 999999999}, {"id": items[0]["id"], "version": 999}], **change)
    assert not wrong["applied"] and {r["outcome"] for r in wrong["items"]} == {"changed", "missing", "stale"} and state() == before, wrong
    late = bulk(ctx, "indkoeb", items, set={"start_date": "2030-01-01", "end_date": "2029-01-01"})
    assert not late["applied"] and {r["outcome"] for r in late["items"]} == {"invalid"} and state() == before, late
    done = bulk(ctx, "indkoeb", items, **change)
    assert done["applied"] and done["changed"] == 3 and events() == audited + 3, done
    now = [user(ctx, "indkoeb").get(f"collaborations/{c['id']}").json for c in cases]
    assert {n["theme"] for n in now} == {"detection"} and all(n["tags"].count("fælles") == 1 and n["prevention"] is True for n in now), now
    again = bulk(ctx, "indkoeb", [{"id": i["id"]} for i in items], **change)
    assert again["applied"] and again["changed"] == 0 and {r["outcome"] for r in again["items"]} == {"unchanged"} and events() == audited + 3
    assert bulk(ctx, "indkoeb", [{"id": items[0]["id"]}], set={"theme": None})["changed"] == 1
    lost = ctx.db.sql("BEGIN; SELECT principal_enter('', 'staff sees_all', '', '', '', 'test', ''); "
                      "SELECT count(*) FROM (SELECT * FROM portfolio_live() EXCEPT SELECT * FROM portfolio_figure) x; COMMIT", "samspil_owner")
    assert lost.split("\n")[-1] == "0", lost


def test_bulk_rights(ctx):
    """Row-level security decides: what one may not write is refused, what one may not see is not there."""
    lead = grant(ctx, "masse-klinik", "clinic_lead", "hospital-bornholm")
    own = lead.post("collaborations", {"kind": "opi", "title": "Bornholms egen", "unit_id": ctx.db.value("SELECT id FROM unit WHERE code = 'hospital-bornholm'")}).json
    other = ctx.db.value(f"SELECT min(id) FROM collaboration WHERE visibility = 'internal' AND unit_id <> {own['unit_id']}")
    hidden = ctx.db.value(f"SELECT min(id) FROM collaboration WHERE visibility = 'restricted' AND unit_id <> {own['unit_id']}")
    wanted = {own["id"]: "changed", other: "refused", **({hidden: "missing"} if hidden else {})}
    reply = lead.post("collaborations/bulk", {"items": [{"id": i} for i in wanted], "set": {"theme": "digital"}}).json
    assert not reply["applied"] and {r["id"]: r["outcome"] for r in reply["items"]} == wanted, reply
    assert all(r["title"] is None for r in reply["items"] if r["outcome"] == "missing")
    away = lead.post("collaborations/bulk", {"items": [{"id": own["id"]}], "set": {"unit_id": ctx.db.value("SELECT id FROM unit WHERE code = 'hospital-rigshospitalet'")}})
    ctx.case("not into a unit where one may not write", away.status == 422 and away.json["errors"][0]["field"] == "unit_id", away)


def test_bulk_bad(ctx):
    """Limits and faults, all at once."""
    c = user(ctx, "indkoeb")
    for body in ({"items": []}, {"items": [{"id": 1}] * 501}, {}, {"items": [{"id": 1}], "set": {"title": "Nej"}}, {"items": [{"id": 1}], "set": {"theme": "x"}},
                 {"items": [{"id": 1}], "set": {"unit_id": None}}, {"items": [{}]}, {"items": [{"id": 1}], "set": []}):
        reply = c.post("collaborations/bulk", body)
        ctx.case(str(body)[:60], reply.status == 422, reply)
    reply = c.post("collaborations/bulk", {"items": [{"id": ctx.db.value("SELECT min(id) FROM collaboration")}], "set": {"owner_id": 999999999}})
    ctx.case("an owner who is not there", reply.status == 422 and reply.json["errors"][0]["field"] == "owner_id", reply)


def sheet(reply):
    """Cells of the first sheet as rows of (type, text)."""
    book = zipfile.ZipFile(io.BytesIO(reply.body))
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    texts = ["".join(t.text or "" for t in s.iter(f"{space}t")) for s in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
    rows = []
    for row in ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{space}row"):
        cells = {}
        for c in row:
            value = c.find(f"{space}v")
            if value is not None:
                cells["".join(x for x in c.get("r") if x.isalpha())] = texts[int(value.text)] if c.get("t") == "s" else float(value.text)
        rows.append(cells)
    return rows


def test_workbooks(ctx):
    """Each list as CSV and as a workbook holds the same rows; kroner are numbers, days are days, what looks like a formula is a text."""
    boss = user(ctx, "indkoeb")
    evil = boss.post("organisations", {"name": "=1+1 ApS"})
    assert evil.status == 201, evil
    for name in ("collaborations", "organisations", "research-contracts", "reference-values"):
        lines = boss.get(f"exports/{name}.csv")
        reply = boss.get(f"exports/{name}.xlsx")
        assert reply.status == 200 and lines.status == 200 and reply.headers["Content-Disposition"].endswith('.xlsx"'), (name, reply)
        rows = list(csv.reader(io.StringIO(lines.body.decode("utf-8-sig"), newline=""), delimiter=";"))
        cells = sheet(reply)
        ctx.case(f"{name}: rows and heads", len(cells) == len(rows) and list(cells[0].values()) == rows[0], (len(cells), len(rows), cells[0], rows[0]))
        ctx.case(f"{name}: no code is left", not any(v in ("kind", "research_contract", "negotiation") for r in cells for v in r.values()), cells[1])
    assert any(r.get("B") == "=1+1 ApS" for r in sheet(boss.get("exports/organisations.xlsx", q="1+1"))), sheet(boss.get("exports/organisations.xlsx", q="1+1"))
    one = sheet(boss.get("exports/collaborations.xlsx", has_value="true"))[1]
    heads = sheet(boss.get("exports/collaborations.xlsx", limit=1))[0]
    column = next(k for k, v in heads.items() if v == "Nettonutidsværdi (kr.)")
    assert one[column] == ctx.db.value(f"SELECT npv_oere FROM collaboration WHERE id = {int(one['A'])}") / 100
    assert user(ctx, "forum").get("exports/collaborations.xlsx").status == user(ctx, "forum").get("exports/collaborations.csv").status
    assert boss.get("exports/collaborations.xlsx", headers={"Accept": "application/json"}).status == 406
