#!/usr/bin/env python3
"""Computes the CROWN-IBP and CROWN columns of Tests/Fixtures/certify again, in numpy, and fails where they differ.

Reads   Tests/Fixtures/certify/{a_bias, a_nobias}.safetensors, digits.npz and the four tables beside them

CROWN on the weight ball (theory page, section 2), ReLU, one radius for all weights: backward passes with ranges of the
hidden layers from interval arithmetic (CROWN-IBP) or from the same passes (CROWN, not cut with interval arithmetic's).

Run from the project root:  pip install numpy==2.4.6 safetensors==0.8.0 && python Scripts/check_certify_cases.py
"""
import csv
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

FIXTURES = Path("Tests/Fixtures/certify")
# Values below 1e2, some hundred operations.
TOLERANCE = 1e-12


def network(name):
    tensors = load_file(FIXTURES / f"{name}.safetensors")
    weights = [tensors[f"{k}.weight"].astype(float) for k in (0, 2, 4)]
    return weights, [tensors.get(f"{k}.bias", np.zeros(len(w))).astype(float) for k, w in zip((0, 2, 4), weights)]


def relaxed(l, u):
    """Slopes below and above, intercepts above."""
    crossing = (l < 0) & (u > 0)
    upper = np.where(crossing, u / np.where(crossing, u - l, 1), l >= 0)
    lower = np.where(crossing, u > -l, l >= 0).astype(float)
    return lower, upper, np.where(crossing, -upper * l, 0)


def lower_bounds(C, constants, relaxations, W, b, eps, x):
    """Lower bounds on C z^k + constants, k = len(relaxations)."""
    for k in range(len(relaxations) - 1, -1, -1):
        s, S, T = relaxations[k]
        constants = constants + np.where(C < 0, C * T, 0).sum(1)
        A = np.where(C >= 0, C * s, C * S)
        constants = constants + A @ b[k]
        shift = eps * np.abs(A).sum(1)
        if k == 0:
            return A @ (W[0] @ x) - shift * np.abs(x).sum() + constants
        C = A @ W[k] - shift[:, None]


def margin(W, b, eps, x, y, with_intervals):
    a, r = W[0] @ x + b[0], eps * np.abs(x).sum()
    l, u = a - r, a + r
    relaxations = [relaxed(l, u)]
    for k in range(1, len(W) - 1):
        if with_intervals:
            low, high = np.maximum(l, 0), np.maximum(u, 0)
            below, above = W[k] - eps, W[k] + eps
            l = np.maximum(below, 0) @ low + np.minimum(below, 0) @ high + b[k]
            u = np.maximum(above, 0) @ high + np.minimum(above, 0) @ low + b[k]
        else:
            l = lower_bounds(W[k] - eps, b[k], relaxations, W, b, eps, x)
            u = -lower_bounds(-W[k] - eps, -b[k], relaxations, W, b, eps, x)
        relaxations.append(relaxed(l, u))
    margins = lower_bounds(W[-1][y] - W[-1] - 2 * eps, b[-1][y] - b[-1], relaxations, W, b, eps, x)
    return np.delete(margins, y).min()


def main():
    digits = np.load(FIXTURES / "digits.npz")
    X, Y = digits["x_test"] * 0.0625, digits["y_test"]
    worst = 0.0
    for name in ("a_bias", "a_nobias"):
        W, b = network(name)
        for eps in ("0.001", "0.002"):
            with open(FIXTURES / f"{name}_all_{eps}.csv", newline="") as file:
                rows = list(csv.DictReader(file))
            for column, with_intervals in (("CROWN-IBP", True), ("CROWN", False)):
                ours = np.array([margin(W, b, float(eps), x, y, with_intervals) for x, y in zip(X, Y)])
                difference = np.abs(ours - [float(row[column]) for row in rows]).max()
                print(f"{name}, ε = {eps}, {column}: {len(rows)} samples, largest difference {difference:.1e}")
                worst = max(worst, difference)
    sys.exit(0 if worst <= TOLERANCE else f"difference {worst} above {TOLERANCE}")


if __name__ == "__main__":
    main()
