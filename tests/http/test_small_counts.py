# SPDX-License-Identifier: EUPL-1.2
"""Small counts: fewer patients than the limit are shown in the unit that owns the case and nowhere else, by no way around."""
import json

from harness.estimates import create, example, grant, new_case, submit, user

DATABASE = "demo"
TIMEOUT = 300
INSIDE = ("klinik", "leder", "oekonom", "admin", "revisor")  # the unit, and the region above it


def outsider(ctx):
    """An economist of another region: sees internal cases, belongs to no unit above the case."""
    return grant(ctx, "fremmed", "health_economist", "region-1083")


def research(ctx, patients, visibility="internal"):
    reply = user(ctx, "admin").post("collaborations", {"kind": "research_contract", "title": f"Sjælden sygdom {patients}", "visibility": visibility,
                                                       "unit_id": ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'"), "planned_patients": patients})
    assert reply.status == 201, reply
    return reply.json["id"]


def small(ctx, n=4, title="Sjælden"):
    """An approved estimate of n patients a year."""
    inputs = example(ctx)
    for v in inputs["alternatives"][0]["volume"]:
        v |= {"eligible": n, "adoption": 1}
    e = submit(ctx, create(ctx, new_case(ctx, title), inputs=inputs))
    assert user(ctx, "oekonom").post(f"estimates/{e['id']}/approve", {}).status == 200
    return e


def test_the_limit(ctx):
    """0 and 5 are shown; 1 to 4 are not; never a limit below 3, whatever stands in the reference values."""
    out = outsider(ctx)
    for n, shown in ((0, 0), (1, None), (4, None), (5, 5), (60, 60)):
        case = research(ctx, n)
        one = out.get(f"collaborations/{case}")
        ctx.case(f"{n}", one.status == 200 and one.json["planned_patients"] == shown and one.json.get("small_counts", []) == ([] if shown is not None else ["planned_patients"]), one.json)
        for login in INSIDE:
            ctx.case(f"{n} for {login}", user(ctx, login).get(f"collaborations/{case}").json["planned_patients"] == n)
    forum = user(ctx, "forum").get(f"collaborations/{research(ctx, 3, 'open')}")
    assert forum.status == 200 and forum.json["planned_patients"] is None, "a forum member of the region is no staff of the unit"
    case = research(ctx, 3)
    two = research(ctx, 2)
    ctx.db.sql("SELECT principal_enter('', 'writes_all', '', '', '', 'test', ''); UPDATE reference_value SET value = 1 WHERE code = 'small_count'", "samspil_owner")
    assert out.get(f"collaborations/{case}").json["planned_patients"] == 3 and out.get(f"collaborations/{two}").json["planned_patients"] is None
    ctx.db.sql("UPDATE reference_value SET value = 5 WHERE code = 'small_count'", "samspil_owner")


def test_no_way_around(ctx):
    """As of a day, in the history and its old images, by search, in the list, in its CSV, by changes: the number is not there."""
    out, lead, case = outsider(ctx), user(ctx, "admin"), research(ctx, 4)
    at = f"collaborations/{case}"
    for n in (3, 2, 40):
        assert lead.patch(at, {"planned_patients": n}, lead.get(at).etag).status == 200
    day = ctx.db.value("SELECT current_date")
    assert out.get(at).json["planned_patients"] == 40 and lead.get(at, as_of=day).json["planned_patients"] == 40
    assert lead.patch(at, {"planned_patients": 4}, lead.get(at).etag).status == 200
    assert out.get(at, as_of=day).json["planned_patients"] is None and lead.get(at, as_of=day).json["planned_patients"] == 4
    texts = json.dumps(out.all(f"{at}/history"))
    assert "planned_patients" not in texts and "planned_patients" in json.dumps(lead.all(f"{at}/history")), texts[:500]
    for path in ("collaborations", "exports/collaborations.csv"):
        reply = out.get(path, q="Sjælden sygdom 4")
        assert reply.status == 200 and "planned" not in str(reply.body), path
    opi = new_case(ctx, "Behovets størrelse")
    assert lead.patch(f"collaborations/{opi}", {"need_group_size": 2}, lead.get(f"collaborations/{opi}").etag).status == 200
    assert out.get(f"collaborations/{opi}").json["need_group_size"] is None and user(ctx, "klinik").get(f"collaborations/{opi}").json["need_group_size"] == 2


def test_estimates(ctx):
    """Volumes, and flows beside prices, tell of patients: such an estimate is for the unit. Its result still counts in sums."""
    out = outsider(ctx)
    e, large = small(ctx), small(ctx, 5)
    for path in (f"estimates/{e['id']}", f"estimates/{e['id']}/compare?with={e['id']}", f"collaborations/{e['collaboration_id']}/realisation"):
        reply = out.get(path)
        ctx.case(path, reply.status == 403 and reply.json["code"] == "small_counts", reply)
        ctx.case(f"{path} of five", out.get(path.replace(str(e["id"]), str(large["id"])).replace(str(e["collaboration_id"]), str(large["collaboration_id"]))).status in (200, 422))
    for login in INSIDE:
        assert user(ctx, login).get(f"estimates/{e['id']}").status == 200, login
    assert e["id"] in [r["id"] for r in out.all("estimates")], "that it is there, and its sum, is no secret"
    row = next(r for r in out.get(f"collaborations/{e['collaboration_id']}").json["estimates"])
    assert row["npv"] and "inputs" not in row
    events = out.all(f"collaborations/{e['collaboration_id']}/history")
    assert events and not [x for x in events if x["entity"] in ("estimate_volume", "estimate_line") and x["changes"]]
    assert [x for x in user(ctx, "klinik").all(f"collaborations/{e['collaboration_id']}/history") if x["entity"] == "estimate_volume" and x["changes"]]
    share = small(ctx, 40)
    assert out.get(f"estimates/{share['id']}").status == 200


def test_measurements(ctx):
    """Few patients of a measurement: the row without the number, and no comparison that it could be worked out from."""
    out, e = outsider(ctx), small(ctx, 100)
    at = f"collaborations/{e['collaboration_id']}"
    assert user(ctx, "klinik").post(f"{at}/measurements", {"line": "E5", "year": 2026, "qty": 0, "patients": 60}).status == 201
    assert out.get(f"{at}/measurements").json["items"][0]["patients"] == 60 and out.get(f"{at}/realisation").status == 200
    assert user(ctx, "klinik").post(f"{at}/measurements", {"line": "E6", "year": 2026, "qty": 0, "patients": 3}).status == 201
    assert [m["patients"] for m in out.get(f"{at}/measurements").json["items"]] == [60, None]
    assert out.get(f"{at}/realisation").json["code"] == "small_counts" and user(ctx, "klinik").get(f"{at}/realisation").status == 200


def test_confirmations(ctx):
    """The contact of another sector sees quantity and price per patient, and then no sums of few patients."""
    for n, hidden in ((4, True), (5, False)):
        inputs = example(ctx)
        for v in inputs["alternatives"][0]["volume"]:
            v |= {"eligible": n, "adoption": 1}
        e = create(ctx, new_case(ctx, f"Få {n}"), inputs=inputs)
        made = user(ctx, "klinik").post(f"estimates/{e['id']}/confirmations", {"line": "E7", "contact_id": ctx.db.value("SELECT id FROM app_user WHERE login = 'sektor'")})
        line = user(ctx, "sektor").get(f"confirmations/{made.json['id']}").json["line"]
        ctx.case(f"{n} patients", (line["suppressed"], line["flows"] == []) == (hidden, hidden) and line["qty_new"] == 1.5, line)


def test_sums_cannot_be_subtracted(ctx):
    """No sum over the portfolio counts people, whatever the filters; what is released is told in beds, hours and visits."""
    out = outsider(ctx)
    inputs = example(ctx)
    for line, unit in zip(inputs["alternatives"][0]["lines"][4:6], ("patienter", "Forløb"), strict=True):
        line["unit"] = unit
    create(ctx, new_case(ctx, "Med patienter som enhed", unit="demo-medicin"), login="admin", inputs=inputs)
    here = ctx.db.value("SELECT id FROM unit WHERE code = 'demo-medicin'")
    for filters in ({}, {"unit_id": here}, {"kind": "opi"}, {"status": "draft"}, {"unit_id": here, "status": "draft"}):
        v = out.get("portfolio/value", **filters).json
        units = {n["unit"].lower() for n in v["natural"]}
        ctx.case(f"{filters}", not units & {"patienter", "forløb", "personer"} and v["suppressed"] >= 1, v["natural"])
