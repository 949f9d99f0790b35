"""What the bodies of a risk officer's answers share. Shares and money are decimal text."""

from typing import Annotated, Literal

from pydantic import Field

from firmgraph.api.wire import Body, Stamped

Share = Annotated[str, Field(description='A fraction as decimal text: "0.25" is a quarter.')]
MaybeShare = Annotated[str | None, Field(description="A fraction as decimal text; null where it is not known.")]
Yuan = Annotated[str | None, Field(description="Decimal text in yuan; null where it is not known.")]
MaybeMeasure = Annotated[str | None, Field(description="What was measured, as decimal text; null where nothing was.")]
MaybeUnit = Annotated[
    Literal["share", "count", "days", "yuan"] | None,
    Field(description="In what the value is told; a share is a fraction. Null where there is no value."),
]
Verdict = Literal["PASS", "FAIL", "UNKNOWN"]
Certainty = Literal["confirmed", "suspected"]


class Judged(Stamped):
    """An answer to which rules were applied: `packs` are those used."""

    packs: list[str]


class Party(Body):
    """An organisation or a person."""

    id: str
    name: str
    kind: str | None


class Words(Body):
    """One sentence in Chinese and in English."""

    zh: str
    en: str
