#!/usr/bin/env python3
"""Times `gapbound report` on 1,000 checkpoints and measures what it writes: `make bench-report`.

The checkpoints are those of Reports/demo/report.jsonl, copied under other names into 50 runs of 20 epochs with every number
jittered by a seeded factor between 0.8 and 1.25, so that ranks, pictures and text are as varied as those of real runs. Each
format is rendered by a process of its own; the least of three wall-clock times counts. The report has one setting of the radii.

  Scripts/benchmark_report.py [--program .build/release/gapbound] [--checkpoints 1000] [--keep DIR]
"""
import argparse
import json
import random
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Counts, indices and shares keep their meaning; everything else is jittered.
FIXED = {"rows", "columns", "count", "epoch", "step", "radius_index", "epsilon", "schema_version"}


def jittered(value, random, key=None):
    if isinstance(value, dict):
        return {k: jittered(v, random, k) for k, v in value.items()}
    if isinstance(value, list):
        return value if key in FIXED else [jittered(v, random, key) for v in value]
    if key in FIXED or isinstance(value, bool) or not isinstance(value, float):
        return value
    if key and key.startswith("log10"):
        return value + random.uniform(-0.1, 0.1)
    return value * random.uniform(0.8, 1.25)


def enlarged(lines, count):
    """The report's lines with `count` checkpoints at the first setting of the radii."""
    records = [json.loads(line) for line in lines]
    header = next(r for r in records if r["record"] == "report")
    header["parameters"]["radii"] = header["parameters"]["radii"][:1]
    originals = [r for r in records if r["record"] == "checkpoint" and r["radius_index"] == 0]
    generator = random.Random(1)
    yield header
    for index in range(count):
        run, epoch = divmod(index, 20)
        record = jittered(originals[index % len(originals)], generator)
        label = f"run-{run:03}/epoch-{epoch:03}.safetensors"
        record.update(
            label=label, path=f"runs/{label}", series=f"run-{run:03}", epoch=epoch, sha256=f"{index:064x}",
            duplicate_of=None)
        if "hyperparameters" in record:
            record["hyperparameters"] = {
                "lambda": str(run % 5), "mu": str(run // 5 % 5), "seed": str(run // 25)}
        yield record
    for record in records:
        if record["record"] in ("exhibit", "coverage"):
            yield record


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / ".build/release/gapbound", type=Path)
    parser.add_argument("--checkpoints", default=1000, type=int)
    parser.add_argument("--keep", type=Path, help="write the report and its renderings here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        source = folder / "large.jsonl"
        lines = (ROOT / "Reports/demo/report.jsonl").read_text().splitlines()
        with source.open("w") as file:
            for record in enlarged(lines, given.checkpoints):
                file.write(json.dumps(record, separators=(",", ":")) + "\n")
        print(f"{given.checkpoints} checkpoints, {source.stat().st_size / 1e6:.1f} MB of JSON Lines\n")
        print("| format | seconds | size |\n|---|---:|---:|")
        for format in ("md", "html", "csv", "json", "jsonl", "tex"):
            output = folder / format
            best = min(timed([given.program, "report", source, "--format", format, "--output", output]) for _ in range(3))
            size = (output / f"report.{format}").stat().st_size
            print(f"| {format} | {best:.2f} | {size / 1e6:.2f} MB |")


def timed(command):
    start = time.monotonic()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return time.monotonic() - start


if __name__ == "__main__":
    main()
