"""Graphs in compressed sparse row form: the edges grouped by one end, each group sorted by the other end."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import NO_INTS, Ints, Longs, compiled, nodes_of

WHOLE = 100_000_000
"""All the shares of a firm, in parts of 1e-8."""


class Csr(NamedTuple):
    """The edges at each node: those of node `v` stand at `ptr[v]` to `ptr[v + 1]`, sorted by their other end.

    `stake` is the share each edge carries in parts of 1e-8; it is empty where the edges carry none.
    """

    ptr: Ints
    other: Ints
    stake: Ints


class Holdings(NamedTuple):
    """Who holds what: `out` by holder, `into` by firm; `total` is the stakes in a firm, at least the whole of it.

    Totals take half the room where none is above twenty-one times the whole.
    """

    out: Csr
    into: Csr
    total: Ints | Longs


@compiled
def _grouped(size: int, keys: Ints, before: Ints) -> tuple[Ints, Ints]:
    """Return row limits and the order of the edges by key; edges of one key stay in the order given before."""
    ptr = np.zeros(size + 1, np.int32)
    for key in keys:
        ptr[key + 1] += 1
    for node in range(size):
        ptr[node + 1] += ptr[node]
    place = ptr[:-1].copy()
    order = np.empty(keys.size, np.int32)
    for edge in before:
        order[place[keys[edge]]] = edge
        place[keys[edge]] += 1
    return ptr, order


@compiled
def _totals(ptr: Ints, stake: Ints, whole: int) -> Longs:
    """Return the sum of the stakes in each row, at least the whole."""
    total = np.full(ptr.size - 1, whole, np.int64)
    for firm in range(ptr.size - 1):
        held = np.int64(0)
        for edge in range(ptr[firm], ptr[firm + 1]):
            held += stake[edge]
        total[firm] = max(total[firm], held)
    return total


def grouped(size: int, start: npt.ArrayLike, end: npt.ArrayLike) -> tuple[Ints, Ints]:
    """Return row limits and the order of the edges by start, then by end, then as given."""
    starts, ends = nodes_of(size, start), nodes_of(size, end)
    if starts.size != ends.size:
        raise ValueError(f"{starts.size} starts and {ends.size} ends")
    by_end = _grouped(size, ends, np.arange(ends.size, dtype=np.int32))[1]
    return _grouped(size, starts, by_end)


def csr(size: int, start: npt.ArrayLike, end: npt.ArrayLike, stake: npt.ArrayLike | None = None) -> Csr:
    """Return the edges grouped by start, with the stakes they carry."""
    ptr, order = grouped(size, start, end)
    other = np.ascontiguousarray(end, np.int32)[order]
    return Csr(ptr, other, NO_INTS if stake is None else np.ascontiguousarray(stake, np.int32)[order])


def undirected(size: int, start: npt.ArrayLike, end: npt.ArrayLike) -> Csr:
    """Return each edge at both of its ends, without stakes."""
    starts, ends = nodes_of(size, start), nodes_of(size, end)
    return csr(size, np.concatenate((starts, ends)), np.concatenate((ends, starts)))


def _added_up(rows: Csr) -> Csr:
    """Return rows in which no neighbour stands twice: the stakes of parallel edges are added up."""
    start = np.repeat(np.arange(rows.ptr.size - 1), np.diff(rows.ptr))
    fresh = np.ones(rows.other.size, np.bool_)
    fresh[1:] = (start[1:] != start[:-1]) | (rows.other[1:] != rows.other[:-1])
    if fresh.all():
        return rows
    stake = np.add.reduceat(rows.stake, np.flatnonzero(fresh), dtype=np.int64)
    ptr = np.concatenate((np.zeros(1, np.int64), np.cumsum(fresh)))[rows.ptr].astype(np.int32)
    return Csr(ptr, rows.other[fresh], np.minimum(stake, np.iinfo(np.int32).max).astype(np.int32))


def holdings(size: int, holder: npt.ArrayLike, firm: npt.ArrayLike, stake: npt.ArrayLike) -> Holdings:
    """Return the holdings both ways; several holdings of one holder in one firm are added up to one.

    `stake` is in parts of 1e-8. Stakes above the whole are taken as shares of their sum.
    """
    out = _added_up(csr(size, holder, firm, stake))
    into = _added_up(csr(size, firm, holder, stake))
    total = _totals(into.ptr, into.stake, WHOLE)
    small = total.max(initial=WHOLE) <= np.iinfo(np.int32).max
    return Holdings(out, into, total.astype(np.int32) if small else total)
