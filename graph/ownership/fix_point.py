"""The fix-point of control: a firm falls when those who have fallen before it, and the coalition, have enough votes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.claims import Basis, Claim
from firmgraph.graph.ownership.lines import Line


@dataclass(frozen=True, slots=True)
class Fall:
    """How a firm came under control: in which round, the claims counted then and the total of its votes."""

    firm: int
    round: int
    claims: tuple[Claim, ...]
    total: int

    @property
    def share(self) -> Fraction:
        """The share of the votes that were counted."""
        return Fraction(sum(claim.stake for claim in self.claims), self.total)

    @property
    def suspected(self) -> bool:
        """Tell whether any claim counted is inferred."""
        return any(claim.suspected for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Votes:
    """Who casts what: the claims of a holder, and all the votes of a firm."""

    of_holder: Callable[[int], Iterable[Claim]]
    total: Callable[[int], int]

    def confirmed(self) -> "Votes":
        """Return only the votes that no inference gives."""
        return Votes(lambda node: (claim for claim in self.of_holder(node) if not claim.suspected), self.total)


def fallen(coalition: Collection[int], votes: Votes, line: Line) -> dict[int, Fall]:
    """Return the firms a coalition controls, in rounds: those of a later round need those of an earlier one.

    Neither the order of the members nor that of the claims matters. Members themselves do not fall.
    """
    counted: dict[int, list[Claim]] = {}
    found: dict[int, Fall] = {}
    casting: list[int] = sorted(set(coalition))
    members = set(casting)
    turn = 0
    while casting:
        turn += 1
        touched = set[int]()
        for node in casting:
            for claim in votes.of_holder(node):
                counted.setdefault(claim.firm, []).append(claim)
                touched.add(claim.firm)
        casting = []
        for firm in sorted(touched - members - found.keys()):
            if line.met(sum(claim.stake for claim in counted[firm]), votes.total(firm)):
                found[firm] = Fall(firm, turn, tuple(counted[firm]), votes.total(firm))
                casting.append(firm)
    return found


def needed(falls: Mapping[int, Fall], firm: int) -> list[Fall]:
    """Return the fall of a firm and those it rests on, round by round."""
    wanted, open_firms = set[int](), [firm]
    while open_firms:
        node = open_firms.pop()
        if node in falls and node not in wanted:
            wanted.add(node)
            open_firms.extend(claim.holder for claim in falls[node].claims)
    return sorted((falls[node] for node in wanted), key=lambda fall: (fall.round, fall.firm))


def by_agreement(falls: Iterable[Fall], line: Line) -> bool:
    """Tell whether control rests on an agreement: without its votes some firm would not have fallen."""
    return any(
        not line.met(sum(c.stake for c in fall.claims if c.basis is not Basis.AGREEMENT), fall.total) for fall in falls
    )
