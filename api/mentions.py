"""What notes and reports about firms say two firms have to do with each other, and those relations kept as findings."""

from collections.abc import Collection, Iterator
from typing import Any

from firmgraph.api.answers import find_organisation, stamp
from firmgraph.graph.conclusions import conclusion_elements
from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.ontology import organisation_kinds
from firmgraph.graph.store import DerivedNode, GraphStore, all_neighbours
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.firm_names import FirmNames
from firmgraph.profiling.portrait import subject_wire
from firmgraph.profiling.text_relations import (
    RULE,
    relation_conclusions,
    relations_told,
    text_relation_rules,
)


def mentions(store: GraphStore, node_id: str, at: Moment = NOW, *, write: bool = False) -> dict[str, Any]:
    """Return the relations that texts about an enterprise tell, and the names in them that mean no firm surely.

    With `write` those between two firms of the store are kept as findings, and those of the same texts that no longer
    hold are marked as stale.
    """
    firm = find_organisation(store, node_id, at).node.id
    return {**_read(store, firm, at, FirmNames(store), write=write), **stamp(store, at)}


def mentions_of_all(store: GraphStore, at: Moment = NOW, *, write: bool = False) -> Iterator[dict[str, Any]]:
    """Yield every enterprise of whose relations some text tells, ordered by id."""
    names, organisations = FirmNames(store), organisation_kinds()
    for firm in [node.id for node in store.stream() if node.kind in organisations]:
        body = _read(store, firm, at, names, write=write)
        if body["relations"] or body["unresolved"]:
            yield body


def _read(store: GraphStore, firm: str, at: Moment, names: FirmNames, *, write: bool) -> dict[str, Any]:
    facts = gather(store, firm, at, kinds=list(text_relation_rules()["kinds"]))
    told = relations_told(facts, names)
    found = relation_conclusions(told)
    if write:
        nodes, relations = conclusion_elements(found)
        outdated = list(_outdated(store, facts, {one.id for one in found}))
        if nodes or outdated:
            store.derive([*nodes, *outdated], relations)
    return {
        "subject": subject_wire(facts),
        "relations": [one.wire() for one in told if one.is_between_two_firms],
        "unresolved": [one.wire() for one in told if not one.is_between_two_firms],
        "findings": [{"id": one.id, "words": one.words, "evidence": list(one.evidence)} for one in found],
    }


def _outdated(store: GraphStore, facts: Facts, written: Collection[str]) -> Iterator[DerivedNode]:
    """Yield the findings that rest on texts about this firm alone and are told by them no more, marked as stale."""
    own = {record.record_id for rows in facts.records.values() for record in rows}
    for neighbour in all_neighbours(store, facts.subject, kinds=["has_finding"]):
        old = neighbour.node
        described = store.node(old.id) if str(old.properties.get("rule")).startswith(RULE) else None
        if described is not None and old.id not in written and own.issuperset(described.evidence):
            yield DerivedNode(old.id, old.kind, {**old.properties, "stale": True}, described.evidence)
