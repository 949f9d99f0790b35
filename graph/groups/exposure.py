"""Exposure of a bank to a firm and its group against the legal limits and its own line, simulated before approval.

银保监会令2018年第1号; the limits are shares of the bank's capital, which the request gives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from firmgraph.graph.groups.book import FirmExposure, firm_exposure
from firmgraph.graph.groups.group import GroupCustomer, group_customer
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict
from firmgraph.packs import pack_for


@dataclass(frozen=True, slots=True)
class ExposureAsk:
    """What exposure is judged by, amounts in fen: the bank's name as lenders are named in the records, its net capital
    and tier-1 net capital, its own line for the group, and the new amount proposed to the firm.
    """

    bank: str | None = None
    net_capital: int | None = None
    tier1_net_capital: int | None = None
    internal_line: int | None = None
    proposed: int = 0
    packs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LimitUse:
    """A limit and what is used of it once the proposed amount is granted, in fen.

    `suspected` is what suspected members of the group would add. `step` is the highest warning step reached, as a share
    of the limit. FAIL when the limit is exceeded (exactly at it is not), UNKNOWN when the limit is not known, something
    is missing that could exceed it, or suspected members would.
    """

    name: str
    words: Words
    limit: int | None
    used: int | None
    suspected: int
    headroom: int | None
    step: Fraction | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class GroupExposure:
    """The exposure of a lender (None: of all lenders) to a group.

    `total` is what is known of its confirmed members before the proposal, in fen; None where nothing is known of any.

    `members` are the firms with what each owes, `suspected` the ids of the suspected members among them, `incomplete`
    of those whose records miss something. `headroom` is the least that any known limit leaves after the proposal; None
    where none is known.
    """

    packs: tuple[str, ...]
    lender: str | None
    total: int | None
    proposed: int
    members: tuple[FirmExposure, ...]
    suspected: tuple[str, ...]
    incomplete: tuple[str, ...]
    limits: tuple[LimitUse, ...]
    headroom: int | None


@dataclass(frozen=True, slots=True)
class _Used:
    """What counts against a limit, in fen: known of confirmed members, of suspected ones, and whether all is known."""

    known: int
    suspected: int
    complete: bool

    def with_new(self, amount: int) -> "_Used":
        """Return what is used once a new amount is granted."""
        return _Used(self.known + amount, self.suspected, self.complete)


def group_exposure(view: View, firm: int, ask: ExposureAsk, group: GroupCustomer | None = None) -> GroupExposure:
    """Return the bank's exposure to a firm's group, with the proposed amount, against every limit."""
    pack = pack_for("exposure", view.day, ask.packs)
    group = group or group_customer(view, firm, ask.packs)
    members = _members(view, group, ask.bank, pack.parameters)
    unsure = frozenset(member.id for member in group.members if member.certainty == "suspected")
    limits = [_legal(limit, view.id(firm), members, unsure, ask) for limit in pack.parameters["limits"]]
    if ask.internal_line is not None:
        limits.append(_internal(members, unsure, ask))
    uses = tuple(_judged(*limit, pack.parameters) for limit in limits)
    if ask.bank is None:
        uses = tuple(_unknown(use) for use in uses)
    room = [use.headroom for use in uses if use.headroom is not None]
    return GroupExposure(
        (*group.packs, pack.id), ask.bank, _total(members, unsure), ask.proposed, members,
        tuple(sorted(unsure)), tuple(member.id for member in members if not member.complete), uses,
        min(room) if room else None,
    )  # fmt: skip


def _members(
    view: View, group: GroupCustomer, bank: str | None, parameters: Mapping[str, Any]
) -> tuple[FirmExposure, ...]:
    nodes = [node for member in group.members if (node := view.index(member.id)) is not None]
    return tuple(firm_exposure(view, node, bank, parameters) for node in nodes)


def _sum(members: Iterable[FirmExposure], unsure: frozenset[str], counts: str, only: str | None = None) -> _Used:
    """Return what some members owe: of one firm only, or of all; in loans, or in all exposure."""
    counted = [member for member in members if only in (None, member.id)]
    amount = {member.id: member.loans if counts == "loans" else member.exposure for member in counted}
    return _Used(
        sum(owed for member, owed in amount.items() if member not in unsure),
        sum(owed for member, owed in amount.items() if member in unsure),
        all(member.complete for member in counted),
    )


def _total(members: Sequence[FirmExposure], unsure: frozenset[str]) -> int | None:
    heard = any(member.complete or member.accounts for member in members)
    return _sum(members, unsure, "exposure").known if heard else None


_Limit = tuple[str, Words, int | None, _Used, str]


def _legal(
    limit: Mapping[str, Any], firm: str, members: Sequence[FirmExposure], unsure: frozenset[str], ask: ExposureAsk
) -> _Limit:
    capital = ask.net_capital if limit["of"] == "net_capital" else ask.tier1_net_capital
    allowed = None if capital is None else int(Fraction(limit["share"]) * capital)
    used = _sum(members, unsure, limit["counts"], firm if limit["who"] == "firm" else None)
    return limit["name"], Words(limit["zh"], limit["en"]), allowed, used.with_new(ask.proposed), "legal"


def _internal(members: Sequence[FirmExposure], unsure: frozenset[str], ask: ExposureAsk) -> _Limit:
    used, words = _sum(members, unsure, "exposure"), Words("行内集团限额", "internal line for the group")
    return "internal_line", words, ask.internal_line, used.with_new(ask.proposed), "internal"


def _judged(
    name: str, words: Words, limit: int | None, used: _Used, steps: str, parameters: Mapping[str, Any]
) -> LimitUse:
    reached = [Fraction(step) for step in parameters[steps]["steps"]]
    passed = [step for step in reached if limit is not None and used.known >= step * limit]
    return LimitUse(
        name, words, limit, used.known, used.suspected, None if limit is None else limit - used.known,
        max(passed, default=None), _verdict(limit, used),
    )  # fmt: skip


def _verdict(limit: int | None, used: _Used) -> Verdict:
    if limit is None:
        return "UNKNOWN"
    if used.known > limit:
        return "FAIL"
    return "PASS" if used.complete and used.known + used.suspected <= limit else "UNKNOWN"


def _unknown(use: LimitUse) -> LimitUse:
    """Return the limit as it stands when it is not known which accounts are the bank's."""
    return LimitUse(use.name, use.words, use.limit, None, 0, None, None, "UNKNOWN")
