"""The bodies of answers about risk, trade and change as OpenAPI describes them."""

from typing import Any, Literal

from firmgraph.api.wire import Body, Evidence
from firmgraph.api.wire_officer import Certainty, Judged, MaybeMeasure, MaybeUnit, Party, Share, Verdict, Words, Yuan


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


class Counterparty(Body):
    """A counterparty: its node, null where none bears the name that the invoices state."""

    id: str | None
    name: str
    amount: Yuan
    share: Share


class TradeSide(Body):
    """One side of a firm's trade, the largest counterparties, and the findings of both lines."""

    side: Literal["seller", "buyer"]
    total: Yuan
    counterparties: int
    largest: list[Counterparty]
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
