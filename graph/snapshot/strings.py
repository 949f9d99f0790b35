"""Many texts as one block of bytes: what a memory-mapped file can hold and hand out one at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

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
        encoded = [text.encode() for text in texts]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(part) for part in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1 if self.count < 0 else self.count

    def __getitem__(self, number: int) -> str:
        if self.beside and (found := self.beside.get(number)) is not None:
            return found
        return self.data[self.offsets[number] : self.offsets[number + 1]].tobytes().decode()

    def extended(self, texts: Iterable[str]) -> Self:
        """Return these texts and some more; the bytes are shared."""
        return self.replaced(dict(enumerate(texts, len(self))))

    def replaced(self, texts: Mapping[int, str]) -> Self:
        """Return these texts with some of them, or some after the last, told anew."""
        return type(self)(self.data, self.offsets, {**self.beside, **texts}, max(len(self), *(n + 1 for n in texts), 0))
