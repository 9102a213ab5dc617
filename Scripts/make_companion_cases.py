#!/usr/bin/env python3
"""Independent reference values for the companion bounds, at 50 decimal digits, from raw weights and samples.

Writes  Tests/Fixtures/companions/cases.json

The formulas are written from the papers (Bartlett et al. 2017, Lemma A.8; Neyshabur et al. 2018, proof of Theorem 1; Golowich et al. 2018,
Theorems 1 and 2; Neyshabur et al. 2015, Theorem 1; Mohri et al. 2018, Theorem 9.2), not from the Swift sources. The constants
36 and 882 e^2 are put together here from the steps of the proofs. Forward pass and augmented matrices are those of make_theorem4_cases.py.

Run from the project root:  pip install mpmath==1.3.0 numpy==2.4.6 safetensors==0.8.0 && python Scripts/make_companion_cases.py
"""
from pathlib import Path

import numpy as np
from mpmath import exp, fprod, fsum, inf, log, mp, mpf, quad, sqrt

import fixture_json
from make_theorem4_cases import (
    Network, exact, margin, norm1, norm2, plain, ramp_loss, spectral_norm)

mp.dps = 50
TARGET = Path("Tests/Fixtures/companions/cases.json")


def widths(matrices):
    return [side for matrix in matrices for side in (len(matrix), len(matrix[0]))]


def frobenius(matrix):
    return norm2([w for row in matrix for w in row])


def group_norm(p, q, vectors):
    """Neyshabur 2015: the p-norm of every unit's incoming weights, then the q-norm."""
    inner = [norm1(v) if p == 1 else norm2(v) for v in vectors]
    return max(inner) if q == inf else norm2(inner)


def bartlett(matrices, differences, X, gamma):
    """Twice the Rademacher complexity of the ramp losses by Dudley's integral."""
    n, d = len(X), max(widths(matrices))
    s = list(map(spectral_norm, matrices))
    b = [fsum(map(norm2, rows)) for rows in differences]
    alpha = fsum((x / y) ** (mpf(2) / 3) for x, y in zip(b, s)) ** mpf("1.5")
    covering = frobenius(X) * sqrt(log(2 * mpf(d) ** 2)) * fprod(s) * alpha  # the paper's R, without its ceiling
    root = sqrt(2) * sqrt(mpf(2)) / gamma * covering  # ceiling, then the margin's Lipschitz constant over gamma
    low, high = 1 / mpf(n), sqrt(mpf(n))
    integral = quad(lambda t: root / t, mp.linspace(low, high, 9)) if n > 1 else 0
    return 2 * (4 * low / high + 12 / mpf(n) * integral)


def pac_bayes(matrices, X, margins, gamma, delta):
    """The empirical margin loss and 4 sqrt((KL + ln(6n/delta) of the union) / (n - 1)), sigma as in the proof."""
    n, L, h = len(X), len(matrices), max(widths(matrices))
    B = max(map(norm2, X))
    s = list(map(spectral_norm, matrices))
    beta = fprod(s) ** (1 / mpf(L))
    # Noise of this deviation at the least beta~ that the grid allows: beta~^(L-1) <= e beta^(L-1).
    sigma = gamma / (42 * L * B * exp(1) * beta ** (L - 1) * sqrt(h * log(4 * mpf(h) * L)))
    balanced = [beta / norm * frobenius(matrix) for norm, matrix in zip(s, matrices)]  # all spectral norms are beta
    divergence = fsum(w ** 2 for w in balanced) / (2 * sigma ** 2)
    union = L * mpf(n) ** (1 / (2 * mpf(L)))
    complexity = 4 * sqrt((divergence + log(6 * n * union / delta)) / (n - 1))
    return {"empirical": mpf(sum(m <= gamma for m in margins)) / n, "complexity": complexity}


def scalar_complexities(matrices, X):
    """Rademacher complexities of one output."""
    n, L, d = len(X), len(matrices), len(X[0])
    columns = list(zip(*X))
    unit = fprod(group_norm(1, inf, m) for m in matrices)
    whole = fprod(group_norm(2, 2, m) for m in matrices)

    def neyshabur_2015(gamma, conjugate, data):
        least = min(conjugate, 4 * log(2 * mpf(d)))
        return sqrt(gamma ** 2 * mpf(2) ** (2 * (L - 1)) * least * data ** 2 / n)

    return {
        "golowich-2018-frobenius": whole * (sqrt(2 * log(mpf(2)) * L) + 1) * sqrt(fsum(norm2(x) ** 2 for x in X)) / n,
        "golowich-2018-l1": 2 * unit * sqrt(L + 1 + log(mpf(d))) * sqrt(max(fsum(v ** 2 for v in c) for c in columns)) / n,
        "neyshabur-2015-l1": neyshabur_2015(unit, inf, max(abs(v) for x in X for v in x)),
        "neyshabur-2015-frobenius": neyshabur_2015(whole, 2, max(map(norm2, X))),
    }


def evaluate(network, reference, X, y, gamma, delta):
    """The terms of each bound; null where it does not apply."""
    n, matrices = len(X), network.class_matrices()
    margins = [margin(network, network.forward(x)[1], label) for x, label in zip(X, y)]
    data = [[*x, mpf(1)] for x in X] if network.is_augmented else X
    ramp = ramp_loss(margins, gamma)
    confidence = 3 * sqrt(log(2 / delta) / (2 * n))

    def rademacher(complexity):
        return {"empirical": ramp, "complexity": complexity, "confidence": confidence}

    result = {"bartlett-2017": rademacher(bartlett(matrices, matrices, data, gamma)), "bartlett-2017-reference": None}
    if reference:
        differences = [[[a - b for a, b in zip(*rows)] for rows in zip(*pair)]
                       for pair in zip(matrices, reference.class_matrices())]
        result["bartlett-2017-reference"] = rademacher(bartlett(matrices, differences, data, gamma))
    is_homogeneous = network.is_relu
    scalar = scalar_complexities(matrices, data)
    result["neyshabur-2018"] = pac_bayes(matrices, data, margins, gamma, delta) if is_homogeneous else None
    for key, complexity in scalar.items():
        result[key] = rademacher(4 * network.widths[-1] / gamma * complexity) if is_homogeneous else None
    return result


CASES = [  # name, activation, widths, layers with a bias, reference, gamma, delta, n
    ("relu, no biases", "relu", [3, 5, 4], set(), True, 0.05, 0.05, 20),
    ("relu, biases in every layer", "relu", [4, 6, 5, 3], {1, 2, 3}, True, 0.125, 0.01, 24),
    ("relu, a bias in the output layer only, two classes", "relu", [2, 7, 2], {2}, False, 0.5, 0.1, 16),
    ("relu, no biases, large inputs and small weights", "relu", [6, 3, 3, 3, 4], set(), True, 0.0001, 0.05, 30),
    ("single layer, no bias, any activation", "sigmoid", [5, 4], set(), True, 0.3, 0.05, 18),
    ("single layer, bias, small inputs: the constant column is the largest", "relu", [4, 3], {1}, False, 0.25, 0.05, 12),
    ("sigmoid, no biases: folding adds them", "sigmoid", [3, 6, 4], set(), True, 0.5, 0.05, 15),
    ("softplus, biases", "softplus", [3, 4, 5, 3], {1, 2, 3}, True, 1.5, 0.02, 14),
    ("relu6, no biases", "relu6", [3, 6, 3], set(), False, 1.25, 0.05, 16),
    ("two samples, the least that the PAC-Bayesian bound is for", "relu", [2, 3, 3], {1, 2}, False, 1.0, 0.05, 2),
]
INPUT_SCALES = {3: 20.0, 5: 0.05}


def make(number, name, activation, sizes, biased, has_reference, gamma, delta, n):
    random = np.random.default_rng(30240 + number)
    weight_scale = 0.2 if number == 3 else 1.2

    def draw(shape, spread):  # six decimals, so that the file shows the numbers themselves
        return np.round(random.normal(size=shape) * spread, 6).tolist()

    def layers():
        return ([draw((o, i), weight_scale / np.sqrt(i)) for i, o in zip(sizes, sizes[1:])],
                [draw(o, 0.3) if k in biased else None for k, o in enumerate(sizes[1:], 1)])

    def network(weights, biases):
        # A single layer has no activation, so nothing is folded.
        between = activation if len(weights) > 1 else "relu"
        result = Network(exact(weights), [b and exact(b) for b in biases], between)
        result.is_relu = between == "relu"
        return result

    weights, biases = layers()
    # The weights before training: a step of 0.1 away.
    moved = [[np.round(np.array(m) + random.normal(size=np.shape(m)) * 0.1, 6).tolist() if m else None for m in part]
             for part in (weights, biases)]
    reference = moved if has_reference else None
    X = np.round(random.uniform(-0.5, 1, size=(n, sizes[0])) * INPUT_SCALES.get(number, 1.0), 6).tolist()
    subject = network(weights, biases)
    outputs = [subject.forward(exact(x))[1] for x in X]
    y = [max(range(len(out)), key=out.__getitem__) for out in outputs]
    y = [(label + 1) % sizes[-1] if i % 5 == 4 else label for i, label in enumerate(y)]  # some errors
    expected = evaluate(subject, reference and network(*reference), exact(X), y, mpf(gamma), mpf(delta))
    return {"name": name, "activation": activation, "gamma": gamma, "delta": delta, "weights": weights, "biases": biases,
            "reference": reference and {"weights": reference[0], "biases": reference[1]}, "X": X, "y": y,
            "expected": expected}


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    fixture_json.write(TARGET, plain({
        "note": "nearest doubles of 50-digit values; weights out x in; rows of X are samples; see README.md",
        "cases": [make(number, *case) for number, case in enumerate(CASES)],
    }))
