"""The group customer a firm belongs to: members by the legal tests, core company, tree, and exposure to it."""

from decimal import Decimal
from typing import Any

from firmgraph.api.officer.control import party_body
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.numbers import share_of, yuan_of
from firmgraph.api.officer.words import words_body
from firmgraph.graph.groups.exposure import ExposureAsk, GroupExposure, LimitUse, group_exposure
from firmgraph.graph.groups.group import GroupCustomer, Member, TreeEdge, group_customer
from firmgraph.graph.groups.links import Link
from firmgraph.settings import get_settings


def members_body(found: GroupCustomer) -> dict[str, Any]:
    """Return core, members and tree of a group."""
    return {
        "subject": party_body(found.subject),
        "core": party_body(found.core),
        "members": [_member(one) for one in found.members],
        "tree": [_edge(one) for one in found.tree],
        "unknown_votes": share_of(found.unknown_votes),
        "truncated": found.truncated,
    }


def _member(one: Member) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "tests": list(one.tests),
        "path": list(one.nodes),
        "links": [_link(link) for link in one.path],
        "certainty": one.certainty,
        "evidence": list(one.evidence),
    }


def _link(one: Link) -> dict[str, Any]:
    told = {"kind": one.kind, "from": one.start.id, "to": one.end.id, "share": share_of(one.share)}
    return {**told, "words": words_body(one.words), "suspected": one.suspected, "evidence": list(one.evidence)}


def _edge(one: TreeEdge) -> dict[str, Any]:
    share = share_of(one.share)
    return {"from": one.holder.id, "to": one.firm.id, "share": share, "evidence": list(one.evidence)}


def group(desk: Desk, text: str, proposed: int = 0) -> dict[str, Any]:
    """Return the group customer of a firm, and the exposure to it with a proposed amount (fen) against the limits."""
    view = desk.view()
    firm = desk.firm(view, text)
    found = group_customer(view, firm, desk.packs)
    owed = group_exposure(view, firm, _ask(desk, proposed), found)
    return desk.stamped(view, {**members_body(found), "exposure": _exposure(owed)}, owed.packs)


def _ask(desk: Desk, proposed: int) -> ExposureAsk:
    settings = get_settings()
    fen = {name: _fen(getattr(settings, name)) for name in ("net_capital", "tier1_net_capital", "internal_line")}
    return ExposureAsk(settings.bank, proposed=proposed, packs=desk.packs, **fen)


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else int(yuan * 100)


def _exposure(found: GroupExposure) -> dict[str, Any]:
    return {
        "lender": found.lender,
        "total": yuan_of(found.total),
        "proposed": yuan_of(found.proposed),
        "headroom": yuan_of(found.headroom),
        "limits": [_limit(one) for one in found.limits],
        "members": [
            {"id": one.id, "name": one.name, "loans": yuan_of(one.loans), "exposure": yuan_of(one.exposure)}
            for one in found.members
        ],
        "suspected": list(found.suspected),
        "incomplete": list(found.incomplete),
    }


def _limit(one: LimitUse) -> dict[str, Any]:
    return {
        "name": one.name,
        "words": words_body(one.words),
        "limit": yuan_of(one.limit),
        "used": yuan_of(one.used),
        "suspected": yuan_of(one.suspected),
        "headroom": yuan_of(one.headroom),
        "step": share_of(one.step),
        "verdict": one.verdict,
    }
