from collections.abc import Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.profiling.rows import product

from firmgraph.packs import pack_by_id
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.classes import ProductClass
from firmgraph.profiling.eligibility import Eligibility, RuleResult
from firmgraph.profiling.grade import read_table
from firmgraph.profiling.one_per_class import Ballot, Choice, choose
from firmgraph.profiling.verdict import Verdict

TABLE = read_table(pack_by_id("client-grades").parameters)
GRADES = ["basic", "standard", "premium", "elite"]


def chosen(
    products: list[Product], grade: str, deals: Mapping[str, int], *, lower: bool = False, failing: str = ""
) -> Choice:
    own = ProductClass("cls:1", "测试类", tuple(p.product_id for p in products), {})
    assessed = {
        p.product_id: Eligibility(p, (RuleResult("r", Verdict.FAIL if p.product_id == failing else Verdict.PASS, "1"),))
        for p in products
    }
    rates = {p.product_id: p.rate_min for p in products}
    return choose(own, assessed, Ballot(grade, TABLE, deals, rates.__getitem__, lower))


def kept(choice: Choice) -> str | None:
    return choice.kept.product.product_id if choice.kept else None


def test_row_4_12_x_is_counted_per_class() -> None:
    products = [
        product("P1", grades=["premium"]),
        product("P2", grades=["basic"]),
        product("P3", grades=["优选", "尊享"]),
    ]
    choice = chosen(products, "premium", {})
    assert choice.matching == ("P1", "P3")
    assert choice.wire()["x"] == 2


def test_row_4_13_a_grade_mismatch_never_wins_even_with_more_deals() -> None:
    products = [product("P1", grades=["premium"]), product("P2", grades=["standard"])]
    choice = chosen(products, "premium", {"P1": 0, "P2": 10_000})
    assert kept(choice) == "P1"
    assert choice.duel is not None
    assert choice.duel.fact == "grade"


def test_row_4_14_one_matching_product_is_the_one() -> None:
    choice = chosen([product("P1", grades=["basic"])], "basic", {})
    assert (kept(choice), choice.wire()["x"]) == ("P1", 1)


def test_row_4_15_of_several_the_most_deals_win() -> None:
    choice = chosen([product("P1"), product("P2"), product("P3")], "basic", {"P1": 3, "P2": 7, "P3": 5})
    assert kept(choice) == "P2"
    assert choice.duel is not None
    assert choice.duel.wire() == {
        "winner": "P2",
        "runner_up": "P3",
        "deciding_fact": "deals: 7 against 5",
        "fact": "deals",
        "winner_value": "7",
        "runner_up_value": "5",
    }
    assert choice.duplicates_removed == 2


def test_row_4_15_a_tie_goes_to_the_lower_cost_then_to_the_id() -> None:
    cheaper = chosen([product("P1", rate_min="5%"), product("P2", rate_min="4.99%")], "basic", {"P1": 7, "P2": 7})
    assert kept(cheaper) == "P2"
    assert cheaper.duel is not None
    assert cheaper.duel.fact == "all_in_cost"
    equal = chosen([product("P2"), product("P1")], "basic", {})
    assert kept(equal) == "P1"
    assert equal.duel is not None
    assert equal.duel.fact == "product_id"


def test_row_4_16_no_product_of_the_grade_drops_the_class() -> None:
    products = [product("P1", grades=["elite"]), product("P2", grades=["standard"]), product("P3", grades=["basic"])]
    choice = chosen(products, "premium", {})
    assert (kept(choice), choice.dropped_reason, choice.wire()["x"]) == (None, "no_product_of_grade", 0)
    assert choice.duplicates_removed == 0


def test_row_4_16_as_an_option_the_nearest_lower_grade() -> None:
    products = [product("P1", grades=["elite"]), product("P2", grades=["standard"]), product("P3", grades=["basic"])]
    assert kept(chosen(products, "premium", {"P3": 99}, lower=True)) == "P2"
    assert chosen(products[:1], "premium", {}, lower=True).dropped_reason == "no_product_of_grade"


def test_only_eligible_products_are_chosen_among() -> None:
    products = [product("P1"), product("P2")]
    assert kept(chosen(products, "basic", {"P1": 9}, failing="P1")) == "P2"
    assert chosen(products[:1], "basic", {}, failing="P1").dropped_reason == "no_eligible_product"


members = st.lists(
    st.tuples(st.lists(st.sampled_from(GRADES), unique=True, max_size=2), st.integers(0, 50), st.integers(1, 900)),
    min_size=1,
    max_size=7,
)


@given(members, st.sampled_from(GRADES), st.integers(0, 1000))
@settings(max_examples=150, deadline=None)
def test_row_4_17_the_order_of_members_does_not_matter(
    rows: list[tuple[list[str], int, int]], grade: str, seed: int
) -> None:
    products = [product(f"P{n}", grades=grades, rate_min=f"{rate / 100}%") for n, (grades, _, rate) in enumerate(rows)]
    deals = {f"P{n}": count for n, (_, count, _) in enumerate(rows)}
    shuffled = products[:]
    Random(seed).shuffle(shuffled)
    assert kept(chosen(products, grade, deals)) == kept(chosen(shuffled, grade, deals))


@given(members, st.sampled_from(GRADES), st.integers(1, 10_000))
@settings(max_examples=150, deadline=None)
def test_raising_deals_of_another_grade_never_changes_the_winner(
    rows: list[tuple[list[str], int, int]], grade: str, more: int
) -> None:
    products = [product(f"P{n}", grades=grades, rate_min=f"{rate / 100}%") for n, (grades, _, rate) in enumerate(rows)]
    deals = {f"P{n}": count for n, (_, count, _) in enumerate(rows)}
    before = chosen(products, grade, deals)
    raised = {p.product_id: deals[p.product_id] + (0 if p.product_id in before.matching else more) for p in products}
    assert kept(chosen(products, grade, raised)) == kept(before)


@pytest.mark.parametrize("grade", GRADES)
def test_a_product_that_names_no_grade_is_for_all(grade: str) -> None:
    assert kept(chosen([product("P1")], grade, {})) == "P1"
