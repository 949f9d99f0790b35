"""The form in which names are read and compared, with the place of each character in the source."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 200
"""Characters of the longest text that is read as a name."""

_BRACKETS = {"[": "(", "]": ")", "【": "(", "】": ")", "〔": "(", "〕": ")", "{": "(", "}": ")"}
_QUOTES = "\"'“”‘’"


class _CharacterForms(dict[str, str]):
    """The form of each character, filled as characters are met."""

    def __missing__(self, character: str) -> str:
        plain = unicodedata.normalize("NFKC", character)
        form = "".join(_BRACKETS.get(c, c) for c in plain if c.isprintable() and not c.isspace()).upper()
        self[character] = form
        return form


_FORMS = _CharacterForms()


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name's form; `places[i]` is where in the source the character `text[i]` comes from."""

    text: str
    places: Sequence[int]


def form_of(name: str) -> NameForm:
    """Return a name with half-width signs, one kind of bracket, upper case, and no spaces, controls or outer quotes."""
    pieces = [_FORMS[character] for character in name]
    text = "".join(pieces)
    places: Sequence[int] = range(len(name))
    if len(text) != len(name) or "" in pieces:
        places = [i for i, piece in enumerate(pieces) for _ in piece]
    start = len(text) - len(text.lstrip(_QUOTES))
    end = max(start, len(text.rstrip(_QUOTES + "*")))
    return NameForm(text[start:end], places[start:end])


def name_form(name: str) -> str:
    """Return the form under which two names, or two codes, are the same."""
    if name.isascii() and name.isalnum():
        return name.upper()
    return form_of(name).text
