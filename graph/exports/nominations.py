"""Nominee arrangements (代持) in firms: who holds what for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firmgraph.graph.ownership.claims import Basis, Lens
from firmgraph.graph.ownership.lenses import claims_in, evidence_of
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class Nomination:
    """A stake (parts of 1e-8) in a firm that one party holds for another, by node id, and the records that say so."""

    nominee: str
    nominator: str
    firm: str
    stake: int
    evidence: tuple[str, ...]


def nominations(view: View, firms: Iterable[str]) -> tuple[Nomination, ...]:
    """Return the nominations in some firms (node ids), ordered by firm, nominator and nominee."""
    found = (one for firm in firms for one in _in_firm(view, firm))
    return tuple(sorted(found, key=lambda one: (one.firm, one.nominator, one.nominee)))


def _in_firm(view: View, firm: str) -> Iterator[Nomination]:
    node = view.index(firm)
    claims = () if node is None else claims_in(view, Lens.STAKE, node).claims
    for claim in claims:
        held = [place for kind, place in claim.sources if kind == "holds"]
        if claim.basis is Basis.NOMINEE and held:
            nominee = view.id(int(view.edges("holds").start[held[0]]))
            yield Nomination(nominee, view.id(claim.holder), firm, claim.stake, evidence_of(view, claim))
