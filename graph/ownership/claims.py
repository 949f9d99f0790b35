"""What holders claim in a firm through a lens: its income, its votes or its shares."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from firmgraph.graph.ownership.holdings import WHOLE
from firmgraph.graph.ownership.signals import Words


class Lens(StrEnum):
    """Through what a firm is looked at: shares of its capital, shares of its income, or votes."""

    STAKE = "stake"
    INCOME = "income"
    VOTING = "voting"


class Basis(StrEnum):
    """Why somebody has a claim."""

    HOLDING = "holding"
    SHARE_CLASS = "share_class"
    GENERAL_PARTNER = "general_partner"
    AGREEMENT = "agreement"
    NOMINEE = "nominee"
    OPERATOR = "operator"


Source = tuple[str, int]
"""A relation behind a claim: its kind and its place among the relations of the kind at the moment."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one holder has of one firm, in parts of 1e-8; `suspected` where the evidence infers it."""

    holder: int
    firm: int
    stake: int
    basis: Basis = Basis.HOLDING
    suspected: bool = False
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class FirmClaims:
    """All claims in one firm, ordered by the id of the holder, and what the whole is: at least 1e8 parts."""

    firm: int
    claims: tuple[Claim, ...]
    notes: tuple[Words, ...] = ()

    @cached_property
    def total(self) -> int:
        """The sum of the claims, at least the whole: claims above the whole are shares of their sum."""
        return max(WHOLE, sum(claim.stake for claim in self.claims))

    @property
    def unknown(self) -> int:
        """What of the total nobody is known to have."""
        return self.total - sum(claim.stake for claim in self.claims)


ClaimsIn = Callable[[int], FirmClaims]
"""From a firm to the claims in it."""


def ledger(claims_in: ClaimsIn, firm: int) -> dict[int, FirmClaims]:
    """Return the claims in a firm and in all firms above it, by firm, those without any holder left out."""
    found: dict[int, FirmClaims] = {}
    open_firms = [firm]
    while open_firms:
        node = open_firms.pop()
        if node in found:
            continue
        found[node] = told = claims_in(node)
        open_firms.extend(claim.holder for claim in told.claims if claim.holder not in found)
    return {node: told for node, told in found.items() if told.claims or node == firm}


def by_holder(book: Mapping[int, FirmClaims]) -> dict[int, list[Claim]]:
    """Return the claims of a ledger by who has them."""
    found: dict[int, list[Claim]] = {}
    for told in book.values():
        for claim in told.claims:
            found.setdefault(claim.holder, []).append(claim)
    return found


def held_by(claims: Iterable[Claim]) -> dict[int, int]:
    """Return how much each holder has, several claims of one added up."""
    found: dict[int, int] = {}
    for claim in claims:
        found[claim.holder] = found.get(claim.holder, 0) + claim.stake
    return found
