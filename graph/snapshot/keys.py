"""From an id to its number: sorted hashes, found by bisection in a memory-mapped array."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Self

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.snapshot.strings import Strings


def key_of(text: str) -> int:
    """Return the 64-bit hash under which an id is looked up."""
    return int(hashes_of([text.encode()])[0])


def hashes_of(ids: Iterable[bytes]) -> NDArray[np.uint64]:
    """Return the hashes of ids in UTF-8."""
    return np.frombuffer(b"".join([blake2b(text, digest_size=8).digest() for text in ids]), dtype="<u8")


@dataclass(frozen=True, slots=True)
class Keys:
    """The numbers of ids: hashes in ascending order with the number of each, and the numbers of later ids."""

    hashes: NDArray[np.uint64]
    numbers: NDArray[np.int32]
    later: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Iterable[str]) -> Self:
        """Index ids by their place."""
        return cls.of_hashes(hashes_of(text.encode() for text in ids))

    @classmethod
    def of_hashes(cls, hashes: NDArray[np.uint64]) -> Self:
        """Index ids by their place, given their hashes."""
        order = np.argsort(hashes, kind="stable")
        return cls(hashes[order], order.astype(np.int32))

    def find(self, text: str, ids: Strings) -> int | None:
        """Return the number of an id, or None when it is not among `ids`."""
        if (known := self.later.get(text)) is not None:
            return known
        key = np.uint64(key_of(text))
        place = int(np.searchsorted(self.hashes, key))
        while place < len(self.hashes) and self.hashes[place] == key:
            number = int(self.numbers[place])
            if ids[number] == text:
                return number
            place += 1
        return None

    def extended(self, numbers: Mapping[str, int]) -> Self:
        """Return these keys and some more."""
        return type(self)(self.hashes, self.numbers, {**self.later, **numbers})
