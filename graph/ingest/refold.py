"""Fold nodes and relations anew from all records that state them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import orjson

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.fold import Origin, fold_node, fold_relation
from firmgraph.graph.ingest.resolution import Resolver, ends_of
from firmgraph.graph.ingest.tables import Kept, NodeRow, RelationRow
from firmgraph.graph.prepared import Prepared, PreparedNode, PreparedRelation
from firmgraph.graph.references import relation_id
from firmgraph.graph.statements import NodeSaid, RelationSaid, Said, statements_of


def origin_of(record: StoredRecord | Prepared) -> Origin:
    """Return where a record's statements come from."""
    return Origin(record.uid, record.record_id, record.kind, record.source, record.observed_at)


def said_by(record: StoredRecord) -> Said:
    """Return what a stored record says."""
    return statements_of(record.kind, record.payload, record.source, record.record_id)


def keep(record: Prepared, loaded_at: str, *, active: bool) -> Kept:
    """Return a record of this batch as it will be stored."""
    stored = StoredRecord(
        record.uid,
        record.record_id,
        record.kind,
        record.source,
        record.observed_at,
        loaded_at,
        orjson.loads(record.payload),
    )
    return Kept(stored, active)


def said_node(node: PreparedNode) -> NodeSaid:
    """Return a serialised statement about a node as it was said."""
    return NodeSaid(node.ref, node.kind, orjson.loads(node.properties), node.subject, node.claims, node.region)


def said_relation(relation: PreparedRelation) -> RelationSaid:
    """Return a serialised statement about a relation as it was said."""
    own = orjson.loads(relation.properties)
    return RelationSaid(
        relation.kind, relation.start, relation.end, relation.discriminator, own, relation.valid_from, relation.valid_to
    )


def elements_of(said: Said, resolver: Resolver, shared: frozenset[str]) -> set[str]:
    """Return the ids of the nodes and relations a record states; shared vocabulary nodes bear no evidence."""
    nodes = {resolver.node(node.ref) for node in said.nodes if node.kind not in shared}
    return nodes | {relation_id(r.kind, *ends_of(r, resolver)) for r in said.relations}


NodeStatements = dict[str, list[tuple[Kept, NodeSaid]]]
RelationStatement = tuple[Kept, RelationSaid, tuple[str, str, str]]
RelationStatements = dict[str, list[RelationStatement]]


def statements_about(
    evidence: Mapping[str, Iterable[Kept]], resolver: Resolver
) -> tuple[NodeStatements, RelationStatements]:
    """Return, per element, the statements its records make about it."""
    nodes: NodeStatements = defaultdict(list)
    relations: RelationStatements = defaultdict(list)
    for element, records in evidence.items():
        is_node = ":" in element
        for kept in records:
            said = said_by(kept.record)
            if is_node:
                nodes[element].extend((kept, n) for n in said.nodes if resolver.node(n.ref) == element)
                continue
            for relation in said.relations:
                ends = ends_of(relation, resolver)
                if relation_id(relation.kind, *ends) == element:
                    relations[element].append((kept, relation, ends))
    return nodes, relations


def node_row(element: str, statements: Iterable[tuple[Kept, NodeSaid]]) -> NodeRow:
    """Return a node folded from the records that speak today, or, when none does, from superseded ones and not live."""
    found = list(statements)
    active = [pair for pair in found if pair[0].active]
    folded = fold_node((origin_of(kept.record), said) for kept, said in (active or found))
    known = min(kept.record.loaded_at for kept, _ in found)
    return NodeRow(element, folded.kind, folded.properties, known, bool(active))


def relation_row(element: str, statements: Iterable[RelationStatement]) -> RelationRow:
    """Return a relation folded from the records that speak today, or, when none does, from superseded ones and not
    live.
    """
    found = list(statements)
    active = [triple for triple in found if triple[0].active]
    folded = fold_relation((origin_of(kept.record), said) for kept, said, _ in (active or found))
    known = min(kept.record.loaded_at for kept, _, _ in found)
    kind, ends = found[0][1].kind, found[0][2]
    return RelationRow(element, kind, *ends, folded.properties, folded.valid_from, folded.valid_to, known, bool(active))
