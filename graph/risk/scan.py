"""The risk scan (风险扫描): open and closed events of a firm and of parties near it, by dimension."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.graph.risk.amounts import fraction
from firmgraph.graph.risk.events import cases_of, total_amount
from firmgraph.graph.risk.near import near_parties
from firmgraph.graph.risk.past import GRADES
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.told import RiskEvent
from firmgraph.graph.verdicts import Verdict, united
from firmgraph.packs import RulePack, pack_for


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a party: how many cases that weigh on it are open and closed, and the open amount in fen.

    `to_net_assets` and `to_loans` are the open amount against both, None where they are not known. `unstated` tells
    that an open case states no amount. `other` counts what does not weigh on the party: where it claims, and ordinary
    securities. UNKNOWN where the source never spoke.
    """

    name: str
    zh: str
    open: int
    closed: int
    other: int
    amount: int
    unstated: bool
    to_net_assets: Decimal | None
    to_loans: Decimal | None
    verdict: Verdict
    measures: Mapping[str, tuple[int, int]]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelatedRisk:
    """A party near the firm with something against it: how it is near, and its dimensions that are not empty."""

    id: str
    name: str
    relations: tuple[str, ...]
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """A firm's own dimensions, those of parties near it, and how many parties were looked at (`truncated`: not all)."""

    dimensions: tuple[Dimension, ...]
    related: tuple[RelatedRisk, ...]
    looked_at: int
    truncated: bool
    pack: str


def scan(subject: Subject, chosen: Sequence[str] = (), most: int = 200) -> Scan:
    """Return the risk scan of a firm: itself, and what it controls, who holds it, its legal representative's other
    firms and whom it guarantees, up to so many parties, nearest relation first.
    """
    view, pack = subject.view, pack_for(GRADES, subject.view.day, chosen)
    near = near_parties(view, subject.node)
    related = [
        RelatedRisk(view.id(node), view.name(node), ways, found)
        for node, ways in near[:most]
        if (found := tuple(d for d in _dimensions(Subject(view, node), pack, brief=True) if d.open or d.closed))
    ]
    return Scan(tuple(_dimensions(subject, pack)), tuple(related), min(len(near), most), len(near) > most, pack.id)


def _dimensions(subject: Subject, pack: RulePack, *, brief: bool = False) -> Iterator[Dimension]:
    """Yield the dimensions in the pack's order; a case under one number counts in the first that has it."""
    counted: set[str] = set()
    for told in pack.parameters["dimensions"]:
        events = [event for event in subject.events if event.dimension == told["name"]]
        cases = cases_of(event for event in events if event.against and (event.case or event.id) not in counted)
        counted.update(cases)
        yield _dimension(subject, told, events, cases, brief)


def _dimension(
    subject: Subject,
    told: Mapping[str, Any],
    events: Sequence[RiskEvent],
    cases: Mapping[str, Sequence[RiskEvent]],
    brief: bool,
) -> Dimension:
    active = [event for case in cases.values() for event in case if event.open]
    open_cases = len(cases_of(active))
    amount, complete = total_amount(active)
    verdict: Verdict = "FAIL" if active else "PASS" if events or subject.knows(told["source"]) else "UNKNOWN"
    own, loans = (None, None) if brief or not amount else (subject.worth.net_assets, subject.loans)
    return Dimension(
        told["name"],
        told["zh"],
        open_cases,
        len(cases) - open_cases,
        sum(1 for event in events if not event.against),
        amount,
        not complete,
        fraction(amount, own) if own and own > 0 else None,
        fraction(amount, loans) if loans else None,
        verdict,
        _by_measure(cases),
        united(event.evidence for event in (active or events)),
    )


def _by_measure(cases: Mapping[str, Iterable[RiskEvent]]) -> dict[str, tuple[int, int]]:
    """Return for each measure how many of its events are open and how many closed."""
    found: dict[str, tuple[int, int]] = {}
    for event in (event for case in cases.values() for event in case):
        is_open, closed = found.get(event.measure, (0, 0))
        found[event.measure] = (is_open + event.open, closed + (not event.open))
    return dict(sorted(found.items()))
