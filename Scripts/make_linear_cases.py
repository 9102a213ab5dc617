#!/usr/bin/env python3
"""Independent reference values for the certificates on balls of every form, at 50 decimal digits.

Writes  Tests/Fixtures/certify/balls.json

Random networks of one to five layers with ReLU, ReLU6 and clips, where the lines of the relaxation are fixed by a rule;
radii that are one number, one a row or one an entry, biases that move or not. The formulas are written from the theory page
(section 2) with products in interval arithmetic entry by entry, not from the Swift sources.

Run from the project root:  pip install mpmath==1.3.0 numpy==2.4.6 && python Scripts/make_linear_cases.py
"""
import numpy as np
from mpmath import fdot, fsum, mp, mpf

import fixture_json

mp.dps = 50
KINKS = {"relu": (mpf(0), mpf("inf")), "relu6": (mpf(0), mpf(6)), "clip(0.25, 1.5)": (mpf("0.25"), mpf("1.5")),
         "clip(0.5, inf)": (mpf("0.5"), mpf("inf"))}


def exact(value):
    return [exact(item) for item in value] if isinstance(value, list) else mpf(value)


class Tie(Exception):
    """Two lines serve equally well: double precision may pick either."""


class Ball:
    """Weights out x in, E entry by entry, b; all exact."""

    def __init__(self, case):
        self.W, self.X, self.y = exact(case["weights"]), exact(case["X"]), case["y"]
        self.beta = [exact(b) if b else [mpf(0)] * len(w) for b, w in zip(case["biases"], self.W)]
        self.E = [full(r, w) for r, w in zip(case["weight_radii"], self.W)]
        self.b = [exact(b) if b else [mpf(0)] * len(w) for b, w in zip(case["bias_radii"], self.W)]
        self.kinks = KINKS[case["activation"]]
        self.L = len(self.W)

    def rho(self, a):
        low, high = self.kinks
        return min(max(a, low), high)

    def forward(self, x):
        """z^0 ... z^{L-1} and the logits."""
        z = [x]
        for k in range(self.L):
            a = [fdot(w, z[-1]) + c for w, c in zip(self.W[k], self.beta[k])]
            if k + 1 == self.L:
                return z, a
            z.append([self.rho(v) for v in a])

    def others(self, y):
        return [j for j in range(len(self.W[-1])) if j != y]

    def merged(self, y, j):
        """The row, the radius, the bias and its radius of f_y - f_j."""
        W, E, beta, b = self.W[-1], self.E[-1], self.beta[-1], self.b[-1]
        return ([p - q for p, q in zip(W[y], W[j])], [p + q for p, q in zip(E[y], E[j])], beta[y] - beta[j], b[y] + b[j])

    def theorem(self, x, y):
        z, f = self.forward(x)
        eps = [max(map(max, e)) for e in self.E]
        norm = [max(fsum(w, absolute=True) for w in W) for W in self.W]
        own = [eps[k] * fsum(z[k], absolute=True) + max(self.b[k]) for k in range(self.L)]
        total = mpf(0)
        for m in range(self.L - 1):
            growth = mpf(1)
            for k in range(m + 1, self.L - 1):
                growth *= norm[k] + eps[k] * len(self.W[k][0])
            total += own[m] * growth
        D = {j: fsum(self.merged(y, j)[0], absolute=True) for j in self.others(y)}
        return min(f[y] - f[j] - (D[j] + 2 * eps[-1] * len(self.W[-1][0])) * total - 2 * own[-1] for j in D)

    def elementwise(self, x, y):
        z, f = self.forward(x)
        e = [mpf(0)] * len(x)
        for k in range(self.L - 1):
            v = [abs(p) + q for p, q in zip(z[k], e)]
            e = [fdot(map(abs, w), e) + fdot(r, v) + c for w, r, c in zip(self.W[k], self.E[k], self.b[k])]
        v = [abs(p) + q for p, q in zip(z[-1], e)]
        margins = []
        for j in self.others(y):
            delta, r, _, b = self.merged(y, j)
            margins.append(f[y] - f[j] - fdot(map(abs, delta), e) - fdot(r, v) - b)
        return min(margins)

    # Intervals: the least and the largest product of a weight and an input, entry by entry.
    @staticmethod
    def ends(w, e, low, high):
        corners = [[p * q for p in (c - r, c + r) for q in (l, u)] for c, r, l, u in zip(w, e, low, high)]
        return fsum(map(min, corners)), fsum(map(max, corners))

    def interval_ranges(self, x):
        low = high = x
        ranges = []
        for k in range(self.L - 1):
            pairs = [self.ends(w, e, low, high) for w, e in zip(self.W[k], self.E[k])]
            l = [p + c - b for (p, _), c, b in zip(pairs, self.beta[k], self.b[k])]
            u = [q + c + b for (_, q), c, b in zip(pairs, self.beta[k], self.b[k])]
            ranges.append((l, u))
            low, high = [self.rho(v) for v in l], [self.rho(v) for v in u]
        return ranges, low, high

    def interval(self, x, y):
        _, low, high = self.interval_ranges(x)
        margins = []
        for j in self.others(y):
            delta, r, beta, b = self.merged(y, j)
            margins.append(self.ends(delta, r, low, high)[0] + beta - b)
        return min(margins)

    # Linear bounds.
    def lines(self, l, u):
        """(slope, intercept) below and above: for a clip CROWN's rule on each side of the kinks."""
        a, b = self.kinks
        for near, far in ((a - l, u - a), (u - b, b - l)):
            if l < u and abs(near - far) < 1e-9 * (u - l):
                raise Tie
        chord = (self.rho(u) - self.rho(l)) / (u - l) if u > l else mpf(0)
        below = chord if l >= a else ((min(u, b) - a) / (u - a) if u - a > a - l else mpf(0))
        above = chord if u <= b else ((b - max(l, a)) / (b - l) if b - l > u - b else mpf(0))
        places = [l, u] + [p for p in (a, b) if l < p < u]
        return ((below, min(self.rho(p) - below * p for p in places)),
                (above, max(self.rho(p) - above * p for p in places)))

    def lower(self, row, radius, constant, ranges, x):
        """A lower bound of (row - radius) z^k + constant, k = len(ranges), where z^k >= 0 for k > 0."""
        if not ranges:
            return fdot(row, x) - fdot(radius, map(abs, x)) + constant
        coefficients = [p - q for p, q in zip(row, radius)]
        for k in range(len(ranges) - 1, -1, -1):
            A = []
            for c, l, u in zip(coefficients, *ranges[k]):
                slope, intercept = self.lines(l, u)[0 if c >= 0 else 1]
                A.append(c * slope)
                constant += c * intercept
            constant += fdot(A, self.beta[k]) - fdot(map(abs, A), self.b[k])
            columns = range(len(self.W[k][0]))
            row = [fdot(A, [w[j] for w in self.W[k]]) for j in columns]
            radius = [fdot(map(abs, A), [e[j] for e in self.E[k]]) for j in columns]
            coefficients = [p - q for p, q in zip(row, radius)]
        return fdot(row, x) - fdot(radius, map(abs, x)) + constant

    def linear_ranges(self, x):
        ranges = []
        for k in range(self.L - 1):
            rows = list(zip(self.W[k], self.E[k], self.beta[k], self.b[k]))
            l = [self.lower(w, e, c - b, ranges, x) for w, e, c, b in rows]
            u = [-self.lower([-v for v in w], e, -c - b, ranges, x) for w, e, c, b in rows]
            ranges.append((l, u))
        return ranges

    def pulled_back(self, x, y, ranges):
        margins = []
        for j in self.others(y):
            delta, r, beta, b = self.merged(y, j)
            margins.append(self.lower(delta, r, beta - b, ranges, x))
        return min(margins)

    def interval_linear(self, x, y):
        return self.pulled_back(x, y, self.interval_ranges(x)[0])

    def linear(self, x, y):
        return self.pulled_back(x, y, self.linear_ranges(x))


def full(radius, weight):
    """E of any form as a matrix."""
    if isinstance(radius, list):
        return exact(radius) if isinstance(radius[0], list) else [[mpf(r)] * len(weight[0]) for r in radius]
    return [[mpf(radius)] * len(row) for row in weight]


def random_case(index, attempt=0):
    g = np.random.default_rng([index, attempt])
    activation = list(KINKS)[index % 8 - 4 if index % 8 > 4 else 0]
    depth = 1 + index % 5
    widths = [int(g.integers(2, 6)) for _ in range(depth + 1)]
    eps = [1e-3, 0.02, 0.1][int(g.integers(3))]
    size = 2 if activation == "relu6" else 1

    def draw(*shape):
        return np.round(g.normal(size=shape), 3).tolist()

    def radius(rows, columns):
        form = int(g.integers(4))
        r = np.round(g.uniform(0, eps, size=(rows, columns)), 6)
        return [0.0, float(r[0, 0]), r[:, 0].tolist(), r.tolist()][form]

    shapes = list(zip(widths[1:], widths))
    return {
        "name": f"{index}: {activation}, widths {widths}",
        "activation": activation,
        "weights": [(size * np.array(draw(*s))).tolist() for s in shapes],
        "biases": [draw(s[0]) if g.integers(2) else None for s in shapes],
        "weight_radii": [radius(*s) for s in shapes],
        "bias_radii": [np.round(g.uniform(0, eps, size=s[0]), 6).tolist() if g.integers(3) == 0 else None for s in shapes],
        "X": draw(3, widths[0]),
        "y": [int(v) for v in g.integers(widths[-1], size=3)],
    }


METHODS = ["theorem", "elementwise", "interval", "interval_linear", "linear"]


def solved_case(index):
    """The first draw without ties, and its margins."""
    for attempt in range(10):
        case = random_case(index, attempt)
        ball = Ball(case)
        try:
            case["expected"] = {
                key: [float(getattr(ball, key)(x, y)) for x, y in zip(ball.X, ball.y)] for key in METHODS}
            return case
        except Tie:
            print(f"case {index}: a tie, drawn again")
    raise SystemExit(f"case {index}: ties in ten draws")


fixture_json.write("Tests/Fixtures/certify/balls.json", {"cases": [solved_case(index) for index in range(24)]})
