"""Plan a transaction: what appending a batch changes in a store.

New elements and elements on which all agree are settled from the batch alone; any other is folded anew from all its
records.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from firmgraph.graph.fold import fold_node, fold_relation
from firmgraph.graph.ingest.merges import claims_for, find_moves, with_changes
from firmgraph.graph.ingest.placing import apply_moves, refold_all
from firmgraph.graph.ingest.refold import (
    elements_of,
    keep,
    origin_of,
    said_by,
    said_node,
    said_relation,
)
from firmgraph.graph.ingest.resolution import Resolver, claims_of, ends_of, references_of
from firmgraph.graph.ingest.tables import Changes, Claim, NodeRow, RelationRow, Tables
from firmgraph.graph.ingest.versions import Sorted, sort_out
from firmgraph.graph.ontology import aggregate_kinds, vocabulary_kinds
from firmgraph.graph.packed import Packed, text_of
from firmgraph.graph.prepared import Prepared, PreparedNode, PreparedRelation
from firmgraph.graph.references import SCOPED_PERSON, relation_id, split_name

Said = tuple[Prepared, PreparedNode]
Related = tuple[Prepared, PreparedRelation, tuple[str, str, str]]


@dataclass(slots=True)
class Pending:
    """What is said in a batch, per element, and which elements must be folded from all their records."""

    nodes: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))
    relations: dict[str, list[Related]] = field(default_factory=lambda: defaultdict(list))
    evidence: list[tuple[str, str]] = field(default_factory=list)
    refold: set[str] = field(default_factory=set)


def plan_append(batch: Sequence[Prepared], tables: Tables, loaded_at: str) -> tuple[Changes, Sorted]:
    """Return the changes that append a batch, and how its records sorted out."""
    sorted_out = sort_out(batch, tables, loaded_at)
    changes = Changes(
        loaded_at, records=sorted_out.fresh, deactivated=[*sorted_out.deactivated, *sorted(sorted_out.silent)]
    )
    if not sorted_out.fresh:
        return changes, sorted_out
    stored = _claim(sorted_out.fresh, tables, changes)
    resolver = with_changes(stored, changes)
    pending = _gather(sorted_out, resolver, tables)
    pending.refold |= apply_moves(find_moves(changes, Resolver(stored), tables), changes)
    refold = _settle(pending, tables, changes)
    if refold:
        silent = sorted_out.silent
        refold_all(
            refold, changes, tables, {r.uid: keep(r, loaded_at, active=r.uid not in silent) for r in changes.records}
        )
    return changes, sorted_out


def _claim(fresh: Sequence[Prepared], tables: Tables, changes: Changes) -> list[Claim]:
    """Write down the new claims of a batch; return the stored ones on which its references depend."""
    claims = {
        (c.lookup, c.node): c
        for c in sorted({claim for record in fresh for claim in claims_of(record.nodes)}, reverse=True)
    }
    references = set().union(*(references_of(record.nodes) for record in fresh))
    stored = claims_for(references, {lookup for lookup, _ in claims}, tables)
    known = {(c.lookup, c.node) for c in stored}
    changes.claims = [claim for key, claim in sorted(claims.items()) if key not in known]
    return stored


def _gather(sorted_out: Sorted, resolver: Resolver, tables: Tables) -> Pending:
    pending = Pending()
    shared, node = vocabulary_kinds(), resolver.node
    for record in sorted_out.fresh:
        stated: set[str] = set()
        for said in record.nodes:
            element = node(said.ref)
            pending.nodes[element].append((record, said))
            if said.kind not in shared:
                stated.add(element)
        for relation in record.relations:
            ends = ends_of(relation, resolver)
            as_said = ends == (relation.start, relation.end, relation.discriminator)
            element = relation.element if as_said else relation_id(relation.kind, *ends)
            pending.relations[element].append((record, relation, ends))
            stated.add(element)
        pending.evidence.extend([(element, record.uid) for element in stated])
        if record.uid in sorted_out.versioned:
            pending.refold |= stated
    for kept in tables.kept(sorted_out.earlier) if sorted_out.earlier else ():
        pending.refold |= elements_of(said_by(kept.record), resolver, shared)
    return pending


def _settle(pending: Pending, tables: Tables, changes: Changes) -> set[str]:
    """Write down what needs no other record; return the elements that must be folded from all their records."""
    changes.evidence.extend(pending.evidence)
    stored_nodes = _stored_nodes(pending, tables)
    for element, said in pending.nodes.items():
        if element in pending.refold:
            continue
        row = stored_nodes.get(element)
        if row is None:
            changes.nodes.append(_new_node(element, said, changes.loaded_at))
        elif not row.live or not _extends_node(row, said, changes):
            pending.refold.add(element)
    # A relation of a node that is not there yet cannot be there either.
    between_known = [e for e, told in pending.relations.items() if all(end in stored_nodes for end in told[0][2][:2])]
    stored_relations = tables.relations(between_known)
    for element, told in pending.relations.items():
        if element in pending.refold:
            continue
        found = stored_relations.get(element)
        if found is None:
            changes.relations.append(_new_relation(element, told, changes.loaded_at))
        elif not found.live or not _extends_relation(found, told, changes):
            pending.refold.add(element)
    return pending.refold


def _stored_nodes(pending: Pending, tables: Tables) -> Mapping[str, NodeRow]:
    """Return the stored ones of a batch's nodes; persons scoped to a firm that is not there yet are not looked for."""
    within = {element: split_name(element)[1] for element in pending.nodes if element.startswith(SCOPED_PERSON)}
    found = tables.nodes(pending.nodes.keys() - within.keys())
    return {**found, **tables.nodes([e for e, scope in within.items() if scope not in pending.nodes or scope in found])}


def _new_node(element: str, said: list[Said], loaded_at: str) -> NodeRow:
    if len(said) == 1:
        only = said[0][1]
        return NodeRow(element, only.kind, Packed(only.properties), loaded_at, True)
    folded = fold_node((origin_of(record), said_node(node)) for record, node in said)
    return NodeRow(element, folded.kind, folded.properties, loaded_at, True)


def _new_relation(element: str, told: list[Related], loaded_at: str) -> RelationRow:
    _, relation, ends = told[0]
    if len(told) == 1:
        own = Packed(relation.properties)
        return RelationRow(element, relation.kind, *ends, own, relation.valid_from, relation.valid_to, loaded_at, True)
    folded = fold_relation((origin_of(record), said_relation(said)) for record, said, _ in told)
    return RelationRow(
        element, relation.kind, *ends, folded.properties, folded.valid_from, folded.valid_to, loaded_at, True
    )


def _extends_node(row: NodeRow, said: list[Said], changes: Changes) -> bool:
    """Tell whether new statements agree with a stored node; what they add to it is written down."""
    stored = text_of(row.properties)
    added: dict[str, object] = {}
    for _, node in said:
        if node.kind != row.kind:
            return False
        if node.properties == stored:
            continue
        for name, value in orjson.loads(node.properties).items():
            known = row.properties.get(name, added.get(name))
            if known is None:
                added[name] = value
            elif known != value:
                return False
    if added:
        changes.nodes_changed.append((row, row._replace(properties={**row.properties, **added})))
    return True


def _extends_relation(row: RelationRow, told: list[Related], changes: Changes) -> bool:
    """Tell whether new statements agree with a stored relation; an aggregate grows without reading its other
    records.
    """
    if row.kind in aggregate_kinds():
        _grow(row, told, changes)
        return True
    for _, relation, _ in told:
        same_days = relation.valid_from in (None, row.valid_from) and relation.valid_to in (None, row.valid_to)
        if not same_days or any(
            row.properties.get(name) != value for name, value in orjson.loads(relation.properties).items()
        ):
            return False
    return True


def _grow(row: RelationRow, told: list[Related], changes: Changes) -> None:
    days = [d for d in (row.valid_from, *(r.valid_from for _, r, _ in told)) if d]
    last = [d for d in (row.properties.get("last"), *(orjson.loads(r.properties).get("last") for _, r, _ in told)) if d]
    grown = row._replace(valid_from=min(days, default=None), properties={"last": max(last)} if last else {})
    if grown != row:
        changes.relations_changed.append(grown)
