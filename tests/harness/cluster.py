# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL for a run of the tests: docker/dev/cluster.sh in a temporary folder, gone afterwards."""
import os
import subprocess
import time

BIN = "/usr/lib/postgresql/15/bin"


class Cluster:
    def __init__(self, root, folder, durable=False):
        self.script = os.path.join(root, "docker/dev/cluster.sh")
        self.folder = folder
        subprocess.run(["sh", self.script, "create", folder, "durable" if durable else "fast"], check=True)
        self.process = None
        self.start()
        subprocess.run(["sh", self.script, "roles", folder], check=True)
        self.socket = subprocess.run(["sh", self.script, "url", folder, "x"], check=True, capture_output=True,
                                     text=True).stdout.strip().split("?", 1)[1]

    def start(self):
        self.process = subprocess.Popen(["sh", self.script, "serve", self.folder], start_new_session=True)
        limit = time.monotonic() + 60
        while subprocess.run(["sh", self.script, "ready", self.folder]).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError("PostgreSQL does not start: " + self.log()[-2000:])
            time.sleep(0.05)

    def stop(self, how=2):
        """SIGINT: fast shutdown. 3: immediate, as after a crash."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(60)

    def log(self):
        try:
            with open(os.path.join(self.folder, "log"), encoding="utf-8", errors="replace") as f:
                return f.read()
        except OSError:
            return ""

    def url(self, role, database):
        return f"postgresql://{role}@/{database}?{self.socket}"

    def create(self, name, template=None):
        """A database of the owner's; with a template, a copy of that one."""
        copy = f" TEMPLATE {template}" if template else ""
        self.sql("postgres", f"CREATE DATABASE {name} OWNER samspil_owner{copy}")

    def drop(self, name):
        self.sql("postgres", f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def sql(self, database, text, role="postgres", check=True, timeout=60):
        """Runs a script with psql, stopping at the first error; returns the unaligned output."""
        done = subprocess.run(
            [BIN + "/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose",
             "-d", self.url(role, database)], input=text, capture_output=True, text=True, timeout=timeout)
        if check and done.returncode != 0:
            raise SqlError(done.stderr.strip())
        return done.stdout.rstrip("\n") if check else done


class SqlError(Exception):
    """What psql printed, with VERBOSITY verbose: holds the SQLSTATE."""

    @property
    def state(self):
        words = str(self).split("ERROR:", 1)
        return words[1].strip()[:5] if len(words) == 2 else ""
