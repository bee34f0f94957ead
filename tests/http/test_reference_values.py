# SPDX-License-Identifier: EUPL-1.2
"""Reference values over HTTP: dated rows with sources, approval by a second person, files back and forth, the sets that estimates
name, and the recomputation of drafts."""
import copy

from harness.estimates import create, example, grant, new_case, sheets, user

DATABASE = "demo"
TIMEOUT = 300

UNIT_COST = {"code": "proeve_dag", "da": "Prøvedag", "en": "Trial day", "category": "bed", "unit": "dag", "value": 2700, "price_year": 2025,
             "source": "Afdelingens regnskab 2025"}


def economist(ctx):
    return grant(ctx, "oekonom-ref", "health_economist", "region-1084")


def newest_set(ctx):
    return ctx.db.value("SELECT max(id) FROM reference_set")


def test_row(ctx):
    """Create, read, change, approve by another; a change takes the approval off; the same again changes nothing."""
    one, two = user(ctx, "admin"), economist(ctx)
    made = one.post("reference/unit-costs", UNIT_COST)
    assert made.status == 201 and made.json["value"] == 2700 and made.json["basis"] == "average", made
    at = f"reference/unit-costs/{made.json['id']}"
    assert made.headers["Location"] == f"/api/v1/{at}"
    own = one.post(f"{at}/approve", None, {"If-Match": made.etag})
    assert own.status == 403 and own.json["code"] == "separation_of_duties", own
    approved = two.post(f"{at}/approve", None, {"If-Match": made.etag})
    assert approved.status == 200 and approved.json["approved_by_name"] and approved.json["approved_at"], approved
    same = one.patch(at, {"value": 2700}, approved.etag)
    assert same.status == 200 and same.etag == approved.etag and same.json["approved_by"], same
    changed = one.patch(at, {"value": 2800.5}, approved.etag)
    assert changed.status == 200 and changed.json["value"] == 2800.5 and changed.json["approved_by"] is None, changed
    stale = one.patch(at, {"value": 1}, approved.etag)
    assert stale.status == 412 and stale.json["current"]["value"] == 2800.5, stale
    assert one.patch(at, {"value": 1}).status == 428
    assert one.patch("reference/unit-costs/999999", {"value": 1}, '"1"').status == 404
    assert user(ctx, "klinik").patch(at, {"value": 1}, changed.etag).status == 403
    assert [r["value"] for r in user(ctx, "klinik").get("reference/unit-costs", code="proeve_dag").json["items"]] == [2800.5]


def test_bad_rows(ctx):
    """Each mistake is named with its field."""
    c = user(ctx, "admin")
    for path, body, faults in (
            ("unit-costs", {**UNIT_COST, "code": "Ø!"}, {"code": "bad_pattern"}),
            ("unit-costs", {**UNIT_COST, "code": "uden_aar", "price_year": None}, {"price_year": "required"}),
            ("unit-costs", {**UNIT_COST, "code": "fejl", "valid_from": "2026-02-01", "valid_to": "2026-01-01"}, {"valid_to": "end_before_start"}),
            ("unit-costs", {"code": "x"}, {"da": "required", "en": "required", "unit": "required"}),
            ("unit-costs", {**UNIT_COST, "value": 1e11}, {"value": "too_large"}),
            ("unit-costs", {**UNIT_COST, "source_url": "javascript:x"}, {"source_url": "bad_url"}),
            ("values", {"code": "naf", "da": "Faktor", "en": "Factor", "unit": "factor", "value": 2, "valid_from": "2026-01-01"}, {"valid_from": "overlaps"}),
            ("price-indices", {"code": "HICP", "year": 2020, "value": 1}, {"year": "duplicate"}),
            ("price-indices", {"code": "pl", "year": 2020, "value": 0}, {"value": "too_small"}),
            ("payer-rules", {"task": "akutsygepleje", "sector_from": "state", "sector_to": "state", "valid_from": "2029-01-01"}, {"sector_to": "repeated"}),
            ("payer-rules", {"task": "findes_ikke", "sector_from": "state", "sector_to": "patients", "valid_from": "2029-01-01"}, {"task": "unknown_code"})):
        reply = c.post(f"reference/{path}", body)
        ctx.case(f"{path}: {faults}", reply.status in (409, 422) and reply.faults == faults, reply)


def test_days(ctx):
    """Rows of one code follow each other; a day shows the one in force."""
    c = user(ctx, "admin")
    at = lambda day: [(r["code"], r["value"]) for r in c.all("reference/values", as_of=day) if r["code"] == "tax_distortion"]
    assert at("2016-01-01") == [("tax_distortion", 1.2)] and at("2020-01-01") == [("tax_distortion", 1.1)] and at("2026-01-01") == [("tax_distortion", 1)]
    assert any(r["code"] == "qaly_value" and r["value"] is None for r in c.all("reference/values", as_of="2026-06-01"))
    assert [r["code"] for r in c.all("reference/unit-costs", text="sygeplejerske")] == ["home_nurse_hour", "nurse_hour"]


def test_files(ctx):
    """What is exported reads back unchanged; a dry run keeps nothing; a bad row keeps nothing and is named."""
    c = user(ctx, "admin")
    for table in ("values", "unit-costs", "price-indices", "payer-rules"):
        file = c.get(f"exports/reference-{table}.csv")
        assert file.status == 200 and file.body.startswith(b"\xef\xbb\xbf"), file
        back = c.post(f"reference/{table}/import", file.body, {"Content-Type": "text/csv"})
        rows = file.body.count(b"\r\n") - 1
        ctx.case(f"{table} reads back", back.status == 200 and back.json["unchanged"] == back.json["rows"] == rows, back)
    before = newest_set(ctx)
    text = "Kode;Dansk;Engelsk;Kategori;Enhed;Værdi;Prisår;Gælder fra;Kilde\r\nfil_dag;Fildag;File day;bed;dag;1.234,5;2025;01-01-2026;Regnskab\r\n"
    dry = c.post("reference/unit-costs/import?dry_run=true", text.encode(), {"Content-Type": "text/csv"})
    assert dry.status == 200 and dry.json == {"rows": 1, "created": 1, "changed": 0, "unchanged": 0, "dry_run": True}, dry
    assert newest_set(ctx) == before and not c.all("reference/unit-costs", code="fil_dag")
    real = c.post("reference/unit-costs/import", text.encode(), {"Content-Type": "text/csv"})
    assert real.json["created"] == 1 and newest_set(ctx) > before, real
    row = c.all("reference/unit-costs", code="fil_dag")[0]
    assert (row["value"], row["valid_from"], row["price_year"]) == (1234.5, "2026-01-01", 2025), row
    changed = c.post("reference/unit-costs/import", text.replace("1.234,5", "1.300").encode(), {"Content-Type": "text/csv"})
    assert changed.json["changed"] == 1 and c.all("reference/unit-costs", code="fil_dag")[0]["value"] == 1300, changed
    bad = c.post("reference/unit-costs/import", (text + "fil_x;X1;X2;bed;dag;abc;2025;31-02-2026;\r\n;Uden;Without;bed;dag;;;;\r\n").encode(), {"Content-Type": "text/csv"})
    assert bad.status == 422 and bad.faults == {"3.value": "bad_number", "3.valid_from": "bad_date", "4.code": "required"}, bad
    unknown = c.post("reference/unit-costs/import", b"Kode;Farve\r\nx;y\r\n", {"Content-Type": "text/csv"})
    assert unknown.status == 422 and unknown.faults == {"Farve": "unknown_field"}, unknown
    clash = c.post("reference/values/import", "Kode;Dansk;Engelsk;Enhed;Gælder fra\r\nny_kode;Ny;New;kr.;01-01-2026\r\nnaf;Faktor;Factor;factor;01-01-2026\r\n".encode(),
                   {"Content-Type": "text/csv"})
    assert clash.status == 422 and clash.faults == {"3.valid_from": "overlaps"} and not c.all("reference/values", code="ny_kode"), clash


def estimate_with(ctx, reference, unit_value):
    """A draft of a case of its own with HjemmeAkut's inputs, whose bed days are taken from a reference."""
    inputs = example(ctx)
    line = next(l for l in inputs["alternatives"][0]["lines"] if l["id"] == "E5")
    line.update({"reference": reference, "unit_value": unit_value, "value_price_year": 2025})
    return create(ctx, new_case(ctx, "Genberegning"), tier="midi", inputs=inputs)


def test_recompute(ctx):
    """Drafts follow a changed value, submitted and approved ones never; what was typed stays; progress and outcome are told."""
    c = user(ctx, "admin")
    row = c.post("reference/unit-costs", {**UNIT_COST, "code": "gen_dag"}).json
    draft, locked = estimate_with(ctx, "gen_dag", 2700), estimate_with(ctx, "gen_dag", 2700)
    assert draft["reference_set"]["current"] and draft["reference_set"]["id"] == newest_set(ctx)
    assert user(ctx, "klinik").post(f"estimates/{locked['id']}/submit", {}).status == 200
    with_naf = copy.deepcopy(draft["inputs"])
    changed = c.patch(f"reference/unit-costs/{row['id']}", {"value": 3000}, f'"{row["version"]}"')
    assert changed.status == 200, changed
    assert not user(ctx, "klinik").get(f"estimates/{draft['id']}").json["reference_set"]["current"]
    job = c.post("reference/recompute")
    assert job.status == 202 and job.json["finished_at"] is None, job
    ctx.samspil("work", "--once")
    done = c.get(f"reference/recompute/{job.json['id']}").json
    assert done["finished_at"] and done["done"] == done["total"] >= 1 and done["failed"] == 0, done
    item = next(i for i in done["items"] if i["estimate_id"] == draft["id"])
    now = user(ctx, "klinik").get(f"estimates/{draft['id']}").json
    line = next(l for l in now["inputs"]["alternatives"][0]["lines"] if l["id"] == "E5")
    assert item["status"] == "changed" and line["unit_value"] == 3000 and now["reference_set"]["current"], (item, line)
    assert item["npv_after_oere"] - item["npv_before_oere"] == now["npv"]["limited_societal_oere"] - draft["npv"]["limited_societal_oere"] > 0
    rest = lambda e: [{k: v for k, v in l.items() if l["id"] != "E5" or k != "unit_value"} for l in e["alternatives"][0]["lines"]]
    assert rest(now["inputs"]) == rest(with_naf)
    kept = user(ctx, "klinik").get(f"estimates/{locked['id']}").json
    assert kept["status"] == "submitted" and kept["npv"] == locked["npv"] and all(i["estimate_id"] != locked["id"] for i in done["items"]), kept
    again = c.post("reference/recompute").json
    ctx.samspil("work", "--once")
    assert all(i["estimate_id"] != draft["id"] for i in c.get(f"reference/recompute/{again['id']}").json["items"])


def test_rates_follow_their_set(ctx):
    """Rates that came from the set follow it; rates that somebody typed stay."""
    c = user(ctx, "admin")
    fresh = create(ctx, new_case(ctx, "Renter"))
    typed_inputs = copy.deepcopy(fresh["inputs"])
    typed_inputs["discount"]["steps"] = [{"from_year": 0, "rate": 0.03}]
    typed = create(ctx, new_case(ctx, "Renter"), inputs=typed_inputs)
    assert [s["rate"] for s in fresh["inputs"]["discount"]["steps"]] == [0.035, 0.025, 0.015], fresh["inputs"]["discount"]
    row = next(r for r in c.all("reference/values", code="discount_rate_0_35", as_of="2026-11-01"))
    assert c.patch(f"reference/values/{row['id']}", {"value": 0.04}, f'"{row["version"]}"').status == 200
    c.post("reference/recompute")
    ctx.samspil("work", "--once")
    rates = lambda e: [s["rate"] for s in user(ctx, "klinik").get(f"estimates/{e['id']}").json["inputs"]["discount"]["steps"]]
    assert rates(fresh) == [0.04, 0.025, 0.015] and rates(typed) == [0.03], (rates(fresh), rates(typed))


def put_inputs(ctx, estimate, change):
    """The estimate with its inputs changed by an economist, as the server answers."""
    who = user(ctx, "oekonom")
    now = who.get(f"estimates/{estimate['id']}")
    inputs = copy.deepcopy(now.json["inputs"])
    change(inputs)
    reply = who.patch(f"estimates/{estimate['id']}", {"inputs": inputs}, now.etag)
    assert reply.status == 200, reply
    return reply.json


def test_own_values(ctx):
    """Index values and payer rules of one estimate: what differs from the set is told, kept by the next version, part of the hash and in
    the workbook, and left alone by a recomputation that takes the rest along."""
    c = user(ctx, "admin")
    rows = {y: c.post("reference/price-indices", {"code": "EGEN", "year": y, "value": v, "source": "Prøve"}).json for y, v in ((2024, 100), (2026, 110))}
    fresh = create(ctx, new_case(ctx, "Egne værdier"))
    assert fresh["own_values"] == {"indices": [], "payer_rules": []}, fresh["own_values"]
    set_rules = fresh["inputs"]["payer_rules"]
    assert len(set_rules) == 4 and {r["valid_from"] for r in set_rules} == {2027}

    def own(inputs):
        inputs["indices"] = {"EGEN": {"2024": 100, "2026": 120}, "KUN_HER": {"2026": 99.5}}
        inputs["payer_rules"] = [dict(r, valid_from=2029) if r["task"] == "akutsygepleje" else r for r in inputs["payer_rules"]
                                 if r["task"] != "patientrettet_forebyggelse"]
    typed = put_inputs(ctx, fresh, own)
    rule = {"municipality": None, "sector_from": "municipality", "sector_to": "region_admin"}
    want = {"indices": [{"code": "EGEN", "year": 2026, "value": 120, "reference": 110}, {"code": "KUN_HER", "year": 2026, "value": 99.5, "reference": None}],
            "payer_rules": [{"task": "akutsygepleje", **rule, "valid_from": 2029, "used": True}, {"task": "akutsygepleje", **rule, "valid_from": 2027, "used": False},
                            {"task": "patientrettet_forebyggelse", **rule, "valid_from": 2027, "used": False}]}
    assert typed["own_values"] == want, typed["own_values"]
    hash_of = lambda e: e["result"]["params_hash"]  # noqa: E731
    assert hash_of(typed) != hash_of(fresh) == hash_of(create(ctx, new_case(ctx, "Egne værdier")))
    two = create(ctx, fresh["collaboration_id"], copy_of=fresh["id"])
    assert two["own_values"] == want and hash_of(two) == hash_of(typed) and two["reference_set"]["id"] == typed["reference_set"]["id"]
    book = sheets(user(ctx, "klinik").get(f"estimates/{two['id']}/report.xlsx").body)
    sheet = {r[0]: r for r in book["Forudsætninger"]}
    assert "Afviger fra referencesættet" in sheet and sheet["EGEN 2026"][1:4] == [120, "sættet:", 110] and sheet["KUN_HER 2026"][1:3] == [99.5, "ikke i sættet"], sheet
    told = [(r[0].split(":")[0], r[1], r[2]) for r in book["Forudsætninger"] if r[0] and " → " in str(r[0])]
    assert told == [("Akutsygepleje", 2029, "egen regel"), ("Akutsygepleje", 2027, "udeladt"), ("Patientrettet forebyggelse", 2027, "udeladt")], told
    plain = sheets(user(ctx, "klinik").get(f"estimates/{create(ctx, new_case(ctx, 'Som sættet'))['id']}/report.xlsx").body)
    assert "Afviger fra referencesættet" not in [r[0] for r in plain["Forudsætninger"]]
    for year, value in ((2024, 101), (2026, 111)):
        assert c.patch(f"reference/price-indices/{rows[year]['id']}", {"value": value}, f'"{rows[year]["version"]}"').status == 200
    rules = {r["task"]: r for r in c.all("reference/payer-rules")}
    for task in ("akutsygepleje", "avanceret_genoptraening"):
        assert c.patch(f"reference/payer-rules/{rules[task]['id']}", {"valid_from": "2028-01-01"}, f'"{rules[task]["version"]}"').status == 200
    c.post("reference/recompute")
    ctx.samspil("work", "--once")
    now = user(ctx, "oekonom").get(f"estimates/{two['id']}").json
    assert now["reference_set"]["current"] and now["inputs"]["indices"] == {"EGEN": {"2024": 101, "2026": 120}, "KUN_HER": {"2026": 99.5}}, now["inputs"]["indices"]
    assert {r["task"]: r["valid_from"] for r in now["inputs"]["payer_rules"]} == {
        "akutsygepleje": 2029, "sundheds_og_omsorgspladser": 2027, "avanceret_genoptraening": 2028}, now["inputs"]["payer_rules"]
    assert [(x["code"], x["reference"]) for x in now["own_values"]["indices"]] == [("EGEN", 111), ("KUN_HER", None)]
    back = put_inputs(ctx, two, lambda i: i.update(indices={"EGEN": {"2026": 111}}, payer_rules=create(ctx, new_case(ctx, "Sættets"))["inputs"]["payer_rules"]))
    assert back["own_values"] == {"indices": [], "payer_rules": []}, back["own_values"]
