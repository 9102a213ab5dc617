"""Puts numbers and tables of results.json into the text of Experiments/report.md.

{{a/b/c}}          the value at results[a][b][c]: a list of shares as "mean ± standard deviation" in percent
{{a/b/c|mean}}     its mean in percent; |least its least value; |number the mean as it is, |count how many there are, |factor PATH how many times the
                   value at PATH, |less PATH by how many points it is less than the value at PATH
{{table NAME}}     a table
{{tau KEY GAP I}}  Kendall's τ-b of a profile of Theorem 4 with a gap, over the networks of (d), at the radius with index I (0)
{{least}}          the least of all values of profiles; {{gap range}} the least and the largest gap in points, both over (d)
{{within KEY}}     the least and the largest τ-b with the error gap over the networks of one architecture
"""
import re

import numpy as np

METHODS = {
    "standard": "standard", "decay": "weight decay", "spectral": "spectral penalty", "noise": "weight noise",
    "adversarial": "adversarial weights", "theorem": "the paper's term (`theorem`)", "elementwise": "`elementwise` term",
    "interval": "`interval` term", "mu": "μ alone"}


def render(text, results):
    """The text with everything in braces replaced."""
    return re.sub(r"\{\{(.+?)\}\}", lambda found: value(found[1].strip(), results), text)


def value(expression, results):
    """One replacement."""
    words = expression.split()
    if words[0] == "table":
        return globals()[f"{words[1]}_table"](results)
    if expression == "least":
        return number(min(min(each["bounds"].values()) for each in results["profiles"]["networks"]))
    if expression == "gap range":
        gaps = [100 * each["gap"] for each in results["profiles"]["networks"]]
        return f"{min(gaps):.1f} to {max(gaps):.1f}"
    if words[0] == "within":
        return within(results, words[1])
    if words[0] == "tau":
        return number(tau(results, *words[1:]))
    path, _, style = expression.partition("|")
    found = lookup(path.strip(), results)
    match style.split():
        case []: return share(found)
        case ["mean"]: return f"{100 * np.mean(found):.1f}"
        case ["least"]: return f"{100 * np.min(found):.1f}"
        case ["count"]: return str(len(found))
        case ["number"]: return number(np.mean(found))
        case ["less", other]: return f"{100 * (np.mean(lookup(other, results)) - np.mean(found)):.1f}".replace("-", "−")
        case ["factor", other]: return f"{np.mean(found) / np.mean(lookup(other, results)):.1f}"
    raise ValueError(expression)


def lookup(path, results):
    for part in path.split("/"):
        results = results[part]
    return results


def share(values):
    """Shares as mean ± standard deviation in percent."""
    deviation = 100 * np.std(values, ddof=1) if len(values) > 1 else 0
    return f"{100 * np.mean(values):.1f} ± {deviation:.1f}"


def number(value):
    text = f"{value:.2e}" if value and not 1e-3 <= abs(value) < 1e4 else f"{value:.3g}"
    return text.replace("-", "−")


def table(heads, rows):
    """A Markdown table; the first column is text, the others are numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def method(variant):
    return variant.split("-")[0]


def in_order(found):
    """Variants in the order of METHODS, and by λ."""
    place = list(METHODS).index
    return sorted(found, key=lambda each: (place(method(each)), each[len(method(each)) + 1:]))


def label(variant):
    """"theorem-0.1" as "the paper's term, λ = 0.1"."""
    name, _, rest = variant.partition("-")
    match rest:
        case "": return METHODS[name]
        case "small": return f"{METHODS[name]}, for ε = 0.005"
        case "fast": return f"{METHODS[name]}, learning rate 0.08"
    return f"{METHODS[name]}, λ = {rest}"


TARGETS = [  # what, clean path, least clean, certified path, least certified
    ("digits, ε = 0.005, `linear` alone", "acceptance/interval/clean", 97, "acceptance/interval/certified/0.005/linear", 91),
    ("digits, ε = 0.04, `linear` alone", "acceptance/interval/clean", 96.5, "acceptance/interval/certified/0.04/linear", 84),
    ("digits, int4", "integers/int4/clean", 95, "integers/int4/certified_int4/best", 70),
    ("digits, int8", "integers/int8/clean", None, "integers/int8/certified_int8/best", 95),
    ("Fashion-MNIST, int8", "fashion_integers/int8/clean", 85, "fashion_integers/int8/certified_int8/best", 75),
    ("Fashion-MNIST, int4", "fashion_integers/int4/clean", None, "fashion_integers/int4/certified_int4/best", None),
]


def targets_table(results):
    rows = []
    for what, clean, least_clean, certified, least_certified in TARGETS:
        found = lookup(clean, results), lookup(certified, results)
        least = least_clean, least_certified
        meets = all(limit is None or 100 * np.mean(values) >= limit for values, limit in zip(found, least))
        asked = [f"≥ {limit}" if limit is not None else "—" for limit in least]
        baseline = lookup(re.sub("/int[48]/|/interval/", "/standard/", certified), results)
        rows.append([what, asked[0], share(found[0]), asked[1], share(found[1]), share(baseline),
                     ("yes" if meets else "**no**") if any(least) else "—"])
    return table(["", "clean, asked", "clean", "certified, asked", "certified", "certified, standard training", "holds"], rows)


def tuning_table(results): return chosen(results["tuning"], {"0.005": 97, "0.04": 96.5})
def fashion_tuning_table(results): return chosen(results["fashion_tuning"], {"0.005": 0})


def integer_tuning_table(results):
    return chosen(results["integer_tuning"], {"int4": 95})


def chosen(found, least_clean):
    """For every method and ε the most certified setting among those with the clean accuracy asked for, or among all where none has it;
    of equals the most correct."""
    rows = []
    for name in dict.fromkeys(map(method, in_order(found))):
        settings = [(variant, rate, row) for variant, rates in found.items() if method(variant) == name
                    for rate, row in rates.items()]
        for epsilon, least in least_clean.items():
            variant, rate, row = max(settings, key=lambda each: (
                round(100 * np.mean(each[2]["clean"]), 6) >= least, np.mean(each[2][epsilon]), np.mean(each[2]["clean"])))
            rows.append([METHODS[name], len(settings), f"ε = {epsilon}" if epsilon[0].isdigit() else epsilon, strength(variant), f"{float(rate):g}", share(row["clean"]), share(row[epsilon])])
    return table(["method", "settings tried", "chosen for", "strength", "learning rate", "clean", "certified"], rows)


def strength(variant):
    match variant.split("-")[1:]:
        case [] : return "—"
        case ["int4", factor]: return f"λ = {factor}"
        case [radius, factor]: return f"ε = {radius}, λ = {factor}"
        case [one]: return f"ε = {one}" if method(variant) == "interval" else one


def acceptance_table(results):
    rows = []
    for variant in in_order(results["acceptance"]):
        row = results["acceptance"][variant]
        certified = row["certified"]
        settings = ", ".join(f"{key.replace('_', ' ')} {text}" for key, text in row["settings"].items() if key != "robust_term")
        rows.append([METHODS[method(variant)], settings, share(row["clean"]), *(
            share(certified[epsilon][name]) for epsilon in ("0.005", "0.04") for name in ("linear", "best")),
            *(share(row["relative"][epsilon]) for epsilon in ("0.005", "0.02")), f"{np.mean(row['largest_weight']):.1f}"])
    return table(["trained with", "settings", "clean", "`linear` 0.005", "best 0.005", "`linear` 0.04", "best 0.04",
                  "best 0.5 % of max W", "best 2 % of max W", "max W"], rows)


def robust_rows(results, quantity, variants):
    radii = [key for key in next(iter(results.values())) if key != "clean"]
    rows = [[label(variant), share(results[variant]["clean"]),
             *(share(results[variant][epsilon][quantity]) for epsilon in radii)] for variant in in_order(variants)]
    return table(["", "clean", *(f"ε = {epsilon}" for epsilon in radii)], rows)


def certified_table(results): return robust_rows(results["robust"], "certified", results["robust"])
def attacked_table(results): return robust_rows(results["robust"], "attacked", main_variants(results["robust"]))
def universal_table(results): return robust_rows(results["robust"], "universal", main_variants(results["robust"]))
def main_variants(found): return [variant for variant in found if variant in METHODS or variant == "standard-fast"]


def fashion_robust_table(results):
    found = results["fashion_robust"]
    return "\n\n".join(f"{title}\n\n{robust_rows(found, key, found)}" for title, key in [
        ("Certified:", "certified"), ("Under attack, the worst weights for each sample:", "attacked"),
        ("Under attack, one set of weights for all samples:", "universal")])


def mu_table(results): return gap_table(results["grid"], ["standard", "theorem-0.1", "interval-1"])
def fashion_mu_table(results): return gap_table(results["fashion_mu"], ["standard", "interval-1"])


def gap_table(found, variants):
    rows = []
    for variant in variants:
        cells = [found[variant][mu] for mu in sorted(found[variant], key=float)]
        for title, quantity in (label(variant), "gap"), ("… train error", "train_error"), ("… clean", "clean"):
            rows.append([title, *(share(cell[quantity]) for cell in cells)])
    return table(["gap in points", *mus(found)], rows)


def mus(grid): return [f"μ = {float(mu):g}" for mu in sorted(grid["standard"], key=float)]


def grid_table(results):
    rows = []
    for variant in in_order(results["grid"]):
        cells = results["grid"][variant]
        for quantity in "gap", "clean", "0.04":
            title = {"gap": label(variant), "clean": "… clean", "0.04": "… certified at 0.04"}[quantity]
            rows.append([title, *(share(cells[mu][quantity]) for mu in sorted(cells, key=float))])
    return table(["gap in points", *mus(results["grid"])], rows)


def tau(results, bound, gap="error", radius="0"):
    row, = [row for row in results["profiles"]["correlations"]
            if (row["bound"], row["gap"], row["radius_index"]) == (bound, gap, int(radius))]
    return row["kendall_tau_b"]


def tau_b(first, second):
    """Kendall's τ-b, by all pairs."""
    upper = np.triu_indices(len(first), 1)
    x, y = (np.sign(np.subtract.outer(values, values))[upper] for values in (np.array(first), np.array(second)))
    return (x * y).sum() / np.sqrt((x != 0).sum() * (y != 0).sum())


def within(results, bound):
    """The range of τ-b over the networks of one architecture."""
    networks = results["profiles"]["networks"]
    values = [tau_b(*zip(*[(each["bounds"][bound], each["gap"]) for each in networks if each["hidden"] == hidden]))
              for hidden in dict.fromkeys(each["hidden"] for each in networks)]
    return f"{number(min(values))} … {number(max(values))}"


def bounds(results): return list(results["profiles"]["networks"][0]["bounds"])


def profiles_table(results):
    networks, rows = results["profiles"]["networks"], []
    for bound in bounds(results):
        values = [each["bounds"][bound] for each in networks]
        gap = [each["gap"] for each in networks]
        own = tau_b(values, gap)
        assert abs(own - tau(results, bound)) < 1e-9, f"{bound}: τ-b {own} here, {tau(results, bound)} in the analysis"
        loss = tau_b(values, [each["cross_entropy_gap"] for each in networks])
        others = tau_b(*zip(*[(each["bounds"][bound], each["gap"]) for each in networks if each["variant"] != "interval"]))
        rows.append([f"`{bound}`", number(min(values)), number(max(values)), number(own), number(loss), number(others),
                     within(results, bound), number(tau(results, bound, "robust", "1"))])
    return table(["profile", "least", "largest", "τ-b, error gap", "τ-b, cross-entropy gap",
                  "τ-b, error gap, without `interval`", "τ-b within one architecture",
                  "τ-b at ε = 0.001, robust gap"], rows)


def samples_table(results):
    found = results["fashion_n"]
    keys = [key for key in next(iter(found.values())) if key not in ("gap", "train_error")]
    rows = [[n, share(row["train_error"]), share(row["gap"]), *(number(np.mean(row[key])) for key in keys)] for n, row in found.items()]
    return table(["n", "train error", "gap in points", *(f"`{key}`" for key in keys)], rows)


def integers_table(results):
    rows = []
    names = {"standard": "standard", "int8": "`interval` for int8", "int4": "`interval` for int4", "theorem": "the paper's term for int4"}
    for samples, found in ("digits", results["integers"]), ("Fashion-MNIST", results["fashion_integers"]):
        for variant, row in found.items():
            cells = [cell for bits in ("8", "4") for cell in (
                share(row[f"rounded_int{bits}"]), share(row[f"certified_int{bits}"]["best"]))]
            rows.append([f"{samples}, {names[method(variant)]}", share(row["clean"]), *cells])
    return table(["", "clean", "rounded to int8", "certified for int8", "rounded to int4", "certified for int4"], rows)


def timing_table(results):
    """Clean accuracy with the settings that acceptance.yaml chose for ε = 0.04."""
    base, rows = results["timing"]["standard"], []
    acceptance = results["acceptance"]
    for term, row in results["timing"].items():
        cost = 100 * (np.mean(acceptance[term]["clean"]) - np.mean(acceptance["standard"]["clean"])) if term in acceptance else None
        rows.append([METHODS[term], *(cell for key in ("digits", "fashion") for cell in (
            f"{1000 * row[key]:.1f}", f"{row[key] / base[key]:.1f}")), "—" if cost is None else f"{cost:+.1f}".replace("-", "−")])
    return table(["", "digits, ms per epoch", "× standard", "Fashion-MNIST, ms per 12 000 images", "× standard",
                  "clean accuracy against standard, points"], rows)
