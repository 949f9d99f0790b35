"""The page of the strategy of limits and rates, in Chinese and English: every figure and plot is of the run itself."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.models_strategy import CLIENTS, SEED, grid_of_cells, halves, summed_up
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models import card_plots as plots
from firmgraph.profiling.models.quadrants import Lines, Quadrant, cut_lines, quadrants
from firmgraph.profiling.models.strategy_book import Book

WORDS = Path(__file__).parent / "cards" / "strategy.yaml"
ENDINGS = {"en": ".md", "zh": ".zh-CN.md"}
BASE = {"loss_given_default": 0.45, "elasticity": 1.0, "conversion_factor": 0.5}
UNIT, DOTS = 100_000_000, 1500
COLOURS = (plots.GREY, plots.GREEN, plots.BLUE, plots.RED)
Cells = Sequence[Mapping[str, Any]]


def page(folder: Path) -> list[Path]:
    """Write strategy.md, strategy.zh-CN.md and their plots into a folder and return their paths."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    words: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    cells, misjudged = grid_of_cells(), grid_of_cells(misjudged=True)
    written = []
    for language, ending in ENDINGS.items():
        written.append(folder / f"strategy{ending}")
        written[-1].write_text(_text(words, cells, misjudged, language), encoding="utf-8")
    for name, (draws, size) in _drawn(cells, misjudged).items():
        written.append(folder / "images" / f"strategy-{name}.svg")
        plots.draw(written[-1], draws, size)
    return written


def _text(words: Mapping[str, Any], cells: Cells, misjudged: Cells, language: str) -> str:
    parts = [f"# {words['title'][language]}", words["other"][language]]
    tables = {
        "classes": _classes(words, language),
        "back_test": _back_test(_base(cells), words, language),
        "grid": _summary(summed_up(cells), words, language),
        "misjudged": _summary(summed_up(misjudged), words, language),
    }
    for section in words["sections"]:
        parts.append(f"## {section['head'][language]}")
        parts.append(section["text"][language].format(clients=f"{CLIENTS // 2:,}"))
        parts += [tables[section["table"]]] if "table" in section else []
        parts += [f"![{alt[language]}](images/strategy-{plot}.svg)" for plot, alt in section.get("plots", {}).items()]
        if told := section.get("list"):
            parts.append("\n".join(f"- {one[language]}" for one in told))
    return "\n\n".join(parts) + "\n"


def _classes(words: Mapping[str, Any], language: str) -> str:
    """How many clients of the held-out half each class has, and what it is moved by."""
    book, _ = halves(CLIENTS, SEED)
    classes = quadrants(book.risk, book.willingness, _lines(book))
    stated = pack_by_id("strategy").parameters["classes"]
    rows = []
    for one in Quadrant:
        limit, rate = stated[one.code]["limit_percent"], stated[one.code]["rate_bp"]
        moves = (
            f"{limit['by']:+d} ({limit['from']} … {limit['to']})",
            f"{rate['by']:+d} ({rate['from']} … {rate['to']})",
        )
        rows.append((words["classes"][one.code][language], f"{int((classes == one).sum()):,}", *moves))
    return _table(words["heads"]["classes"][language], rows)


def _back_test(told: Mapping[str, Mapping[str, Any]], words: Mapping[str, Any], language: str) -> str:
    rows = []
    for name, one in told.items():
        up = one["uplift"]
        uplift = "–" if name == "today" else f"{up['value']:+.1%} [{up['low']:+.1%}, {up['high']:+.1%}]"
        money = (f"{one[part] / 1e6:,.0f}" for part in ("line", "balance", "margin", "profit"))
        name_told = words["strategies"][name][language]
        rows.append((name_told, f"{one['bad_rate']:.2%}", *money, uplift, str(sum(one["breaches"].values()))))
    return _table(words["heads"]["back_test"][language], rows)


def _summary(told: Mapping[str, Any], words: Mapping[str, Any], language: str) -> str:
    names = words["summary"]
    rows = [
        (names[what][language], _said(str(value), words, language)) for what, value in told.items() if what in names
    ]
    return _table(words["heads"]["summary"][language], rows)


def _said(value: str, words: Mapping[str, Any], language: str) -> str:
    """A figure with its English words as they are in the language."""
    for english, said in words["values"].items():
        value = value.replace(english, said[language])
    return value


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *rows))


def _base(cells: Cells) -> Mapping[str, Mapping[str, Any]]:
    """The back-test in the cell of the pack's own parameters."""
    found: Mapping[str, Mapping[str, Any]] = next(one["strategies"] for one in cells if one["cell"] == BASE)
    return found


def _lines(book: Book) -> Lines:
    return cut_lines(book.risk, book.willingness, pack_by_id("quadrants"))


def _drawn(cells: Cells, misjudged: Cells) -> Mapping[str, tuple[plots.Draws, tuple[float, float]]]:
    def uplift(one: Mapping[str, Any]) -> float:
        return float(one["optimiser"]["uplift"]["value"])

    def ratio(one: Mapping[str, Any]) -> float:
        return uplift(one) / float(one["four quadrants"]["uplift"]["value"])

    return {
        "quadrants": (_quadrants_plot(), (6.0, 4.6)),
        "back-test": (_bars(_base(cells)), (7.5, 4.2)),
        "uplift": (_heat(cells, uplift, ("Optimiser: profit above today's", "{:+.0%}")), (8.0, 3.0)),
        "ratio": (_heat(cells, ratio, ("Optimiser's uplift over the four quadrants'", "{:.1f}")), (8.0, 3.0)),
        "ratio-misjudged": (_heat(misjudged, ratio, ("The same, economics misjudged", "{:.1f}")), (8.0, 3.0)),
    }


def _quadrants_plot() -> plots.Draws:
    """Some clients of the held-out half by risk and willingness, with the lines that part the classes."""
    book, _ = halves(CLIENTS, SEED)
    lines, shown = _lines(book), slice(None, DOTS)
    classes = quadrants(book.risk, book.willingness, lines)[shown]

    def draws(axes: Any) -> None:
        for one in Quadrant:
            mine = classes == one
            x, y = book.risk[shown][mine], book.willingness[shown][mine]
            axes.scatter(x, y, s=5, color=COLOURS[one], alpha=0.6, label=one.code.replace("_", " "))
        axes.axvline(lines.risk.at / UNIT, color="black", linewidth=0.8)
        axes.axhline(lines.willingness.at / UNIT, color="black", linewidth=0.8)
        axes.set(xscale="log", xlabel="probability of default (log)", ylabel="willingness", title="The four quadrants")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.16), ncols=2, markerscale=3)

    return draws


def _bars(told: Mapping[str, Mapping[str, Any]]) -> plots.Draws:
    """Bad-debt rate, balance, margin and profit after each way of moving, against today's."""
    names, parts = [name for name in told if name != "today"], ("bad_rate", "balance", "margin", "profit")
    colours = (plots.RED, plots.GREY, plots.BLUE, plots.GREEN)

    def draws(axes: Any) -> None:
        for place, part in enumerate(parts):
            against = [told[name][part] / told["today"][part] - 1 for name in names]
            axes.barh(
                np.arange(len(names)) + (place - 1.5) * 0.2,
                np.array(against) * 100,
                0.18,
                color=colours[place],
                label=part.replace("_", " "),
            )
        axes.set_yticks(np.arange(len(names)), names)
        axes.invert_yaxis()
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set(xlabel="against today, per cent", title="Held-out half, the pack's own parameters")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=4)

    return draws


def _heat(cells: Cells, told: Callable[[Mapping[str, Any]], float], words: tuple[str, str]) -> plots.Draws:
    """A figure in each cell of the grid: loss given default down, elasticity and conversion factor across."""
    losses = sorted({one["cell"]["loss_given_default"] for one in cells})
    across = sorted({(one["cell"]["elasticity"], one["cell"]["conversion_factor"]) for one in cells})
    values = np.zeros((len(losses), len(across)))
    for one in cells:
        cell = one["cell"]
        place = across.index((cell["elasticity"], cell["conversion_factor"]))
        values[losses.index(cell["loss_given_default"]), place] = told(one["strategies"])

    def draws(axes: Any) -> None:
        axes.grid(visible=False)
        axes.imshow(values, cmap="Blues", aspect="auto", vmin=0)
        middle = values.max() / 2
        for (row, column), value in np.ndenumerate(values):
            colour = "white" if value > middle else "black"
            axes.text(column, row, words[1].format(value), ha="center", va="center", color=colour)
        axes.set_xticks(range(len(across)), [f"{elasticity:g}\n{factor:g}" for elasticity, factor in across])
        axes.set_yticks(range(len(losses)), [f"{loss:g}" for loss in losses])
        axes.set(title=words[0], ylabel="LGD", xlabel="elasticity (above), CCF (below)")

    return draws
