#!/usr/bin/env python3
"""Reference trainings: the theory-driven loss of Documentation/theory.md in PyTorch, float64, by automatic differentiation.

Writes  Tests/Fixtures/training/reference.json: samples, initial weights, the order of the batches, and for each case the loss
of every step and the weights after the last one. The terms are written sample by sample from the theory's formulas, not from
tables; optimizers are torch's own.

Run from the project root:  pip install torch==2.15.0 numpy==2.4.6 && python Scripts/make_training_cases.py
"""
import numpy as np
import torch

import fixture_json

torch.set_default_dtype(torch.float64)
random = np.random.default_rng(11)
WIDTHS = [4, 5, 6, 3]
SAMPLES = 12
X = torch.tensor(random.normal(size=(SAMPLES, WIDTHS[0])))
Y = random.integers(0, WIDTHS[-1], size=SAMPLES).tolist()
BATCHES = [random.permutation(SAMPLES)[:size].tolist() for size in (5, 5, 2, 6, 1, 5, 4, 12)]
INITIAL = [(0.6 * random.normal(size=(rows, columns)), 0.2 * random.normal(size=rows))
           for columns, rows in zip(WIDTHS, WIDTHS[1:])]
ACTIVATIONS = {"relu": torch.relu, "softplus": torch.nn.functional.softplus, "sigmoid": torch.sigmoid}


def row_radii(weight, radius, factor):
    """One radius for each row, as a function of the weights."""
    name, value = radius
    rows = torch.ones(weight.shape[0])
    if name == "absolute":
        return factor * value * rows
    if name == "largest-weight":
        return factor * value * weight.abs().max() * rows
    if name == "range":
        return factor * value * (weight.max() - weight.min()) * rows
    half_step = factor * 0.5 / (2 ** (value - 1) - 1)
    if name == "per-tensor":
        return half_step * weight.abs().max() * rows
    return half_step * weight.abs().max(dim=1).values


def activations(layers, rho, x):
    z = [x]
    for weight, bias in layers[:-1]:
        z.append(rho(weight @ z[-1] + bias))
    return z, layers[-1][0] @ z[-1] + layers[-1][1]


def theorem(layers, radii, rho, x, y):
    """max over j of Theorem 2's eta."""
    z, _ = activations(layers, rho, x)
    weights, L = [weight for weight, _ in layers], len(layers)
    eps = [e.max() for e in radii]
    total = 0
    for m in range(L - 1):
        term = eps[m] * z[m].abs().sum()
        for k in range(m + 1, L - 1):
            term = term * (weights[k].abs().sum(dim=1).max() + eps[k] * weights[k].shape[1])
        total = total + term
    last = weights[-1]
    etas = [((last[y] - last[j]).abs().sum() + 2 * eps[-1] * last.shape[1]) * total + 2 * eps[-1] * z[-1].abs().sum()
            for j in range(last.shape[0]) if j != y]
    return torch.stack(etas).max()


def elementwise(layers, radii, rho, x, y):
    """max over j of the elementwise eta, by the recursion of e."""
    z, _ = activations(layers, rho, x)
    e = torch.zeros_like(x)
    for k, (weight, _) in enumerate(layers[:-1]):
        e = weight.abs() @ e + radii[k] * (z[k].abs().sum() + e.sum())
    last, E = layers[-1][0], radii[-1]
    size = z[-1].abs().sum() + e.sum()
    return torch.stack([(last[y] - last[j]).abs() @ e + (E[y] + E[j]) * size
                        for j in range(last.shape[0]) if j != y]).max()


def interval(layers, radii, rho, x, y):
    """ln(1 + sum of e^-m) of the worst margins, in lower and upper ends."""
    low, high = x, x
    for k, (weight, bias) in enumerate(layers[:-1]):
        positive, negative = weight.clamp(min=0), weight.clamp(max=0)
        reach = radii[k] * torch.maximum(low.abs(), high.abs()).sum()
        low, high = (rho(positive @ low + negative @ high + bias - reach),
                     rho(positive @ high + negative @ low + bias + reach))
    weight, bias = layers[-1]
    margins = []
    for j in range(weight.shape[0]):
        if j != y:
            delta = weight[y] - weight[j]
            worst = delta.clamp(min=0) @ low + delta.clamp(max=0) @ high + bias[y] - bias[j]
            margins.append(worst - (radii[-1][y] + radii[-1][j]) * high.sum())
    return torch.logsumexp(torch.cat([torch.zeros(1), -torch.stack(margins)]), dim=0)


TERMS = {"theorem": theorem, "elementwise": elementwise, "interval": interval}


def loss_of(layers, case, batch, step):
    rho, lam, mu = ACTIVATIONS[case["activation"]], case["lambda"], case["mu"]
    factor = min(1, step / case["ramp_steps"]) if case["ramp_steps"] else 1
    radii = [row_radii(weight, (case["radius"], case["radius_value"]), factor) for weight, _ in layers]
    total = 0
    for i in batch:
        _, logits = activations(layers, rho, X[i])
        total = total + torch.nn.functional.cross_entropy(logits[None], torch.tensor([Y[i]]))
        if lam > 0:
            total = total + lam * TERMS[case["term"]](layers, radii, rho, X[i], Y[i])
    loss = total / len(batch)
    if mu > 0:
        loss = loss + mu * sum(w.abs().sum(dim=1).max() + w.abs().sum(dim=0).max() for w, _ in layers)
    return loss


def run(case):
    layers = [(torch.tensor(weight, requires_grad=True), torch.tensor(bias, requires_grad=True))
              for weight, bias in INITIAL]
    groups = [{"params": [weight for weight, _ in layers], "weight_decay": case["decay"]},
              {"params": [bias for _, bias in layers], "weight_decay": 0}]
    if case["optimizer"] == "sgd":
        optimizer = torch.optim.SGD(groups, lr=case["rate"], momentum=case["momentum"])
    else:
        optimizer = torch.optim.AdamW(groups, lr=case["rate"], betas=(case["beta1"], case["beta2"]), eps=1e-8)
    losses = []
    for step, batch in enumerate(BATCHES):
        optimizer.zero_grad()
        loss = loss_of(layers, case, batch, step)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    final = torch.cat([part.detach().flatten() for layer in layers for part in layer])
    return {**case, "losses": losses, "final": final.tolist()}


BASE = {"activation": "relu", "optimizer": "sgd", "rate": 0.05, "momentum": 0.0, "beta1": 0.9, "beta2": 0.999, "decay": 0.0,
        "term": "theorem", "lambda": 0.0, "mu": 0.0, "radius": "absolute", "radius_value": 0.0, "ramp_steps": 0}
CASES = [
    {"name": "sgd"},
    {"name": "sgd, momentum, decay", "momentum": 0.9, "decay": 0.01},
    {"name": "adam", "optimizer": "adam", "rate": 0.01},
    {"name": "adamw", "optimizer": "adam", "rate": 0.01, "beta1": 0.8, "beta2": 0.95, "decay": 0.1},
    {"name": "mu", "mu": 0.05, "activation": "softplus"},
    {"name": "theorem, absolute, mu", "term": "theorem", "lambda": 0.1, "mu": 0.01, "radius_value": 0.02},
    {"name": "theorem, largest weight, ramp", "term": "theorem", "lambda": 0.1, "radius": "largest-weight",
     "radius_value": 0.02, "ramp_steps": 4, "activation": "softplus", "momentum": 0.9, "rate": 0.01},
    {"name": "theorem, int4 per channel, adam", "term": "theorem", "lambda": 0.1, "radius": "per-channel",
     "radius_value": 4, "optimizer": "adam", "rate": 0.01},
    {"name": "elementwise, range", "term": "elementwise", "lambda": 0.2, "radius": "range", "radius_value": 0.01,
     "activation": "sigmoid"},
    {"name": "elementwise, int8 per channel, adamw", "term": "elementwise", "lambda": 1.0, "radius": "per-channel",
     "radius_value": 8, "optimizer": "adam", "rate": 0.01, "decay": 0.05},
    {"name": "elementwise, int4 per tensor, mu", "term": "elementwise", "lambda": 0.1, "radius": "per-tensor",
     "radius_value": 4, "mu": 0.01, "activation": "softplus"},
    {"name": "interval, absolute, ramp, momentum", "term": "interval", "lambda": 0.5, "radius_value": 0.05, "ramp_steps": 5,
     "momentum": 0.9, "rate": 0.02},
    {"name": "interval, int4 per channel, adam, mu", "term": "interval", "lambda": 1.0, "radius": "per-channel",
     "radius_value": 4, "optimizer": "adam", "rate": 0.01, "mu": 0.01},
    {"name": "interval, largest weight, sigmoid", "term": "interval", "lambda": 1.0, "radius": "largest-weight",
     "radius_value": 0.05, "activation": "sigmoid"},
    {"name": "interval, range, softplus", "term": "interval", "lambda": 0.3, "radius": "range", "radius_value": 0.02,
     "activation": "softplus", "decay": 0.01},
]

fixture_json.write("Tests/Fixtures/training/reference.json", {
    "widths": WIDTHS, "features": X.flatten().tolist(), "labels": Y, "batches": BATCHES,
    "initial": [value for weight, bias in INITIAL for value in [*weight.flatten().tolist(), *bias.tolist()]],
    "cases": [run({**BASE, **case}) for case in CASES],
})
