#!/usr/bin/env python3
"""Reference counts for single bit flips of a_bias: every flip evaluated by numpy, layer by layer, in float64.

Writes  Tests/Fixtures/certify/a_bias_bit_flips.json

Run from the project root (about two minutes):  pip install numpy==2.4.6 safetensors==0.8.0 && python Scripts/make_bit_flip_cases.py
"""
import numpy as np
from safetensors.numpy import load_file

import fixture_json

FOLDER = "Tests/Fixtures/certify"
tensors = load_file(f"{FOLDER}/a_bias.safetensors")
names = sorted({n.rsplit(".", 1)[0] for n in tensors})
weights = [tensors[f"{n}.weight"] for n in names]
biases = [tensors[f"{n}.bias"].astype(np.float64) for n in names]


def float32_storage(W):
    bits = W.astype(np.float32).view(np.uint32)
    flipped = [(bits ^ np.uint32(1 << b)).view(np.float32).astype(np.float64) for b in range(32)]
    return W.astype(np.float64), flipped


def int8_storage(W):
    W = W.astype(np.float64)
    scale = np.abs(W).max(axis=1, keepdims=True) / 127
    codes = np.rint(W / np.where(scale == 0, 1, scale)).astype(np.int8)
    flipped = [(codes.view(np.uint8) ^ np.uint8(1 << b)).view(np.int8) * scale for b in range(8)]
    return codes * scale, flipped


def logits(layers, x):
    for k, (W, b) in enumerate(zip(layers, biases)):
        x = x @ W.T + b
        if k < len(layers) - 1:
            x = np.where(np.isnan(x), np.nan, np.maximum(x, 0))
    return x


def correct(out, y):
    rows = np.arange(len(y))
    others = out.copy()
    others[rows, y] = -np.inf
    with np.errstate(invalid="ignore"):
        margin = (out[rows, y][:, None] - others)
        margin[rows, y] = 1
        return (margin > 0).all(axis=1)


def report(storage, x, y):
    stored = [storage(W) for W in weights]
    values = [s[0] for s in stored]
    good = correct(logits(values, x), y)
    x, y = x[good], y[good]
    layers = []
    for k, (W, flipped) in enumerate(stored):
        lost = np.zeros((W.size, len(flipped)), dtype=int)
        v = x
        for m in range(k):
            v = np.maximum(v @ values[m].T + biases[m], 0)
        a = v @ W.T + biases[k]
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                others = a[:, i] - W[i, j] * v[:, j]
                for b, F in enumerate(flipped):
                    changed = a.copy()
                    changed[:, i] = others + F[i, j] * v[:, j]
                    out = changed
                    for m in range(k + 1, len(values)):
                        out = np.maximum(out, 0) @ values[m].T + biases[m]
                    lost[i * W.shape[1] + j, b] = (~correct(out, y)).sum()
        layers.append({
            "harmful_by_bit": (lost > 0).sum(axis=0).tolist(),
            "weights_at_risk": int((lost > 0).any(axis=1).sum()),
            "worst_loss": int(lost.max(axis=1).sum()),
            "most_lost": int(lost.max()),
        })
    return {"correct": int(good.sum()), "layers": layers}


samples = np.load(f"{FOLDER}/digits.npz")
x, y = samples["x_test"] * 0.0625, samples["y_test"].astype(int)
with np.errstate(all="ignore"):
    fixture_json.write(
        f"{FOLDER}/a_bias_bit_flips.json",
        {"float32": report(float32_storage, x, y), "int8_per_channel": report(int8_storage, x, y)})
