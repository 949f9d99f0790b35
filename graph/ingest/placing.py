"""Put elements where all records that state them, pending ones included, say they belong."""

from firmgraph.graph.ingest.merges import Moves, claims_for, with_changes
from firmgraph.graph.ingest.refold import node_row, relation_row, said_by, statements_about
from firmgraph.graph.ingest.resolution import references_of
from firmgraph.graph.ingest.tables import Changes, Kept, NodeRow, RelationRow, Tables


def apply_moves(moves: Moves, changes: Changes) -> set[str]:
    """Write down the moves; return the elements they touch."""
    changes.evidence_gone.extend(moves.gone)
    changes.evidence.extend(moves.added)
    return {element for element, _ in (*moves.gone, *moves.added)}


def refold_all(refold: set[str], changes: Changes, tables: Tables, fresh: dict[str, Kept]) -> None:
    """Fold elements from all records that state them once the pending evidence is written."""
    evidence = _evidence_after(refold, changes, tables, fresh)
    references = set().union(*(references_of(said_by(k.record).nodes) for found in evidence.values() for k in found))
    resolver = with_changes(claims_for(references, (), tables), changes)
    by_node, by_relation = statements_about(evidence, resolver)
    nodes = tables.nodes({e for e in refold if ":" in e})
    relations = tables.relations({e for e in refold if ":" not in e})
    for element in sorted(refold):
        if ":" in element:
            _place_node(
                changes, nodes.get(element), node_row(element, by_node[element]) if by_node.get(element) else None
            )
        else:
            _place_relation(
                changes,
                relations.get(element),
                relation_row(element, by_relation[element]) if by_relation.get(element) else None,
            )


def _evidence_after(
    refold: set[str], changes: Changes, tables: Tables, fresh: dict[str, Kept]
) -> dict[str, list[Kept]]:
    gone, silent, awake = set(changes.evidence_gone), set(changes.deactivated), set(changes.reactivated)
    evidence: dict[str, dict[str, Kept]] = {element: {} for element in refold}
    for element, records in tables.evidence(refold).items():
        for kept in records:
            uid = kept.record.uid
            if (element, uid) not in gone:
                active = (kept.active or uid in awake) and uid not in silent
                evidence[element][uid] = Kept(kept.record, active)
    moved = {uid for element, uid in changes.evidence if element in evidence and uid not in fresh}
    known = {**fresh, **{kept.record.uid: kept for kept in (tables.kept(moved) if moved else ())}}
    for element, uid in changes.evidence:
        if element in evidence and uid not in evidence[element]:
            evidence[element][uid] = known[uid]
    return {element: list(found.values()) for element, found in evidence.items()}


def _place_node(changes: Changes, old: NodeRow | None, new: NodeRow | None) -> None:
    if old is None and new is not None:
        changes.nodes.append(new)
    elif old is not None and new is None:
        changes.nodes_gone.append(old)
    elif old is not None and new is not None and old != new:
        changes.nodes_changed.append((old, new))


def _place_relation(changes: Changes, old: RelationRow | None, new: RelationRow | None) -> None:
    if old is None and new is not None:
        changes.relations.append(new)
    elif old is not None and new is None:
        changes.relations_gone.append(old)
    elif new is not None and old != new:
        changes.relations_changed.append(new)
