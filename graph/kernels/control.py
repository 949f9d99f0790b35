"""Control by votes: what a coalition controls once the votes of all it controls count with its own."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import Flags, Ints, Longs, compiled, flags_of, inlined, nodes_of
from firmgraph.graph.kernels.csr import Csr, Holdings

NEVER = -(1 << 62)
"""Votes so few that a node already counted can never fall again."""


class Controlled(NamedTuple):
    """The nodes a coalition controls in the order they fall, and the votes it casts in each, in parts of 1e-8."""

    node: Ints
    votes: Longs


class EveryControl(NamedTuple):
    """What each node controls alone: `node[ptr[v]:ptr[v + 1]]`, in the order they fall.

    `truncated` says that the limit was reached: rows from the first unfinished one on are empty.
    """

    ptr: Ints
    node: Ints
    truncated: bool


@compiled
def _controlled_by(coalition: Ints, out: Csr, total: Ints | Longs, extra: int, stops: Flags) -> tuple[Ints, Longs]:
    """Return the nodes that fall, in order, and all votes cast in each.

    `slot` is never filled: a node is known when the slot it names holds it.
    """
    slot, met = np.empty(total.size, np.int32), np.empty(total.size, np.int32)
    votes, queue = np.empty(total.size, np.int64), np.empty(total.size, np.int32)
    fell = np.empty(total.size, np.bool_)
    known, fallen = coalition.size, coalition.size
    for place, member in enumerate(coalition):
        slot[member], met[place], queue[place] = place, member, member
        votes[place], fell[place] = 0, True
    done = 0
    while done < fallen:
        node = queue[done]
        done += 1
        if done > coalition.size and stops.size and stops[node]:
            continue
        for edge in range(out.ptr[node], out.ptr[node + 1]):
            firm = out.other[edge]
            place = slot[firm]
            if not (0 <= place < known and met[place] == firm):
                place = known
                slot[firm], met[place], votes[place], fell[place] = place, firm, 0, False
                known += 1
            votes[place] += out.stake[edge]
            if not fell[place] and 2 * votes[place] + extra > total[firm]:
                fell[place], queue[fallen] = True, firm
                fallen += 1
    firms = queue[coalition.size : fallen].copy()
    cast = np.empty(firms.size, np.int64)
    for place, firm in enumerate(firms):
        cast[place] = votes[slot[firm]]
    return firms, cast


def controlled_by(
    coalition: npt.ArrayLike, held: Holdings, *, half_counts: bool = False, stops: Flags | None = None
) -> Controlled:
    """Return what a coalition controls with more than half of the votes, its own and those of all it controls.

    With `half_counts` exactly half is enough, as under the Company Law of 2018 (art. 216). A node flagged in `stops`
    can be controlled, but casts no votes for its controller. The order of the members does not matter.
    """
    members = np.unique(nodes_of(held.total.size, coalition))
    flags = flags_of(stops, held.total.size)
    return Controlled(*_controlled_by(members, held.out, held.total, int(half_counts), flags))


@inlined
def _outright(
    node: int,
    row: tuple[int, int],
    edges: tuple[Ints, Ints],
    rule: tuple[Ints | Longs, int],
    casts: Flags,
    state: tuple[Ints, int],
) -> tuple[int, bool]:
    """Write the firms a node controls with its own votes; return where they end and whether any of them casts votes.

    There are no branches in the loop: whether a stake is a majority cannot be foreseen.
    """
    other, stake = edges
    total, extra = rule
    found, used = state
    last, held, was, deeper = -1, np.int64(0), False, False
    for edge in range(row[0], row[1]):
        firm = other[edge]
        held = held * (firm == last) + stake[edge]
        enough = 2 * held + extra > total[firm]
        falls = enough & (firm != node) & ~(was & (firm == last))
        found[used] = firm
        used += falls
        deeper |= falls & casts[firm]
        last, was = firm, enough
    return used, deeper


@inlined
def _cast(
    row: tuple[int, int],
    owner: int,
    edges: tuple[Ints, Ints],
    rule: tuple[Ints | Longs, int],
    votes: tuple[Ints, Longs],
    state: tuple[Ints, int],
) -> int:
    """Cast one node's votes for an owner, write the firms that fall, and return where they end."""
    other, stake = edges
    total, extra = rule
    stamp, count = votes
    found, used = state
    for edge in range(row[0], row[1]):
        firm = other[edge]
        if stamp[firm] != owner:
            stamp[firm], count[firm] = owner, 0
        count[firm] += stake[edge]
        if 2 * count[firm] + extra > total[firm]:
            count[firm] = NEVER
            found[used] = firm
            used += 1
    return used


@compiled
def _counted(
    start: int,
    out: Csr,
    rule: tuple[Ints | Longs, int],
    casts: Flags,
    votes: tuple[Ints, Longs],
    rows: tuple[Ints, Ints],
) -> int:
    """Write what each node from the start on controls, and return the first node for which there is no room.

    Votes are counted only where a controlled firm casts some. There is always room for the edges still to come, so only
    such nodes need more. The rows given never grow here: the compiler would have to look them up again for every edge.
    """
    ptr, edges = out.ptr, (out.other, out.stake)
    ends, found = rows
    used, begin = ends[start], ptr[start]
    for node in range(start, casts.size):
        first, end = used, ptr[node + 1]
        used, deeper = _outright(node, (begin, end), edges, rule, casts, (found, used))
        if deeper:
            votes[0][node], votes[1][node] = node, NEVER
            used = _cast((begin, end), node, edges, rule, votes, (found, first))
            done = first
            while done < used:
                firm = found[done]
                done += 1
                if casts[firm]:
                    if found.size - used < ptr[firm + 1] - ptr[firm] + ptr[-1] - begin:
                        return node
                    used = _cast((ptr[firm], ptr[firm + 1]), node, edges, rule, votes, (found, used))
        begin = end
        ends[node + 1] = used
    return casts.size


@compiled
def _control_of_all(out: Csr, total: Ints | Longs, extra: int, casts: Flags, limit: int) -> tuple[Ints, Ints, bool]:
    """Return row limits and rows of what each node controls, with more room whenever it runs out."""
    size = total.size
    votes = (np.full(size, -1, np.int32), np.empty(size, np.int64))
    ends, found = np.zeros(size + 1, np.int32), np.empty(size + out.other.size, np.int32)
    node = 0
    while True:
        node = _counted(node, out, (total, extra), casts, votes, (ends, found))
        if node == size or found.size > limit + size + out.other.size:
            break
        larger = np.empty(2 * found.size, np.int32)
        larger[: ends[node]] = found[: ends[node]]
        found = larger
        votes[0][:] = -1
    if ends[node] > limit:
        node = int(np.searchsorted(ends[: node + 1], limit, side="right")) - 1
    ends[node:] = ends[node]
    return ends, found[: ends[node]], node < size


def control_of_all(
    held: Holdings, *, half_counts: bool = False, stops: Flags | None = None, limit: int = 200_000_000
) -> EveryControl:
    """Return what every node controls alone, by the same test as `controlled_by`; `limit` bounds the pairs in all."""
    casts = np.diff(held.out.ptr) > 0
    if stops is not None:
        casts &= ~flags_of(stops, casts.size)
    return EveryControl(*_control_of_all(held.out, held.total, int(half_counts), casts, limit))
