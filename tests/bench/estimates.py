# SPDX-License-Identifier: EUPL-1.2
"""The simulation of an estimate beside the same work in numpy, on one thread, and a portfolio on all cores."""
import json
import os
import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor

from samples import BUILD, DEBIAN_PYTHON, HERE

PORTFOLIO = 2_000
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def printed(*command, **env):
    return json.loads(subprocess.run(command, check=True, capture_output=True, env={**os.environ, **env}).stdout)


def engine(*arguments):
    return printed(os.path.join(BUILD, "test/bench/estimate"), *map(str, arguments))


def in_numpy(*arguments):
    return printed(DEBIAN_PYTHON, os.path.join(HERE, "estimate_numpy.py"), *map(str, arguments), **ONE_THREAD)


class Estimates:
    def bench_simulate(self):
        """40 uncertain numbers, 20 lines x 20 years, 10,000 draws with all yearly bands; then a portfolio of 2,000 of them."""
        ours, theirs = [], []
        for _ in range(self.options.rounds):
            ours.append(engine())
            theirs.append(in_numpy())
        a, b = ours[0], theirs[0]
        assert abs(a["mean"] - b["mean"]) < 6 * b["sd"] / 100 and abs(a["sd"] - b["sd"]) < 0.05 * b["sd"], (a, b)
        assert all(abs(x - y) < 0.05 * b["sd"] for p, q in zip(a["cumulative"], b["cumulative"]) for x, y in zip(p, q)), "the bands differ"
        mine, numpy = (statistics.median(t for r in runs for t in r["simulate_ms"]) for runs in (ours, theirs))
        whole = statistics.median(t for r in ours for t in r["evppi_ms"])
        self.say("simulate", f"{mine:.2f} ms, {numpy / mine:.1f} times numpy ({numpy:.1f} ms); {whole:.1f} ms with acceptability and the value of knowing each of the 40",
                 ms=mine, whole_ms=whole, ratio=numpy / mine)
        self.portfolio(os.cpu_count())

    def portfolio(self, cores):
        """Both on all cores; numpy does a tenth of it, in as many processes."""
        mine = [engine(PORTFOLIO, cores)["portfolio_ms"] for _ in range(self.options.rounds)]
        with ThreadPoolExecutor(cores) as pool:
            parts = [list(pool.map(in_numpy, [PORTFOLIO // 10 // cores] * cores)) for _ in range(self.options.rounds)]
        ours, theirs = statistics.median(mine), statistics.median(10 * max(p["portfolio_ms"] for p in part) for part in parts)
        self.say("portfolio", f"{PORTFOLIO} estimates on {cores} cores: {ours / 1e3:.1f} s, {theirs / ours:.1f} times numpy ({theirs / 1e3:.0f} s)",
                 ms=ours, ratio=theirs / ours, cores=cores)
