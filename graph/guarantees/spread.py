"""How default spreads along guarantees: pure functions of amounts and net assets."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from firmgraph.graph.guarantees.edges import Guarantee

Worth = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Spread:
    """Who falls in which round (the first is where it starts), and what each guarantor must pay, in fen.

    `undecided` are guarantors who stand as far as is known: their net assets, or an amount they must pay, are not.
    """

    rounds: tuple[frozenset[int], ...]
    called: Mapping[int, int]
    undecided: frozenset[int]

    @property
    def fallen(self) -> frozenset[int]:
        """All who fall, those with whom it starts included."""
        return frozenset().union(*self.rounds)


def spread(start: Collection[int], guarantees: Iterable[Guarantee], worth: Worth) -> Spread:
    """Return how default spreads round by round: a guarantor falls when what it must pay is more than its net assets.

    Each guarantor must pay all it guarantees for whoever has fallen: a creditor may ask any of several guarantors for
    the whole debt. So fewer guarantees never mean more falls, and the order of the guarantees does not matter.
    """
    owed_for: defaultdict[int, list[Guarantee]] = defaultdict(list)
    for guarantee in guarantees:
        owed_for[guarantee.guaranteed].append(guarantee)
    called: Counter[int] = Counter()
    unsure: set[int] = set()
    fallen, rounds = set(start), [frozenset(start)]
    while rounds[-1]:
        for guarantee in (one for debtor in rounds[-1] for one in owed_for[debtor]):
            called[guarantee.guarantor] += guarantee.amount or 0
            if guarantee.amount is None or worth.get(guarantee.guarantor) is None:
                unsure.add(guarantee.guarantor)
        falling = frozenset(node for node in called if node not in fallen and _falls(called[node], worth.get(node)))
        fallen |= falling
        rounds.append(falling)
    return Spread(tuple(rounds[:-1]), dict(called), frozenset(unsure - fallen))


def _falls(must_pay: int, net_assets: int | None) -> bool:
    return net_assets is not None and must_pay > net_assets
