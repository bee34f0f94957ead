# SPDX-License-Identifier: EUPL-1.2
"""One look for everything: what is found, how it is spelt, and that nobody finds what they may not see."""
DATABASE = "demo"
PASSWORD = "samspil-demo-2026"


def find(client, q, **more):
    reply = client.get("search", q=q, **more)
    assert reply.status == 200, reply
    return reply.json


def case(client, **fields):
    unit = client.get("me").json["unit_id"]
    reply = client.post("collaborations", {"kind": "opi", "unit_id": unit, **fields})
    assert reply.status == 201, reply
    return reply.json


def test_kinds(ctx):
    """Each kind of thing is found by its words, its beginning and its numbers."""
    c = ctx.client("klinik", PASSWORD)
    one = case(c, title="Kvikpleje i hjemmet", journal_number="2026-99/1234")
    study = case(c, kind="research_contract", title="Afprøvning", protocol_number="NN9535-4506", ethics_number="H-26001234")
    for path, body in (("documents", {"title": "Zebrafiskprotokol", "url": "https://esdh.example/1"}), ("comments", {"body": "Husk at ringe til gnavpotten om aftalen"})):
        assert c.post(f"collaborations/{one['id']}/{path}", body).status == 201
    org = c.post("organisations", {"name": "Kvægtorvets Sensorfabrik A/S"}).json
    for name, q, group, wanted in (
            ("title", "kvikpleje", "collaborations", one["id"]), ("stem", "kvikplejen", "collaborations", one["id"]), ("beginning", "kvikpl", "collaborations", one["id"]),
            ("typing error", "kvikplaje hjemmet", "collaborations", one["id"]), ("number", one["number"], "collaborations", one["id"]),
            ("journal number", "2026-99/1234", "collaborations", one["id"]), ("protocol number", "NN9535-4506", "collaborations", study["id"]),
            ("part of it", "9535", "collaborations", study["id"]), ("ethics number", "H-26001234", "collaborations", study["id"]),
            ("document", "zebrafiskprotokol", "documents", None), ("comment", "gnavpotten", "comments", None), ("organisation", "sensorfabrik", "organisations", org["id"]),
            ("person", "kirsten", "people", None), ("unit", "herlev", "units", None)):
        hits = find(c, q)[group]
        ctx.case(name, any(h["id"] == wanted for h in hits) if wanted else len(hits) == 1 or group in ("people", "units") and hits, (q, hits))
    hit = find(c, "gnavpotten")["comments"][0]
    ctx.case("the words round it", "gnavpotten" in hit["excerpt"] and hit["number"] == one["number"], hit)
    rows = c.get("collaborations", q="NN9535-4506").json["items"]
    ctx.case("the list finds protocol numbers too", [r["id"] for r in rows] == [study["id"]], rows)


def test_taken_off(ctx):
    """What is changed or taken off is found as it is now."""
    c = ctx.client("klinik", PASSWORD)
    one = case(c, title="Taget af igen")
    made = c.post(f"collaborations/{one['id']}/documents", {"title": "Påfuglerapport", "url": "https://esdh.example/2"})
    assert [d["id"] for d in find(c, "påfuglerapport")["documents"]] == [made.json["id"]]
    changed = c.patch(f"collaborations/{one['id']}/documents/{made.json['id']}", {"title": "Tranerapport"}, made.etag)
    assert changed.status == 200 and not find(c, "påfuglerapport")["documents"] and find(c, "tranerapport")["documents"]
    assert c.delete(f"collaborations/{one['id']}/documents/{made.json['id']}", changed.etag).status == 204
    assert not find(c, "tranerapport")["documents"]


def test_secrecy(ctx):
    """A restricted case, its documents and comments are found by those who may see it; outsiders find no people."""
    c, outsider, other = ctx.client("klinik", PASSWORD), ctx.client("forum", PASSWORD), ctx.client("controller", PASSWORD)
    one = case(c, title="Fortrolig fjernovervågning", visibility="restricted")
    assert c.post(f"collaborations/{one['id']}/documents", {"title": "Fortrolig bjergkrystal", "url": "https://esdh.example/3"}).status == 201
    assert c.post(f"collaborations/{one['id']}/comments", {"body": "Fortrolig bjergkrystal"}).status == 201
    mine = find(c, "bjergkrystal")
    assert mine["documents"] and mine["comments"], mine
    for who, client in ("outsider", outsider), ("controller", other):
        seen = find(client, "bjergkrystal")
        ctx.case(f"{who}: what lies below", not seen["documents"] and not seen["comments"], seen)
        ctx.case(f"{who}: the case", not find(client, "fjernovervågning")["collaborations"])
    ctx.case("outsiders find no people", not find(outsider, "kirsten")["people"] and find(other, "kirsten")["people"])
    ctx.case("nor organisations", not find(outsider, "region")["organisations"])


def test_wrong(ctx):
    """Too short, too long, none, nobody; signs of queries are text."""
    c = ctx.client("klinik", PASSWORD)
    for q, fault in (({}, "required"), ({"q": "a"}, "too_short"), ({"q": "x" * 201}, "too_long"), ({"q": "aa", "limit": "51"}, "too_large")):
        reply = c.get("search", **q)
        ctx.case(str(q)[:30], reply.status in (400, 422) and fault in reply.faults.values(), reply)
    for q in ("%%", "__", "'; --", "a & | ! b", "((", "\\\\", "\"hjemme", ":*"):
        ctx.case(f"signs {q}", c.get("search", q=q).status == 200)
    ctx.case("a limit", len(find(c, "region", limit=1)["units"]) == 1)
    ctx.case("nobody", ctx.client().get("search", q="aa").status == 401)
