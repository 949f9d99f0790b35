"""Room that walks over a graph keep from call to call, so that none has to be cleared for each."""

import threading

import numpy as np

from firmgraph.graph.kernels.arrays import Ints

_LAST = np.iinfo(np.int32).max


class _Room(threading.local):
    """The places noted by node, one array for each thread, and the first place that no call has given yet."""

    places: Ints = np.empty(0, np.int32)
    base: int = 0


_ROOM = _Room()


def places(size: int, most: int) -> tuple[Ints, int]:
    """Return an array of a place for each node and a base: all places noted in it so far are below the base.

    The caller may note places from the base up to `most` above it, until this thread asks again. A `ValueError` says
    that `most` is more than an array can hold.
    """
    if most > _LAST:
        raise ValueError(f"{most} places; the most is {_LAST}")
    if _ROOM.places.size != size or _ROOM.base > _LAST - most:
        _ROOM.places, _ROOM.base = np.full(size, -1, np.int32), 0
    base = _ROOM.base
    _ROOM.base += most
    return _ROOM.places, base
