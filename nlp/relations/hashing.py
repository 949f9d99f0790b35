"""Features of many pairs hashed at once: runs of characters or words laid end to end, and features told by a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Runs:
    """A sequence of which every run of these lengths is a feature of the template `name`."""

    name: str
    sizes: tuple[int, ...]
    weight: float
    codes: Codes


@dataclass(frozen=True, slots=True)
class FeatureRows:
    """The features of pairs: row, key and weight of each, by row and key, none twice in a row."""

    count: int
    rows: NDArray[np.int64]
    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]


@lru_cache(maxsize=50_000)
def key(feature: str) -> int:
    """The 32-bit hash by which a feature told by a name, or a word in a sequence, is known."""
    return crc32(feature.encode("utf-8", "surrogatepass"))


def hashed(count: int, runs: Iterable[tuple[int, Runs]], named: Iterable[tuple[int, int, float]]) -> FeatureRows:
    """The features of `count` rows: the runs of sequences, and row, key and weight of those told by a name."""
    blocks: dict[tuple[str, tuple[int, ...], float], tuple[list[int], list[Codes]]] = {}
    for row, run in runs:
        rows, sequences = blocks.setdefault((run.name, run.sizes, run.weight), ([], []))
        rows.append(row)
        sequences.append(run.codes)
    found = [part for about, block in blocks.items() for part in _of_block(*about, *block)]
    table = np.array(list(named), dtype=np.float64).reshape(-1, 3)
    found.append((table[:, 0].astype(np.int64), table[:, 1].astype(np.uint64), table[:, 2].astype(np.float32)))
    rows_, keys, weights = (np.concatenate(parts) for parts in zip(*found, strict=True))
    both, first = np.unique((rows_.astype(np.uint64) << np.uint64(32)) | keys, return_index=True)
    return FeatureRows(count, (both >> np.uint64(32)).astype(np.int64), (both & _LOW).astype(np.uint32), weights[first])


_Part = tuple[NDArray[np.int64], Codes, NDArray[np.float32]]


def _of_block(
    name: str, sizes: tuple[int, ...], weight: float, rows: Sequence[int], sequences: Sequence[Codes]
) -> list[_Part]:
    """Row, key and weight of every run, by a rolling hash over all sequences laid end to end."""
    codes = np.concatenate(sequences)
    owner = np.repeat(np.arange(len(sequences)), [len(each) for each in sequences])
    row_of = np.array(rows, dtype=np.int64)
    value = np.full(len(codes), key(name), dtype=np.uint64)
    found: list[_Part] = []
    for size in range(1, min(max(sizes), len(codes)) + 1):
        value = value[: len(codes) - size + 1] * _FACTOR + codes[size - 1 :]
        if size in sizes:
            starts = owner[: len(value)]
            whole = starts == owner[size - 1 :]
            keys = _mixed(value[whole] + np.uint64(size))
            found.append((row_of[starts[whole]], keys, np.full(len(keys), weight, dtype=np.float32)))
    return found


def _mixed(value: Codes) -> Codes:
    """The upper half of a hash on which all bits of the value bear (the finish of splitmix64)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (value ^ (value >> np.uint64(31))) >> np.uint64(32)
