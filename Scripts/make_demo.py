#!/usr/bin/env python3
"""Make the samples of `gapbound demo`; the command trains the networks itself.

Requirements: Python 3.11, numpy==2.4.6 scikit-learn==1.9.1

    python Scripts/make_demo.py            write Sources/gapbound/Demo/data
    python Scripts/make_demo.py --check    write nothing; fail unless the files there hold these samples

It needs no network: scikit-learn carries the images. --check compares what is packed, since another zlib packs the same
bytes in another way.
"""

import argparse
import gzip
import io
import struct
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

DATA = Path("Sources/gapbound/Demo/data")
CLASSES = 10
PIXEL_MAX = 16
TRAIN_PER_CLASS = 25  # few on purpose: with more images the gap shrinks into its own sampling noise
SPLIT_SEED = 1998


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
        files[DATA / f"{name}-images-idx3-ubyte.gz"] = gzip_bytes(idx_bytes(images))
        files[DATA / f"{name}-labels-idx1-ubyte.gz"] = gzip_bytes(idx_bytes(labels))
    return files


def check_data(files, parts):
    counts = {name: np.bincount(labels, minlength=CLASSES) for name, (_, labels) in parts.items()}
    assert sum(count.sum() for count in counts.values()) == 1797
    assert (counts["train"] == TRAIN_PER_CLASS).all() and counts["test"].min() >= 140, counts
    for name, (images, labels) in parts.items():
        stored = gzip.decompress(files[DATA / f"{name}-images-idx3-ubyte.gz"])
        assert stored == struct.pack(">4I", 0x803, len(images), 8, 8) + images.tobytes()
        stored = gzip.decompress(files[DATA / f"{name}-labels-idx1-ubyte.gz"])
        assert stored == struct.pack(">2I", 0x801, len(labels)) + labels.tobytes()


def write_files(files, root):
    (root / DATA).mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        (root / path).write_bytes(data)


def compare_files(files, root):
    kept = {path.relative_to(root) for path in (root / DATA).iterdir()}
    assert kept == files.keys(), f"other files: {sorted(map(str, kept ^ files.keys()))}"
    differing = [
        path for path, data in files.items() if gzip.decompress((root / path).read_bytes()) != gzip.decompress(data)
    ]
    assert not differing, f"other samples: {sorted(map(str, differing))}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the project's root")
    parser.add_argument("--check", action="store_true", help="compare with the files there instead of writing them")
    options = parser.parse_args()
    parts = split_digits()
    files = data_files(parts)
    check_data(files, parts)
    (compare_files if options.check else write_files)(files, options.root)
    print(f"{len(files)} files, {sum(map(len, files.values()))} bytes: {'as expected' if options.check else 'written'}")


if __name__ == "__main__":
    main()
