"""What a search for paths from both ends keeps: the nodes each side has met, and what it must leave out."""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Flags, Ints, compiled, inlined
from firmgraph.graph.kernels.csr import Csr


class Ways(NamedTuple):
    """A graph to find paths in: edges by start and by end; twice the same rows where direction does not matter."""

    out: Csr
    into: Csr


class Bans(NamedTuple):
    """What a search leaves out: some nodes, steps from the start straight to some nodes, and all flagged nodes."""

    nodes: Ints
    first_steps: Ints
    closed: Flags


class Side(NamedTuple):
    """One end's search: nodes in the order met, the turn each was met from, and each node's turn.

    `turn` is never cleared: a node is met when the turn it names holds it.
    """

    rows: Csr
    met: Ints
    whence: Ints
    turn: Ints


@compiled
def begun(rows: Csr, start: int, banned: Ints) -> Side:
    """Return a search that has met the banned nodes, never to leave from them, and then its start."""
    size = rows.ptr.size - 1
    met, whence, turns = np.empty(size + 1, np.int32), np.empty(size + 1, np.int32), np.empty(size, np.int32)
    for turn, node in enumerate(banned):
        met[turn], whence[turn], turns[node] = node, -1, turn
    turn = banned.size
    met[turn], whence[turn], turns[start] = start, -1, turn
    return Side(rows, met, whence, turns)


@inlined
def has_met(side: Side, node: int, known: int) -> bool:
    """Return whether a search that has met `known` nodes has met this one."""
    return bool(0 <= side.turn[node] < known and side.met[side.turn[node]] == node)


@inlined
def is_banned(node: int, near: int, way: int, ends: tuple[int, int], bans: Bans) -> bool:
    """Return whether a step may not be taken; `way` is 0 for the side of the start and 1 for the side of the end."""
    banned = bool(bans.closed.size and bans.closed[near] and near != ends[1 - way])
    tail, head = (node, near) if way == 0 else (near, node)
    if tail == ends[0]:
        for step in bans.first_steps:
            banned = banned or step == head
    return banned


@compiled
def joined(sides: tuple[Side, Side], meeting: int) -> Ints:
    """Return the path through a node that both sides have met."""
    ahead, back = sides
    length, turn = 0, ahead.turn[meeting]
    while turn >= 0:
        length, turn = length + 1, ahead.whence[turn]
    middle, turn = length, back.whence[back.turn[meeting]]
    while turn >= 0:
        length, turn = length + 1, back.whence[turn]
    path = np.empty(length, np.int32)
    at, turn = middle - 1, ahead.turn[meeting]
    while turn >= 0:
        path[at] = ahead.met[turn]
        at, turn = at - 1, ahead.whence[turn]
    at, turn = middle, back.whence[back.turn[meeting]]
    while turn >= 0:
        path[at] = back.met[turn]
        at, turn = at + 1, back.whence[turn]
    return path
