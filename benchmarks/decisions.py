"""Decisions made and made again byte for byte on both stores, with the ledger on SQLite and on PostgreSQL."""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import ledgers
from benchmarks.neo4j_load import fresh_server
from firmgraph.api.decisions import match_offers, replay
from firmgraph.api.ledger.ledger import Ledger
from firmgraph.api.officer.desk import Desk
from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.profiling.request import read_request

WORLD = Path(__file__).parents[1] / "fixtures" / "world"
DAY = Moment("2025-06-30")
DECISIONS, TOLD_EACH = 10_000, 1000


@contextmanager
def _desk(store_url: str, ledger_url: str) -> Iterator[tuple[Desk, Ledger]]:
    with open_store(store_url) as store:
        kept = Ledger(ledger_url)
        try:
            yield Desk(store, SnapshotKeeper(store), DAY), kept
        finally:
            kept.close()


def replays(store_url: str, ledger_url: str, decisions: int = DECISIONS) -> Mapping[str, Any]:
    """Return how many decisions of the invented economy are the same bytes when made again on a store.

    Firms, amounts, terms and purposes are drawn with a seed. All are made first; then store and ledger are closed and
    opened again, so that nothing is remembered, and all are made again.
    """
    with _desk(store_url, ledger_url) as (desk, kept):
        load_files(desk.store, [WORLD], LoadOptions(loaded_at="2025-06-30T00:00:00"))
        begun, drawn, firms = time.perf_counter(), random.Random(20250630), _firms(desk.store)
        told = (match_offers(desk, kept, read_request(_asked(drawn, firms))) for _ in range(decisions))
        made = [(body["decision_id"], bool(body["offers"])) for body in _counted(told, "made")]
        making = time.perf_counter() - begun
    ids = {decision_id for decision_id, _ in made}
    with _desk(store_url, ledger_url) as (desk, kept):
        begun = time.perf_counter()
        same = sum(bool(body["same"]) for body in _counted((replay(desk, kept, one) for one in ids), "made again"))
        again = time.perf_counter() - begun
        entries, fault = kept.verify()
    return {
        "decisions": len(ids),
        "with offers": sum(has_offers for _, has_offers in made),
        "made again as the same bytes": same,
        "entries of the ledger": f"{entries}, {'whole' if fault is None else fault.what}",
        "made and kept a second": round(decisions / making),
        "made again and compared a second": round(len(ids) / again),
        "goal": "10,000, all of them the same bytes",
    }


def _counted(bodies: Iterator[Mapping[str, Any]], what: str) -> Iterator[Mapping[str, Any]]:
    begun = time.perf_counter()
    for number, told in enumerate(bodies, 1):
        yield told
        if number % TOLD_EACH == 0:
            print(f"{what}: {number} in {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)


def _firms(store: GraphStore) -> list[str]:
    rows = store.records(kinds=["registration"], at=DAY)
    return sorted(row.payload["uscc"] for row in rows if "uscc" in row.payload)


def _asked(drawn: random.Random, firms: Sequence[str]) -> dict[str, Any]:
    terms = {
        "amount": drawn.randrange(10_000, 5_000_000),
        "term_months": drawn.choice([6, 12, 24, 36]),
        "purpose": drawn.choice(["working_capital", "procurement", "equipment", "technology"]),
        "guarantee": drawn.choice([[], ["mortgage"], ["pledge", "suretyship"]]),
    }
    return {"subject": {"uscc": drawn.choice(firms)}, "terms": terms, "consent": True}


def embedded(decisions: int = DECISIONS) -> Mapping[str, Any]:
    """Return the replays on an embedded store with the ledger on SQLite."""
    with tempfile.TemporaryDirectory() as folder, ledgers.on_sqlite() as databases:
        return replays(f"sqlite:///{folder}/world.db", databases.url, decisions)


def on_neo4j(decisions: int = DECISIONS) -> Mapping[str, Any]:
    """Return the replays on Neo4j with the ledger on PostgreSQL; raise MissingTool without a server to start."""
    with fresh_server() as info, ledgers.on_postgresql() as databases:
        return replays(info.url, databases.url, decisions)


def run(decisions: int = DECISIONS) -> Mapping[str, Mapping[str, Any]]:
    """Return the figures of replays on both stores."""
    return {
        "Decisions made again, embedded store and SQLite ledger": embedded(decisions),
        "Decisions made again, Neo4j and PostgreSQL ledger": on_neo4j(decisions),
    }
