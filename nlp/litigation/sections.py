"""The parts of a court document: where something is asked for, and where the court decides."""

from bisect import bisect_right
from dataclasses import dataclass

from firmgraph.nlp.litigation.rules import litigation_rules, pattern

Place = tuple[int, int]
LONGEST_CLAIM = 4_000
"""Characters that one part of claims may take: what runs on longer has lost its end."""
_PARAGRAPH = r"\n\s*\n"
_SENTENCE = r"[。\n]"


@dataclass(frozen=True, slots=True)
class Sections:
    """Where a text claims, where its own decision stands, where that ends, and where decisions are told in passing."""

    claims: tuple[Place, ...]
    disposition: Place | None
    tail: int | None
    told: tuple[Place, ...]


def find_sections(normal: str) -> Sections:
    """Find the parts; a document's own decision is the last that a text introduces."""
    disposition = _disposition(normal)
    told = () if disposition else tuple(_told(normal))
    return Sections(tuple(_claims(normal, disposition)), disposition, disposition[1] if disposition else None, told)


def _disposition(normal: str) -> Place | None:
    """The last decision that is introduced, unless its sentence cites another case."""
    rule = litigation_rules().disposition
    cues = [
        cue
        for cue in pattern(rule.begins).finditer(normal)
        if not pattern(rule.cited).search(normal[max(cue.start() - 80, 0) : cue.start()])
    ]
    if not cues:
        return None
    ends = pattern(rule.ends).search(normal, cues[-1].end())
    return cues[-1].end(), ends.start() if ends else len(normal)


def _told(normal: str) -> list[Place]:
    """Sentences that tell a decision: 法院判决被告支付…"""
    found, position = [], 0
    for cue in pattern(litigation_rules().disposition.told).finditer(normal):
        if cue.start() >= position:
            limit = min(len(normal), cue.end() + LONGEST_CLAIM)
            end = pattern(_SENTENCE).search(normal, cue.end(), limit)
            position = end.start() if end else limit
            found.append((cue.end(), position))
    return found


def _claims(normal: str, disposition: Place | None) -> list[Place]:
    rule = litigation_rules().claims
    last = disposition[0] if disposition else len(normal)
    found, position = [], 0
    for cue in pattern(f"(?P<headed>{rule.headed})|{rule.inline}").finditer(normal, 0, last):
        if cue.start() < position:
            continue
        limit = min(cue.end() + LONGEST_CLAIM, last)
        end = pattern(f"{rule.ends}|{_PARAGRAPH if cue['headed'] else _SENTENCE}").search(normal, cue.end(), limit)
        position = end.start() if end else limit
        found.append((cue.end(), position))
    return found


def inside(places: tuple[Place, ...], position: int) -> Place | None:
    """The one of some ordered, separate places that holds a position."""
    index = bisect_right(places, (position, len(places) and places[-1][1])) - 1
    return places[index] if index >= 0 and position < places[index][1] else None
