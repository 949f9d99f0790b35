"""Reading and conclusions on SQLite."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson

from firmgraph.graph.blocks import Block
from firmgraph.graph.embedded.blocks import live_blocks
from firmgraph.graph.embedded.connection import Connections, own_errors
from firmgraph.graph.embedded.rows import (
    NODE_COLUMNS,
    RECORD_COLUMNS,
    RELATION_COLUMNS,
    ids_text,
    read_node,
    read_record,
    read_relation,
    record_id_of,
)
from firmgraph.graph.embedded.tables import SqliteTables
from firmgraph.graph.ingest.tables import Claim, Kept, NodeRow, RelationRow
from firmgraph.graph.ontology import derived_kinds
from firmgraph.graph.packed import text_of
from firmgraph.graph.shelves import RelationQuery

_RECORDS = f"SELECT {RECORD_COLUMNS} FROM record r JOIN version v ON v.number = r.version"


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


class SqliteShelves(SqliteTables):
    """All look-ups of a store, on one connection in one transaction."""

    def relation_page(self, query: RelationQuery) -> list[RelationRow]:
        """Return relations of a node, either direction, ordered by (kind, id)."""
        found = {row[0]: row for side in ("start", '"end"') for row in self._relations_of(side, query)}
        rows = sorted((read_relation(row) for row in found.values()), key=lambda r: (r.kind, r.id))
        return rows[: query.limit]

    def _relations_of(self, side: str, query: RelationQuery) -> Iterator[tuple[Any, ...]]:
        where = [f"{side} = ?", "(kind, id) > (?, ?)"]
        values: list[Any] = [query.node, *query.after]
        if query.kinds:
            where.append(f"kind IN ({_marks(query.kinds)})")
            values.extend(query.kinds)
        if query.day is not None:
            where.append("live AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?)")
            values.extend((query.day, query.day))
        text = f"SELECT {RELATION_COLUMNS} FROM relation WHERE {' AND '.join(where)} ORDER BY kind, id LIMIT ?"
        return self._db.execute(text, (*values, query.limit))

    def evidence_ids(self, ids: Collection[str]) -> Mapping[str, list[str]]:
        """Return, per element, the record ids behind it, ordered."""
        stated = (
            "SELECT element, uid FROM json_each(?) k JOIN evidence ON element = k.value "
            "JOIN record ON seq = record AND active ORDER BY uid"
        )
        rested = "SELECT element, record FROM json_each(?) k JOIN rest ON element = k.value ORDER BY record"
        found: dict[str, list[str]] = defaultdict(list)
        for query in (stated, rested):
            for element, uid in self._db.execute(query, (ids_text(ids),)) if ids else ():
                found[element].append(record_id_of(uid))
        return found

    def records_of_kinds(self, kinds: Sequence[str]) -> Iterator[Kept]:
        """Yield all versions of the records of some kinds, ordered by uid."""
        where = f" WHERE r.kind IN ({_marks(kinds)})" if kinds else ""
        return (read_record(row) for row in self._db.execute(f"{_RECORDS}{where} ORDER BY r.uid", tuple(kinds)))

    def evidence_of_kinds(self, node: str, kinds: Sequence[str]) -> list[Kept]:
        """Return the records of some kinds that state a node, or on which it rests, ordered by uid."""
        where = f" AND r.kind IN ({_marks(kinds)})" if kinds else ""
        text = f"{_RECORDS} WHERE r.seq IN (SELECT record FROM evidence WHERE element = ?){where} ORDER BY r.uid"
        return [read_record(row) for row in self._db.execute(text, (node, *kinds))]

    def uids(self, *, source: str | None, record_id: str | None) -> list[str]:
        """Return the uids of a source's records, or of all versions of one record, ordered."""
        if record_id is not None:
            text = "SELECT uid FROM record WHERE uid = ? OR (uid > ? || '@' AND uid < ? || 'A') ORDER BY uid"
            found = [row[0] for row in self._db.execute(text, (record_id,) * 3)]
            return [uid for uid in found if uid == record_id or record_id_of(uid) == record_id]
        return [row[0] for row in self._db.execute("SELECT uid FROM record WHERE source = ? ORDER BY uid", (source,))]

    def claims_from(self, beginning: str, limit: int) -> list[Claim]:
        """Return claims on lookups with this beginning."""
        text = "SELECT lookup, node, region FROM claim WHERE lookup >= ? AND lookup < ? ORDER BY lookup, node LIMIT ?"
        return [Claim(*row) for row in self._db.execute(text, (beginning, beginning + "\U0010ffff", limit))]

    def nodes_named(self, parts: Sequence[str], limit: int) -> list[NodeRow]:
        """Return organisations whose names contain all of these character pairs."""
        match = " AND ".join(parts)
        found = "SELECT rowid FROM name_part WHERE name_part MATCH ? LIMIT ?"
        text = f"SELECT {NODE_COLUMNS} FROM node WHERE seq IN ({found})"
        return [read_node(row) for row in self._db.execute(text, (match, limit))]

    def live_nodes(self, *, derived: bool) -> Iterator[NodeRow]:
        """Yield the nodes that hold today, ordered by id."""
        rows = self._db.execute(f"SELECT {NODE_COLUMNS} FROM node WHERE live ORDER BY id")
        return (node for row in rows if (node := read_node(row)).kind not in derived_kinds() or derived)

    def live_relations(self, *, derived: bool) -> Iterator[RelationRow]:
        """Yield the relations that hold today, ordered by (kind, start, end, discriminator)."""
        text = f'SELECT {RELATION_COLUMNS} FROM relation WHERE live ORDER BY kind, start, "end", discriminator'
        return (r for row in self._db.execute(text) if (r := read_relation(row)).kind not in derived_kinds() or derived)

    def live_blocks(self) -> Iterator[Block]:
        """Yield by column what records state and holds today, in the order of `live_nodes` and `live_relations`."""
        return live_blocks(self._db, self.evidence_ids)

    def write_derived(
        self, nodes: Sequence[NodeRow], relations: Sequence[RelationRow], rests: Sequence[tuple[str, str]]
    ) -> None:
        """Write or replace conclusions."""
        first = self._next("node")
        self._db.executemany(
            "INSERT INTO node (seq, id, kind, properties, known_from, live) VALUES (?,?,?,?,?,1) "
            "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, properties = excluded.properties, live = 1",
            ((first + i, n.id, n.kind, text_of(n.properties), n.known_from) for i, n in enumerate(nodes)),
        )
        self._db.executemany(
            "INSERT INTO relation VALUES (?,?,?,?,?,?,NULL,NULL,?,1) "
            "ON CONFLICT (id) DO UPDATE SET properties = excluded.properties",
            ((r.id, r.kind, r.start, r.end, r.discriminator, text_of(r.properties), r.known_from) for r in relations),
        )
        self._db.executemany("DELETE FROM rest WHERE element = ?", ((n.id,) for n in nodes))
        self._db.executemany("INSERT OR IGNORE INTO rest (element, record) VALUES (?,?)", rests)

    def resting(self, record_ids: Collection[str]) -> list[str]:
        """Return the conclusions that rest on any of these records, ordered."""
        text = "SELECT DISTINCT element FROM json_each(?) k JOIN rest ON record = k.value ORDER BY element"
        return [row[0] for row in self._db.execute(text, (ids_text(record_ids),))]

    def forget(self, nodes: Collection[str], stale: Collection[str]) -> None:
        """Drop conclusions' relations to nodes that are gone, and mark conclusions as stale."""
        self._drop_conclusions_about(sorted(nodes))
        mark = "UPDATE node SET properties = json_set(properties, '$.stale', json('true')) WHERE id = ?"
        self._db.executemany(mark, ((node,) for node in stale))

    def head(self) -> tuple[int, str | None]:
        """Return the newest version's number and time."""
        row = self._db.execute("SELECT number, loaded_at FROM version ORDER BY number DESC LIMIT 1").fetchone()
        return (int(row[0]), str(row[1])) if row else (0, None)

    def began(self) -> str | None:
        """Return when the first version was loaded."""
        row = self._db.execute("SELECT loaded_at FROM version WHERE number = 1").fetchone()
        return str(row[0]) if row else None

    def touched(self, since: int, until: int) -> frozenset[str] | None:
        """Return what the versions after one up to another wrote or took away."""
        told = self._db.execute("SELECT elements FROM touched WHERE version > ? AND version <= ?", (since, until))
        rows = told.fetchall()
        return frozenset(e for row in rows for e in orjson.loads(row[0])) if len(rows) == until - since else None

    def revised(self, known_at: str | None) -> set[str]:
        """Return what records of several versions state, and relations that later records state beside earlier ones."""
        silent = [row[0] for row in self._db.execute("SELECT uid FROM record WHERE NOT active")]
        versions = (
            "SELECT DISTINCT element FROM evidence WHERE record IN (SELECT seq FROM json_each(?) k "
            "JOIN record ON uid > k.value || '@' AND uid < k.value || 'A')"
        )
        keys = ids_text({record_id_of(uid) for uid in silent})
        found = {row[0] for row in self._db.execute(versions, (keys,))} if silent else set()
        if known_at is not None:
            later = (
                "SELECT DISTINCT id FROM evidence JOIN relation ON id = element AND known_from <= ?1 WHERE record IN "
                "(SELECT seq FROM record JOIN version ON number = version WHERE loaded_at > ?1)"
            )
            found.update(row[0] for row in self._db.execute(later, (known_at,)))
        return found

    def counts(self) -> dict[str, Any]:
        """Return counts of what holds today."""
        return {
            "records": dict(
                self._db.execute("SELECT kind, count(*) FROM record WHERE active GROUP BY kind ORDER BY kind")
            ),
            "sources": dict(
                self._db.execute("SELECT source, count(*) FROM record WHERE active GROUP BY source ORDER BY source")
            ),
            "nodes": self._db.execute("SELECT count(*) FROM node WHERE live").fetchone()[0],
            "relations": self._db.execute("SELECT count(*) FROM relation WHERE live").fetchone()[0],
        }

    def ask(self, query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a query text and return its rows."""
        cursor = self._db.execute(query, dict(parameters))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


class SqliteShelving:
    """Opens shelves on this thread's connection."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @contextmanager
    def reading(self) -> Iterator[SqliteShelves]:
        """Read one state of the store for the block; writers are not blocked."""
        with own_errors(self._connections.path), self._connections.snapshot() as connection:
            yield SqliteShelves(connection)

    @contextmanager
    def writing(self) -> Iterator[SqliteShelves]:
        """Hold the write lock for the block."""
        with own_errors(self._connections.path):
            connection: sqlite3.Connection = self._connections.get()
            with self._connections.transaction(connection):
                yield SqliteShelves(connection)

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()
