"""Answers as networkx graphs."""

from fractions import Fraction

import networkx as nx

from firmgraph.graph.ownership.holdings import Holdings, holdings
from firmgraph.graph.ownership.integrated import (
    effective_holders,
    effective_holdings,
    surroundings,
    unknown_share,
)
from firmgraph.graph.ownership.stops import ends_ownership
from firmgraph.graph.snapshot.view import View


def ownership_graph(view: View, subject: int, *, up: bool = True) -> nx.DiGraph:
    """Return everything that holds a firm (up), or that a holder holds, with an edge from each holder to the firm.

    The graph tells `subject` (id), `as_of`, `direction` and, up, `unknown_share`. Nodes are ids with `name`, `kind` and
    `effective` (a Fraction; 1 of the subject, None where no stake leads to it). Edges have `stake` (parts of 1e-8,
    None where not stated), `share` (the part of all stakes, a Fraction or None), `voting` and `income` where stated
    apart from the stake, `valid_from`, `valid_to`, `evidence`.
    """
    around = surroundings(view, subject, up=up)
    shares = effective_holders(around) if up else effective_holdings(around)
    effective = {**shares, subject: Fraction(1)}
    graph = nx.DiGraph(subject=view.id(subject), as_of=view.day, direction="up" if up else "down")
    if up:
        graph.graph["unknown_share"] = unknown_share(around, shares)
    held = holdings(view)
    edges = {
        (int(held.start[holding]), int(held.end[holding])): holding
        for node in around.graph
        for holding in _at(held, view, node, up=up)
    }
    for node in sorted({end for pair in edges for end in pair} | {subject}, key=view.id):
        graph.add_node(view.id(node), name=view.name(node), kind=view.kind(node), effective=effective.get(node))
    for (holder, firm), holding in sorted(edges.items(), key=lambda item: tuple(map(view.id, item[0]))):
        graph.add_edge(view.id(holder), view.id(firm), **_edge(held, holding))
    return graph


def _at(held: Holdings, view: View, node: int, *, up: bool) -> list[int]:
    """Return the holdings in a firm or of a holder, those without a stated stake included."""
    if up:
        return [] if ends_ownership(view, node) else held.of_firm(node)
    return [holding for holding in held.of_holder(node) if not ends_ownership(view, int(held.end[holding]))]


def _edge(held: Holdings, holding: int) -> dict[str, object]:
    stake = None if held.unstated[holding] and not held.stake[holding] else int(held.stake[holding])
    share = None if stake is None else Fraction(stake, int(held.total[held.end[holding]]))
    place = held.places(holding)[0]
    first, last = held.edges.days_of(place)
    return {
        "stake": stake,
        "share": share,
        "voting": held.edges.value("voting_ratio", place),
        "income": held.edges.value("income_ratio", place),
        "valid_from": first,
        "valid_to": last,
        "evidence": held.evidence(holding),
    }
