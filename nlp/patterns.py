"""Patterns of many alternatives made fast: a search looks at the alternatives only where one of them can begin."""

import re
from functools import cache
from importlib import import_module
from typing import Any

_NOTHING = ""


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for many, of which the first that fits is taken."""
    joined, signs = "|".join(patterns), beginnings(patterns)
    return re.compile(f"(?=[{re.escape(''.join(sorted(signs)))}])(?:{joined})" if signs else joined)


def beginnings(patterns: tuple[str, ...]) -> frozenset[str] | None:
    """The characters with one of which every match of any pattern begins; None where a match can begin otherwise."""
    signs = first_signs("|".join(patterns))
    return None if signs is None or _NOTHING in signs else signs


def first_signs(pattern: str) -> frozenset[str] | None:
    """The characters with which a match can begin, with an empty one where it can be empty; None where any can.

    Python's own compiler finds them only for alternatives that all begin with a plain character. Nothing is known of a
    text that is no pattern.
    """
    try:
        parsed = import_module("re._parser").parse(pattern)
    except (ModuleNotFoundError, re.error, RecursionError):
        return None
    return _first(parsed)


def _first(sequence: Any) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for operation, argument in sequence:
        signs = _first_of(str(operation), argument)
        if signs is None:
            return None
        found |= signs - {_NOTHING}
        if _NOTHING not in signs:
            return found
    return found | {_NOTHING}


def _first_of(operation: str, argument: Any) -> frozenset[str] | None:
    """The first characters of one part of a parsed pattern."""
    match operation:
        case "LITERAL":
            return frozenset(chr(argument))
        case "IN":
            plain = all(str(kind) == "LITERAL" for kind, _ in argument)
            return frozenset(chr(code) for _, code in argument) if plain else None
        case "BRANCH":
            return _union(_first(alternative) for alternative in argument[1])
        case "SUBPATTERN" | "MAX_REPEAT" | "MIN_REPEAT":
            signs, may_miss = _first(argument[-1]), operation != "SUBPATTERN" and not argument[0]
            return signs | {_NOTHING} if may_miss and signs is not None else signs
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return frozenset({_NOTHING})
    return None


def _union(parts: Any) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found
