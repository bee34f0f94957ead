# SPDX-License-Identifier: EUPL-1.2
"""Merging organisations: every reference moves, whatever table it is in; clashes; undo; a unit's tree on a day; register answers."""
import json

from harness.cluster import SqlError

DATABASE = "demo"
ENTER = "SELECT principal_enter('1', 'staff', '', '', 'test', 'test', '');"


def same(ctx, name, seen, wanted):
    ctx.case(name, seen == wanted, f"{seen!r}, wanted {wanted!r}")


def act(ctx, text):
    return ctx.db.sql("BEGIN;" + ENTER + text + "; COMMIT").split("\n")[-1]


def firm(ctx, name, **more):
    return act(ctx, f"INSERT INTO organisation ({', '.join(['name', *more])}) VALUES ('{name}', {', '.join(more.values())}) RETURNING id" if more
               else f"INSERT INTO organisation (name) VALUES ('{name}') RETURNING id")


def merge(ctx, kept, other, differ="false"):
    return act(ctx, f"SELECT organisation_merge({kept}, {other}, {differ}, 'Samme firma')")


def left(ctx, org):
    """How many rows still point at it, by table, counted column by column apart from the merge's own means."""
    found = {}
    for r in ctx.db.rows("""SELECT k.conrelid::regclass::text AS t, a.attname AS c FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
                            WHERE k.contype = 'f' AND k.confrelid = 'organisation'::regclass"""):
        n = int(ctx.db.sql(f"SELECT count(*) FROM {r['t']} WHERE {r['c']} = {org}"))
        if n:
            found[f"{r['t']}.{r['c']}"] = n
    return found


def test_no_reference_is_forgotten(ctx):
    """Every foreign key to organisation is one column, in a table with `id`, and has the trigger; a new one moves without a word."""
    keys = ctx.db.rows("""SELECT k.conrelid::regclass::text AS t, cardinality(k.conkey) AS columns, a.attname AS c,
          EXISTS (SELECT 1 FROM pg_attribute i WHERE i.attrelid = k.conrelid AND i.attname = 'id') AS id,
          EXISTS (SELECT 1 FROM pg_trigger g WHERE g.tgrelid = k.conrelid AND g.tgname = 'follow_merged_' || a.attname) AS follows
        FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1] WHERE k.contype = 'f' AND k.confrelid = 'organisation'::regclass""")
    own = {"organisation", "organisation_duplicate", "organisation_merge"}
    assert len(keys) > 12, keys
    for k in keys:
        ctx.case(f"{k['t']}.{k['c']}: one column, with an id", k["columns"] == 1 and k["id"], k)
        if k["t"] not in own:
            ctx.case(f"{k['t']}.{k['c']}: CALL follow_merged_organisations() in its migration", k["follows"], k)
    ctx.db.sql("CREATE TABLE newcomer (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, firm bigint REFERENCES organisation, day date, UNIQUE (firm, day)); "
               "CALL follow_merged_organisations()", role="samspil_owner")
    try:
        kept, other = firm(ctx, "Nytabel A/S"), firm(ctx, "Nytabel Danmark")
        ctx.db.sql(f"INSERT INTO newcomer (firm, day) VALUES ({other}, '2026-01-01')")
        merge(ctx, kept, other)
        same(ctx, "a table made today moves", ctx.db.sql("SELECT firm FROM newcomer"), kept)
        ctx.db.sql(f"INSERT INTO newcomer (firm, day) VALUES ({other}, '2026-01-02')")
        same(ctx, "what is written later follows", ctx.db.sql("SELECT DISTINCT firm FROM newcomer"), kept)
        a, b = firm(ctx, "Sidder A/S"), firm(ctx, "Sidder B")
        ctx.db.sql(f"INSERT INTO newcomer (firm, day) VALUES ({a}, '2026-01-01'), ({b}, '2026-01-01')")
        try:
            merge(ctx, a, b)
            ctx.case("two in one place that cannot be taken back", False)
        except SqlError as e:
            ctx.case("two in one place that cannot be taken back", e.state == "SM422", str(e)[:300])
        same(ctx, "and nothing was done", left(ctx, b), {"newcomer.firm": 1})
    finally:
        ctx.db.sql("DROP TABLE newcomer", role="samspil_owner")


def test_merge_and_part(ctx):
    """All that the demo has of an organisation, in every table: merged, parted, and each row stands as before."""
    images = lambda: {r["t"]: ctx.db.sql(f"SELECT md5(COALESCE(string_agg((to_jsonb(x) - 'version' - 'updated_at' - 'updated_by')::text, ',' ORDER BY id), '')) FROM {r['t']} x")
                      for r in ctx.db.rows("SELECT DISTINCT table_name AS t FROM organisation_reference UNION SELECT 'organisation_duplicate'")}
    busiest = ctx.db.rows("SELECT organisation_id AS id FROM participation WHERE removed_at IS NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2")
    kept, other = busiest[0]["id"], busiest[1]["id"]
    # make sure of a clash: both suppliers of one case
    case = ctx.db.value(f"SELECT collaboration_id FROM participation WHERE organisation_id = {other} AND removed_at IS NULL LIMIT 1")
    role = ctx.db.value(f"SELECT role FROM participation WHERE organisation_id = {other} AND collaboration_id = {case} AND removed_at IS NULL LIMIT 1")
    ctx.db.sql(f"INSERT INTO participation (collaboration_id, organisation_id, role) VALUES ({case}, {kept}, '{role}') ON CONFLICT DO NOTHING")
    ctx.db.sql(f"INSERT INTO organisation_duplicate (a_id, b_id, score, reason) VALUES ({min(kept, other)}, {max(kept, other)}, 0.7, 'similar_name') ON CONFLICT DO NOTHING")
    before, stood = images(), left(ctx, other)
    events = int(ctx.db.sql("SELECT count(*) FROM audit_pending") or 0) + int(ctx.db.sql("SELECT count(*) FROM audit_event"))
    no = merge(ctx, kept, other, "true")
    after = left(ctx, other)
    clashes = int(ctx.db.sql(f"SELECT count(*) FROM organisation_move WHERE merge_id = {no} AND removed"))
    ctx.case("a clash was taken back", clashes >= 1, clashes)
    ctx.case("nothing that lives points at it", int(ctx.db.sql(f"SELECT count(*) FROM organisation_case WHERE organisation_id = {other}")) == 0, after)
    same(ctx, "what is left was taken back, or tells of the merge itself", sum(n for k, n in after.items() if k.split(".")[0] not in ("organisation_duplicate", "organisation_merge")), clashes)
    ctx.case("audited", int(ctx.db.sql("SELECT count(*) FROM audit_pending")) + int(ctx.db.sql("SELECT count(*) FROM audit_event")) > events + clashes)
    same(ctx, "can be undone", ctx.db.sql(f"SELECT organisation_merge_stands({no}) IS NULL"), "t")
    same(ctx, "undo", act(ctx, f"SELECT organisation_part({no}) IS NULL"), "t")
    now = images()
    for table in before:
        same(ctx, f"{table} as before", now[table], before[table])
    same(ctx, "points at it as before", {k: v for k, v in left(ctx, other).items() if k != "organisation_merge.merged_id"}, stood)
    ctx.case("not twice", "allerede" in act(ctx, f"SELECT organisation_part({no})"))


def test_numbers(ctx):
    """Missing numbers are taken over and given back; different CVR numbers want a yes."""
    kept, other = firm(ctx, "Uden numre ApS"), firm(ctx, "Med numre ApS", cvr="'88888881'", gln="'5790000000005'", city="'Odense'")
    no = merge(ctx, kept, other)
    same(ctx, "taken over", ctx.db.sql(f"SELECT cvr, gln, city FROM organisation WHERE id = {kept}"), "88888881|5790000000005|Odense")
    same(ctx, "given up", ctx.db.sql(f"SELECT cvr, gln, merged_into FROM organisation WHERE id = {other}"), f"||{kept}")
    same(ctx, "its name finds the other", ctx.db.sql("SELECT id FROM organisation_find('Med numre ApS', 5) WHERE place = 1"), kept)
    act(ctx, f"UPDATE organisation SET city = 'Aarhus' WHERE id = {kept}")
    ctx.case("a field that was changed since stands in the way", "rettet" in ctx.db.sql(f"SELECT organisation_merge_stands({no})"))
    act(ctx, f"UPDATE organisation SET city = 'Odense' WHERE id = {kept}")
    same(ctx, "put back, it can be undone", act(ctx, f"SELECT organisation_part({no}) IS NULL"), "t")
    same(ctx, "given back", ctx.db.sql(f"SELECT cvr, gln, city FROM organisation WHERE id = {other}"), "88888881|5790000000005|Odense")
    same(ctx, "and empty as before", ctx.db.sql(f"SELECT num_nonnulls(cvr, gln, city) FROM organisation WHERE id = {kept}"), "0")
    third = firm(ctx, "Andet nummer ApS", cvr="'24256790'")
    for name, text in (("different numbers", f"{other}, {third}, false"), ("itself", f"{third}, {third}, true"), ("nobody", f"{third}, 99999999, true")):
        try:
            act(ctx, f"SELECT organisation_merge({text}, NULL)")
            ctx.case(f"{name}: refused", False)
        except SqlError as e:
            ctx.case(f"{name}: refused", e.state == "SM422", str(e)[:200])


def test_chain(ctx):
    """A into B, B into C: A follows; the first cannot be undone before the second."""
    a, b, c = (firm(ctx, f"Kæde {n} A/S") for n in "ABC")
    first = merge(ctx, b, a)
    second = merge(ctx, c, b)
    same(ctx, "A follows", ctx.db.sql(f"SELECT merged_into FROM organisation WHERE id = {a}"), c)
    ctx.case("the first stands", "siden" in ctx.db.sql(f"SELECT organisation_merge_stands({first})"))
    same(ctx, "the second is undone", act(ctx, f"SELECT organisation_part({second}) IS NULL"), "t")
    same(ctx, "then the first", act(ctx, f"SELECT organisation_part({first}) IS NULL"), "t")
    same(ctx, "all three", ctx.db.sql(f"SELECT count(*) FROM organisation WHERE id IN ({a}, {b}, {c}) AND merged_into IS NULL"), "3")


def test_tree_of_a_day(ctx):
    """On 31 December 2026 Region Østdanmark holds itself and its councils; the day after all of both old regions too."""
    root = lambda code: ctx.db.value(f"SELECT id FROM unit WHERE code = '{code}'")
    east, old = root("region-oestdanmark"), [root("region-1084"), root("region-1085")]
    below = lambda unit, day: {int(x) for x in ctx.db.sql(f"SELECT units_below({unit}, '{day}')").split("\n")}
    eve, day = below(east, "2026-12-31"), below(east, "2027-01-01")
    both = below(old[0], "2026-12-31") | below(old[1], "2026-12-31")
    ctx.case("the eve", not (eve & both), eve)
    ctx.case("the day", day == eve | both and len(both) > 30, (len(day), len(both)))
    ctx.case("the old hold what they held", below(old[0], "2027-01-01") == below(old[0], "2026-12-31"))


def company(ctx, said, number="24256790"):
    return json.loads(ctx.db.sql(f"SELECT COALESCE(register_company($q${said}$q$, '{number}')::text, 'null')"))


def test_register_answers(ctx):
    """Both shapes, a company that has ended, another one's number, and what is no answer at all."""
    v = {"cvrNummer": 24256790, "virksomhedMetadata": {"nyesteNavn": {"navn": "Prøve A/S"}, "nyesteBeliggenhedsadresse": {
        "vejnavn": "Prøvevej", "husnummerFra": 4, "bogstavFra": "B", "husnummerTil": 6, "etage": "2", "sidedoer": "tv", "postnummer": 800, "postdistrikt": "Høje Taastrup"}},
        "livsforloeb": [{"periode": {"gyldigFra": "1999-11-20", "gyldigTil": None}}]}
    wrap = lambda x: json.dumps({"hits": {"hits": [{"_source": {"Vrvirksomhed": x}}]}})
    same(ctx, "as the public search", company(ctx, wrap(v)), {"found": True, "cvr": "24256790", "name": "Prøve A/S", "address": "Prøvevej 4B-6, 2. tv", "postcode": "0800",
                                                              "city": "Høje Taastrup", "valid_from": "1999-11-20", "valid_to": None})
    ended = {**v, "livsforloeb": [{"periode": {"gyldigFra": "1999-11-20", "gyldigTil": "2020-06-30"}}]}
    same(ctx, "ended", company(ctx, wrap(ended))["valid_to"], "2020-06-30")
    same(ctx, "flat", company(ctx, '{"vat": 24256790, "name": "Flad", "address": "Vej 1", "zipcode": "5000", "city": "Odense C", "startdate": "20/11 - 1999"}'),
         {"found": True, "cvr": "24256790", "name": "Flad", "address": "Vej 1", "postcode": "5000", "city": "Odense C", "valid_from": "1999-11-20", "valid_to": None})
    same(ctx, "another company", company(ctx, wrap({**v, "cvrNummer": 1})), {"found": False})
    same(ctx, "none", company(ctx, '{"hits": {"hits": []}}'), {"found": False})
    for name, said in (("empty", ""), ("no JSON", "<html>"), ("an array", "[]"), ("a text", '"x"'), ("a name alone", '{"name": null, "vat": 24256790}'), ("no text", '{"name": "\\u0000"}'),
                       ("deep", "[" * 100000), ("a day that is none", '{"name": "x", "vat": 24256790, "startdate": "2020-13-45"}'), ("lives as a text", wrap({**v, "livsforloeb": "x"}))):
        same(ctx, name, company(ctx, said) if name != "deep" else ctx.db.sql("SELECT register_company(repeat('[', 100000), '24256790') IS NULL"), None if name != "deep" else "t")
