"""The list of kept models: every version, which is in use, and why a file is not read."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.profiling.models.test_watch import MODEL

from firmgraph.profiling.models.listing import kept_models
from firmgraph.profiling.models.registry import keep


def test_the_newest_that_is_not_retired_is_in_use(tmp_path: Path) -> None:
    for _ in range(10):
        keep(tmp_path, replace(MODEL, name="risk_table"))
    keep(tmp_path, replace(MODEL, name="risk_table", roles={"retirement": "desk"}))
    keep(tmp_path, replace(MODEL, name="risk_firms"))
    told = kept_models(tmp_path)
    assert [(one["name"], one["version"]) for one in told] == [
        ("risk_firms", 1), *(("risk_table", version) for version in range(11, 0, -1))
    ]  # fmt: skip
    assert [one["version"] for one in told if one["in_use"]] == [10]
    assert [one["version"] for one in told if one["retired"]] == [11]
    assert {one["what"] for one in told} == {"risk"}


def test_where_the_newest_was_changed_none_is_in_use(tmp_path: Path) -> None:
    for _ in range(2):
        keep(tmp_path, replace(MODEL, name="risk_table"))
    newest = tmp_path / "risk_table-2.json"
    newest.write_text(newest.read_text(encoding="utf-8").replace("hash", "hush"), encoding="utf-8")
    first, second = kept_models(tmp_path)
    assert (first["version"], first["fault"]["field"]) == (2, "model")
    assert second["fault"] is None
    assert not first["in_use"]
    assert not second["in_use"]


@pytest.mark.parametrize("name", ["risk_table-0.json", "risk_table-01.json", "risk_table-².json", "risk table-1.json"])
def test_a_file_of_another_name_is_no_model(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}", encoding="utf-8")
    assert kept_models(tmp_path) == []


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert kept_models(tmp_path / "models") == []
