"""The SME size class of a firm, as the pack of the family sme-size says (工信部联企业〔2011〕300号)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.packs import RulePack

_CLASSES = ("large", "medium", "small")


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A size class (large, medium, small, micro; None unknown), its industry row, and the bound that decided."""

    value: str | None
    industry: str
    deciding: str | None = None


def size_class(industry_code: str | None, measures: Mapping[str, Decimal | None], pack: RulePack) -> SizeClass:
    """Return the size class of a firm from its GB/T 4754 code and its staff, revenue and assets (yuan).

    Failing one bound drops to the next class; a bound without a measure leaves the class unknown unless another fails.
    """
    row = _row_of(industry_code, pack)
    if row is None:
        return SizeClass(None, "", "industry")
    deciding: str | None = None
    for name in _CLASSES:
        missed = [measure for measure, bound in row[name].items() if _below(measures.get(measure), bound)]
        if not missed:
            unknown = [measure for measure in row[name] if measures.get(measure) is None]
            return SizeClass(None, row["name"], unknown[0]) if unknown else SizeClass(name, row["name"], deciding)
        deciding = f"{missed[0]} < {row[name][missed[0]]}"
    return SizeClass("micro", row["name"], deciding)


def _below(value: Decimal | None, bound: int) -> bool:
    return value is not None and value < bound


def _row_of(industry_code: str | None, pack: RulePack) -> Mapping[str, Any] | None:
    digits = (industry_code or "").strip().upper().lstrip("ABCDEFGHIJKLMNOPQRST")
    if len(digits) < 2 or not digits.isdigit():
        return None
    fitting = [
        (len(code), row) for row in pack.parameters["industries"] for code in row["codes"] if digits.startswith(code)
    ]
    return max(fitting, key=lambda pair: pair[0], default=(0, None))[1]
