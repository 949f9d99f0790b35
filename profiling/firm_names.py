"""The names of a store's organisations, and which of them a name in a text means; no answer where that is unclear.

A person who asks looks at the answer; a text that is read does not. So a name that is only like a firm's means it only
when no part of the one (place, brand, trade, legal form) contradicts the other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.elements import Node
from firmgraph.graph.ontology import organisation_kinds
from firmgraph.graph.store import GraphStore
from firmgraph.nlp.names.index import FirmName, NameIndex
from firmgraph.nlp.names.parts import parts_of, short_place

NEAR_NAMES = 3
_COMPANY = "公司"
# A place that no list knows stands before the brand all the same: 澜州市.
_UNLISTED_PLACE = re.compile(r"(?:.{2,6}?[省市县区])+(?=..)")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text and the firm it means: `id` is None where no firm is meant surely, `reason` says why.

    `near` are the firms it may mean, best first, with the likeness of their names (0 to 1).
    """

    said: str
    id: str | None
    name: str | None
    reason: str
    near: tuple[tuple[str, str, float], ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of a named firm; firms it may mean are told where none is surely meant."""
        near = [] if self.id else [{"id": i, "name": name, "score": score} for i, name, score in self.near]
        return {"said": self.said, "id": self.id, "name": self.name, "reason": self.reason, "near": near}


class FirmNames:
    """The names and former names of all organisations of a store, as of now."""

    def __init__(self, store: GraphStore) -> None:
        organisations = organisation_kinds()
        nodes = (node for node in store.stream() if isinstance(node, Node) and node.kind in organisations)
        names = [(firm_name, node.id) for node in nodes for firm_name in _names(node)]
        self._ids = {firm_name.key: node_id for firm_name, node_id in names}
        self._index = NameIndex(firm_name for firm_name, _ in names)

    def meant_by(self, said: str) -> Named:
        """Return the firm that a name means, its code or its likeness deciding; a name that several bear means none."""
        found = self._index.match(said, limit=NEAR_NAMES)
        near = tuple((self._ids[one.firm.key], one.firm.name, one.score) for one in found.candidates)
        if found.answer is None:
            return Named(said, None, None, found.reason, near)
        if found.reason == "alike" and not fits(said, found.answer.name):
            return Named(said, None, None, "another name", near)
        return Named(said, self._ids[found.answer.key], found.answer.name, found.reason, near)


def fits(said: str, name: str) -> bool:
    """Return whether a name, perhaps a short one, says nothing that a firm's whole name says otherwise."""
    place, brand, trade, form, branch = _parts(said)
    own_place, own_brand, own_trade, own_form, own_branch = _parts(name)
    return (
        (brand, branch) == (own_brand, own_branch)
        and (not place or not own_place or place in own_place or own_place in place)
        and trade in own_trade
        and (not form or not own_form or (_COMPANY in form) == (_COMPANY in own_form))
    )


def _parts(name: str) -> tuple[str, str, str, str, str]:
    """The place without its divisions' words, brand, trade, legal form and branch; empty where there is none."""
    parts = parts_of(name)
    place, brand, trade, form, branch = (
        part.text if part else "" for part in (parts.place, parts.brand, parts.trade, parts.legal_form, parts.branch)
    )
    unlisted = _UNLISTED_PLACE.match(brand)
    if unlisted:
        place, brand = place + unlisted[0], brand[unlisted.end() :]
    return short_place(place), brand, trade, form, branch


def _names(node: Node) -> Iterator[FirmName]:
    key = str(node.properties.get("uscc") or node.id)
    for name in dict.fromkeys((node.properties.get("name"), *node.properties.get("former_names", ()))):
        if name:
            yield FirmName(str(name), key)
