# SPDX-License-Identifier: EUPL-1.2
"""Research contracts over HTTP: story 6.5 with its figures, marks, clocks, money rules, what has a day."""

from harness.estimates import user

DATABASE = "demo"
TIMEOUT = 300
SPONSOR = {"name": "Prøvesponsor A/S", "cvr": "24256790"}
STATE = {}


def today(ctx, days=0):
    return ctx.db.value(f"SELECT (current_date + {days})::text")


def unit(ctx, code="demo-akut"):
    return ctx.db.value(f"SELECT id FROM unit WHERE code = '{code}'")


def sponsor(ctx):
    if "sponsor" not in STATE:
        made = user(ctx, "forskning").post("organisations", SPONSOR)
        assert made.status == 201, made
        STATE["sponsor"] = made.json["id"]
    return STATE["sponsor"]


def quick(ctx, login="forskning", **more):
    return user(ctx, login).post("research/contracts", {"subtype": "cta", "title": "Nyt lægemiddel mod KOL", "unit_id": unit(ctx), **more})


def made(ctx, **more):
    reply = quick(ctx, **more)
    assert reply.status == 201, reply
    return reply.json["id"]


def asked(reply):
    return {a["action"] + ":" + (a["role"] or ""): a for a in reply.json.get("approval") or reply.json["items"]}


def test_contract_in_a_minute(ctx):
    """Story 6.5.1-2: 6.2 million from outside; acknowledge in 3 days, tell the executive, the hospital signs."""
    reply = quick(ctx, sponsor_id=sponsor(ctx), principal_investigator="Overlæge Prøve", protocol_number="KOL-1", external_amount_oere=620000000, received_on="2026-03-26",
                  start_date="2026-05-01", years=3, planned_patients=3)
    assert reply.status == 201, reply
    rules = asked(reply)
    ctx.case("who does what", sorted(rules) == ["acknowledge:research_support", "approve:department_head", "legal_review:lawyer", "notify:hospital_exec", "sign:hospital_exec", "sign_after_review:lawyer"], rules)
    ctx.case("three working days", rules["acknowledge:research_support"]["due_date"] == "2026-03-31", rules)
    ctx.case("three years", reply.json["end_date"] == "2029-04-30", reply)
    case = user(ctx, "forskning").get(f"collaborations/{reply.json['id']}").json
    ctx.case("the case", (case["kind"], case["external_amount_oere"], case["start_date"], case["sponsor_name"], case["participants"][0]["role"])
             == ("research_contract", 620000000, "2026-05-01", SPONSOR["name"], "sponsor"), case)
    bad = user(ctx, "forskning").post("organisations", {"name": "Forkert ciffer", "cvr": "13585627"})
    ctx.case("a bad check digit", bad.status == 422 and bad.faults == {"cvr": "bad_check_digit"}, bad)
    form = user(ctx, "forskning").get("meta").json["forms"]["research_create"]
    ctx.case("at most 12 fields", len(form) <= 12, list(form))
    outside = ctx.user("udenfor", "clinic_lead", "hospital-bornholm").get(f"collaborations/{case['id']}").json
    ctx.case("three patients are too few to tell of outside the unit", case["planned_patients"] == 3 and outside["planned_patients"] is None and outside["small_counts"] == ["planned_patients"], outside)


def test_material_transfer(ctx):
    """Story 6.5.3: an MTA on the template goes to no lawyer, and the department signs."""
    rules = asked(quick(ctx, subtype="mta", special="standard_template"))
    ctx.case("on the template", sorted(rules) == ["acknowledge:research_support", "approve:department_head", "no_legal_review:", "sign:department_head"], rules)
    rules = asked(quick(ctx, subtype="mta"))
    ctx.case("off it", "legal_review:lawyer" in rules and "sign:hospital_exec" in rules, rules)


def test_quick_faults(ctx):
    for body, faults in (({"years": 3}, {"start_date": "required"}), ({"subtype": "framework"}, {"subtype": "unknown_reference"}),
                         ({"sponsor_id": 999999}, {"sponsor_id": "unknown_reference"}), ({"received_on": today(ctx, 3)}, {"received_on": "in_future"}), ({"special": "none"}, {"special": "not_a_choice"})):
        reply = quick(ctx, **body)
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)
    assert quick(ctx, login="forum").status == 403
    assert quick(ctx, login="klinik", unit_id=unit(ctx, "demo-hjerte")).status == 403


CVRS = ("24256790", "61126228", "25052943", "10150817")


def contracts():
    """250 rows: 243 that are new, 4 that are there or stand twice, 3 that are wrong."""
    rows = [("Type", "Undertype", "Titel", "Afdeling", "Sponsor", "CVR", "Protokolnr.", "Startdato")]
    line = lambda n, **m: tuple({**{"kind": "research_contract", "subtype": ("cta", "cia", "cda")[n % 3], "title": f"Importeret kontrakt {n}", "unit": "Akutafdelingen, Eksempelhospitalet",
                                    "sponsor": f"Sponsor {n % 4}", "cvr": CVRS[n % 4], "protocol": f"PR-{n}", "start": f"{n % 28 + 1:02d}-03-2026"}, **m}.values())
    rows += [line(n) for n in range(243)]
    rows += [line(0, title="Samme som den, der var her", subtype="cta", cvr=CVRS[0], sponsor="Prøvesponsor", protocol="KOL-1", start="05-05-2026"),
             *(line(n, title=f"Gentaget {n}", start="06-06-2026") for n in (5, 6, 7))]
    rows += [line(300, cvr="13585627"), line(301, start="31-02-2026"), line(302, subtype="ukendt_type")]
    assert len(rows) == 251
    return "".join(";".join(r) + "\r\n" for r in rows).encode("cp1252")


def test_import_of_contracts(ctx):
    """Story 6.5.4: 250 rows are 243 created, 4 duplicates by sponsor, protocol and type, 3 rejected; the file of errors."""
    c = user(ctx, "forskning")
    sponsor(ctx)
    up = c.request("POST", "imports", contracts(), {"Content-Type": "text/csv"}, {"filename": "kontrakter.csv"})
    assert up.status == 201, up
    at = f"imports/{up.json['id']}"
    want = {"Type": "kind", "Undertype": "subtype", "Titel": "title", "Afdeling": "unit_id", "Sponsor": "sponsor_name", "CVR": "sponsor_cvr", "Protokolnr.": "protocol_number", "Startdato": "start_date"}
    wrong = {k["name"]: k["target"] for k in up.json["columns"] if want[k["name"]] != k["target"]}
    if wrong:
        up = c.patch(at, {"columns": [{"no": k["no"], "target": want[k["name"]]} for k in up.json["columns"]]}, up.etag)
        assert up.status == 200, up
    for step in ("dry-run", "apply"):
        assert c.post(f"{at}/{step}").status == 202
        ctx.samspil("work", "--once")
        job = c.get(at).json
        assert job["status"] == {"dry-run": "planned", "apply": "applied"}[step], job
        ctx.case(f"{step}: 243, 4 and 3", {k: v for k, v in job["counts"].items() if v} == {"create": 243, "duplicate": 4, "rejected": 3}, job["counts"])
    rejected = c.all(f"{at}/rows", fate="rejected")
    ctx.case("why", sorted((e["field"], e["code"]) for r in rejected for e in r["errors"]) == [("sponsor_cvr", "bad_check_digit"), ("start_date", "bad_date"), ("subtype", "unknown_code")], rejected)
    twice = [r["errors"][0]["detail"] for r in c.all(f"{at}/rows", fate="duplicate")]
    ctx.case("each duplicate says of what", len(twice) == 4 and sum("FK-" in t for t in twice) == 1 and sum("række" in t for t in twice) == 3, twice)
    file = ctx.client("forskning", "samspil-demo-2026").get(f"{at}/rejected.csv")
    text = file.body.decode("cp1252") if isinstance(file.body, bytes) else file.body
    ctx.case("the error file has the three rows", file.status == 200 and all(w in text for w in ("13585627", "31-02-2026", "ukendt_type")) and text.count("Importeret kontrakt") == 3, text[:600])
    ctx.case("imported ones have no receipt and no clock", ctx.db.value("SELECT count(*) FROM research_contract r LEFT JOIN desk_interval i ON i.collaboration_id = r.id "
                                                                         "WHERE r.protocol_number LIKE 'PR-%' AND (r.received_on IS NOT NULL OR i.id IS NOT NULL)") == 0)


def mark(ctx, case, action, day, login="forskning", role=None):
    c = user(ctx, login)
    rule = next(a["rule_id"] for a in c.get(f"collaborations/{case}/approval").json["items"] if a["action"] == action and (not role or a["role"] == role))
    return c.post(f"collaborations/{case}/approval", {"rule_id": rule, "done_on": day})


def test_marks(ctx):
    """Acknowledged in time, signed only when the lawyers have seen it, taken back."""
    case, c = made(ctx, external_amount_oere=100), user(ctx, "forskning")
    early = mark(ctx, case, "sign", today(ctx))
    ctx.case("before the lawyers", early.status == 409 and early.json["code"] == "wrong_state" and "Juristerne" in early.json["detail"], early)
    for action in ("acknowledge", "legal_review", "sign_after_review"):
        assert mark(ctx, case, action, today(ctx)).status == 200
    done = asked(mark(ctx, case, "sign", today(ctx)))
    ctx.case("signed, by whom", done["sign:hospital_exec"]["done_on"] == today(ctx) and done["sign:hospital_exec"]["done_by_name"].startswith("Freja"), done)
    ctx.case("in the contract", c.get(f"collaborations/{case}/contract").json["signed_on"] == today(ctx))
    ctx.case("on nobody's desk", c.get(f"collaborations/{case}/desk").json["desk"] is None)
    back = asked(mark(ctx, case, "sign", None))
    ctx.case("taken back", back["sign:hospital_exec"]["done_on"] is None and c.get(f"collaborations/{case}/contract").json["signed_on"] is None, back)
    future = mark(ctx, case, "approve", today(ctx, 5))
    ctx.case("in the future", future.faults == {"done_on": "in_future"}, future)
    ctx.case("a rule that is not asked", c.post(f"collaborations/{case}/approval", {"rule_id": 999999}).faults == {"rule_id": "unknown_reference"})
    ctx.case("may not write", mark(ctx, case, "approve", today(ctx), login="oekonom").status == 403)
    told = ctx.db.value(f"SELECT count(*) FROM notification WHERE collaboration_id = {case} AND kind = 'rule'")
    ctx.user("direktion", "hospital_exec", "demo-hospital")
    big = made(ctx, external_amount_oere=500000001)
    ctx.case("the executive is told of what is above 5 million, once", told == 0 and ctx.db.value(f"SELECT count(*) FROM notification WHERE collaboration_id = {big} AND kind = 'rule'") == 1)


def test_contract(ctx):
    """Its own facts, with versions; an amendment counts to the contract's money and is one level deep."""
    main, c = made(ctx, external_amount_oere=400000000), user(ctx, "forskning")
    at = f"collaborations/{main}/contract"
    first = c.get(at)
    changed = c.patch(at, {"purpose": "Forsøg med nyt middel", "overhead_percent": 44.5, "project_number": "E-1", "publication_delay_months": 6, "currency": "EUR"}, first.etag)
    ctx.case("changed", changed.status == 200 and changed.json["overhead_percent"] == 44.5 and changed.json["currency"] == "EUR", changed)
    stale = c.patch(at, {"purpose": "x"}, first.etag)
    ctx.case("stale", stale.status == 412 and stale.json["current"]["purpose"] == "Forsøg med nyt middel", stale)
    ctx.case("no right", user(ctx, "klinik").patch(f"collaborations/{made(ctx, unit_id=unit(ctx, 'demo-hjerte'))}/contract", {"purpose": "x"}, '"3"').status in (403, 412))
    amendment = made(ctx, subtype="amd", title="Tillæg 1", external_amount_oere=150000000)
    own = f"collaborations/{amendment}/contract"
    ctx.case("to itself", c.patch(own, {"amends_id": amendment}, c.get(own).etag).faults == {"amends_id": "not_a_main_contract"})
    ctx.case("to nothing", c.patch(own, {"amends_id": 999999}, c.get(own).etag).faults == {"amends_id": "unknown_reference"})
    linked = c.patch(own, {"amends_id": main}, c.get(own).etag)
    ctx.case("to the contract", linked.status == 200 and linked.json["external_total_oere"] == 550000000 and linked.json["amends_number"].startswith("FK-"), linked)
    ctx.case("to an amendment", c.patch(at, {"amends_id": amendment}, c.get(at).etag).faults == {"amends_id": "not_a_main_contract"})
    ctx.case("listed", [a["id"] for a in c.get(f"collaborations/{main}/amendments").json["items"]] == [amendment])
    ctx.case("both together are above 5 million", "notify:hospital_exec" in asked(c.get(f"collaborations/{main}/approval")))
    opi = ctx.db.value("SELECT min(id) FROM collaboration WHERE kind = 'opi'")
    ctx.case("another kind has none", c.get(f"collaborations/{opi}/contract").status == 404)


def test_what_has_a_day(ctx):
    """Reports, instalments and publications: the deadline comes, is met, goes with the row."""
    case, c = made(ctx), user(ctx, "forskning")
    c.patch(f"collaborations/{case}/contract", {"publication_delay_months": 3}, c.get(f"collaborations/{case}/contract").etag)
    for path, kind, body, met in (("reports", "report", {"title": "Årsrapport", "due_date": "2027-03-01"}, {"sent_on": "2026-02-20"}),
                                  ("instalments", "payment", {"title": "Første rate", "due_date": "2026-12-01", "amount_oere": 5000000}, {"invoiced_on": "2026-12-02"}),
                                  ("publications", "publication", {"title": "Artikel", "shown_on": "2026-06-01", "delay_until": "2026-08-15"}, {"published_on": "2026-08-20"})):
        at, row = f"collaborations/{case}/{path}", c.post(f"collaborations/{case}/{path}", body)
        assert row.status == 201, row
        due = body.get("delay_until") or body["due_date"]
        state = lambda: ctx.db.rows(f"SELECT due_date, done_at IS NOT NULL AS done FROM deadline WHERE collaboration_id = {case} AND kind = '{kind}'")
        ctx.case(f"{path}: waits", state() == [{"due_date": due, "done": False}], state())
        row = c.patch(f"{at}/{row.json['id']}", met, row.etag)
        ctx.case(f"{path}: met", row.status == 200 and state()[0]["done"], row)
        row = c.patch(f"{at}/{row.json['id']}", {k: None for k in met}, row.etag)
        assert row.status == 200 and not state()[0]["done"]
        ctx.case(f"{path}: taken off", c.delete(f"{at}/{row.json['id']}", row.etag).status == 204 and state()[0]["done"] and c.get(at).json["items"] == [])
    late = c.post(f"collaborations/{case}/publications", {"title": "Artikel", "shown_on": "2026-06-01", "delay_until": "2026-09-02"})
    ctx.case("held back longer than the contract allows", late.status == 422 and late.faults == {"delay_until": "too_large"} and "2026-09-01" in late.text, late)
    ctx.case("before it was shown", c.post(f"collaborations/{case}/publications", {"title": "Artikel", "shown_on": "2026-06-01", "delay_until": "2026-05-01"}).faults == {"delay_until": "end_before_start"})
    ctx.case("paid before it was invoiced", c.post(f"collaborations/{case}/instalments", {"title": "Rate", "due_date": "2026-12-01", "amount_oere": 5, "invoiced_on": "2026-12-02", "paid_on": "2026-12-01"}).faults
             == {"paid_on": "end_before_start"})


def test_desks(ctx):
    """Handed over with one request, for all kinds; who may; what lies where; medians that closed and running intervals make."""
    c, lead = user(ctx, "forskning"), user(ctx, "klinik")
    opi = lead.post("collaborations", {"kind": "opi", "title": "Ur på en sag", "unit_id": unit(ctx)}).json["id"]
    at = f"collaborations/{opi}/desk"
    ctx.case("on nobody's desk", lead.get(at).json["desk"] is None)
    first = lead.post(at, {"desk": "legal", "note": "Se på rettigheder", "since": today(ctx, -10)})
    ctx.case("no clock before the first", first.status == 200 and first.json["desk"] == "legal" and 9 < first.json["days"] < 11.5 and first.json["forecast"] is None, first)
    second = lead.post(at, {"desk": "partner", "since": today(ctx, -4)})
    clocks = {k["side"]: round(k["days"]) for k in second.json["clocks"]}
    ctx.case("six days ours, four theirs", clocks["ours"] == 6 and clocks["theirs"] in (4, 5), second)
    ctx.case("the same desk", lead.post(at, {"desk": "partner"}).status == 409)
    ctx.case("before it came", lead.post(at, {"desk": "legal", "since": today(ctx, -5)}).faults == {"since": "end_before_start"})
    ctx.case("tomorrow", lead.post(at, {"desk": "legal", "since": today(ctx, 1)}).faults == {"since": "in_future"})
    ctx.case("who may not write", user(ctx, "oekonom").post(at, {"desk": "legal"}).status == 403 and user(ctx, "forum").post(at, {"desk": "legal"}).status in (403, 404))
    listed = c.get("desks", desk="partner", kind="opi").json["items"]
    ctx.case("what lies with the partner", [(d["collaboration_id"], d["side"]) for d in listed if d["collaboration_id"] == opi] == [(opi, "theirs")], listed)
    ctx.case("older than", opi not in [d["collaboration_id"] for d in c.get("desks", older_than=30, kind="opi", limit=200).json["items"]])
    own = ctx.db.rows("SELECT i.desk, percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM COALESCE(ended_at, now()) - started_at)) / 86400 AS m, "
                      "percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM COALESCE(ended_at, now()) - started_at)) / 86400 AS p, count(*) AS n FROM desk_interval i JOIN collaboration c ON c.id = i.collaboration_id "
                      "WHERE c.kind = 'opi' GROUP BY 1")
    told = {d["desk"]: d for d in user(ctx, "admin").get("desks/statistics", kind="opi").json["items"]}
    for row in own:
        seen = told[row["desk"]]
        ctx.case(f"{row['desk']}: median and 90th percentile", abs(seen["median_days"] - float(row["m"])) < 0.01 and abs(seen["p90_days"] - float(row["p"])) < 0.01 and seen["intervals"] == row["n"], (seen, row))
    for by in ("kind", "subtype", "partner", "unit"):
        items = c.get("desks/statistics", by=by).json["items"]
        ctx.case(f"by {by}", any(i["key"] for i in items), items[:3])


def test_lists_and_figures(ctx):
    """Open over 60 days, the median of what was signed, and each figure equal to its list."""
    c = user(ctx, "forskning")
    for days, signed in ((90, None), (30, None), (100, 60), (50, 20), (80, 60)):
        case = made(ctx, title=f"Tal {days}", unit_id=unit(ctx, "demo-medicin"), received_on=today(ctx, -days), external_amount_oere=days * 100, sponsor_id=sponsor(ctx))
        if signed is not None:
            for action in ("legal_review", "sign_after_review"):
                mark(ctx, case, action, today(ctx, -days))
            assert mark(ctx, case, "sign", today(ctx, -days + signed)).status == 200
    where = {"unit_id": unit(ctx, "demo-medicin")}
    before = ctx.db.value(f"SELECT count(*) FROM research_contract r JOIN collaboration c ON c.id = r.id WHERE c.unit_id = {where['unit_id']} AND r.received_on IS NOT NULL AND c.title NOT LIKE 'Tal %'")
    s = c.get("research/summary", **where).json
    if before == 0:
        ctx.case("median 60, 90th percentile 60", (s["signed"], s["median_days"], s["p90_days"], s["open"], s["open_over_60"]) == (3, 60, 60, 2, 1), s)
    ctx.case("open over 60 is a list", len(c.all("research/contracts", open="true", older_than=60, **where)) == s["open_over_60"], s)
    ctx.case("open is a list", len(c.all("research/contracts", open="true", **where)) == s["open"])
    ctx.case("signed is a list", len(c.all("research/contracts", signed_from=s["from"], signed_to=s["to"], **where)) == s["signed"])
    ctx.case("not acknowledged is a list", len(c.all("research/contracts", not_acknowledged="true", **where)) == s["not_acknowledged"] > 0, s)
    whole = {m["class"] for m in s["money"]}
    ctx.case("external share", all(0 <= x["share"] <= 1 for x in s["external_shares"]) and "company" in whole, s["money"])
    days = [r["days"] for r in c.all("research/contracts", sort="received_on", open="true", **where)]
    ctx.case("the longest under way first", days == sorted(days, reverse=True) and days[0] >= 90, days)
    found = c.get("research/contracts", q="Tal 90").json["items"]
    ctx.case("found by words", any(r["title"] == "Tal 90" for r in found), found)


def test_rules_on_research_money(ctx):
    """What a running contract breaks, by unit; an exemption has a reason and an end, and nobody gives one to a case of their own."""
    c, head = user(ctx, "forskning"), user(ctx, "leder")
    case = made(ctx, external_amount_oere=100, title="Bryder reglerne")
    ctx.db.sql(f"BEGIN; SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'test', ''); SELECT set_config('samspil.bulk', 'on', true); UPDATE collaboration SET stage = 'active' WHERE id = {case}; COMMIT")
    mine = lambda **q: {v["code"]: v for v in c.all("compliance/violations", collaboration_id=case, **q)}
    ctx.case("five rules broken", set(mine()) == {"department_approved", "signed_contract", "one_project_number", "purpose_stated", "overhead_recorded"}, mine())
    unit_row = next(u for u in c.get("compliance/units").json["items"] if u["unit_id"] == unit(ctx))
    ctx.case("by unit as in the list", unit_row["violations"] == len(c.all("compliance/violations", unit_id=unit(ctx), exempt="false")), unit_row)
    at = f"collaborations/{case}/exemptions"
    body = {"rule": "overhead_recorded", "reason": "Fonden betaler ikke overhead", "expires_on": today(ctx, 90)}
    ctx.case("one's own case", c.post(at, body).status == 403 and c.post(at, body).json["code"] == "separation_of_duties", c.post(at, body))
    ctx.case("who has no right", user(ctx, "klinik").post(at, body).status == 403)
    for change, fault in (({"expires_on": today(ctx, -1)}, {"expires_on": "too_small"}), ({"expires_on": "2099-01-01"}, {"expires_on": "too_large"}), ({"reason": "pga"}, {"reason": "too_short"}), ({"rule": "x"}, {"rule": "unknown_code"})):
        ctx.case(f"{change}", head.post(at, body | change).faults == fault, head.post(at, body | change))
    given = head.post(at, body)
    ctx.case("given by the head", given.status == 201 and given.json["granted_by_name"].startswith("Lars"), given)
    ctx.case("shown as such", mine(exempt="true")["overhead_recorded"]["exempt_until"] == body["expires_on"] and "overhead_recorded" not in mine(exempt="false"))
    ctx.case("taken back", head.delete(f"{at}/{given.json['id']}", given.etag).status == 204 and mine(exempt="true") == {})
    contract = f"collaborations/{case}/contract"
    c.patch(contract, {"purpose": "Formål", "overhead_percent": 0, "project_number": "E-77"}, c.get(contract).etag)
    ctx.case("mended", set(mine()) == {"department_approved", "signed_contract"}, mine())
    ctx.case("marked", mark(ctx, case, "approve", today(ctx), role="department_head").status == 200 and set(mine()) == {"signed_contract"}, mine())


def test_rules_are_data(ctx):
    """Rules are read by all, written with their right, ended and followed, in force by their days."""
    lawyer, c = user(ctx, "jurist"), user(ctx, "klinik")
    rule = next(r for r in lawyer.all("reference/approval-rules", as_of=today(ctx)) if r["condition"] == "external_amount_above")
    at = f"reference/approval-rules/{rule['id']}"
    assert c.patch(at, {"valid_to": today(ctx)}, f'"{rule["version"]}"').status == 403
    old = made(ctx, external_amount_oere=600000000, received_on=today(ctx, -20))
    ended = lawyer.patch(at, {"valid_to": today(ctx, -10)}, f'"{rule["version"]}"')
    assert ended.status == 200 and ended.json["updated_by_name"].startswith("Jens"), ended
    new = {k: rule[k] for k in ("kind", "condition", "action", "role", "da", "en")} | {"amount_oere": 1000000000, "valid_from": today(ctx, -9), "source": "Ny grænse"}
    assert lawyer.post("reference/approval-rules", new).status == 201
    asks = lambda case: "notify:hospital_exec" in asked(c.get(f"collaborations/{case}/approval"))
    ctx.case("each contract under the rules of its day", (asks(old), asks(made(ctx, external_amount_oere=600000000)), asks(made(ctx, external_amount_oere=1000000001))) == (True, False, True))
    for body, faults in (({"amount_oere": None}, {"amount_oere": "required"}), ({"valid_to": "2020-01-01"}, {"valid_to": "end_before_start"}), ({"type": "framework"}, {"type": "unknown_reference"})):
        reply = lawyer.post("reference/approval-rules", new | body)
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)
    overhead = next(r for r in lawyer.all("reference/compliance-rules") if r["code"] == "overhead_recorded")
    twice = lawyer.post("reference/compliance-rules", {k: overhead[k] for k in ("code", "da", "en")})
    ctx.case("two rules of one check at a time", twice.status == 422 and twice.faults == {"valid_from": "overlaps"}, twice)
    history = ctx.db.value(f"SELECT count(*) FROM audit_event WHERE entity = 'approval_rule' AND entity_id = {rule['id']} AND action = 'update'")
    ctx.case("the change is in the audit", history == 1, history)


def test_two_hand_over_at_once(ctx):
    """Two people move a case at the same time: one interval runs, nothing is lost."""
    import threading
    case = made(ctx)
    clients = [ctx.token("forskning"), ctx.token("forskning")]
    results = []
    for _ in range(5):
        threads = [threading.Thread(target=lambda c=c, d=d: results.append(c.post(f"collaborations/{case}/desk", {"desk": d}).status)) for c, d in zip(clients, ("legal", "partner"))]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
    ctx.case("each is taken or told that it lies there", set(results) <= {200, 409} and 200 in results, results)
    ctx.case("one runs", ctx.db.value(f"SELECT count(*) FROM desk_interval WHERE collaboration_id = {case} AND ended_at IS NULL") == 1)
    ctx.case("without gaps or overlap", ctx.db.value(f"SELECT count(*) FROM (SELECT ended_at, lead(started_at) OVER (ORDER BY started_at, id) AS next FROM desk_interval WHERE collaboration_id = {case}) x WHERE next IS NOT NULL AND next <> ended_at") == 0)
