"""What was read from a court document; every place [start, end) is in the source text."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

DocumentKind = Literal["judgment", "ruling", "mediation", "decision", "payment_order", "notice"]
CourtLevel = Literal["supreme", "high", "intermediate", "basic"]
Role = Literal[
    "plaintiff",
    "defendant",
    "third_party",
    "appellant",
    "appellee",
    "applicant",
    "respondent",
    "enforcement_applicant",
    "enforcement_subject",
    "guarantor",
]
Side = Literal["claiming", "defending", "third"]
PartyKind = Literal["person", "organisation", "unknown"]
AmountKind = Literal[
    "principal",
    "principal_and_interest",
    "interest",
    "penalty",
    "costs",
    "compensation",
    "deposit",
    "wages",
    "price",
    "maintenance",
    "insured",
    "unsaid",
]
Stage = Literal["claim", "award", "costs", "told"]
Outcome = Literal[
    "withdrawn",
    "dismissed",
    "remanded",
    "affirmed",
    "reversed",
    "rejected",
    "ordered",
    "settled",
    "pending",
    "enforcement_ended",
]
Result = Literal["won", "lost", "partly", "withdrawn", "settled", "dismissed", "pending", "unknown"]
ExecutionState = Literal[
    "fulfilled",
    "partly_fulfilled",
    "unfulfilled",
    "settled",
    "enforcing",
    "resumed",
    "enforcement_closed",
    "enforcement_ended",
]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value and the characters [start, end) that say it."""

    value: T
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause of action in the text's words, with its id and group in the taxonomy, None and `other` if not there."""

    name: str
    id: str | None
    group: str
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A party, the place of its name, and its role; `original_role` is the one it had in the first instance."""

    name: str
    role: Role
    side: Side
    kind: PartyKind
    start: int
    end: int
    original_role: Role | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in hundredths of its currency (fen for CNY); `told` is one that is neither asked for nor awarded.

    `counted` sums add up to what is asked for or awarded; sums by month, bases of rates and parts of other sums do not.
    """

    fen: int
    currency: str
    kind: AmountKind
    stage: Stage
    counted: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Order:
    """An item of a decision; `obliged` are the parties it tells to do something, `everyone` all that defend."""

    outcome: Outcome
    obliged: tuple[str, ...]
    everyone: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Judgment:
    """A court document as read; what it does not say is None or empty, and `result` is then `unknown`."""

    kind: Found[DocumentKind] | None
    court: Found[str] | None
    court_level: CourtLevel | None
    case_number: Found[str] | None
    cited_cases: tuple[Found[str], ...]
    cause: Found[Cause] | None
    parties: tuple[Party, ...]
    amounts: tuple[Amount, ...]
    orders: tuple[Order, ...]
    filed: Found[date] | None
    judged: Found[date] | None
    execution: Found[ExecutionState] | None
    result: Result

    @property
    def claimed_fen(self) -> int | None:
        """The sum asked for in yuan's fen, None where no sum is said."""
        return _sum(self.amounts, "claim")

    @property
    def awarded_fen(self) -> int | None:
        """The sum awarded in yuan's fen, costs aside, None where no sum is said."""
        return _sum(self.amounts, "award")


def _sum(amounts: tuple[Amount, ...], stage: Stage) -> int | None:
    of_stage = [a.fen for a in amounts if a.stage == stage and a.counted and a.currency == "CNY" and a.kind != "costs"]
    return sum(of_stage) if of_stage else None
