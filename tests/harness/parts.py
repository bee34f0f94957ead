# SPDX-License-Identifier: EUPL-1.2
"""The parts of tests/run, as tasks for the pool. A part that has nothing to run yet says so and counts nothing."""
import glob
import importlib.util
import os
import re
import subprocess
import tempfile
import time

from harness.cluster import Cluster
from harness.context import run_module
from harness.database import Database
from harness.pool import Task
from harness.server import Server


class World:
    """What the parts share: the report, the build, and one PostgreSQL that starts on first use."""

    def __init__(self, root, report, word=""):
        self.root, self.report, self.word = root, report, word
        self.build = os.path.abspath(os.environ.get("BUILD", "build"))
        self.binary = os.path.join(self.build, "samspil")
        self.sanitizer = os.path.basename(self.build) in ("asan", "tsan")
        # ThreadSanitizer needs a fixed address space layout.
        self.prefix = ["setarch", "-R"] if os.path.basename(self.build) == "tsan" else []
        self.launch = [*self.prefix, self.binary]
        self._cluster, self.templates, self.count = None, {}, 0
        self.task = self.number = 0  # of the task that this process runs; 0: the run itself
        self.owns_cluster = True
        self.scratch = tempfile.TemporaryDirectory(prefix="samspil-test-", ignore_cleanup_errors=True)
        os.chmod(self.scratch.name, 0o711)

    def alone(self, task, number):
        """What a task's process has of its own, just after the fork; cluster and templates are those of the run."""
        self.task, self.number, self.owns_cluster = task, number, False
        self.report.passed = self.report.failed = 0

    def own_cluster(self):
        """From here this task has a PostgreSQL to itself, which it may stop, kill and set."""
        self._cluster, self.templates, self.owns_cluster = None, {}, True

    @property
    def cluster(self):
        if self._cluster is None:
            self._cluster = Cluster(self.root, os.path.join(self.scratch.name, f"postgres-{self.number}"))
            self.owns_cluster = True
        return self._cluster

    def database(self, template="empty"):
        """A database of its own: none (bare), empty (migrated) or demo (with the demonstration portfolio)."""
        self.count += 1
        name = f"test_{self.number}_{self.count}"
        self.cluster.create(name, self.prepared(template))
        return Database(self, name)

    def prepare(self, template):
        """Makes the template before tasks that copy it are forked; they report that it cannot be made."""
        try:
            self.prepared(template)
        except AssertionError:
            pass

    def prepared(self, template):
        """The name of the database to copy, made on first use."""
        if template == "none":
            return None
        if template not in self.templates:
            name = f"template_{template}_{self.number}"
            self.cluster.create(name, self.prepared("empty") if template != "empty" else None)
            try:
                Database(self, name).samspil(*{"empty": ["migrate"], "demo": ["demo"]}[template], timeout=300)
                self.templates[template] = name
            except AssertionError as e:
                self.templates[template] = e
        if isinstance(self.templates[template], AssertionError):
            raise self.templates[template]
        return self.templates[template]

    def drop(self, database):
        self.cluster.drop(database.name)

    def tasks(self, part):
        return list(getattr(self, "part_" + part)())

    def close(self):
        """Ends what this process started. The folder goes with the run."""
        if self._cluster and self.owns_cluster:
            self._cluster.stop()
            name = f"postgres-{os.path.basename(self.task)}.log" if self.number else "postgres.log"
            with open(os.path.join(self.report.out, name), "w", encoding="utf-8") as f:
                f.write(self._cluster.log())
        if not self.number:
            self.scratch.cleanup()

    def files(self, pattern):
        """The files to run, those that -k asks for."""
        found = sorted(glob.glob(os.path.join(self.root, pattern)))
        if not found:
            print(f"# no {pattern} yet")
        return [f for f in found if self.word in os.path.basename(f) or (f.endswith(".py") and self.functions(f))]

    def functions(self, path):
        """The test functions of a module whose names hold -k's word."""
        with open(path, encoding="utf-8") as f:
            return [n for n in re.findall(r"^def (test_\w+)", f.read(), re.M) if self.word in n]

    def built(self, part):
        if not os.path.exists(self.binary):
            self.report.fail(part + "/build", f"{os.path.relpath(self.binary, self.root)} does not exist", "make")
            return False
        return True

    def program(self, name, command, timeout=120, **more):
        """Runs a program that prints TAP and takes over its results."""
        began = time.monotonic()
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout, **more)
            self.report.tap(name, done.stdout, done.returncode, done.stderr, began)
        except subprocess.TimeoutExpired as e:
            text = (e.stdout or b"").decode(errors="replace")
            self.report.fail(name, f"still running after {timeout} s", text[-2000:])
        except OSError as e:
            self.report.fail(name, "cannot be started", str(e))

    def modules(self, part, template=None):
        """A task a module. DATABASE names its template; OWN_CLUSTER: it has a PostgreSQL to itself."""
        if not self.built(part):
            return
        for path in self.files(f"tests/{part}/test_*.py"):
            name = os.path.basename(path)[:-3]
            try:
                module = load(path)
            except Exception as e:  # pylint: disable=broad-except
                self.report.fail(f"{part}/{name}", "can be loaded", repr(e))
                continue
            own = getattr(module, "OWN_CLUSTER", False)
            yield Task(f"{part}/{name}", lambda m=module, n=name: run_module(self, part, n, m),
                       None if own else template and getattr(module, "DATABASE", template))

    def part_sql(self):
        if self.word in "check" and os.path.exists(self.binary):
            yield Task("sql/check", self.check, "empty")
        yield from self.modules("sql", "empty")

    def check(self):
        """Every statement fits the schema."""
        database = self.database("empty")
        self.program("sql/check", [*self.launch, "check"], env=database.env)
        self.drop(database)

    def part_http(self):
        return self.modules("http", "empty")

    def part_golden(self):
        return self.modules("golden")

    def part_browser(self):
        scripts = self.files("tests/browser/*.mjs")
        if not scripts or not self.built("browser"):
            return
        for path in scripts:
            name = os.path.basename(path)[:-4]
            yield Task("browser/" + name, lambda n=name, p=path: self.browser_script(n, p), "demo")

    def browser_script(self, name, path):
        """One script with a server on a copy of the demonstration; it prints TAP."""
        out = self.report.folder("browser")
        database = self.database("demo")
        server = Server(database, os.path.join(out, name + ".serve.log"))
        work = Server(database, os.path.join(out, name + ".work.log"), "work")
        env = {**database.env, "TEST_URL": server.url, "TEST_OUT": out, "TEST_ROOT": self.root,
               "TEST_BINARY": self.binary, "TEST_CHROMIUM": "/usr/bin/chromium"}
        try:
            server.start()
            work.start()
            self.program("browser/" + name, ["node", path], timeout=900, env=env, cwd=os.path.join(self.root, "tests/browser"))
        except AssertionError as e:
            self.report.fail("browser/" + name, "the server starts", str(e))
        finally:
            for process in (work, server):
                status = process.stop()
                faults = process.unexpected() + ([f"status {status}"] if status else [])
                if faults:
                    self.report.fail(f"browser/{name}.{process.command}", "ends in order, nothing unexpected in the log",
                                     "\n".join(faults[:30]))
            self.drop(database)

    def part_fuzz(self):
        seconds = os.environ.get("FUZZ_SECONDS", "5")
        for source in self.files("tests/fuzz/fuzz_*.c"):
            name = os.path.basename(source)[:-2]
            yield Task("fuzz/" + name, lambda n=name: fuzz_target(self, n, seconds))

    def part_lint(self):
        yield Task("lint/lint", lambda: self.program("lint/lint", [os.path.join(self.root, "tests/lint/run")], timeout=300))

    def part_unit(self):
        for source in self.files("tests/unit/test_*.c"):
            name = os.path.basename(source)[:-2]
            yield Task("unit/" + name, lambda n=name: self.program("unit/" + n, [*self.prefix, os.path.join(self.build, "test/unit", n)]))


def fuzz_target(world, name, seconds):
    """libFuzzer for so many seconds from the kept corpus; what it finds lands in tests/out/fuzz/."""
    out = world.report.folder("fuzz")
    seeds = os.path.join(world.root, "tests/fuzz/corpus", name)
    fresh = os.path.join(world.scratch.name, "fuzz", name)
    os.makedirs(fresh, exist_ok=True)
    words = os.path.join(world.root, "tests/fuzz", name + ".dict")
    command = [os.path.join(world.build, "fuzz/test/fuzz", name), f"-max_total_time={seconds}", "-timeout=10",
               "-rss_limit_mb=2048", "-print_final_stats=1", f"-artifact_prefix={out}/{name}-",
               *([f"-dict={words}"] if os.path.exists(words) else []), fresh, *([seeds] if os.path.isdir(seeds) else [])]
    with world.report.group("fuzz/" + name) as group:
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=int(seconds) + 120)
            runs = [l.split()[-1] for l in done.stderr.splitlines() if "number_of_executed_units" in l]
            group.result(done.returncode == 0, f"{runs[0] if runs else '?'} inputs in {seconds} s", done.stderr[-4000:])
        except (OSError, subprocess.TimeoutExpired) as e:
            group.result(False, "runs", str(e))


def load(path):
    """Imports one test module by its file name."""
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
