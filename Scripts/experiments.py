#!/usr/bin/env python3
"""Trains, certifies and reports the experiments of Reports/experiments: `make experiments`.

Sweeps are Experiments/*.yaml; every number comes from `gapbound sweep` (and the analysis in it), `certify` and `quantize`. Work lies
under .build/experiments and is taken up where it stopped. Written are Reports/experiments: results.json with every number for each
seed, pictures, and README.md, which is Experiments/report.md with numbers and tables from results.json put in.

Trained weights differ in their last bits between processors, so that a repetition elsewhere agrees within the spread of the seeds,
not digit for digit.

  Scripts/experiments.py                      # all of it
  Scripts/experiments.py --only acceptance    # some experiments; the others' results stay
  Scripts/experiments.py --render             # tables, text and pictures again, from results.json
  Scripts/experiments.py --check              # is README.md what results.json gives?
"""
import argparse
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

import experiments_figures
import experiments_report
from experiments_run import CONFIGURATIONS, DIGITS, FASHION, FASHION_TRAIN, ROOT, SCALE, TEST, Gapbound, largest_weight, write
from fixture_json import dumps

REPORT = ROOT / "Reports/experiments"
RADII = ["0.001", "0.002", "0.005", "0.01", "0.02", "0.04", "0.08"]
ATTACKS = ["--attack", "per-sample,universal", "--restarts", "2", "--steps", "30"]
HELD_OUT = 216  # 15 % of the 1437 training digits


def test_samples(name):
    return TEST[name], SCALE[name]


def shares(summaries, *columns):
    """{ball: {method: [certified share for each run]}}, and the columns asked for beside the methods."""
    table = defaultdict(lambda: defaultdict(list))
    for summary in summaries:
        for row in summary:
            table[ball(row)][row["method"]].append(row["certified_accuracy"])
            if row["method"] == "best":
                for column in columns:
                    table[ball(row)][column].append(row[column])
    return table


def ball(row):
    """ε, or "int4"."""
    return str(row["epsilon"]) if row["epsilon"] is not None else "int" + row["title"].split()[0]


def by_variant(runs):
    groups = defaultdict(list)
    for each in runs:
        groups[each.variant].append(each)
    return {variant: sorted(group, key=lambda each: each.seed) for variant, group in groups.items()}


def clean(summaries):
    return [summary[0]["clean_accuracy"] for summary in summaries]


def held_out(path, x, y, count, trained):
    """Writes training samples as a file whose test part is the `count` samples after the first `trained`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    end = trained + count
    if not path.exists():
        np.savez_compressed(path, x_train=x[:trained], y_train=y[:trained], x_test=x[trained:end], y_test=y[trained:end])
    return path


def tuning(gapbound):
    """Certified and clean shares on held-out training samples, for every method, strength and learning rate: digits."""
    samples = np.load(DIGITS)
    x, y = samples["x_train"], samples["y_train"]
    data = held_out(gapbound.work / "digits-validation.npz", x, y, HELD_OUT, len(y) - HELD_OUT)
    return tuned(gapbound, "tuning", (data, SCALE["digits"]), "--epsilon", "0.005,0.04")


def fashion_tuning(gapbound):
    """The same on Fashion-MNIST, with one learning rate."""
    x, y = (gzip.open(FASHION / f"train-{kind}-ubyte.gz").read() for kind in ("images-idx3", "labels-idx1"))
    x, y = np.frombuffer(x, np.uint8, offset=16).reshape(-1, 784), np.frombuffer(y, np.uint8, offset=8)
    data = held_out(gapbound.work / "fashion-validation.npz", x, y, 3000, 12000)
    return tuned(gapbound, "fashion-tuning", (data, SCALE["fashion"]), "--epsilon", "0.005")


def integer_tuning(gapbound):
    """λ for int4 on the digits held out by `tuning`."""
    return tuned(gapbound, "int-tuning", (gapbound.work / "digits-validation.npz", SCALE["digits"]), "--bits", "4")


def tuned(gapbound, name, test, option, radii):
    """Clean shares, and the best certified ones for each radius."""
    result, groups = defaultdict(dict), defaultdict(list)
    for each in gapbound.sweep(name):
        groups[each.variant, each.settings["learning_rate"]].append(each)
    for (variant, rate), runs in groups.items():
        rows = gapbound.certify(runs, test, option, radii, "--attack", "none")
        table = shares(rows)
        result[variant][rate] = {"clean": clean(rows), **{epsilon: table[epsilon]["best"] for epsilon in table}}
    return result


def acceptance(gapbound):
    """The methods with their chosen settings, on the test samples: every certificate, and attacks for three seeds."""
    result = {}
    for variant, runs in by_variant(gapbound.sweep("acceptance")).items():
        rows = gapbound.certify(runs, test_samples("digits"), "--epsilon", ",".join(RADII), "--attack", "none")
        relative = gapbound.certify(
            runs, test_samples("digits"), "--epsilon", "0.005,0.02", "--unit", "largest-weight", "--attack", "none")
        result[variant] = {
            "clean": clean(rows), "certified": shares(rows), "settings": given(runs[0]),
            "relative": {epsilon: row["best"] for epsilon, row in shares(relative).items()},
            "largest_weight": [largest_weight(each) for each in runs]}
    return result


def given(run):
    """What a configuration said beyond what all runs share."""
    names = set(run.settings["given"].split(",")) - {"hidden", "epochs", "every", "seed", "samples"}
    return {name: run.settings[name] for name in sorted(names)}


def robust(gapbound):
    """Accuracy under attack and certified accuracy against ε: the acceptance networks and several λ, three seeds."""
    runs = [each for each in gapbound.sweep("acceptance") if each.seed < 3] + gapbound.sweep("robust")
    return {variant: attacked(gapbound, group, "digits", RADII) for variant, group in by_variant(runs).items()}


def fashion_robust(gapbound):
    """The same on 500 images of Fashion-MNIST."""
    groups = by_variant(gapbound.sweep("fashion-robust")).items()
    return {variant: attacked(gapbound, group, "fashion", RADII[:5], "--samples", "500") for variant, group in groups}


def attacked(gapbound, runs, samples, radii, *more):
    rows = gapbound.certify(runs, test_samples(samples), "--epsilon", ",".join(radii), *ATTACKS, *more)
    table = shares(rows, "attacked_accuracy", "universal_accuracy")
    return {"clean": clean(rows), **{
        epsilon: {"certified": row["best"], "attacked": row["attacked_accuracy"], "universal": row["universal_accuracy"]}
        for epsilon, row in table.items()}}


def gaps(gapbound, name):
    """{run's folder: train error, test error}, from the analysis at ε = 0."""
    found = {}
    for report in gapbound.analysis(name):
        for row in report["checkpoints"]:
            if row["radius_index"] == 0:
                found[Path(row["path"]).parent.name] = row["train"]["error"], row["test"]["error"]
    return found


def grid(gapbound):
    """λ × μ from 300 digits: gap, clean and certified shares."""
    groups = defaultdict(list)
    for each in gapbound.sweep("grid"):
        groups[each.variant, each.settings["mu"]].append(each)
    gap, result = gaps(gapbound, "grid"), defaultdict(dict)
    for (variant, mu), runs in groups.items():
        rows = gapbound.certify(runs, test_samples("digits"), "--epsilon", "0.005,0.04", "--method", "interval", "--attack", "none")
        errors = [gap[each.checkpoint.parent.name] for each in runs]
        table = shares(rows)
        result[variant][mu] = {
            "gap": [test - train for train, test in errors], "train_error": [train for train, _ in errors],
            "clean": clean(rows), **{epsilon: table[epsilon]["best"] for epsilon in table}}
    return result


def fashion_mu(gapbound):
    """Gap against μ from 3000 images of Fashion-MNIST."""
    runs = gapbound.sweep("fashion-mu")
    gap, result = gaps(gapbound, "fashion-mu"), defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for each in runs:
        train, test = gap[each.checkpoint.parent.name]
        row = result[each.variant][each.settings["mu"]]
        for key, value in [("gap", test - train), ("train_error", train), ("clean", 1 - test)]:
            row[key].append(value)
    return result


def profiles(gapbound):
    """The profiles of Theorem 4 and the gap, for every network; Kendall's τ-b as the analysis gives it."""
    runs = {each.checkpoint.parent.name: each for each in gapbound.sweep("profiles")}
    report, = gapbound.analysis("profiles")
    networks = []
    for row in report["checkpoints"]:
        if row["radius_index"] == 0:
            each = runs[Path(row["path"]).parent.name]
            networks.append({
                "variant": each.variant, "hidden": each.settings["hidden"], "seed": each.seed,
                "train_error": row["train"]["error"], "gap": row["generalization_gap"]["error"],
                "cross_entropy_gap": row["generalization_gap"]["cross_entropy"], "bounds": parts_of(row)})
    correlations = [
        {key: row[key] for key in ["bound", "gap", "radius_index", "count", "kendall_tau_b", "spearman"]}
        for row in report["statistics"]["rank_correlations"]]
    return {"networks": networks, "correlations": correlations, "epsilon": [0, 0.001]}


def parts_of(row):
    return {bound["key"]: bound["generalization_part"] for bound in row["bounds"] if bound["status"] == "ok"}


def fashion_n(gapbound):
    """The profiles of Theorem 4 and the gap against the number of training samples."""
    gapbound.sweep("fashion-n")
    result = defaultdict(lambda: defaultdict(list))
    for report in gapbound.analysis("fashion-n"):
        for row in report["checkpoints"]:
            group = result[str(row["train"]["count"])]
            group["gap"].append(row["generalization_gap"]["error"])
            group["train_error"].append(row["train"]["error"])
            for key, value in parts_of(row).items():
                group[key].append(value)
    return result


def integers(gapbound):
    """Rounding to int8 and int4: digits."""
    return rounded(gapbound, "int", "digits", "interval,interval_linear,linear")


def fashion_integers(gapbound):
    """Rounding to int8 and int4: Fashion-MNIST, all 10 000 test images."""
    return rounded(gapbound, "fashion-int", "fashion", "interval,interval_linear,linear")


def rounded(gapbound, name, samples, methods):
    result = {}
    for variant, runs in by_variant(gapbound.sweep(name)).items():
        row = {}
        for bits in "8", "4":
            rows = gapbound.certify(runs, test_samples(samples), "--bits", bits, "--method", methods, "--attack", "none")
            table, = shares(rows).values()
            row |= {"clean": clean(rows), f"certified_int{bits}": table,
                    f"rounded_int{bits}": gapbound.rounded_accuracy(runs, test_samples(samples), bits)}
        result[variant] = row
    return result


def lambda_mu(gapbound):
    """The report of a sweep over λ, μ and two architectures, as gapbound writes it: the page, the table and the pictures."""
    gapbound.sweep("lambda-mu")
    source, folder = gapbound.work / "lambda-mu/report.jsonl", gapbound.work / "lambda-mu-rendered"
    gapbound.call("report", source, "--format", "html,tex,md", "--output", folder)
    target = REPORT / "lambda-mu"
    for path in [folder / "report.html", folder / "report.tex", *sorted((folder / "pictures").glob("*.svg"))]:
        write(target / path.relative_to(folder), path.read_text())
    report, = gapbound.analysis("lambda-mu")
    return {"runs": sum(row["radius_index"] == 0 for row in report["checkpoints"]), "statistics": report["statistics"]}


TERMS = {
    "standard": [], "decay": ["--weight-decay", "0.1"], "mu": ["--mu", "1e-3"], "spectral": ["--spectral-penalty", "0.01"],
    "noise": ["--weight-noise", "0.02"], "adversarial": ["--adversarial-weights", "0.005"],
    "theorem": ["--robust-term", "theorem", "--epsilon", "0.005", "--lambda", "0.03"],
    "elementwise": ["--robust-term", "elementwise", "--epsilon", "0.005", "--lambda", "0.03"],
    "interval": ["--epsilon", "0.005"],
}


def timing(gapbound):
    """CPU seconds per epoch of every term, one thread: a long training less a short one, each the least of six. The terms take turns, so
    that a busy moment of the machine hits all."""
    print("timing", flush=True)
    sizes = {
        "digits": (["--data", DIGITS, "--scale", SCALE["digits"], "--hidden", "64,32"], 10, 160),
        "fashion": (["--data", FASHION_TRAIN, "--scale", SCALE["fashion"], "--hidden", "256", "--batch-size", "128", "--samples", "12000"], 1, 4)}
    least = defaultdict(lambda: float("inf"))
    for _ in range(6):
        for size, (data, *lengths) in sizes.items():
            for term, options in TERMS.items():
                for epochs in lengths:
                    key = term, size, epochs
                    least[key] = min(least[key], gapbound.training_seconds([*data, *options], epochs))
    return {term: {size: (least[term, size, long] - least[term, size, short]) / (long - short)
                   for size, (_, short, long) in sizes.items()} for term in TERMS}


EXPERIMENTS = [
    tuning, acceptance, integer_tuning, integers, fashion_integers, robust, grid, profiles, fashion_n, fashion_mu, fashion_tuning, fashion_robust, lambda_mu, timing]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gapbound", default=ROOT / ".build/release/gapbound")
    parser.add_argument("--work", default=ROOT / ".build/experiments")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=[each.__name__ for each in EXPERIMENTS], nargs="*")
    parser.add_argument("--render", action="store_true")
    parser.add_argument("--check", action="store_true")
    return parser.parse_args()


def main():
    options = arguments()
    file = REPORT / "results.json"
    if not options.render and not options.check:
        gapbound = Gapbound(options.gapbound, options.work, options.threads)
        for experiment in EXPERIMENTS:
            name = experiment.__name__
            if options.only is None or name in options.only:
                found = json.loads(json.dumps(experiment(gapbound)))
                results = (json.loads(file.read_text()) if file.exists() else {}) | {name: found}
                ordered = {each.__name__: results[each.__name__] for each in EXPERIMENTS if each.__name__ in results}
                write(file, dumps(ordered) + "\n")
        if options.only is not None:
            return
    results = json.loads(file.read_text())
    text = experiments_report.render((CONFIGURATIONS / "report.md").read_text(), results)
    if options.check:
        sys.exit(None if text == (REPORT / "README.md").read_text() else f"{REPORT}/README.md differs from results.json")
    experiments_figures.draw(results, REPORT)
    write(REPORT / "README.md", text)


if __name__ == "__main__":
    main()
