#!/usr/bin/env python3
"""Worst margins over balls of weights by mixed-integer programming: small networks of depth 2-4, all piecewise linear activations
and all forms of radii, biases moving too in half of the cases.

Writes  Tests/Fixtures/certify/exact.json

Pre-activations a and outputs z are variables with one binary for each side of each kink (big-M), solved by HiGHS to a gap of 0;
no code is shared with the Swift implementation. `worst` is the margin that weights rebuilt from the solution attain, and the
solver's own bound agrees with it to 1e-7.

Run from the project root:  pip install scipy==1.17.1 numpy==2.4.6 && python Scripts/make_exact_cases.py
"""
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

import fixture_json

random = np.random.default_rng(4)
KINKS = {"relu": (0.0, np.inf), "relu6": (0.0, 6.0), "clip(0.25, 1.5)": (0.25, 1.5)}


class Model:
    """Rows over columns that are added as one goes."""

    def __init__(self):
        self.lower, self.upper, self.integer, self.rows = [], [], [], []

    def column(self, lower, upper, integer=0):
        self.lower.append(lower)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.lower) - 1

    def row(self, terms, lower=-np.inf, upper=np.inf):
        self.rows.append((terms, lower, upper))

    def minimize(self, terms):
        n = len(self.lower)
        matrix, cost = np.zeros((max(1, len(self.rows)), n)), np.zeros(n)
        for i, (row, _, _) in enumerate(self.rows):
            for column, value in row:
                matrix[i, column] += value
        for column, value in terms:
            cost[column] += value
        low = [r[1] for r in self.rows] or [-np.inf]
        high = [r[2] for r in self.rows] or [np.inf]
        result = milp(cost, integrality=self.integer, bounds=Bounds(self.lower, self.upper),
                      constraints=LinearConstraint(matrix, low, high), options={"mip_rel_gap": 0})
        assert result.status == 0, result.message
        return result.x, result.mip_dual_bound if result.mip_dual_bound is not None else result.fun


def add_activation(model, a, z, low, high, p, q):
    """z = min(max(a, p), q) for low <= a <= high: z >= min(a, q), z <= max(a, p), p <= z <= q."""
    below, above = model.column(0, 1, 1), model.column(0, 1, 1)
    big = high - low + p + 1
    model.row([(z, 1), (a, -1), (below, -big)], upper=0)  # z <= a unless below
    if np.isfinite(p):
        model.row([(z, 1), (below, big + abs(high))], upper=p + big + abs(high))  # z <= p if below
    if np.isinf(q):
        model.row([(z, 1), (a, -1)], lower=0)
        return
    big = max(0, high - q) + 1
    model.row([(z, 1), (a, -1), (above, big)], lower=0)  # z >= a unless above
    model.row([(z, 1), (above, -(q + 1))], lower=-1)  # z >= q if above


def worst_margin(case, j):
    """min over the ball of f_y - f_j, and the outputs of every hidden layer there."""
    p, q = KINKS[case["activation"]]
    model, x = Model(), np.array(case["x"])
    W, E = [np.array(w) for w in case["weights"]], [np.array(e) for e in case["radii"]]
    β, b = [np.array(v) for v in case["biases"]], [np.array(v) for v in case["biasRadii"]]
    v = [model.column(t, t) for t in x]
    bound, layers = np.abs(x), []
    for k in range(len(W) - 1):
        sign = np.sign(x) if k == 0 else np.ones(W[k].shape[1])
        size = (np.abs(W[k]) + E[k]) @ bound + np.abs(β[k]) + b[k]
        outputs = []
        for i in range(W[k].shape[0]):
            a, z = model.column(-size[i], size[i]), model.column(p, min(q, max(p, size[i])))
            terms = [(c, -w) for c, w in zip(v, W[k][i] + E[k][i] * sign)]
            model.row([(a, 1)] + terms, upper=β[k][i] + b[k][i])
            terms = [(c, -w) for c, w in zip(v, W[k][i] - E[k][i] * sign)]
            model.row([(a, 1)] + terms, lower=β[k][i] - b[k][i])
            add_activation(model, a, z, -size[i], size[i], p, q)
            outputs.append(z)
        v, bound = outputs, np.minimum(np.maximum(size, p), q)
        layers.append(outputs)
    y = case["label"]
    cost = W[-1][y] - W[-1][j] - E[-1][y] - E[-1][j]
    constant = β[-1][y] - β[-1][j] - b[-1][y] - b[-1][j]
    x, low = model.minimize(list(zip(v, cost)))
    return low + constant, [x[layer] for layer in layers]


def attained(case, j, outputs):
    """The margin of weights whose hidden outputs come as near to the given ones as the ball allows."""
    p, q = KINKS[case["activation"]]
    v = np.array(case["x"])
    n = len(case["weights"])
    for k in range(n - 1):
        W, E = np.array(case["weights"][k]), np.array(case["radii"][k])
        β, b = np.array(case["biases"][k]), np.array(case["biasRadii"][k])
        low = (W - E * np.where(v < 0, -1, 1)) @ v + β - b
        high = (W + E * np.where(v < 0, -1, 1)) @ v + β + b
        v = np.clip(np.clip(outputs[k], low, high), p, q)
    W, E = np.array(case["weights"][-1]), np.array(case["radii"][-1])
    β, b, y = np.array(case["biases"][-1]), np.array(case["biasRadii"][-1]), case["label"]
    return float((W[y] - W[j] - E[y] - E[j]) @ v + β[y] - β[j] - b[y] - b[j])


def radii(form, scale, rows, columns):
    if form == "uniform":
        return np.full((rows, columns), scale)
    if form == "rows":
        return np.repeat(scale * random.uniform(0, 2, (rows, 1)), columns, axis=1)
    return scale * random.uniform(0, 2, (rows, columns))


def case(index):
    depth = 2 + index % 3
    activation = list(KINKS)[index // 3 % 3]
    form = ["uniform", "rows", "entries"][index // 9 % 3]
    widths = [int(random.integers(3, 6))] + [int(random.integers(4, 8)) for _ in range(depth - 1)] + [3]
    shapes = list(zip(widths[1:], widths))
    scale = 2.0 if activation == "relu6" else 1.0
    made = {
        "name": f"{depth} layers, {activation}, {form}" + (", biases" if index % 2 else ""),
        "activation": activation,
        "form": form,
        "weights": [np.round(scale * random.normal(size=s), 6) for s in shapes],
        "biases": [np.round(0.5 * random.normal(size=s[0]), 6) for s in shapes],
        "radii": [np.round(radii(form, random.uniform(0.02, 0.3), *s), 6) for s in shapes],
        "biasRadii": [np.round(random.uniform(0, 0.1 * (index % 2), s[0]), 6) for s in shapes],
        "x": np.round(random.normal(size=widths[0]), 6),
        "label": 0,
    }
    if index % 5 == 4:
        made["radii"][index % depth][:] = 0  # a layer that stays
    plain = {k: [w.tolist() for w in v] if isinstance(v, list) else v.tolist() if isinstance(v, np.ndarray) else v
             for k, v in made.items()}
    found = [(attained(plain, j, outputs), low) for j in (1, 2) for low, outputs in [worst_margin(plain, j)]]
    for value, low in found:
        assert abs(value - low) < 1e-7 * max(1, abs(low)), (plain["name"], value, low)
    plain["worst"] = min(value for value, _ in found)
    return plain


fixture_json.write("Tests/Fixtures/certify/exact.json", [case(i) for i in range(36)])
