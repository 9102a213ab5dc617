#!/usr/bin/env python3
"""Reference values for matrix norms: exact double entries, mpmath with at least 60 digits.

Writes  Tests/Fixtures/norms/reference.json: every quantity as a string of 25 digits and as the nearest double.

Run from the project root:  pip install mpmath==1.3.0 numpy==2.4.6 && python Scripts/make_norm_cases.py
"""
from fractions import Fraction
from itertools import combinations

import numpy as np
from mpmath import fsum, log10, mp, mpf, sqrt

import fixture_json

random = np.random.default_rng(7)


def gaussian(rows, columns):
    return random.normal(size=(rows, columns))


def clustered():
    """Top singular values 1, 1 - 1e-9, 1 - 2e-9, then a gap (up to the rounding of the entries)."""
    left, right = (np.linalg.qr(gaussian(8, 8))[0] for _ in range(2))
    return left @ np.diag([1, 1 - 1e-9, 1 - 2e-9, 0.5, 0.25, 0.1, 0.01, 0.001]) @ right


def spanning():
    """Magnitudes from 1e-200 to 1e200: naive sums of squares overflow and underflow at once."""
    return np.array([[1e200, -3e-200, 1.0, 2e100], [2e-200, 5e-200, -7e-150, 1e-180],
                     [4e199, 1e-60, 3.0, -1e100], [0.0, 6e-200, 1e-100, 8e50]])


def householder(n):
    v = gaussian(n, 1)
    return np.eye(n) - 2 * (v @ v.T) / (v.T @ v)


CASES = [
    ("gaussian 6x4", gaussian(6, 4)),
    ("gaussian 12x12", gaussian(12, 12)),
    ("gaussian 5x9, float32 values", gaussian(5, 9).astype(np.float32).astype(float)),
    ("rank one 5x3", np.outer([1, -2, 0.5, 4, 0.25], [3, -1, 2])),
    ("zero 3x4", np.zeros((3, 4))),
    ("row 1x7", gaussian(1, 7)),
    ("column 7x1", gaussian(7, 1)),
    ("single negative entry 1x1", np.array([[-0.1]])),
    ("hilbert 8x8, entries rounded to double", np.array([[1 / (i + j + 1) for j in range(8)] for i in range(8)])),
    ("clustered top singular values 8x8", clustered()),
    ("scale 1e150, 4x6", gaussian(4, 6) * 1e150),
    ("scale 1e-150, 4x6", gaussian(4, 6) * 1e-150),
    ("entries from 1e-200 to 1e200, 4x4", spanning()),
    ("duplicate rows and columns 6x5", gaussian(3, 3)[[0, 1, 0, 2, 2, 0]][:, [0, 1, 1, 2, 0]]),
    ("all entries negative 4x3", -np.abs(gaussian(4, 3))),
    ("orthogonal, exact: Hadamard/2 4x4", np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]) / 2),
    ("orthogonal up to rounding: Householder 7x7", householder(7)),
]


def rank(matrix):
    """Exact: doubles are rationals. Singular values beyond the rank are exact zeros, not noise of the algorithm."""
    rows, done = [[Fraction(float(v)) for v in row] for row in matrix], 0
    for column in range(matrix.shape[1]):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        for row in rows[done + 1:]:
            factor = row[column] / rows[done][column]
            row[:] = [a - factor * b for a, b in zip(row, rows[done])]
        done += 1
    return done


def singular_values(matrix):
    """All of them to over 60 digits *relative*: absolute precision is that of the largest, so pay for the range."""
    entries = np.abs(matrix[matrix != 0])
    if entries.size == 0:
        return [mpf(0)] * min(matrix.shape)
    spread = float(log10(mpf(entries.max())) - log10(mpf(entries.min())))
    rows = [[mpf(float(v)) for v in row] for row in (matrix if matrix.shape[0] >= matrix.shape[1] else matrix.T)]

    def solve(digits):
        with mp.workdps(digits):
            return sorted(mp.svd_r(mp.matrix(rows), compute_uv=False), reverse=True)

    digits = int(100 + 4 * spread)
    values, again, count = solve(digits), solve(digits + 60), rank(matrix)
    for a, b in zip(values[:count], again):
        assert abs(a - b) < mpf(10) ** -60 * b, "not converged"
    return again[:count] + [mpf(0)] * (len(values) - count)


def norm1(vector):
    return fsum(vector, absolute=True)


def norm2(vector):
    return sqrt(fsum(vector, squared=True))


def both(value):
    if isinstance(value, list):
        return {"decimal": [mp.nstr(v, 25) for v in value], "double": [float(v) for v in value]}
    return {"decimal": mp.nstr(value, 25), "double": float(value)}


def case(name, matrix):
    rows = [[mpf(float(v)) for v in row] for row in matrix]
    columns = list(zip(*rows))
    values, frobenius = singular_values(matrix), norm2([v for row in rows for v in row])
    assert abs(norm2(values) - frobenius) <= mpf(10) ** -60 * frobenius  # ties the two computations together
    distances = [norm1([a - b for a, b in zip(p, q)]) for p, q in combinations(rows, 2)]
    result = {
        "singular_values": values, "spectral": values[0], "frobenius": frobenius,
        "sum_row_l2": fsum(map(norm2, rows)), "sum_column_l2": fsum(map(norm2, columns)),
        "max_row_l1": max(map(norm1, rows)), "max_column_l1": max(map(norm1, columns)),
        "max_row_distance_l1": max(distances, default=mpf(0)), "row_distances_l1": distances,
    }
    record = {"name": name, "rows": len(rows), "columns": len(columns), "rank": rank(matrix),
              "entries": [[float(v) for v in row] for row in matrix], **{k: both(v) for k, v in result.items()}}
    # Undefined for the zero matrix.
    record["stable_rank"] = both((frobenius / values[0]) ** 2) if values[0] else None
    return record


if __name__ == "__main__":
    mp.dps = 80
    fixture_json.write("Tests/Fixtures/norms/reference.json", {
        "note": "row_distances_l1 lists the pairs (0,1), (0,2), ..., (1,2), ...; entries are the exact doubles",
        "cases": [case(name, matrix) for name, matrix in CASES],
    })
