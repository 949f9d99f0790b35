"""Reasons told to a reader in Chinese and English, each with the records it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence in both languages and the ids of the records behind it."""

    zh: str
    en: str
    evidence: tuple[str, ...] = ()

    def words(self) -> dict[str, str]:
        """The two sentences."""
        return {"zh": self.zh, "en": self.en}

    def wire(self) -> dict[str, Any]:
        """The body of a reason."""
        return {**self.words(), "evidence": list(self.evidence)}


def evidence_in(reasons: Iterable[Reason]) -> set[str]:
    """Return the ids of all records behind some reasons."""
    return {record for reason in reasons for record in reason.evidence}
