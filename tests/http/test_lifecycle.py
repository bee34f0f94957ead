# SPDX-License-Identifier: EUPL-1.2
"""Stages and gates over HTTP: what is missing is named, gates are not skipped, decided alone or on one's own case."""
import threading

DATABASE = "demo"
STATE = {}


def person(ctx, login, role=None, unit="demo-akut"):
    if login not in STATE:
        if role:
            ctx.samspil("user", "add", login, "--password", "samspil-demo-2026")
            ctx.samspil("user", "grant", login, "--role", role, "--unit", unit)
        STATE[login] = ctx.token(login)
    return STATE[login]


def case(ctx, who="klinik", **more):
    """A new case of the clinic: (client, path, ETag)."""
    c = person(ctx, who)
    reply = c.post("collaborations", {"kind": "opi", "title": "Prøve", "unit_id": ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'"), **more})
    assert reply.status == 201, reply
    return c, f"collaborations/{reply.json['id']}", reply.etag


def screening(ctx, who="klinik"):
    """A case before its first gate that lacks the decision alone."""
    c, path, etag = case(ctx, who, theme="devices", need="Patienterne skal hjem samme dag.", need_group_size=40, owner_id=ctx.db.value(f"SELECT id FROM app_user WHERE login = '{who}'"))
    assert c.post(f"{path}/stage", {"stage": "screening"}, {"If-Match": etag}).status == 200
    c.post(f"{path}/milestones", {"title": "Baseline er målt", "due_date": "2030-01-01"})
    for prompt in c.get("reference/opi-prompts", limit=200).json["items"]:
        if prompt["required"]:
            assert c.post(f"{path}/canvas-answers", {"prompt_id": prompt["id"], "answer": "Svar"}).status == 201
    return c, path


def move(c, path, stage, **more):
    return c.post(f"{path}/stage", {"stage": stage, **more}, {"If-Match": c.get(path).etag})


def gate(c, path, code="G1"):
    return next(g for g in c.get(f"{path}/path").json["gates"] if g["code"] == code)


def test_what_is_missing(ctx):
    """A refused move names every requirement and gate in both languages; the path says the same and who must act."""
    c, path, _ = case(ctx)
    reply = move(c, path, "screening")
    ctx.case("next", reply.status == 409 and reply.json["code"] == "wrong_state" and reply.faults == {
        "requirements.lead": "incomplete", "requirements.theme": "incomplete", "requirements.need": "incomplete"}, reply)
    english = ctx.client(token=c.token, language="en").post(f"{path}/stage", {"stage": "screening"}, {"If-Match": c.get(path).etag})
    ctx.case("in English", "theme is chosen" in english.text and "Temaet er valgt" in reply.text, english)
    for stage in ("development", "decision", "closed"):
        reply = move(c, path, stage, reason="Vi springer over")
        ctx.case(f"a leap to {stage} names the gates", reply.status == 409 and "gates.G1" in reply.faults and "gates.G2" in reply.faults, reply)
    way = c.get(f"{path}/path").json
    ctx.case("the path", [s["state"] for s in way["stages"]][:3] == ["current", "todo", "todo"] and not way["may_leave"] and way["next_stage"] == "screening"
             and {r["code"]: r["met"] for r in way["requirements"] if r["stage"] == "idea"} == {"lead": False, "theme": False, "need": False}
             and all(r["met"] is None for r in way["requirements"] if r["stage"] != "idea") and way["lifecycle"]["newest"] and way["own"], way)
    ctx.case("a place to go to", next(r for r in way["requirements"] if r["code"] == "theme")["href"] == f"/samarbejder/{path.split('/')[1]}", way["requirements"][1])
    c, path = screening(ctx)
    way = c.get(f"{path}/path").json
    if gate(c, path)["state"] == "open" and [r["code"] for r in way["requirements"] if r["met"] is False] == ["value"]:
        ctx.case("who must act: the owner", [w["role"] for w in way["waits_for"]] == [None] and way["waits_for"][0]["people"] == ["Kirsten Dahl, projektleder (demo)"], way["waits_for"])


def test_ways(ctx):
    """Back, paused and ended need what they need; a stage of another course is none."""
    c, path = screening(ctx)
    for stage, more, status, field in (("idea", {}, 422, "reason"), ("cancelled", {}, 422, "reason"), ("stopped", {}, 422, "reason"), ("paused", {"reason": "Ferie"}, 422, "resume_on"),
                                       ("stages", {}, 422, "stage"), ("partner_search", {}, 409, "gates.G1")):
        reply = move(c, path, stage, **more)
        ctx.case(f"to {stage}", reply.status == status and field in reply.faults, reply)
    etag = lambda: {"If-Match": c.get(path).etag}
    reply = c.post(f"{path}/pause", {"reason": "Ferie", "resume_on": "2020-01-01"}, etag())
    ctx.case("resumed in the past", reply.status == 422 and "resume_on" in reply.faults, reply)
    reply = c.post(f"{path}/resume", {}, etag())
    ctx.case("resumed without a pause", reply.status == 409, reply)
    reply = c.post(f"{path}/pause", {"reason": "Ferie", "resume_on": "2199-01-01"}, etag())
    way = c.get(f"{path}/path").json
    ctx.case("paused", reply.status == 200 and reply.json["stage"] == "paused" and way["paused"]["resume_on"] == "2199-01-01" and way["at_stage"] == "screening" and not way["may_leave"], way)
    ctx.case("the whole path is still shown", [s["code"] for s in reply.json["stage_path"]][-1] == "paused" and len(reply.json["stage_path"]) == 13, reply.json["stage_path"])
    reply = move(c, path, "partner_search")
    ctx.case("not past the pause", reply.status == 409 and reply.faults == {"stage": "blocked"}, reply)
    reply = c.post(f"{path}/resume", {}, etag())
    ctx.case("resumed", reply.status == 200 and reply.json["stage"] == "screening", reply)
    stale = c.post(f"{path}/stage", {"stage": "idea", "reason": "x"}, {"If-Match": '"1"'})
    ctx.case("stale", stale.status == 412 and stale.json["current"]["stage"] == "screening", stale)
    ctx.case("cancelled", move(c, path, "cancelled", reason="Ingen penge").status == 200)
    history = c.get(f"{path}/path").json["history"]
    ctx.case("the way", [h["to_stage"] for h in history] == ["cancelled", "screening", "paused", "screening"] and history[0]["by_name"].startswith("Kirsten"), history)


def test_a_case_that_is_under_way(ctx):
    """Only those who may import enter a case behind a gate."""
    unit = ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'")
    body = {"kind": "opi", "title": "Prøve", "unit_id": unit, "stage": "development"}
    reply = person(ctx, "klinik").post("collaborations", body)
    ctx.case("the clinic", reply.status == 422 and reply.faults == {"stage": "blocked"}, reply)
    ctx.case("the first stage is fine", person(ctx, "klinik").post("collaborations", {**body, "stage": "idea"}).status == 201)
    made = person(ctx, "indkoeb").post("collaborations", body)
    ctx.case("procurement", made.status == 201 and made.json["stage"] == "development", made)
    c, path, _ = case(ctx, "indkoeb", kind="strategic_procurement", subtype="framework", stage="stages")
    states = {s["code"]: s["state"] for s in c.get(path).json["stage_path"]}
    way = c.get(f"{path}/path").json
    ctx.case("a stage that is not of its course stands among the others", [states[s] for s in ("contract", "stages", "operation")] == ["done", "current", "coming"]
             and way["at_stage"] is None and not way["may_leave"] and way["next_stage"] is None, states)
    ctx.case("and is left with a reason", move(c, path, "operation").status == 422 and move(c, path, "operation", reason="Hører til her").status == 200)


def test_deciding(ctx):
    """The role decides, nobody on their own case, with the words that a decision calls for; conditions are met later."""
    c, path = screening(ctx)
    at, leader = f"{path}/gates/G1/decisions", person(ctx, "leder")
    asked = c.post(f"{path}/gates/G1/request", {"note": "Klar"})
    ctx.case("asked for", asked.status == 200 and gate(c, path)["request"]["note"] == "Klar" and c.post(f"{path}/gates/G1/request", {}).status == 409, asked)
    mine = [t["reason"] for t in leader.get("portfolio/summary").json["mine"] if t["id"] == int(path.split("/")[1])]
    ctx.case("on the list of the one who decides", mine == ["gate_to_decide"] and gate(leader, path)["may_decide"] and not gate(c, path)["may_decide"], mine)
    for who, status in (("klinik", 403), ("jurist", 403), ("admin", 403), ("oekonom", 403)):
        reply = person(ctx, who).post(at, {"decision": "approve"})
        ctx.case(f"{who} decides", reply.status == status, reply)
    c2, own = screening(ctx, "leder")
    reply = c2.post(f"{own}/gates/G1/decisions", {"decision": "approve"})
    ctx.case("on one's own case", reply.status == 403 and reply.json["code"] == "separation_of_duties", reply)
    for body, field in (({"decision": "reject"}, "reason"), ({"decision": "postpone"}, "reason"), ({"decision": "approve_with_conditions"}, "conditions"),
                        ({"decision": "approve", "conditions": "x"}, "conditions"), ({"decision": "approve", "decided_on": "2199-01-01"}, "decided_on"),
                        ({"decision": "approve", "decided_on": "2020-01-01"}, "decided_on"), ({"decision": "approve", "document_id": 999999}, "document_id")):
        reply = leader.post(at, body)
        ctx.case(f"{body}", reply.status == 422 and list(reply.faults) == [field], reply)
    for code, status in (("G2", 403), ("G99", 404), ("g1", 404)):
        reply = leader.post(f"{path}/gates/{code}/decisions", {"decision": "approve"})
        ctx.case(f"gate {code}", reply.status == status, reply)
    reply = leader.post(at, {"decision": "approve_with_conditions", "conditions": "Baseline inden sommer"})
    ctx.case("decided", reply.status == 200 and gate(c, path)["state"] == "approved" and not gate(c, path)["request"], reply)
    ctx.case("decided once", leader.post(at, {"decision": "approve"}).status == 409)
    done = gate(c, path)["decisions"][0]
    met = f"{path}/decisions/{done['id']}/conditions-met"
    ctx.case("conditions", person(ctx, "oekonom").post(met, {"note": "Målt"}).status == 403 and c.post(met, {"note": "Målt"}).status == 200 and c.post(met, {"note": "Igen"}).status == 409
             and gate(c, path)["decisions"][0]["conditions_note"] == "Målt")
    ctx.case("of another case", c.post(f"{own}/decisions/{done['id']}/conditions-met", {"note": "x1"}).status == 404)


def test_two_at_once(ctx):
    """Two leaders decide at the same moment: one wins, the other is told."""
    person(ctx, "leder_to", "department_head")
    for turn in range(5):
        c, path = screening(ctx)
        start, seen = threading.Barrier(2), []

        def one(who, path=path, seen=seen, start=start):
            start.wait()
            seen.append(person(ctx, who).post(f"{path}/gates/G1/decisions", {"decision": "approve"}).status)
        both = [threading.Thread(target=one, args=(w,)) for w in ("leder", "leder_to")]
        for t in both:
            t.start()
        for t in both:
            t.join()
        ctx.case(f"turn {turn}", sorted(seen) == [200, 409] and len(gate(c, path)["decisions"]) == 1, seen)


def test_ticks(ctx):
    """By hand only what the register cannot see; by those who write the case; with a document of the case."""
    c, path, _ = case(ctx, "indkoeb", kind="strategic_procurement", stage="strategy")
    at = f"{path}/requirements/criteria"
    reply = c.post(at, {"met": True, "document_id": 999999})
    ctx.case("a document that is not there", reply.status == 422 and reply.faults == {"document_id": "unknown_reference"}, reply)
    reply = c.post(at, {"met": True, "note": "Styregruppen 3. maj"})
    tick = lambda: next(r for r in c.get(f"{path}/path").json["requirements"] if r["code"] == "criteria")
    ctx.case("ticked", reply.status == 200 and tick()["met"] and tick()["tick"]["note"] == "Styregruppen 3. maj", tick())
    ctx.case("ticked again with other words", c.post(at, {"met": True, "note": "Igen"}).status == 200 and tick()["tick"]["note"] == "Igen", tick())
    ctx.case("taken back", c.post(at, {"met": False}).status == 200 and not tick()["met"] and not tick()["tick"], tick())
    ctx.case("what the register sees", (reply := c.post(f"{path}/requirements/cpv", {"met": True})).status == 409, reply)
    ctx.case("no such requirement", c.post(f"{path}/requirements/nothing", {"met": True}).status == 404)
    ctx.case("by a reader", (reply := person(ctx, "jurist").post(at, {"met": True})).status in (200, 403), reply)
    ctx.case("by somebody who may write elsewhere", (reply := person(ctx, "fremmed", "clinic_lead", "hospital-bornholm").post(at, {"met": True})).status == 403, reply)


def test_versions(ctx):
    """A version in force is not changed; a draft is whole before it begins; cases keep theirs until they are moved."""
    admin = person(ctx, "admin")
    listed = admin.get("lifecycles", kind="opi", state="in_force", limit=200).json["items"]
    mini = next(x for x in listed if x["subtype"] == "mini_test")
    c, path, _ = case(ctx, subtype="mini_test")
    old = admin.get(f"lifecycles/{mini['id']}")
    for body in ({"name": "Andet navn"}, {"stages": old.json["stages"]}, {"valid_from": "2199-01-01"}):
        reply = admin.patch(f"lifecycles/{mini['id']}", body, old.etag)
        ctx.case(f"in force: {list(body)[0]}", reply.status == 409 and "udgave" in reply.text, reply)
    ctx.case("by the clinic", person(ctx, "klinik").post("lifecycles", {"from_id": mini["id"]}).status == 403)
    draft = admin.post("lifecycles", {"from_id": mini["id"], "note": "Kortere"})
    at = f"lifecycles/{draft.json['id']}"
    ctx.case("a draft", draft.status == 201 and draft.json["state"] == "draft" and draft.json["version_no"] == 2 and draft.json["stages"] == old.json["stages"]
             and draft.headers["Location"].endswith(at), draft)
    stages = draft.json["stages"]
    first = {**stages[0], "requirements": []}
    for what, wrong, field in (("an open end", [first, stages[1]], None), ("a stage twice", [first, first], "stages"), ("of another kind", [first, {"stage": "award"}], "stages"),
                               ("a gate twice", [{**first, "gates": stages[1]["gates"] * 2}, stages[-1]], "stages.gates"),
                               ("deciders who do not decide", [{**first, "gates": [{"code": "G1", "da": "Ja", "en": "Yes", "decider_roles": ["clinic_lead"]}]}, stages[-1]], "stages.gates.decider_roles"),
                               ("a requirement twice", [{**first, "requirements": stages[0]["requirements"][:1] * 2}, stages[-1]], "stages.requirements")):
        reply = admin.patch(at, {"stages": wrong, "valid_from": "2199-01-01"}, admin.get(at).etag)
        ctx.case(what, reply.status in (409, 422) and (field or "stages") in reply.faults, reply)
    reply = admin.patch(at, {"valid_from": "2020-01-01"}, draft.etag)
    ctx.case("begins in the past", reply.status == 422 and reply.faults == {"valid_from": "too_small"}, reply)
    short = admin.patch(at, {"stages": [first, *stages[-2:]]}, draft.etag)
    ctx.case("changed", short.status == 200 and [s["stage"] for s in short.json["stages"]] == [s["stage"] for s in (first, *stages[-2:])], short)
    stale = admin.patch(at, {"name": "Andet navn"}, draft.etag)
    ctx.case("stale", stale.status == 412, stale)
    today = ctx.db.sql("SELECT current_date")
    reply = admin.patch(at, {"valid_from": today}, short.etag)
    ctx.case("in force", reply.status == 200 and reply.json["state"] == "in_force" and admin.get(f"lifecycles/{mini['id']}").json["state"] == "ended", reply)
    way = c.get(f"{path}/path").json
    ctx.case("the case keeps its own", way["lifecycle"]["version_no"] == 1 and not way["lifecycle"]["newest"] and len(way["stages"]) == len(stages), way["lifecycle"])
    ctx.case("and its path with it", len(c.get(path).json["stage_path"]) == len(stages))
    reply = c.post(f"{path}/lifecycle", {"reason": "Ny udgave"}, {"If-Match": c.get(path).etag})
    ctx.case("moved", reply.status == 200 and len(reply.json["stage_path"]) == 3 and c.get(f"{path}/path").json["lifecycle"]["newest"], reply)
    other = next(x for x in listed if x["subtype"] is None)
    reply = c.post(f"{path}/lifecycle", {"reason": "Til den almindelige", "lifecycle_id": other["id"]}, {"If-Match": c.get(path).etag})
    ctx.case("to that of the kind", reply.status == 200 and len(reply.json["stage_path"]) == 12, reply)
    for wrong in (mini["id"], 999999):
        reply = c.post(f"{path}/lifecycle", {"reason": "Forkert", "lifecycle_id": wrong}, {"If-Match": c.get(path).etag})
        ctx.case(f"to {wrong}", reply.status == 422 and reply.faults == {"lifecycle_id": "unknown_reference"}, reply)
