"""What one application that passed the gates says, read off the firm and the request as they are matched alone."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from firmgraph.profiling.caps import Cap
from firmgraph.profiling.case import Case
from firmgraph.profiling.conditions_judged import WORDS
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.request import MatchRequest

KIND_OF_FIRM = "type"


class Pair(NamedTuple):
    """A firm and what it asks for."""

    firm: KnownFirm
    request: MatchRequest

    @property
    def case(self) -> Case:
        """The case they make."""
        return self.firm.applicant(self.request).case


@dataclass(frozen=True)
class Line:
    """An application: terms, grade, free cash, the caps that hang on no product, and what rules and ranking ask.

    `guarantors` is what those who stand surety can still answer for, None where nobody is known to.
    """

    amount: Decimal
    months: int
    grade: str
    free: Decimal | None
    common: Sequence[Cap]
    guarantors: Cap | None
    numbers: Mapping[str, Decimal | None]
    words: Mapping[str, Hashable]
    risk: Decimal | None
    tags: Mapping[str, float]
    demand: Decimal | None
    interest: Mapping[str, Decimal]
    refused: Sequence[str]


def line_of(pair: Pair) -> Line:
    """Return what an application says."""
    firm, case = pair.firm, pair.case
    assessor, terms = firm.assessor, case.terms
    return Line(
        amount=terms.amount,
        months=terms.term_months,
        grade=assessor.client(case).grade,
        free=assessor.cash.free,
        common=assessor.headroom(case).common,
        guarantors=assessor.guarantors,
        numbers=_numbers(case),
        words=_words(case),
        risk=firm.risk.value,
        tags=firm.tags,
        demand=firm.scores.demand,
        interest=firm.behaviour.interest,
        refused=tuple(pair.request.refused or ()),
    )


def _numbers(case: Case) -> dict[str, Decimal | None]:
    """The numbers that conditions ask: features, what the request states where records are silent, and its terms."""
    terms = case.terms
    found = {name: one.value for name, one in case.features.items()}
    found["revenue"], found["client_asset"] = case.revenue.value, case.asset.value
    found["years_since_establishment"] = case.measured("years_since_establishment", terms.years).value
    found["debt_ratio"] = case.measured("debt_ratio", terms.debt_ratio).value
    return {**found, "amount": terms.amount, "term_months": Decimal(terms.term_months)}


def _words(case: Case) -> dict[str, Hashable]:
    kind = case.facts.property("type")
    told: dict[str, Hashable] = {name: word(case).value for name, word in WORDS.items()}
    return {**told, KIND_OF_FIRM: None if kind is None else str(kind)}
