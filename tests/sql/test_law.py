# SPDX-License-Identifier: EUPL-1.2
"""Law, straight in SQL: the lawyer's story (DOMAIN 6.6, points 2-5), the checklist of each kind, clocks, sums of state aid, facts."""
from harness.cluster import SqlError

DATABASE = "demo"
# Each statement is a transaction of its own here, so the principal is set for the session.
ALL = "SET samspil.user_id = ''; SET samspil.access = 'staff sees_all writes_all audits'; SET samspil.shows = 'open internal restricted';"


def same(ctx, name, seen, wanted):
    ctx.case(name, seen == wanted, f"{seen!r}, wanted {wanted!r}")


def new_case(ctx, kind="opi", subtype="NULL"):
    stage = {"opi": "idea", "strategic_procurement": "area_selected", "research_contract": "received"}[kind]
    return ctx.db.sql(f"""{ALL} INSERT INTO collaboration (number, kind, subtype, title, stage, unit_id)
        SELECT 'L-' || (SELECT count(*) FROM collaboration), '{kind}', {subtype}, 'Juraens sag', '{stage}', min(id) FROM unit RETURNING id""").split()[-1]


def company(ctx, name, group="NULL"):
    return ctx.db.sql(f"{ALL} INSERT INTO organisation (name, group_name) VALUES ('{name}', {group}) RETURNING id").split()[-1]


def answer(ctx, case, code, value, reasoning="NULL"):
    ctx.db.sql(f"""{ALL} INSERT INTO checklist_item (collaboration_id, rule_id, answer, reasoning)
        SELECT {case}, rule_id, '{value}', {reasoning} FROM checklist({case}) WHERE code = '{code}'
        ON CONFLICT (collaboration_id, rule_id) DO UPDATE SET answer = EXCLUDED.answer, reasoning = EXCLUDED.reasoning""")


def status(ctx, case, code):
    return ctx.db.value(f"SELECT status FROM checklist({case}) WHERE code = '{code}'")


def refused(ctx, name, statement, constraint):
    try:
        ctx.db.sql(f"{ALL} {statement}")
        ctx.case(name, False, "was taken")
    except SqlError as e:
        ctx.case(name, constraint in str(e), str(e))


def aid(ctx, case, org, cents, day, basis="de_minimis"):
    return ctx.db.sql(f"""{ALL} INSERT INTO state_aid (collaboration_id, organisation_id, basis, granted_on, amount_eur_cents)
        VALUES ({case}, {org}, '{basis}', '{day}', {cents}) RETURNING id""").split()[-1]


def test_checklist_of_each_kind(ctx):
    """Every kind has its questions, in sections, each with a source; the agreement's sections are those of the model."""
    for kind, most in (("opi", 60), ("strategic_procurement", 40), ("research_contract", 40)):
        case = new_case(ctx, kind)
        rows = ctx.db.rows(f"SELECT code, section, status, source, version FROM checklist({case})")
        assert 20 < len(rows) < most and all(r["status"] == "open" and r["source"] for r in rows), (kind, rows)
        assert len({r["code"] for r in rows}) == len(rows)
        sections = {r["section"] for r in rows}
        assert {"authority", "impartiality", "state_aid", "ipr", "data", "permissions", "confidentiality", "staff", "insurance", "exit", "economy"} <= sections
        assert ("agreement" in sections) == (kind == "opi") and ("guideline" in sections) == (kind == "research_contract")
        same(ctx, f"{kind}: nothing is answered", ctx.db.sql(f"SELECT fact_checklist({case}, NULL)"), "f")
    same(ctx, "sections of an agreement", ctx.db.sql("SELECT count(*) FROM checklist_rule WHERE section = 'agreement'"), "15")
    same(ctx, "research guidelines", ctx.db.sql("SELECT count(*) FROM checklist_rule WHERE section = 'guideline'"), "10")


def test_research_exemption(ctx):
    """The exemption is lost only when the results are exclusively ours and we pay in full."""
    case = new_case(ctx)
    answer(ctx, case, "results_exclusive", "no")
    same(ctx, "no", status(ctx, case, "results_exclusive"), "green")
    assert "er mulig" in ctx.db.value(f"SELECT conclusion_da FROM checklist({case}) WHERE code = 'results_exclusive'")
    answer(ctx, case, "pays_fully", "yes")
    same(ctx, "only one of the two", status(ctx, case, "pays_fully"), "amber")
    answer(ctx, case, "results_exclusive", "yes")
    same(ctx, "both", (status(ctx, case, "pays_fully"), status(ctx, case, "results_exclusive")), ("red", "red"))
    answer(ctx, case, "pays_fully", "no")
    same(ctx, "lost no more", (status(ctx, case, "pays_fully"), status(ctx, case, "results_exclusive")), ("green", "amber"))
    refused(ctx, "not relevant needs a reason", f"UPDATE checklist_item SET answer = 'not_relevant' WHERE collaboration_id = {case}", "checklist_item_reason")


def test_facts_of_the_checklist(ctx):
    case = new_case(ctx)
    ctx.db.sql(f"""{ALL} INSERT INTO checklist_item (collaboration_id, rule_id, answer)
        SELECT {case}, x.rule_id, CASE WHEN r.red_answer = 'yes' THEN 'no' ELSE 'yes' END FROM checklist({case}) x JOIN checklist_rule r ON r.id = x.rule_id
        WHERE x.section <> 'agreement' AND x.blocks""")
    same(ctx, "all answered", ctx.db.sql(f"SELECT fact_checklist({case}, NULL), fact_agreement_sections({case}, NULL)"), "t|f")
    answer(ctx, case, "ipr_split", "no")
    same(ctx, "one red", ctx.db.sql(f"SELECT fact_checklist({case}, NULL), {case} IN (SELECT law_cases())"), "f|t")
    answer(ctx, case, "ipr_split", "not_relevant", "'Der kommer ingen resultater'")
    same(ctx, "not relevant", ctx.db.sql(f"SELECT fact_checklist({case}, NULL), {case} IN (SELECT law_cases())"), "t|f")
    ctx.db.sql(f"""{ALL} INSERT INTO checklist_item (collaboration_id, rule_id, answer) SELECT {case}, rule_id, 'yes' FROM checklist({case}) WHERE section = 'agreement'""")
    same(ctx, "the agreement", ctx.db.sql(f"SELECT fact_agreement_sections({case}, NULL)"), "t")


def test_rules_change_with_time(ctx):
    """An answered question keeps its words; a new one holds from its day on, and for a case when it is moved on."""
    case = new_case(ctx)
    answer(ctx, case, "staff_terms", "yes", "'Hospitalet ansætter'")
    refused(ctx, "answered", "UPDATE checklist_rule SET da = 'Noget andet' WHERE code = 'staff_terms'", "checklist_rule_answered")
    ctx.db.sql(f"{ALL} UPDATE checklist_rule SET valid_to = current_date, help_da = 'Se aftalen' WHERE code = 'staff_terms'")
    ctx.db.sql(f"""{ALL} INSERT INTO checklist_rule (code, section, da, en, valid_from) VALUES ('staff_terms', 'staff', 'Ny ordlyd?', 'New words?', current_date + 1)""")
    same(ctx, "as before", ctx.db.sql(f"SELECT answer, da <> 'Ny ordlyd?' FROM checklist({case}) WHERE code = 'staff_terms'"), "yes|t")
    ctx.db.sql(f"{ALL} INSERT INTO checklist_day (collaboration_id, of_day) VALUES ({case}, current_date + 1)")
    same(ctx, "moved on", ctx.db.sql(f"SELECT da, status, earlier_answer, earlier_reasoning FROM checklist({case}) WHERE code = 'staff_terms'"), "Ny ordlyd?|open|yes|Hospitalet ansætter")
    refused(ctx, "two of a day", "INSERT INTO checklist_rule (code, section, da, en) VALUES ('staff_terms', 'staff', 'Igen?', 'Again?')", "checklist_rule_overlap")


def test_due_dates(ctx):
    """An item with a due date is on the list of deadlines until it is answered."""
    case = new_case(ctx)
    ctx.db.sql(f"""{ALL} INSERT INTO checklist_item (collaboration_id, rule_id, due_date) SELECT {case}, rule_id, '2026-12-01' FROM checklist({case}) WHERE code = 'ipr_split'""")
    seen = f"SELECT due_date, role, done_at IS NOT NULL FROM deadline WHERE collaboration_id = {case} AND kind = 'checklist'"
    same(ctx, "open", ctx.db.sql(seen), "2026-12-01|lawyer|f")
    same(ctx, "in the inbox", ctx.db.sql(f"SELECT {case} IN (SELECT law_cases()), (SELECT min(due_date) FROM deadline WHERE collaboration_id = {case} AND done_at IS NULL AND kind = ANY (law_kinds()))"), "t|2026-12-01")
    answer(ctx, case, "ipr_split", "yes")
    same(ctx, "answered", ctx.db.sql(seen), "2026-12-01|lawyer|t")


def test_clocks(ctx):
    """Invention: two months. Section 78(4): deemed approved after one month. Standstill: ten days."""
    case = new_case(ctx)
    def start(kind, day):
        return ctx.db.sql(f"{ALL} INSERT INTO legal_timer (collaboration_id, kind, title, started_on) VALUES ({case}, '{kind}', 'Sag', '{day}') RETURNING id, due_date, COALESCE(deemed, '-')").split("\n")[-1].split("|")
    invention, minister, standstill = start("invention", "2026-02-10"), start("ministry_approval", "2026-06-01"), start("standstill", "2026-11-20")
    same(ctx, "days", [x[1:] for x in (invention, minister, standstill)], [["2026-04-10", "-"], ["2026-07-01", "deemed_approved"], ["2026-11-30", "-"]])
    same(ctx, "states", ctx.db.sql(f"SELECT string_agg(timer_state(t), ' ' ORDER BY id) FROM legal_timer t WHERE id IN ({invention[0]}, {minister[0]})"), "overdue deemed_approved")
    same(ctx, "deadlines", ctx.db.sql(f"SELECT string_agg(kind || ' ' || due_date || ' ' || role, ', ' ORDER BY due_date) FROM deadline WHERE collaboration_id = {case} AND done_at IS NULL"),
         "invention 2026-04-10 lawyer, standstill 2026-11-30 procurement_officer")  # what is deemed approved waits for nobody
    ctx.db.sql(f"{ALL} UPDATE legal_timer SET outcome = 'refused', outcome_on = '2026-06-20' WHERE id = {minister[0]}")
    same(ctx, "refused in time", ctx.db.sql(f"SELECT timer_state(t), (SELECT done_at IS NOT NULL FROM deadline WHERE source_table = 'legal_timer' AND source_id = t.id) FROM legal_timer t WHERE id = {minister[0]}"), "refused|t")
    refused(ctx, "ended before it began", f"UPDATE legal_timer SET outcome = 'released', outcome_on = '2026-02-09' WHERE id = {invention[0]}", "legal_timer_outcome")
    refused(ctx, "no such clock", f"INSERT INTO legal_timer (collaboration_id, kind, title, started_on) VALUES ({case}, 'task', 'Sag', '2026-01-01')", "legal_timer_rule")


def test_de_minimis(ctx):
    """210,000 EUR in three years and 100,000 more are 310,000: over the ceiling of 300,000, whichever company of the group gets it."""
    case, other = new_case(ctx), new_case(ctx, "research_contract")
    a, b, stranger = company(ctx, "Moder Medico A/S", "'Medico Koncern'"), company(ctx, "Datter Medico ApS", "'Medico Koncern A/S'"), company(ctx, "En anden ApS")
    aid(ctx, other, a, 9900000, "2021-12-01")   # out of the period of three years
    aid(ctx, other, a, 15000000, "2024-06-01")
    aid(ctx, other, b, 6000000, "2025-01-15")
    aid(ctx, other, b, 50000000, "2025-01-15", "market_terms")  # no aid
    same(ctx, "before", ctx.db.sql(f"SELECT aid_sum({a}, '2026-05-31'), aid_sum({b}, '2026-05-31'), aid_sum({stranger}, '2026-05-31')"), "21000000|21000000|0")
    new = aid(ctx, case, b, 10000000, "2026-05-31")
    same(ctx, "after", ctx.db.sql(f"SELECT aid_sum({a}, '2026-05-31'), aid_ceiling('2026-05-31'), aid_status(aid_sum({a}, '2026-05-31'), aid_ceiling('2026-05-31'))"), "31000000|30000000|red")
    same(ctx, "fact", ctx.db.sql(f"SELECT fact_state_aid({case}, NULL), fact_state_aid({other}, NULL)"), "f|t")
    ctx.db.sql(f"{ALL} UPDATE state_aid SET amount_eur_cents = 9000000 WHERE id = {new}")
    same(ctx, "exactly the ceiling", ctx.db.sql(f"SELECT aid_status(aid_sum({a}, '2026-05-31'), aid_ceiling('2026-05-31')), fact_state_aid({case}, NULL)"), "amber|t")
    same(ctx, "three years later", ctx.db.sql(f"SELECT aid_sum({a}, '2027-05-31'), aid_sum({a}, '2027-06-01')"), "30000000|15000000")
    same(ctx, "before the rule", ctx.db.sql("SELECT aid_status(1, aid_ceiling('2020-01-01'))"), "unknown")
    refused(ctx, "no amount", f"INSERT INTO state_aid (collaboration_id, organisation_id, granted_on) VALUES ({case}, {a}, '2026-01-01')", "state_aid_amount")
    same(ctx, "by the rate", ctx.db.sql(f"{ALL} INSERT INTO state_aid (collaboration_id, organisation_id, granted_on, amount_oere, eur_rate) VALUES ({case}, {stranger}, '2026-01-05', 74600000, 7.46) RETURNING amount_eur_cents, rate_date").split("\n")[-1], "10000000|2026-01-05")


def test_other_facts(ctx):
    case = new_case(ctx)
    org = company(ctx, "Part ApS")
    fact = lambda code: ctx.db.sql(f"SELECT fact_{code}({case}, NULL)")
    same(ctx, "nothing yet", [fact(f) for f in ("impartiality", "data_processing", "ipr", "state_aid")], ["f", "f", "f", "t"])
    ctx.db.sql(f"""{ALL} INSERT INTO impartiality (collaboration_id, person, interest, organisation_id) VALUES ({case}, 'Anna Holm', 'Ejer aktier', {org});
        INSERT INTO data_processing (collaboration_id, purpose, role, from_party, to_party) VALUES ({case}, 'Forløb', 'joint', 'Hospitalet', 'Kommunen');
        INSERT INTO ipr (collaboration_id, ground, title) VALUES ({case}, 'foreground', 'Algoritmen')""")
    same(ctx, "not settled", [fact(f) for f in ("impartiality", "data_processing", "ipr")], ["f", "f", "f"])
    refused(ctx, "measures are named", f"UPDATE impartiality SET decision = 'measures' WHERE collaboration_id = {case}", "impartiality_measures")
    refused(ctx, "a transfer has a basis", f"UPDATE data_processing SET third_country = 'USA' WHERE collaboration_id = {case}", "data_processing_transfer")
    ctx.db.sql(f"""{ALL} UPDATE impartiality SET decision = 'steps_aside' WHERE collaboration_id = {case};
        UPDATE data_processing SET legal_basis = 'Art. 9, stk. 2, litra h', dpia = 'done' WHERE collaboration_id = {case};
        UPDATE ipr SET owner = 'joint' WHERE collaboration_id = {case}""")
    same(ctx, "settled", [fact(f) for f in ("impartiality", "data_processing", "ipr")], ["t", "t", "t"])
    same(ctx, "decided today", ctx.db.sql(f"SELECT decided_on = current_date FROM impartiality WHERE collaboration_id = {case}"), "t")
    ctx.db.sql(f"{ALL} INSERT INTO dispensation (collaboration_id, authority, subject, applied_on, granted_on, expires_on) VALUES ({case}, 'Lægemiddelstyrelsen', 'Udstyr uden CE', '2026-01-01', '2026-02-01', '2027-02-01')")
    same(ctx, "a dispensation ends", ctx.db.sql(f"SELECT kind, due_date FROM deadline WHERE collaboration_id = {case} AND kind <> 'stage'"), "dispensation|2027-02-01")
    refused(ctx, "granted and refused", f"UPDATE dispensation SET refused_on = '2026-02-02' WHERE collaboration_id = {case}", "dispensation_one")


def test_competition(ctx):
    """A partner of an innovation, or another company of its group, that is a tenderer later."""
    opi, tender = new_case(ctx), new_case(ctx, "strategic_procurement")
    a, b, c = company(ctx, "Nord Robot A/S", "'Nord Robot'"), company(ctx, "Nord Robot Services ApS", "'nord robot'"), company(ctx, "Syd Robot ApS")
    ctx.db.sql(f"""{ALL} INSERT INTO participation (collaboration_id, organisation_id, role) VALUES ({opi}, {a}, 'partner'), ({tender}, {b}, 'tenderer'), ({tender}, {c}, 'tenderer')""")
    same(ctx, "found through the group", ctx.db.sql(f"SELECT organisation_id, partner_id, innovation_id, role FROM competition({tender})"), f"{b}|{a}|{opi}|partner")
    ctx.db.sql(f"{ALL} UPDATE participation SET removed_at = now() WHERE collaboration_id = {opi}")
    same(ctx, "no more", ctx.db.sql(f"SELECT count(*) FROM competition({tender})"), "0")
