#!/usr/bin/env python3
"""Independent reference values for Theorem 4 and the margin certificates, at 50 decimal digits.

Reads   Tests/Fixtures/theorem4/reference.json, Tests/Fixtures/certify/{a_nobias.safetensors, digits.npz}
Writes  Tests/Fixtures/theorem4/extended.json

The formulas are written from the theory page (sections 2, 3, 4 and 6), not from the Swift sources. They are
first checked against every case of reference.json (float64, made by somebody else) and only then used on new networks.

Run from the project root:  pip install mpmath==1.3.0 numpy==2.4.6 safetensors==0.8.0 && python Scripts/make_theorem4_cases.py
It takes about half a minute, nearly all of it the 1437 digits of three reference cases; --skip-digits leaves those out.
"""
import json
import sys
from functools import cache
from pathlib import Path

import numpy as np
from mpmath import exp, fdot, fprod, fsum, log, log1p, mp, mpf, sqrt
from safetensors.numpy import load_file

import fixture_json

mp.dps = 50
FIXTURES = Path("Tests/Fixtures")
LIPSCHITZ = {"relu": mpf(1), "relu6": mpf(1), "softplus": mpf(1), "sigmoid": mpf(1) / 4}
ACTIVATION = {
    "relu": lambda t: max(t, mpf(0)),
    "relu6": lambda t: min(max(t, mpf(0)), mpf(6)),
    "softplus": lambda t: log1p(exp(t)),
    "sigmoid": lambda t: 1 / (1 + exp(-t)),
}


# Vectors and matrices are lists of mpf: exact copies of the float64 input.
def exact(value):
    return [exact(item) for item in value] if isinstance(value, list) else mpf(value)


def times(matrix, vector):
    return [fdot(row, vector) for row in matrix]


def norm1(vector):
    return fsum(vector, absolute=True)


def norm2(vector):
    return sqrt(fsum(vector, squared=True))


def spectral_norm(matrix):
    rows = matrix if len(matrix) <= len(matrix[0]) else list(zip(*matrix))
    gram = mp.matrix([[fdot(a, b) for b in rows] for a in rows])
    return sqrt(max(mp.eigsy(gram, eigvals_only=True)))


def layer_norms(matrix):
    columns = list(zip(*matrix))
    spectral, frobenius = spectral_norm(matrix), norm2([w for row in matrix for w in row])
    return {
        "spectral": spectral, "frobenius": frobenius, "stable_rank": (frobenius / spectral) ** 2,
        "rows21": fsum(map(norm2, matrix)), "cols21": fsum(map(norm2, columns)),
        "inf": max(map(norm1, matrix)), "one": max(map(norm1, columns)),
    }


class Network:
    """Weights out x in; a bias is None where the layer has none."""

    def __init__(self, weights, biases, activation):
        self.weights, self.biases = weights, biases
        self.rho, self.lipschitz = ACTIVATION[activation], LIPSCHITZ[activation]
        self.depth = len(weights)
        self.widths = [len(weights[0][0])] + [len(w) for w in weights]  # d_0 ... d_L
        # Row-sum norms of the layers with the activation's Lipschitz constant moved into the hidden ones.
        scales = [self.lipschitz] * (self.depth - 1) + [mpf(1)]
        self.row_norms = [scale * max(map(norm1, w)) for scale, w in zip(scales, weights)]
        self.scales = scales

    def forward(self, x):
        """[z^0, ..., z^(L-1)] and the output."""
        z = [x]
        for k, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            out = times(weight, z[-1])
            if bias is not None:
                out = [a + b for a, b in zip(out, bias)]
            if k + 1 == self.depth:
                return z, out
            z.append([self.rho(a) for a in out])

    @cache
    def pair(self, i, j):
        return [a - b for a, b in zip(self.weights[-1][i], self.weights[-1][j])]

    @cache
    def pair_distance(self, i, j):
        return norm1(self.pair(i, j))

    def output_pair_distance(self):
        classes = range(self.widths[-1])
        return max(self.pair_distance(i, j) for i in classes for j in classes)

    @cache
    def class_matrices(self):
        """The bias-free network with 1-Lipschitz activations and rho(0) = 0 whose norms enter Theorem 4."""
        rho0 = self.rho(mpf(0))
        if rho0 == 0 and all(b is None for b in self.biases):
            return self.weights
        result = []
        for k, (weight, bias) in enumerate(zip(self.weights, self.biases)):
            bias = bias or [mpf(0)] * len(weight)
            if k > 0:  # the input is not shifted by rho(0)
                bias = [b + rho0 * fsum(row) for b, row in zip(bias, weight)]
            rows = [[self.scales[k] * w for w in [*row, b]] for row, b in zip(weight, bias)]
            if k + 1 < self.depth:  # the constant coordinate passes through unscaled
                rows.append([mpf(0)] * len(weight[0]) + [mpf(1)])
            result.append(rows)
        return result

    @property
    def is_augmented(self):
        return self.class_matrices() is not self.weights

    @cache
    def class_norms(self):
        matrices = self.class_matrices()
        return [spectral_norm(m) for m in matrices], [fsum(map(norm2, m)) for m in matrices]


def check_class_network(network, x, out):
    """The class network computes the same function: on (x, 1), with rho(t / l) - rho(0) and an identity coordinate."""
    if not network.is_augmented:
        return
    vector, shift = [*x, mpf(1)], network.rho(mpf(0))
    matrices = network.class_matrices()
    for matrix in matrices[:-1]:
        *units, constant = times(matrix, vector)
        vector = [network.rho(t / network.lipschitz) - shift for t in units] + [constant]
    assert all(abs(a - b) < mpf(10) ** -40 for a, b in zip(times(matrices[-1], vector), out, strict=True))


# Margins (sections 2 and 3)

def perturbation_factors(network, epsilon, row_norms, pair_distance):
    """a_m: how much one unit of ||z^(m-1)||_1 can change the pairwise margin when layer m moves by epsilon_m."""
    width, depth = network.widths, network.depth
    radius = [scale * e for scale, e in zip(network.scales, epsilon)]
    growth = [r + e * d for r, e, d in zip(row_norms, radius, width)]  # layer k (0-based) has d_(k) inputs
    last = pair_distance + 2 * epsilon[-1] * width[depth - 1]
    return [radius[m] * last * fprod(growth[m + 1:depth - 1]) for m in range(depth - 1)] + [2 * epsilon[-1]]


def minimum_over_rivals(network, label, pairwise):
    return min(pairwise(j) for j in range(network.widths[-1]) if j != label)


def margin(network, out, label):
    return minimum_over_rivals(network, label, lambda j: out[label] - out[j])


def theorem_margin(network, z, out, label, epsilon, distance):
    masses = [norm1(v) for v in z]

    def pairwise(j):
        factors = perturbation_factors(network, epsilon, network.row_norms, distance(label, j))
        return out[label] - out[j] - fdot(factors, masses)

    return minimum_over_rivals(network, label, pairwise)


def elementwise_margin(network, z, out, label, epsilon):
    error = [mpf(0)] * network.widths[0]
    for k in range(network.depth - 1):
        common = epsilon[k] * (norm1(z[k]) + norm1(error))
        error = [network.lipschitz * (fdot(map(abs, row), error) + common) for row in network.weights[k]]
    common = 2 * epsilon[-1] * (norm1(z[-1]) + norm1(error))
    return minimum_over_rivals(
        network, label, lambda j: out[label] - out[j] - fdot(map(abs, network.pair(label, j)), error) - common)


def lower_end(row, low, high):
    return fsum(w * (l if w > 0 else h) for w, l, h in zip(row, low, high))


def interval_margin(network, x, label, epsilon):
    low, high = x, x
    for k in range(network.depth - 1):
        common = epsilon[k] * fsum(max(abs(l), abs(h)) for l, h in zip(low, high))
        bias = network.biases[k] or [mpf(0)] * network.widths[k + 1]
        low, high = (
            [network.rho(lower_end(row, low, high) + b - common) for row, b in zip(network.weights[k], bias)],
            [network.rho(lower_end(row, high, low) + b + common) for row, b in zip(network.weights[k], bias)])
    common = 2 * epsilon[-1] * fsum(max(abs(l), abs(h)) for l, h in zip(low, high))
    bias = network.biases[-1] or [mpf(0)] * network.widths[-1]
    return minimum_over_rivals(  # merged last row: one linear function of the same activations
        network, label, lambda j: lower_end(network.pair(label, j), low, high) + bias[label] - bias[j] - common)


def ramp_loss(margins, gamma):
    return fsum(min(max(1 - m / gamma, mpf(0)), mpf(1)) for m in margins) / len(margins)


# Theorem 4 (sections 4 and 6)

def dudley(A, Q, n):
    return 4 * Q / mpf(n) ** 1.5 + 12 * A / n * log(n)


def dudley_tight(A, Q, n):
    cut = 3 * A / sqrt(mpf(n))
    if A == 0 or cut >= Q:
        return Q / sqrt(mpf(n))
    return min(Q / sqrt(mpf(n)), 12 * A / n * (1 + log(Q / cut)))


def spectral_complexity(s, b):
    return fprod(s) * fsum((x / y) ** (mpf(2) / 3) for x, y in zip(b, s)) ** mpf(1.5)


class ClassParameters:
    """The numbers that define the function class; `posthoc` rounds them up to a grid fixed beforehand."""

    def __init__(self, network, epsilon, gamma):
        self.network, self.epsilon, self.gamma = network, epsilon, gamma
        self.s, self.b = map(list, network.class_norms())
        self.r, self.D = list(network.row_norms), network.output_pair_distance()

    def complexity(self, integral, norm_F, norm_12, n):
        """(2/gamma) R_margin and the list of (2/gamma) a_m R_m."""
        network, root2 = self.network, sqrt(mpf(2))
        d_max = max(max(len(m), len(m[0])) for m in network.class_matrices())
        cover = root2 * norm_F * sqrt(log(2 * mpf(d_max) ** 2))  # root2: kappa, the ceiling in Maurey's lemma
        margin_part = integral(
            root2 * cover * spectral_complexity(self.s, self.b), root2 * norm_F * fprod(self.s), n)
        terms = []
        for m, factor in enumerate(perturbation_factors(network, self.epsilon, self.r, self.D)):
            if m == 0:
                complexity = norm_12 / (2 * n)
            else:  # sum of the activations: a linear function of (z - rho(0), 1) with this 2-norm
                width, rho0 = network.widths[m], network.rho(mpf(0))
                output = sqrt(width + (width * rho0) ** 2)
                complexity = integral(output * cover * spectral_complexity(self.s[:m], self.b[:m]),
                                      output * norm_F * fprod(self.s[:m]), n)
            terms.append(2 / self.gamma * factor * complexity)
        return 2 / self.gamma * margin_part, terms

    def rounded(self):
        """A copy on the grid (1 + 1/L)^j, the parameters' record, and what the union over the grid costs."""
        base, record = 1 + mpf(1) / self.network.depth, {}

        def up(name, value):
            # The tolerance keeps a value that lies on the grid on its own grid point.
            j = int(mp.ceil(log(value) / log(base) - mpf(10) ** -40))
            record[name] = {"value": value, "rounded": base ** j, "j": j}
            return base ** j

        result = ClassParameters(self.network, self.epsilon, self.gamma)
        perturbed = any(e > 0 for e in self.epsilon)
        for k in range(self.network.depth):
            result.s[k], result.b[k] = up(f"s{k + 1}", self.s[k]), up(f"b{k + 1}", self.b[k])
            if perturbed and 0 < k < self.network.depth - 1:
                result.r[k] = up(f"r{k + 1}", self.r[k])
        if perturbed:
            result.D = up("D", self.D)
        result.gamma = 1 / up("1/gamma", 1 / self.gamma)
        cost = fsum(log(mpf(1.5) * (abs(q["j"]) + 1) * (abs(q["j"]) + 2)) for q in record.values())
        return result, record, cost


def evaluate(network, X, y, epsilon, gamma, delta, details=None):
    """Everything about one case. `details` limits the costly per-sample certificates to that many samples."""
    n, D = len(X), network.output_pair_distance()
    passes = [network.forward(x) for x in X]
    check_class_network(network, X[0], passes[0][1])
    margins = [margin(network, out, label) for (_, out), label in zip(passes, y)]
    with_D = [theorem_margin(network, z, out, label, epsilon, lambda i, j: D)
              for (z, out), label in zip(passes, y)]
    first = list(zip(X, passes, y))[:details]
    robust = {
        "theorem": [theorem_margin(network, z, out, label, epsilon, network.pair_distance)
                    for _, (z, out), label in first],
        "elementwise": [elementwise_margin(network, z, out, label, epsilon) for _, (z, out), label in first],
        "interval": [interval_margin(network, x, label, epsilon) for x, _, label in first],
    }
    slack = mpf(10) ** -40  # each certificate is at least as tight as the one before
    for a, b, c, d in zip(with_D, robust["theorem"], robust["elementwise"], robust["interval"]):
        assert a <= b + slack and b <= c + slack and c <= d + slack

    augmented = network.is_augmented
    norm_F = sqrt(fsum(norm2(x) ** 2 for x in X) + (n if augmented else 0))
    norm_12 = sqrt(fsum(norm1(x) ** 2 for x in X))
    parameters = ClassParameters(network, epsilon, gamma)
    d_max = max(max(len(m), len(m[0])) for m in network.class_matrices())
    complexity = spectral_complexity(parameters.s, parameters.b)

    def bound(parameters, integral, union_cost):
        margin_part, terms = parameters.complexity(integral, norm_F, norm_12, n)
        ramp = ramp_loss(with_D, parameters.gamma)
        confidence = 3 * sqrt((log(2 / delta) + union_cost) / (2 * n))
        return {"ramp": ramp, "margin_complexity": margin_part, "perturbation": fsum(terms),
                "confidence": confidence, "total": ramp + margin_part + fsum(terms) + confidence,
                "perturbation_terms": terms}

    rounded, record, cost = parameters.rounded()
    return {
        "norms": [layer_norms(w) for w in network.weights],
        "class_norms": {"augmented": augmented, "spectral": parameters.s, "rows21": parameters.b,
                        "row_norms": parameters.r, "d_max": d_max, "frobenius_X": norm_F, "norm12_X": norm_12,
                        "spectral_complexity": complexity},
        "D": D,
        "pair_distances": [[network.pair_distance(i, j) for j in range(network.widths[-1])]
                           for i in range(network.widths[-1])],
        "perturbation_factors": perturbation_factors(network, epsilon, network.row_norms, D),
        "theorem4": bound(parameters, dudley, 0),
        "theorem4_tight": bound(parameters, dudley_tight, 0),
        "posthoc": {"parameters": record, "log_union_cost": cost, "gamma_rounded": rounded.gamma,
                    **bound(rounded, dudley_tight, cost)},
        "yin_constants_margin_term":
            (4 / mpf(n) ** 1.5 + 60 * log(n) * log(2 * d_max) / n * norm_F * complexity) / gamma,
        "bartlett_A8_complexity_part":  # twice Lemma A.8's Rademacher complexity, as it enters a bound
            2 * (4 / mpf(n) ** 1.5
                 + 36 * log(n) / (gamma * n) * norm_F * sqrt(log(2 * mpf(d_max) ** 2)) * complexity),
        "error": mpf(sum(m <= 0 for m in margins)) / n,
        "fraction_at_most_gamma": mpf(sum(m <= gamma for m in with_D)) / n,
        "margins": margins,
        "robust_margin": robust,
        "robust_margin_D": with_D,
    }


# Validation against reference.json

def validate(skip_digits):
    deviations = {}

    def compare(name, got, want):
        if isinstance(want, list):
            assert len(got) == len(want), name
            for a, b in zip(got, want):
                compare(name, a, b)
        else:
            deviation = float(abs(got - mpf(want)) / max(abs(mpf(want)), mpf("1e-3")))  # margins can be 0
            deviations[name] = max(deviation, deviations.get(name, 0))

    digits = np.load(FIXTURES / "certify/digits.npz")
    tensors = load_file(FIXTURES / "certify/a_nobias.safetensors")
    digit_net = Network([exact(tensors[k].tolist()) for k in ("0.weight", "2.weight", "4.weight")], [None] * 3, "relu")
    checked = 0
    for case in json.loads((FIXTURES / "theorem4/reference.json").read_text())["cases"]:
        if "weights" in case:
            network = Network(exact(case["weights"]), [None] * len(case["weights"]), "relu")
            X, y = exact(case["X"]), case["y"]
        elif skip_digits:
            continue
        else:
            network, y = digit_net, digits["y_train"].tolist()
            X = [[mpf(int(v)) / 16 for v in row] for row in digits["x_train"]]
        got = evaluate(network, X, y, exact(case["epsilon"]), mpf(case["gamma"]), mpf(case["delta"]), details=10)
        checked += 1
        compare("count", [len(X)], [case["n"]])
        for mine, theirs in zip(got["norms"], case["norms"], strict=True):
            for key in mine:
                compare("norms." + key, mine[key], theirs[key])
        for key in ("frobenius_X", "norm12_X", "spectral_complexity"):
            compare(key, got["class_norms"][key], case[key])
        for profile in ("theorem4", "theorem4_tight"):
            for key in ("ramp", "margin_complexity", "perturbation", "confidence", "total"):
                compare(f"{profile}.{key}", got[profile][key], case[profile][key])
            compare(f"{profile}.empirical", got["fraction_at_most_gamma"], case[profile]["empirical"])
        for key in ("yin_constants_margin_term", "bartlett_A8_complexity_part", "error"):
            compare(key, got[key], case[key])
        compare("margins", got["margins"][:10], case["margins_first10"])
        for key, values in case["robust_margin_first10"].items():
            compare("robust_margin." + key, got["robust_margin"][key], values)
        compare("posthoc.log_union_cost", got["posthoc"]["log_union_cost"], case["posthoc"]["log_union_cost"])
        assert set(got["posthoc"]["parameters"]) == set(case["posthoc"]["parameters"]), case["name"]
        for name, theirs in case["posthoc"]["parameters"].items():
            for key in ("value", "rounded", "j"):
                compare("posthoc.parameters." + key, got["posthoc"]["parameters"][name][key], theirs[key])
        for key in set(case["posthoc"]) - {"parameters", "log_union_cost"}:
            compare("posthoc." + key, got["posthoc"][key], case["posthoc"][key])
    print(f"reference.json: {checked} cases, largest relative deviation per quantity")
    for name, deviation in sorted(deviations.items()):
        print(f"  {name:40} {deviation:.1e}")
    assert max(deviations.values()) < 1e-12


# New cases

# name, activation, widths, layers with a bias, epsilon, gamma, delta, n, input scale
CASES = [
    ("relu, biases on all layers, all layers perturbed", "relu", [3, 5, 4, 3], {1, 2, 3}, [0.002, 0.003, 0.001], 0.4, 0.05, 14, 1),
    ("relu, bias on the first layer only, first layer perturbed", "relu", [4, 6, 3], {1}, [0.01, 0.0], 0.6, 0.1, 16, 1),
    ("relu, bias on the output layer only, no perturbation", "relu", [3, 4, 4, 2], {3}, [0.0, 0.0, 0.0], 0.5, 0.01, 12, 1),
    ("sigmoid, biases on all layers, all layers perturbed", "sigmoid", [4, 5, 4, 3], {1, 2, 3}, [0.02, 0.01, 0.005], 0.3, 0.05, 15, 2),
    ("sigmoid, no biases, no perturbation", "sigmoid", [2, 16, 3], set(), [0.0, 0.0], 0.25, 0.05, 12, 2),
    ("softplus, no biases, first and last layer perturbed", "softplus", [3, 4, 5, 3], set(), [0.01, 0.0, 0.004], 1.5, 0.02, 14, 1),
    ("softplus, biases on two of four layers, inner layers perturbed", "softplus", [4, 5, 3, 4, 2], {2, 3}, [0.0, 0.004, 0.003, 0.0], 2.0, 0.05, 13, 1),
    ("relu6, no biases, all layers perturbed, clipped units", "relu6", [3, 6, 5, 3], set(), [0.002, 0.001, 0.0015], 1.25, 0.05, 16, 9),
    ("relu6, bias on the middle layer only, last layer perturbed", "relu6", [4, 4, 5, 3], {2}, [0.0, 0.0, 0.02], 3.0, 0.2, 12, 8),
    ("single layer, no bias, perturbed", "relu", [5, 4], set(), [0.03], 0.3, 0.05, 18, 1),
    ("single layer, bias, no perturbation", "relu", [4, 3], {1}, [0.0], 1.0, 0.05, 12, 1),
    ("relu, wide and narrow layers, bias-free, all layers perturbed", "relu", [3, 12, 2, 7, 4], set(), [0.001, 0.0005, 0.002, 0.001], 0.2, 0.05, 15, 1),
    ("softplus, one wide hidden layer, output bias, radius beyond any certificate", "softplus", [2, 14, 3], {2}, [0.5, 0.25], 1.0, 0.5, 10, 1),
]


def new_case(number, name, activation, widths, biased, epsilon, gamma, delta, n, scale):
    random = np.random.default_rng(20240 + number)

    def draw(shape, spread):  # six decimals, so that the file shows the numbers themselves
        return np.round(random.normal(size=shape) * spread, 6).tolist()

    weights = [draw((o, i), 1.4 / np.sqrt(i)) for i, o in zip(widths, widths[1:])]
    biases = [draw(o, 0.3) if k in biased else None for k, o in enumerate(widths[1:], 1)]
    X = np.round(random.uniform(-0.25 * scale, scale, size=(n, widths[0])), 6).tolist()
    network = Network(exact(weights), [b and exact(b) for b in biases], activation)
    outputs = [network.forward(exact(x))[1] for x in X]
    y = [max(range(len(out)), key=out.__getitem__) for out in outputs]
    y = [(label + 1) % widths[-1] if i % 6 == 5 else label for i, label in enumerate(y)]  # some errors
    expected = evaluate(network, exact(X), y, exact(epsilon), mpf(gamma), mpf(delta))
    return {"name": name, "activation": activation, "n": n, "epsilon": epsilon, "gamma": gamma, "delta": delta,
            "weights": weights, "biases": biases, "X": X, "y": y, "expected": expected}


def dudley_table():
    """The two closed forms alone: real networks of test size never leave the trivial regime, these do."""
    rows = []
    for A, Q, n in [(1, 1, 2), (1, 1, 9), (1, 1, 10), (1, 1, 1000), (1, 1, 1900), (1, 1, 1970), (1, 1, 100000),
                    (0.25, 3.5, 7), (0.25, 3.5, 12), (40, 0.5, 60000), (1e-3, 2, 1), (1e-3, 2, 2), (0, 0, 5),
                    (1e120, 1e118, 10**9), (1e-140, 1e-141, 10**7)]:
        a, q = mpf(A), mpf(Q)
        rows.append({"A": A, "Q": Q, "n": n, "dudley": dudley(a, q, n), "dudley_tight": dudley_tight(a, q, n),
                     "trivial": bool(dudley_tight(a, q, n) == q / sqrt(mpf(n)))})
    # With t = Q sqrt(n) / (3A) the covering argument beats Q / sqrt(n) exactly where t > 4 (1 + ln t), t > 1.
    crossing = mp.findroot(lambda t: t - 4 * (1 + log(t)), 15)
    return {"crossing_t": crossing, "crossing_n_over_A_over_Q_squared": 9 * crossing ** 2, "rows": rows}


def plain(value):
    """mpf to the nearest double."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return float(value) if isinstance(value, mpf) else value


if __name__ == "__main__":
    validate(skip_digits="--skip-digits" in sys.argv)
    fixture_json.write(FIXTURES / "theorem4/extended.json", plain({
        "note": "nearest doubles of 50-digit values; weights out x in; rows of X are samples; see README.md",
        "cases": [new_case(number, *case) for number, case in enumerate(CASES)],
        "dudley": dudley_table(),
    }))
