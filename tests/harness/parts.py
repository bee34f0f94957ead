# SPDX-License-Identifier: EUPL-1.2
"""The parts of tests/run. A part that has nothing to run yet says so and counts nothing."""
import glob
import importlib.util
import os
import subprocess
import tempfile


class World:
    """What the parts share: the report, the build, and one PostgreSQL that starts on first use."""

    def __init__(self, root, report, word=""):
        self.root, self.report, self.word = root, report, word
        self.build = os.path.abspath(os.environ.get("BUILD", "build"))
        self.binary = os.path.join(self.build, "samspil")
        self._cluster = None
        self.scratch = tempfile.TemporaryDirectory(prefix="samspil-test-")

    def run(self, part):
        getattr(self, "part_" + part)()

    def close(self):
        if self._cluster:
            self._cluster.stop()
        self.scratch.cleanup()

    def files(self, pattern):
        found = sorted(glob.glob(os.path.join(self.root, pattern)))
        function_names = self.word.startswith("test_")
        return [f for f in found if function_names or self.word in os.path.basename(f)] if self.word else found

    def program(self, name, command, timeout=120, **more):
        """Runs a program that prints TAP and takes over its results."""
        try:
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout, **more)
            self.report.tap(name, done.stdout, done.returncode, done.stderr)
        except subprocess.TimeoutExpired as e:
            text = (e.stdout or b"").decode(errors="replace")
            self.report.fail(name, f"still running after {timeout} s", text[-2000:])
        except OSError as e:
            self.report.fail(name, "cannot be started", str(e))

    def part_lint(self):
        self.program("lint/lint", [os.path.join(self.root, "tests/lint/run")], timeout=300)

    def part_unit(self):
        sources = self.files("tests/unit/test_*.c")
        if not sources:
            print("# unit: no tests/unit/test_*.c yet")
        for source in sources:
            name = os.path.basename(source)[:-2]
            self.program("unit/" + name, sanitized(self.build) + [os.path.join(self.build, "test/unit", name)])


def sanitized(build):
    """ThreadSanitizer needs a fixed address space layout."""
    return ["setarch", "-R"] if os.path.basename(build) == "tsan" else []


def load(path):
    """Imports one test module by its file name."""
    spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
