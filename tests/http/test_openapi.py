# SPDX-License-Identifier: EUPL-1.2
"""/openapi.json passes redocly's recommended rules, and a fault in it would be seen. A walk through every operation:
each answers once with success, and each answer is as described."""
import json
import os
import re
import subprocess

from harness.schema import Checked, Description

DATABASE = "demo"
PASSWORD = "samspil-demo-2026"


def installed(ctx):
    """`make browser-tools` has been able to fetch the linter; without it (no network) its two tests say so and check nothing."""
    there = os.path.isdir(os.path.join(ctx.root, "tests/browser/node_modules/@redocly"))
    if not there:
        ctx.case("redocly is not installed: the description is not linted", True)
    return there


def lint(ctx, document, name):
    path = os.path.join(ctx.out, name)
    with open(path, "w", encoding="utf-8") as f:
        json.dump(document, f, indent=1)
    return subprocess.run(["node", os.path.join(ctx.root, "tests/browser/lib/openapi-lint.mjs"), path], timeout=60,
                          capture_output=True, text=True, check=False)


def test_redocly(ctx):
    """no error and no warning"""
    if not installed(ctx):
        return
    document = ctx.client().get("/openapi.json").json
    assert document["openapi"].startswith("3.1"), document["openapi"]
    done = lint(ctx, document, "openapi.json")
    assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr


def test_control(ctx):
    """two operations of one name are found"""
    if not installed(ctx):
        return
    document = ctx.client().get("/openapi.json").json
    first, second = [operations for operations in document["paths"].values() if "get" in operations][:2]
    second["get"]["operationId"] = first["get"]["operationId"]
    done = lint(ctx, document, "openapi-bad.json")
    assert done.returncode == 1 and "operationId" in done.stdout, done.stdout + done.stderr


class Walk:
    """A client of all roles whose answers are checked; remembers which operations have succeeded."""

    def __init__(self, ctx):
        self.ctx, self.wrong, self.done, self.tried, self.receipts = ctx, [], set(), {}, {}
        self.description = Description(ctx.client())
        self.names = {o["operationId"] for methods in self.description.document["paths"].values() for o in methods.values()}
        ctx.samspil("user", "add", "alle", "--password", PASSWORD)
        for role in [r["code"] for r in ctx.db.rows("SELECT code FROM code_role")]:
            ctx.samspil("user", "grant", "alle", "--role", role, "--unit", "region-1084")
        self.people = {"alle": ctx.token("alle"), "admin": ctx.token("admin"), "sektor": ctx.token("sektor")}

    def __call__(self, method, path, body=None, headers=None, who="alle"):
        client = self.people[who] if isinstance(who, str) else who
        reply = client.request(method, path, body, headers)
        operation = self.description.operation(method, path)
        name = operation["operationId"] if operation else "?"
        self.tried[name] = reply
        if reply.status < 300:
            self.done.add(name)
            described = "Audit-Receipt" in operation["responses"].get(str(reply.status), {}).get("headers", {})
            self.receipts.setdefault((name, method != "GET", described), set()).add(bool(re.fullmatch("[0-9]+;[0-9a-f]{64}", reply.headers.get("Audit-Receipt", ""))))
        self.wrong += [f"{method} {path} {reply.status}: {f}" for f in self.description.faults(method, path, reply)]
        return reply

    def made(self, *args, **more):
        reply = self(*args, **more)
        assert reply.status in (200, 201, 202), f"{args[:3]}: {reply}"
        return reply


def read_everything(walk):
    """Every GET; keys come from the lists above it."""
    keys = {}
    for path, methods in walk.description.document["paths"].items():
        if "get" not in methods or "/session" in path:
            continue
        prefix = path.split("{")[0]
        if "{" in path and prefix not in keys:
            listed = walk.people["alle"].get(prefix.rstrip("/"), **({} if "units" in prefix else {"limit": 20}))
            keys[prefix] = [i["id"] for i in listed.json["items"]][:3] if listed.status == 200 else walk.ctx.found.get(prefix, [])
        for key in keys[prefix] if "{" in path else [None]:
            walk("GET", re.sub(r"{\w+}", str(key), path))


def merge_organisations(walk, kept, other, unit):
    """Looked at, merged, parted; what there is to say of an organisation, a unit and a CVR number."""
    walk.made("GET", f"organisations/{kept}/merge-preview?other_id={other}")
    merged = walk.made("POST", f"organisations/{kept}/merges", {"other_id": other, "note": "Den samme"}).json["id"]
    walk.made("GET", f"organisations/{kept}/merges")
    walk.made("POST", f"organisations/merges/{merged}/undo")
    for path in (f"organisations/{kept}/summary", f"organisations/{kept}/collaborations", "companies?cvr=24256790", f"units/{unit}/summary", f"units/{unit}/people"):
        walk.made("GET", path)


def write_cases(walk, codes):
    """A case of each kind with one of everything below it; changed, moved and taken off again."""
    unit = walk("GET", "units?kind=hospital").json["items"][0]["id"]
    organisation = walk.made("POST", "organisations", {"name": "Vandring ApS"})
    walk.made("PATCH", f"organisations/{organisation.json['id']}", {"city": "Odense"}, {"If-Match": organisation.etag})
    walk.made("POST", "organisations", {"name": "Vandringer ApS"})
    pairs = walk.made("GET", "organisations/duplicates").json["items"]
    walk.made("POST", f"organisations/duplicates/{pairs[0]['id']}/dismiss")
    merge_organisations(walk, organisation.json["id"], walk.made("POST", "organisations", {"name": "Vandret ApS"}).json["id"], unit)
    for kind, more in (("opi", {"need": "Behov", "need_group_size": 5}), ("strategic_procurement", {"procurement_procedure": "open", "term_months": 24}),
                       ("research_contract", {"protocol_number": "P", "sponsor_id": organisation.json["id"], "external_amount_oere": 5})):
        case = walk.made("POST", "collaborations", {"kind": kind, "title": "Vandring", "unit_id": unit, "tags": ["a"], **more})
        walk.made("POST", "collaborations/bulk", {"items": [{"id": case.json["id"]}], "add_tags": ["b"]})
        path = f"collaborations/{case.json['id']}"
        case = walk.made("GET", path)
        case = walk.made("PATCH", path, {"summary": "Tekst", "start_date": "2026-01-01"}, {"If-Match": case.etag})
        case = walk.made("POST", f"{path}/pause", {"reason": "Vandring", "resume_on": "2199-01-01"}, {"If-Match": case.etag})
        case = walk.made("POST", f"{path}/resume", {}, {"If-Match": case.etag})
        case = walk.made("POST", f"{path}/lifecycle", {"reason": "Vandring"}, {"If-Match": case.etag})
        walk.made("POST", f"{path}/stage", {"stage": "lapsed" if kind == "research_contract" else "stopped", "reason": "Vandring"}, {"If-Match": case.etag})
        for name, body, change in (
                ("parties", {"organisation_id": organisation.json["id"], "role": codes["party_role"][-1]["code"]}, {"note": "x"}), ("milestones", {"title": "Mål", "due_date": "2026-05-05"}, {"done_date": "2026-05-06"}),
                ("documents", {"title": "Dok", "url": "https://a.dk"}, {"title": "Dok 2"}), ("comments", {"body": "Tekst"}, {"body": "Ny"}),
                ("funding", {"source": codes["funding_source"][0]["code"], "amount_oere": 7, "shares": [{"kasse": codes["kasse"][0]["code"], "num": 1, "den": 1}]}, {"amount_oere": 8})):
            child = walk.made("POST", f"{path}/{name}", body)
            child = walk.made("PATCH", f"{path}/{name}/{child.json['id']}", change, {"If-Match": child.etag})
            walk("GET", path)
            walk("GET", f"{path}/{name}")
            walk("DELETE", f"{path}/{name}/{child.json['id']}", None, {"If-Match": child.etag})
        for tail in ("", "?as_of=2199-01-01", "/history", "?as_of=2020-01-01"):
            walk("GET", path + tail)
    walk.made("GET", "search?q=hjemme")
    return path


def write_lifecycles(walk):
    """A requirement ticked, a gate asked for and decided with conditions that are met; a version made from another."""
    unit = walk("GET", "units?kind=hospital").json["items"][0]["id"]
    new = lambda kind, stage: f"collaborations/{walk.made('POST', 'collaborations', {'kind': kind, 'title': 'Vandring', 'unit_id': unit, 'stage': stage}).json['id']}"
    path = new("strategic_procurement", "strategy")
    walk.made("POST", f"{path}/requirements/criteria", {"met": True, "note": "Besluttet i styregruppen"})
    walk.made("POST", f"{path}/requirements/criteria", {"met": False})
    walk.made("POST", f"{path}/gates/G3/request", {"note": "Vi er klar", "due_date": "2199-01-01"})
    path = new("opi", "agreement")
    decided = walk.made("POST", f"{path}/gates/G3/decisions", {"decision": "approve_with_conditions", "conditions": "Budgettet skal på plads"}, who="godkender")
    decision = next(g for g in decided.json["gates"] if g["code"] == "G3")["decisions"][0]["id"]
    walk.made("POST", f"{path}/decisions/{decision}/conditions-met", {"note": "Det er det"})
    old = walk.made("GET", "lifecycles?kind=opi&state=in_force&sort=name").json["items"][0]["id"]
    draft = walk.made("POST", "lifecycles", {"from_id": old, "subtype": "strategic_cooperation", "name": "Vandring"})
    draft = walk.made("PATCH", f"lifecycles/{draft.json['id']}", {"stages": draft.json["stages"], "note": "Kopi"}, {"If-Match": draft.etag})
    walk.made("PATCH", f"lifecycles/{draft.json['id']}", {"valid_from": "2199-01-01"}, {"If-Match": draft.etag})


def write_estimates(walk, path):
    with open(os.path.join(walk.ctx.root, "tests/golden/value/hjemmeakut.json"), encoding="utf-8") as f:
        inputs = json.load(f)
    walk.made("POST", "value/evaluate", inputs | {"simulation": {"draws": 1000}})
    walk.made("POST", "value/frontier", {"wtp": [0], "strategies": [{"name": x, "cost": 1, "effect": i} for i, x in enumerate("ABC")]})
    walk.made("POST", "value/psa", {"wtp": [0, 5], "strategies": [{"name": x, "costs": [1, 2], "effects": [2, i]} for i, x in enumerate("ABC")],
                                    "parameters": {"p": [1, 2]}, "evppi": [["p"]]})
    for kind in ({"dist": "gamma", "mean": 1, "sd": 2, "quantiles": [0.5]}, {"dist": "pert", "low": 0, "mode": 1, "high": 2}, {"dist": "fixed", "value": 1}):
        walk.made("POST", "value/distribution", kind)
    tiers = [t["code"] for t in walk.people["alle"].get("meta").json["codes"]["tier"]]
    first = walk.made("POST", f"{path}/estimates", {"tier": tiers[2], "inputs": inputs})
    at = f"estimates/{first.json['id']}"
    walk.ctx.found["/api/v1/estimates/"] = [first.json["id"]]
    first = walk.made("PATCH", at, {"comparator": "Som i dag"}, {"If-Match": first.etag})
    first = walk.made("POST", f"{at}/submit", {}, {"If-Match": first.etag})
    back = walk.made("POST", f"{at}/return", {"comment": "Ret dette"}, {"If-Match": first.etag}, who="godkender")
    walk.made("POST", f"{at}/submit", {}, {"If-Match": back.etag})
    contact = walk.made("GET", "people?role=sector_contact&q=Sofie").json["items"][0]["id"]
    asked = walk.made("POST", f"{at}/confirmations", {"line": "E7", "contact_id": contact, "message": "Er det rigtigt?"})
    walk.made("POST", f"confirmations/{asked.json['id']}/withdraw")
    asked = walk.made("POST", f"{at}/confirmations", {"line": "E7", "contact_id": contact})
    walk("GET", f"{at}/confirmations")
    walk.made("GET", "confirmations", who="sektor")
    walk.made("GET", f"confirmations/{asked.json['id']}", who="sektor")
    walk.made("POST", f"confirmations/{asked.json['id']}/answer", {"status": "confirmed", "number": 1.5}, who="sektor")
    walk("GET", at)
    again = walk.made("POST", f"{at}/assign", {"user_id": None}, who="godkender")
    note = walk.made("POST", f"{at}/notes", {"line": "E4", "body": "Hent et tilbud"}, who="godkender")
    note = walk.made("PATCH", f"{at}/notes/{note.json['id']}", {"resolved": True}, {"If-Match": note.etag}, who="godkender")
    walk("GET", f"{at}/notes")
    walk("DELETE", f"{at}/notes/{note.json['id']}", None, {"If-Match": note.etag}, who="godkender")
    walk.made("POST", f"{at}/approve", {"comment": "Godt"}, {"If-Match": again.etag}, who="godkender")
    measured = walk.made("POST", f"{path}/measurements", {"line": "E5", "year": 2026, "qty": 0.8, "patients": 96})
    measured = walk.made("PATCH", f"{path}/measurements/{measured.json['id']}", {"note": "x"}, {"If-Match": measured.etag})
    walk("GET", f"{path}/measurements")
    walk("GET", f"{path}/realisation")
    walk("DELETE", f"{path}/measurements/{measured.json['id']}", None, {"If-Match": measured.etag})
    second = walk.made("POST", f"{path}/estimates", {"tier": "midi", "copy_of": first.json["id"]})
    walk("GET", f"estimates/{second.json['id']}/compare?with={first.json['id']}")
    second = walk.made("POST", f"estimates/{second.json['id']}/submit", {})
    walk.made("POST", f"estimates/{second.json['id']}/reject", {"comment": "Nej"}, who="godkender")


def write_law(walk, path):
    """A question answered, one of each thing that belongs to the law of a case, and a row of each table of rules."""
    question = walk("GET", f"{path}/checklist").json["items"][0]
    walk.made("PATCH", f"{path}/checklist/{question['id']}", {"answer": "yes"}, {"If-Match": '"0"'})
    walk.made("POST", f"{path}/checklist/refresh")
    organisation = walk.made("POST", "organisations", {"name": "Lovlig ApS", "cvr": "24256790"}).json["id"]
    for name, body, change in (
            ("timers", {"kind": "standstill", "title": "Tildeling", "started_on": "2026-01-01"}, {"outcome": "ended"}),
            ("state-aid", {"organisation_id": organisation, "granted_on": "2026-01-01", "amount_eur_cents": 5}, {"basis": "market_terms"}),
            ("ipr", {"ground": "foreground", "title": "Kode"}, {"owner": "joint", "royalty_percent": 2.5}), ("impartiality", {"person": "Anna", "interest": "Ingen"}, {"decision": "no_conflict"}),
            ("data-processing", {"purpose": "Forløb", "role": "joint", "from_party": "Os", "to_party": "Dem"}, {"dpia": "done"}),
            ("dispensations", {"authority": "Styrelsen", "subject": "Udstyr"}, {"granted_on": "2026-01-01"}),
            ("equalising-actions", {"organisation_id": organisation, "action": "Delte alt", "done_on": "2026-01-01"}, {"action": "Delte alt igen"})):
        child = walk.made("POST", f"{path}/{name}", body)
        child = walk.made("PATCH", f"{path}/{name}/{child.json['id']}", change, {"If-Match": child.etag})
        walk("GET", f"{path}/{name}")
        walk("GET", "state-aid/entries")
        walk("DELETE", f"{path}/{name}/{child.json['id']}", None, {"If-Match": child.etag})
    walk("GET", f"{path}/competition")
    walk.made("GET", "state-aid?cvr=24256790&more_eur_cents=7")
    for name, body in (("checklist-rules", {"code": "vandring", "section": "staff", "da": "Vandring?", "en": "Walk?", "valid_from": "2199-01-01"}),
                       ("timer-rules", {"code": "task", "da": "Vandring", "en": "Walk", "days": 1})):
        row = walk.made("POST", f"reference/{name}", body)
        walk.made("PATCH", f"reference/{name}/{row.json['id']}", {"source": "En kilde"}, {"If-Match": row.etag})
def write_research(walk):
    """A contract by the quick form, all that belongs to it, and the rules."""
    unit = walk("GET", "units?kind=hospital").json["items"][0]["id"]
    made = walk.made("POST", "research/contracts", {"subtype": "cta", "title": "Vandring", "unit_id": unit, "external_amount_oere": 600000000})
    at = f"collaborations/{made.json['id']}"
    contract = walk.made("GET", f"{at}/contract")
    walk.made("PATCH", f"{at}/contract", {"purpose": "Vandring"}, {"If-Match": contract.etag})
    rule = walk.made("GET", f"{at}/approval").json["items"][0]["rule_id"]
    walk.made("POST", f"{at}/approval", {"rule_id": rule, "done_on": "2026-01-01"})
    walk.made("POST", f"{at}/desk", {"desk": "legal", "note": "Vandring"})
    for path in ("desk", "amendments"):
        walk.made("GET", f"{at}/{path}")
    for name, body, change in (("reports", {"title": "Rapport", "due_date": "2027-01-01"}, {"sent_on": "2026-01-01"}), ("instalments", {"title": "Rate", "due_date": "2027-01-01", "amount_oere": 5}, {"note": "x"}),
                               ("publications", {"title": "Artikel", "shown_on": "2026-01-01", "delay_until": "2026-02-01"}, {"delay_reason": "x"})):
        row = walk.made("POST", f"{at}/{name}", body)
        row = walk.made("PATCH", f"{at}/{name}/{row.json['id']}", change, {"If-Match": row.etag})
        walk.made("GET", f"{at}/{name}")
        walk("DELETE", f"{at}/{name}/{row.json['id']}", None, {"If-Match": row.etag})
    region = walk.ctx.db.value("SELECT id FROM unit WHERE code = 'region-1084'")
    other = next(c["id"] for c in walk.made("GET", f"research/contracts?unit_id={region}&sort=title&limit=50").json["items"] if c["title"].startswith("Eksempel"))
    expires = walk.ctx.db.value("SELECT (current_date + 30)::text")
    row = walk.made("POST", f"collaborations/{other}/exemptions", {"rule": "overhead_recorded", "reason": "Giveren betaler ikke", "expires_on": expires})
    row = walk.made("PATCH", f"collaborations/{other}/exemptions/{row.json['id']}", {"reason": "Giveren betaler det ikke"}, {"If-Match": row.etag})
    walk.made("GET", f"collaborations/{other}/exemptions")
    walk("DELETE", f"collaborations/{other}/exemptions/{row.json['id']}", None, {"If-Match": row.etag})
    rules = {"approval-rules": ({"kind": "opi", "action": "sign", "da": "Vandring", "en": "Walk"}, {"valid_to": "2030-01-01"}),
             "compliance-rules": ({"code": "overhead_recorded", "da": "Vandring", "en": "Walk", "valid_to": "1999-01-01"}, {"source": "x"})}
    old = walk.made("GET", "reference/compliance-rules").json["items"]
    overhead = next(r for r in old if r["code"] == "overhead_recorded")
    walk.made("PATCH", f"reference/compliance-rules/{overhead['id']}", {"valid_from": "2000-01-01"}, {"If-Match": f'"{overhead["version"]}"'})
    for table, (body, change) in rules.items():
        row = walk.made("POST", f"reference/{table}", body)
        walk.made("PATCH", f"reference/{table}/{row.json['id']}", change, {"If-Match": row.etag})


def write_reference(walk):
    """A row of each table, changed and approved by another person; a file of each; a recomputation."""
    rows = {"values": ({"code": "vandring", "da": "Vandring", "en": "Walk", "unit": "kr.", "value": 1.5}, {"value": 2}, "code;da;en;unit\r\nvandring_2;Vandring;Walk;kr.\r\n"),
            "unit-costs": ({"code": "vandring", "da": "Vandring", "en": "Walk", "unit": "time", "value": 7, "price_year": 2025}, {"basis": "marginal"}, "code;da;en;unit\r\nvandring_2;Vandring;Walk;time\r\n"),
            "price-indices": ({"code": "VANDRING", "year": 2025, "value": 100}, {"source": "En kilde"}, "code;year\r\nVANDRING;2026\r\n"),
            "payer-rules": ({"task": "akutsygepleje", "sector_from": "state", "sector_to": "region_admin", "valid_from": "2030-01-01"}, {"valid_to": "2031-01-01"},
                            "task;sector_from;sector_to;valid_from\r\nakutsygepleje;patients;state;01-01-2032\r\n")}
    for table, (body, change, file) in rows.items():
        row = walk.made("POST", f"reference/{table}", body)
        row = walk.made("PATCH", f"reference/{table}/{row.json['id']}", change, {"If-Match": row.etag})
        walk.made("POST", f"reference/{table}/{row.json['id']}/approve", None, {"If-Match": row.etag}, who="raadgiver")
        walk("GET", f"exports/reference-{table}.csv")
        walk.made("POST", f"reference/{table}/import", file.encode(), {"Content-Type": "text/csv"})
    job = walk.made("POST", "reference/recompute")
    walk.ctx.found["/api/v1/reference/recompute/"] = [job.json["id"]]
    job = walk.made("POST", "portfolio/simulations", {"draws": 1000})
    walk.ctx.found["/api/v1/portfolio/simulations/"] = [job.json["id"]]
    walk.ctx.samspil("work", "--once")


def write_procurement(walk):
    """A row of each list of procurement, changed and taken off, and of each table of rules."""
    unit = walk("GET", "units?kind=hospital").json["items"][0]["id"]
    firm = walk.made("POST", "organisations", {"name": "Byder A/S"}).json["id"]
    team = {"unit_id": unit, "year": 2040, "quarter": 2}
    for table, body, change in (("procurement-rules", {"code": "vandring", "da": "Vandring", "en": "Walk", "unit": "days", "value": 5}, {"value": 6}),
                                ("strategic-areas", {"code": "vandring", "da": "Vandring", "en": "Walk"}, {"weight": 2}), ("capacity-ceilings", {**team, "fte": 2.5}, {"tenders": 3})):
        row = walk.made("POST", f"reference/{table}", body)
        walk.made("PATCH", f"reference/{table}/{row.json['id']}", change, {"If-Match": row.etag})
    area = walk("GET", "reference/strategic-areas?limit=1").json["items"][0]["id"]
    case = walk.made("POST", "collaborations", {"kind": "strategic_procurement", "title": "Vandring", "unit_id": unit, "value_ceiling_oere": 1000})
    path = f"collaborations/{case.json['id']}"
    for name, body, change in (
            ("market-dialogues", {"held_on": "2026-01-01", "form": "meeting", "organisation_id": firm}, {"firms": 2}), ("strategic-scores", {"area_id": area, "score": 3}, {"score": 4}),
            ("capacity-needs", {**team, "fte": 1.25}, {"fte": 1.5}), ("efforts", {"party": "clinic", "year": 2026, "planned_hours": 7.5}, {"used_hours": 8}),
            ("tenders", {"procedure": "open", "service_kind": "works", "value_oere": 5, "notice_date": "2026-01-02"}, {"lots": 2}), ("bidders", {"organisation_id": firm}, {"invited": True}),
            ("contract-terms", {"kpi": "Leveringstid"}, {"signed_on": "2026-02-01"}), ("contract-options", {"kind": "option", "title": "Mere"}, {"declined": True}),
            ("contract-amendments", {"title": "Loft", "agreed_on": "2026-03-01", "reason": "Mere", "ceiling_change_oere": -5}, {"ceiling_change_oere": 5}),
            ("call-offs", {"title": "Et køb", "amount_oere": 7, "ordered_on": "2026-03-02", "organisation_id": firm}, {"amount_oere": 8}),
            ("partnership-phases", {"no": 1, "name": "F1", "goal": "Mål", "rate_oere": 5}, {"rate_oere": 6})):
        child = walk.made("POST", f"{path}/{name}", body)
        child = walk.made("PATCH", f"{path}/{name}/{child.json['id']}", change, {"If-Match": child.etag})
        walk("GET", f"{path}/{name}")
        walk("GET", f"{path}/procurement")
        walk("GET", "capacity?from=2040&to=2040")
        walk("DELETE", f"{path}/{name}/{child.json['id']}", None, {"If-Match": child.etag})


def write_innovation(walk):
    """A row of each list of an innovation, changed and taken off, and of the tables of prompts and pools."""
    unit = walk("GET", "units?kind=hospital").json["items"][0]["id"]
    ids = {}
    for table, body, change in (("opi-prompts", {"code": "vandring", "part": "canvas", "da": "Vandring", "en": "Walk"}, {"required": True}),
                                ("pools", {"code": "vandring", "da": "Vandring", "en": "Walk"}, {"amount_oere": 5})):
        row = walk.made("POST", f"reference/{table}", body)
        walk.made("PATCH", f"reference/{table}/{row.json['id']}", change, {"If-Match": row.etag})
        ids[table] = row.json["id"]
    case = walk.made("POST", "collaborations", {"kind": "opi", "title": "Vandring i OPI", "unit_id": unit, "start_date": "2026-01-01"})
    path = f"collaborations/{case.json['id']}"
    indicator = walk.made("POST", f"{path}/indicators", {"name": "Liggedage", "direction": "down"})
    for name, body, change in (
            ("canvas-answers", {"prompt_id": ids["opi-prompts"], "answer": "Svar"}, {"answer": "Andet svar"}), ("opi-courses", {"no_call_reason": "Kun én"}, {"ce_status": "marked"}),
            ("exposures", {"no": 1, "name": "Prototype", "exposure_oere": 5}, {"success_probability": 0.5}),
            ("involvements", {"involved": "patients", "held_on": "2026-01-02", "form": "Panel"}, {"people": 5}), ("evaluations", {"occasion": "result"}, {"lessons": "Læring"}),
            ("benefits-reviews", {"months": 48, "due_date": "2030-01-01"}, {"done_on": "2029-12-01"}), ("spreads", {"place": "Odense"}, {"planned_on": "2027-01-01"}),
            ("indicators", {"name": "Genindlæggelser", "direction": "down"}, {"target": 2.5}),
            ("indicator-values", {"indicator_id": indicator.json["id"], "measured_on": "2026-05-01", "value": 3}, {"value": 4}),
            ("pool-awards", {"pool_id": ids["pools"], "amount_oere": 5, "awarded_on": "2026-01-01"}, {"report_due": "2026-12-01"})):
        child = walk.made("POST", f"{path}/{name}", body)
        child = walk.made("PATCH", f"{path}/{name}/{child.json['id']}", change, {"If-Match": child.etag})
        walk("GET", f"{path}/{name}")
        walk("GET", f"{path}/innovation")
        walk("DELETE", f"{path}/{name}/{child.json['id']}", None, {"If-Match": child.etag})


def write_openness(walk, path):
    """A file in two versions, a mark, a request with an answer and a package."""
    text = {"Content-Type": "application/octet-stream"}
    document = walk.made("POST", f"{path}/documents/upload?filename=notat.txt&title=Notat&direction=in", b"Et notat\n", text)
    below = f"{path}/documents/{document.json['id']}"
    walk.made("POST", f"{below}/versions?filename=notat.txt", b"Et nyt notat\n", text)
    walk.made("GET", f"{below}/versions")
    walk.made("GET", f"{below}/file?version=1")
    walk.made("GET", path)
    mark = walk.made("POST", f"{path}/markings", {"field": "case_summary", "claim": "Forretningshemmelighed"})
    mark = walk.made("PATCH", f"{path}/markings/{mark.json['id']}", {"decision": "withheld", "reason": "Enig"}, {"If-Match": mark.etag})
    walk.made("GET", f"{path}/markings")
    walk.made("GET", f"{path}/reads")
    asked = walk.made("POST", "access-requests", {"requester": "Avisen", "subject": "Alt om sagen", "received_on": "2026-03-26", "cases": [{"collaboration_id": int(path.split("/")[1])}]})
    at = f"access-requests/{asked.json['id']}"
    asked = walk.made("PATCH", at, {"extended_to": "2026-04-20", "extension_reason": "Mange dokumenter"}, {"If-Match": asked.etag})
    walk.made("POST", f"{at}/answers", {"outcome": "partial", "words": "Noget er undtaget", "final": False})
    walk.made("GET", f"{at}/answers")
    package = walk.made("POST", f"{at}/packages")
    walk.ctx.samspil("work", "--once")
    walk.made("GET", f"{at}/packages")
    walk.made("GET", f"{at}/packages/{package.json['id']}/file")
    walk("DELETE", f"{path}/markings/{mark.json['id']}", None, {"If-Match": mark.etag})
    gone = walk.made("POST", "users", {"login": "svinder", "name": "Svend Svinder"})
    walk.made("GET", f"users/{gone.json['id']}/personal-data")
    walk.made("GET", "personal-data?name=Svend+Svinder")
    walk.made("POST", "personal-data/pseudonymise", {"user_id": gone.json["id"], "reason": "Fratrådt"})


def write_people(walk):
    unit = walk("GET", "units?kind=hospital").json["items"][0]["id"]
    user = walk.made("POST", "users", {"login": "vandrer", "name": "Vandrer", "password": PASSWORD})
    user = walk.made("PATCH", f"users/{user.json['id']}", {"name": "Vandrer 2"}, {"If-Match": user.etag})
    walk("POST", f"users/{user.json['id']}/password", {"password": PASSWORD + "-ny"})
    grant = walk.made("POST", f"users/{user.json['id']}/grants", {"role": "clinic_lead", "unit_id": unit})
    walk("GET", f"users/{user.json['id']}/grants")
    walk("DELETE", f"users/{user.json['id']}/grants/{grant.json['id']}")
    token = walk.made("POST", "tokens", {"name": "vandring", "scopes": ["collaborations:read"]})
    walk("DELETE", f"tokens/{token.json['id']}")
    view = walk.made("POST", "views", {"name": "Vandring", "page": "collaborations", "query": "kind=opi"})
    walk("DELETE", f"views/{view.json['id']}")
    browser = walk.ctx.client()
    walk.made("POST", "session", {"login": "vandrer", "password": PASSWORD + "-ny"}, who=browser)
    walk("GET", "session", who=browser)
    walk("POST", "me/password", {"current": PASSWORD + "-ny", "new": PASSWORD}, who=browser)
    walk("DELETE", "session", who=browser)


def write_together(walk, path):
    """Following, a task that is put right, taken back and taken off, the inbox, mail and a calendar."""
    walk.made("POST", f"{path}/follow", {"following": True})
    task = walk.made("POST", f"{path}/tasks", {"title": "Vandring", "due_date": "2199-01-01"})
    task = walk.made("PATCH", f"{path}/tasks/{task.json['id']}", {"note": "Fejl"}, {"If-Match": task.etag})
    walk.made("POST", f"{path}/undo", {"seq": walk.made("GET", f"{path}/undo").json["seq"]})
    task = walk.made("PATCH", f"{path}/tasks/{task.json['id']}", {"done": True}, {"If-Match": f'"{task.json["version"] + 1}"'})
    walk("DELETE", f"{path}/tasks/{task.json['id']}", None, {"If-Match": task.etag})
    walk.made("POST", "notifications/read", {})
    walk.made("PATCH", "me/mail", {"mail": "none"})
    url = walk.made("POST", "me/calendar").json["url"]
    walk.made("GET", url[url.index("/calendar"):], headers={"Accept": "text/calendar"})
    walk("DELETE", "me/calendar")


def write_imports(walk):
    rows = "Titel;Type;Afdeling;Start\n" + "".join(f"Importeret {i};opi;Rigshospitalet;0{i % 9 + 1}-02-2026\n" for i in range(5)) + "x;opi;Ukendt sted;31-02-2026\n"
    made = walk.made("POST", "imports?filename=vandring.csv", rows.encode("cp1252"), {"Content-Type": "text/csv"})
    at = f"imports/{made.json['id']}"
    names = [t["name"] for t in made.json["targets"]]
    want = {"Titel": "title", "Type": "kind", "Afdeling": "unit", "Start": "start_date"}
    columns = [{"no": c["no"], "target": next((t for t in names if t.startswith(want.get(c["name"], "?"))), None)} for c in made.json["columns"]]
    walk.made("PATCH", at, {"columns": columns, "kind": "opi"}, {"If-Match": made.etag})
    walk.made("POST", f"{at}/dry-run", headers={"If-Match": made.etag})
    walk.ctx.samspil("work", "--once")
    walk("GET", at)
    walk("GET", f"{at}/rows")
    walk("GET", f"{at}/rejected.csv")
    walk.made("POST", f"{at}/apply")
    walk.ctx.samspil("work", "--once")
    walk("GET", at)
    mapping = walk.made("POST", "import-mappings", {"name": "Vandring", "import_id": made.json["id"]})
    mapping = walk.made("PATCH", f"import-mappings/{mapping.json['id']}", {"name": "Vandring 2"}, {"If-Match": f'"{mapping.json["version"]}"'})
    walk("DELETE", f"import-mappings/{mapping.json['id']}")


def write_admin(walk):
    """A unit with what follows and what it covers, a code, a holiday, a token of somebody else, work that was given up."""
    town = walk("GET", "units?kind=municipality").json["items"][0]["id"]
    later = walk.made("POST", "units", {"code": "vandring-ny", "kind": "department", "name": "Ny"})
    unit = walk.made("POST", "units", {"code": "vandring", "kind": "department", "name": "Vandring", "parent_id": later.json["id"]})
    walk.made("PATCH", f"units/{unit.json['id']}", {"name": "Vandring 2"}, {"If-Match": unit.etag})
    for name, body, change in (("areas", {"municipality_id": town}, {"valid_to": "2199-01-01"}),
                               ("successors", {"successor_id": later.json["id"], "valid_from": "2199-01-01"}, {"source": "Vandring"})):
        at = f"units/{unit.json['id']}/{name}"
        child = walk.made("POST", at, body)
        child = walk.made("PATCH", f"{at}/{child.json['id']}", change, {"If-Match": child.etag})
        walk("GET", at)
        walk("DELETE", f"{at}/{child.json['id']}", None, {"If-Match": child.etag})
    for name, body in (("codes", {"list": "theme", "code": "vandring", "da": "Vandring", "en": "Walk"}),
                       ("public-holidays", {"code": "vandring", "da": "Vandring", "en": "Walk", "month": 2, "day": 29})):
        row = walk.made("POST", f"reference/{name}", body)
        walk.made("PATCH", f"reference/{name}/{row.json['id']}", {"valid_to": "2199-01-01"}, {"If-Match": row.etag})
    walk("GET", "reference/code-lists")
    token = walk.made("POST", "tokens", {"name": "andens", "scopes": ["collaborations:read"]})
    walk("GET", "user-tokens")
    walk("DELETE", f"user-tokens/{token.json['id']}")
    walk.ctx.db.sql("INSERT INTO outbox (topic, failed_at, done_at) VALUES ('vandring', clock_timestamp(), clock_timestamp())")
    failed = walk("GET", "system/failures").json["items"][0]["id"]
    walk("POST", f"system/failures/{failed}/retry")
    walk("GET", "system")


def test_every_operation(ctx):
    """Every operation answers with success at least once in a walk through the whole product, and as described."""
    ctx.found = {}
    walk = Walk(ctx)
    ctx.samspil("user", "add", "godkender", "--password", PASSWORD)
    ctx.samspil("user", "grant", "godkender", "--role", "hospital_exec", "--unit", "region-1084")
    walk.people["godkender"] = ctx.token("godkender")
    ctx.samspil("user", "add", "raadgiver", "--password", PASSWORD)
    ctx.samspil("user", "grant", "raadgiver", "--role", "health_economist", "--unit", "region-1084")
    walk.people["raadgiver"] = ctx.token("raadgiver")
    codes = walk.people["alle"].get("meta").json["codes"]
    path = write_cases(walk, codes)
    for part in (lambda: write_estimates(walk, path), lambda: write_lifecycles(walk), lambda: write_reference(walk), lambda: write_people(walk), lambda: write_imports(walk), lambda: write_law(walk, path), lambda: write_together(walk, path), lambda: write_procurement(walk), lambda: write_research(walk), lambda: write_openness(walk, path), lambda: write_innovation(walk), lambda: write_admin(walk), lambda: read_everything(walk)):
        part()
    ctx.case("replies are as described", not walk.wrong, "\n".join(sorted(set(walk.wrong))[:40]))
    pure = {"value_evaluate", "value_psa", "value_frontier", "value_distribution"}
    silent = {"session_create", "session_delete", "simulation_create", "notification_read", "me_mail_patch", "outbox_retry"} | pure
    # nothing of those is audited
    for (name, writes, described), had in sorted(walk.receipts.items()):
        ctx.case(f"{name}: an audit receipt with each write and no read", had == {writes and name not in silent} and described == (writes and name not in pure), (writes, described, had))
    missing = walk.names - walk.done - {"readyz"}
    ctx.case(f"{len(walk.done)} operations answered with success", not missing, {n: walk.tried.get(n) for n in sorted(missing)})


def test_refusals_are_described(ctx):
    """Problem documents of every kind fit their schema."""
    description, wrong = Description(ctx.client()), []
    c = Checked(ctx.token("admin"), description, wrong)
    nobody = Checked(ctx.client(), description, wrong)
    statuses = {r.status for r in (
        nobody.get("me"), nobody.post("session", {"login": "x", "password": "y"}), nobody.post("session", {}), c.get("collaborations/999999"), c.get("collaborations", sort="x"),
        c.get("collaborations", cursor="x"), c.post("collaborations", b"{", {"Content-Type": "application/json"}), c.post("collaborations", b"{}", {"Content-Type": "text/plain"}),
        c.post("collaborations", {"kind": 1, "shares": [1]}), c.patch("collaborations/1", {"title": "Ny titel"}), c.patch("collaborations/1", {"title": "Ny titel"}, '"99"'),
        c.get("collaborations", headers={"Accept": "text/html"}), c.post("collaborations", b"x" * 1100000, {"Content-Type": "application/json"}))}
    assert statuses == {400, 401, 404, 406, 412, 413, 415, 422, 428}, statuses
    assert not wrong, "\n".join(wrong)
