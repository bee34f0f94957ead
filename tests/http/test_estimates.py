# SPDX-License-Identifier: EUPL-1.2
"""Stored value estimates over HTTP: figures to the øre, no loss between rows and body, life and separation of duties,
who may what, stale and simultaneous writers, what drafts may lack, history."""
import copy
import json
import random
import threading

from harness.estimates import create, example, grant, new_case, submit, user  # noqa: F401

DATABASE = "demo"
TIMEOUT = 300
ROUND_TRIPS = 60

SECTORS = ["initiating_clinic", "other_departments", "other_hospitals", "region_admin", "general_practice", "municipality", "state",
           "patients", "relatives", "private_party", "other_regions", "rest_of_society"]
CLASSES = ["cash", "capacity", "time", "health", "revenue", "transfer", "quality", "climate"]
PERSPECTIVES = ["clinic", "hospital", "region", "region_cash", "public", "public_cash", "limited_societal", "limited_societal_cash", "societal"]


def bare(value):
    """Without members that are null, which say the same as members left out."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if v is not None}
    return [bare(v) for v in value] if isinstance(value, list) else value


# ---- figures ----

def test_hjemmeakut_to_the_oere(ctx):
    case = new_case(ctx, "HjemmeAkut igen")
    made = create(ctx, case, inputs=example(ctx))
    npv = {"clinic": -2151549729, "hospital": 777399403, "region": 787162566, "region_cash": -1409549282, "public": 649868076,
           "limited_societal": 731227774, "societal": 913190835}
    for perspective, want in npv.items():
        ctx.case(perspective, made["npv"][perspective + "_oere"] == want, made["npv"])
    main = made["result"]["alternatives"][0]
    pv = {line["id"]: round(line["pv"], 2) for line in main["lines"]}
    assert pv["E5"] == 21967118.49 and pv["E4"] == -12203954.72, pv
    assert made["signal"] == "initiator_loses_society_gains" and main["signal"]["code"] == made["signal"]
    assert abs(main["signal"]["compensation"] - 21515497.29) < 0.005
    assert main["weak_evidence_share"] == made["weak_evidence_share"]
    rows = {r["sector"]: r for r in ctx.db.rows(f"SELECT * FROM estimate_sector WHERE estimate_id = {made['id']}")}
    assert {k: r["net_oere"] for k, r in rows.items()} == {
        "initiating_clinic": -2151549729, "other_departments": 2928949132, "general_practice": 9763164, "municipality": -137294491,
        "patients": 142379472, "relatives": -61019774}, rows
    assert rows["other_departments"]["capacity_oere"] == 2928949132 and rows["initiating_clinic"]["pays_oere"] == -2151549729
    found = user(ctx, "klinik").get(f"collaborations/{case}").json
    assert (found["npv_oere"], found["value_signal"]) == (731227774, "initiator_loses_society_gains")
    assert [(e["id"], e["version_no"], e["npv"]) for e in found["estimates"]] == [(made["id"], 1, made["npv"])], found["estimates"]


def test_result_is_that_of_the_engine(ctx):
    """One code path: the stored estimate answers what POST /value/evaluate answers."""
    made = create(ctx, new_case(ctx), inputs=example(ctx))
    assert made["result"] == user(ctx, "klinik").post("value/evaluate", example(ctx)).json
    again = user(ctx, "klinik").get(f"estimates/{made['id']}")
    assert again.json == made and again.etag == '"1"'
    assert made["params_hash"] == made["result"]["params_hash"]


def test_demo_estimate(ctx):
    """The demonstration's HjemmeAkut through the API: inputs of the golden case, figures of the engine, the project lead's."""
    found = [e for e in user(ctx, "oekonom").all("estimates") if e["collaboration_title"].startswith("HjemmeAkut (")]
    assert len(found) == 1 and found[0]["npv_limited_societal_oere"] == 731227774, found
    assert found[0]["author_name"].startswith("Kirsten Dahl") and found[0]["unit_name"] == "Akutafdelingen, Eksempelhospitalet", found
    one = user(ctx, "oekonom").get(f"estimates/{found[0]['id']}").json
    assert one["inputs"] == bare(example(ctx))
    assert one["result"]["alternatives"][0]["npv"]["clinic"] == -21515497.291723408


# ---- no loss ----

class Maker:
    """Random bodies that pass the field table; whether they add up is the engine's business."""

    def __init__(self, seed):
        self.r = random.Random(seed)

    def maybe(self, share=0.5):
        return self.r.random() < share

    def number(self, low, high):
        r = self.r
        pick = r.randrange(6)
        if pick == 0:
            return low
        if pick == 1:
            return high
        if pick == 2:
            return r.randint(int(low), int(high)) if high - low >= 1 else low
        if pick == 3:
            return r.uniform(low, high)
        tiny = low + (high - low) * 10.0 ** r.randint(-300 if low == 0 else -15, 0)
        return min(max(tiny, low), high)

    def text(self, most=40):
        letters = "abcæøåÆØÅ é\"'\\/{}[],;:\n\t€𝄞%$?01"
        return "".join(self.r.choice(letters) for _ in range(self.r.randint(1, most)))

    def year(self):
        return self.r.randint(1990, 2200)

    def some(self, body, name, make, share=0.5):
        """A member that may be there, be null or be left out."""
        if self.maybe(share):
            body[name] = None if self.maybe(0.1) else make()

    def many(self, make, most):
        return [make() for _ in range(min(most, self.r.choice([0, 1, 2, most])))]

    def steps(self):
        return [{"from_year": self.r.randint(0, 200), "rate": self.number(0, 1)} for _ in range(self.r.randint(1, 4))]

    def uncertainty(self, fields):
        u = {"field": self.r.choice(fields), "dist": self.r.choice(["fixed", "uniform", "triangular", "pert", "normal", "lognormal", "gamma", "beta"])}
        for name in ("value", "low", "mode", "high", "shape", "mean", "sd", "meanlog", "sdlog", "scale", "alpha", "beta"):
            self.some(u, name, lambda: self.number(-1e13, 1e13), 0.3)
        self.some(u, "corr_group", lambda: self.text(30).strip() or "g", 0.2)
        return u

    def line(self):
        r = self.r
        line = {"id": self.text(60).strip() or "E", "name": self.text(), "sector": r.choice(SECTORS), "class": r.choice(CLASSES)}
        for name in ("municipality", "payer_task", "unit", "index", "transfer_group", "source", "note"):
            self.some(line, name, lambda: self.text(20), 0.3)
        for name, choices in (("form_row", ["none", "loen", "oevrig_drift", "etablering"]), ("kind", ["resource", "outcome", "flow"]),
                              ("timing", ["one_off", "per_year", "per_patient", "per_unit", "annuity"]), ("evidence", list("ABCDE"))):  # confirmed_status is for the sectors to say
            self.some(line, name, lambda c=choices: r.choice(c))
        for name in ("qty_baseline", "qty_new", "unit_value"):
            self.some(line, name, lambda: self.number(-1e13, 1e13), 0.8)
        for name in ("value_price_year", "year_from", "year_to"):
            self.some(line, name, self.year, 0.2)
        for name in ("flows", "fte"):
            self.some(line, name, lambda: [self.number(-1e13, 1e13) for _ in range(r.choice([0, 1, 5]))], 0.3)
        self.some(line, "units", lambda: [self.number(0, 1e13) for _ in range(r.choice([0, 1, 70]))], 0.2)
        self.some(line, "overrides", lambda: self.many(lambda: {"year": self.year(), "value": self.number(-1e13, 1e13)}, 5), 0.3)
        self.some(line, "multiplier", lambda: self.number(-1e6, 1e6), 0.2)
        self.some(line, "realisation_share", lambda: self.number(0, 1), 0.2)
        self.some(line, "stage_no", lambda: r.randint(1, 100), 0.2)
        self.some(line, "life_years", lambda: r.randint(1, 100), 0.2)
        self.some(line, "residual_value", lambda: self.number(0, 1e13), 0.2)
        self.some(line, "source_url", lambda: "https://eksempel.dk/" + str(r.randint(1, 9)), 0.2)
        self.some(line, "uncertainty", lambda: self.many(lambda: self.uncertainty(
            ["qty_baseline", "qty_new", "unit_value", "multiplier", "realisation_share"]), 5), 0.4)
        return line

    def alternative(self, name):
        a = {"name": name, "lines": self.many(self.line, 12)}
        for flag in ("is_comparator", "round_patients"):
            if self.maybe(0.3):
                a[flag] = self.maybe()
        if self.maybe(0.2):
            a["volume_multiplier"] = self.number(0, 1e6)
        self.some(a, "volume", lambda: self.many(lambda: bare({"year": self.year(), "eligible": self.number(0, 1e13),
                                                               "adoption": self.number(0, 1) if self.maybe() else None}), 9))
        self.some(a, "health", lambda: self.many(lambda: {"year": self.year(), "qaly_per_patient": self.number(-200, 200)}, 9))
        self.some(a, "stages", lambda: self.many(lambda: {"no": self.r.randint(1, 99), "name": self.text(), "start_year": self.year(),
                                                          "p_success": self.number(0, 1), "stop_cost": self.number(0, 1e13)}, 4))
        self.some(a, "uncertainty", lambda: self.many(lambda: self.uncertainty(["volume"]), 1), 0.3)
        return a

    def body(self):
        r = self.r
        b = {"base_year": self.year(), "horizon_years": r.randint(1, 70), "discount": {"steps": self.steps()},
             "alternatives": [self.alternative(f"A{n}") for n in range(r.randint(1, 4))]}
        if self.maybe():
            b["discount"]["timing"] = r.choice(["annual", "mid_year"])
        self.some(b, "price_year", self.year)
        self.some(b, "perspective", lambda: r.choice(PERSPECTIVES))
        self.some(b, "discount_effects", lambda: {"steps": self.steps()}, 0.3)
        self.some(b, "indices", lambda: {self.r.choice(["PL", "HICP", "løn-æøå 1", "x" * 40]) + str(self.r.randint(0, 99)): {str(y): self.number(1e-6, 1e9) for y in r.sample(range(1990, 2200), r.choice([0, 1, 5]))}
                                         for _ in range(r.randint(0, 3))})
        self.some(b, "multipliers", lambda: {n: self.number(0, 10) if self.maybe(0.8) else None for n in r.sample(
            ["naf", "tax_distortion", "qaly_value"], r.randint(0, 3))})
        self.some(b, "thresholds", lambda: {"from": self.number(0, 1e6), "to": self.number(0, 1e13), "step": self.number(0, 1e13)}, 0.3)
        self.some(b, "payer_rules", lambda: self.many(lambda: bare({
            "task": self.text(), "municipality": self.text() if self.maybe() else None, "sector_from": r.choice(SECTORS),
            "sector_to": r.choice(SECTORS), "valid_from": self.year()}), 5), 0.4)
        self.some(b, "uncertainty", lambda: self.many(lambda: self.uncertainty(["discount_rate", "capacity_realisation"]), 2), 0.3)
        self.some(b, "break_even", lambda: [self.text(70).strip() or "volume" for _ in range(r.choice([0, 1, 20]))], 0.3)
        self.some(b, "simulation", lambda: bare({"draws": 10000, "seed": r.choice([0, 2 ** 53, None])}), 0.1)
        for name, make in (("capacity_realisation", lambda: self.number(0, 1)), ("budget_prices", lambda: r.choice(["constant", "nominal"])),
                           ("one_way", self.maybe), ("trace", self.maybe)):
            if self.maybe(0.4):
                b[name] = make()
        return b


def near_end(inputs):
    """What must come back: numbers as values, nulls left out."""
    return json.loads(json.dumps(bare(inputs)), parse_int=float)


def faults_of(problem, prefix=""):
    return [(prefix + e["field"], e["code"], e["detail"]) for e in problem]


def test_round_trip(ctx):
    """Random bodies, each written over the one before: what comes back is what went in, and the engine says the same of it."""
    klinik = user(ctx, "klinik")
    made = create(ctx, new_case(ctx))
    etag = '"1"'
    for seed in range(ROUND_TRIPS):
        body = Maker(seed).body()
        direct = klinik.post("value/evaluate", body)
        assert direct.status in (200, 422), (seed, direct)
        reply = klinik.patch(f"estimates/{made['id']}", {"inputs": body}, etag)
        assert reply.status == 200, (seed, reply)
        etag, stored = reply.etag, reply.json
        same = near_end(stored["inputs"]) == near_end(body)
        if not ctx.case(f"seed {seed}: inputs", same, f"{near_end(stored['inputs'])}\n{near_end(body)}"):
            continue
        if direct.status == 200 and stored["result"] is not None:
            ctx.case(f"seed {seed}: result", stored["result"] == direct.json)
        elif direct.status == 200:  # more øre than a whole number holds
            ctx.case(f"seed {seed}: too large", [f["code"] for f in stored["faults"]] == ["too_large"], stored["faults"])
        else:
            ctx.case(f"seed {seed}: faults", faults_of(stored["faults"]) == faults_of(direct.json["errors"], "inputs."),
                     (stored["faults"], direct.json["errors"]))
            assert stored["result"] is None and stored["npv"] is None and stored["signal"] is None
    # And back to sound figures.
    reply = klinik.patch(f"estimates/{made['id']}", {"inputs": example(ctx)}, etag)
    assert reply.json["npv"]["limited_societal_oere"] == 731227774 and reply.json["faults"] == []
    assert reply.json["inputs"] == bare(example(ctx))


def test_sound_random_inputs(ctx):
    """Random numbers in a body that does add up: results and kept figures agree."""
    klinik, r = user(ctx, "klinik"), random.Random(7)
    made = create(ctx, new_case(ctx))
    etag = '"1"'
    for _ in range(15):
        body = example(ctx)
        for line in body["alternatives"][0]["lines"]:
            line["unit_value"] = r.choice([r.uniform(-1e6, 1e6), r.randint(0, 10 ** 6), 0.1 + 0.2])
            line["qty_new"] = r.uniform(0, 50)
            line.pop("uncertainty", None)
        reply = klinik.patch(f"estimates/{made['id']}", {"inputs": body}, etag)
        assert reply.status == 200 and reply.json["faults"] == [], reply
        etag = reply.etag
        npv = reply.json["result"]["alternatives"][0]["npv"]
        wrong = {k: (v, reply.json["npv"][k + "_oere"]) for k, v in npv.items() if abs(v * 100 - reply.json["npv"][k + "_oere"]) > 0.5001}
        ctx.case("øre are the rounded kroner", not wrong, wrong)
        direct = klinik.post("value/evaluate", body).json
        ctx.case("the same figures", direct == reply.json["result"])


def test_other_ways_of_writing(ctx):
    """Numbers that rows could not hold as written, and the order of members, make no difference."""
    klinik = user(ctx, "klinik")
    case = new_case(ctx)
    text = json.dumps({"tier": "mini", "inputs": example(ctx)}).replace('"qaly_value": null', '"qaly_value": 1e-400').replace("1500000", "15e5")
    reply = klinik.request("POST", f"collaborations/{case}/estimates", text.encode(), {"Content-Type": "application/json"})
    assert reply.status == 201, reply
    assert reply.json["inputs"]["multipliers"]["qaly_value"] == 0 and reply.json["inputs"]["alternatives"][0]["lines"][0]["unit_value"] == 1500000


# ---- drafts, versions ----

def test_fresh(ctx):
    """Without inputs: five years from now, rates and factors in force today, nothing that counts as a value yet."""
    case = new_case(ctx, "Frisk start")
    made = create(ctx, case)
    year = ctx.db.value("SELECT extract(year FROM current_date)::int")
    i = made["inputs"]
    assert (i["base_year"], i["horizon_years"], i["price_year"], i["capacity_realisation"]) == (year, 5, year, 0)
    assert i["discount"] == {"timing": "annual", "steps": [{"from_year": 0, "rate": 0.035}, {"from_year": 36, "rate": 0.025}, {"from_year": 71, "rate": 0.015}]}
    assert i["multipliers"] == {"naf": 1.28, "tax_distortion": 1}
    assert [a["name"] for a in i["alternatives"]] == ["Frisk start"] and i["alternatives"][0]["lines"] == []
    assert {"task": "akutsygepleje", "sector_from": "municipality", "sector_to": "region_admin", "valid_from": 2027} in i["payer_rules"]
    assert made["faults"] == [] and made["result"] is not None and made["npv"] is None and made["headline"] is False
    assert user(ctx, "klinik").get(f"collaborations/{case}").json["npv_oere"] is None
    refused = user(ctx, "klinik").post(f"estimates/{made['id']}/submit", {})
    assert refused.status == 422 and refused.faults == {"inputs.alternatives[0].lines": "too_few"}, refused


def test_rates_follow_the_reference_data(ctx):
    ctx.db.sql("""BEGIN; SELECT principal_enter('', 'staff sees_all writes_all', '', '', 't', 'test', '');
        UPDATE reference_value SET valid_to = current_date - 1 WHERE code = 'discount_rate_0_35' AND valid_to IS NULL;
        INSERT INTO reference_value (code, da, en, value, unit, valid_from) VALUES ('discount_rate_0_35', 'x', 'x', 0.031, 'rate', current_date); COMMIT""",
               "samspil_owner")
    made = create(ctx, new_case(ctx))
    assert made["inputs"]["discount"]["steps"][0] == {"from_year": 0, "rate": 0.031}, made["inputs"]["discount"]


def test_draft_with_faults(ctx):
    """A draft is kept although it does not add up; submitting names every fault; nothing else moves."""
    klinik = user(ctx, "klinik")
    case = new_case(ctx)
    made = create(ctx, case, inputs=example(ctx))
    body = example(ctx)
    body["alternatives"][0]["lines"][0] |= {"value_price_year": 2020, "index": "PL"}
    body["alternatives"][0]["lines"][4]["uncertainty"][0]["low"] = 6
    reply = klinik.patch(f"estimates/{made['id']}", {"inputs": body}, '"1"')
    assert reply.status == 200 and reply.json["result"] is None and reply.json["npv"] is None, reply
    wanted = {("inputs.alternatives[0].lines[0].value_price_year", "missing_index"), ("inputs.alternatives[0].lines[0].index", "missing_index"),
              ("inputs.alternatives[0].lines[4].uncertainty[0].low", "bad_distribution"), ("inputs.alternatives[0].lines[4].uncertainty[0].mode", "bad_distribution")}
    assert {(f["field"], f["code"]) for f in reply.json["faults"]} == wanted, reply.json["faults"]
    assert "prisindeks" in reply.json["faults"][0]["detail"]
    english = ctx.client(token=klinik.token, language="en").get(f"estimates/{made['id']}")
    assert "price index" in english.json["faults"][0]["detail"], english.json["faults"]
    case_now = klinik.get(f"collaborations/{case}").json
    assert case_now["npv_oere"] is None and case_now["value_signal"] is None
    assert ctx.db.value(f"SELECT count(*) FROM estimate_sector WHERE estimate_id = {made['id']}") == 0
    refused = klinik.post(f"estimates/{made['id']}/submit", {})
    assert refused.status == 422 and set(refused.faults.items()) == wanted, refused
    assert klinik.get(f"estimates/{made['id']}").json["status"] == "draft"


def test_field_table(ctx):
    """What the table refuses is refused for drafts too, with the path of the field; nothing is written."""
    klinik = user(ctx, "klinik")
    case = new_case(ctx)
    made = create(ctx, case, inputs=example(ctx))
    at = f"estimates/{made['id']}"

    def inputs(change):
        body = example(ctx)
        change(body)
        return {"inputs": body}
    for name, body, field, code in (
            ("unknown member", inputs(lambda b: b["alternatives"][0]["lines"][0].update(surprise=1)), "inputs.alternatives[0].lines[0].surprise", "unknown_field"),
            ("wrong type", inputs(lambda b: b.update(base_year="2026")), "inputs.base_year", "wrong_type"),
            ("missing", inputs(lambda b: b.pop("discount")), "inputs.discount", "required"),
            ("not a choice", inputs(lambda b: b["alternatives"][0]["lines"][2].update(sector="moon")), "inputs.alternatives[0].lines[2].sector", "not_a_choice"),
            ("too large", inputs(lambda b: b["alternatives"][0]["volume"][1].update(adoption=1.5)), "inputs.alternatives[0].volume[1].adoption", "too_large"),
            ("CPR number", inputs(lambda b: b["alternatives"][0]["lines"][1].update(note="cpr 010203-1234")), "inputs.alternatives[0].lines[1].note", "holds_cpr"),
            ("index without a year", inputs(lambda b: b.update(indices={"PL": {"i fjor": 100}})), "inputs.indices.PL.i fjor", "bad_pattern"),
            ("year in another form", inputs(lambda b: b.update(indices={"PL": {"02025": 100}})), "inputs.indices.PL.02025", "bad_pattern"),
            ("inputs null", {"inputs": None}, "inputs", "null_not_allowed"),
            ("tier", {"tier": "mega"}, "tier", "unknown_code"),
            ("status is not a field", {"status": "approved"}, "status", "unknown_field"),
            ("figures are not fields", {"npv": {"clinic_oere": 1}}, "npv", "unknown_field")):
        reply = klinik.patch(at, body, '"1"')
        ctx.case("change: " + name, reply.status == 422 and reply.faults.get(field) == code, reply)
    for name, body, field, code in (
            ("no tier", {}, "tier", "required"), ("copy of nothing", {"tier": "mini", "copy_of": 999999}, "copy_of", "unknown_reference"),
            ("inputs without alternatives", {"tier": "mini", "inputs": {"base_year": 2026, "horizon_years": 5, "discount": {"steps": [{"from_year": 0, "rate": 0}]}}},
             "inputs.alternatives", "required")):
        reply = klinik.post(f"collaborations/{case}/estimates", body)
        ctx.case("new: " + name, reply.status == 422 and reply.faults.get(field) == code, reply)
    assert klinik.get(at).json == made and len(klinik.get(f"collaborations/{case}/estimates").json["items"]) == 1
    assert klinik.request("PATCH", at, {"tier": "midi"}).status == 428
    assert klinik.post("collaborations/999999/estimates", {"tier": "mini"}).status == 404
    assert klinik.get("estimates/999999").status == 404


def test_too_large_to_keep(ctx):
    """Figures beyond whole øre: kept as a draft with a fault, never as a wrong number."""
    body = example(ctx)
    body["alternatives"][0]["lines"] = [dict(body["alternatives"][0]["lines"][2], qty_new=1e13, unit_value=1e13)]
    body["break_even"] = []
    made = create(ctx, new_case(ctx), inputs=body)
    assert [(f["field"], f["code"]) for f in made["faults"]] == [("inputs.alternatives", "too_large")] and made["npv"] is None, made["faults"]
    assert user(ctx, "klinik").post(f"estimates/{made['id']}/submit", {}).status == 422


def test_versions_are_copies(ctx):
    klinik = user(ctx, "klinik")
    case = new_case(ctx)
    first = create(ctx, case, inputs=example(ctx), comparator="Som i dag", population="1.200 patienter")
    second = create(ctx, case, tier="midi", copy_of=first["id"])
    assert (second["version_no"], second["copied_from"], second["tier"]) == (2, first["id"], "midi")
    assert (second["comparator"], second["population"]) == ("Som i dag", "1.200 patienter")
    assert second["inputs"] == first["inputs"] and second["params_hash"] == first["params_hash"]
    changed = copy.deepcopy(second["inputs"])
    changed["alternatives"][0]["lines"][0]["unit_value"] = 2500000
    reply = klinik.patch(f"estimates/{second['id']}", {"inputs": changed, "comparator": None}, '"1"')
    assert reply.json["npv"]["limited_societal_oere"] == 731227774 - 100000000 and reply.json["comparator"] is None
    assert klinik.get(f"estimates/{first['id']}").json["inputs"] == first["inputs"]
    other = new_case(ctx, "En anden sag")
    refused = klinik.post(f"collaborations/{other}/estimates", {"tier": "mini", "copy_of": first["id"]})
    assert refused.status == 422 and refused.faults == {"copy_of": "unknown_reference"}
    items = klinik.get(f"collaborations/{case}/estimates").json["items"]
    assert [i["version_no"] for i in items] == [2, 1] and items[0]["npv"]["limited_societal_oere"] == 631227774


def test_same_key_same_estimate(ctx):
    klinik, case = user(ctx, "klinik"), new_case(ctx)
    replies = [klinik.post(f"collaborations/{case}/estimates", {"tier": "nano"}, headers={"Idempotency-Key": "en-noegle"}) for _ in range(2)]
    assert [r.status for r in replies] == [201, 201] and replies[0].json == replies[1].json
    assert len(klinik.get(f"collaborations/{case}/estimates").json["items"]) == 1


# ---- writers at the same time ----

def at_once(*jobs):
    out = [None] * len(jobs)

    def run(n):
        out[n] = jobs[n]()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(jobs))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return out


def test_stale(ctx):
    klinik, oekonom = user(ctx, "klinik"), user(ctx, "oekonom")
    made = create(ctx, new_case(ctx), inputs=example(ctx))
    at = f"estimates/{made['id']}"
    assert klinik.patch(at, {"population": "Kirstens"}, '"1"').status == 200
    late = oekonom.patch(at, {"population": "Oles"}, '"1"')
    assert late.status == 412 and late.json["code"] == "stale", late
    assert late.json["current"] == klinik.get(at).json and late.json["current"]["population"] == "Kirstens"
    assert klinik.post(at + "/submit", {}, headers={"If-Match": '"1"'}).status == 412
    again = oekonom.patch(at, {"population": "Oles"}, f'"{late.json["current"]["version"]}"')
    assert again.status == 200 and again.json["population"] == "Oles"


def test_at_once(ctx):
    case = new_case(ctx)
    made = create(ctx, case, inputs=example(ctx))
    clients = [ctx.client(token=user(ctx, "klinik").token) for _ in range(6)]
    bodies = [example(ctx) for _ in clients]
    for n, body in enumerate(bodies):
        body["alternatives"][0]["lines"][0]["unit_value"] = 1000 + n
    replies = at_once(*[lambda c=c, b=b: c.patch(f"estimates/{made['id']}", {"inputs": b}, '"1"') for c, b in zip(clients, bodies)])
    assert sorted(r.status for r in replies) == [200] + [412] * 5, replies
    winner = next(n for n, r in enumerate(replies) if r.status == 200)
    assert user(ctx, "klinik").get(f"estimates/{made['id']}").json["inputs"] == bare(bodies[winner])
    replies = at_once(*[lambda c=c: c.post(f"collaborations/{case}/estimates", {"tier": "mini"}) for c in clients])
    assert [r.status for r in replies] == [201] * 6, replies
    assert sorted(r.json["version_no"] for r in replies) == [2, 3, 4, 5, 6, 7]


def test_approved_at_once(ctx):
    """Two versions approved in the same moment: one ends approved, the other superseded."""
    case = new_case(ctx)
    both = [submit(ctx, create(ctx, case, inputs=example(ctx))) for _ in range(2)]
    clients = [ctx.client(token=user(ctx, who).token) for who in ("oekonom", "leder")]
    replies = at_once(*[lambda c=c, e=e: c.post(f"estimates/{e['id']}/approve", {}) for c, e in zip(clients, both)])
    assert [r.status for r in replies] == [200, 200], replies
    states = sorted(r["status"] for r in ctx.db.rows(f"SELECT status FROM estimate WHERE collaboration_id = {case}"))
    assert states == ["approved", "superseded"], states
    assert ctx.db.value(f"SELECT status FROM estimate WHERE collaboration_id = {case} AND headline") == "approved"


# ---- life ----

def test_life(ctx):
    """Draft, submitted, returned, submitted again, approved; a new version takes over; the case follows."""
    klinik, oekonom, leder = user(ctx, "klinik"), user(ctx, "oekonom"), user(ctx, "leder")
    case = new_case(ctx)
    one = create(ctx, case, inputs=example(ctx))
    at = f"estimates/{one['id']}"
    sent = klinik.post(at + "/submit", {"comment": "Klar til gennemsyn"})
    assert sent.status == 200 and sent.json["submitted_by_name"].startswith("Kirsten Dahl") and sent.json["submitted_at"], sent
    locked = klinik.patch(at, {"tier": "maxi"}, sent.etag)
    assert locked.status == 409 and locked.json["code"] == "wrong_state" and "Indsendt" in locked.json["detail"], locked
    assert klinik.post(at + "/submit", {}).status == 409
    assert oekonom.post(at + "/return", {}).faults == {"comment": "required"}
    back = oekonom.post(at + "/return", {"comment": "Honorar: hent tilbud"})
    assert back.status == 200 and (back.json["status"], back.json["review_comment"]) == ("draft", "Honorar: hent tilbud"), back
    assert oekonom.post(at + "/approve", {}).status == 409, "a draft cannot be approved"
    body = example(ctx)
    body["alternatives"][0]["lines"][3]["unit_value"] = 6500
    assert klinik.patch(at, {"inputs": body}, back.etag).status == 200
    submit(ctx, one)
    done = oekonom.post(at + "/approve", {"comment": "I orden"})
    assert done.status == 200 and (done.json["status"], done.json["review_comment"]) == ("approved", "I orden"), done
    assert done.json["approved_by_name"].startswith("Ole Kjær") and done.json["approved_at"] and done.json["headline"] is True
    for name, reply in (("patch", klinik.patch(at, {"tier": "maxi"}, done.etag)), ("submit", klinik.post(at + "/submit", {})),
                        ("return", leder.post(at + "/return", {"comment": "nej"})), ("approve", leder.post(at + "/approve", {}))):
        ctx.case("approved: " + name, reply.status == 409 and reply.json["code"] == "wrong_state", reply)
    assert klinik.get(at).json == done.json
    worth = done.json["npv"]["limited_societal_oere"]
    # A draft of a new version does not speak for the case; when approved, it takes over.
    two = create(ctx, case, copy_of=one["id"])
    body["alternatives"][0]["lines"][3]["unit_value"] = 100
    saved = klinik.patch(f"estimates/{two['id']}", {"inputs": body}, '"1"').json
    assert saved["npv"]["limited_societal_oere"] != worth and klinik.get(f"collaborations/{case}").json["npv_oere"] == worth
    submit(ctx, two)
    assert leder.post(f"estimates/{two['id']}/approve", {}).status == 200
    assert klinik.get(at).json["status"] == "superseded"
    assert klinik.get(f"collaborations/{case}").json["npv_oere"] == saved["npv"]["limited_societal_oere"]
    assert oekonom.post(at + "/return", {"comment": "x"}).status == 409


def test_author_does_not_approve(ctx):
    """Whoever made it, wrote in it or submitted it has no part in approving it."""
    case = new_case(ctx)
    leder, oekonom = user(ctx, "leder"), user(ctx, "oekonom")

    def refused(reply, why):
        ctx.case(why, reply.status == 403 and reply.json["code"] == "separation_of_duties", reply)
    mine = create(ctx, case, "leder", inputs=example(ctx))
    submit(ctx, mine, "klinik")
    refused(leder.post(f"estimates/{mine['id']}/approve", {}), "who made it")
    shared = create(ctx, case, "klinik", inputs=example(ctx))
    assert oekonom.patch(f"estimates/{shared['id']}", {"population": "rettet"}, '"1"').status == 200
    submit(ctx, shared, "klinik")
    refused(oekonom.post(f"estimates/{shared['id']}/approve", {}), "who wrote in it")
    sent = create(ctx, case, "klinik", inputs=example(ctx))
    submit(ctx, sent, "leder")
    refused(leder.post(f"estimates/{sent['id']}/approve", {}), "who submitted it")
    for e in (mine, shared, sent):
        assert leder.get(f"estimates/{e['id']}").json["status"] == "submitted"
    for e, who in ((mine, oekonom), (shared, leder), (sent, oekonom)):
        assert who.post(f"estimates/{e['id']}/approve", {}).status == 200


def test_rights(ctx):
    """By role and unit: reading, writing, approving; what is not seen is not there."""
    case, hidden = new_case(ctx), new_case(ctx, "Fortrolig sag", "restricted")
    open_one, secret = create(ctx, case, inputs=example(ctx)), create(ctx, hidden, "admin", inputs=example(ctx))
    submitted = submit(ctx, create(ctx, case, inputs=example(ctx)))
    head = grant(ctx, "anden-leder", "department_head", "demo-medicin")
    lead = grant(ctx, "anden-klinik", "clinic_lead", "demo-hjerte")
    exec_ = grant(ctx, "direktion", "hospital_exec", "demo-hospital")
    patch = {"population": "x"}

    def status(name, reply, want):
        ctx.case(name, reply.status == want, reply)
    for name, client in (("another unit's head", head), ("another unit's project lead", lead)):
        status(name + " reads", client.get(f"estimates/{open_one['id']}"), 200)
        status(name + " does not change", client.patch(f"estimates/{open_one['id']}", patch, '"1"'), 403)
        status(name + " does not begin", client.post(f"collaborations/{case}/estimates", {"tier": "mini"}), 403)
        status(name + " does not submit", client.post(f"estimates/{open_one['id']}/submit", {}), 403)
        status(name + " does not approve", client.post(f"estimates/{submitted['id']}/approve", {}), 403)
        status(name + " does not return", client.post(f"estimates/{submitted['id']}/return", {"comment": "x"}), 403)
    for name, client in (("head", head), ("project lead", lead), ("economist", user(ctx, "oekonom"))):
        status(f"restricted: another {name} reads", client.get(f"estimates/{secret['id']}"), 404)
        status(f"restricted: another {name} changes", client.patch(f"estimates/{secret['id']}", patch, '"1"'), 404)
        status(f"restricted: another {name} lists", client.get(f"collaborations/{hidden}/estimates"), 404)
        ctx.case(f"restricted: not in the list of another {name}", secret["id"] not in [e["id"] for e in client.all("estimates")])
    status("a lawyer reads", user(ctx, "jurist").get(f"estimates/{secret['id']}"), 200)
    status("a lawyer does not write", user(ctx, "jurist").patch(f"estimates/{open_one['id']}", patch, '"1"'), 403)
    status("a forum member sees no values", user(ctx, "forum").get("estimates"), 403)
    status("the executive does not write", exec_.patch(f"estimates/{open_one['id']}", patch, '"1"'), 403)
    status("a token for reading", ctx.token("klinik", "value:read").patch(f"estimates/{open_one['id']}", patch, '"1"'), 403)
    status("nobody", ctx.client().get(f"estimates/{open_one['id']}"), 401)
    status("the project lead does not approve", user(ctx, "klinik").post(f"estimates/{submitted['id']}/approve", {}), 403)
    status("the executive approves below", exec_.post(f"estimates/{submitted['id']}/approve", {}), 200)


# ---- lists, overview, history ----

def test_list(ctx):
    """Filters, sort and pages over all that one may see."""
    case = new_case(ctx, "Aa listesag", unit="demo-hjerte")
    lead = grant(ctx, "liste-klinik", "clinic_lead", "demo-hjerte")
    made = [lead.post(f"collaborations/{case}/estimates", {"tier": t, "comparator": "Som i dag", "inputs": example(ctx)}).json for t in ("nano", "mini", "midi")]
    submit(ctx, made[2], "liste-klinik")
    empty = lead.post(f"collaborations/{case}/estimates", {"tier": "maxi", "comparator": "Som i dag"}).json
    unit = ctx.db.value("SELECT id FROM unit WHERE code = 'demo-hjerte'")
    hospital = ctx.db.value("SELECT id FROM unit WHERE code = 'demo-hospital'")

    def ids(**params):
        return [e["id"] for e in lead.all("estimates", **params)]
    all_of_case = [empty["id"], made[2]["id"], made[1]["id"], made[0]["id"]]
    for name, got, want in (
            ("case, newest first", ids(collaboration_id=case), all_of_case), ("unit", ids(unit_id=unit), all_of_case),
            ("status", ids(collaboration_id=case, status="submitted"), [made[2]["id"]]),
            ("two states", ids(collaboration_id=case, status="submitted,draft"), all_of_case),
            ("tier", ids(collaboration_id=case, tier="nano,maxi"), [empty["id"], made[0]["id"]]), ("mine", ids(mine="true"), all_of_case),
            ("not mine", ids(collaboration_id=case, mine="false"), []),
            ("npv, those without last", ids(collaboration_id=case, sort="npv")[-1:], [empty["id"]]),
            ("pages of one", ids(collaboration_id=case, limit=1), all_of_case), ("npv down, pages", ids(collaboration_id=case, sort="-npv", limit=1)[-1:], [empty["id"]])):
        ctx.case(name, got == want, (got, want))
    assert set(all_of_case) < set(ids(unit_id=hospital))
    row = next(e for e in lead.get("estimates", collaboration_id=case).json["items"] if e["id"] == made[2]["id"])
    assert {k: row[k] for k in ("collaboration_id", "collaboration_title", "unit_id", "unit_name", "version_no", "tier", "status", "author_name",
                                "npv_limited_societal_oere", "signal", "headline")} == {
        "collaboration_id": case, "collaboration_title": "Aa listesag", "unit_id": unit, "unit_name": "Hjerteafdelingen, Eksempelhospitalet",
        "version_no": 3, "tier": "midi", "status": "submitted", "author_name": "liste-klinik", "npv_limited_societal_oere": 731227774,
        "signal": "initiator_loses_society_gains", "headline": True}, row
    assert row["collaboration_number"].startswith("OPI-") and abs(row["weak_evidence_share"] - 0.60384) < 1e-5
    assert lead.get("estimates", status="ukendt").status == 400, "no such state"
    assert lead.get("estimates", sort="id").status == 400


def test_overview(ctx):
    """Sums by sector over what one may see, each case by the estimate that speaks for it; and what waits for whom."""
    def sectors(login):
        return {s["sector"]: s["net_oere"] for s in user(ctx, login).get("portfolio/summary").json["sectors"]}

    def waits(login):
        return [(w["reason"], w["estimate_id"]) for w in user(ctx, login).get("portfolio/summary").json["mine"] if w["estimate_id"]]
    before = {who: sectors(who) for who in ("admin", "controller")}
    open_case, hidden = new_case(ctx), new_case(ctx, "Fortroligt bidrag", "restricted")
    made = create(ctx, open_case, inputs=example(ctx))
    create(ctx, open_case)  # without lines: says nothing
    create(ctx, hidden, "admin", inputs=example(ctx))
    after = {who: sectors(who) for who in before}
    for who, times in (("admin", 2), ("controller", 1)):
        grown = {s: after[who].get(s, 0) - before[who].get(s, 0) for s in after[who]}
        want = {"initiating_clinic": -2151549729, "other_departments": 2928949132, "general_practice": 9763164, "municipality": -137294491,
                "patients": 142379472, "relatives": -61019774}
        ctx.case(f"{who}: grown by what is seen", {s: v for s, v in grown.items() if v} == {s: v * times for s, v in want.items()}, grown)
    assert ("estimate_draft", made["id"]) in waits("klinik")
    submit(ctx, made)
    assert ("estimate_to_approve", made["id"]) in waits("leder") and ("estimate_to_approve", made["id"]) not in waits("klinik")
    assert made["id"] not in [w for _, w in waits("klinik")]
    user(ctx, "leder").post(f"estimates/{made['id']}/return", {"comment": "Mere"})
    assert ("estimate_returned", made["id"]) in waits("klinik") and made["id"] not in [w for _, w in waits("leder")]


def test_history(ctx):
    """One changed figure is one changed line in the history; decisions stand there with their reason."""
    klinik = user(ctx, "klinik")
    case = new_case(ctx)
    made = create(ctx, case, inputs=example(ctx))
    mark = ctx.db.value("SELECT max(seq) FROM audit_event")
    body = example(ctx)
    body["alternatives"][0]["lines"][4]["unit_value"] = 2800
    assert klinik.patch(f"estimates/{made['id']}", {"inputs": body}, '"1"').status == 200
    events = [e for e in klinik.all(f"collaborations/{case}/history") if e["seq"] > mark]
    lines = [e for e in events if e["entity"] == "estimate_line"]
    assert len(lines) == 1 and lines[0]["changes"] == [{"field": "unit_value", "before": 2700, "after": 2800}], lines
    assert {e["entity"] for e in events} == {"estimate", "estimate_line", "estimate_sector", "estimate_year", "collaboration"}, {e["entity"] for e in events}
    assert all(e["actor_name"].startswith("Kirsten Dahl") for e in events)
    mark = ctx.db.value("SELECT max(seq) FROM audit_event")
    short = copy.deepcopy(body)
    del short["alternatives"][0]["lines"][9]
    assert klinik.patch(f"estimates/{made['id']}", {"inputs": short}, '"2"').status == 200
    gone = [e for e in klinik.all(f"collaborations/{case}/history") if e["seq"] > mark and e["entity"] == "estimate_line"]
    assert [(e["action"], next(c["before"] for c in e["changes"] if c["field"] == "code")) for e in gone] == [("delete", "E10")], gone
    submit(ctx, made)
    user(ctx, "oekonom").post(f"estimates/{made['id']}/return", {"comment": "Hent tilbud"})
    last = next(e for e in klinik.all(f"collaborations/{case}/history") if e["entity"] == "estimate")
    assert last["reason"] == "Hent tilbud" and {"field": "status", "before": "submitted", "after": "draft"} in last["changes"], last
    assert ctx.samspil("audit", "verify").returncode == 0
