"""Where an officer's questions are put: a store and its current snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from firmgraph.api.answers import find
from firmgraph.api.moments import check_established
from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.ontology import ontology
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import GraphStore
from firmgraph.packs import pack_by_id, packs


@dataclass(frozen=True, slots=True)
class Desk:
    """A store, what keeps its snapshot, and the question's moment and chosen rule packs."""

    store: GraphStore
    keeper: SnapshotKeeper
    at: Moment = NOW
    packs: tuple[str, ...] = ()

    def view(self) -> View:
        """Return the graph at the moment, of the store's newest version; refuse a time before the first load."""
        began = self.store.status(counts=False).began if self.at.known_until else None
        if began is not None and not self.at.knows(began):
            raise InvalidInput(f"nothing was known by then: the first records were loaded at {began}", field="known_at")
        return self.keeper.view(self.at)

    def party(self, view: View, text: str) -> int:
        """Return the node of an id, a code or an exact unique name; raise NotFound with near names, or Ambiguous.

        Raises InvalidInput for a firm that was established after the day asked about.
        """
        found = self._party(view, text)
        check_established(view.properties(found), view.day)
        return found

    def _party(self, view: View, text: str) -> int:
        for node_id in (text, f"ent:{text}"):
            if (found := view.index(node_id)) is not None:
                return found
        found = view.index(find(self.store, text, self.at).node.id)
        if found is None:
            raise NotFound("no record known at this moment states this node", field="id", near=[])
        return found

    def firm(self, view: View, text: str) -> int:
        """Return the organisation of an id, a code or an exact unique name; raise NotFound for another kind of node."""
        found = self.party(view, text)
        if not is_organisation(view, found):
            raise NotFound("the node of this id is not an enterprise", field="id", near=[])
        return found

    def stamped(self, view: View, body: dict[str, Any], packs: Iterable[str] = ()) -> dict[str, Any]:
        """Return a body with the two dates it answers for, the version of the store, and the rule packs used.

        Raises InvalidInput where a chosen pack could not be used for it, telling those that can be.
        """
        used = sorted(set(packs))
        check_chosen(self.packs, used, view.day)
        known_at = self.at.known_at or view.snapshot.loaded_at
        stamp = {"as_of": view.day, "known_at": known_at, "version": view.snapshot.version}
        return {**body, "packs": used, **stamp}


def check_chosen(chosen: Iterable[str], used: Iterable[str], day: str) -> None:
    """Raise InvalidInput for a chosen pack that was not in force on a day, or of no family of those used."""
    families = {pack_by_id(one).family for one in used}
    for one in map(pack_by_id, chosen):
        if one.family in families and one.in_force(day):
            continue
        fitting = [pack for pack in packs().values() if pack.family in families and pack.in_force(day)]
        told = "was not in force on" if one.family in families else "is of a family that this answer does not use on"
        raise InvalidInput(
            f"the rule pack {one.id} {told} {day}; fitting: {', '.join(pack.id for pack in fitting) or 'none'}",
            field="pack",
            near=[{"id": pack.id, "name": pack.title} for pack in fitting],
        )


def is_organisation(view: View, node: int) -> bool:
    """Tell whether a node is an organisation."""
    return ontology().nodes[view.kind(node)].family == "Organisation"


def named(view: View, node_id: str) -> dict[str, Any]:
    """Return what a reader is shown of a node: id, name, kind."""
    number = view.index(node_id)
    name, kind = (view.name(number), view.kind(number)) if number is not None else (node_id, None)
    return {"id": node_id, "name": name, "kind": kind}
