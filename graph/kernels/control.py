"""Control by votes: what a coalition controls once the votes of all it controls count with its own."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import Flags, Ints, Longs, compiled, flags_of, nodes_of
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

    ptr: Longs
    node: Ints
    truncated: bool


@compiled
def _controlled_by(coalition: Ints, out: Csr, total: Longs, extra: int, stops: Flags) -> tuple[Ints, Longs]:
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


@compiled
def _room(found: Ints, used: int, more: int) -> Ints:
    """Return the array, or a copy at least twice as long where less than `more` places are left."""
    if found.size - used >= more:
        return found
    larger = np.empty(max(2 * found.size, used + more), np.int32)
    larger[:used] = found[:used]
    return larger


@compiled
def _outright(node: int, out: Csr, total: Longs, extra: int, found: Ints, used: int) -> int:
    """Write the firms a node controls with its own votes, and return where they end."""
    last, held = -1, np.int64(0)
    for edge in range(out.ptr[node], out.ptr[node + 1]):
        firm = out.other[edge]
        if firm != last:
            last, held = firm, np.int64(0)
        elif 2 * held + extra > total[firm]:
            continue
        held += out.stake[edge]
        if 2 * held + extra > total[firm] and firm != node:
            found[used] = firm
            used += 1
    return used


@compiled
def _passes_on(found: Ints, first: int, used: int, ptr: Longs, stops: Flags) -> bool:
    """Return whether any of some controlled firms casts votes itself."""
    for place in range(first, used):
        firm = found[place]
        if ptr[firm] < ptr[firm + 1] and not (stops.size and stops[firm]):
            return True
    return False


@compiled
def _cast(
    caster: int, owner: int, out: Csr, rule: tuple[Longs, int], votes: tuple[Ints, Longs], row: tuple[Ints, int]
) -> int:
    """Cast one node's votes for the owner, write the firms that fall, and return where they end."""
    total, extra = rule
    stamp, count = votes
    found, used = row
    for edge in range(out.ptr[caster], out.ptr[caster + 1]):
        firm = out.other[edge]
        if stamp[firm] != owner:
            stamp[firm], count[firm] = owner, 0
        count[firm] += out.stake[edge]
        if 2 * count[firm] + extra > total[firm]:
            count[firm] = NEVER
            found[used] = firm
            used += 1
    return used


@compiled
def _control_of_all(out: Csr, total: Longs, extra: int, stops: Flags, limit: int) -> tuple[Longs, Ints, bool]:
    """Return row limits and rows of what each node controls; only owners of firms that hold others need counting."""
    size = total.size
    ptr, found = np.zeros(size + 1, np.int64), np.empty(size + 16, np.int32)
    votes = (np.full(size, -1, np.int32), np.empty(size, np.int64))
    used = 0
    for node in range(size):
        first = used
        if out.ptr[node] < out.ptr[node + 1]:
            found = _room(found, used, out.ptr[node + 1] - out.ptr[node])
            used = _outright(node, out, total, extra, found, used)
            if used > first and _passes_on(found, first, used, out.ptr, stops):
                votes[0][node], votes[1][node] = node, NEVER
                used = _cast(node, node, out, (total, extra), votes, (found, first))
                done = first
                while done < used <= limit:
                    firm = found[done]
                    done += 1
                    if not (stops.size and stops[firm]):
                        found = _room(found, used, out.ptr[firm + 1] - out.ptr[firm])
                        used = _cast(firm, node, out, (total, extra), votes, (found, used))
        if used > limit:
            ptr[node + 1 :] = first
            return ptr, found[:first].copy(), True
        ptr[node + 1] = used
    return ptr, found[:used].copy(), False


def control_of_all(
    held: Holdings, *, half_counts: bool = False, stops: Flags | None = None, limit: int = 200_000_000
) -> EveryControl:
    """Return what every node controls alone, by the same test as `controlled_by`; `limit` bounds the pairs in all."""
    size = held.total.size
    return EveryControl(*_control_of_all(held.out, held.total, int(half_counts), flags_of(stops, size), limit))
