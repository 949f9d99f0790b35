"""Who votes as one: concert parties by agreement, and, suspected, spouses with parents and children."""

from collections.abc import Collection, Iterable

from firmgraph.graph.ownership.tied import tied
from firmgraph.graph.snapshot.view import View


def concert_parties(view: View, node: int) -> frozenset[int]:
    """Return a party and all who have agreed to act in concert with it, directly or through others."""
    return family(view, node, ())


def family(view: View, node: int, kin: Collection[str]) -> frozenset[int]:
    """Return a party, its concert parties, and its kin of the given relations (spouse, parent, child), with theirs."""
    found, waiting, kinds = {node}, [node], _kinds(kin)
    while waiting:
        member = waiting.pop()
        for edge in view.edges_of(member, [kind for kind in kinds if tied(view, kind)[member]]):
            other = edge.other(member)
            if other not in found and _joins(view, edge.kind, edge.number, kin):
                found.add(other)
                waiting.append(other)
    return frozenset(found)


def groups(view: View, nodes: Iterable[int], kin: Collection[str] = ()) -> list[frozenset[int]]:
    """Return the groups of several parties that nodes belong to, ordered by the ids of their members."""
    found, seen = list[frozenset[int]](), set[int]()
    for node in nodes:
        if node not in seen:
            group = family(view, node, kin)
            seen |= group
            found.append(group)
    return sorted((group for group in found if len(group) > 1), key=lambda group: sorted(map(view.id, group)))


def ties_within(view: View, group: Collection[int], kin: Collection[str] = ()) -> tuple[str, ...]:
    """Return the record ids that state why members of a group vote as one."""
    told = list[str]()
    for edge in (edge for node in sorted(group, key=view.id) for edge in view.edges_of(node, _kinds(kin))):
        if {edge.start, edge.end} <= set(group) and _joins(view, edge.kind, edge.number, kin):
            told.extend(view.edges(edge.kind).evidence_of(edge.number))
    return tuple(dict.fromkeys(told))


def _kinds(kin: Collection[str]) -> tuple[str, ...]:
    return ("acts_in_concert_with", "kin_of") if kin else ("acts_in_concert_with",)


def _joins(view: View, kind: str, place: int, kin: Collection[str]) -> bool:
    return kind != "kin_of" or view.edges(kind).properties_of(place).get("relation") in kin
