#!/usr/bin/env python3
"""Compares the speed of training: gapbound's Trainer<Float> against PyTorch's eager loop on the CPU.

Both train a 784-1024-1024-10 ReLU network with biases on Fashion-MNIST in batches of 128, from the same weights and with the
same batches in the same order, by SGD with momentum and by Adam, with 1 and 2 threads. Without the Debian package
dataset-fashion-mnist the data are random images of the same shape. Each contestant is a process that makes some steps for each
line it gets; they take turns, so that a busy moment of the machine hits all, and the first pass does not count. The mean losses
over all steps must fall, and agree with PyTorch's to 2 % (rounding differs, and Adam magnifies it): the same work is done.
Both keep memory that they freed (ENVIRONMENT in benchmark_certify.py), and PyTorch's threads sleep while they wait
(OMP_WAIT_POLICY=PASSIVE): on a busy machine its default takes several times as long with two threads.

Prints one Markdown table: milliseconds per step, best and median of the passes, and ratios of these times: gapbound's over
PyTorch's, and that of the loss with a robust term over that of the standard loss. Where the machine is busy, CPU time tells
more than wall time. Without PyTorch only gapbound's own times are printed.

Run from the project root (builds Benchmarks/ first):
  pip install numpy torch && make bench-train
  make bench-train PYTHON=venv/bin/python ARGUMENTS="--passes 9 --steps 20 --threads 1"
"""
import argparse
import importlib.util
import random
import statistics
import struct
import sys
import tempfile
from pathlib import Path

from benchmark_certify import Runner

PROGRAM = Path("Benchmarks/.build/release/Train")
TORCH = Path(__file__).with_name("train_torch.py")
PACKAGE = Path("/usr/share/datasets/fashion-mnist")
LOSSES = ["standard", "theorem", "elementwise", "interval"]


def data(folder):
    """Features and labels in MNIST's format."""
    names = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
    installed = [PACKAGE / f"{name}.gz" for name in names]
    if all(path.exists() for path in installed):
        return installed
    print(f"{PACKAGE} is not installed: random images")
    rng, count, side, classes = random.Random(20240229), 60000, 28, 10
    patterns = [rng.randbytes(side * side) for _ in range(classes)]
    labels = [rng.randrange(classes) for _ in range(count)]
    images = b"".join(bytes((a + b) // 2 for a, b in zip(patterns[y], rng.randbytes(side * side))) for y in labels)
    made = [Path(folder) / name for name in names]
    made[0].write_bytes(struct.pack(">4I", 0x803, count, side, side) + images)
    made[1].write_bytes(struct.pack(">2I", 0x801, count) + bytes(labels))
    return made


def race(runners, steps, passes):
    """Passes of all runners in turn."""
    results = {name: [] for name in runners}
    for _ in range(passes + 1):
        for name, runner in runners.items():
            results[name].append(runner.one_pass([steps]))
    for name, series in results.items():
        if not series[-1]["loss"] < series[0]["loss"]:
            sys.exit(f"{name}: the loss goes from {series[0]['loss']} to {series[-1]['loss']}")
    if "torch" in results:
        ours, theirs = results["standard"][-1]["loss"], results["torch"][-1]["loss"]
        print(f"mean loss over all steps: gapbound {ours:.5f}, PyTorch {theirs:.5f}", file=sys.stderr)
        if not abs(ours - theirs) <= 0.02 * theirs:
            sys.exit("the losses differ")
    return {name: series[1:] for name, series in results.items()}


def row(optimizer, threads, name, results, steps):
    def times(name, clock):
        return [1e3 * result[clock] / steps for result in results[name]]

    cells = [f"{pick(times(name, clock)):.1f}" for clock in ("wall", "cpu") for pick in (min, statistics.median)]
    base = {"standard": "torch", "torch": None}.get(name, "standard")
    if base in results:
        cells += [f"{pick(times(name, clock)) / pick(times(base, clock)):.2f}"
                  for clock in ("wall", "cpu") for pick in (min, statistics.median)]
        cells[4] += f" of {base}"
    else:
        cells += [""] * 4
    return f"| {optimizer}, {threads} | {name} | " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--optimizers", default="sgd,adam")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--losses", default=",".join(LOSSES))
    parser.add_argument("--steps", type=int, default=20, help="steps of a pass")
    parser.add_argument("--passes", type=int, default=11)
    options = parser.parse_args()
    has_torch = importlib.util.find_spec("torch") is not None
    if not has_torch:
        print(f"{sys.executable} has no torch: gapbound's own times only")
    clocks = [f"{clock} {pick}" for clock in ("wall ms", "CPU ms") for pick in ("best", "median")]
    print("| optimizer, threads | loss | " + " | ".join(clocks + ["ratio: wall best", "median", "CPU best", "median"]) + " |")
    print("|---|---" + "|---:" * 8 + "|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        features, labels = data(folder)
        for optimizer in options.optimizers.split(","):
            for threads in options.threads.split(","):
                runners = {loss: Runner([PROGRAM, features, loss, optimizer, threads])
                           for loss in options.losses.split(",")}
                if has_torch:
                    parameters = Path(folder) / "parameters"
                    runners["standard"].one_pass(["parameters", parameters])
                    runners["torch"] = Runner(
                        [sys.executable, TORCH, features, labels, parameters, optimizer, threads],
                        {"OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads, "OMP_WAIT_POLICY": "PASSIVE"})
                results = race(runners, options.steps, options.passes)
                for name in results:
                    print(row(optimizer, threads, name, results, options.steps), flush=True)
                for runner in runners.values():
                    runner.close()


if __name__ == "__main__":
    main()
