#!/usr/bin/env python3
"""Reference values for rank correlation: scipy's Kendall tau-b and Spearman rho; null where undefined.

Writes  Tests/Fixtures/statistics/reference.json

Run from the project root:  pip install scipy==1.17.1 numpy==2.4.6 && python Scripts/make_statistics_cases.py
"""
import math
import warnings

import numpy as np
from scipy import stats

import fixture_json

random = np.random.default_rng(11)
line = list(range(1, 11))
noisy = np.round(random.normal(size=25), 6).tolist()
CASES = [
    ("increasing", line, [v * v for v in line]),
    ("reversed", line, line[::-1]),
    ("no ties", noisy, [round(0.5 * v + e, 6) for v, e in zip(noisy, random.normal(size=25).tolist())]),
    ("ties in x only", [1, 1, 2, 2, 3, 4], [0.3, 0.1, 0.5, 0.4, 0.9, 0.2]),
    ("ties in both, some shared", [1, 2, 2, 3, 3, 3, 4, 5], [2, 1, 1, 3, 3, 2, 2, 5]),
    ("many ties, 40 draws from 5 values", random.integers(0, 5, 40).tolist(), random.integers(0, 5, 40).tolist()),
    ("signs, zeros and extreme magnitudes", [-1e300, -0.0, 0.0, 1e-300, 1e300], [5, 3, 3, -2, 1e-5]),
    ("x all equal: undefined", [2, 2, 2, 2], [1, 2, 3, 4]),
    ("both all equal: undefined", [2, 2, 2], [1, 1, 1]),
    ("n = 1: undefined", [1], [2]),
    ("n = 2, concordant", [1, 2], [3, 7]),
    ("n = 2, discordant", [1, 2], [7, 3]),
    ("n = 2, tie in one: undefined", [1, 1], [7, 3]),
]


def sign(v):
    return (v > 0) - (v < 0)


def tau_by_counting(x, y):
    """Tau-b from its definition over all pairs, so that the reference does not rest on one library alone."""
    pairs = [(sign(a - c), sign(b - d)) for i, (a, b) in enumerate(zip(x, y)) for c, d in zip(x[:i], y[:i])]
    untied = sum(p != 0 for p, _ in pairs) * sum(q != 0 for _, q in pairs)
    return sum(p * q for p, q in pairs) / math.sqrt(untied) if untied else None


def rho_by_ranks(x, y):
    """Spearman is Pearson of the mid-ranks."""
    r, s = ([sum(b < a for b in v) + (sum(b == a for b in v) + 1) / 2 for a in v] for v in (x, y))
    mean = (len(x) + 1) / 2
    rr, ss, rs = (sum((a - mean) * (b - mean) for a, b in zip(p, q)) for p, q in ((r, r), (s, s), (r, s)))
    return rs / math.sqrt(rr * ss) if rr * ss else None


def case(name, x, y):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy warns where the value is undefined
        tau, rho = stats.kendalltau(x, y, variant="b").statistic, stats.spearmanr(x, y).statistic
    tau, rho = (None if math.isnan(v) else float(v) for v in (tau, rho))
    for mine, library in ((tau_by_counting(x, y), tau), (rho_by_ranks(x, y), rho)):
        assert (mine is None) == (library is None) and (mine is None or abs(mine - library) < 1e-14), name
    return {"name": name, "x": x, "y": y, "kendall_tau_b": tau, "spearman_rho": rho}


if __name__ == "__main__":
    fixture_json.write("Tests/Fixtures/statistics/reference.json", {"cases": [case(*c) for c in CASES]})
