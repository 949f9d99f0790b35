"""The bodies of answers about relations as OpenAPI describes them."""

from typing import Any, Literal

from pydantic import Field

from firmgraph.api.wire import Body, Evidence
from firmgraph.api.wire_officer import Certainty, Judged, Party, Words


class NamedNode(Body):
    """A node with its name."""

    id: str
    name: str


class StatedRelation(Body):
    """A relation of two parties as the records state it."""

    kind: str
    from_: str = Field(alias="from")
    to: str
    certainty: Certainty
    evidence: Evidence


class Step(StatedRelation):
    """A step of a path: the strongest relation of the two, and in `also` all others that the records state."""

    strength: float
    also: list[StatedRelation]


class RelationPath(Body):
    """A path between two parties, how strong it is, and the same in plain words."""

    nodes: list[NamedNode]
    relations: list[Step]
    strength: float
    certainty: Certainty
    words: Words
    evidence: Evidence


class Paths(Judged):
    """The strongest relation paths between two parties; `why_truncated` says how to have more."""

    from_: Party = Field(alias="from")
    to: Party
    paths: list[RelationPath]
    truncated: bool
    why_truncated: Words | None


class Among(Judged):
    """Relations inside a set of parties: `clusters` hang together, those in `alone` are related to no other."""

    parties: list[Party]
    paths: list[RelationPath]
    clusters: list[list[str]]
    alone: list[str]
    truncated: bool
    why_truncated: Words | None


class AgainstMany(Judged):
    """Relations of one party to many, of which there are `held_to` and `related` are related to it.

    `why_truncated` says why not all were found and how to have the rest; `next_cursor` pages through those found.
    """

    subject: Party
    against: Literal["blacklist", "book"]
    held_to: int
    related: int
    paths: list[RelationPath]
    next_cursor: str | None
    truncated: bool
    why_truncated: Words | None


class Component(Judged):
    """What hangs together around a party, as `library` measured it; `sampled` says that betweenness is an estimate.

    Where `truncated`, only the nearest part was measured; `why_truncated` says why, and how to have the whole.
    """

    size: int
    relations: int
    communities: list[list[NamedNode]]
    community_method: str
    articulation_points: list[NamedNode]
    bridges: list[list[NamedNode]]
    central: list[dict[str, Any]]
    library: Literal["networkx", "igraph"]
    sampled: bool
    truncated: bool
    why_truncated: Words | None


class NodePage(Body):
    """Some relations of a node, how many it has, and the cursor of its next page."""

    node: Party
    items: list[dict[str, Any]]
    total: int
    next_cursor: str | None


class Expansion(Judged):
    """A neighbourhood: the first page of every node met, level by level."""

    levels: list[list[NodePage]]
    truncated: bool


class Measure(Body):
    """Parties by number of relations on two days, the stability index, and what it calls for."""

    name: str
    words: Words
    bins: list[str]
    before: list[int]
    after: list[int]
    psi: float | None
    state: Literal["stable", "watch", "act", "unknown"]


class GraphDrift(Judged):
    """Whether the graph still looks as it did."""

    since: str
    until: str
    measures: list[Measure]
