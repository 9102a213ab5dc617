"""Quantizes the last checkpoint of each of the demo's runs to 8 bits, symmetric, one scale for each row, and writes the
dequantized weights as safetensors, for `gapbound certify --against`. Needs numpy and safetensors.

    python Scripts/quantize_demo.py FOLDER
    gapbound certify Sources/gapbound/Demo/runs/width-016/epoch-900.safetensors --against FOLDER/width-016.safetensors \\
      --data Sources/gapbound/Demo/test-images-idx3-ubyte.gz --scale 0.0625 --method linear,exact
"""

import pathlib
import sys

import numpy as np
from safetensors.numpy import load_file, save_file

RUNS = pathlib.Path(__file__).parent.parent / "Sources/gapbound/Demo/runs"


def rounded(weight):
    scale = np.abs(weight).max(axis=1, keepdims=True) / 127
    return scale * np.round(weight / scale)


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for run in sorted(RUNS.iterdir()):
        tensors = {name: value.astype(np.float64) for name, value in load_file(run / "epoch-900.safetensors").items()}
        save_file(
            {name: rounded(value) if value.ndim == 2 else value for name, value in tensors.items()},
            folder / f"{run.name}.safetensors")
