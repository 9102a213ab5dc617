#!/usr/bin/env python3
"""Compares loading a file of tensors to float64: gapbound's library, safetensors with NumPy, and torch.

Makes a file of about 500 MB of float32 in a temporary folder (--megabytes), as safetensors and as .pt, in one of two
layouts: `wide`, matrices of 4096 x 4096 with biases, or `small`, matrices of 64 x 64 (30 000 of them). Every contestant is
a process that loads all tensors to float64, adds up every 512th element, and frees them: one pass. The processes take
turns, so that a busy moment of the machine hits all of them; each has one pass before the first that counts, which also
brings the file into the page cache. Then each is started once more for a single pass, for the time and the peak memory
of a whole process. The sums must agree.

All processes keep memory that they freed (GLIBC_TUNABLES below). By default the C library gives the end of its heap back
to the system if nothing lies there, which is a matter of luck, and with many small tensors the page faults for getting it
again would be most of what is measured.

Prints one Markdown table for each file; a ratio is gapbound's figure over the contestant's: below 1, gapbound is faster.
On a busy machine trust CPU time more than wall time. --json FILE writes all passes.

Run from the project root (builds Benchmarks/ first):
  pip install numpy==2.4.6 safetensors==0.8.0 torch==2.15.0 && make benchmark
  make benchmark PYTHON=venv/bin/python ARGUMENTS="--formats safetensors --layouts wide,small --passes 9"
"""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path("Benchmarks/.build/release/LoadTensors")
OURS = "gapbound"
CONTESTANTS = {
    "safetensors": [OURS, "safetensors load_file", "safetensors safe_open"],
    "pt": [OURS, "torch load, 1 thread", "torch load", "torch load mmap, 1 thread", "torch load mmap"],
}


# What the Python libraries do in one pass. Imports are inside: a process pays for its own library only.

def loader(name):
    import numpy as np
    if name == "safetensors load_file":
        from safetensors.numpy import load_file
        return lambda path: [value.astype(np.float64) for value in load_file(path).values()]
    if name == "safetensors safe_open":
        from safetensors import safe_open

        def load(path):
            with safe_open(path, framework="np") as file:
                return [file.get_tensor(key).astype(np.float64) for key in file.keys()]
        return load
    import torch
    if "1 thread" in name:
        torch.set_num_threads(1)
    mapped = "mmap" in name
    return lambda path: [
        value.double().numpy() for value in torch.load(path, weights_only=True, mmap=mapped).values()]


def work(name, path):
    """One pass for each line on standard input, as LoadTensors does."""
    load = loader(name)

    def checksum():
        tensors = load(path)
        return sum(float(value.ravel()[::512].sum()) for value in tensors), len(tensors)

    for _ in sys.stdin:
        wall, cpu = time.monotonic(), time.process_time()
        total, count = checksum()
        result = {"wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}
        print(json.dumps(result | {"checksum": total, "tensors": count}), flush=True)


# The files.

def shapes(layout, megabytes):
    rest = megabytes * 1_000_000 // 4
    columns = 4096 if layout == "wide" else 64
    while rest >= 2 * columns:
        rows = min(columns, rest // columns - 1)
        yield from ((rows, columns), (rows,)) if layout == "wide" else ((rows, columns),)
        rest -= rows * (columns + 1)


def make(layout, megabytes, path):
    import numpy as np
    random = np.random.default_rng(20240229)
    tensors = {f"layer.{i}": random.standard_normal(shape, dtype=np.float32)
               for i, shape in enumerate(shapes(layout, megabytes))}
    if path.suffix == ".safetensors":
        from safetensors.numpy import save_file
        save_file(tensors, path)
    else:
        import torch
        torch.save({name: torch.from_numpy(value) for name, value in tensors.items()}, path)


# The race.

def command(name, path):
    if name == OURS:
        return [PROGRAM, path]
    return [sys.executable, __file__, "--worker", name, path]


class Runner:
    """A contestant's process, which waits for a line before each pass."""

    def __init__(self, name, path):
        self.process = subprocess.Popen(
            command(name, path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"GLIBC_TUNABLES": "glibc.malloc.trim_threshold=8000000000"})

    def one_pass(self):
        print(file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args}: ended with {self.process.wait()}")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.read()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        return usage


def whole_process(name, path):
    start = time.monotonic()
    runner = Runner(name, path)
    runner.one_pass()
    usage = runner.close()
    return {"wall": time.monotonic() - start, "cpu": usage.ru_utime + usage.ru_stime,
            "peak_megabytes": usage.ru_maxrss * 1024 / 1e6}


def race(names, path, passes):
    runners = {name: Runner(name, path) for name in names}
    results = {name: [] for name in names}
    for round_number in range(passes + 1):
        for name, runner in runners.items():
            result = runner.one_pass()
            if round_number > 0:
                results[name].append(result)
    for runner in runners.values():
        runner.close()
    sums = {name: result[0]["checksum"] for name, result in results.items()}
    if not all(math.isclose(value, sums[OURS], rel_tol=1e-9, abs_tol=1e-6) for value in sums.values()):
        sys.exit(f"{path}: the contestants loaded different numbers: {sums}")
    return {name: {"passes": results[name], "process": whole_process(name, path)} for name in names}


def table(results):
    def figures(name):
        passes, process = results[name]["passes"], results[name]["process"]
        walls = [result["wall"] for result in passes]
        return (min(walls), statistics.median(walls), statistics.median(result["cpu"] for result in passes),
                process["wall"], process["cpu"], process["peak_megabytes"])

    print("| contestant | best s | median s | median CPU s | process s | process CPU s | peak MB "
          "| ratio best | ratio median | ratio CPU | ratio process |")
    print("|---" + "|---:" * 10 + "|")
    ours = figures(OURS)
    for name in results:
        theirs = figures(name)
        ratios = " | ".join(f"{ours[i] / theirs[i]:.2f}" for i in range(4))
        seconds = " | ".join(f"{value:.3f}" for value in theirs[:5])
        print(f"| {name} | {seconds} | {theirs[5]:.0f} | {ratios} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--formats", default="safetensors,pt")
    parser.add_argument("--layouts", default="wide")
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--passes", type=int, default=7)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return work(*options.worker)
    everything = {}
    with tempfile.TemporaryDirectory() as folder:
        for layout in options.layouts.split(","):
            for extension in options.formats.split(","):
                path = Path(folder) / f"{layout}.{extension}"
                make(layout, options.megabytes, path)
                print(f"\n### {path.name}, {path.stat().st_size / 1e6:.0f} MB\n", flush=True)
                everything[path.name] = race(CONTESTANTS[extension], path, options.passes)
                table(everything[path.name])
                path.unlink()
    if options.json:
        options.json.write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()
