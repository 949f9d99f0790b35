"""The bodies of gates side by side, and of rule packs, as OpenAPI describes them."""

from typing import Annotated, Any

from pydantic import Field

from firmgraph.api.wire import Body, Firm, Stamped
from firmgraph.api.wire_match import Gate, Verdict


class Side(Body):
    """All gates and the client grade on a day under some packs; no grade where consent fails."""

    as_of: str
    packs: list[str]
    gates: list[Gate]
    client: dict[str, Any] | None


class Compared(Body):
    """What both sides say of a gate, or of the client grade, and the parts in which they differ."""

    name: str
    verdict: Verdict | None
    beside: Verdict | None
    differs: list[str]


class Gates(Stamped):
    """All gates and the client grade of a firm; `beside` says the same under other packs or on another day."""

    subject: Firm
    packs: list[str]
    gates: list[Gate]
    client: dict[str, Any] | None
    beside: Side | None
    differences: Annotated[list[Compared], Field(description="Every gate in order, also those that say the same.")]
