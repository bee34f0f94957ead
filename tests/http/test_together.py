# SPDX-License-Identifier: EUPL-1.2
"""Tasks, mentions, following, the inbox, what waits for oneself, and taking back one's last change."""
import datetime

DATABASE = "demo"
PASSWORD = "samspil-demo-2026"
TODAY = datetime.date.today()


def person(ctx, login):
    return int(ctx.db.value(f"SELECT id FROM app_user WHERE login = '{login}'"))


def case(client, **fields):
    reply = client.post("collaborations", {"kind": "opi", "unit_id": client.get("me").json["unit_id"], "title": "Sammen om sagen", **fields})
    assert reply.status == 201, reply
    return reply.json


def told(client, case_id, **filters):
    return [(n["kind"], n["words"]) for n in client.get("notifications", collaboration_id=case_id, **filters).json["items"]]


def test_tasks(ctx):
    """A task tells its owner, stands among what waits for them, and tells its maker when it is done."""
    c, other = ctx.client("klinik", PASSWORD), ctx.client("oekonom", PASSWORD)
    one = case(c)
    at = f"collaborations/{one['id']}/tasks"
    made = c.post(at, {"title": "Regn efter", "owner_id": person(ctx, "oekonom"), "due_date": str(TODAY + datetime.timedelta(7))})
    assert made.status == 201 and made.json["owner_name"].startswith("Ole"), made
    assert told(other, one["id"]) == [("task", "Regn efter")] and told(c, one["id"]) == []
    duty = [d for d in other.get("duties").json["items"] if d["collaboration_id"] == one["id"]]
    assert [(d["kind"], d["title"], d["source_id"]) for d in duty] == [("task", "Regn efter", made.json["id"])], duty
    assert not [d for d in c.get("duties").json["items"] if d["collaboration_id"] == one["id"]], "not the maker's"
    assert not [d for d in other.get("duties", until=str(TODAY)).json["items"] if d["collaboration_id"] == one["id"]], "not by today"
    done = other.patch(f"{at}/{made.json['id']}", {"done": True}, made.etag)
    assert done.status == 200 and done.json["done"], done
    assert told(c, one["id"]) == [("task_done", "Regn efter")]
    assert not [d for d in other.get("duties").json["items"] if d["collaboration_id"] == one["id"]]
    own = c.post(at, {"title": "Uden ejer", "due_date": str(TODAY)})
    owned = c.patch(f"collaborations/{one['id']}", {"owner_id": person(ctx, "klinik")}, c.get(f"collaborations/{one['id']}").etag)
    assert owned.status == 200, owned
    assert [d["title"] for d in c.get("duties", until=str(TODAY + datetime.timedelta(7))).json["items"] if d["collaboration_id"] == one["id"]] == ["Uden ejer"], "the owner of the case has what has no owner"
    assert other.patch(f"{at}/{own.json['id']}", {"title": "Andres"}, own.etag).status == 403, "somebody else's"


def test_task_faults(ctx):
    """Who cannot see a case cannot be given a task in it; outsiders set none."""
    c, outsider = ctx.client("klinik", PASSWORD), ctx.client("forum", PASSWORD)
    one, secret = case(c, visibility="open"), case(c, visibility="restricted")
    for body, faults in (({"title": "x"}, {"title": "too_short"}), ({"title": "Ring", "owner_id": 999999}, {"owner_id": "unknown_reference"}),
                         ({"title": "Ring", "owner_id": person(ctx, "controller")}, {"owner_id": "no_access"})):
        reply = c.post(f"collaborations/{secret['id']}/tasks", body)
        ctx.case(f"{faults}", reply.status == 422 and reply.faults == faults, reply)
    ctx.case("an outsider", outsider.post(f"collaborations/{one['id']}/tasks", {"title": "Ring"}).status == 403)
    ctx.case("not seen", outsider.post(f"collaborations/{secret['id']}/tasks", {"title": "Ring"}).status == 404)


def test_mentions(ctx):
    """Who is mentioned is told once, also in a comment that is put right; nobody is told of what they cannot see."""
    c, other = ctx.client("klinik", PASSWORD), ctx.client("oekonom", PASSWORD)
    one, secret = case(c), case(c, visibility="restricted")
    at = f"collaborations/{one['id']}/comments"
    made = c.post(at, {"body": "Kan du se på det, Ole?", "mentions": [{"user_id": person(ctx, "oekonom")}]})
    assert made.status == 201 and [m["user_name"] for m in made.json["mentions"]][0].startswith("Ole"), made
    assert told(other, one["id"]) == [("mention", "Kan du se på det, Ole?")]
    again = c.patch(f"{at}/{made.json['id']}", {"body": "Ole, tak", "mentions": [{"user_id": person(ctx, u)} for u in ("oekonom", "jurist")]}, made.etag)
    assert again.status == 200 and len(again.json["mentions"]) == 2, again
    assert len(told(other, one["id"])) == 1 and told(ctx.client("jurist", PASSWORD), one["id"]) == [("mention", "Ole, tak")]
    reply = c.post(f"collaborations/{secret['id']}/comments", {"body": "Hemmeligt", "mentions": [{"user_id": person(ctx, "controller")}]})
    assert reply.status == 422 and reply.faults == {"mentions": "no_access"}, reply
    assert told(ctx.client("controller", PASSWORD), secret["id"]) == []


def test_following(ctx):
    """Owner and followers hear of comments, documents and stages; who stops, or no longer sees the case, does not."""
    c, other, lead = ctx.client("klinik", PASSWORD), ctx.client("oekonom", PASSWORD), ctx.client("leder", PASSWORD)
    one = case(c, owner_id=person(ctx, "leder"))
    at = f"collaborations/{one['id']}"
    assert other.get(f"{at}/follow").json == {"following": False} and lead.get(f"{at}/follow").json == {"following": True}
    assert other.post(f"{at}/follow", {"following": True}).json == {"following": True}
    assert c.post(f"{at}/comments", {"body": "Nyt herfra"}).status == 201
    assert c.post(f"{at}/documents", {"title": "Rapport", "url": "https://esdh.example/9"}).status == 201
    for client in (other, lead):
        assert told(client, one["id"]) == [("change", "Rapport"), ("comment", "Nyt herfra")], told(client, one["id"])
    assert lead.post(f"{at}/follow", {"following": False}).json == {"following": False}
    assert c.patch(at, {"visibility": "restricted"}, c.get(at).etag).status == 200
    assert c.post(f"{at}/comments", {"body": "Nu fortroligt"}).status == 201
    assert len(told(lead, one["id"])) == 2, "the owner follows no more"
    assert ctx.db.value(f"SELECT count(*) FROM notification WHERE collaboration_id = {one['id']} AND user_id = {person(ctx, 'oekonom')}") == 2, "not of what is not seen"
    assert other.get(f"{at}/follow").status == 404 and ctx.client("forum", PASSWORD).post(f"{at}/follow", {"following": True}).status == 404


def test_inbox(ctx):
    """One's own notes alone, read one by one or all at once."""
    c, other = ctx.client("klinik", PASSWORD), ctx.client("oekonom", PASSWORD)
    one = case(c)
    for n in range(3):
        c.post(f"collaborations/{one['id']}/tasks", {"title": f"Opgave {n}", "owner_id": person(ctx, "oekonom")})
    first = other.get("notifications", collaboration_id=one["id"], limit=2).json
    assert first["total"] == 3 and len(first["items"]) == 2 and first["next_cursor"] and not first["items"][0]["read"], first
    assert first["items"][0]["created_by_name"].startswith("Kirsten") and first["items"][0]["number"] == one["number"]
    assert c.post("notifications/read", {"notifications": [{"id": first["items"][0]["id"]}]}).json == {"read": 0}, "another's"
    assert other.post("notifications/read", {"notifications": [{"id": first["items"][0]["id"]}]}).json == {"read": 1}
    assert len(told(other, one["id"], unread="true")) == 2
    assert other.post("notifications/read", {}).json["read"] >= 2 and told(other, one["id"], unread="true") == []


def test_undo(ctx):
    """One's last change is taken back whole, within the hour, and only while nothing has followed."""
    c, other = ctx.client("klinik", PASSWORD), ctx.client("admin", PASSWORD)
    one = case(c, need="Før", theme="digital")
    at = f"collaborations/{one['id']}"
    assert c.get(f"{at}/undo").json == {"seq": None, "at": None, "events": []}, "a new case is not taken back"
    assert c.patch(at, {"title": "Et nyt navn", "theme": None, "need": "Efter"}, c.get(at).etag).status == 200
    offer = c.get(f"{at}/undo").json
    assert {x["field"] for e in offer["events"] for x in e["changes"]} == {"title", "theme", "need"}, offer
    assert other.get(f"{at}/undo").json["seq"] is None, "not for somebody else"
    assert c.post(f"{at}/undo", {"seq": offer["seq"] - 1}).status == 409
    assert c.post(f"{at}/undo", {"seq": offer["seq"]}).status == 200
    now = c.get(at).json
    assert (now["title"], now["theme"], now["need"]) == ("Sammen om sagen", "digital", "Før"), now
    assert c.post(f"{at}/undo", {"seq": offer["seq"]}).status == 409, "twice"
    made = c.post(f"{at}/milestones", {"title": "Ikke alligevel", "due_date": "2027-01-01"})
    assert made.status == 201 and c.post(f"{at}/undo", {"seq": c.get(f"{at}/undo").json["seq"]}).status == 200
    assert c.get(f"{at}/milestones").json["items"] == []
    removed = c.post(f"{at}/documents", {"title": "Slettet ved en fejl", "url": "https://esdh.example/5"})
    assert c.delete(f"{at}/documents/{removed.json['id']}", removed.etag).status == 204
    assert c.post(f"{at}/undo", {"seq": c.get(f"{at}/undo").json["seq"]}).status == 200
    assert [d["title"] for d in c.get(f"{at}/documents").json["items"]] == ["Slettet ved en fejl"]
    assert c.patch(at, {"title": "Igen et navn"}, c.get(at).etag).status == 200
    seq = c.get(f"{at}/undo").json["seq"]
    assert other.post(f"{at}/comments", {"body": "Imens"}).status == 201
    assert c.post(f"{at}/undo", {"seq": seq}).status == 409 and c.get(at).json["title"] == "Igen et navn", "something has followed"
    assert c.patch(at, {"visibility": "restricted"}, c.get(at).etag).status == 200
    assert c.get(f"{at}/undo").json["seq"] is None, "who may see it is not undone"
