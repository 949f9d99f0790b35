"""A model learned from a task: chosen, calibrated, kept, gone on with after being broken off, and judged later."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import selection, training
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.registry import find
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.selection import SHARE, Folds
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.training import train

LEARNERS = {"card": Learner("scorecard"), "line": Learner("logistic"), "mean": Learner("mean")}


def _sample(size: int, seed: int, *, share: bool = False) -> Sample:
    """Clients whose risk, or share, rises with debt; half of them in the south."""
    random = np.random.default_rng(seed)
    debt, noise = random.standard_normal(size), random.standard_normal(size)
    chance = 1 / (1 + np.exp(-2 * debt))
    y = np.clip(chance + 0.1 * noise, 0, 1) if share else (random.random(size) < chance).astype(float)
    frame = {"debt": debt.tolist(), "noise": noise.tolist() if not share else random.random(size).tolist()}
    return Sample([f"c{n}" for n in range(size)], frame, y, ["south" if n % 2 else "north" for n in range(size)])


def _task(**changes: object) -> Task:
    task = Task("risk_test", _sample(400, 1), _sample(200, 2), LEARNERS, Folds(5, 1, 3), most=2)
    return replace(task, **changes)  # type: ignore[arg-type]


def _silent(_: str) -> None:
    pass


def test_the_best_way_is_chosen_on_what_is_known_and_judged_on_later_clients(tmp_path: Path) -> None:
    heard: list[str] = []
    kept = train(_task(), tmp_path, {"development": "credit models"}, heard.append)
    assert kept.metrics["chosen"] in ("line", "card", "card + line")
    assert len(kept.metrics["table"]) == 6
    assert kept.metrics["later"]["clients"] == 200
    assert kept.metrics["later"]["auc"]["low"] > 0.75
    assert heard[:3] == [f"{name}: 5 folds, 1 times" for name in sorted(LEARNERS)]
    assert find(tmp_path, "risk_test") == kept
    assert [path.name for path in tmp_path.iterdir()] == ["risk_test-1.json"]


def test_no_label_of_later_clients_changes_the_model(tmp_path: Path) -> None:
    later = _sample(200, 2)
    first = train(_task(), tmp_path, {}, _silent)
    second = train(_task(later=replace(later, y=1 - later.y)), tmp_path, {}, _silent)
    assert (first.models, first.finish, first.data) == (second.models, second.finish, second.data)
    assert second.version == 2


def test_a_chance_is_calibrated_on_clients_held_out(tmp_path: Path) -> None:
    kept, new = train(_task(), tmp_path, {}, _silent), _sample(4000, 9)
    told = scored(kept, new).predicted
    for low, high in ((0.0, 0.3), (0.3, 0.7), (0.7, 1.0)):
        here = (told >= low) & (told < high)
        assert abs(new.y[here].mean() - told[here].mean()) < 0.06


def test_a_share_has_an_interval_in_each_segment_that_covers_nine_of_ten(tmp_path: Path) -> None:
    task = _task(known=_sample(600, 1, share=True), later=_sample(2000, 2, share=True), goal=SHARE, name="use_test")
    kept = train(task, tmp_path, {}, _silent)
    assert kept.target == "share"
    assert set(kept.finish["widths"]["by_segment"]) == {"north", "south"}
    for name in ("coverage", "coverage, north", "coverage, south"):
        assert 0.86 <= kept.metrics["later"][name] <= 0.94
    assert kept.metrics["later"]["r2"] > 0.7


def test_work_broken_off_leaves_no_model_and_goes_on_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    computed = selection.held_out_margins

    def broken(learner: Learner, *rest: object) -> Numbers:
        asked.append(learner.family)
        if learner.family == "logistic" and len(asked) == 2:
            raise KeyboardInterrupt
        return computed(learner, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "held_out_margins", broken)
    with pytest.raises(KeyboardInterrupt):
        train(_task(), tmp_path, {}, _silent)
    assert not list(tmp_path.glob("*.json"))
    found = train(_task(), tmp_path, {}, _silent)
    assert asked == ["scorecard", "logistic", "logistic", "mean"]
    monkeypatch.undo()
    assert found.models == train(_task(), tmp_path / "whole", {}, _silent).models


def test_work_on_other_data_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    computed: Callable[..., Numbers] = selection.held_out_margins

    def counted(learner: Learner, *rest: object) -> Numbers:
        asked.append(learner.family)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return computed(learner, *rest)

    monkeypatch.setattr(training, "held_out_margins", counted)
    with pytest.raises(KeyboardInterrupt):
        train(_task(), tmp_path, {}, _silent)
    train(_task(known=_sample(400, 5)), tmp_path, {}, _silent)
    assert len(asked) == 6


def _infinite(sample: Sample) -> Sample:
    return replace(sample, frame={**sample.frame, "debt": [float("inf"), *sample.frame["debt"][1:]]})


def _constant(sample: Sample) -> Sample:
    return replace(sample, frame={**sample.frame, "flat": [1.0] * len(sample.y)})


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (_infinite(_sample(400, 1)), "the column debt holds an infinite value"),
        (_constant(_sample(400, 1)), "say the same of every client: flat"),
        (replace(_sample(400, 1), y=np.zeros(400)), "0 bad clients are too few"),
        (_sample(20, 1), "20 clients are too few"),
    ],
)
def test_what_cannot_be_learned_from_leaves_nothing_behind(known: Sample, words: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=words):
        train(_task(known=known), tmp_path, {}, _silent)
    assert not list(tmp_path.iterdir())


def test_a_name_or_role_that_cannot_be_kept_is_refused_before_anything_is_learned(tmp_path: Path) -> None:
    def never(words: str) -> None:
        raise AssertionError(words)

    with pytest.raises(InvalidInput, match="cannot name a model"):
        train(_task(name="../risk"), tmp_path, {}, never)
    with pytest.raises(InvalidInput, match="unknown roles: owner"):
        train(_task(), tmp_path, {"owner": "somebody"}, never)


def test_a_block_of_columns_is_left_out_by_name() -> None:
    task = _task(blocks={"borrowing": ["debt"], "rest": ["noise"]}).without(["borrowing"])
    assert set(task.known.frame) == {"noise"}
    assert task.later is not None
    assert set(task.later.frame) == {"noise"}
    assert set(task.blocks) == {"rest"}
    both = _task(blocks={"borrowing": ["debt"], "rest": ["noise"]}, bundles={"numbers": ["rest", "none here"]})
    assert set(both.without(["numbers"]).known.frame) == {"debt"}
    with pytest.raises(InvalidInput, match="no block debts, but borrowing"):
        _task(blocks={"borrowing": ["debt"]}).without(["debts"])


def test_parts_of_unlike_length_are_no_sample() -> None:
    with pytest.raises(InvalidInput, match="not of one length"):
        replace(_sample(400, 1), ids=["c1"])


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ({"empty": ["staff", "region"], "same_of_all_learned_from": ["size"]},
         ["left out, empty: staff, region", "left out, same of all learned from: size"]),
        ({"all_util": "the label is among it", "empty": []}, ["left out: all_util, the label is among it"]),
        (["grade"], ["left out: grade"]),
        ([], []),
    ],
)  # fmt: skip
def test_columns_that_are_left_out_are_told_with_why(tmp_path: Path, left_out: object, words: list[str]) -> None:
    heard: list[str] = []
    train(_task(learners={"mean": Learner("mean")}, context={"left_out": left_out}), tmp_path, {}, heard.append)
    assert heard[: len(words) + 1] == [*words, "mean: 5 folds, 1 times"]
