"""What a judgment says of one firm: role, result, cause group, court level, amount by revenue, and age."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from firmgraph.errors import InvalidInput
from firmgraph.nlp.litigation.judgment import CourtLevel, ExecutionState, Judgment, Result, Role, Side
from firmgraph.nlp.litigation.results import party_of, result_of
from firmgraph.nlp.litigation.rules import AgeBand, AmountBand, litigation_rules, side_of


@dataclass(frozen=True, slots=True)
class LitigationFact:
    """One case of a firm; `unknown` bands and None are what the document or the caller does not say.

    `amount_fen` is what was awarded, else what is asked for; `tags` are ids of the taxonomy.
    """

    role: Role
    side: Side
    result: Result
    cause: str | None
    cause_group: str | None
    court_level: CourtLevel | None
    execution: ExecutionState | None
    amount_fen: int | None
    amount_band: AmountBand
    age_days: int | None
    age_band: AgeBand
    tags: tuple[str, ...]


def tags_of(
    judgment: Judgment, subject: str, *, revenue_fen: int | None = None, today: date | None = None
) -> tuple[LitigationFact, ...]:
    """The fact that a judgment makes of a subject; none where the subject is no party to it.

    `revenue_fen` is a year's revenue in fen. Age runs to `today` from the day of the decision, else of the filing.
    """
    if revenue_fen is not None and revenue_fen < 0:
        raise InvalidInput("revenue must not be negative", field="revenue_fen")
    party = party_of(judgment.parties, subject)
    if party is None:
        return ()
    result, amount, age = result_of(judgment, subject), _amount(judgment), _age(judgment, today)
    return (
        LitigationFact(
            role=party.role,
            side=party.side,
            result=result,
            cause=judgment.cause.value.id if judgment.cause else None,
            cause_group=judgment.cause.value.group if judgment.cause else None,
            court_level=judgment.court_level,
            execution=judgment.execution.value if judgment.execution else None,
            amount_fen=amount,
            amount_band=_amount_band(amount, revenue_fen),
            age_days=age,
            age_band=_age_band(age),
            tags=tuple(dict.fromkeys(_tags(judgment, party.original_role or party.role, result))),
        ),
    )


def _amount(judgment: Judgment) -> int | None:
    return judgment.claimed_fen if judgment.awarded_fen is None else judgment.awarded_fen


def _amount_band(amount: int | None, revenue_fen: int | None) -> AmountBand:
    if amount is None or not revenue_fen:
        return "unknown"
    share = Fraction(amount, revenue_fen)
    return next(
        rule.band for rule in litigation_rules().amount_bands if rule.upto is None or share <= Fraction(rule.upto)
    )


def _age(judgment: Judgment, today: date | None) -> int | None:
    """Days since the decision, else the filing; a day that is still to come has no age."""
    day = judgment.judged or judgment.filed
    if day is None or today is None or day.value > today:
        return None
    return (today - day.value).days


def _age_band(age: int | None) -> AgeBand:
    if age is None:
        return "unknown"
    return next(rule.band for rule in litigation_rules().age_bands if rule.upto is None or age <= rule.upto)


def _tags(judgment: Judgment, role: Role, result: Result) -> Iterator[str]:
    rules = litigation_rules()
    side = side_of(role)
    if side in rules.side_tags:
        yield rules.side_tags[side]
    yield from rules.result_tags.get(result, ())
    if judgment.execution:
        yield from rules.state_tags.get(judgment.execution.value, ())
    if judgment.cause and judgment.cause.value.tag:
        yield judgment.cause.value.tag
