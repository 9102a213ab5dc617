#!/usr/bin/env python3
"""The certificates of the margin under weight perturbation for ReLU networks, in NumPy: the contestant of benchmark_certify.py.

The formulas are those of Documentation/theory.md, section 2, without any account of round-off, for all samples at once: arrays
are (samples, rows, width), and every product with a weight matrix is one matrix product. Reads a safetensors file of float64
and then, for each line `KEY FORM EPSILON` on standard input, certifies the batch and answers with a line of JSON.
"""
import json
import struct
import sys
import time

import numpy as np


def read(path):
    """The tensors of a safetensors file of float64: weights, biases, samples, labels."""
    data = open(path, "rb").read()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8:8 + length])
    tensors = {name: np.frombuffer(data[8 + length + info["data_offsets"][0]:8 + length + info["data_offsets"][1]])
               .reshape(info["shape"]) for name, info in header.items()}
    depth = sum(name.endswith("weight") for name in tensors)
    return ([tensors[f"{k}.weight"] for k in range(depth)], [tensors[f"{k}.bias"] for k in range(depth)],
            tensors["x"], tensors["y"].astype(int))


class Ball:
    """A network, a batch, and the radii of all weights: a number, or an array of one for each row, or a matrix."""

    def __init__(self, W, b, x, y, form, epsilon):
        shapes = {"uniform": lambda w: epsilon, "rows": lambda w: np.full((len(w), 1), epsilon),
                  "entries": lambda w: np.full(w.shape, epsilon)}
        self.W, self.b, self.x, self.y = W, b, x, y
        self.E = [shapes[form](w) for w in W]
        self.layer_inputs = [x]
        for w, bias in zip(W[:-1], b[:-1]):
            self.layer_inputs.append(np.maximum(self.layer_inputs[-1] @ w.T + bias, 0))
        self.logits = self.layer_inputs[-1] @ W[-1].T + b[-1]
        # W_y - W_j for the label of each sample, and its radii.
        self.merged = (W[-1][:, None] - W[-1][None])[y]
        self.merged_bias = (b[-1][:, None] - b[-1][None])[y]
        last = self.E[-1]
        self.merged_radius = np.full((1, 1, 1), 2 * last) if np.isscalar(last) else (last[:, None] + last[None])[y]

    def moved(self, k, v):
        """E v for each row of v >= 0, (samples, outputs) or (samples, 1)."""
        E = self.E[k]
        if np.ndim(E) == 2 and E.shape[1] > 1:
            return v @ E.T
        return v.sum(1, keepdims=True) * (E if np.isscalar(E) else E[:, 0])

    def lowest(self, margins):
        margins = margins.copy()
        margins[np.arange(len(self.y)), self.y] = np.inf
        return margins.min(1)

    def natural_margins(self):
        return np.take_along_axis(self.logits, self.y[:, None], 1) - self.logits


def theorem(ball):
    W, L = ball.W, len(ball.W)
    eps = [np.max(E) for E in ball.E]
    norms = [np.abs(z).sum(1) for z in ball.layer_inputs]
    growth = [np.abs(w).sum(1).max() + e * w.shape[1] for w, e in zip(W, eps)]
    shift = sum(eps[m] * norms[m] * np.prod(growth[m + 1:L - 1]) for m in range(L - 1))
    distance = np.abs(W[-1][:, None] - W[-1][None]).sum(2)[ball.y]
    eta = (distance + 2 * eps[-1] * W[-1].shape[1]) * shift[:, None] + 2 * eps[-1] * norms[-1][:, None]
    return ball.lowest(ball.natural_margins() - eta)


def elementwise(ball):
    e = np.zeros_like(ball.x)
    for k, w in enumerate(ball.W[:-1]):
        e = ball.moved(k, np.abs(ball.layer_inputs[k]) + e) + (e @ np.abs(w).T if k else 0)
        e = np.broadcast_to(e, (len(ball.x), len(w)))
    moved = np.broadcast_to(ball.moved(len(ball.W) - 1, ball.layer_inputs[-1] + e), ball.logits.shape)
    both = np.take_along_axis(moved, ball.y[:, None], 1) + moved
    eta = np.matmul(np.abs(ball.merged), e[:, :, None])[:, :, 0] + both
    return ball.lowest(ball.natural_margins() - eta)


def first_range(ball):
    center = ball.x @ ball.W[0].T + ball.b[0]
    moved = ball.moved(0, np.abs(ball.x))
    return center - moved, center + moved


def interval_ranges(ball):
    """Ranges of every hidden layer's pre-activations by interval arithmetic."""
    ranges = [first_range(ball)]
    for k in range(1, len(ball.W) - 1):
        l, u = (np.maximum(end, 0) for end in ranges[-1])
        m, r = (l + u) / 2, (u - l) / 2
        center, moved = m @ ball.W[k].T + ball.b[k], ball.moved(k, m)
        ranges.append((center - moved - r @ np.abs(ball.W[k] - ball.E[k]).T,
                       center + moved + r @ np.abs(ball.W[k] + ball.E[k]).T))
    return ranges


def interval(ball):
    l, u = (np.maximum(end, 0) for end in interval_ranges(ball)[-1])
    m, r = (l + u) / 2, (u - l) / 2
    lower = ball.merged - ball.merged_radius
    margins = (lower @ m[:, :, None] - np.abs(lower) @ r[:, :, None])[:, :, 0] + ball.merged_bias
    return ball.lowest(margins)


def relax(l, u):
    """CROWN's lines of ReLU on [l, u]: slope below, slope and intercept above, (samples, 1, width)."""
    unstable = (l < 0) & (u > 0)
    upper = np.where(unstable, u / np.where(unstable, u - l, 1), l >= 0)
    lower = np.where(unstable, u > -l, l >= 0)
    return [a[:, None, :] for a in (lower.astype(float), upper, np.where(unstable, -upper * l, 0))]


def backward(ball, C, ranges, lines):
    """Lower bounds on the functions C of the output of hidden layer k = len(lines), (samples, rows, width of layer k)."""
    constants = 0
    for k in range(len(lines) - 1, -1, -1):
        s, S, T = lines[k]
        positive, negative = np.maximum(C, 0), np.minimum(C, 0)
        constants = constants + np.matmul(negative, T.transpose(0, 2, 1))[:, :, 0]
        if k == 0:
            # The exact ends of the first layer's range stand for its pre-activations.
            l, u = ranges[0]
            below, above = s * l[:, None, :], S * u[:, None, :]
            return (constants + np.matmul(positive, below.transpose(0, 2, 1))[:, :, 0]
                    + np.matmul(negative, above.transpose(0, 2, 1))[:, :, 0])
        A = positive * s + negative * S
        constants = constants + A @ ball.b[k]
        flat = A.reshape(-1, A.shape[2])
        E = ball.E[k]
        if np.ndim(E) == 2 and E.shape[1] > 1:
            C = flat @ ball.W[k] - np.abs(flat) @ E
        else:
            radii = np.full(A.shape[2], E) if np.isscalar(E) else E[:, 0]
            C = flat @ ball.W[k] - (np.abs(flat) @ radii)[:, None]
        C = C.reshape(A.shape[0], A.shape[1], -1)


# Samples at a time in a backward pass of so many rows: arrays that stay in the cache are twice as fast.
ROWS_AT_ONCE = 512


def chunks(ball, rows):
    size = max(1, ROWS_AT_ONCE // rows)
    return [slice(i, i + size) for i in range(0, len(ball.x), size)]


def bounds(ball, functions, ranges, lines):
    """Lower bounds of functions, (rows, width) shared by all samples or (samples, rows, width), in chunks of samples."""
    results = []
    for part in chunks(ball, functions.shape[-2]):
        C = functions[part] if functions.ndim == 3 else functions[None]
        results.append(backward(ball, C, [(l[part], u[part]) for l, u in ranges[:1]], [[a[part] for a in line] for line in lines]))
    return np.concatenate(results)


def margins(ball, ranges, lines):
    return ball.lowest(bounds(ball, ball.merged - ball.merged_radius, ranges, lines) + ball.merged_bias)


def interval_linear(ball):
    ranges = interval_ranges(ball)
    return margins(ball, ranges, [relax(l, u) for l, u in ranges])


def linear(ball):
    ranges = [first_range(ball)]
    lines = [relax(*ranges[0])]
    for k in range(1, len(ball.W) - 1):
        lower = bounds(ball, ball.W[k] - ball.E[k], ranges, lines) + ball.b[k]
        upper = ball.b[k] - bounds(ball, -ball.W[k] - ball.E[k], ranges, lines)
        ranges.append((lower, upper))
        lines.append(relax(lower, upper))
    return margins(ball, ranges, lines)


def main():
    problem = read(sys.argv[1])
    methods = {f.__name__: f for f in (theorem, elementwise, interval, interval_linear, linear)}
    for line in sys.stdin:
        key, form, epsilon = line.split()
        wall, cpu = time.monotonic(), time.process_time()
        result = methods[key](Ball(*problem, form, float(epsilon)))
        cost = {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}
        print(json.dumps(cost | {"margins": result.tolist()}), flush=True)


if __name__ == "__main__":
    main()
