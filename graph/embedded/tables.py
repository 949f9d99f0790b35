"""The planner's look-ups and its one write, on SQLite."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

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
from firmgraph.graph.ingest.tables import Changes, Claim, Kept, NodeRow, RelationRow, Version
from firmgraph.graph.ontology import derived_kinds, vocabulary_prefixes
from firmgraph.graph.packed import text_of
from firmgraph.graph.searching import name_parts

_INSERT_RECORD = (
    "INSERT INTO record (seq, uid, kind, source, observed_at, version, active, payload, received) "
    "VALUES (?,?,?,?,?,?,?,?,?)"
)
_INSERT_NODE = "INSERT INTO node (seq, id, kind, properties, known_from, live) VALUES (?,?,?,?,?,?)"
_INSERT_RELATION = "INSERT INTO relation VALUES (?,?,?,?,?,?,?,?,?,?)"
_INSERT_EVIDENCE = "INSERT OR IGNORE INTO evidence (element, record) VALUES (?,?)"
_INSERT_CLAIM = "INSERT OR IGNORE INTO claim (lookup, node, region) VALUES (?,?,?)"
_INSERT_PARTS = "INSERT INTO name_part (rowid, parts) VALUES (?,?)"
_DELETE_PARTS = "INSERT INTO name_part (name_part, rowid, parts) VALUES ('delete', ?, ?)"
_UPDATE_RELATION = (
    "UPDATE relation SET properties = ?, valid_from = ?, valid_to = ?, known_from = ?, live = ? WHERE id = ?"
)


class SqliteTables:
    """Look-ups and writes inside the write transaction of one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def versions(self, content_keys: Collection[str], own_keys: Collection[str]) -> Mapping[str, list[Version]]:
        """Return the stored versions by record id; versions of an own key share the key as the beginning of their
        uid.
        """
        found: dict[str, list[Version]] = defaultdict(list)
        columns = "SELECT uid, observed_at, active, v.loaded_at FROM json_each(?) k JOIN record ON "
        version = " JOIN version v ON v.number = version"
        exact = columns + "uid = k.value" + version
        within = columns + "uid > k.value || '@' AND uid < k.value || 'A'" + version
        for query, keys in ((exact, content_keys), (within, own_keys)):
            for uid, observed_at, active, loaded_at in self._db.execute(query, (ids_text(keys),)) if keys else ():
                found[record_id_of(uid)].append(Version(uid, observed_at, bool(active), loaded_at))
        return found

    def kept(self, uids: Collection[str]) -> list[Kept]:
        """Return stored records by uid."""
        query = (
            f"SELECT {RECORD_COLUMNS} FROM json_each(?) k JOIN record r ON r.uid = k.value "
            "JOIN version v ON v.number = r.version"
        )
        return [read_record(row) for row in self._db.execute(query, (ids_text(uids),))] if uids else []

    def claims(self, lookups: Collection[str]) -> list[Claim]:
        """Return who claims these lookups."""
        query = "SELECT lookup, node, region FROM json_each(?) k JOIN claim ON lookup = k.value"
        return [Claim(*row) for row in self._db.execute(query, (ids_text(lookups),))] if lookups else []

    def nodes(self, ids: Collection[str]) -> Mapping[str, NodeRow]:
        """Return stored nodes by id."""
        query = f"SELECT {NODE_COLUMNS} FROM json_each(?) k JOIN node ON node.id = k.value"
        return {row[0]: read_node(row) for row in self._db.execute(query, (ids_text(ids),))} if ids else {}

    def relations(self, ids: Collection[str]) -> Mapping[str, RelationRow]:
        """Return stored relations by id."""
        query = f"SELECT {RELATION_COLUMNS} FROM json_each(?) k JOIN relation ON relation.id = k.value"
        return {row[0]: read_relation(row) for row in self._db.execute(query, (ids_text(ids),))} if ids else {}

    def evidence(self, ids: Collection[str]) -> Mapping[str, list[Kept]]:
        """Return, per element, all records that state it."""
        query = (
            f"SELECT e.element, {RECORD_COLUMNS} FROM json_each(?) k JOIN evidence e ON e.element = k.value "
            "JOIN record r ON r.seq = e.record JOIN version v ON v.number = r.version"
        )
        found: dict[str, list[Kept]] = defaultdict(list)
        for element, *row in self._db.execute(query, (ids_text(ids),)) if ids else ():
            found[element].append(read_record(tuple(row)))
        return found

    def write(self, changes: Changes) -> int:
        """Write everything, grow the version by one, and return it."""
        what = f"+{len(changes.records)} -{len(changes.records_gone)} records"
        version = self.grow(changes.loaded_at, what, changes.touched())
        self._write_evidence(changes, self._write_records(changes, version))
        self._write_nodes(changes)
        self._write_relations(changes)
        self._db.executemany(_INSERT_CLAIM, changes.claims)
        self._db.executemany(
            "DELETE FROM claim WHERE lookup = ? AND node = ?", ((c.lookup, c.node) for c in changes.claims_gone)
        )
        self._db.executemany("DELETE FROM record WHERE uid = ?", ((uid,) for uid in changes.records_gone))
        return version

    def grow(self, loaded_at: str, what: str, touched: Sequence[str] | None) -> int:
        """Begin a version, keep what it touches where that is told, and return its number."""
        cursor = self._db.execute("INSERT INTO version (loaded_at, what) VALUES (?, ?)", (loaded_at, what))
        version = int(cursor.lastrowid or 0)
        if touched is not None:
            self._db.execute("INSERT INTO touched (version, elements) VALUES (?, ?)", (version, ids_text(touched)))
        return version

    def _write_records(self, changes: Changes, version: int) -> Mapping[str, int]:
        silent = set(changes.deactivated)
        first = self._next("record")
        self._db.executemany(
            _INSERT_RECORD,
            (
                (first + i, r.uid, r.kind, r.source, r.observed_at, version, r.uid not in silent, r.payload, r.received)
                for i, r in enumerate(changes.records)
            ),
        )
        self._db.executemany("UPDATE record SET active = 0 WHERE uid = ?", ((uid,) for uid in changes.deactivated))
        self._db.executemany("UPDATE record SET active = 1 WHERE uid = ?", ((uid,) for uid in changes.reactivated))
        return {r.uid: first + i for i, r in enumerate(changes.records)}

    def _next(self, table: str) -> int:
        return int(self._db.execute(f"SELECT coalesce(max(seq), 0) + 1 FROM {table}").fetchone()[0])

    def _sequence(self, uids: Iterable[str]) -> dict[str, int]:
        query = "SELECT uid, seq FROM json_each(?) k JOIN record ON uid = k.value"
        return dict(self._db.execute(query, (ids_text(uids),)))

    def _write_evidence(self, changes: Changes, fresh: Mapping[str, int]) -> None:
        sequence = dict(fresh)
        older = {uid for pairs in (changes.evidence, changes.evidence_gone) for _, uid in pairs if uid not in fresh}
        sequence.update(self._sequence(older) if older else {})
        gone = ((element, sequence[uid]) for element, uid in changes.evidence_gone)
        self._db.executemany("DELETE FROM evidence WHERE element = ? AND record = ?", gone)
        self._db.executemany(_INSERT_EVIDENCE, ((element, sequence[uid]) for element, uid in changes.evidence))

    def _write_nodes(self, changes: Changes) -> None:
        first = self._next("node")
        self._db.executemany(
            _INSERT_NODE,
            (
                (first + i, n.id, n.kind, text_of(n.properties), n.known_from, n.live)
                for i, n in enumerate(changes.nodes)
            ),
        )
        parts = ((first + i, name_parts(n)) for i, n in enumerate(changes.nodes))
        self._db.executemany(_INSERT_PARTS, (pair for pair in parts if pair[1]))
        for old, new in changes.nodes_changed:
            self._move_parts(old, new)
            self._db.execute(
                "UPDATE node SET kind = ?, properties = ?, known_from = ?, live = ? WHERE id = ?",
                (new.kind, text_of(new.properties), new.known_from, new.live, new.id),
            )
        for row in changes.nodes_gone:
            self._move_parts(row, None)
            self._db.execute("DELETE FROM node WHERE id = ?", (row.id,))
        self._drop_conclusions_about([row.id for row in changes.nodes_gone])

    def _drop_conclusions_about(self, ids: Sequence[str]) -> None:
        """Delete the relations that conclusions have to nodes that are gone."""
        kinds = sorted(derived_kinds())
        marks = ", ".join("?" * len(kinds))
        for side in ("start", '"end"'):
            text = f"DELETE FROM relation WHERE {side} = ? AND kind IN ({marks})"
            self._db.executemany(text, ((node, *kinds) for node in ids))

    def _move_parts(self, old: NodeRow, new: NodeRow | None) -> None:
        before, after = name_parts(old), name_parts(new) if new else ""
        if before == after:
            return
        seq = self._db.execute("SELECT seq FROM node WHERE id = ?", (old.id,)).fetchone()[0]
        if before:
            self._db.execute(_DELETE_PARTS, (seq, before))
        if after:
            self._db.execute(_INSERT_PARTS, (seq, after))

    def _write_relations(self, changes: Changes) -> None:
        rows = (
            (
                r.id,
                r.kind,
                r.start,
                r.end,
                r.discriminator,
                text_of(r.properties),
                r.valid_from,
                r.valid_to,
                r.known_from,
                r.live,
            )
            for r in changes.relations
        )
        self._db.executemany(_INSERT_RELATION, rows)
        self._db.executemany(
            _UPDATE_RELATION,
            (
                (text_of(r.properties), r.valid_from, r.valid_to, r.known_from, r.live, r.id)
                for r in changes.relations_changed
            ),
        )
        self._db.executemany("DELETE FROM relation WHERE id = ?", ((r.id,) for r in changes.relations_gone))
        self._drop_vocabulary({end for r in changes.relations_gone for end in (r.start, r.end)})

    def _drop_vocabulary(self, ids: set[str]) -> None:
        shared = {i for i in ids if i.split(":", 1)[0] in vocabulary_prefixes()}
        self._db.executemany(
            "DELETE FROM node WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM relation WHERE start = ?1) "
            'AND NOT EXISTS (SELECT 1 FROM relation WHERE "end" = ?1)',
            ((node,) for node in sorted(shared)),
        )
