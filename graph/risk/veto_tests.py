"""The test of each veto: it takes a firm's circumstances and the rule's parameters, and tells an outcome."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any

from firmgraph.graph.guarantees.circles import CIRCLES, Circle, circles_of
from firmgraph.graph.guarantees.default import in_default
from firmgraph.graph.guarantees.ratio import guarantee_ratio
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.ownership.own_records import own_records
from firmgraph.graph.risk.accounts import Account
from firmgraph.graph.risk.amounts import exceeds, fraction
from firmgraph.graph.risk.days import months_earlier
from firmgraph.graph.risk.events import cases_of, risk_events, total_amount
from firmgraph.graph.risk.findings import Outcome, share_unit
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.verdicts import Verdict, judged, united
from firmgraph.packs import RulePack, pack_for

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Circumstances:
    """A firm with what the view cannot tell of it: our bank's name as a lender, and the months (YYYY-MM) in which it
    was overdue with the records that say so; and the packs chosen to judge it by.
    """

    subject: Subject
    bank: str | None
    overdue_months: Mapping[str, tuple[str, ...]] | None
    chosen: Sequence[str] = ()

    @cached_property
    def circle_pack(self) -> RulePack:
        """The pack of guarantee circles to judge by: the one chosen, else that of the day."""
        return pack_for(CIRCLES, self.subject.view.day, self.chosen)

    @cached_property
    def closed_circles(self) -> tuple[Circle, ...]:
        """The closed guarantee circles to which the firm belongs."""
        rings = circles_of(self.subject.view, self.subject.node, self.circle_pack)
        return tuple(ring for ring in rings if ring.closed)

    @property
    def open_accounts(self) -> tuple[Account, ...]:
        """Its accounts that are not settled."""
        return tuple(account for account in self.subject.accounts if account.open)


def _overdue(accounts: Sequence[Account], limit: int, heard: bool) -> Outcome:
    """Judge accounts by days overdue; one that states none, or a silent bureau, leaves it unknown."""
    late = [account for account in accounts if (account.overdue_days or 0) > limit]
    if late:
        days = max(account.overdue_days or 0 for account in late)
        return Outcome("FAIL", united(account.evidence for account in late), Decimal(days), "days")
    silent = not heard or any(account.overdue_days is None for account in accounts)
    return Outcome(judged(None if silent else False), united(account.evidence for account in accounts))


def _a1(case: Circumstances, rule: Rule) -> Outcome:
    heard = case.subject.knows("credit")
    return _overdue(case.open_accounts, rule["overdue_days_more_than"], heard)


def _a2(case: Circumstances, rule: Rule) -> Outcome:
    """Search the trade and the business scope for words of eliminated trades: what a scope allows is only suspected."""
    view, node = case.subject.view, case.subject.node
    stated = view.properties(node)
    text = " ".join(str(stated[name]) for name in ("industry", "scope") if stated.get(name))
    fails = any(word in text for word in rule["words"]) if text else None
    return Outcome(judged(fails), own_records(view, node) if text else (), certainty="suspected")


def _a3(case: Circumstances, rule: Rule) -> Outcome:
    subject = case.subject
    found = list(subject.open_against(rule["dishonest"]))
    for head in subject.heads:
        wanted = (*rule["dishonest"], *rule["limited"])
        found += [e for e in risk_events(subject.view, head) if e.counts and e.measure in wanted]
    if found:
        return Outcome("FAIL", united(event.evidence for event in found))
    return Outcome(judged(False if subject.knows("litigation") else None))


def _a4(case: Circumstances, rule: Rule) -> Outcome:
    """Search what is said of the firm and its head in the last months for words of fraud, closed matters included."""
    view = case.subject.view
    since = months_earlier(view.day, rule["months"])
    events = [*case.subject.events, *(e for head in case.subject.heads for e in risk_events(view, head))]
    recent = [e for e in events if e.against and (e.began or view.day) >= since]
    telling = [e for e in recent if any(word in e.words for word in rule["words"])]
    certain = any(event.dimension != "news" for event in telling)
    if telling:
        evidence = united(event.evidence for event in telling)
        return Outcome("FAIL", evidence, certainty="confirmed" if certain else "suspected")
    return Outcome(judged(False if case.subject.knows("litigation") else None))


def _a5(case: Circumstances, _rule: Rule) -> Outcome:
    subject = case.subject
    ratio = guarantee_ratio(subject.view, subject.node, case.circle_pack)
    circle = _troubled_circle(case, int(case.circle_pack.parameters["circle"]))
    verdict: Verdict = _either(ratio.veto.verdict, circle.verdict)
    evidence = united((ratio.veto.evidence, circle.evidence))
    return Outcome(verdict, evidence, ratio.value, ratio.veto.unit, circle.note)


def _either(one: Verdict, other: Verdict) -> Verdict:
    if "FAIL" in (one, other):
        return "FAIL"
    return "UNKNOWN" if "UNKNOWN" in (one, other) else "PASS"


def _a6(case: Circumstances, rule: Rule) -> Outcome:
    """Judge by the lists whose names say so; where no such list was ever loaded, nobody was screened."""
    view, table = case.subject.view, case.subject.view.edges("listed_on")
    screened = {int(end) for end in set(table.end.tolist()) if any(word in view.name(end) for word in rule["lists"])}
    on = [event for event in case.subject.events if event.dimension == "blacklist" and event.open]
    on = [event for event in on if any(word in event.name for word in rule["lists"])]
    note = "" if screened else "no list of this kind was loaded"
    fails = True if on else False if screened else None
    return Outcome(judged(fails), united(event.evidence for event in on), note=note)


def _r4(case: Circumstances, rule: Rule) -> Outcome:
    return _troubled_circle(case, rule["members"])


def _troubled_circle(case: Circumstances, members: int) -> Outcome:
    """Judge the closed circles of so many members: one member in default fails them, an unknown one leaves it open."""
    view = case.subject.view
    rings = [ring for ring in case.closed_circles if len(ring.members) >= members]
    if not rings:
        return Outcome(judged(False if case.subject.knows("guarantees") else None))
    parties = sorted({node for ring in rings for node in ring.members}, key=view.id)
    found = {node: in_default(view, node, case.circle_pack) for node in parties}
    verdicts = [finding.verdict for finding in found.values()]
    verdict: Verdict = "FAIL" if "FAIL" in verdicts else "UNKNOWN" if "UNKNOWN" in verdicts else "PASS"
    telling = [finding for finding in found.values() if finding.verdict == verdict]
    names = ", ".join(view.id(node) for node, finding in found.items() if finding.verdict == "FAIL")
    evidence = united([*(ring.evidence for ring in rings), *(finding.evidence for finding in telling)])
    return Outcome(verdict, evidence, note=names)


def _p2(case: Circumstances, rule: Rule) -> Outcome:
    """Judge the open cases against the firm by its net assets: the largest one, and all together."""
    subject = case.subject
    claims = [event for event in subject.events if event.dimension == "litigation" and event.counts]
    if not claims:
        return Outcome(judged(False if subject.knows("litigation") else None))
    own, (total, complete) = subject.worth, total_amount(claims)
    evidence = united([*(event.evidence for event in claims), own.evidence])
    if own.net_assets is None:
        return Outcome("UNKNOWN", evidence, note="net assets are not known")
    largest = max(total_amount(group)[0] for group in cases_of(claims).values())
    over = exceeds(largest, Decimal(rule["single"]), own.net_assets) or exceeds(
        total, Decimal(rule["total"]), own.net_assets
    )
    value = fraction(total, own.net_assets) if own.net_assets > 0 else None
    return Outcome(judged(True if over else False if complete else None), evidence, value, share_unit(value))


def _p5(case: Circumstances, rule: Rule) -> Outcome:
    heard = case.subject.knows("credit")
    ours = None if case.bank is None else name_key(case.bank)
    elsewhere = [a for a in case.open_accounts if ours is None or name_key(a.lender or "") != ours]
    cross = _overdue(elsewhere, rule["overdue_days_more_than"], heard)
    if case.overdue_months is None:
        return cross if cross.verdict == "FAIL" else Outcome("UNKNOWN", cross.evidence, note="months are not known")
    in_row = longest_run(case.overdue_months)
    monthly = judged(len(in_row) >= rule["months_in_row"])
    verdict = _either(cross.verdict, monthly)
    repaid = united(case.overdue_months[month] for month in in_row)
    told = [repaid if monthly == verdict else (), cross.evidence if cross.verdict == verdict else ()]
    return Outcome(verdict, united(told), Decimal(len(in_row)), "count")


def longest_run(months: Iterable[str]) -> tuple[str, ...]:
    """Return the longest run of consecutive months (YYYY-MM) among some, the earliest of equally long ones."""
    runs: list[list[str]] = []
    for month in sorted(set(months)):
        if runs and _number(month) == _number(runs[-1][-1]) + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    longest: list[str] = max(runs, key=len, default=[])
    return tuple(longest)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


TESTS: Mapping[str, Callable[[Circumstances, Rule], Outcome]] = MappingProxyType(
    {"A1": _a1, "A2": _a2, "A3": _a3, "A4": _a4, "A5": _a5, "A6": _a6, "R4": _r4, "P2": _p2, "P5": _p5}
)
