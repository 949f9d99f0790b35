"""Many texts as one block of bytes: what a memory-mapped file can hold and hand out one at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Strings:
    """Texts by number: UTF-8 bytes and where each begins, then a few later ones kept beside them."""

    data: Bytes
    offsets: Offsets
    tail: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Pack texts."""
        encoded = [text.encode() for text in texts]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(part) for part in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1 + len(self.tail)

    def __getitem__(self, number: int) -> str:
        packed = len(self.offsets) - 1
        if number >= packed:
            return self.tail[number - packed]
        return self.data[self.offsets[number] : self.offsets[number + 1]].tobytes().decode()

    def extended(self, texts: Iterable[str]) -> Self:
        """Return these texts and some more; the bytes are shared."""
        return type(self)(self.data, self.offsets, (*self.tail, *texts))
