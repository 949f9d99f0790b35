"""What bears on a firm when its related parties are sought: the rules asked, who is found, and how it is told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from firmgraph.graph.groups.kinship import close_relatives
from firmgraph.graph.groups.links import evidence
from firmgraph.graph.groups.members import Insider, Membership
from firmgraph.graph.ownership.proof import certainty
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty, united
from firmgraph.packs import RulePack


@dataclass(frozen=True, slots=True)
class Found:
    """A party that a rule of a pack finds, with what fills the words; `score` replaces that of the rule."""

    node: int
    rule: str
    evidence: tuple[str, ...]
    suspected: bool = False
    score: float | None = None
    words: Mapping[str, str] | None = None
    words_en: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Search:
    """A search for the related parties of one firm by a pack."""

    pack: RulePack
    membership: Membership

    @property
    def view(self) -> View:
        """The moment asked about."""
        return self.membership.view

    @property
    def firm(self) -> int:
        """The firm asked about."""
        return self.membership.firm

    def relatives(self, insider: Insider, rule: str) -> Iterator[Found]:
        """Yield the close relatives of an insider; they are suspected where it is."""
        suspected = any(link.suspected for link in insider.path)
        for one in close_relatives(self.view, insider.node, self.membership.rule["kin"]):
            records = united([evidence([insider.path]), one.evidence])
            words, english = {"word": one.degree.word(chinese=True)}, {"word": one.degree.word()}
            yield Found(one.node, rule, records, suspected, words=words, words_en=english)


@dataclass(frozen=True, slots=True)
class RelatedParty:
    """A related party in one dimension, by the strongest rule that finds it there; `score` lies between 0 and 1."""

    id: str
    name: str
    kind: str
    dimension: str
    rule: str
    pack: str
    score: float
    certainty: Certainty
    words: Words
    evidence: tuple[str, ...]


def told(view: View, firm: int, pack: RulePack, found: Iterable[Found]) -> Iterator[RelatedParty]:
    """Yield what a pack finds, each party once in a dimension; the firm itself is nobody's related party."""
    best: dict[tuple[int, str], RelatedParty] = {}
    for one in found:
        if one.node == firm:
            continue
        party = _told(view, pack, one)
        known = best.get((one.node, party.dimension))
        if known is None or _rank(party) < _rank(known):
            best[one.node, party.dimension] = party
    yield from best.values()


def ordered(parties: Iterable[RelatedParty]) -> tuple[RelatedParty, ...]:
    """Return related parties, the most closely bound first."""
    return tuple(sorted(parties, key=lambda party: (-party.score, party.id, party.dimension, party.pack)))


def _rank(party: RelatedParty) -> tuple[str, float, str, tuple[str, ...]]:
    return party.certainty, -party.score, party.rule, party.evidence


def _told(view: View, pack: RulePack, found: Found) -> RelatedParty:
    rule = pack.parameters["rules"][found.rule]
    filled = found.words or {}
    words = Words(rule["zh"].format(**filled), rule["en"].format(**(found.words_en or filled)))
    score = float(rule["score"] if found.score is None else found.score)
    return RelatedParty(
        view.id(found.node), view.name(found.node), view.kind(found.node), rule["dimension"], found.rule, pack.id,
        score, certainty(found.suspected), words, found.evidence,
    )  # fmt: skip
