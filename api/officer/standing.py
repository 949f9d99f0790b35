"""What to know of a firm's ownership before trusting it: defects of data, stability of control, signs of a shell."""

from typing import Any

from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.words import words_body
from firmgraph.graph.ownership.close_links import CloseLink, close_links
from firmgraph.graph.ownership.quality import DataFinding, ownership_quality
from firmgraph.graph.ownership.shell import shell_signs
from firmgraph.graph.ownership.signals import Signal
from firmgraph.graph.ownership.stability import control_stability


def standing(desk: Desk, text: str) -> dict[str, Any]:
    """Return data-quality findings, control-stability and shell signals, and close links of a firm."""
    view = desk.view()
    firm = desk.firm(view, text)
    quality = ownership_quality(view, firm, desk.packs)
    stable = control_stability(view, firm, desk.packs)
    shell = shell_signs(view, firm, desk.packs)
    links = close_links(view, firm, desk.packs)
    body = {
        "subject": named(view, view.id(firm)),
        "data_quality": [_defect(one) for one in quality.findings],
        "control_stability": {"verdict": stable.verdict, "signals": [_signal(one) for one in stable.signals]},
        "shell": {
            "verdict": shell.verdict,
            "certainty": "suspected",
            "seen": shell.seen,
            "signals": [_signal(one) for one in shell.signals],
        },
        "close_links": [_link(one) for one in links.links],
        "truncated": links.truncated,
    }
    return desk.stamped(view, body, [quality.pack, stable.pack, shell.pack, links.pack])


def _defect(one: DataFinding) -> dict[str, Any]:
    told = {"finding": one.finding, "about": one.about, "words": words_body(one.words), "evidence": list(one.evidence)}
    return told if one.sum is None else {**told, "sum": one.sum}


def _signal(one: Signal) -> dict[str, Any]:
    told = {"name": one.name, "verdict": one.verdict, "value": one.value}
    return {**told, "words": words_body(one.words), "evidence": list(one.evidence)}


def _link(one: CloseLink) -> dict[str, Any]:
    told = {"id": one.id, "name": one.name, "way": one.way, "through": one.through}
    return {**told, "share": share_of(one.share), "evidence": list(one.evidence)}
