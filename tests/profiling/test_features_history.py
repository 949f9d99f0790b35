"""Features of a firm's past: repayment of two years, steadiness of revenue, years at the address."""

from decimal import Decimal

import pytest
from tests.profiling.rows import AT, FIRM, SUBJECT, MakeStore, Row, account, registration, statement

from firmgraph.graph.elements import Moment
from firmgraph.profiling.facts import gather
from firmgraph.profiling.features_history import (
    overdue_months_in_two_years,
    repayment_on_time,
    revenue_stability,
    years_at_address,
)


def repaid(month: str, days: int = 0) -> Row:
    return "repayment", {"account_no": "A1", "month": month, "due": 100, "paid": 100, "overdue_days": days}


def change(item: str, day: str) -> Row:
    return "change", {"enterprise": FIRM, "item": item, "date": day, "observed_at": "2025-06-20"}


def test_two_years_begin_23_months_before_the_current_one(make_store: MakeStore) -> None:
    store = make_store([registration(), account(), repaid("2023-07", 10), repaid("2023-06", 10), repaid("2025-06")])
    facts = gather(store, SUBJECT, AT)
    assert overdue_months_in_two_years(facts).value == 1
    assert repayment_on_time(facts).value == Decimal("0.5")
    assert overdue_months_in_two_years(gather(store, SUBJECT, Moment("2025-07-01"))).value == 0


def test_without_repayments_nothing_is_known_of_them(make_store: MakeStore) -> None:
    facts = gather(make_store([registration(), account()]), SUBJECT, AT)
    assert (overdue_months_in_two_years(facts).value, repayment_on_time(facts).value) == (None, None)


@pytest.mark.parametrize(
    ("revenues", "told"),
    [
        ({2024: 20, 2023: 16}, "0.8"),
        ({2024: 20, 2023: 25, 2022: 10}, "0.4"),
        ({2024: 20, 2023: 16, 2022: 20, 2021: 1}, "0.8"),
        ({2024: 20, 2022: 16}, None),
        ({2024: 20}, None),
    ],
)
def test_steadiness_is_of_years_in_a_row(revenues: dict[int, int], told: str | None, make_store: MakeStore) -> None:
    store = make_store([registration(), *(statement(year, amount * 1000) for year, amount in revenues.items())])
    value = revenue_stability(gather(store, SUBJECT, AT)).value
    assert value == (None if told is None else Decimal(told))


@pytest.mark.parametrize(
    ("stated", "changes", "years"),
    [
        ({}, [], None),
        ({"approved": "2022-06-30"}, [], 3),
        ({"approved": "2022-07-01"}, [], 2),
        ({}, [("名称变更", "2024-01-01")], 5),
        ({}, [("住所变更", "2021-07-01"), ("住所变更", "2023-06-30"), ("名称变更", "2024-01-01")], 2),
    ],
)
def test_years_at_the_address(
    stated: dict[str, str], changes: list[tuple[str, str]], years: int | None, make_store: MakeStore
) -> None:
    store = make_store([registration(**stated), *(change(*one) for one in changes)])
    assert years_at_address(gather(store, SUBJECT, AT)).value == years
