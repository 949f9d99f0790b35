"""The tests by which grading rules are put: each takes a party and the rule's parameters, and tells an outcome."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from firmgraph.graph.risk.amounts import exceeds, fraction
from firmgraph.graph.risk.days import months_earlier
from firmgraph.graph.risk.events import risk_events, total_amount
from firmgraph.graph.risk.findings import Outcome, share_unit
from firmgraph.graph.risk.past import spoke
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.told import RiskEvent
from firmgraph.graph.verdicts import judged, united

Rule = Mapping[str, Any]
_WHOLE = 100_000_000


def _outcome(fails: bool | None, events: Iterable[RiskEvent] = ()) -> Outcome:
    return Outcome(judged(fails), united(event.evidence for event in events))


def _none_open(subject: Subject, rule: Rule) -> Outcome:
    return _outcome(False if subject.knows(rule["source"]) else None)


def _open(subject: Subject, rule: Rule) -> Outcome:
    events = subject.open_against(rule["measures"])
    return _outcome(True, events) if events else _none_open(subject, rule)


def _by_amount(subject: Subject, rule: Rule, fails: Callable[[int, bool], bool | None]) -> Outcome:
    """Judge the sum of the open cases' amounts, in fen; `fails` also takes whether every amount is stated."""
    events = subject.open_against(rule["measures"])
    if not events:
        return _none_open(subject, rule)
    amount, complete = total_amount(events)
    return replace(_outcome(fails(amount, complete), events), value=Decimal(amount).scaleb(-2), unit="yuan")


def _limit(rule: Rule, name: str = "limit") -> int:
    return int(Decimal(rule[name]).scaleb(2))


def _amount_more_than(subject: Subject, rule: Rule) -> Outcome:
    return _by_amount(subject, rule, lambda amount, complete: True if amount > _limit(rule) else _unless(complete))


def _amount_less_than(subject: Subject, rule: Rule) -> Outcome:
    return _by_amount(subject, rule, lambda amount, _: amount < _limit(rule))


def _amount_at_most(subject: Subject, rule: Rule) -> Outcome:
    return _by_amount(subject, rule, lambda amount, _: amount <= _limit(rule))


def _amount_between(subject: Subject, rule: Rule) -> Outcome:
    low, high = _limit(rule, "from"), _limit(rule, "to")
    return _by_amount(
        subject, rule, lambda amount, complete: low <= amount <= high or (_unless(complete) if amount < low else False)
    )


def _part_of_loan(subject: Subject, rule: Rule) -> Outcome:
    loans = subject.loans

    def fails(amount: int, complete: bool) -> bool | None:
        if loans is None:
            return None
        return True if exceeds(amount, Decimal(rule["limit"]), loans) and amount else _unless(complete)

    found = _by_amount(subject, rule, fails)
    value = None if found.value is None or not loans else fraction(int(found.value.scaleb(2)), loans)
    return replace(found, value=value, unit=share_unit(value))


def _share_more_than(subject: Subject, rule: Rule) -> Outcome:
    """Judge the share of the party's own equity under open measures, whoever holds it."""
    events = [event for event in subject.open_against(rule["measures"]) if event.role == "target"]
    if not events:
        return _none_open(subject, rule)
    stated = [event.share for event in events if event.share is not None]
    part = min(sum(stated), _WHOLE)
    fails = True if exceeds(part, Decimal(rule["limit"]), _WHOLE) else _unless(len(stated) == len(events))
    return replace(_outcome(fails, events), value=fraction(part, _WHOLE), unit="share")


def _open_longer_than(subject: Subject, rule: Rule) -> Outcome:
    events, line = subject.open_against(rule["measures"]), months_earlier(subject.view.day, rule["months"])
    if not events:
        return _none_open(subject, rule)
    long = [event for event in events if event.began is not None and event.began < line]
    undated = any(event.began is None for event in events)
    return _outcome(True if long else _unless(not undated), long or events)


def _open_up_to(subject: Subject, rule: Rule) -> Outcome:
    """Judge what is open, but not for longer than so many months; without a date it is at least open."""
    events, line = subject.open_against(rule["measures"]), months_earlier(subject.view.day, rule["months"])
    recent = [event for event in events if event.began is None or event.began >= line]
    return _outcome(bool(recent), recent) if events else _none_open(subject, rule)


def _news_words(subject: Subject, rule: Rule) -> Outcome:
    """Judge by words of the title; the press is weak evidence."""
    events = subject.open_against(rule["measures"])
    telling = [event for event in events if any(word in event.words for word in rule["words"])]
    found = _outcome(True, telling) if telling else _none_open(subject, rule)
    return replace(found, certainty="suspected")


def _cannot_tell_if_open(subject: Subject, rule: Rule) -> Outcome:
    events = subject.open_against(rule["measures"])
    return _outcome(None, events) if events else _none_open(subject, rule)


def _criminal_case(subject: Subject, rule: Rule) -> Outcome:
    """Judge the open cases of the legal representative and the controllers by words of number, cause and stage."""
    view = subject.view
    cases = [
        event
        for head in subject.heads
        for event in risk_events(view, head)
        if event.counts and event.dimension == "litigation" and any(word in event.words for word in rule["words"])
    ]
    if cases:
        return _outcome(True, cases)
    heard = subject.heads and any(spoke(view, party, "litigation") for party in (subject.node, *subject.heads))
    return _outcome(False if heard else None)


def _unless(complete: bool) -> bool | None:
    """Return that a rule does not fail where all is stated, and that it cannot be told where not."""
    return False if complete else None


TESTS: Mapping[str, Callable[[Subject, Rule], Outcome]] = MappingProxyType(
    {
        "open": _open,
        "amount_more_than": _amount_more_than,
        "amount_less_than": _amount_less_than,
        "amount_at_most": _amount_at_most,
        "amount_between": _amount_between,
        "part_of_loan": _part_of_loan,
        "share_more_than": _share_more_than,
        "open_longer_than": _open_longer_than,
        "open_up_to": _open_up_to,
        "news_words": _news_words,
        "cannot_tell_if_open": _cannot_tell_if_open,
        "criminal_case": _criminal_case,
    }
)
