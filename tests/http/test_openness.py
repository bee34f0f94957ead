# SPDX-License-Identifier: EUPL-1.2
"""Files of documents, what is confidential, requests for access with their packages, reads that are noted, and
people taken out of the register."""
import hashlib
import io
import json
import zipfile

from harness.context import PASSWORD

A, B = "hospital-rigshospitalet", "hospital-bornholm"
STATE = {}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n30\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(13) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
RAW = {"Content-Type": "application/octet-stream"}


def person(ctx, login, roles, unit=A):
    if login not in STATE:
        ctx.samspil("user", "add", login, "--password", PASSWORD)
        for role in roles:
            ctx.samspil("user", "grant", login, "--role", role, "--unit", unit)
        STATE[login] = ctx.token(login)
    return STATE[login]


def lead(ctx):
    return person(ctx, "leder", ["clinic_lead"])


def lawyer(ctx):
    return person(ctx, "jura", ["lawyer"])


def new_case(ctx, **more):
    unit = ctx.db.value(f"SELECT id FROM unit WHERE code = '{A}'")
    reply = lead(ctx).post("collaborations", {"kind": "opi", "title": "Åbenhed", "unit_id": unit, **more})
    assert reply.status == 201, reply
    return reply.json


def upload(client, case, filename, content, **query):
    return client.post(f"collaborations/{case['id']}/documents/upload", content, RAW, filename=filename, **query)


def packed(entries, first=None):
    """A ZIP file of these entries; `first` is not compressed, as ODF wants its type."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        if first:
            z.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in entries:
            z.writestr(name, "<x/>")
    return out.getvalue()


def test_file_and_versions(ctx):
    """What is uploaded comes back byte for byte, under its name, as an attachment; a new version leaves the old one."""
    case, client = new_case(ctx), lead(ctx)
    first = upload(client, case, "Rapport æøå.pdf", PDF, title="Rapport", document_date="2026-03-01", direction="in")
    assert first.status == 201 and first.json["media_type"] == "application/pdf" and first.json["size"] == len(PDF) and first.json["url"] is None, first
    at = f"collaborations/{case['id']}/documents/{first.json['id']}"
    big = b"".join(b"%d;%d\r\n" % (i, i * i) for i in range(300000))  # several pieces
    second = client.post(f"{at}/versions", big, RAW, filename="tal.csv")
    assert second.status == 201 and second.json["version_no"] == 2 and second.json["media_type"] == "text/csv" and second.etag != first.etag, second
    got = client.get(f"{at}/file")
    assert got.status == 200 and got.body == big, (got.status, len(got.body), len(big))
    old = client.get(f"{at}/file", version=1)
    assert old.body == PDF and old.headers["Content-Type"] == "application/pdf" and old.headers["X-Content-Type-Options"] == "nosniff", old.headers
    assert old.headers["Content-Disposition"] == "attachment; filename=\"Rapport ______.pdf\"; filename*=UTF-8''Rapport%20%C3%A6%C3%B8%C3%A5.pdf", old.headers["Content-Disposition"]
    versions = client.get(f"{at}/versions").json["items"]
    assert [(v["version_no"], v["sha256"]) for v in versions] == [(2, hashlib.sha256(big).hexdigest()), (1, hashlib.sha256(PDF).hexdigest())], versions
    same = client.get(f"{at}/file", {"If-None-Match": got.etag})
    ctx.case("unchanged is not sent again", same.status == 304 and same.body == b"", same)
    ctx.case("a version that is not there", client.get(f"{at}/file", version=3).status == 404)
    listed = client.get(f"collaborations/{case['id']}").json["documents"][0]
    ctx.case("the case shows the newest", (listed["filename"], listed["version_no"]) == ("tal.csv", 2), listed)
    link = client.post(f"collaborations/{case['id']}/documents", {"title": "Link", "url": "https://esdh.example/1", "journal_number": "26/123"}).json
    ctx.case("links stay, with their journal number", (link["url"], link["journal_number"], link["filename"]) == ("https://esdh.example/1", "26/123", None), link)
    ctx.case("a link has no file", client.get(f"collaborations/{case['id']}/documents/{link['id']}/file").status == 404)
    other = person(ctx, "anden", ["clinic_lead"], B)
    denied = other.post(f"{at}/versions", PDF, RAW, filename="x.pdf")
    ctx.case("another hospital's lead adds no version", denied.status == 403, denied)
    removed = client.delete(at, second.etag)
    ctx.case("taken off, its file is not given", removed.status == 204 and client.get(f"{at}/file").status == 404, removed)


def test_what_is_taken(ctx):
    """A file is what its name says, and small enough; programs are refused; each refusal says what to do."""
    case, client = new_case(ctx), lead(ctx)
    word = ["[Content_Types].xml", "word/document.xml"]
    good = {"a.pdf": PDF, "a.PNG": PNG, "a.jpg": b"\xff\xd8\xff\xe0" + bytes(20) + b"\xff\xd9", "a.txt": "Blåbærgrød\r\n".encode(), "a.csv": "æ;ø\n".encode("cp1252"),
            "a.docx": packed(word), "a.xlsx": packed(["[Content_Types].xml", "xl/workbook.xml"]), "a.pptx": packed(["[Content_Types].xml", "ppt/presentation.xml"]),
            "a.odt": packed(["content.xml"], "application/vnd.oasis.opendocument.text"), "a.ods": packed(["content.xml"], "application/vnd.oasis.opendocument.spreadsheet")}
    for name, content in good.items():
        reply = upload(client, case, name, content)
        ctx.case(f"{name} is taken", reply.status == 201, reply)
    bad = {"a PDF that is a text": ("a.pdf", b"Kaere alle"), "a PDF cut off": ("a.pdf", PDF[:40]), "a PDF that is a program": ("a.pdf", b"MZ" + bytes(100)),
           "a text that is a PDF": ("a.txt", PDF), "a text with zeros": ("a.txt", b"a\0b"), "a page": ("a.html", b"<p>"), "a program": ("a.exe", b"MZ"), "no extension": ("a", PDF),
           "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600)), "Word that is Excel": ("a.docx", packed(["[Content_Types].xml", "xl/workbook.xml"])),
           "a ZIP of anything": ("a.docx", packed(["x.txt"])), "half a Word file": ("a.docx", packed(word)[:60]), "macros": ("a.docx", packed(word + ["word/vbaProject.bin"])),
           "old macros": ("a.xlsx", packed(["[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"])),
           "ODF with Basic": ("a.odt", packed(["content.xml", "Basic/script-lc.xml"], "application/vnd.oasis.opendocument.text")),
           "another ODF": ("a.odt", packed(["content.xml"], "application/vnd.oasis.opendocument.spreadsheet")), "a PNG that is not": ("a.png", b"\x89PNG" + bytes(30)),
           "a JPEG cut off": ("a.jpg", b"\xff\xd8\xff" + bytes(100))}
    before = ctx.db.value("SELECT count(*) FROM document")
    for what, (name, content) in bad.items():
        reply = upload(client, case, name, content)
        ctx.case(f"{what} is refused in words", reply.status == 415 and len(reply.json.get("detail", "")) > 20, reply)
    ctx.case("empty", upload(client, case, "a.txt", b"").status == 400)
    large = upload(client, case, "a.txt", b"x" * (20 * 1024 * 1024 + 1))
    ctx.case("too large", large.status == 413 and "20 MB" in large.json["detail"], large)
    ctx.case("no name", upload(client, case, "", PDF).status in (400, 422))
    assert ctx.db.value("SELECT count(*) FROM document") == before, "what is refused leaves nothing"


def test_who_reads_documents(ctx):
    """A confidential document is for those near the case; an internal one for staff; every fetch of a confidential one is noted."""
    case, client = new_case(ctx, visibility="open"), lead(ctx)
    made = {level: upload(client, case, f"{level}.txt", b"Tekst\n", confidentiality=level).json["id"]
            for level in ("open", "internal", "confidential_section_30_2", "personal_data")}
    member, colleague = person(ctx, "forum", ["forum_member"]), person(ctx, "kollega", ["clinic_lead"], B)
    wanted = {"forum": {"open"}, "kollega": {"open", "internal"}, "leder": set(made), "jura": set(made)}
    for login, reader in (("forum", member), ("kollega", colleague), ("leder", client), ("jura", lawyer(ctx))):
        got = {level for level, key in made.items() if reader.get(f"collaborations/{case['id']}/documents/{key}/file").status == 200}
        shown = {d["confidentiality"] for d in reader.get(f"collaborations/{case['id']}").json["documents"]}
        titles = reader.get(f"collaborations/{case['id']}/history").text
        ctx.case(f"{login} reads {sorted(wanted[login])}", got == wanted[login] and shown == wanted[login], (got, shown))
        ctx.case(f"{login}: the history tells no more", {level for level in made if f"{level}.txt" in titles} <= wanted[login], titles[:400])
    noted = lawyer(ctx).get(f"collaborations/{case['id']}/reads").json["items"]
    ctx.case("four fetches of what is confidential, by two", sorted((n["user_name"], n["subject"]) for n in noted if n["entity"] == "document")
             == sorted((who, f"{level}.txt") for who in ("leder", "jura") for level in ("confidential_section_30_2", "personal_data")), noted)


def test_reads_are_noted(ctx):
    """Reading a restricted case leaves a note, and so does asking in vain; a forum member gets the answer for a case that is not there."""
    case = new_case(ctx, visibility="restricted", title="Hemmelig")
    member, path = person(ctx, "forum", ["forum_member"]), f"collaborations/{case['id']}"
    replies = [member.get(path), member.get("collaborations/999999")]
    documents = [{k: v for k, v in r.json.items() if k != "request_id"} for r in replies]
    ctx.case("hidden and missing look alike", replies[0].status == 404 and documents[0] == documents[1], replies)
    ctx.case("also as of a day", member.get(path, as_of="2099-01-01").status == 404)
    lawyer(ctx).get(path)
    lawyer(ctx).get(f"{path}/history")
    rows = ctx.db.rows(f"SELECT u.login, e.refused, count(*) AS n FROM read_event e JOIN app_user u ON u.id = e.user_id WHERE collaboration_id = {case['id']} GROUP BY 1, 2 ORDER BY 1, 2")
    seen = {(r["login"], str(r["refused"]).lower()[0]): int(r["n"]) for r in rows}
    ctx.case("who read and who was refused", seen.get(("forum", "t")) == 2 and seen.get(("jura", "f")) == 2, seen)
    shown = lawyer(ctx).get(f"{path}/reads").json["items"]
    ctx.case("shown to the lawyer", any(i["refused"] and i["user_name"] == "forum" for i in shown) and shown[0]["collaboration_number"] == case["number"], shown[:2])
    auditor = person(ctx, "revisor", ["auditor"])
    ctx.case("the auditor finds refusals", any(i["collaboration_id"] == case["id"] for i in auditor.get("reads", refused="true").json["items"]))
    plain = new_case(ctx)
    lead(ctx).get(f"collaborations/{plain['id']}")
    ctx.case("an ordinary case leaves none", ctx.db.value(f"SELECT count(*) FROM read_event WHERE collaboration_id = {plain['id']}") in (0, "0"))


def test_marks(ctx):
    """The company claims, we decide; who may not decide does not; an open case has no secret fields."""
    case, client = new_case(ctx, value_ceiling_oere=1234567800), lead(ctx)
    at = f"collaborations/{case['id']}/markings"
    company = client.post("organisations", {"name": "Hemmelig ApS"}).json["id"]
    mark = client.post(at, {"field": "case_value_ceiling_oere", "organisation_id": company, "claim": "Vores pris er hemmelig", "claimed_on": "2026-02-01"})
    assert mark.status == 201 and mark.json["decision"] == "undecided" and mark.json["ground"] == "section_30_2", mark
    one = f"{at}/{mark.json['id']}"
    mine = client.patch(one, {"decision": "withheld", "reason": "Enig"}, mark.etag)
    ctx.case("a project lead does not decide", mine.status == 422 and mine.faults == {"decision": "not_allowed"}, mine)
    office = person(ctx, "indkoeb", ["procurement_lead"])
    mute = office.patch(one, {"decision": "withheld"}, mark.etag)
    ctx.case("a decision has a reason", mute.status == 422 and mute.faults == {"reason": "required"}, mute)
    decided = office.patch(one, {"decision": "withheld", "reason": "Prisen røber avancen"}, mark.etag)
    ctx.case("those who answer requests decide", decided.status == 200 and decided.json["decided_by_name"] and decided.json["decided_at"], decided)
    ctx.case("and then the lead takes nothing off", client.delete(one, decided.etag).status == 422)
    again = client.post(at, {"field": "case_value_ceiling_oere"})
    ctx.case("once a field", again.status == 409 and again.faults == {"field": "duplicate"}, again)
    ctx.case("of something", client.post(at, {"claim": "x"}).faults == {"field": "required"})
    ctx.case("of one thing", client.post(at, {"field": "case_need", "document_id": 1}).status == 422)
    ctx.case("a document of another case", client.post(at, {"document_id": 999999}).faults == {"document_id": "unknown_reference"})
    opened = client.patch(f"collaborations/{case['id']}", {"visibility": "open"}, client.get(f"collaborations/{case['id']}").etag)
    ctx.case("a case with secret fields is not opened", opened.status == 422 and opened.faults == {"visibility": "secret_fields"}, opened)
    public = new_case(ctx, visibility="open")
    secret = client.post(f"collaborations/{public['id']}/markings", {"field": "case_need"})
    ctx.case("nor is a field of an open case marked", secret.status == 422 and secret.faults == {"field": "open_case"}, secret)


def test_requests(ctx):
    """Story 6.6: received on 26 March 2026, due on 9 April; put off with a reason, answered in parts, then no more."""
    client = lawyer(ctx)
    case = new_case(ctx)
    made = client.post("access-requests", {"requester": "Bornholms Avis", "contact": "avis@example.dk", "subject": "Aftaler om hjemmemonitorering", "received_on": "2026-03-26",
                                           "cases": [{"collaboration_id": case["id"]}]})
    assert made.status == 201 and made.json["due_on"] == "2026-04-09" and made.json["deadline"] == "2026-04-09" and made.json["overdue"], made
    at = f"access-requests/{made.json['id']}"
    assert made.headers["Location"].endswith(at) and made.json["cases"][0]["number"] == case["number"] and made.json["handler_name"] == "jura", made
    due = ctx.db.rows(f"SELECT due_date::text AS d, done_at IS NOT NULL AS done FROM deadline WHERE source_table = 'access_request' AND source_id = {made.json['id']}")
    ctx.case("it stands among the deadlines", due[0]["d"] == "2026-04-09" and str(due[0]["done"])[0].lower() == "f", due)
    bad = client.patch(at, {"extended_to": "2026-04-20"}, made.etag)
    ctx.case("put off with a reason only", bad.status == 422 and bad.faults == {"extension_reason": "required"}, bad)
    early = client.patch(at, {"extended_to": "2026-04-01", "extension_reason": "x"}, made.etag)
    ctx.case("not before it is due", early.faults == {"extended_to": "before_earliest"}, early)
    later = client.patch(at, {"extended_to": "2026-04-20", "extension_reason": "Mange dokumenter; besked sendt 8. april"}, made.etag)
    ctx.case("put off", later.status == 200 and later.json["deadline"] == "2026-04-20" and later.json["due_on"] == "2026-04-09", later)
    moved = client.patch(at, {"received_on": "2026-03-27"}, later.etag)
    ctx.case("the day it came in counts anew", moved.json["due_on"] == "2026-04-10", moved)
    future = client.post("access-requests", {"requester": "A", "subject": "Fra i morgen", "received_on": "2199-01-01"})
    ctx.case("nothing comes in tomorrow", future.status == 422 and future.faults == {"received_on": "in_future"}, future)
    unknown = client.post("access-requests", {"requester": "A", "subject": "Ukendt sag", "received_on": "2026-01-01", "cases": [{"collaboration_id": case["id"]}, {"collaboration_id": 999999}]})
    ctx.case("a case that is not there", unknown.faults == {"cases[1].collaboration_id": "unknown_reference"}, unknown)
    listed = client.get("access-requests", status="open", overdue="true", text="bornholms").json
    ctx.case("found in the list", [i["id"] for i in listed["items"]] == [made.json["id"]] and listed["items"][0]["case_count"] == 1, listed)
    ctx.case("and by its case", client.get("access-requests", collaboration_id=case["id"]).json["total"] == 1)
    early = client.post(f"{at}/answers", {"outcome": "full", "sent_on": "2026-03-01"})
    ctx.case("no answer before the request", early.faults == {"sent_on": "before_earliest"}, early)
    mute = client.post(f"{at}/answers", {"outcome": "refused"})
    ctx.case("a refusal has words", mute.faults == {"words": "required"}, mute)
    part = client.post(f"{at}/answers", {"outcome": "partial", "sent_on": "2026-04-08", "final": False, "words": "Resten følger"})
    ctx.case("in part", part.status == 201 and client.get(at).json["status"] == "partial", part)
    last = client.post(f"{at}/answers", {"outcome": "partial", "sent_on": "2026-04-17", "words": "Priser er undtaget, § 30, nr. 2"})
    now = client.get(at).json
    ctx.case("and finally", last.status == 201 and (now["status"], now["outcome"], now["answered_on"], now["overdue"], now["days_left"]) == ("answered", "partial", "2026-04-17", False, None), now)
    ctx.case("then no more", client.post(f"{at}/answers", {"outcome": "full"}).status == 409)
    done = ctx.db.value(f"SELECT done_at IS NOT NULL FROM deadline WHERE source_table = 'access_request' AND source_id = {made.json['id']}")
    ctx.case("the deadline is met", str(done)[0].lower() == "t", done)
    admin = person(ctx, "admin2", ["admin"])
    ctx.case("one who has no part in it and does not see every case does not see it", admin.get(at).status == 404 and admin.get("access-requests", text="bornholms").json["total"] == 0)


def test_package(ctx):
    """The package holds what may be shown, nothing of what may not: not as a field, not in a text, not as a file; and says why."""
    client, office = lead(ctx), person(ctx, "indkoeb", ["procurement_lead"])
    case = new_case(ctx, title="Pris 12.345.678 kr. aftalt", value_ceiling_oere=1234567800, need="Opskrift-X9", summary="Vi køber efter opskrift-x9 for 12345678 kr.", need_group_size=3)
    at = f"collaborations/{case['id']}"
    company = client.post("organisations", {"name": "Giver ApS"}).json["id"]
    assert client.post(f"{at}/parties", {"organisation_id": company, "contribution_oere": 777700}).status == 201
    for field, decision in (("case_value_ceiling_oere", "withheld"), ("parties_contribution_oere", None), ("milestones_title", "disclosed")):
        mark = office.post(f"{at}/markings", {"field": field, **({"decision": decision, "reason": "Konkurrencen"} if decision else {})})
        assert mark.status == 201, mark
    recipe = office.post(f"{at}/markings", {"field": "case_need", "decision": "withheld", "reason": "Teknisk fremgangsmåde"})
    assert recipe.status == 201, recipe
    assert client.post(f"{at}/milestones", {"title": "Åbning", "due_date": "2026-09-09"}).status == 201
    assert client.post(f"{at}/comments", {"body": "Internt: de er dyre"}).status == 201
    files = {"udbud.pdf": ("open", "out", PDF), "tilbud.txt": ("confidential_section_30_2", "in", b"HEMMELIGT-TILBUD\n"), "notat.txt": ("internal", "internal", b"INTERNT-NOTAT\n"),
             "brev.txt": ("internal", "in", b"BREV-UDEFRA\n"), "cv.txt": ("personal_data", "in", b"CV-INDHOLD\n"), "frigivet.txt": ("confidential_section_30_2", "in", b"FRIGIVET-ALLIGEVEL\n")}
    for name, (level, direction, content) in files.items():
        made = upload(client, case, name, content, confidentiality=level, direction=direction, title=name)
        assert made.status == 201, made
    free = office.post(f"{at}/markings", {"document_id": made.json["id"], "decision": "disclosed", "reason": "Ikke længere en hemmelighed"})
    assert free.status == 201, free
    asked = lawyer(ctx).post("access-requests", {"requester": "Avisen", "subject": "Hele sagen", "received_on": "2026-03-26", "cases": [{"collaboration_id": case["id"]}]})
    path = f"access-requests/{asked.json['id']}/packages"
    package = lawyer(ctx).post(path)
    assert package.status == 202 and package.json["status"] == "waiting", package
    ctx.case("not there before it is made", lawyer(ctx).get(f"{path}/{package.json['id']}/file").status == 404)
    ctx.samspil("work", "--once")
    made = lawyer(ctx).get(path).json["items"][0]
    got = lawyer(ctx).get(f"{path}/{package.json['id']}/file")
    assert made["status"] == "ready" and got.status == 200 and hashlib.sha256(got.body).hexdigest() == made["sha256"] and len(got.body) == made["size"], (made, got.status)
    with zipfile.ZipFile(io.BytesIO(got.body)) as z:
        assert z.testzip() is None
        inside = {n: z.read(n) for n in z.namelist()}
    n = case["number"]
    given = sorted(name for name in inside if "/dokumenter/" in name)
    ctx.case("the files that are given", [g.split("-", 3)[-1] for g in given] == ["udbud.pdf", "brev.txt", "frigivet.txt"] and made["documents"] == 3, given)
    everything = b"\n".join(inside.values()).decode("utf-8", "replace") + " ".join(inside)
    for secret in ("1234567800", "12345678", "12.345.678", "Opskrift-X9", "opskrift-x9", "777700", "7777", "HEMMELIGT-TILBUD", "INTERNT-NOTAT", "CV-INDHOLD", "de er dyre"):
        ctx.case(f"nowhere: {secret}", secret not in everything, [k for k, v in inside.items() if secret.encode() in v])
    data = json.loads(inside[f"{n}/sag.json"])
    ctx.case("fields as JSON, what is withheld as null", data["case"][0]["value_ceiling_oere"] is None and data["case"][0]["need"] is None and data["case"][0]["need_group_size"] is None
             and data["case"][0]["title"] == "Pris █████ kr. aftalt" and data["milestones"][0]["title"] == "Åbning" and data["parties"][0]["organisation"] == "Giver ApS", data)
    table = inside[f"{n}/sag.csv"].decode("utf-8-sig")
    ctx.case("and as CSV, blacked", "value_ceiling_oere;Økonomisk loft;█████" in table and "title;Titel;Pris █████ kr. aftalt" in table, table[:600])
    why = inside["undtaget.csv"].decode("utf-8-sig").replace('"', "")
    for line in ("Økonomisk loft;Drifts- eller forretningsforhold, § 30, nr. 2;Konkurrencen", "Behov;Drifts- eller forretningsforhold, § 30, nr. 2;Teknisk fremgangsmåde",
                 "Deltagerens bidrag;Drifts- eller forretningsforhold, § 30, nr. 2;Der er ikke taget stilling endnu", "Gruppens størrelse;Små tal: kan føre til enkelte patienter;Færre end 5",
                 "tilbud.txt;Drifts- eller forretningsforhold, § 30, nr. 2;", "notat.txt;Internt dokument, § 23;", "cv.txt;Private forhold, § 30, nr. 1;", "Interne bemærkninger (1);Internt dokument, § 23;"):
        ctx.case(f"listed: {line[:40]}", line in why, why)
    ctx.case("the list of all documents", inside["dokumentliste.csv"].decode().count(n) >= 6 and ";Nej;" in inside["dokumentliste.csv"].decode(), inside["dokumentliste.csv"].decode())
    ctx.case("it says what it is", "Aktindsigt AKT-" in inside["laes-mig.txt"].decode() and made["withheld"] == why.count("\r\n") - 1, (made, why))
    noted = ctx.db.value("SELECT count(*) FROM read_event WHERE entity = 'access_package'")
    ctx.case("fetching it is noted", int(noted) == 1, noted)
    empty = lawyer(ctx).post("access-requests", {"requester": "B", "subject": "Ingen sager", "received_on": "2026-03-26"})
    none = lawyer(ctx).post(f"access-requests/{empty.json['id']}/packages")
    ctx.case("without a case there is nothing to pack", none.status == 409 and "sager" in none.json["detail"], none)


def test_people(ctx):
    """All about a person comes out; the person is taken out of account and texts; the chain holds, and its events never had the name."""
    admin = person(ctx, "admin2", ["admin"])
    ctx.samspil("user", "add", "forsvinder", "--name", "Frederikke Forsvindel", "--password", PASSWORD)
    ctx.samspil("user", "grant", "forsvinder", "--role", "clinic_lead", "--unit", A)
    gone = ctx.token("forsvinder")
    user = int(ctx.db.value("SELECT id FROM app_user WHERE login = 'forsvinder'"))
    unit = ctx.db.value(f"SELECT id FROM unit WHERE code = '{A}'")
    case = gone.post("collaborations", {"kind": "opi", "title": "Med navn", "unit_id": unit, "owner_id": user, "summary": "Ring til Frederikke Forsvindel"}).json
    assert gone.post(f"collaborations/{case['id']}/comments", {"body": "Hilsen frederikke forsvindel"}).status == 201
    about = admin.get(f"users/{user}/personal-data")
    assert about.status == 200 and about.json["owner_of"] == [case["number"]] and len(about.json["comments"]) == 1 and about.json["changes"] > 0, about
    where = {(i["entity"], i["field"]): i["found"] for i in admin.get("personal-data", name="Frederikke Forsvindel").json["items"]}
    ctx.case("where the name stands", where.get(("collaboration", "summary")) == 1 and where.get(("comment", "body")) == 1 and where.get(("audit_event", "")) == 2, where)
    told = admin.post("personal-data/pseudonymise", {"user_id": user, "reason": "Frederikke Forsvindel er fratrådt"})
    ctx.case("the reason does not hold the name", told.status == 422 and told.faults == {"reason": "holds_name"}, told)
    done = admin.post("personal-data/pseudonymise", {"user_id": user, "reason": "Fratrådt, opbevaringen er slut"})
    items = {(i["entity"], i["field"]): i for i in done.json["items"]}
    ctx.case("taken out, with what stays", done.status == 200 and items[("collaboration", "summary")]["stays"] == 0 and items[("comment", "body")]["replaced"] == 1 and items[("audit_event", "")]["stays"] >= 2, done)
    ctx.case("the account is empty", ctx.db.value(f"SELECT name || login || COALESCE(email, '') FROM app_user WHERE id = {user}") == f"Person {user}person{user}")
    ctx.case("and closed", gone.get("me").status == 401, gone.get("me"))
    now = lead(ctx).get(f"collaborations/{case['id']}").json
    ctx.case("the texts say who it was by number", now["summary"] == f"Ring til Person {user}" and now["owner_name"] == f"Person {user}", now["summary"])
    held = ctx.db.value(f"SELECT count(*) FROM audit_event WHERE entity = 'app_user' AND entity_id = {user} AND concat(before, after) ~* 'frederikke|forsvinder'")
    ctx.case("no event about the account ever held the name", int(held) == 0, held)
    elsewhere = ctx.db.value("SELECT count(*) FROM notification WHERE words ~* 'frederikke'")
    ctx.case("nor a note", int(elsewhere) == 0, elsewhere)
    ctx.samspil("audit", "verify")
    replay = ctx.db.rows("SELECT * FROM audit_replay()")
    ctx.case("the chain verifies, and rows are as it tells", replay == [], replay[:3])
    ctx.case("not oneself", admin.post("personal-data/pseudonymise", {"user_id": int(ctx.db.value("SELECT id FROM app_user WHERE login = 'admin2'")), "reason": "Mig selv"}).faults == {"user_id": "not_allowed"})
    ctx.case("somebody or a name", admin.post("personal-data/pseudonymise", {"reason": "Ingen"}).faults == {"name": "required"})
    guest = lead(ctx)
    organisation = guest.post("organisations", {"name": "Kontakt ApS"}).json["id"]
    guest.post(f"collaborations/{case['id']}/parties", {"organisation_id": organisation, "contact_name": "Kaj Kontakt (salg)"})
    one = admin.post("personal-data/pseudonymise", {"name": "Kaj Kontakt (salg)", "reason": "Bad om det"})
    ctx.case("a contact without an account", one.status == 200 and lead(ctx).get(f"collaborations/{case['id']}").json["participants"][0]["contact_name"] == "[navn fjernet]", one)
