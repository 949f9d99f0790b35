"""The bodies of the strategy of limits and rates, as OpenAPI describes them."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from firmgraph.api.wire import Body
from firmgraph.api.wire_match import Money, Share

Score = Annotated[Decimal, Field(ge=0, le=1)]
Yuan = Annotated[Decimal, Field(ge=0, le=100_000_000_000, decimal_places=2)]
MOST_CLIENTS = 5_000


class Client(BaseModel):
    """An existing client with its two scores, its line, and the room for more; a limit that is null is not known."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=300)]
    risk: Annotated[Score, Field(description="Probability of default.")]
    willingness: Annotated[Score, Field(description="Probability of drawing.")]
    limit: Annotated[Yuan, Field(description="Line of credit, in yuan.")]
    drawn: Annotated[Yuan, Field(description="Drawn today, in yuan.")]
    rate: Annotated[Decimal, Field(ge=0, le=1, decimal_places=6, description="Rate, a fraction a year.")]
    capacity: Annotated[Yuan | None, Field(description="The most the client can repay, in yuan.")] = None
    group_left: Annotated[Yuan | None, Field(description="Room left in the limit of its group, in yuan.")] = None
    group: Annotated[str, Field(max_length=300, description="Clients of one group share its room.")] = ""
    earlier: Annotated[str, Field(max_length=60, description="Its class of the round before; else empty.")] = ""

    def texts(self) -> dict[str, str]:
        """The client as a row of a file tells it."""
        return {name: "" if value is None else str(value) for name, value in self.model_dump().items()}


class Asked(BaseModel):
    """The clients to be moved, and how: by the moves of their classes, or those of most expected profit."""

    model_config = ConfigDict(extra="forbid")

    clients: Annotated[
        list[Client] | None,
        Field(min_length=1, max_length=MOST_CLIENTS, description="Else the existing clients of the store."),
    ] = None
    way: Literal["quadrants", "optimiser"] = "quadrants"


class Moved(Body):
    """A client's class, by how much its limit and rate move, and why."""

    id: str
    risk: str
    willingness: str
    quadrant: str
    limit_move: Money
    rate_move: Share
    why: str


class Totals(Body):
    """What is expected of all clients in a year."""

    bad_rate: Share
    line: Money
    balance: Money
    margin: Money
    profit: Money


class BeforeAfter(Body):
    """What is expected with the lines and rates of today, and with those moved."""

    before: Totals
    after: Totals


class Cell(BeforeAfter):
    """The same where loss, elasticity and conversion are otherwise than believed."""

    cell: dict[str, Any]


class Strategy(Body):
    """The moves; `aim_reached` is false where no moves keep to the aims, so that nothing is moved."""

    as_of: str
    clients: list[Moved]
    totals: BeforeAfter
    sensitivity: list[Cell]
    aim_reached: bool | None
    packs: list[str]
    left_out: Annotated[dict[str, int] | None, Field(description="Clients of the store without a place, by why.")] = (
        None
    )
    models: Annotated[dict[str, Any] | None, Field(description="The versions that scored clients of the store.")] = None
