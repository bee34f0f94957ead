# SPDX-License-Identifier: EUPL-1.2
"""The parts of tests/run. A part that has nothing to run yet says so and counts nothing."""
import glob
import importlib.util
import os
import re
import subprocess
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from harness.cluster import Cluster
from harness.context import run_module
from harness.database import Database
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
        self.lock = threading.RLock()  # new databases, where scripts run side by side
        self.scratch = tempfile.TemporaryDirectory(prefix="samspil-test-", ignore_cleanup_errors=True)
        os.chmod(self.scratch.name, 0o711)

    @property
    def cluster(self):
        if self._cluster is None:
            self._cluster = Cluster(self.root, os.path.join(self.scratch.name, "postgres"))
        return self._cluster

    def database(self, template="empty"):
        """A database of its own: none (bare), empty (migrated) or demo (with the demonstration portfolio)."""
        with self.lock:
            self.count += 1
            name = f"test_{self.count}"
            self.cluster.create(name, self.prepared(template))
        return Database(self, name)

    def prepared(self, template):
        """The name of the database to copy, made on first use."""
        if template == "none":
            return None
        if template not in self.templates:
            name = "template_" + template
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

    def run(self, part):
        getattr(self, "part_" + part)()

    def close(self):
        if self._cluster:
            self._cluster.stop()
            with open(os.path.join(self.report.out, "postgres.log"), "w", encoding="utf-8") as f:
                f.write(self._cluster.log())
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

    def modules(self, part):
        for path in self.files(f"tests/{part}/test_*.py"):
            name = os.path.basename(path)[:-3]
            try:
                module = load(path)
            except Exception as e:  # pylint: disable=broad-except
                self.report.fail(f"{part}/{name}", "can be loaded", repr(e))
                continue
            run_module(self, part, name, module)

    def part_sql(self):
        if not self.built("sql"):
            return
        if self.word in "check":
            database = self.database("empty")
            self.program("sql/check", [*self.launch, "check"], env=database.env)
            self.drop(database)
        self.modules("sql")

    def part_http(self):
        if self.built("http"):
            self.modules("http")

    def part_golden(self):
        if self.built("golden"):
            self.modules("golden")

    def part_browser(self):
        scripts = self.files("tests/browser/*.mjs")
        if not scripts or not self.built("browser"):
            return
        # Side by side, a core each; the one that looks at every page takes longest and begins.
        scripts.sort(key=lambda path: os.path.basename(path) != "pages.mjs")
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            list(pool.map(lambda path: self.browser_script(os.path.basename(path)[:-4], path), scripts))

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
            self.program("browser/" + name, ["node", path], timeout=450, env=env, cwd=os.path.join(self.root, "tests/browser"))
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
            fuzz_target(self, name, seconds)

    def part_lint(self):
        self.program("lint/lint", [os.path.join(self.root, "tests/lint/run")], timeout=300)

    def part_unit(self):
        for source in self.files("tests/unit/test_*.c"):
            name = os.path.basename(source)[:-2]
            self.program("unit/" + name, [*self.prefix, os.path.join(self.build, "test/unit", name)])


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
