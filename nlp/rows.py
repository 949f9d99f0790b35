"""Headings and their values told by place, as in 失信、限高、被执行:无/无/1条: which value belongs to which heading."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_VALUES = re.compile(r":\s{0,4}(?![nN]/[aA]\b)([^\s,。;:|/]{1,16}(?:/[^\s,。;:|/]{1,16}){1,9})")
_HEADS = re.compile(r"[^\s,。;:|]*\Z")
_LONGEST_HEADS = 200


class RowValue(NamedTuple):
    """The value of the heading at [start, end)."""

    start: int
    end: int
    value: str


def row_values(normal: str) -> Iterator[RowValue]:
    """Yield the headings that are as many as the values after them, each with its own value."""
    for row in _VALUES.finditer(normal):
        heads = _HEADS.search(normal, max(0, row.start() - _LONGEST_HEADS), row.start())
        names, values = (heads[0] if heads else "").split("、"), row[1].split("/")
        if len(names) == len(values):
            end = row.start() - sum(map(len, names)) - len(names)
            for name, value in zip(names, values, strict=True):
                start, end = end + 1, end + 1 + len(name)
                yield RowValue(start, end, value)
