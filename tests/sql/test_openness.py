# SPDX-License-Identifier: EUPL-1.2
"""Openness in SQL: the deadline by its rule, what is blacked, and events about people without their names."""

import os

DATABASE = "demo"


def same(ctx, name, seen, wanted):
    ctx.case(name, seen == wanted, f"{seen!r}, wanted {wanted!r}")


def test_deadline_is_a_rule(ctx):
    """Seven working days by the reference value of the day it came in; another number from a day on counts from that day."""
    same(ctx, "story 6.6", ctx.db.sql("SELECT access_due('2026-03-26')"), "2026-04-09")
    same(ctx, "over Christmas", ctx.db.sql("SELECT access_due('2026-12-22')"), "2027-01-04")
    ctx.db.sql("UPDATE reference_value SET valid_to = '2029-12-31' WHERE code = 'access_request_days'")
    ctx.db.sql("INSERT INTO reference_value (code, da, en, value, unit, valid_from) VALUES ('access_request_days', 'Frist', 'Deadline', 3, 'arbejdsdage', '2030-01-01')")
    same(ctx, "before and after the law changes", ctx.db.sql("SELECT access_due('2029-12-27'), access_due('2030-01-07')"), "2030-01-08|2030-01-10")


def test_blacking(ctx):
    """An amount in all its spellings and a text in any letters; never inside a longer number."""
    forms = "ARRAY(SELECT f FROM secret_forms('%s') f ORDER BY char_length(f) DESC)"
    money = forms % "1234567800"
    for words, want in (("for 12.345.678 kr.", "for █████ kr."), ("12345678 eller 1234567800", "█████ eller █████"), ("12 345 678", "█████"),
                        ("912345678", "912345678"), ("123456789", "123456789"), ("1234", "1234")):
        same(ctx, words, ctx.db.sql(f"SELECT blacked('{words}', {money})"), want)
    text = forms % '"Opskrift (X+9)"'
    same(ctx, "a text with signs", ctx.db.sql(f"SELECT blacked('se OPSKRIFT (X+9).', {text})"), "se █████.")
    same(ctx, "short values black nothing", ctx.db.sql(f"SELECT blacked('3 patienter af 30', {forms % '3'})"), "3 patienter af 30")


def test_people_in_the_history(ctx):
    """An event says that name, log-in or address changed, and not to what; without the key nobody can tell which person it was."""
    ctx.db.sql("INSERT INTO app_user (login, name, email) VALUES ('thyra', 'Thyra Thorup', 'thyra@example.dk')")
    ctx.db.sql("UPDATE app_user SET locale = 'en' WHERE login = 'thyra'")
    ctx.db.sql("UPDATE app_user SET name = 'Thyra Holm' WHERE login = 'thyra'")
    rows = ctx.db.rows("""SELECT e.before->>'identity' AS b, e.after->>'identity' AS a, concat(e.before, e.after) AS all FROM audit_event e
        WHERE e.entity = 'app_user' AND e.entity_id = (SELECT id FROM app_user WHERE login = 'thyra') ORDER BY seq""")
    same(ctx, "three events", len(rows), 3)
    ctx.case("without a name", not any(w in r["all"] for r in rows for w in ("Thyra", "thyra", "Holm")), rows)
    ctx.case("the digest moves with the name alone", rows[0]["a"] == rows[1]["b"] == rows[1]["a"] == rows[2]["b"] != rows[2]["a"], rows)
    key = ctx.db.sql("SELECT key FROM person_key WHERE user_id = (SELECT id FROM app_user WHERE login = 'thyra')")
    same(ctx, "taken out", ctx.db.sql("SELECT person_erase((SELECT id FROM app_user WHERE login = 'thyra'))"), "t")
    user = ctx.db.sql("SELECT id FROM app_user WHERE name ~ '^Person [0-9]+$'")
    ctx.case("the key is another one", ctx.db.sql(f"SELECT key FROM person_key WHERE user_id = {user}") != key)
    same(ctx, "rows are as the history tells", ctx.db.rows("SELECT * FROM audit_replay() WHERE entity = 'app_user'"), [])


def test_places_of_names(ctx):
    """Texts that people write are looked through; codes, keys and the law are not."""
    places = {(r["entity"], r["field"]) for r in ctx.db.rows("SELECT * FROM personal_places()")}
    for want in (("comment", "body"), ("collaboration", "summary"), ("participation", "contact_name"), ("research_contract", "principal_investigator"),
                 ("access_request", "requester"), ("secrecy_mark", "claim"), ("milestone", "delay_note")):
        ctx.case(f"{want}", want in places, sorted(places))
    for never in (("collaboration", "kind"), ("collaboration", "number"), ("app_user", "name"), ("unit", "name"), ("document", "confidentiality")):
        ctx.case(f"not {never}", never not in places)


def statement(ctx, name):
    """A statement of the server by its name."""
    with open(os.path.join(ctx.root, "server/store/sql/openness.sql"), encoding="utf-8") as f:
        return f.read().split(f"-- :{name}\n")[1].split("\n\n")[0]


def test_packages_expire(ctx):
    """The bytes of a package go when its time is over, those of documents never; old reads go after five years."""
    ctx.db.sql("""WITH r AS (SELECT min(id) AS id FROM access_request) INSERT INTO access_package (request_id) SELECT id FROM r UNION ALL SELECT id FROM r""")
    ctx.db.sql("INSERT INTO file_chunk SELECT file_id, 0, 'PK' FROM access_package")
    ctx.db.sql("UPDATE access_package SET status = 'ready', expires_at = now() + interval '1 hour' * CASE WHEN id % 2 = 0 THEN 1 ELSE -1 END")
    before = ctx.db.sql("SELECT count(*) FROM file_chunk")
    enter = "SELECT principal_enter('', 'staff sees_all writes_all audits', '', '', 'test', 'work', '')"
    for name in ("tidy_packages", "tidy_packages"):  # the second finds nothing
        ctx.db.sql(f"BEGIN; {enter}; {statement(ctx, name)}; COMMIT", role="samspil_app")
    same(ctx, "one of two is gone", ctx.db.sql("SELECT string_agg(status, ' ' ORDER BY status), (SELECT count(*) FROM file_chunk) FROM access_package"), f"expired ready|{int(before) - 1}")
    lost = ctx.db.sql(f"BEGIN; {enter}; WITH x AS (DELETE FROM file_chunk c USING document_version v WHERE v.file_id = c.file_id RETURNING 1) SELECT count(*) FROM x; ROLLBACK", role="samspil_app")
    same(ctx, "files of documents cannot be deleted", lost.rsplit("\n", 1)[-1], "0")
    ctx.db.sql(f"BEGIN; {enter}; SELECT read_add(NULL, 'collaboration', 1), read_add(NULL, 'collaboration', 2); UPDATE read_event SET at = now() - interval '61 months' WHERE entity_id = 1; COMMIT")
    ctx.db.sql(f"BEGIN; {enter}; {statement(ctx, 'tidy_reads')}; COMMIT", role="samspil_app")
    same(ctx, "reads of five years", ctx.db.sql("SELECT string_agg(entity_id::text, ' ') FROM read_event WHERE user_id IS NULL"), "2")
