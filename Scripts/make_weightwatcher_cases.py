#!/usr/bin/env python3
"""Reference values of WeightWatcher 0.7.7 on a CPU, and of powerlaw 2.0.0 for its fits.

Writes  Tests/Fixtures/weightwatcher/layers.json: columns of WeightWatcher for matrices given by their singular values
        Tests/Fixtures/weightwatcher/fits.json: power laws fitted to plain numbers

Run from the project root:  pip install weightwatcher==0.7.7 powerlaw==2.0.0 numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 \\
    torch==2.15.0 safetensors==0.8.0 && python Scripts/make_weightwatcher_cases.py
"""
import contextlib
import io
import logging
import warnings

import numpy as np
import powerlaw
import torch
import weightwatcher
from safetensors.numpy import load_file
from scipy import stats
from weightwatcher.WW_powerlaw import WWFit

import fixture_json

random = np.random.default_rng(77)
trained = load_file("Tests/Fixtures/certify/a_bias.safetensors")


def product(rows, columns, rank):
    """Of this rank up to the rounding to float32, whose noise stays far below the eigenvalues that are fitted."""
    return random.normal(size=(rows, rank)) @ random.normal(size=(rank, columns))


# WeightWatcher reads PyTorch's weights as float32, so that all matrices are of that type.
MATRICES = [
    ("student-t with 2.5 degrees of freedom, 200x100", random.standard_t(2.5, (200, 100))),
    ("gaussian 300x120", random.normal(size=(300, 120))),
    ("trained digits, first layer 64x64", trained["0.weight"]),
    ("trained digits, second layer 32x64", trained["2.weight"]),
    ("trained digits, output layer 10x32", trained["4.weight"]),
    ("exact rank 12, 40x30", np.pad(random.normal(size=(40, 12)), ((0, 0), (0, 18)))),
    ("exact rank 5, 40x30", np.pad(random.normal(size=(5, 30)), ((0, 35), (0, 0)))),
    ("rank 12 up to float32, 40x30", product(40, 30, 12)),
    ("smallest that WeightWatcher reads, 30x8", random.normal(size=(30, 8))),
    ("eigenvalues on both sides of 1e-5, 60x40", random.normal(size=(60, 40)) * np.logspace(-4, 0, 40)),
]
COLUMNS = ["N", "M", "Q", "norm", "spectral_norm", "stable_rank", "log_norm", "log_spectral_norm", "entropy",
           "matrix_rank", "alpha", "D", "xmin", "num_pl_spikes", "sigma", "num_evals"]


def plain(value):
    return int(value) if isinstance(value, (int, np.integer)) else float(value)


def sigma(value):
    """None where WeightWatcher leaves it at -1/sqrt(N), which no standard error is: fits of fewer than 8 numbers."""
    return None if value < 0 else float(value)


def layer(name, matrix):
    linear = torch.nn.Linear(*reversed(matrix.shape), bias=False)
    linear.weight.data = torch.from_numpy(np.ascontiguousarray(matrix, dtype=np.float32))
    watcher = weightwatcher.WeightWatcher(model=torch.nn.Sequential(linear))
    details = watcher.analyze(savefig=False).iloc[0]
    eigenvalues = watcher.get_ESD(layer=int(details["layer_id"]))
    singular = np.linalg.svd(linear.weight.detach().numpy().astype(float), compute_uv=False)
    assert np.allclose(np.sort(singular ** 2), eigenvalues, rtol=0, atol=1e-13 * eigenvalues.max()), name
    # λ as WeightWatcher has them: the nearest σ would differ in the last bit of some.
    return {"name": name, "rows": matrix.shape[0], "columns": matrix.shape[1],
            "eigenvalues": np.sort(eigenvalues)[::-1].tolist(), "plain_entropy": float(stats.entropy(eigenvalues) / np.log(details["matrix_rank"])),
            **{key: plain(details[key]) for key in COLUMNS}, "sigma": sigma(details["sigma"])}


def fit(name, numbers):
    ours = WWFit(np.array(numbers))
    tail = round(((ours.alpha - 1) / ours.sigma) ** 2) if ours.sigma > 0 else len(numbers)
    # The original package agrees where WeightWatcher means to: many numbers, no ties, and alpha not held below 3.
    if len(numbers) >= 20 and len(set(numbers)) == len(numbers):
        other = powerlaw.Fit(numbers, verbose=False, parameter_ranges={"alpha": [1, 1000]})
        assert other.xmin == ours.xmin, name
        assert abs(other.alpha - ours.alpha) < 1e-11 * ours.alpha and abs(other.D - ours.D) < 1e-11, name
    return {"name": name, "numbers": list(numbers), "alpha": float(ours.alpha), "D": float(ours.D),
            "xmin": float(ours.xmin), "sigma": sigma(ours.sigma), "n": tail}


FITS = [
    ("Pareto with alpha 2.5, 300", (1 - random.random(300)) ** (-1 / 1.5)),
    ("lognormal, 150", np.exp(random.normal(size=150))),
    ("Pareto tail above a uniform part, 120", np.r_[random.random(60), (1 - random.random(60)) ** -0.5]),
    ("20: the rules of many numbers", np.exp(random.normal(size=20))),
    ("19: the rules of few numbers", np.exp(random.normal(size=19))),
    ("12", np.exp(random.normal(size=12))),
    ("8: one tail of 8", np.exp(random.normal(size=8))),
    ("7: one tail of all", np.exp(random.normal(size=7))),
    ("2", np.exp(random.normal(size=2))),
    ("15 pairs of ties", np.repeat(np.exp(random.normal(size=15)), 2)),
    ("10 numbers, each thrice", np.repeat(np.exp(random.normal(size=10)), 3)),
    ("5 pairs of ties", np.repeat(np.exp(random.normal(size=5)), 2)),
    ("6 ties below 30: the tail begins among them", np.r_[[1.0] * 6, (1 - random.random(30)) ** -0.7]),
    ("24, ties above", np.r_[np.exp(random.normal(size=18)), [9.0] * 6]),
    ("from 1e-4 to 1e8, 60", 10 ** random.uniform(-4, 8, 60)),
]

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):  # it reports every small fit
        warnings.simplefilter("ignore")
        layers = [layer(*case) for case in MATRICES]
        fits = [fit(name, numbers.tolist()) for name, numbers in FITS]
    fixture_json.write("Tests/Fixtures/weightwatcher/layers.json", {"cases": layers})
    fixture_json.write("Tests/Fixtures/weightwatcher/fits.json", {"cases": fits})
