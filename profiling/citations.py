"""Citations: documents and words of rules that something newer stands in place of, from a day on."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

_FILE = Path(__file__).parent / "data" / "citations.yaml"
_BRACKETS = str.maketrans("[](){}【】〔〕（）", "〔〕〔〕〔〕〔〕〔〕〔〕")


class Citation(BaseModel):
    """Names of one document, or words, what stands in their place and from which day on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...]
    superseded_by: str
    day: str = Field(alias="from", pattern=r"^\d{4}-\d{2}-\d{2}$")
    checked: bool
    document: str | None = None

    def named_in(self, text: str) -> str | None:
        """Return the first of the names that a text holds, whatever kind of brackets it is written with."""
        plain = normal(text)
        return next((name for name in self.names if normal(name) in plain), None)


class Accepted(BaseModel):
    """A pack that cites a superseded document all the same, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pack: str
    reason: str


class Citations(BaseModel):
    """What is superseded, what of it is accepted, and what expressions of packs may name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    effective_from: str
    documents: tuple[Citation, ...]
    words: tuple[Citation, ...]
    accepted: tuple[Accepted, ...]
    names: frozenset[str]
    expressions: frozenset[str]

    def acceptance(self, pack: str) -> str | None:
        """Return why a pack may cite what is superseded; None where it may not."""
        return next((one.reason for one in self.accepted if one.pack == pack), None)


def normal(text: str) -> str:
    """Return a text in which all brackets are of one kind and spaces are gone."""
    return "".join(text.translate(_BRACKETS).split())


@cache
def citations() -> Citations:
    """The citations of this installation."""
    return Citations.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
