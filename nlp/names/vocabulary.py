"""Words of which firms' names are made: legal forms, branches, trades (`data/legal-forms.yaml`, `data/trades.txt`)."""

import re
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

_DATA = Path(__file__).parent.parent / "data"
LEGAL_FORMS = _DATA / "legal-forms.yaml"
TRADES = _DATA / "trades.txt"


class LegalForms(BaseModel):
    """How names end: with which legal forms, and with which branches after them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective_from: str
    companies: tuple[str, ...]
    endings: frozenset[str]
    branches: tuple[str, ...]
    branch_heads: tuple[str, ...]
    bracketed: frozenset[str]

    @cached_property
    def company(self) -> re.Pattern[str]:
        """A company's legal form; the 公司 of 分公司 or 支公司 is none."""
        return re.compile(f"(?<![分支子])(?:{_any_of(self.companies)})")

    @cached_property
    def branch(self) -> re.Pattern[str]:
        """A name without a company's form whose head is followed by a branch; the head is the first group."""
        heads, branches = _any_of(self.branch_heads), _any_of(self.branches)
        return re.compile(f"(.{{2,}}(?<!分)(?:{heads})).{{0,12}}?(?:{branches})$")

    @cached_property
    def longest_ending(self) -> int:
        """Characters of the longest ending."""
        return max(map(len, self.endings))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def legal_forms() -> LegalForms:
    """The legal forms of this release."""
    return LegalForms.model_validate(yaml.safe_load(LEGAL_FORMS.read_text(encoding="utf-8")))


@cache
def trades() -> frozenset[str]:
    """The trade words of this release."""
    lines = TRADES.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def trade_start(core: str) -> int:
    """Return where the trade begins in a name's core: the longest end made of trade words alone, its length if none.

    0 says that nothing but trade words stands there; a start of 1 is none, for a brand has two characters or more.
    """
    words, ends = trades(), {len(core)}
    for start in range(len(core) - 2, -1, -1):
        for end in ends:
            if core[start:end] in words:
                ends.add(start)
                break
    return min(ends - {1}, default=len(core))
