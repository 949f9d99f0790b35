"""A small invented bank with a history of months, and accounts of one client made by hand."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.graph.world import write_world
from firmgraph.profiling.models.frame_past import Past

CODE = "91990100000000001D"
CLIENT = f"ent:{CODE}"
FIRMS, SEED, MONTHS = 90, 5, 22
THROUGH = "2025-06-30"


def lived_bank(folder: Path) -> GraphStore:
    """A store of a world whose clients have a history."""
    write_world(FIRMS, SEED, folder / "world", months=MONTHS)
    store = open_store(f"sqlite:///{folder / 'bank.db'}")
    load_files(store, [folder / "world"], LoadOptions())
    return store


def lived_clients(store: GraphStore) -> list[str]:
    """The clients of the world that have a history."""
    rows = store.records(kinds=["credit_account"])
    return sorted({f"ent:{row.payload['enterprise']['uscc']}" for row in rows if ":account-" in row.record_id})


def account(observed: str, **told: Any) -> StoredRecord:
    """A version of the client's account, observed on a day: half of a line of a million drawn, nothing overdue."""
    payload = {
        "enterprise": {"kind": "enterprise", "uscc": CODE},
        "account_no": "L1",
        "line": "1000000",
        "balance": "500000",
        "drawn_total": "800000",
        "opened": "2023-01-10",
        "five_tier": "normal",
        "overdue_days": 0,
        "overdue_amount": "0",
        **told,
    }
    kept = {name: value for name, value in payload.items() if value is not None}
    return StoredRecord(f"b:L1@{observed}", "b:L1", "credit_account", "b", observed, f"{observed}T00:00:00", kept)


def past(*records: StoredRecord) -> Past:
    """The client's past of some records."""
    return Past(CLIENT, tuple(sorted(records, key=lambda one: one.uid)))


def monthly(days: Iterable[str], **told: Any) -> list[StoredRecord]:
    """The same account observed on each of some days."""
    return [account(day, **told) for day in days]
