"""The card of a model: whole in both languages, plots drawn the same again, and what was not measured said so."""

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import yaml
from tests.profiling.models.test_contributions import clients

from firmgraph.errors import MissingTool
from firmgraph.profiling.models import card_plots
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_source import LABELS, Judged, Twin
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.contributions import Contributions, contributions
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.measures import Interval, ks
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.selection import Folds, Goal
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.training import train

WORDS: dict[str, Any] = {
    "title": {"zh": "模型卡", "en": "Model card"},
    "purpose": {"zh": "检验", "en": "To test."},
    "limits": [{"zh": "数据是虚构的", "en": "The data is invented."}],
    "columns": {"debt": {"zh": "负债", "en": "debt"}},
}
PLOTS = {"ablation", "calibration", "contributions", "ks", "psi", "roc"}


def sample(size: int, seed: int) -> Sample:
    frame, y = clients(size, seed)
    return Sample([f"c{seed}-{row}" for row in range(size)], frame, y, ["one"] * size)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    task = Task("risk", sample(400, 1), None, {"logistic": Learner("logistic"), "mean": Learner("mean")}, Folds(3))
    return train(task, tmp_path_factory.mktemp("models"), {"approval": "the board"}, lambda _: None)


@pytest.fixture(scope="module")
def known(kept: Kept) -> Judged:
    later = sample(600, 2)
    return Judged(
        later,
        scored(kept, later),
        contributions(kept.fitted(), later.frame),
        cohorts=[f"2025-0{1 + row % 3}" for row in range(600)],
        ablation={"debt": Interval(0.2, 0.15, 0.25), "trade": Interval(0.0, -0.01, 0.01)},
        groups={"region": ["north" if row % 2 else "south" if row % 20 else "west" for row in range(600)]},
        twin=Twin({"logistic": Interval(0.001, -0.002, 0.004)}, {"debt": (0.25, 0.0)}, (0.9, 0.95), 20),
    )


def figures(text: str) -> list[float]:
    return sorted(float(found) for found in re.findall(r"-?\d*\.\d+", text))


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.*)$", text, re.MULTILINE)


def test_the_card_has_every_section_in_both_languages_and_its_plots(tmp_path: Path, kept: Kept, known: Judged) -> None:
    written = write_card(tmp_path, "test-card", kept, known, WORDS)
    english, chinese = ((tmp_path / f"test-card{end}").read_text(encoding="utf-8") for end in (".md", ".zh-CN.md"))
    sections = yaml.safe_load(LABELS.read_text(encoding="utf-8"))["sections"].values()
    assert headings(english) == [one["en"] for one in sections]
    assert headings(chinese) == [one["zh"] for one in sections]
    for text in (english, chinese):
        assert kept.data in text
        assert {Path(link).stem.removeprefix("test-card-") for link in re.findall(r"\((images/[^)]*)\)", text)} == PLOTS
        assert all((tmp_path / link).is_file() for link in re.findall(r"\]\(([^)]*)\)", text))
    assert figures(english) == figures(chinese)
    assert len(written) == 2 + len(PLOTS)
    assert "The data is invented." in english
    assert "too few clients: not known" in english
    assert "| approval | the board |" in english
    assert re.search(r"^- 负债为 .*，提高风险 \(\+\d", chinese, re.MULTILINE)
    assert "| 批准 | the board |" in chinese
    assert "| 开发 | 未指定 |" in chinese


def test_plots_are_the_same_to_the_byte_when_drawn_again(tmp_path: Path, kept: Kept, known: Judged) -> None:
    first, second = (write_card(tmp_path / one, "card", kept, known, WORDS) for one in ("a", "b"))
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        if one.suffix == ".svg":
            ElementTree.fromstring(one.read_bytes())


def test_what_was_not_measured_is_said_so_and_has_no_plot(tmp_path: Path, kept: Kept, known: Judged) -> None:
    bare = replace(known, cohorts=(), ablation={}, groups={}, twin=None)
    why = {"zh": "符号未知。", "en": "No sign is known."}
    write_card(tmp_path, "card", kept, bare, {"title": {"zh": "卡", "en": "Card"}, "twin": why})
    text = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert text.count("Not measured.") == 4
    assert "Not measured.\n\nNo sign is known.\n" in text
    assert {path.stem for path in (tmp_path / "images").iterdir()} == {
        f"card-{plot}" for plot in PLOTS - {"psi", "ablation"}
    }


def test_a_model_of_shares_has_a_card_without_the_plots_of_classes(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    size = 300
    frame = {"debt": random.random(size).tolist(), "age": random.random(size).tolist()}
    y = np.clip(np.array(frame["debt"]) + 0.1 * random.standard_normal(size), 0, 1)
    shares = Sample([str(row) for row in range(size)], frame, y, ["one"] * size)
    task = Task("use", shares, None, {"logistic": Learner("logistic")}, Folds(3), Goal("share", "mae"))
    model = train(task, tmp_path / "models", {}, lambda _: None)
    told = contributions(model.fitted(), frame)
    known = Judged(shares, scored(model, shares), told, "MAE", ablation={"debt": Interval(0.1, 0.05, 0.15)})
    write_card(tmp_path, "use", model, known, {"title": {"zh": "卡", "en": "Card"}})
    text = (tmp_path / "use.md").read_text(encoding="utf-8")
    assert "mean absolute error" in text
    assert "| block left out | added | 95 % interval |" in text
    plots = {path.stem for path in (tmp_path / "images").iterdir()}
    assert plots == {"use-ablation", "use-calibration", "use-contributions"}


def test_a_column_that_adds_nothing_has_no_row_in_the_plot() -> None:
    told = Contributions(("a", "b", "c"), 0.0, np.array([[0.1, 0.0, -2.0], [0.2, 0.0, 1.0]]))
    assert card_plots.most_adding(told) == [2, 0]
    assert card_plots.most_adding(Contributions(("a", "b"), 0.0, np.zeros((2, 2)))) == [0, 1]


def test_without_matplotlib_the_tool_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingTool, match="matplotlib is not installed"):
        card_plots.draw(tmp_path / "plot.svg", lambda axes: None)


class Axes:
    """What a plot is drawn on, as far as it keeps what was told to it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *given, **named: self.told.append((name, given, named))


def test_the_widest_gap_drawn_is_the_ks() -> None:
    random = np.random.default_rng(4)
    y: Numbers = (random.random(300) < 0.4).astype(float)
    margins = y + random.standard_normal(300).round(1)
    axes = Axes()
    card_plots.ks_plot(y, margins)(axes)
    _, (_, low, high), named = next(one for one in axes.told if one[0] == "vlines")
    assert high - low == pytest.approx(ks(y, margins))
    assert named["label"] == f"KS {ks(y, margins):.3f}"


def test_the_stability_of_a_cohort_is_told_against_all_others() -> None:
    random = np.random.default_rng(5)
    margins, cohorts = random.standard_normal(900), ["a", "b", "c"] * 300
    margins[2::3] += 1
    index = card_plots.psi_of_cohorts(margins, cohorts)
    assert max(index, key=lambda name: index[name]) == "c"
    assert index["c"] > 0.25
    assert card_plots.psi_of_cohorts(margins, ["a"] * 900) == {}


def test_points_of_the_calibration_plot_lie_within_their_intervals() -> None:
    random = np.random.default_rng(6)
    p = random.random(1000)
    y = (random.random(1000) < p).astype(float)
    axes = Axes()
    card_plots.calibration_plot(y, p)(axes)
    _, (said, true, spread), _ = next(one for one in axes.told if one[0] == "errorbar")
    assert len(said) == 10
    assert (np.array(spread) >= 0).all()
    inside = (np.array(said) >= np.array(true) - spread[0]) & (np.array(said) <= np.array(true) + spread[1])
    assert inside.sum() >= 8


def test_the_stability_of_a_cohort_is_told_against_the_clients_learned_from_where_they_are_known() -> None:
    random = np.random.default_rng(7)
    before, later = random.standard_normal(2000), random.standard_normal(800)
    later[1::2] += 1
    index = card_plots.psi_of_cohorts(later, ["a", "b"] * 400, before)
    assert index["a"] < 0.1
    assert index["b"] > 0.25
    assert set(card_plots.psi_of_cohorts(later, ["a"] * 800, before)) == {"a"}


def test_the_interval_of_a_mean_share_is_that_of_its_own_spread() -> None:
    random = np.random.default_rng(8)
    p = random.random(1000)
    y = np.clip(p + 0.01 * random.standard_normal(1000), 0, 1)
    axes = Axes()
    card_plots.calibration_plot(y, p)(axes)
    _, (_, true, spread), _ = next(one for one in axes.told if one[0] == "errorbar")
    parts = np.array_split(y[np.argsort(p, kind="stable")], 10)
    halves = [1.96 * part.std(ddof=1) / 10 for part in parts]
    assert np.array(true) == pytest.approx([part.mean() for part in parts])
    assert np.array(spread) == pytest.approx(np.array([halves, halves]), rel=1e-3)
