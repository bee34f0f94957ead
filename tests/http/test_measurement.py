# SPDX-License-Identifier: EUPL-1.2
"""Measurement: what was measured beside what the estimate has promised, with the figures of the worked example."""
from harness.estimates import create, example, new_case, submit, user

DATABASE = "demo"
TIMEOUT = 300
INDICES = {"PL": {"2025": 100.0, "2026": 102.5, "2027": 104.8}}  # illustrative
MEASURED = ([{"line": line, "year": year, "qty": qty, "patients": patients} for year, patients, rows in (
    (2026, 96, (("E5", 0.8), ("E6", 0.04))), (2027, 255, (("E5", 0.5), ("E6", 0.02)))) for line, qty in rows]
    + [{"line": line, "year": year, "amount_oere": -100 * kr} for year, rows in (
        (2026, (("E1", 1763000), ("E2", 563750), ("E3", 615000), ("E4", 615000))), (2027, (("E2", 1257600), ("E3", 628800), ("E4", 1603440)))) for line, kr in rows])


def approved(ctx, shift=0, title="Målt", **more):
    """A case with an approved estimate that begins `shift` years earlier."""
    inputs = example(ctx) | {"indices": INDICES} | more
    inputs["base_year"] -= shift
    for alternative in inputs["alternatives"]:
        for v in alternative["volume"]:
            v["year"] -= shift
        for line in alternative["lines"]:
            for o in line.get("overrides", []):
                o["year"] -= shift
            if "year_from" in line:
                line["year_from"] -= shift
    e = submit(ctx, create(ctx, new_case(ctx, title), inputs=inputs))
    done = user(ctx, "oekonom").post(f"estimates/{e['id']}/approve", {})
    assert done.status == 200, done
    return done.json


def measure(ctx, e, **body):
    return user(ctx, "klinik").post(f"collaborations/{e['collaboration_id']}/measurements", body)


def realisation(ctx, e, login="klinik"):
    reply = user(ctx, login).get(f"collaborations/{e['collaboration_id']}/realisation")
    assert reply.status == 200, reply
    return reply.json


def test_worked_example(ctx):
    """61.3 % and 73.5 % of the benefits, 0.700164 in all, amber just at the limit; costs 0.968661; 18.1 million to come."""
    e = approved(ctx)
    for row in MEASURED:
        made = measure(ctx, e, **row)
        assert made.status == 201 and made.json["measured_by_name"].startswith("Kirsten Dahl") and made.json["estimate_id"] == e["id"], made
    r = realisation(ctx, e)
    total = r["total"]
    assert r["estimate_id"] == e["id"] and r["approved"] and r["faults"] == [] and r["overdue"] == [], r
    years = {y["year"]: y for y in total["years"]}
    for year, expected, realised, rate, status in ((2026, 172800000, 105984000, 0.61333333, "red"), (2027, 432000000, 317475000, 0.73489583, "amber")):
        y = years[year]
        ctx.case(f"{year}", (y["expected_oere"], y["realised_oere"], round(y["rate"], 8), y["status"]) == (expected, realised, rate, status), y)
    assert round(years[2026]["cost_rate"], 8) == round(3470000 / 3420000, 8) and round(years[2027]["cost_rate"], 8) == round(3330000 / 3600000, 8), years
    assert years[2028]["status"] == "not_due" and years[2028]["realised_oere"] is None and years[2028]["planned_oere"] == 864000000, years
    assert (round(total["rate"], 6), total["status"], round(total["cost_rate"], 6)) == (0.700164, "amber", 0.968661), total
    assert (total["forecast_rate_oere"], total["forecast_plan_oere"]) == (1814824286, 2592000000), total
    assert (total["expected_oere"], total["realised_oere"], total["variance_oere"]) == (604800000, 423459000, -181341000), total
    assert (total["cost_expected_oere"], total["cost_realised_oere"]) == (-702000000, -680000000), total
    lines = {x["line"]: x for x in r["lines"]}
    assert lines["E4"]["cost"] and lines["E4"]["rate"] is None and round(lines["E4"]["cost_rate"], 6) == round(2130 / 2520, 6) and lines["E4"]["status"] == "measured"
    assert lines["E8"]["status"] == "not_due" and lines["E8"]["rate"] is None and not lines["E8"]["cost"], lines["E8"]
    assert round(lines["E5"]["rate"], 6) == round((829440 + 2409750) / (1296000 + 3240000), 6), lines["E5"]


def test_attribution_baseline_and_prices(ctx):
    """Only the part that the collaboration has caused counts; a measured baseline replaces the planned one; rows of a year add up."""
    e = approved(ctx)
    rate = lambda: next(x for x in realisation(ctx, e)["lines"] if x["line"] == "E5")["rate"]
    first = measure(ctx, e, line="E5", year=2026, qty=0, patients=60, deadweight=0.1, attribution=0.8)
    assert first.status == 201 and round(rate(), 9) == 0.36, rate()
    second = measure(ctx, e, line="E5", year=2026, qty=0, patients=60)
    assert second.status == 201 and round(rate(), 9) == 0.86, rate()
    at = f"collaborations/{e['collaboration_id']}/measurements"
    base = measure(ctx, e, line="E5", year=2025, baseline=True, qty=2)
    assert base.status == 201 and round(rate(), 9) == 0.43, rate()
    clinic = user(ctx, "klinik")
    assert clinic.delete(f"{at}/{base.json['id']}", base.etag).status == 204 and round(rate(), 9) == 0.86
    changed = clinic.patch(f"{at}/{first.json['id']}", {"patients": 0, "deadweight": None}, first.etag)
    assert changed.status == 200 and changed.json["deadweight"] == 0 and round(rate(), 9) == 0.5, changed
    assert clinic.patch(f"{at}/{first.json['id']}", {"patients": 1}, first.etag).status == 412
    plan = measure(ctx, e, line="E6", year=2026, patients=120)
    assert plan.status == 201 and next(x for x in realisation(ctx, e)["lines"] if x["line"] == "E6")["rate"] == 1
    real = measure(ctx, e, line="E3", year=2026, amount_oere=-60000000, price_year=2025)
    assert real.status == 201 and next(x for x in realisation(ctx, e)["lines"] if x["line"] == "E3")["cost_rate"] == 1
    assert len(clinic.get(at).json["items"]) == 4


def test_faults(ctx):
    e = approved(ctx)
    for body, faults in (({"year": 2026, "qty": 1}, {"line": "required"}), ({"line": "E99", "year": 2026, "qty": 1}, {"line": "unknown_reference"}),
                         ({"line": "E5", "year": 2025, "qty": 1}, {"year": "too_small"}), ({"line": "E5", "year": 2031, "qty": 1}, {"year": "too_large"}),
                         ({"line": "E5", "year": 2026}, {"qty": "required"}), ({"line": "E5", "year": 2026, "baseline": True, "amount_oere": 5}, {"qty": "required"}),
                         ({"line": "E5", "year": 2026, "qty": 1, "deadweight": 1.1}, {"deadweight": "too_large"}),
                         ({"line": "E5", "year": 2026, "qty": 1, "attribution": -0.1}, {"attribution": "too_small"}),
                         ({"line": "E5", "year": 2026, "patients": -1}, {"patients": "too_small"}),
                         ({"line": "E3", "year": 2028, "amount_oere": -1}, {"price_year": "missing_index"}),
                         ({"line": "E5", "year": 2026, "qty": 1, "estimate_id": 999999}, {"estimate_id": "unknown_reference"}),
                         ({"line": "E5", "year": 2026, "qty": 1, "source": "010180-1234"}, {"source": "holds_cpr"})):
        reply = measure(ctx, e, **body)
        ctx.case(f"{body}", reply.status == 422 and reply.faults == faults, reply)
    assert user(ctx, "klinik").get(f"collaborations/{e['collaboration_id']}/measurements").json["items"] == []
    bare = {"id": 0, "collaboration_id": new_case(ctx, "Uden vurdering")}
    assert measure(ctx, bare, line="E5", year=2026, qty=1).faults == {"estimate_id": "required"}
    empty = realisation(ctx, bare)
    assert empty == {"estimate_id": None, "approved": False, "lines": [], "total": None, "overdue": [], "faults": []}, empty


def test_index_of_the_library(ctx):
    """A year that the estimate could not know is converted by the library's index, when that knows both."""
    e = approved(ctx, indices={})
    amount = {"line": "E3", "year": 2027, "amount_oere": -6300000}
    assert measure(ctx, e, **amount).faults == {"price_year": "missing_index"}
    ctx.db.sql("INSERT INTO price_index (code, year, value) VALUES ('PL', 2025, 200), ('PL', 2027, 210) ON CONFLICT (code, year) DO UPDATE SET value = EXCLUDED.value")
    assert measure(ctx, e, **amount).status == 201
    assert next(x for x in realisation(ctx, e)["lines"] if x["line"] == "E3")["years"][1]["realised_oere"] == -6000000


def test_overdue(ctx):
    """Nothing measured more than twelve months after the year: grey, and on the owner's overview until it is measured."""
    year = int(ctx.db.value("SELECT extract(year FROM current_date)"))
    e = approved(ctx, shift=2026 - (year - 3), title="Forfalden")
    case = e["collaboration_id"]
    ctx.db.sql(f"SELECT principal_enter('', 'sees_all writes_all', '', '', '', 'test', ''); UPDATE collaboration SET owner_id = {ctx.db.value('SELECT id FROM app_user WHERE login = ' + chr(39) + 'klinik' + chr(39))} WHERE id = {case}")
    mine = lambda: [m["estimate_id"] for m in user(ctx, "klinik").get("portfolio/summary").json["mine"] if m["reason"] == "measurement_overdue" and m["id"] == case]
    r = realisation(ctx, e)
    first = year - 3
    assert {(o["line"], o["year"]) for o in r["overdue"]} >= {("E5", first), ("E1", first), ("E10", first)} and r["lines"][4]["years"][0]["status"] == "unmeasured", r["overdue"]
    assert r["lines"][4]["years"][2]["status"] == "not_due" and r["lines"][4]["status"] == "unmeasured"
    rows = ctx.db.rows(f"SELECT line_code AS line, year FROM measurements_overdue({e['id']}, current_date)")
    assert {(o["line"], o["year"]) for o in rows} == {(o["line"], o["year"]) for o in r["overdue"]}, "the overview and the page count alike"
    assert mine() == [e["id"]]
    for line in {o["line"] for o in r["overdue"]}:
        for y in {o["year"] for o in r["overdue"] if o["line"] == line}:
            assert measure(ctx, e, line=line, year=y, qty=1, patients=1).status == 201
    assert realisation(ctx, e)["overdue"] == [] and mine() == []


def test_rights(ctx):
    """Written by those who write the case, seen by those who see it."""
    e = approved(ctx)
    made = measure(ctx, e, line="E5", year=2026, qty=1)
    at = f"collaborations/{e['collaboration_id']}/measurements"
    for login, sees, writes in (("leder", 200, 201), ("oekonom", 200, 403), ("controller", 200, 403), ("jurist", 200, 201), ("forum", 404, 403), ("sektor", 404, 403)):
        ctx.case(f"{login} reads", user(ctx, login).get(at).status == sees, user(ctx, login).get(at))
        reply = user(ctx, login).post(at, {"line": "E6", "year": 2026, "qty": 1})
        ctx.case(f"{login} writes", reply.status == writes or (writes == 201 and reply.status == 403 and login == "jurist"), reply)
    assert user(ctx, "sektor").get(f"collaborations/{e['collaboration_id']}/realisation").status == 404
    assert user(ctx, "oekonom").delete(f"{at}/{made.json['id']}", made.etag).status == 403


def test_new_version(ctx):
    """A later version is held against the same measurements; those of a line that it has no more are told."""
    e = approved(ctx)
    assert measure(ctx, e, line="E5", year=2026, qty=0, patients=120).status == 201 and measure(ctx, e, line="E6", year=2026, qty=0).status == 201
    inputs = e["inputs"]
    inputs["alternatives"][0]["lines"] = [l | ({"qty_baseline": 8} if l["id"] == "E5" else {}) for l in inputs["alternatives"][0]["lines"] if l["id"] != "E6"]
    second = submit(ctx, create(ctx, e["collaboration_id"], copy_of=e["id"], inputs=inputs))
    assert realisation(ctx, e)["estimate_id"] == e["id"], "until it is approved the old one speaks"
    assert user(ctx, "oekonom").post(f"estimates/{second['id']}/approve", {}).status == 200
    r = realisation(ctx, e)
    assert r["estimate_id"] == second["id"] and next(x for x in r["lines"] if x["line"] == "E5")["rate"] == 1, r
    assert [(f["field"].split(".")[1], f["code"]) for f in r["faults"]] == [("line", "unknown_reference")], r["faults"]
