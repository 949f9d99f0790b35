"""Whether two mentions of a natural person are one person: never by the name alone."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from stdnum.cn import ric

from firmgraph.nlp.names.forms import name_form
from firmgraph.nlp.names.places import place_prefix

Evidence = Literal["number", "firm", "phone", "address"]
_SEPARATORS = re.compile(r"[\s\-()+]")
_DOTS = str.maketrans(dict.fromkeys("・•‧．.∙", "·"))
_PERSON_NUMBER = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_PHONE = re.compile(r"[0-9]{7,15}")
_CHINA = re.compile(r"^(?:0086|86)(?=1[3-9][0-9]{9}$)")
_SHORTEST_ADDRESS = 4


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person as one record tells: the name, and the firms' keys, phones, addresses and identity numbers with it."""

    name: str
    firms: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonVerdict:
    """Whether two mentions are the same person, or that it is unknown; how certain, what they share, and why."""

    same: Literal["same", "different", "unknown"]
    certainty: Literal["confirmed", "suspected"] | None
    shared: tuple[Evidence, ...]
    reason: str


def same_person(a: PersonMention, b: PersonMention) -> PersonVerdict:
    """Return whether two mentions are one person: the same identity number confirms it, different ones deny it.

    The same name with a shared firm, phone or address is suspected to be one person; the same name alone says nothing,
    nor does anything shared under different names. Masked numbers and addresses that name only a place are no evidence.
    """
    named_alike = bool(_name(a.name)) and _name(a.name) == _name(b.name)
    shared = _shared(a, b)
    if "number" in shared:
        if named_alike:
            return PersonVerdict("same", "confirmed", shared, "the same name and identity number")
        return PersonVerdict("unknown", None, shared, "one identity number under two names: a record is wrong")
    if _normal(a.numbers, _number) and _normal(b.numbers, _number):
        return PersonVerdict("different", "confirmed", shared, "different identity numbers")
    if not named_alike:
        return PersonVerdict("unknown", None, shared, "different names and no identity number in common")
    if not shared:
        return PersonVerdict("unknown", None, (), "the same name alone: no firm, phone, address or number in common")
    return PersonVerdict("same", "suspected", shared, f"the same name and {' and '.join(shared)}")


def _shared(a: PersonMention, b: PersonMention) -> tuple[Evidence, ...]:
    told: Mapping[Evidence, tuple[frozenset[str], frozenset[str], Callable[[str], str]]] = {
        "number": (a.numbers, b.numbers, _number),
        "firm": (a.firms, b.firms, name_form),
        "phone": (a.phones, b.phones, _phone),
        "address": (a.addresses, b.addresses, _address),
    }
    return tuple(kind for kind, (one, other, form) in told.items() if _normal(one, form) & _normal(other, form))


def _normal(values: frozenset[str], form: Callable[[str], str]) -> set[str]:
    return {found for value in values if (found := form(value))}


def _name(name: str) -> str:
    return name_form(name).translate(_DOTS)


def _number(value: str) -> str:
    """Return the first 17 digits of an identity number (an old one of 15 has its century added).

    Nothing is returned for what is not one: a masked number, or one whose check digit is wrong.
    """
    text = _SEPARATORS.sub("", unicodedata.normalize("NFKC", value)).upper()
    if not _PERSON_NUMBER.fullmatch(text):
        return ""
    if len(text) == 15:
        return f"{text[:6]}19{text[6:]}"
    return text[:17] if ric.calc_check_digit(text) == text[17] else ""


def _phone(value: str) -> str:
    """Return the digits of a telephone number; nothing for what is not one, such as a masked one."""
    text = _CHINA.sub("", _SEPARATORS.sub("", unicodedata.normalize("NFKC", value)))
    return text if _PHONE.fullmatch(text) and len(set(text)) > 1 else ""


def _address(value: str) -> str:
    """Return an address; nothing for one that names no more than a place or has no number in it."""
    text = name_form(value)
    rest = text[place_prefix(text[:60]).end :]
    numbered = any(c.isdigit() or c in "一二三四五六七八九十" for c in rest)
    return text if numbered and len(rest) >= _SHORTEST_ADDRESS and "*" not in rest else ""
