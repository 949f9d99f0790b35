"""A node as answers name it."""

from collections.abc import Iterable
from dataclasses import dataclass

from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """An organisation or a person: its id, its kind and what a reader is shown."""

    id: str
    name: str
    kind: str


def party(view: View, node: int) -> Party:
    """Return a node as answers name it."""
    return Party(view.id(node), view.name(node), view.kind(node))


def parties(view: View, nodes: Iterable[int]) -> tuple[Party, ...]:
    """Return nodes as answers name them, ordered by id."""
    return tuple(sorted(party(view, node) for node in nodes))
