"""Holdings at a moment: one for each holder and firm, exact, with every record that states it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.kernels.arrays import NO_INTS
from firmgraph.graph.kernels.runs import ordered_by, run_starts, sums_at
from firmgraph.graph.snapshot.tables import MISSING, Ints, Longs
from firmgraph.graph.snapshot.view import Edges, View

WHOLE = 100_000_000
"""All the shares of a firm, in parts of 1e-8."""
SHAREHOLDER = "shareholder"

Flags = NDArray[np.bool_]
_made: "WeakKeyDictionary[View, Holdings]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """Who holds what, ordered by holder and firm; stakes are in parts of 1e-8.

    `total` is the sum of the stakes in a firm, at least the whole: stakes above the whole are shares of their sum.
    `unknown` is what of the total nobody is known to hold. `counted` are the places of the relations whose stakes
    count, those of holding `h` from `counted_at[h]` on, with `counted_stake` (MISSING where it is not known);
    `outranked` are those another source's newer word replaced. `loops` are firms said to hold themselves; they count
    nothing.
    """

    edges: Edges
    start: Ints
    end: Ints
    stake: Longs
    derived: Flags
    unstated: Flags
    out: Ints
    into: Ints
    into_order: Ints
    total: Longs
    unknown: Longs
    counted: Ints
    counted_at: Longs
    counted_stake: Longs
    outranked: Mapping[int, tuple[int, ...]]
    loops: Ints

    def __len__(self) -> int:
        return len(self.start)

    def of_holder(self, node: int) -> range:
        """Return the holdings of a holder."""
        return range(int(self.out[node]), int(self.out[node + 1]))

    def of_firm(self, node: int) -> list[int]:
        """Return the holdings in a firm."""
        found: list[int] = self.into_order[self.into[node] : self.into[node + 1]].tolist()
        return found

    def places(self, holding: int) -> tuple[int, ...]:
        """Return the places of the relations behind a holding, those that count first."""
        counted = self.counted[self.counted_at[holding] : self.counted_at[holding + 1]].tolist()
        return (*counted, *self.outranked.get(holding, ()))

    def evidence(self, holding: int) -> tuple[str, ...]:
        """Return the record ids that state a holding, those that count first."""
        return tuple(
            dict.fromkeys(record for place in self.places(holding) for record in self.edges.evidence_of(place))
        )

    def roles(self, holding: int) -> frozenset[str]:
        """Return as what somebody holds: shareholder, GP, LP."""
        counted = self.counted[self.counted_at[holding] : self.counted_at[holding + 1]].tolist()
        return frozenset(role_of(self.edges, place) for place in counted)

    def above_whole(self, firm: int) -> bool:
        """Tell whether the stakes in a firm sum to more than the whole, so that they are scaled."""
        return bool(self.total[firm] > WHOLE)


def role_of(edges: Edges, place: int) -> str:
    """Return as what a holding relation says somebody holds."""
    return str(edges.properties_of(place).get("role") or SHAREHOLDER)


def holdings(view: View) -> Holdings:
    """Return the holdings of a view; they are made once for each view."""
    if view not in _made:
        _made[view] = _holdings(view)
    return _made[view]


def _holdings(view: View) -> Holdings:
    edges = view.edges("holds")
    loops = np.flatnonzero(edges.start == edges.end).astype(np.int32)
    told = np.delete(np.arange(len(edges), dtype=np.int32), loops)
    if not loops.size and _first_of_pairs(edges.start, edges.end).all():
        return _one_each(view, edges, told)
    counted, outranked = _counted(edges, told)
    stake, derived = _stakes(view, edges, counted)
    first = _first_of_pairs(edges.start[counted], edges.end[counted])
    pair = (np.cumsum(first) - 1).astype(np.int32)
    at = np.append(np.flatnonzero(first), len(counted)).astype(np.int64)
    start, end = edges.start[counted[first]], edges.end[counted[first]]
    held = sums_at(len(start), pair, np.maximum(stake, 0))
    summed = sums_at(view.size, end, held)
    total = np.maximum(summed, WHOLE)
    into_order = ordered_by(end)
    return Holdings(
        edges, start, end, held, _any_in(pair, derived, len(start)), _any_in(pair, stake < 0, len(start)),
        run_starts(view.size, start), run_starts(view.size, end[into_order]), into_order, total, total - summed,
        counted, at, stake, {int(pair[np.searchsorted(counted, kept)]): lost for kept, lost in outranked.items()},
        loops,
    )  # fmt: skip


def _one_each(view: View, edges: Edges, told: Ints) -> Holdings:
    """Return the holdings where each is told once: the arrays of the relations serve as they are."""
    stake, derived = _stakes(view, edges, told)
    held = np.maximum(stake, 0)
    summed = sums_at(view.size, edges.end, held)
    total = np.maximum(summed, WHOLE)
    return Holdings(
        edges, edges.start, edges.end, held, derived, stake < 0, edges.out, edges.into, edges.into_order, total,
        total - summed, told, np.arange(len(told) + 1, dtype=np.int64), stake, {}, NO_INTS,
    )  # fmt: skip


def _any_in(pair: Ints, flags: Flags, pairs: int) -> Flags:
    found: Flags = np.zeros(pairs, dtype=np.bool_)
    found[pair[flags]] = True
    return found


def _first_of_pairs(start: Ints, end: Ints) -> Flags:
    first: Flags = np.ones(len(start), dtype=np.bool_)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return first


def _counted(edges: Edges, told: Ints) -> tuple[Ints, dict[int, tuple[int, ...]]]:
    """Return the places that count, ascending, and by the first of each pair's the places it outranks."""
    first = _first_of_pairs(edges.start[told], edges.end[told])
    limits = np.append(np.flatnonzero(first), len(told))
    counts: Flags = np.ones(len(told), dtype=np.bool_)
    outranked: dict[int, tuple[int, ...]] = {}
    for group in np.flatnonzero(np.diff(limits) > 1).tolist():
        begin, stop = int(limits[group]), int(limits[group + 1])
        among = told[begin:stop].tolist()
        kept = _latest_of_each_role(edges, among)
        counts[begin:stop] = [place in kept for place in among]
        if lost := tuple(place for place in among if place not in kept):
            outranked[min(kept)] = lost
    return told[counts], outranked


def _latest_of_each_role(edges: Edges, among: list[int]) -> set[int]:
    """Return one place for each role. A plain shareholder beside a partner is the partner, told without the role."""
    latest: dict[str, int] = {}
    for place in sorted(among, key=lambda place: _rank(edges, place)):
        latest[role_of(edges, place)] = place
    if len(latest) > 1:
        latest.pop(SHAREHOLDER, None)
    return set(latest.values())


def _rank(edges: Edges, place: int) -> tuple[bool, int, int, str]:
    states = edges.value("ratio", place) is not None or edges.value("subscribed", place) is not None
    since = int(edges.table.valid_from[edges.number[place]])
    return states, since, len(edges.evidence_of(place)), edges.id_of(place)


def _stakes(view: View, edges: Edges, counted: Ints) -> tuple[Longs, Flags]:
    """Return the stake of each counted relation, MISSING where it is not known, and which are derived from amounts."""
    everything = len(counted) == len(edges)
    ratio, amount = edges.column("ratio"), edges.column("subscribed")
    stake, subscribed = (ratio, amount) if everything else (ratio[counted], amount[counted])
    derivable = np.flatnonzero((stake < 0) & (subscribed >= 0))
    derived: Flags = np.zeros(len(counted), dtype=np.bool_)
    if not derivable.size:
        return stake, derived
    stake, firm = stake.copy(), edges.end[counted]
    wholes = dict(_capitals(view, np.unique(firm[derivable]), firm, subscribed))
    for number in derivable.tolist():
        if whole := wholes[int(firm[number])]:
            # Amounts in fen times 1e8 do not fit 64 bits.
            stake[number] = int(subscribed[number]) * WHOLE // whole
            derived[number] = True
    return stake, derived


def _capitals(view: View, firms: Ints, firm: Ints, subscribed: Longs) -> Iterator[tuple[int, int]]:
    """Yield for each firm the fen that make its whole: what is subscribed or, if larger, the registered capital.

    It is 0 where neither tells: the capital is not stated and somebody's subscription is not either.
    """
    amounts = sums_at(view.size, firm, np.maximum(subscribed, 0))
    silent = np.bincount(firm[subscribed == MISSING], minlength=view.size) > 0
    for node in firms.tolist():
        capital = registered_capital(view, node)
        yield node, 0 if capital is None and silent[node] else max(int(amounts[node]), capital or 0)


def registered_capital(view: View, firm: int) -> int | None:
    """Return the registered capital of a firm in fen, None where it is not stated in yuan."""
    stated = view.properties(firm).get("registered_capital")
    try:
        return None if stated is None else int(Decimal(str(stated)).scaleb(2))
    except InvalidOperation:
        return None
