"""Firms that hold each other, solved in exact fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Matrix = list[list[Fraction]]
Shares = Mapping[tuple[int, int], Fraction]
"""The direct shares of firms in each other, by holder and firm."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A strong component of the holdings, solved.

    `returns` is `N[a, a]` of each member: 1 and what comes back to it through the others; 0 where nobody outside holds
    any of the circle, for then nothing is passed on.
    """

    place: Mapping[int, int]
    first: Matrix
    returns: Mapping[int, Fraction]

    def reach(self, holder: int, firm: int) -> Fraction:
        """Return `N[holder, firm] / N[holder, holder]`: the share of one member in another, 1 in itself."""
        return self.first[self.place[holder]][self.place[firm]]

    def held(self, holder: int, firm: int) -> Fraction:
        """Return `N[holder, firm]`: all that comes down from one member to another."""
        return self.reach(holder, firm) * self.returns[holder]


def closed(members: Sequence[int], share: Shares) -> bool:
    """Tell whether firms hold all of each other, so that nobody outside has anything of them."""
    held = dict.fromkeys(members, Fraction())
    for (_, firm), part in share.items():
        held[firm] += part
    return all(part == 1 for part in held.values())


def solved(members: Sequence[int], share: Shares) -> Circle:
    """Return a circle of firms solved by the direct shares among them.

    Where they hold all of each other `I - W` has no inverse, but every chain upwards comes to each of them at last: as
    far as chains that do not come back go, each holds all of each other.
    """
    place = {member: at for at, member in enumerate(members)}
    count = len(members)
    if closed(members, share):
        whole = [[Fraction(1)] * count for _ in range(count)]
        return Circle(place, whole, dict.fromkeys(members, Fraction()))
    direct = [[share.get((holder, firm), Fraction()) for firm in members] for holder in members]
    inverse = _inverted([[_unit(row, column) - direct[row][column] for column in range(count)] for row in range(count)])
    first = [[inverse[row][column] / inverse[row][row] for column in range(count)] for row in range(count)]
    return Circle(place, first, {member: inverse[at][at] for member, at in place.items()})


def _unit(row: int, column: int) -> Fraction:
    return Fraction(row == column)


def _inverted(matrix: Matrix) -> Matrix:
    """Return the inverse by elimination without pivots: no column of `I - W` outweighs its diagonal."""
    count = len(matrix)
    rows = [[*row, *(_unit(at, column) for column in range(count))] for at, row in enumerate(matrix)]
    for pivot in range(count):
        scale = rows[pivot][pivot]
        rows[pivot] = [value / scale for value in rows[pivot]]
        for at in range(count):
            factor = rows[at][pivot]
            if at != pivot and factor:
                rows[at] = [value - factor * lead for value, lead in zip(rows[at], rows[pivot], strict=True)]
    return [row[count:] for row in rows]
