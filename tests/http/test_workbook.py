# SPDX-License-Identifier: EUPL-1.2
"""The workbook of an estimate: a whole file, its sheets, figures as numbers to the øre, texts that are no formulas, both languages."""
import re

from harness.estimates import create, example, new_case, sheets, user

DATABASE = "demo"


def fetch(ctx, estimate, language="da"):
    token = user(ctx, "klinik").token
    reply = ctx.client(token=token, language=language).get(f"estimates/{estimate['id']}/report.xlsx")
    assert reply.status == 200 and reply.headers["Content-Type"].endswith("spreadsheetml.sheet"), reply
    assert re.fullmatch(r'attachment; filename="OPI-\d{4}-\d{4}-v1.xlsx"', reply.headers["Content-Disposition"]), reply.headers["Content-Disposition"]
    return sheets(reply.body)


def test_workbook(ctx):
    inputs = example(ctx)
    inputs["alternatives"][0]["lines"][0]["name"] = "=HYPERLINK(\"http://x\")"
    made = create(ctx, new_case(ctx, "=1+1"), inputs=inputs, population="+4520")
    book = fetch(ctx, made)
    assert list(book) == ["Resultat", "Linjer", "Pengestrømme", "Hvem betaler, hvem vinder", "Budget", "Følsomhed", "Simulering", "Forudsætninger"], list(book)
    facts = {r[0]: r[1] for r in book["Resultat"]}
    assert book["Resultat"][0][0] == "=1+1" and facts["Status"] == "Kladde", book["Resultat"]
    assert round(facts["Begrænset samfundsperspektiv"], 2) == 7312277.74 and round(facts["Klinikken"], 2) == -21515497.29, facts
    assert facts["Signal"] == "Klinikken taber, samfundet vinder" and facts["Aftryk af forudsætninger"] == made["params_hash"]
    lines = {r[0]: r for r in book["Linjer"]}
    assert lines["E1"][1] == "=HYPERLINK(\"http://x\")" and round(lines["E5"][12], 2) == 21967118.49 and lines["E5"][10] == "D", lines
    flows = {r[0]: r for r in book["Pengestrømme"]}
    assert flows["I alt, valgt perspektiv"][2:7] == [-1719240, 651900, 3103800, 3103800, 3103800], flows
    matrix = {r[0]: r for r in book["Hvem betaler, hvem vinder"]}
    assert round(matrix["I alt"][6], 2) == 7312277.74, matrix
    budget = {r[0]: r for r in book["Budget"]}
    assert budget["Samlet udgift"][1:5] == [3420000, 3600000, 5400000, 5400000] and budget["Årsværk (antal)"][1:5] == [1, 2, 2, 2], budget
    swing, even = (next(r for r in book["Følsomhed"] if r[0] == "E5.qty_baseline" and (r[5] is None) == last) for last in (False, True))
    assert round(swing[5], 2) == 16475338.87 and abs(even[1] - 2.668505) < 1e-5, (swing, even)
    assert {r[0]: r[1] for r in book["Forudsætninger"]}["Patientgruppe"] == "+4520"


def test_purchase(ctx):
    """A purchase spread over its life: how long it lasts, what it sells for, and a flow each year of it."""
    inputs = example(ctx)
    inputs["alternatives"][0]["lines"][0] |= {"timing": "annuity", "life_years": 4, "residual_value": 200000, "year_from": 2026}
    made = create(ctx, new_case(ctx, "Køb"), inputs=inputs)
    book = fetch(ctx, made)
    assert book["Linjer"][0][13:15] == ["Holder i år", "Kan sælges for"]
    lines = {r[0]: r for r in book["Linjer"]}
    assert lines["E1"][4] == "Køb fordelt over levetiden" and lines["E1"][13:15] == [4, 200000] and lines["E5"][13:15] == [None, None], lines["E1"]
    want = (1500000 - 200000 / 1.035 ** 4) / sum(1.035 ** -t for t in range(4))
    flows = {r[0]: r for r in book["Pengestrømme"]}["Etablering"]
    assert all(abs(f + want) < 0.01 for f in flows[2:6]) and flows[6] == 0, (flows, want)


def test_simulation(ctx):
    """Every figure of the simulation as the reply has it: spreads, years, and the decision at each threshold."""
    plain = fetch(ctx, create(ctx, new_case(ctx, "Uden simulering"), inputs=example(ctx)))
    assert [r[0] for r in plain["Simulering"]] == ["Vurderingen har ingen simulering."], plain["Simulering"]
    made = create(ctx, new_case(ctx, "Simulering"), inputs=example(ctx) | {"simulation": {"draws": 2000, "seed": 7}})
    rows = fetch(ctx, made)["Simulering"]
    reply, s = made["result"], next(a for a in made["result"]["alternatives"] if not a["is_comparator"])["simulation"]
    facts = {r[0]: r for r in rows}
    assert facts["Forløb"][1] == 2000 and facts["Startværdi"][1] == 7 and facts["Værdi af viden"][1] == reply["evpi_text_da"], rows[:3]
    same = lambda got, want: all(abs(a - b) <= 1e-9 * max(1, abs(b)) for a, b in zip(got, want, strict=True))  # noqa: E731
    names = ("base", "mean", "sd", "p5", "p50", "p95", "p_positive", "mc_se")
    assert same(facts["Begrænset samfundsperspektiv"][1:9], [s[n] for n in names]), facts["Begrænset samfundsperspektiv"]
    for year in s["years"]:
        assert same(facts[year["year"]][1:7], [year[n] for n in ("p5", "p50", "p95", "cumulative_p5", "cumulative_p50", "cumulative_p95")]), year
    start = next(i for i, r in enumerate(rows) if r[0] == "Kr. pr. QALY")
    head, table = rows[start], rows[start + 1:]
    assert head[1:6] == ["CEAC: Intet ændres", "CEAC: HjemmeAkut", "CEAF", "Bedst i gennemsnit", "EVPI (kr.)"], head
    column = lambda k: [r[k] for r in table]  # noqa: E731
    assert same(column(0), reply["wtp"]) and same(column(5), reply["evpi"]) and same(column(3), reply["ceaf"]), table[:2]
    assert same(column(2), reply["ceac"][1]["value"]) and column(4) == [o or "Intet ændres" for o in reply["optimal"]], table[:2]
    assert head[6] == "EVPPI: " + reply["evppi"][0]["parameters"][0] and same(column(6), reply["evppi"][0]["value"]), head


def test_english(ctx):
    book = fetch(ctx, create(ctx, new_case(ctx, "Workbook"), inputs=example(ctx)), "en")
    assert list(book)[0] == "Result" and {r[0]: r[1] for r in book["Result"]}["Signal"] == "The clinic loses, society gains"


def test_refused(ctx):
    """What does not add up makes no workbook but says why; who may not see it gets none."""
    bad = example(ctx)
    bad["alternatives"][0]["lines"][0] |= {"value_price_year": 2020, "index": "PL"}
    made = create(ctx, new_case(ctx, "Med fejl"), inputs=bad)
    reply = user(ctx, "klinik").get(f"estimates/{made['id']}/report.xlsx")
    assert reply.status == 422 and "missing_index" in reply.faults.values(), reply
    assert user(ctx, "sektor").get(f"estimates/{made['id']}/report.xlsx").status == 404
    empty = create(ctx, new_case(ctx, "Tom"))
    assert user(ctx, "klinik").get(f"estimates/{empty['id']}/report.xlsx").status == 200
