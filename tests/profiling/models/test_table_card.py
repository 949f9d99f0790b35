"""The card of a model learned from a training table: written in both languages from the table, and from no other."""

from pathlib import Path
from typing import Any

import pytest
from tests.profiling.models.test_table import rows, write
from typer.testing import CliRunner

from firmgraph.cli.entry import app


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def learned(folder: Path, what: str, *more: str) -> Path:
    """A table of many clients, its model learned by the command."""
    data = write(folder, rows(60, tells=what))
    found = run("train", what, "--data", data, "--models", folder / "models", *more)
    assert found.exit_code == 0, found.exception
    return data


def carded(folder: Path, what: str, data: Path) -> Any:
    out = ("--data", data, "--out", folder / "cards")
    return run("models", "card", f"{what}_table", "1", "--models", folder / "models", *out)


def test_a_share_has_a_card_in_both_languages_with_its_plots(tmp_path: Path) -> None:
    found = carded(tmp_path, "utilisation", learned(tmp_path, "utilisation"))
    assert found.exit_code == 0, found.exception
    english = (tmp_path / "cards" / "utilisation_table-1.md").read_text(encoding="utf-8")
    chinese = (tmp_path / "cards" / "utilisation_table-1.zh-CN.md").read_text(encoding="utf-8")
    assert "learned from 60 clients in" in english
    assert "学习 60 个客户" in chinese
    assert "added | 95 % interval" in english
    plots = sorted(path.name for path in (tmp_path / "cards" / "images").iterdir())
    named = [f"utilisation_table-1-{plot}.svg" for plot in ("ablation", "calibration", "contributions", "psi")]
    assert plots == named
    assert all(f"images/{plot}" in english for plot in plots)
    assert "{" not in english + chinese


def test_a_risk_has_a_twin_and_groups_and_who_stands_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firmgraph.profiling.models.card_twin.SEEDS", 2)
    data = learned(tmp_path, "risk", "--role", "development=credit models")
    signed = ("models", "sign", "risk_table", "1", "--models", tmp_path / "models", "--role", "approval=credit board")
    assert run(*signed).exit_code == 0
    assert carded(tmp_path, "risk", data).exit_code == 0
    english = (tmp_path / "cards" / "risk_table-1.md").read_text(encoding="utf-8")
    assert "Learned again with 2 other seeds" in english
    assert "| approval | credit board |" in english
    assert "| size | micro |" in english
    assert "rows that went bad" in english
    assert "nobody has approved" not in english


def test_a_model_without_some_blocks_has_its_card_and_one_no_better_than_chance_says_so(tmp_path: Path) -> None:
    data = learned(tmp_path, "willingness", "--without", "assets")
    assert carded(tmp_path, "willingness", data).exit_code == 0
    english = (tmp_path / "cards" / "willingness_table-1.md").read_text(encoding="utf-8")
    assert "debt_ratio" not in english
    assert "nobody has approved it" in english
    assert "| assets |" not in english


def test_another_table_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    learned(tmp_path, "utilisation")
    other = write(tmp_path, [{**row, "debt_ratio": 0.5 * row["debt_ratio"]} for row in rows(60)])
    found = carded(tmp_path, "utilisation", other)
    assert "this is not the table that utilisation_table 1 was learned from" in str(found.exception)
    assert not (tmp_path / "cards").exists()
