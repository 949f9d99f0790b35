"""Find many fixed terms in a text in one pass."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import add
from string import ascii_lowercase, ascii_uppercase

_UPPER = re.compile(r"[A-Z]")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


class TermIndex:
    """Terms of two or more characters, looked up by their first two; letters match in either case."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._by_head: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for term in sorted(set(terms)):
            self._by_head[_folded(term)[:2]].append((_folded(term), term))

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield every occurrence (term, start, end) by start; occurrences may overlap."""
        folded, by_head = _folded(text), self._by_head
        for start, head in enumerate(map(add, folded, folded[1:])):
            if head in by_head:
                for form, term in by_head[head]:
                    if folded.startswith(form, start):
                        yield term, start, start + len(form)


def _folded(text: str) -> str:
    """Lower case of the ASCII letters only, which keeps every character in its place."""
    return text.translate(_LOWER) if _UPPER.search(text) else text
