"""`firmgraph watch`: a table and a model file in, alarms and a report out, faults told with line and column."""

import csv
from pathlib import Path

import numpy as np
import orjson
import pytest
from tests.profiling.models.test_watch import CALM, LINES, MODEL, clients
from typer.testing import CliRunner, Result

from firmgraph.cli.entry import app
from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.registry import Kept, keep
from firmgraph.profiling.models.watch_table import read_watch_table

MONTHS = (CALM[0], clients("2025-02", moved=1.0))
HEADER = ("id", "month", "label", "region", "debt", "age")


def table(folder: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> Path:
    file = folder / "clients.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([header, *rows])
    return file


def book(folder: Path) -> Path:
    columns = ("ids", "month", "y", "region", "debt", "age")
    return table(folder, *(row for month in MONTHS for row in zip(*(month[name] for name in columns), strict=True)))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return keep(tmp_path / "models", MODEL)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_the_command_tells_alarms_and_writes_each_report(tmp_path: Path, kept: Kept) -> None:
    file, data = tmp_path / "models" / "risk-1.json", book(tmp_path)
    found = run("watch", "--data", data, "--model", file, "--json", "--out", tmp_path / "report.html")
    body = orjson.loads(found.stdout)
    assert (body["model"], body["version"], body["level"]) == ("risk", 1, "red")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "评分稳定性 PSI" in page
    known = [sign for sign in body["signs"] if sign["level"] != "unknown"]
    unknown = {(sign["measure"], sign["part"], sign["month"] == "all") for sign in body["signs"] if sign not in known}
    assert page.count("<tr>") - page.count("<thead>") == len(known) + len(unknown)
    for end in (".md", ".json"):
        shown = run("watch", "--data", data, "--model", file, "--out", tmp_path / f"report{end}")
        assert shown.exit_code == 0
        assert "stability index of the score" in shown.stdout
    assert orjson.loads((tmp_path / "report.json").read_bytes()) == body
    markdown = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert markdown.startswith("# 模型监测 Watch over risk 1\n")
    assert len({line.count(" | ") for line in markdown.splitlines() if line.startswith("| ")}) == 1
    assert run("watch", "--data", data, "--model", file, "--base", data).exit_code == 0


def test_a_model_file_or_report_of_a_strange_name_is_refused(tmp_path: Path, kept: Kept) -> None:
    file, data = tmp_path / "models" / "risk-1.json", book(tmp_path)
    assert run("watch", "--data", data, "--model", tmp_path / "risk.json").exit_code == 2
    assert run("watch", "--data", data, "--model", file, "--out", tmp_path / "report.pdf").exit_code == 2
    assert not (tmp_path / "report.pdf").exists()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("c1", "2025-13", "", "north", 1, 1), "line 2: month is YYYY-MM, not '2025-13'"),
        (("c1", "2025-01", "2", "north", 1, 1), "line 2: label lies between 0 and 1, not 2"),
        (("c1", "2025-01", "", "north", "much", 1), "line 2: debt is not a number: 'much'"),
        (("c1", "2025-01", "", "north", "inf", 1), "line 2: debt must be finite: inf"),
        (("", "2025-01", "", "north", 1, 1), "line 2: the id is empty"),
    ],
)
def test_a_fault_in_the_table_is_told_with_its_line(
    row: tuple[object, ...], words: str, tmp_path: Path, kept: Kept
) -> None:
    with pytest.raises(InvalidInput, match=words):
        read_watch_table(table(tmp_path, row), kept, LINES)


def test_a_table_without_columns_clients_or_text_is_refused(tmp_path: Path, kept: Kept) -> None:
    with pytest.raises(InvalidInput, match="columns missing: debt"):
        read_watch_table(table(tmp_path, header=("id", "month", "age")), kept, LINES)
    with pytest.raises(InvalidInput, match="has no rows"):
        read_watch_table(table(tmp_path), kept, LINES)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_watch_table(tmp_path / "none.csv", kept, LINES)
    twice = ("c1", "2025-01", "", "", 1, 1)
    with pytest.raises(InvalidInput, match="line 3: the id is empty or stands twice in 2025-01: c1"):
        read_watch_table(table(tmp_path, twice, twice), kept, LINES)


def test_columns_beyond_those_of_the_model_are_left_and_missing_values_stay_so(tmp_path: Path, kept: Kept) -> None:
    found = read_watch_table(table(tmp_path, ("c1", "2025-01", "", "", "", 1)), kept, LINES)
    assert (found.sample.frame["debt"], found.sample.frame["age"]) == ([None], [1.0])
    assert set(found.groups) == {"region"}
    assert np.isnan(found.sample.y).all()


def test_years_stand_for_the_age_band_where_a_table_has_none(tmp_path: Path, kept: Kept) -> None:
    header = ("id", "month", "years_since_establishment", "debt", "age")
    years = ("0", "2.9", "3", "5", "6", "11", "", "old")
    rows = [(f"c{place}", "2025-01", one, 1, 1) for place, one in enumerate(years)]
    found = read_watch_table(table(tmp_path, *rows, header=header), kept, LINES)
    assert found.groups["age_band"] == ["00-02", "00-02", "03-05", "03-05", "06-10", "11+", "", ""]
    told = table(tmp_path, *(("A", *row) for row in rows), header=("age_band", *header))
    assert set(read_watch_table(told, kept, LINES).groups["age_band"]) == {"A"}
