"""The training table read again: split by time, refused in clear words, no client on both sides of a fold."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.boosting import grow_xgboost
from firmgraph.profiling.models.frame_seen import month_end
from firmgraph.profiling.models.learners import FAMILIES
from firmgraph.profiling.models.table import ClientFolds, recognised, sample_of, task_of
from firmgraph.profiling.models.training import train

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)] + [f"2024-{month:02d}" for month in range(1, 13)]


def rows(clients: int = 40, months: list[str] = MONTHS, tells: str = "utilisation") -> list[dict[str, Any]]:
    """An invented table: the label follows the use of the line, and is bad for those in much debt."""
    random = np.random.default_rng(3)
    found = []
    for month in months:
        for client in range(clients):
            used, debt = random.uniform(0, 1), random.uniform(0.2, 0.9)
            share = float(np.clip(0.2 + 0.6 * used + 0.1 * random.standard_normal(), 0, 1))
            binary = float(random.uniform() < (0.6 if debt > 0.6 else 0.1))
            found.append({
                "tells": tells, "id": f"c{client}", "month": month,
                "label": share if tells == "utilisation" else binary, "raw": "",
                "segment": "small" if client % 2 else "micro", "revenue": 1000 * client, "debt_ratio": debt,
                "industry": "CF"[client % 2], "utilisation": used, "days_overdue": client % 3, "staff": "",
            })  # fmt: skip
    return found


def write(folder: Path, table: list[dict[str, Any]]) -> Path:
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        found = csv.DictWriter(file, table[0])
        found.writeheader()
        found.writerows(table)
    return path


def months_of(ids: Any) -> set[str]:
    return {one.partition("@")[2] for one in ids}


@pytest.mark.parametrize(("tells", "window"), [("risk", 12), ("willingness", 3), ("utilisation", 3)])
def test_row_2_03_learned_from_are_months_whose_labels_were_known_before_the_later_ones(
    tmp_path: Path, tells: str, window: int
) -> None:
    task = task_of(write(tmp_path, rows(tells=tells)), tells)
    assert task.later is not None
    known, later = months_of(task.known.ids), months_of(task.later.ids)
    assert later == set(MONTHS[-8:])
    assert known
    assert all(month_end(f"{month}-01", window) <= month_end(f"{min(later)}-01") for month in known)
    assert task.context["months"]["between"] == sorted(set(MONTHS) - known - later)


def test_no_client_is_judged_by_what_was_learned_of_it(tmp_path: Path) -> None:
    task = task_of(write(tmp_path, rows(tells="willingness")), "willingness")
    assert isinstance(task.plan, ClientFolds)
    for fold in task.plan.drawn(task.known.y):
        held: dict[str, set[int]] = {}
        for client, number in zip(task.plan.clients, fold.tolist(), strict=True):
            held.setdefault(client, set()).add(number)
        assert all(len(folds) == 1 for folds in held.values())
        assert len(set(fold.tolist())) == 5


def test_row_1_03_risk_of_a_table_is_learned_by_xgboost(tmp_path: Path) -> None:
    task = task_of(write(tmp_path, rows(tells="risk")), "risk")
    assert {FAMILIES[one.family][0] for one in task.learners.values()} == {grow_xgboost}
    assert "utilisation" not in task.known.frame
    assert {"debt_ratio", "days_overdue"} <= set(task.known.frame)


def test_row_1_01_two_models_are_learned_with_metrics(tmp_path: Path) -> None:
    for what in ("risk", "willingness"):
        task = task_of(write(tmp_path, rows(60, tells=what)), what)
        kept = train(task, tmp_path / "models", {}, lambda _: None)
        assert kept.name == what
        assert kept.models
        for part, sample in (("held_out", task.known), ("later", task.later)):
            told = kept.metrics[part]
            assert sample is not None
            assert (told["clients"], told["rows"]) == (60, len(sample.ids))
    risk, willing = (
        set(task_of(write(tmp_path, rows(tells=what)), what).known.frame) for what in ("risk", "willingness")
    )
    assert risk != willing


def test_row_1_05_willingness_of_a_table_reads_no_credit_data(tmp_path: Path) -> None:
    frame = task_of(write(tmp_path, rows(tells="willingness")), "willingness").known.frame
    assert "days_overdue" not in frame
    assert "utilisation" in frame


def test_an_empty_column_is_a_missing_kind_of_information(tmp_path: Path) -> None:
    task = task_of(write(tmp_path, rows()), "utilisation")
    assert "staff" not in task.known.frame
    assert "staff" in task.context["left_out"]["empty"]


def test_a_column_that_speaks_only_in_later_months_is_left_out(tmp_path: Path) -> None:
    table = [{**row, "deals_taken": int(row["month"] > "2024-06")} for row in rows()]
    task = task_of(write(tmp_path, table), "utilisation")
    assert "deals_taken" not in task.known.frame
    assert task.context["left_out"]["same_of_all_learned_from"] == ["deals_taken"]


def test_a_variety_of_a_label_is_read_as_it(tmp_path: Path) -> None:
    path = write(tmp_path, [{**row, "tells": "utilisation_in_all"} for row in rows()])
    task = task_of(path, "utilisation")
    assert (task.name, task.context["label"], task.goal.target) == ("utilisation", "utilisation_in_all", "share")


def changed(place: int, **told: Any) -> list[dict[str, Any]]:
    found = rows()
    found[place] = {**found[place], **told}
    return found


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (changed(7, revenue="inf"), "line 9: revenue must be finite"),
        (changed(7, revenue="lots"), "line 9: revenue is not a number: 'lots'"),
        (changed(7, label="-inf"), "line 9: label must be finite"),
        (changed(7, month="2022-12"), "line 9: 2022-12 comes after 2023-01: sort by month"),
        (changed(7, month="2023-1x"), "write YYYY-MM"),
        (changed(7, id="c0"), "line 9: c0 stands twice in 2023-01"),
        (changed(7, tells="risk"), "the table tells of risk, utilisation, not of utilisation"),
        ([{**row, "tells": "risk"} for row in rows()], "the table tells of risk, not of utilisation"),
        ([{**row, "open_accounts": 1} for row in rows()], "the same of every row: open_accounts"),
        ([{**row, "shoe_size": place} for place, row in enumerate(rows())], "not known: shoe_size"),
        ([{**row, "revenue": row["label"]} for row in rows()], "give the label away: revenue"),
        (rows(months=MONTHS[:3]), "3 months are too few"),
        ([{**row, "label": ""} for row in rows()], "no row with a label"),
        (rows(9), "9 clients in the months learned from are too few, at least 10"),
    ],
)
def test_what_cannot_be_learned_from_is_told_in_words(tmp_path: Path, table: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        task_of(write(tmp_path, table), "utilisation")


@pytest.mark.parametrize("label", [0, 1])
def test_months_of_few_clients_with_a_label_are_too_few_to_learn_from(tmp_path: Path, label: int) -> None:
    """Four clients have the label in every month: many rows, and a column tells four clients apart by accident."""
    table = [{**row, "label": label if int(row["id"][1:]) < 4 else 1 - label} for row in rows(tells="willingness")]
    with pytest.raises(InvalidInput, match=f"4 clients with the label {label} in the months learned from are too few"):
        task_of(write(tmp_path, table), "willingness")


def test_a_binary_label_given_away_by_a_column_is_refused(tmp_path: Path) -> None:
    table = [{**row, "days_overdue": 90 * (1 - row["label"])} for row in rows(tells="risk")]
    with pytest.raises(InvalidInput, match="give the label away: days_overdue"):
        task_of(write(tmp_path, table), "risk")


def test_a_file_that_is_no_table_is_not_recognised(tmp_path: Path) -> None:
    assert recognised(write(tmp_path, rows()))
    other = tmp_path / "other.csv"
    other.write_text("id,month,label\n1,2024-01,0\n", encoding="utf-8")
    assert not recognised(other)
    assert not recognised(tmp_path)
    assert not recognised(tmp_path / "none.csv")
    other.write_bytes(b"\xff\xfe\x00")
    assert not recognised(other)
    with pytest.raises(UnreadableFile):
        task_of(other, "risk")


def test_new_clients_are_read_with_the_columns_of_the_model(tmp_path: Path) -> None:
    context = task_of(write(tmp_path, rows()), "utilisation").context
    new = [{**row, "label": "", "month": "2025-01"} for row in rows(5, ["2025-01"])]
    sample = sample_of(write(tmp_path, new), context)
    assert set(sample.frame) == set(context["columns"])
    assert np.isnan(sample.y).all()
    assert sample.ids[0] == "c0@2025-01"
    without = [{name: value for name, value in row.items() if name != "debt_ratio"} for row in new]
    with pytest.raises(InvalidInput, match="columns missing: debt_ratio"):
        sample_of(write(tmp_path, without), context)


def rows_without(name: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != name} for row in rows()]


def test_a_table_without_what_every_table_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="columns missing: segment"):
        task_of(write(tmp_path, rows_without("segment")), "utilisation")
