# SPDX-License-Identifier: EUPL-1.2
"""Lifecycles, moves and gates straight in SQL, as the application role: what a handler could forget, the database keeps."""
import os
import shutil
import tempfile
import threading

from harness.cluster import SqlError

DATABASE = "demo"
TODAY = "current_date"


def act(ctx, text, who):
    """One transaction of a person; the last line of what it says."""
    return ctx.db.sql(f"""BEGIN; SELECT principal_enter(p.user_id::text, p.access, COALESCE(p.read_units, ''), COALESCE(p.write_units, ''), 'r', 'test', '')
        FROM principal_load((SELECT id FROM app_user WHERE login = '{who}')) p; {text}; COMMIT""", "samspil_app").split("\n")[-1]


def state(ctx, text, who):
    """The error of what a person tries, or done and the number of rows."""
    try:
        return "done: " + act(ctx, f"WITH x AS ({text} RETURNING 1) SELECT count(*) FROM x", who)
    except SqlError as e:
        return e.state


def new(ctx, kind="opi", subtype=None, who="klinik", stage=None):
    f = f"'kind', '{kind}', 'title', 'Prøve', 'unit_id', (SELECT id FROM unit WHERE code = 'demo-akut'), 'owner_id', (SELECT id FROM app_user WHERE login = '{who}')"
    f += f", 'subtype', '{subtype}'" if subtype else ""
    f += f", 'stage', '{stage}'" if stage else ""
    return act(ctx, f"SELECT collaboration_add(json_build_object({f}))", who)


def move(ctx, case, to, who="klinik", reason="", resume=""):
    """A move as a handler makes it; its error, or the stage where the case then stands."""
    try:
        return act(ctx, f"""SELECT set_config('samspil.reason', '{reason}', true), set_config('samspil.resume_on', '{resume}', true);
            UPDATE collaboration SET stage = '{to}' WHERE id = {case} RETURNING stage""", who)
    except SqlError as e:
        return e.state


def missing(ctx, case, to="NULL", who="klinik"):
    return act(ctx, f"SELECT string_agg(code, ' ') FROM case_missing({case}, {to}) WHERE blocking", who)


def decide(gate, case, decision="approve", **columns):
    columns = {"collaboration_id": case, "gate": f"'{gate}'", "decision": f"'{decision}'", "decided_on": TODAY, "decider_id": "me()", **columns}
    return f"INSERT INTO gate_decision ({', '.join(columns)}) VALUES ({', '.join(map(str, columns.values()))})"


def ready(ctx, subtype=None):
    """A case of the clinic that stands before its first gate with all else done."""
    case = new(ctx, subtype=subtype)
    act(ctx, f"""UPDATE collaboration SET theme = 'devices' WHERE id = {case};
        UPDATE opi SET need = 'Patienterne skal hjem samme dag.', need_group_size = 40 WHERE id = {case};
        UPDATE collaboration SET stage = 'screening' WHERE id = {case};
        INSERT INTO milestone (collaboration_id, title, due_date, baseline_date) VALUES ({case}, 'Baseline er målt', '2030-01-01', '2030-01-01')""", "klinik")
    act(ctx, f"INSERT INTO canvas_answer (collaboration_id, prompt_id, answer) SELECT {case}, id, 'Svar' FROM opi_prompt WHERE required", "klinik")
    return case


def test_defaults(ctx):
    """Every kind and subtype has a lifecycle that leads from its first stage to its last; every fact named is of the register."""
    rows = ctx.db.rows("""SELECT s.kind, s.code, l.id, (SELECT count(*) FROM lifecycle_stage x WHERE x.lifecycle_id = l.id) AS stages,
        (SELECT k.phase FROM lifecycle_stage x JOIN code_stage k ON k.kind = x.kind AND k.code = x.stage WHERE x.lifecycle_id = l.id ORDER BY x.no DESC LIMIT 1) AS last
        FROM (SELECT kind, code FROM code_subtype UNION ALL SELECT code, NULL FROM code_kind) s LEFT JOIN lifecycle l ON l.id = lifecycle_for(s.kind, s.code, current_date)""")
    for r in rows:
        ctx.case(f"{r['kind']} {r['code']}", r["id"] and r["stages"] >= 6 and r["last"] == "closed", r)
    unknown = ctx.db.rows("""SELECT DISTINCT fact FROM lifecycle_requirement WHERE fact IS NOT NULL AND NOT fact_known(fact) AND fact <> ALL (
        '{canvas,open_call,market_dialogue,impartiality,checklist,agreement_sections,ipr,test_protocol,data_processing,evaluation_report,opi_decision,spread,
          strategic_score,capacity,procedure,notice,invited,award,contract_terms,phases,expiry_decision,acknowledged,completeness,approvals,signed,notice_given}')""")
    ctx.case("facts", not unknown, unknown)
    for f in ctx.db.rows("SELECT code FROM case_fact"):
        ctx.case(f"fact_{f['code']} answers", ctx.db.value(f"SELECT count(fact_holds('{f['code']}', id, '')) FROM collaboration") == ctx.db.value("SELECT count(*) FROM collaboration"), f)
    ctx.case("a name that is no fact is not called", ctx.db.sql("SELECT fact_holds('version(); --', 1, ''), fact_holds('known', 1, '')") == "|", "")


def test_fact_that_comes_later(ctx):
    """A requirement is ticked by hand until the fact is there, and then the fact alone counts."""
    case = ready(ctx)
    act(ctx, f"UPDATE canvas_answer SET removed_at = clock_timestamp() WHERE collaboration_id = {case}", "klinik")
    before = missing(ctx, case)
    ctx.case("missing", "canvas" in before.split() and "G1" in before.split(), before)
    ctx.db.sql("ALTER FUNCTION fact_canvas(bigint, text) RENAME TO away_canvas")
    ctx.case("by somebody else", (got := state(ctx, f"INSERT INTO requirement_tick (collaboration_id, requirement) VALUES ({case}, 'canvas')", "oekonom")) == "42501", got)
    got = state(ctx, f"INSERT INTO requirement_tick (collaboration_id, requirement, note) VALUES ({case}, 'canvas', 'Gennemgået')", "klinik")
    ctx.case("ticked", got == "done: 1" and "canvas" not in missing(ctx, case), got)
    ctx.case("once", state(ctx, f"INSERT INTO requirement_tick (collaboration_id, requirement) VALUES ({case}, 'canvas')", "klinik") == "23505")
    ctx.db.sql("ALTER FUNCTION away_canvas(bigint, text) RENAME TO fact_canvas")
    ctx.case("the fact says no", "canvas" in missing(ctx, case))
    for code, want in (("theme", "SM409"), ("value", "SM409"), ("nothing", "SM404")):
        ctx.case(f"tick of {code}", (got := state(ctx, f"INSERT INTO requirement_tick (collaboration_id, requirement) VALUES ({case}, '{code}')", "klinik")) == want, got)


def test_moves(ctx):
    """Forward with all that is asked for, back with a reason; stages jumped over ask as well; other ways are closed."""
    case = new(ctx)
    ctx.case("nothing is there", move(ctx, case, "screening") == "SM409" and missing(ctx, case) == "theme need", missing(ctx, case))
    ctx.case("a leap asks for what lies between", "G1" in missing(ctx, case, "'partner_search'").split() and move(ctx, case, "development") == "SM409")
    act(ctx, f"UPDATE collaboration SET theme = 'devices' WHERE id = {case}; UPDATE opi SET need = 'Patienterne skal hjem samme dag.' WHERE id = {case}", "klinik")
    ctx.case("forward", move(ctx, case, "screening") == "screening")
    ctx.case("back without a reason", move(ctx, case, "idea") == "SM409")
    ctx.case("back", move(ctx, case, "idea", reason="Behovet skal beskrives igen") == "idea")
    ctx.case("forward again", move(ctx, case, "screening") == "screening")
    for to, reason, resume in (("paused", "", ""), ("paused", "Venter", ""), ("paused", "Venter", "2020-01-01"), ("cancelled", "", ""), ("stopped", "", ""), ("closed", "Slut", "")):
        ctx.case(f"to {to} with {reason or 'no reason'} {resume}", (got := move(ctx, case, to, reason=reason, resume=resume)) == "SM409", got)
    ctx.case("paused", move(ctx, case, "paused", reason="Venter på personale", resume="2031-05-01") == "paused")
    ctx.case("a deadline", act(ctx, f"SELECT due_date, done_at IS NULL FROM deadline WHERE collaboration_id = {case} AND kind = 'resume'", "klinik") == "2031-05-01|t")
    ctx.case("not past the pause", move(ctx, case, "partner_search") == "SM409")
    ctx.case("resumed", move(ctx, case, "screening") == "screening")
    ctx.case("the deadline is met", act(ctx, f"SELECT done_at IS NOT NULL FROM deadline WHERE collaboration_id = {case} AND kind = 'resume'", "klinik") == "t")
    ctx.case("cancelled", move(ctx, case, "cancelled", reason="Ingen partner") == "cancelled")
    ctx.case("not paused when over", move(ctx, case, "paused", reason="x", resume="2031-05-01") == "SM409")
    ctx.case("opened again beyond where it stood", move(ctx, case, "partner_search", reason="Ny partner") == "SM409")
    ctx.case("opened again", move(ctx, case, "screening", reason="Ny partner") == "screening")
    way = ctx.db.rows(f"SELECT stage, to_stage, backward, reason FROM stage_history WHERE collaboration_id = {case} ORDER BY id")
    ctx.case("the way", [(r["stage"], r["to_stage"], r["backward"]) for r in way] == [
        ("idea", "screening", False), ("screening", "idea", True), ("idea", "screening", False), ("screening", "paused", False), ("paused", "screening", False),
        ("screening", "cancelled", False), ("cancelled", "screening", True)], way)
    for who, text in (("klinik", f"UPDATE stage_history SET reason = 'x' WHERE collaboration_id = {case}"),
                      ("klinik", f"INSERT INTO stage_history (collaboration_id, stage, to_stage, entered_at, left_at) VALUES ({case}, 'idea', 'test', now(), now())")):
        ctx.case(f"the way is not written by hand: {text[:6]}", (got := state(ctx, text, who)) == "42501", got)
    other = new(ctx, "strategic_procurement", "framework", "indkoeb")
    ctx.case("a stage that is not of this lifecycle", move(ctx, other, "stages", "indkoeb", "x") == "SM409")


def test_pause_leaves_no_days(ctx):
    """The days of a pause do not count as days in the stage."""
    case = new(ctx)
    ctx.db.sql(f"ALTER TABLE collaboration DISABLE TRIGGER USER; UPDATE collaboration SET stage_since = clock_timestamp() - interval '10 days' WHERE id = {case}; ALTER TABLE collaboration ENABLE TRIGGER USER")
    move(ctx, case, "paused", reason="Ferie", resume="2031-01-01")
    ctx.db.sql(f"UPDATE stage_history SET left_at = left_at - interval '4 days' WHERE collaboration_id = {case}")
    move(ctx, case, "idea")
    days = float(ctx.db.value(f"SELECT extract(epoch FROM clock_timestamp() - stage_since) / 86400 FROM collaboration WHERE id = {case}"))
    ctx.case("six days", 5.9 < days < 6.1, days)


def test_deciding(ctx):
    """By the role for the unit, on the day, once, never on one's own case; conditions can be met later and nothing else changes."""
    case = ready(ctx, "mini_test")
    for who, want in (("klinik", "SM403"), ("jurist", "42501"), ("forum", "SM404"), ("oekonom", "42501"), ("admin", "42501")):
        ctx.case(f"{who} decides", (got := state(ctx, decide("G1", case), who)) == want, got)
    for name, text, want in (("the future", decide("G1", case, decided_on="current_date + 1"), "SM422"), ("before the role was given", decide("G1", case, decided_on="'2023-12-31'"), "SM422"),
                             ("a gate further on", decide("G5", case), "SM409"), ("no such gate", decide("G99", case), "SM404"), ("a rejection without a reason", decide("G1", case, "reject"), "23514"),
                             ("conditions without words", decide("G1", case, "approve_with_conditions"), "23514"), ("another's role", decide("G1", case, role="'lawyer'"), "42501")):
        ctx.case(name, (got := state(ctx, text, "leder")) == want, got)
    ctx.case("no value, no way on", "value" in missing(ctx, case).split())
    got = state(ctx, decide("G1", case, "approve_with_conditions", conditions="'Baseline inden sommer'", decider_id="(SELECT id FROM app_user WHERE login = 'jurist')"), "leder")
    ctx.case("with conditions, and under one's own name", got == "done: 1" and ctx.db.value(f"SELECT u.login FROM gate_decision d JOIN app_user u ON u.id = d.decider_id WHERE d.collaboration_id = {case}") == "leder", got)
    ctx.case("twice", (got := state(ctx, decide("G1", case), "leder")) == "SM409", got)
    ctx.case("the gate is through", missing(ctx, case) == "value", missing(ctx, case))
    for change in ("decision = 'approve', conditions = NULL", "decided_on = decided_on - 1", "snapshot = repeat('0', 64)", "decider_id = 1", "lapsed_at = now()", "round = 2"):
        ctx.case(f"changed: {change}", (got := state(ctx, f"UPDATE gate_decision SET {change} WHERE collaboration_id = {case}", "klinik")) == "SM409", got)
    got = state(ctx, f"UPDATE gate_decision SET conditions_met_at = clock_timestamp(), conditions_note = 'Målt i maj' WHERE collaboration_id = {case}", "klinik")
    ctx.case("conditions met", got == "done: 1", got)
    ctx.case("met once", (got := state(ctx, f"UPDATE gate_decision SET conditions_note = 'x' WHERE collaboration_id = {case}", "klinik")) == "SM409", got)
    row = ctx.db.rows(f"SELECT round, snapshot = case_snapshot({case}) AS same, seen_seq, stage FROM gate_decision WHERE collaboration_id = {case}")[0]
    ctx.case("what it was decided on", row["round"] == 1 and row["same"] and row["seen_seq"] > 0 and row["stage"] == "screening", row)
    move(ctx, case, "idea", reason="Tilbage")
    move(ctx, case, "screening")
    ctx.case("back behind the gate, and it is to be decided again", "G1" in missing(ctx, case).split() and state(ctx, decide("G1", case), "leder") == "done: 1"
             and ctx.db.value(f"SELECT max(round) FROM gate_decision WHERE collaboration_id = {case}") == 2)


def test_rounds(ctx):
    """A postponed gate stays open, a rejected one takes a new round, one that repeats may be decided again."""
    case = ready(ctx)
    steps = [("postpone", "reason", "postponed", 1), ("reject", "reason", "rejected", 1), ("approve", None, "approved", 2)]
    for decision, words, want, turn in steps:
        got = state(ctx, decide("G1", case, decision, **({words: "'Fordi'"} if words else {})), "leder")
        seen = act(ctx, f"SELECT state, round FROM case_gates({case}) WHERE gate = 'G1'", "leder")
        ctx.case(decision, got == "done: 1" and seen == f"{want}|{turn}", f"{got} {seen}")
    late = new(ctx, stage="development")
    for turn in (1, 2, 3):
        got = state(ctx, decide("G4", late), "leder")
        ctx.case(f"phase {turn}", got == "done: 1" and ctx.db.value(f"SELECT max(round) FROM gate_decision WHERE collaboration_id = {late}") == turn, got)


def test_two_at_once(ctx):
    """Two who may decide do so at the same moment: exactly one wins, again and again."""
    ctx.db.sql("""INSERT INTO app_user (login, name) VALUES ('leder2', 'Lise Lund (prøve)');
        INSERT INTO role_grant (user_id, role, unit_id, valid_from) SELECT a.id, 'department_head', u.id, '2024-01-01' FROM app_user a, unit u WHERE a.login = 'leder2' AND u.code = 'demo-akut'""")
    for turn in range(6):
        case, seen, start = ready(ctx), [], threading.Barrier(2)

        def one(who, case=case, seen=seen, start=start):
            start.wait()
            seen.append(state(ctx, decide("G1", case), who))
        both = [threading.Thread(target=one, args=(w,)) for w in ("leder", "leder2")]
        for t in both:
            t.start()
        for t in both:
            t.join()
        ctx.case(f"turn {turn}", sorted(seen) == ["SM409", "done: 1"], seen)


def test_two_roles(ctx):
    """Where two roles decide, both must; one person is not both."""
    ctx.db.sql("""INSERT INTO app_user (login, name) VALUES ('direktion', 'Dorte Dam (prøve)'), ('indkoebschef', 'Iben Iversen (prøve)');
        INSERT INTO role_grant (user_id, role, unit_id, valid_from) SELECT a.id, v.role, u.id, '2024-01-01' FROM unit u, (VALUES
          ('direktion', 'hospital_exec'), ('direktion', 'procurement_lead'), ('indkoebschef', 'procurement_lead')) v(login, role) JOIN app_user a ON a.login = v.login WHERE u.code = 'demo-hospital'""")
    case = new(ctx, stage="agreement")
    waits = f"SELECT state, waits_for FROM case_gates({case}) WHERE gate = 'G3'"
    ctx.case("both", act(ctx, waits, "klinik") == "open|{hospital_exec,procurement_lead}", act(ctx, waits, "klinik"))
    ctx.case("one", state(ctx, decide("G3", case), "direktion") == "done: 1" and act(ctx, waits, "klinik") == "open|{procurement_lead}", act(ctx, waits, "klinik"))
    ctx.case("not the same person", (got := state(ctx, decide("G3", case), "direktion")) == "SM403", got)
    ctx.case("the other", state(ctx, decide("G3", case), "indkoebschef") == "done: 1" and act(ctx, waits, "klinik") == "approved|{}")


def test_requests(ctx):
    """Asked for, it is on the list of those who decide, with a deadline and a note; decided, it is gone."""
    case = ready(ctx)
    got = state(ctx, f"INSERT INTO gate_request (collaboration_id, gate, due_date) VALUES ({case}, 'G1', current_date + 5)", "klinik")
    tasks = f"SELECT count(*) FROM my_tasks() WHERE reason = 'gate_to_decide' AND id = {case}"
    ctx.case("asked", got == "done: 1" and [act(ctx, tasks, w) for w in ("leder", "klinik", "jurist", "oekonom")] == ["1", "0", "0", "0"], got)
    ctx.case("told", act(ctx, f"SELECT kind FROM notification WHERE collaboration_id = {case}", "leder") == "gate_requested")
    due = f"SELECT role, done_at IS NULL FROM deadline WHERE collaboration_id = {case} AND kind = 'gate'"
    ctx.case("a deadline", act(ctx, due, "leder") == "department_head|t", act(ctx, due, "leder"))
    ctx.case("once", (got := state(ctx, f"INSERT INTO gate_request (collaboration_id, gate, due_date) VALUES ({case}, 'G1', current_date)", "klinik")) == "23505", got)
    for text, want in ((f"({case}, 'G9', current_date)", "SM404"), (f"({case}, 'G2', current_date)", "SM409")):
        ctx.case(f"wrong {text}", (got := state(ctx, f"INSERT INTO gate_request (collaboration_id, gate, due_date) VALUES {text}", "klinik")) == want, got)
    got = [state(ctx, decide("G1", case), "leder"), act(ctx, tasks, "leder"), act(ctx, due, "leder")]
    ctx.case("decided", got == ["done: 1", "0", "department_head|f"], got)
    ctx.case("who asked is told", act(ctx, f"SELECT kind FROM notification WHERE collaboration_id = {case}", "klinik") == "gate_decided")


def test_versions(ctx):
    """A version in force is not touched; a new one ends it; running cases stay until they are moved."""
    case = new(ctx, "opi", "mini_test")
    old = ctx.db.value(f"SELECT lifecycle_id FROM collaboration WHERE id = {case}")
    for text in (f"UPDATE lifecycle SET name = 'Andet' WHERE id = {old}", f"UPDATE lifecycle SET valid_from = current_date + 1 WHERE id = {old}",
                 f"UPDATE lifecycle_stage SET no = 50 WHERE lifecycle_id = {old} AND stage = 'idea'", f"DELETE FROM lifecycle_gate WHERE lifecycle_id = {old}",
                 f"UPDATE lifecycle_requirement SET blocking = false WHERE lifecycle_id = {old}"):
        ctx.case(text[:60], (got := state(ctx, text, "admin")) == "SM409", got)
    draft = act(ctx, f"""WITH n AS (INSERT INTO lifecycle (kind, subtype, version_no, name) VALUES ('opi', 'mini_test', 1, 'Kortere') RETURNING id, kind)
        INSERT INTO lifecycle_stage (lifecycle_id, kind, stage, no) SELECT n.id, n.kind, v.stage, v.no FROM n, (VALUES ('idea', 0), ('test', 1), ('closed', 2)) v(stage, no) RETURNING lifecycle_id""", "admin")
    ctx.case("a draft is not in force", ctx.db.value("SELECT lifecycle_for('opi', 'mini_test', current_date)") == old)
    ctx.case("not from yesterday", (got := state(ctx, f"UPDATE lifecycle SET valid_from = current_date - 1 WHERE id = {draft}", "admin")) == "SM422", got)
    ctx.case("a case does not follow a draft", (got := state(ctx, f"UPDATE collaboration SET lifecycle_id = {draft} WHERE id = {case}", "klinik")) == "SM422", got)
    ctx.case("from next week", state(ctx, f"UPDATE lifecycle SET valid_from = current_date + 7 WHERE id = {draft}", "admin") == "done: 1"
             and ctx.db.sql(f"SELECT valid_to = current_date + 6 FROM lifecycle WHERE id = {old}") == "t")
    ctx.case("from today", state(ctx, f"UPDATE lifecycle SET valid_from = current_date WHERE id = {draft}", "admin") == "done: 1"
             and ctx.db.sql(f"SELECT valid_to = current_date - 1 FROM lifecycle WHERE id = {old}") == "t")
    ctx.case("a new case follows it, the old one does not", ctx.db.value(f"SELECT lifecycle_id FROM collaboration WHERE id = {new(ctx, 'opi', 'mini_test')}") == int(draft)
             and ctx.db.value(f"SELECT lifecycle_id FROM collaboration WHERE id = {case}") == old)
    ctx.case("moved on purpose", (got := state(ctx, f"UPDATE collaboration SET lifecycle_id = {draft} WHERE id = {case}", "klinik")) == "done: 1", got)
    wrong = ctx.db.value("SELECT lifecycle_for('research_contract', NULL, current_date)")
    ctx.case("another kind's", (got := state(ctx, f"UPDATE collaboration SET lifecycle_id = {wrong} WHERE id = {case}", "klinik")) in ("SM422", "23503"), got)
    whole = ctx.db.value("SELECT lifecycle_for('opi', NULL, current_date)")
    ctx.case("no version is ended without a next one", (got := state(ctx, f"UPDATE lifecycle SET valid_to = current_date WHERE id = {whole}", "admin")) == "SM409", got)


def test_cases_from_before(ctx):
    """Cases that were there before lifecycles get theirs, policies or not, and the audit still tells of every row."""
    ours, db = os.path.join(ctx.root, "migrations"), ctx.world.database("none")
    with tempfile.TemporaryDirectory() as before:
        os.chmod(before, 0o755)
        for name in os.listdir(ours):
            if name < "0051":
                shutil.copy(os.path.join(ours, name), before)
        db.samspil("migrate", env={"SAMSPIL_MIGRATIONS_DIR": before})
    db.sql("""INSERT INTO collaboration (number, kind, subtype, title, stage, unit_id) SELECT 'X-' || row_number() OVER (), s.kind, s.code, 'Sag', 'closed', u.id
        FROM code_subtype s, (SELECT min(id) AS id FROM unit) u; UPDATE collaboration SET stage = 'active' WHERE kind = 'research_contract'""")
    db.samspil("migrate")
    ctx.case("each has its own", db.sql("SELECT count(*) > 25, bool_and(lifecycle_id = lifecycle_for(kind, subtype, current_date)) FROM collaboration") == "t|t")
    ctx.case("since the stage last changed", db.sql("SELECT bool_and((stage_since > created_at) = (kind = 'research_contract')) FROM collaboration") == "t")
    ctx.case("as the audit tells", db.sql("SELECT count(*) FROM audit_replay()") == "0")
    ctx.world.drop(db)
