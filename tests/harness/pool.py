# SPDX-License-Identifier: EUPL-1.2
"""Runs the tasks of a run side by side, each in a process of its own: what a module leaves behind in Python, and its
clock signal, end with it. What a task prints is shown whole, when it has ended."""
import ctypes
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from typing import Callable

# These begin, in this order; all others follow as their files are named. So no long one is left alone at the end.
# The order is one of time alone: the last lines of a run name the tasks that took longest.
LONGEST = ("lint/lint", "browser/pages", "browser/pages-second", "http/test_failure", "browser/guide", "http/test_import_torture", "browser/results",
           "http/test_import", "browser/review", "browser/register", "http/test_rights", "golden/test_value", "browser/office")
PR_SET_PDEATHSIG = 1


@dataclass
class Task:
    """A module or script. template: the database that is there before it starts; None: it needs none, or has its own."""

    name: str
    run: Callable
    template: str | None = None


class Pool:
    def __init__(self, world, width=None):
        self.world, self.report = world, world.report
        self.width = width or (os.cpu_count() or 1) + 2  # more than cores: on two of them three tasks left 40 % idle, waiting for what they have set off
        self.running, self.seconds, self.started = {}, {}, 0

    def run(self, tasks):
        rank = {name: place for place, name in enumerate(LONGEST)}
        waiting = sorted(tasks, key=lambda task: rank.get(task.name, len(rank)))
        try:
            while waiting or self.running:
                while waiting and len(self.running) < self.width:
                    self.start(waiting.pop(0))
                self.finish()
        finally:
            self.stop()

    def start(self, task):
        if task.template:
            self.world.prepare(task.template)
        self.started += 1
        output, (counts, tell) = tempfile.TemporaryFile(), os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent, pid = os.getpid(), os.fork()
        if pid == 0:
            self.child(task, output, tell, parent)
        os.close(tell)
        self.running[pid] = task, output, counts, time.monotonic()

    def child(self, task, output, tell, parent):
        """The forked process: never returns."""
        status = 1
        try:
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            if os.getppid() == parent:
                self.world.alone(task.name, self.started)
                task.run()
                self.world.close()
                os.write(tell, f"{self.report.passed} {self.report.failed}".encode())
                status = 0
        except (KeyboardInterrupt, SystemExit):
            self.world.close()
        except BaseException:  # pylint: disable=broad-except
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def finish(self):
        """Waits for one task, shows what it printed and takes over its counts."""
        pid, status = self.next_end()
        task, output, counts, began = self.running.pop(pid)
        self.seconds[task.name] = time.monotonic() - began
        output.seek(0)
        with output, open(counts, "rb") as f:
            shutil.copyfileobj(output, sys.stdout.buffer)
            sys.stdout.flush()
            told = f.read().split()
        if len(told) == 2:
            self.report.passed += int(told[0])
            self.report.failed += int(told[1])
        else:
            self.report.fail(task.name, "comes to its end", f"status {os.waitstatus_to_exitcode(status)}")

    def next_end(self):
        """The next of our tasks to end. The cluster is a child of this process as well, so each is asked by its id."""
        while True:
            for pid in self.running:
                ended, status = os.waitpid(pid, os.WNOHANG)
                if ended:
                    return pid, status
            time.sleep(0.01)

    def stop(self):
        """Ends what still runs, when the run is broken off."""
        for pid in self.running:
            os.kill(pid, signal.SIGTERM)
        while self.running:
            self.finish()

    def longest(self, count=12):
        return sorted(self.seconds.items(), key=lambda item: -item[1])[:count]
