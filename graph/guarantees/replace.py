"""Which guarantees to replace (by other security) so that a cascade ends: the fewest that do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from firmgraph.graph.guarantees.edges import Guarantee
from firmgraph.graph.guarantees.spread import Worth, spread


@dataclass(frozen=True, slots=True)
class Replacement:
    """A set of guarantees whose replacement keeps the spared parties standing.

    `exact` tells that no smaller set does; else `at_least` is the fewest that any set could have. `possible` is false
    where a spared party is itself in default. `undecided` are guarantors of whom it is not known whether they stand.
    """

    guarantees: tuple[Guarantee, ...]
    exact: bool
    at_least: int
    possible: bool
    undecided: frozenset[int]


def replacements(
    start: Collection[int],
    guarantees: Sequence[Guarantee],
    worth: Worth,
    *,
    spared: Collection[int] | None = None,
    most_sets: int = 20_000,
) -> Replacement:
    """Return the fewest guarantees to replace so that nobody else falls or, with `spared`, that these do not.

    That nobody falls is decided in the first round, guarantor by guarantor, so it is exact for any size. Sparing only
    some is a search by growing size over what is called in the cascade, exact up to `most_sets` sets tried; beyond, the
    better of two ways is told: all that the first round needs, or the spared parties' own largest guarantees.
    """
    ordered = sorted(guarantees, key=lambda one: one.id)
    undecided = spread(start, ordered, worth).undecided
    if spared is None:
        chosen = _stop_first_round(start, ordered, worth)
        return Replacement(chosen, True, len(chosen), True, undecided)
    wanted = frozenset(spared)
    if wanted & set(start):
        return Replacement((), True, 0, False, undecided)
    return _spare(start, ordered, worth, wanted, most_sets)


def _stop_first_round(start: Collection[int], guarantees: Iterable[Guarantee], worth: Worth) -> tuple[Guarantee, ...]:
    """Return for each guarantor that would fall at once its largest guarantees, as few as bring it under its worth."""
    first = spread(start, guarantees, worth).rounds[1:2]
    falling = first[0] if first else frozenset()
    return _own_largest(falling, set(start), guarantees, worth)


def _own_largest(
    nodes: Collection[int], fallen: Collection[int], guarantees: Iterable[Guarantee], worth: Worth
) -> tuple[Guarantee, ...]:
    """Return the largest guarantees of some parties for the fallen, as few as let each of them pay the rest."""
    called: defaultdict[int, list[Guarantee]] = defaultdict(list)
    for one in guarantees:
        if one.guarantor in nodes and one.guaranteed in fallen:
            called[one.guarantor].append(one)
    chosen: list[Guarantee] = []
    for node, payable in called.items():
        excess = sum(one.amount or 0 for one in payable) - (worth.get(node) or 0)
        for one in sorted(payable, key=lambda one: (-(one.amount or 0), one.id)):
            if excess <= 0:
                break
            chosen.append(one)
            excess -= one.amount or 0
    return tuple(sorted(chosen, key=lambda one: one.id))


def _spare(
    start: Collection[int], guarantees: Sequence[Guarantee], worth: Worth, spared: frozenset[int], most_sets: int
) -> Replacement:
    whole = spread(start, guarantees, worth)
    if not spared & whole.fallen:
        return Replacement((), True, 0, True, whole.undecided)
    candidates = [one for one in guarantees if one.guaranteed in whole.fallen and one.guarantor in whole.fallen]
    candidates = [one for one in candidates if one.guarantor not in set(start)]
    upper = min(_ways(start, guarantees, worth, spared), key=len)
    tried, size = 0, 1
    while size < len(upper) and tried + comb(len(candidates), size) <= most_sets:
        tried += comb(len(candidates), size)
        for chosen in combinations(candidates, size):
            if not spared & spread(start, _without(guarantees, chosen), worth).fallen:
                return Replacement(chosen, True, size, True, whole.undecided)
        size += 1
    return Replacement(upper, size >= len(upper), min(size, len(upper)), True, whole.undecided)


def _ways(
    start: Collection[int], guarantees: Sequence[Guarantee], worth: Worth, spared: frozenset[int]
) -> Iterable[tuple[Guarantee, ...]]:
    """Return two sets that surely do: one ends the cascade at its first round, one shields the spared themselves."""
    fallen = spread(start, guarantees, worth).fallen
    return _stop_first_round(start, guarantees, worth), _own_largest(spared & fallen, fallen, guarantees, worth)


def _without(guarantees: Iterable[Guarantee], chosen: Collection[Guarantee]) -> list[Guarantee]:
    taken = {one.id for one in chosen}
    return [one for one in guarantees if one.id not in taken]
