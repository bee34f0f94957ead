# SPDX-License-Identifier: EUPL-1.2
"""Frontier and analysis of samples beside the independent calculation (recompute_samples.py), and what must hold
for value of information on several parameters, where the estimate is a regression."""
import json
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import recompute_samples  # noqa: E402  pylint: disable=wrong-import-position

RANDOM_INPUTS = 100


def test_independent_frontier(ctx):
    agrees(ctx, "frontier")


def test_independent_psa(ctx):
    agrees(ctx, "psa")


def agrees(ctx, what):
    for seed in range(1, RANDOM_INPUTS + 1):
        found = recompute_samples.compare(ctx.world.launch, what, seed)
        if found:
            ctx.case(f"random {what} {seed}", False, "\n".join(found[:20]))
            return
    ctx.case(f"{RANDOM_INPUTS} random inputs of {what} agree", True)


def test_value_of_several_parameters(ctx):
    """between one parameter's and all information's, within the noise of 5,000 draws"""
    r = random.Random(20261125)
    p, q, noise = ([r.gauss(0, 1) for _ in range(5000)] for _ in range(3))
    body = {"wtp": [0, 1, 2], "comparator": "old", "parameters": {"p": p, "q": q, "noise": noise},
            "evppi": [["p"], ["q"], ["p", "q"], ["p", "q", "noise"]],
            "strategies": [{"name": "old", "costs": [0.0] * 5000, "effects": [0.0] * 5000},
                           {"name": "new", "costs": [0.3 - b for b in q],
                            "effects": [a + 0.5 * n for a, n in zip(p, noise)]}]}
    done = subprocess.run([*ctx.world.launch, "value", "psa", "-"], input=json.dumps(body).encode(),
                          capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answer = json.loads(done.stdout)
    one, other, both, everything = ([e["value"] for e in answer["evppi"]])
    for w, evpi in enumerate(answer["evpi"]):
        near = 0.03 * max(evpi, 0.1)
        ctx.case(f"threshold {w}: more parameters are worth no less", max(one[w], other[w]) <= both[w] + near,
                 (one, other, both))
        ctx.case(f"threshold {w}: all parameters are worth what everything is", abs(everything[w] - evpi) <= near,
                 (everything[w], evpi))
        ctx.case(f"threshold {w}: nothing is worth more than everything", 0 <= both[w] <= evpi + 1e-12, (both[w], evpi))
