# SPDX-License-Identifier: EUPL-1.2
"""Administration: units with cycles and overlaps refused in words, code lists, holidays, tokens of others, the state of the system."""
import datetime

from harness.estimates import user

DATABASE = "demo"


def admin(ctx):
    return user(ctx, "admin")


def unit(ctx, code, status=201, **more):
    reply = admin(ctx).post("units", {"code": code, "kind": "department", "name": f"Enhed {code}", **more})
    assert reply.status == status, reply
    return reply.json


def refused(ctx, name, reply, field, words, status=422):
    errors = reply.json.get("errors", []) if reply.status == status else []
    ctx.case(name, any(e["field"] == field and words in e["detail"] for e in errors), reply)


def last_event(ctx, entity):
    return ctx.db.rows(f"SELECT action, entity_id, user_id, before::text AS before, after::text AS after FROM audit_event WHERE entity = '{entity}' ORDER BY seq DESC LIMIT 1")[0]


def test_units(ctx):
    """Created, changed, ended; audited; a ring and a code that is another one are refused in words."""
    c = admin(ctx)
    top = unit(ctx, "afd-top", valid_from="2020-01-01")
    low = unit(ctx, "afd-low", parent_id=top["id"])
    assert last_event(ctx, "unit")["action"] == "insert"
    assert low["parents"][-1]["id"] == top["id"] and low["version"] == 1, low
    done = c.request("PATCH", f"units/{low['id']}", {"name": "Ny afdeling", "sor_code": "123456789012345"}, {"If-Match": '"1"'})
    assert done.status == 200 and done.json["name"] == "Ny afdeling" and done.json["version"] == 2, done
    event = last_event(ctx, "unit")
    assert event["action"] == "update" and "Ny afdeling" in event["after"] and "Enhed afd-low" in event["before"], event
    stale = c.request("PATCH", f"units/{low['id']}", {"name": "X"}, {"If-Match": '"1"'})
    assert stale.status == 412, stale
    change = lambda body, u=top: c.request("PATCH", f"units/{u['id']}", body, {"If-Match": f'"{c.get("units/%d" % u["id"]).json["version"]}"'})
    refused(ctx, "a ring", change({"parent_id": low["id"]}), "parent_id", "høre under sig selv")
    refused(ctx, "its own parent", change({"parent_id": top["id"]}), "parent_id", "høre under sig selv")
    refused(ctx, "another code", change({"code": "anden"}), "code", "kan ikke ændres")
    refused(ctx, "ends before it begins", change({"valid_to": "2019-12-31"}), "valid_to", "før startdatoen")
    refused(ctx, "a code with capitals", c.post("units", {"code": "Afd X", "kind": "department", "name": "x"}), "code", "form")
    refused(ctx, "a code that is there", c.post("units", {"code": "afd-top", "kind": "department", "name": "x"}), "code", "findes allerede", 409)
    refused(ctx, "no such parent", c.post("units", {"code": "afd-y", "kind": "department", "name": "x", "parent_id": 2000000}), "parent_id", "ikke findes")
    ended = change({"valid_to": "2025-12-31"})
    assert ended.status == 200 and ended.json["valid_to"] == "2025-12-31", ended
    assert top["id"] not in {u["id"] for u in c.get("units").json["items"]} and top["id"] in {u["id"] for u in c.get("units?as_of=2025-06-01").json["items"]}


def test_successors(ctx):
    """The one before ends the day before; nothing follows itself, also not by a way round; the end cannot go past the day."""
    c = admin(ctx)
    old, new, third = unit(ctx, "afd-gl"), unit(ctx, "afd-ny", valid_from="2027-01-01"), unit(ctx, "afd-tre")
    path = f"units/{old['id']}/successors"
    refused(ctx, "before it exists", c.post(path, {"successor_id": new["id"], "valid_from": "2026-12-01"}), "successor_id", "findes ikke den dag")
    refused(ctx, "itself", c.post(path, {"successor_id": old["id"], "valid_from": "2027-01-01"}), "successor_id", "følge efter sig selv")
    made = c.post(path, {"successor_id": new["id"], "valid_from": "2027-01-01", "source": "Lov om sundhedsreform"})
    assert made.status == 201 and made.json["successor_name"] == "Enhed afd-ny", made
    assert last_event(ctx, "unit_successor")["action"] == "insert"
    now = c.get(f"units/{old['id']}").json
    assert now["valid_to"] == "2026-12-31" and [s["id"] for s in now["successors"]] == [new["id"]], now
    refused(ctx, "twice", c.post(path, {"successor_id": new["id"], "valid_from": "2027-01-01"}), "successor_id", "mere end én gang", 409)
    refused(ctx, "a longer life", c.request("PATCH", f"units/{old['id']}", {"valid_to": None}, {"If-Match": f'"{now["version"]}"'}), "valid_to", "tager over den 01-01-2027")
    assert c.post(f"units/{new['id']}/successors", {"successor_id": third["id"], "valid_from": "2030-01-01"}).status == 201
    refused(ctx, "a way round", c.post(f"units/{third['id']}/successors", {"successor_id": old["id"], "valid_from": "2026-06-01"}), "successor_id", "følge efter sig selv")
    gone = c.request("DELETE", f"{path}/{made.json['id']}", None, {"If-Match": '"1"'})
    assert gone.status == 204 and last_event(ctx, "unit_successor")["action"] == "delete", gone


def test_areas(ctx):
    """A municipality comes, goes and comes back; two periods of one do not overlap; only municipalities."""
    c = admin(ctx)
    u = unit(ctx, "afd-omraade")
    town = ctx.db.value("SELECT id FROM unit WHERE kind = 'municipality' ORDER BY id LIMIT 1")
    path = f"units/{u['id']}/areas"
    first = c.post(path, {"municipality_id": int(town), "valid_from": "2024-01-01", "valid_to": "2024-12-31"})
    assert first.status == 201 and last_event(ctx, "unit_area")["action"] == "insert", first
    refused(ctx, "overlap", c.post(path, {"municipality_id": int(town), "valid_from": "2024-12-31"}), "valid_from", "overlapper")
    refused(ctx, "no municipality", c.post(path, {"municipality_id": u["id"]}), "municipality_id", "ikke en kommune")
    assert c.post(path, {"municipality_id": int(town), "valid_from": "2025-01-01"}).status == 201
    assert [a["valid_from"] for a in c.get(path).json["items"]] == ["2024-01-01", "2025-01-01"]
    refused(ctx, "into the next", c.request("PATCH", f"{path}/{first.json['id']}", {"valid_to": "2025-01-01"}, {"If-Match": '"1"'}), "valid_from", "overlapper")
    assert c.get(f"units/{u['id'] + 100000}/areas").status == 404


def codes(ctx, name):
    return {r["code"]: r for r in admin(ctx).get(f"reference/codes?list={name}&limit=200").json["items"]}


def change_code(ctx, row, **body):
    return admin(ctx).request("PATCH", f"reference/codes/{row['id']}", body, {"If-Match": f'"{row["version"]}"'})


def test_codes(ctx):
    """An open list takes codes and ends them, and both hold at once; a code is never another one; all is audited."""
    c = admin(ctx)
    made = c.post("reference/codes", {"list": "theme", "code": "robots", "da": "Robotter", "en": "Robots", "sort": 99})
    assert made.status == 201 and made.json["version"] == 1, made
    event = last_event(ctx, "code_theme")
    assert event["action"] == "insert" and '"code": "robots"' in event["after"] and int(event["entity_id"]) == made.json["id"], event
    case = {"kind": "opi", "title": "Robot på gangen", "unit_id": int(ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'")), "theme": "robots"}
    reply = user(ctx, "klinik").post("collaborations", case)
    assert reply.status == 201, reply
    assert "robots" in {x["code"] for x in c.get("meta").json["codes"]["theme"]}
    renamed = change_code(ctx, made.json, da="Robotteknologi", sort=1)
    assert renamed.status == 200 and renamed.json["da"] == "Robotteknologi" and renamed.json["sort"] == 1 and renamed.json["en"] == "Robots", renamed
    assert change_code(ctx, made.json, da="x").status == 412
    refused(ctx, "another code", change_code(ctx, renamed.json, code="robotter"), "code", "kan ikke ændres")
    refused(ctx, "another list", change_code(ctx, renamed.json, list="kasse"), "list", "kan ikke ændres")
    refused(ctx, "there already", c.post("reference/codes", {"list": "theme", "code": "robots", "da": "x", "en": "x"}), "code", "findes allerede")
    refused(ctx, "no such list", c.post("reference/codes", {"list": "nothing", "code": "a", "da": "x", "en": "x"}), "list", "ikke findes")
    refused(ctx, "a table that is no list", c.post("reference/codes", {"list": "app_user", "code": "a", "da": "x", "en": "x"}), "list", "ikke findes")
    refused(ctx, "ends first", change_code(ctx, renamed.json, valid_from="2026-02-01", valid_to="2026-01-01"), "valid_to", "før startdatoen")
    ended = change_code(ctx, renamed.json, valid_to="2026-01-01")
    assert ended.status == 200, ended
    assert "2026-01-01" in {x.get("valid_to") for x in c.get("meta").json["codes"]["theme"]}  # brings the lists in memory up to date
    refused(ctx, "a code that has ended", user(ctx, "klinik").post("collaborations", case), "theme", "kodelisten")


def test_fixed_codes(ctx):
    """Where calculations know the codes only labels change, and the words say so; the order of stages stays."""
    c = admin(ctx)
    known = "kun navnene ændres"
    refused(ctx, "a new sector", c.post("reference/codes", {"list": "sector", "code": "moon", "da": "Månen", "en": "The moon"}), "list", known)
    row = codes(ctx, "sector")["state"]
    assert change_code(ctx, row, da="Staten", en="Central government").status == 200
    row = codes(ctx, "sector")["state"]
    refused(ctx, "its end", change_code(ctx, row, valid_to="2030-01-01"), "valid_to", known)
    refused(ctx, "its order", change_code(ctx, row, sort=0), "sort", known)
    stage = next(iter(codes(ctx, "stage").values()))
    assert change_code(ctx, stage, da=stage["da"] + " (nyt navn)").status == 200


def test_subtypes(ctx):
    """A subtype belongs to a kind; other lists are not divided."""
    c = admin(ctx)
    body = {"list": "subtype", "code": "living_lab", "da": "Levende laboratorium", "en": "Living lab"}
    refused(ctx, "without kind", c.post("reference/codes", body), "parent", "udfyldes")
    assert c.post("reference/codes", {**body, "parent": "opi"}).status == 201
    refused(ctx, "a theme with a kind", c.post("reference/codes", {**body, "list": "theme", "parent": "opi"}), "parent", "ikke delt efter type")


def test_every_list(ctx):
    """Each code table is a list with a name, numbers of its own, audit, and its rows; the audit still tells all of them."""
    tables = {r["t"] for r in ctx.db.rows(r"SELECT relname AS t FROM pg_class WHERE relkind = 'r' AND relname LIKE 'code\_%'")}
    lists = {x["name"]: x for x in admin(ctx).get("reference/code-lists").json["items"]}
    assert {f"code_{n}" for n in lists} == tables, {f"code_{n}" for n in lists} ^ tables
    for name in sorted(lists):
        row = next(iter(codes(ctx, name).values()), None)
        reply = change_code(ctx, row, da=row["da"] + " x") if row else None
        ctx.case(name, reply is None or reply.status == 200 and last_event(ctx, f"code_{name}")["action"] == "update", reply)
    assert ctx.db.rows("SELECT * FROM audit_replay() WHERE entity LIKE 'code_%' OR entity LIKE 'unit%'") == []


def test_holidays(ctx):
    """A holiday that is abolished counts as a working day from then on; impossible ones are refused in words."""
    c = admin(ctx)
    rows = {r["code"]: r for r in c.get("reference/public-holidays").json["items"]}
    row = rows["whit_monday"]
    done = c.request("PATCH", f"reference/public-holidays/{row['id']}", {"valid_to": "2029-12-31"}, {"If-Match": f'"{row["version"]}"'})
    assert done.status == 200, done
    assert ctx.db.sql("SELECT is_working_day('2029-05-21'), is_working_day('2030-06-10')") == "f|t"
    assert c.post("reference/public-holidays", {"code": "whit_monday", "da": "2. pinsedag", "en": "Whit Monday", "easter_offset": 50, "valid_from": "2035-01-01"}).status == 201
    base = {"code": "ny_dag", "da": "Ny dag", "en": "New day"}
    refused(ctx, "neither", c.post("reference/public-holidays", base), "easter_offset", "enten")
    refused(ctx, "both", c.post("reference/public-holidays", {**base, "easter_offset": 1, "month": 1, "day": 1}), "easter_offset", "enten")
    refused(ctx, "30 February", c.post("reference/public-holidays", {**base, "month": 2, "day": 30}), "day", "ikke den dag")
    refused(ctx, "overlap", c.post("reference/public-holidays", {**base, "code": "new_year", "month": 1, "day": 1}), "valid_from", "overlapper")


def test_tokens_of_others(ctx):
    """Seen with their last use, withdrawn at once, told in the audit of the user."""
    other = ctx.token("klinik", "collaborations:read")
    assert other.get("me").status == 200
    c = admin(ctx)
    mine = [t for t in c.get("user-tokens?q=klinik&limit=200").json["items"] if t["user_name"].startswith("Kirsten")]
    assert mine and mine[0]["last_used_at"], mine
    for t in mine:
        assert c.request("DELETE", f"user-tokens/{t['id']}").status == 204
    assert other.get("me").status == 401
    reason = ctx.db.value("SELECT reason FROM audit_event WHERE entity = 'app_user' ORDER BY seq DESC LIMIT 1")
    assert reason == f"token withdrawn: {mine[-1]['name']}", reason
    assert c.request("DELETE", f"user-tokens/{mine[0]['id']}").status == 404


def test_system(ctx):
    """What runs, without secrets; work that was given up is tried again."""
    c = admin(ctx)
    s = c.get("system").json
    assert s["migrations"]["count"] == int(ctx.db.value("SELECT count(*) FROM schema_migration")) and s["migrations"]["last"], s["migrations"]
    options = {o["name"]: o for o in s["options"]}
    secrets = [o for o in s["options"] if o["secret"]]
    assert len(options) > 20 and options["SAMSPIL_DATABASE_URL"]["set"] and secrets and all(o["value"] is None for o in secrets), secrets
    assert b"postgresql://" not in c.get("system").body, "no address of a database"
    assert options["SAMSPIL_QUEUE"]["value"].isdigit()
    ctx.db.sql("INSERT INTO outbox (topic, attempts, failed_at, error) VALUES ('mail', 5, clock_timestamp(), 'unreachable')")
    failed = c.get("system/failures").json["items"]
    assert failed[0]["topic"] == "mail" and failed[0]["error"] == "unreachable" and c.get("system").json["work"]["failed"] == 1, failed
    assert c.post(f"system/failures/{failed[0]['id']}/retry").status == 204 and c.get("system/failures").json["items"] == []
    assert c.post(f"system/failures/{failed[0]['id']}/retry").status == 404
    ctx.db.sql("UPDATE outbox SET due_at = clock_timestamp() - interval '1 hour'")
    assert c.get("system").json["work"]["late"] is True
    ctx.db.sql("DELETE FROM outbox WHERE topic = 'mail'")
    assert datetime.date.fromisoformat(s["database"]["started_at"][:10]), s


def test_mappings(ctx):
    """A saved mapping gets another name; one that is taken, stale or gone is refused."""
    c = admin(ctx)
    rows = c.get("import-mappings").json["items"]
    rename = lambda m, name, version: c.request("PATCH", f"import-mappings/{m['id']}", {"name": name}, {"If-Match": f'"{version}"'})
    done = rename(rows[0], "Vores egen liste", rows[0]["version"])
    assert done.status == 200 and done.json["name"] == "Vores egen liste", done
    assert rename(rows[0], "Igen", rows[0]["version"]).status == 412
    refused(ctx, "taken", rename(rows[1], "Vores egen liste", rows[1]["version"]), "name", "findes allerede", 409)
    assert last_event(ctx, "import_mapping")["action"] == "update"
    assert rename({"id": 999999}, "Ingen", 1).status == 404
