#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Reference quantiles in 60 digits by mpmath (gammainc, hyp2f1, ncdf), independent of the value engine.

Debian: python3-mpmath. Prints the table: tests/unit/quantile_points.py > tests/unit/quantile_points.h
"""
import sys

import mpmath
from mpmath import exp, fabs, gamma, gammainc, hyp2f1, inf, log, mp, mpf, ncdf, pi, sqrt

mp.dps = 60
TERMS = 10 ** 7
PS = [1e-300, 1e-200, 1e-100, 1e-30, 1e-16, 1e-9, 1e-4, 0.01, 0.025, 0.1, 0.3, 0.5, 0.7, 0.9, 0.975, 0.99, 0.9999,
      1 - 1e-9, 1 - 1e-12, 1 - 1.1102230246251565e-16]


def solve(tail, density, p, y):
    """y with tail(y, lower) equal to p below or 1 - p above: Newton on the logarithm of the smaller one, held between
    bounds that close in. Far out, 1 - share has lost its digits: that only says that y is too large."""
    lower = p < 0.5
    goal = mpf(p) if lower else 1 - mpf(p)
    low = high = None
    for _ in range(500):
        share = tail(y, lower)
        lost = not lower and share < mpf(10) ** -45
        if lost or (share > goal) == lower:
            high = y
        else:
            low = y
        to = None if lost else y - (log(share) - log(goal)) * share / density(y) * (1 if lower else -1)
        if to is not None and fabs(to - y) < mpf(10) ** -30:
            return to
        if high is None:
            to = min(to, y + 3 + fabs(y) / 2)
        elif low is None:
            to = y - 1 if to is None or to >= high else to
        elif to is None or not low < to < high:
            to = (low + high) / 2
        y = to
    raise ValueError("no convergence")


def normal(p):
    return mpf(0) if p == 0.5 else solve(lambda z, lower: ncdf(z if lower else -z), lambda z: exp(-z * z / 2) / sqrt(2 * pi), p,
                 mpf(-1) if p < 0.5 else mpf(1))


def gamma_log(shape, p):
    a = mpf(shape)
    start = log(a) + normal(p) / sqrt(a) if shape >= 1 else (log(mpf(p)) + log(gamma(a + 1))) / a

    def tail(y, lower):
        x = exp(y)
        return gammainc(a, 0, x, regularized=True) if lower else gammainc(a, x, inf, regularized=True)
    return solve(tail, lambda y: exp(a * y - exp(y) - mp.loggamma(a)), p, min(start, log(a + 800)))


def beta_logit(alpha, bet, p):
    a, b = mpf(alpha), mpf(bet)
    start = log(a / b) + normal(p) * sqrt(1 / a + 1 / b) if min(a, b) >= 1 else log(a / b)

    log_b = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)

    def below(a, b, x, y):  # DLMF 8.17.8
        return exp(-a * log(1 + exp(-y)) - b * log(1 + exp(y)) - log_b) / a * hyp2f1(a + b, 1, a + 1, x, maxterms=TERMS)

    def tail(y, lower):
        x, rest = 1 / (1 + exp(-y)), 1 / (1 + exp(y))
        left, right = (lambda: below(a, b, x, y)), (lambda: below(b, a, rest, -y))
        near, far = (left, right) if y < 0 else (right, left)
        share = near() if (y < 0) == lower else 1 - near()
        # A difference that is too small is summed up itself, however many terms that takes.
        return far() if lower and y >= 0 and share < mpf(10) ** -20 else share

    return solve(tail, lambda y: exp(-a * log(1 + exp(-y)) - b * log(1 + exp(y)) - log_b), p, start)


def rows():
    for a, b in [(0, 1), (100, 10), (-3.5, 0.25)]:
        for p in PS:
            yield "NORMAL", a, b, p, a + mpf(b) * normal(p)
    for a, b in [(0, 1), (-0.23, 0.12), (2, 5), (10, 20)]:
        for p in PS:
            yield "LOGNORMAL", a, b, p, exp(mpf(a) + mpf(b) * normal(p))
    for shape in [1e-3, 0.02, 0.08, 0.5, 1, 2.5, 30, 400, 9999, 1e4, 1e6]:
        for p in PS:
            yield "GAMMA", shape, 2.5, p, mpf(2.5) * exp(gamma_log(shape, p))
    for a, b in [(0.02, 0.02), (0.02, 3), (5, 0.02), (0.02, 1e6), (0.5, 0.5), (1, 1), (2, 3), (0.8, 40), (30, 7), (250, 250),
                 (1, 1e6), (3000, 3), (9000, 9000), (1e4, 2e4), (1e6, 1e6), (3, 1e9)]:
        for p in PS:
            yield "BETA", a, b, p, 1 / (1 + exp(-beta_logit(a, b, p)))


def main():
    print("// SPDX-License-Identifier: EUPL-1.2\n// clang-format off\n// Made by tests/unit/quantile_points.py > tests/unit/quantile_points.h "
          f"with mpmath {mpmath.__version__}, {mp.dps} digits; see there.\n// X(distribution, first, second parameter, p, quantile)")
    for dist, a, b, p, x in rows():
        if 1e-300 < fabs(x) < 1e300:
            print(f"X({dist}, {a!r}, {b!r}, {p!r}, {mp.nstr(x, 20, min_fixed=0, max_fixed=0)})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
