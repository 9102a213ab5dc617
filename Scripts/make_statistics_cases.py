#!/usr/bin/env python3
"""Reference values for statistics over checkpoints and runs; null where undefined.

Writes  Tests/Fixtures/statistics/reference.json: scipy's Kendall tau-b, Spearman rho and Pearson r
        Tests/Fixtures/statistics/configurations.json: granulated Kendall coefficients, normalized conditional mutual
        information and robust sign errors of runs with hyper-parameters, by mbe-eval

Run from the project root:
  pip install scipy==1.17.1 numpy==2.4.6 pandas==3.1.1 mbe-eval==0.5.0 && python Scripts/make_statistics_cases.py
"""
import math
import warnings

import numpy as np
import pandas as pd
from mbe_eval import comparators, robust_sign_error
from scipy import stats

import fixture_json

NAN = math.nan
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
    ("NaN on either side is left out", [1, NAN, 3, 2, 5, 4], [2, 9, NAN, 1, 4, 4]),
    ("all NaN but one: undefined", [1, NAN, NAN], [2, 1, NAN]),
    ("duplicated pairs", [1, 1, 2, 2, 3, 3, 0, 0], [1, 1, 3, 3, 2, 2, 5, 5]),
    ("logarithms against shares", [12.25, 12.5, 13.75, 14.5, 11.0], [0.0625, 0.03125, 0.09375, 0.125, 0.03125]),
    ("numbers of 1e200, whose squares overflow", [1e200, 3e200, 2e200, 5e200], [1e-200, 2e-200, 4e-200, 3e-200]),
    ("200 numbers, most of them tied", random.integers(0, 30, 200).tolist(), random.integers(0, 7, 200).tolist()),
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


def correlation(x, y):
    """Pearson's r in two passes, on numbers of ordinary size."""
    x, y = (np.array(v, dtype=float) / max(abs(np.array(v, dtype=float)).max(), 1e-320) for v in (x, y))
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / math.sqrt((x * x).sum() * (y * y).sum())) if x.any() and y.any() else None


def case(name, x, y):
    present = [(a, b) for a, b in zip(x, y) if not math.isnan(a) and not math.isnan(b)]
    p, q = [a for a, _ in present], [b for _, b in present]
    undefined = len(set(p)) < 2 or len(set(q)) < 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy warns where the value is undefined
        tau, rho = stats.kendalltau(p, q, variant="b").statistic, stats.spearmanr(p, q).statistic
        r = math.nan if undefined else stats.pearsonr(p, q).statistic
    tau, rho, r = (None if math.isnan(v) else float(v) for v in (tau, rho, r))
    for mine, library in ((tau_by_counting(p, q), tau), (rho_by_ranks(p, q), rho), (correlation(p, q) if p else None, r)):
        assert (mine is None) == (library is None) and (mine is None or abs(mine - library) < 1e-14), (name, mine, library)
    x, y = ([null(v) for v in w] for w in (x, y))
    return {"name": name, "x": x, "y": y, "kendall_tau_b": tau, "spearman_rho": rho, "pearson_r": r}


def null(value):
    """JSON has no NaN and no infinity."""
    return value if math.isfinite(value) else None


def grid(levels, replicates, noise, step, seed, holes=0):
    """Runs on a grid of hyper-parameters. Numbers are multiples of a power of two, so that means and ties are exact."""
    draw = np.random.default_rng(seed)
    points = np.stack(np.meshgrid(*[np.arange(n) for n in levels], indexing="ij"), -1).reshape(-1, len(levels))
    points = points[np.sort(draw.permutation(len(points))[holes:])]
    rows = np.repeat(points, replicates, axis=0)
    quantity = rows @ draw.normal(size=len(levels))
    predictor = quantity + 3 * noise * draw.normal(size=len(rows))
    gap = 0.03 * (quantity + 0.3 * noise * draw.normal(size=len(rows)))
    return rows.tolist(), (np.round(predictor / step) * step).tolist(), (np.round(gap * 1024) / 1024).tolist()


def with_gaps_in(runs):
    levels, predictor, gap = runs
    predictor[3], predictor[10], gap[7] = NAN, -math.inf, NAN
    return levels, predictor, gap


CONFIGURATIONS = [
    ("3 × 3 × 2, one run each", grid([3, 3, 2], 1, 0.5, 2**-20, 1)),
    ("3 × 2 × 2, five runs each: environments reach an effective sample size of 12", grid([3, 2, 2], 5, 0.5, 2**-20, 2)),
    ("3 × 3 × 2, two runs each, coarse numbers: many ties", grid([3, 3, 2], 2, 0.7, 0.5, 3)),
    ("4 × 3, three runs each, holes in the grid", grid([4, 3], 3, 0.4, 2**-20, 4, holes=4)),
    ("one hyper-parameter of six values, four runs each", grid([6], 4, 0.3, 2**-20, 5)),
    ("3 × 3, two runs each, numbers that are missing or infinite", with_gaps_in(grid([3, 3], 2, 0.5, 2**-20, 6))),
    ("a constant predictor in every cell", ([[0, 0], [1, 0], [0, 1], [1, 1]], [2.0] * 4, [0.25, 0.5, 0.125, 0.75])),
    ("every run twice", tuple(v + v for v in grid([3, 2], 2, 0.5, 2**-20, 7))),
    ("2 × 2 × 2 × 2, one run each", grid([2, 2, 2, 2], 1, 0.6, 2**-20, 8)),
]
TEST_SIZES, LEAST = (10_000, 2_000), (12.0, 1.0)


def sign_error(frame, names, test_size, least):
    environments = robust_sign_error.robust_sign_error_environments(
        frame, ["predictor"], names, target="gap", config_column="configuration", test_size=test_size,
        minimum_effective_sample_size=least)
    rows = robust_sign_error.robust_sign_error_summary(environments, ["predictor"]).to_dict("records") if len(environments) else []
    summaries = [
        {"hyperparameter": None if row["hyperparameter"] == "all" else names.index(row["hyperparameter"]),
         "environments": row["environments"], "mean": row["mean_sign_error"], "p90": row["p90_sign_error"],
         "max": row["max_sign_error"]} for row in rows]
    return {"test_samples": test_size, "minimum_effective_sample_size": least, "summaries": summaries}


def by_configurations(frame, names, group):
    psi, detail = comparators.granulated_kendall(frame, "predictor", "gap", names, group_col=group)
    try:
        score, sets = comparators.jiang_normalized_cmi(frame, "predictor", "gap", names, group_col=group)
        sets = [null(v) for v in sets["normalized_cmi"]]
    except ValueError:  # fewer than three configurations
        score, sets = NAN, []
    return {"psi": [null(v) for v in detail["granulated_kendall"]], "mean_psi": null(psi),
            "eligible_cells": detail["eligible_cells"].tolist(), "finite_cells": detail["finite_cells"].tolist(),
            "normalized_cmi": sets, "least_cmi": null(score)}


def configured(name, runs):
    levels, predictor, gap = runs
    names = [f"h{k}" for k in range(len(levels[0]))]
    frame = pd.DataFrame(levels, columns=names).assign(
        predictor=predictor, gap=gap, configuration=["-".join(map(str, row)) for row in levels])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy warns about constant cells
        return {"name": name, "levels": levels, "predictor": [null(v) for v in predictor], "gap": [null(v) for v in gap],
                "runs": by_configurations(frame, names, None),
                "averaged": by_configurations(frame, names, "configuration"),
                "sign_errors": [sign_error(frame, names, n, least) for n in TEST_SIZES for least in LEAST]}


if __name__ == "__main__":
    fixture_json.write("Tests/Fixtures/statistics/reference.json", {"cases": [case(*c) for c in CASES]})
    fixture_json.write(
        "Tests/Fixtures/statistics/configurations.json", {"cases": [configured(*c) for c in CONFIGURATIONS]})
