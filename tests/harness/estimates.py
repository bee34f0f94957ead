# SPDX-License-Identifier: EUPL-1.2
"""What the tests of stored estimates share: people by token, a case, an estimate with HjemmeAkut's inputs, its
workbook read."""
import io
import json
import os
import re
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def example(ctx):
    with open(os.path.join(ctx.root, "tests/golden/value/hjemmeakut.json"), encoding="utf-8") as f:
        return json.load(f)


def user(ctx, login):
    """A client with a token of that person's, one a test module."""
    kept = ctx.__dict__.setdefault("people", {})
    if login not in kept:
        kept[login] = ctx.token(login)
    return kept[login]


def grant(ctx, login, role, unit):
    """A new person with one role at a unit, by token."""
    if not ctx.db.rows(f"SELECT 1 FROM app_user WHERE login = '{login}'"):
        ctx.samspil("user", "add", login, "--password", "Et-langt-kodeord-42")
        ctx.samspil("user", "grant", login, "--role", role, "--unit", unit)
    return user(ctx, login)


def new_case(ctx, title="Sag med værdi", visibility="internal", unit="demo-akut", kind="opi"):
    unit_id = ctx.db.value(f"SELECT id FROM unit WHERE code = '{unit}'")
    reply = user(ctx, "admin").post("collaborations", {"kind": kind, "title": title, "unit_id": unit_id, "visibility": visibility})
    assert reply.status == 201, reply
    return reply.json["id"]


def create(ctx, case, login="klinik", **body):
    reply = user(ctx, login).post(f"collaborations/{case}/estimates", {"tier": "mini", "comparator": "Som i dag", **body})
    assert reply.status == 201, reply
    return reply.json


def submit(ctx, estimate, login="klinik"):
    reply = user(ctx, login).post(f"estimates/{estimate['id']}/submit", {})
    assert reply.status == 200 and reply.json["status"] == "submitted", reply
    return reply.json


def sheets(body):
    """{sheet: [[cell or None]]} of an xlsx file."""
    book = zipfile.ZipFile(io.BytesIO(body))
    assert book.testzip() is None
    names = [s.get("name") for s in ET.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet")]
    texts = ["".join(t.text or "" for t in si.iter(MAIN + "t")) for si in ET.fromstring(book.read("xl/sharedStrings.xml")).iter(MAIN + "si")]
    found = {}
    for no, name in enumerate(names, 1):
        root = ET.fromstring(book.read(f"xl/worksheets/sheet{no}.xml"))
        assert not list(root.iter(MAIN + "f")), "a formula"
        rows = []
        for row in root.iter(MAIN + "row"):
            cells = {}
            for c in row.iter(MAIN + "c"):
                value = c.find(MAIN + "v")
                if value is None:
                    continue
                column = re.match("[A-Z]+", c.get("r"))[0]
                cells[column] = texts[int(value.text)] if c.get("t") == "s" else float(value.text)
            rows.append([cells.get(chr(65 + i)) for i in range(15)])
        found[name] = rows
    return found
