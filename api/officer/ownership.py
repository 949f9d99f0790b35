"""Who stands above a firm, and what a party holds: exact and naive shares, chains, circles, what is unknown."""

from typing import Any, Literal

from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.lenses import company_law, controlled_body, lenses_body
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.words import words_body
from firmgraph.graph.ownership.penetration import Limits, Penetration, Stake, penetrate_down, penetrate_up
from firmgraph.graph.ownership.threshold_notes import Note
from firmgraph.graph.snapshot.view import View

Direction = Literal["up", "down"]
LISTED = Limits()


def penetration_of(desk: Desk, text: str, direction: Direction, limits: Limits = LISTED) -> tuple[View, Penetration]:
    """Return the view asked and the penetration of a party's equity in one direction."""
    view = desk.view()
    if direction == "up":
        return view, penetrate_up(view, desk.firm(view, text), limits, desk.packs)
    return view, penetrate_down(view, desk.party(view, text), limits, desk.packs)


def ownership(desk: Desk, text: str, direction: Direction, limits: Limits = LISTED) -> dict[str, Any]:
    """Return the holders of a firm, or the holdings of a party, at any depth."""
    view, found = penetration_of(desk, text, direction, limits)
    stakes = (*found.holders, *found.through) if direction == "up" else found.holdings
    ordered = sorted(stakes, key=lambda stake: (-stake.effective, stake.id))
    subject = desk.party(view, found.subject)
    body = {
        "subject": named(view, found.subject),
        "direction": direction,
        "holders" if direction == "up" else "holdings": [_stake(stake) for stake in ordered],
        "circular": [list(circle) for circle in found.circular],
        "unknown_share": share_of(found.unknown_share),
        "notes": [_note(note) for note in found.notes],
        "exact": found.exact,
        "truncated": found.truncated,
    }
    if direction == "up":
        return desk.stamped(view, body | {"lenses": lenses_body(view, subject)}, [found.pack])
    law = company_law(desk, view)
    return desk.stamped(view, body | {"controlled": controlled_body(view, subject, law)}, [found.pack, law.id])


def _stake(stake: Stake) -> dict[str, Any]:
    return {
        "id": stake.id,
        "name": stake.name,
        "kind": stake.kind,
        "effective": share_of(stake.effective),
        "naive": share_of(stake.naive),
        "paths": [{"nodes": list(path.nodes), "share": share_of(path.share)} for path in stake.paths],
        "paths_truncated": stake.paths_truncated,
        "layers": stake.layers,
        "longest": stake.longest,
        "ultimate": stake.ultimate,
        "evidence": list(stake.evidence),
    }


def _note(note: Note) -> dict[str, Any]:
    return {"code": note.code, "about": note.about, **words_body(note.words), "evidence": list(note.evidence)}
