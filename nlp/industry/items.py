"""A business scope cut into items, each with its place and with what is done to the matter that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from firmgraph.nlp.industry.catalogue import Activity, catalogue
from firmgraph.nlp.text import normal_form

MOST_ITEMS = 400
_OFTEN_SEEN = 20
_DROPPED = "\0"
_OF_GOODS = frozenset({"make", "trade", "wholesale", "retail"})
_BRACKETS = re.compile(r"\(([^()]{0,200})\)|\[([^\[\]]{0,200})\]|【([^【】]{0,200})】|〔([^〔〕]{0,200})〕")
# What stands in brackets after one of these is what the firm does, not a remark about the item before it.
_CLAUSE_ENDS = frozenset({"", ";", "。", "\n"})
_LEAST_CLAUSE = 4
_CLAUSES = re.compile(r"[^;。\n()\[\]【】〔〕]+")
_PIECES = re.compile(r"(?:[^,、/\s*〓★◆●·:+.]|(?<=\d)[.](?=\d))+(:?)")
# A grade of a licence: 房屋建筑工程施工总承包贰级.
_GRADE = re.compile(r"[0-9A-Z一二三四壹贰叁甲乙丙特]{1,3}级(?:及以下|以下)?$")


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a scope: its text and matter, the activity said of it if any, and its place [start, end).

    The matter is what is left of the text without activities at its ends.

    `own` tells that the item itself names the activity; else another item of its clause does.
    """

    text: str
    matter: str
    activity: Activity | None
    own: bool
    start: int
    end: int


def scope_items(scope: str) -> list[Item]:
    """The first items of a scope, in order, without licence phrases, brackets and what is excluded.

    At most `MOST_ITEMS` are read: those after them would not change what the firm mainly does.
    """
    found: list[Item] = []
    for clause in _CLAUSES.finditer(_without_brackets(_without_boilerplate(normal_form(scope)))):
        found += _clause_items(clause[0], clause.start())
        if len(found) >= MOST_ITEMS:
            break
    return _with_later_activity(found[:MOST_ITEMS])


def _with_later_activity(items: list[Item]) -> list[Item]:
    """Items of clauses that say no activity take the next that is said of goods: 壳体、灯具。机械配件制造."""
    later: Activity | None = None
    told: list[Item] = []
    for item in reversed(items):
        if item.activity in _OF_GOODS:
            later = item.activity
        told.append(item if item.activity or not later else replace(item, activity=later))
    return told[::-1]


def _without_boilerplate(text: str) -> str:
    return catalogue().boilerplate_pattern.sub(lambda phrase: ";" * len(phrase[0]), text)


def _without_brackets(text: str) -> str:
    """Drop what stands in brackets, two deep, but for a lone activity, 建材(批发), and for a clause of its own."""
    for _ in range(2):
        text = _BRACKETS.sub(_bracket, text)
    return text


def _bracket(found: re.Match[str]) -> str:
    inside = next((part for part in found.groups() if part), "")
    if inside in catalogue().activity_words:
        return _DROPPED + inside + _DROPPED
    if len(inside) >= _LEAST_CLAUSE and found.string[: found.start()][-1:] in _CLAUSE_ENDS:
        return f";{inside};"
    return _DROPPED * len(found[0])


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two commas: activities before and after a matter, or alone where there is no matter."""

    text: str
    lead: Activity | None
    matter: str
    tail: Activity | None
    start: int
    end: int


def _clause_items(clause: str, offset: int) -> Iterator[Item]:
    """The items of one clause; what stands before a colon begins anew what is said."""
    group: list[_Piece] = []
    for start, end, header in _places(clause):
        if header:
            said = next((at for at in range(len(group), 0, -1) if group[at - 1].matter), 0)
            yield from _group_items(group[:said])
            group = group[said:]
        text = clause[start:end].replace(_DROPPED, "")
        group.append(_Piece(text, *_parts(text), offset + start, offset + end))
    yield from _group_items(group)


def _places(clause: str) -> Iterator[tuple[int, int, bool]]:
    """The places of the pieces of a clause, cut before what is excluded, and whether a colon follows."""
    cut = min((at for head in catalogue().negative_heads if (at := clause.find(head)) >= 0), default=len(clause))
    for piece in _PIECES.finditer(clause, 0, cut):
        text = clause[piece.start() : piece.end() - len(piece[1])]
        start = piece.start() + len(text) - len(text.lstrip(_DROPPED))
        end = piece.start() + len(text.rstrip(_DROPPED))
        if start >= end:
            continue
        if not clause.endswith(catalogue().negative_tails, start, end):
            yield start, end, bool(piece[1])


def _group_items(pieces: list[_Piece]) -> Iterator[Item]:
    """The pieces with a matter; those without activity take that before them (销售A、B), else that after (A、B销售)."""
    own, after, lone = _activities_from_the_end(pieces)
    carried = lone
    for piece, said, later in zip(pieces, own, after, strict=True):
        if not piece.matter:
            continue
        carried = _main(lone, piece.lead) if piece.lead else carried
        yield Item(
            piece.text, piece.matter, _main(lone, said) or carried or later, said is not None, piece.start, piece.end
        )
        lone = None


def _activities_from_the_end(
    pieces: list[_Piece],
) -> tuple[list[Activity | None], list[Activity | None], Activity | None]:
    """The own activity of each piece, that of the pieces after it, and the lone one before all pieces with a matter.

    A lone activity belongs to the piece before it: 家具生产、销售.
    """
    own: list[Activity | None] = []
    after: list[Activity | None] = []
    lone: Activity | None = None
    later: Activity | None = None
    for piece in reversed(pieces):
        if not piece.matter:
            lone = _main(piece.lead, lone)
            own.append(None)
        else:
            own.append(_main(_main(piece.lead, piece.tail), lone))
            if own[-1]:
                later = None if piece.lead else own[-1]
            lone = None
        after.append(later)
    return own[::-1], after[::-1], lone


def _main(first: Activity | None, second: Activity | None) -> Activity | None:
    """The activity that tells the industry where two are said: making, then what is said first but design."""
    if first is None or second is None or first == second:
        return first or second
    if "make" in {first, second}:
        return "make"
    if first == "design":
        return second
    if {first, second} in ({"trade", "retail"}, {"trade", "wholesale"}):
        return first if second == "trade" else second
    if {first, second} == {"wholesale", "retail"}:
        return "wholesale"
    return first


def _parts(item: str) -> tuple[Activity | None, str, Activity | None]:
    """The activity at the beginning, the matter, and the activity at the end of an item."""
    return _known_parts(item) if len(item) <= _OFTEN_SEEN else _parts_anew(item)


@lru_cache(maxsize=20_000)
def _known_parts(item: str) -> tuple[Activity | None, str, Activity | None]:
    return _parts_anew(item)


def _parts_anew(item: str) -> tuple[Activity | None, str, Activity | None]:
    item = _GRADE.sub("", item)
    if _is_service(item):
        return None, item, None
    at_start, at_end = _activity_patterns()
    lead = at_start.match(item)
    rest = item[lead.end() :] if lead else item
    tail = at_end.search(rest[-40:]) if rest and not _is_service(rest) else None
    matter = rest[: len(rest) - len(tail[0])] if tail else rest
    if not matter and item in catalogue().meanings:
        matter = item
    return _activity_of(lead), matter, _activity_of(tail)


def _is_service(words: str) -> bool:
    meaning = catalogue().meanings.get(words)
    return meaning is not None and meaning.service is not None


@cache
def _activity_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    book = catalogue()
    at_start, at_end = _any_of((*book.leads, *book.fillers)), _any_of((*book.activity_words, *book.fillers))
    return re.compile(f"(?:{at_start})+"), re.compile(f"(?:{at_end})+$")


def _activity_of(found: re.Match[str] | None) -> Activity | None:
    """The main one of the activities in a run of their words."""
    said: Activity | None = None
    for word in _activity_words().findall(found[0]) if found else ():
        said = _main(said, catalogue().activity_words[word])
    return said


@cache
def _activity_words() -> re.Pattern[str]:
    return re.compile(_any_of(tuple(catalogue().activity_words)))


def _any_of(words: tuple[str, ...]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
