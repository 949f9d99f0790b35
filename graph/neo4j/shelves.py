"""Reading and conclusions on Neo4j."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from firmgraph.graph.ingest.tables import Claim, Kept, NodeRow, RelationRow
from firmgraph.graph.neo4j.cypher import all_types, by_label, relation_type, statement
from firmgraph.graph.neo4j.rows import (
    NODE_KEEPING,
    RELATION_KEEPING,
    node_map,
    read_node,
    read_record,
    read_relation,
    refuse_kept_names,
)
from firmgraph.graph.neo4j.tables import Neo4jTables
from firmgraph.graph.neo4j.writing import grouped, run_if, write_relations
from firmgraph.graph.ontology import derived_kinds, key_labels, ontology
from firmgraph.graph.shelves import RelationQuery


class Neo4jShelves(Neo4jTables):
    """All look-ups of a store, in one transaction."""

    def relation_page(self, query: RelationQuery) -> list[RelationRow]:
        """Return relations of a node, either direction, ordered by (kind, id)."""
        types = all_types(tuple(query.kinds))
        kind, key = query.after
        for label, (node,) in by_label([query.node]).items():
            text = statement("relation_page", KeyLabel=label, RelationType=types)
            rows = self._run(text, node=node, kind=kind, key=key, day=query.day, limit=query.limit)
            return sorted((read_relation(*row) for row in rows), key=lambda r: (r.kind, r.id))
        return []

    def evidence_ids(self, ids: Collection[str]) -> Mapping[str, list[str]]:
        """Return, per element, the record ids behind it, ordered."""
        stated = self.stated_by(ids)
        uids = sorted({uid for found in stated.values() for uid in found})
        speaking = dict(self._run(statement("records_speaking"), uids=uids)) if uids else {}
        found: dict[str, list[str]] = defaultdict(list)
        for element, behind in stated.items():
            found[element].extend(speaking[uid] for uid in sorted(behind) if uid in speaking)
        for element, record in sorted(self._basis(ids)):
            found[element].append(record)
        return found

    def _basis(self, ids: Collection[str]) -> Iterator[tuple[str, str]]:
        derived = {kind.prefix for kind in ontology().nodes.values() if kind.derived}
        for label, nodes in by_label(i for i in ids if ":" in i and i.split(":", 1)[0] in derived).items():
            for node, record in self._run(statement("conclusions_basis", KeyLabel=label), ids=nodes):  # noqa: UP028
                yield node, record

    def records_of_kinds(self, kinds: Sequence[str]) -> Iterator[Kept]:
        """Yield all versions of the records of some kinds, ordered by uid."""
        text = statement("records_of_kinds" if kinds else "records_all")
        return (read_record(row[0]) for row in self._run(text, kinds=list(kinds)))

    def evidence_of_kinds(self, node: str, kinds: Sequence[str]) -> list[Kept]:
        """Return the records of some kinds that state a node, ordered by uid."""
        uids = sorted(self.stated_by([node]).get(node, ()))
        rows = self._run(statement("records_among"), uids=uids, kinds=list(kinds)) if uids else iter(())
        return sorted((read_record(row[0]) for row in rows), key=lambda k: k.record.uid)

    def uids(self, *, source: str | None, record_id: str | None) -> list[str]:
        """Return the uids of a source's records, or of all versions of one record, ordered."""
        if record_id is not None:
            rows = self._run(statement("uids_of_record"), record_id=record_id)
        else:
            rows = self._run(statement("uids_of_source"), source=source)
        return sorted(row[0] for row in rows)

    def claims_from(self, beginning: str, limit: int) -> list[Claim]:
        """Return claims on lookups with this beginning."""
        return [Claim(*row) for row in self._run(statement("claims_from"), beginning=beginning, limit=limit)]

    def nodes_named(self, parts: Sequence[str], limit: int) -> list[NodeRow]:
        """Return organisations whose names contain all of these character pairs, the best match first."""
        # The pairs are words of hexadecimal digits, so nothing in them can be taken for query syntax.
        query = " AND ".join(parts)
        return (
            [read_node(row[0]) for row in self._run(statement("nodes_named"), query=query, limit=limit)]
            if parts
            else []
        )

    def live_nodes(self, *, derived: bool) -> Iterator[NodeRow]:
        """Yield the nodes that hold today, ordered by id."""
        present = self._present()
        for label in (label for _, label in sorted(_labels(derived=derived)) if label in present):
            for row in self._run(statement("nodes_live", KeyLabel=label)):
                yield read_node(row[0])

    def live_relations(self, *, derived: bool) -> Iterator[RelationRow]:
        """Yield the relations that hold today, ordered by (kind, start, end, discriminator)."""
        present = self._present()
        for kind in sorted(ontology().relations if derived else ontology().relations.keys() - derived_kinds()):
            for label in _start_labels(kind) if relation_type(kind) in present else ():
                rows = self._run(statement("relations_live", StartLabel=label, RelationType=relation_type(kind)))
                for _, same_start in groupby(rows, key=lambda row: row[0]):
                    relations = (read_relation(*row) for row in same_start)
                    yield from sorted(relations, key=lambda r: (r.end, r.discriminator))

    def _present(self) -> set[str]:
        return {row[0] for row in self._run(statement("names_present"))}

    def write_derived(
        self, nodes: Sequence[NodeRow], relations: Sequence[RelationRow], rests: Sequence[tuple[str, str]]
    ) -> None:
        """Write or replace conclusions."""
        for node in nodes:
            refuse_kept_names(node.properties, NODE_KEEPING)
        for relation in relations:
            refuse_kept_names(relation.properties, RELATION_KEEPING)
        self.wrote = True
        written = {n.id: node_map(n) for n in sorted(nodes, key=lambda n: n.id)}
        for label, ids in by_label(written).items():
            run_if(self._transaction, "conclusions_write", places={"KeyLabel": label}, rows=[written[i] for i in ids])
        write_relations(self._transaction, "conclusions_relate", [(r, ()) for r in relations])
        based = sorted({pair for pair in rests if pair[0] in written})
        for label, pairs in grouped(based, lambda pair: ontology().key_label(pair[0])).items():
            rows = [{"element": element, "record": record} for element, record in pairs]
            run_if(self._transaction, "conclusions_rest", places={"KeyLabel": label}, rows=rows)

    def resting(self, record_ids: Collection[str]) -> list[str]:
        """Return the conclusions that rest on any of these records, ordered."""
        return sorted(row[0] for row in self._run(statement("conclusions_resting"), records=sorted(record_ids)))

    def forget(self, nodes: Collection[str], stale: Collection[str]) -> None:
        """Mark conclusions as stale; relations of nodes that are gone went with them."""
        for label, ids in by_label(stale).items():
            rows = [{"id": node, "changes": {"stale": True}} for node in ids]
            run_if(self._transaction, "nodes_change", places={"KeyLabel": label}, rows=rows)

    def head(self) -> tuple[int, str | None]:
        """Return the newest version's number and time."""
        version, loaded_at = next(self._run(statement("head")))
        return version, loaded_at

    def began(self) -> str | None:
        """Return when the first version was loaded."""
        row = next(self._run(statement("version_first")), None)
        return str(row[0]) if row else None

    def touched(self, since: int, until: int) -> frozenset[str] | None:
        """Return what the versions after one up to another wrote or took away."""
        rows = [row[0] for row in self._run(statement("versions_touched"), since=since, until=until)]
        told = [elements for elements in rows if elements is not None]
        return frozenset(e for elements in told for e in elements) if len(told) == until - since else None

    def revised(self, known_at: str | None) -> set[str]:
        """Return what records of several versions state, and relations that later records state beside earlier ones."""
        versions = [row[0] for row in self._run(statement("records_of_versions"))]
        found = {row[0] for row in self._run(statement("elements_stated"), uids=versions)} if versions else set()
        if known_at is not None:
            later = [row[0] for row in self._run(statement("records_loaded_after"), known_at=known_at)]
            rows = self._run(statement("relations_stated"), uids=later, known_at=known_at) if later else ()
            found.update(row[0] for row in rows)
        return found

    def counts(self) -> dict[str, Any]:
        """Return counts of what holds today."""
        kinds: Counter[str] = Counter()
        sources: Counter[str] = Counter()
        for kind, source, records in self._run(statement("counts")):
            kinds[kind] += records
            sources[source] += records
        labels = "|".join(sorted({label for _, label in _labels(derived=True)}))
        return {
            "records": dict(sorted(kinds.items())),
            "sources": dict(sorted(sources.items())),
            "nodes": next(self._run(statement("count_nodes", KeyLabel=labels)))[0],
            "relations": next(self._run(statement("count_relations", RelationType=all_types())))[0],
        }

    def ask(self, query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a query text and return its rows."""
        return self._transaction.run(query, dict(parameters)).data()


def _labels(*, derived: bool) -> set[tuple[str, str]]:
    """Return (beginning of ids, key label) of the kinds of node, so that their order is the order of the ids."""
    kinds = ontology().nodes.items()
    return {(f"{kind.prefix}:", kind.key_label) for name, kind in kinds if derived or name not in derived_kinds()}


def _start_labels(kind: str) -> list[str]:
    """Return the key labels of the nodes at which relations of a kind may begin, in the order of their ids."""
    known = ontology()
    starts = {known.nodes[name].prefix for end in known.relations[kind].from_ for name in known.kinds_at(end)}
    return [key_labels()[prefix] for prefix in sorted(starts, key=lambda p: f"{p}:")]
