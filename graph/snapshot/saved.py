"""A snapshot in one file, opened again by mapping it into memory: milliseconds, whatever its size.

The file begins with a mark, its own length and that of a JSON header, and the header, which says where each array lies.
Processes that open the same file share its pages.
"""

import mmap
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from firmgraph.graph.snapshot.keys import Keys
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.strings import Strings
from firmgraph.graph.snapshot.tables import NodeTable, RelationTable

MARK = b"firmgraph snapshot 1\n"
PREFIX = len(MARK) + 16
ALIGNED = 64
_NODE_TEXTS = ("ids", "names", "properties", "evidence")
_NODE_ARRAYS = ("kinds", "known_from", "present")
_RELATION_TEXTS = ("ids", "properties", "evidence")
_RELATION_ARRAYS = ("start", "end", "into_order", "ends", "valid_from", "valid_to", "known_from", "row")
Arrays = dict[str, NDArray[Any]]


def _aligned(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED


def save_snapshot(snapshot: Snapshot, path: Path) -> None:
    """Write a snapshot to a file, complete or not at all."""
    arrays = dict(_arrays(snapshot))
    header: dict[str, Any] = {
        "version": snapshot.version, "loaded_at": snapshot.loaded_at, "kinds": snapshot.kind_names,
        "relations": {kind: sorted(table.columns) for kind, table in snapshot.relations.items()},
    }  # fmt: skip
    place, layout = 0, {}
    for name, array in arrays.items():
        layout[name] = (array.dtype.str, len(array), place)
        place += _aligned(array.nbytes)
    text = orjson.dumps({**header, "arrays": layout})
    begin = _aligned(PREFIX + len(text))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(MARK + (begin + place).to_bytes(8, "little") + len(text).to_bytes(8, "little") + text)
        file.write(b"\0" * (begin - file.tell()))
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).data)
            file.write(b"\0" * (-array.nbytes % ALIGNED))
    fresh.chmod(0o600)
    fresh.replace(path)


def open_snapshot(path: Path) -> Snapshot | None:
    """Return the snapshot of a file, or None where there is no file of this form."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    size, length = (int.from_bytes(mapped[PREFIX - back : PREFIX - back + 8], "little") for back in (16, 8))
    if mapped[: len(MARK)] != MARK or size != len(mapped):
        return None
    header = orjson.loads(mapped[PREFIX : PREFIX + length])
    base = _aligned(PREFIX + length)
    arrays = {
        name: np.frombuffer(mapped, dtype=dtype, count=count, offset=base + place)
        for name, (dtype, count, place) in header["arrays"].items()
    }
    return _snapshot(header, arrays)


def _arrays(snapshot: Snapshot) -> Iterator[tuple[str, NDArray[Any]]]:
    yield from _of(snapshot.nodes, "nodes", _NODE_ARRAYS, _NODE_TEXTS)
    yield "keys.hashes", snapshot.keys.hashes
    yield "keys.numbers", snapshot.keys.numbers
    for kind, table in snapshot.relations.items():
        yield from _of(table, kind, _RELATION_ARRAYS, _RELATION_TEXTS)
        for name, column in table.columns.items():
            yield f"{kind}.columns.{name}", column


def _of(
    table: NodeTable | RelationTable, place: str, arrays: tuple[str, ...], texts: tuple[str, ...]
) -> Iterator[tuple[str, NDArray[Any]]]:
    for name in arrays:
        yield f"{place}.{name}", getattr(table, name)
    for name in texts:
        strings: Strings = getattr(table, name)
        yield f"{place}.{name}.data", strings.data
        yield f"{place}.{name}.offsets", strings.offsets


def _texts(arrays: Arrays, place: str, names: tuple[str, ...]) -> dict[str, Strings]:
    return {name: Strings(arrays[f"{place}.{name}.data"], arrays[f"{place}.{name}.offsets"]) for name in names}


def _snapshot(header: Mapping[str, Any], arrays: Arrays) -> Snapshot:
    def table(place: str, plain: tuple[str, ...], texts: tuple[str, ...]) -> dict[str, Any]:
        return {**{name: arrays[f"{place}.{name}"] for name in plain}, **_texts(arrays, place, texts)}

    relations = {
        kind: RelationTable(
            kind=kind,
            columns={name: arrays[f"{kind}.columns.{name}"] for name in columns},
            **table(kind, _RELATION_ARRAYS, _RELATION_TEXTS),
        )
        for kind, columns in header["relations"].items()
    }
    nodes = NodeTable(**table("nodes", _NODE_ARRAYS, _NODE_TEXTS))
    keys = Keys(arrays["keys.hashes"], arrays["keys.numbers"])
    return Snapshot(header["version"], header["loaded_at"], tuple(header["kinds"]), nodes, keys, relations)
