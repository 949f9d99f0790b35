"""The planner's look-ups on Neo4j."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from neo4j import Transaction

from firmgraph.graph.ingest.tables import Changes, Claim, Kept, NodeRow, RelationRow, Version
from firmgraph.graph.neo4j.cypher import by_label, by_type, statement
from firmgraph.graph.neo4j.rows import read_node, read_record, read_relation
from firmgraph.graph.neo4j.writing import write_changes


class Neo4jTables:
    """Look-ups and writes inside one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.wrote = False

    def _run(self, text: str, **parameters: Any) -> Iterator[list[Any]]:
        """Run a statement and yield its rows."""
        return (record.values() for record in self._transaction.run(text, parameters))

    def versions(self, content_keys: Collection[str], own_keys: Collection[str]) -> Mapping[str, list[Version]]:
        """Return the stored versions by record id."""
        found: dict[str, list[Version]] = defaultdict(list)
        for name, keys in (("record_versions_by_uid", content_keys), ("record_versions_by_own_key", own_keys)):
            for record_id, *version in self._run(statement(name), keys=sorted(keys)) if keys else ():
                found[record_id].append(Version(*version))
        return found

    def kept(self, uids: Collection[str]) -> list[Kept]:
        """Return stored records by uid."""
        return (
            [read_record(row[0]) for row in self._run(statement("records_by_uid"), uids=sorted(uids))] if uids else []
        )

    def claims(self, lookups: Collection[str]) -> list[Claim]:
        """Return who claims these lookups."""
        return [Claim(*row) for row in self._run(statement("claims"), lookups=sorted(lookups))] if lookups else []

    def nodes(self, ids: Collection[str]) -> Mapping[str, NodeRow]:
        """Return stored nodes by id."""
        found = {}
        for label, wanted in by_label(ids).items():
            for row in self._run(statement("nodes_by_id", KeyLabel=label), ids=wanted):
                node = read_node(row[0])
                found[node.id] = node
        return found

    def relations(self, ids: Collection[str]) -> Mapping[str, RelationRow]:
        """Return stored relations by id."""
        found = {}
        for name, wanted in by_type(ids).items():
            for row in self._run(statement("relations_by_key", RelationType=name), ids=wanted):
                relation = read_relation(*row)
                found[relation.id] = relation
        return found

    def stated_by(self, ids: Iterable[str]) -> dict[str, list[str]]:
        """Return the uids of the records that state each node or relation, superseded ones included."""
        elements = list(ids)
        found: dict[str, list[str]] = {}
        for label, wanted in by_label(e for e in elements if ":" in e).items():
            found.update(
                (element, uids or [])
                for element, uids in self._run(statement("records_of_nodes", KeyLabel=label), ids=wanted)
            )
        for name, wanted in by_type(e for e in elements if ":" not in e).items():
            rows = self._run(statement("records_of_relations", RelationType=name), ids=wanted)
            found.update((element, uids or []) for element, uids in rows)
        return found

    def evidence(self, ids: Collection[str]) -> Mapping[str, list[Kept]]:
        """Return, per element, all records that state it."""
        stated = self.stated_by(ids)
        records = {kept.record.uid: kept for kept in self.kept({uid for uids in stated.values() for uid in uids})}
        return {element: [records[uid] for uid in uids] for element, uids in stated.items() if uids}

    def write(self, changes: Changes) -> int:
        """Write everything, grow the version by one, and return it."""
        self.wrote = True
        what = f"+{len(changes.records)} -{len(changes.records_gone)} records"
        version = self._grow(changes.loaded_at, what, changes.touched())
        write_changes(self._transaction, changes, version)
        return version

    def _grow(self, loaded_at: str, what: str, touched: list[str] | None) -> int:
        row = next(self._run(statement("version_grow"), loaded_at=loaded_at, what=what, touched=touched))
        return int(row[0])
