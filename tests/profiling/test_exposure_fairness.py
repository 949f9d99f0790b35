from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.asking import answered
from tests.profiling.rows import MakeStore, deals, good_firm, product_row, secured_row

from firmgraph.packs import packs
from firmgraph.profiling.exposure_fairness import explored, exposure, gini

OFF, THIRD = {"place": 0, "most_deals": 3}, {"place": 3, "most_deals": 3}
DEALS = {"A": 90, "B": 40, "C": 20, "D": 2, "E": 0}


def test_row_4_26_shares_of_offers_and_of_first_places() -> None:
    body = exposure([["A", "B"], ["A"], ["B", "A"], []], ["A", "B", "C"], {"A": 5, "B": 2}).wire()
    assert (body["lists"], body["empty"]) == (4, 1)
    told = {one["product_id"]: one for one in body["products"]}
    assert (told["A"]["offered"], told["A"]["first"], told["A"]["share_of_offers"]) == (3, 2, "0.6")
    assert told["B"]["share_of_first"] == "0.3333"
    assert body["never_offered"] == ["C"]


def test_row_4_26_the_bias_towards_what_sold_is_told() -> None:
    with_deals = exposure([["A", "B"], ["A"]], "ABC", {"A": 9, "B": 5, "C": 0})
    assert with_deals.deal_bias == 1
    against = exposure([["C", "B"], ["C"]], "ABC", {"A": 9, "B": 5, "C": 0})
    assert against.deal_bias == -1
    assert exposure([["A"]], "ABC", {}).deal_bias is None


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_row_4_26_gini_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    pairs = sum(abs(one - other) for one in counts for other in counts)
    wanted = pairs / (2 * len(counts) * sum(counts)) if sum(counts) else 0
    assert float(gini(counts)) == pytest.approx(wanted, abs=1e-4)
    assert gini(counts) == gini(reversed(counts))


def test_row_4_26_gini_of_equal_shares_and_of_one_that_has_all() -> None:
    assert gini([3, 3, 3]) == 0
    assert gini([0, 0, 0, 8]) == Decimal("0.75")


def test_row_4_26_the_exploration_slot_is_off_by_default() -> None:
    assert packs()["ranking"].parameters["exploration"]["place"] == 0
    assert explored("ADBCE", DEALS, OFF) == list("ADBCE")


def test_row_4_26_an_exploration_slot_brings_up_the_best_of_those_with_few_deals() -> None:
    assert explored("ABCDE", DEALS, THIRD) == list("ABDCE")
    assert explored("DABCE", DEALS, THIRD) == list("DABCE")
    assert explored("ABC", DEALS, THIRD) == list("ABC")


def test_row_4_26_a_pack_with_a_slot_changes_the_order_and_no_score(
    make_store: MakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [*good_firm(), product_row("P1"), secured_row("S1")]
    before = answered(make_store(rows))
    first, last = (offer.product.product_id for offer in before.offers)
    ranking = packs()["ranking"]
    parameters = {**ranking.parameters, "exploration": {"place": 1, "most_deals": 3}}
    own = {**packs(), "ranking": ranking.model_copy(update={"parameters": parameters})}
    monkeypatch.setattr("firmgraph.packs.packs", lambda: own)
    after = answered(make_store([*rows, *deals(first, 5)]))
    assert [offer.product.product_id for offer in after.offers] == [last, first]
    assert [offer.score for offer in after.offers] == [offer.score for offer in reversed(before.offers)]
