"""Calls gapbound for the experiments, and remembers what is done: every sweep, certificate and rounding under one work folder."""
import hashlib
import json
import os
import re
import resource
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
CONFIGURATIONS = ROOT / "Experiments"
DIGITS = CONFIGURATIONS / "digits.npz"
FASHION = Path("/usr/share/datasets/fashion-mnist")
FASHION_TRAIN = FASHION / "train-images-idx3-ubyte.gz"
SCALE = {"digits": "0.0625", "fashion": "0.00392156862745098"}
TEST = {"digits": DIGITS, "fashion": FASHION / "t10k-images-idx3-ubyte.gz"}


@dataclass(frozen=True)
class Run:
    """A trained network of a sweep: its last checkpoint, its variant, and its settings from the checkpoint's metadata."""
    checkpoint: Path
    variant: str
    settings: dict

    @property
    def seed(self):
        return int(self.settings["seed"])


class Gapbound:
    """The command, the folder of its work, and how many trainings or certifications run at once."""

    def __init__(self, program, work, threads):
        self.program, self.work, self.threads = Path(program).resolve(), Path(work).resolve(), threads
        self.environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}

    def call(self, *arguments):
        """Standard output of a call; the script ends where it fails."""
        command = [str(self.program), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\nexit code {done.returncode}\n{done.stderr}")
        return done.stdout

    def sweep(self, name):
        """Trains what is missing of Experiments/NAME.yaml; the runs in the order of their paths."""
        print(f"sweep {name}", flush=True)
        folder = self.work / name
        self.call("sweep", "--config", CONFIGURATIONS / f"{name}.yaml", "--output", folder, "--threads", self.threads)
        return [run(path) for path in sorted(folder.glob("**/epoch-*.safetensors"))]

    def analysis(self, name):
        """The reports of a sweep: one, or one for each number of training samples."""
        return [json.loads(path.read_text()) for path in sorted((self.work / name).glob("**/report.json"))]

    def certify(self, runs, test, *arguments):
        """For every run, the summary of `gapbound certify`: a list of rows, one for each ball and method."""
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(lambda run: self._certify(run.checkpoint, test, arguments), runs))

    def _certify(self, checkpoint, test, arguments):
        data, scale = test
        options = ["--data", data, "--scale", scale, "--threads", 1, *arguments]
        digest = hashlib.sha256(checkpoint.read_bytes() + Path(data).read_bytes() + repr(arguments).encode()).hexdigest()
        remembered = self.work / "certify" / f"{digest[:24]}.json"
        if not remembered.exists():
            summary = json.loads(self.call("certify", checkpoint, *options, "--json"))["summary"]
            write(remembered, json.dumps(summary))
        return json.loads(remembered.read_text())

    def rounded_accuracy(self, runs, test, bits):
        """Clean accuracy of every run's network after `gapbound quantize --bits`."""
        rounded = []
        for index, each in enumerate(runs):
            path = self.work / "rounded" / f"{each.checkpoint.parent.parent.name}-{each.checkpoint.parent.name}-int{bits}.safetensors"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.call("quantize", each.checkpoint, "--bits", bits, "--output", path)
            rounded.append(Run(path, each.variant, each.settings))
        rows = self.certify(rounded, test, "--epsilon", "0", "--method", "interval", "--attack", "none")
        return [summary[0]["clean_accuracy"] for summary in rows]

    def training_seconds(self, options, epochs):
        """CPU seconds of a training on one thread."""
        folder = self.work / "timing"
        subprocess.run(["rm", "-rf", str(folder)], check=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.call("train", *options, "--epochs", epochs, "--every", epochs, "--output", folder)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def header(file):
    """The JSON at the head of an open safetensors file."""
    return json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))


def run(checkpoint):
    """A run by its checkpoint."""
    with open(checkpoint, "rb") as file:
        settings = header(file)["__metadata__"]
    variant = re.split(r"-(?:learning_rate|hidden|seed)-|-mu-(?=\d)", checkpoint.parent.name)[0]
    return Run(checkpoint, variant, settings)


def largest_weight(run):
    """max |W| over all layers of a run."""
    with open(run.checkpoint, "rb") as file:
        tensors = header(file)
        values = file.read()
    places = [tensor["data_offsets"] for name, tensor in tensors.items() if name.endswith(".weight")]
    return max(float(np.abs(np.frombuffer(values[begin:end], "<f4")).max()) for begin, end in places)


def write(path, text):
    """Writes a file at once, by a temporary sibling."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{abs(hash(text))}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
