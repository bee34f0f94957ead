# SPDX-License-Identifier: EUPL-1.2
"""What the database itself keeps of grants, tokens, saved views and the change feed, tried as the application role."""
from harness.cluster import SqlError

DATABASE = "demo"


def enter(ctx, login, text, access="staff"):
    """Runs statements as somebody, the way a request does; what the last one prints."""
    who = ctx.db.value(f"SELECT id FROM app_user WHERE login = '{login}'") if login else ""
    return ctx.db.sql(f"BEGIN; DO $$ BEGIN PERFORM principal_enter('{who}', '{access}', '', '', 'test', 'test', ''); END $$; {text}; COMMIT",
                      "samspil_app")


def refused(ctx, state, run):
    try:
        run()
    except SqlError as e:
        assert e.state == state, e
        return True
    return False


def test_saved_view_is_ones_own(ctx):
    """Only one's own can be added, changed by nobody, and thrown away by its owner; shared ones are read by staff."""
    klinik = ctx.db.value("SELECT id FROM app_user WHERE login = 'klinik'")
    enter(ctx, "klinik", "INSERT INTO saved_view (name, page, query, shared) VALUES ('mit', 'p', '', false), ('delt', 'p', '', true)")
    see = "SELECT string_agg(name, ',' ORDER BY name) FROM saved_view"
    assert enter(ctx, "klinik", see) == "delt,mit" and enter(ctx, "leder", see) == "delt"
    assert enter(ctx, "forum", see, "") == "" and enter(ctx, "", see, "") == ""
    assert refused(ctx, "42501", lambda: enter(ctx, "leder", f"INSERT INTO saved_view (user_id, name, page, query) VALUES ({klinik}, 'x', 'p', '')"))
    assert refused(ctx, "42501", lambda: enter(ctx, "klinik", "UPDATE saved_view SET name = 'y'")), "no right to update"
    enter(ctx, "leder", "DELETE FROM saved_view")
    assert enter(ctx, "klinik", see) == "delt,mit"
    enter(ctx, "klinik", "DELETE FROM saved_view WHERE name = 'delt'")
    assert enter(ctx, "klinik", see) == "mit"
    for column, value in (("page", "A b"), ("page", ""), ("name", ""), ("name", "x" * 81), ("query", "x" * 2001)):
        row = {"name": "n", "page": "p", "query": "", column: value}
        ctx.case(f"{column} {value[:5]!r}", refused(ctx, "23514", lambda r=row: enter(
            ctx, "klinik", "INSERT INTO saved_view (name, page, query) VALUES ('{name}', '{page}', '{query}')".format(**r))))
    assert ctx.db.value("SELECT count(*) FROM audit_event WHERE entity = 'saved_view'") == 3


def test_grant_periods(ctx):
    """An empty period is for a grant that never held; anything shorter is refused; empty periods overlap nothing."""
    add = "INSERT INTO role_grant (user_id, role, unit_id, valid_from, valid_to) SELECT a.id, 'lawyer', u.id, '{0}', {1} " \
          "FROM app_user a, unit u WHERE a.login = 'klinik' AND u.code = 'demo-akut'"
    assert refused(ctx, "23514", lambda: ctx.db.sql(add.format("2026-05-10", "'2026-05-08'")))
    ctx.db.sql(add.format("2026-05-10", "'2026-05-09'") + ";" + add.format("2026-05-10", "'2026-05-20'"))
    assert refused(ctx, "23P01", lambda: ctx.db.sql(add.format("2026-05-20", "NULL"))), "both on the 20th"
    ctx.db.sql(add.format("2026-05-21", "NULL"))
    assert refused(ctx, "23P01", lambda: ctx.db.sql(add.format("2030-01-01", "'2030-01-01'")))
    rights = ctx.db.value("SELECT rights FROM principal_load((SELECT id FROM app_user WHERE login = 'klinik'))")
    ctx.db.sql("UPDATE role_grant SET valid_from = current_date, valid_to = current_date - 1 WHERE role = 'lawyer' AND valid_to IS NULL "
               "AND user_id = (SELECT id FROM app_user WHERE login = 'klinik')")
    assert "collaborations:write" in rights and ctx.db.value(
        "SELECT json_array_length(user_roles(id)) FROM app_user WHERE login = 'klinik'") == 1


def test_token_names(ctx):
    """A name stands once among the tokens that hold; a withdrawn one does not count."""
    add = "INSERT INTO api_token (user_id, name, token_hash, scopes) SELECT id, 'n', sha256('{0}'), '{{all}}' FROM app_user WHERE login = 'klinik'"
    ctx.db.sql(add.format("a"))
    assert refused(ctx, "23505", lambda: ctx.db.sql(add.format("b")))
    ctx.db.sql("UPDATE api_token SET revoked_at = now() WHERE name = 'n'; " + add.format("b"))


def test_feed_policies(ctx):
    """Staff see blocks and organisations beside the cases they see; others only the cases."""
    ctx.db.sql("SELECT principal_enter('', 'staff sees_all writes_all audits', '', '', 't', 't', ''); INSERT INTO organisation (name) "
               "SELECT 'Række ' || i FROM generate_series(1, 51) i; INSERT INTO organisation (name) VALUES ('Enkelt')")
    count = "SELECT count(*) FILTER (WHERE action = 'block') > 0, count(*) FILTER (WHERE entity = 'organisation') > 1, " \
            "count(*) FILTER (WHERE entity IN ('app_user', 'role_grant')) FROM audit_event"
    assert enter(ctx, "klinik", count) == "t|t|0" and enter(ctx, "forum", count, "") == "f|f|0"
    assert int(enter(ctx, "revisor", count, "staff sees_all audits").split("|")[2]) > 0
    assert refused(ctx, "42501", lambda: enter(ctx, "revisor", "UPDATE audit_event SET reason = 'x'", "staff audits"))
    assert refused(ctx, "42501", lambda: enter(ctx, "revisor", "SELECT audit_add('insert', 'x', 1, 1, 1, NULL, NULL)", "staff audits"))
