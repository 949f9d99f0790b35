"""Firms that hold each other, solved in exact fractions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Matrix = list[list[Fraction]]


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


def solved(members: tuple[int, ...], share: Mapping[tuple[int, int], Fraction]) -> Circle:
    """Return a circle of firms solved; `share` has the direct shares among them by holder and firm."""
    place = {member: at for at, member in enumerate(members)}
    count = len(members)
    direct = [[share.get((holder, firm), Fraction()) for firm in members] for holder in members]
    if all(sum(direct[row][column] for row in range(count)) == 1 for column in range(count)):
        return Circle(place, _closed(direct), dict.fromkeys(members, Fraction()))
    inverse = _inverted([[_unit(row, column) - direct[row][column] for column in range(count)] for row in range(count)])
    first = [[inverse[row][column] / inverse[row][row] for column in range(count)] for row in range(count)]
    return Circle(place, first, {member: inverse[at][at] for member, at in place.items()})


def _closed(direct: Matrix) -> Matrix:
    """Return the share of each member in each other where they hold all of each other: `I - W` has no inverse.

    The share of one in the others needs only what they hold of each other without it, and that always leaks to it.
    """
    count = len(direct)
    found = [[_unit(row, column) for column in range(count)] for row in range(count)]
    for holder in range(count):
        others = [other for other in range(count) if other != holder]
        inverse = _inverted([[_unit(row, column) - direct[row][column] for column in others] for row in others])
        for at, firm in enumerate(others):
            ways = (direct[holder][via] * inverse[row][at] for row, via in enumerate(others))
            found[holder][firm] = sum(ways, Fraction())
    return found


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
