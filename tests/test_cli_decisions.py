"""Decisions from the command line: kept, shown, made again, compared, answered, verified."""

import sqlite3
from pathlib import Path
from shutil import copyfile
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner, Result

from firmgraph.cli.entry import app

FIRM = "ent:91990102MA105KER0R"


@pytest.fixture
def store(world_store: str, tmp_path: Path) -> str:
    """A store of the invented economy that a test may write to."""
    path = tmp_path / "own.db"
    copyfile(world_store.removeprefix("sqlite:///"), path)
    return f"sqlite:///{path}"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def told(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return orjson.loads(result.stdout)


def decided(store: str, amount: str = "1000000") -> Any:
    return told("match", FIRM, "--amount", amount, "--term", "12", "--as-of", "2025-06-30", "--store", store)


def test_a_decision_is_shown_made_again_and_compared(store: str) -> None:
    one, other = decided(store), decided(store, "900000")
    assert told("decision", "show", one["decision_id"], "--store", store)["offers"] == one["offers"]
    assert told("decision", "replay", one["decision_id"], "--store", store)["same"]
    found = told("decision", "diff", one["decision_id"], other["decision_id"], "--store", store)["differences"]
    assert "/request/terms/amount" in [place["path"] for place in found]


def test_a_decision_that_is_not_kept_is_not_in_the_ledger(store: str) -> None:
    made = told("match", FIRM, "--amount", "1", "--term", "12", "--as-of", "2025-06-30", "--no-keep", "--store", store)
    result = run("decision", "show", made["decision_id"], "--store", store)
    assert result.exit_code == 1


def test_row_3_21_another_product_is_offered_to_who_is_not_satisfied(store: str) -> None:
    made = decided(store)
    first = made["offers"][0]["product_id"]
    body = told("decision", "feedback", made["decision_id"], "--not-satisfied", first, "--store", store)
    assert first not in [offer["product_id"] for offer in body["offers"]]
    taken = body["offers"][0]["product_id"]
    last = told("decision", "feedback", body["decision_id"], "--satisfied", taken, "--store", store)
    assert last["accepted"] == taken
    assert run("decision", "feedback", made["decision_id"], "--store", store).exit_code == 2


def test_row_4_26_a_dominated_offer_is_said_to_be(store: str) -> None:
    made = decided(store)
    dominated = next(offer for offer in made["offers"] if offer["dominated_by"])
    shown = run("decision", "show", made["decision_id"], "--store", store).stdout
    assert f"no better than {', '.join(dominated['dominated_by'])}" in shown


def test_a_broken_ledger_ends_with_exit_code_1(store: str) -> None:
    decided(store)
    assert told("decision", "verify", "--store", store)["whole"]
    assert "whole" in run("decision", "verify", "--store", store).stdout
    with sqlite3.connect(store.removeprefix("sqlite:///").replace("own.db", "own.ledger.db")) as database:
        database.execute("UPDATE ledger_entries SET made_at = '2020-01-01'")
    result = run("decision", "verify", "--store", store)
    assert result.exit_code == 1
    assert "broken" in result.stdout
