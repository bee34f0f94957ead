# SPDX-License-Identifier: EUPL-1.2
"""What tests/bench/samples.c does, as one writes it in numpy: samples_numpy.py FILE DRAWS prints processor times and results."""
import json
import sys
import time

import numpy as np

STRATEGIES, THRESHOLDS = 4, 501


def loop(effects, costs, wtp):
    wins, evpi = np.empty((STRATEGIES, len(wtp))), np.empty(len(wtp))
    for w, k in enumerate(wtp):
        nb = k * effects - costs
        wins[:, w] = np.bincount(nb.argmax(axis=0), minlength=STRATEGIES) / nb.shape[1]
        evpi[w] = nb.max(axis=0).mean() - nb.mean(axis=1).max()
    return wins, evpi


def blocks(effects, costs, parameter, wtp):
    """One parameter, in as many blocks as the cube root of the draws."""
    n = len(parameter)
    count = int(np.floor(np.cbrt(n) + 1e-9))
    order = np.argsort(parameter, kind="stable")
    starts = np.array([-(-b * n // count) for b in range(count)])
    e, c = (np.add.reduceat(x[:, order], starts, axis=1) for x in (effects, costs))
    out = np.empty(len(wtp))
    for w, k in enumerate(wtp):
        nb = k * e - c
        out[w] = (nb.max(axis=0).sum() - nb.sum(axis=1).max()) / n
    return out


def main():
    draws = int(sys.argv[2])
    x = np.fromfile(sys.argv[1]).reshape(2 * STRATEGIES + 1, draws)
    costs, effects, parameter = np.ascontiguousarray(x[0:8:2]), np.ascontiguousarray(x[1:8:2]), x[8]
    wtp = np.arange(THRESHOLDS) * 1000.0
    began = time.process_time()
    wins, evpi = loop(effects, costs, wtp)
    middle = time.process_time()
    evppi = blocks(effects, costs, parameter, wtp)
    ended = time.process_time()
    json.dump({"evaluate_ms": (middle - began) * 1e3, "evppi_ms": (ended - middle) * 1e3, "ceac": wins.ravel().tolist(),
               "evpi": evpi.tolist(), "evppi": evppi.tolist()}, sys.stdout)


main()
