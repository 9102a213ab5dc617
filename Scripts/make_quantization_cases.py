#!/usr/bin/env python3
"""Independent reference values for `gapbound quantize`: codes by exact rational arithmetic, s·q by numpy.

Writes  Tests/Fixtures/certify/quantization.json

    python Scripts/make_quantization_cases.py

s = max|w| / n is the only rounded quotient; the code is the whole number nearest to w n / max|w|, exactly. A draw in which
that is within 1e-9 of the middle between two codes would be refused: there the answer depends on rounding.
"""
from fractions import Fraction

import numpy as np

import fixture_json

SCHEMES = ["per-tensor", "per-channel", "group:2", "group:64"]


def groups(weight, scheme):
    """Index arrays of the entries that share a scale."""
    rows, columns = weight.shape
    if scheme == "per-tensor":
        return [(i, j) for i in range(rows) for j in range(columns)],
    size = columns if scheme == "per-channel" else int(scheme.split(":")[1])
    return [[(i, j) for j in range(start, min(start + size, columns))]
            for i in range(rows) for start in range(0, columns, size)]


def rounded(weight, bits, scheme):
    n = 2 ** (bits - 1) - 1
    result = np.zeros_like(weight)
    for group in groups(weight, scheme):
        largest = max(abs(weight[entry]) for entry in group)
        for entry in group:
            if largest == 0:
                continue
            exact = Fraction(float(weight[entry])) * n / Fraction(float(largest))
            code = round(exact)
            assert abs(abs(exact - code) - Fraction(1, 2)) > Fraction(1, 10**9), "a tie"
            result[entry] = np.float64(largest) / np.float64(n) * np.float64(code)
    return result


g = np.random.default_rng(0)
weights = [g.normal(size=(4, 5)).astype(np.float32).astype(np.float64), 1e3 * g.normal(size=(3, 4))]
weights[0][2] = 0  # a neuron that is switched off
fixture_json.write("Tests/Fixtures/certify/quantization.json", {
    "weights": [w.tolist() for w in weights],
    "cases": [
        {"bits": bits, "scheme": scheme, "weights": [rounded(w, bits, scheme).tolist() for w in weights]}
        for bits in (2, 4, 8, 16) for scheme in SCHEMES]})
