# SPDX-License-Identifier: EUPL-1.2
"""Nobody rewrites the history unseen: twelve ways of doing it as the database's own superuser, each found with the public
key, one receipt and the replay, each with the same check passing before and after."""
import hashlib
import json
import os
import re
import time

from harness.context import PASSWORD

DATABASE = "demo"
TIMEOUT = 180
SEED, OTHER_SEED = "11" * 32, "22" * 32
KEY = {"SAMSPIL_AUDIT_KEY": SEED}
STATE = {}
RECEIPT = re.compile(r"^[0-9]+;[0-9a-f]{64}$")


def client(ctx):
    if "client" not in STATE:
        ctx.samspil("user", "add", "anna", "--password", PASSWORD)
        for role in ("procurement_lead", "admin"):
            ctx.samspil("user", "grant", "anna", "--role", role, "--unit", "region-1084")
        STATE["client"] = ctx.token("anna")
        STATE["unit"] = ctx.db.value("SELECT id FROM unit WHERE code = 'demo-akut'")
    return STATE["client"]


def new_case(ctx, headers=None, **more):
    reply = client(ctx).post("collaborations", {"kind": "opi", "title": "Sag med kvittering", "unit_id": STATE["unit"], **more}, headers)
    assert reply.status == 201, reply
    return reply


def event(ctx, seq):
    return ctx.db.rows(f"SELECT *, encode(hash, 'hex') AS hex FROM audit_event WHERE seq = {seq}")[0]


def sign(ctx, key=None):
    return ctx.samspil("audit", "sign", env=key or KEY)


def audit(ctx, *words, env=None):
    done = ctx.samspil("audit", *words, check=False, env=env)
    return done.returncode, done.stdout + done.stderr


def proved(ctx, *more):
    """What an auditor runs: chain against key and receipt, then the tables against the chain."""
    status, said = audit(ctx, "verify", "--public-key", STATE["key"], "--receipt", STATE["receipt"], *more)
    if status:
        return status, said
    return audit(ctx, "replay")


def test_receipts(ctx):
    """Every write answers with number and hash of its last event; what changes nothing audited has none."""
    c = client(ctx)
    made = new_case(ctx)
    receipt = made.headers.get("Audit-Receipt", "")
    assert RECEIPT.match(receipt), made.headers
    seq, _, digest = receipt.partition(";")
    row = event(ctx, seq)
    assert row["hex"] == digest and row["request_id"] == made.headers["X-Request-Id"], (row, receipt)
    assert ctx.db.value("SELECT seq FROM audit_head") == int(seq), "the last of its events"
    path = f"collaborations/{made.json['id']}"
    for name, send, status, has in (
            ("read", lambda: c.get(path), 200, False),
            ("change", lambda: c.patch(path, {"title": "Nyt navn"}, c.get(path).etag), 200, True),
            ("refused change", lambda: c.patch(path, {"title": "Andet"}, '"999"'), 412, False),
            ("wrong field", lambda: c.post(f"{path}/comments", {"body": ""}), 422, False),
            ("comment", lambda: c.post(f"{path}/comments", {"body": "Tekst"}), 201, True),
            ("pure", lambda: c.post("value/evaluate", {}), 422, False),
            ("log-in", lambda: ctx.client().post("session", {"login": "anna", "password": PASSWORD}), 200, False),
            ("token", lambda: c.post("tokens", {"name": "kvittering", "scopes": ["collaborations:read"]}), 201, True)):
        reply = send()
        ctx.case(f"{name}: {status}", reply.status == status, reply)
        given = reply.headers.get("Audit-Receipt")
        ctx.case(f"{name}: receipt", bool(given) == has and (not has or (
            event(ctx, given.split(";")[0])["hex"] == given.split(";")[1] and event(ctx, given.split(";")[0])["request_id"] == reply.headers["X-Request-Id"])), given)


def test_receipt_of_a_repeated_request(ctx):
    """The same key gives the same receipt again, and it is that of the first request."""
    first = new_case(ctx, {"Idempotency-Key": "kvittering-1"})
    again = new_case(ctx, {"Idempotency-Key": "kvittering-1"})
    assert again.json == first.json and again.headers["Audit-Receipt"] == first.headers["Audit-Receipt"]
    assert event(ctx, first.headers["Audit-Receipt"].split(";")[0])["request_id"] == first.headers["X-Request-Id"]


def test_receipts_of_many_at_once(ctx):
    """Twelve writers at once: every receipt is that of its own request, and no two are alike."""
    import threading
    client(ctx)
    tokens = [ctx.token("anna") for _ in range(12)]
    got, wrong = [], []

    def write(c):
        for _ in range(8):
            reply = c.post("collaborations", {"kind": "opi", "title": "Samtidig", "unit_id": STATE["unit"]})
            got.append((reply.headers.get("Audit-Receipt", ""), reply.headers["X-Request-Id"], reply.status))
    threads = [threading.Thread(target=write, args=(c,)) for c in tokens]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    rows = {str(r["seq"]): r for r in ctx.db.rows("SELECT seq, request_id, encode(hash, 'hex') AS hex FROM audit_event")}
    for receipt, request, status in got:
        seq, _, digest = receipt.partition(";")
        if status != 201 or seq not in rows or rows[seq]["hex"] != digest or rows[seq]["request_id"] != request:
            wrong.append((receipt, request, status, rows.get(seq)))
    assert len(got) == 96 and not wrong and len({g[0] for g in got}) == 96, wrong[:3]


def test_unsigned(ctx):
    """Without a key all works, and verify says so; with a key of wrong form nothing is signed silently."""
    status, said = audit(ctx, "verify")
    assert status == 0 and "heads are unsigned" in said and "chain intact" in said, said
    status, said = audit(ctx, "verify", "--public-key", "ab" * 32)
    assert status == 1 and "no head is signed" in said, said
    for words, env in ((("sign",), {}), (("key",), {}), (("key",), {"SAMSPIL_AUDIT_KEY": "xx"}), (("sign",), {"SAMSPIL_AUDIT_KEY": "11" * 31})):
        status, said = audit(ctx, *words, env=env)
        ctx.case(f"{words} {env}", status == 2 and "SAMSPIL_AUDIT_KEY" in said, said)
    done = ctx.samspil("work", "--once", check=False, env={"SAMSPIL_AUDIT_KEY": "zz"})
    assert done.returncode == 2 and "64 hex digits" in done.stderr, done.stderr
    for words in (("verify", "--receipt", "7"), ("verify", "--receipt", "x;" + "0" * 64), ("verify", "--public-key", "abc"), ("verify", "--nothing"), ("other",), ()):
        status, said = audit(ctx, *words)
        ctx.case(f"wrong usage {words}", status == 2, f"{status} {said}")


def test_signed(ctx):
    """Signs what is new and only that; the signature is Ed25519 over number, hash and time; the key comes from a file too."""
    file = os.path.join(ctx.out, "audit_key")
    with open(file, "w", encoding="ascii") as f:
        f.write(SEED + "\n")
    status, said = audit(ctx, "key", env={"SAMSPIL_AUDIT_KEY_FILE": file})
    assert status == 0 and re.fullmatch(r"[0-9a-f]{64}\n", said), said
    STATE["key"] = said.strip()
    assert "signed event" in sign(ctx).stdout and "nothing to sign" in sign(ctx).stdout
    row = ctx.db.rows("SELECT seq, encode(hash, 'hex') AS hash, encode(key, 'hex') AS key FROM audit_signature")
    assert len(row) == 1 and row[0]["key"] == STATE["key"] and row[0]["hash"] == event(ctx, row[0]["seq"])["hex"], row
    STATE["receipt"] = new_case(ctx).headers["Audit-Receipt"]
    sign(ctx)
    new_case(ctx)
    status, said = audit(ctx, "verify", "--public-key", STATE["key"], "--receipt", STATE["receipt"], "--receipt", STATE["receipt"].replace(";", ":"))
    assert status == 0 and "2 signed heads, all with the key given; " in said, said
    with open(file + ".pub", "w", encoding="ascii") as f:
        f.write("ab" * 32 + "\n" + STATE["key"] + "\n")
    assert audit(ctx, "verify", "--public-key", file + ".pub")[0] == 0, "keys may change: a file holds all of them"
    refused = ctx.db.sql("DELETE FROM audit_signature", role="samspil_app", check=False), ctx.db.sql("UPDATE audit_signature SET seq = 1", role="samspil_app", check=False)
    assert ctx.db.value("SELECT count(*) FROM audit_signature") == 2, refused
    status, said = audit(ctx, "replay")
    assert status == 0 and "as the audit tells" in said, said


def test_offline(ctx):
    """An export is verified without a database; each spoilt export is found."""
    lines = ctx.samspil("audit", "export").stdout.splitlines()
    kinds = [next(iter(json.loads(line))) for line in lines]
    assert kinds == ["head"] * 2 + ["seq"] * (len(lines) - 3) + ["end"], set(kinds)
    spoilt = {
        "as it is": (lines, 0),
        "one edited": ([*lines[:40], lines[40].replace('"via":"', '"via":"x'), *lines[41:]], 1),
        "one left out": ([*lines[:40], *lines[41:]], 1),
        "two swapped": ([*lines[:40], lines[41], lines[40], *lines[42:]], 1),
        "the head left out": (lines[:-1], 1),
        "cut off": (lines[:-9], 1),
        "half a line": ([*lines[:-1], lines[-1][:20]], 1),
        "another signature": ([lines[0].replace('"signature":"', '"signature":"00')[:-4] + '"}', *lines[1:]], 1),
        "empty": ([], 1),
    }
    file = os.path.join(ctx.out, "export.jsonl")
    none = {"SAMSPIL_DATABASE_URL": "host=/nowhere"}
    for name, (text, status) in spoilt.items():
        with open(file, "w", encoding="utf-8") as f:
            f.write("".join(line + "\n" for line in text))
        got, said = audit(ctx, "verify", "--file", file, "--public-key", STATE["key"], "--receipt", STATE["receipt"], env=none)
        ctx.case(f"export {name}", got == status and ("broken" in said) == bool(status), f"{got} {said}")
    os.remove(file)
    assert audit(ctx, "verify", "--file", file)[0] == 2


RECOMPUTE = """DO $$ DECLARE e audit_event; h bytea; BEGIN
  SELECT hash INTO h FROM audit_event WHERE seq = %d - 1;
  FOR e IN SELECT * FROM audit_event WHERE seq >= %d ORDER BY seq LOOP
    h := audit_hash(h, e); UPDATE audit_event SET hash = h WHERE seq = e.seq;
  END LOOP;
  UPDATE audit_head SET hash = h, seq = (SELECT max(seq) FROM audit_event); END $$"""
EDIT = "UPDATE audit_event SET after = jsonb_set(after, '{title}', '\"Forfalsket\"') WHERE seq = %d"
QUIET = "ALTER TABLE collaboration DISABLE TRIGGER USER; UPDATE collaboration SET {} WHERE id = (SELECT min(id) FROM collaboration); ALTER TABLE collaboration ENABLE TRIGGER USER"
# %d is an event of a case before the receipt. The eighth of the list, another tenant's row, has no meaning here: a region has
# a schema of its own, and with it a chain of its own.
TAMPER = {
    "1 edit": EDIT,
    "2 delete": "DELETE FROM audit_event WHERE seq = %d",
    "3 swap": "UPDATE audit_event SET seq = -1 WHERE seq = %d; UPDATE audit_event SET seq = seq - 1 WHERE seq = %d + 1; UPDATE audit_event SET seq = %d + 1 WHERE seq = -1",
    "4 insert": "UPDATE audit_event SET seq = seq + 1000000 WHERE seq > %d; UPDATE audit_event SET seq = seq - 999999 WHERE seq > 1000000;"
                " INSERT INTO audit_event SELECT (e).* FROM (SELECT jsonb_populate_record(x, jsonb_build_object('seq', %d + 1)) AS e FROM audit_event x WHERE seq = %d) y",
    "5 tail cut off and the head set back": "DELETE FROM audit_event WHERE seq >= {receipt}; DELETE FROM audit_signature WHERE seq >= {receipt};"
                                            " UPDATE audit_head SET seq = e.seq, hash = e.hash FROM (SELECT * FROM audit_event ORDER BY seq DESC LIMIT 1) e",
    "6 recomputed from the edit on": EDIT + ";" + RECOMPUTE,
    "6 recomputed, signatures thrown away": EDIT + ";" + RECOMPUTE + "; DELETE FROM audit_signature",
    "7 the row of a case alone": QUIET.format("value_ceiling_oere = 1"),
    "7 a row gone": "SET session_replication_role = replica; DELETE FROM comment WHERE id = (SELECT min(id) FROM comment)",
    "7 a row made": "SET session_replication_role = replica; INSERT INTO comment (collaboration_id, body) SELECT min(id), 'x' FROM collaboration",
    "7 one row of a large block": "SET session_replication_role = replica; UPDATE block_of_audit SET city = 'Forfalsket' WHERE id = (SELECT min(id) + 7 FROM block_of_audit)",
    "9 the time of an event": "UPDATE audit_event SET at = at - interval '1 day' WHERE seq = %d",
    "9 the time of a case": QUIET.format("created_at = created_at - interval '1 day'"),
    "10 an older backup": "DELETE FROM audit_event; INSERT INTO audit_event SELECT * FROM older_event; DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM older_head;"
                          " DELETE FROM audit_signature; INSERT INTO audit_signature SELECT * FROM older_signature",
    "11 another key": "UPDATE audit_signature SET key = sha256('x')",
    "11 signed again with another key": "other key",
    "12 a gap in the numbers": "UPDATE audit_event SET seq = seq + 1000 WHERE seq > (SELECT max(seq) - 2 FROM audit_event)",
}
KEPT = ("audit_event", "audit_head", "audit_signature", "collaboration", "comment", "organisation")


def restore(ctx):
    ctx.db.sql("SET session_replication_role = replica; " + " ".join(
        f"DELETE FROM {t}; INSERT INTO {t} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{t};" if t != "organisation" else
        "UPDATE organisation o SET city = k.city FROM kept_organisation k WHERE k.id = o.id;" for t in KEPT))


def test_twelve_tamperings(ctx):
    """Each is found with the public key and one receipt of before, or by the replay; each time the control passes before."""
    sql = ctx.db.sql
    sql("INSERT INTO organisation (name, city) SELECT 'Blok ' || n, 'Odense' FROM generate_series(1, 60) n; "
        "CREATE VIEW block_of_audit AS SELECT * FROM organisation WHERE name LIKE 'Blok %'")
    sign(ctx)
    for t in ("event", "head", "signature"):
        sql(f"CREATE TABLE older_{t} AS TABLE audit_{t}")
    at = int(new_case(ctx).headers["Audit-Receipt"].split(";")[0]) - 1  # its row in collaboration
    STATE["receipt"] = new_case(ctx).headers["Audit-Receipt"]
    sign(ctx)
    new_case(ctx)
    for t in KEPT:
        sql(f"CREATE TABLE kept_{t} AS TABLE {t}" if t != "organisation" else "CREATE TABLE kept_organisation AS SELECT id, city FROM organisation")
    status, said = proved(ctx)
    assert status == 0, said
    for name, text in TAMPER.items():
        if text == "other key":
            sql("DELETE FROM audit_signature")
            sign(ctx, {"SAMSPIL_AUDIT_KEY": OTHER_SEED})
        else:
            sql(text.replace("%d", str(at)).replace("{receipt}", STATE["receipt"].split(";")[0]))
        status, said = proved(ctx)
        ctx.case(f"{name}: found", status == 1, f"{status} {said}")
        if name in ("6 recomputed, signatures thrown away", "10 an older backup", "5 tail cut off and the head set back"):
            ctx.case(f"{name}: not without key and receipt", audit(ctx, "verify")[0] == 0, "the chain alone would have done")
        restore(ctx)
        status, said = proved(ctx)
        ctx.case(f"{name}: put back", status == 0, f"{status} {said}")
    sql("DROP VIEW block_of_audit; DROP TABLE older_event, older_head, older_signature, " + ", ".join(f"kept_{t}" for t in KEPT))


def test_a_changed_head_is_not_signed(ctx):
    """The signer refuses when what it signed last is no longer what it was."""
    sign(ctx)
    seq = ctx.db.value("SELECT max(seq) FROM audit_signature")
    kept = event(ctx, seq)["hex"]
    new_case(ctx)
    ctx.db.sql(f"UPDATE audit_event SET hash = sha256('x') WHERE seq = {seq}")
    done = ctx.samspil("audit", "sign", check=False, env=KEY)
    assert done.returncode == 1 and "audit_sign" in done.stderr, done.stderr
    ctx.db.sql(f"UPDATE audit_event SET hash = decode('{kept}', 'hex') WHERE seq = {seq}")
    assert "signed event" in sign(ctx).stdout


def wait(ctx, query):
    limit = time.monotonic() + 40 * ctx.server.slow
    while time.monotonic() < limit:
        value = ctx.db.value(query)
        if value:
            return value
        time.sleep(0.05)
    return None


def test_work_signs_and_checks(ctx):
    """The work process signs the head as it starts, and checks chain and tables once a day."""
    new_case(ctx)
    head = ctx.db.value("SELECT seq FROM audit_head")
    work = ctx.new_server("work", env=KEY)
    assert wait(ctx, f"SELECT 1 FROM audit_signature WHERE seq >= {head}"), work.log()
    assert wait(ctx, "SELECT 1 FROM audit_check WHERE finished_at IS NOT NULL"), work.log()
    row = ctx.db.rows("SELECT * FROM audit_check")[0]
    assert row["faults"] == 0 and row["events"] >= head and row["fault"] is None, row
    assert work.stop() == 0
    ctx.db.sql("TRUNCATE audit_check; " + QUIET.format("value_ceiling_oere = 77"))
    ctx.expect_log("audit_check")
    work.start()
    assert wait(ctx, "SELECT 1 FROM audit_check WHERE finished_at IS NOT NULL"), work.log()
    row = ctx.db.rows("SELECT * FROM audit_check")[0]
    assert row["faults"] == 1 and row["fault"].startswith("collaboration "), row
    assert any("1 faults" in e["message"] for e in work.events("audit_check")), work.log()


def test_speed(ctx):
    """At least 100,000 small events a second from an export, on one core; the figure stands in the output."""
    line, hash_ = [], hashlib.sha256(b"samspil").digest()
    for n in range(1, 200001):
        parts = [str(n), "1700000000000000", "7", "session", "0123456789abcdef", "update", "milestone", str(n), "12", "1", '{"id": 1, "title": "a"}', '{"id": 1, "title": "b"}', ""]
        hash_ = hashlib.sha256(hash_ + "\x1f".join(parts).encode()).digest()
        line.append('{"seq":%s,"at":%s,"user_id":%s,"via":"%s","request_id":"%s","action":"%s","entity":"%s","entity_id":%s,"collaboration_id":%s,"row_count":%s,'
                    '"before":%s,"after":%s,"reason":null,"hash":"%s"}' % (*parts[:12], hash_.hex()))
    line.append('{"end":200000,"hash":"%s"}' % hash_.hex())
    file = os.path.join(ctx.out, "many.jsonl")
    with open(file, "w", encoding="ascii") as f:
        f.write("\n".join(line) + "\n")
    status, said = audit(ctx, "verify", "--file", file)
    os.remove(file)
    assert status == 0 and "200000 events, chain intact" in said, said
    rate = int(re.search(r"(\d+) events a second", said)[1])
    print(f"# verify --file: {rate} events a second")
    assert rate > 100000 / ctx.server.slow / 4, said  # a quarter: others may be at work on the machine
