"""The command table: what it writes, what it tells, and that work broken off goes on and leaves no half file."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.profiling.models.lived import lived_bank, lived_clients
from typer.testing import CliRunner, Result

from firmgraph.cli.entry import app
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.models import frame_file
from firmgraph.profiling.models.frame import clients, cohorts
from firmgraph.profiling.models.frame_columns import COLUMNS
from firmgraph.profiling.models.frame_file import write_table
from firmgraph.profiling.models.frame_past import Past
from firmgraph.profiling.models.frame_read import read_past
from firmgraph.profiling.models.frame_seen import Seen, Value, month_end

ASKED = cohorts("utilisation", "2024-09", "2025-03", "2025-06-30")


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    with lived_bank(tmp_path_factory.mktemp("bank")) as store:
        yield store


def run(bank: GraphStore, out: Path, *words: str) -> Result:
    given = ["table", *words, "--out", str(out), "--store", bank.url]
    return CliRunner().invoke(app, given)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def silent(_done: int, _total: int) -> None:
    pass


def test_row_2_03_the_command_writes_clients_by_month_with_their_labels(bank: GraphStore, tmp_path: Path) -> None:
    out = tmp_path / "table.csv"
    found = run(bank, out, "utilisation", "--from", "2024-09", "--to", "2025-03", "--json")
    assert found.exit_code == 0, found.stderr
    body, rows = orjson.loads(found.stdout), rows_of(out)
    assert body["rows"] == len(rows) > 60
    assert body["clients"] == len({row["id"] for row in rows})
    assert {row["id"] for row in rows} <= set(lived_clients(bank))
    assert [row["month"] for row in rows] == sorted(row["month"] for row in rows)
    assert body["left_out"]["not_applicable"] > 0
    balances = {
        (f"ent:{row.payload['enterprise']['uscc']}", row.observed_at[:7]): float(row.payload["balance"])
        / float(row.payload["line"])
        for day in ("2025-04-30", "2025-05-31", "2025-06-30")
        for row in bank.records(kinds=["credit_account"], at=_at(day))
    }
    later = {f"2025-0{month}": f"2025-0{month + 3}" for month in (1, 2, 3)}
    for row in rows:
        if row["month"] in later:
            assert float(row["label"]) == pytest.approx(balances[row["id"], later[row["month"]]])


def _at(day: str) -> Any:
    from firmgraph.graph.elements import Moment

    return Moment(day)


def test_columns_that_say_nothing_are_told_and_left_out_unless_asked_for(bank: GraphStore, tmp_path: Path) -> None:
    shown = run(bank, tmp_path / "a.csv", "willingness", "--from", "2025-01", "--to", "2025-03")
    assert "size" in shown.stdout
    assert "not an existing client" in shown.stdout
    run(bank, tmp_path / "b.csv", "willingness", "--from", "2025-01", "--to", "2025-03", "--every-column")
    less, more = (set(rows_of(tmp_path / name)[0]) for name in ("a.csv", "b.csv"))
    assert "size" in more - less
    assert "days_overdue" not in more


def test_months_without_a_label_yet_are_kept_to_be_scored(bank: GraphStore, tmp_path: Path) -> None:
    out = tmp_path / "now.csv"
    assert run(bank, out, "risk", "--from", "2025-06", "--to", "2025-06", "--unlabelled").exit_code == 0
    assert {row["label"] for row in rows_of(out)} == {""}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("risk", "--from", "2025-01", "--to", "2025-03"), "no label is known yet of 2025-01"),
        (("risk", "--from", "2024-05", "--to", "2024-01"), "out of order"),
        (("wealth", "--from", "2024-01", "--to", "2024-05"), "no label wealth"),
        (("risk", "--from", "2015-01", "--to", "2015-03"), "no client has a label in these months: not_applicable"),
    ],
)
def test_what_cannot_be_made_is_told_in_words_and_leaves_no_file(
    bank: GraphStore, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    found = run(bank, tmp_path / "table.csv", *words)
    assert found.exit_code == 1
    assert said in str(found.exception)
    assert not (tmp_path / "table.csv").exists()


def test_work_broken_off_goes_on_and_gives_the_same_table(
    bank: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_file, "TOGETHER", 15)
    whole, out = tmp_path / "whole.csv", tmp_path / "table.csv"
    write_table(bank, ASKED, whole, silent)

    def interrupted(done: int, _total: int) -> None:
        if done >= 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(bank, ASKED, out, interrupted)
    assert [path.name for path in tmp_path.iterdir() if path.name != "whole.csv"] == ["table.csv.parts"]
    read: list[str] = []
    monkeypatch.setattr(frame_file, "read_past", _counting(read))
    write_table(bank, ASKED, out, silent)
    assert 0 < len(read) == len(clients(bank)) - 30
    assert out.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.csv", "whole.csv"]


def test_parts_of_another_question_are_not_gone_on_with(
    bank: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_file, "TOGETHER", 15)

    def interrupted(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_table(bank, ASKED, tmp_path / "table.csv", interrupted)
    read: list[str] = []
    monkeypatch.setattr(frame_file, "read_past", _counting(read))
    write_table(bank, cohorts("utilisation", "2024-10", "2025-03", "2025-06-30"), tmp_path / "table.csv", silent)
    assert len(read) == len(clients(bank))


def _counting(read: list[str]) -> Callable[[GraphStore, str], Past]:
    def counted(store: GraphStore, client: str) -> Past:
        read.append(client)
        return read_past(store, client)

    return counted


def test_a_table_with_a_column_that_reads_ahead_is_not_made(
    bank: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ahead(seen: Seen) -> Value:
        return COLUMNS["utilisation"](Seen(seen.past, month_end(seen.day, 3)))

    monkeypatch.setattr("firmgraph.profiling.models.frame.COLUMNS", {**COLUMNS, "debt_ratio": ahead})
    found = run(bank, tmp_path / "table.csv", "utilisation", "--from", "2024-09", "--to", "2025-03")
    assert found.exit_code == 1
    assert "read past their cut-off: debt_ratio" in str(found.exception)
    assert list(tmp_path.iterdir()) == []
