# SPDX-License-Identifier: EUPL-1.2
"""Strategic procurement, with the figures of the stories of the dashboard and of the innovation partnership."""
import threading

from harness.estimates import create, new_case, user

DATABASE = "demo"
TIMEOUT = 300
KR = 100
MIO = 1000000 * KR
ANSWERS = {"award_on_first_offer": True, "ipr_arrangement": "Regionen får brugsret", "several_contracts": False, "negotiation": "To runder",
           "participation_fee": "50.000 kr. til hver", "reduction": "Fra tre til to efter F1"}


def case(ctx, title="Indkøb", **more):
    made = new_case(ctx, title, unit="stab-koncernindkoeb", kind="strategic_procurement")
    if more:
        who = user(ctx, "admin")
        assert who.patch(f"collaborations/{made}", more, who.get(f"collaborations/{made}").etag).status == 200
    return made


def add(ctx, c, path, login="indkoeb", **body):
    return user(ctx, login).post(f"collaborations/{c}/{path}", body)


def made(ctx, c, path, **body):
    reply = add(ctx, c, path, **body)
    assert reply.status == 201, reply
    return reply


def change(ctx, c, path, row, **body):
    return user(ctx, "indkoeb").patch(f"collaborations/{c}/{path}/{row.json['id']}", body, row.etag)


def figures(ctx, c):
    reply = user(ctx, "indkoeb").get(f"collaborations/{c}/procurement")
    assert reply.status == 200, reply
    return reply.json


def firm(ctx, name):
    reply = user(ctx, "indkoeb").post("organisations", {"name": name})
    assert reply.status == 201, reply
    return reply.json["id"]


def framework(ctx, title):
    c = case(ctx, title, value_ceiling_oere=2000 * MIO)
    made(ctx, c, "call-offs", title="Det første", amount_oere=1485 * MIO, ordered_on="2024-05-01")
    return c


def test_ceiling(ctx):
    """125 mio. on 1,485 of 2,000: 80.5 %, a warning; 400 mio. more is 10 over and needs an amendment."""
    c = framework(ctx, "Ramme 1")
    assert figures(ctx, c)["ceiling"] == {"agreed_oere": 2000 * MIO, "ceiling_oere": 2000 * MIO, "used_oere": 1485 * MIO, "remaining_oere": 515 * MIO,
                                          "used_percent": 74.25, "warn_percent": 80, "state": "ok"}
    first = made(ctx, c, "call-offs", title="Hospital syd", amount_oere=125 * MIO, ordered_on="2025-01-07")
    seen = figures(ctx, c)["ceiling"]
    assert (seen["used_oere"], seen["used_percent"], seen["remaining_oere"], seen["state"]) == (1610 * MIO, 80.5, 390 * MIO, "warning"), seen
    reply = add(ctx, c, "call-offs", title="For meget", amount_oere=400 * MIO, ordered_on="2025-02-01")
    assert reply.status == 422 and reply.faults == {"amount_oere": "over_ceiling"}, reply
    detail = reply.json["errors"][0]["detail"]
    assert "10.000.000 kr. over" in detail and "resterer 390.000.000 kr." in detail, detail
    assert figures(ctx, c)["ceiling"]["used_oere"] == 1610 * MIO
    reply = change(ctx, c, "call-offs", first, amount_oere=515 * MIO + 1)
    assert reply.status == 422 and "0,01 kr. over" in reply.json["errors"][0]["detail"], reply
    amendment = made(ctx, c, "contract-amendments", title="Hævet loft", agreed_on="2025-02-10", ceiling_change_oere=10 * MIO, reason="Flere renoveringer")
    last = made(ctx, c, "call-offs", title="Nu går det", amount_oere=400 * MIO, ordered_on="2025-02-12")
    seen = figures(ctx, c)["ceiling"]
    assert (seen["agreed_oere"], seen["ceiling_oere"], seen["remaining_oere"], seen["used_percent"], seen["state"]) == (2000 * MIO, 2010 * MIO, 0, 100, "warning"), seen
    off = user(ctx, "indkoeb")
    reply = off.delete(f"collaborations/{c}/contract-amendments/{amendment.json['id']}", amendment.etag)
    assert reply.status == 422 and reply.faults == {"ceiling_change_oere": "over_ceiling"}, reply
    assert change(ctx, c, "contract-amendments", amendment, ceiling_change_oere=9 * MIO).status == 422
    assert off.delete(f"collaborations/{c}/call-offs/{last.json['id']}", last.etag).status == 204
    assert off.delete(f"collaborations/{c}/contract-amendments/{amendment.json['id']}", amendment.etag).status == 204


def test_yearly_commitment(ctx):
    """What is bought this year is held against what is promised a year; last year's does not count."""
    c = framework(ctx, "Ramme 5")
    assert figures(ctx, c)["commitment"] is None
    made(ctx, c, "contract-terms", yearly_commitment_oere=50 * MIO)
    year = int(ctx.db.value("SELECT extract(year FROM current_date)"))
    made(ctx, c, "call-offs", title="I år", amount_oere=20 * MIO + 1, ordered_on=f"{year}-01-01")
    made(ctx, c, "call-offs", title="Sidste år", amount_oere=7 * MIO, ordered_on=f"{year - 1}-12-31")
    assert figures(ctx, c)["commitment"] == {"year": year, "committed_oere": 50 * MIO, "used_oere": 20 * MIO + 1}


def test_ceiling_is_not_typed_over(ctx):
    """With call-offs on it the agreed ceiling stands; a case that has none may get one."""
    c = framework(ctx, "Ramme 2")
    who = user(ctx, "indkoeb")
    reply = who.patch(f"collaborations/{c}", {"value_ceiling_oere": 9000 * MIO}, who.get(f"collaborations/{c}").etag)
    assert reply.status == 422 and reply.faults == {"value_ceiling_oere": "ceiling_in_use"}, reply
    open_case = case(ctx, "Uden loft")
    made(ctx, open_case, "call-offs", title="Et køb", amount_oere=5, ordered_on="2025-01-01")
    assert figures(ctx, open_case)["ceiling"]["state"] == "none"
    assert who.patch(f"collaborations/{open_case}", {"value_ceiling_oere": 10}, who.get(f"collaborations/{open_case}").etag).status == 200
    assert figures(ctx, open_case)["ceiling"]["used_percent"] == 50


def test_call_offs_at_the_same_time(ctx):
    """Of call-offs that only fit one by one exactly one wins, whoever asks first."""
    c = framework(ctx, "Ramme 3")
    replies, gate = [], threading.Barrier(6)

    def order(n, client):
        gate.wait()
        replies.append(client.post(f"collaborations/{c}/call-offs", {"title": f"Samtidig {n}", "amount_oere": 300 * MIO, "ordered_on": "2025-03-01"}))
    sessions = [threading.Thread(target=order, args=(n, ctx.client(token=user(ctx, "indkoeb").token))) for n in range(6)]
    for s in sessions:
        s.start()
    for s in sessions:
        s.join()
    assert sorted(r.status for r in replies) == [201] + [422] * 5, replies
    assert all(r.faults == {"amount_oere": "over_ceiling"} for r in replies if r.status == 422), replies
    assert figures(ctx, c)["ceiling"]["used_oere"] == 1785 * MIO


def test_call_off_dates(ctx):
    """Within the term; an extension that is taken up makes it longer."""
    c = case(ctx, "Ramme 4", value_ceiling_oere=100 * MIO, start_date="2024-01-01", end_date="2025-12-31")
    for day, fault in (("2023-12-31", "too_early"), ("2026-01-01", "too_late")):
        reply = add(ctx, c, "call-offs", title="Uden for", amount_oere=100, ordered_on=day)
        ctx.case(day, reply.status == 422 and reply.faults == {"ordered_on": fault}, reply)
    option = made(ctx, c, "contract-options", kind="extension", title="Et år mere", months=12, notice_by="2025-06-30")
    late = change(ctx, c, "contract-options", option, taken_on="2025-07-01")
    assert late.status == 422 and late.faults == {"taken_on": "too_late"}, late
    assert change(ctx, c, "contract-options", option, taken_on="2025-06-30").status == 200
    assert figures(ctx, c)["end_date"] == "2026-12-31"
    made(ctx, c, "call-offs", title="Nu inden for", amount_oere=100, ordered_on="2026-01-01")
    assert add(ctx, c, "contract-options", kind="extension", title="Uden længde").faults == {"months": "required"}


def test_capacity(ctx):
    """Ceiling 4.0, used 3.2, 1.5 more is 0.7 over: only with a reason; and what it crowds out."""
    unit = ctx.db.value("SELECT id FROM unit WHERE code = 'stab-koncernindkoeb'")
    lead, a, b = user(ctx, "admin"), case(ctx, "Kapacitet A"), case(ctx, "Kapacitet B")
    q = {"unit_id": unit, "year": 2031, "quarter": 3}
    row = lead.post("reference/capacity-ceilings", {**q, "fte": 4.0, "team_fte": 12, "tender_fte": 8, "tenders": 16})
    assert row.status == 201, row
    assert lead.post("reference/capacity-ceilings", {**q, "fte": 4.0}).status == 409
    made(ctx, a, "capacity-needs", **q, fte=3.2)
    reply = add(ctx, b, "capacity-needs", **q, fte=1.5)
    assert reply.status == 422 and reply.faults == {"override_reason": "over_capacity"}, reply
    assert "0,7 årsværk over loftet på 4,0, hvoraf 3,2 er brugt" in reply.json["errors"][0]["detail"], reply
    assert add(ctx, b, "capacity-needs", **q, fte=1.5, override_reason="  ").status == 422
    made(ctx, b, "capacity-needs", **q, fte=1.5, override_reason="Direktionen har valgt området")
    assert add(ctx, b, "capacity-needs", **q, fte=0.1, override_reason="Igen").status == 409
    items = user(ctx, "indkoeb").get("capacity", **{"from": 2031, "to": 2031}).json["items"]
    assert len(items) == 1, items
    seen = items[0]
    assert [seen[k] for k in ("ceiling", "used", "free", "over_by", "crowded_fte", "crowded_tenders")] == [4, 4.7, 0, 0.7, 0.7, 2], seen
    assert [(x["id"], x["fte"]) for x in seen["cases"]] == [(a, 3.2), (b, 1.5)], seen
    assert user(ctx, "forum").get("capacity", **{"from": 2031, "to": 2031}).json["items"] == [], "sums are whole or not there"
    lowered = lead.patch(f"reference/capacity-ceilings/{row.json['id']}", {"fte": 3}, row.etag)
    assert lowered.status == 200 and user(ctx, "indkoeb").get("capacity", **{"from": 2031, "to": 2031}).json["items"][0]["over_by"] == 1.7
    assert user(ctx, "indkoeb").post("reference/capacity-ceilings", {**q, "year": 2032, "fte": 1}).status == 403


def test_capacity_of_a_restricted_case(ctx):
    """Counted in the sum of those who may not see it, without number and title."""
    unit = ctx.db.value("SELECT id FROM unit WHERE code = 'stab-koncernindkoeb'")
    c = new_case(ctx, "Hemmelig kapacitet", "restricted", "stab-koncernindkoeb", "strategic_procurement")
    made(ctx, c, "capacity-needs", unit_id=unit, year=2033, quarter=1, fte=2)
    seen = user(ctx, "klinik").get("capacity", **{"from": 2033, "to": 2033}).json["items"]
    assert len(seen) == 1 and seen[0]["used"] == 2 and seen[0]["cases"] == [{"id": None, "number": None, "title": None, "fte": 2, "override_reason": None}], seen
    assert user(ctx, "klinik").get(f"collaborations/{c}/capacity-needs").status == 404


def partnership(ctx, title):
    """An innovation partnership that may send its notice."""
    c = case(ctx, title, subtype="innovation_partnership")
    create(ctx, c, "admin", tier="midi")
    made(ctx, c, "market-dialogues", held_on="2026-01-12", form="event", firms=7, material="Præsentation af behovet", same_material_to_all=True,
         summary="Syv virksomheder deltog", conclusion="not_on_market")
    return c


def test_innovation_partnership(ctx):
    """Six answers, a dialogue and a business case before the notice; 30 days from the day after it; three invited."""
    c = case(ctx, "Innovationspartnerskab", subtype="innovation_partnership")
    tender = {"procedure": "innovation_partnership", "service_kind": "goods_services", "value_oere": 4 * MIO}
    reply = add(ctx, c, "tenders", **tender, notice_date="2026-03-01", application_deadline="2026-03-30")
    assert reply.status == 422 and reply.faults == {**{k: "required" for k in ANSWERS}, "procedure": "incomplete", "application_deadline": "too_early"}, reply
    assert len([e for e in reply.json["errors"] if e["field"] == "procedure"]) == 2, "dialogue and business case"
    c = partnership(ctx, "Innovationspartnerskab 2")
    reply = add(ctx, c, "tenders", **tender, **ANSWERS, notice_date="2026-03-01", application_deadline="2026-03-30")
    assert reply.status == 422 and reply.faults == {"application_deadline": "too_early"}, reply
    assert "31-03-2026" in reply.json["errors"][0]["detail"], reply
    row = made(ctx, c, "tenders", **tender, **ANSWERS, notice_date="2026-03-01", application_deadline="2026-03-31", notice_number="123456-2026")
    assert figures(ctx, c)["tender"]["earliest_deadline"] == "2026-03-31"
    assert add(ctx, c, "tenders", **tender).status == 409
    firms = [made(ctx, c, "bidders", organisation_id=firm(ctx, f"Innova {n} ApS"), applied_on="2026-03-20", invited=n < 2) for n in range(3)]
    reply = change(ctx, c, "tenders", row, invited_on="2026-04-07")
    assert reply.status == 422 and reply.faults == {"invited_on": "incomplete"} and "mindst 3 opfordrede; der er 2" in reply.json["errors"][0]["detail"], reply
    assert change(ctx, c, "bidders", firms[2], invited=True).status == 200
    row = change(ctx, c, "tenders", row, invited_on="2026-04-07", offer_deadline="2026-05-07")
    assert row.status == 200, row
    reply = change(ctx, c, "bidders", firms[0], invited=False)
    assert reply.status == 422 and reply.faults == {"invited_on": "incomplete"}, "not below three afterwards"
    reply = change(ctx, c, "tenders", row, awarded_on="2026-06-01")
    assert reply.status == 422 and reply.faults == {"awarded_on": "incomplete"}, reply
    assert change(ctx, c, "bidders", firms[0], awarded=True).status == 200
    assert change(ctx, c, "tenders", row, awarded_on="2026-06-01").status == 200
    assert figures(ctx, c)["tender"] == {"earliest_deadline": "2026-03-31", "least_invited": 3, "invited": 3, "standstill_end": "2026-06-11"}
    reply = add(ctx, c, "contract-terms", signed_on="2026-06-11")
    assert reply.status == 422 and reply.faults == {"signed_on": "too_early"} and "12-06-2026" in reply.json["errors"][0]["detail"], reply
    made(ctx, c, "contract-terms", signed_on="2026-06-12")


def test_phases(ctx):
    """Rates 0.8, 1.2 and 2.0 mio.: to stop at F1 costs 0.8 and closes 3.2; a missed goal is stopped at or extended, not gone on from."""
    c = partnership(ctx, "Faser")
    rows = [made(ctx, c, "partnership-phases", no=n, name=f"F{n}", goal=f"Delmål {n}", starts_on=f"2026-0{n}-01", ends_on=f"2026-0{n}-28", rate_oere=rate)
            for n, rate in ((1, 80000000), (2, 120000000), (3, 200000000))]
    listed = user(ctx, "indkoeb").get(f"collaborations/{c}/partnership-phases").json["items"]
    assert [(p["stop_exposes_oere"], p["stop_closes_oere"]) for p in listed] == [(80000000, 320000000), (200000000, 200000000), (400000000, 0)], listed
    phase = lambda row, **body: change(ctx, c, "partnership-phases", row, **body)
    decided = {"decided_on": "2026-02-01"}
    assert phase(rows[0], decision="continue").faults == {"goal_met": "required", "decided_on": "required"}
    assert phase(rows[0], goal_met=False, decision="continue", **decided).faults == {"decision": "goal_missed"}
    assert phase(rows[0], goal_met=False, decision="extend", **decided).faults == {"reason": "required", "extended_to": "required"}
    assert phase(rows[0], goal_met=False, decision="extend", reason="Mangler udstyr", extended_to="2026-01-28", **decided).faults == {"extended_to": "too_early"}
    assert phase(rows[1], goal_met=True, decision="continue", **decided).faults == {"decision": "incomplete"}, "F1 first"
    longer = phase(rows[0], goal_met=False, decision="extend", reason="Mangler udstyr", extended_to="2026-03-31", **decided)
    assert longer.status == 200, longer
    stop = phase(longer, decision="stop", reason="Delmålet blev ikke nået", **decided)
    assert stop.status == 200 and (stop.json["stop_exposes_oere"], stop.json["stop_closes_oere"]) == (80000000, 320000000), stop
    assert figures(ctx, c)["stopped"] == {"no": 1, "name": "F1", "exposes_oere": 80000000, "closes_oere": 320000000} and figures(ctx, c)["phases_oere"] == 400000000
    for row in (stop, rows[1]):
        ctx.case("nothing changes behind a stop", phase(row, rate_oere=1).status == 409, phase(row, rate_oere=1))
    assert add(ctx, c, "partnership-phases", no=4, name="F4", goal="Endnu et", rate_oere=5).status == 409


def test_thresholds(ctx):
    """The row of the day is held against the value; one that is not entered says nothing; rows are changed by those who may."""
    c = case(ctx, "Tærskel")
    row = made(ctx, c, "tenders", procedure="open", service_kind="goods_services", value_oere=164463700, notice_date="2025-06-01")
    seen = figures(ctx, c)["threshold"]
    assert (seen["threshold_oere"], seen["above"], seen["valid_to"]) == (164463800, False, "2025-12-31"), seen
    row = change(ctx, c, "tenders", row, value_oere=164463800)
    assert figures(ctx, c)["threshold"]["above"] is True
    change(ctx, c, "tenders", row, notice_date="2026-06-01")
    assert figures(ctx, c)["threshold"]["above"] is None and figures(ctx, c)["threshold"]["threshold_oere"] is None
    lead = user(ctx, "admin")
    rules = [r for r in lead.get("reference/procurement-rules", code="threshold", as_of="2026-06-01", limit=200).json["items"] if r["service_kind"] == "goods_services"]
    assert len(rules) == 1 and rules[0]["value"] is None, rules
    put = lead.patch(f"reference/procurement-rules/{rules[0]['id']}", {"value": 1000000, "source": "Prøve"}, f"\"{rules[0]['version']}\"")
    assert put.status == 200 and put.json["updated_by_name"], put
    assert figures(ctx, c)["threshold"]["above"] is True
    overlap = lead.post("reference/procurement-rules", {"code": "threshold", "da": "Dobbelt", "en": "Twice", "service_kind": "goods_services", "unit": "kr", "valid_from": "2026-05-01"})
    assert overlap.faults == {"valid_from": "overlaps"}, overlap
    assert user(ctx, "indkoeb").post("reference/procurement-rules", {"code": "x", "da": "xx", "en": "xx", "unit": "kr"}).status == 403


def test_scores_and_hours(ctx):
    """Weighted by the areas of the day; hours of both parties add up."""
    c = case(ctx, "Områder")
    areas = user(ctx, "indkoeb").get("reference/strategic-areas", as_of="2026-06-01", limit=200).json["items"]
    assert len(areas) == 6
    for a in areas:
        made(ctx, c, "strategic-scores", area_id=a["id"], score=5 if a["code"] == "patient_value" else 0)
    seen = figures(ctx, c)["strategic"]
    assert seen == {"percent": round(300 / sum(a["weight"] for a in areas), 1), "scored": 6, "areas": 6}, seen
    assert add(ctx, c, "strategic-scores", area_id=areas[0]["id"], score=1).status == 409
    for party, year, planned, used in (("procurement", 2026, 300, 120.5), ("procurement", 2027, 100, None), ("clinic", 2026, 80, 91)):
        made(ctx, c, "efforts", party=party, year=year, planned_hours=planned, used_hours=used)
    assert figures(ctx, c)["effort"] == [{"party": "procurement", "planned_hours": 400, "used_hours": 120.5}, {"party": "clinic", "planned_hours": 80, "used_hours": 91}]


def test_expiry(ctx):
    """Twelve months before the end somebody must decide; decided, or closed, it waits for nobody."""
    c = case(ctx, "Udløb", end_date="2030-06-30", value_ceiling_oere=5)
    due = lambda: ctx.db.rows(f"SELECT due_date::text AS due, done_at IS NOT NULL AS done FROM deadline WHERE kind = 'expiry' AND source_id = {c}")
    assert due() == [{"due": "2029-06-30", "done": False}] and figures(ctx, c)["expiry_due"] == "2029-06-30", due()
    half = add(ctx, c, "contract-terms", expiry_decision="retender")
    assert half.faults == {"expiry_decided_on": "required", "expiry_reason": "required"}, half
    made(ctx, c, "contract-terms", expiry_decision="retender", expiry_decided_on="2029-01-01", expiry_reason="Markedet er voksset")
    assert due() == [{"due": "2029-06-30", "done": True}], due()


def test_rights(ctx):
    """Written by those who write the case, seen by those who see it; not at all by others."""
    secret = new_case(ctx, "Skjult indkøb", "restricted", "stab-koncernindkoeb", "strategic_procurement")
    row = made(ctx, secret, "call-offs", title="Skjult", amount_oere=5, ordered_on="2025-01-01")
    for path in ("procurement", "call-offs", "tenders", "market-dialogues"):
        for login, status in (("klinik", 404), ("forum", 404), ("revisor", 200)):
            ctx.case(f"{login} {path}", user(ctx, login).get(f"collaborations/{secret}/{path}").status == status, path)
    assert add(ctx, secret, "call-offs", "klinik", title="Fremmed", amount_oere=5, ordered_on="2025-01-01").status == 404
    assert user(ctx, "klinik").delete(f"collaborations/{secret}/call-offs/{row.json['id']}", row.etag).status in (403, 404)
    seen = case(ctx, "Set, men ikke skrevet")
    assert add(ctx, seen, "call-offs", "klinik", title="Fremmed", amount_oere=5, ordered_on="2025-01-01").status == 403
