"""The bodies of answers and requests as OpenAPI describes them; answers may hold further members, requests may not."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Evidence = Annotated[list[str], Field(description="Record ids; GET /v1/records/{id} shows each.")]
Properties = Annotated[
    dict[str, Any], Field(description="Properties by their names in the ontology; shares and money are decimal text.")
]
NextCursor = Annotated[str | None, Field(description="The `cursor` of the next page; null at the end.")]


class Body(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)


class Stamped(Body):
    """What every answer carries: the dates it answers for and the version of the store."""

    as_of: str
    known_at: str | None
    version: int


class ProblemMembers(Body):
    """What an error tells wherever it stands: `code` is stable, `field` names the input at fault."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str | None


class Problem(ProblemMembers):
    """An error (RFC 9457): `code` is stable, `field` names the input at fault, `instance` names this occurrence."""

    instance: str


class Health(Body):
    """The process lives."""

    status: Literal["alive"]


class Part(Body):
    """A part the service needs."""

    name: str
    up: bool


class Ready(Body):
    """The service can answer."""

    status: Literal["ready"]
    parts: list[Part]


class Matched(Body):
    """Which field of an enterprise a text found, and how well, 0 to 100."""

    field: str
    text: str
    score: float


class Found(Body):
    """An enterprise found by a text."""

    id: str
    name: str
    kind: str
    uscc: str | None
    status: str | None
    region: str | None
    matched: Matched


class FoundEnterprises(Stamped):
    """Enterprises found by a text, best first."""

    items: list[Found]
    next_cursor: NextCursor


class GraphNode(Body):
    """A node of the graph."""

    id: str
    kind: str
    name: str
    properties: Properties


class Name(Body):
    """A name a node bears."""

    name: str
    status: Literal["current", "former", "conflict"]
    evidence: Evidence


class LosingRecord(Body):
    """A value that another record's value outranked, and why."""

    value: Any
    record_id: str
    source: str
    observed_at: str
    why: str


class EnterpriseDetail(GraphNode, Stamped):
    """A node in full; counts of relations stop at 10,000 (`relations_truncated`)."""

    known_from: str
    names: list[Name]
    conflicts: dict[str, list[LosingRecord]]
    evidence: Evidence
    relations: dict[str, int]
    relations_truncated: bool


class Relation(Body):
    """A relation, valid from valid_from to valid_to, both days included."""

    id: str
    kind: str
    from_: str = Field(alias="from")
    to: str
    discriminator: str
    properties: Properties
    valid_from: str | None
    valid_to: str | None
    evidence: Evidence


class Neighbour(Body):
    """A relation and the node at its other end."""

    relation: Relation
    node: GraphNode


class Neighbours(Stamped):
    """One page of the relations of a node."""

    id: str
    items: list[Neighbour]
    next_cursor: NextCursor


class Firm(Body):
    """The enterprise an answer is about; name, code and kind are null where the store does not know it."""

    id: str
    name: str | None
    uscc: str | None
    kind: str | None


class StoredRecord(Stamped):
    """A record behind a piece of evidence: columns in normal form, and cells as received (person numbers masked)."""

    record_id: str
    uid: str
    kind: str
    source: str
    observed_at: str
    loaded_at: str
    payload: dict[str, Any]
    received: dict[str, Any]
