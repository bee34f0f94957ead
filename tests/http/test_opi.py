# SPDX-License-Identifier: EUPL-1.2
"""Public-private innovation over the API: canvas by dated prompts, one course, evaluation and its window, risk by stage, indicators, pools."""
from harness.estimates import new_case, user

DATABASE = "demo"
TIMEOUT = 300


def add(ctx, c, path, login="klinik", **body):
    return user(ctx, login).post(f"collaborations/{c}/{path}", body)


def made(ctx, c, path, **body):
    reply = add(ctx, c, path, **body)
    assert reply.status == 201, reply
    return reply


def rows(ctx, c, path, login="klinik"):
    reply = user(ctx, login).get(f"collaborations/{c}/{path}")
    assert reply.status == 200, reply
    return reply.json["items"]


def test_canvas(ctx):
    """Prompts are rows that whoever has rules:write changes; the stage asks for those in force and leads to the page where they are answered."""
    clinic, law = user(ctx, "klinik"), user(ctx, "admin")
    begun = user(ctx, "indkoeb").post("collaborations", {"kind": "opi", "title": "Screening", "unit_id": ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'"), "stage": "screening",
                                           "need": "Senge mangler", "need_group_size": 1200})
    assert begun.status == 201, begun
    c = begun.json["id"]
    asked = lambda: [(r["met"], r["href"]) for r in clinic.get(f"collaborations/{c}/path").json["requirements"] if r["code"] == "canvas"]
    ctx.case("asked for, and where", asked() == [(False, f"/samarbejder/{c}/opi")], asked())
    prompts = [p for p in clinic.get("reference/opi-prompts", limit=200).json["items"] if p["part"] == "canvas"]
    assert len(prompts) >= 8 and {"problem", "value_public", "value_private", "alternatives", "risks", "baseline"} == {p["code"] for p in prompts if p["required"]}, prompts
    reply = clinic.post("reference/opi-prompts", {"code": "egen", "part": "canvas", "da": "Mit eget", "en": "My own"})
    ctx.case("not by the clinic", reply.status == 403, reply)
    own = law.post("reference/opi-prompts", {"code": "klima", "part": "canvas", "no": 9, "da": "Hvad betyder det for klimaet?", "en": "What does it mean for the climate?"})
    assert own.status == 201, own
    ctx.case("two of a code at once", law.post("reference/opi-prompts", {"code": "klima", "part": "canvas", "da": "Igen", "en": "Again"}).faults == {"valid_from": "overlaps"})
    ended = law.patch(f"reference/opi-prompts/{own.json['id']}", {"valid_to": "2020-01-01", "valid_from": "2020-02-01"}, own.etag)
    ctx.case("ends before it begins", ended.faults == {"valid_to": "end_before_start"}, ended)
    answer = made(ctx, c, "canvas-answers", prompt_id=prompts[0]["id"], answer="Sengene er fulde")
    ctx.case("with the words of the prompt", answer.json["prompt_code"] == prompts[0]["code"] and answer.json["prompt_da"] == prompts[0]["da"], answer)
    ctx.case("once", add(ctx, c, "canvas-answers", prompt_id=prompts[0]["id"], answer="Igen").faults == {"prompt_id": "duplicate"})
    ctx.case("of a prompt that is not", add(ctx, c, "canvas-answers", prompt_id=999999, answer="Svar").faults == {"prompt_id": "unknown_reference"})
    changed = clinic.patch(f"collaborations/{c}/canvas-answers/{answer.json['id']}", {"answer": "Og om vinteren mere"}, answer.etag)
    assert changed.status == 200 and [a["answer"] for a in rows(ctx, c, "canvas-answers")] == ["Og om vinteren mere"], changed
    for p in prompts:
        if p["required"] and p["id"] != prompts[0]["id"]:
            made(ctx, c, "canvas-answers", prompt_id=p["id"], answer="Svar")
    ctx.case("all answered", asked() == [(True, f"/samarbejder/{c}/opi")], asked())


def test_course(ctx):
    """Of a case there is one; days in order; a decision needs its day and its reason."""
    c = new_case(ctx, "Forløb")
    one = made(ctx, c, "opi-courses", no_call_reason="Kun én virksomhed kan levere")
    ctx.case("one", add(ctx, c, "opi-courses", test_place="Her").faults == {"call_published_on": "duplicate"})
    clinic = user(ctx, "klinik")
    change = lambda **body: clinic.patch(f"collaborations/{c}/opi-courses/{one.json['id']}", body, one.etag)
    for body, wanted in (({"call_published_on": "2026-03-02", "call_closes_on": "2026-03-01"}, {"call_closes_on": "end_before_start"}),
                         ({"test_from": "2026-03-02", "test_to": "2026-03-01"}, {"test_to": "end_before_start"}), ({"ce_status": "måske"}, {"ce_status": "unknown_code"}),
                         ({"decision": "tender", "decision_reason": "Virker"}, {"decided_on": "required"}), ({"decision": "stop", "decided_on": "2026-03-01"}, {"decision_reason": "required"})):
        reply = change(**body)
        ctx.case(str(body), reply.status == 422 and reply.faults == wanted, reply)
    reply = change(decision="national", decided_on="2026-03-01", decision_reason="Virker og kan bruges i alle regioner")
    assert reply.status == 200 and reply.json["decision"] == "national" and reply.json["no_call_reason"], reply


def test_evaluation(ctx):
    """Start 01-01-2026: to be evaluated between 01-01-2028 and 31-12-2028, of any kind; done when the long-term evaluation is."""
    for kind in ("opi", "strategic_procurement", "research_contract"):
        c = new_case(ctx, f"Evaluering {kind}", kind=kind)
        who = user(ctx, "admin")
        assert who.patch(f"collaborations/{c}", {"start_date": "2026-01-01"}, who.get(f"collaborations/{c}").etag).status == 200
        seen = user(ctx, "klinik").get(f"collaborations/{c}/innovation").json["evaluation"]
        ctx.case(kind, seen == {"from": "2028-01-01", "to": "2028-12-31", "done_on": None}, seen)
    late = made(ctx, c, "evaluations", occasion="long_term", done_on="2028-02-01", staff_view="Vi sparer tid", lessons="Start med data")
    ctx.case("once", add(ctx, c, "evaluations", occasion="long_term").faults == {"occasion": "duplicate"})
    assert user(ctx, "klinik").get(f"collaborations/{c}/innovation").json["evaluation"]["done_on"] == "2028-02-01", late
    other = new_case(ctx, "En anden sag")
    paper = made(ctx, other, "documents", title="Rapport", url="https://example.dk/rapport")
    reply = user(ctx, "klinik").patch(f"collaborations/{c}/evaluations/{late.json['id']}", {"document_id": paper.json["id"]}, late.etag)
    ctx.case("the report of another case", reply.faults == {"document_id": "unknown_reference"}, reply)


def test_risk(ctx):
    """What the region at worst has lost after each stage, and what it can expect to lose with the chances as they are set."""
    c = new_case(ctx, "Risiko")
    for no, name, oere, chance in ((2, "Afprøvning", 70000000, 0.8), (1, "Prototype", 30000000, 0.5)):
        made(ctx, c, "exposures", no=no, name=name, exposure_oere=oere, success_probability=chance)
    seen = [(e["no"], e["worst_case_oere"], round(e["reach_probability"], 6)) for e in rows(ctx, c, "exposures")]
    assert seen == [(1, 30000000, 1), (2, 100000000, 0.5)], seen
    over = user(ctx, "klinik").get(f"collaborations/{c}/innovation").json["exposure"]
    assert (over["worst_case_oere"], over["expected_oere"], round(over["success_probability"], 6)) == (100000000, 65000000, 0.4), over
    ctx.case("a number once", add(ctx, c, "exposures", no=2, name="Igen", exposure_oere=1).faults == {"no": "duplicate"})
    ctx.case("a chance above one", add(ctx, c, "exposures", no=3, name="Mere", exposure_oere=1, success_probability=1.5).faults == {"success_probability": "too_large"})


def test_indicators(ctx):
    """The newest measurement speaks; less is better where it is said so; a measurement belongs to an indicator of its own case."""
    c = new_case(ctx, "Indikatorer")
    one = made(ctx, c, "indicators", name="Liggedage", measured_in="dage", direction="down", baseline=4.5, target=2, source="LPR", next_on="2027-01-01").json
    for day, value in (("2026-06-01", 3), ("2026-12-01", 2), ("2026-09-01", 1)):
        made(ctx, c, "indicator-values", indicator_id=one["id"], measured_on=day, value=value)
    seen = rows(ctx, c, "indicators")[0]
    assert (seen["last_on"], seen["last_value"], seen["met"]) == ("2026-12-01", 2, True), seen
    ctx.case("twice a day", add(ctx, c, "indicator-values", indicator_id=one["id"], measured_on="2026-12-01", value=1).faults == {"measured_on": "duplicate"})
    other = new_case(ctx, "Andre indikatorer")
    ctx.case("of another case", add(ctx, other, "indicator-values", indicator_id=one["id"], measured_on="2026-12-02", value=1).faults == {"indicator_id": "unknown_reference"})
    two = made(ctx, c, "indicators", name="Uden mål", direction="up").json
    assert two["met"] is None and two["last_on"] is None, two


def test_spread_involvement_and_pools(ctx):
    """A spread has a unit or a place; an award its pool and a day to report, which becomes a duty and ends with the report."""
    c = new_case(ctx, "Udbredelse")
    ctx.case("nowhere", add(ctx, c, "spreads", planned_on="2027-01-01").faults == {"unit_id": "required"})
    made(ctx, c, "spreads", place="Odense Kommune", planned_on="2027-01-01")
    made(ctx, c, "involvements", involved="relatives", held_on="2026-02-01", form="Panel", people=8, outcome="Kortere vejledning")
    pool = user(ctx, "admin").post("reference/pools", {"code": "innovative", "da": "Pulje til innovative indkøb", "en": "Pool for innovative procurement", "amount_oere": 5000000000})
    assert pool.status == 201, pool
    award = made(ctx, c, "pool-awards", pool_id=pool.json["id"], amount_oere=150000000, awarded_on="2026-01-15", conditions="Skal kunne bruges af andre", report_due="2026-12-31")
    due = lambda: ctx.db.sql(f"SELECT due_date, title, done_at IS NOT NULL FROM deadline WHERE source_table = 'pool_award' AND source_id = {award.json['id']}")
    ctx.case("a duty", award.json["pool_da"].startswith("Pulje") and due() == "2026-12-31|Pulje til innovative indkøb|f", due())
    reply = user(ctx, "klinik").patch(f"collaborations/{c}/pool-awards/{award.json['id']}", {"reported_on": "2026-12-01"}, award.etag)
    ctx.case("reported", reply.status == 200 and due().endswith("|t"), due())
