"""Short ways to make records in tests: invented codes of a region that does not exist."""

from pathlib import Path
from typing import Any

from firmgraph.graph.prepared import Heading, Prepared, prepare
from firmgraph.graph.records import KINDS
from firmgraph.graph.world.codes import credit_code, person_number

FIXTURES = Path(__file__).parents[2] / "fixtures"
REGION = "990101"


def code(number: int) -> str:
    """Return the code of the n-th firm of the tests."""
    return credit_code(number, REGION)


def person(number: int) -> str:
    """Return the identity number of the n-th person of the tests."""
    return person_number(number, REGION)


def record(kind: str, observed_at: str = "2024-01-01", /, source: str = "gsxt", **row: Any) -> Prepared:
    """Return a record of a kind, ready to be appended."""
    return prepare(kind, KINDS[kind].read(dict(row)), row, Heading(source, observed_at))


def some_records() -> list[Prepared]:
    """Return a few records of several kinds around two firms."""
    return [
        record(
            "registration",
            uscc=code(1),
            name="澜州市青禾软件有限公司",
            region="990101",
            legal_rep="罗一",
            phone="10200000001",
        ),
        record(
            "registration",
            uscc=code(2),
            name="澜州市白石机械有限公司",
            region="990101",
            legal_rep="罗二",
            phone="10200000001",
        ),
        record("shareholding", enterprise=code(1), holder="罗一", ratio="51%", record_id="s1"),
        record("shareholding", enterprise=code(1), holder=code(2), ratio="49%", record_id="s2"),
        record("guarantee", guarantor=code(1), guaranteed=code(2), amount="100万元", contract_no="G1"),
        record("litigation", case_no="（2024）云99民初1号", party=code(1), role="plaintiff", amount="5万元"),
        record(
            "enforcement",
            party=code(2),
            enforcement="enforced",
            case_no="（2024）云99执1号",
            amount="20万元",
            filed="2024-01-05",
        ),
        record("invoice", invoice_no="1", seller=code(1), buyer=code(2), date="2024-01-10", amount="100"),
        record("invoice", invoice_no="2", seller=code(1), buyer=code(2), date="2024-01-20", amount="200"),
        record("product", product_id="P1", name="税易贷", amount_max="300万元", guarantee_types="unsecured"),
    ]


def firm(number: int, name: str, source: str = "gsxt", observed_at: str = "2024-01-01", **row: Any) -> Prepared:
    """Return the registration record of an invented enterprise."""
    return record("registration", observed_at, source=source, uscc=code(number), name=name, **row)
