"""Every way to tamper with a ledger is found on both databases, and decisions are made again to the byte."""

from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from benchmarks import decisions, ledgers
from benchmarks.ledgers import Databases, measured

from firmgraph.api.decisions import replay

PLACES = [
    ledgers.on_sqlite,
    pytest.param(ledgers.on_postgresql, marks=pytest.mark.xdist_group("postgresql")),
]


@pytest.mark.parametrize("place", PLACES)
def test_an_entry_flipped_deleted_inserted_or_reordered_is_found(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: AbstractContextManager[Databases] = place()
    with kept as databases:
        found = measured(databases, 300)
        assert found["tamperings found"] == "4 of 4"
        monkeypatch.setattr(ledgers, "TAMPERINGS", {"untouched": []})
        assert not ledgers._found(databases, "untouched", 300)


def test_decisions_are_made_again_as_the_same_bytes_in_a_store_opened_anew(tmp_path: Path) -> None:
    found = decisions.replays(f"sqlite:///{tmp_path}/world.db", f"sqlite:///{tmp_path}/ledger.db", 40)
    assert found["decisions"] == found["made again as the same bytes"] == 40
    assert found["entries of the ledger"] == "40, whole"
    assert found["with offers"] > 5


def test_a_decision_that_is_not_the_same_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices that change between the making and the making again."""
    from firmgraph.profiling import pricing

    def dearer(*arguments: Any) -> Any:
        monkeypatch.setattr(pricing, "BASIS_POINT", Decimal("0.0002"))
        return replay(*arguments)

    monkeypatch.setattr(decisions, "replay", dearer)
    found = decisions.replays(f"sqlite:///{tmp_path}/world.db", f"sqlite:///{tmp_path}/ledger.db", 20)
    assert found["made again as the same bytes"] < found["decisions"]
