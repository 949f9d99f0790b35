"""Who controls a firm, by the company law of the day, with a proof."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.words import words_body
from firmgraph.graph.ownership.controller import ControlAnswer, ControllingShareholder
from firmgraph.graph.ownership.controller import controller as find_controller
from firmgraph.graph.ownership.parties import Party
from firmgraph.graph.ownership.proof import CountedVotes, ProofStep
from firmgraph.graph.ownership.signals import per_cent_of
from firmgraph.packs import pack_for

FAMILY = "company-law"
WORDS: Mapping[str, tuple[str, tuple[str, str]]] = {
    "confirmed": ("控制", ("controls", "control")),
    "suspected": ("疑似控制", ("is suspected to control", "are suspected to control")),
}


def control(desk: Desk, text: str) -> dict[str, Any]:
    """Return the actual controller of a firm, the type of control, and the proof."""
    view = desk.view()
    pack = pack_for(FAMILY, view.day, desk.packs)
    return desk.stamped(view, _body(find_controller(view, desk.firm(view, text), pack)), [pack.id])


def _body(found: ControlAnswer) -> dict[str, Any]:
    controllers = [party_body(one) for one in found.controllers]
    return {
        "subject": party_body(found.subject),
        "controller": controllers[0] if controllers else None,
        "controllers": controllers,
        "type": found.type,
        "share": share_of(found.share),
        "voting": share_of(found.voting),
        "certainty": found.certainty,
        "words": _words(found),
        "stands_as": found.stands_as,
        "controlling_shareholders": [_shareholder(one) for one in found.controlling_shareholders],
        "proof": [_step(step) for step in found.proof],
        "path": [party_body(one) for one in found.path],
        "ties": list(found.ties),
        "unknown_votes": share_of(found.unknown_votes),
        "notes": [words_body(one) for one in found.notes],
    }


def _words(found: ControlAnswer) -> dict[str, str]:
    """Return the claim in plain words, no stronger than its certainty."""
    if found.type == "unknown":
        return _undecided(found.open_votes)
    if not found.controllers:
        return {"zh": "无实际控制人", "en": "nobody controls it"}
    zh, en = WORDS[found.certainty]
    names = [one.name for one in found.controllers]
    together = ("共同", "together ") if len(names) > 1 else ("", "")
    return {
        "zh": f"{'、'.join(names)}{together[0]}{zh}{found.subject.name}",
        "en": f"{', '.join(names)} {together[1]}{en[len(names) > 1]} {found.subject.name}",
    }


def _undecided(share: Fraction) -> dict[str, str]:
    """Return that it cannot be told who controls a firm, and for how many of its votes."""
    if not share:
        zh, en = "上层企业的部分表决权情况不明", "some votes in the firms above it are in unknown hands"
    else:
        zh, en = f"{per_cent_of(share)}的表决权情况不明", f"{per_cent_of(share)} of the votes are in unknown hands"
    return {"zh": f"无法判断实际控制人：{zh}", "en": f"who controls it cannot be told: {en}"}


def party_body(found: Party) -> dict[str, Any]:
    """Return a party: id, name, kind."""
    return {"id": found.id, "name": found.name, "kind": found.kind}


def _shareholder(found: ControllingShareholder) -> dict[str, Any]:
    told = {"by": found.by, "share": share_of(found.share), "certainty": found.certainty}
    return {**party_body(found.holder), **told, "evidence": list(found.evidence)}


def _step(step: ProofStep) -> dict[str, Any]:
    return {
        "step": step.step,
        "holds": party_body(step.firm),
        "share": share_of(step.share),
        "counted": [_counted(one) for one in step.counted],
        "evidence": list(step.evidence),
    }


def _counted(one: CountedVotes) -> dict[str, Any]:
    told = {"basis": one.basis, "certainty": one.certainty, "evidence": list(one.evidence)}
    return {"holder": party_body(one.holder), "share": share_of(one.share), **told}
