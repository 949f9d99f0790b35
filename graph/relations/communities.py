"""The component around a party: its communities, whom it hangs on, and who stands in the middle."""

from dataclasses import dataclass
from typing import Literal

from firmgraph.errors import MissingTool
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.relations.around import BUDGET
from firmgraph.graph.relations.component_graph import ComponentGraph, component_graph
from firmgraph.graph.relations.component_igraph import igraph_module, measured_by_igraph
from firmgraph.graph.relations.component_measures import COMMUNITY_METHOD, Measures, measured_by_networkx
from firmgraph.graph.snapshot.view import View

Library = Literal["networkx", "igraph"]
MOST_BY_NETWORKX = 2_000
"""networkx takes a few seconds for a component of this size; larger ones need igraph."""
PLACES = 6


@dataclass(frozen=True, slots=True)
class Central:
    """How a party stands in its component; all between 0 and 1."""

    id: str
    name: str
    degree: float
    betweenness: float
    pagerank: float


@dataclass(frozen=True, slots=True)
class Component:
    """The component of a party in the network of relations, or its part nearest to the party where `truncated`.

    `communities` are groups of ids, the largest first, found by `community_method`. Without an articulation point, or a
    bridge (two ids), the component falls apart. `central` are the most central, by betweenness; it is estimated where
    `sampled`. `library` measured it; `why_truncated` says why not the whole was, and how to have it.
    """

    size: int
    relations: int
    communities: tuple[tuple[str, ...], ...]
    community_method: str
    articulation_points: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]
    central: tuple[Central, ...]
    library: Library
    sampled: bool
    truncated: bool
    why_truncated: Words | None


def component_of(view: View, party: int, *, budget: int = BUDGET, most_central: int = 20) -> Component:
    """Return the communities, articulation points, bridges and centralities of the component around a party.

    Up to 2,000 parties are measured by networkx. Of a larger component as many as the budget allows are measured by
    igraph, and only the 2,000 nearest where igraph is not installed.
    """
    graph = component_graph(view, party, most_nodes=min(budget, MOST_BY_NETWORKX))
    if not graph.truncated:
        return _told(view, graph, "networkx", None, most_central)
    if budget <= MOST_BY_NETWORKX:
        return _told(view, graph, "networkx", _over_budget(budget), most_central)
    try:
        igraph_module()
    except MissingTool as missing:
        return _told(view, graph, "networkx", _without_igraph(missing), most_central)
    graph = component_graph(view, party, most_nodes=budget)
    return _told(view, graph, "igraph", _over_budget(budget) if graph.truncated else None, most_central)


def _over_budget(budget: int) -> Words:
    return Words(
        f"关联网络超过节点预算 {budget} 方，只分析最近的部分；可调高 FIRMGRAPH_NODE_BUDGET",
        f"the component has more members than the node budget of {budget}, and only the nearest are analysed: "
        "raise FIRMGRAPH_NODE_BUDGET",
    )


def _without_igraph(missing: MissingTool) -> Words:
    return Words(
        f"关联网络超过 {MOST_BY_NETWORKX} 方，只分析最近的部分；完整分析需安装 igraph：pip install 'firmgraph[large]'",
        f"the component has more than {MOST_BY_NETWORKX} members, and only the nearest are analysed: {missing}",
    )


def _told(view: View, graph: ComponentGraph, library: Library, why: Words | None, most_central: int) -> Component:
    """Return what a library measures of a component, by ids."""
    found = measured_by_igraph(graph) if library == "igraph" else measured_by_networkx(graph)
    ids = [view.id(node) for node in graph.nodes]
    groups = (tuple(ids[place] for place in group) for group in found.communities)
    return Component(
        len(graph), len(graph.ends),
        tuple(sorted(groups, key=lambda group: (-len(group), group))), COMMUNITY_METHOD,
        tuple(ids[place] for place in found.articulation_points),
        tuple((ids[one], ids[two]) for one, two in found.bridges),
        _central(view, graph, found)[:most_central],
        library, found.sampled, graph.truncated, why,
    )  # fmt: skip


def _central(view: View, graph: ComponentGraph, found: Measures) -> tuple[Central, ...]:
    """Return the members of a component with their centralities, the most central first."""
    told = [
        Central(view.id(node), view.name(node), *(round(one, PLACES) for one in measured))
        for node, *measured in zip(graph.nodes, found.degree, found.betweenness, found.pagerank, strict=True)
    ]
    return tuple(sorted(told, key=lambda one: (-one.betweenness, -one.pagerank, one.id)))
