"""A whole book of requests, on the command line."""

import csv
import io
from pathlib import Path

import orjson
import pytest
from tests.conftest import world_at
from typer.testing import CliRunner, Result

from firmgraph.api.ledger.place import open_ledger
from firmgraph.cli.entry import app

FIRM = "ent:91990102MA105KER0R"
DAY = "2025-06-30"
TERMS = {"amount": 1000000, "term_months": 12, "purpose": "working_capital"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return world_at(f"sqlite:///{tmp_path_factory.mktemp('book') / 'own.db'}")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def book(folder: Path) -> str:
    """A file of two requests, a blank line, and two lines in error."""
    asked = orjson.dumps({"subject": {"id": FIRM}, "terms": TERMS})
    wrong = orjson.dumps({"subject": {"id": FIRM}, "terms": {**TERMS, "amount": -1}})
    file = folder / "book.jsonl"
    file.write_bytes(b"\n".join([asked, b"", b"nonsense", wrong, b"[1]", asked]))
    return str(file)


def entries(url: str) -> int:
    ledger = open_ledger(url)
    try:
        return sum(1 for _ in ledger.entries())
    finally:
        ledger.close()


def test_each_line_is_answered_and_lines_in_error_are_named(url: str, tmp_path: Path) -> None:
    before = entries(url)
    found = run("batch", book(tmp_path), "--as-of", DAY, "--store", url)
    lines = [orjson.loads(line) for line in found.stdout.splitlines()]
    assert found.exit_code == 1
    assert [line["line"] for line in lines] == [1, 3, 4, 5, 6]
    assert [line["error"]["code"] for line in lines[1:4]] == ["invalid_input"] * 3
    assert lines[2]["error"]["field"] == "terms.amount"
    assert "line 3: the line is not JSON" in found.stderr
    assert "5 requests, 2 with offers, 3 in error" in found.stderr
    assert entries(url) == before
    alone = run("match", FIRM, "--amount", "1000000", "--term", "12", "--as-of", DAY, "--store", url, "--json")
    told = orjson.loads(alone.stdout)["offers"]
    assert [offer["product_id"] for offer in lines[0]["offers"]] == [offer["product_id"] for offer in told]
    assert all(offer[name] == one[name] for offer, one in zip(lines[0]["offers"], told, strict=True)
               for name in ("amount", "bound_by", "rate", "all_in_rate", "score", "verdict"))  # fmt: skip


def test_every_client_asks_for_the_same_and_csv_loses_none(url: str, tmp_path: Path) -> None:
    out = tmp_path / "offers.csv"
    words = ["batch", "--amount", "100万元", "--guarantee", "mortgage", "--as-of", DAY, "--store", url]
    found = run(*words, "--csv", "--out", str(out))
    assert found.exit_code == 0, found.output
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    lines = [orjson.loads(line) for line in run(*words).stdout.splitlines()]
    assert {int(row["line"]) for row in rows} == {line["line"] for line in lines} == set(range(1, len(lines) + 1))
    assert sum(bool(row["product_id"]) for row in rows) == sum(len(line["offers"]) for line in lines) > 30
    assert all(row["none_because"] for row in rows if not row["product_id"])


def test_a_book_is_kept_when_that_is_asked(url: str, tmp_path: Path) -> None:
    found = run("batch", book(tmp_path), "--as-of", DAY, "--keep", "--store", url)
    quick = run("batch", book(tmp_path), "--as-of", DAY, "--store", url)
    kept, told = ([orjson.loads(line) for line in one.stdout.splitlines()] for one in (found, quick))
    assert [{name: value for name, value in line.items() if name != "decision_id"} for line in kept] == told
    shown = run("decision", "show", kept[0]["decision_id"], "--store", url, "--json")
    assert orjson.loads(shown.stdout)["decision_id"] == kept[0]["decision_id"]


def test_a_book_is_a_file_or_every_client(url: str, tmp_path: Path) -> None:
    assert run("batch", "--store", url).exit_code == 2
    assert run("batch", book(tmp_path), "--amount", "1", "--store", url).exit_code == 2
    assert run("batch", str(tmp_path / "no.jsonl"), "--store", url).exit_code == 1
