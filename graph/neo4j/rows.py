"""Between what Neo4j keeps on nodes and relations and what the rest of firmgraph speaks of."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.ingest.tables import Kept, NodeRow, RelationRow
from firmgraph.graph.packed import Packed
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.searching import name_parts

NODE_KEEPING = frozenset({"id", "kind", "known_from", "live", "records", "name_parts"})
RELATION_KEEPING = frozenset(
    {"key", "kind", "discriminator", "valid_from", "valid_to", "known_from", "live", "records"}
)


def _own(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fresh dictionary of an element's own properties."""
    return orjson.loads(properties.text) if isinstance(properties, Packed) else dict(properties)


def node_map(row: NodeRow, records: Sequence[str] = ()) -> dict[str, Any]:
    """Return all properties of a stored node: its own, and what the store keeps about it."""
    kept = _own(row.properties)
    kept |= {"id": row.id, "kind": row.kind, "known_from": row.known_from, "live": row.live}
    if records:
        kept["records"] = records
    if parts := name_parts(row):
        kept["name_parts"] = parts
    return kept


def relation_map(row: RelationRow, records: Sequence[str] = ()) -> dict[str, Any]:
    """Return all properties of a stored relation: its own, and what the store keeps about it."""
    kept = _own(row.properties)
    kept |= {"key": row.id, "kind": row.kind, "discriminator": row.discriminator}
    kept |= {"known_from": row.known_from, "live": row.live}
    if row.valid_from is not None:
        kept["valid_from"] = row.valid_from
    if row.valid_to is not None:
        kept["valid_to"] = row.valid_to
    if records:
        kept["records"] = records
    return kept


def node_changes(old: NodeRow, new: NodeRow) -> dict[str, Any]:
    """Return what differs between two states of a node; null for what is gone."""
    before, after = node_map(old), node_map(new)
    changed = {name: value for name, value in after.items() if name not in before or before[name] != value}
    return changed | {name: None for name in before if name not in after}


def record_map(record: Prepared, version: int, loaded_at: str, *, active: bool) -> dict[str, Any]:
    """Return all properties of a stored record; `record_id` only where it is not the uid."""
    kept = {
        "uid": record.uid, "kind": record.kind, "source": record.source, "observed_at": record.observed_at,
        "version": version, "loaded_at": loaded_at, "active": active,
        "payload": record.payload, "received": record.received,
    }  # fmt: skip
    if record.record_id != record.uid:
        kept["record_id"] = record.record_id
    return kept


def read_node(kept: dict[str, Any]) -> NodeRow:
    """Return the node of a map of all its properties."""
    own = {name: kept[name] for name in sorted(kept.keys() - NODE_KEEPING)}
    return NodeRow(kept["id"], kept["kind"], own, kept["known_from"], kept["live"])


def read_relation(start: str, end: str, kept: dict[str, Any]) -> RelationRow:
    """Return the relation of its ends and a map of all its properties."""
    own = {name: kept[name] for name in sorted(kept.keys() - RELATION_KEEPING)}
    return RelationRow(
        kept["key"], kept["kind"], start, end, kept["discriminator"], own,
        kept.get("valid_from"), kept.get("valid_to"), kept["known_from"], kept["live"],
    )  # fmt: skip


def read_record(kept: dict[str, Any]) -> Kept:
    """Return the record of a map of all its properties."""
    stored = StoredRecord(
        kept["uid"], kept.get("record_id", kept["uid"]), kept["kind"], kept["source"], kept["observed_at"],
        kept["loaded_at"], orjson.loads(kept["payload"]), Packed(kept["received"]),
    )  # fmt: skip
    return Kept(stored, kept["active"])


def refuse_kept_names(properties: Mapping[str, Any], keeping: frozenset[str]) -> None:
    """Raise InvalidInput when a conclusion names a property as the store names its own."""
    if taken := keeping.intersection(properties):
        raise InvalidInput(f"a conclusion cannot have a property named {min(taken)}", field="properties")
