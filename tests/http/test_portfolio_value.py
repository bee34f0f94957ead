# SPDX-License-Identifier: EUPL-1.2
"""Value over the portfolio: sums by sector, fund, theme and year of what one may see, the queue's age, and its simulation."""
import json
import threading

from harness.estimates import create, example, grant, new_case, submit, user

DATABASE = "demo"
TIMEOUT = 300


def value(ctx, login="oekonom", **query):
    reply = user(ctx, login).get("portfolio/value", **query)
    assert reply.status == 200, reply
    return reply.json


def unit(ctx, code):
    return ctx.db.value(f"SELECT id FROM unit WHERE code = '{code}'")


def check_sums(ctx, what):
    """The sums that are kept are those of the estimates."""
    differ = ctx.db.sql("""BEGIN; SELECT principal_enter('', 'staff sees_all writes_all', '', '', '', 'test', '');
        SELECT count(*) FROM ((SELECT * FROM portfolio_value_live() EXCEPT SELECT * FROM portfolio_value)
          UNION ALL (SELECT * FROM portfolio_value WHERE value <> 0 EXCEPT SELECT * FROM portfolio_value_live())) x; COMMIT""", "samspil_owner").split("\n")[-1]
    ctx.case(f"sums {what}", differ == "0", differ)


def by(rows, name, key):
    return next((r for r in rows if r[name] == key), None)


def test_demonstration(ctx):
    """HjemmeAkut alone: its matrix, its years, its funds, bed days in their own unit."""
    v = value(ctx)
    assert v["count"] == 1 and v["npv_oere"]["limited_societal"] == 731227774 and v["npv_oere"]["region_cash"] == -1409549282, v["npv_oere"]
    assert by(v["by_sector"], "sector", "initiating_clinic")["net_oere"] == -2151549729 and by(v["by_sector"], "sector", "other_departments")["capacity_oere"] == 2928949132
    assert by(v["by_year"], "year", 2026) == {"year": 2026, "cash_oere": -342000000 - 8100000 + 576000, "capacity_oere": 172800000, "time_oere": 4800000}, v["by_year"]
    assert round(by(v["natural"], "unit", "sengedage")["quantity"], 6) == 8880 and by(v["natural"], "unit", "forløb") is None and v["suppressed"] == 1, v["natural"]
    assert by(v["by_kasse"], "year", 2028) == {"kasse": "sundhed", "year": 2028, "amount_oere": 540000000}, v["by_kasse"]
    assert v["by_theme"] == [{"theme": "home_treatment", "count": 1, "npv_oere": 731227774}]
    gains = [f for f in v["flows"] if f["payer"] == "initiating_clinic"]
    assert abs(sum(f["amount_oere"] for f in gains) - 2151549729) <= len(gains), "all that the clinic pays goes to somebody"
    m = user(ctx, "oekonom").get("portfolio/matrix").json["items"]
    assert {r["sector"]: r["net_oere"] for r in m} == {r["sector"]: r["net_oere"] for r in v["by_sector"]} and {r["theme"] for r in m} == {"home_treatment"}
    check_sums(ctx, "of the demonstration")


def test_follow_every_change(ctx):
    """A new draft, a change, an approval, another theme, unit and visibility, funding, a rejection: the sums follow."""
    case = new_case(ctx, "Sum", unit="demo-hjerte")
    before = value(ctx)
    e = create(ctx, case, login="admin", inputs=example(ctx))
    check_sums(ctx, "with a draft")
    assert value(ctx)["count"] == before["count"] + 1 and value(ctx, status="draft")["count"] == 1 and value(ctx, status="approved")["count"] == 0
    inputs = example(ctx)
    inputs["alternatives"][0]["lines"][4]["qty_baseline"] = 5
    saved = user(ctx, "admin").patch(f"estimates/{e['id']}", {"inputs": inputs}, f'"{e["version"]}"')
    assert saved.status == 200 and value(ctx, status="draft")["npv_oere"]["limited_societal"] == saved.json["npv"]["limited_societal_oere"]
    check_sums(ctx, "after a change")
    broken = json.loads(json.dumps(inputs))
    broken["alternatives"][0]["lines"][0] |= {"value_price_year": 2020, "index": "PL"}
    faulty = user(ctx, "admin").patch(f"estimates/{e['id']}", {"inputs": broken}, saved.etag)
    assert faulty.status == 200 and value(ctx)["count"] == before["count"]
    check_sums(ctx, "when it does not add up")
    saved = user(ctx, "admin").patch(f"estimates/{e['id']}", {"inputs": inputs}, faulty.etag)
    assert user(ctx, "admin").post(f"estimates/{e['id']}/submit", {}).status == 200
    assert user(ctx, "oekonom").post(f"estimates/{e['id']}/approve", {}).status == 200
    assert value(ctx, status="approved")["count"] == 1
    check_sums(ctx, "approved")
    at = f"collaborations/{case}"
    admin = user(ctx, "admin")
    money = admin.post(f"{at}/funding", {"source": "region", "amount_oere": 1001, "year": 2026, "shares": [{"kasse": "sundhed", "num": 1, "den": 2}, {"kasse": "social", "num": 1, "den": 2}]})
    assert money.status == 201 and by(value(ctx, status="approved")["by_kasse"], "kasse", "social")["amount_oere"] == 500
    check_sums(ctx, "with funding")
    assert admin.delete(f"{at}/funding/{money.json['id']}", money.etag).status == 204 and value(ctx, status="approved")["by_kasse"] == []
    for change in ({"theme": "digital"}, {"unit_id": unit(ctx, "demo-medicin")}, {"visibility": "open"}, {"visibility": "restricted"}, {"visibility": "internal"}):
        assert admin.patch(at, change, admin.get(at).etag).status == 200
        check_sums(ctx, f"with {change}")
    assert value(ctx, theme="digital")["count"] == 1 and value(ctx, unit_id=unit(ctx, "demo-medicin"))["count"] == 1 and value(ctx, unit_id=unit(ctx, "demo-hjerte"))["count"] == 0
    whole = value(ctx, unit_id=unit(ctx, "demo-hospital"))
    assert whole["count"] == before["count"] + 1 and value(ctx, kind="research_contract")["count"] == 0 and value(ctx, kind="opi")["count"] == whole["count"]
    second = create(ctx, case, login="admin", inputs=example(ctx))
    admin.post(f"estimates/{second['id']}/submit", {})
    assert user(ctx, "oekonom").post(f"estimates/{second['id']}/reject", {"comment": "Nej"}).status == 200
    assert value(ctx, theme="digital")["npv_oere"]["limited_societal"] == saved.json["npv"]["limited_societal_oere"]
    check_sums(ctx, "after a rejection")
    ctx.db.sql("BEGIN; SELECT principal_enter('', 'staff sees_all writes_all', '', '', '', 'test', ''); CALL portfolio_value_rebuild(); COMMIT", "samspil_owner")
    check_sums(ctx, "made anew")


def test_what_is_hidden_stays_hidden(ctx):
    """Restricted cases are in the sums of those who may see them, whatever the filter."""
    case = new_case(ctx, "Skjult", visibility="restricted")
    seen = {login: value(ctx, login)["count"] for login in ("oekonom", "controller", "leder", "jurist", "sektor")}
    create(ctx, case, login="admin", inputs=example(ctx))
    for login, more in (("oekonom", 0), ("controller", 0), ("leder", 1), ("jurist", 1), ("sektor", 0)):
        ctx.case(f"{login}", value(ctx, login)["count"] == seen[login] + more)
        for filters in ({"unit_id": unit(ctx, "demo-akut")}, {"kind": "opi"}, {"status": "draft"}):
            v = value(ctx, login, **filters)
            ctx.case(f"{login} {filters}", (v["count"] > 0) == (more == 1 or (login != "sektor" and "status" not in filters)), v["count"])
    assert value(ctx, "sektor") == value(ctx, "sektor", kind="opi") and value(ctx, "sektor")["by_sector"] == [], "an outsider sees open cases only"
    for path in ("portfolio/value", "portfolio/matrix"):
        assert user(ctx, "forum").get(path).status == 403
        for wrong in ({"kind": "x"}, {"theme": "x"}, {"status": "x"}, {"unit_id": "x"}, {"zzz": "1"}):
            assert user(ctx, "oekonom").get(path, **wrong).status == 400, (path, wrong)


def test_review_queue(ctx):
    """How many wait, for how long, and what they are worth."""
    before = user(ctx, "oekonom").get("portfolio/summary").json["review_queue"]
    e = submit(ctx, create(ctx, new_case(ctx, "Køen"), inputs=example(ctx)))
    now = user(ctx, "oekonom").get("portfolio/summary").json["review_queue"]
    assert now["count"] == before["count"] + 1 and now["amount_oere"] == before["amount_oere"] + 2151549729 and now["oldest_days"] == 0, now
    ctx.db.sql(f"ALTER TABLE estimate DISABLE TRIGGER guard; UPDATE estimate SET submitted_at = submitted_at - interval '30 days 1 hour' WHERE id = {e['id']}; ALTER TABLE estimate ENABLE TRIGGER guard", "postgres")
    now = user(ctx, "oekonom").get("portfolio/summary").json["review_queue"]
    assert now["oldest_days"] == 30 and 0 <= now["median_days"] <= 30, now
    assert user(ctx, "sektor").get("portfolio/summary").json["review_queue"] == {"count": 0, "oldest_days": None, "median_days": None, "amount_oere": 0}


def simulated(ctx, login="oekonom", **body):
    made = user(ctx, login).post("portfolio/simulations", {"draws": 2000, "seed": 7, **body})
    assert made.status == 202 and made.json["status"] == "waiting", made
    ctx.samspil("work", "--once")
    return user(ctx, login).get(f"portfolio/simulations/{made.json['id']}").json


def figures(job):
    return {k: v for k, v in job.items() if k not in ("id", "created_at", "finished_at", "version", "status", "total", "done", "skipped")}


def test_simulation(ctx):
    """One seed, the same bytes; another seed, other ones; means near the sum of the estimates' own; one's own jobs only."""
    for i in range(3):
        create(ctx, new_case(ctx, f"Simuleret {i}", unit="demo-medicin"), login="admin", inputs=example(ctx))
    job = simulated(ctx, unit_id=unit(ctx, "demo-medicin"))
    assert (job["status"], job["skipped"]) == ("done", 0) and job["total"] == job["done"] >= 3, job
    assert sum(b["count"] for b in job["histogram"]) == 2000 and len(job["histogram"]) == 40 and job["p5_oere"] < job["p50_oere"] < job["p95_oere"]
    n = job["total"]
    assert abs(job["mean_oere"] / n - 267617614) < 4 * 486818679 / (2000 * n) ** 0.5, "the closed form of one, n times"
    assert abs(job["sd_oere"] - 486818679 * n ** 0.5) < 0.06 * job["sd_oere"], "independent: variances add up"
    assert abs(sum(s["mean_oere"] for s in job["sectors"]) - job["mean_oere"]) <= 100 * len(job["sectors"])
    again = simulated(ctx, unit_id=unit(ctx, "demo-medicin"))
    assert figures(again) == figures(job)
    other = simulated(ctx, unit_id=unit(ctx, "demo-medicin"), seed=8)
    assert other["mean_oere"] != job["mean_oere"]
    assert user(ctx, "controller").get(f"portfolio/simulations/{job['id']}").status == 404
    empty = simulated(ctx, kind="research_contract")
    assert empty["status"] == "done" and empty["total"] == 0 and empty["mean_oere"] == 0
    for body, faults in (({"draws": 999}, {"draws": "too_small"}), ({"draws": 10 ** 9}, {"draws": "too_large"}), ({"seed": -1}, {"seed": "too_small"}),
                         ({"unit_id": 999999}, {"unit_id": "unknown_reference"}), ({"kind": "x"}, {"kind": "unknown_code"})):
        reply = user(ctx, "oekonom").post("portfolio/simulations", body)
        assert reply.status == 422 and reply.faults == faults, reply
    assert user(ctx, "forum").post("portfolio/simulations", {}).status == 403


def test_simulation_sees_what_its_owner_sees(ctx):
    """Restricted cases count for their department's head and not for an economist; who has lost the log-in gets nothing."""
    create(ctx, new_case(ctx, "Skjult simuleret", visibility="restricted"), login="admin", inputs=example(ctx))
    here = {"unit_id": unit(ctx, "demo-akut")}
    assert simulated(ctx, "leder", **here)["total"] > simulated(ctx, "oekonom", **here)["total"]
    gone = grant(ctx, "paa-vej-vaek", "health_economist", "region-1084").post("portfolio/simulations", here)
    ctx.db.sql("UPDATE app_user SET disabled_at = now() WHERE login = 'paa-vej-vaek'", "postgres")
    ctx.samspil("work", "--once")
    assert ctx.db.value(f"SELECT status FROM portfolio_simulation WHERE id = {gone.json['id']}") == "failed"


def test_figures_from_before(ctx):
    """An estimate that has been approved before yearly figures were kept gets them from the work process, and stays locked."""
    e = submit(ctx, create(ctx, new_case(ctx, "Fra før", unit="demo-hjerte"), login="admin", inputs=example(ctx)), login="admin")
    assert user(ctx, "oekonom").post(f"estimates/{e['id']}/approve", {}).status == 200
    here = {"unit_id": unit(ctx, "demo-hjerte"), "status": "approved"}
    before = value(ctx, **here)
    ctx.db.sql(f"""SET session_replication_role = replica; DELETE FROM estimate_year WHERE estimate_id = {e['id']}; DELETE FROM estimate_natural WHERE estimate_id = {e['id']};
        SET session_replication_role = DEFAULT; SELECT portfolio_case_refresh({e['collaboration_id']}); INSERT INTO outbox (topic, entity_id) VALUES ('estimates.yearly', 0)""", "postgres")
    assert value(ctx, **here)["by_year"] != before["by_year"]
    ctx.samspil("work", "--once")
    after = value(ctx, **here)
    assert after == before, (after, before)
    check_sums(ctx, "with figures filled in")
    assert user(ctx, "admin").get(f"estimates/{e['id']}").json["status"] == "approved"


def test_many_write_at_once(ctx):
    """Estimates of many cases are saved side by side: none is refused, and the sums hold all of them."""
    cases = [new_case(ctx, f"Samtidig {i}", unit="demo-medicin") for i in range(4)]
    tokens, wrong = [ctx.token("admin") for _ in cases], []
    before = value(ctx)["count"]

    def work(case, client):
        inputs = example(ctx)
        e = client.post(f"collaborations/{case}/estimates", {"tier": "mini", "comparator": "Som i dag", "inputs": inputs})
        for i in range(6):
            inputs["alternatives"][0]["lines"][4]["qty_baseline"] = 3 + i
            saved = client.patch(f"estimates/{e.json['id']}", {"inputs": inputs}, e.etag if i == 0 else saved.etag)
            if saved.status != 200:
                wrong.append(saved)
                return

    threads = [threading.Thread(target=work, args=pair) for pair in zip(cases, tokens, strict=True)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong, wrong
    assert value(ctx)["count"] == before + len(cases)
    check_sums(ctx, "after many writers")
