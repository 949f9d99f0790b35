"""What the columns of a card are called, put together from patterns of their names and the words of their parts."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from firmgraph.errors import InvalidInput

LANGUAGES = ("zh", "en")


def with_columns(words: Mapping[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    """The words of a card with those of every column; InvalidInput names the columns that no pattern tells.

    `words` has `columns`, whose keys are patterns of whole names, the first that fits being taken; `{0}` in their words
    stands for the first group as `parts` calls it.
    """
    told = {name: _told(words, name) for name in columns}
    if untold := sorted(name for name, one in told.items() if one is None):
        raise InvalidInput(f"no words for {', '.join(untold)}", field="columns")
    return {**words, "columns": told}


def _told(words: Mapping[str, Any], name: str) -> dict[str, str] | None:
    for pattern, said in words["columns"].items():
        if found := re.fullmatch(pattern, name):
            parts = [words["parts"][group] for group in found.groups()]
            return {language: said[language].format(*(part[language] for part in parts)) for language in LANGUAGES}
    return None
