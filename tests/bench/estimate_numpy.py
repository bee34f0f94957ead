# SPDX-License-Identifier: EUPL-1.2
"""What tests/bench/estimate.c does, as one writes it well in numpy: estimate_numpy.py [COUNT] prints processor times and
figures, or the wall-clock time of COUNT estimates."""
import json
import sys
import time

import numpy as np

LINES, YEARS, DRAWS, RUNS = 20, 20, 10_000, 7
RANKS = [int(np.ceil(p * DRAWS / 100)) - 1 for p in (5, 50, 95)]
HOSPITAL, REGION, PUBLIC, LIMITED = 2, 5, 7, 9  # the first sectors of each perspective


def sector(i):
    return i % 9


def kind(i):
    return "time" if sector(i) >= 7 else ("cash", "capacity")[i % 2]


def sample(rng, dist, mean):
    sd = 0.2 * mean
    if dist == "gamma":
        return rng.gamma((mean / sd) ** 2, sd * sd / mean, DRAWS)
    if dist == "beta":
        size = mean * (1 - mean) / sd ** 2 - 1
        return rng.beta(mean * size, (1 - mean) * size, DRAWS)
    if dist == "normal":
        return rng.normal(mean, sd, DRAWS)
    if dist == "lognormal":
        variance = np.log1p((sd / mean) ** 2)
        return rng.lognormal(np.log(mean) - variance / 2, np.sqrt(variance), DRAWS)
    return rng.triangular(0.6 * mean, mean, 1.5 * mean, DRAWS)


def products(rng):
    out = np.empty((LINES, DRAWS))
    for i in range(LINES):
        quantity = sample(rng, "gamma" if i < 10 else "beta", 0.4)
        value = sample(rng, "normal" if i < 8 else "lognormal" if i < 14 else "triangular", 1000 + 100 * i)
        out[i] = ((1 if i % 3 else 0) - quantity) * value
    return out


def weights():
    """What the product of each line counts for: perspectives, sectors, years."""
    years = np.arange(YEARS)
    factors, patients = 1.035 ** -years, (10 + years) * 0.5
    scale = np.array([patients if i % 2 else np.ones(YEARS) for i in range(LINES)])
    worth = scale @ factors
    rows = []
    for most, cash, societal in [(1, 0, 0), (HOSPITAL, 0, 0), (REGION, 0, 0), (REGION, 1, 0), (PUBLIC, 0, 0), (PUBLIC, 1, 0),
                                 (LIMITED, 0, 0), (LIMITED, 1, 0), (LIMITED, 0, 1)]:
        row = np.zeros(LINES)
        for i in range(LINES):
            if sector(i) >= most or (kind(i) == "time" and (cash or most < LIMITED)):
                continue
            row[i] = worth[i] * (0.25 if cash and kind(i) == "capacity" else 1.28 if societal and sector(i) < PUBLIC else 1)
        rows.append(row)
    for s in range(LIMITED):
        rows.append(np.where(np.arange(LINES) % 9 == s, worth, 0))
    return np.array(rows), scale.T


def bands(x):
    return np.partition(x, RANKS, axis=1)[:, RANKS]


def simulate(seed, figures, yearly):
    f = products(np.random.default_rng(seed))
    worth, years = figures @ f, yearly @ f
    mean, sd = worth.mean(axis=1), worth.std(axis=1, ddof=1)
    gain = (worth > 0).mean(axis=1)
    cumulative = np.cumsum(years, axis=0)
    return mean, sd, gain, bands(worth), bands(years), bands(cumulative), np.histogram(worth[6], 40)


def main():
    figures, yearly = weights()
    if len(sys.argv) > 1:
        began = time.perf_counter()
        for seed in range(int(sys.argv[1])):
            simulate(seed, figures, yearly)
        json.dump({"portfolio_ms": (time.perf_counter() - began) * 1e3}, sys.stdout)
        return
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        mean, sd, _, _, _, cumulative, _ = simulate(20260101, figures, yearly)
        times.append((time.process_time() - began) * 1e3)
    json.dump({"simulate_ms": times, "mean": mean[6], "sd": sd[6], "cumulative": cumulative.tolist()}, sys.stdout)


main()
