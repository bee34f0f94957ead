# SPDX-License-Identifier: EUPL-1.2
"""Danish working days, deadlines and notes to people, straight in SQL."""
import datetime

DATABASE = "demo"
SYSTEM = "SELECT principal_enter('7', 'staff sees_all writes_all audits', '', '', 'test', 'test', '');"


def same(ctx, name, seen, wanted):
    ctx.case(name, seen == wanted, f"{seen!r}, wanted {wanted!r}")


def easter(year):
    """Gauss's rule with the corrections of the Gregorian calendar: another way than the database's."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    day = 22 + d + e
    if d == 29 and e == 6:
        day -= 7
    elif d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        day -= 7
    return datetime.date(year, 3, 1) + datetime.timedelta(days=day - 1)


def test_easter(ctx):
    """Easter Sunday of 400 years by a second rule, and four known ones."""
    rows = ctx.db.rows("SELECT y, easter_sunday(y)::text AS day FROM generate_series(1900, 2299) y")
    wrong = [r for r in rows if easter(int(r["y"])).isoformat() != r["day"]]
    same(ctx, "all years", wrong, [])
    known = {"2024": "2024-03-31", "2025": "2025-04-20", "2026": "2026-04-05", "2038": "2038-04-25"}
    same(ctx, "known years", {y: d for y, d in ((str(r["y"]), r["day"]) for r in rows) if y in known}, known)


def test_working_days(ctx):
    """Seven working days over Easter 2026; Store Bededag is a working day from 2024."""
    same(ctx, "the example of the access request", ctx.db.sql("SELECT add_working_days('2026-03-26', 7)"), "2026-04-09")
    same(ctx, "the days that count", ctx.db.sql("SELECT string_agg(d::date::text, ' ' ORDER BY d) FROM generate_series('2026-03-27'::date, '2026-04-09', '1 day') d WHERE is_working_day(d::date)"),
              "2026-03-27 2026-03-30 2026-03-31 2026-04-01 2026-04-07 2026-04-08 2026-04-09")
    same(ctx, "Store Bededag before and after, Christmas", ctx.db.sql("SELECT is_working_day('2023-05-05'), is_working_day('2024-04-26'), is_working_day('2026-12-25'), is_working_day('2026-12-24')"),
              "f|t|f|t")
    same(ctx, "none, one, and back again", ctx.db.sql("SELECT add_working_days('2026-12-23', 0), add_working_days('2026-12-23', 1), working_days_between('2026-03-26', '2026-04-09')"),
              "2026-12-23|2026-12-24|7")
    same(ctx, "months", ctx.db.sql("SELECT add_months('2026-02-10', 2), add_months('2026-12-31', 2)"), "2026-04-10|2027-02-28")


def test_deadlines(ctx):
    """A row has one deadline of a kind: moved, met, opened again, taken off."""
    case = ctx.db.sql("SELECT min(id) FROM collaboration")
    put = f"SELECT deadline_set({case}, 'task', 'task', 990001, %s, 'Ring til kommunen', NULL, 'lawyer', %s)"
    seen = "SELECT due_date, done_at IS NOT NULL, role FROM deadline WHERE source_table = 'task' AND source_id = 990001"

    def put_and_see(due, done):
        return ctx.db.sql(f"BEGIN; {SYSTEM} {put % (due, done)}; {seen}; COMMIT").split("\n")[-1]
    put_and_see("'2026-05-01'", "false")
    same(ctx, "moved", put_and_see("'2026-05-08'", "false"), "2026-05-08|f|lawyer")
    same(ctx, "met", put_and_see("'2026-05-08'", "true"), "2026-05-08|t|lawyer")
    same(ctx, "opened again", put_and_see("'2026-05-08'", "false"), "2026-05-08|f|lawyer")
    same(ctx, "taken off", put_and_see("NULL", "false"), "2026-05-08|t|lawyer")


def test_notes(ctx):
    """Others are told, oneself is not; whoever is told reads it and nobody else."""
    user = "(SELECT id FROM app_user WHERE login = '%s')"
    enter = "SELECT principal_enter(p.user_id::text, p.access, COALESCE(p.read_units, ''), COALESCE(p.write_units, ''), 'r', 'test', '') FROM principal_load(" + user + ") p;"
    case = ctx.db.sql("SELECT min(id) FROM collaboration")

    def act(text, who):
        return ctx.db.sql("BEGIN;" + enter % who + text + "; COMMIT", "samspil_app").split("\n")[-1]
    for who in "klinik", "oekonom":
        act(f"SELECT notify_user({user % who}, {case}, 'task', 'task', 990002, 'Ring til kommunen')", "klinik")
    mine = "SELECT count(*) FROM notification WHERE subject_id = 990002"
    same(ctx, "who reads it", [act(mine, w) for w in ("klinik", "oekonom", "admin")], ["0", "1", "0"])
