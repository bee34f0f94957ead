# SPDX-License-Identifier: EUPL-1.2
"""Benchmarks that are not a request beside its own SQL: unchanged objects, the overview, tails under load, slow clients, growth."""
import os
import re
import selectors
import socket
import statistics
import threading
import time

import load
from harness.client import Client
from harness.database import Database
from harness.server import Server

LIST = "/api/v1/collaborations?kind=research_contract&sort=-updated_at&limit=50"
NAIVE = """SELECT json_build_object('items', COALESCE(json_agg(row_to_json(x)), '[]'), 'total', (SELECT count(*) FROM (SELECT 1 FROM collaboration
 WHERE kind = 'research_contract' LIMIT 1001) n)) FROM (SELECT c.id, c.number, c.kind, c.subtype, c.title, c.stage, c.unit_id, u.name AS unit_name,
 c.owner_id, w.name AS owner_name, c.counterparty, c.start_date, c.end_date, c.journal_number, c.visibility, c.theme, c.tags, c.value_ceiling_oere,
 c.npv_oere, c.value_signal, c.version, c.updated_at FROM collaboration c JOIN unit u ON u.id = c.unit_id LEFT JOIN app_user w ON w.id = c.owner_id
 WHERE c.kind = 'research_contract' ORDER BY c.updated_at DESC, c.id DESC LIMIT 50) x;"""
PRINCIPAL = "SELECT principal_enter('', 'staff sees_all', '', '', '', 'bench', '');"


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


class Probe:
    """One keep-alive connection that asks at fixed times, whatever the answers take (open loop)."""

    def __init__(self, server, token, path, gap, first):
        self.request = f"GET {path} HTTP/1.1\r\nHost: {server.url[7:]}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        self.gap, self.due = gap, first
        self.socket = socket.create_connection(("127.0.0.1", server.port), 10)
        self.asked, self.data, self.times = None, b"", []

    def ask(self):
        self.socket.sendall(self.request)
        self.asked, self.due, self.data = self.due, self.due + self.gap, b""

    def read(self):
        """Takes in what has come; the time of a complete answer counts from when it was to be asked for."""
        part = self.socket.recv(65536)
        self.data += part
        head, found, body = self.data.partition(b"\r\n\r\n")
        if not part or found and b" 200 " not in head.split(b"\r\n")[0]:
            raise RuntimeError(head.decode("latin-1") or "closed")
        if found and len(body) >= int(re.search(rb"(?i)content-length: (\d+)", head)[1]):
            self.times.append((time.perf_counter() - self.asked) * 1000)
            self.asked = None


def probe(server, token, paths, per_second, seconds):
    """Latencies in ms of one probe a path, staggered. One thread, so that no probe waits for another's turn at the interpreter."""
    began, gap = time.perf_counter() + 0.05, 1 / per_second
    probes = [Probe(server, token, p, gap, began + i * gap / len(paths)) for i, p in enumerate(paths)]
    with selectors.DefaultSelector() as ready:
        for p in probes:
            ready.register(p.socket, selectors.EVENT_READ, p)
        while waiting := [p for p in probes if p.asked or p.due < began + seconds]:
            due = min((p.due for p in waiting if not p.asked), default=began + seconds + 10)
            for key, _ in ready.select(max(0, due - time.perf_counter())):
                key.data.read()
            for p in waiting:
                if not p.asked and p.due <= time.perf_counter() and p.due < began + seconds:
                    p.ask()
    for p in probes:
        p.socket.close()
    return [t for p in probes for t in p.times]


class Figures:
    def bench_naive(self):
        """The list beside pgbench of the list made as JSON in SQL with joins, as one would write it first."""
        o, ours, theirs = self.options, [], []
        script = "BEGIN READ ONLY;\n" + PRINCIPAL + "\n" + NAIVE + "\nCOMMIT;\n"
        for _ in range(o.rounds):
            theirs.append(load.pgbench(self.db, self.out, "naive", script, {}, o.connections, o.seconds))
            ours.append(load.wrk(self.server, self.out, "naive", f'wrk.path = "{LIST}"', self.token, o.connections, o.seconds)["per_second"])
        rate, tps = statistics.median(ours), statistics.median(theirs)
        self.say("naive", f"list {rate / tps:.2f} of JSON made in SQL by pgbench ({rate:.0f}/s beside {tps:.0f}/s)", ratio=rate / tps)

    def bench_unchanged(self):
        """304 beside 200 of the same case."""
        path = f"/api/v1/collaborations/{self.ids[0]}"
        client = Client(self.server, token=self.token)
        etag = client.get(path).etag
        client.close()
        o, same, whole = self.options, [], []
        lua = f"wrk.path = '{path}'"
        for _ in range(o.rounds):
            whole.append(load.wrk(self.server, self.out, "whole", lua, self.token, o.connections, o.seconds)["per_second"])
            same.append(load.wrk(self.server, self.out, "same", lua + f"\nwrk.headers['If-None-Match'] = '{etag}'", self.token,
                                 o.connections, o.seconds)["per_second"])
        a, b = statistics.median(same), statistics.median(whole)
        self.say("unchanged", f"304 is {a / b:.2f} times 200 ({a:.0f}/s beside {b:.0f}/s)", ratio=a / b)

    def bench_tail(self):
        """p99 of single cases at 320 requests a second, alone and while two clients ask for overview and export without pause."""
        o, cases = self.options, [f"/api/v1/collaborations/{i}" for i in self.ids[:16]]
        alone, beside = [], []
        for _ in range(o.rounds):
            alone.append(probe(self.server, self.token, cases, 20, o.seconds))
            others = [load.endless(self.server, p, self.token) for p in ("/api/v1/portfolio/summary", "/api/v1/exports/collaborations.csv?theme=digital")]
            try:
                beside.append(probe(self.server, self.token, cases, 20, o.seconds))
            finally:
                for p in others:
                    p.terminate()
                    p.wait()
        figures = {}
        for name, rounds in (("alone", alone), ("beside", beside)):
            for share in (.5, .99):
                figures[f"{name}_p{share * 100:.0f}"] = statistics.median(quantile(times, share) for times in rounds)
        times = [t for r in beside for t in r]
        late = sum(t > 50 for t in times) / len(times)
        self.say("tail", f"p50 {figures['beside_p50']:.1f} ms, p99 {figures['beside_p99']:.1f} ms, max {max(times):.1f} ms, {late:.1%} over 50 ms "
                 f"(alone p50 {figures['alone_p50']:.1f} ms, p99 {figures['alone_p99']:.1f} ms)", late=late, **figures)

    def bench_slow(self):
        """600 clients that send a byte a second, beside ordinary ones; when they are cut."""
        server = Server(self.db, os.path.join(self.out, "slow.log"), env={"SAMSPIL_REQUEST_SECONDS": "5"})
        server.start()
        try:
            attackers = [socket.create_connection(("127.0.0.1", server.port), 5) for _ in range(600)]
            began, cut, times = time.monotonic(), [], []
            watch = threading.Thread(target=lambda: times.extend(probe(server, self.token, [f"/api/v1/collaborations/{i}" for i in self.ids[:4]], 20, 12)))
            watch.start()
            alive = attackers
            while alive and time.monotonic() - began < 15:
                still = []
                for s in alive:
                    try:
                        s.send(b"G")
                        still.append(s)
                    except OSError:
                        cut.append(time.monotonic() - began)
                alive = still
                time.sleep(1)
            watch.join()
            for s in attackers:
                s.close()
            last = f"the last cut after {max(cut):.1f} s" if cut and not alive else f"{len(alive)} still open"
            self.say("slow", f"600 slow clients: others p99 {quantile(times, .99):.1f} ms, {last}", p99=quantile(times, .99), cut=max(cut, default=None))
        finally:
            server.stop()

    def bench_growth(self):
        """p50 of list, case, search and overview with 1,000 and with 100,000 collaborations."""
        middle = {}
        for n in (1_000, 100_000):
            name = f"bench_{n}"
            self.world.cluster.create(name)
            db = Database(self.world, name)
            db.samspil("migrate")
            db.samspil("demo", "--collaborations", str(n), timeout=3600)
            db.sql("VACUUM ANALYZE; CHECKPOINT", timeout=600)
            token = db.samspil("token", "create", "--user", "admin", "--scope", "all", "--name", "bench").stdout.strip()
            server = Server(db, os.path.join(self.out, f"growth-{n}.log")).start()
            one = db.value("SELECT max(id) / 2 FROM collaboration")
            paths = {"list": LIST, "case": f"/api/v1/collaborations/{one}", "overview": "/api/v1/portfolio/summary",
                     "search": "/api/v1/collaborations?q=prostatakr%C3%A6ft"}
            for what, path in paths.items():
                probe(server, token, [path], 10, 1)  # so few that none waits for the one before
                middle[what, n] = statistics.median(probe(server, token, [path], 10, self.options.seconds))
            server.stop()
        text = ", ".join(f"{w} {middle[w, 100_000] / middle[w, 1_000]:.2f} ({middle[w, 1_000]:.2f} to {middle[w, 100_000]:.2f} ms)"
                         for w in ("list", "case", "overview", "search"))
        self.say("growth", "p50 at 100,000 beside 1,000: " + text, **{f"{w}_{n}": v for (w, n), v in middle.items()})
