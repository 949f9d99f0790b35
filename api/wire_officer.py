"""The bodies of a risk officer's answers as OpenAPI describes them. Shares and money are decimal text."""

from typing import Annotated, Any, Literal

from pydantic import Field

from firmgraph.api.wire import Body, Evidence, Stamped

Share = Annotated[str, Field(description='A fraction as decimal text: "0.25" is a quarter.')]
MaybeShare = Annotated[str | None, Field(description="A fraction as decimal text; null where it is not known.")]
Yuan = Annotated[str | None, Field(description="Decimal text in yuan; null where it is not known.")]
MaybeMeasure = Annotated[str | None, Field(description="What was measured, as decimal text; null where nothing was.")]
MaybeUnit = Annotated[
    Literal["share", "count", "days", "yuan"] | None,
    Field(description="In what the value is told; a share is a fraction. Null where there is no value."),
]
Verdict = Literal["PASS", "FAIL", "UNKNOWN"]
Certainty = Literal["confirmed", "suspected"]


class Judged(Stamped):
    """An answer to which rules were applied: `packs` are those used."""

    packs: list[str]


class Party(Body):
    """An organisation or a person."""

    id: str
    name: str
    kind: str | None


class Words(Body):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


class SharePath(Body):
    """A chain of holdings, from the holder down to what is held, and the product of its shares."""

    nodes: list[str]
    share: Share


class Stake(Party):
    """One holder or holding: `effective` is exact through circles, `naive` the sum of the products of simple chains."""

    effective: Share
    naive: MaybeShare
    paths: list[SharePath]
    paths_truncated: bool
    layers: int
    ultimate: bool
    evidence: Evidence


class Ownership(Judged):
    """Equity penetration: `holders` looking up, `holdings` looking down."""

    subject: Party
    direction: Literal["up", "down"]
    holders: list[Stake] | None = None
    holdings: list[Stake] | None = None
    circular: list[list[str]]
    unknown_share: MaybeShare
    notes: list[Words]
    exact: bool
    truncated: bool


class ProofStep(Body):
    """A step of a proof: the votes counted decide the firm it `holds`."""

    step: int
    holds: Party
    share: Share
    counted: list[dict[str, Any]]
    evidence: Evidence


class Control(Judged):
    """Who controls a firm; `controllers` are several where they control jointly."""

    subject: Party
    controller: Party | None
    controllers: list[Party]
    type: Literal["absolute", "relative", "agreement", "joint", "none"]
    share: MaybeShare
    voting: MaybeShare
    certainty: Certainty
    words: Words
    proof: list[ProofStep]
    unknown_votes: Share


class BeneficialOwner(Party):
    """A beneficial owner, by which standard, and why."""

    standard: Literal[1, 2, 3, "manager"]
    share: MaybeShare
    why: Words
    evidence: Evidence


class Exemption(Body):
    """Whether the firm need not file its beneficial owners."""

    verdict: Verdict
    why: Words


class BeneficialOwners(Judged):
    """The beneficial owners of a firm."""

    subject: Party
    owners: list[BeneficialOwner]
    exempt: Exemption
    unknown_share: Share


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


class Exposure(Body):
    """What the group owes us, and with the proposed amount, against the limits."""

    total: Yuan
    proposed: Yuan
    headroom: Yuan
    limits: list[Limit]


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


class Dimension(Body):
    """One dimension of a risk scan: open and closed events, and the amount of the open ones."""

    name: str
    open: int
    closed: int
    amount: Yuan
    verdict: Verdict
    evidence: Evidence


class Found(Body):
    """What a rule found: FAIL says that what it warns of is there, UNKNOWN that the records cannot tell."""

    rule: str
    pack: str
    verdict: Verdict
    certainty: Certainty
    words: Words
    value: MaybeMeasure
    unit: MaybeUnit
    evidence: Evidence


class ContagionPath(Body):
    """A path by which risk travels, from its source to the firm, and its share of the score."""

    nodes: list[str]
    names: list[str]
    share: Share
    evidence: Evidence


class Contagion(Body):
    """Risk that reaches the firm from others: the score, and the strongest of the paths that bring it."""

    score: Share
    paths: list[ContagionPath]
    truncated: bool


class Risk(Judged):
    """A risk scan: grade, dimensions, vetoes, what travels, and early warnings."""

    subject: Party
    vetoes: list[Found]
    refused: bool
    grade: Literal["red", "orange", "yellow", "green"]
    verdict: Verdict
    respond_within_hours: int | None
    findings: list[Found]
    dimensions: list[Dimension]
    contagion: Contagion
    warnings: list[Found]
    truncated: bool


class Standing(Judged):
    """What to know of a firm's ownership before trusting it."""

    subject: Party
    data_quality: list[dict[str, Any]]
    control_stability: dict[str, Any]
    shell: dict[str, Any]
    close_links: list[dict[str, Any]]


class TradeSide(Body):
    """One side of a firm's trade, the largest counterparties, and the findings of both lines."""

    side: Literal["seller", "buyer"]
    total: Yuan
    counterparties: int
    largest: list[dict[str, Any]]
    single: Found
    top: Found


class TradeConcentration(Judged):
    """How much of a firm's trade hangs on single counterparties."""

    subject: Party
    sides: list[TradeSide]


class Change(Body):
    """One change of one item."""

    item: str
    day: str
    before: list[str]
    after: list[str]
    evidence: Evidence


class Changes(Judged):
    """What changed about a firm between two days; `counts` by item."""

    subject: Party
    since: str
    until: str
    changes: list[Change]
    counts: dict[str, int]


class Alert(Body):
    """What is told of one watched firm."""

    id: str
    name: str
    changes: list[Change]
    events: list[dict[str, Any]]


class Alerts(Judged):
    """The alerts of a watch list; `unknown` are watched firms of which nothing is known."""

    since: str
    until: str
    alerts: list[Alert]
    unknown: list[str]


class NamedNode(Body):
    """A node of a path."""

    id: str
    name: str


class Step(Body):
    """One relation of a path."""

    kind: str
    from_: str = Field(alias="from")
    to: str


class RelationPath(Body):
    """A path between two parties, how strong it is, and the same in plain words."""

    nodes: list[NamedNode]
    relations: list[Step]
    strength: float
    certainty: Certainty
    words: Words
    evidence: Evidence


class Paths(Judged):
    """The strongest relation paths between two parties."""

    from_: Party = Field(alias="from")
    to: Party
    paths: list[RelationPath]
    truncated: bool


class Among(Judged):
    """Relations inside a set of parties: `clusters` hang together, those in `alone` are related to no other."""

    parties: list[Party]
    paths: list[RelationPath]
    clusters: list[list[str]]
    alone: list[str]
    truncated: bool


class AgainstMany(Judged):
    """Relations of one party to many, of which there are `held_to`."""

    subject: Party
    against: Literal["blacklist", "book"]
    held_to: int
    paths: list[RelationPath]
    truncated: bool


class Component(Judged):
    """What hangs together around a party; `sampled` says that centralities are estimates."""

    size: int
    relations: int
    communities: list[list[str]]
    articulation_points: list[str]
    bridges: list[list[str]]
    central: list[dict[str, Any]]
    sampled: bool
    truncated: bool


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
