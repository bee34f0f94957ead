# SPDX-License-Identifier: EUPL-1.2
"""An HTTP client for the tests: keep-alive, JSON, the session cookie, and raw bytes for bad requests."""
import http.client
import json
import socket
import urllib.parse

API = "/api/v1"


class Reply:
    def __init__(self, reply, body):
        self.status, self.headers, self.body = reply.status, reply.headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def etag(self):
        return self.headers.get("ETag")

    @property
    def faults(self):
        """{field: code} of a problem document."""
        return {e["field"]: e["code"] for e in self.json.get("errors") or []}

    def __repr__(self):
        return f"<{self.status} {self.headers.get('Content-Type')} {self.body[:600]!r}>"


class Client:
    """One user's connection. Paths that do not begin with / are below /api/v1/."""

    def __init__(self, server, token=None, language="da", timeout=30):
        self.server, self.token, self.language = server, token, language
        self.timeout = timeout * server.slow
        self.cookie = None
        self.connection = None

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def login(self, login, password):
        reply = self.post("session", {"login": login, "password": password})
        assert reply.status == 200, f"log-in of {login}: {reply}"
        return self

    def request(self, method, path, body=None, headers=None, params=None):
        """body: bytes as they are, anything else as JSON. headers override; a header None is left out."""
        if not path.startswith("/"):
            path = f"{API}/{path}"
        if params:
            path += "?" + urllib.parse.urlencode(params)
        all_headers = {"Accept-Language": self.language}
        if self.token:
            all_headers["Authorization"] = "Bearer " + self.token
        if self.cookie:
            all_headers["Cookie"] = self.cookie
        if method not in ("GET", "HEAD", "OPTIONS"):
            all_headers["Origin"] = self.server.url
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
            all_headers["Content-Type"] = "application/merge-patch+json" if method == "PATCH" else "application/json"
        all_headers.update(headers or {})
        all_headers = {k: v for k, v in all_headers.items() if v is not None}
        reply = self.exchange(method, path, body, all_headers)
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            pair = cookie.split(";", 1)[0]
            self.cookie = pair if pair.split("=", 1)[1] else None
        return reply

    def exchange(self, method, path, body, headers):
        """Once more on a fresh connection when the server had closed the idle one."""
        fresh = self.connection is None
        try:
            if fresh:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=self.timeout)
            self.connection.request(method, path, body, headers)
            got = self.connection.getresponse()
            return Reply(got, got.read())
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if fresh:
                raise
            return self.exchange(method, path, body, headers)
        except (OSError, http.client.HTTPException):
            self.close()
            raise

    def get(self, path, headers=None, **params):
        return self.request("GET", path, headers=headers, params=params)

    def post(self, path, body=None, headers=None, **params):
        return self.request("POST", path, body, headers, params)

    def patch(self, path, body, etag=None, headers=None):
        """etag: the If-Match value; None sends none."""
        return self.request("PATCH", path, body, {"If-Match": etag, **(headers or {})})

    def delete(self, path, etag=None, headers=None):
        return self.request("DELETE", path, headers={"If-Match": etag, **(headers or {})})

    def all(self, path, **params):
        """Every item of a list, page by page."""
        items, cursor = [], None
        while True:
            reply = self.get(path, **{**params, **({"cursor": cursor} if cursor else {})})
            assert reply.status == 200, reply
            items += reply.json["items"]
            cursor = reply.json["next_cursor"]
            if not cursor:
                return items


def raw(server, data, timeout=10, half_close=False):
    """Sends bytes as they are and reads until the server closes or says nothing for `timeout` seconds."""
    out = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as s:
        try:
            s.sendall(data)
            if half_close:
                s.shutdown(socket.SHUT_WR)
            while True:
                part = s.recv(65536)
                if not part:
                    break
                out += part
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            pass
    return out


def statuses(data):
    """The status codes of the replies in raw bytes."""
    return [int(line.split()[1]) for line in data.split(b"\r\n") if line.startswith(b"HTTP/1.") and len(line.split()) > 1]
