"""Final shares as exact fractions: who, at the end of all chains and circles, has how much of a firm."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.claims import FirmClaims, held_by
from firmgraph.graph.ownership.upward import ONE, ZERO, from_below, upward


@dataclass(frozen=True, slots=True)
class FinalShares:
    """What each final holder has of a firm, and what nobody is known to have; they sum to one.

    `exact` is false where a circle too large for fractions was solved in floating point.
    """

    shares: Mapping[int, Fraction]
    unknown: Fraction
    exact: bool = True

    def of(self, nodes: Iterable[int]) -> Fraction:
        """Return what some nodes have together."""
        return sum((self.shares.get(node, ZERO) for node in nodes), ZERO)


def final_shares(book: Mapping[int, FirmClaims], firm: int) -> FinalShares:
    """Return the final shares in a firm; a node of which the ledger tells no holders is a final holder.

    What circles of firms hold of themselves falls to those who stand outside, in proportion (integrated ownership). A
    circle without anybody outside has no final holder: its part is unknown.
    """
    if firm not in book or not book[firm].claims:
        return FinalShares({}, ONE)
    held = {node: held_by(told.claims) for node, told in book.items() if told.claims}

    def holders_of(node: int) -> Iterator[tuple[int, Fraction]]:
        return ((holder, Fraction(stake, book[node].total)) for holder, stake in held[node].items())

    above = {node: [holder for holder in told if holder in held] for node, told in held.items()}
    found = upward(firm, from_below(above), holders_of)
    shares = {node: share for node, share in found.shares.items() if share and node not in held}
    return FinalShares(shares, max(ONE - sum(shares.values(), ZERO), ZERO), found.exact)
