"""Decisions: a ledger of 100,000 written, verified and tampered with, and decisions made again byte for byte."""

import random
import sqlite3
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from firmgraph.api.decisions import match_offers, replay
from firmgraph.api.ledger.ledger import Ledger, Note
from firmgraph.api.officer.desk import Desk
from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import open_store
from firmgraph.profiling.request import read_request

WORLD = Path(__file__).parents[1] / "fixtures" / "world"
DAY = Moment("2025-06-30")
ENTRIES, AT_ONCE, DECISIONS = 100_000, 1000, 10_000
TAMPERINGS: Mapping[str, Sequence[str]] = {
    "flipped": ["UPDATE ledger_entries SET content = flipped(content) WHERE seq = {n}"],
    "deleted": ["DELETE FROM ledger_entries WHERE seq = {n}"],
    "inserted": [
        "UPDATE ledger_entries SET seq = -seq - 1 WHERE seq > {n}",
        "INSERT INTO ledger_entries SELECT {n} + 1, kind, id, subject, made_at, content, digest "
        "FROM ledger_entries WHERE seq = {n}",
        "UPDATE ledger_entries SET seq = -seq WHERE seq < 0",
    ],
    "reordered": [
        "UPDATE ledger_entries SET seq = 0 WHERE seq = {n}",
        "UPDATE ledger_entries SET seq = {n} WHERE seq = {n} + 1",
        "UPDATE ledger_entries SET seq = {n} + 1 WHERE seq = 0",
    ],
}


def body(number: int) -> dict[str, Any]:
    """A small decision, unlike every other."""
    offers = [{"product_id": f"P{place}", "amount": str(number * 1000 + place), "score": "0.9"} for place in range(6)]
    return {"request": {"terms": {"amount": str(number)}}, "offers": offers}


def ledger(entries: int = ENTRIES) -> Mapping[str, Any]:
    """Return how fast entries are written and verified, and in how many of the tampered ledgers the fault is found."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        kept = Ledger(f"sqlite:///{path}")
        begun = time.perf_counter()
        for first in range(0, entries, AT_ONCE):
            numbers = range(first, first + AT_ONCE)
            kept.append([Note("decision", f"dec:{number}", f"ent:{number % 997}", body(number)) for number in numbers])
        written = time.perf_counter() - begun
        verified = min(_verified(kept) for _ in range(3))
        kept.close()
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = sum(_found(path, name, entries) for name in TAMPERINGS)
    return {
        "entries": entries,
        "entries written a second": round(entries / written),
        "entries verified a second": round(entries / verified),
        "tamperings found": f"{found} of {len(TAMPERINGS)}",
        "goal": "at least 100,000 verified a second; every flipped, deleted, inserted or reordered entry found",
    }


def _verified(kept: Ledger) -> float:
    begun = time.perf_counter()
    count, fault = kept.verify()
    assert count
    assert fault is None
    return time.perf_counter() - begun


def _found(path: Path, name: str, entries: int) -> bool:
    """Tell whether the fault is found at the very entry that is tampered with, in a copy of a ledger."""
    place = random.Random(name).randrange(2, entries - 1)
    copy = path.with_name(f"{name}.db")
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as database, database:
        database.create_function("flipped", 1, lambda content: content[:-1] + bytes([content[-1] ^ 1]))
        for statement in TAMPERINGS[name]:
            database.execute(statement.format(n=place))
    tampered = Ledger(f"sqlite:///{copy}")
    _, fault = tampered.verify()
    tampered.close()
    return fault is not None and fault.seq in (place, place + 1)


def replays(url: str, decisions: int = DECISIONS) -> Mapping[str, Any]:
    """Return how many decisions of the invented economy are the same bytes when made again on a store.

    Firms, amounts, terms and purposes are drawn with a seed; all are made first, and then all made again.
    """
    drawn = random.Random(20250630)
    with open_store(url) as store, tempfile.TemporaryDirectory() as folder:
        load_files(store, [WORLD], LoadOptions(loaded_at="2025-06-30T00:00:00"))
        firms = sorted(record.payload["uscc"] for record in store.records(kinds=["registration"], at=DAY)
                       if "uscc" in record.payload)  # fmt: skip
        desk, kept = Desk(store, SnapshotKeeper(store), DAY), Ledger(f"sqlite:///{folder}/ledger.db")
        made = [match_offers(desk, kept, read_request(_asked(drawn, firms)))["decision_id"] for _ in range(decisions)]
        same = sum(replay(desk, kept, decision_id)["same"] for decision_id in made)
        kept.close()
    return {"decisions made again": decisions, "the same bytes": same, "goal": "all of them"}


def _asked(drawn: random.Random, firms: Sequence[str]) -> dict[str, Any]:
    terms = {
        "amount": drawn.randrange(10_000, 5_000_000),
        "term_months": drawn.choice([6, 12, 24, 36]),
        "purpose": drawn.choice(["working_capital", "procurement", "equipment", "technology"]),
        "guarantee": drawn.choice([[], ["mortgage"], ["pledge", "suretyship"]]),
    }
    return {"subject": {"uscc": drawn.choice(firms)}, "terms": terms}


def run(decisions: int = DECISIONS) -> Mapping[str, Mapping[str, Any]]:
    """Return the figures of the ledger, and of replays on the embedded store."""
    with tempfile.TemporaryDirectory() as folder:
        found = replays(f"sqlite:///{folder}/world.db", decisions)
    return {"The ledger": ledger(), "Decisions made again, embedded": found}
