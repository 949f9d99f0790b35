"""Reading the whole graph out of SQLite by column."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from firmgraph.graph.blocks import TOGETHER, Block, NodeBlock, RelationBlock
from firmgraph.graph.embedded.rows import record_id_of
from firmgraph.graph.ontology import derived_kinds, ontology

# The number of the one record behind an element; 0 of none, and below 0 of several, which are looked up.
_BEHIND = "(SELECT CASE count(*) WHEN 1 THEN max(record) ELSE -count(*) END FROM evidence WHERE element = {table}.id)"
_NODES = (
    f"SELECT CAST(id AS BLOB), kind, CAST(properties AS BLOB), known_from, {_BEHIND.format(table='node')} "
    "FROM node WHERE live AND kind IN ({kinds}) ORDER BY id"
)
# The id of a relation begins with its kind, so those of a kind lie together.
_RELATIONS = (
    'SELECT CAST(id AS BLOB), CAST(start AS BLOB), CAST("end" AS BLOB), CAST(properties AS BLOB), '
    f"valid_from, valid_to, known_from, {_BEHIND.format(table='relation')} "
    "FROM relation WHERE live AND id > ?1 || '-' AND id < ?1 || '.' ORDER BY start, \"end\", discriminator"
)
EvidenceIds = Callable[[Collection[str]], Mapping[str, list[str]]]


def live_blocks(connection: sqlite3.Connection, evidence_ids: EvidenceIds) -> Iterator[Block]:
    """Yield what holds today by column: nodes ordered by id, then relations by (kind, start, end, discriminator)."""
    spoken = _record_ids(connection)
    stated = sorted(ontology().nodes.keys() - derived_kinds())
    nodes = connection.execute(_NODES.format(kinds=", ".join("?" * len(stated))), stated)
    for ids, kinds, properties, known_from, behind in _columns(nodes):
        yield NodeBlock(ids, kinds, properties, known_from, _evidence(ids, behind, spoken, evidence_ids))
    for kind in sorted(ontology().relations.keys() - derived_kinds()):
        rows = connection.execute(_RELATIONS, (kind,))
        for ids, starts, ends, properties, valid_from, valid_to, known_from, behind in _columns(rows):
            evidence = _evidence(ids, behind, spoken, evidence_ids)
            yield RelationBlock(kind, ids, starts, ends, properties, valid_from, valid_to, known_from, evidence)


def _columns(cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(TOGETHER):
        yield tuple(zip(*rows, strict=True))


def _record_ids(connection: sqlite3.Connection) -> list[bytes]:
    """Return the record ids by the number of their row; nothing for those that do not speak."""
    found = [b""] * (connection.execute("SELECT coalesce(max(seq), 0) + 1 FROM record").fetchone()[0])
    for number, uid in connection.execute("SELECT seq, uid FROM record WHERE active"):
        found[number] = record_id_of(uid).encode()
    return found


def _evidence(
    ids: Sequence[bytes], behind: Sequence[int], spoken: Sequence[bytes], evidence_ids: EvidenceIds
) -> list[bytes]:
    """Return what is behind each element, its record ids a line each."""
    found = [spoken[number] for number in behind]
    if min(behind) < 0:
        several = {place: ids[place].decode() for place, number in enumerate(behind) if number < 0}
        stated = evidence_ids(several.values())
        for place, element in several.items():
            found[place] = "\n".join(stated.get(element, ())).encode()
    return found
