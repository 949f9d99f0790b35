"""Lines that shares are held against: more than, or at least, exact at the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Line:
    """A share of the whole; `included` says that exactly this share meets the line."""

    share: Fraction
    included: bool

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> Self:
        """Read a line of a rule pack: `{at_least: "0.25"}` or `{more_than: "0.25"}`."""
        included = "at_least" in parameters
        return cls(Fraction(parameters["at_least" if included else "more_than"]), included)

    def met(self, part: Fraction | int, whole: Fraction | int = 1) -> bool:
        """Tell whether a part of a whole meets the line."""
        held, needed = part * self.share.denominator, whole * self.share.numerator
        return held >= needed if self.included else held > needed


HALF = Fraction(1, 2)
MORE_THAN_HALF = Line(HALF, included=False)
