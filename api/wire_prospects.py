"""The body of prospects, as OpenAPI describes it."""

from typing import Annotated, Any

from pydantic import Field

from firmgraph.api.wire import Body, NextCursor, Stamped
from firmgraph.api.wire_match import Share


class Prospect(Body):
    """A client; `not_applicable` says why nothing is predicted of it, else it is null."""

    id: str
    name: str
    predicted: Share | None
    interval: Annotated[list[Share] | None, Field(description="Covers nine in ten clients of its size class.")]
    potential: Annotated[bool, Field(description="The prediction is strictly above the threshold.")]
    marketing_consent: Annotated[bool, Field(description="It consents to being offered products.")]
    in_default: Annotated[bool, Field(description="It is in default on the cut-off: overdue too long, or a bad tier.")]
    not_applicable: dict[str, str] | None


class Prospects(Stamped):
    """Clients by predicted utilisation, the highest first."""

    threshold: float
    count: int
    potential: int
    items: list[Prospect]
    next_cursor: NextCursor
    model: dict[str, Any]
    cut_off: str
    packs: list[str]
