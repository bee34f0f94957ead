# SPDX-License-Identifier: EUPL-1.2
"""Things that break while the service runs: the server killed, PostgreSQL stopped, killed or frozen, locks held, the
queue full. What was confirmed is there, what is refused says when to come again, and nothing needs a restart."""
import contextlib
import os
import signal
import socket
import subprocess
import threading
import time

from harness.cluster import BIN
from harness.context import PASSWORD

TIMEOUT = 120
OWN_CLUSTER = True
STATE = {}


def prepare(ctx):
    if "token" not in STATE:
        ctx.samspil("user", "add", "anna", "--password", PASSWORD)
        for role in ("procurement_lead", "admin"):
            ctx.samspil("user", "grant", "anna", "--role", role, "--unit", "region-1084")
        STATE["token"] = ctx.samspil("token", "create", "--user", "anna", "--scope", "all", "--name", "fejl").stdout.strip()
        # The tests' cluster confirms before it has written, which these tests would see as loss.
        ctx.db.sql("ALTER SYSTEM SET synchronous_commit = on")
        ctx.db.sql("SELECT pg_reload_conf()")
        STATE["unit"] = ctx.db.value("SELECT id FROM unit WHERE code = 'hospital-rigshospitalet'")
    return STATE["token"]


def client(ctx, server):
    c = ctx.client(token=prepare(ctx), server=server)
    c.timeout = 20 * server.slow
    return c


def body(title="Sag under fejl"):
    return {"kind": "opi", "title": title, "unit_id": STATE["unit"]}


def timed(send):
    began = time.monotonic()
    reply = send()
    return reply, time.monotonic() - began


def check_unavailable(ctx, name, reply, seconds, limit, codes):
    ctx.case(f"{name}: 503 in time", reply.status == 503 and reply.json["code"] in codes and int(reply.headers["Retry-After"]) > 0 and seconds < limit,
             f"{seconds:.1f} s {reply}")


def eventually(test, seconds=10):
    limit = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < limit, f"not within {seconds} s"
        time.sleep(0.05)


def backends(ctx):
    """Process ids of the service's database connections."""
    return [r["pid"] for r in ctx.db.rows("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'samspil' ORDER BY 1")]


@contextlib.contextmanager
def frozen(pids):
    """SIGSTOP for the time of the block. The processes are those of the test's own cluster."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def holding(ctx, statement):
    """Another session's transaction that has run a statement and stays open."""
    p = subprocess.Popen([BIN + "/psql", "-X", "-q", "-A", "-t", "-d", ctx.db.cluster.url("postgres", ctx.db.name)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    p.stdin.write(f"BEGIN; {statement}; SELECT 'held';\n")
    p.stdin.flush()
    while "held" not in (line := p.stdout.readline()):
        assert line, "the lock could not be taken"
    try:
        yield
    finally:
        p.stdin.write("ROLLBACK;\n")
        p.stdin.close()
        p.wait(20)


def test_killed_server_loses_nothing(ctx):
    """kill -9 of the server, three times, under eight writers that repeat with the same key: each acknowledged once, there once."""
    prepare(ctx)
    server = ctx.new_server()
    acked, stop, wrong = {}, threading.Event(), []

    def write(n):
        c, no = client(ctx, server), 0
        while not stop.is_set():
            key, sent = f"{n}-{no}", time.monotonic()
            while True:
                try:
                    reply = c.post("collaborations", body(f"Nøgle {key}"), {"Idempotency-Key": key})
                except OSError:
                    reply = None
                except Exception as e:  # pylint: disable=broad-except
                    reply = None if "HTTP" in type(e).__module__ or "http" in type(e).__module__ else wrong.append(repr(e))
                if reply is not None and reply.status == 201:
                    acked[key] = reply.json["number"]
                    break
                if reply is not None and reply.status not in (409, 503):
                    wrong.append(f"{key}: {reply}")
                    return
                if time.monotonic() - sent > 40:
                    wrong.append(f"{key}: no answer")
                    return
                time.sleep(0.05)
            no += 1
    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for t in threads:
        t.start()
    for _ in range(3):
        already = len(acked)
        eventually(lambda a=already: len(acked) > a + 20 or wrong, 40)
        server.kill()
        server.start()
    already = len(acked)
    eventually(lambda: len(acked) > already + 20 or wrong, 40)
    stop.set()
    for t in threads:
        t.join()
    assert not wrong, wrong[:5]
    rows = {r["title"][6:]: r["number"] for r in ctx.db.rows("SELECT title, number FROM collaboration WHERE title LIKE 'Nøgle %'")}
    count = ctx.db.value("SELECT count(*) FROM collaboration WHERE title LIKE 'Nøgle %'")
    assert rows.items() >= acked.items(), f"lost: {dict(list((acked.items() - rows.items()))[:5])}"
    assert count == len(rows), "booked twice"
    assert ctx.samspil("audit", "verify").returncode == 0
    assert ctx.db.value("SELECT count(*) FROM audit_event WHERE entity = 'collaboration' AND action = 'insert'") == ctx.db.value("SELECT count(*) FROM collaboration")
    assert server.stop() == 0


def test_database_stopped(ctx):
    """503 with Retry-After at once, the page and /healthz still served, and after its return everything works on the first try."""
    prepare(ctx)
    server = ctx.new_server()
    c = client(ctx, server)
    case = c.post("collaborations", body()).json
    for _ in range(8):  # every worker has its connection
        assert c.get("collaborations").status == 200
    ctx.db.cluster.stop(signal.SIGQUIT)
    try:
        for name, send in {"list": lambda: c.get("collaborations"), "one": lambda: c.get(f"collaborations/{case['id']}"), "create": lambda: c.post("collaborations", body()),
                           "change": lambda: c.patch(f"collaborations/{case['id']}", {"title": "Uden base"}, '"1"'), "who": lambda: c.get("me"),
                           "log in": lambda: ctx.client(server=server).post("session", {"login": "anna", "password": PASSWORD}), "code lists": lambda: c.get("meta"),
                           "search": lambda: c.get("collaborations", q="sag"), "export": lambda: c.get("exports/collaborations.csv")}.items():
            for _ in range(2):
                reply, seconds = timed(send)
            check_unavailable(ctx, f"stopped: {name}", reply, seconds, 4, {"database_unavailable"})
            ctx.case(f"stopped: {name}: nothing of the inside shows", not any(w in reply.text.lower() for w in ("postgres", "sql", "socket", "connection")), reply)
        reply, seconds = timed(lambda: c.get("/readyz"))
        check_unavailable(ctx, "stopped: readiness", reply, seconds, 2, {"database_unavailable"})
        for path in ("/healthz", "/", "/app.js", "/metrics", "/openapi.json"):
            reply, seconds = timed(lambda p=path: c.get(p))
            ctx.case(f"stopped: {path} is served", reply.status == 200 and seconds < 1, f"{seconds} {reply}")
        before = len(os.listdir(f"/proc/{server.process.pid}/fd")), len(os.listdir(f"/proc/{server.process.pid}/task"))
        for _ in range(100):
            assert c.get("collaborations").status == 503
        after = len(os.listdir(f"/proc/{server.process.pid}/fd")), len(os.listdir(f"/proc/{server.process.pid}/task"))
        assert after[0] <= before[0] + 2 and after[1] == before[1], f"files and threads: {before} -> {after}"
    finally:
        ctx.db.cluster.start()
    reply, seconds = timed(lambda: c.get("/readyz"))
    assert reply.status == 200 and seconds < 5, f"the first question after its return: {seconds:.1f} s {reply}"
    assert c.get(f"collaborations/{case['id']}").json["title"] == case["title"]
    assert c.post("collaborations", body()).status == 201
    assert server.stop() == 0


def crash_under_writes(ctx):
    """How many acknowledged cases are gone after an immediate stop of PostgreSQL under four writers."""
    server, acked, stop = ctx.new_server(), [], threading.Event()
    server.expected.add("db_commit_warning")  # PostgreSQL's last word to one that was committing

    def write():
        c = client(ctx, server)
        while not stop.is_set():
            reply = c.post("collaborations", body("Kvitteret"))
            if reply.status == 201:
                acked.append(reply.json["number"])
            else:
                time.sleep(0.02)
    threads = [threading.Thread(target=write) for _ in range(4)]
    for t in threads:
        t.start()
    eventually(lambda: len(acked) > 60, 40)
    ctx.db.cluster.stop(signal.SIGQUIT)
    stop.set()
    for t in threads:
        t.join()
    ctx.db.cluster.start()
    there = {r["number"] for r in ctx.db.rows("SELECT number FROM collaboration WHERE title = 'Kvitteret'")}
    assert ctx.samspil("audit", "verify").returncode == 0
    assert server.stop() == 0
    return len(set(acked) - there)


def test_crashed_database_keeps_what_was_confirmed(ctx):
    """An immediate stop under writes loses nothing; with a database that confirms too early the same check finds the loss."""
    prepare(ctx)
    assert crash_under_writes(ctx) == 0
    ctx.db.sql("ALTER SYSTEM SET synchronous_commit = off")
    ctx.db.sql("SELECT pg_reload_conf()")
    lost = [crash_under_writes(ctx)]
    while not lost[-1] and len(lost) < 4:
        lost.append(crash_under_writes(ctx))
    ctx.db.sql("ALTER SYSTEM SET synchronous_commit = on")
    ctx.db.sql("SELECT pg_reload_conf()")
    assert lost[-1] > 0, "the check cannot fail"


def test_database_restarted_behind_idle_connections(ctx):
    """After a restart no request fails on a connection that the old database had closed."""
    server = ctx.new_server(env={"SAMSPIL_WORKERS": "4"})
    c = client(ctx, server)
    threads = [threading.Thread(target=lambda: client(ctx, server).get("collaborations")) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for how in (signal.SIGQUIT, signal.SIGINT):
        ctx.db.cluster.stop(how)
        ctx.db.cluster.start()
        replies = [c.get("collaborations").status for _ in range(12)] + [c.post("collaborations", body()).status for _ in range(6)]
        ctx.case(f"restart with signal {how}", replies == [200] * 12 + [201] * 6, replies)
    assert server.stop() == 0


def test_backend_killed(ctx):
    """kill -9 of one database process takes all connections with it; the service comes back by itself."""
    server = ctx.new_server()
    c = client(ctx, server)
    assert c.get("collaborations").status == 200
    ready = "database system is ready to accept connections"
    before = ctx.db.cluster.log().count(ready)
    os.kill(backends(ctx)[0], signal.SIGKILL)
    eventually(lambda: ctx.db.cluster.log().count(ready) > before, 20)
    statuses = [c.get("collaborations").status for _ in range(10)]
    assert statuses == [200] * 10, statuses
    assert c.post("collaborations", body()).status == 201
    assert ctx.samspil("audit", "verify").returncode == 0
    assert server.stop() == 0


def test_frozen_backend(ctx):
    """A database process that does not answer: our own deadline, then a fresh connection."""
    server = ctx.new_server(env={"SAMSPIL_STATEMENT_MS": "1000", "SAMSPIL_WORKERS": "1"})
    c = client(ctx, server)
    for name, send, codes in (("read", lambda: c.get("collaborations"), {"database_unavailable"}),
                              ("write", lambda: c.post("collaborations", body("Frossen sag"), {"Idempotency-Key": "frost"}), {"database_unavailable"}),
                              ("write with its commit", lambda: c.post("views", {"name": "Frossen", "page": "collaborations"}), {"outcome_unknown"})):
        assert c.get("collaborations").status == 200
        with frozen(backends(ctx)):
            reply, seconds = timed(send)
            check_unavailable(ctx, f"frozen: {name}", reply, seconds, 2.5, codes)
            ctx.case(f"frozen: {name}: not before the deadline", seconds > 0.8, seconds)
            again, seconds = timed(lambda: c.get("collaborations"))
            ctx.case(f"frozen: {name}: the next request is served", again.status == 200 and seconds < 1, f"{seconds:.1f} s {again}")
    first = c.post("collaborations", body("Frossen sag"), {"Idempotency-Key": "frost"})
    assert first.status == 201 and ctx.db.value("SELECT count(*) FROM collaboration WHERE title = 'Frossen sag'") == 1, "the same key again makes one"
    assert server.stop() == 0


def test_frozen_database(ctx):
    """PostgreSQL as a whole stands still: clear answers within the deadline, /healthz at once, recovery by itself."""
    server = ctx.new_server(env={"SAMSPIL_STATEMENT_MS": "1000"})
    c = client(ctx, server)
    assert c.get("collaborations").status == 200
    postmaster = int(ctx.db.sql("SELECT pg_read_file('postmaster.pid')").split("\n")[0])
    children = [int(p) for p in subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True, check=False).stdout.split()]
    with frozen([postmaster, *children]):
        results = []
        threads = [threading.Thread(target=lambda: results.append(timed(lambda: client(ctx, server).get("collaborations")))) for _ in range(6)]
        for t in threads:
            t.start()
        for _ in range(5):
            reply, seconds = timed(lambda: c.get("/healthz"))
            ctx.case("frozen: /healthz at once", reply.status == 200 and seconds < 0.5, f"{seconds:.2f} s {reply}")
        for t in threads:
            t.join()
        for reply, seconds in results:
            check_unavailable(ctx, "frozen database", reply, seconds, 4, {"database_unavailable"})
    eventually(lambda: c.get("/readyz").status == 200, 10)
    assert c.get("collaborations").status == 200
    assert server.stop() == 0


def test_locked_row(ctx):
    """Somebody holds the row: 503 when the lock does not come in time; everything else goes on."""
    server = ctx.new_server()
    c = client(ctx, server)
    held, free = (c.post("collaborations", body()).json["id"] for _ in range(2))
    with holding(ctx, f"SELECT 1 FROM collaboration WHERE id = {held} FOR UPDATE"):
        result = []
        waiting = threading.Thread(target=lambda: result.append(timed(lambda: client(ctx, server).patch(f"collaborations/{held}", {"title": "Venter"}, '"1"'))))
        waiting.start()
        for _ in range(5):
            for name, send in (("read the same", lambda: c.get(f"collaborations/{held}")), ("list", lambda: c.get("collaborations")),
                               ("change another", lambda: c.patch(f"collaborations/{free}", {"summary": "Fri"}, c.get(f"collaborations/{free}").etag)),
                               ("create", lambda: c.post("collaborations", body()))):
                reply, seconds = timed(send)
                ctx.case(f"locked row: {name} meanwhile", reply.status in (200, 201) and seconds < 1, f"{seconds:.1f} s {reply}")
        waiting.join()
        reply, seconds = result[0]
        check_unavailable(ctx, "locked row", reply, seconds, 4, {"busy"})
        ctx.case("locked row: it did wait", seconds > 1.5, seconds)
    assert c.patch(f"collaborations/{held}", {"title": "Nu går det"}, '"1"').status == 200
    assert server.stop() == 0


def test_locked_table_and_full_queue(ctx):
    """Every worker waits: what the queue cannot hold is refused at once, /healthz answers, and later all is as before."""
    server = ctx.new_server(env={"SAMSPIL_WORKERS": "1", "SAMSPIL_QUEUE": "3"})
    c = client(ctx, server)
    assert c.get("collaborations").status == 200
    with holding(ctx, "LOCK TABLE collaboration IN ACCESS EXCLUSIVE MODE"):
        results = []
        threads = [threading.Thread(target=lambda: results.append(timed(lambda: client(ctx, server).get("collaborations")))) for _ in range(12)]
        for t in threads:
            t.start()
        eventually(lambda: len(results) >= 8, 5)
        at_once = list(results)
        for path in ("/healthz", "/metrics", "/"):
            reply, seconds = timed(lambda p=path: c.get(p))
            ctx.case(f"full queue: {path}", reply.status == 200 and seconds < 0.5, f"{seconds:.2f} s {reply}")
        for t in threads:
            t.join()
    for reply, seconds in at_once:
        check_unavailable(ctx, "full queue: refused at once", reply, seconds, 1, {"busy"})
    for reply, seconds in results:
        check_unavailable(ctx, "full queue: all in time", reply, seconds, 12, {"busy"})
    refused = next(float(line.split()[1]) for line in c.get("/metrics").text.splitlines() if line.startswith("samspil_refused_busy_total"))
    assert refused >= 8, refused
    assert [c.get("collaborations").status for _ in range(5)] == [200] * 5
    assert server.stop() == 0


def test_slow_requests_hold_up_no_log_in(ctx):
    """Exports that wait for a lock fill their own lane; who logs in or reads waits for none of them."""
    server = ctx.new_server()
    c = client(ctx, server)
    with holding(ctx, "LOCK TABLE collaboration IN ACCESS EXCLUSIVE MODE"):
        threads = [threading.Thread(target=lambda: client(ctx, server).get("exports/collaborations.csv")) for _ in range(3)]
        for t in threads:
            t.start()
        eventually(lambda: ctx.db.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1)
        for name, send in (("log in", lambda: ctx.client(server=server).post("session", {"login": "anna", "password": PASSWORD})), ("read", lambda: c.get("units"))):
            reply, seconds = timed(send)
            ctx.case(f"slow lane full: {name}", reply.status == 200 and seconds < 1, f"{seconds:.1f} s {reply}")
    for t in threads:
        t.join()
    assert server.stop() == 0


def test_stop_finishes_what_runs(ctx):
    """SIGTERM: requests under way are answered, the exit is orderly, the port is free again."""
    server = ctx.new_server()
    c = client(ctx, server)
    held = c.post("collaborations", body()).json["id"]
    result = []
    with holding(ctx, f"SELECT 1 FROM collaboration WHERE id = {held} FOR UPDATE"):
        waiting = threading.Thread(target=lambda: result.append(client(ctx, server).patch(f"collaborations/{held}", {"title": "Nåede det"}, '"1"')))
        waiting.start()
        eventually(lambda: ctx.db.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()") == 1)
        server.process.send_signal(signal.SIGTERM)
        eventually(lambda: '"stopping"' in server.log(), 5)
    waiting.join()
    assert result and result[0].status == 200 and result[0].json["title"] == "Nåede det", result
    assert server.stop() == 0
    server.start()
    assert c.get(f"collaborations/{held}").json["title"] == "Nåede det"
    assert server.stop() == 0


def test_start_without_a_database(ctx):
    """It starts, says that it is not ready, and needs no restart when the database comes."""
    server = ctx.new_server(start=False)
    ctx.db.cluster.stop(signal.SIGQUIT)
    try:
        server.start(ready=False)
        eventually(lambda: reachable(server), 10)
        assert server.get("/healthz")[0] == 200
        assert server.get("/readyz")[0] == 503
    finally:
        ctx.db.cluster.start()
    eventually(lambda: server.get("/readyz")[0] == 200, 10)
    assert client(ctx, server).get("collaborations").status == 200
    assert server.stop() == 0


def reachable(server):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
        return True
    return False


def test_what_serve_refuses(ctx):
    """A port in use, and addresses that are none: it ends with a message that says what to do."""
    server = ctx.new_server()
    second = ctx.samspil("serve", check=False, env={"SAMSPIL_LISTEN": f"127.0.0.1:{server.port}"})
    assert second.returncode == 1 and "SAMSPIL_LISTEN" in second.stderr and str(server.port) in second.stderr, second
    for listen in ("nonsense", "127.0.0.1", "127.0.0.1:99999", "256.0.0.1:80", ":::"):
        bad = ctx.samspil("serve", check=False, env={"SAMSPIL_LISTEN": listen})
        ctx.case(f"SAMSPIL_LISTEN={listen}", bad.returncode in (1, 2) and listen in bad.stderr, bad)
    assert server.stop() == 0
    ctx.db.sql("ALTER SYSTEM RESET synchronous_commit")
    ctx.db.sql("SELECT pg_reload_conf()")
