# SPDX-License-Identifier: EUPL-1.2
"""What procurement keeps in the database: words with figures, rules of a day, facts of a case, deadlines."""

DATABASE = "demo"
ENTER = "SELECT principal_enter('', 'staff sees_all writes_all', '', '', 'test', 'test', '');"


def same(ctx, name, seen, wanted):
    ctx.case(name, seen == wanted, f"{seen!r}, wanted {wanted!r}")


def act(ctx, text):
    return ctx.db.sql("BEGIN;" + ENTER + text + "; COMMIT").split("\n")[-1]


def case(ctx, title):
    if not ctx.db.rows(f"SELECT 1 FROM collaboration WHERE title = '{title}'"):
        act(ctx, f"INSERT INTO collaboration (number, kind, title, stage, unit_id, value_ceiling_oere, end_date) SELECT 'X-{title}', 'strategic_procurement', '{title}', "
                 "'area_selected', id, 1000, '2031-01-31' FROM unit WHERE code = 'stab-koncernindkoeb'")
    return ctx.db.value(f"SELECT id FROM collaboration WHERE title = '{title}'")


def test_words(ctx):
    """Kroner, days and full-time equivalents as people of both languages write them, to the øre."""
    same(ctx, "kroner", ctx.db.sql("SELECT kr_words(39000000000), kr_words(1), kr_words(123456789012), kr_words(0)"),
         '{"390.000.000 kr.","DKK 390,000,000"}|{"0,01 kr.","DKK 0.01"}|{"1.234.567.890,12 kr.","DKK 1,234,567,890.12"}|{"0 kr.","DKK 0"}')
    same(ctx, "the largest amount", ctx.db.sql("SELECT (kr_words(100000000000000000))[1]"), "1.000.000.000.000.000 kr.")
    same(ctx, "day", ctx.db.sql("SELECT day_words('2026-03-31')"), "31-03-2026|2026-03-31")
    same(ctx, "full-time equivalents", ctx.db.sql("SELECT fte_words(0.7), fte_words(4), fte_words(1.25)"), '{"0,7",0.7}|{"4,0",4.0}|{"1,25",1.25}')


def test_rule_of_the_day(ctx):
    """The row of the procedure goes before that of all; outside its days a row is not there."""
    value = lambda code, procedure, day: ctx.db.sql(f"SELECT procurement_rule_value('{code}', {procedure}, '{day}')")
    same(ctx, "of the procedure", value("application_days", "'innovation_partnership'", "2026-03-01"), "30")
    same(ctx, "of another", value("application_days", "'open'", "2026-03-01"), "")
    same(ctx, "of none", value("application_days", "NULL", "2026-03-01"), "")
    same(ctx, "of all", value("standstill_days", "'open'", "2026-03-01"), "10")
    same(ctx, "before and after", [value("threshold_state", "NULL", d) for d in ("2023-12-31", "2024-01-01", "2025-12-31", "2026-01-01")], ["", "1064177", "1064177", ""])


def test_facts(ctx):
    """Each fact is false before and true after what it says."""
    c = case(ctx, "Fakta")
    holds = lambda fact, argument="": ctx.db.sql(f"SELECT fact_{fact}({c}, '{argument}')")
    put = lambda table, **row: act(ctx, f"INSERT INTO {table} (collaboration_id, {', '.join(row)}) VALUES ({c}, {', '.join(row.values())})")
    firm = "(SELECT min(id) FROM organisation)"
    unit = "(SELECT id FROM unit WHERE code = 'stab-koncernindkoeb')"
    steps = (
        ("market_dialogue", "", lambda: put("market_dialogue", held_on="'2026-01-01'", form="'meeting'", same_material_to_all="true", conclusion="'open'")),
        ("market_dialogue", "not_on_market", lambda: put("market_dialogue", held_on="'2026-01-02'", form="'meeting'", same_material_to_all="true", conclusion="'not_on_market'")),
        ("strategic_score", "", lambda: act(ctx, f"INSERT INTO strategic_score (collaboration_id, area_id, score) SELECT {c}, id, 3 FROM strategic_area")),
        ("capacity", "", lambda: put("capacity_need", unit_id=unit, year="2040", quarter="1", fte="1")),
        ("procedure", "", lambda: put("tender", procedure="'open'", value_oere="5", service_kind="'works'")),
        ("notice", "", lambda: act(ctx, f"UPDATE tender SET notice_number = '1-2026', notice_date = '2026-01-03' WHERE collaboration_id = {c}")),
        ("invited", "1", lambda: put("bidder", organisation_id=firm, invited="true", awarded="true")),
        ("award", "", lambda: act(ctx, f"UPDATE tender SET awarded_on = current_date - 11 WHERE collaboration_id = {c}")),
        ("contract_terms", "", lambda: put("contract_terms", signed_on="current_date", unit_price="'x'", volume="'x'", index_clause="'x'")),
        ("expiry_decision", "", lambda: act(ctx, f"UPDATE contract_terms SET expiry_decision = 'end' WHERE collaboration_id = {c}")),
        ("phases", "", lambda: put("partnership_phase", no="1", name="'F1'", goal="'Mål'", rate_oere="1", decision="'stop'")))
    for fact, argument, step in steps:
        before = holds(fact, argument)
        step()
        same(ctx, f"{fact} {argument}", (before, holds(fact, argument)), ("f", "t"))
    same(ctx, "three are more than one", holds("invited", "3"), "f")
    act(ctx, f"UPDATE tender SET awarded_on = current_date - 10 WHERE collaboration_id = {c}")
    same(ctx, "not on the last day of standstill", holds("award"), "f")
    act(ctx, f"INSERT INTO market_dialogue (collaboration_id, held_on, form) VALUES ({c}, '2026-02-01', 'written')")
    same(ctx, "one that got other material spoils it", holds("market_dialogue", "not_on_market"), "f")
    named = ctx.db.rows("SELECT f.code FROM case_fact f WHERE NOT EXISTS (SELECT 1 FROM pg_proc p WHERE p.proname = 'fact_' || f.code)")
    same(ctx, "every fact has its function", named, [])


def test_deadlines(ctx):
    """Tender, standstill, option, phase and expiry; met or taken off they are done."""
    c = case(ctx, "Frister")
    seen = lambda: ctx.db.sql(f"SELECT string_agg(kind || ' ' || due_date || CASE WHEN done_at IS NULL THEN '' ELSE ' done' END, ', ' ORDER BY kind) FROM deadline WHERE collaboration_id = {c} AND kind <> 'stage'")
    same(ctx, "of the case", seen(), "expiry 2030-01-31")
    act(ctx, f"INSERT INTO tender (collaboration_id, procedure, notice_date, application_deadline) VALUES ({c}, 'open', '2030-01-01', '2030-02-01')")
    act(ctx, f"INSERT INTO contract_option (collaboration_id, kind, title, months, notice_by) VALUES ({c}, 'extension', 'Et år', 12, '2030-03-01')")
    act(ctx, f"INSERT INTO partnership_phase (collaboration_id, no, name, goal, rate_oere, ends_on) VALUES ({c}, 1, 'F1', 'Mål', 5, '2030-04-01')")
    same(ctx, "all of them", seen(), "application 2030-02-01, expiry 2030-01-31, milestone 2030-04-01, option 2030-03-01")
    act(ctx, f"UPDATE tender SET awarded_on = '2030-02-10' WHERE collaboration_id = {c}")
    act(ctx, f"UPDATE contract_option SET taken_on = '2030-02-01' WHERE collaboration_id = {c}")
    same(ctx, "awarded; extended", seen(), "application 2030-02-01 done, expiry 2031-01-31, milestone 2030-04-01, option 2030-03-01 done, standstill 2030-02-20")
    act(ctx, f"INSERT INTO contract_terms (collaboration_id, signed_on) VALUES ({c}, '2030-03-01')")
    act(ctx, f"UPDATE partnership_phase SET removed_at = now() WHERE collaboration_id = {c}")
    same(ctx, "signed; phase taken off", seen(), "application 2030-02-01 done, expiry 2031-01-31, milestone 2030-04-01 done, option 2030-03-01 done, standstill 2030-02-20 done")
    act(ctx, f"SELECT set_config('samspil.bulk', 'on', true); UPDATE collaboration SET stage = 'closed' WHERE id = {c}")
    same(ctx, "closed", seen().split(", ")[1], "expiry 2031-01-31 done")
