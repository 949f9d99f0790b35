"""The monthly history of clients: coherent from month to month, known when it happened, and only when asked for."""

import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from tests.graph.world.reading import FIXTURES, Rows, rows_of
from typer.testing import CliRunner

from firmgraph.cli.entry import app
from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import open_store
from firmgraph.graph.world import write_world
from firmgraph.graph.world.history import month_ends

WORLD = FIXTURES / "world"
MONTHS = 15
ENDS = [str(day) for day in month_ends(MONTHS)]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("past")
    write_world(120, 3, out, months=MONTHS)
    return out


def accounts(folder: Path) -> dict[str, Rows]:
    found = defaultdict(list)
    for row in rows_of("credit_account", folder):
        if row["record_id"].startswith("account-"):
            found[row["account_no"]].append(row)
    return found


def test_the_same_numbers_give_the_same_bytes(past: Path, tmp_path: Path) -> None:
    write_world(120, 3, tmp_path, months=MONTHS)
    assert {p.name: p.read_bytes() for p in past.iterdir()} == {p.name: p.read_bytes() for p in tmp_path.iterdir()}


def test_each_month_of_an_account_is_a_version_of_one_record(past: Path) -> None:
    assert len(accounts(past)) > 20
    for number, rows in accounts(past).items():
        assert len({row["record_id"] for row in rows}) == 1, number
        assert [row["observed_at"] for row in rows] == ENDS[-len(rows) :]


def test_draws_repayments_and_arrears_add_up(past: Path) -> None:
    repaid = {(row["account_no"], row["month"]): row for row in rows_of("repayment", past)}
    for number, rows in accounts(past).items():
        for before, now in pairwise(rows):
            drawn = int(now["drawn_total"]) - int(before["drawn_total"])
            month = repaid[number, now["observed_at"][:7]]
            assert 0 <= int(now["balance"]) <= int(now["line"])
            assert drawn >= 0
            assert int(before["balance"]) + drawn >= int(now["balance"])
            arrears = int(now["overdue_days"]) > 0
            assert (int(month["paid"]) == 0) == arrears
            if arrears:
                assert drawn == 0
                assert int(now["overdue_amount"]) == int(before["overdue_amount"]) + int(month["due"])
            else:
                assert int(now["overdue_amount"]) == 0
                assert int(month["paid"]) == int(month["due"]) + int(before["overdue_amount"])


def test_arrears_grow_by_a_month_or_are_cured(past: Path) -> None:
    days = [[int(row["overdue_days"]) for row in rows] for rows in accounts(past).values()]
    assert any(max(one) > 60 for one in days)
    for one in days:
        for before, now in pairwise(one):
            assert now == 0 or (0 < now <= 28 and before == 0) or now == before + 30


def test_a_row_is_observed_when_it_was_known_and_never_before_it_happened(past: Path) -> None:
    for kind, column in (
        ("statement", "period"),
        ("invoice", "date"),
        ("behaviour", "at"),
        ("application", "applied_at"),
    ):
        rows = [row for row in rows_of(kind, past) if row["observed_at"] != "2025-06-20"]
        assert rows, kind
        for row in rows:
            happened = f"{row[column]}-12-31" if len(row[column]) == 4 else row[column][:10]
            assert row["observed_at"] >= happened, row
    kinds = ("credit_account", "customer", "invoice")
    assert max(row["observed_at"] for kind in kinds for row in rows_of(kind, past)) == "2025-06-30"


def test_planted_rows_are_those_of_a_world_without_history(past: Path) -> None:
    assert (past / "expected.json").read_bytes() == (WORLD / "expected.json").read_bytes()
    for kind in ("credit_account", "repayment", "statement", "customer"):
        planted = [row for row in rows_of(kind) if "-MA" not in row["record_id"]]
        known = {row["record_id"] for row in planted}
        assert [row for row in rows_of(kind, past) if row["record_id"] in known] == planted


def test_deals_come_in_whole_rounds_so_that_the_expected_products_are_still_those_most_taken(past: Path) -> None:
    planted, lived = (Counter(row["product_id"] for row in rows_of("deal", folder)) for folder in (WORLD, past))
    assert lived == Counter({product: 2 * count for product, count in planted.items()})


def test_the_store_answers_with_the_version_of_the_day(past: Path, tmp_path: Path) -> None:
    number, rows = next(iter(accounts(past).items()))
    with open_store(f"sqlite:///{tmp_path / 'past.db'}") as store:
        load_files(store, [past], LoadOptions())
        for row in rows:
            told = [
                one.payload["balance"]
                for one in store.records(kinds=["credit_account"], at=Moment(row["observed_at"]))
                if one.payload["account_no"] == number
            ]
            assert told == [row["balance"]]


@pytest.mark.parametrize("months", [0, -1, 121])
def test_a_history_of_no_months_is_refused(months: int, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="1 to 120 months"):
        write_world(60, 1, tmp_path, months=months)


def test_the_command_gives_clients_a_history(past: Path, tmp_path: Path) -> None:
    words = ["world", "--firms", "120", "--seed", "3", "--months", str(MONTHS), "--out", str(tmp_path), "--json"]
    found = CliRunner().invoke(app, words)
    assert json.loads(found.stdout)["rows"]["credit_account"] == len(rows_of("credit_account", past))
    assert CliRunner().invoke(app, ["world", "--months", "0", "--out", str(tmp_path)]).exit_code == 1
