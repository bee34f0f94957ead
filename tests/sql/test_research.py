# SPDX-License-Identifier: EUPL-1.2
"""Research contracts straight in SQL: what the rules mean, clocks and their forecast, the rules on research money."""
DATABASE = "demo"
ENTER = "SELECT principal_enter('', 'staff sees_all writes_all', '', '', 'r', 'test', '');"
STATE = {}


def same(ctx, name, seen, wanted):
    ctx.case(name, seen == wanted, f"{seen!r}, wanted {wanted!r}")


def run(ctx, text):
    """As somebody who sees and writes everything, in one transaction; the last line."""
    return ctx.db.sql(f"BEGIN; {ENTER} {text}; COMMIT").strip().split("\n")[-1]


def contract(ctx, subtype="cta", amount=620000000, received="2026-03-26", stage="received", **columns):
    unit = ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'")
    more = "".join(f", {k} = {v}" for k, v in columns.items())
    made = run(ctx, f"""CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT collaboration_add('{{"kind": "research_contract", "subtype": "{subtype}", "title": "Prøvekontrakt",
      "stage": "{stage}", "unit_id": {unit}, "external_amount_oere": {amount or 'null'}}}'::json) AS id;
      UPDATE research_contract r SET received_on = {"'" + received + "'" if received else "NULL"}{more} FROM made WHERE r.id = made.id; SELECT id FROM made""")
    return int(made)


def means(ctx, case):
    return {r["action"] + ":" + (r["role"] or ""): r for r in ctx.db.rows(f"SELECT * FROM approval_of({case})")}


def test_approval_rules(ctx):
    """Story 6.5: who acknowledges, reviews, is told and signs, by type, template and money."""
    big = means(ctx, contract(ctx))
    same(ctx, "above 5 million", sorted(big), ["acknowledge:research_support", "approve:department_head", "legal_review:lawyer", "notify:hospital_exec", "sign:hospital_exec", "sign_after_review:lawyer"])
    same(ctx, "three working days over the weekend", big["acknowledge:research_support"]["due_date"], "2026-03-31")
    same(ctx, "exactly 5 million is not above", "notify:hospital_exec" in means(ctx, contract(ctx, amount=500000000)), False)
    same(ctx, "no money said", "notify:hospital_exec" in means(ctx, contract(ctx, amount=None)), False)
    same(ctx, "an MTA on the template", sorted(means(ctx, contract(ctx, "mta", standard_template="true"))), ["acknowledge:research_support", "approve:department_head", "no_legal_review:", "notify:hospital_exec", "sign:department_head"])
    same(ctx, "an MTA off the template", "sign:hospital_exec" in means(ctx, contract(ctx, "mta")), True)
    same(ctx, "the template says nothing of a CTA", "legal_review:lawyer" in means(ctx, contract(ctx, "cta", standard_template="true")), True)
    for subtype, columns, signs in (("amd", {}, "department_head"), ("kons", {}, "department_head"), ("cda", {}, "department_head"), ("don", {}, "hospital_exec"),
                                    ("don", {"without_obligations": "true"}, "department_head")):
        found = means(ctx, contract(ctx, subtype, **columns))
        same(ctx, f"{subtype} {columns} signed by", [k for k in found if k.startswith("sign:")], [f"sign:{signs}"])
        same(ctx, f"{subtype} {columns} reviewed", "legal_review:lawyer" in found, subtype != "amd")
    same(ctx, "equipment with running costs", "approve:hospital_exec" in means(ctx, contract(ctx, "don", running_costs="true")), True)
    main = contract(ctx, amount=400000000)
    same(ctx, "4 million alone", "notify:hospital_exec" in means(ctx, main), False)
    amendment = contract(ctx, "amd", amount=150000000, amends_id=main)
    same(ctx, "with an amendment of 1.5", ["notify:hospital_exec" in means(ctx, c) for c in (main, amendment)], [True, True])


def test_rule_in_force(ctx):
    """A contract lives under the rules of the day on which it came in."""
    ctx.db.sql("UPDATE approval_rule SET valid_to = '2026-06-30' WHERE type = 'kons' AND action = 'sign'; INSERT INTO approval_rule (kind, type, action, role, da, en, valid_from) "
               "VALUES ('research_contract', 'kons', 'sign', 'hospital_exec', 'Ny regel', 'New rule', '2026-07-01')")
    same(ctx, "before and after", [[k for k in means(ctx, contract(ctx, "kons", received=day)) if k.startswith("sign:")] for day in ("2026-06-30", "2026-07-01")],
         [["sign:department_head"], ["sign:hospital_exec"]])


def test_deadline_and_facts(ctx):
    """The acknowledgement is a deadline until it is done; facts follow the marks."""
    case = contract(ctx)
    deadline = f"SELECT due_date || ' ' || (done_at IS NOT NULL) FROM deadline WHERE collaboration_id = {case} AND kind = 'acknowledge'"
    facts = f"SELECT fact_acknowledged({case}, ''), fact_completeness({case}, ''), fact_approvals({case}, ''), fact_signed({case}, ''), fact_notice_given({case}, '')"
    same(ctx, "it waits", (ctx.db.value(deadline), ctx.db.sql(facts)), ("2026-03-31 false", "f|f|f|f|f"))
    for action, role in (("acknowledge", "research_support"), ("legal_review", "lawyer"), ("sign_after_review", "lawyer"), ("approve", "department_head"), ("notify", "hospital_exec")):
        run(ctx, f"INSERT INTO approval_step (collaboration_id, action, role, done_on) VALUES ({case}, '{action}', '{role}', '2026-04-10')")
    same(ctx, "done", (ctx.db.value(deadline), ctx.db.sql(facts)), ("2026-03-31 true", "t|f|t|f|t"))
    run(ctx, f"UPDATE approval_step SET done_on = NULL WHERE collaboration_id = {case} AND action = 'acknowledge'")
    same(ctx, "taken back", ctx.db.value(deadline), "2026-03-31 false")
    run(ctx, f"UPDATE research_contract SET principal_investigator = 'Overlæge Prøve', protocol_number = 'P-1' WHERE id = {case}; "
             f"INSERT INTO participation (collaboration_id, organisation_id) SELECT {case}, min(id) FROM organisation")
    same(ctx, "complete", ctx.db.value(f"SELECT fact_completeness({case}, '')"), True)


def clock(ctx, case, days, desks, signed=True):
    """Intervals of the given lengths, one after the other, and a signature behind them."""
    values, at = [], sum(days)
    for desk, length in zip(desks, days):
        end = f"now() - interval '{at - length} days'" if signed or at > length else "NULL"
        values.append(f"({case}, '{desk}', now() - interval '{at} days', {end})")
        at -= length
    run(ctx, f"DELETE FROM desk_interval WHERE collaboration_id = {case}; INSERT INTO desk_interval (collaboration_id, desk, started_at, ended_at) VALUES {', '.join(values)}"
             + (f"; INSERT INTO approval_step (collaboration_id, action, role, done_on) VALUES ({case}, 'sign', 'hospital_exec', current_date)" if signed else ""))


def test_forecast(ctx):
    """Legal 10 and partner 20 days in the middle of five: a case that has spent 4 and 0 has 26 to go."""
    ctx.db.sql("ALTER TABLE desk_interval DISABLE TRIGGER USER; ALTER TABLE approval_step DISABLE TRIGGER USER; DELETE FROM desk_interval; DELETE FROM approval_step WHERE action = 'sign'; "
               "ALTER TABLE desk_interval ENABLE TRIGGER USER; ALTER TABLE approval_step ENABLE TRIGGER USER")
    for legal, partner in ((4, 10), (8, 15), (10, 20), (12, 60), (40, 90)):
        clock(ctx, contract(ctx, "cia", received=None), (legal, partner), ("legal", "partner"))
    case = contract(ctx, "cia", received=None)
    clock(ctx, case, (4,), ("legal",), signed=False)
    same(ctx, "by its type", ctx.db.sql(f"SELECT signing_date - current_date, round(days_left::numeric, 2), based_on, same_type FROM signing_forecast({case})"), "26|26.00|5|t")
    other = contract(ctx, "samarb", received=None)
    same(ctx, "no five of its type: all speak", ctx.db.sql(f"SELECT signing_date - current_date, based_on, same_type FROM signing_forecast({other})"), "30|5|f")
    clock(ctx, case, (70,), ("legal",), signed=False)
    same(ctx, "what is used up is used up", ctx.db.value(f"SELECT round(days_left::numeric, 2) FROM signing_forecast({case})"), 20)
    signed = ctx.db.value("SELECT min(collaboration_id) FROM approval_step WHERE action = 'sign'")
    same(ctx, "a signed one has none", ctx.db.value(f"SELECT count(*) FROM signing_forecast({signed})"), 0)


def test_clock(ctx):
    """One interval runs; a hand-over ends it; the signature and the end of the case stop it."""
    case = contract(ctx)
    seen = f"SELECT string_agg(desk || CASE WHEN ended_at IS NULL THEN '*' ELSE '' END, ' ' ORDER BY id) FROM desk_interval WHERE collaboration_id = {case}"
    same(ctx, "it begins with the research office", ctx.db.value(seen), "research_support*")
    run(ctx, f"SELECT desk_move({case}, 'legal', 'Se på IP', NULL)")
    run(ctx, f"SELECT desk_move({case}, 'partner', NULL, NULL)")
    same(ctx, "handed on twice", ctx.db.value(seen), "research_support legal partner*")
    same(ctx, "the lawyer is told", ctx.db.value(f"SELECT count(*) > 0 FROM notification WHERE collaboration_id = {case} AND kind = 'handover' AND words LIKE '%Se på IP'"), True)
    for what, to, since, state in (("the same desk", "partner", "NULL", "SM409"), ("the future", "legal", "current_date + 2", "SM422"), ("before it came there", "legal", "current_date - 2", "SM422")):
        seen_state = ctx.db.sql(f"DO $$ BEGIN PERFORM desk_move({case}, '{to}', NULL, {since}); RAISE 'none'; EXCEPTION WHEN OTHERS THEN PERFORM set_config('samspil.request_id', SQLSTATE, false); END $$; "
                                "SELECT current_setting('samspil.request_id')").strip().split("\n")[-1]
        same(ctx, what, seen_state, state)
    run(ctx, f"INSERT INTO approval_step (collaboration_id, action, role, done_on) VALUES ({case}, 'sign', 'hospital_exec', current_date)")
    same(ctx, "signed", ctx.db.value(seen), "research_support legal partner")
    other = contract(ctx)
    run(ctx, f"SELECT set_config('samspil.reason', 'Sponsor trak sig', true); UPDATE collaboration SET stage = 'lapsed' WHERE id = {other}")
    same(ctx, "lapsed", ctx.db.value(f"SELECT count(*) FROM desk_interval WHERE collaboration_id = {other} AND ended_at IS NULL"), 0)
    same(ctx, "nothing is to be acknowledged any more", ctx.db.value(f"SELECT count(*) FROM deadline WHERE collaboration_id = {other} AND done_at IS NULL"), 0)


def broken(ctx, case):
    return [r["code"] + ("!" if r["exempt_until"] else "") for r in ctx.db.rows(f"SELECT code, exempt_until FROM compliance_violations() WHERE collaboration_id = {case} ORDER BY rule_id")]


def test_violations(ctx):
    """Six rules without postings; each is broken and mended; three wait for postings; an exemption shows as such."""
    case = contract(ctx, received=None, stage="active")
    same(ctx, "all that a bare contract breaks", broken(ctx, case), ["department_approved", "signed_contract", "one_project_number", "purpose_stated", "overhead_recorded"])
    same(ctx, "in the pipeline, without money, an amendment: not judged",
         [broken(ctx, c) for c in (contract(ctx, received=None), contract(ctx, received=None, stage="active", amount=None), contract(ctx, "amd", received=None, stage="active", amends_id=case))], [[], [], []])
    run(ctx, f"INSERT INTO approval_step (collaboration_id, action, role, done_on) VALUES ({case}, 'sign', 'hospital_exec', '2026-04-10'), ({case}, 'approve', 'department_head', '2026-04-01'); "
             f"UPDATE research_contract SET purpose = 'Forsøg', overhead_percent = 0, project_number = 'E-100' WHERE id = {case}")
    same(ctx, "mended; no overhead is said, too", broken(ctx, case), [])
    other = contract(ctx, received=None, stage="active", purpose="'x'", overhead_percent=5, project_number="'e-100'")
    same(ctx, "a number shared", [broken(ctx, case), broken(ctx, other)], [["one_project_number"], ["department_approved", "signed_contract", "one_project_number"]])
    run(ctx, f"INSERT INTO compliance_exemption (collaboration_id, rule, reason, expires_on) VALUES ({other}, 'one_project_number', 'Fælles bevilling', current_date + 10)")
    same(ctx, "exempt", broken(ctx, other)[-1], "one_project_number!")
    same(ctx, "its end is a deadline", ctx.db.value(f"SELECT due_date = current_date + 10 FROM deadline WHERE collaboration_id = {other} AND kind = 'exemption'"), True)
    ctx.db.sql(f"ALTER TABLE collaboration DISABLE TRIGGER USER; ALTER TABLE research_contract DISABLE TRIGGER USER; UPDATE collaboration SET updated_at = now() - interval '200 days', end_date = current_date - 181 WHERE id = {case}; "
               f"UPDATE research_contract SET updated_at = now() - interval '200 days', project_number = 'E-101' WHERE id = {case}; ALTER TABLE collaboration ENABLE TRIGGER USER; ALTER TABLE research_contract ENABLE TRIGGER USER")
    same(ctx, "dormant", broken(ctx, case), ["dormant_project"])
    ctx.db.sql("UPDATE compliance_rule SET valid_to = current_date - 1 WHERE code = 'dormant_project'")
    same(ctx, "a rule that has ended", broken(ctx, case), [])


def test_money(ctx):
    """External money by year and class; what is known as funding is not counted again from the sum."""
    before = {(r["year"], r["class"]): float(r["amount_oere"]) for r in ctx.db.rows("SELECT * FROM research_money(NULL)")}
    case = contract(ctx, received="2026-03-26", amount=900)
    run(ctx, f"INSERT INTO funding (collaboration_id, source, amount_oere, year) VALUES ({case}, 'own', 100, 2026), ({case}, 'foundation', 250, 2027), ({case}, 'state_pool', 50, 2027)")
    other = contract(ctx, received="2026-03-26", amount=700)
    run(ctx, f"UPDATE research_contract SET sponsor_id = (SELECT min(id) FROM organisation WHERE kind = 'company') WHERE id = {other}")
    after = {(r["year"], r["class"]): float(r["amount_oere"]) for r in ctx.db.rows("SELECT * FROM research_money(NULL)")}
    same(ctx, "what came to it", {k: v - before.get(k, 0) for k, v in after.items() if v != before.get(k, 0)},
         {(2026, "own"): 100.0, (2027, "foundation"): 250.0, (2027, "public"): 50.0, (2026, "company"): 700.0})
