# SPDX-License-Identifier: EUPL-1.2
"""Organisations, units and saved views: right and wrong input, rights of every role, replies as described."""
import csv
import gzip
import io
import threading

from harness.schema import Checked, Description

DATABASE = "demo"
PASSWORD = "samspil-demo-2026"
WRONG = []  # replies that are not as /openapi.json says
STATE = {}


def user(ctx, login="admin"):
    """A logged-in client whose replies are checked; one session a person."""
    if login not in STATE:
        STATE.setdefault("description", Description(ctx.client()))
        STATE[login] = Checked(ctx.client(login, PASSWORD), STATE["description"], WRONG)
    return STATE[login]


def cvr(seed):
    """A CVR number with the right check digit."""
    for n in range(seed * 10 + 10000000, 99999999):
        if sum(w * int(d) for w, d in zip((2, 7, 6, 5, 4, 3, 2, 1), str(n))) % 11 == 0:
            return str(n)
    raise AssertionError


def gln(seed):
    body = f"5790{seed:08d}"
    return body + str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body)) % 10)


def make(ctx, name, **more):
    reply = user(ctx).post("organisations", {"name": name, **more})
    assert reply.status == 201, reply
    return reply


FULL = {"name": "Prøveværket ApS", "kind": "company", "p_number": "1003456789", "pic": "987654321", "country": "SE",
        "group_name": "Prøvegruppen", "address": "Storgatan 1", "postcode": "111 22", "city": "Malmö", "note": "En bemærkning",
        "valid_from": "2020-01-01", "valid_to": "2030-12-31"}


def test_organisation_create_and_read(ctx):
    """Everything that is sent comes back, at the address in Location, with a strong ETag."""
    body = {**FULL, "cvr": cvr(1), "gln": gln(7)}
    made = make(ctx, **body)
    assert {k: made.json[k] for k in body} == body, made
    assert made.json["possible_duplicates"] == [] and made.json["collaboration_count"] == 0
    read = user(ctx).get(made.headers["Location"])
    assert read.status == 200 and read.json == made.json and read.etag == made.etag and made.etag.startswith('"1.')
    assert user(ctx).get(made.headers["Location"], headers={"If-None-Match": read.etag}).status == 304
    small = make(ctx, "Mindst mulig virksomhed")
    assert small.json["kind"] == "company" and small.json["country"] == "DK" and small.json["cvr"] is None


def test_organisation_wrong_input(ctx):
    """Each fault names its field, all at once, and nothing is kept."""
    before = ctx.db.value("SELECT count(*) FROM organisation")
    reply = user(ctx).post("organisations", {
        "name": "", "cvr": "12345678", "gln": "5790000000001", "kind": "circus", "p_number": "1", "country": "DNK", "pic": "12",
        "note": "patient 070761-4285", "address": "x" * 201, "valid_from": "2026-02-30", "valid_to": 7, "cpr": "1"})
    assert reply.status == 422 and reply.faults == {
        "name": "required", "cvr": "bad_check_digit", "gln": "bad_check_digit", "kind": "unknown_code", "p_number": "bad_pattern",
        "country": "too_long", "pic": "too_short", "note": "holds_cpr", "address": "too_long", "valid_from": "bad_date",
        "valid_to": "wrong_type", "cpr": "unknown_field"}, reply
    reply = user(ctx).post("organisations", {"name": "Forkerte former", "pic": "12345678x", "country": "dk",
                                             "valid_from": "2026-02-01", "valid_to": "2026-01-31"})
    assert reply.status == 422 and reply.faults == {"pic": "bad_pattern", "country": "bad_pattern", "valid_to": "end_before_start"}, reply
    for body, fault in (({}, "required"), ({"name": None}, "null_not_allowed"), ({"name": 1}, "wrong_type"), ({"name": "x" * 301}, "too_long")):
        reply = user(ctx).post("organisations", body)
        ctx.case(f"name {str(body)[:30]}", reply.status == 422 and reply.faults == {"name": fault}, reply)
    for name in ("cvr", "gln"):
        reply = user(ctx).post("organisations", {"name": "For kort", name: "123"})
        ctx.case(f"{name} too short", reply.status == 422 and reply.faults == {name: "bad_pattern"}, reply)
    assert ctx.db.value("SELECT count(*) FROM organisation") == before


def test_organisation_same_numbers(ctx):
    """A second one with the same CVR, GLN or PIC is refused and the first is named."""
    first = make(ctx, "Nummerholderen", cvr=cvr(2), gln=gln(8), pic="111222333").json
    reply = user(ctx).post("organisations", {"name": "En anden", "cvr": first["cvr"], "gln": first["gln"], "pic": first["pic"]})
    assert reply.status == 409 and reply.faults == {"cvr": "duplicate", "gln": "duplicate", "pic": "duplicate"}, reply
    assert "Nummerholderen" in reply.text
    other = make(ctx, "Uden nummer")
    reply = user(ctx).patch(other.headers["Location"], {"cvr": first["cvr"]}, other.etag)
    assert reply.status == 409 and reply.faults == {"cvr": "duplicate"}, reply
    same = user(ctx).patch(f"organisations/{first['id']}", {"cvr": first["cvr"]}, '"1"')
    assert same.status == 200, same


def test_organisation_same_number_at_once(ctx):
    """Of eight that come together one is made; the constraint refuses those that no look beforehand could."""
    clients, replies = [ctx.client("admin", PASSWORD) for _ in range(8)], []
    for client in clients:
        assert client.get("me").status == 200

    def post(n):
        replies.append(clients[n].post("organisations", {"name": f"Kapløb {n}", "cvr": cvr(5)}))
    threads = [threading.Thread(target=post, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(r.status for r in replies) == [201] + [409] * 7, replies
    assert all(r.faults == {"cvr": "duplicate"} for r in replies if r.status == 409), replies
    assert ctx.db.value(f"SELECT count(*) FROM organisation WHERE cvr = '{cvr(5)}'") == 1


def test_organisation_patch(ctx):
    """Merge-patch changes what is given, null clears; 428 without If-Match, 412 with the present state when stale."""
    made = make(ctx, "Ændringen A/S", city="Odense", cvr=cvr(3), valid_from="2025-01-01")
    where = made.headers["Location"]
    assert user(ctx).patch(where, {"city": "Aarhus"}).status == 428
    done = user(ctx).patch(where, {"city": "Aarhus", "cvr": None}, made.etag)
    assert done.status == 200 and done.json["city"] == "Aarhus" and done.json["cvr"] is None and done.json["version"] == 2
    assert done.json["name"] == "Ændringen A/S" and done.json["valid_from"] == "2025-01-01"
    stale = user(ctx).patch(where, {"city": "Vejle"}, made.etag)
    assert stale.status == 412 and stale.json["current"]["city"] == "Aarhus" and stale.json["current"]["version"] == 2, stale
    for etag in ('"9"', '"abc"', "W/\"2\"", '""', '"1,2"'):
        reply = user(ctx).patch(where, {"city": "Vejle"}, etag)
        ctx.case(f"If-Match {etag}", reply.status == 412, reply)
    assert user(ctx).patch(where, {"city": "Vejle"}, '"2"').status == 200
    end = user(ctx).patch(where, {"valid_to": "2024-01-01"}, '"3"')
    assert end.status == 422 and end.faults == {"valid_to": "end_before_start"}, end
    null = user(ctx).patch(where, {"name": None, "country": None, "kind": None}, '"3"')
    assert null.status == 422 and set(null.faults) == {"name", "country", "kind"}, null
    assert user(ctx).patch("organisations/999999", {"city": "x"}, '"1"').status == 404
    assert user(ctx).get(where).json["version"] == 3


def test_organisation_paging(ctx):
    """Page by page each one comes once, in order; total, filters and search fit; a forged cursor is refused."""
    who = user(ctx)
    everyone = who.client.all("organisations", limit=37)
    count = ctx.db.value("SELECT count(*) FROM organisation")
    assert len(everyone) == len({o["id"] for o in everyone}) == count
    wanted = [r["id"] for r in ctx.db.rows('SELECT id FROM organisation ORDER BY name COLLATE "da-x-icu", id')]
    assert [o["id"] for o in everyone] == wanted
    down = [o["id"] for o in who.client.all("organisations", limit=50, sort="-name")]
    assert down == wanted[::-1]
    page = who.get("organisations", limit=2, kind="university,hospital,company")
    assert page.status == 200 and len(page.json["items"]) == 2 and page.json["total"] == min(
        1000, ctx.db.value("SELECT count(*) FROM organisation WHERE kind IN ('university', 'hospital', 'company')")), page
    assert all(o["country"] == "SE" for o in who.client.all("organisations", country="SE")) and who.get("organisations", country="SE").json["total"] == 1
    assert [o["name"] for o in who.get("organisations", cvr=cvr(1)).json["items"]] == ["Prøveværket ApS"]
    assert [o["name"] for o in who.get("organisations", q=cvr(1)).json["items"]] == ["Prøveværket ApS"]
    assert "Prøveværket ApS" in [o["name"] for o in who.get("organisations", q="prøveværkt").json["items"]], "with a typing error"
    for query, field in (({"limit": 0}, "limit"), ({"limit": 201}, "limit"), ({"sort": "cvr"}, "sort"), ({"colour": "red"}, "colour"),
                         ({"kind": "company,circus"}, "kind")):
        reply = who.get("organisations", **query)
        ctx.case(f"query {query}", reply.status == 400 and field in reply.faults, reply)
    for cursor in ("x", "dGl0bGUKMQoreA", page.json["next_cursor"] + "A", "%00", "A" * 1201):
        reply = who.get("organisations", cursor=cursor)
        ctx.case(f"cursor {cursor[:20]}", reply.status == 400, reply)
    count = ctx.db.value("SELECT count(DISTINCT collaboration_id) FROM participation WHERE organisation_id = "
                         "(SELECT id FROM organisation WHERE name = 'Falck')")
    assert count > 0 and who.get("organisations", q="Falck").json["items"][0]["collaboration_count"] == count


def test_duplicates(ctx):
    """A near-duplicate is proposed, shown on both, never merged; once dismissed it stays away."""
    first, second = make(ctx, "Sundhedsteknologisk Laboratorium A/S").json, make(ctx, "Sundhedsteknologiske Laboratorier ApS", cvr=cvr(4)).json
    assert [(d["id"], d["name"]) for d in second["possible_duplicates"]] == [(first["id"], first["name"])], second
    assert 0.6 <= second["possible_duplicates"][0]["score"] <= 1
    back = user(ctx).get(f"organisations/{first['id']}")
    assert [(d["id"], d["cvr"]) for d in back.json["possible_duplicates"]] == [(second["id"], cvr(4))]
    assert not back.etag.endswith(make(ctx, "Noget helt andet").etag)
    pairs = user(ctx).client.all("organisations/duplicates", limit=1)
    assert [p["score"] for p in pairs] == sorted((p["score"] for p in pairs), reverse=True)
    pair = next(p for p in pairs if p["b"]["id"] == second["id"])
    assert pair["a"] == {"id": first["id"], "name": first["name"], "cvr": None} and pair["reason"] == "similar_name" and pair["status"] == "proposed"
    done = user(ctx).post(f"organisations/duplicates/{pair['id']}/dismiss", {})
    assert done.status == 200 and done.json["status"] == "dismissed", done
    assert pair["id"] not in [p["id"] for p in user(ctx).client.all("organisations/duplicates")]
    assert user(ctx).get(f"organisations/{first['id']}").json["possible_duplicates"] == []
    renamed = user(ctx).patch(f"organisations/{first['id']}", {"name": "Sundhedsteknologiske Laboratorier"}, '"1"')
    assert renamed.status == 200 and renamed.json["possible_duplicates"] == [], "a dismissed pair is not proposed again"
    other = make(ctx, "Helt sit eget navn").json
    renamed = user(ctx).patch(f"organisations/{other['id']}", {"name": "Sundhedsteknologiske Laboratorier IVS"}, '"1"')
    assert {d["id"] for d in renamed.json["possible_duplicates"]} == {first["id"], second["id"]}, renamed
    assert ctx.db.value("SELECT count(*) FROM organisation WHERE name LIKE 'Sundhedsteknologisk%'") == 3
    assert user(ctx).post("organisations/duplicates/999999/dismiss").status == 404
    assert user(ctx).get("organisations/duplicates/1").status == 404


def test_units_today_and_2027(ctx):
    """On 1 January 2027 Region Østdanmark stands where two regions stood; what hung below them hangs below it."""
    def names(day=None, kind="region"):
        reply = user(ctx).get("units", **({"as_of": day} if day else {}), kind=kind)
        assert reply.status == 200, reply
        return {u["name"]: u for u in reply.json["items"]}
    old, new = names("2026-12-31"), names("2027-01-01")
    assert {"Region Hovedstaden", "Region Sjælland"} <= set(old) and "Region Østdanmark" not in old
    assert "Region Østdanmark" in new and not {"Region Hovedstaden", "Region Sjælland"} & set(new)
    assert len(old) == 5 and len(new) == 4
    east = new["Region Østdanmark"]
    assert old["Region Sjælland"]["successors"] == [{"id": east["id"], "name": "Region Østdanmark", "from": "2027-01-01"}]
    before, after = names("2026-12-31", "hospital"), names("2027-01-01", "hospital")
    moved = [n for n, u in before.items() if u["parent_id"] in (old["Region Hovedstaden"]["id"], old["Region Sjælland"]["id"])]
    assert moved and all(after[n]["parent_id"] == east["id"] for n in moved)
    assert not names("2027-01-01", "health_cluster") and names("2026-12-31", "health_cluster")
    both = user(ctx).get("units", kind="region,hospital").json["items"]
    assert {u["kind"] for u in both} == {"region", "hospital"}
    assert len(user(ctx).get("units").json["items"]) == ctx.db.value(
        "SELECT count(*) FROM unit WHERE current_date BETWEEN COALESCE(valid_from, '-infinity') AND COALESCE(valid_to, 'infinity')")


def test_unit_one(ctx):
    east = ctx.db.value("SELECT id FROM unit WHERE code = 'region-oestdanmark'")
    unit = user(ctx).get(f"units/{east}").json
    assert [p["name"] for p in unit["predecessors"]] == ["Region Hovedstaden", "Region Sjælland"] and unit["parents"] == []
    assert len(unit["municipalities"]) == ctx.db.value(f"SELECT count(*) FROM unit_area WHERE unit_id = {east}") == 46
    assert {"id", "name", "municipality_code", "valid_from", "valid_to"} == set(unit["municipalities"][0])
    clinic = user(ctx).get(f"units/{ctx.db.value('''SELECT id FROM unit WHERE code = 'demo-akut' ''')}").json
    assert [p["name"] for p in clinic["parents"]] == ["Region Hovedstaden", "Eksempelhospitalet"] and clinic["children_count"] == 0
    assert user(ctx).get("units/99999").status == 404 and user(ctx).get("units/0").status == 404
    assert user(ctx).get("units/999999999999999999").status == 404, "beyond 32 bits"
    for query in ({"as_of": "2026-02-30"}, {"kind": "castle"}, {"day": "2026-01-01"}):
        reply = user(ctx).get("units", **query)
        ctx.case(f"units {query}", reply.status == 400 and set(reply.faults) == set(query), reply)


def test_views(ctx):
    """One's own and the shared ones are seen; only one's own can be thrown away; a name stands once a page."""
    mine, other = user(ctx, "klinik"), user(ctx, "leder")
    private = mine.post("views", {"name": "Mine OPI'er", "page": "collaborations", "query": "kind=opi&sort=-title"})
    shared = mine.post("views", {"name": "Udløber", "page": "collaborations", "query": "", "shared": True})
    assert private.status == shared.status == 201 and private.json["own"] and not private.json["shared"], private
    assert private.json["user_name"].startswith("Kirsten Dahl")
    assert mine.post("views", {"name": "Udløber", "page": "organisations", "query": "q=x"}).status == 201
    again = mine.post("views", {"name": "Udløber", "page": "collaborations", "query": "x"})
    assert again.status == 409 and again.faults == {"name": "duplicate"}, again
    assert [v["name"] for v in mine.get("views", page="collaborations").json["items"]] == ["Mine OPI'er", "Udløber"]
    assert len(mine.get("views").json["items"]) == 3
    seen = other.get("views", page="collaborations").json["items"]
    assert [(v["name"], v["own"], v["user_name"]) for v in seen] == [("Udløber", False, private.json["user_name"])], seen
    assert user(ctx, "forum").get("views").json["items"] == [], "shared with staff only"
    assert other.post("views", {"name": "Udløber", "page": "collaborations", "query": "own"}).status == 201
    assert other.delete(f"views/{shared.json['id']}").status == 403
    assert other.delete(f"views/{private.json['id']}").status == 404, "that it exists is nobody's business"
    assert mine.delete(f"views/{shared.json['id']}").status == 204 and mine.delete(f"views/{shared.json['id']}").status == 404
    reply = mine.post("views", {"name": "", "page": "a b", "query": "x" * 2001, "shared": "yes", "owner": 1})
    assert reply.status == 422 and reply.faults == {"name": "required", "query": "too_long", "shared": "wrong_type", "owner": "unknown_field"}, reply
    assert mine.post("views", {"name": "n", "page": "a b", "query": ""}).faults == {"page": "bad_pattern"}
    assert mine.post("views", {"name": "070761-4285", "page": "a"}).faults == {"name": "holds_cpr"}


# Route, the right it needs (None: being logged in), and what it answers to somebody who has it.
ROUTES = [
    ("GET", "organisations", "organisations:read", 200), ("POST", "organisations", "organisations:write", 422),
    ("GET", "organisations/999999", "organisations:read", 404), ("PATCH", "organisations/999999", "organisations:write", 428),
    ("GET", "organisations/duplicates", "organisations:read", 200), ("POST", "organisations/duplicates/999999/dismiss", "organisations:write", 404),
    ("GET", "units", None, 200), ("GET", "units/1", None, 200),
    ("GET", "users", "users:admin", 200), ("POST", "users", "users:admin", 422), ("GET", "users/999999", "users:admin", 404),
    ("PATCH", "users/999999", "users:admin", 428), ("POST", "users/999999/password", "users:admin", 422),
    ("GET", "users/999999/grants", "users:admin", 404), ("POST", "users/999999/grants", "users:admin", 422),
    ("DELETE", "users/999999/grants/999999", "users:admin", 404),
    ("GET", "tokens", None, 200), ("POST", "tokens", None, 422), ("DELETE", "tokens/999999", None, 404),
    ("GET", "audit", "audit:read", 200), ("GET", "changes", "collaborations:read", 200),
    ("GET", "views", None, 200), ("POST", "views", None, 422), ("DELETE", "views/999999", None, 404),
]
ROLES = {"admin": "admin", "indkoeb": "procurement_officer", "klinik": "clinic_lead", "leder": "department_head", "oekonom": "health_economist",
         "jurist": "lawyer", "forskning": "research_support", "revisor": "auditor", "controller": "controller", "forum": "forum_member",
         "sektor": "sector_contact"}


def test_rights_of_every_role(ctx):
    """Every route gives every role what role_right says, and nobody anything without a log-in."""
    nobody = ctx.client()
    for method, path, _, _ in ROUTES:
        reply = nobody.request(method, path, {} if method in ("POST", "PATCH") else None)
        ctx.case(f"nobody: {method} {path}", reply.status == 401, reply)
    for login, role in ROLES.items():
        rights = {r["right_code"] for r in ctx.db.rows(
            f"SELECT right_code FROM role_right JOIN role_grant USING (role) JOIN app_user u ON u.id = user_id WHERE login = '{login}'")}
        for method, path, right, status in ROUTES:
            wanted = status if right is None or right in rights else 403
            reply = user(ctx, login).request(method, path, {} if method in ("POST", "PATCH") else None)
            ctx.case(f"{role}: {method} {path}", reply.status == wanted, f"wanted {wanted}, got {reply}")


def test_foreign_site_changes_nothing(ctx):
    reply = user(ctx).request("POST", "organisations", {"name": "Fremmed"}, {"Origin": "https://evil.example"})
    assert reply.status == 403 and reply.json["code"] == "bad_origin", reply


def test_repeated_request(ctx):
    """The same Idempotency-Key makes one organisation."""
    body, key = {"name": "Kun én gang"}, {"Idempotency-Key": "organisation-once"}
    first, second = (user(ctx).post("organisations", body, key) for _ in range(2))
    assert first.status == second.status == 201 and first.json == second.json and first.headers["Location"] == second.headers["Location"]
    assert ctx.db.value("SELECT count(*) FROM organisation WHERE name = 'Kun én gang'") == 1
    assert user(ctx).post("organisations", {"name": "En anden"}, key).status == 422


def test_replies_are_as_described(ctx):
    """All replies of this module fit /openapi.json."""
    assert not WRONG, "\n".join(WRONG[:20])


def test_packed(ctx):
    """Large answers come packed for those who take gzip, and unpacked read the same; small ones and those with an ETag do not."""
    c = ctx.token("admin")
    plain, packed = c.get("meta"), c.get("meta", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"], packed.headers
    assert plain.headers["Content-Encoding"] is None and gzip.decompress(packed.body) == plain.body and len(packed.body) * 5 < len(plain.body)
    assert c.get("me", headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] is None
    first = c.get("collaborations", limit=1).json["items"]
    for case in first:
        one = c.get(f"collaborations/{case['id']}", headers={"Accept-Encoding": "gzip"})
        assert one.etag and one.headers["Content-Encoding"] is None


def test_export_names_stages_of_the_kind(ctx):
    """Stages of two kinds that share a code but not a name each have the name of their kind."""
    reply = ctx.token("admin").get("exports/collaborations.csv")
    got = {line["Nummer"]: line["Fase"] for line in csv.DictReader(io.StringIO(reply.body.decode("utf-8-sig"), newline=""), delimiter=";")}
    cases = ctx.db.rows("SELECT c.number, c.kind, c.stage, s.da FROM collaboration c JOIN code_stage s ON s.kind = c.kind AND s.code = c.stage")
    assert got == {c["number"]: c["da"] for c in cases}
    assert len({(c["stage"], c["da"]) for c in cases}) > len({c["stage"] for c in cases}), "no two stages tell anything"


def test_totals_by_filter(ctx):
    """Totals that are read from the kept sums, whichever of them, are what counting gives."""
    c = ctx.token("admin")
    one = ctx.db.rows("SELECT kind, stage, visibility FROM collaboration WHERE visibility = 'internal' GROUP BY 1, 2, 3 ORDER BY count(*) DESC LIMIT 1")[0]
    for names in ((), ("kind",), ("stage",), ("visibility",), ("kind", "visibility"), ("kind", "stage"), ("kind", "stage", "visibility")):
        reply = c.get("collaborations", limit=1, **{n: one[n] for n in names})
        where = " AND ".join(["true"] + [f"{n} = '{one[n]}'" for n in names])
        count = ctx.db.value(f"SELECT count(*) FROM collaboration WHERE {where}")
        ctx.case(f"total by {' and '.join(names) or 'nothing'}", reply.json["total"] == count and not reply.json["total_capped"], f"{count} {reply}")
