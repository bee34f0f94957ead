# SPDX-License-Identifier: EUPL-1.2
"""The analysis of samples: the engine beside numpy on one core, and a request of 100,000 draws of 4 strategies."""
import json
import os
import random
import statistics
import subprocess
import time

import load
from harness.client import Client

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.environ.get("BUILD", os.path.join(os.path.dirname(os.path.dirname(HERE)), "build"))
DEBIAN_PYTHON = "/usr/bin/python3"  # python3-numpy belongs to it
THRESHOLDS = 501


def near(ours, theirs, tolerance):
    return len(ours) == len(theirs) and all(abs(a - b) <= tolerance * (1 + abs(b)) for a, b in zip(ours, theirs))


def body_of(draws):
    rng = random.Random(1)
    x = [rng.gauss(0, 1) for _ in range(draws)]
    strategies = [{"name": f"S{k}", "costs": [rng.gauss(10000 + 5000 * k, 3000) for _ in x],
                   "effects": [rng.gauss(5 + 0.1 * k, 0.2) + 0.05 * k * v for v in x]} for k in range(4)]
    return json.dumps({"wtp": [1000 * w for w in range(THRESHOLDS)], "comparator": "S0", "strategies": strategies,
                       "parameters": {"x": x}, "evppi": [["x"]]}).encode()


class Samples:
    def bench_psa(self):
        """CEAC, CEAF, EVPI of 4 strategies at 501 thresholds, and EVPPI of one parameter, beside numpy; then POST /value/psa."""
        for draws in (10_000, 100_000):
            self.engine_beside_numpy(draws)
        self.psa_request(100_000)

    def engine_beside_numpy(self, draws):
        file, ours, theirs = os.path.join(self.world.scratch.name, f"samples-{draws}"), [], []
        one_core = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        for _ in range(self.options.rounds):
            done = subprocess.run([os.path.join(BUILD, "test/bench/samples"), file, str(draws)], check=True, capture_output=True)
            ours.append(json.loads(done.stdout))
            done = subprocess.run([DEBIAN_PYTHON, os.path.join(HERE, "samples_numpy.py"), file, str(draws)], check=True, capture_output=True, env=one_core)
            theirs.append(json.loads(done.stdout))
        a, b = ours[0], theirs[0]
        assert near(a["ceac"], b["ceac"], 1e-12) and near(a["evpi"], b["evpi"], 1e-9) and near(a["evppi"], b["evppi"], 1e-9), "the results differ"
        for what in ("evaluate", "evppi"):
            mine = statistics.median(t for r in ours for t in r[what + "_ms"])
            numpy = statistics.median(r[what + "_ms"] for r in theirs)
            self.say(f"psa {what}", f"{draws} draws: {mine:.2f} ms, {numpy / mine:.0f} times numpy ({numpy:.0f} ms)", draws=draws, ms=mine, ratio=numpy / mine)

    def psa_request(self, draws):
        body, times = body_of(draws), []
        self.server.restart()
        before = load.cpu_seconds(self.server.process.pid)
        for _ in range(self.options.rounds):
            client = Client(self.server, token=self.token)
            began = time.perf_counter()
            reply = client.request("POST", "value/psa", body, {"Content-Type": "application/json"})
            times.append(time.perf_counter() - began)
            client.close()
            assert reply.status == 200 and len(reply.json["evpi"]) == THRESHOLDS, reply
        cpu, peak = (load.cpu_seconds(self.server.process.pid) - before) / len(times), self.server.rss(peak=True)
        self.say("psa request", f"{draws} draws of 4 strategies ({len(body) / 1e6:.1f} MB): {statistics.median(times):.2f} s ({cpu:.2f} s of processor), at most {peak / 1e6:.0f} MB resident",
                 draws=draws, seconds=times, cpu=cpu, rss=peak)
