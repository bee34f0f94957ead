# SPDX-License-Identifier: EUPL-1.2
"""One database of the test cluster, and the binary's subcommands on it."""
import json
import os
import subprocess


class Database:
    def __init__(self, world, name):
        self.world, self.cluster, self.name = world, world.cluster, name

    @property
    def env(self):
        """The environment for the binary: ours alone, whatever the caller's shell holds."""
        env = {k: v for k, v in os.environ.items() if not k.startswith("SAMSPIL_")}
        env.update(
            SAMSPIL_DATABASE_URL=self.cluster.url("samspil_app", self.name),
            SAMSPIL_OWNER_DATABASE_URL=self.cluster.url("samspil_owner", self.name),
            SAMSPIL_STATIC_DIR=os.path.join(self.world.root, "static"),
            SAMSPIL_MIGRATIONS_DIR=os.path.join(self.world.root, "migrations"),
            SAMSPIL_SPOOL_DIR=self.world.scratch.name,
            ASAN_OPTIONS="detect_leaks=1:abort_on_error=0:exitcode=99", UBSAN_OPTIONS="print_stacktrace=1",
            TSAN_OPTIONS="exitcode=98:halt_on_error=0")
        return env

    def sql(self, text, role="postgres", check=True, timeout=60):
        """psql's unaligned output. role: postgres (past every policy), samspil_owner or samspil_app."""
        return self.cluster.sql(self.name, text, role, check, timeout)

    def rows(self, query, role="postgres"):
        """A list of dicts."""
        text = self.sql(f"SELECT coalesce(json_agg(row_to_json(q)), '[]') FROM ({query.rstrip().rstrip(';')}) AS q", role)
        return json.loads(text)

    def value(self, query, role="postgres"):
        """The first column of the first row."""
        rows = self.rows(query, role)
        return next(iter(rows[0].values())) if rows else None

    def samspil(self, *args, input=None, check=True, timeout=120, env=None):
        """Runs a subcommand to its end; CompletedProcess with text output."""
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run([*self.world.launch, *args], input=data, capture_output=True, timeout=timeout,
                              env={**self.env, **(env or {})})
        done.stdout, done.stderr = (s.decode("utf-8", "replace") for s in (done.stdout, done.stderr))
        if check and done.returncode != 0:
            raise AssertionError(f"samspil {' '.join(args)}: status {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done
