# SPDX-License-Identifier: EUPL-1.2
"""Draws of uncertain numbers beside numpy's, by distribution, and those of a whole estimate."""
import json
import os
import statistics
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("BUILD", os.path.join(os.path.dirname(os.path.dirname(HERE)), "build"))
DEBIAN_PYTHON = "/usr/bin/python3"  # python3-numpy belongs to it


class Draws:
    def bench_draws(self):
        """Nanoseconds a draw by distribution, and the 400,000 draws of 40 uncertain numbers, beside numpy."""
        for draws in (10_000, 100_000):
            ours, theirs = [], []
            for _ in range(self.options.rounds):
                for results, command in ((ours, [os.path.join(BUILD, "test/bench/draws")]), (theirs, [DEBIAN_PYTHON, os.path.join(HERE, "draws_numpy.py")])):
                    results.append(json.loads(subprocess.run([*command, str(draws)], check=True, capture_output=True).stdout))
            for name in ours[0]:
                unit = "ms" if name == "estimate" else "ns"
                mine, numpy = (statistics.median(r[name][unit] for r in results) for results in (ours, theirs))
                made = "" if name == "estimate" else f", sampler {statistics.median(r[name]['make_us'] for r in ours):.1f} us"
                self.say(f"draws {name}", f"{draws}: {mine:.2f} {unit}{made}, {numpy / mine:.1f} times numpy ({numpy:.2f} {unit})", draws=draws, value=mine, ratio=numpy / mine)
