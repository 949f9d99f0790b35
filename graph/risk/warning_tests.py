"""The test of each early-warning indicator: it takes a watched firm and the rule's parameters, and tells an outcome."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from firmgraph.graph.elements import Moment
from firmgraph.graph.guarantees.circles import CIRCLES
from firmgraph.graph.guarantees.edges import taken
from firmgraph.graph.guarantees.ratio import guarantee_ratio
from firmgraph.graph.risk.amounts import exceeds, fraction, reaches
from firmgraph.graph.risk.changes import changes_between
from firmgraph.graph.risk.days import months_earlier
from firmgraph.graph.risk.findings import Outcome, share_unit
from firmgraph.graph.risk.grade import risk_grade
from firmgraph.graph.risk.past import begun, spoke
from firmgraph.graph.risk.statements import Statement, annual, statements
from firmgraph.graph.risk.subject import Subject, majority_holders
from firmgraph.graph.risk.trade import Trade
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty, judged, united
from firmgraph.packs import pack_for

Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RecordsTold:
    """What the records tell beyond the view; None where it was not read, so that its indicators are UNKNOWN.

    `sales` and `earlier_sales` are those of two successive years, `collateral` is its value before and now, in fen.
    """

    statements: Sequence[Statement] | None = None
    sales: Sequence[Trade] | None = None
    earlier_sales: Sequence[Trade] | None = None
    collateral: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A firm that is watched, with what the records tell of it and the packs chosen to judge it by."""

    subject: Subject
    told: RecordsTold
    chosen: Sequence[str] = ()

    @property
    def view(self) -> View:
        """The moment at which it is judged."""
        return self.subject.view

    def years(self, figure: str) -> tuple[Statement, ...]:
        """Return the last two successive years' statements that tell a figure; none where there are no such two."""
        rows = self.told.statements
        own = statements(self.view, self.subject.node) if rows is None else rows
        telling = [one for one in annual(own) if figure in one.figures or (figure == "staff" and one.staff is not None)]
        return _successive(telling[-2:])

    def quarters(self, *figures: str) -> tuple[Statement, ...]:
        """Return the last two statements of less than a year that tell some figures; none where there are fewer."""
        rows = [one for one in self.told.statements or () if not one.is_annual]
        telling = [one for one in rows if all(figure in one.figures for figure in figures)]
        return tuple(telling[-2:]) if len(telling) > 1 else ()


def _successive(rows: Sequence[Statement]) -> tuple[Statement, ...]:
    if len(rows) == 2 and int(rows[1].period) - int(rows[0].period) == 1:
        return tuple(rows)
    return ()


def _by(rows: Iterable[Statement], fails: bool | None, share: Decimal | None = None) -> Outcome:
    return Outcome(judged(fails), united(one.evidence for one in rows), share, share_unit(share))


def _fall(rows: Sequence[Statement], before: int, now: int, limit: Decimal) -> Outcome:
    """Judge a fall from a positive figure by its fraction."""
    if before <= 0:
        return _by(rows, None)
    return _by(rows, reaches(before - now, limit, before), fraction(before - now, before))


def _yearly_drop(firm: Watched, rule: Rule) -> Outcome:
    rows = firm.years(rule["figure"])
    if not rows:
        return Outcome("UNKNOWN")
    before, now = (one.figures[rule["figure"]] for one in rows)
    return _fall(rows, before, now, Decimal(rule["limit"]))


def _staff_drop(firm: Watched, rule: Rule) -> Outcome:
    rows = firm.years("staff")
    if not rows:
        return Outcome("UNKNOWN")
    before, now = (one.staff or 0 for one in rows)
    return _fall(rows, before, now, Decimal(rule["limit"]))


def _cash_flow(firm: Watched, _rule: Rule) -> Outcome:
    rows = firm.quarters("operating_cash_flow")
    return _by(rows, all(one.figures["operating_cash_flow"] < 0 for one in rows) if rows else None)


def _debt_ratio(firm: Watched, rule: Rule) -> Outcome:
    rows = [one for one in firm.years("total_assets") if "liabilities" in one.figures]
    if len(rows) < 2 or any(one.figures["total_assets"] <= 0 for one in rows):
        return Outcome("UNKNOWN")
    (debts, assets), (now, whole) = ((one.figures["liabilities"], one.figures["total_assets"]) for one in rows)
    rising = now * assets > debts * whole
    return _by(rows, rising and exceeds(now, Decimal(rule["limit"]), whole), fraction(now, whole))


def _interest_cover(firm: Watched, rule: Rule) -> Outcome:
    """Judge profit with interest against interest; without interest there is nothing to cover."""
    rows = firm.quarters("profit", "interest_expense")
    if not rows:
        return Outcome("UNKNOWN")
    limit = Decimal(rule["limit"])
    short = [
        (interest := one.figures["interest_expense"]) > 0 and one.figures["profit"] + interest < limit * interest
        for one in rows
    ]
    return _by(rows, all(short))


def _enquiries(firm: Watched, rule: Rule) -> Outcome:
    count, evidence = approval_enquiries(firm.view, firm.subject.node, rule["months"], rule["words"])
    fails = count > rule["limit"] if firm.subject.knows("enquiries") else None
    return Outcome(judged(fails), evidence, Decimal(count), "count")


def approval_enquiries(view: View, node: int, months: int, words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Return how often a firm's report was asked for to grant credit in the last months, and the records."""
    table, since, found = view.snapshot.table("enquired"), months_earlier(view.day, months), []
    for number in begun(view, "enquired", node):
        stated = view.properties(int(table.end[number]))
        if str(stated.get("date", "")) > since and any(word in str(stated.get("reason", "")) for word in words):
            found.append(table.evidence_of(number))
    return len(found), united(found)


def _collateral(firm: Watched, rule: Rule) -> Outcome:
    if firm.told.collateral is None:
        return Outcome("UNKNOWN", note="no valuations of collateral are known")
    return _fall((), *firm.told.collateral, Decimal(rule["limit"]))


def _guarantor(firm: Watched, rule: Rule) -> Outcome:
    """Judge the firm's guarantors by their own colours."""
    view = firm.view
    guarantors = sorted({one.guarantor for one in taken(view, firm.subject.node)}, key=view.id)
    graded = {party: risk_grade(Subject(view, party), firm.chosen) for party in guarantors}
    bad = [party for party, grade in graded.items() if grade.grade in rule["colours"]]
    evidence = united(f.evidence for party in bad for f in graded[party].findings if f.verdict == "FAIL")
    silent = any(grade.verdict == "UNKNOWN" for grade in graded.values()) or not firm.subject.knows("guarantees")
    return Outcome(judged(True if bad else None if silent else False), evidence, note=", ".join(map(view.id, bad)))


def _customers(firm: Watched, rule: Rule) -> Outcome:
    if not firm.told.sales or not firm.told.earlier_sales:
        return Outcome("UNKNOWN")
    now, before = (_largest(rows, rule["top"]) for rows in (firm.told.sales, firm.told.earlier_sales))
    gone = len(before - now)
    evidence = united(row.evidence for row in firm.told.sales)
    return Outcome(judged(gone > rule["limit"]), evidence, Decimal(gone), "count")


def _largest(rows: Iterable[Trade], top: int) -> set[str]:
    net: Counter[str] = Counter()
    for row in rows:
        net[row.counterparty] += row.amount
    return {name for name, _ in sorted(net.items(), key=lambda one: (-one[1], one[0]))[:top]}


def _controller(firm: Watched, rule: Rule) -> Outcome:
    """Judge whether another party directly holds more than half than did so many months ago."""
    view, node = firm.view, firm.subject.node
    earlier = view.snapshot.at(Moment(months_earlier(view.day, rule["months"]), view.at.known_at))
    if not len(view.edges("holds").into_node(node)) or not len(earlier.edges("holds").into_node(node)):
        return Outcome("UNKNOWN")
    edges = view.edges("holds")
    evidence = united(edges.evidence_of(place) for place in edges.into_node(node))
    return Outcome(judged(majority_holders(view, node) != majority_holders(earlier, node)), evidence)


def _open_events(firm: Watched, rule: Rule) -> Outcome:
    events = firm.subject.open_against(rule["measures"])
    fails = True if events else False if firm.subject.knows(rule["source"]) else None
    certainty: Certainty = "suspected" if rule["source"] == "press" else "confirmed"
    return Outcome(judged(fails), united(event.evidence for event in events), certainty=certainty)


def _over_guarantee(firm: Watched, _rule: Rule) -> Outcome:
    pack = pack_for(CIRCLES, firm.view.day, firm.chosen)
    over = guarantee_ratio(firm.view, firm.subject.node, pack).over
    return Outcome(over.verdict, over.evidence, over.value, over.unit)


def _changed_item(firm: Watched, rule: Rule) -> Outcome:
    since = months_earlier(firm.view.day, rule["months"])
    changes = changes_between(firm.view, firm.subject.node, since, firm.view.day)
    telling = [change for change in changes if change.item == rule["item"]]
    registered = spoke(firm.view, firm.subject.node, "registry")
    fails = True if telling else False if registered else None
    return Outcome(judged(fails), united(change.evidence for change in telling))


TESTS: Mapping[str, Callable[[Watched, Rule], Outcome]] = MappingProxyType(
    {
        "yearly_drop": _yearly_drop,
        "staff_drop": _staff_drop,
        "cash_flow": _cash_flow,
        "debt_ratio": _debt_ratio,
        "interest_cover": _interest_cover,
        "enquiries": _enquiries,
        "collateral": _collateral,
        "guarantor": _guarantor,
        "customers": _customers,
        "controller": _controller,
        "open_events": _open_events,
        "over_guarantee": _over_guarantee,
        "changed_item": _changed_item,
    }
)
