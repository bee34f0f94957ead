# SPDX-License-Identifier: EUPL-1.2
"""The overview as of a day: the figures that were recorded on that day come back from the audit, whatever has changed since."""
import datetime
import json
import os

DATABASE = "demo"
PASSWORD = "samspil-demo-2026"
TIMEOUT = 120
STATE = {}
LOGINS = ("admin", "klinik", "forum")
DAYS = 10
FIGURES = ("totals", "by_kind", "by_stage", "by_theme", "by_year", "by_signal", "sectors")
TODAY = ("mine", "expiring", "recent")


def user(ctx, login="admin"):
    if login not in STATE:
        STATE[login] = ctx.client(login, PASSWORD)
    return STATE[login]


def day(back):
    return (datetime.date.today() - datetime.timedelta(days=back)).isoformat()


def summary(ctx, login="admin", **query):
    reply = user(ctx, login).get("portfolio/summary", **query)
    assert reply.status == 200, reply
    return reply.json


def figures(of):
    return {name: of[name] for name in FIGURES}


def made(reply):
    assert reply.status in (200, 201), reply
    return reply


def days_ago(ctx, days):
    """All that there is becomes older: rows, events and the images in them."""
    tables = ctx.db.rows("""SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
                            WHERE c.column_name = 'created_at' AND t.table_type = 'BASE TABLE' AND c.table_schema = current_schema()""")
    back = f"interval '{days} days'"
    image = "CASE WHEN {0} ? 'created_at' THEN {0} || jsonb_build_object('created_at', ({0}->>'created_at')::timestamptz - " + back + ") ELSE {0} END"
    ctx.db.sql("SET session_replication_role = replica; " + "".join(f"UPDATE {t['name']} SET created_at = created_at - {back}; " for t in tables)
               + f"UPDATE audit_event SET at = at - {back}, before = {image.format('before')}, after = {image.format('after')}")


def estimate(ctx, case):
    with open(os.path.join(ctx.root, "tests/golden/value/hjemmeakut.json"), encoding="utf-8") as f:
        return made(user(ctx, "klinik").post(f"collaborations/{case}/estimates", {"tier": "mini", "inputs": json.load(f)}))


def test_recorded_state(ctx):
    """A day's figures, then every kind of change; read back they are those that were recorded, for each who looks."""
    c = user(ctx)
    unit = ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'")
    new = lambda title, **more: made(c.post("collaborations", {"kind": "opi", "title": title, "unit_id": unit, **more})).json["id"]
    first = new("Ændres", visibility="open", value_ceiling_oere=500, theme=c.get("meta").json["codes"]["theme"][0]["code"], start_date="2024-05-05")
    hidden = new("Bliver begrænset", visibility="open", value_ceiling_oere=70000)
    secret = new("Er begrænset", visibility="restricted", value_ceiling_oere=11)
    valued = new("Får ny værdi")
    draft = estimate(ctx, valued)
    ctx.db.sql(f"""INSERT INTO collaboration (number, kind, title, stage, unit_id) SELECT 'OPI-1999-' || n, 'opi', 'Blok ' || n, 'idea', {unit}
                   FROM generate_series(1, 60) n""")
    recorded = {login: summary(ctx, login) for login in LOGINS}
    assert recorded["admin"]["as_of"] is None and recorded["admin"]["totals"]["npv_oere"] > 0 and recorded["admin"]["sectors"]
    assert recorded["forum"]["totals"] != recorded["klinik"]["totals"] != recorded["admin"]["totals"], "they do not see the same"
    days_ago(ctx, DAYS)

    path = f"collaborations/{first}"
    made(c.patch(path, {"value_ceiling_oere": 900, "theme": None, "start_date": "2025-01-01"}, c.get(path).etag))
    made(c.patch(path, {"value_ceiling_oere": 901}, c.get(path).etag))  # the first later change counts
    made(c.post(f"{path}/stage", {"stage": "stopped", "reason": "Ingen partner"}, {"If-Match": c.get(path).etag}))
    path = f"collaborations/{secret}"
    made(c.patch(path, {"value_ceiling_oere": 12}, c.get(path).etag))
    kept = draft.json["inputs"]
    kept["alternatives"][0]["lines"][0]["unit_value"] += 1000000
    made(user(ctx, "klinik").patch(f"estimates/{draft.json['id']}", {"inputs": kept}, draft.etag))
    ctx.db.sql("UPDATE collaboration SET value_ceiling_oere = 5 WHERE number = 'OPI-1999-7'")
    new("Kom senere")
    ctx.db.sql(f"INSERT INTO collaboration (number, kind, title, stage, unit_id) SELECT 'OPI-1998-' || n, 'opi', 'Sen blok ' || n, 'idea', {unit} "
               "FROM generate_series(1, 60) n; UPDATE collaboration SET value_ceiling_oere = 6 WHERE number = 'OPI-1998-7'")

    for login in LOGINS:
        now, then = summary(ctx, login), summary(ctx, login, as_of=day(DAYS))
        ctx.case(f"{login}: as recorded", figures(then) == figures(recorded[login]), {n: (then[n], recorded[login][n]) for n in FIGURES if then[n] != recorded[login][n]})
        ctx.case(f"{login}: also on the days until it changed", figures(summary(ctx, login, as_of=day(1))) == figures(then))
        ctx.case(f"{login}: and not as it is now", figures(now) != figures(then))
        today = summary(ctx, login, as_of=day(0))
        ctx.case(f"{login}: today's are the present ones", figures(today) == figures(now), {n: (today[n], now[n]) for n in FIGURES if today[n] != now[n]})
        ctx.case(f"{login}: the short lists are about today", all(then[n] is None and now[n] is not None for n in TODAY))
        assert then["as_of"] == day(DAYS) and summary(ctx, login, as_of=day(DAYS + 1))["totals"]["collaborations"] == 0, "before it all there was nothing"
    assert figures(summary(ctx, as_of="2199-12-31")) == figures(summary(ctx))

    path = f"collaborations/{hidden}"
    made(c.patch(path, {"visibility": "restricted"}, c.get(path).etag))
    then = summary(ctx, "forum", as_of=day(DAYS))["totals"]
    was = recorded["forum"]["totals"]
    assert (then["collaborations"], then["value_ceiling_oere"]) == (was["collaborations"] - 1, was["value_ceiling_oere"] - 70000), "what one may not see today is not shown in the past either"
    assert figures(summary(ctx, as_of=day(DAYS))) == figures(recorded["admin"]), "who sees all sees it as it was"


def test_refusals(ctx):
    """A day that is none is refused with the field; a repeated one too."""
    for bad in ("", "31-12-2026", "2026-02-30", "2026-13-01", "i går"):
        reply = user(ctx).get("portfolio/summary", as_of=bad)
        ctx.case(repr(bad), reply.status == 400 and set(reply.faults) == {"as_of"} or (bad == "" and reply.status == 200), reply)
    assert user(ctx).get("portfolio/summary", unknown=1).status == 400
