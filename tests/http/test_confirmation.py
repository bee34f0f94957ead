# SPDX-License-Identifier: EUPL-1.2
"""Confirmation by others: a line that falls on another sector is sent to its contact, who answers it and sees nothing else."""
import threading

from harness.estimates import create, example, grant, new_case, submit, user

DATABASE = "demo"
TIMEOUT = 300


def person(ctx, login):
    return ctx.db.value(f"SELECT id FROM app_user WHERE login = '{login}'")


def asked(ctx, line="E7", submitted=True, title="Bekræftelse", **more):
    """An estimate and a question to Sofie Lind about one of its lines."""
    e = create(ctx, new_case(ctx, title), inputs=example(ctx))
    if submitted:
        e = submit(ctx, e)
    reply = user(ctx, "klinik").post(f"estimates/{e['id']}/confirmations", {"line": line, "contact_id": person(ctx, "sektor"), **more})
    assert reply.status == 201, reply
    return e, reply.json


def answer(ctx, c, login="sektor", **body):
    return user(ctx, login).post(f"confirmations/{c['id']}/answer", {"status": "confirmed", **body})


def estimate(ctx, e):
    return user(ctx, "klinik").get(f"estimates/{e['id']}").json


def line(e, code="E7"):
    return next(l for l in e["inputs"]["alternatives"][0]["lines"] if l["id"] == code)


def row(e, sector="municipality"):
    return next(m for m in e["result"]["alternatives"][0]["matrix"] if m["sector"] == sector)


def stored(ctx, e, sector="municipality"):
    return ctx.db.value(f"SELECT confirmed_oere FROM estimate_sector WHERE estimate_id = {e['id']} AND sector = '{sector}'")


def warned(e):
    return [w["code"] for w in e["result"]["alternatives"][0]["warnings"] if w.get("line") == "E7"]


def test_what_the_contact_sees(ctx):
    """The line with its figures and the question; no number of the case, no other line, no total."""
    e, c = asked(ctx, message="Er 1,5 time rigtigt?", title="Hemmelig titel")
    sofie = user(ctx, "sektor")
    one = sofie.get(f"confirmations/{c['id']}")
    assert one.status == 200 and one.etag, one
    want = {"id", "status", "title", "unit_id", "unit_name", "asked_by", "asked_by_name", "asked_at", "message", "line", "number", "number_unit", "comment",
            "answered_at", "version"}
    assert set(one.json) == want, set(one.json) ^ want
    assert set(one.json["line"]) == {"name", "sector", "class", "unit", "timing", "qty_baseline", "qty_new", "unit_value", "flows", "source", "suppressed"}
    assert one.json["title"] == "Hemmelig titel" and one.json["message"] == "Er 1,5 time rigtigt?" and one.json["asked_by_name"].startswith("Kirsten Dahl")
    assert one.json["line"]["sector"] == "municipality" and (one.json["line"]["qty_new"], one.json["line"]["unit_value"]) == (1.5, 450), one.json
    assert one.json["line"]["timing"] == "per_patient"
    assert one.json["line"]["flows"] == [{"year": 2026 + t, "amount_oere": a} for t, a in enumerate((-8100000, -20250000, -40500000, -40500000, -40500000))]
    assert c["id"] in [i["id"] for i in sofie.get("confirmations").json["items"]]
    assert c["id"] in [i["id"] for i in sofie.get("confirmations", status="unanswered").json["items"]]
    assert c["id"] not in [i["id"] for i in sofie.get("confirmations", status="confirmed").json["items"]]
    assert sofie.get("confirmations", status="x").status in (400, 422)


def test_nothing_else_from_any_route(ctx):
    """Every GET of the interface as the contact: the case's texts and keys come from the question alone."""
    e, c = asked(ctx, title="Zebrafisk-forløb 4711")
    sofie, case = user(ctx, "sektor"), e["collaboration_id"]
    seen = []
    for path, methods in ctx.client().get("/openapi.json").json["paths"].items():
        if "get" not in methods or path.startswith("/api/v1/confirmations"):
            continue
        for key in {str(case), str(e["id"]), str(c["id"])} if "{" in path else {""}:
            at = path.replace("{id}", key).replace("{child}", "1").replace("{grant}", "1")
            reply = sofie.get(at + ("?q=Zebrafisk" if path == "/api/v1/collaborations" else "?with=1" if path.endswith("compare") else ""))
            text = reply.body if isinstance(reply.body, str) else reply.body.decode("utf-8", "replace")
            if reply.status == 200 and path == "/api/v1/portfolio/summary":
                mine = [m for m in reply.json["mine"] if m["title"].startswith("Zebrafisk")]
                assert mine == [{"id": None, "number": None, "title": "Zebrafisk-forløb 4711", "reason": "confirmation_to_answer", "what": c and line(e)["name"],
                                 "due_date": None, "estimate_id": None, "confirmation_id": c["id"]}], mine
                text = text.replace("Zebrafisk-forløb 4711", "", 1)
            if "Zebrafisk" in text or e["collaboration_number"] in text:
                seen.append((path, reply.status, text[:200]))
    assert not seen, seen
    for path in (f"collaborations/{case}", f"collaborations/{case}/estimates", f"collaborations/{case}/history", f"estimates/{e['id']}",
                 f"estimates/{e['id']}/confirmations", f"estimates/{e['id']}/notes"):
        assert sofie.get(path).status == 404, path
    assert sofie.get("changes").json["items"] == [] or all(i.get("collaboration_id") != case for i in sofie.get("changes").json["items"])


def test_answer_confirms_the_share(ctx):
    """A confirmed line counts in the matrix at once, also while the estimate is locked; nothing else changes."""
    e, c = asked(ctx)
    before = estimate(ctx, e)
    assert row(before)["confirmed"] == 0 and stored(ctx, e) == 0
    reply = answer(ctx, c, number=1.5, comment="Det passer")
    assert reply.status == 200 and (reply.json["status"], reply.json["number"], reply.json["comment"]) == ("confirmed", 1.5, "Det passer"), reply
    assert reply.json["answered_at"] and reply.json["number_unit"] == line(e).get("unit"), reply
    after = estimate(ctx, e)
    assert line(after)["confirmed_status"] == "confirmed" and round(row(after)["confirmed"], 2) == -1372944.91, row(after)
    assert stored(ctx, e) == -137294491 and after["status"] == "submitted" and after["version"] > before["version"]
    assert after["params_hash"] == after["result"]["params_hash"] != before["params_hash"]
    assert after["npv"] == before["npv"] and after["author_id"] == before["author_id"] and after["submitted_by"] == before["submitted_by"]
    rows = user(ctx, "klinik").get(f"estimates/{e['id']}/confirmations").json["items"]
    assert [(r["line"], r["status"], r["contact_name"].split(",")[0]) for r in rows] == [("E7", "confirmed", "Sofie Lind")], rows
    assert person(ctx, "sektor") not in ctx.db.rows(f"SELECT authors FROM estimate WHERE id = {e['id']}")[0]["authors"]
    done = user(ctx, "oekonom").post(f"estimates/{e['id']}/approve", {})
    assert done.status == 200 and line(done.json)["confirmed_status"] == "confirmed", done


def test_dispute(ctx):
    """A disputed line needs a comment; the engine warns of it and the asker finds it on the overview."""
    e, c = asked(ctx)
    bare = answer(ctx, c, status="disputed", number=2)
    assert bare.status == 422 and bare.faults == {"comment": "required"}, bare
    assert answer(ctx, c, status="disputed", comment="").status == 422
    assert answer(ctx, c, status="unanswered").status == 422
    assert answer(ctx, c, status="disputed", comment="CPR 010180-1234").faults == {"comment": "holds_cpr"}
    assert warned(estimate(ctx, e)) == []
    reply = answer(ctx, c, status="disputed", number=2.5, comment="Vi bruger 2,5 time")
    assert reply.status == 200 and reply.json["status"] == "disputed", reply
    after = estimate(ctx, e)
    assert line(after)["confirmed_status"] == "disputed" and len(warned(after)) == 1 and row(after)["confirmed"] == 0, warned(after)
    mine = [m for m in user(ctx, "klinik").get("portfolio/summary").json["mine"] if m["confirmation_id"] == c["id"]]
    assert [(m["reason"], m["estimate_id"], m["id"]) for m in mine] == [("confirmation_disputed", e["id"], e["collaboration_id"])], mine


def test_states(ctx):
    """Answered once; not after it was withdrawn, nor after the estimate was decided; a question is open once a line."""
    e, c = asked(ctx)
    again = user(ctx, "klinik").post(f"estimates/{e['id']}/confirmations", {"line": "E7", "contact_id": person(ctx, "sektor")})
    assert again.status == 409 and again.json["code"] == "duplicate", again
    clinic = user(ctx, "klinik")
    gone = clinic.post(f"confirmations/{c['id']}/withdraw")
    assert gone.status == 200 and gone.json["status"] == "withdrawn", gone
    assert answer(ctx, c).status == 409 and clinic.post(f"confirmations/{c['id']}/withdraw").status == 409
    assert line(estimate(ctx, e)).get("confirmed_status") is None
    second = clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E7", "contact_id": person(ctx, "sektor")}).json
    assert answer(ctx, second).status == 200 and answer(ctx, second, status="disputed", comment="Nej").status == 409
    assert clinic.post(f"confirmations/{second['id']}/withdraw").status == 409
    third = clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E7", "contact_id": person(ctx, "sektor")}).json
    hash_before = estimate(ctx, e)["params_hash"]
    assert user(ctx, "oekonom").post(f"estimates/{e['id']}/approve", {}).status == 200
    late = answer(ctx, third, status="disputed", comment="For sent")
    assert late.status == 409, late
    assert user(ctx, "sektor").get(f"confirmations/{third['id']}").json["status"] == "lapsed"
    after = estimate(ctx, e)
    assert line(after)["confirmed_status"] == "confirmed" and after["params_hash"] == hash_before
    assert clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E7", "contact_id": person(ctx, "sektor")}).status == 409


def test_two_answers_at_once(ctx):
    """One of them is taken; the other is told so, and the figures are those of the one."""
    for _ in range(4):
        e, c = asked(ctx)
        replies = []
        bodies = ({"status": "confirmed"}, {"status": "disputed", "comment": "Nej"})
        threads = [threading.Thread(target=lambda b=b: replies.append(ctx.token("sektor").post(f"confirmations/{c['id']}/answer", b))) for b in bodies]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert sorted(r.status for r in replies) == [200, 409], replies
        won = next(r.json["status"] for r in replies if r.status == 200)
        assert line(estimate(ctx, e))["confirmed_status"] == won and stored(ctx, e) == (-137294491 if won == "confirmed" else 0)


def test_drafts(ctx):
    """Nobody confirms a line by writing so; an answer holds for the figures it was given to and lapses when they change; an open
    question follows the draft."""
    e, c = asked(ctx, submitted=False)
    inputs = example(ctx)
    inputs["alternatives"][0]["lines"][6]["confirmed_status"] = "confirmed"
    clinic = user(ctx, "klinik")
    saved = clinic.patch(f"estimates/{e['id']}", {"inputs": inputs}, f'"{e["version"]}"')
    assert saved.status == 200 and line(saved.json).get("confirmed_status") is None and stored(ctx, e) == 0, saved
    inputs["alternatives"][0]["lines"][6]["qty_new"] = 2
    saved = clinic.patch(f"estimates/{e['id']}", {"inputs": inputs}, saved.etag)
    shown = user(ctx, "sektor").get(f"confirmations/{c['id']}").json
    assert shown["line"]["qty_new"] == 2 and shown["line"]["flows"][0]["amount_oere"] == -10800000, shown
    assert answer(ctx, c).status == 200
    stale = clinic.patch(f"estimates/{e['id']}", {"population": "x"}, saved.etag)
    assert stale.status == 412 and line(stale.json["current"])["confirmed_status"] == "confirmed", stale
    now = clinic.get(f"estimates/{e['id']}")
    other = now.json["inputs"]
    other["alternatives"][0]["lines"][1]["unit_value"] = 650000
    kept = clinic.patch(f"estimates/{e['id']}", {"inputs": other}, now.etag)
    assert line(kept.json)["confirmed_status"] == "confirmed" and stored(ctx, e) != 0, "another line changes nothing for the sector"
    other["alternatives"][0]["volume"][0]["eligible"] = 1300
    moved = clinic.patch(f"estimates/{e['id']}", {"inputs": other}, kept.etag)
    assert line(moved.json).get("confirmed_status") is None and row(moved.json)["confirmed"] == 0 and stored(ctx, e) == 0, "more patients are another figure"
    assert user(ctx, "sektor").get(f"confirmations/{c['id']}").json["status"] == "lapsed"
    gone = clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E7", "contact_id": person(ctx, "sektor")}).json
    now = clinic.get(f"estimates/{e['id']}")
    other = now.json["inputs"]
    other["alternatives"][0]["lines"] = [l for l in other["alternatives"][0]["lines"] if l["id"] != "E7"]
    assert clinic.patch(f"estimates/{e['id']}", {"inputs": other}, now.etag).status == 200
    assert answer(ctx, gone).status == 409, "the line is gone"


def test_who_may(ctx):
    """Asking: who writes the values. Answering: the one who is asked, nobody else; not an author, not somebody without the right."""
    e, c = asked(ctx)
    other = grant(ctx, "anden-kontakt", "sector_contact", "kommune-0147")
    assert other.get(f"confirmations/{c['id']}").status == 404 and answer(ctx, c, "anden-kontakt").status == 404
    assert c["id"] not in [i["id"] for i in other.get("confirmations").json["items"]]
    head = answer(ctx, c, "leder")
    assert head.status == 403, head
    for login in ("oekonom", "controller", "jurist", "forum", "revisor", "forskning"):
        assert answer(ctx, c, login).status == 403 and user(ctx, login).get("confirmations").status == 403, login
    at = f"estimates/{e['id']}/confirmations"
    for login, status in (("sektor", 403), ("controller", 403), ("jurist", 403), ("forum", 403), ("revisor", 403)):
        reply = user(ctx, login).post(at, {"line": "E8", "contact_id": person(ctx, "sektor")})
        assert reply.status == status, (login, reply)
    assert user(ctx, "sektor").post(f"confirmations/{c['id']}/withdraw").status == 403
    clinic = user(ctx, "klinik")
    for body, faults in (({"line": "E99", "contact_id": person(ctx, "sektor")}, {"line": "unknown_reference"}),
                         ({"line": "E8", "contact_id": 999999}, {"contact_id": "no_right"}),
                         ({"line": "E8", "contact_id": person(ctx, "controller")}, {"contact_id": "no_right"}),
                         ({}, {"line": "required", "contact_id": "required"}),
                         ({"line": "E8", "contact_id": person(ctx, "sektor"), "message": "010180-1234"}, {"message": "holds_cpr"})):
        reply = clinic.post(at, body)
        assert reply.status == 422 and reply.faults == faults, (body, reply)
    own = clinic.post(at, {"line": "E8", "contact_id": person(ctx, "klinik")})
    assert own.status == 403 and own.json["code"] == "separation_of_duties", own
    dept = clinic.post(at, {"line": "E5", "contact_id": person(ctx, "leder")})
    assert dept.status == 201 and answer(ctx, dept.json, "leder").status == 200
    assert stored(ctx, e, "other_departments") == 2196711849
    people = clinic.get("people", role="sector_contact").json["items"]
    assert {p["name"].split(",")[0] for p in people} >= {"Sofie Lind"} and person(ctx, "klinik") not in [p["id"] for p in people]
    assert clinic.get("people", role="x").status in (400, 422)


def test_who_reads(ctx):
    """Whoever asked and whoever sees the estimate reads the question where Location says; a person outside sees neither."""
    e = create(ctx, new_case(ctx, "Læses der, hvor der spørges"), inputs=example(ctx))
    reply = user(ctx, "klinik").post(f"estimates/{e['id']}/confirmations", {"line": "E7", "contact_id": person(ctx, "sektor")})
    assert reply.status == 201 and reply.headers["Location"] == f"/api/v1/confirmations/{reply.json['id']}", reply.headers
    at = reply.headers["Location"].removeprefix("/api/v1/")
    want = user(ctx, "sektor").get(at).json
    for login in ("klinik", "oekonom", "leder", "controller"):
        seen = user(ctx, login).get(at)
        assert user(ctx, login).get(f"estimates/{e['id']}").status == 200 and seen.status == 200 and seen.json == want, (login, seen)
    outside = grant(ctx, "uden-for", "sector_contact", "kommune-0147")
    assert outside.get(f"estimates/{e['id']}").status == 404 and outside.get(at).status == 404
    hidden = create(ctx, new_case(ctx, "Lukket sag", visibility="restricted"), inputs=example(ctx))
    asked_of = user(ctx, "klinik").post(f"estimates/{hidden['id']}/confirmations", {"line": "E7", "contact_id": person(ctx, "sektor")}).json
    seen = {login: (user(ctx, login).get(f"estimates/{hidden['id']}").status, user(ctx, login).get(f"confirmations/{asked_of['id']}").status)
            for login in ("klinik", "controller", "oekonom", "revisor")}
    assert all(a == b for a, b in seen.values()) and (404, 404) in seen.values() and (200, 200) in seen.values(), seen


def newer(ctx, e, login="klinik", **more):
    reply = user(ctx, login).post(f"collaborations/{e['collaboration_id']}/estimates", {"tier": "mini", "comparator": "Som i dag", "copy_of": e["id"], **more})
    assert reply.status == 201, reply
    return reply.json


def questions(ctx, e):
    return {c["line"]: c for c in user(ctx, "klinik").get(f"estimates/{e['id']}/confirmations").json["items"]}


def test_next_version(ctx):
    """An answer follows its line into the next version when the figures are the same, and a question that is open does too: the
    contact answers once."""
    e, c = asked(ctx, title="Næste version", submitted=False)
    clinic, sofie = user(ctx, "klinik"), user(ctx, "sektor")
    assert answer(ctx, c, number=1.5, comment="Passer").status == 200
    other = clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E5", "contact_id": person(ctx, "leder")}).json
    no = answer(ctx, other, "leder", status="disputed", number=3, comment="Vi regner med tre")
    assert no.status == 200, no
    waits = clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E8", "contact_id": person(ctx, "sektor"), "message": "Og dette?"}).json
    two = newer(ctx, e)
    got = questions(ctx, two)
    assert {k: v["status"] for k, v in got.items()} == {"E7": "confirmed", "E5": "disputed", "E8": "unanswered"}, got
    for code, first in (("E7", c), ("E5", other), ("E8", waits)):
        before = questions(ctx, e)[code]
        assert got[code]["id"] != first["id"] and {k: v for k, v in got[code].items() if k not in ("id", "version")} == \
            {k: v for k, v in before.items() if k not in ("id", "version")}, (got[code], before)
    assert line(two)["confirmed_status"] == "confirmed" and row(two)["confirmed"] == row(estimate(ctx, e))["confirmed"] != 0
    assert stored(ctx, two) == -137294491 and two["params_hash"] == two["result"]["params_hash"] == estimate(ctx, e)["params_hash"]
    mine = [i for i in sofie.get("confirmations", status="unanswered").json["items"] if i["title"] == "Næste version"]
    assert [i["id"] for i in mine] == [got["E8"]["id"]], "the contact sees it once"
    assert len([m for m in sofie.get("portfolio/summary").json["mine"] if m["title"] == "Næste version"]) == 1
    assert len([i for i in sofie.get("confirmations", status="confirmed").json["items"] if i["title"] == "Næste version"]) == 1
    assert answer(ctx, got["E8"]).status == 200 and answer(ctx, waits, status="disputed", comment="Nej").status == 409
    for version in (e, two):
        assert questions(ctx, version)["E8"]["status"] == "confirmed" and line(estimate(ctx, version), "E8")["confirmed_status"] == "confirmed"
        assert stored(ctx, version, "general_practice") == 9763164, "the figures of both"
    changed = estimate(ctx, two)["inputs"]
    next(l for l in changed["alternatives"][0]["lines"] if l["id"] == "E7")["qty_new"] = 2
    three = newer(ctx, two, inputs=changed)
    assert set(questions(ctx, three)) == {"E5", "E8"} and line(three).get("confirmed_status") is None and row(three)["confirmed"] == 0
    assert newer(ctx, three, inputs=example(ctx)) and line(newer(ctx, two, inputs=example(ctx)))["confirmed_status"] == "confirmed"


def test_next_version_by_others(ctx):
    """What cannot be taken over: an answer of the one who makes the version, an open question to somebody who may answer no more, what
    is said of another case, figures that do not add up; and what the database refuses whoever asks."""
    e = create(ctx, new_case(ctx, "Hvem må tage med"), inputs=example(ctx))
    clinic = user(ctx, "klinik")
    own = clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E5", "contact_id": person(ctx, "leder")}).json
    assert answer(ctx, own, "leder").status == 200
    leaves = grant(ctx, "holder-op", "sector_contact", "kommune-0147")
    open_one = clinic.post(f"estimates/{e['id']}/confirmations", {"line": "E8", "contact_id": person(ctx, "holder-op")}).json
    assert leaves.get(f"confirmations/{open_one['id']}").status == 200
    by_leader = newer(ctx, e, "leder")
    assert set(questions(ctx, by_leader)) == {"E8"} and line(by_leader, "E5").get("confirmed_status") is None, "nobody confirms what is his own"
    ctx.db.sql(f"UPDATE role_grant SET valid_to = current_date - 1, valid_from = current_date - 9 WHERE user_id = {person(ctx, 'holder-op')}")
    assert set(questions(ctx, newer(ctx, e))) == {"E5"}
    broken = example(ctx)
    del broken["alternatives"][0]["lines"][4]["unit_value"]
    faulty = newer(ctx, e, inputs=broken)
    assert faulty["result"] is None and not questions(ctx, faulty)
    elsewhere = clinic.post(f"collaborations/{new_case(ctx, 'En anden sag')}/estimates", {"tier": "mini", "copy_of": e["id"], "inputs": example(ctx)})
    assert elsewhere.status != 201 or not questions(ctx, elsewhere.json), elsewhere


def test_demonstration(ctx):
    """HjemmeAkut's municipality line waits for Sofie Lind, who sees no case of that name."""
    sofie = user(ctx, "sektor")
    mine = [i for i in sofie.get("confirmations", status="unanswered").json["items"] if i["title"].startswith("HjemmeAkut")]
    assert len(mine) == 1 and mine[0]["line"]["sector"] == "municipality" and mine[0]["message"], mine
    assert not [c for c in sofie.all("collaborations") if c["title"].startswith("HjemmeAkut")]
