from decimal import Decimal

import pytest

from firmgraph.packs import pack_by_id
from firmgraph.profiling.size import size_class

PACK = pack_by_id("sme-size-2011-300")


@pytest.mark.parametrize(
    ("staff", "revenue", "expected"),
    [(300, 20_000_000, "medium"), (300, 19_990_000, "small"), (19, 50_000_000, "micro"), (1000, 400_000_000, "large")],
)
def test_o13_size_of_an_industrial_firm(staff: int, revenue: int, expected: str) -> None:
    assert size_class("C3484", {"staff": Decimal(staff), "revenue": Decimal(revenue)}, PACK).value == expected


def test_the_deciding_bound_is_told() -> None:
    found = size_class("C3484", {"staff": Decimal(300), "revenue": Decimal(19_990_000)}, PACK)
    assert (found.industry, found.deciding) == ("工业", "revenue < 20000000")


@pytest.mark.parametrize(
    ("code", "industry"),
    [("F5164", "批发业"), ("F5212", "零售业"), ("K7010", "房地产开发经营"), ("M7519", "其他未列明行业")],
)
def test_the_industry_row_follows_the_code(code: str, industry: str) -> None:
    assert size_class(code, {}, PACK).industry == industry


def test_unknown_measures_leave_the_class_unknown_unless_another_bound_fails() -> None:
    assert size_class("C3484", {"staff": Decimal(400)}, PACK).value is None
    assert size_class("C3484", {"staff": Decimal(19)}, PACK).value == "micro"
    assert size_class("机械", {"staff": Decimal(19)}, PACK).value is None
    assert size_class(None, {}, PACK).value is None
