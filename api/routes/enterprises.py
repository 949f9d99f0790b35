"""Enterprises: finding them, and what is known of one."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from firmgraph.api import answers, portraits, wire, wire_portrait, wire_tags
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import At, Cursor, NodeId, OfficerDesk, PageLimit, Store, Words
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1/enterprises", tags=["enterprises"], route_class=CarefulRoute)
Kinds = Annotated[
    str | None,
    Query(
        max_length=500,
        pattern=r"^[A-Za-z_]+(,[A-Za-z_]+)*$",
        description="Kinds of relation, separated by commas, as here or as in Neo4j (`holds`, `HOLDS`); else all.",
    ),
]
Against = Annotated[
    str | None, Query(max_length=10, description="Tell also what changed between this day and as_of, YYYY-MM-DD.")
]
PortraitForm = Annotated[
    Literal["json", "md", "html"],
    Query(alias="format", description="json, a report in Markdown, or a page for printing, sent as a file."),
]
_MEDIA = {"md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8"}


@router.get("", response_model=wire.FoundEnterprises, responses=problems(), summary="Find enterprises")
def search(store: Store, q: Words, cursor: Cursor = None, limit: PageLimit = 20) -> Answer:
    """Find enterprises by code, name, former name, the beginning of a name or any part of it, best first."""
    return Answer(answers.found_enterprises(store, q, cursor, limit))


@router.get(
    "/{id:path}/neighbours", response_model=wire.Neighbours, responses=problems(404, 409), summary="Relations of a node"
)
def neighbours(
    store: Store, at: At, id: NodeId, kinds: Kinds = None, cursor: Cursor = None, limit: PageLimit = 50
) -> Answer:
    """Give one page of the relations of a node valid at the moment, each with the node at its other end."""
    wanted = kinds.split(",") if kinds else ()
    return Answer(answers.neighbours(store, id, at, wanted, cursor, limit))


@router.get(
    "/{id:path}/portrait",
    response_model=wire_portrait.Portrait,
    responses=problems(404, 409),
    summary="Portrait of an enterprise",
)
def portrait(desk: OfficerDesk, id: NodeId, against: Against = None, form: PortraitForm = "json") -> Response:
    """Draw the portrait of an enterprise: external, internal and their combination, with evidence."""
    if form == "json":
        return Answer(portraits.portrait_json(desk, id, against))
    drawn = portraits.portrait(desk, id, against)
    named = {"Content-Disposition": f'attachment; filename="portrait.{form}"'}
    return Response(drawn.report(form), media_type=_MEDIA[form], headers=named)


@router.get(
    "/{id:path}/tags",
    response_model=wire_tags.Tags,
    responses=problems(404, 409),
    summary="Keywords and tags of an enterprise",
)
def tags(store: Store, at: At, id: NodeId) -> Answer:
    """Read texts and records about an enterprise into keywords and tags, with what says them."""
    return Answer(answers.tags(store, id, at))


@router.get(
    "/{id:path}/similar",
    response_model=wire_tags.SimilarEnterprises,
    responses=problems(404, 409),
    summary="Enterprises alike by their tags",
)
def similar(store: Store, at: At, id: NodeId, limit: PageLimit = 10) -> Answer:
    """Give the enterprises most alike to one by the tags kept in the graph, with the tags they share."""
    return Answer(answers.similar_enterprises(store, id, limit, at))


@router.get(
    "/{id:path}", response_model=wire.EnterpriseDetail, responses=problems(404, 409), summary="One node in full"
)
def detail(store: Store, at: At, id: NodeId) -> Answer:
    """Give a node with its properties, names, conflicts, evidence and counts of relations."""
    return Answer(answers.enterprise_detail(store, id, at))
