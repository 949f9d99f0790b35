"""The bodies of answers about groups, related parties and guarantees as OpenAPI describes them."""

from typing import Any, Literal

from firmgraph.api.wire import Body, Evidence
from firmgraph.api.wire_officer import Certainty, Judged, MaybeShare, Party, Share, Verdict, Words, Yuan


class Member(Body):
    """A member of a group: which of the four tests it meets, and the path that shows it."""

    id: str
    name: str
    tests: list[int]
    path: list[str]
    certainty: Certainty
    evidence: Evidence


class Limit(Body):
    """A limit of exposure and how much of it is used."""

    name: str
    limit: Yuan
    used: Yuan
    verdict: Verdict


class Owed(Body):
    """What a member of a group owes."""

    id: str
    name: str
    loans: Yuan
    exposure: Yuan


class Exposure(Body):
    """What the group owes a lender (null: all lenders, as our bank's name is not set), against the limits.

    `total` is null where nothing is known of any member; `incomplete` are the members of whom something is missing.
    """

    lender: str | None
    total: Yuan
    proposed: Yuan
    headroom: Yuan
    limits: list[Limit]
    members: list[Owed]
    suspected: list[str]
    incomplete: list[str]


class Group(Judged):
    """A group customer."""

    subject: Party
    core: Party
    members: list[Member]
    tree: list[dict[str, Any]]
    unknown_votes: Share
    exposure: Exposure
    truncated: bool


class RelatedParty(Party):
    """A related party: by which dimension and rule, how strongly, how certainly."""

    dimension: str
    rule: str
    pack: str
    score: float
    words: Words
    certainty: Certainty
    evidence: Evidence


class Related(Judged):
    """The related parties of a firm, and its contacts that link nobody because too many share them."""

    subject: Party
    parties: list[RelatedParty]
    hubs: list[dict[str, Any]]
    unlooked: list[str]
    truncated: bool


class Circle(Body):
    """A guarantee circle."""

    members: list[str]
    names: list[str]
    kind: Literal["mutual", "joint", "circular"]
    truncated: bool
    evidence: Evidence


class Chain(Body):
    """A guarantee chain; `length` counts the guarantees."""

    nodes: list[str]
    names: list[str]
    length: int
    evidence: Evidence


class Ratio(Body):
    """Guarantees given against net assets."""

    amount: Yuan
    net_assets: Yuan
    value: MaybeShare
    verdict: Verdict
    veto: Verdict
    evidence: Evidence


class Called(Body):
    """A party that falls or must pay: how much it is called for, against its net assets."""

    id: str
    name: str
    amount: Yuan
    net_assets: Yuan
    evidence: Evidence


class Round(Body):
    """Who falls in one round of a cascade."""

    fallen: list[Called]


class Cascade(Body):
    """The default cascade; `assumed` says that nobody is in default and the start is a supposition."""

    assumed: bool
    rounds: list[Round]
    stands: list[Called]
    undecided: list[Called]
    loss: Yuan


class Replaced(Body):
    """A guarantee to replace by other security."""

    guarantor: str
    guaranteed: str
    amount: Yuan
    evidence: Evidence


class Guarantees(Judged):
    """What guarantees mean for a firm."""

    subject: Party
    circles: list[Circle]
    chains: list[Chain]
    ratio: Ratio
    cascade: Cascade
    replace: list[Replaced]
