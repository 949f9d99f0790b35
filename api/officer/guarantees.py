"""What guarantees mean for a firm: circles, chains, ratio to net assets, the default cascade, what to replace."""

from typing import Any

from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.numbers import share_of, yuan_of
from firmgraph.graph.guarantees.cascade import Called, Cascade
from firmgraph.graph.guarantees.chains import Chain
from firmgraph.graph.guarantees.circles import Circle
from firmgraph.graph.guarantees.edges import Guarantee
from firmgraph.graph.guarantees.position import GuaranteePosition, guarantee_position
from firmgraph.graph.guarantees.ratio import GuaranteeRatio
from firmgraph.graph.snapshot.view import View
from firmgraph.settings import get_settings


def guarantees(desk: Desk, text: str) -> dict[str, Any]:
    """Return the guarantee position of a party."""
    view = desk.view()
    node = desk.party(view, text)
    found = guarantee_position(view, node, bank=get_settings().bank, chosen=desk.packs)
    return desk.stamped(view, {"subject": named(view, view.id(node)), **_body(view, found)}, [found.pack])


def _body(view: View, found: GuaranteePosition) -> dict[str, Any]:
    return {
        "circles": [_circle(view, one) for one in found.circles],
        "outside": [view.id(node) for node in found.outside],
        "component": len(found.component.members),
        "chains": [_chain(view, one) for one in found.chains],
        "ratio": _ratio(found.ratio),
        "cascade": _cascade(found.cascade),
        "replace": [_guarantee(view, one) for one in found.replace.guarantees],
        "replacement": {"exact": found.replace.exact, "at_least": found.replace.at_least},
    }


def _circle(view: View, one: Circle) -> dict[str, Any]:
    return {
        "members": [view.id(node) for node in one.members],
        "names": [view.name(node) for node in one.members],
        "kind": one.kind,
        "size": one.size,
        "truncated": one.truncated,
        "evidence": list(one.evidence),
    }


def _chain(view: View, one: Chain) -> dict[str, Any]:
    nodes = [view.id(node) for node in one.members]
    names = [view.name(node) for node in one.members]
    return {"nodes": nodes, "names": names, "length": one.length, "evidence": list(one.evidence)}


def _ratio(found: GuaranteeRatio) -> dict[str, Any]:
    return {
        "amount": yuan_of(found.amount),
        "unstated": found.unstated,
        "net_assets": yuan_of(found.net_assets),
        "period": found.period,
        "value": share_of(found.value),
        "verdict": found.verdict,
        "veto": found.veto.verdict,
        "evidence": list(found.over.evidence),
    }


def _cascade(found: Cascade) -> dict[str, Any]:
    return {
        "assumed": found.assumed,
        "rounds": [{"fallen": [_called(one) for one in falling]} for falling in found.rounds],
        "stands": [_called(one) for one in found.stands],
        "undecided": [_called(one) for one in found.undecided],
        "loss": yuan_of(found.loss),
        "unstated": found.unstated,
    }


def _called(one: Called) -> dict[str, Any]:
    amounts = {"amount": yuan_of(one.amount), "net_assets": yuan_of(one.net_assets)}
    return {"id": one.id, "name": one.name, **amounts, "evidence": list(one.evidence)}


def _guarantee(view: View, one: Guarantee) -> dict[str, Any]:
    ends = {"guarantor": view.id(one.guarantor), "guaranteed": view.id(one.guaranteed)}
    return {**ends, "amount": yuan_of(one.amount), "evidence": list(one.evidence)}
