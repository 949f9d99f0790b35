"""How parties are related: paths between two, relations among several and to many, what hangs together."""

from typing import Annotated

from fastapi import APIRouter, Query

from firmgraph.api import wire_relations as wire
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import Clean, Cursor, NodeId, OfficerDesk, PageLimit, Since, Until
from firmgraph.api.officer.drift import graph_drift
from firmgraph.api.officer.expansion import expansion
from firmgraph.api.officer.relations import Against, against, among, component, paths
from firmgraph.api.openapi import problems
from firmgraph.api.routes.enterprises import Kinds

router = APIRouter(prefix="/v1", tags=["relations"], route_class=CarefulRoute)
One = Annotated[str, Query(alias="from", min_length=1, max_length=300, description="A node id, code or name."), Clean]
Two = Annotated[str, Query(alias="to", min_length=1, max_length=300, description="A node id, code or name."), Clean]
Several = Annotated[
    list[Annotated[str, Clean]], Query(alias="id", min_length=2, max_length=50, description="Repeat for each party.")
]
K = Annotated[int, Query(ge=1, le=50, description="How many paths, the strongest first.")]
Depth = Annotated[int, Query(ge=1, le=6, description="How many steps away from the party.")]
PerNode = Annotated[int, Query(ge=1, le=200, description="Most relations of one node on a page.")]
Many = Annotated[Against, Query(description="Everybody on a watch list, or our book of clients.")]


@router.get("/paths", response_model=wire.Paths, responses=problems(404, 409), summary="Relation paths of two parties")
def paths_between(desk: OfficerDesk, one: One, two: Two, k: K = 3) -> Answer:
    """Give the strongest relation paths between two parties, each in plain words with its evidence."""
    return Answer(paths(desk, one, two, k))


@router.get("/relations", response_model=wire.Among, responses=problems(404, 409), summary="Relations among parties")
def relations_among(desk: OfficerDesk, several: Several) -> Answer:
    """Give the relations inside a set of parties, which of them hang together and which stand alone."""
    return Answer(among(desk, several))


@router.get(
    "/enterprises/{id:path}/against",
    response_model=wire.AgainstMany,
    responses=problems(404, 409),
    summary="Relations to many",
)
def relations_against(
    desk: OfficerDesk, id: NodeId, many: Many = "blacklist", cursor: Cursor = None, limit: PageLimit = 100
) -> Answer:
    """Give the relations of a party to everybody on a watch list, or to our book of clients, page by page."""
    return Answer(against(desk, id, many, cursor, limit))


@router.get(
    "/enterprises/{id:path}/component",
    response_model=wire.Component,
    responses=problems(404, 409),
    summary="What hangs together around a party",
)
def component_around(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give communities, articulation points, bridges and the most central parties of a party's component."""
    return Answer(component(desk, id))


@router.get(
    "/enterprises/{id:path}/expand",
    response_model=wire.Expansion,
    responses=problems(404, 409),
    summary="Neighbourhood, level by level",
)
def expanded(
    desk: OfficerDesk, id: NodeId, depth: Depth = 1, kinds: Kinds = None, cursor: Cursor = None, limit: PerNode = 20
) -> Answer:
    """Give the first page of every node met to a depth; `next_cursor` of a node pages on with that node's id."""
    return Answer(expansion(desk, id, depth, kinds.split(",") if kinds else (), cursor, limit))


@router.get("/drift", response_model=wire.GraphDrift, responses=problems(), summary="Drift of the graph")
def drifted(desk: OfficerDesk, since: Since, until: Until) -> Answer:
    """Give the stability index of how many relations parties have, between two days."""
    return Answer(graph_drift(desk, since, until))
