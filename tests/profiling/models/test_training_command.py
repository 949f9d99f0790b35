"""The commands train and evaluate, on an invented file of borrowers."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pytest
from typer.testing import CliRunner, Result

from firmgraph.cli.entry import app
from firmgraph.profiling.models.registry import find

COLUMNS = ("id", "issue_d", "revol_util", "funded_amnt", "annual_inc", "addr_state", "num_il_tl")
MONTHS = ("Jan-2024", "Feb-2024", "Mar-2024", "Apr-2024")


def borrowers(folder: Path, size: int, seed: int, **changed: str) -> Path:
    """A file of borrowers whose use of their lines falls with income."""
    random = np.random.default_rng(seed)
    file = folder / f"borrowers-{seed}.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(COLUMNS)
        for number in range(size):
            income, loan, noise = random.lognormal(11, 0.5), random.integers(1, 40), random.normal(0, 8)
            told = {
                "id": f"{seed}-{number}",
                "issue_d": MONTHS[number % 4],
                "revol_util": f"{np.clip(90 - income / 2000 + noise, 0, 100):.1f}",
                "funded_amnt": str(1000 * loan),
                "annual_inc": f"{income:.0f}",
                "addr_state": random.choice(["N", "S"]),
                "num_il_tl": str(random.integers(0, 9)),
            }
            rows.writerow([{**told, **changed}[name] for name in COLUMNS])
    return file


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def body(*words: str | Path) -> Any:
    found = run(*words, "--json")
    assert found.exit_code == 0, found.stderr
    return orjson.loads(found.stdout)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    body("train", "utilisation", "--data", borrowers(folder, 400, 1), "--models", folder, "--role", "development=desk")
    return folder


def test_what_was_learned_is_kept_with_its_table_and_who_stands_for_it(models: Path) -> None:
    kept = find(models, "utilisation_lines")
    assert (kept.target, kept.roles, kept.metrics["metric"]) == ("share", {"development": "desk"}, "mae")
    tried = {row["learners"][0]: row["metrics"]["mae"] for row in kept.metrics["table"]}
    assert len(tried) >= 5
    assert tried[kept.metrics["chosen"]] == min(tried.values()) < tried["mean"]


def test_the_columns_that_give_the_label_away_are_not_learned_from(models: Path) -> None:
    assert "revol_util" not in find(models, "utilisation_lines").columns


def test_a_later_file_is_judged_and_its_scores_are_written(models: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    words = ("--models", models, "--out", out)
    told = body("evaluate", "utilisation", "--data", borrowers(tmp_path, 200, 7), *words)
    assert (told["scored"], told["learned_from"], told["figures"]["clients"]) == (200, 0, 200)
    assert told["figures"]["r2"] > 0.5
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 200
    assert all(0 <= float(row["low"]) <= float(row["predicted"]) <= float(row["high"]) <= 1 for row in rows)


def test_clients_learned_from_do_not_judge_the_model(models: Path, tmp_path: Path) -> None:
    told = body("evaluate", "utilisation", "--data", borrowers(tmp_path, 400, 1), "--models", models)
    assert told["scored"] == 400
    assert 0 < told["learned_from"] < 400
    assert told["figures"]["clients"] == 400 - told["learned_from"]


def test_clients_of_unknown_outcome_are_only_scored(models: Path, tmp_path: Path) -> None:
    file = borrowers(tmp_path, 50, 3, revol_util="")
    told = body("evaluate", "utilisation", "--data", file, "--models", models)
    assert (told["scored"], told["figures"]) == (50, {})
    shown = run("evaluate", "utilisation", "--data", file, "--models", models).stdout
    assert "the outcome of no other is known" in shown


def test_a_reader_sees_what_was_tried_and_how_it_did(tmp_path: Path) -> None:
    shown = run("train", "utilisation", "--data", borrowers(tmp_path, 200, 5), "--models", tmp_path)
    assert "utilisation_lines 1:" in shown.stdout
    assert "held out of what is known" in shown.stdout
    assert "later clients, not seen before" in shown.stdout
    assert "5 folds" in shown.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("train", "risk"), "tells of utilisation, not of risk"),
        (("train", "utilisation", "--without", "trade"), "no block trade, but"),
        (("train", "utilisation", "--role", "owner=me"), "unknown roles: owner"),
        (("evaluate", "utilisation"), "no model utilisation_lines in use"),
    ],
)
def test_a_mistake_is_told_in_a_line_and_leaves_nothing(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    found = run(*words, "--data", borrowers(tmp_path, 100, 2), "--models", folder)
    assert found.exit_code == 1
    assert told in str(found.exception)
    assert not folder.exists()


def test_data_of_no_known_shape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    for path in (file, tmp_path / "none.csv", tmp_path):
        found = run("train", "utilisation", "--data", path, "--models", tmp_path / "models")
        assert found.exit_code == 1
        assert str(path) in str(found.exception)
    assert run("train", "wealth", "--data", file).exit_code == 2
    assert run("train", "utilisation", "--data", file, "--role", "development").exit_code == 2
