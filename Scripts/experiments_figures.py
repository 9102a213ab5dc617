"""Draws the pictures of Reports/experiments from results.json: SVG with fixed identifiers, on a white ground of their own, in the
colours of Okabe and Ito, which remain apart for colour-blind readers; lines differ in marker and dash as well."""
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

STYLE = {  # colour, marker, dash
    "standard": ("#000000", "o", "-"), "decay": ("#999999", "s", "--"), "noise": ("#56B4E9", "^", "-."),
    "adversarial": ("#0072B2", "v", "-"), "spectral": ("#CC79A7", "D", ":"), "theorem": ("#D55E00", "P", "-"),
    "elementwise": ("#E69F00", "X", "--"), "interval": ("#009E73", "*", "-"),
}
NAMES = {
    "standard": "standard", "decay": "weight decay", "noise": "weight noise", "adversarial": "adversarial weights",
    "spectral": "spectral penalty", "theorem": "theorem (paper)", "elementwise": "elementwise", "interval": "interval",
}
SERIES = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
MARKERS = "osD^vP"


def draw(results, folder):
    """All pictures."""
    plt.rcParams.update({
        "svg.hashsalt": "gapbound", "svg.fonttype": "path", "font.size": 12, "axes.grid": True, "grid.color": "#dddddd",
        "axes.axisbelow": True, "legend.frameon": False, "figure.facecolor": "white", "lines.linewidth": 2, "lines.markersize": 7})
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in [
        ("certified", certified), ("attacked", attacked), ("lambda", strengths), ("mu", mu), ("grid", grid),
        ("profiles", profiles), ("samples", samples),
    ]:
        figure = picture(results)
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None}, bbox_inches="tight")
        plt.close(figure)


def method(variant):
    return variant.split("-")[0]


def percent(cells):
    return np.array([100 * np.mean(cell) for cell in cells]), np.array([100 * np.std(cell, ddof=1) for cell in cells])


def line(axes, x, cells, name, label):
    colour, marker, dash = STYLE[name]
    middle, spread = percent(cells)
    axes.errorbar(x, middle, spread, color=colour, marker=marker, linestyle=dash, label=label, capsize=3, elinewidth=1)


def radii_axis(axes, radii):
    axes.set_xscale("log")
    axes.set_xticks(radii, [f"{radius:g}" for radius in radii], rotation=45)
    axes.minorticks_off()
    axes.set_xlabel("ε, how far every weight may move")


def certified(results):
    """Certified share against ε for the settings chosen for ε = 0.04, and for standard training with the learning rate 0.08."""
    figure, axes = plt.subplots(figsize=(7.2, 4.6))
    for name, variant, label in [("standard", "standard-fast", "standard, rate 0.08")] + [(name, name, NAMES[name]) for name in STYLE]:
        found = results["acceptance"][variant]["certified"]
        line(axes, [float(key) for key in found], [found[key]["best"] for key in found], name, label)
    axes.lines[0].set(linestyle=":", markerfacecolor="white")
    radii_axis(axes, [float(key) for key in found])
    axes.set_ylabel("certified, % of test digits")
    axes.set_ylim(-2, 102)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def attacked(results):
    """Three quantifiers, digits and Fashion-MNIST."""
    figure, panels = plt.subplots(2, 3, figsize=(9.6, 7.4), sharey="row", sharex="row")
    for row, (title, found) in zip(panels, [("digits", results["robust"]), ("Fashion-MNIST", results["fashion_robust"])]):
        for axes, (key, what) in zip(row, [
            ("certified", "certified"), ("attacked", "attacked, each sample"), ("universal", "attacked, one Ŵ for all")]):
            for name in [name for name in STYLE if name in found]:
                radii = [key for key in found[name] if key != "clean"]
                line(axes, [float(radius) for radius in radii], [found[name][radius][key] for radius in radii], name, NAMES[name])
            radii_axis(axes, [float(radius) for radius in radii])
            axes.set_title(f"{title}:\n{what}", fontsize=11)
            axes.set_ylim(-2, 102)
        row[0].set_ylabel("correct, % of test samples")
        row[0].set_xlabel("")
        row[2].set_xlabel("")
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.tight_layout()
    figure.legend(handles, labels, loc="upper center", ncol=4, bbox_to_anchor=(0.5, 0.0))
    return figure


def strengths(results):
    """Clean and certified share against λ."""
    figure, panels = plt.subplots(1, 2, figsize=(9, 4.2), sharey=True)
    found = results["robust"]
    for name in "theorem", "elementwise", "interval":
        variants = sorted((each for each in found if method(each) == name and each[len(name) + 1:][:1].isdigit()),
                          key=lambda each: float(each.split("-")[1]))
        x = [float(each.split("-")[1]) for each in variants]
        line(panels[0], x, [found[each]["clean"] for each in variants], name, NAMES[name])
        line(panels[1], x, [found[each]["0.04"]["certified"] for each in variants], name, NAMES[name])
    for axes, title in zip(panels, ["clean", "certified at ε = 0.04"]):
        axes.set_xscale("log")
        axes.set_xlabel("λ")
        axes.set_title(title, fontsize=12)
    panels[0].set_ylabel("% of test digits")
    panels[0].legend(loc="lower left")
    figure.tight_layout()
    return figure


def mu(results):
    """Gap against μ; μ = 0 stands at the left end."""
    figure, panels = plt.subplots(1, 2, figsize=(9, 4.2))
    for axes, title, found in [
        (panels[0], "digits, n = 300", results["grid"]), (panels[1], "Fashion-MNIST, n = 3000", results["fashion_mu"])]:
        for variant in [each for each in ("standard", "theorem-0.1", "interval-1") if each in found]:
            keys = sorted(found[variant], key=float)
            label = {"standard": "λ = 0", "theorem-0.1": "theorem, λ = 0.1", "interval-1": "interval, λ = 1"}[variant]
            line(axes, [max(float(key), 3e-5) for key in keys], [found[variant][key]["gap"] for key in keys], method(variant), label)
        axes.set_xscale("log")
        ticks = [3e-5, 1e-4, 1e-3, 1e-2]
        axes.set_xticks(ticks, ["0", "0.0001", "0.001", "0.01"])
        axes.minorticks_off()
        axes.set_xlabel("μ")
        axes.set_title(title, fontsize=12)
        axes.legend()
    panels[0].set_ylabel("test error − train error, points")
    figure.tight_layout()
    return figure


def grid(results):
    """Heat maps over λ and μ."""
    found = results["grid"]
    figure, panels = plt.subplots(3, 2, figsize=(8.4, 9.6), sharex=True, sharey="col")
    keys = sorted(found["standard"], key=float)
    quantities = [("gap", "gap, points", 0, 15), ("clean", "clean, %", 70, 100), ("0.04", "certified at 0.04, %", 0, 100)]
    for column, name in zip(panels.T, ["theorem", "interval"]):
        variants = ["standard"] + sorted((each for each in found if method(each) == name), key=lambda each: float(each.split("-")[1]))
        for axes, (quantity, title, low, high) in zip(column, quantities):
            cells = np.array([[100 * np.mean(found[variant][key][quantity]) for key in keys] for variant in variants])
            heat_map(axes, cells, low, high)
            axes.set_title(f"{NAMES[name]}: {title}", fontsize=12)
            axes.set_ylabel("λ")
        column[0].set_yticks(range(len(variants)), ["0"] + [each.split("-")[1] for each in variants[1:]])
        column[-1].set_xticks(range(len(keys)), [f"{float(key):g}" for key in keys], rotation=45)
        column[-1].set_xlabel("μ")
    figure.tight_layout()
    return figure


def heat_map(axes, cells, low, high):
    """Colours and numbers."""
    axes.imshow(cells, cmap="cividis", aspect="auto", vmin=low, vmax=high)
    for (i, j), cell in np.ndenumerate(cells):
        text = f"{cell:.0f}" if cell >= 9.95 else f"{cell:.1f}"
        axes.text(j, i, text, ha="center", va="center", fontsize=11, color="white" if cell < (low + high) / 2 else "black")
    axes.grid(False)


def profiles(results):
    """Generalization part of each profile against the gap."""
    networks = results["profiles"]["networks"]
    keys = list(networks[0]["bounds"])
    figure, panels = plt.subplots(2, 2, figsize=(9, 7.4), sharey=True)
    variants = list(dict.fromkeys(each["variant"] for each in networks))
    for axes, key in zip(panels.flat, keys):
        for variant, colour, marker in zip(variants, SERIES, MARKERS):
            group = [each for each in networks if each["variant"] == variant]
            axes.scatter([each["bounds"][key] for each in group], [100 * each["gap"] for each in group], s=32, color=colour,
                         marker=marker, label=variant.replace("-", " ").replace("mu", "μ"), alpha=0.85, edgecolors="none")
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_yticks([4, 5, 6, 7, 8, 10], ["4", "5", "6", "7", "8", "10"])
        axes.minorticks_off()
        axes.set_title(key, fontsize=12)
        axes.set_xlabel("bound − empirical term")
    for axes in panels[:, 0]:
        axes.set_ylabel("gap, points")
    figure.tight_layout()
    handles, labels = panels[0][0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncol=6, bbox_to_anchor=(0.5, 0.0), columnspacing=1, handletextpad=0.2)
    return figure


def samples(results):
    """Gap and profiles against n."""
    found = results["fashion_n"]
    figure, axes = plt.subplots(figsize=(7.5, 4.6))
    n = [int(key) for key in found]
    keys = [key for key in next(iter(found.values())) if key != "train_error"]
    for key, colour, marker in zip(keys, ["#000000", *SERIES], "*" + MARKERS):
        cells = np.array([found[each][key] for each in found])
        middle = cells.mean(axis=1)
        axes.errorbar(n, middle, cells.std(axis=1, ddof=1), color=colour, marker=marker, capsize=3,
                      label="measured gap" if key == "gap" else key)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("training images n")
    axes.set_ylabel("gap, and bounds without\nthe empirical term")
    axes.axhline(1, color="#555555", linewidth=1, linestyle="--")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure
