# SPDX-License-Identifier: EUPL-1.2
"""Bytes on the wire: one request means one thing. Each bad request gets one clear refusal, the connection
ends, and what was hidden behind it is never answered."""
import http.client
import json
import re
import select
import socket
import time

from harness.client import raw

SERVER_ENV = {"SAMSPIL_CONNECTIONS": "2000"}
CANARY = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
HOST = b"Host: x\r\n"
CLOSES, ANY = True, None


def get(path=b"/healthz", headers=b"", version=b"HTTP/1.1", method=b"GET", host=HOST, body=b""):
    return method + b" " + path + b" " + version + b"\r\n" + host + headers + b"\r\n" + body


def post(headers, body=b"", version=b"HTTP/1.1"):
    return get(b"/api/v1/session", b"Content-Type: application/json\r\n" + headers, version, b"POST", body=body)


# name, bytes, statuses that are right (None: the connection is closed without an answer), whether the connection must end (the canary behind gets no answer)
BAD = [
    # length of the body
    ("CL and TE", post(b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"), {400}, CLOSES),
    ("TE and CL", post(b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", b"0\r\n\r\n"), {400}, CLOSES),
    ("two CL that differ", post(b"Content-Length: 3\r\nContent-Length: 5\r\n", b"abcde"), {400}, CLOSES),
    ("two CL that agree", post(b"Content-Length: 2\r\nContent-Length: 2\r\n", b"{}"), {400}, CLOSES),
    ("CL list", post(b"Content-Length: 3, 3\r\n", b"abc"), {400}, CLOSES),
    ("blank before the colon", post(b"Content-Length : 3\r\n", b"abc"), {400}, CLOSES),
    ("blank before the colon of TE", post(b"Transfer-Encoding : chunked\r\n", b"3\r\nabc\r\n0\r\n\r\n"), {400}, CLOSES),
    ("tab before the colon", post(b"Content-Length\t: 3\r\n", b"abc"), {400}, CLOSES),
    ("CL negative", post(b"Content-Length: -1\r\n"), {400}, CLOSES),
    ("CL with plus", post(b"Content-Length: +3\r\n", b"abc"), {400}, CLOSES),
    ("CL hexadecimal", post(b"Content-Length: 0x3\r\n", b"abc"), {400}, CLOSES),
    ("CL not a number", post(b"Content-Length: abc\r\n"), {400}, CLOSES),
    ("CL empty", post(b"Content-Length: \r\n"), {400}, CLOSES),
    ("CL of 2^64 + 3", post(b"Content-Length: 18446744073709551619\r\n", b"abc"), {400, 413}, CLOSES),
    ("CL of 2^63", post(b"Content-Length: 9223372036854775808\r\n", b"abc"), {400, 413}, CLOSES),
    ("CL with a fraction", post(b"Content-Length: 3.0\r\n", b"abc"), {400}, CLOSES),
    ("CL with a blank inside", post(b"Content-Length: 1 0\r\n", b"0123456789"), {400}, CLOSES),
    ("TE gzip, chunked", post(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE gzip", post(b"Transfer-Encoding: gzip\r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE xchunked", post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE chunked, identity", post(b"Transfer-Encoding: chunked, identity\r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE identity", post(b"Transfer-Encoding: identity\r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE quoted", post(b"Transfer-Encoding: \"chunked\"\r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE empty", post(b"Transfer-Encoding: \r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE with a vertical tab", post(b"Transfer-Encoding: \x0bchunked\r\n", b"0\r\n\r\n"), {400, 501}, CLOSES),
    ("TE twice", post(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"), {400}, CLOSES),
    ("TE in HTTP/1.0", post(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n", b"HTTP/1.0"), {400}, CLOSES),
    ("chunk size with 0x", post(b"Transfer-Encoding: chunked\r\n", b"0x3\r\nabc\r\n0\r\n\r\n"), {400}, CLOSES),
    ("chunk size with plus", post(b"Transfer-Encoding: chunked\r\n", b"+3\r\nabc\r\n0\r\n\r\n"), {400}, CLOSES),
    ("chunk size beyond 64 bits", post(b"Transfer-Encoding: chunked\r\n", b"10000000000000003\r\nabc\r\n0\r\n\r\n"), {400, 413}, CLOSES),
    ("chunk size negative", post(b"Transfer-Encoding: chunked\r\n", b"-3\r\nabc\r\n0\r\n\r\n"), {400}, CLOSES),
    ("chunk without its line end", post(b"Transfer-Encoding: chunked\r\n", b"3\r\nabcX0\r\n\r\n"), {400}, CLOSES),
    ("chunk size empty", post(b"Transfer-Encoding: chunked\r\n", b"\r\nabc\r\n0\r\n\r\n"), {400}, CLOSES),
    # headers
    ("CR in a value", get(headers=b"X-A: a\rb\r\n"), {400}, CLOSES),
    ("CR that hides a header", get(headers=b"X-A: a\rContent-Length: 5\r\n"), {400}, CLOSES),
    ("control character in a value", get(headers=b"X-A: a\x01b\r\n"), {400}, CLOSES),
    ("DEL in a value", get(headers=b"X-A: a\x7fb\r\n"), {400}, CLOSES),
    ("NUL in a name", get(headers=b"X\0A: b\r\n"), {400}, CLOSES),
    ("blank in a name", get(headers=b"X A: b\r\n"), {400}, CLOSES),
    ("name that is no token", get(headers=b"X(A): b\r\n"), {400}, CLOSES),
    ("name with high bytes", get(headers="Xæ: b\r\n".encode()), {400}, CLOSES),
    ("line without a colon", get(headers=b"rubbish\r\n"), {400}, CLOSES),
    ("first header folded", get(host=b" Host: x\r\n" + HOST), {400}, CLOSES),
    ("no Host", get(host=b""), {400}, CLOSES),
    ("two Hosts", get(host=HOST + HOST), {400}, CLOSES),
    ("two Hosts that differ", get(host=HOST + b"Host: y\r\n"), {400}, CLOSES),
    ("two Content-Types", post(b"Content-Type: text/plain\r\nContent-Length: 2\r\n", b"{}"), {400}, CLOSES),
    ("two Authorizations", get(headers=b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), {400}, CLOSES),
    ("two Cookies", get(headers=b"Cookie: a=b\r\nCookie: c=d\r\n"), {400}, CLOSES),
    ("two Idempotency-Keys", post(b"Idempotency-Key: a\r\nIdempotency-Key: b\r\nContent-Length: 2\r\n", b"{}"), {400}, CLOSES),
    ("two If-Matches", get(headers=b"If-Match: \"1\"\r\nIf-Match: \"2\"\r\n"), {400}, CLOSES),
    # the request line
    ("method of no standard", get(method=b"FOO"), {501}, CLOSES),
    ("method in lower case", get(method=b"get"), {501}, CLOSES),
    ("TRACE", get(method=b"TRACE"), {501}, CLOSES),
    ("CONNECT", get(method=b"CONNECT", path=b"x:443"), {400, 501}, CLOSES),
    ("%00 in the path", get(b"/healthz%00x"), {400}, CLOSES),
    ("%2F.. in the path", get(b"/views/..%2F..%2Fetc/passwd"), {400}, CLOSES),
    ("escaped letters in the path", get(b"/%68ealthz"), {400}, CLOSES),
    ("broken escape in the path", get(b"/health%zz"), {400}, CLOSES),
    ("backslash in the path", get(b"/..\\etc"), {400}, CLOSES),
    ("two slashes", get(b"//healthz"), {400}, CLOSES),
    ("two slashes inside", get(b"/api//v1/meta"), {400}, CLOSES),
    ("dot segments", get(b"/views/../../etc/passwd"), {400}, CLOSES),
    ("dot segment at the end", get(b"/views/.."), {400}, CLOSES),
    ("single dots", get(b"/./healthz"), {400}, CLOSES),
    ("single dot at the end", get(b"/views/."), {400}, CLOSES),
    ("fragment", get(b"/healthz#x"), {400}, CLOSES),
    ("no slash", get(b"healthz"), {400}, CLOSES),
    ("absolute nonsense", get(b"foo://bar/healthz"), {400}, CLOSES),
    ("absolute form of another host", get(b"http://evil.example/healthz"), {400}, CLOSES),
    ("absolute form without a path", get(b"http://"), {400}, CLOSES),
    ("control character in the target", get(b"/healthz\x01"), {400}, CLOSES),
    ("high bytes in the path", get("/æøå".encode()), {200, 400, 404}, ANY),
    ("target of 5 kB", get(b"/" + b"a" * 5000), {414}, CLOSES),
    ("target of 40 kB", get(b"/" + b"a" * 40000), {414}, CLOSES),
    ("header of 40 kB", get(headers=b"X-A: " + b"a" * 40000 + b"\r\n"), {400, 431}, CLOSES),
    ("2,000 headers", get(headers=b"".join(b"X-%d: abcdefgh\r\n" % i for i in range(2000))), {400, 431}, CLOSES),
    ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", {400, None}, CLOSES),
    ("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 501, 505}, CLOSES),
    ("no version", b"GET /healthz\r\n" + HOST + b"\r\n", {400}, CLOSES),
]

# What must be taken although it looks unusual.
GOOD = [
    ("absolute form of our own", get(b"http://x/healthz"), 200),
    ("absolute form in capitals", get(b"HTTP://X/healthz"), 200),
    ("header names in any case", get(host=b"hOsT: x\r\n"), 200),
    ("blanks around a value", get(headers=b"X-A:   b  \r\n"), 200),
    ("HTTP/1.0", get(version=b"HTTP/1.0"), 200),
    ("HTTP/1.0 without Host", get(version=b"HTTP/1.0", host=b""), 200),
    ("an empty line in front", b"\r\n" + get(), 200),
    ("chunked", post(b"Transfer-Encoding: chunked\r\n", b"2\r\n{}\r\n0\r\n\r\n"), 422),
    ("Chunked in capitals", post(b"Transfer-Encoding: CHUNKED\r\n", b"2\r\n{}\r\n0\r\n\r\n"), 422),
    ("chunk extension and trailer", post(b"Transfer-Encoding: chunked\r\n", b"2;a=b\r\n{}\r\n0\r\nX-T: 1\r\n\r\n"), 422),
    ("leading zeros in CL", post(b"Content-Length: 002\r\n", b"{}"), 422),
    ("query with an escape", get(b"/healthz?", headers=b""), 200),
]


def heads(data):
    """The header block of each reply in raw bytes, as (status, {name: value}, rest)."""
    found = []
    while data:
        head, gap, rest = data.partition(b"\r\n\r\n")
        if not gap or not head.startswith(b"HTTP/1."):
            break
        lines = head.decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines[1:])}
        length = int(headers.get("content-length", 0)) if not lines[0].split()[1].startswith("1") else 0
        found.append((int(lines[0].split()[1]), headers, rest[:length]))
        data = rest[length:]
    return found


def statuses(data):
    return [status for status, _, _ in heads(data)]


def ours(headers):
    """True for an answer of our own; libmicrohttpd's own pages cannot be changed (the proxy replaces them)."""
    return "x-request-id" in headers


def check_headers(headers):
    """What every answer of ours carries."""
    missing = []
    if not re.fullmatch(r"[0-9a-z]{20}", headers.get("x-request-id", "")):
        missing.append("x-request-id")
    policy = headers.get("content-security-policy", "")
    for want in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        if want not in policy:
            missing.append(want)
    if "unsafe" in policy:
        missing.append("no unsafe-*")
    for name, value in {"x-content-type-options": "nosniff", "cross-origin-opener-policy": "same-origin",
                        "cross-origin-resource-policy": "same-origin"}.items():
        if headers.get(name) != value:
            missing.append(name)
    for name in ("referrer-policy", "permissions-policy", "cache-control"):
        if name not in headers:
            missing.append(name)
    return missing


def test_bad_requests(ctx):
    """Each gets one refusal and nothing behind it is answered."""
    for name, data, want, closes in BAD:
        out = raw(ctx.server, data + CANARY, timeout=5)
        got = statuses(out)
        ctx.case(f"{name}: status", (got[0] if got else None) in want, f"{got}: {out[:400]!r}")
        if closes:
            ctx.case(f"{name}: nothing behind it is served", len(got) <= 1, f"{got}: {out[-600:]!r}")
        for status, headers, body in heads(out)[:1]:
            if ours(headers) and status >= 400:
                missing = check_headers(headers)
                ctx.case(f"{name}: a problem document with our headers", not missing and status == json.loads(body)["status"], missing)
    assert ctx.server.get("/healthz")[0] == 200


def test_nul_in_a_value(ctx):
    """The parser cuts the value there; it can neither hide a header nor a request."""
    for data in (get(headers=b"X-A: a\0b\r\n"), get(headers=b"X-A: a\0Content-Length: 40\r\n"),
                 post(b"Content-Length: 2\0\r\n", b"{}"), post(b"Content-Length: 2\x0030\r\n", b"{}")):
        out = raw(ctx.server, data + get(b"/readyz", b"Connection: close\r\n"), timeout=5)
        got = statuses(out)
        ctx.case(f"{data[-40:]!r}", got[0] in (200, 400, 422) and len(got) <= 2, f"{got} {out[:300]!r}")


def test_good_requests(ctx):
    for name, data, want in GOOD:
        out = raw(ctx.server, data + get(headers=b"Connection: close\r\n"), timeout=5)
        got = statuses(out)
        alone = b"HTTP/1.0" in data
        ctx.case(name, got == ([want] if alone else [want, 200]), f"{got} {out[:600]!r}")


def test_pipelining(ctx):
    """Answers come in the order of the requests."""
    out = raw(ctx.server, get(b"/healthz") + get(b"/nothing.txt") + get(b"/api/v1/me") + get(b"/healthz", b"Connection: close\r\n"), timeout=5)
    assert statuses(out) == [200, 404, 401, 200], out


def test_security_headers(ctx):
    """Every answer: page, script, JSON, refusals of each kind, empty ones."""
    c = ctx.client()
    replies = {
        "page": c.get("/"), "deep link": c.get("/samarbejder/7"), "script": c.get("/app.js"), "health": c.get("/healthz"),
        "openapi": c.get("/openapi.json"), "metrics": c.get("/metrics"), "meta": c.get("meta"), "401": c.get("me"), "404": c.get("nothing"),
        "405": c.request("PUT", "me", {}), "415": c.post("session", b"a=b", {"Content-Type": "text/plain"}),
        "422": c.post("session", {}), "401 log-in": c.post("session", {"login": "x", "password": "y"}), "HEAD": c.request("HEAD", "meta"),
        "bad JSON": c.post("session", b"{", {"Content-Type": "application/json"}), "query": c.get("meta", x="1"),
    }
    seen = set()
    for name, reply in replies.items():
        headers = {k.lower(): v for k, v in reply.headers.items()}
        missing = check_headers(headers)
        ctx.case(name, not missing, f"{missing} {reply}")
        ctx.case(f"{name}: a request id of its own", headers["x-request-id"] not in seen)
        seen.add(headers["x-request-id"])
        if reply.status >= 400 and reply.body:
            ctx.case(f"{name}: the document names it", reply.json["request_id"] == headers["x-request-id"], reply)
        if name not in ("page", "deep link", "script"):
            ctx.case(f"{name}: not kept", headers["cache-control"] == "no-store", headers["cache-control"])
    assert "strict-transport-security" not in {k.lower() for k in replies["page"].headers}
    tls = ctx.new_server(env={"SAMSPIL_URL": "https://samspil.example"})
    assert re.match(r"max-age=\d{8,}; includeSubDomains", ctx.client(server=tls).get("meta").headers["Strict-Transport-Security"])
    assert tls.stop() == 0


def test_methods(ctx):
    """405 names what is allowed; 404 where nothing is; HEAD is GET without the body."""
    c = ctx.client()
    reply = c.request("DELETE", "/healthz")
    assert reply.status == 405 and reply.headers["Allow"].startswith("GET"), reply
    reply = c.request("PUT", "session", {})
    assert reply.status == 405 and set(re.split(r",\s*", reply.headers["Allow"])) >= {"GET", "POST", "DELETE"}, reply.headers["Allow"]
    assert c.request("OPTIONS", "session").status == 405
    assert c.request("POST", "/index.html", {}).status in (404, 405)
    for path in ("nothing", "collaborations/0", "collaborations/01", "collaborations/x", "collaborations/-1", "collaborations/1/",
                 "collaborations/1/nothing", "collaborations/99999999999999999999", "me/", "/healthz/x", "/api", "/api/v2/me", "/nothing.txt"):
        reply = c.get(path)
        ctx.case(f"404 {path}", reply.status == 404 and reply.json["code"] == "not_found", reply)
    for path in ("/healthz", "/openapi.json", "meta", "me", "nothing", "/app.js", "/"):
        full, head = c.get(path), c.request("HEAD", path)
        ctx.case(f"HEAD {path}", head.status == full.status and head.body == b"" and
                 (path == "nothing" or path == "me" or head.headers["Content-Length"] == full.headers["Content-Length"]), f"{head} {full.status}")


def test_languages(ctx):
    """Danish first; English when it is preferred."""
    c = ctx.client()
    da = c.get("me", headers={"Accept-Language": "da"}).json
    en = c.get("me", headers={"Accept-Language": "en"}).json
    assert da["title"] != en["title"] and da["code"] == en["code"] == "unauthenticated", (da, en)
    for accept, want in {None: da, "": da, "en-GB": en, "da-DK, en;q=0.8": da, "en, da;q=0.5": en, "de, en;q=0.7": en, "de": da, "*": da,
                         "sv, nb;q=0.9, en;q=0.5, da;q=0.4": en, "en;q=0.1, da;q=0.9": da, "en;q=0, da;q=0": da, "DA": da, "EN-us": en,
                         "x" * 3000: da, "en;q=x": da, ",,,": da, "enx": da}.items():
        reply = c.get("me", headers={"Accept-Language": accept})
        ctx.case(f"Accept-Language: {str(accept)[:40]}", reply.json["title"] == want["title"] and
                 reply.headers["Content-Language"] == ("en" if want is en else "da"), reply)


def test_media_types(ctx):
    """415 for a body that is no JSON, 406 when the asker takes nothing that we have."""
    c = ctx.client()
    for kind, want in {None: 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "application/xml": 415, "text/json": 415,
                       "application/json": 422, "application/json; charset=utf-8": 422, "APPLICATION/JSON": 422, "application/jsonx": 415,
                       "application/merge-patch+json": 422, "multipart/form-data; boundary=x": 415}.items():
        reply = c.post("session", b"{}", {"Content-Type": kind})
        ctx.case(f"Content-Type: {kind}", reply.status == want, reply)
    for accept, want in {None: 200, "*/*": 200, "application/json": 200, "application/*": 200, "text/html,application/xhtml+xml,*/*;q=0.8": 200,
                         "text/html": 406, "image/png": 406, "application/xml": 406, "application/problem+json, application/json": 200,
                         "application/json;q=0": 406}.items():
        reply = c.get("meta", headers={"Accept": accept})
        ctx.case(f"Accept: {accept}", reply.status == want, reply)


def test_large_bodies(ctx):
    """100 MB is refused before it is read; 2 MB in pieces as soon as it is too much."""
    s = socket.create_connection(("127.0.0.1", ctx.server.port), timeout=10)
    s.sendall(post(b"Content-Length: 100000000\r\n"))  # and not a byte of the body
    out = s.recv(65536)
    assert statuses(out) == [413] and b"too_large" in out, out
    s.close()
    s = socket.create_connection(("127.0.0.1", ctx.server.port), timeout=10)
    s.sendall(post(b"Content-Length: 100000000\r\nExpect: 100-continue\r\n"))
    out = s.recv(65536)
    assert statuses(out) == [413], f"no 100 before: {out}"
    s.close()
    before = ctx.server.rss()
    piece = b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
    out = raw(ctx.server, post(b"Transfer-Encoding: chunked\r\n", piece * 32 + b"0\r\n\r\n"), timeout=10)
    assert 413 in statuses(out), out
    assert ctx.server.rss() - before < 30_000_000, "what is too much is not kept"
    exact = b'{"login":"a","password":"b"' + b" " * (1024 * 1024 - 28) + b"}"
    c = ctx.client()
    assert c.post("session", exact, {"Content-Type": "application/json"}).status == 401, "exactly 1 MB is taken"
    reply = c.post("session", exact + b" ", {"Content-Type": "application/json"})
    assert reply.status == 413 and reply.json["code"] == "too_large", reply


def test_expect_continue(ctx):
    s = socket.create_connection(("127.0.0.1", ctx.server.port), timeout=10)
    s.sendall(post(b"Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n"))
    assert statuses(s.recv(1000)) == [100]
    s.sendall(b"{}")
    out = b""
    while part := s.recv(65536):
        out += part
    assert statuses(out) == [422], out


def slow_ones(server, n):
    """Connections that have sent half a request."""
    halves = []
    for i in range(n):
        s = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        s.sendall([b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ", b"G",
                   post(b"Content-Length: 1000\r\n", b"{")][i % 3])
        halves.append(s)
    return halves


def test_slow_senders(ctx):
    """600 half-open connections: others are served, and all are cut in time, one that drips bytes too."""
    server = ctx.new_server(env={"SAMSPIL_REQUEST_SECONDS": "1"})
    began = time.monotonic()
    halves = slow_ones(server, 600)
    drip = socket.create_connection(("127.0.0.1", server.port), timeout=20)
    drip.sendall(post(b"Content-Length: 1000\r\n"))
    c = ctx.client(server=server)
    slowest = 0
    for _ in range(50):
        at = time.monotonic()
        assert c.get("/healthz").status == 200
        slowest = max(slowest, time.monotonic() - at)
    assert slowest < 1, f"a normal client waited {slowest:.2f} s"
    open_ones = {s.fileno(): s for s in halves}
    dripped = True
    while (open_ones or dripped) and time.monotonic() - began < 15:
        try:
            drip.sendall(b" ")
        except OSError:
            dripped = False
        poll = select.poll()
        for fd in open_ones:
            poll.register(fd, select.POLLIN)
        for fd, _ in poll.poll(200):
            try:
                if not open_ones[fd].recv(1000):
                    del open_ones[fd]
            except OSError:
                del open_ones[fd]
    assert not open_ones, f"{len(open_ones)} connections still open after {time.monotonic() - began:.1f} s"
    assert not dripped, "a byte now and then does not keep it alive"
    assert c.get("/healthz").status == 200
    metrics = c.get("/metrics").text
    reaped = [float(line.split()[-1]) for line in metrics.splitlines() if line.startswith("samspil_") and "reaped" in line]
    assert reaped and reaped[0] >= 600, reaped
    for s in halves + [drip]:
        s.close()
    assert server.stop() == 0


def test_connections_go_away_quietly(ctx):
    """A client that leaves in the middle of anything disturbs nobody."""
    for data in (b"", b"G", b"GET / HTTP/1.1\r\n", post(b"Content-Length: 10\r\n", b"12345"), get(b"/app.js"), get(b"/api/v1/meta") * 20):
        for linger in (False, True):
            s = socket.create_connection(("127.0.0.1", ctx.server.port), timeout=5)
            if linger:  # RST instead of FIN
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            s.sendall(data)
            s.close()
    c = ctx.client()
    assert all(c.get("meta").status == 200 for _ in range(5))


def test_static_files(ctx):
    """Compressed when asked, 304 when unchanged, nothing outside the folder."""
    connection = http.client.HTTPConnection("127.0.0.1", ctx.server.port, timeout=10)
    connection.request("GET", "/app.js", headers={"Accept-Encoding": "gzip"})
    reply = connection.getresponse()
    packed = reply.read()
    assert reply.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in reply.headers["Vary"] and packed[:2] == b"\x1f\x8b"
    c = ctx.client()
    plain = c.get("/app.js")
    assert plain.headers["Content-Encoding"] is None and len(plain.body) > len(packed)
    same = c.get("/app.js", headers={"If-None-Match": plain.etag})
    assert same.status == 304 and same.body == b"", same
    page = c.get("/samarbejder?x=1")
    assert page.status == 200 and page.headers["Content-Type"].startswith("text/html") and page.body == c.get("/").body
    for path in ("/package.json", "/package-lock.json", "/vendor.sh", "/.git/config", "/node_modules/preact/package.json", "/../server/main.c"):
        reply = c.get(path)
        ctx.case(f"not served: {path}", reply.status in (400, 404) or reply.body == page.body, path)
