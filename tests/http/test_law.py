# SPDX-License-Identifier: EUPL-1.2
"""The lawyer's work over the API: the checklist, clocks, the register of state aid, the competition guard, the inbox and the rules."""
from harness.estimates import grant, new_case, user

DATABASE = "demo"
TIMEOUT = 300


def lawyer(ctx):
    return user(ctx, "jurist")


def questions(ctx, case):
    reply = lawyer(ctx).get(f"collaborations/{case}/checklist")
    assert reply.status == 200, reply
    return {q["code"]: q for q in reply.json["items"]}


def answer(ctx, case, code, **body):
    q = questions(ctx, case)[code]
    return lawyer(ctx).patch(f"collaborations/{case}/checklist/{q['id']}", body, f'"{q["version"]}"')


def add(ctx, case, path, login="jurist", **body):
    return user(ctx, login).post(f"collaborations/{case}/{path}", body)


def organisation(ctx, name, cvr=None, group=None):
    reply = user(ctx, "admin").post("organisations", {"name": name, **({"cvr": cvr} if cvr else {}), **({"group_name": group} if group else {})})
    assert reply.status == 201, reply
    return reply.json["id"]


def inbox(ctx, **query):
    reply = lawyer(ctx).get("law/inbox", limit=200, **query)
    assert reply.status == 200, reply
    return {c["id"]: c for c in reply.json["items"]}


def test_checklist(ctx):
    """Asked by the kind of case; an answer says what it means, and a second writer with the old version is told."""
    case = new_case(ctx, "Juridisk tjekliste")
    q = questions(ctx, case)
    assert len(q) > 30 and all(x["status"] == "open" and x["version"] == 0 and x["source"] for x in q.values())
    done = answer(ctx, case, "results_exclusive", answer="no", reasoning="Parterne ejer hver sit")
    assert done.status == 200 and done.etag == '"1"' and done.json["status"] == "green" and "er mulig" in done.json["conclusion_da"], done
    assert done.json["answered_by_name"].startswith("Jens Bruun") and done.json["answered_at"] and "exemption" in done.json["conclusion_en"]
    assert answer(ctx, case, "pays_fully", answer="no").json["status"] == "green", "neither exclusively ours nor fully paid"
    at = f"collaborations/{case}/checklist/{q['results_exclusive']['id']}"
    stale = lawyer(ctx).patch(at, {"answer": "yes"}, '"0"')
    assert stale.status == 412 and stale.json["current"]["answer"] == "no", stale
    assert lawyer(ctx).patch(at, {"answer": "yes"}, '"1"').json["status"] == "amber"
    red = answer(ctx, case, "pays_fully", answer="yes")
    assert red.json["status"] == "red" and questions(ctx, case)["results_exclusive"]["status"] == "red"
    for body, faults in (({"answer": "måske"}, {"answer": "not_a_choice"}), ({"answer": "not_relevant"}, {"reasoning": "required"}), ({"document_id": 999999}, {"document_id": "unknown_reference"}),
                         ({"owner_id": 999999}, {"owner_id": "unknown_reference"}), ({"url": "ftp://x"}, {"url": "bad_url"}), ({"due_date": "2026-02-30"}, {"due_date": "bad_date"})):
        reply = answer(ctx, case, "ipr_split", **body)
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)
    document = lawyer(ctx).post(f"collaborations/{case}/documents", {"title": "Notat", "url": "https://esdh.example/1"}).json["id"]
    other = new_case(ctx, "En anden sag")
    assert answer(ctx, other, "ipr_split", document_id=document).faults == {"document_id": "unknown_reference"}, "a document of another case is no evidence"
    kept = answer(ctx, case, "ipr_split", answer="yes", document_id=document)
    assert kept.status == 200 and kept.json["document_id"] == document
    assert questions(ctx, case)["ipr_split"]["due_date"] is None and len(questions(ctx, case)) == len(q)


def test_who_answers(ctx):
    """Whoever may write the case answers; others see it, and those outside do not."""
    case = new_case(ctx, "Hvem svarer", visibility="restricted")
    q = questions(ctx, case)["staff_terms"]
    at = f"collaborations/{case}/checklist"
    outside = grant(ctx, "bornholm", "clinic_lead", "hospital-bornholm")
    assert outside.get(at).status == 404 and outside.patch(f"{at}/{q['id']}", {"answer": "yes"}, '"0"').status == 404
    assert outside.post(f"{at}/refresh").status == 404
    assert user(ctx, "oekonom").patch(f"{at}/{q['id']}", {"answer": "yes"}, '"0"').status == 403
    assert user(ctx, "klinik").patch(f"{at}/{q['id']}", {"answer": "yes"}, '"0"').status == 200
    shown = new_case(ctx, "Åben for alle", visibility="open")
    theirs = f"collaborations/{shown}/checklist"
    assert outside.get(theirs).status == 200 and outside.patch(f"{theirs}/{q['id']}", {"answer": "yes"}, '"0"').status == 403
    assert outside.post(f"{theirs}/refresh").status == 403


def test_rules(ctx):
    """Rows are ended, not deleted; an answered question keeps its words; a running case gets the new ones when it is asked to."""
    boss = lawyer(ctx)
    rule = next(r for r in boss.get("reference/checklist-rules", text="economy_vat").json["items"])
    case = new_case(ctx, "Regler skifter")
    assert answer(ctx, case, "economy_vat", answer="yes", reasoning="Ikke momspligtig").status == 200
    at = f"reference/checklist-rules/{rule['id']}"
    refused = boss.patch(at, {"da": "En anden ordlyd?"}, f'"{rule["version"]}"')
    assert refused.status == 422 and refused.faults == {"da": "immutable"}, refused
    yesterday = ctx.db.value("SELECT current_date - 1")
    ended = boss.patch(at, {"valid_to": yesterday}, f'"{rule["version"]}"')
    assert ended.status == 200, ended
    body = {"code": "economy_vat", "section": "economy", "no": 2, "da": "Er momsen afklaret efter 2027?", "en": "Is VAT settled after 2027?", "red_answer": "no", "valid_from": ctx.db.value("SELECT current_date"),
            "source": "Ny lov"}
    assert user(ctx, "klinik").post("reference/checklist-rules", body).status == 403
    made = boss.post("reference/checklist-rules", body)
    assert made.status == 201 and made.headers["Location"].endswith(f"/checklist-rules/{made.json['id']}") and made.json["updated_by_name"].startswith("Jens"), made
    assert boss.post("reference/checklist-rules", body).faults == {"valid_from": "overlaps"}
    for more, faults in (({"code": "Ny Kode"}, {"code": "bad_pattern"}), ({"valid_to": "2000-01-01"}, {"valid_to": "end_before_start"}), ({"section": "x"}, {"section": "unknown_code"}),
                         ({"code": "ny", "subtype": "cta"}, {"kind": "required"}), ({"code": "ny", "kind": "opi", "subtype": "cta"}, {"subtype": "unknown_reference"})):
        reply = boss.post("reference/checklist-rules", body | more)
        ctx.case(f"{more}", reply.status == 422 and reply.faults == faults, reply)
    listed = boss.get("reference/checklist-rules", as_of=ctx.db.value("SELECT current_date"), text="economy_vat").json["items"]
    assert [r["id"] for r in listed] == [made.json["id"]]
    assert boss.get("reference/checklist-rules", kind="opi", section="agreement").json["total"] == 15
    now = questions(ctx, case)["economy_vat"]
    assert now["question_da"] == body["da"] and now["earlier_answer"] == "yes" and now["earlier_reasoning"] == "Ikke momspligtig" and now["status"] == "open"
    ctx.db.sql(f"SELECT principal_enter('', 'staff sees_all writes_all', '', '', '', 'test', ''); INSERT INTO checklist_day (collaboration_id, of_day) VALUES ({case}, '{yesterday}')")
    assert questions(ctx, case)["economy_vat"]["answer"] == "yes", "a case keeps the questions of its day"
    moved = boss.post(f"collaborations/{case}/checklist/refresh")
    assert moved.status == 200 and next(q for q in moved.json["items"] if q["code"] == "economy_vat")["status"] == "open", moved
    assert boss.post(f"collaborations/{case}/checklist/refresh").status == 200, "again changes nothing"
    for body, faults in (({"code": "invention", "da": "xx", "en": "xx", "months": 1, "valid_from": "2030-01-01"}, {"valid_from": "overlaps"}), ({"code": "task", "da": "xx", "en": "xx"}, {"months": "required"})):
        reply = boss.post("reference/timer-rules", body)
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)


def test_clocks(ctx):
    """The dates of the story: 10-02-2026 gives 10-04-2026, and 01-06-2026 is deemed approved on 01-07-2026 unless refused."""
    case = new_case(ctx, "Frister")
    invention = add(ctx, case, "timers", kind="invention", title="Sensor til sårpleje", started_on="2026-02-10")
    assert invention.status == 201 and (invention.json["due_date"], invention.json["state"]) == ("2026-04-10", "overdue"), invention
    minister = add(ctx, case, "timers", kind="ministry_approval", title="Fælles selskab", started_on="2026-06-01")
    assert (minister.json["due_date"], minister.json["deemed"], minister.json["state"]) == ("2026-07-01", "deemed_approved", "deemed_approved"), minister
    at = f"collaborations/{case}/timers/{minister.json['id']}"
    refused = lawyer(ctx).patch(at, {"outcome": "refused", "outcome_on": "2026-06-20"}, minister.etag)
    assert refused.json["state"] == "refused", refused
    future = add(ctx, case, "timers", kind="ministry_approval", title="Senere", started_on="2098-06-01").json
    assert (future["due_date"], future["state"]) == ("2098-07-01", "running")
    moved = lawyer(ctx).patch(f"collaborations/{case}/timers/{future['id']}", {"started_on": "2098-01-31"}, '"1"')
    assert moved.json["due_date"] == "2098-02-28", moved
    for body, faults in (({"kind": "task", "title": "x", "started_on": "2026-01-01"}, {"kind": "unknown_reference"}), ({"kind": "invention", "started_on": "2026-01-01"}, {"title": "required"}),
                         ({"kind": "invention", "title": "x", "started_on": "2026-01-02", "outcome": "released", "outcome_on": "2026-01-01"}, {"outcome_on": "end_before_start"})):
        reply = add(ctx, case, "timers", **body)
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)
    mine = inbox(ctx, clock="true")[case]
    assert (mine["due_date"], mine["due_kind"], mine["due_title"]) == ("2026-04-10", "invention", "Sensor til sårpleje")
    done = lawyer(ctx).patch(f"collaborations/{case}/timers/{invention.json['id']}", {"outcome": "taken_over"}, invention.etag)
    assert done.json["outcome_on"] == ctx.db.value("SELECT current_date")
    assert inbox(ctx)[case]["due_date"] == "2098-02-28"
    assert lawyer(ctx).delete(f"collaborations/{case}/timers/{future['id']}", moved.etag).status == 204 and case not in inbox(ctx)


def test_state_aid(ctx):
    """210,000 EUR in three years; 100,000 EUR more in kind are 310,000, over 300,000: red, before and after it is written."""
    a, b = organisation(ctx, "Aksel Medico A/S", "24256790", "Aksel Gruppen"), organisation(ctx, "Aksel Data ApS", None, "Aksel Gruppen")
    case, secret = new_case(ctx, "Støtte"), new_case(ctx, "Hemmelig støtte", visibility="restricted")
    assert add(ctx, case, "state-aid", organisation_id=a, granted_on="2024-09-01", amount_eur_cents=12000000, granter="Erhvervsstyrelsen").json["status"] == "green"
    assert add(ctx, secret, "state-aid", organisation_id=b, granted_on="2025-09-01", amount_oere=67140000, eur_rate=7.46, form="grant").json["amount_eur_cents"] == 9000000
    ask = lambda **q: lawyer(ctx).get("state-aid", cvr="24256790", on="2026-05-01", **q).json
    now = ask(more_eur_cents=10000000)
    assert (now["sum_eur_cents"], now["total_eur_cents"], now["ceiling_eur_cents"], now["status"]) == (21000000, 31000000, 30000000, "red"), now
    assert now["group_name"] == "Aksel Gruppen" and [o["name"] for o in now["organisations"]] == ["Aksel Data ApS", "Aksel Medico A/S"] and ask()["status"] == "green"
    new = add(ctx, case, "state-aid", organisation_id=a, granted_on="2026-05-01", amount_eur_cents=10000000, form="in_kind")
    assert new.status == 201 and (new.json["sum_eur_cents"], new.json["ceiling_eur_cents"], new.json["status"]) == (31000000, 30000000, "red"), new
    market = lawyer(ctx).patch(f"collaborations/{case}/state-aid/{new.json['id']}", {"basis": "market_terms", "note": "Faktureres"}, new.etag)
    assert market.json["status"] == "green" and ask()["sum_eur_cents"] == 21000000
    outside = grant(ctx, "bornholm", "clinic_lead", "hospital-bornholm")
    rows = {r["organisation_id"]: r for r in outside.get("state-aid/entries", cvr="24256790").json["items"]}
    assert rows[b]["collaboration_id"] is None and rows[b]["number"] is None and rows[b]["amount_eur_cents"] == 9000000, "the amount counts, the case stays hidden"
    assert outside.get("state-aid", cvr="24256790", on="2026-05-01").json["sum_eur_cents"] == 21000000
    assert lawyer(ctx).get("state-aid/entries", text="aksel", over="true").json["total"] == 0 and lawyer(ctx).get("state-aid/entries", text="aksel", sort="amount").json["total"] == 3
    assert lawyer(ctx).get("state-aid", cvr="13585628").json["sum_eur_cents"] == 0, "a company that nobody knows has got nothing"
    assert lawyer(ctx).get("state-aid", cvr="13585627").status == 400 and lawyer(ctx).get("state-aid").faults == {"cvr": "required"}
    for body, faults in (({"organisation_id": a, "granted_on": "2026-01-01"}, {"amount_eur_cents": "required"}), ({"organisation_id": a, "granted_on": "2026-01-01", "amount_eur_cents": 1, "amount_oere": 5}, {"eur_rate": "required"}),
                         ({"organisation_id": 999999, "granted_on": "2026-01-01", "amount_eur_cents": 1}, {"organisation_id": "unknown_reference"})):
        reply = add(ctx, case, "state-aid", **body)
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)


def test_rights_interests_data(ctx):
    """The other rows of the tab: what is needed with what, and a removed one is gone."""
    case, part = new_case(ctx, "Resten af juraen"), organisation(ctx, "Rest ApS")
    for path, body, wrong in (
            ("ipr", {"ground": "foreground", "title": "Algoritmen", "owner": "joint", "organisation_id": part, "royalty_percent": 2.5}, {"royalty_percent": (101, "too_large"), "organisation_id": (999999, "unknown_reference")}),
            ("impartiality", {"person": "Anna Holm", "interest": "Ejer aktier", "organisation_id": part, "declared_on": "2026-01-02"}, {"decision": ("measures", None), "declared_on": (None, "null_not_allowed")}),
            ("data-processing", {"purpose": "Forløb", "role": "joint", "from_party": "Hospitalet", "to_party": "Kommunen", "starts_on": "2026-02-01"}, {"ends_on": ("2026-01-01", "end_before_start"), "third_country": ("USA", None)}),
            ("dispensations", {"authority": "Lægemiddelstyrelsen", "subject": "Udstyr uden CE", "granted_on": "2026-02-01"}, {"expires_on": ("2026-01-01", "end_before_start"), "refused_on": ("2026-03-01", "repeated")}),
            ("equalising-actions", {"organisation_id": part, "action": "Delte alle referater", "done_on": "2026-01-01"}, {"action": ("", "required")})):
        made = add(ctx, case, path, **body)
        ctx.case(f"{path}: made", made.status == 201 and all(made.json[k] == v for k, v in body.items()), made)
        at = f"collaborations/{case}/{path}/{made.json['id']}"
        for field, (value, code) in wrong.items():
            reply = lawyer(ctx).patch(at, {field: value}, made.etag)
            named = {"decision": "measures", "third_country": "transfer_basis"}.get(field, field)
            ctx.case(f"{path}: {field} {value}", reply.status == 422 and reply.faults.keys() == {named} and code in (None, reply.faults[named]), reply)
        assert add(ctx, case, path, login="oekonom", **body).status == 403
        assert [r["id"] for r in lawyer(ctx).get(f"collaborations/{case}/{path}").json["items"]] == [made.json["id"]]
        assert lawyer(ctx).delete(at, made.etag).status == 204 and lawyer(ctx).get(f"collaborations/{case}/{path}").json["items"] == []


def test_competition(ctx):
    """A partner of an innovation that tenders later, itself or through its group: what it may know, and what was done."""
    opi, tender = new_case(ctx, "Udvikling af løfterobot"), new_case(ctx, "Køb af løfterobotter", kind="strategic_procurement")
    a, b = organisation(ctx, "Løft A/S", None, "Løft"), organisation(ctx, "Løft Drift ApS", None, "Løft")
    assert add(ctx, opi, "parties", organisation_id=a, role="partner").status == 201 and add(ctx, opi, "documents", title="Behovsanalyse", url="https://esdh.example/7").status == 201
    assert lawyer(ctx).get(f"collaborations/{tender}/competition").json["items"] == []
    assert add(ctx, tender, "parties", organisation_id=b, role="tenderer").status == 201
    items = lawyer(ctx).get(f"collaborations/{tender}/competition").json["items"]
    assert [(i["organisation_name"], i["partner_name"], i["title"], i["documents"], i["actions"]) for i in items] == [("Løft Drift ApS", "Løft A/S", "Udvikling af løfterobot", ["Behovsanalyse"], 0)], items
    assert add(ctx, tender, "equalising-actions", organisation_id=b, action="Behovsanalysen er lagt i udbuddet", done_on="2026-03-01").status == 201
    assert lawyer(ctx).get(f"collaborations/{tender}/competition").json["items"][0]["actions"] == 1
    assert lawyer(ctx).get(f"collaborations/{opi}/competition").json["items"] == []
    assert user(ctx, "forum").get(f"collaborations/{tender}/competition").status == 404


def test_inbox(ctx):
    """Cases in a stage of the lawyers, with a red answer, or with a clock; filtered, sorted and paged."""
    waits, red, calm = new_case(ctx, "Venter på jura"), new_case(ctx, "Rødt svar"), new_case(ctx, "Intet juridisk")
    ctx.db.sql(f"BEGIN; SELECT principal_enter('', 'staff sees_all writes_all', '', '', '', 'test', ''); SELECT set_config('samspil.bulk', 'on', true); UPDATE collaboration SET stage = 'legal_clearance' WHERE id = {waits}; COMMIT")
    assert answer(ctx, red, "ipr_split", answer="no").json["status"] == "red"
    assert answer(ctx, red, "data_basis", due_date="2026-01-15").status == 200
    all_of = inbox(ctx)
    assert {waits, red} <= set(all_of) and calm not in all_of
    assert all_of[red]["red"] == 1 and all_of[red]["due_kind"] == "checklist" and all_of[waits]["open"] > 30 and all_of[waits]["due_date"] is None
    assert waits not in inbox(ctx, red="true") and red in inbox(ctx, red="true", due_to="2026-01-15") and red not in inbox(ctx, due_to="2026-01-14")
    assert set(inbox(ctx, text="rødt svar")) == {red} and red not in inbox(ctx, kind="research_contract")
    first = lawyer(ctx).get("law/inbox", limit=1).json
    dates = [c["due_date"] or "9999" for c in all_of.values()]
    assert dates == sorted(dates) and first["next_cursor"] and first["total"] == len(all_of)
    seen, cursor = [], None
    while True:
        page = lawyer(ctx).get("law/inbox", limit=2, **({"cursor": cursor} if cursor else {})).json
        seen += [c["id"] for c in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
    assert seen == list(all_of), "every case once, in order"
    assert lawyer(ctx).get("law/inbox", sort="-red").json["items"][0]["red"] >= 1 and user(ctx, "forum").get("law/inbox").status == 200
