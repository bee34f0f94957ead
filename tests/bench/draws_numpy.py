# SPDX-License-Identifier: EUPL-1.2
"""What tests/bench/draws.c does, by numpy's Generator (PCG64): draws_numpy.py N prints nanoseconds a draw as JSON."""
import json
import sys
import time

import numpy as np

RUNS = 15


def main():
    n, rng = int(sys.argv[1]), np.random.default_rng(20260101)
    kinds = {
        "uniform": lambda: rng.uniform(1, 3, n), "triangular": lambda: rng.triangular(2, 4, 5, n),
        "pert": lambda: 2 + 3 * rng.beta(11 / 3, 7 / 3, n), "normal": lambda: rng.normal(100, 10, n),
        "lognormal": lambda: rng.lognormal(3, 0.5, n), "gamma": lambda: rng.gamma(4, 2.5, n),
        "gamma, shape 0.3": lambda: rng.gamma(0.3, 2.5, n), "beta": lambda: rng.beta(2, 8, n)}
    out = {}
    for name, draw in kinds.items():
        least = 1e9
        for _ in range(RUNS):
            began = time.process_time()
            draw()
            least = min(least, time.process_time() - began)
        out[name] = {"ns": least * 1e9 / n}
    counts = {"gamma": 10, "beta": 10, "normal": 8, "lognormal": 6, "triangular": 6}
    out["estimate"] = {"ms": sum(c * out[k]["ns"] for k, c in counts.items()) * n / 1e6}
    print(json.dumps(out))


if __name__ == "__main__":
    main()
