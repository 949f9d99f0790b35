"""Between SQLite rows and what the rest of firmgraph speaks of."""

from collections.abc import Iterable
from typing import Any

import orjson

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.ingest.tables import Kept, NodeRow, RelationRow
from firmgraph.graph.packed import Packed

RECORD_COLUMNS = "r.uid, r.kind, r.source, r.observed_at, v.loaded_at, r.payload, r.received, r.active"
NODE_COLUMNS = "node.id, node.kind, node.properties, node.known_from, node.live"
RELATION_COLUMNS = ", ".join(
    f'relation."{c}"'
    for c in (
        "id",
        "kind",
        "start",
        "end",
        "discriminator",
        "properties",
        "valid_from",
        "valid_to",
        "known_from",
        "live",
    )
)


def ids_text(ids: Iterable[str]) -> str:
    """Return ids as the JSON array that `json_each` reads."""
    return orjson.dumps(list(ids)).decode()


def record_id_of(uid: str) -> str:
    """Return the record id of a uid: without the version's content hash where there is one."""
    return uid[:-11] if len(uid) > 11 and uid[-11] == "@" else uid


def read_record(row: tuple[Any, ...]) -> Kept:
    """Return the record of a row of RECORD_COLUMNS."""
    uid, kind, source, observed_at, loaded_at, payload, cells, active = row
    stored = StoredRecord(
        uid,
        record_id_of(uid),
        kind,
        source,
        observed_at,
        loaded_at,
        orjson.loads(payload),
        Packed(cells),
    )
    return Kept(stored, bool(active))


def read_node(row: tuple[Any, ...]) -> NodeRow:
    """Return the node of a row of NODE_COLUMNS."""
    return NodeRow(row[0], row[1], Packed(row[2]), row[3], bool(row[4]))


def read_relation(row: tuple[Any, ...]) -> RelationRow:
    """Return the relation of a row of RELATION_COLUMNS."""
    return RelationRow(row[0], row[1], row[2], row[3], row[4], Packed(row[5]), row[6], row[7], row[8], bool(row[9]))
