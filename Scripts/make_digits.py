#!/usr/bin/env python3
"""Writes Experiments/digits.npz: the handwritten digits of scikit-learn, split into 1437 training and 360 test samples.

The split is scikit-learn's, test_size=0.2, stratified, random_state=0. Pixels stay whole numbers 0 … 16 (uint8); divide by 16.

  pip install numpy==2.4.6 scikit-learn==1.9.1
  python Scripts/make_digits.py           # write the file
  python Scripts/make_digits.py --check   # or compare its arrays with the one that is there
"""
import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

FILE = Path(__file__).parents[1] / "Experiments/digits.npz"


def arrays():
    """The four arrays of the file."""
    x, y = load_digits(return_X_y=True)
    train, test = train_test_split(np.arange(len(y)), test_size=0.2, random_state=0, stratify=y)
    x, y = x.astype(np.uint8), y.astype(np.uint8)
    return {"x_train": x[train], "y_train": y[train], "x_test": x[test], "y_test": y[test]}


def main():
    made = arrays()
    if "--check" not in sys.argv[1:]:
        np.savez_compressed(FILE, **made)
        return
    there = np.load(FILE)
    if set(there) != set(made) or not all(np.array_equal(there[name], made[name]) for name in made):
        sys.exit(f"{FILE}: differs from scikit-learn's")


if __name__ == "__main__":
    main()
