# SPDX-License-Identifier: EUPL-1.2
"""Questions to other sectors straight in SQL, as the application role: what a handler could forget, the database keeps."""
import json
import os

from harness.cluster import SqlError

DATABASE = "demo"


def act(ctx, text, who):
    """One transaction of a person; the last line of what it says."""
    return ctx.db.sql(f"""BEGIN; SELECT principal_enter(p.user_id::text, p.access, COALESCE(p.read_units, ''), COALESCE(p.write_units, ''), 'r', 'test', '')
        FROM principal_load((SELECT id FROM app_user WHERE login = '{who}')) p; {text}; COMMIT""", "samspil_app").split("\n")[-1]


def state(ctx, text, who):
    try:
        return "done: " + act(ctx, f"WITH x AS ({text} RETURNING 1) SELECT count(*) FROM x", who)
    except SqlError as e:
        return e.state


def ask(ctx):
    """A draft of the clinic and a question to the municipality's contact: (estimate, question)."""
    with open(os.path.join(ctx.root, "tests/golden/value/hjemmeakut.json"), encoding="utf-8") as f:
        doc = json.dumps({"tier": "mini", "comparator": "Som i dag", "inputs": json.load(f), "figures": None}).replace("'", "''")
    case = act(ctx, "SELECT collaboration_add(json_build_object('kind', 'opi', 'title', 'Prøve', 'unit_id', (SELECT id FROM unit WHERE code = 'demo-akut')))", "admin")
    e = act(ctx, f"SELECT estimate_add({case}, NULL, '{doc}')", "klinik")
    return e, act(ctx, question(e), "klinik")


def question(e, who="sektor", line="E7"):
    return f"""SELECT confirmation_ask({e}, 1, '{line}', 'Hjemmesygepleje', 'municipality', 'cash', 'time', 'per_patient', 0, 1.5, 450, 'kilde', 2026, '{{-8100000,-20250000}}', 120,
        (SELECT id FROM app_user WHERE login = '{who}'), NULL)"""


def test_answers(ctx):
    """Only the person who is asked answers, once, and touches nothing but the answer."""
    e, c = ask(ctx)
    for who in ("klinik", "leder", "admin", "oekonom", "forum"):
        assert act(ctx, f"SELECT count(*) FROM confirmation_answer({c}, 'confirmed', NULL, NULL)", who) == "0", who
        got = state(ctx, f"UPDATE line_confirmation SET status = 'confirmed' WHERE id = {c}", who)
        ctx.case(f"{who} writes an answer", got in ("SM409", "done: 0"), got)
    for change in ("number = 2", "line_code = 'E8'", "flows_oere = '{1}'", "status = 'withdrawn'", "status = 'lapsed'", "contact_id = 1, status = 'confirmed'",
                   "status = 'confirmed', title = 'x'", "estimate_id = 1, status = 'confirmed'"):
        got = state(ctx, f"UPDATE line_confirmation SET {change} WHERE id = {c}", "sektor")
        ctx.case(f"the contact sets {change}", got == "SM409", got)
    assert state(ctx, f"UPDATE line_confirmation SET status = 'disputed' WHERE id = {c}", "sektor") == "23514"
    for hidden in (f"estimate WHERE id = {e}", f"estimate_line WHERE estimate_id = {e}", f"estimate_sector WHERE estimate_id = {e}",
                   f"collaboration c JOIN estimate x ON x.collaboration_id = c.id WHERE x.id = {e}", f"audit_event WHERE entity = 'line_confirmation' AND entity_id = {c}"):
        assert act(ctx, f"SELECT count(*) FROM {hidden}", "sektor") == "0", hidden
    got = act(ctx, f"SELECT (SELECT estimate_id FROM confirmation_answer({c}, 'confirmed', 1.5, NULL)), (SELECT count(*) FROM estimate)", "sektor")
    assert got.split("|")[0] == e, got
    before = act(ctx, "SELECT count(*) FROM estimate_line", "sektor")
    assert before == act(ctx, "SELECT count(*) FROM estimate_line l JOIN collaboration c ON c.id = l.collaboration_id", "sektor"), "the access is given back"
    assert act(ctx, f"SELECT confirmed_status FROM estimate_line WHERE estimate_id = {e} AND code = 'E7'", "klinik") == "confirmed"
    try:
        act(ctx, f"SELECT * FROM confirmation_answer({c}, 'disputed', NULL, 'Nej')", "sektor")
        raise AssertionError("answered twice")
    except SqlError as wrong:
        assert wrong.state == "SM409", wrong
    row = ctx.db.rows(f"SELECT user_id, after->>'status' AS status FROM audit_event WHERE entity = 'line_confirmation' AND entity_id = {c} ORDER BY seq DESC LIMIT 1")
    assert row == [{"user_id": int(ctx.db.value("SELECT id FROM app_user WHERE login = 'sektor'")), "status": "confirmed"}], row
    ctx.case("the contact is no author", act(ctx, f"SELECT (SELECT id FROM app_user WHERE login = 'sektor') = ANY (authors) FROM estimate WHERE id = {e}", "klinik") == "f")


def test_asking(ctx):
    """By those who write the values; of people who may answer; once a line while it is open."""
    e, _ = ask(ctx)
    for text, who, want in ((question(e), "klinik", "23505"), (question(e, "controller", "E8"), "klinik", "SM422"), (question(e, "klinik", "E8"), "klinik", "SM403"),
                            (question(e, "leder", "E8"), "leder", "SM403"), (question(e, "sektor", "E8"), "controller", "42501")):
        try:
            act(ctx, text, who)
            got = "done"
        except SqlError as wrong:
            got = wrong.state
        ctx.case(f"{who}: {want}", got == want, got)
    assert act(ctx, question(e, "sektor", "E8").replace("SELECT confirmation_ask", "SELECT 'none' WHERE NULL IS NOT DISTINCT FROM confirmation_ask", 1), "sektor") == "none", "an estimate that one does not see cannot be asked about"


def test_money_is_explained(ctx):
    rows = ctx.db.rows("""SELECT a.attname FROM pg_attribute a WHERE a.attrelid = 'line_confirmation'::regclass AND a.attnum > 0 AND NOT a.attisdropped
        AND col_description(a.attrelid, a.attnum) IS NULL""")
    assert not rows, rows


def test_carrying(ctx):
    """Into the next version goes what was said of the one before, word for word, and by nobody who is asked."""
    e, c = ask(ctx)
    act(ctx, f"SELECT count(*) FROM confirmation_answer({c}, 'disputed', 2, 'Nej')", "sektor")
    case = ctx.db.value(f"SELECT collaboration_id FROM estimate WHERE id = {e}")
    doc = f"(SELECT jsonb_build_object('tier', 'mini', 'inputs', estimate_inputs({e}), 'figures', NULL))"
    two, stranger = (act(ctx, f"SELECT estimate_add({case}, {of}, {doc})", "klinik") for of in (e, "NULL"))
    insert = """INSERT INTO line_confirmation (collaboration_id, estimate_id, alternative_no, line_code, contact_id, message, title, unit_id, line_name, sector, class,
        line_unit, timing, qty_baseline, qty_new, unit_value, source, first_year, flows_oere, least_patients, status, number, comment, answered_at, asked_by, asked_at,
        carried_from) SELECT c.collaboration_id, {to}, c.alternative_no, c.line_code, c.contact_id, c.message, c.title, c.unit_id, c.line_name, c.sector, c.class, c.line_unit, c.timing,
        c.qty_baseline, {qty}, c.unit_value, c.source, c.first_year, c.flows_oere, c.least_patients, {status}, c.number, c.comment, c.answered_at, c.asked_by,
        c.asked_at, c.id FROM line_confirmation c WHERE c.id = {c}"""
    forged = {"to": two, "qty": "c.qty_new", "status": "c.status", "c": c}
    for change in ({"status": "'confirmed'"}, {"qty": "9"}, {"to": stranger}):
        got = state(ctx, insert.format(**forged | change), "klinik")
        ctx.case(f"carried with {change}", got == "SM409", got)
    for who, want in (("sektor", "SM403"), ("controller", "42501"), ("klinik", "done: 1")):
        got = state(ctx, insert.format(**forged), who)
        ctx.case(f"{who} carries it over", got == want, got)
    row = ctx.db.rows(f"SELECT status, number, comment, carried_from FROM line_confirmation WHERE estimate_id = {two}")
    assert row == [{"status": "disputed", "number": 2, "comment": "Nej", "carried_from": int(c)}], row
