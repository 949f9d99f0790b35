"""Borrowers with the use of their lines: which columns may be learned from, who is left out, who comes later."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.lines import LEARNERS, recognised, sample_of, task_of
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.task import Task
from firmgraph.profiling.models.training import train
from firmgraph.profiling.models.utilisation import goal_of

SIZE = 400
Write = Callable[..., Path]


def _borrowers(seed: int = 1) -> list[dict[str, Any]]:
    """Invented borrowers: the smaller the income, the more of the line is used; small loans are told less surely."""
    random = np.random.default_rng(seed)
    rows = []
    for place in range(SIZE):
        income, loan = int(random.integers(20, 120)) * 1000, int(random.integers(2, 35)) * 1000
        noise = (0.15 if loan < 10_000 else 0.05) * random.standard_normal()
        used = float(np.clip(0.9 - income / 150_000 + noise, 0, 1.2))
        rows.append({
            "funded_amnt": loan, "term": "term_36" if place % 3 else "term_60", "annual_inc": income,
            "emp_length": f"emp_{place % 4}", "inq_fi": place % 5, "revol_util": round(100 * used, 1),
            "all_util": round(100 * used), "sub_grade": "A1" if used < 0.4 else "C2", "Class": "good",
            "hair": random.integers(3),
        })  # fmt: skip
    return rows


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def told(rows: list[dict[str, Any]], name: str = "lines.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            found = csv.DictWriter(file, rows[0])
            found.writeheader()
            found.writerows(rows)
        return path

    return told


def _few(task: Task) -> Task:
    """The same task with three of its learners, for speed."""
    names = ("mean", "fractional logit", "scorecard")
    return Task(task.name, task.known, task.later, {name: LEARNERS[name] for name in names}, task.plan, task.goal)


def test_a_file_is_recognised_by_its_columns(write: Write, tmp_path: Path) -> None:
    assert recognised(write(_borrowers()))
    assert recognised(write([{"revol_bal": 1, "total_rev_hi_lim": 2}], "own.csv"))
    assert not recognised(write([{"funded_amnt": 1, "creditability": "bad"}], "other.csv"))
    assert not recognised(write([{"revol_util": 1}], "without_limit.csv"))
    assert not recognised(tmp_path)
    assert not recognised(tmp_path / "none.csv")


def test_what_gives_the_label_away_is_left_out_with_the_reason(write: Write) -> None:
    task = task_of(write(_borrowers()))
    assert set(task.known.frame) == {"funded_amnt", "term", "annual_inc", "emp_length", "inq_fi"}
    assert set(task.context["left_out"]) == {"revol_util", "all_util", "sub_grade", "Class"}
    assert all(task.context["left_out"].values())
    assert task.context["not_listed"] == ["hair"]
    assert {name for block in task.blocks.values() for name in block} == set(task.known.frame)


def test_row_2_02_the_label_is_the_balance_over_the_line_where_both_are_told(write: Write) -> None:
    rows = [{"annual_inc": 1, "revol_bal": drawn, "total_rev_hi_lim": line} for drawn, line in ((30, 100), (90, 60))]
    task = task_of(write([*rows, {"annual_inc": 2, "revol_bal": 5, "total_rev_hi_lim": 0}] * 5))
    assert task.later is not None
    assert sorted({*task.known.y, *task.later.y}) == [0.3, 1.0]
    counted = {name: task.context[name] for name in ("without_line", "not_told", "above_line")}
    assert counted == {"without_line": 5, "not_told": 0, "above_line": 5}


def test_row_2_02_what_is_not_told_is_left_out_of_learning_and_counted(write: Write) -> None:
    rows = _borrowers()
    for row in rows[:7]:
        row["revol_util"] = ""
    task = task_of(write(rows))
    assert task.later is not None
    assert len(task.known.ids) + len(task.later.ids) == SIZE - 7
    assert task.context["not_told"] == 7
    assert task.context["above_line"] == sum(float(row["revol_util"] or 0) > 100 for row in rows)


def test_without_a_date_half_come_later_by_the_seed_in_any_order_of_rows(write: Write) -> None:
    rows = _borrowers()
    first, turned = task_of(write(rows)), task_of(write(rows[::-1], "turned.csv"))
    assert first.later is not None
    assert turned.later is not None
    assert len(first.known.ids) == len(first.later.ids) == SIZE // 2
    assert first.known.frame["annual_inc"] == turned.known.frame["annual_inc"]
    assert np.array_equal(first.later.y, turned.later.y)
    assert not set(first.known.ids) & set(first.later.ids)


def test_row_2_03_with_a_date_whole_months_come_later(write: Write) -> None:
    months = ("Mar-2015", "Jan-2015", "Feb-2015", "Jan-2016")
    rows = [{**row, "issue_d": months[place % 4], "id": place} for place, row in enumerate(_borrowers())]
    task = task_of(write(rows))
    assert task.later is not None
    assert {int(name) % 4 for name in task.later.ids} == {0, 3}
    assert {int(name) % 4 for name in task.known.ids} == {1, 2}


def test_a_limit_on_the_border_of_two_bands_is_of_the_higher(write: Write) -> None:
    rows = _borrowers()
    for row, loan in zip(rows, (9999, 10000, 20000), strict=False):
        row["funded_amnt"] = loan
    path = write(rows)
    found = sample_of(path, task_of(path).context)
    of = dict(zip(found.ids, found.segments, strict=True))
    assert [of[f"line {line}"] for line in (2, 3, 4)] == ["0 to 10000", "10000 to 20000", "from 20000"]


def test_new_borrowers_need_no_label_but_every_column(write: Write) -> None:
    context = task_of(write(_borrowers())).context
    new = [{name: value for name, value in row.items() if name != "revol_util"} for row in _borrowers(2)]
    assert np.isnan(sample_of(write(new, "new.csv"), context).y).all()
    without = [{name: value for name, value in row.items() if name != "inq_fi"} for row in new]
    with pytest.raises(InvalidInput, match="columns missing: inq_fi"):
        sample_of(write(without, "without.csv"), context)


def test_row_2_04_the_metric_of_the_pack_decides_among_at_least_five_models(write: Write, tmp_path: Path) -> None:
    task = task_of(write(_borrowers()))
    assert len(task.learners) >= 5
    assert (task.goal.metric, task.goal.threshold) == ("mae", 0.5)
    kept = train(_few(task), tmp_path / "models", {}, lambda _: None)
    table = {row["learners"][0]: row["metrics"] for row in kept.metrics["table"]}
    assert kept.metrics["chosen"] == min(sorted(table), key=lambda name: round(table[name]["mae"], 6))
    assert {"mae", "r2", "spearman", "auc_above"} == set(table["mean"])
    other = pack_by_id("utilisation").model_copy(update={"parameters": {"metric": "spearman", "threshold": "0.7"}})
    assert (goal_of(other).metric, goal_of(other).threshold) == ("spearman", 0.7)


def test_row_2_05_a_new_borrower_has_a_number_and_an_interval_of_its_band(write: Write, tmp_path: Path) -> None:
    task = task_of(write(_borrowers()))
    kept = train(_few(task), tmp_path / "models", {}, lambda _: None)
    new = sample_of(write(_borrowers(3), "new.csv"), kept.context or task.context)
    told = scored(kept, new)
    assert told.low is not None
    assert told.high is not None
    assert ((told.low <= told.predicted) & (told.predicted <= told.high)).all()
    inside = (told.low <= new.y) & (new.y <= told.high)
    small = np.array([name == "0 to 10000" for name in new.segments])
    assert min(inside[small].mean(), inside[~small].mean()) > 0.83
    width = told.high - told.low
    assert np.median(width[small]) > 1.5 * np.median(width[~small])


def _changed(changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{**row, **(changes if place == 1 else {})} for place, row in enumerate(_borrowers())]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"annual_inc": "much"}, "line 3: annual_inc is not a number: 'much'"),
        ({"annual_inc": "inf"}, "line 3: annual_inc must be finite"),
        ({"revol_util": "-1"}, "negative"),
        ({"revol_util": "nan"}, "line 3: revol_util must be finite"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(write: Write, changes: Mapping[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        task_of(write(_changed(changes)))


def test_a_date_of_another_form_an_empty_file_and_no_text_are_refused(write: Write, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no date"):
        task_of(write([{**row, "issue_d": "2015-03-01"} for row in _borrowers()]))
    empty = tmp_path / "empty.csv"
    empty.write_text("funded_amnt,revol_util\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="has no rows"):
        task_of(empty)
    empty.write_bytes(b"funded_amnt,revol_util\n\xff\xfe1,2\n")
    with pytest.raises(UnreadableFile):
        task_of(empty)
