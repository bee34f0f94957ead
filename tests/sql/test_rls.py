# SPDX-License-Identifier: EUPL-1.2
"""Row-level security and privileges tried as the application role itself, past every handler."""
from harness.cluster import SqlError

UNIT_A, UNIT_B = 105, 110  # two hospitals; looked up in prepare
CASE_TABLES = ("opi", "procurement", "research_contract", "participation", "milestone", "funding", "funding_share", "document", "comment",
               "collaboration_member")
ROLE = {}


def prepare(ctx):
    """Cases of each visibility at two hospitals with a row in every table below, and what each role gets as its principal."""
    if ROLE:
        return
    sql = ctx.db.sql
    a, b = (ctx.db.value(f"SELECT id FROM unit WHERE code = '{c}'") for c in ("hospital-rigshospitalet", "hospital-bornholm"))
    ROLE["a"], ROLE["b"] = a, b
    sql("INSERT INTO app_user (login, name) SELECT 'u' || n, 'Bruger ' || n FROM generate_series(1, 20) n")
    sql("INSERT INTO organisation (name) VALUES ('Modpart')")
    sql(f"""
      DO $$ DECLARE c bigint; f bigint; o bigint := (SELECT min(id) FROM organisation); k text; v text; u int; BEGIN
        FOREACH u IN ARRAY ARRAY[{a}, {b}] LOOP
          FOREACH v IN ARRAY ARRAY['open', 'internal', 'restricted'] LOOP
            FOREACH k IN ARRAY ARRAY['opi', 'strategic_procurement', 'research_contract'] LOOP
              INSERT INTO collaboration (number, kind, title, stage, unit_id, visibility)
                VALUES (k || v || u, k, 'Sag ' || v, (SELECT code FROM code_stage s WHERE s.kind = k ORDER BY no LIMIT 1), u, v) RETURNING id INTO c;
              IF k = 'opi' THEN INSERT INTO opi (id) VALUES (c);
              ELSIF k = 'research_contract' THEN INSERT INTO research_contract (id) VALUES (c);
              ELSE INSERT INTO procurement (id) VALUES (c); END IF;
              INSERT INTO participation (collaboration_id, organisation_id) VALUES (c, o);
              INSERT INTO milestone (collaboration_id, title, due_date, baseline_date) VALUES (c, 'Mål', '2026-01-01', '2026-01-01');
              INSERT INTO funding (collaboration_id, source, amount_oere) VALUES (c, (SELECT min(code) FROM code_funding_source), 1) RETURNING id INTO f;
              INSERT INTO funding_share (collaboration_id, funding_id, kasse, num, den) VALUES (c, f, (SELECT min(code) FROM code_kasse), 1, 1);
              INSERT INTO document (collaboration_id, title, url) VALUES (c, 'Dok', 'https://a.dk');
              INSERT INTO comment (collaboration_id, body) VALUES (c, 'Bem');
              INSERT INTO collaboration_member (collaboration_id, user_id) VALUES (c, (SELECT id FROM app_user WHERE login = 'u20'));
            END LOOP; END LOOP; END LOOP; END $$""")
    n = 0
    for role in [r["code"] for r in ctx.db.rows("SELECT code FROM code_role ORDER BY sort")]:
        n += 1
        sql(f"INSERT INTO role_grant (user_id, role, unit_id) SELECT id, '{role}', {a} FROM app_user WHERE login = 'u{n}'")
        ROLE[role] = ctx.db.rows(f"SELECT p.* FROM app_user u, principal_load(u.id) p WHERE u.login = 'u{n}'")[0]


def enter(p):
    """SQL that puts a principal into the transaction."""
    def q(text):
        return "'" + (text or "") + "'"
    return (f"SELECT principal_enter('{p['user_id']}', {q(p['access'])}, {q(p['read_units'])}, {q(p['write_units'])}, 'test', 'test', '');")


VALUE = "SELECT 'value ' || count"
NOBODY = {"user_id": "", "access": "", "read_units": "", "write_units": ""}


def as_app(ctx, who, text, check=True):
    """The last result of statements of the application role in one transaction that is thrown away."""
    begin = enter(who) if who else ""
    done = ctx.db.sql(f"BEGIN; {begin} {text}; ROLLBACK", role="samspil_app", check=check)
    return done.rsplit("\n", 1)[-1] if check else done


def several(ctx, who, queries):
    """Each query's single value, all in one transaction that is thrown away; what one changes is put back before the next."""
    text = "; ".join(f"SAVEPOINT one; SELECT 'value ' || ({q}); ROLLBACK TO one" if not q.startswith("WITH") else
                     f"SAVEPOINT one; {q.replace('SELECT count', VALUE)}; ROLLBACK TO one" for q in queries)
    out = ctx.db.sql(f"BEGIN; {enter(who)} {text}; ROLLBACK", role="samspil_app")
    return [line[6:] for line in out.split("\n") if line.startswith("value ")]


def refused(ctx, name, who, text, states=("42501",)):
    try:
        got = as_app(ctx, who, text)
        ctx.case(name, False, f"was done: {got}")
    except SqlError as e:
        ctx.case(name, e.state in states, str(e)[:300])


def test_without_a_principal(ctx):
    """The application role sees and writes no case before it says for whom."""
    prepare(ctx)
    for table in ("collaboration",) + CASE_TABLES + ("audit_event",):
        for how, who in (("no settings", None), ("empty settings", NOBODY)):
            ctx.case(f"{table} with {how}", as_app(ctx, who, f"SELECT count(*) FROM {table}") == "0")
    assert as_app(ctx, None, "SELECT count(*) FROM collaboration_find('Sag', 100) f JOIN collaboration c ON c.id = f.id") == "0"
    refused(ctx, "a new case by nobody", NOBODY, f"INSERT INTO collaboration (number, kind, title, stage, unit_id) VALUES ('X', 'opi', 'xxx', 'idea', {ROLE['a']})")
    for table in ("opi", "milestone", "comment"):
        ctx.case(f"nobody changes {table}", as_app(ctx, NOBODY, f"WITH x AS (UPDATE {table} SET version = version RETURNING 1) SELECT count(*) FROM x") == "0")


def test_every_role(ctx):
    """18 cases, 3 of each visibility at each hospital; what a role sees of them and of everything below."""
    prepare(ctx)
    sees_all, leads, strangers = {"procurement_officer", "procurement_lead", "lawyer", "auditor"}, {"clinic_lead", "department_head", "hospital_exec"}, {
        "forum_member", "sector_contact"}
    for role, who in ROLE.items():
        if role in "ab":
            continue
        restricted = 6 if role in sees_all else 3 if role in leads else 0
        want = 6 + (0 if role in strangers else 6) + restricted
        got = as_app(ctx, who, "SELECT count(*) FILTER (WHERE visibility = 'open') || ' ' || count(*) FILTER (WHERE visibility = 'internal') || ' ' ||"
                               " count(*) FILTER (WHERE visibility = 'restricted') FROM collaboration")
        ctx.case(f"{role}: cases", got == f"6 {0 if role in strangers else 6} {restricted}", got)
        tables = ("participation", "milestone", "funding", "funding_share", "document", "comment")
        queries = {t: f"SELECT count(*) FROM {t}" for t in tables} | {
            "details": "SELECT (SELECT count(*) FROM opi) + (SELECT count(*) FROM procurement) + (SELECT count(*) FROM research_contract)",
            "history": "SELECT count(DISTINCT collaboration_id) FROM audit_event WHERE collaboration_id IS NOT NULL",
            "search": "SELECT count(*) FROM collaboration_find('Sag', 100) f JOIN collaboration c ON c.id = f.id",
            "as of a day": "SELECT count(collaboration_as_of(f.id, '2099-01-01')) FROM collaboration_find('Sag', 100) f"}
        for name, got in zip(queries, several(ctx, who, queries.values()), strict=True):
            seen = 0 if name == "document" and role in strangers else want  # an internal document of an open case is for staff
            ctx.case(f"{role}: {name}", got == str(seen), got)


def test_writing(ctx):
    """Writers write below their unit only; children follow the case; a comment is its author's."""
    prepare(ctx)
    writers = {r["role"] for r in ctx.db.rows("SELECT role FROM role_right WHERE right_code = 'collaborations:write'")}
    leads = {"clinic_lead", "department_head", "hospital_exec"}
    for role, who in ROLE.items():
        if role in "ab":
            continue
        seen = 9 if "sees_all" in (who["access"] or "") or role in leads else 6  # at A: what is not seen is not changed
        want = str(seen if role in writers else 0)
        queries = {f"changes {t}": f"WITH x AS (UPDATE {t} SET removed_at = now() RETURNING 1) SELECT count(*) FROM x"
                   for t in ("milestone", "funding", "document", "participation")}
        queries["changes cases"] = "WITH x AS (UPDATE collaboration SET title = title || '.' RETURNING id) SELECT count(*) FROM x"
        queries["changes nobody's comments"] = "WITH x AS (UPDATE comment SET body = 'Rettet' RETURNING 1) SELECT count(*) FROM x"
        for name, got in zip(queries, several(ctx, who, queries.values()), strict=True):
            expected = "0" if "nobody" in name else want
            ctx.case(f"{role} {name}", got == expected, f"{got}, want {expected}")
    lead = ROLE["clinic_lead"]
    a_case = ctx.db.value(f"SELECT min(id) FROM collaboration WHERE unit_id = {ROLE['a']}")
    b_case = ctx.db.value(f"SELECT min(id) FROM collaboration WHERE unit_id = {ROLE['b']} AND visibility = 'internal'")
    hidden = ctx.db.value(f"SELECT min(id) FROM collaboration WHERE unit_id = {ROLE['b']} AND visibility = 'restricted'")
    for case, what in ((b_case, "another hospital's case"), (hidden, "a hidden case")):
        for table, columns, values in (("milestone", "title, due_date, baseline_date", "'xx', '2026-01-01', '2026-01-01'"), ("document", "title, url", "'x', 'https://a.dk'"),
                                       ("funding", "source, amount_oere", "'region', 1"), ("collaboration_member", "user_id", str(lead["user_id"]))):
            refused(ctx, f"{table} for {what}", lead, f"INSERT INTO {table} (collaboration_id, {columns}) VALUES ({case}, {values})")
        refused(ctx, f"a milestone moved to {what}", lead, f"UPDATE milestone SET collaboration_id = {case} WHERE collaboration_id = {a_case}")
    refused(ctx, "a comment on a hidden case", lead, f"INSERT INTO comment (collaboration_id, body) VALUES ({hidden}, 'x')")
    refused(ctx, "a case moved to another hospital", lead, f"UPDATE collaboration SET unit_id = {ROLE['b']} WHERE id = {a_case}", ("SM422",))
    refused(ctx, "a case at another hospital", lead, f"INSERT INTO collaboration (number, kind, title, stage, unit_id) SELECT 'X', 'opi', 'xxx', code, {ROLE['b']} FROM code_stage WHERE kind = 'opi' LIMIT 1")
    assert as_app(ctx, lead, f"INSERT INTO comment (collaboration_id, body) VALUES ({a_case}, 'x'); SELECT count(*) FROM comment WHERE created_by = {lead['user_id']}") == "1"


def test_stamps(ctx):
    """A new row says who made it and when, whatever the application role wrote there."""
    prepare(ctx)
    lead = ROLE["clinic_lead"]
    a_case = ctx.db.value(f"SELECT min(id) FROM collaboration WHERE unit_id = {ROLE['a']}")
    stage = "(SELECT code FROM code_stage WHERE kind = 'opi' ORDER BY no LIMIT 1)"
    rows = {"funding": ("collaboration_id, source, amount_oere", f"{a_case}, 'region', 1"),
            "collaboration": ("number, kind, title, stage, unit_id", f"'FORGED', 'opi', 'Sag', {stage}, {ROLE['a']}")}
    forged = (("", ""), (", version", ", 7"), (", version", ", NULL"), (", created_by", ", 999999"), (", created_by", ", NULL"), (", updated_by", ", 999999"),
              (", updated_by", ", NULL"), (", updated_at", ", '2001-01-01'"), (", updated_at", ", '2901-01-01'"), (", updated_at", ", NULL"))
    for table, (columns, values) in rows.items():
        for column, value in forged:
            got = as_app(ctx, lead, f"""INSERT INTO {table} ({columns}{column}) VALUES ({values}{value}); SELECT count(*) FROM {table}
              WHERE (version, created_by, updated_by) = (1, {lead['user_id']}, {lead['user_id']}) AND updated_at BETWEEN transaction_timestamp() AND clock_timestamp()""")
            ctx.case(f"{table}{column}{value}", got == "1", got)


def test_privileges(ctx):
    """What the application role may not do at all, whoever it acts for."""
    prepare(ctx)
    chief = {"user_id": "1", "access": "staff sees_all writes_all audits", "read_units": "", "write_units": ""}
    for name, text in {
            "read the search table": "SELECT count(*) FROM collaboration_search", "write the search table": "UPDATE collaboration_search SET letters = ''",
            "change the audit": "UPDATE audit_event SET reason = 'x'", "empty the audit": "DELETE FROM audit_event", "truncate the audit": "TRUNCATE audit_event",
            "write the audit": "INSERT INTO audit_event SELECT * FROM audit_event LIMIT 1", "move the head": "UPDATE audit_head SET seq = 0", "call audit_add":
            "SELECT audit_add('insert', 'x', 1, 1, 1, NULL, NULL)", "delete a case": "DELETE FROM collaboration", "truncate cases": "TRUNCATE collaboration CASCADE",
            "set the epoch": "UPDATE epoch SET rights = 1", "read waiting events": "SELECT * FROM audit_pending", "forge a waiting event":
            "INSERT INTO audit_pending (action, entity, row_count) VALUES ('insert', 'x', 1)", "forge sums": "UPDATE portfolio_figure SET cases = 0", "forge waiting sums":
            "DELETE FROM portfolio_pending", "become the owner": "SET ROLE samspil_owner", "become the superuser": "SET ROLE postgres",
            "switch off a trigger": "ALTER TABLE collaboration DISABLE TRIGGER ALL", "switch off security": "ALTER TABLE collaboration DISABLE ROW LEVEL SECURITY",
            "run without triggers": "SET session_replication_role = replica", "run without policies": "SET row_security = off; SELECT count(*) FROM collaboration",
            "make a table": "CREATE TABLE x (y int)", "make a function": "CREATE FUNCTION x() RETURNS int LANGUAGE sql AS 'SELECT 1'", "drop a table": "DROP TABLE comment",
            "read migrations' rights": "SELECT * FROM privilege", "change what roles may": "INSERT INTO role_right VALUES ('forum_member', 'users:admin')",
            "read files": "SELECT pg_read_file('/etc/passwd')", "run programs": "COPY (SELECT 1) TO PROGRAM 'true'", "write files": "COPY (SELECT 1) TO '/tmp/x'",
            "change a policy": "ALTER POLICY see ON collaboration USING (true)", "forget a migration": "DELETE FROM schema_migration"}.items():
        refused(ctx, name, chief, text, ("42501", "42P01") if "privilege" in text else ("42501",))
    for table in CASE_TABLES:
        refused(ctx, f"delete from {table}", chief, f"DELETE FROM {table}")


def test_staging_holds_nothing_for_anybody(ctx):
    """A row that came into the pattern of a run's staging tables is nobody's; the owner's control sees it."""
    prepare(ctx)
    chief = {**NOBODY, "access": "staff sees_all writes_all audits", "user_id": "1"}
    for table in ("import_stage", "import_party", "import_organisation", "import_plan"):
        ctx.db.sql(f"INSERT INTO {table} SELECT")
        assert ctx.db.value(f"SELECT count(*) FROM {table}") == 1
        ctx.case(f"{table}: nobody sees it", as_app(ctx, chief, f"SELECT count(*) FROM {table}") == "0")
        ctx.db.sql(f"DELETE FROM {table}")


# Made by triggers from rows that are audited themselves; the application role cannot write them but to mark a note as read.
DERIVED = {"deadline", "notification"}


def test_who_owns_what(ctx):
    """Nothing belongs to the application role; every table with a case that it can read is under a policy that binds its owner too, and audited."""
    rows = ctx.db.rows("""SELECT c.relname AS name, r.rolname AS owner, c.relrowsecurity AS rls, c.relforcerowsecurity AS forced,
        EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'collaboration_id' AND NOT attisdropped) AS of_case,
        NOT has_table_privilege('samspil_app', c.oid, 'SELECT') AS hidden,
        EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit_insert') AND
        EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit_update') AND
        EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit_delete') AS audited
        FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
          AND NOT (c.relkind = 'v' AND COALESCE('security_invoker=true' = ANY (c.reloptions), false))""")  # those are read with the rights of the reader
    assert not [r for r in rows if r["owner"] != "samspil_owner"]
    of_case = [r for r in rows if r["of_case"] and not r["name"].startswith(("audit_", "import_"))]  # the chain; rows of a file, before they are cases
    assert len(of_case) >= 10, of_case
    for r in of_case:
        ctx.case(f"{r['name']}: policy, for the owner too", r["hidden"] or r["rls"] and (r["forced"] or r["name"] in DERIVED), r)
        ctx.case(f"{r['name']}: audited", r["audited"] or r["hidden"] or r["name"] in DERIVED or r["name"] == "read_event", r)  # the last is a log itself
    role = ctx.db.rows("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = 'samspil_app'")[0]
    assert not any(role.values()), role
    assert ctx.db.value("SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = 'samspil_app'") == 0
    open_functions = ctx.db.rows("""SELECT p.proname FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND p.prosecdef
        AND NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) s WHERE s LIKE 'search_path=%')""")
    assert not open_functions, f"SECURITY DEFINER without a fixed search_path: {open_functions}"


def test_settings_do_not_leak(ctx):
    """A principal ends with its transaction."""
    prepare(ctx)
    got = ctx.db.sql(f"BEGIN; {enter(ROLE['auditor'])} COMMIT; SELECT count(*) FROM collaboration", role="samspil_app").rsplit("\n", 1)[-1]
    assert got == "0", got


def test_stale_rights(ctx):
    """Rights loaded before something changed are refused by the database itself."""
    prepare(ctx)
    epoch = ctx.db.value("SELECT rights FROM epoch")
    enter_with = "SELECT principal_enter('1', 'staff', '', '', 'test', 'test', '{}')".format
    ctx.db.sql(enter_with(epoch), role="samspil_app")
    ctx.db.sql("UPDATE role_grant SET valid_to = '2099-01-01' WHERE id = (SELECT min(id) FROM role_grant)")
    try:
        ctx.db.sql(enter_with(epoch), role="samspil_app")
        raise AssertionError("old rights were taken")
    except SqlError as e:
        assert e.state == "SM401", e
