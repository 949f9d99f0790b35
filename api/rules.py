"""Rule packs as answers: the list of them, one in full, and what the lint finds."""

from typing import Any

from firmgraph.packs import RulePack, pack_by_id, packs
from firmgraph.profiling.rules_lint import accepted_citations, lint

Body = dict[str, Any]


def rules_list(day: str) -> Body:
    """Return all packs by family, each with its document, its dates and whether it is in force on a day."""
    found = sorted(packs().values(), key=lambda pack: (pack.family, pack.effective_from, pack.id))
    return {"as_of": day, "packs": [_listed(pack, day) for pack in found]}


def _listed(pack: RulePack, day: str) -> Body:
    told = pack.model_dump(exclude={"parameters", "expression", "source_note"})
    return {**told, "in_force": pack.in_force(day), "digest": pack.digest}


def rule_detail(pack_id: str, day: str) -> Body:
    """Return all that a pack says; raise NotFound, telling the ids there are."""
    pack = pack_by_id(pack_id)
    return {**pack.model_dump(), "in_force": pack.in_force(day), "digest": pack.digest, "as_of": day}


def rules_lint(day: str) -> Body:
    """Return what is wrong with the packs on a day, and which may cite what is superseded, with the reason."""
    faults = lint(day)
    accepted = [] if any(fault.kind in ("file", "id") for fault in faults) else accepted_citations(packs().values())
    return {
        "as_of": day,
        "faults": [fault.wire() for fault in faults],
        "accepted": [{"pack": pack, "reason": reason} for pack, reason in accepted],
    }
