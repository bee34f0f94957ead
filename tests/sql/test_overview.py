# SPDX-License-Identifier: EUPL-1.2
"""The sums that the overview is read from, kept by every change and made anew; areas; what is overdue."""

DATABASE = "demo"
ENTER = "SELECT principal_enter('', 'staff sees_all writes_all', '', '', 'test', 'test', '');"


def act(ctx, text, role="postgres"):
    return ctx.db.sql("BEGIN;" + ENTER + text + "; COMMIT", role).split("\n")[-1]


def differ(ctx):
    """Rows in which the kept sums and those of the cases themselves are not the same."""
    return act(ctx, """SELECT count(*) FROM ((SELECT * FROM portfolio_live() EXCEPT SELECT * FROM portfolio_figure WHERE cases <> 0)
        UNION ALL (SELECT * FROM portfolio_figure WHERE cases <> 0 EXCEPT SELECT * FROM portfolio_live())) x""", "samspil_owner")


def figure(ctx, dimension, key):
    return int(ctx.db.value(f"SELECT COALESCE(sum(cases), 0) FROM portfolio_figure WHERE dimension = '{dimension}' AND key = '{key}'"))


def test_sums(ctx):
    """Each kind of change leaves the kept sums as the cases are; the rebuild gives the same."""
    assert differ(ctx) == "0"
    assert ctx.db.value("SELECT count(DISTINCT dimension) FROM portfolio_figure") == 10
    one = ctx.db.value("SELECT min(id) FROM collaboration WHERE visibility <> 'restricted'")
    unit = ctx.db.value("SELECT id FROM unit WHERE code = 'kommune-0306'")
    for change in ("commercial = 'commercial'", "commercial = 'both', prevention = true", "rare_disease = true", "patient_group = 'rare', rare_disease = NULL",
                   f"unit_id = {unit}", "end_date = '2031-02-28'", "end_date = NULL, start_date = NULL", "theme = 'prevention', prevention = NULL",
                   "visibility = 'restricted'", "visibility = 'open', value_ceiling_oere = 123", "commercial = NULL"):
        act(ctx, f"UPDATE collaboration SET {change} WHERE id = {one}")
        ctx.case(change, differ(ctx) == "0", differ(ctx))
    act(ctx, "UPDATE collaboration SET commercial = CASE id % 3 WHEN 0 THEN 'commercial' WHEN 1 THEN 'non_commercial' END")
    assert differ(ctx) == "0" and figure(ctx, "commercial", "commercial") > 0
    act(ctx, "UPDATE portfolio_figure SET cases = cases + 1", "samspil_owner")
    assert differ(ctx) != "0"
    act(ctx, "CALL portfolio_rebuild()", "samspil_owner")
    assert differ(ctx) == "0"


def test_said_and_told(ctx):
    """Prevention and rare diseases follow theme and patient group until somebody says otherwise."""
    one = ctx.db.value("SELECT max(id) FROM collaboration WHERE visibility <> 'restricted'")
    told = lambda: ctx.db.sql(f"SELECT is_prevention(c), is_rare(c) FROM collaboration c WHERE id = {one}")
    for change, wanted in (("theme = NULL, patient_group = NULL, prevention = NULL, rare_disease = NULL", "|"), ("theme = 'prevention', patient_group = 'rare'", "t|t"),
                           ("prevention = false, rare_disease = false", "f|f"), ("theme = 'digital', prevention = true", "t|f")):
        act(ctx, f"UPDATE collaboration SET {change} WHERE id = {one}")
        ctx.case(change, told() == wanted, told())


def test_areas(ctx):
    """A municipality is served by itself, by the hospital and the council that cover it, and by all below them; not by others."""
    units = lambda code: set(ctx.db.sql(f"SELECT u.code FROM units_of_area((SELECT id FROM unit WHERE code = '{code}')) a JOIN unit u ON u.id = a").split("\n"))
    town = ctx.db.rows("""SELECT m.code AS town, u.code AS cover FROM unit_area a JOIN unit m ON m.id = a.municipality_id JOIN unit u ON u.id = a.unit_id
        WHERE COALESCE(a.valid_to, 'infinity') >= current_date ORDER BY 1, 2 LIMIT 1""")[0]
    assert {town["town"], town["cover"]} <= units(town["town"]), units(town["town"])
    assert town["town"] in units(town["cover"])
    for council in ctx.db.sql("SELECT code FROM unit WHERE kind = 'health_council'").split("\n"):
        towns = set(ctx.db.sql(f"SELECT m.code FROM unit_area a JOIN unit m ON m.id = a.municipality_id WHERE a.unit_id = (SELECT id FROM unit WHERE code = '{council}')").split("\n"))
        others = set(ctx.db.sql("SELECT code FROM unit WHERE kind = 'municipality'").split("\n")) - towns
        ctx.case(council, towns | {council} <= units(council) and not units(council) & others, str(units(council))[:300])
    assert units("region-1081") == set(ctx.db.sql("SELECT u.code FROM units_below((SELECT id FROM unit WHERE code = 'region-1081')) b JOIN unit u ON u.id = b").split("\n"))


def test_overdue(ctx):
    """A case is overdue by kind until the day is met; many days of one case are one case."""
    one = ctx.db.value("SELECT max(id) FROM collaboration")
    before = int(act(ctx, "SELECT count(*) FROM cases_overdue('{evaluation}')"))
    put = "INSERT INTO deadline (collaboration_id, kind, title, due_date, source_table, source_id) VALUES "
    act(ctx, f"DELETE FROM deadline WHERE collaboration_id = {one} AND kind = 'evaluation'; " + put
        + ", ".join(f"({one}, 'evaluation', 'Evaluering', current_date - {n}, 'overview_test', {n})" for n in (0, 1, 2)), "samspil_owner")
    after = int(act(ctx, "SELECT count(*) FROM cases_overdue('{evaluation}')"))
    assert after in (before, before + 1) and str(one) in act(ctx, "SELECT array_agg(x) FROM cases_overdue('{evaluation}') x")
    assert act(ctx, "SELECT cases FROM overdue_counts() WHERE kind = 'evaluation'") == str(after)
    act(ctx, "UPDATE deadline SET done_at = now() WHERE source_table = 'overview_test'", "samspil_owner")
    assert str(one) not in act(ctx, "SELECT COALESCE(array_agg(x), '{}') FROM cases_overdue('{evaluation}') x")
