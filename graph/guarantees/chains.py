"""Guarantee chains (担保链): who answers for one who answers for another, told through one party."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from firmgraph.graph.guarantees.edges import Component
from firmgraph.graph.verdicts import united
from firmgraph.packs import RulePack

Steps = Mapping[int, Sequence[int]]
Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of guarantees from the first guarantor to the last debtor; `length` counts the guarantees.

    `long` is the pack's line; `truncated` says that other chains, with circles perhaps longer ones, may be there.
    """

    members: tuple[int, ...]
    length: int
    long: bool
    truncated: bool
    evidence: tuple[str, ...]


def chains(found: Component, subject: int, pack: RulePack) -> tuple[Chain, ...]:
    """Return the chains through a party that nobody lengthens, longest first; what stays in one circle is no chain.

    The search is bounded and says when it was cut short; without circles the first is the longest there is even then.
    """
    rank = {member: place for place, member in enumerate(found.members)}
    onward, backward = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for start, end in sorted({(rank[one.guarantor], rank[one.guaranteed]) for one in found.guarantees}):
        onward[start].append(end)
        backward[end].append(start)
    bounds, begin = pack.parameters["bounds"], rank[subject]
    paths, cut = _paths_through(onward, backward, begin, bounds["chain_steps"])
    if cut:
        paths |= _longest_without_circle(onward, backward, begin)
    circular = _circular(onward)
    told = sorted((path for path in paths if not _within_one(path, circular)), key=lambda path: (-len(path), path))
    truncated = cut or found.truncated or len(told) > bounds["chains"]
    return tuple(_chain(path, found, pack, truncated) for path in told[: bounds["chains"]])


def _paths_through(onward: Steps, backward: Steps, begin: int, most: int) -> tuple[set[Path], bool]:
    """Return the simple paths through a party that cannot be lengthened, and whether the search was cut short."""
    found: set[Path] = set()
    reached = _reached(onward, begin)
    for taken, path in enumerate(_grown(onward, backward, begin, reached)):
        if taken >= most:
            return found, True
        if _cannot_grow(path, onward, backward) and len(path) > 1:
            found.add(path)
    return found, False


def _grown(onward: Steps, backward: Steps, begin: int, reached: set[int]) -> Iterator[Path]:
    """Yield paths through a party: grown backward first, then onward from each that need not grow backward."""
    back: list[Path] = [(begin,)]
    while back:
        path = back.pop()
        before = [step for step in backward.get(path[0], ()) if step not in path]
        back.extend((step, *path) for step in reversed(before))
        if reached.issuperset(before):
            yield from _grown_onward(onward, path)


def _grown_onward(onward: Steps, begun: Path) -> Iterator[Path]:
    stack = [begun]
    while stack:
        path = stack.pop()
        yield path
        stack.extend((*path, step) for step in reversed(onward.get(path[-1], ())) if step not in path)


def _cannot_grow(path: Path, onward: Steps, backward: Steps) -> bool:
    return set(path).issuperset(onward.get(path[-1], ())) and set(path).issuperset(backward.get(path[0], ()))


def _reached(onward: Steps, begin: int) -> set[int]:
    met, front = {begin}, [begin]
    while front:
        near = {step for node in front for step in onward.get(node, ())} - met
        met |= near
        front = list(near)
    return met


def _longest_without_circle(onward: Steps, backward: Steps, begin: int) -> set[Path]:
    """Return the longest path through a party by sweeping, of none where a circle is met on the way."""
    after, before = _longest(onward, begin), _longest(backward, begin)
    return {(*reversed(before), *after[1:])} if after and before else set()


def _longest(steps: Steps, begin: int) -> Path | None:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(begin)
    graph.add_edges_from((start, end) for start, ends in steps.items() for end in ends)
    reached = graph.subgraph(_reached(steps, begin))
    if not nx.is_directed_acyclic_graph(reached):
        return None
    longest: dict[int, Path] = {}
    for node in reversed(list(nx.topological_sort(reached))):
        onward = (longest[step] for step in steps.get(node, ()))
        longest[node] = (node, *min(onward, key=lambda path: (-len(path), path), default=()))
    return longest[begin]


def _circular(steps: Steps) -> dict[int, int]:
    """Return for each member of a circle the number of its knot."""
    graph: nx.DiGraph[int] = nx.DiGraph((start, end) for start, ends in steps.items() for end in ends)
    knots = (knot for knot in nx.strongly_connected_components(graph) if len(knot) > 1)
    return {member: number for number, knot in enumerate(knots) for member in knot}


def _within_one(path: Path, circular: Mapping[int, int]) -> bool:
    return path[0] in circular and len({circular.get(member) for member in path}) == 1


def _chain(path: Path, found: Component, pack: RulePack, truncated: bool) -> Chain:
    members = tuple(found.members[place] for place in path)
    steps = set(pairwise(members))
    evidence = united(one.evidence for one in found.guarantees if (one.guarantor, one.guaranteed) in steps)
    return Chain(members, len(steps), len(steps) >= pack.parameters["chain"], truncated, evidence)
