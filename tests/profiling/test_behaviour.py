from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.asking import SHELF, answered
from tests.profiling.rows import (
    AT,
    FIRM,
    SUBJECT,
    MakeStore,
    Row,
    consent,
    customer,
    good_firm,
    product_row,
    registration,
    secured_row,
    stored,
)

from firmgraph.graph.elements import Moment, StoredRecord
from firmgraph.graph.risk.days import months_earlier
from firmgraph.packs import pack_by_id
from firmgraph.profiling.behaviour import Behaviour, behaviour_of
from firmgraph.profiling.consumption import consumption
from firmgraph.profiling.facts import gather
from firmgraph.profiling.looks import heat_map, interest_scores

PACK = pack_by_id("interest")
RULES = PACK.parameters
AGREED = consent(purpose="behaviour", given_at="2025-01-01")


def did(event: str, product: str | None = "P1", **stated: Any) -> Row:
    row = {"customer_no": "C1", "session": "s1", "at": "2025-06-29 10:00:00", "page": "产品详情", "section": "顶部",
           "event": event, "product_id": product, "region": "990101", "observed_at": "2025-06-30"}  # fmt: skip
    return "behaviour", {name: value for name, value in {**row, **stated}.items() if value is not None}


def flow(day: str, amount: int | str, direction: str = "out", **stated: Any) -> Row:
    row = {"enterprise": FIRM, "date": day, "direction": direction, "amount": amount, "observed_at": "2025-06-30"}
    return "bank_flow", {**row, **stated}


def records(*rows: Row) -> list[StoredRecord]:
    return [stored(kind, row, f"r{place}") for place, (kind, row) in enumerate(rows)]


def summary(make_store: MakeStore, *rows: Row, at: Moment = AT) -> Behaviour:
    return behaviour_of(gather(make_store([registration(), customer(), *rows]), SUBJECT, at), PACK)


def test_row_3_13_only_what_the_clients_own_account_did_is_read_and_only_once_it_agreed(make_store: MakeStore) -> None:
    foreign = did("click", "P9", customer_no="C2")
    assert summary(make_store, AGREED, did("click"), foreign).interest.keys() == {"P1"}
    credit_only = consent(purpose="credit", given_at="2025-01-01")
    assert summary(make_store, credit_only, did("click")).interest == {}
    assert summary(make_store, consent(purpose="behaviour", given_at="2025-07-01"), did("click")).interest == {}


def test_row_3_14_a_region_not_told_never_fails_the_flow(make_store: MakeStore) -> None:
    silent = summary(make_store, AGREED, did("click", region=None))
    assert (silent.region, silent.states["region"]) == (None, "unknown")
    assert silent.interest
    limited = consent(purpose="behaviour", given_at="2025-01-01", scope=["流水"])
    declined = summary(make_store, limited, did("click"))
    assert (declined.region, declined.states["region"]) == (None, "declined")
    assert declined.interest
    assert summary(make_store, AGREED, did("click")).region == "990101"


@pytest.mark.parametrize(
    ("day", "counts"), [("2025-03-29", 0), ("2025-03-30", 1), ("2025-06-30", 1), ("2025-07-01", 0)]
)
def test_row_3_15_the_window_is_three_months_both_days_included(day: str, counts: int) -> None:
    found = consumption(records(flow(day, 100, "in"), flow("2025-05-01", 1)), "2025-06-30", RULES["flow_months"])
    assert found is not None
    assert found.received == 100 * counts


def test_row_3_15_a_month_too_short_ends_on_its_last_day() -> None:
    assert months_earlier("2025-05-31", 3) == "2025-02-28"
    assert months_earlier("2025-01-15", 3) == "2024-10-15"


def test_row_3_15_declined_flow_is_not_read_and_the_rest_goes_on(make_store: MakeStore) -> None:
    limited = consent(purpose="behaviour", given_at="2025-01-01", scope=["地区"])
    found = summary(make_store, limited, did("click"), flow("2025-06-01", 500))
    assert (found.flow, found.states["flow"]) == (None, "declined")
    assert found.interest
    assert "test:bank_flow-4" not in found.evidence


def test_row_3_16_level_slope_and_trend_of_consumption() -> None:
    months = (("2025-04-15", 100), ("2025-05-15", 250), ("2025-06-15", 300))
    found = consumption(records(*(flow(*month) for month in months)), "2025-06-30", 3)
    assert found is not None
    assert found.spent == (Decimal(100), Decimal(250), Decimal(300))
    assert (found.slope, found.trend) == (Decimal("100.00"), "rising")
    assert found.level == Decimal("216.67")
    falling = consumption(records(flow("2025-04-15", 9), flow("2025-06-15", 3)), "2025-06-30", 3)
    assert falling is not None
    assert falling.trend == "falling"


def test_row_3_16_another_currency_is_not_known_rather_than_left_out() -> None:
    found = consumption(records(flow("2025-06-15", 9), flow("2025-06-16", "100美元")), "2025-06-30", 3)
    assert found is not None
    assert (found.spent, found.slope, found.trend) == (None, None, None)


def test_row_3_17_the_heat_map_counts_page_by_section() -> None:
    rows = records(
        did("click"), did("dwell", section="利率说明"), did("view"), did("search", page="产品列表", section=None)
    )
    assert heat_map(rows) == {"产品列表": {"": 1}, "产品详情": {"利率说明": 1, "顶部": 2}}


def test_row_3_17_what_was_looked_at_long_interests_more_and_age_takes_it_back() -> None:
    rows = records(
        did("view", "A", session="s1"), did("click", "B", session="s1"), did("dwell", "B", session="s1", value="120")
    )
    scores = interest_scores(rows, "2025-06-30", RULES)
    assert scores["B"] > scores["A"]
    later = interest_scores(rows, "2025-09-30", RULES)
    assert abs(later["B"] - Decimal(RULES["prior"])) < abs(scores["B"] - Decimal(RULES["prior"]))


def test_row_3_17_one_look_says_less_than_many() -> None:
    one = interest_scores(records(did("return", "A"), did("click", "A")), "2025-06-30", RULES)
    many = [did(event, "A", session=f"s{n}") for n in range(6) for event in ("return", "click")]
    assert Decimal(RULES["prior"]) < one["A"] < interest_scores(records(*many), "2025-06-30", RULES)["A"] < 1


def test_row_3_17_a_short_dwell_counts_in_proportion() -> None:
    short, long = (
        interest_scores(records(did("dwell", "A", value=seconds)), "2025-06-30", RULES)["A"] for seconds in ("6", "60")
    )
    assert short < long


EVENTS = st.tuples(
    st.sampled_from(sorted(RULES["events"])), st.sampled_from("ABC"), st.sampled_from("xyz"), st.integers(1, 28)
)


@given(st.lists(EVENTS, max_size=25), st.randoms(use_true_random=False))
def test_row_3_17_interest_lies_within_bounds_and_does_not_depend_on_order(
    drawn: list[tuple[str, str, str, int]], random: Any
) -> None:
    rows = records(
        *(
            did(event, product, session=session, at=f"2025-06-{day:02d} 09:00:00")
            for event, product, session, day in drawn
        )
    )
    scores = interest_scores(rows, "2025-06-30", RULES)
    assert all(0 <= score <= 1 for score in scores.values())
    random.shuffle(rows)
    assert interest_scores(rows, "2025-06-30", RULES) == scores


def test_row_3_18_one_summary_marks_what_is_unknown(make_store: MakeStore) -> None:
    found = summary(make_store, AGREED, did("click", region=None))
    assert found.unknown == ("region", "flow")
    body = found.wire()
    assert body["states"] == {"region": "unknown", "flow": "unknown", "heat_map": "told", "interest": "told"}
    assert body["flow"] is None
    assert set(found.evidence) == {"test:consent-2", "test:behaviour-3"}


def test_row_3_18_without_consent_to_the_analysis_nothing_is_read(make_store: MakeStore) -> None:
    never = summary(make_store, did("click"), flow("2025-06-01", 5))
    assert (never.interest, never.flow, never.evidence) == ({}, None, ())
    assert set(never.states.values()) == {"unknown"}
    withdrawn = consent(purpose="behaviour", given_at="2025-01-01", withdrawn_at="2025-06-01")
    taken_back = summary(make_store, withdrawn, did("click"))
    assert taken_back.interest == {}
    assert set(taken_back.states.values()) == {"declined"}
    before = summary(make_store, withdrawn, did("click", at="2025-05-01 10:00:00"), at=Moment("2025-05-31"))
    assert before.interest


def test_row_3_18_looks_too_old_or_still_to_come_do_not_count(make_store: MakeStore) -> None:
    old = did("click", at="2024-12-31 10:00:00")
    later = did("click", "P2", at="2025-07-01 10:00:00")
    assert summary(make_store, AGREED, old, later).interest == {}


def test_row_3_12_the_ranking_weighs_both_risk_and_behaviour(make_store: MakeStore) -> None:
    guarantee = {"guarantor": FIRM, "guaranteed": "乙困难有限公司", "contract_no": "B1", "amount": 1_000_000,
                 "valid_from": "2024-01-01"}  # fmt: skip
    seized = {"party": "乙困难有限公司", "enforcement": "失信", "case_no": "（2025）测执9号", "filed": "2025-02-01"}
    looked = [did(event, "S1", session=f"s{n}") for n in range(5) for event in ("return", "dwell", "click")]
    calm, risky, keen = (
        {offer.product.product_id: offer.score for offer in answered(make_store([*good_firm(), *SHELF, *more])).offers}
        for more in ([], [("guarantee", guarantee), ("enforcement", seized)], [AGREED, *looked])
    )
    assert risky["S1"] < calm["S1"] < keen["S1"]
    assert risky["P2"] < calm["P2"] == keen["P2"]


def test_row_3_19_of_two_equal_products_the_one_of_interest_is_pushed_first(make_store: MakeStore) -> None:
    equal = {"rate_min": "5%", "rate_max": "5%", "speed_days": 1}
    shelf = [product_row("A1", **equal), secured_row("B1", term_max=12, amount_max=1_000_000, **equal)]
    looked = [did(event, "B1", session=f"s{n}") for n in range(5) for event in ("return", "dwell", "click")]
    usual, pushed = (
        [offer.product.product_id for offer in answered(make_store([*good_firm(), *shelf, *more])).offers]
        for more in ([], [AGREED, *looked])
    )
    assert (usual, pushed) == (["A1", "B1"], ["B1", "A1"])


def test_row_3_12_3_19_what_interests_a_client_is_ranked_higher(make_store: MakeStore) -> None:
    looked = [did(event, "S1", session=f"s{n}") for n in range(5) for event in ("return", "dwell", "click")]
    without = {o.product.product_id: o for o in answered(make_store([*good_firm(), *SHELF])).offers}
    answer = answered(make_store([*good_firm(), *SHELF, AGREED, *looked]))
    offers = {offer.product.product_id: offer for offer in answer.offers}
    assert without["S1"].parts["interest"] == Decimal("0.5")
    assert offers["S1"].parts["interest"] > Decimal("0.7")
    assert offers["S1"].score > without["S1"].score
    assert offers["P2"].score == without["P2"].score
    assert answer.wire()["behaviour"]["interest"].keys() == {"S1"}
    assert "interest" in answer.packs
