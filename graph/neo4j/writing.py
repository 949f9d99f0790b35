"""Writing a transaction's changes: sorted rows, one UNWIND for each group that shares labels or a type."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from neo4j import Transaction

from firmgraph.graph.ingest.tables import Changes, NodeRow, RelationRow
from firmgraph.graph.neo4j.cypher import by_label, by_type, relation_type, statement
from firmgraph.graph.neo4j.rows import node_changes, node_map, record_map, relation_map
from firmgraph.graph.ontology import ontology, vocabulary_prefixes

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)
Pairs = Mapping[str, list[str]]


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Group rows by what the statement that writes them depends on."""
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def by_element(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Group (element, record uid) pairs by element, each uid once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for element, uid in pairs:
        found[element][uid] = None
    return {element: list(uids) for element, uids in found.items()}


def write_changes(transaction: Transaction, changes: Changes, version: int) -> None:
    """Write everything of one transaction, nodes before the relations between them."""
    added, gone = by_element(changes.evidence), by_element(changes.evidence_gone)
    _write_records(transaction, changes, version)
    _write_nodes(transaction, changes, added)
    write_relations(transaction, "relations_create", [(r, added.get(r.id, ())) for r in changes.relations])
    _change_relations(transaction, changes)
    new = {n.id for n in changes.nodes}.union(r.id for r in changes.relations)
    left = {n.id for n in changes.nodes_gone}.union(r.id for r in changes.relations_gone)
    # Only a record of an earlier batch can stand on an element already; looking for new ones would cost time on hubs.
    fresh = {r.uid for r in changes.records}
    again = {element: [*gone.get(element, ()), *(u for u in uids if u not in fresh)] for element, uids in added.items()}
    _move_evidence(transaction, added, {**gone, **again}, new | left)
    _delete_elements(transaction, changes)
    _write_claims(transaction, changes)
    run_if(transaction, "records_delete", uids=sorted(changes.records_gone))


def run_if(transaction: Transaction, name: str, *, places: Mapping[str, str] | None = None, **parameters: Any) -> None:
    """Run a statement unless one of the lists it works on is empty."""
    if all(value for value in parameters.values() if isinstance(value, list)):
        transaction.run(statement(name, **(places or {})), parameters).consume()


def _write_records(transaction: Transaction, changes: Changes, version: int) -> None:
    silent = set(changes.deactivated)
    records = sorted(changes.records, key=lambda r: r.uid)
    rows = [record_map(r, version, changes.loaded_at, active=r.uid not in silent) for r in records]
    run_if(transaction, "records_create", rows=rows)
    run_if(transaction, "records_speak", uids=sorted(silent.difference(r.uid for r in records)), active=False)
    run_if(transaction, "records_speak", uids=sorted(changes.reactivated), active=True)


def _labels(row: NodeRow) -> tuple[str, str]:
    kind = ontology().nodes[row.kind]
    return kind.key_label, kind.label


def _write_nodes(transaction: Transaction, changes: Changes, added: Pairs) -> None:
    nodes = sorted(changes.nodes, key=lambda n: n.id)
    for (key_label, label), rows in grouped(nodes, _labels).items():
        maps = [node_map(n, added.get(n.id, ())) for n in rows]
        run_if(transaction, "nodes_create", places={"KeyLabel": key_label, "KindLabel": label}, rows=maps)
    for label, pairs in grouped(changes.nodes_changed, lambda pair: _labels(pair[1])[0]).items():
        differing = [{"id": new.id, "changes": node_changes(old, new)} for old, new in pairs]
        run_if(transaction, "nodes_change", places={"KeyLabel": label}, rows=differing)
    moved = [(old, new) for old, new in changes.nodes_changed if old.kind != new.kind]
    for (old_labels, new_labels), pairs in grouped(moved, lambda pair: (_labels(pair[0]), _labels(pair[1]))).items():
        places = {"KeyLabel": new_labels[0], "OldLabel": old_labels[1], "KindLabel": new_labels[1]}
        run_if(transaction, "nodes_change_kind", places=places, ids=[new.id for _, new in pairs])


def _ends(row: RelationRow) -> tuple[str, str, str]:
    key_label = ontology().key_label
    return row.kind, key_label(row.start), key_label(row.end)


def write_relations(transaction: Transaction, name: str, rows: Sequence[tuple[RelationRow, Sequence[str]]]) -> None:
    """Write relations with the records that state them; those of which a node is missing are left out."""
    ordered = sorted(rows, key=lambda pair: (pair[0].start, pair[0].end, pair[0].id))
    for (kind, start, end), pairs in grouped(ordered, lambda pair: _ends(pair[0])).items():
        maps = [{"start": r.start, "end": r.end, "properties": relation_map(r, records)} for r, records in pairs]
        run_if(
            transaction,
            name,
            places={"RelationType": relation_type(kind), "StartLabel": start, "EndLabel": end},
            rows=maps,
        )


def _change_relations(transaction: Transaction, changes: Changes) -> None:
    for name, rows in grouped(changes.relations_changed, lambda r: relation_type(r.kind)).items():
        run_if(transaction, "relations_change", places={"RelationType": name}, rows=[relation_map(r) for r in rows])


def _move_evidence(transaction: Transaction, added: Pairs, gone: Pairs, settled: set[str]) -> None:
    """Let records come to and go from the elements that are neither new nor gone."""
    elements = (added.keys() | gone.keys()) - settled
    rows = {e: {"id": e, "added": added.get(e, []), "gone": gone.get(e, [])} for e in elements}
    for label, ids in by_label(e for e in elements if ":" in e).items():
        run_if(transaction, "nodes_evidence", places={"KeyLabel": label}, rows=[rows[e] for e in ids])
    for name, ids in by_type(e for e in elements if ":" not in e).items():
        run_if(transaction, "relations_evidence", places={"RelationType": name}, rows=[rows[e] for e in ids])


def _delete_elements(transaction: Transaction, changes: Changes) -> None:
    """Delete relations, then nodes, then the vocabulary that no relation touches any more."""
    for name, ids in by_type(r.id for r in changes.relations_gone).items():
        run_if(transaction, "relations_delete", places={"RelationType": name}, ids=ids)
    for label, ids in by_label(n.id for n in changes.nodes_gone).items():
        run_if(transaction, "nodes_delete", places={"KeyLabel": label}, ids=ids)
    ends = {end for r in changes.relations_gone for end in (r.start, r.end)}
    for label, ids in by_label(e for e in ends if e.split(":", 1)[0] in vocabulary_prefixes()).items():
        run_if(transaction, "nodes_delete_untouched", places={"KeyLabel": label}, ids=ids)


def _write_claims(transaction: Transaction, changes: Changes) -> None:
    run_if(transaction, "claims_create", rows=[c._asdict() for c in changes.claims])
    run_if(transaction, "claims_delete", rows=[c._asdict() for c in changes.claims_gone])
