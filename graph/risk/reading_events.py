"""How each kind of event node is read as a risk event."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from firmgraph.graph.normal.names import name_key
from firmgraph.graph.risk.amounts import fen
from firmgraph.graph.risk.told import RiskEvent, Told

Reader = Callable[[Told], RiskEvent | None]


def _enforcement(told: Told) -> RiskEvent:
    """执行: performed in full is not open, unless a later day of closing says until when it was."""
    measure = str(told.stated.get("measure"))
    done = told.stated.get("performed") == "all" and "closed" not in told.stated
    return RiskEvent(
        told.id,
        "enforcement",
        measure,
        told.name,
        "respondent",
        True,
        not (done or told.has_ended("closed")),
        told.stated.get("filed") or told.began,
        told.evidence,
        None if told.name == measure else name_key(told.name),
        fen(told.stated.get("amount")),
        words=told.text("name", "court"),
    )


def _penalty(told: Told) -> RiskEvent:
    """处罚与异常."""
    return RiskEvent(
        told.id,
        "penalty",
        str(told.stated.get("measure")),
        told.name,
        "party",
        True,
        not told.has_ended("removed"),
        told.stated.get("decided") or told.began,
        told.evidence,
        amount=fen(told.stated.get("amount")),
        words=told.text("name", "authority"),
    )


def _case(told: Told) -> RiskEvent:
    """司法案件: it weighs on whom it is brought against, until it is closed or its result ends the claim."""
    role, result = str(told.own.get("role")), str(told.own.get("result") or "")
    judged = str(told.stated.get("judged") or "") <= told.day
    ended = told.has_ended("closed") or (judged and any(word in result for word in told.rules["ended_by"]))
    return RiskEvent(
        told.id,
        "litigation",
        role,
        told.name,
        role,
        role in told.rules["defending"],
        not ended,
        told.stated.get("filed") or told.began,
        told.evidence,
        name_key(told.name),
        fen(told.stated.get("amount", told.own.get("awarded"))),
        words=told.text("name", "cause", "stage"),
    )


def _encumbrance(told: Told) -> RiskEvent:
    """质押冻结抵押: what is pledged or mortgaged is an ordinary security; what is frozen or sealed weighs."""
    measure = str(told.stated.get("measure"))
    return RiskEvent(
        told.id,
        "encumbrance",
        measure,
        told.name,
        told.side,
        measure not in told.rules["harmless"],
        not told.over,
        told.stated.get("valid_from") or told.began,
        told.evidence,
        amount=fen(told.stated.get("amount")),
        share=told.stated.get("share"),
    )


def _overdue(told: Told) -> RiskEvent | None:
    """信贷账户: an event when it is overdue or in a non-performing class."""
    days, amount = told.stated.get("overdue_days"), fen(told.stated.get("overdue_amount"))
    if not days and not amount and told.stated.get("five_tier") not in told.rules["bad_tiers"]:
        return None
    return RiskEvent(
        told.id,
        "overdue",
        "overdue",
        told.name,
        "party",
        True,
        not told.has_ended("closed"),
        told.stated.get("opened") or told.began,
        told.evidence,
        amount=amount or None,
        days=days,
        words=told.text("lender"),
    )


def _listing(told: Told) -> RiskEvent:
    """名单: open as long as the listing holds."""
    return RiskEvent(
        told.id,
        "blacklist",
        "listed",
        told.name,
        "party",
        True,
        not told.over,
        told.began,
        told.evidence,
        words=told.text("name"),
    )


def _news(told: Told) -> RiskEvent | None:
    """舆情: only what is negative, and only for a time; weak evidence."""
    if told.stated.get("sentiment") != "negative":
        return None
    on = told.stated.get("date") or told.began
    oldest = (date.fromisoformat(told.day) - timedelta(days=told.rules["news_days"])).isoformat()
    return RiskEvent(
        told.id,
        "news",
        "negative",
        told.name,
        "party",
        True,
        on is not None and on > oldest,
        on,
        told.evidence,
        words=told.text("name"),
    )


_BY_KIND: Mapping[str, Reader] = MappingProxyType({"enforcement": _enforcement, "penalty": _penalty})


def _measure(told: Told) -> RiskEvent | None:
    return _BY_KIND[told.kind](told)


READERS: tuple[tuple[str, Reader], ...] = (
    ("subject_to", _measure),
    ("party_to", _case),
    ("encumbers", _encumbrance),
    ("encumbered", _encumbrance),
    ("has_account", _overdue),
    ("listed_on", _listing),
    ("mentioned_in", _news),
)
