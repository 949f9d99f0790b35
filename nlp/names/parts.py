"""A firm's name taken apart: place, brand, trade, legal form, bracketed part, branch."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from firmgraph.nlp.names.forms import LONGEST, form_of
from firmgraph.nlp.names.places import place_prefix
from firmgraph.nlp.names.vocabulary import legal_forms, trade_start

_DIVISION = re.compile("(?<=..)[省市县区]")
_BRACKETED = re.compile(r"\([^()]*\)")


class Role(IntEnum):
    """What a character of a name belongs to."""

    NONE = 0
    PLACE = 1
    BRAND = 2
    TRADE = 3
    LEGAL_FORM = 4
    BRACKETED = 5
    BRANCH = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name in its normal form; its characters stand at `start` to `end` of the name as given.

    Where a bracket cuts the part in two, the span reaches over the bracket and the text is without it.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a firm's name; None where the name does not have one."""

    form: str
    place: Part | None = None
    brand: Part | None = None
    trade: Part | None = None
    legal_form: Part | None = None
    bracketed: Part | None = None
    branch: Part | None = None


def parts_of(name: str) -> NameParts:
    """Return the parts of a firm's name; a text too long for a name has none."""
    form = form_of(name)
    if len(form.text) > LONGEST:
        return NameParts(form.text)
    found: dict[str, Part] = {}
    roles = roles_of(form.text)
    for role in Role:
        at = [i for i, of in enumerate(roles) if of == role]
        if role and at:
            text = "".join(form.text[i] for i in at)
            found[role.name.lower()] = Part(text, form.places[at[0]], form.places[at[-1]] + 1)
    return NameParts(form.text, **found)


def short_forms(name: str) -> frozenset[str]:
    """Return the short names that a firm's name makes in its normal form: the brand, with place, trade or both.

    The place is as it stands, and without 省, 市, 县, 区; a branch keeps its suffix; a name without a brand has none.
    """
    parts = parts_of(name)
    place, brand, trade, branch = (p.text if p else "" for p in (parts.place, parts.brand, parts.trade, parts.branch))
    if not brand:
        return frozenset()
    return frozenset(
        before + brand + after + branch for before in ("", place, short_place(place)) for after in ("", trade)
    )


def short_place(place: str) -> str:
    """Return a place without the words 省, 市, 县, 区 for its divisions."""
    return _DIVISION.sub("", place)


def roles_of(text: str) -> Sequence[Role]:
    """Return the role of each character of a name in its normal form; brackets themselves have none."""
    if "(" not in text and ")" not in text:
        return _roles_outside_brackets(text)
    roles = [Role.NONE] * len(text)
    outside, last = list[int](), 0
    for bracket in _BRACKETED.finditer(text):
        outside += range(last, bracket.start())
        inner = Role.LEGAL_FORM if bracket[0][1:-1] in legal_forms().bracketed else Role.BRACKETED
        roles[bracket.start() + 1 : bracket.end() - 1] = [inner] * (len(bracket[0]) - 2)
        last = bracket.end()
    outside = [i for i in (*outside, *range(last, len(text))) if text[i] not in "()"]
    for at, role in zip(outside, _roles_outside_brackets("".join(text[i] for i in outside)), strict=True):
        roles[at] = role
    return roles


def _roles_outside_brackets(text: str) -> list[Role]:
    form_start, form_end = _legal_form(text)
    core_start = _core_start(text[:form_start])
    trade = core_start + trade_start(text[core_start:form_start])
    lengths: Mapping[Role, int] = {
        Role.PLACE: core_start,
        Role.BRAND: trade - core_start,
        Role.TRADE: form_start - trade,
        Role.LEGAL_FORM: form_end - form_start,
        Role.BRANCH: len(text) - form_end,
    }
    return [role for role, length in lengths.items() for _ in range(length)]


def _legal_form(text: str) -> tuple[int, int]:
    """Return where the legal form of the head begins and ends; what follows it is a branch."""
    forms = legal_forms()
    company = None
    for company in forms.company.finditer(text, 1):  # noqa: B007 - the last one is meant
        pass
    if company:
        return company.span()
    branch = forms.branch.match(text)
    end = branch.end(1) if branch else len(text)
    for length in range(min(forms.longest_ending, end - 1), 0, -1):
        if text[end - length : end] in forms.endings:
            return end - length, end
    return end, end


def _core_start(head: str) -> int:
    """Return where the place ends; a county's short name before nothing but a trade is the brand."""
    place = place_prefix(head)
    before = place.before_short
    if before is not None and trade_start(head[place.end :]) == 0:
        return before
    return 0 if place.end == len(head) and before == 0 else place.end
