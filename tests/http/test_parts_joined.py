# SPDX-License-Identifier: EUPL-1.2
"""Where parts of the register look into each other: bidders and market dialogue in the competition guard, desks in the lawyers' inbox."""
DATABASE = "demo"
PASSWORD = "samspil-demo-2026"


def case(client, kind, title, **fields):
    reply = client.post("collaborations", {"kind": kind, "title": title, "unit_id": client.get("me").json["unit_id"], **fields})
    assert reply.status == 201, reply
    return f"collaborations/{reply.json['id']}"


def made(reply):
    assert reply.status in (200, 201), reply
    return reply.json


def test_competition(ctx):
    """A bidder that was the partner of an OPI shows with what it had; an action that evens it out is counted."""
    c = ctx.client("indkoeb", PASSWORD)
    firm = made(c.post("organisations", {"name": "Tobenet Teknik ApS"}))["id"]
    opi, tender = case(c, "opi", "Udvikling sammen"), case(c, "strategic_procurement", "Udbud bagefter", subtype="framework")
    made(c.post(f"{opi}/parties", {"organisation_id": firm, "role": "partner"}))
    made(c.post(f"{opi}/market-dialogues", {"held_on": "2026-02-03", "form": "meeting", "organisation_id": firm, "material": "Slides om behovet", "same_material_to_all": True}))
    made(c.post(f"{opi}/documents", {"title": "Testdata fra klinikken", "url": "https://esdh.example/77"}))
    assert c.get(f"{tender}/competition").json["items"] == []
    made(c.post(f"{tender}/bidders", {"organisation_id": firm}))
    seen = c.get(f"{tender}/competition").json["items"]
    assert len(seen) == 1, seen
    hit = seen[0]
    assert hit["organisation_id"] == firm and hit["documents"] == ["Testdata fra klinikken"] and hit["dialogue"] == ["03-02-2026: Slides om behovet"] and hit["actions"] == 0, hit
    made(c.post(f"{tender}/equalising-actions", {"organisation_id": firm, "action": "Testdata lagt frem for alle", "done_on": "2026-03-01"}))
    assert c.get(f"{tender}/competition").json["items"][0]["actions"] == 1
    bidder = c.get(f"{tender}/bidders").json["items"][0]
    assert c.delete(f"{tender}/bidders/{bidder['id']}", f'"{bidder["version"]}"').status == 204
    assert c.get(f"{tender}/competition").json["items"] == []


def test_desk_in_the_inbox(ctx):
    """A case with the lawyers says on whose desk it lies, and can be asked for by whose clock runs."""
    c, lawyer = ctx.client("forskning", PASSWORD), ctx.client("jurist", PASSWORD)
    at = case(c, "research_contract", "Hos modparten nu", subtype="cta")
    made(lawyer.post(f"{at}/timers", {"kind": "invention", "title": "En opfindelse", "started_on": "2026-02-10"}))
    made(c.post(f"{at}/desk", {"desk": "partner"}))
    item = {}
    for side, there in (("theirs", 1), ("ours", 0)):
        items = lawyer.get("law/inbox", text="Hos modparten nu", side=side).json["items"]
        ctx.case(f"side {side}", len(items) == there, items)
        item = items[0] if items else item
    ctx.case("desk", (item.get("desk"), item.get("desk_side")) == ("partner", "theirs"), item)
