# SPDX-License-Identifier: EUPL-1.2
"""What a test function gets: ctx. One a module, so the module's tests share a database and a server."""
import inspect
import os
import signal
import time
import traceback

from harness.client import Client
from harness.database import Database
from harness.server import Server

PASSWORD = "Et-langt-kodeord-42"


class Context:
    """ctx.db, ctx.server and ctx.client() come to life on first use."""

    def __init__(self, world, group, name, template, server_env):
        self.world, self.group, self.name = world, group, name
        self.template, self.server_env = template, server_env
        self.part = group.name.split("/")[0]
        self._db = self._server = None
        self.more, self.clients, self.expected, self.tokens = [], [], set(), 0

    @property
    def out(self):
        """A folder for what shall be kept."""
        return self.world.report.folder(self.part)

    @property
    def root(self):
        return self.world.root

    @property
    def db(self):
        if self._db is None:
            self._db = self.world.database(self.template)
        return self._db

    @property
    def server(self):
        if self._server is None:
            self._server = self.new_server(env=self.server_env)
        return self._server

    def new_server(self, command="serve", env=None, start=True, build=None):
        """A further server (or `work`) on the same database; stopped at the module's end. build: another build's folder."""
        log = os.path.join(self.out, f"{self.name}.{command}{len(self.more) or ''}.log")
        server = Server(self.db, log, command, env, build)
        server.expected = self.expected
        self.more.append(server)
        return server.start() if start else server

    def samspil(self, *args, **more):
        return self.db.samspil(*args, **more)

    def client(self, login=None, password=None, token=None, language="da", server=None):
        """A client without a session, or logged in, or with a token."""
        client = Client(server or self.server, token, language)
        self.clients.append(client)
        return client.login(login, password) if login else client

    def user(self, login, role=None, unit="region-1084", valid_from=None, valid_to=None):
        """A new user with one role at one unit (its code), logged in."""
        self.samspil("user", "add", login, "--password", PASSWORD)
        if role:
            dates = [w for k, v in (("--from", valid_from), ("--to", valid_to)) if v for w in (k, v)]
            self.samspil("user", "grant", login, "--role", role, "--unit", unit, *dates)
        return self.client(login, PASSWORD)

    def token(self, login, scope="all", expires=None):
        """A client with a new token of that user's."""
        self.tokens += 1
        more = ["--expires", expires] if expires else []
        made = self.samspil("token", "create", "--user", login, "--scope", scope, "--name", f"test {self.tokens}", *more)
        return self.client(token=made.stdout.strip())

    def expect_log(self, *events):
        """These events of level error belong to the test; any other makes the run red."""
        self.expected.update(events)

    def case(self, name, good, detail=""):
        """Counts one result of many inside a test function, which goes on either way."""
        self.group.result(bool(good), name, "" if good else str(detail))
        return bool(good)

    def close(self):
        for client in self.clients:
            client.close()
        for server in self.more:
            status = server.stop()
            if status != 0:
                self.case(f"{server.command} ends in order", False, f"status {status}: {server.log()[-2000:]}")
            faults = server.unexpected()
            if faults:
                self.case(f"{server.command}: nothing unexpected in the log", False, "\n".join(faults[:30]))
        if self._db is not None:
            self.world.drop(self._db)


class Late(Exception):
    pass


def run_module(world, part, name, module):
    """Every test_* function of a module in the order they stand in."""
    tests = [(n, f) for n, f in vars(module).items() if n.startswith("test_") and inspect.isfunction(f)]
    if world.word not in name:
        tests = [(n, f) for n, f in tests if world.word in n]
    if getattr(module, "OWN_CLUSTER", False):
        world.own_cluster()
    with world.report.group(f"{part}/{name}") as group:
        ctx = Context(world, group, name, getattr(module, "DATABASE", "empty"), getattr(module, "SERVER_ENV", None))
        try:
            for test, function in tests:
                run_test(ctx, group, test, function, getattr(module, "TIMEOUT", 120) * (5 if world.sanitizer else 1))
        finally:
            ctx.close()


def run_test(ctx, group, name, function, seconds):
    title = name[5:].replace("_", " ") + (": " + function.__doc__.strip().splitlines()[0] if function.__doc__ else "")

    def late(*_):
        raise Late(f"still running after {seconds} s")

    began = time.monotonic()
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        function(ctx)
        signal.setitimer(signal.ITIMER_REAL, 0)
        group.result(True, title, f"{time.monotonic() - began:.2f} s")
    except Exception:  # pylint: disable=broad-except
        signal.setitimer(signal.ITIMER_REAL, 0)
        group.result(False, title, traceback.format_exc(limit=-4))
