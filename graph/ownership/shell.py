"""Signals that an enterprise may be a shell: each with what it rests on, unknown where data is missing (row 32)."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from firmgraph.graph.ownership.history import shifted
from firmgraph.graph.ownership.own_records import own_records
from firmgraph.graph.ownership.signals import Signal, Words
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict, judged, united
from firmgraph.packs import pack_for


@dataclass(frozen=True, slots=True)
class ShellSigns:
    """The signals of one enterprise; `verdict` FAIL means a suspected shell, never a proven one.

    UNKNOWN says that the signals missing could still reach the number from which a firm is suspected.
    """

    verdict: Verdict
    seen: int
    signals: tuple[Signal, ...]
    pack: str


def shell_signs(view: View, firm: int, packs: Sequence[str] = ()) -> ShellSigns:
    """Return the shell-company signals of an enterprise by the pack `shell-signals` chosen or in force on the day."""
    pack = pack_for("shell-signals", view.day, packs)
    asked = pack.parameters
    signals = (
        _shared_address(view, firm, asked["address_firms"]),
        _shared_phone(view, firm, asked["phone_firms"]),
        _busy_representative(view, firm, asked["representative_firms"]),
        _no_staff(view, firm, asked["staff_at_most"]),
        _no_paid_in(view, firm),
        _no_revenue(view, firm),
        _frequent_changes(view, firm, asked),
    )
    count = sum(signal.verdict == "FAIL" for signal in signals)
    possible = count + sum(signal.verdict == "UNKNOWN" for signal in signals)
    enough = asked["suspected_from"]
    verdict = judged(True if count >= enough else None if possible >= enough else False)
    return ShellSigns(verdict, count, signals, pack.id)


def _shared_address(view: View, firm: int, limit: int) -> Signal:
    edges = view.edges("located_at")
    shared = [(len(edges.into_node(int(edges.end[place]))), edges.evidence_of(place)) for place in edges.out_of(firm)]
    return _hub("shared_address", shared, limit, ("住所同址企业", "firms at its address"))


def _shared_phone(view: View, firm: int, limit: int) -> Signal:
    edges = view.edges("reachable_at")
    shared = []
    for place in edges.out_of(firm):
        phone = int(edges.end[place])
        if view.kind(phone) == "phone":
            ends = {int(edges.start[other]) for other in edges.into_node(phone)}
            firms = [end for end in ends if view.kind(end) != "customer"]
            shared.append((len(firms), edges.evidence_of(place)))
    return _hub("shared_phone", shared, limit, ("同电话企业", "firms at its phone number"))


def _busy_representative(view: View, firm: int, limit: int) -> Signal:
    edges = view.edges("legal_rep_of")
    shared = [
        (len({int(edges.end[other]) for other in edges.out_of(int(edges.start[place]))}), edges.evidence_of(place))
        for place in edges.into_node(firm)
    ]
    return _hub(
        "busy_representative", shared, limit, ("法定代表人任职企业", "firms its legal representative stands for")
    )


def _hub(name: str, shared: list[tuple[int, tuple[str, ...]]], limit: int, what: tuple[str, str]) -> Signal:
    """Judge how many firms share something; nothing stated leaves it unknown."""
    if not shared:
        return Signal(name, "UNKNOWN", None, Words(f"{what[0]}：未登记", f"{what[1]}: none is stated"))
    most = max(count for count, _ in shared)
    words = Words(f"{what[0]} {most} 家", f"{most} {what[1]}")
    return Signal(name, judged(most >= limit), str(most), words, united([e for count, e in shared if count == most]))


def _no_staff(view: View, firm: int, most: int) -> Signal:
    staff = view.properties(firm).get("staff")
    if staff is None:
        return Signal("no_staff", "UNKNOWN", None, Words("人员规模未登记", "the number of staff is not stated"))
    words = Words(f"人员规模 {staff} 人", f"{staff} staff")
    return Signal("no_staff", judged(staff <= most), str(staff), words, own_records(view, firm))


def _no_paid_in(view: View, firm: int) -> Signal:
    stated = view.properties(firm).get("paid_in_capital")
    if stated is None:
        return Signal("no_paid_in", "UNKNOWN", None, Words("实缴资本未登记", "the paid-in capital is not stated"))
    words = Words(f"实缴资本 {stated}", f"paid-in capital {stated}")
    return Signal("no_paid_in", judged(_amount(stated) == 0), stated, words, own_records(view, firm))


def _no_revenue(view: View, firm: int) -> Signal:
    latest = max(_statements(view, firm), default=None)
    if latest is None:
        return Signal("no_revenue", "UNKNOWN", None, Words("没有财务报表", "no financial statement is known"))
    _, period, revenue, evidence = latest
    words = Words(f"{period} 营业收入 {revenue}", f"revenue of {period}: {revenue}")
    return Signal("no_revenue", judged(_amount(revenue) == 0), revenue, words, evidence)


def _statements(view: View, firm: int) -> Iterator[tuple[date, str, str, tuple[str, ...]]]:
    """Yield the statements whose period had ended by the day and that tell a revenue."""
    edges = view.edges("stated_in")
    for place in edges.out_of(firm):
        statement = int(edges.end[place])
        told = view.properties(statement)
        ended = _period_end(told["name"])
        if told.get("revenue") is not None and ended.isoformat() <= view.day:
            yield ended, told["name"], told["revenue"], view.evidence(statement)


def _period_end(period: str) -> date:
    """Return the last day of a year (2024) or a month (2025-09)."""
    year, month = int(period[:4]), int(period[5:7] or 12)
    return date(year, month, monthrange(year, month)[1])


def _frequent_changes(view: View, firm: int, asked: Mapping[str, Any]) -> Signal:
    edges = view.edges("changed")
    changes = [
        (view.properties(int(edges.end[place]))["date"], edges.evidence_of(place)) for place in edges.out_of(firm)
    ]
    if not len(edges.table):
        unknown = Words("没有变更记录的来源", "no source of registered changes is loaded")
        return Signal("frequent_changes", "UNKNOWN", None, unknown)
    days = asked["change_window_days"]
    first = shifted(view.day, -days)
    recent = [evidence for day, evidence in changes if first < day <= view.day]
    words = Words(f"{days} 天内变更 {len(recent)} 次", f"{len(recent)} changes in {days} days")
    enough = len(recent) >= asked["changes"]
    return Signal("frequent_changes", judged(enough), str(len(recent)), words, united(recent))


def _amount(stated: str) -> Decimal:
    """Return the number of an amount as stored: yuan, or a number and a currency."""
    return Decimal(stated.split(maxsplit=1)[0])
