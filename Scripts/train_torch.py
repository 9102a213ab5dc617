#!/usr/bin/env python3
"""The contestant of benchmark_train.py: PyTorch's usual training loop on the CPU, eager, in single precision.

Begins with the parameters that gapbound began with and takes the batches that gapbound takes. Each line on standard input is
a number of steps; the answer is a line of JSON. The gathering of a batch is within the time, drawing its order is not.
Arguments: FEATURES LABELS PARAMETERS sgd|adam THREADS.
"""
import gzip
import json
import sys
import time

import numpy as np
import torch
from torch.nn.functional import cross_entropy

WIDTHS, BATCH = [784, 1024, 1024, 10], 128
MASK = 2**64 - 1


def order(epoch, count):
    """The order of an epoch's samples, as gapbound's Sources/Certification/RandomStream.swift draws it for the seed 0."""
    def words(state):
        while True:
            state = (state + 0x9E3779B97F4A7C15) & MASK
            z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            yield z ^ (z >> 31)

    def rotated(x, by):
        return ((x << by) | (x >> (64 - by))) & MASK

    purpose = 6  # Purpose.order
    first, second = words(0), words((purpose << 56 | epoch) ^ 0x5851F42D4C957F2D)
    a, b, c, d = next(first), next(second), next(first), next(second)

    def draw():
        nonlocal a, b, c, d
        result = (rotated((a + d) & MASK, 23) + a) & MASK
        t = (b << 17) & MASK
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= t
        d = rotated(d, 45)
        return result

    for _ in range(16):
        draw()
    samples = list(range(count))
    for i in range(count - 1, 0, -1):
        j = (draw() * (i + 1)) >> 64
        samples[i], samples[j] = samples[j], samples[i]
    return torch.tensor(samples)


def idx(path, header):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def network(path):
    layers = []
    values, at = torch.from_numpy(np.fromfile(path, np.float32)), 0
    for inputs, outputs in zip(WIDTHS, WIDTHS[1:]):
        layer = torch.nn.Linear(inputs, outputs)
        with torch.no_grad():
            for parameter in (layer.weight, layer.bias):
                parameter.copy_(values[at:at + parameter.numel()].view_as(parameter))
                at += parameter.numel()
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def main():
    features, labels, parameters, optimizer, threads = sys.argv[1:]
    torch.set_num_threads(int(threads))
    x = torch.from_numpy(idx(features, 16).astype(np.float32).reshape(-1, WIDTHS[0]) / 255)
    y = torch.from_numpy(idx(labels, 8).astype(np.int64))
    model = network(parameters)
    if optimizer == "sgd":
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    else:
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    epoch, batches, total = 0, list(order(0, len(y)).split(BATCH)), 0.0
    done = 0
    for line in sys.stdin:
        start, cpu = time.monotonic(), time.process_time()
        for _ in range(int(line)):
            batch = batches[done]
            optimizer.zero_grad()
            loss = cross_entropy(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += len(batch) * loss.item()
            done += 1
            mean = total / min(len(y), BATCH * done)
            if done == len(batches):
                epoch, done, total = epoch + 1, 0, 0.0
                batches = list(order(epoch, len(y)).split(BATCH))
        wall, cpu = time.monotonic() - start, time.process_time() - cpu
        print(json.dumps({"wall": wall, "cpu": cpu, "loss": mean}), flush=True)


if __name__ == "__main__":
    main()
