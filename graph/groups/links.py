"""The links that show why a firm belongs to a group: votes, offices, kinship and hidden relations, told in words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.groups.kinship import Relative
from firmgraph.graph.ownership.claims import Claim
from firmgraph.graph.ownership.fix_point import Fall
from firmgraph.graph.ownership.lenses import evidence_of
from firmgraph.graph.ownership.managers import Manager
from firmgraph.graph.ownership.parties import Party, party
from firmgraph.graph.ownership.signals import Words, per_cent
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a path through a group; `share` are the votes where the step is one of votes."""

    kind: str
    start: Party
    end: Party
    share: Fraction | None
    words: Words
    evidence: tuple[str, ...]
    suspected: bool = False


Path = tuple[Link, ...]


def _words(pack: RulePack, kind: str, **told: str) -> Words:
    form: Mapping[str, str] = pack.parameters["links"][kind]
    english = {**told, "word": told.get("word_en", told.get("word", ""))}
    return Words(form["zh"].format(**told), form["en"].format(**english))


def votes_link(view: View, pack: RulePack, claim: Claim, total: int) -> Link:
    """Return the link of a claim of votes; `total` is all the votes of the firm."""
    start, end = party(view, claim.holder), party(view, claim.firm)
    words = _words(pack, claim.basis.value, start=start.name, end=end.name, share=per_cent(claim.stake))
    share = Fraction(claim.stake, total)
    return Link(claim.basis.value, start, end, share, words, evidence_of(view, claim), claim.suspected)


def control_path(view: View, pack: RulePack, falls: Mapping[int, Fall], firm: int) -> Path:
    """Return the links of control down to a firm that fell, over the most votes at each step."""
    links: list[Link] = []
    node = firm
    while node in falls:
        fall = falls[node]
        claim = min(fall.claims, key=lambda claim: (-claim.stake, view.id(claim.holder)))
        links.append(votes_link(view, pack, claim, fall.total))
        node = claim.holder
    return tuple(reversed(links))


def kin_path(view: View, pack: RulePack, person: int, relative: Relative) -> Path:
    """Return the link from a person to a close relative, whatever the chain between them."""
    start, end = party(view, person), party(view, relative.node)
    word, english = relative.degree.word(chinese=True), relative.degree.word()
    words = _words(pack, "kin", start=start.name, end=end.name, word=word, word_en=english)
    return (Link(english, start, end, None, words, relative.evidence),)


def office_link(view: View, pack: RulePack, manager: Manager, firm: int) -> Link:
    """Return the link from somebody to a firm it manages."""
    start, end = party(view, manager.node), party(view, firm)
    words = _words(pack, "office", start=start.name, end=end.name, word=manager.office)
    return Link("office", start, end, None, words, manager.evidence)


def hidden_link(view: View, pack: RulePack, ends: tuple[int, int], words: Words, evidence: Iterable[str]) -> Link:
    """Return the link of a suspected relation between two firms."""
    start, end = party(view, ends[0]), party(view, ends[1])
    told = _words(pack, "hidden", start=start.name, end=end.name, word=words.zh, word_en=words.en)
    return Link("hidden", start, end, None, told, tuple(evidence), suspected=True)


def nodes_along(path: Path, start: str, end: str) -> tuple[str, ...]:
    """Return the ids along a path from one end to the other; its links point the way control or kinship is told."""
    walked, left = [start], list(path)
    while walked[-1] != end:
        link = next(link for link in left if walked[-1] in (link.start.id, link.end.id))
        left.remove(link)
        other = link.end.id if link.start.id == walked[-1] else link.start.id
        walked = walked[: walked.index(other) + 1] if other in walked else [*walked, other]
    return tuple(walked)


def evidence(paths: Collection[Path]) -> tuple[str, ...]:
    """Return the record ids behind some paths, each once."""
    return tuple(dict.fromkeys(record for path in paths for link in path for record in link.evidence))
