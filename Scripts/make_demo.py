#!/usr/bin/env python3
"""Make the data and the trained checkpoints of `gapbound demo`.

Requirements: Python 3.11, numpy==2.4.6 scikit-learn==1.9.1 safetensors==0.8.0 torch==2.15.0

    python Scripts/make_demo.py                      write Sources/gapbound/Demo, print a table
    python Scripts/make_demo.py --check              write nothing; fail unless the files there are these, bit for bit
    python Scripts/make_demo.py --summary FILE.json  save the table's numbers too

It takes half a minute on one core and needs no network: scikit-learn carries the images. Other versions, or a processor
that is not x86-64, give networks that differ in their last bits at first and visibly at the end.
"""

import argparse
import gzip
import io
import json
import math
import os
import struct
from pathlib import Path

# Set before torch is imported: one thread and one code path in every kernel, whatever instructions this
# processor offers. Sums in another order change the last bit, and training makes that bit grow.
os.environ.update(OMP_NUM_THREADS="1", MKL_NUM_THREADS="1", MKL_CBWR="COMPATIBLE", ATEN_CPU_CAPABILITY="default")

import numpy as np  # noqa: E402
import safetensors  # noqa: E402
import torch  # noqa: E402
from sklearn.datasets import load_digits  # noqa: E402
from torch.nn.functional import cross_entropy  # noqa: E402

DEMO = Path("Sources/gapbound/Demo")
CLASSES = 10
PIXEL_MAX = 16
TRAIN_PER_CLASS = 25  # few on purpose: with more images the gap shrinks into its own sampling noise
TRAIN_COUNT = CLASSES * TRAIN_PER_CLASS
SPLIT_SEED = 1998
BATCH = 10
LEARNING_RATE = 0.05
EPOCHS = (1, 3, 10, 20, 40, 100, 300, 900)  # from barely trained to far past zero training error
RUNS = {
    "width-016": dict(hidden=[16], weight_decay=0.0, seed=1),
    "width-128-decay": dict(hidden=[128], weight_decay=0.001, seed=2),
    "depth-4-width-010": dict(hidden=[10, 10, 10], weight_decay=0.0, seed=3),
}
TRAINING = (
    f"Plain SGD (no momentum) on the mean cross-entropy of batches of {BATCH} of {TRAIN_COUNT} training images, "
    "constant learning rate, weight decay (if any) on weights and biases, PyTorch's default initialization, "
    "no augmentation and no label noise."
)


# --- data -----------------------------------------------------------------------------------------------------------

def split_digits():
    """The 1797 images in a random order; the first TRAIN_PER_CLASS of every class are the training part.

    Equal classes, because a barely trained network answers with few classes: with unequal ones its gap measures
    how the class frequencies of the two parts differ, not what was learned.
    """
    digits = load_digits()
    images = digits.images.astype(np.uint8)
    assert np.array_equal(images, digits.images) and images.max() == PIXEL_MAX
    labels = digits.target.astype(np.uint8)
    order = np.random.RandomState(SPLIT_SEED).permutation(len(labels))  # RandomState: its stream is frozen by NumPy
    seen = np.cumsum(np.eye(CLASSES, dtype=int)[labels[order]], axis=0)
    chosen = seen[np.arange(len(order)), labels[order]] <= TRAIN_PER_CLASS
    parts = {"train": order[chosen], "test": order[~chosen]}
    return {name: (images[rows], labels[rows]) for name, rows in parts.items()}


def idx_bytes(array):
    """IDX as in MNIST: 0, 0, type 8 (unsigned byte), rank, big-endian sizes, data."""
    return struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


def gzip_bytes(data):
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as stream:
        stream.write(data)
    return buffer.getvalue()


def data_files(parts):
    files = {}
    for name, (images, labels) in parts.items():
        files[DEMO / f"{name}-images-idx3-ubyte.gz"] = gzip_bytes(idx_bytes(images))
        files[DEMO / f"{name}-labels-idx1-ubyte.gz"] = gzip_bytes(idx_bytes(labels))
    return files


def tensors_of(part, dtype):
    images, labels = part
    inputs = torch.tensor(images.reshape(len(images), -1), dtype=dtype) / PIXEL_MAX  # exact in float32
    return inputs, torch.tensor(labels, dtype=torch.int64)


# --- training -------------------------------------------------------------------------------------------------------

def make_network(sizes):
    layers = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])  # the last layer gives the scores: no ReLU after it


def train_epoch(network, optimizer, inputs, labels):
    for rows in torch.randperm(len(labels)).split(BATCH):
        optimizer.zero_grad()
        cross_entropy(network(inputs[rows]), labels[rows]).backward()
        optimizer.step()


def train_run(hidden, weight_decay, seed, inputs, labels):
    """Yield (epoch, weights) at every epoch of EPOCHS."""
    torch.manual_seed(seed)
    network = make_network([inputs.shape[1], *hidden, CLASSES])
    optimizer = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE, weight_decay=weight_decay)
    for epoch in range(1, max(EPOCHS) + 1):
        train_epoch(network, optimizer, inputs, labels)
        if epoch in EPOCHS:
            yield epoch, {name: value.numpy().copy() for name, value in network.state_dict().items()}


def metadata_of(epoch, hidden, weight_decay, seed):
    return {
        "activation": "relu",
        "epoch": str(epoch),
        "step": str(epoch * math.ceil(TRAIN_COUNT / BATCH)),
        "hidden": ",".join(map(str, hidden)),
        "weight_decay": str(weight_decay),
        "learning_rate": str(LEARNING_RATE),
        "seed": str(seed),
        "training": TRAINING,
        "framework": "torch " + torch.__version__.split("+")[0],  # CPU and CUDA builds: the same file
    }


def safetensors_bytes(tensors, metadata):
    """Written here because the library puts the metadata in an order that changes from one process to the next."""
    header, blob = {"__metadata__": metadata}, b""
    for name, value in tensors.items():
        data = np.ascontiguousarray(value, dtype="<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(blob), len(blob) + len(data)]}
        blob += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the data begin on a multiple of 8
    return struct.pack("<Q", len(text)) + text + blob


def checkpoint_files(train_part):
    inputs, labels = tensors_of(train_part, torch.float32)
    files = {}
    for run, settings in RUNS.items():
        for epoch, weights in train_run(**settings, inputs=inputs, labels=labels):
            path = DEMO / "runs" / run / f"epoch-{epoch:03d}.safetensors"
            files[path] = safetensors_bytes(weights, metadata_of(epoch, **settings))
    return files


# --- measuring, from the finished files and in double precision -----------------------------------------------------

def read_checkpoint(data):
    """Through the official reader, so that a slip in safetensors_bytes cannot pass."""
    metadata = json.loads(data[8:8 + struct.unpack("<Q", data[:8])[0]])["__metadata__"]
    tensors = {name: entry for name, entry in safetensors.deserialize(data)}
    assert all(entry["dtype"] == "F32" for entry in tensors.values())
    return metadata, {
        name: torch.tensor(np.frombuffer(entry["data"], "<f4").reshape(entry["shape"]), dtype=torch.float64)
        for name, entry in tensors.items()
    }


def scores_of(tensors, inputs):
    depth = len(tensors) // 2
    for layer in range(depth):
        inputs = inputs @ tensors[f"{2 * layer}.weight"].T + tensors[f"{2 * layer}.bias"]
        if layer < depth - 1:
            inputs = inputs.relu()
    return inputs


def margins_of(scores, labels):
    """Score of the right class minus the best other score; a tie (0) counts as an error."""
    own = scores.gather(1, labels[:, None])[:, 0]
    others = scores.scatter(1, labels[:, None], -math.inf)
    return own - others.max(dim=1).values


def measure(tensors, parts):
    row = {}
    for name in ("train", "test"):
        inputs, labels = tensors_of(parts[name], torch.float64)
        scores = scores_of(tensors, inputs)
        margins = margins_of(scores, labels)
        row[f"{name}_error"] = (margins <= 0).double().mean().item()
        row[f"{name}_cross_entropy"] = cross_entropy(scores, labels).item()
        if name == "train":  # NumPy's default percentile: linear between neighbours
            row["train_margin_p10"] = float(np.percentile(margins[margins > 0].numpy(), 10))
    row["gap"] = row["test_error"] - row["train_error"]
    norms = [torch.linalg.matrix_norm(value, 2) for name, value in tensors.items() if name.endswith("weight")]
    row["spectral_product"] = math.prod(norm.item() for norm in norms)
    # Twelve digits: the last ones of a singular value depend on where in memory LAPACK finds its work space.
    return {name: float(f"{value:.12g}") for name, value in row.items()}


def summarize(files, parts):
    rows = []
    for path, data in files.items():
        if path.suffix == ".safetensors":
            metadata, tensors = read_checkpoint(data)
            rows.append({"run": path.parent.name, "epoch": int(metadata["epoch"]), **measure(tensors, parts)})
    return rows


def print_table(rows):
    columns = ("train_error", "test_error", "gap", "train_cross_entropy", "test_cross_entropy", "train_margin_p10",
               "spectral_product")
    print(f"{'run':18} {'epoch':>5} " + " ".join(f"{name[-16:]:>16}" for name in columns))
    for row in rows:
        print(f"{row['run']:18} {row['epoch']:5} " + " ".join(f"{row[name]:16.4f}" for name in columns))


# --- what is promised -----------------------------------------------------------------------------------------------

def check_data(files, parts):
    counts = {name: np.bincount(labels, minlength=CLASSES) for name, (_, labels) in parts.items()}
    assert sum(count.sum() for count in counts.values()) == 1797
    assert (counts["train"] == TRAIN_PER_CLASS).all() and counts["test"].min() >= 140, counts
    for name, (images, labels) in parts.items():
        stored = gzip.decompress(files[DEMO / f"{name}-images-idx3-ubyte.gz"])
        assert stored == struct.pack(">4I", 0x803, len(images), 8, 8) + images.tobytes()
        stored = gzip.decompress(files[DEMO / f"{name}-labels-idx1-ubyte.gz"])
        assert stored == struct.pack(">2I", 0x801, len(labels)) + labels.tobytes()


def check_checkpoints(files):
    checkpoints = {path: data for path, data in files.items() if path.suffix == ".safetensors"}
    assert len(RUNS) >= 3 and len(EPOCHS) >= 5 and 15 <= len(checkpoints) == len(RUNS) * len(EPOCHS) <= 24
    assert sum(map(len, checkpoints.values())) < 600_000
    for path, data in checkpoints.items():
        settings = RUNS[path.parent.name]
        metadata, tensors = read_checkpoint(data)
        sizes = [64, *settings["hidden"], CLASSES]
        shapes = {}
        for layer, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:])):
            shapes[f"{2 * layer}.weight"], shapes[f"{2 * layer}.bias"] = (fan_out, fan_in), (fan_out,)
        assert {name: tuple(value.shape) for name, value in tensors.items()} == shapes, path
        assert all(value.isfinite().all() for value in tensors.values()), path
        assert metadata == metadata_of(int(metadata["epoch"]), **settings), path
        assert path.name == f"epoch-{int(metadata['epoch']):03d}.safetensors", path


def check_spread(rows):
    gaps = {run: [row["gap"] for row in rows if row["run"] == run] for run in RUNS}
    everything = sum(gaps.values(), [])
    assert min(everything) <= 0.01 and max(everything) >= 0.10, (min(everything), max(everything))
    assert all(max(values) - min(values) >= 0.03 for values in gaps.values()), gaps
    last = [row for row in rows if row["epoch"] == max(EPOCHS)]
    assert max(row["gap"] for row in last) - min(row["gap"] for row in last) >= 0.03, last
    assert all(row["train_error"] <= 0.005 and 0.03 <= row["test_error"] <= 0.13 for row in last), last


def write_files(files, root):
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def compare_files(files, root):
    kept = {path.relative_to(root) for path in (root / DEMO).rglob("*") if path.suffix in (".gz", ".safetensors")}
    differing = [path for path in files if path not in kept or (root / path).read_bytes() != files[path]]
    assert kept <= files.keys(), f"not made here: {sorted(map(str, kept - files.keys()))}"
    assert not differing, f"not bit-identical: {sorted(map(str, differing))}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the project's root")
    parser.add_argument("--check", action="store_true", help="compare with the files there instead of writing them")
    parser.add_argument("--summary", type=Path, help="save the table as JSON")
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.backends.mkldnn.enabled = False  # oneDNN picks kernels by processor
    parts = split_digits()
    files = data_files(parts) | checkpoint_files(parts["train"])
    rows = summarize(files, parts)
    print_table(rows)
    if options.summary:
        options.summary.write_text(json.dumps(rows, indent=1) + "\n")

    check_data(files, parts)
    check_checkpoints(files)
    check_spread(rows)
    (compare_files if options.check else write_files)(files, options.root)
    print(f"{len(files)} files, {sum(map(len, files.values()))} bytes: {'as expected' if options.check else 'written'}")


if __name__ == "__main__":
    main()
