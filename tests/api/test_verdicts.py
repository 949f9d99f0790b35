"""What a rule measured is told in its unit: as decimal text in answers, readably in a terminal."""

from decimal import Decimal

import pytest

from firmgraph.api.officer.verdicts import finding_body
from firmgraph.api.wire_risk import Found
from firmgraph.cli.views.risk import measured
from firmgraph.graph.risk.findings import Finding, Unit


@pytest.mark.parametrize(
    ("value", "unit", "text", "shown"),
    [
        ("0.25", "share", "0.25", "25 %"),
        ("1E+1", "share", "10", "1000 %"),
        ("5000000.00", "yuan", "5000000", "5000000 yuan 元"),
        ("5000000.01", "yuan", "5000000.01", "5000000.01 yuan 元"),
        ("5E+6", "yuan", "5000000", "5000000 yuan 元"),
        ("31", "days", "31", "31 days 天"),
        ("7", "count", "7", "7"),
        (None, None, None, None),
    ],
)
def test_a_value_is_told_with_its_unit(
    value: str | None, unit: Unit | None, text: str | None, shown: str | None
) -> None:
    found = Finding(
        "rule", "pack", "FAIL", "发现", "finding", ("r1",), value=None if value is None else Decimal(value), unit=unit
    )
    body = finding_body(found)
    assert (body["value"], body["unit"]) == (text, unit)
    told = Found.model_validate(body)
    assert (told.value, told.unit) == (text, unit)
    assert measured(body["value"], body["unit"]) == shown
