# SPDX-License-Identifier: EUPL-1.2
"""The demonstration portfolio: the real cases say what is known, all else is labelled, the generator repeats itself."""
import json
import os
import shutil

DATABASE = "demo"
TIMEOUT = 120

CASE = """SELECT {what} FROM collaboration c JOIN participation p ON p.collaboration_id = c.id
    JOIN organisation o ON o.id = p.organisation_id WHERE c.source = 'demo' AND c.external_id = '{key}'"""
# All of a generated case but keys, numbers and times.
CONTENT = """SELECT md5(string_agg(x::text, E'\\n' ORDER BY x.external_id)) AS digest, count(*) AS n FROM (
  SELECT c.kind, c.subtype, c.title, c.summary, c.stage, u.code AS unit, a.login, c.theme, c.patient_group, c.start_date, c.end_date,
    c.journal_number, c.visibility, c.tags, c.value_ceiling_oere, c.external_id, c.counterparty, to_jsonb(r) - 'id' - 'collaboration_id'
      - 'sponsor_id' - 'created_at' - 'updated_at' AS research, p.cpv, p.term_months, p.procurement_procedure, i.need, i.need_group_size,
    (SELECT jsonb_agg(ARRAY[m.title, m.due_date::text, m.baseline_date::text, m.done_date::text, m.status, m.delay_cause] ORDER BY m.id)
     FROM milestone m WHERE m.collaboration_id = c.id) AS milestones,
    (SELECT jsonb_agg(ARRAY[o.name, x.role] ORDER BY x.id) FROM participation x JOIN organisation o ON o.id = x.organisation_id
     WHERE x.collaboration_id = c.id) AS parties,
    (SELECT jsonb_agg(ARRAY[f.source, f.amount_oere::text, s.kasse, s.num::text, s.den::text] ORDER BY f.id, s.id)
     FROM funding f LEFT JOIN funding_share s ON s.funding_id = f.id WHERE f.collaboration_id = c.id) AS money
  FROM collaboration c JOIN unit u ON u.id = c.unit_id LEFT JOIN app_user a ON a.id = c.owner_id LEFT JOIN research_contract r ON r.id = c.id
  LEFT JOIN procurement p ON p.id = c.id LEFT JOIN opi i ON i.id = c.id WHERE c.source = 'eksempel') x"""


def test_partnership(ctx):
    """The building and renovation partnership: up to 2 bn kr., four years, four companies; unknown days stay unknown."""
    row = ctx.db.rows("""SELECT c.kind, c.subtype, c.value_ceiling_oere, p.term_months, c.start_date, c.end_date, c.visibility, u.name
        FROM collaboration c JOIN procurement p ON p.id = c.id JOIN unit u ON u.id = c.unit_id WHERE c.external_id = 'bygge-partnerskab'""")
    assert row == [{"kind": "strategic_procurement", "subtype": "building_partnership", "value_ceiling_oere": 200000000000,
                    "term_months": 48, "start_date": None, "end_date": None, "visibility": "open", "name": "Koncernindkøb"}], row
    rows = ctx.db.rows(CASE.format(what="o.name, p.role, o.cvr", key="bygge-partnerskab") + " ORDER BY p.id")
    assert [r["name"] for r in rows if r["role"] == "partner"] == [
        "MT Højgaard Danmark A/S", "Kemp & Lauritzen A/S", "Link Arkitektur A/S", "Rambøll Danmark A/S"], rows


def test_acucare_and_wet_amd(ctx):
    names = [r["name"] for r in ctx.db.rows(CASE.format(what="o.name", key="acucare") + " ORDER BY p.id")]
    assert names == ["Falck", "Microsoft", "Roche Diagnostics", "Cisco", "Lolland Kommune", "Guldborgsund Kommune", "Vordingborg Kommune"]
    assert ctx.db.value("SELECT u.name FROM collaboration c JOIN unit u ON u.id = c.unit_id WHERE c.external_id = 'acucare'") == \
        "Sjællands Universitetshospital, Nykøbing F."
    summary = ctx.db.value("SELECT summary FROM collaboration WHERE external_id = 'vaad-amd'")
    for figure in ("5-10 optikerbutikker", "2.684", "16.216", "20.570", "14 dage", "504 %"):
        assert figure in summary, figure
    for name in ("Trial Nation", "Medicon Valley Alliance", "Danish Life Science Cluster", "Vækstteam Hovedstaden"):
        assert ctx.db.value(f"SELECT kind FROM organisation WHERE name = '{name}'") == "forum", name


def test_real_cases_hold_no_invented_money(ctx):
    """Only the ceiling that the source gives; no funding, milestone, contact or CVR number of a named company."""
    real = "('bygge-partnerskab', 'acucare', 'vaad-amd')"
    for table in ("funding", "milestone", "comment"):
        assert ctx.db.value(f"SELECT count(*) FROM {table} t JOIN collaboration c ON c.id = t.collaboration_id WHERE c.external_id IN {real}") == 0
    assert ctx.db.value(f"""SELECT count(*) FROM participation p JOIN collaboration c ON c.id = p.collaboration_id
        WHERE c.external_id IN {real} AND (p.contribution_oere IS NOT NULL OR p.contact_name IS NOT NULL)""") == 0
    assert ctx.db.value("SELECT count(*) FROM organisation WHERE cvr IS NOT NULL AND source NOT LIKE '%dk-esif%'") == 0


def test_everything_made_up_says_so(ctx):
    assert ctx.db.value("SELECT count(*) FROM collaboration WHERE source = 'eksempel'") == 1500
    assert ctx.db.value("SELECT count(*) FROM collaboration WHERE source = 'eksempel' AND kind <> 'research_contract'") == 0
    unlabelled = ctx.db.rows("""SELECT title FROM collaboration WHERE NOT (title LIKE 'Eksempel:%' AND 'eksempel' = ANY (tags))
        AND external_id NOT IN ('bygge-partnerskab', 'acucare', 'vaad-amd', 'hjemmeakut')""")
    assert not unlabelled, unlabelled
    title, summary = ctx.db.rows("SELECT title, summary FROM collaboration WHERE external_id = 'hjemmeakut'")[0].values()
    assert "illustrativt" in title and summary.startswith("ILLUSTRATIVT EKSEMPEL"), (title, summary)
    strangers = ctx.db.rows("""SELECT DISTINCT o.name FROM participation p JOIN collaboration c ON c.id = p.collaboration_id
        JOIN organisation o ON o.id = p.organisation_id WHERE c.source = 'eksempel' AND o.name NOT LIKE '%(eksempel)'""")
    assert not strangers, strangers
    assert ctx.db.value("SELECT count(*) FROM research_contract WHERE principal_investigator NOT LIKE '%(eksempel)'") == 0
    assert ctx.db.value("SELECT count(*) FROM app_user WHERE name NOT LIKE '%(demo)'") == 0


def test_hjemmeakut_budget(ctx):
    """The costs of its budget form, all from the health fund."""
    rows = ctx.db.rows("""SELECT f.year, f.amount_oere, s.kasse, s.num, s.den FROM funding f JOIN funding_share s ON s.funding_id = f.id
        JOIN collaboration c ON c.id = f.collaboration_id WHERE c.external_id = 'hjemmeakut' ORDER BY 1""")
    assert [(r["year"], r["amount_oere"]) for r in rows] == [(2026, 342000000), (2027, 360000000), (2028, 540000000), (2029, 540000000)]
    assert {(r["kasse"], r["num"], r["den"]) for r in rows} == {("sundhed", 1, 1)}


def test_hjemmeakut_estimate(ctx):
    """To the øre, from the inputs of the golden case, submitted by the clinic's project lead, who may then not approve it."""
    rows = ctx.db.rows("""SELECT e.version_no, e.tier, e.status, e.signal, a.login, e.authors = ARRAY[a.id] AS only_author, e.headline,
        e.npv_clinic_oere, e.npv_hospital_oere, e.npv_region_oere, e.npv_public_oere, e.npv_limited_societal_oere, e.npv_societal_oere, c.npv_oere
        FROM estimate e JOIN collaboration c ON c.id = e.collaboration_id JOIN app_user a ON a.id = e.created_by WHERE c.external_id = 'hjemmeakut'""")
    assert rows == [{"version_no": 1, "tier": "midi", "status": "submitted", "signal": "initiator_loses_society_gains", "login": "klinik",
                     "only_author": True, "headline": True, "npv_clinic_oere": -2151549729, "npv_hospital_oere": 777399403,
                     "npv_region_oere": 787162566, "npv_public_oere": 649868076, "npv_limited_societal_oere": 731227774,
                     "npv_societal_oere": 913190835, "npv_oere": 731227774}], rows
    assert ctx.db.value("SELECT count(*) FROM estimate") == 1
    with open(ctx.root + "/migrations/demo_hjemmeakut.json", encoding="utf-8") as f:
        shipped = json.load(f)["inputs"]
    with open(ctx.root + "/tests/golden/value/hjemmeakut.json", encoding="utf-8") as f:
        assert shipped == json.load(f)


def test_estimate_comes_later_when_it_was_missing(ctx):
    """A run that ended before the estimate was stored is finished by the next."""
    database = ctx.world.database("empty")
    try:
        env = {"SAMSPIL_MIGRATIONS_DIR": os.path.join(ctx.world.scratch.name, "scripts")}
        os.makedirs(env["SAMSPIL_MIGRATIONS_DIR"], exist_ok=True)
        for name in ("demo.sql", "demo_generate.sql"):
            shutil.copy(os.path.join(ctx.root, "migrations", name), env["SAMSPIL_MIGRATIONS_DIR"])
        done = database.samspil("demo", check=False, env=env)
        assert done.returncode == 1 and "demo_hjemmeakut.json" in done.stderr, (done.returncode, done.stderr)
        assert database.value("SELECT count(*) FROM estimate") == 0
        database.samspil("demo", "--if-empty")
        assert database.value("SELECT count(*) FROM estimate") == 1
        assert database.value("SELECT count(*) FROM collaboration WHERE source = 'eksempel'") == 1500
    finally:
        ctx.world.drop(database)


def test_examples_are_sound(ctx):
    """What triggers and forms would have kept: the derived name, stages with their dates, delays with a cause, shares."""
    ctx.samspil("demo", "--collaborations", "1200", "--seed", "41")
    for name, query in (
            ("a main party", "SELECT count(*) FROM collaboration c WHERE NOT EXISTS (SELECT 1 FROM participation p WHERE p.collaboration_id = c.id)"),
            ("the counterparty as the trigger derives it", """SELECT count(*) FROM collaboration c WHERE counterparty IS DISTINCT FROM (
                SELECT o.name FROM participation p JOIN organisation o ON o.id = p.organisation_id WHERE p.collaboration_id = c.id AND p.removed_at IS NULL
                ORDER BY (p.role IN ('sponsor', 'supplier', 'lead')) DESC, (o.kind = 'company') DESC, p.id LIMIT 1)"""),
            ("a detail row of the kind", """SELECT count(*) FROM collaboration c WHERE (kind = 'opi') <> EXISTS (SELECT 1 FROM opi x WHERE x.id = c.id)
                OR (kind = 'strategic_procurement') <> EXISTS (SELECT 1 FROM procurement x WHERE x.id = c.id)
                OR (kind = 'research_contract') <> EXISTS (SELECT 1 FROM research_contract x WHERE x.id = c.id)"""),
            ("no active case that begins later", """SELECT count(*) FROM collaboration c JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage
                WHERE c.source = 'eksempel' AND s.phase <> 'pipeline' AND c.start_date > '2026-06-30'"""),
            ("a day for what is done", "SELECT count(*) FROM milestone WHERE (status = 'done') <> (done_date IS NOT NULL)"),
            ("a cause for what is delayed", "SELECT count(*) FROM milestone WHERE (due_date > baseline_date) <> (delay_cause IS NOT NULL)"),
            ("dates between 2019 and 2028", """SELECT count(*) FROM collaboration WHERE source = 'eksempel'
                AND (start_date < '2019-01-01' OR end_date > '2028-12-31' OR end_date < start_date)"""),
            ("trigger on again", "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'participation'::regclass AND tgenabled <> 'O'"),
            ("shares that make one whole", """SELECT count(*) FROM (SELECT f.id FROM funding f JOIN funding_share s ON s.funding_id = f.id
                GROUP BY f.id HAVING sum(s.num::numeric / s.den) NOT BETWEEN 0.9999999 AND 1.0000001) x""")):
        wrong = ctx.db.value(query)
        ctx.case(name, wrong == 0, wrong)
    kinds = {r["kind"]: r["n"] for r in ctx.db.rows("SELECT kind, count(*) AS n FROM collaboration WHERE external_id LIKE 'S41-%' GROUP BY 1")}
    assert sum(kinds.values()) == 1200 and len(kinds) == 3 and kinds["research_contract"] > 1000, kinds
    assert ctx.db.value("SELECT count(*) FROM research_contract WHERE external_amount_oere > 500000000") > 100
    assert ctx.db.value("SELECT count(DISTINCT visibility) FROM collaboration") == 3
    assert ctx.db.value("SELECT count(DISTINCT unit_id) FROM collaboration") > 50
    gaps = ctx.db.rows("""SELECT kind FROM collaboration GROUP BY kind
        HAVING max(substring(number FROM '[0-9]+$')::integer) <> count(*) OR count(DISTINCT number) <> count(*)""")
    assert not gaps, gaps


def test_second_run_changes_nothing(ctx):
    before = ctx.db.value("SELECT max(seq) FROM audit_event")
    done = ctx.samspil("demo")
    assert "already loaded" in done.stdout, done.stdout
    assert ctx.samspil("demo", "--if-empty").stdout == ""
    assert ctx.db.value("SELECT max(seq) FROM audit_event") == before


def test_same_seed_same_cases(ctx):
    """Two databases, one seed: the same cases; more of the same seed go on; another seed gives others."""
    digests = []
    for seed in ("7", "7", "8"):
        database = ctx.world.database("empty")
        try:
            database.samspil("demo", "--collaborations", "300", "--seed", seed)
            digests.append(database.rows(CONTENT)[0])
            if len(digests) == 1:
                database.samspil("demo", "--collaborations", "100", "--seed", "7")
                assert database.value("SELECT count(DISTINCT external_id) FROM collaboration WHERE source = 'eksempel'") == 400
        finally:
            ctx.world.drop(database)
    assert [d["n"] for d in digests] == [300, 300, 300]
    assert digests[0] == digests[1] and digests[0]["digest"] != digests[2]["digest"], digests


def test_logins(ctx):
    """People of every sort with a password hashed as the server's; --logins names them and the password."""
    rows = ctx.db.rows("""SELECT a.login, p.hash, (SELECT string_agg(DISTINCT g.role, ',') FROM role_grant g WHERE g.user_id = a.id) AS roles
        FROM app_user a LEFT JOIN user_password p ON p.user_id = a.id""")
    assert {r["login"]: r["roles"] for r in rows} == {
        "admin": "admin,auditor,procurement_lead", "indkoeb": "procurement_officer", "klinik": "clinic_lead", "leder": "department_head",
        "oekonom": "health_economist", "jurist": "lawyer", "forskning": "research_support", "revisor": "auditor",
        "controller": "controller", "forum": "forum_member", "sektor": "sector_contact"}
    assert all(r["hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$") for r in rows), rows
    text = ctx.samspil("demo", "--logins").stdout
    assert "samspil-demo-2026" in text and all(r["login"] in text for r in rows), text


def test_who_sees_the_restricted_case(ctx):
    """Its team, procurement (the administrator too), lawyers and auditors; nobody else."""
    seen = set()
    for login in [r["login"] for r in ctx.db.rows("SELECT login FROM app_user")]:
        n = ctx.db.sql(f"""BEGIN; SELECT principal_enter(p.user_id::text, p.access, COALESCE(p.read_units, ''), COALESCE(p.write_units, ''), '', 'test', '')
            FROM principal_load((SELECT id FROM app_user WHERE login = '{login}')) p;
            SELECT count(*) FROM collaboration WHERE external_id = 'hemmelig'; COMMIT""", "samspil_app").splitlines()[-1]
        if n == "1":
            seen.add(login)
    assert seen == {"admin", "indkoeb", "jurist", "revisor", "oekonom", "klinik"}, seen


def test_refuses_a_database_in_use(ctx):
    """No examples and no known passwords where others work."""
    database = ctx.world.database("empty")
    try:
        database.sql("""BEGIN; SELECT principal_enter('', 'staff sees_all writes_all', '', '', 'test', 'test', '');
            INSERT INTO collaboration (number, kind, title, stage, unit_id) SELECT 'OPI-1', 'opi', 'En rigtig sag', 'idea', min(id) FROM unit; COMMIT""",
                     "samspil_owner")
        done = database.samspil("demo", check=False)
        assert done.returncode == 1 and "holds other cases" in done.stderr, (done.returncode, done.stderr)
        assert database.samspil("demo", "--collaborations", "5", check=False).returncode == 1
        assert database.samspil("demo", "--if-empty").stdout == ""
        assert database.value("SELECT count(*) FROM app_user") == 0
        assert database.value("SELECT count(*) FROM collaboration") == 1
        assert database.samspil("demo", "--logins").stdout == ""
    finally:
        ctx.world.drop(database)


def test_own_people_keep_their_passwords(ctx):
    """Somebody called admin who was there before is neither given a role nor a password."""
    database = ctx.world.database("empty")
    try:
        database.sql("INSERT INTO app_user (login, name) VALUES ('admin', 'Vores egen')", "samspil_owner")
        database.samspil("demo", "--collaborations", "1")
        assert database.rows("""SELECT name, (SELECT count(*) FROM user_password p WHERE p.user_id = a.id) AS passwords,
            (SELECT count(*) FROM role_grant g WHERE g.user_id = a.id) AS grants FROM app_user a WHERE login = 'admin'""") == [
                {"name": "Vores egen", "passwords": 0, "grants": 0}]
        assert "admin " not in database.samspil("demo", "--logins").stdout
    finally:
        ctx.world.drop(database)


def test_bad_arguments(ctx):
    for words in (["--collaborations", "0"], ["--collaborations", "many"], ["--collaborations", "1000001"], ["--seed", "-1"], ["--other"],
                  ["--collaborations"]):
        done = ctx.samspil("demo", *words, check=False)
        ctx.case(" ".join(words), done.returncode == 2 and done.stderr, (done.returncode, done.stderr))
