"""What stands above a firm in votes: who controls whom there, and in whose hands the votes of the firm lie."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from firmgraph.graph.ownership.claims import Claim, FirmClaims, Lens, by_holder, held_by, ledger
from firmgraph.graph.ownership.coalitions import concert_parties
from firmgraph.graph.ownership.fix_point import Fall, Votes, fallen
from firmgraph.graph.ownership.lenses import looking
from firmgraph.graph.ownership.lines import Line
from firmgraph.graph.ownership.stops import can_control
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True)
class Above:
    """The votes in a firm and in all firms above it. Nothing else bears on who controls the firm."""

    view: View
    firm: int
    line: Line
    _falls: dict[tuple[frozenset[int], bool], dict[int, Fall]] = field(default_factory=dict)

    @cached_property
    def book(self) -> dict[int, FirmClaims]:
        """The claims by firm."""
        return ledger(looking(self.view, Lens.VOTING), self.firm)

    @cached_property
    def holders(self) -> frozenset[int]:
        """Everybody with votes in the firm or above it."""
        return frozenset(claim.holder for told in self.book.values() for claim in told.claims)

    @cached_property
    def votes(self) -> Votes:
        """Who casts what."""
        claims = by_holder(self.book)
        return Votes(lambda node: claims.get(node, ()), lambda firm: self.book[firm].total)

    def falls(self, coalition: Collection[int], *, confirmed: bool = False) -> dict[int, Fall]:
        """Return the firms above, and perhaps the firm, that a coalition controls."""
        key = (frozenset(coalition), confirmed)
        if key not in self._falls:
            self._falls[key] = fallen(coalition, self.votes.confirmed() if confirmed else self.votes, self.line)
        return self._falls[key]

    def controls(self, coalition: Collection[int], node: int) -> bool:
        """Tell whether a coalition controls a firm."""
        return node in self.falls(coalition)

    @cached_property
    def cast(self) -> dict[int, list[Claim]]:
        """The votes in the firm by holder."""
        return by_holder({self.firm: self.book[self.firm]})

    def cast_by(self, coalition: Collection[int]) -> tuple[Claim, ...]:
        """Return the votes in the firm that a coalition casts with all it controls."""
        casting = sorted({*coalition, *self.falls(coalition)}, key=self.view.id)
        return tuple(claim for node in casting for claim in self.cast.get(node, ()))

    @cached_property
    def masters(self) -> list[int]:
        """Who controls some firm here alone and is controlled by none of the others, ordered by id."""
        outright = [node for node in self._outright() if not self.controls([self.firm], node)]
        below = set[int]()
        # Who is controlled need not be asked what it controls: its controller controls that too. Who has no holders
        # goes first, for it stands highest.
        for node in sorted(outright, key=self.book.__contains__):
            if node not in below:
                below.update(self.falls([node]))
        highest = [node for node in outright if node not in below]
        return [node for node in highest if node not in self.book or not self._in_circle(node, outright)]

    def _in_circle(self, node: int, outright: Collection[int]) -> bool:
        return any(self.controls([other], node) for other in outright if self.controls([node], other))

    def circle(self) -> list[int]:
        """Return firms that control the firm and each other, nobody outside standing above them."""
        return [n for n in self._outright() if self.controls([n], self.firm) and not self.controls([self.firm], n)]

    def _outright(self) -> list[int]:
        """Return who controls a firm here with votes of its own: without one nobody controls anything."""
        found = set[int]()
        for told in self.book.values():
            votes = held_by(told.claims)
            found.update(node for node, stake in votes.items() if self.line.met(stake, told.total))
        return sorted((n for n in found - {self.firm} if can_control(self.view, n)), key=self.view.id)

    def blocks(self) -> dict[frozenset[int], tuple[Claim, ...]]:
        """Return the votes in the firm by whose hands they lie in: a master's with all it controls, concert parties'.

        Votes that the firm casts in itself through firms it controls lie in nobody's hands.
        """
        found: dict[frozenset[int], tuple[Claim, ...]] = {}
        for claim in self.book[self.firm].claims:
            if claim.holder != self.firm and not self.controls([self.firm], claim.holder):
                block = concert_parties(self.view, self._master_of(claim.holder))
                found[block] = (*found.get(block, ()), claim)
        return found

    def _master_of(self, holder: int) -> int:
        above = self._masters_of.get(holder, ())
        return above[0] if len(above) == 1 else holder

    @cached_property
    def _masters_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for node in self.masters:
            for firm in self.falls([node]):
                found.setdefault(firm, []).append(node)
        return found

    def contributors(self, group: Collection[int], falls: Collection[Fall]) -> Iterator[int]:
        """Yield the members of a group whose own votes were counted, ordered by id."""
        counted = {claim.holder for fall in falls for claim in fall.claims}
        yield from sorted(counted & set(group), key=self.view.id)
