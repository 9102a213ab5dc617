#!/usr/bin/env python3
"""Reference values for the measures without guarantee: numpy, torch and sums over all paths one by one.

Writes  Tests/Fixtures/measures/reference.json

Run from the project root:  pip install numpy==2.4.6 torch==2.15.0 && python Scripts/make_measure_cases.py

Path norms are computed twice: by a forward pass of ones through a torch model with |w| or w^2 for w, as the published code
does, and by enumerating every path from an input or a bias to an output. Both must agree to 1e-12.
"""
import itertools
import math

import numpy as np
import torch

import fixture_json

random = np.random.default_rng(20)
SAMPLES = 40


def network(widths, biases, spread=1.0, zeros=0.0):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        weight = random.normal(size=(outputs, inputs)) * spread
        weight[random.random(weight.shape) < zeros] = 0
        layers.append((weight, random.normal(size=outputs) * 0.3 if biases else None))
    return layers


def paths(layers):
    """The product of the weights of every path, sources being the inputs and one constant for each bias."""
    for start, (weight, bias) in enumerate(layers):
        heads = [(bias[i], i) for i in range(len(bias))] if bias is not None else []
        if start == 0:
            heads += [(weight[i, j], i) for i, j in itertools.product(*map(range, weight.shape))]
        later = [w for w, _ in layers[start + 1:]]
        for product, i in heads:
            for route in itertools.product(*(range(w.shape[0]) for w in later)):
                value, node = product, i
                for w, target in zip(later, route):
                    value, node = value * w[target, node], target
                yield value


def torch_path_sum(layers, power):
    modules = []
    for weight, bias in layers:
        linear = torch.nn.Linear(*weight.shape[::-1], bias=bias is not None, dtype=torch.float64)
        linear.weight.data = torch.tensor(np.abs(weight) ** power)
        if bias is not None:
            linear.bias.data = torch.tensor(np.abs(bias) ** power)
        modules += [linear, torch.nn.ReLU()]
    with torch.no_grad():
        return torch.nn.Sequential(*modules[:-1])(torch.ones(1, layers[0][0].shape[1], dtype=torch.float64)).sum().item()


def logits(layers, activation, inputs):
    z = inputs
    for k, (weight, bias) in enumerate(layers):
        z = z @ weight.T + (0 if bias is None else bias)
        z = activation(z) if k < len(layers) - 1 else z
    return z


def margins(f, labels):
    rows = np.arange(len(labels))
    others = f.copy()
    others[rows, labels] = -np.inf
    return f[rows, labels] - others.max(axis=1)


def case(name, activation, *shape, **more):
    rho = {"relu": lambda x: np.maximum(x, 0), "tanh": np.tanh}[activation]
    while True:
        layers = network(*shape, **more)
        inputs = random.normal(size=(SAMPLES, layers[0][0].shape[1]))
        f = logits(layers, rho, inputs)
        # Labels as the network says, but for two, and one that tells the number of classes: the largest label.
        labels = f.argmax(axis=1)
        labels[:2] = (labels[:2] + 1) % f.shape[1]
        labels[2] = f.shape[1] - 1
        margin = margins(f, labels)
        p10, p50 = np.percentile(margin, [10, 50])
        gamma = np.percentile(margin[margin > 0], 10)
        # Nothing that is compared is a small difference of large numbers.
        if min(p10, p50, gamma) > 1e-2 * np.abs(f).max():
            break
    reference = [w + random.normal(size=w.shape) * 0.5 for w, _ in layers]
    spectral = [np.linalg.norm(w, 2) for w, _ in layers]
    frobenius = [np.linalg.norm(w) for w, _ in layers]
    products = list(paths(layers))
    l1, l2 = math.fsum(map(abs, products)), math.fsum(p * p for p in products) ** 0.5
    assert math.isclose(l1, torch_path_sum(layers, 1), rel_tol=1e-12)
    assert math.isclose(l2, torch_path_sum(layers, 2) ** 0.5, rel_tol=1e-12)
    moved = [w - m for (w, _), m in zip(layers, reference)]
    return {
        "name": name, "activation": activation, "weights": [w.tolist() for w, _ in layers],
        "biases": None if layers[0][1] is None else [b.tolist() for _, b in layers],
        "reference": [m.tolist() for m in reference], "inputs": inputs.tolist(), "labels": labels.tolist(),
        "paths": len(products), "log10": {
            "spectral-norm-product": math.log10(math.prod(spectral)),
            "frobenius-norm-product": math.log10(math.prod(frobenius)),
            "path-norm-l1": math.log10(l1), "path-norm-l2": math.log10(l2),
            "spectral-norm-product-over-margin": math.log10(math.prod(spectral) / gamma),
        },
        "value": {
            "stable-rank-sum": sum((f / s) ** 2 for f, s in zip(frobenius, spectral)),
            "margin-p10": p10, "margin-p50": p50,
            "log-product-over-margin": math.log(math.prod(s * s for s in spectral) / p10**2),
            "distance-to-initialization": np.linalg.norm(np.concatenate([m.ravel() for m in moved])).item(),
            "spectral-distance-to-initialization": sum(np.linalg.norm(m, 2) ** 2 for m in moved).item(),
        },
    }


fixture_json.write("Tests/Fixtures/measures/reference.json", [
    case("one layer, no bias", "relu", [4, 3], False),
    case("three layers with biases", "relu", [3, 5, 4, 3], True),
    case("four layers without biases, a third of the weights zero", "relu", [3, 6, 5, 4, 2], False, zeros=1 / 3),
    case("tanh, which no theorem admits", "tanh", [3, 4, 3], True, spread=0.7),
])
