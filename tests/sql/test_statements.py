# SPDX-License-Identifier: EUPL-1.2
"""How the database runs what the service sends: with 20,000 cases, lists, filters, sort orders, counts, search and
single objects go through indexes, as the application role under row-level security. The plans are those of the
running service, written by auto_explain."""
import json
import os
import re

CASES = 20000
STATE = {}
# Read a page at a time or by key in everything but an export; smaller tables may be read whole.
LARGE = {"collaboration", "collaboration_search", "participation", "audit_event", "research_contract", "opi", "procurement", "milestone", "funding"}


def prepare(ctx):
    """A portfolio, its statistics, and a server whose statements leave their plans in PostgreSQL's log."""
    if STATE:
        return
    ctx.db.samspil("demo", "--collaborations", str(CASES), timeout=120)
    ctx.db.sql("VACUUM ANALYZE")
    for setting in ("session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on",
                    "auto_explain.log_timing = off", "auto_explain.log_nested_statements = on", "auto_explain.log_format = json"):
        ctx.db.sql(f"ALTER DATABASE {ctx.db.name} SET {setting}")
    STATE["server"] = ctx.new_server(env={"SAMSPIL_WORKERS": "1"})
    STATE["log"] = os.path.join(ctx.db.cluster.folder, "log")
    STATE["rows"] = ctx.db.rows("SELECT c.*, (SELECT min(p.organisation_id) FROM participation p WHERE p.collaboration_id = c.id) AS party FROM collaboration c "
                                "WHERE number LIKE 'FK-%' ORDER BY id DESC LIMIT 5")
    for name, role in (("officer", "procurement_officer"), ("lead", "clinic_lead")):
        login = ctx.db.value(f"SELECT u.login FROM role_grant g JOIN app_user u ON u.id = g.user_id WHERE g.role = '{role}' ORDER BY u.id LIMIT 1")
        STATE[name] = ctx.client(token=ctx.samspil("token", "create", "--user", login, "--scope", "all", "--name", "t").stdout.strip(), server=STATE["server"])
        assert STATE[name].get("me").status == 200


def plans(text):
    """Every plan in a piece of the log: (statement, plan)."""
    for match in re.finditer(r"plan:\n((?:\t.*\n)+)", text):
        entry = json.loads(match[1])
        yield entry["Query Text"], entry["Plan"]


def nodes(plan):
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def whole_reads(text):
    """(table, rows, statement) of sequential scans over large tables that read many rows."""
    found, count = [], 0
    for statement, plan in plans(text):
        count += 1
        for n in nodes(plan):
            rows = (n["Actual Rows"] + n.get("Rows Removed by Filter", 0)) * n["Actual Loops"]
            if "Seq Scan" in n["Node Type"] and n["Relation Name"] in LARGE and rows > 1000:
                found.append((n["Relation Name"], rows, n.get("Alias"), n.get("Filter"), " ".join(statement.split())[:300]))
    return found, count


def watch(ctx, name, send):
    """Sends a request of each kind of person and reads what the database did for it."""
    prepare(ctx)
    for person in ("officer", "lead"):
        for _ in range(2):
            at = os.path.getsize(STATE["log"])
            reply = send(STATE[person])
            assert reply.status == 200, f"{name}: {reply}"
        with open(STATE["log"], "rb") as f:
            f.seek(at)
            found, count = whole_reads(f.read().decode("utf-8", "replace"))
        ctx.case(f"{person}: {name}: {count} plans, none reads a large table whole", count > 0 and not found, found or "no plan was logged")


def test_the_watcher_sees(ctx):
    """A statement that does read everything is found."""
    prepare(ctx)
    at = os.path.getsize(STATE["log"])
    ctx.db.sql("SELECT count(*) FROM collaboration WHERE summary LIKE '%zzz%'")
    with open(STATE["log"], "rb") as f:
        f.seek(at)
        found, _ = whole_reads(f.read().decode("utf-8", "replace"))
    assert found and found[0][0] == "collaboration" and found[0][1] >= CASES, found


def test_pages(ctx):
    """Each sort order, up and down, first page and a later one."""
    prepare(ctx)
    for sort in ("updated_at", "title", "number", "start_date", "end_date", "value_ceiling", "npv"):
        for way in ("", "-"):
            watch(ctx, f"sort={way}{sort}", lambda c, s=way + sort: c.get("collaborations", sort=s, limit=50))
            cursor = STATE["officer"].get("collaborations", sort=way + sort, limit=200).json["next_cursor"]
            watch(ctx, f"sort={way}{sort}, later page", lambda c, s=way + sort, at=cursor: c.get("collaborations", sort=s, limit=50, cursor=at))


def test_order(ctx):
    """Up and down, rows without a value come last; the same index gives both, so no page sorts the table."""
    prepare(ctx)
    for sort, column in (("updated_at", "updated_at"), ("start_date", "start_date"), ("end_date", "end_date"), ("value_ceiling", "value_ceiling_oere"), ("npv", "npv_oere")):
        for way, order in (("", "ASC"), ("-", "DESC")):
            want = [r["id"] for r in ctx.db.rows(f"SELECT id FROM collaboration WHERE kind = 'opi' ORDER BY {column} {order} NULLS LAST, id {order}")]
            got = [o["id"] for o in STATE["officer"].all("collaborations", kind="opi", sort=way + sort, limit=200)]
            ctx.case(f"{way}{sort}: {len(want)} in order", want and got == want)
            at = os.path.getsize(STATE["log"])
            STATE["officer"].get("collaborations", sort=way + sort, limit=50)
            with open(STATE["log"], "rb") as f:
                f.seek(at)
                text = f.read().decode("utf-8", "replace")
            sorts = [n["Sort Key"] for _, plan in plans(text) for n in nodes(plan) if n["Node Type"] == "Sort" and n["Plans"][0]["Actual Rows"] > 1000]
            ctx.case(f"{way}{sort}: from an index", f"ORDER BY c.{column}" in text and not sorts, sorts)


def test_filters(ctx):
    """Selective filters with the count of what fits."""
    prepare(ctx)
    row = STATE["rows"][0]
    tag = ctx.db.value("SELECT t FROM collaboration, unnest(tags) t GROUP BY 1 ORDER BY count(*) LIMIT 1")
    unit = ctx.db.value("SELECT unit_id FROM collaboration GROUP BY 1 ORDER BY count(*) LIMIT 1")
    for name, query in {"unit": {"unit_id": unit}, "owner": {"owner_id": row["owner_id"] or 1}, "mine": {"mine": "true"}, "tag": {"tag": tag}, "no such tag": {"tag": "findes ikke"},
                        "party": {"organisation_id": row["party"]}, "kind": {"kind": "opi"}, "kind and stage": {"kind": row["kind"], "stage": row["stage"]},
                        "kind sorted by start": {"kind": "opi", "sort": "-start_date"}, "kind sorted by title": {"kind": "strategic_procurement", "sort": "title"},
                        "starts late": {"starts_from": "2199-01-01"}, "ends early": {"ends_to": "1950-01-01"}, "no import": {"import_id": 1},
                        "visibility": {"visibility": "open"}}.items():
        watch(ctx, name, lambda c, q=query: c.get("collaborations", limit=50, **q))


def test_search(ctx):
    """Words, beginnings, several words, typing errors, numbers, CVR, and what is not there."""
    prepare(ctx)
    title = STATE["rows"][0]["title"].split()
    cvr = ctx.db.value("SELECT cvr FROM organisation o JOIN participation p ON p.organisation_id = o.id WHERE cvr IS NOT NULL LIMIT 1")
    for q in ("hjerte", "hjert", title[-1], " ".join(title[:2]), title[-1][:-2] + "xx", STATE["rows"][0]["number"], STATE["rows"][1]["number"][-4:], cvr or "12345678",
              "findesslet", "ab", "og"):
        watch(ctx, f"search for {q}", lambda c, q=q: c.get("collaborations", q=q, limit=50))
    watch(ctx, "search with a filter", lambda c: c.get("collaborations", q="hjerte", kind="research_contract", limit=50))
    watch(ctx, "organisations", lambda c: c.get("organisations", q="novo", limit=50))


def test_objects(ctx):
    """One case with all below it, as of a day, its history, the children, the feed, the overview."""
    prepare(ctx)
    path = f"collaborations/{STATE['rows'][0]['id']}"
    watch(ctx, "one case", lambda c: c.get(path))
    watch(ctx, "as of a day", lambda c: c.get(path, as_of="2099-01-01"))
    watch(ctx, "history", lambda c: c.get(f"{path}/history"))
    for child in ("parties", "milestones", "funding", "documents", "comments", "estimates"):
        watch(ctx, child, lambda c, n=child: c.get(f"{path}/{n}"))
    watch(ctx, "feed", lambda c: c.get("changes", after=0, limit=50))
    watch(ctx, "overview", lambda c: c.get("portfolio/summary"))
    watch(ctx, "organisations by name", lambda c: c.get("organisations", limit=50))


def cost_of(person, send):
    """(sub-selects set up, rows of cases looked at) of the dearest statement on cases in a request that has been sent before."""
    for _ in range(2):
        at = os.path.getsize(STATE["log"])
        assert send(STATE[person]).status == 200
    with open(STATE["log"], "rb") as f:
        f.seek(at)
        text = f.read().decode("utf-8", "replace")
    made, read = [0], [0]
    for statement, plan in plans(text):
        all_nodes = list(nodes(plan)) if "FROM collaboration c" in statement else []
        made.append(sum(n.get("Subplan Name", "").startswith("InitPlan") for n in all_nodes))
        read.append(sum((n["Actual Rows"] + n.get("Rows Removed by Filter", 0)) * n["Actual Loops"] for n in all_nodes
                        if n.get("Relation Name") == "collaboration"))
    return max(made), max(read)


def test_policies_are_cheap(ctx):
    """The policy of the case stands in the plan once for each table below it: it must bring no sub-select of its own. A page
    looks at little more than it shows, however many restricted cases others have."""
    prepare(ctx)
    path = f"collaborations/{STATE['rows'][0]['id']}"
    for person in ("officer", "lead"):
        made, read = cost_of(person, lambda c: c.get(path))
        ctx.case(f"{person}: one case sets up no sub-select of the policy", made == 0, made)
        ctx.case(f"{person}: one case looks at one case, once for each row below it", 1 <= read < 40, read)
        for query in ({}, {"kind": "research_contract"}):
            _, read = cost_of(person, lambda c, q=query: c.get("collaborations", limit=50, **q))
            ctx.case(f"{person}: a page of 50 {query} looks at few cases", 50 <= read < 200, read)
    hidden = ctx.db.value("SELECT count(*) FROM collaboration WHERE visibility = 'restricted'")
    assert hidden > 400, hidden  # enough for the page of the lead to show it
    STATE["server"].stop()


def test_names_and_places(ctx):
    """A statement that does not fit the schema is named with file and line."""
    good = ctx.samspil("check")
    assert re.search(r"^ok \d+ - server/store/sql/\w+\.sql:\d+ \w+$", good.stdout, re.M), good.stdout[:500]
    ctx.db.sql("ALTER TABLE document RENAME COLUMN url TO link")
    bad = ctx.samspil("check", check=False)
    ctx.db.sql("ALTER TABLE document RENAME COLUMN link TO url")
    assert bad.returncode == 1 and re.search(r"^not ok \d+ - server/store/sql/case_children.sql:\d+ document_list: .*url", bad.stdout, re.M), bad.stdout[:500]
    assert ctx.samspil("check", check=False).returncode == 0
