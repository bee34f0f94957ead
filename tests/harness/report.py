# SPDX-License-Identifier: EUPL-1.2
"""Counts results, prints a line a group and every failure, keeps the whole as TAP in tests/out/."""
import os
import re
import sys
import time

LINE = re.compile(r"^(not )?ok\b *(\d+)? *-? *(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)")


class Report:
    def __init__(self, out, verbose=False):
        self.out, self.verbose = out, verbose
        self.passed = self.failed = 0
        os.makedirs(out, exist_ok=True)

    def folder(self, part):
        """The folder that keeps what this part leaves behind."""
        path = os.path.join(self.out, part)
        os.makedirs(path, exist_ok=True)
        return path

    def group(self, name):
        return Group(self, name)

    def fail(self, group, name, detail):
        with self.group(group) as g:
            g.result(False, name, detail)

    def tap(self, name, text, status, stderr="", began=None):
        """Takes over the TAP that another program printed; its exit status must agree."""
        with self.group(name) as g:
            g.began = began or g.began
            plan, seen, detail, pending = None, 0, [], None
            for line in text.splitlines():
                match, planned = LINE.match(line), PLAN.match(line)
                if match:
                    if pending:
                        g.result(*pending, "\n".join(detail))
                    seen, detail = seen + 1, []
                    skipped_or_todo = "# TODO" in match[3].upper()
                    pending = (not match[1] or skipped_or_todo, match[3])
                elif planned:
                    plan = int(planned[1])
                    if pending:
                        g.result(*pending, "\n".join(detail))
                    pending, detail = None, []
                elif line.startswith("Bail out!"):
                    g.result(False, line, "")
                elif line.strip():
                    detail.append(line)
            if pending:
                g.result(*pending, "\n".join(detail))
            for line in detail if plan is not None and not pending else []:
                print("  " + line)
            if plan != seen:
                g.result(False, f"planned {plan} tests, ran {seen}", "")
            if status != 0 and not g.failed:
                g.result(False, f"ended with status {status}", (stderr or text)[-3000:])


class Group:
    """One module: prints its failures as they come and one line at its end."""

    def __init__(self, report, name):
        self.report, self.name = report, name
        self.passed = self.failed = 0

    def __enter__(self):
        self.began = time.monotonic()
        path = os.path.join(self.report.folder(self.name.split("/")[0]), self.name.split("/")[-1] + ".tap")
        self.file = open(path, "w", encoding="utf-8")
        return self

    def result(self, good, name, detail=""):
        number = self.passed + self.failed + 1
        text = f"{'' if good else 'not '}ok {number} - {name}"
        print(text, file=self.file)
        for line in detail.splitlines():
            print("# " + line, file=self.file)
        if good:
            self.passed += 1
            self.report.passed += 1
        else:
            self.failed += 1
            self.report.failed += 1
        if not good or self.report.verbose:
            print(f"  {'ok' if good else 'FAILED'}  {self.name}: {name}")
        if not good:
            for line in detail.splitlines()[:40]:
                print("      " + line)
        sys.stdout.flush()

    def __exit__(self, kind, *_):
        print(f"1..{self.passed + self.failed}", file=self.file)
        self.file.close()
        took = time.monotonic() - self.began
        mark = "ok    " if not self.failed else "FAILED"
        print(f"{mark} {self.name}: {self.passed} passed, {self.failed} failed ({took:.1f} s)")
        sys.stdout.flush()
