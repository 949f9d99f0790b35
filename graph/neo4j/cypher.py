"""The store's Cypher: one statement a file, into which only labels and relation types of the ontology are put."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from firmgraph.graph.ontology import key_labels, ontology
from firmgraph.graph.references import relation_kind

STATEMENTS = Path(__file__).parent / "statements"
_PLACE = re.compile(r"\b(KeyLabel|KindLabel|OldLabel|StartLabel|EndLabel|RelationType)\b")


@cache
def _text(name: str) -> str:
    return (STATEMENTS / f"{name}.cypher").read_text(encoding="utf-8")


@cache
def statement(name: str, **places: str) -> str:
    """Return the text of a statement with its places (KeyLabel, RelationType …) taken by names of the ontology."""
    unknown = [taken for found in places.values() for taken in found.split("|") if taken not in closed_names()]
    if unknown:
        raise KeyError(f"not a label or type of the ontology: {unknown[0]}")
    return _PLACE.sub(lambda place: places[place[0]], _text(name))


@cache
def closed_names() -> frozenset[str]:
    """Return every label and relation type there is."""
    known = ontology()
    labels = {label for kind in known.nodes.values() for label in (kind.label, kind.key_label)}
    return frozenset(labels | {kind.type for kind in known.relations.values()})


@cache
def relation_type(kind: str) -> str:
    """Return the Neo4j type of a kind of relation."""
    return ontology().relations[kind].type


@cache
def all_types(kinds: tuple[str, ...] = ()) -> str:
    """Return the types of some kinds of relation (of all when none are named), as a pattern takes them."""
    return "|".join(relation_type(kind) for kind in kinds or ontology().relations)


def by_label(ids: Iterable[str]) -> Mapping[str, list[str]]:
    """Group node ids by the label under which they are unique, ordered; an id of no known prefix names no node."""
    groups: dict[str, list[str]] = {}
    labels = key_labels()
    for node_id in sorted(ids):
        label = labels.get(node_id.split(":", 1)[0])
        if label is not None:
            groups.setdefault(label, []).append(node_id)
    return groups


def by_type(ids: Iterable[str]) -> Mapping[str, list[str]]:
    """Group relation ids by their type, ordered; an id of no known kind names no relation."""
    groups: dict[str, list[str]] = {}
    relations = ontology().relations
    for relation in sorted(ids):
        kind = relations.get(relation_kind(relation))
        if kind is not None:
            groups.setdefault(kind.type, []).append(relation)
    return groups
