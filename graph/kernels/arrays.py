"""The array types the kernels take and give, and how a kernel is compiled."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

NO_INTS: Ints = np.empty(0, np.int32)
NO_FLAGS: Flags = np.empty(0, np.bool_)


def compiled(function: Kernel) -> Kernel:
    """Return a loop compiled on its first call, kept on disk for later processes and free of the interpreter lock."""
    return cast(Kernel, numba.njit(cache=True, nogil=True)(function))


def inlined(function: Kernel) -> Kernel:
    """Return a part of a loop that is written out where it is called: a call for each node costs more than its work."""
    return cast(Kernel, numba.njit(inline="always")(function))


@compiled
def _all_below(size: int, numbers: Ints) -> bool:
    """Return whether all numbers are at least nought and below a size."""
    inside = True
    for number in numbers:
        inside &= 0 <= number < size
    return inside


def nodes_of(size: int, nodes: npt.ArrayLike) -> Ints:
    """Return node numbers as kernels read them; one that is none of the graph's is an `IndexError`."""
    numbers = np.ascontiguousarray(nodes, np.int32)
    if not _all_below(size, numbers):
        raise IndexError(f"nodes {numbers.min()} to {numbers.max()} in a graph of {size}")
    return numbers


def flags_of(flags: Flags | None, size: int) -> Flags:
    """Return flags as kernels read them: an empty array says that none is set; a wrong size is a `ValueError`."""
    if flags is None:
        return NO_FLAGS
    if flags.shape != (size,):
        raise ValueError(f"{flags.shape} flags for {size} things")
    return np.ascontiguousarray(flags, np.bool_)
