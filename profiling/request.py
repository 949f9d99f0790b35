"""The loan request: who asks (贷款主体) and for what (贷款信息), checked at the border (row 4-01)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from firmgraph.errors import InvalidInput
from firmgraph.graph.normal import amounts, dates
from firmgraph.graph.records.columns import Uscc, vocabularies, vocabulary
from firmgraph.graph.records.credit import GUARANTEE_TYPES, REPAYMENTS
from firmgraph.graph.records.customer import PURPOSES

MOST_YUAN = 10**12
MOST_MONTHS = 600
_AMOUNT_FORM = "a finite amount in yuan of at most two decimals, or a text with a unit such as 500万元"


def _yuan(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise PydanticCustomError("amount_form", _AMOUNT_FORM)
    try:
        amount = amounts.yuan(amounts.money(value))
    except PydanticCustomError:
        amount = None
    if amount is None or not amount.is_finite() or amount.as_tuple().exponent < -2:  # type: ignore[operator]
        raise PydanticCustomError("amount_form", _AMOUNT_FORM)
    return amount


def _fraction(value: object) -> Decimal:
    if isinstance(value, bool):
        raise PydanticCustomError("share_form", "not a share: write 25% or 0.25")
    return Decimal(amounts.share(value)) / amounts.SHARE_UNIT


def _text_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _iso_day(value: object) -> str:
    if not isinstance(value, str) or len(value) > 30:
        raise PydanticCustomError("date_form", "not a date: write 2024-01-31")
    return dates.day(value)


Yuan = Annotated[Decimal, BeforeValidator(_yuan), Field(ge=0, le=MOST_YUAN)]
Fraction = Annotated[Decimal, BeforeValidator(_fraction)]
Day = Annotated[str, BeforeValidator(_iso_day)]
ShortText = Annotated[str, Field(min_length=1, max_length=300)]
Word = Annotated[str, Field(min_length=1, max_length=60)]


class Subject(BaseModel):
    """The firm that asks, by node id, unified social credit code or name; the first that is given counts."""

    model_config = ConfigDict(extra="forbid")

    id: ShortText | None = None
    uscc: Uscc | None = None
    name: ShortText | None = None

    @model_validator(mode="after")
    def _someone(self) -> Self:
        if not (self.id or self.uscc or self.name):
            raise PydanticCustomError("missing", "say who asks: id, uscc or name")
        return self

    @property
    def words(self) -> str:
        """The words by which the subject is looked up."""
        return self.id or self.uscc or self.name or ""


class Terms(BaseModel):
    """What is asked for, and what the firm says of itself; the latter counts only where records are silent.

    Amounts in yuan, term in months, `guarantee` what the firm can offer.
    """

    model_config = ConfigDict(extra="forbid")

    amount: Annotated[Yuan, Field(gt=0)]
    term_months: Annotated[int, Field(strict=True, ge=1, le=MOST_MONTHS)]
    purpose: Annotated[str, BeforeValidator(vocabulary(PURPOSES))]
    guarantee: Annotated[list[str], BeforeValidator(vocabularies(GUARANTEE_TYPES))] | None = None
    repayment: Annotated[str, BeforeValidator(vocabulary(REPAYMENTS))] | None = None
    asset: Yuan | None = None
    revenue: Yuan | None = None
    years: Annotated[int, Field(ge=0, le=300)] | None = None
    debt_ratio: Fraction | None = None
    industry: Word | None = None
    region: Word | None = None
    size: Word | None = None
    qualifications: Annotated[list[Word], BeforeValidator(_text_list), Field(max_length=50)] | None = None


class MatchRequest(BaseModel):
    """A request for loan products; `as_of` defaults to the day of asking, `consent` grants credit consent with it.

    `channel` is the source the client comes by, such as a partner's referral (row 0-01); `refused` are the ids of
    products the client does not want.
    """

    model_config = ConfigDict(extra="forbid")

    subject: Subject
    terms: Terms
    as_of: Day | None = None
    consent: bool | None = None
    channel: Word | None = None
    refused: Annotated[list[Word], Field(max_length=1000)] | None = None

    def wire(self) -> dict[str, Any]:
        """The request in normal form, as decisions record it."""
        return self.model_dump(mode="json", exclude_none=True)


def read_request(body: Mapping[str, Any]) -> MatchRequest:
    """Return the request of a body; raise InvalidInput that names the field at fault and never echoes its value."""
    try:
        return MatchRequest.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise InvalidInput(f"{field}: {first['msg']}", field=field) from error
