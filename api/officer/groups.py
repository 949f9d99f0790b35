"""The group customer a firm belongs to: members by the legal tests, the core company, the tree."""

from typing import Any

from firmgraph.api.officer.control import party_body
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.owners import words_body
from firmgraph.graph.groups.group import GroupCustomer, Member, TreeEdge, group_customer
from firmgraph.graph.groups.links import Link


def members_body(found: GroupCustomer) -> dict[str, Any]:
    """Return core, members and tree of a group."""
    return {
        "subject": party_body(found.subject),
        "core": party_body(found.core),
        "members": [_member(one) for one in found.members],
        "tree": [_edge(one) for one in found.tree],
        "truncated": found.truncated,
    }


def _member(one: Member) -> dict[str, Any]:
    ends = [one.path[0].start.id, *(link.end.id for link in one.path)] if one.path else []
    return {
        "id": one.id,
        "name": one.name,
        "tests": list(one.tests),
        "path": ends,
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


def group(desk: Desk, text: str) -> dict[str, Any]:
    """Return the group customer of a firm."""
    view = desk.view()
    found = group_customer(view, desk.firm(view, text), desk.packs)
    return desk.stamped(view, members_body(found), found.packs)
