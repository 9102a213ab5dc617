#!/usr/bin/env python3
"""Compares the certificates' speed: gapbound's library against the same formulas in NumPy.

Makes two ReLU networks with He-initialized weights and biases, and a batch of samples in [0, 1] with random labels, from a
fixed seed, as files that both contestants read. Each contestant is a process with one thread that certifies the batch once
for each line it gets; they take turns, so that a busy moment of the machine hits both, and each has one pass before the
first that counts. One pass is everything between a network and the robust margins of the batch. The margins must agree to
1e-9 of the largest of them. Both processes keep memory that they freed (GLIBC_TUNABLES below), which by default is a matter
of luck.

Prints one Markdown table for each network: milliseconds of CPU time per sample, best and median, the wall time of the best
pass, and the contestant's time over gapbound's. "quoted" is what auto_LiRPA 0.7.1 is said to need on the smaller network
(not measured here), over gapbound's best. Without NumPy only gapbound's own times are printed.

Run from the project root (builds Benchmarks/ first):
  pip install numpy && make bench
  make bench PYTHON=venv/bin/python ARGUMENTS="--passes 9 --epsilon 0.001"
"""
import argparse
import importlib.util
import json
import os
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from array import array
from pathlib import Path

PROGRAM = Path("Benchmarks/.build/release/Certify")
NUMPY = Path(__file__).with_name("certify_numpy.py")
NETWORKS = {"small": [64, 128, 128, 64, 10], "large": [1024, 512, 256, 256, 256, 10]}
TASKS = [("theorem", "uniform"), ("elementwise", "uniform"), ("interval", "uniform"), ("interval_linear", "uniform"),
         ("linear", "uniform"), ("linear", "rows"), ("linear", "entries")]
# Milliseconds per sample of auto_LiRPA 0.7.1 on the small network, batch of 360, one thread: quoted, not measured here.
QUOTED = {"interval": 0.27, "interval_linear": 3.5, "linear": 100}
ENVIRONMENT = os.environ | {
    "GLIBC_TUNABLES": "glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=8000000000",
    "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


# The problem: a safetensors file of float64, written without any library.

def tensors(widths, samples):
    rng = random.Random(20240229)
    for k, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        deviation = (2 / inputs) ** 0.5
        yield f"{k}.weight", [outputs, inputs], [rng.gauss(0, deviation) for _ in range(inputs * outputs)]
        yield f"{k}.bias", [outputs], [rng.gauss(0, 0.1) for _ in range(outputs)]
    yield "x", [samples, widths[0]], [rng.random() for _ in range(samples * widths[0])]
    yield "y", [samples], [rng.randrange(widths[-1]) for _ in range(samples)]


def make(widths, samples, path):
    header, parts, end = {}, [], 0
    for name, shape, values in tensors(widths, samples):
        parts.append(array("d", values).tobytes())
        start, end = end, end + len(parts[-1])
        header[name] = {"dtype": "F64", "shape": shape, "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


# The race.

class Runner:
    """A contestant's process, which waits for a line before each pass."""

    def __init__(self, command, environment={}):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT | environment)

    def one_pass(self, task):
        print(*task, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args}: ended with {self.process.wait()}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def race(runners, task, seconds, passes):
    """Passes of all runners in turn, as many as asked for or until the time is up, but three at least."""
    results = {name: [] for name in runners}
    start = time.monotonic()
    for round_number in range(passes + 1):
        if round_number > 3 and time.monotonic() - start > seconds:
            break
        for name, runner in runners.items():
            result = runner.one_pass(task)
            if round_number > 0:
                results[name].append(result)
    margins = {name: result[0]["margins"] for name, result in results.items()}
    largest = max(map(abs, margins["gapbound"]))
    for name, theirs in margins.items():
        difference = max(abs(a - b) for a, b in zip(margins["gapbound"], theirs, strict=True))
        if not difference <= 1e-9 * max(1, largest):
            sys.exit(f"{task}: {name} differs by {difference:.3g}")
    return results


def row(task, results, samples, quoted):
    def times(name, clock):
        return sorted(1e3 * result[clock] / samples for result in results[name])

    cells = [f"{times(name, 'cpu')[0]:.4f} | {statistics.median(times(name, 'cpu')):.4f} | {times(name, 'wall')[0]:.4f}"
             for name in results]
    if "numpy" in results:
        best, median = (pick(times("numpy", "cpu")) / pick(times("gapbound", "cpu")) for pick in (min, statistics.median))
        cells.append(f"{best:.1f} | {median:.1f}")
    key, form = task[:2]
    if quoted and form == "uniform" and key in QUOTED:
        cells.append(f"{QUOTED[key] / times('gapbound', 'cpu')[0]:.0f}")
    elif quoted:
        cells.append("")
    return f"| {key}, {form} | " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", default=",".join(NETWORKS))
    parser.add_argument("--samples", type=int, default=360)
    parser.add_argument("--epsilon", default="0.001")
    parser.add_argument("--passes", type=int, default=15)
    parser.add_argument("--seconds", type=float, default=20, help="after which a task gets no further pass")
    options = parser.parse_args()
    has_numpy = importlib.util.find_spec("numpy") is not None
    if not has_numpy:
        print(f"{sys.executable} has no numpy: gapbound's own times only")
    contestants = ["gapbound"] + ["numpy"] * has_numpy
    with tempfile.TemporaryDirectory() as folder:
        for network in options.networks.split(","):
            widths, path = NETWORKS[network], Path(folder) / f"{network}.safetensors"
            make(widths, options.samples, path)
            commands = {"gapbound": [PROGRAM, path], "numpy": [sys.executable, NUMPY, path]}
            runners = {name: Runner(commands[name]) for name in contestants}
            headings = [f"{name} best ms | median | wall" for name in contestants]
            headings += ["numpy / gapbound best | median"] * has_numpy
            quoted = network == "small"
            headings += ["quoted auto_LiRPA 0.7.1 / gapbound"] * quoted
            print(f"\n### {'-'.join(map(str, widths))}, {options.samples} samples, ε = {options.epsilon}\n")
            heading = f"| certificate, radii | {' | '.join(headings)} |"
            print(heading + "\n|---" + "|---:" * (heading.count("|") - 2) + "|", flush=True)
            for key, form in TASKS:
                task = (key, form, options.epsilon)
                print(row(task, race(runners, task, options.seconds, options.passes), options.samples, quoted), flush=True)
            for runner in runners.values():
                runner.close()


if __name__ == "__main__":
    main()
