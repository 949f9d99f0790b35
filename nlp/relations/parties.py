"""Companies in a text: given with their places, or found by how their names end."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from firmgraph.errors import InvalidInput
from firmgraph.nlp.relations.book import relation_book


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """A company named at [start, end) of a text; `name` is its full name where the text says a short one there."""

    start: int
    end: int
    name: str


def checked(parties: Sequence[Party], length: int) -> list[Party]:
    """The parties in order; InvalidInput where one points outside the text, is empty or overlaps another."""
    ordered = sorted(parties)
    border = 0
    for party in ordered:
        if not border <= party.start < party.end <= length:
            raise InvalidInput(
                f"party at {party.start}-{party.end} is empty, overlaps another or lies outside the text (0-{length})",
                field="parties",
            )
        border = party.end
    return ordered


def find_parties(normal: str) -> list[Party]:
    """The companies that a text in its normal form names in full, by a short name it declares, or as 本公司.

    A simple pattern: a name without a legal form that the text does not declare is not found.
    """
    full = list(_full_names(normal))
    short = dict(_short_names(normal, full))
    taken = bytearray(len(normal))
    for party in full:
        taken[party.start : party.end] = b"\1" * (party.end - party.start)
    for found in _other_names(frozenset(short)).finditer(normal):
        if not any(taken[found.start() : found.end()]):
            full.append(Party(found.start(), found.end(), short.get(found[0], found[0])))
    return sorted(full)


def _full_names(normal: str) -> Iterator[Party]:
    rules = relation_book().names
    border = 0
    for ending in _pattern(rules.endings).finditer(normal):
        end = _branch_end(normal, ending.end())
        start = _start(normal, max(border, ending.start() - rules.longest), ending.start(), border)
        if start < ending.start() and not _pattern(rules.generic).fullmatch(normal, start, end):
            yield Party(start, end, normal[start:end])
            border = end


def _branch_end(normal: str, end: int) -> int:
    branch = _pattern((relation_book().names.branch,)).match(normal, end)
    return branch.end() if branch and not _pattern(relation_book().names.borders).search(branch[0]) else end


def _start(normal: str, low: int, end: int, border: int) -> int:
    """Where the name begins whose ending begins at `end`: after the last sign or word that is no part of a name."""
    rules = relation_book().names
    run = re.compile(f"{rules.character}*\\Z").search(normal[low:end])
    start = end - (len(run[0]) if run else 0)
    start = max((found.end() for found in _pattern(rules.borders).finditer(normal, start, end)), default=start)
    lead = _pattern(rules.leads if start == border and border else rules.openers).match(normal, start, end)
    start = lead.end() if lead else start
    return _without_open_bracket(normal, start, end)


def _without_open_bracket(normal: str, start: int, end: int) -> int:
    """The start moved behind a bracket that closes before the name or does not close in it."""
    name = normal[start:end]
    if name.count("(") != name.count(")"):
        return start + max(name.rfind("("), name.rfind(")")) + 1
    return start


def _short_names(normal: str, full: Sequence[Party]) -> Iterator[tuple[str, str]]:
    """The short names that follow a full one in brackets, with the full name."""
    alias = _pattern((relation_book().names.alias,))
    for party in full:
        found = alias.match(normal, party.end)
        if found:
            yield found[1], party.name


def _other_names(short: frozenset[str]) -> re.Pattern[str]:
    words = [*sorted(short, key=lambda word: (-len(word), word)), *relation_book().names.own]
    return re.compile("|".join(map(re.escape, words)))


@cache
def _pattern(parts: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(parts))
