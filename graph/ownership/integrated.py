"""Exact integrated ownership of one enterprise or by one holder, cross- and circular holdings solved (Baldone).

The share of `s` in `t` counts every chain of holdings that does not come back to `s`: with `W[h, f]` the direct share
of `h` in `f` and `N = (I - W)^-1` it is `N[s, t] / N[s, s]`. Small surroundings are solved in fractions, so that
25 % is exactly that; larger ones by the array kernel.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from weakref import WeakKeyDictionary

import networkx as nx
import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.graph.kernels import ownership as kernel
from firmgraph.graph.kernels.circles import Condensed, condense
from firmgraph.graph.kernels.csr import Holdings as Arrays
from firmgraph.graph.kernels.csr import holdings as arrays_of
from firmgraph.graph.ownership.circles import solved
from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.ownership.stops import ENDS, NOBODY_KNOWN, ends_ownership
from firmgraph.graph.ownership.upward import LARGEST_EXACT_CIRCLE, from_below, upward, within
from firmgraph.graph.snapshot.view import View

EXACT_HOLDINGS = 400
"""Surroundings of more holdings than this are computed in floating point."""
MOST_HOLDINGS = 200_000
"""Surroundings of more holdings than this are refused: nobody reads them, and they would hold up everyone else."""
FLOAT_STEPS = 10**12

_solved: "WeakKeyDictionary[View, tuple[Arrays, Condensed]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The holdings above or below one node: `graph` has an edge from holder to firm with `share` and `holding`.

    `components` are its strong components, holders before the firms they hold; `exact` says that it is small enough to
    be solved in fractions.
    """

    view: View
    subject: int
    graph: nx.DiGraph
    components: tuple[tuple[int, ...], ...]
    exact: bool

    @property
    def circles(self) -> tuple[tuple[int, ...], ...]:
        """The components of several firms, which hold each other."""
        return tuple(component for component in self.components if len(component) > 1)

    def holders_of(self, firm: int) -> Iterator[tuple[int, Fraction]]:
        """Yield the direct holders of a firm with their shares."""
        return ((holder, share) for holder, _, share in self.graph.in_edges(firm, "share"))

    def holdings_of(self, chain: Iterable[int]) -> list[int]:
        """Return the holdings along a chain of nodes, from the holder down."""
        return [self.graph.edges[edge]["holding"] for edge in pairwise(chain)]


def surroundings(view: View, subject: int, *, up: bool, most: int = MOST_HOLDINGS) -> Surroundings:
    """Return everything that holds a firm (up), or that a holder holds (down), at any depth.

    Raises InvalidInput where that is more than so many holdings.
    """
    held = holdings(view)
    graph = nx.DiGraph()
    graph.add_node(subject)
    waiting = [subject]
    while waiting:
        node = waiting.pop()
        if up and ends_ownership(view, node):
            continue
        for holding in held.of_firm(node) if up else held.of_holder(node):
            holder, firm = int(held.start[holding]), int(held.end[holding])
            if held.stake[holding] == 0 or (not up and ends_ownership(view, firm)):
                continue
            other = holder if up else firm
            if other not in graph:
                waiting.append(other)
            share = Fraction(int(held.stake[holding]), int(held.total[firm]))
            graph.add_edge(holder, firm, share=share, holding=holding)
        if graph.number_of_edges() > most:
            where = "above" if up else "below"
            raise InvalidInput(f"more than {most} holdings lie {where} {view.id(subject)}: ask about a part of them")
    firms_first = from_below({node: list(graph.predecessors(node)) for node in graph})
    components = tuple(map(tuple, reversed(firms_first)))
    small = max(map(len, components)) <= LARGEST_EXACT_CIRCLE
    return Surroundings(view, subject, graph, components, small and graph.number_of_edges() <= EXACT_HOLDINGS)


def effective_holders(around: Surroundings) -> Mapping[int, Fraction]:
    """Return the effective share in the subject of everyone above it; of itself nothing."""
    if not around.exact:
        return approximate_holders(around.view, around.subject)
    found = upward(around.subject, reversed(around.components), around.holders_of)
    return {node: share for node, share in found.shares.items() if node != around.subject}


def effective_holdings(around: Surroundings) -> Mapping[int, Fraction]:
    """Return the effective share of the subject in everything below it; in itself nothing."""
    if not around.exact:
        return _fractions(kernel.held_by(around.subject, *_arrays(around.view)))
    value: dict[int, Fraction] = {around.subject: Fraction(1)}
    for component in around.components:
        if len(component) > 1:
            circle = solved(component, within(component, around.holders_of))
            inside = {node: value[node] for node in component if node in value}
            if around.subject in inside:
                value |= {c: circle.reach(around.subject, c) for c in component}
            else:
                value |= {c: sum((v * circle.held(a, c) for a, v in inside.items()), Fraction()) for c in component}
        for node in component:
            for _, firm, share in around.graph.out_edges(node, "share"):
                if firm not in component:
                    value[firm] = value.get(firm, Fraction()) + value[node] * share
    value.pop(around.subject)
    return value


def traced(view: View, shares: Mapping[int, Fraction]) -> Fraction:
    """Return the share held in the end by known persons, the state and the public."""
    return sum((share for node, share in shares.items() if view.kind(node) in ENDS - {NOBODY_KNOWN}), Fraction())


def unknown_share(around: Surroundings, shares: Mapping[int, Fraction]) -> Fraction:
    """Return what of a firm cannot be traced to any known person, the state or the public."""
    if ends_ownership(around.view, around.subject):
        return Fraction()
    return max(1 - traced(around.view, shares), Fraction())


def approximate_holders(view: View, firm: int) -> Mapping[int, Fraction]:
    """Return the effective share in a firm of everyone above it, computed in floating point: the fast way."""
    return _fractions(kernel.holders_of(firm, *_arrays(view)))


def _fractions(found: kernel.Shares) -> dict[int, Fraction]:
    """Return the kernel's shares in million millionths."""
    millionths = np.rint(found.share * FLOAT_STEPS).astype(np.int64).tolist()
    pairs = zip(found.node.tolist(), millionths, strict=True)
    return {node: Fraction(share, FLOAT_STEPS) for node, share in pairs if share}


def _arrays(view: View) -> tuple[Arrays, Condensed]:
    """Return the holdings of a view as the kernel takes them, made once for each view."""
    if view not in _solved:
        held = holdings(view)
        kinds = [number for number, kind in enumerate(view.snapshot.kind_names) if kind in ENDS]
        asked = ~np.isin(view.snapshot.nodes.kinds[held.end], kinds)
        arrays = arrays_of(view.size, held.start[asked], held.end[asked], held.stake[asked])
        _solved[view] = arrays, condense(arrays)
    return _solved[view]
