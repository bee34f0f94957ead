# SPDX-License-Identifier: EUPL-1.2
"""The real `samspil serve` (or `work`) on a free port, its log, and what may stand in it."""
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import time


def free_port():
    """Below the ports that connections get by themselves, so that no client next door takes it before the server does."""
    while True:
        port = random.SystemRandom().randrange(10000, 32000)
        with contextlib.suppress(OSError), socket.socket() as s:
            s.bind(("127.0.0.1", port))
            return port


class Server:
    def __init__(self, database, log_path, command="serve", env=None, build=None):
        self.database, self.log_path, self.command = database, log_path, command
        self.launch = [os.path.join(build, "samspil")] if build else database.world.launch
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.extra = env or {}
        self.expected = set()
        self.process = None
        self.slow = 10 if database.world.sanitizer else 1

    def start(self, ready=True):
        env = {**self.database.env, "SAMSPIL_LISTEN": f"127.0.0.1:{self.port}", "SAMSPIL_URL": self.url, **self.extra}
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--", *self.launch, self.command],
                env=env, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        if ready and self.command == "serve":
            self.wait_ready()
        return self

    def wait_ready(self, seconds=15):
        limit = time.monotonic() + seconds * self.slow
        while True:
            if self.process.poll() is not None:
                raise AssertionError(f"{self.command} ended with {self.process.returncode}: {self.log()[-3000:]}")
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            if time.monotonic() > limit:
                raise AssertionError("not ready in time: " + self.log()[-3000:])
            time.sleep(0.02)

    def get(self, path, timeout=5):
        """(status, body) over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def stop(self):
        """Asks it to end; returns its exit status, which is 0 for an orderly end."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(20 * self.slow)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            status = "killed: it did not end on SIGTERM"
        self.process = None
        return status

    def kill(self):
        """kill -9."""
        self.process.kill()
        self.process.wait()
        self.process = None

    def restart(self):
        status = self.stop()
        self.start()
        return status

    def rss(self, peak=False):
        """Resident memory in bytes, now or the most there has been."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as f:
            return next(int(line.split()[1]) * 1024 for line in f if line.startswith("VmHWM" if peak else "VmRSS"))

    def own_memory(self):
        """Those of its resident bytes that no file holds as well: what the process itself costs."""
        with open(f"/proc/{self.process.pid}/smaps_rollup", encoding="ascii") as f:
            return sum(int(line.split()[1]) * 1024 for line in f if line.startswith("Pss_Anon:"))

    def log(self):
        if not os.path.exists(self.log_path):
            return ""
        with open(self.log_path, encoding="utf-8", errors="replace") as f:
            return f.read()

    def events(self, name=None):
        """The log's lines as dicts, of one event when named."""
        out = []
        for line in self.log().splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict) and (name is None or event.get("event") == name):
                out.append(event)
        return out

    def unexpected(self):
        """Lines of level error that no test announced, and whatever is not a line of our log."""
        faults = []
        for line in self.log().splitlines():
            try:
                event = json.loads(line)
                if event.get("level") == "error" and event.get("event") not in self.expected:
                    faults.append(line)
            except (ValueError, AttributeError):
                faults.append(line)
        return faults
