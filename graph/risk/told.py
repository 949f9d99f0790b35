"""What a relation tells of a party and an event, and the risk event that is read from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """One event; `amount` in fen and `share` in 1e-8 parts, None where they are not stated.

    `case` is the docket number in normal form: what bears one number is one case. `role` is the party's part in it,
    `against` tells that the event weighs on the party (a plaintiff is not a defendant). `open` is false from the day of
    closing or removal on, and for what has been performed in full. `words` is what a rule may search for words.
    """

    id: str
    dimension: str
    measure: str
    name: str
    role: str
    against: bool
    open: bool
    began: str | None
    evidence: tuple[str, ...]
    case: str | None = None
    amount: int | None = None
    share: int | None = None
    days: int | None = None
    words: str = ""

    @property
    def counts(self) -> bool:
        """Whether the event weighs on the party on the day."""
        return self.open and self.against


@dataclass(frozen=True, slots=True)
class Told:
    """A relation of a party to an event: the event's node and kind, what the node and the relation state, the party's
    side, the day it began, whether its last day is past, the day asked about, its records, and the rules of reading.
    """

    id: str
    kind: str
    stated: Mapping[str, Any]
    own: Mapping[str, Any]
    side: str
    began: str | None
    over: bool
    day: str
    evidence: tuple[str, ...]
    rules: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What a reader is shown."""
        return str(self.stated.get("name") or self.id)

    def has_ended(self, column: str) -> bool:
        """Tell whether the relation, or the node by a date of closing, says that it was over on the day."""
        closed = self.stated.get(column)
        return self.over or (closed is not None and str(closed) <= self.day)

    def text(self, *columns: str) -> str:
        """Return what some columns of the node and of the relation say, as one text."""
        return " ".join(str(value) for value in (*map(self.stated.get, columns), self.own.get("reason")) if value)
