"""Blocks of nodes and relations gathered into columns of numbers and packed texts, before they are put in order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from firmgraph.graph.blocks import NodeBlock, RelationBlock
from firmgraph.graph.ontology import ontology
from firmgraph.graph.snapshot.clock import FIRST_DAY, LAST_DAY, day_number, instant
from firmgraph.graph.snapshot.keys import hashes_of
from firmgraph.graph.snapshot.strings import Packer
from firmgraph.graph.snapshot.tables import MISSING

NOWHERE = -1


@cache
def kind_names() -> tuple[str, ...]:
    """Return the kinds of node in the order in which snapshots number them."""
    return tuple(sorted(ontology().nodes))


@cache
def kind_numbers() -> Mapping[str, int]:
    """Return the numbers of the kinds of node."""
    return {name: place for place, name in enumerate(kind_names())}


@cache
def number_columns(kind: str) -> Mapping[str, str]:
    """Return the properties of a kind of relation that become arrays of integers, with their types."""
    described = ontology().relations[kind].properties
    return {name: told.type for name, told in described.items() if told.type in ("share", "money")}


def whole_number(value: Any, type_name: str) -> int:
    """Return a share in 1e-8 parts, an amount of yuan in fen, MISSING for another currency or nothing."""
    if value is None:
        return MISSING
    if type_name == "share":
        return int(value)
    try:
        return int(Decimal(str(value)).scaleb(2))
    except InvalidOperation:
        return MISSING


@dataclass(slots=True)
class Pieces:
    """An array that grows by pieces."""

    type: type[np.generic]
    parts: list[NDArray[Any]] = field(default_factory=list)

    def add(self, values: Iterable[int], count: int) -> None:
        """Add some numbers."""
        self.parts.append(np.fromiter(values, dtype=self.type, count=count))

    def whole(self) -> NDArray[Any]:
        """Return all of them."""
        return np.concatenate(self.parts) if self.parts else np.zeros(0, dtype=self.type)


def _ints() -> Pieces:
    return Pieces(np.int32)


def _longs() -> Pieces:
    return Pieces(np.int64)


@dataclass(slots=True)
class NodeColumns:
    """The columns of nodes in the order they were told."""

    kinds: Pieces = field(default_factory=lambda: Pieces(np.uint8))
    known_from: Pieces = field(default_factory=_longs)
    hashes: Pieces = field(default_factory=lambda: Pieces(np.uint64))
    ids: Packer = field(default_factory=Packer)
    names: Packer = field(default_factory=Packer)
    properties: Packer = field(default_factory=Packer)
    evidence: Packer = field(default_factory=Packer)

    def add(self, block: NodeBlock) -> None:
        """Add nodes."""
        count = len(block.ids)
        self.kinds.add(map(kind_numbers().__getitem__, block.kinds), count)
        self.known_from.add(map(instant, block.known_from), count)
        self.hashes.parts.append(hashes_of(block.ids))
        self.ids.add(block.ids)
        self.names.add([_name(*told) for told in zip(block.properties, block.ids, strict=True)])
        self.properties.add(block.properties)
        self.evidence.add(block.evidence)


def _name(properties: bytes, node_id: bytes) -> bytes:
    """Return what `Node.name` says."""
    found = orjson.loads(properties).get("name")
    return str(found).encode() if found else node_id


@dataclass(slots=True)
class RelationColumns:
    """The columns of relations of one kind in the order they were told."""

    start: Pieces = field(default_factory=_ints)
    end: Pieces = field(default_factory=_ints)
    valid_from: Pieces = field(default_factory=_ints)
    valid_to: Pieces = field(default_factory=_ints)
    known_from: Pieces = field(default_factory=_longs)
    numbers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    ids: Packer = field(default_factory=Packer)
    properties: Packer = field(default_factory=Packer)
    evidence: Packer = field(default_factory=Packer)

    def add(self, block: RelationBlock, number: Mapping[bytes, int]) -> None:
        """Add relations between numbered nodes; one of which an end is missing is left out."""
        count = len(block.ids)
        start, end = (
            np.fromiter(map(number.get, ids, repeat(NOWHERE)), dtype=np.int32, count=count)
            for ids in (block.starts, block.ends)
        )
        there = (start != NOWHERE) & (end != NOWHERE)
        self.start.parts.append(start[there])
        self.end.parts.append(end[there])
        self._tell(block if there.all() else block.only(there.tolist()))

    def _tell(self, block: RelationBlock) -> None:
        count = len(block.ids)
        self.valid_from.add(map(day_number, block.valid_from, repeat(FIRST_DAY)), count)
        self.valid_to.add(map(day_number, block.valid_to, repeat(LAST_DAY)), count)
        self.known_from.add(map(instant, block.known_from), count)
        self._count(block.kind, block.properties)
        self.ids.add(block.ids)
        self.properties.add(block.properties)
        self.evidence.add(block.evidence)

    def _count(self, kind: str, properties: Sequence[bytes]) -> None:
        columns = number_columns(kind)
        told = [orjson.loads(text) for text in properties] if columns else []
        for name, type_name in columns.items():
            self.numbers[name].extend(whole_number(one.get(name), type_name) for one in told)


def stated_columns(kind: str, numbers: Mapping[str, Sequence[int]]) -> dict[str, NDArray[Any]]:
    """Return the columns of a kind in which anything is stated: shares fit 32 bits, amounts in fen need 64."""
    types = {name: np.int32 if told == "share" else np.int64 for name, told in number_columns(kind).items()}
    made = {name: np.array(numbers[name], dtype=types[name]) for name in types if name in numbers}
    return {name: values for name, values in made.items() if (values != MISSING).any()}
