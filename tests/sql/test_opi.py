# SPDX-License-Identifier: EUPL-1.2
"""Public-private innovation in the database: days of follow-up, risk by stage, facts of a case."""

DATABASE = "demo"
ENTER = "SELECT principal_enter('', 'staff sees_all writes_all', '', '', 'test', 'test', '');"


def same(ctx, name, seen, wanted):
    ctx.case(name, seen == wanted, f"{seen!r}, wanted {wanted!r}")


def act(ctx, text):
    return ctx.db.sql("BEGIN;" + ENTER + text + "; COMMIT").split("\n")[-1]


def case(ctx, title, kind="opi", stage="development", start="'2026-01-01'"):
    act(ctx, f"INSERT INTO collaboration (number, kind, title, stage, unit_id, start_date) SELECT 'O-{title}', '{kind}', '{title}', '{stage}', id, {start} "
             "FROM unit WHERE code = 'stab-koncernindkoeb'")
    c = ctx.db.value(f"SELECT id FROM collaboration WHERE title = '{title}'")
    if kind == "opi":
        act(ctx, f"INSERT INTO opi (id) VALUES ({c})")
    return c


def deadlines(ctx, c, kind):
    return ctx.db.sql(f"SELECT COALESCE(string_agg(due_date || CASE WHEN done_at IS NULL THEN '' ELSE ' done' END, ' ' ORDER BY due_date), '') "
                      f"FROM deadline WHERE collaboration_id = {c} AND kind = '{kind}'")


def test_evaluation_window(ctx):
    """Started 01-01-2026: from 01-01-2028 to 31-12-2028, for all kinds; it moves with the start and ends with the case."""
    for kind, stage in (("opi", "idea"), ("strategic_procurement", "operation"), ("research_contract", "received")):
        c = case(ctx, f"Vindue {kind}", kind, stage)
        same(ctx, kind, deadlines(ctx, c, "evaluation"), "2028-12-31")
        same(ctx, f"{kind}: from", ctx.db.sql(f"SELECT innovation_overview({c})->'evaluation'->>'from'"), "2028-01-01")
    c = case(ctx, "Uden start", start="NULL")
    same(ctx, "no start, no day", deadlines(ctx, c, "evaluation") + deadlines(ctx, c, "benefits"), "")
    act(ctx, f"UPDATE collaboration SET start_date = '2024-02-29' WHERE id = {c}")
    same(ctx, "the start is set; a leap day", deadlines(ctx, c, "evaluation"), "2027-02-27")
    act(ctx, f"INSERT INTO evaluation (collaboration_id, occasion, done_on) VALUES ({c}, 'result', '2025-01-01')")
    same(ctx, "that after the test is another", deadlines(ctx, c, "evaluation"), "2027-02-27")
    act(ctx, f"INSERT INTO evaluation (collaboration_id, occasion, done_on) VALUES ({c}, 'long_term', '2026-05-01')")
    same(ctx, "done", deadlines(ctx, c, "evaluation"), "2027-02-27 done")
    act(ctx, f"UPDATE evaluation SET removed_at = now() WHERE collaboration_id = {c} AND occasion = 'long_term'")
    same(ctx, "taken back", deadlines(ctx, c, "evaluation"), "2027-02-27")


def test_benefits(ctx):
    """12, 24 and 36 months after the start of what runs; a day set by hand and what is done stay when the start moves."""
    c = case(ctx, "Gevinster", stage="idea")
    same(ctx, "not of what has not begun", deadlines(ctx, c, "benefits"), "")
    c = case(ctx, "Gevinster 2")
    same(ctx, "three days", deadlines(ctx, c, "benefits"), "2027-01-01 2028-01-01 2029-01-01")
    act(ctx, f"UPDATE benefits_review SET done_on = '2026-12-20' WHERE collaboration_id = {c} AND months = 12;"
             f"UPDATE benefits_review SET due_date = '2028-02-15' WHERE collaboration_id = {c} AND months = 24;"
             f"UPDATE collaboration SET start_date = '2026-03-01' WHERE id = {c}")
    same(ctx, "moved", deadlines(ctx, c, "benefits"), "2027-01-01 done 2028-02-15 2029-03-01")
    act(ctx, f"UPDATE benefits_review SET removed_at = now() WHERE collaboration_id = {c} AND months = 36; UPDATE collaboration SET title = 'Gevinster 3' WHERE id = {c}")
    same(ctx, "taken off stays off", ctx.db.sql(f"SELECT count(*) FROM benefits_review WHERE collaboration_id = {c} AND removed_at IS NULL"), "2")
    other = case(ctx, "Ikke OPI", "strategic_procurement", "operation")
    same(ctx, "of innovations alone", deadlines(ctx, other, "benefits"), "")


def test_exposure(ctx):
    """300,000 + 700,000 + 1,000,000 with 0.5 and 0.8: at worst 2 million, expected 300 + 350 + 400 thousand."""
    c = case(ctx, "Risiko")
    over = lambda: ctx.db.sql(f"SELECT o->>'worst_case_oere', o->>'expected_oere', round((o->>'success_probability')::numeric, 6) FROM (SELECT innovation_overview({c})->'exposure' AS o) x")
    same(ctx, "none", over(), "0||")
    act(ctx, f"INSERT INTO exposure (collaboration_id, no, name, exposure_oere, success_probability) VALUES ({c}, 1, 'Prototype', 30000000, 0.5), "
             f"({c}, 2, 'Afprøvning', 70000000, 0.8), ({c}, 3, 'Skalering', 100000000, NULL)")
    same(ctx, "the last chance is not known", over(), "200000000|105000000|")
    act(ctx, f"UPDATE exposure SET success_probability = 0.9 WHERE collaboration_id = {c} AND no = 3")
    same(ctx, "all known", over(), "200000000|105000000|0.360000")
    same(ctx, "by stage", ctx.db.sql(f"SELECT string_agg(worst_case_oere || ' ' || round(reach_probability::numeric, 3), ', ' ORDER BY no) FROM exposure_stages({c})"),
         "30000000 1.000, 100000000 0.500, 200000000 0.400")
    act(ctx, f"UPDATE exposure SET success_probability = 0 WHERE collaboration_id = {c} AND no = 1")
    same(ctx, "hopeless", over(), "200000000|30000000|0.000000")
    act(ctx, f"UPDATE exposure SET success_probability = NULL WHERE collaboration_id = {c} AND no = 1")
    same(ctx, "not known", over(), "200000000||")


def test_facts(ctx):
    """Each fact holds when the last thing that it asks for is there, not before."""
    c = case(ctx, "Kendsgerninger")
    fact = lambda name: ctx.db.sql(f"SELECT fact_{name}({c}, '')")
    act(ctx, f"UPDATE opi SET need = 'Et behov', need_group_size = 0 WHERE id = {c};"
             f"INSERT INTO canvas_answer (collaboration_id, prompt_id, answer) SELECT {c}, id, 'Svar' FROM opi_prompt WHERE part = 'canvas' AND required AND code <> 'risks'")
    same(ctx, "one is missing", fact("canvas"), "f")
    act(ctx, f"INSERT INTO canvas_answer (collaboration_id, prompt_id, answer) SELECT {c}, id, 'Svar' FROM opi_prompt WHERE code = 'risks'")
    same(ctx, "canvas", fact("canvas"), "t")
    act(ctx, "UPDATE opi_prompt SET valid_to = current_date - 1 WHERE code = 'risks';"
             "INSERT INTO opi_prompt (code, part, required, da, en, valid_from) VALUES ('risks', 'canvas', true, 'Ny ordlyd', 'New words', current_date)")
    same(ctx, "asked in new words: the answer holds", fact("canvas"), "t")
    act(ctx, f"UPDATE opi SET need = '  ' WHERE id = {c}")
    same(ctx, "no need", fact("canvas"), "f")
    for name, first, last in (
            ("open_call", "call_url = 'https://example.dk'", "no_call_reason = 'Kun én kan'"), ("test_protocol", "test_protocol = 'Måling', ce_status = 'unknown'", "ce_status = 'marked'"),
            ("opi_decision", "test_place = 'Her'", "decision = 'spread', decided_on = current_date, decision_reason = 'Virker'")):
        act(ctx, f"INSERT INTO opi_course (collaboration_id) VALUES ({c}) ON CONFLICT DO NOTHING; UPDATE opi_course SET {first} WHERE collaboration_id = {c}")
        same(ctx, f"{name}: not yet", fact(name), "f")
        act(ctx, f"UPDATE opi_course SET {last} WHERE collaboration_id = {c}")
        same(ctx, name, fact(name), "t")
    act(ctx, f"INSERT INTO evaluation (collaboration_id, occasion, done_on, report_url, patient_view) VALUES ({c}, 'result', current_date, 'https://example.dk/r', 'Godt')")
    same(ctx, "without the view of staff", fact("evaluation_report"), "f")
    act(ctx, f"UPDATE evaluation SET staff_view = 'Travlt' WHERE collaboration_id = {c}")
    same(ctx, "evaluation_report", fact("evaluation_report"), "t")
    act(ctx, f"INSERT INTO spread (collaboration_id, place) VALUES ({c}, 'Odense Kommune')")
    same(ctx, "where, not when", fact("spread"), "f")
    act(ctx, f"UPDATE spread SET planned_on = '2027-01-01' WHERE collaboration_id = {c}")
    same(ctx, "spread", fact("spread"), "t")
    same(ctx, "no baseline", fact("baseline"), "f")
    act(ctx, f"INSERT INTO indicator (collaboration_id, name, direction, baseline, next_on) VALUES ({c}, 'Liggedage', 'down', 2, '2027-05-01')")
    same(ctx, "an indicator with its value before", fact("baseline") + deadlines(ctx, c, "indicator"), "t2027-05-01")
