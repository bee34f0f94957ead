# SPDX-License-Identifier: EUPL-1.2
"""The review of estimates: taking it on, remarks, the queue, rejection, and what differs between two versions."""
from harness.estimates import create, example, grant, new_case, submit, user

DATABASE = "demo"
TIMEOUT = 300


def waiting(ctx, **more):
    return submit(ctx, create(ctx, new_case(ctx, "Gennemgang"), inputs=example(ctx), **more))


def test_assign(ctx):
    """An economist takes it on or is given it; it is locked; an author or somebody without the right cannot; it can be passed on."""
    e = waiting(ctx)
    at = f"estimates/{e['id']}"
    other = grant(ctx, "anden-oekonom", "health_economist", "region-1084")
    ids = {login: ctx.db.value(f"SELECT id FROM app_user WHERE login = '{login}'") for login in ("oekonom", "anden-oekonom", "klinik", "forskning")}
    assert user(ctx, "klinik").post(f"{at}/assign", {}).status == 403
    no = other.post(f"{at}/assign", {"user_id": ids["forskning"]})
    assert no.status == 422 and no.faults == {"user_id": "no_right"}, no
    own = other.post(f"{at}/assign", {"user_id": ids["klinik"]})
    assert own.status == 403 and own.json["code"] == "separation_of_duties", own
    none = other.post(f"{at}/assign", {"user_id": 999999})
    assert none.status == 422 and none.faults == {"user_id": "unknown_reference"}, none
    able = {p["id"] for p in other.get(f"{at}/reviewers").json["items"]}
    assert {ids["oekonom"], ids["anden-oekonom"]} <= able and not {ids["klinik"], ids["forskning"]} & able, able
    assert user(ctx, "klinik").get(f"{at}/reviewers").status == 403 and other.get("estimates/999999/reviewers").status == 404
    taken = other.post(f"{at}/assign", {})
    assert taken.status == 200 and (taken.json["status"], taken.json["assigned_to"]) == ("in_review", ids["anden-oekonom"]) and taken.json["assigned_at"], taken
    passed = other.post(f"{at}/assign", {"user_id": ids["oekonom"]})
    assert passed.status == 200 and passed.json["assigned_to_name"].startswith("Ole Kjær"), passed
    locked = user(ctx, "klinik").patch(at, {"population": "x"}, f'"{passed.json["version"]}"')
    assert locked.status == 409, locked
    back = user(ctx, "oekonom").post(f"{at}/return", {"comment": "Hent et tilbud"})
    assert back.status == 200 and back.json["status"] == "draft" and back.json["assigned_to"] == ids["oekonom"], back
    again = submit(ctx, back.json)
    assert again["status"] == "submitted"
    done = user(ctx, "oekonom").post(f"{at}/approve", {})
    assert done.status == 200 and done.json["approved_by_name"].startswith("Ole Kjær"), done


def test_reject(ctx):
    """Rejected for good, with a reason; it speaks for its case no more."""
    e = waiting(ctx)
    at = f"estimates/{e['id']}"
    assert user(ctx, "oekonom").post(f"{at}/reject", {}).status == 422
    assert user(ctx, "klinik").post(f"{at}/reject", {"comment": "Nej"}).status == 403
    done = user(ctx, "oekonom").post(f"{at}/reject", {"comment": "Ingen virkning at regne på"})
    assert done.status == 200 and (done.json["status"], done.json["review_comment"]) == ("rejected", "Ingen virkning at regne på"), done
    assert user(ctx, "klinik").get(f"collaborations/{e['collaboration_id']}").json["npv_oere"] is None
    assert user(ctx, "klinik").post(f"{at}/submit", {}).status == 409


def test_notes(ctx):
    """Remarks on lines: written by both sides while it is locked, changed by their author, settled by anybody of the two."""
    e = waiting(ctx)
    at = f"estimates/{e['id']}/notes"
    economist, clinic = user(ctx, "oekonom"), user(ctx, "klinik")
    made = economist.post(at, {"line": "E4", "body": "Hent et tilbud"})
    assert made.status == 201 and made.json["line"] == "E4" and not made.json["resolved"] and made.headers["Location"].endswith(f"{at}/{made.json['id']}"), made
    one = f"{at}/{made.json['id']}"
    assert clinic.patch(one, {"body": "Nej"}, made.etag).status == 403
    settled = clinic.patch(one, {"resolved": True}, made.etag)
    assert settled.status == 200 and settled.json["resolved"] and settled.json["resolved_by_name"].startswith("Kirsten Dahl"), settled
    assert economist.patch(one, {"body": "x"}, made.etag).status == 412
    opened = economist.patch(one, {"resolved": False, "body": "Hent to tilbud"}, settled.etag)
    assert opened.status == 200 and opened.json["resolved_by"] is None and opened.json["body"] == "Hent to tilbud", opened
    assert clinic.post(at, {"body": ""}).status == 422 and clinic.post(at, {"body": "CPR 010180-1234"}).faults == {"body": "holds_cpr"}
    assert user(ctx, "controller").post(at, {"body": "Må jeg?"}).status == 403
    assert clinic.delete(one, opened.etag).status == 403
    assert economist.delete(one, opened.etag).status == 204 and economist.get(at).json["items"] == []
    assert user(ctx, "sektor").get(at).status == 404 and clinic.get("estimates/999999/notes").status == 404


def test_queue(ctx):
    """What others have submitted, by age and by amount; the clinic's own is not in its queue."""
    small = example(ctx)
    small["alternatives"][0]["lines"] = [l for l in small["alternatives"][0]["lines"] if l["id"] not in ("E2", "E3", "E4")]
    small["break_even"] = []
    first, second = waiting(ctx), submit(ctx, create(ctx, new_case(ctx, "Mindre"), inputs=small))
    ids = lambda login, **q: [r["id"] for r in user(ctx, login).all("estimates", queue="true", **q) if r["id"] in (first["id"], second["id"])]
    assert ids("oekonom", sort="submitted_at") == [first["id"], second["id"]] and ids("oekonom", sort="amount") == [second["id"], first["id"]]
    assert ids("klinik") == []
    row = next(r for r in user(ctx, "oekonom").all("estimates", queue="true") if r["id"] == first["id"])
    assert row["waiting_days"] == 0 and row["amount_oere"] == 2151549729 and row["assigned_to"] is None, row


def changes(reply):
    return [(c["where"], c["line"], c["field"], c["before"], c["after"]) for c in reply.json["changes"]]


def test_compare(ctx):
    """Each change with its effect; the effects add up to the whole difference, whatever the order."""
    case = new_case(ctx, "To versioner")
    one = create(ctx, case, inputs=example(ctx))
    inputs = example(ctx)
    lines = inputs["alternatives"][0]["lines"]
    by = {l["id"]: l for l in lines}
    by["E4"]["unit_value"] = 5000
    by["E5"]["qty_baseline"] = 3.5
    lines.remove(by["E8"])
    lines.append({**by["E7"], "id": "E11", "name": "Hjælpemidler", "qty_new": 0.5, "uncertainty": []})
    inputs["discount"]["steps"] = [{"from_year": 0, "rate": 0.04}]
    two = create(ctx, case, inputs=inputs)
    reply = user(ctx, "oekonom").get(f"estimates/{two['id']}/compare", **{"with": one["id"]})
    assert reply.status == 200, reply
    found = changes(reply)
    assert ("line", "E4", "unit_value", 6000, 5000) in found and ("line", "E5", "qty_baseline", 4, 3.5) in found, found
    assert ("line", "E8", None, True, False) in found and ("line", "E11", None, False, True) in found, found
    assert found[0][:3] == ("setting", None, "discount") and len(found) == 5, found
    assert reply.json["from"]["npv_oere"] == one["npv"]["limited_societal_oere"] and reply.json["to"]["npv_oere"] == two["npv"]["limited_societal_oere"], reply
    total = two["npv"]["limited_societal_oere"] - one["npv"]["limited_societal_oere"]
    assert abs(sum(c["effect_oere"] for c in reply.json["changes"]) - total) <= len(found) and abs(reply.json["difference_oere"] - total) <= 1, reply.json
    back = user(ctx, "oekonom").get(f"estimates/{one['id']}/compare", **{"with": two["id"]})
    assert abs(back.json["difference_oere"] + total) <= 1 and len(back.json["changes"]) == 5, back
    same = user(ctx, "oekonom").get(f"estimates/{one['id']}/compare", **{"with": create(ctx, case, copy_of=one["id"])["id"]})
    assert same.status == 200 and same.json["changes"] == [] and same.json["difference_oere"] == 0, same
    elsewhere = user(ctx, "oekonom").get(f"estimates/{one['id']}/compare", **{"with": waiting(ctx)["id"]})
    assert elsewhere.status == 422 and elsewhere.faults == {"with": "unknown_reference"}, elsewhere
    before = user(ctx, "oekonom").get(f"estimates/{two['id']}/compare")
    assert before.status == 200 and before.json["from"]["id"] == one["id"], before
    alone = user(ctx, "oekonom").get(f"estimates/{one['id']}/compare")
    assert alone.status == 422 and alone.faults == {"with": "required"}, alone
    assert user(ctx, "sektor").get(f"estimates/{one['id']}/compare", **{"with": two["id"]}).status in (403, 404)


def test_compare_through_faults(ctx):
    """A version that does not add up has no figure; the change that mends it shows the effect."""
    case = new_case(ctx, "Med fejl")
    bad = example(ctx)
    bad["alternatives"][0]["lines"][0] |= {"value_price_year": 2020, "index": "PL"}
    one, two = create(ctx, case, inputs=bad), create(ctx, case, inputs=example(ctx))
    reply = user(ctx, "oekonom").get(f"estimates/{two['id']}/compare", **{"with": one["id"]}).json
    assert reply["from"]["npv_oere"] is None and reply["to"]["npv_oere"] == 731227774 and reply["difference_oere"] is None, reply
    assert {c["field"] for c in reply["changes"]} <= {"value_price_year", "index"}, reply
