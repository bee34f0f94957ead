# SPDX-License-Identifier: EUPL-1.2
"""Stored estimates straight in SQL, as the application role and as the owner: what handlers could forget, the database keeps."""
import json
import os

from harness.cluster import SqlError

DATABASE = "demo"
PARTS = ["estimate_discount_step", "estimate_index", "estimate_payer_rule", "estimate_alternative", "estimate_volume", "estimate_health",
         "estimate_stage", "estimate_line", "estimate_uncertainty", "estimate_sector"]
FIGURES = {"engine_version": "1.0.0", "params_hash": "0" * 64, "signal": "common_gain", "weak_evidence_share": 0.5, "npv_clinic_oere": 1,
           "npv_hospital_oere": 2, "npv_region_oere": 3, "npv_region_cash_oere": 4, "npv_public_oere": 5, "npv_public_cash_oere": 6,
           "npv_limited_societal_oere": 7, "npv_limited_societal_cash_oere": 8, "npv_societal_oere": None,
           "sectors": [{"sector": "patients", "pays_oere": 0, "saves_oere": 0, "capacity_oere": 0, "time_oere": 7, "net_oere": 7,
                        "confirmed_oere": 0, "qaly": 0}]}


def example(ctx):
    with open(os.path.join(ctx.root, "tests/golden/value/hjemmeakut.json"), encoding="utf-8") as f:
        return json.load(f) | {"indices": {"PL": {"2024": 97.6, "2025": 100.0}},
                               "payer_rules": [{"task": "t", "sector_from": "municipality", "sector_to": "region_admin", "valid_from": 2027}]}


def enter(ctx, who="", access=None):
    """The principal of a person as the server takes it in; "": the system."""
    if not who:
        return f"SELECT principal_enter('', '{access or 'staff sees_all writes_all audits'}', '', '', 'r', 'test', '');"
    return f"""SELECT principal_enter(p.user_id::text, p.access, COALESCE(p.read_units, ''), COALESCE(p.write_units, ''), 'r', 'test', '')
        FROM principal_load((SELECT id FROM app_user WHERE login = '{who}')) p;"""


def act(ctx, text, who="", role="samspil_app", access=None):
    """One transaction; the last line of what it says."""
    return ctx.db.sql(f"BEGIN; {enter(ctx, who, access)} {text}; COMMIT", role).split("\n")[-1]


def state(ctx, text, who="", role="samspil_app", access=None):
    """The SQLSTATE that refuses it, or rows that it changed as a number in text."""
    try:
        return "done: " + act(ctx, f"WITH x AS ({text} RETURNING 1) SELECT count(*) FROM x", who, role, access)
    except SqlError as e:
        return e.state


def literal(value):
    return "'" + json.dumps(value).replace("'", "''") + "'"


def new(ctx, who="klinik", figures=FIGURES):
    case = act(ctx, """SELECT collaboration_add(json_build_object('kind', 'opi', 'title', 'Prøve', 'unit_id', (SELECT id FROM unit WHERE code = 'demo-akut')))""",
               "admin")
    doc = literal({"tier": "mini", "comparator": "Som i dag", "inputs": example(ctx), "figures": figures})
    return case, act(ctx, f"SELECT estimate_add({case}, NULL, {doc})", who)


def set_status(ctx, e, status, who):
    return state(ctx, f"UPDATE estimate SET status = '{status}' WHERE id = {e}", who)


def approved(ctx):
    case, e = new(ctx)
    assert set_status(ctx, e, "submitted", "klinik") == "done: 1"
    assert set_status(ctx, e, "approved", "oekonom") == "done: 1"
    return case, e


def test_store_and_read(ctx):
    """estimate_store splits the body into typed rows and estimate_inputs puts it together; a second store changes only what differs."""
    _, e = new(ctx)
    body = example(ctx)
    body["alternatives"][0]["stages"] = []
    body["multipliers"] = {}
    act(ctx, f"SELECT estimate_store({e}, {literal(body)})", "klinik")
    assert json.loads(act(ctx, f"SELECT estimate_inputs({e})", "klinik")) == body
    counts = {t: ctx.db.value(f"SELECT count(*) FROM {t} WHERE estimate_id = {e}") for t in PARTS}
    assert counts == {"estimate_discount_step": 3, "estimate_index": 2, "estimate_payer_rule": 1, "estimate_alternative": 1, "estimate_volume": 5,
                      "estimate_health": 5, "estimate_stage": 0, "estimate_line": 10, "estimate_uncertainty": 7, "estimate_sector": 0}, counts
    line = ctx.db.rows(f"SELECT code, sector, class, unit_value, override_years, override_values FROM estimate_line WHERE estimate_id = {e} AND no = 2")[0]
    assert line == {"code": "E2", "sector": "initiating_clinic", "class": "cash", "unit_value": 600000, "override_years": [2026],
                    "override_values": [-600000]}, line
    assert ctx.db.value(f"SELECT npv_limited_societal_oere FROM estimate WHERE id = {e}") is None, "figures of other inputs do not stay"
    mark = ctx.db.value("SELECT max(seq) FROM audit_event")
    body["alternatives"][0]["lines"][0]["name"] = "Etablering, ny"
    act(ctx, f"SELECT estimate_store({e}, {literal(body)})", "klinik")
    events = ctx.db.rows(f"SELECT entity, action FROM audit_event WHERE seq > {mark} ORDER BY seq")
    assert sorted(x["entity"] + " " + x["action"] for x in events) == ["estimate update", "estimate_line update"], events


def test_approved_never_changes(ctx):
    """Not the estimate, not a row below it, not by moving rows, not by the owner of the schema."""
    _, e = approved(ctx)
    _, draft = new(ctx)
    before = ctx.db.value(f"SELECT md5(string_agg(x::text, '')) FROM (SELECT * FROM estimate_line WHERE estimate_id = {e} ORDER BY no) x")
    for role in ("samspil_app", "samspil_owner"):
        for t in PARTS:
            for name, text in (("update", f"UPDATE {t} SET estimate_id = estimate_id WHERE estimate_id = {e}"), ("delete", f"DELETE FROM {t} WHERE estimate_id = {e}"),
                               ("move here", f"UPDATE {t} SET (estimate_id, collaboration_id) = (SELECT id, collaboration_id FROM estimate WHERE id = {e}) WHERE estimate_id = {draft}")):
                got = state(ctx, text, role=role)
                empty = got == "done: 0" and ctx.db.value(f"SELECT count(*) FROM {t} WHERE estimate_id = {e}") == 0
                # Rows cannot be moved onto places that are taken; either way nothing comes in.
                ctx.case(f"{role}: {name} {t}", got in ("SM409", "23505") or empty, got)
        got = state(ctx, f"""INSERT INTO estimate_line (collaboration_id, estimate_id, alternative_no, no, code, name, sector, class)
            SELECT collaboration_id, id, 1, 99, 'X', 'X', 'patients', 'cash' FROM estimate WHERE id = {e}""", role=role)
        ctx.case(f"{role}: insert a line", got == "SM409", got)
        for column in ("comparator = 'x'", "npv_clinic_oere = 5", "base_year = 2027", "headline = false", "review_comment = 'x'", "status = 'draft'",
                       "status = 'superseded'", "status = 'rejected'", "approved_by = NULL", "version = version", "authors = '{}'", "version_no = 9"):
            got = state(ctx, f"UPDATE estimate SET {column} WHERE id = {e}", role=role)
            ctx.case(f"{role}: {column}", got == "SM409", got)
    got = state(ctx, f"DELETE FROM estimate WHERE id = {e}", role="samspil_owner")
    ctx.case("the owner deletes", got in ("SM409", "done: 0"), got)
    got = state(ctx, f"DELETE FROM estimate WHERE id = {e}", role="samspil_app")
    ctx.case("the application deletes", got == "42501", got)
    assert before == ctx.db.value(f"SELECT md5(string_agg(x::text, '')) FROM (SELECT * FROM estimate_line WHERE estimate_id = {e} ORDER BY no) x")


def test_submitted_is_locked(ctx):
    _, e = new(ctx)
    assert set_status(ctx, e, "submitted", "klinik") == "done: 1"
    for t in PARTS:
        got = state(ctx, f"UPDATE {t} SET estimate_id = estimate_id WHERE estimate_id = {e}")
        ctx.case(t, got in ("SM409", "done: 0"), got)
    for text in ("UPDATE estimate SET population = 'x'", "UPDATE estimate SET npv_clinic_oere = 0, status = 'draft'"):
        got = state(ctx, f"{text} WHERE id = {e}", "oekonom")
        ctx.case(text, got == "SM409", got)


def test_separation(ctx):
    """The author cannot approve whatever the statement says, nor the system, nor who has no right for the unit."""
    for author in ("leder", "admin"):
        _, e = new(ctx, author)
        assert set_status(ctx, e, "submitted", author) == "done: 1"
        ctx.case(f"{author}, who may approve, wrote it", set_status(ctx, e, "approved", author) == "SM403")
    _, e = new(ctx)
    forged = state(ctx, f"UPDATE estimate SET authors = '{{}}', created_by = NULL WHERE id = {e}", "klinik")
    ctx.case("authors cannot be forged", forged == "SM409", forged)
    act(ctx, f"UPDATE estimate SET authors = '{{}}', population = 'x' WHERE id = {e}", "leder")
    ids = ctx.db.value(f"SELECT array_agg(login ORDER BY login) FROM app_user a JOIN estimate e ON a.id = ANY (e.authors) WHERE e.id = {e}")
    assert ids == ["klinik", "leder"], ids
    assert set_status(ctx, e, "submitted", "klinik") == "done: 1"
    ctx.case("who wrote in it", set_status(ctx, e, "approved", "leder") == "SM403")
    ctx.case("the system", set_status(ctx, e, "approved", "") == "42501")
    ctx.case("the project lead", set_status(ctx, e, "approved", "klinik") == "42501")
    ctx.case("a draft straight to approved", set_status(ctx, new(ctx)[1], "approved", "oekonom") in ("SM409", "done: 0"))
    ctx.case("in somebody else's name", state(ctx, f"UPDATE estimate SET status = 'approved', approved_by = (SELECT id FROM app_user WHERE login = 'oekonom') WHERE id = {e}",
                                              "leder") == "SM403")
    case = ctx.db.value(f"SELECT collaboration_id FROM estimate WHERE id = {e}")
    got = state(ctx, f"INSERT INTO estimate (collaboration_id, version_no, tier, status, base_year, horizon_years) VALUES ({case}, 9, 'mini', 'approved', 2026, 5)", "oekonom")
    ctx.case("made as approved", got in ("SM409", "23514"), got)
    assert set_status(ctx, e, "approved", "oekonom") == "done: 1"


def test_no_figures_no_submission(ctx):
    _, e = new(ctx, figures=None)
    assert set_status(ctx, e, "submitted", "klinik") == "23514"


def test_one_approved(ctx):
    """The one before becomes superseded; which one speaks for the case follows, with its figures."""
    case, one = approved(ctx)
    doc = literal({"tier": "mini", "inputs": example(ctx), "figures": FIGURES | {"npv_limited_societal_oere": 70, "signal": "neutral"}})
    two = act(ctx, f"SELECT estimate_add({case}, {one}, {doc})", "klinik")
    assert ctx.db.rows(f"SELECT npv_oere, value_signal FROM collaboration WHERE id = {case}") == [{"npv_oere": 7, "value_signal": "common_gain"}]
    version = ctx.db.value(f"SELECT version FROM collaboration WHERE id = {case}")
    set_status(ctx, two, "submitted", "klinik")
    assert set_status(ctx, two, "approved", "leder") == "done: 1"
    rows = ctx.db.rows(f"SELECT version_no, status, headline FROM estimate WHERE collaboration_id = {case} ORDER BY 1")
    assert rows == [{"version_no": 1, "status": "superseded", "headline": False}, {"version_no": 2, "status": "approved", "headline": True}], rows
    assert ctx.db.rows(f"SELECT npv_oere, value_signal, version FROM collaboration WHERE id = {case}") == [
        {"npv_oere": 70, "value_signal": "neutral", "version": version}]
    assert set_status(ctx, one, "approved", "oekonom") == "SM409"


def test_sums_by_sector(ctx):
    """The kept sums are those of the estimates that speak for their cases, whatever changes; and can be made anew."""
    def differ():
        return act(ctx, """SELECT count(*) FROM ((SELECT * FROM portfolio_sector_live() EXCEPT SELECT * FROM portfolio_sector WHERE net_oere <> 0)
            UNION ALL (SELECT * FROM portfolio_sector WHERE net_oere <> 0 EXCEPT SELECT * FROM portfolio_sector_live())) x""")
    case, one = new(ctx)
    other = FIGURES | {"sectors": [FIGURES["sectors"][0] | {"sector": s, "net_oere": n} for s, n in (("state", -5), ("patients", 12))]}
    unit = "(SELECT id FROM unit WHERE code = 'demo-hjerte')"
    doc = {"tier": "mini", "inputs": example(ctx)}
    for name, text, who in (
            ("other figures", f"SELECT estimate_save({one}, 1, {literal(doc | {'figures': other})})", "klinik"),
            ("restricted", f"UPDATE collaboration SET visibility = 'restricted' WHERE id = {case}", "admin"),
            ("moved to another unit", f"UPDATE collaboration SET unit_id = {unit} WHERE id = {case}", "admin"),
            ("open", f"UPDATE collaboration SET visibility = 'open' WHERE id = {case}", "admin"),
            ("a second version", f"SELECT estimate_add({case}, {one}, {literal(doc | {'figures': FIGURES})})", "admin"),
            ("figures gone", f"SELECT estimate_save({one}, 2, {literal(doc | {'figures': None})})", "admin")):
        act(ctx, text, who)
        ctx.case(name, differ() == "0", act(ctx, "SELECT json_agg(x) FROM portfolio_sector x"))
    assert act(ctx, "SELECT sum(net_oere) FROM portfolio_sector WHERE visibility = 'open' AND sector = 'patients'") == "7"
    act(ctx, "DELETE FROM portfolio_sector; CALL portfolio_sector_rebuild()", role="samspil_owner")
    assert differ() == "0"


def test_row_level_security(ctx):
    """Seen with the case; written with the right for the unit; children by the policy of their estimate."""
    _, e = new(ctx)
    hidden = act(ctx, """SELECT collaboration_add(json_build_object('kind', 'opi', 'title', 'Skjult', 'visibility', 'restricted',
        'unit_id', (SELECT id FROM unit WHERE code = 'demo-akut')))""", "admin")
    doc = literal({"tier": "mini", "inputs": example(ctx), "figures": FIGURES})
    secret = act(ctx, f"SELECT estimate_add({hidden}, NULL, {doc})", "admin")
    for who, sees in (("klinik", 1), ("oekonom", 1), ("controller", 1), ("forum", 0), ("sektor", 0), ("jurist", 1)):
        for t in ("estimate", "estimate_line", "estimate_sector"):
            got = act(ctx, f"SELECT count(*) > 0 FROM {t} WHERE {'id' if t == 'estimate' else 'estimate_id'} = {e}", who)
            ctx.case(f"{who} and {t}", got == ("t" if sees else "f"), got)
    for who, sees in (("klinik", 1), ("leder", 1), ("oekonom", 0), ("controller", 0), ("jurist", 1), ("revisor", 1)):
        got = act(ctx, f"SELECT count(*) FROM estimate_line WHERE estimate_id = {secret}", who)
        ctx.case(f"restricted: {who}", got == ("10" if sees else "0"), got)
    for who in ("controller", "jurist", "revisor", "sektor"):
        got = state(ctx, f"UPDATE estimate_line SET note = 'x' WHERE estimate_id = {e}", who)
        ctx.case(f"{who} writes a line", got in ("42501", "done: 0"), got)
        got = state(ctx, f"DELETE FROM estimate_line WHERE estimate_id = {e}", who)
        ctx.case(f"{who} deletes lines", got in ("42501", "done: 0"), got)
        got = state(ctx, f"UPDATE estimate SET population = 'x' WHERE id = {e}", who)
        ctx.case(f"{who} writes the estimate", got == "done: 0", got)
        got = act(ctx, f"SELECT estimate_save({e}, 1, {doc})", who)
        ctx.case(f"{who} saves", got == "f", got)
    assert act(ctx, f"SELECT count(*) FROM estimate_line WHERE estimate_id = {e} AND note IS NULL") == "10"
    got = state(ctx, f"""INSERT INTO estimate_line (collaboration_id, estimate_id, alternative_no, no, code, name, sector, class)
        SELECT {hidden}, {e}, 1, 99, 'X', 'X', 'patients', 'cash'""", "klinik")
    assert got == "23503", got


def test_every_column_explained(ctx):
    """No column without a comment, and every money column in øre."""
    rows = ctx.db.rows("""SELECT t.relname, a.attname FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE t.relname LIKE 'estimate%' AND t.relkind = 'r' AND col_description(t.oid, a.attnum) IS NULL""")
    assert not rows, rows


def test_code_lists_agree(ctx):
    """Every sector that the value body may hold is one that a row may hold."""
    with open(os.path.join(ctx.root, "server/api/value_fields.c"), encoding="utf-8") as f:
        source = f.read()
    sectors = {r["code"] for r in ctx.db.rows("SELECT code FROM code_sector")}
    named = set(source.split("#define SECTORS", 1)[1].split("#define", 1)[0].replace("\\", "").replace('"', "").replace("\n", "").replace(" ", "").split("|"))
    assert named == sectors, named ^ sectors
