"""Votes in unknown hands: how many of a firm's could lie there, and whether they could change who controls it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from firmgraph.graph.ownership.above import Above
from firmgraph.graph.ownership.claims import Claim, by_holder
from firmgraph.graph.ownership.coalitions import family
from firmgraph.graph.ownership.fix_point import Fall, Votes, fallen
from firmgraph.graph.ownership.holdings import WHOLE
from firmgraph.graph.ownership.lines import Line
from firmgraph.graph.ownership.stops import NOBODY_KNOWN, PUBLIC, can_control, ends_ownership

_SOMEBODY = -1
"""Whoever has the votes that nobody is known to have: they may all be in one hand, and in anybody's."""


@dataclass(frozen=True)
class OpenVotes:
    """The votes above a firm that nobody is known to have, of firms without any known holder included."""

    above: Above

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The votes in unknown hands by firm."""
        book, view = self.above.book, self.above.view
        short = [Claim(_SOMEBODY, node, told.unknown) for node, told in book.items() if told.unknown]
        unheld = (node for node in self.above.holders if node not in book and not ends_ownership(view, node))
        return (*short, *(Claim(_SOMEBODY, node, WHOLE) for node in sorted(unheld, key=view.id)))

    @cached_property
    def hands(self) -> frozenset[int]:
        """The unknown: who has votes that nobody is known to have, and the holders of whom nothing is known."""
        view = self.above.view
        return frozenset({_SOMEBODY, *(node for node in self.above.holders if view.kind(node) == NOBODY_KNOWN)})

    @property
    def share(self) -> Fraction:
        """The share of the firm's votes that could lie in unknown hands."""
        return Fraction(sum(claim.stake for claim in self._cast(())), self._total)

    def could_decide(self, parameters: Mapping[str, Any]) -> bool:
        """Tell whether somebody would control the firm, by a company-law pack, if the votes in unknown hands were his.

        It is told of a firm that nobody is seen to control.
        """
        if not self.claims and len(self.hands) == 1:
            return False
        relative = parameters["relative"]
        return any(self._decides(group, relative) for group in self._groups(parameters["kin"]))

    @property
    def _total(self) -> int:
        return self.above.book[self.above.firm].total

    @cached_property
    def _votes(self) -> Votes:
        known, unknown, book = by_holder(self.above.book), self.claims, self.above.book
        return Votes(
            lambda node: unknown if node == _SOMEBODY else known.get(node, ()),
            lambda firm: book[firm].total if firm in book else WHOLE,
        )

    def _groups(self, kin: Collection[str]) -> set[frozenset[int]]:
        """Return who could have them: nobody known, or one of the known with those who vote as one with it."""
        above, view = self.above, self.above.view
        able = (node for node in above.holders if node != above.firm and can_control(view, node))
        return {frozenset(), *(family(view, node, kin) for node in able if not above.controls([above.firm], node))}

    def _falls(self, group: Collection[int]) -> dict[int, Fall]:
        return fallen({*group, *self.hands}, self._votes, self.above.line)

    def _cast(self, group: Collection[int]) -> list[Claim]:
        casting = {*group, *self.hands, *self._falls(group)}
        return [c for node in casting for c in self._votes.of_holder(node) if c.firm == self.above.firm]

    def _decides(self, group: frozenset[int], relative: Mapping[str, Any]) -> bool:
        """Tell whether a group would decide the firm, or be the largest far above the others."""
        if self.above.firm in self._falls(group):
            return True
        cast = self._cast(group)
        held, with_it = sum(claim.stake for claim in cast), {claim.holder for claim in cast}
        far_above = Fraction(relative["times_second"]) * self._largest_beside(with_it)
        return Line.of(relative).met(held, self._total) and held >= far_above

    def _largest_beside(self, casting: Collection[int]) -> int:
        """Return the most votes that lie in one hand beside those of some holders."""
        largest = 0
        for votes, block in self._blocks:
            if votes <= largest:
                break
            largest = max(largest, sum(claim.stake for claim in block if claim.holder not in casting))
        return largest

    @cached_property
    def _blocks(self) -> list[tuple[int, list[Claim]]]:
        """The votes by whose hands they lie in, the most first; the listed public does not act as one."""
        view, blocks = self.above.view, self.above.blocks().values()
        known = [[claim for claim in block if view.kind(claim.holder) != PUBLIC] for block in blocks]
        told = ((sum(claim.stake for claim in block), block) for block in known)
        return sorted(told, key=lambda found: found[0], reverse=True)
