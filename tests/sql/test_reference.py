# SPDX-License-Identifier: EUPL-1.2
"""The reference data that migrations ship: units, vocabularies, dated values, roles."""
import re

from harness.cluster import SqlError

RIGHTS = set("""collaborations:read collaborations:write organisations:read organisations:write value:read value:write reference:write
value:approve imports:write exports:read users:admin audit:read finance:read finance:write
confirmations:answer gates:decide rules:write openness:write organisations:merge""".split())
ROLES = set("""procurement_officer procurement_lead clinic_lead department_head hospital_exec health_economist controller
lawyer research_support forum_secretary forum_member sector_contact data_protection_officer finance_system auditor
admin""".split())
SYSTEM = "SELECT principal_enter('7', 'staff sees_all writes_all audits', '', '', 'test', 'test', '');"


def lists(ctx):
    return [r["name"] for r in ctx.db.rows(
        r"SELECT relname AS name FROM pg_class WHERE relname LIKE 'code\_%' AND relkind = 'r' ORDER BY 1")]


def test_regions_become_one(ctx):
    """Region Hovedstaden and Region Sjælland end on 31 December 2026; Region Østdanmark follows the next day."""
    rows = ctx.db.rows("""SELECT u.name, u.valid_to, s.name AS successor, s.valid_from AS begins, x.valid_from AS takes_over, x.source
        FROM unit_successor x JOIN unit u ON u.id = x.unit_id JOIN unit s ON s.id = x.successor_id ORDER BY u.name""")
    assert [r["name"] for r in rows] == ["Region Hovedstaden", "Region Sjælland"], rows
    for r in rows:
        assert (r["valid_to"], r["successor"], r["begins"], r["takes_over"]) == (
            "2026-12-31", "Region Østdanmark", "2027-01-01", "2027-01-01"), r
        assert r["source"]

    def regions(day):
        return ctx.db.value(f"""SELECT count(*) FROM unit WHERE kind = 'region' AND '{day}' BETWEEN
            COALESCE(valid_from, '-infinity') AND COALESCE(valid_to, 'infinity')""")
    assert (regions("2026-12-31"), regions("2027-01-01")) == (5, 4)


def test_municipalities(ctx):
    """98, each below its region; those of the two regions belong to Region Østdanmark from 2027 on."""
    rows = ctx.db.rows("""SELECT p.name, count(*) AS n, count(DISTINCT u.municipality_code) AS codes FROM unit u
        JOIN unit p ON p.id = u.parent_id WHERE u.kind = 'municipality' GROUP BY 1 ORDER BY 1""")
    assert {r["name"]: r["n"] for r in rows} == {"Region Hovedstaden": 29, "Region Sjælland": 17, "Region Syddanmark": 22,
                                                 "Region Midtjylland": 19, "Region Nordjylland": 11}
    assert all(r["n"] == r["codes"] for r in rows)
    assert ctx.db.value("SELECT count(*) FROM unit WHERE kind = 'municipality' AND code <> 'kommune-0' || municipality_code") == 0
    assert ctx.db.value("SELECT name FROM unit WHERE code = 'kommune-0400'") == "Bornholm"
    east = """SELECT {what} FROM unit_area a JOIN unit u ON u.id = a.unit_id JOIN unit m ON m.id = a.municipality_id
        JOIN unit r ON r.id = m.parent_id WHERE u.code = 'region-oestdanmark'"""
    assert ctx.db.value(east.format(what="count(*)")) == 46
    assert ctx.db.value(east.format(what="count(*)") + " AND r.code NOT IN ('region-1084', 'region-1085')") == 0
    assert ctx.db.value(east.format(what="min(a.valid_from)")) == "2027-01-01"


def test_units(ctx):
    """Every unit hangs in the tree below a region, names its source, and no SOR code comes twice."""
    reached = ctx.db.value("SELECT count(DISTINCT b) FROM unit r, units_below(r.id) b WHERE r.kind = 'region'")
    assert reached == ctx.db.value("SELECT count(*) FROM unit")
    assert ctx.db.value("SELECT count(*) FROM unit WHERE source = ''") == 0
    assert ctx.db.value("SELECT count(*) - count(DISTINCT sor_code) FROM unit WHERE sor_code IS NOT NULL") == 0
    assert ctx.db.value("SELECT count(*) FROM unit WHERE kind = 'department' AND sor_code !~ '^[0-9]+1000016[0-9]{3}$'") == 0
    wrong = ctx.db.rows(r"SELECT u.name, p.name AS parent FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.name ~* '^(aros|capio|aleris)'")
    assert not wrong, wrong
    names = {r["name"] for r in ctx.db.rows("""SELECT b.name FROM unit r, units_below(r.id) x JOIN unit b ON b.id = x
        WHERE r.code IN ('region-1084', 'region-1085') AND b.kind = 'hospital'""")}
    assert {"Rigshospitalet", "Bispebjerg og Frederiksberg Hospital", "Amager og Hvidovre Hospital", "Herlev og Gentofte Hospital",
            "Nordsjællands Hospital", "Bornholms Hospital", "Region Hovedstadens Psykiatri", "Holbæk Sygehus", "Slagelse Sygehus",
            "Næstved Sygehus", "Sjællands Universitetshospital, Køge", "Sjællands Universitetshospital, Nykøbing F."} <= names, names


def test_areas(ctx):
    """A municipality is served by one emergency hospital; the clusters end with the law that made them."""
    twice = ctx.db.rows("""SELECT m.name FROM unit_area a JOIN unit u ON u.id = a.unit_id AND u.kind = 'hospital'
        JOIN unit m ON m.id = a.municipality_id GROUP BY 1 HAVING count(*) > 1""")
    assert not twice, twice
    assert ctx.db.value("""SELECT count(*) FROM unit_area a JOIN unit u ON u.id = a.unit_id AND u.kind = 'hospital'
        JOIN unit m ON m.id = a.municipality_id JOIN unit r ON r.id = m.parent_id
        WHERE r.code IN ('region-1084', 'region-1085')""") == 46
    assert ctx.db.value("SELECT count(*) FROM unit WHERE kind = 'health_cluster' AND valid_to = '2026-12-31'") == 13
    assert ctx.db.value("SELECT count(*) FROM unit WHERE kind = 'health_cluster'") == 13
    assert ctx.db.value("""SELECT count(*) FROM unit_area a JOIN unit u ON u.id = a.unit_id
        WHERE u.name = 'Sundhedsråd Amager og Vestegnen'""") == 9


def test_cpv(ctx):
    """All 9,454 codes of 2008 with both texts, each below a division that is there."""
    assert ctx.db.value("SELECT count(*) FROM cpv") == 9454
    assert ctx.db.value("SELECT count(*) FROM cpv WHERE btrim(da) = '' OR btrim(en) = '' OR da <> btrim(da) OR en <> btrim(en)") == 0
    assert ctx.db.value("""SELECT count(*) FROM cpv c WHERE NOT EXISTS
        (SELECT 1 FROM cpv d WHERE left(d.code, 8) = left(c.code, 2) || '000000')""") == 0
    assert ctx.db.value("SELECT count(*) - count(DISTINCT left(code, 8)) FROM cpv") == 0
    assert ctx.db.rows("SELECT da, en FROM cpv WHERE code = '33111000-1'") == [{"da": "Røntgenapparatur", "en": "X-ray devices"}]
    # Mixed-up encodings would show as these.
    assert ctx.db.value("SELECT count(*) FROM cpv WHERE da ~ 'Ã|Â|�' OR en ~ 'Ã|Â|�'") == 0


def test_labels(ctx):
    """Every code has a Danish and an English label, no label stands twice in a list, dates are in order."""
    names = lists(ctx)
    assert len(names) >= 28, names
    for name in names:
        key = "kind, " if name in ("code_subtype", "code_stage") else ""
        rows = ctx.db.rows(f"SELECT {key}code, da, en, valid_from, valid_to, source FROM {name}")
        ctx.case(f"{name}: labels in both languages", rows and all(r["da"].strip() and r["en"].strip() for r in rows), rows)
        ctx.case(f"{name}: names its source", all(r["source"] for r in rows), rows)
        for language in ("da", "en"):
            seen = [(r.get("kind"), r[language]) for r in rows]
            ctx.case(f"{name}: no {language} label twice", len(seen) == len(set(seen)), seen)
        ctx.case(f"{name}: dates in order", all(not (r["valid_from"] and r["valid_to"]) or r["valid_from"] <= r["valid_to"] for r in rows), rows)


def test_kasser(ctx):
    assert ctx.db.rows("SELECT code, da FROM code_kasse ORDER BY sort") == [
        {"code": "sundhed", "da": "Sundhedskassen"}, {"code": "regional_udvikling", "da": "Den regionale udviklingskasse"},
        {"code": "social", "da": "Det sociale område"}]


def test_stages(ctx):
    """The path of each kind is numbered from 0 without a gap and never goes back a phase."""
    order = ["pipeline", "active", "follow_up", "closed"]
    for kind, first in (("opi", "idea"), ("strategic_procurement", "area_selected"), ("research_contract", "received")):
        rows = ctx.db.rows(f"SELECT code, no, phase FROM code_stage WHERE kind = '{kind}' ORDER BY no")
        path = [r for r in rows if r["no"] < 90]
        assert [r["no"] for r in path] == list(range(len(path))), path
        assert path[0]["code"] == first and path[-1]["phase"] == "closed", path
        phases = [order.index(r["phase"]) for r in path]
        assert phases == sorted(phases), path
        assert "paused" in [r["code"] for r in rows if r["no"] >= 90], rows


def test_engine_codes(ctx):
    """The lists that the value engine fixes hold exactly its codes."""
    with open(ctx.root + "/server/value/code.c", encoding="utf-8") as f:
        text = f.read()
    for array, table in (("sector", "sector"), ("class", "effect_class"), ("kind", "line_kind"), ("timing", "line_timing"),
                         ("form_row", "form_row"), ("evidence", "evidence"), ("perspective", "perspective"),
                         ("signal", "value_signal"), ("confirmation", "confirmation")):
        body = re.search(rf"value_{array}_codes\[\] = \{{(.*?)NULL", text, re.S)
        if not ctx.case(f"{array} stands in the engine", body):
            continue
        engine = {c for c in re.findall(r'"([^"]*)"', body.group(1)) if c}
        table_codes = {r["code"] for r in ctx.db.rows(f"SELECT code FROM code_{table}")}
        ctx.case(f"code_{table} holds the engine's codes", engine == table_codes, engine ^ table_codes)


def test_roles(ctx):
    """The roles of the design; outsiders and auditors write nothing, an administrator approves no value."""
    assert {r["code"] for r in ctx.db.rows("SELECT code FROM code_role")} == ROLES
    rights = {}
    for r in ctx.db.rows("SELECT role, right_code FROM role_right"):
        rights.setdefault(r["role"], set()).add(r["right_code"])
    assert set(rights) == ROLES
    assert set.union(*rights.values()) == RIGHTS
    for role in ("auditor", "forum_member", "sector_contact", "data_protection_officer", "forum_secretary"):
        assert not [x for x in rights[role] if x.endswith((":write", ":approve", ":admin"))], (role, rights[role])
    assert "value:approve" not in rights["admin"] and "users:admin" in rights["admin"]
    assert {r for r in ROLES if "users:admin" in rights[r]} == {"admin"}
    assert {r for r in ROLES if "finance:write" in rights[r]} == {"finance_system", "controller"}
    assert {r["code"] for r in ctx.db.rows("SELECT code FROM code_role WHERE NOT staff")} == {"forum_member", "sector_contact"}
    assert {r["code"] for r in ctx.db.rows("SELECT code FROM code_role WHERE sees_all")} == {
        "procurement_officer", "procurement_lead", "lawyer", "auditor"}


def test_every_table_and_column_has_a_comment(ctx):
    bare = ctx.db.rows("""SELECT c.relname || COALESCE('.' || a.attname, '') AS name
        FROM pg_class c LEFT JOIN LATERAL (SELECT 0 AS attnum, NULL::name AS attname UNION ALL
             SELECT attnum, attname FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a ON true
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
          AND (CASE WHEN a.attnum = 0 THEN obj_description(c.oid, 'pg_class') ELSE col_description(c.oid, a.attnum) END) IS NULL
        ORDER BY 1""")
    assert not bare, [r["name"] for r in bare]


def test_organisations(ctx):
    """CVR numbers pass modulus 11; no person is among them."""
    rows = ctx.db.rows("SELECT name, cvr, kind, source FROM organisation")
    assert len(rows) == 266
    for r in rows:
        assert sum(int(d) * w for d, w in zip(r["cvr"], (2, 7, 6, 5, 4, 3, 2, 1))) % 11 == 0, r
        assert r["source"] and "privatperson" not in r["name"] and " v/" not in r["name"], r
    regions = {r["name"]: r["cvr"] for r in rows if r["kind"] == "region"}
    assert regions == {"Region Hovedstaden": "29190623", "Region Sjælland": "29190658", "Region Syddanmark": "29190909",
                       "Region Midtjylland": "29190925", "Region Nordjylland": "29190941"}
    kinds = {r["name"]: r["kind"] for r in rows}
    assert (kinds["Lolland Kommune"], kinds["Aalborg Universitet"], kinds["Symbion A/S"], kinds["Cemtec Fonden"]) == (
        "municipality", "university", "company", "foundation")


def value_at(ctx, code, day):
    rows = ctx.db.rows(f"""SELECT value::float8 AS value, source FROM reference_value WHERE code = '{code}'
        AND daterange(valid_from, valid_to, '[]') @> '{day}'::date""")
    assert len(rows) <= 1, rows
    return rows[0]["value"] if rows else "no row"


def test_reference_values(ctx):
    """What the sources say on a day; what they do not say is null, never a guess."""
    for code, day, value in (
            ("discount_rate_0_35", "2021-01-06", 0.04), ("discount_rate_0_35", "2021-01-07", 0.035),
            ("discount_rate_36_70", "2026-11-01", 0.025), ("discount_rate_71", "2026-11-01", 0.015),
            ("discount_rate_71", "2015-01-01", None), ("naf", "2023-06-22", 1.28), ("naf", "2023-06-21", "no row"),
            ("tax_distortion", "2017-08-27", 1.2), ("tax_distortion", "2017-08-28", 1.1), ("tax_distortion", "2023-06-22", 1.0),
            ("threshold_region_goods_services", "2025-12-31", 1644638), ("threshold_region_goods_services", "2026-01-01", None),
            ("threshold_social_services", "2024-01-01", 5581350), ("threshold_state", "2023-12-31", "no row"),
            ("qaly_value", "2026-01-01", None), ("voly", "2026-01-01", None), ("small_count", "2026-01-01", 5)):
        got = value_at(ctx, code, day)
        ctx.case(f"{code} on {day}", got == value, got)
    assert ctx.db.value("SELECT count(*) FROM reference_value WHERE value IS NOT NULL AND source = ''") == 0
    assert ctx.db.value("SELECT count(*) FROM reference_value WHERE value IS NULL AND note = ''") == 0


def test_reference_values_never_overlap(ctx):
    try:
        ctx.db.sql("INSERT INTO reference_value (code, da, en, unit, valid_from) VALUES ('naf', 'x', 'x', 'factor', '2025-01-01')",
                   "samspil_owner")
    except SqlError as e:
        assert e.state == "23P01", e
    else:
        raise AssertionError("a second value for the same day was taken")


def test_reference_values_are_audited(ctx):
    """A change gives the row a new version and an event that names who."""
    before = ctx.db.value("SELECT max(seq) FROM audit_event")
    ctx.db.sql(f"""BEGIN; INSERT INTO app_user (id, login, name) OVERRIDING SYSTEM VALUE VALUES (7, 'audited.one', 'A') ON CONFLICT DO NOTHING;
        {SYSTEM} UPDATE reference_value SET value = 6 WHERE code = 'small_count'; COMMIT""", "samspil_app")
    rows = ctx.db.rows(f"""SELECT user_id, action, before->>'value' AS before, after->>'value' AS after FROM audit_event
        WHERE seq > {before} AND entity = 'reference_value'""")
    assert rows == [{"user_id": 7, "action": "update", "before": "5", "after": "6"}], rows
    assert ctx.db.value("SELECT version FROM reference_value WHERE code = 'small_count'") == 2


def test_price_index(ctx):
    """Whole years only; a year of the regions' own index without a figure stays without."""
    assert ctx.db.value("SELECT value::float8 FROM price_index WHERE code = 'HICP' AND year = 2015") == 100
    assert ctx.db.value("SELECT count(*) FROM price_index WHERE code = 'HICP' AND year > 2024") == 0
    assert ctx.db.value("SELECT count(*) FROM price_index WHERE code = 'PL' AND value IS NOT NULL") == 0


def test_payer_and_approval_rules(ctx):
    """Four tasks move from municipality to region in 2027; 5 million from outside is told upwards."""
    rows = ctx.db.rows("SELECT task, sector_from, sector_to, valid_from FROM payer_rule ORDER BY task")
    assert [r["task"] for r in rows] == ["akutsygepleje", "avanceret_genoptraening", "patientrettet_forebyggelse", "sundheds_og_omsorgspladser"]
    assert {(r["sector_from"], r["sector_to"], r["valid_from"]) for r in rows} == {("municipality", "region_admin", "2027-01-01")}
    assert ctx.db.value("SELECT amount_oere FROM approval_rule WHERE condition = 'external_amount_above'") == 500000000
    assert ctx.db.value("SELECT days FROM approval_rule WHERE action = 'acknowledge'") == 3

    def signs(subtype):
        return ctx.db.value(f"SELECT role FROM approval_rule WHERE action = 'sign' AND (type = '{subtype}' OR type IS NULL) ORDER BY type NULLS LAST")
    assert (signs("amd"), signs("kons"), signs("cta")) == ("department_head", "department_head", "hospital_exec")
