#!/usr/bin/env python3
"""Remakes the safetensors and numpy fixtures from interop/reference/weights.json with the real libraries.

Reads   Tests/Fixtures/interop/reference/weights.json
Writes  Tests/Fixtures/interop/{safetensors,numpy}/...   (with --check: writes to a temporary folder and compares instead)

Run from the project root:
  pip install numpy==2.4.6 safetensors==0.8.0 torch==2.15.0 && python Scripts/make_interop_fixtures.py --check
torch is there for the bfloat16 and float8 tensors only. --check compares tensor by tensor and reports byte equality; the
order of two metadata keys in a safetensors header is random, so a file with two may differ in those bytes.
"""
import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

INTEROP = Path("Tests/Fixtures/interop")
WEIGHTS = {name: np.array(value, np.float32)
           for name, value in json.loads((INTEROP / "reference/weights.json").read_text()).items()}
TENSORS = {name: torch.from_numpy(value) for name, value in WEIGHTS.items()}
FIRST = WEIGHTS["0.weight"]


def cast(dtype):
    return {name: tensor.to(dtype) for name, tensor in TENSORS.items()}


def make_safetensors(folder):
    (folder / "sharded").mkdir(parents=True)
    save_file(TENSORS, folder / "model.safetensors", {"format": "pt", "epoch": "8"})
    save_file(TENSORS, folder / "no_metadata.safetensors")
    save_file(cast(torch.float16), folder / "f16.safetensors")
    save_file(cast(torch.bfloat16), folder / "bf16.safetensors")
    first = TENSORS["0.weight"]
    count = torch.arange(3)
    save_file({
        "f64": first.double(), "f8e4m3": first.to(torch.float8_e4m3fn), "f8e5m2": first.to(torch.float8_e5m2),
        "i8": count.to(torch.int8), "u8": count.to(torch.uint8), "i16": count.to(torch.int16),
        "i32": count.to(torch.int32), "i64": count, "bool": torch.tensor([True, False]),
        "c64": torch.ones(2, dtype=torch.complex64), "scalar": torch.tensor(3.5), "empty": torch.empty(0, 4),
    }, folder / "dtypes.safetensors")

    index = {"metadata": {"total_size": sum(t.nbytes for t in WEIGHTS.values())}, "weight_map": {}}
    for shard, layer in enumerate(("0", "2", "4"), 1):
        name = f"model-{shard:05}-of-00003.safetensors"
        save_file({k: v for k, v in TENSORS.items() if k.startswith(layer)}, folder / "sharded" / name, {"format": "pt"})
        index["weight_map"] |= {f"{layer}.{part}": name for part in ("weight", "bias")}
    (folder / "sharded/model.safetensors.index.json").write_text(json.dumps(index, indent=2))

    # Damaged on purpose: a header length of 2^40, and a file cut short in its data. From the checked-in model where there
    # is one, so that the header stays the same.
    original = INTEROP / "safetensors/model.safetensors"
    data = (original if original.exists() else folder / "model.safetensors").read_bytes()
    (folder / "BROKEN_header_len.safetensors").write_bytes((1 << 40).to_bytes(8, "little") + data[8:])
    (folder / "BROKEN_truncated.safetensors").write_bytes(data[:-100])


def make_numpy(folder):
    folder.mkdir(parents=True)
    names = ["W0", "b0", "W1", "b1", "W2", "b2"]
    arrays = list(WEIGHTS.values())
    np.savez(folder / "mlp.npz", **dict(zip(names, arrays)))
    np.savez_compressed(folder / "mlp_compressed.npz", **dict(zip(names, arrays)))
    np.savez(folder / "positional.npz", *arrays)
    np.savez(folder / "torch_names.npz", **WEIGHTS)
    for dtype in ("f2", "f4", "f8"):
        np.save(folder / f"W0_{dtype}.npy", FIRST.astype(dtype))
    np.save(folder / "W0_fortran.npy", np.asfortranarray(FIRST))
    with open(folder / "W0_v2header.npy", "wb") as file:
        np.lib.format.write_array(file, FIRST, version=(2, 0))
    np.save(folder / "bool.npy", np.array([True, False]))
    np.save(folder / "i8.npy", np.arange(6, dtype=np.int8).reshape(2, 3))
    np.save(folder / "scalar.npy", np.array(2.5))
    # An object array is a pickle inside an .npy: a reader must refuse it.
    np.save(folder / "HOSTILE_object_array.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)


def contents(path):
    """Tensors of a readable fixture as {name: (type, shape, bytes)}; damaged, hostile and JSON files as their bytes."""
    if path.name.startswith(("BROKEN_", "HOSTILE_")) or path.suffix == ".json":
        return path.read_bytes()
    if path.suffix == ".safetensors":
        return {k: (str(t.dtype), tuple(t.shape), t.reshape(-1).view(torch.uint8).numpy().tobytes())
                for k, t in load_file(path).items()}
    loaded = np.load(path)
    arrays = loaded if path.suffix == ".npz" else {"": loaded}
    return {k: (str(arrays[k].dtype), arrays[k].shape, arrays[k].tobytes()) for k in arrays}


def check(made):
    for folder in ("safetensors", "numpy"):
        kept, new = ({p.relative_to(root) for p in (root / folder).rglob("*") if p.is_file() and p.suffix != ".md"}
                     for root in (INTEROP, made))
        assert kept == new, f"files differ: {sorted(map(str, kept ^ new))}"
        for path in sorted(kept):
            same = (INTEROP / path).read_bytes() == (made / path).read_bytes()
            assert contents(INTEROP / path) == contents(made / path), f"{path}: tensors differ"
            print(f"{path}: tensors equal, bytes {'equal' if same else 'DIFFER'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the checked-in files, write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        make_safetensors(made / "safetensors")
        make_numpy(made / "numpy")
        if arguments.check:
            check(made)
        else:
            for path in (p for p in made.rglob("*") if p.is_file()):
                target = INTEROP / path.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
