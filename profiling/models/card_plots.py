"""The plots of a model card, as SVG that is the same to the byte whenever it is drawn again; words in English.

Reading the card needs nothing; drawing needs matplotlib, of the extra `train`.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from firmgraph.profiling.models import measures
from firmgraph.profiling.models.boosting import library
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.contributions import Contributions
from firmgraph.profiling.models.drift import Shape
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.shares import are_classes

BLUE, RED, GREY, GREEN = "#24527a", "#b5443c", "#8a94a0", "#3c8a5a"
BINS, MOST_COLUMNS = 10, 15
MANY_BARS = 3, 6
"""With fewer bars than the first they would be too wide, with more than the second their names too wide."""
Z_95 = float(stats.norm.ppf(0.975))
STYLE: Mapping[str, Any] = {
    "svg.hashsalt": "firmgraph",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e3e8ee",
    "axes.axisbelow": True,
    "legend.frameon": False,
}
Draws = Callable[[Any], None]
Sides = tuple[str, str]
GOOD_BAD: Sides = ("good clients", "bad clients")


def draw(path: Path, draws: Draws, size: tuple[float, float] = (6.0, 4.2)) -> None:
    """Draw one plot into a file; MissingTool where matplotlib is not installed."""
    matplotlib, figures = library("matplotlib"), library("matplotlib.figure")
    with matplotlib.rc_context(dict(STYLE)):
        figure = figures.Figure(figsize=size, layout="constrained")
        draws(figure.add_subplot())
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line.rstrip() for line in text.splitlines()) + "\n", encoding="utf-8")


def calibration_plot(y: Numbers, p: Numbers, clients: measures.Clients = None) -> Draws:
    """What came true in each tenth of the rows by prediction, with its interval, against what was predicted."""
    order = np.argsort(p, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    said, true = ([float(values[part].mean()) for part in parts] for values in (p, y))
    behind = None if clients is None else np.asarray(clients)
    reach = np.array([_reach(y[part], None if behind is None else behind[part].tolist()) for part in parts]).T

    def draws(axes: Any) -> None:
        top = max([*said, *reach[1]]) * 1.05
        axes.plot([0, top], [0, top], color=GREY, linestyle="--", linewidth=1, label="perfect")
        spread = np.abs(reach - true)
        axes.errorbar(said, true, spread, fmt="o", color=BLUE, capsize=3, label="a tenth, 95 %")
        axes.set(xlabel="predicted", ylabel="came true", xlim=(0, top), ylim=(0, top), title="Calibration")
        axes.legend(loc="upper left")

    return draws


def roc_plot(y: Numbers, margins: Numbers, sides: Sides = GOOD_BAD, clients: measures.Clients = None) -> Draws:
    """The share of bad clients above each score against the share of good ones, with the AUC."""
    found = measures.auc_interval(y, margins, clients)
    cuts = np.unique(margins)[::-1]
    good, bad = (_share_from(margins[y == side], cuts) for side in (0, 1))

    def draws(axes: Any) -> None:
        words = f"AUC {found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"
        axes.plot([0, *good], [0, *bad], color=BLUE, linewidth=1.8, label=words)
        axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1, label="chance")
        axes.set(xlabel=f"share of {sides[0]} above a score", ylabel=f"share of {sides[1]} above it", title="ROC")
        axes.legend(loc="lower right")

    return draws


def ks_plot(y: Numbers, margins: Numbers, sides: Sides = GOOD_BAD) -> Draws:
    """The distributions of good and bad clients by score, and where they lie farthest apart."""
    cuts = np.unique(margins)
    good, bad = (_share_up_to(margins[y == side], cuts) for side in (0, 1))
    widest = int(np.argmax(np.abs(good - bad)))

    def draws(axes: Any) -> None:
        axes.plot(cuts, good, color=GREEN, label=sides[0])
        axes.plot(cuts, bad, color=RED, label=sides[1])
        ends = good[widest], bad[widest]
        axes.vlines(cuts[widest], min(ends), max(ends), color=BLUE, label=f"KS {measures.ks(y, margins):.3f}")
        axes.set(xlabel="log odds", ylabel="share of clients up to it", title="Kolmogorov-Smirnov")
        axes.legend(loc="upper left")

    return draws


def psi_of_cohorts(margins: Numbers, cohorts: Sequence[str], before: Numbers | None = None) -> dict[str, float]:
    """The stability index of the scores of each cohort against those `before`, else against those of all the others."""
    named = np.asarray(cohorts, object)
    every = sorted(set(cohorts))
    return {
        one: Shape.of("score", margins[named != one] if before is None else before).index(
            "score", margins[named == one]
        )
        for one in (every if len(every) > 1 or before is not None else [])
    }


def psi_plot(index: Mapping[str, float], against: str = "the others") -> Draws:
    """The stability index of each cohort with the lines of the watch."""

    def draws(axes: Any) -> None:
        names = list(index)
        axes.bar(names, list(index.values()), color=BLUE, width=0.6)
        axes.axhline(0.10, color=GREEN, linestyle="--", linewidth=1, label="green up to .10")
        axes.axhline(0.25, color=RED, linestyle="--", linewidth=1, label="red above .25")
        axes.set(ylabel="PSI of the score", title=f"Stability: each cohort against {against}")
        axes.set_ylim(0, max(0.3, *index.values()) * 1.15)
        if len(names) < MANY_BARS[0]:
            axes.set_xlim(-1.5, len(names) + 0.5)
        if len(names) > MANY_BARS[1]:
            axes.tick_params(axis="x", labelrotation=60)
        axes.legend(loc="upper right", ncols=2)

    return draws


def contributions_plot(told: Contributions) -> Draws:
    """The columns that add most to the log odds: the middle half and nine tenths of the clients, the largest above."""
    mean, places = np.abs(told.added).mean(axis=0), most_adding(told)[::-1]
    low, first, third, high = np.quantile(told.added[:, places], (0.05, 0.25, 0.75, 0.95), axis=0)

    def draws(axes: Any) -> None:
        rows = np.arange(len(places))
        axes.hlines(rows, low, high, color=GREY, linewidth=1.5, label="9 of 10 clients")
        axes.hlines(rows, first, third, color=BLUE, linewidth=7, label="the middle half")
        axes.axvline(0, color="black", linewidth=0.8)
        names = [f"{_short(told.columns[place])}  ({mean[place]:.2f})" for place in places]
        axes.set_yticks(rows, names)
        axes.set(xlabel="added to the log odds (mean size in brackets)", title="Contributions of columns")
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.14 * max(1.0, MOST_COLUMNS / (2 * len(places)))), ncols=2
        )

    return draws


def most_adding(told: Contributions) -> list[int]:
    """The places of the columns that add most, at most `MOST_COLUMNS`; none that adds nothing, unless all do."""
    mean = np.abs(told.added).mean(axis=0)
    places = sorted(range(len(mean)), key=lambda place: (-mean[place], told.columns[place]))[:MOST_COLUMNS]
    return [place for place in places if mean[place] > 0] or places


def ablation_plot(lost: Mapping[str, Interval], metric: str, word: str = "lost") -> Draws:
    """What is lost (an error: added) when a block of columns is left out, with its interval, the greatest above."""
    names = sorted(lost, key=lambda name: (lost[name].value, name))

    def draws(axes: Any) -> None:
        values = np.array([lost[name].value for name in names])
        ends = np.array([[lost[name].low, lost[name].high] for name in names]).T
        rows = np.arange(len(names))
        axes.errorbar(values, rows, xerr=np.abs(ends - values), fmt="o", color=BLUE, capsize=3)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set_yticks(rows, [_short(name) for name in names])
        axes.set(xlabel=f"{metric} {word} without the block, 95 %", title="Ablation", ylim=(-0.6, len(names) - 0.4))

    return draws


def tall(rows: int) -> tuple[float, float]:
    """The size of a plot with so many named rows."""
    return 7.5, 1.4 + 0.32 * rows


def _share_from(scores: Numbers, cuts: Numbers) -> Numbers:
    """The share of scores at or above each cut."""
    return np.asarray(1 - np.searchsorted(np.sort(scores), cuts, "left") / len(scores))


def _share_up_to(scores: Numbers, cuts: Numbers) -> Numbers:
    """The share of scores at or below each cut."""
    return np.asarray(np.searchsorted(np.sort(scores), cuts, "right") / len(scores))


def _reach(y: Numbers, clients: measures.Clients) -> tuple[float, float]:
    """The 95 % interval of the mean: Wilson's of classes, the normal one of shares and over clients."""
    if are_classes(y) and clients is None:
        return _wilson(float(y.sum()), len(y))
    found = measures.ratio_interval(y, np.ones(len(y)), clients)
    return max(found.low, 0.0), min(found.high, 1.0)


def _wilson(bad: float, size: int) -> tuple[float, float]:
    z = Z_95
    rate = bad / size
    middle, root = rate + z * z / (2 * size), z * float(np.sqrt(rate * (1 - rate) / size + z * z / (4 * size**2)))
    return (middle - root) / (1 + z * z / size), (middle + root) / (1 + z * z / size)


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"
