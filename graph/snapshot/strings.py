"""Many texts as one block of bytes: what a memory-mapped file can hold and hand out one at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.kernels.arrays import Ints, compiled

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Strings:
    """Texts by number: UTF-8 bytes and where each begins; a few later or newer ones are kept beside them."""

    data: Bytes
    offsets: Offsets
    beside: Mapping[int, str] = field(default_factory=dict)
    count: int = -1

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Pack texts."""
        packer = Packer()
        packer.add([text.encode() for text in texts])
        return cls(*packer.arrays())

    def __len__(self) -> int:
        return len(self.offsets) - 1 if self.count < 0 else self.count

    def __getitem__(self, number: int) -> str:
        if self.beside and (found := self.beside.get(number)) is not None:
            return found
        return self.data[self.offsets[number] : self.offsets[number + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        return (self[number] for number in range(len(self)))

    def taken(self, order: Ints) -> Self:
        """Return these texts in another order, by the numbers they have."""
        offsets = np.zeros(len(order) + 1, dtype=np.int64)
        np.cumsum(np.diff(self.offsets)[order], out=offsets[1:])
        return type(self)(_gathered(self.data, self.offsets, order, int(offsets[-1])), offsets)

    def extended(self, texts: Iterable[str]) -> Self:
        """Return these texts and some more; the bytes are shared."""
        return self.replaced(dict(enumerate(texts, len(self))))

    def replaced(self, texts: Mapping[int, str]) -> Self:
        """Return these texts with some of them, or some after the last, told anew."""
        return type(self)(self.data, self.offsets, {**self.beside, **texts}, max(len(self), *(n + 1 for n in texts), 0))


@dataclass(slots=True)
class Packer:
    """Texts being packed, some at a time; the block of bytes grows where it lies."""

    data: bytearray = field(default_factory=bytearray)
    lengths: list[Offsets] = field(default_factory=list)

    def add(self, texts: Sequence[bytes]) -> None:
        """Add some texts in UTF-8."""
        self.data += b"".join(texts)
        self.lengths.append(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))

    def packed(self) -> Strings:
        """Return the texts; nothing can be added after it."""
        return Strings(*self.arrays())

    def arrays(self) -> tuple[Bytes, Offsets]:
        """Return the bytes of all texts and where each begins."""
        lengths = np.concatenate([np.zeros(1, dtype=np.int64), *self.lengths])
        return np.frombuffer(self.data, dtype=np.uint8), np.cumsum(lengths, out=lengths)


@compiled
def _gathered(data: Bytes, offsets: Offsets, order: Ints, size: int) -> Bytes:
    """Return the bytes of texts one after another in an order."""
    made = np.empty(size, np.uint8)
    place = 0
    for number in order:
        for byte in range(offsets[number], offsets[number + 1]):
            made[place] = data[byte]
            place += 1
    return made
