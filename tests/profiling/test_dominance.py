from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.asking import answered
from tests.profiling.rows import MakeStore, good_firm, product, product_row, secured_row

from firmgraph.profiling.bids import Bid
from firmgraph.profiling.caps import Cap
from firmgraph.profiling.dominance import dominated_by
from firmgraph.profiling.pricing import Quote

SPEEDS = st.sampled_from([None, 1, 3])
TERMS = st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from([None, 6, 12, 36]), SPEEDS)


def bid(product_id: str, amount: int, percent: int | None, term: int | None, speed: int | None) -> Bid:
    """A bid of an amount in ten thousands, at so many per cent a year."""
    stated: dict[str, Any] = {"term_max": term, "speed_days": speed}
    row = product(product_id, **stated)
    rate = None if percent is None else Decimal(percent) / 100
    cap = Cap("asked", Decimal(amount * 10_000))
    return Bid(row, Quote(rate, None, None, {}), "bullet", 12, (cap,))


def test_row_4_26_an_offer_no_better_anywhere_and_worse_somewhere_is_dominated() -> None:
    bids = [bid("A", 10, 4, 12, 1), bid("B", 10, 5, 12, 1), bid("C", 20, 5, 12, 1)]
    assert dominated_by(bids, 12) == {"A": (), "B": ("A", "C"), "C": ()}


def test_row_4_26_equal_offers_do_not_dominate_each_other_and_term_beyond_what_is_asked_is_no_better() -> None:
    bids = [bid("A", 10, 4, 12, 1), bid("B", 10, 4, 36, 1)]
    assert dominated_by(bids, 12) == {"A": (), "B": ()}
    assert dominated_by(bids, 24) == {"A": ("B",), "B": ()}


def test_row_4_26_what_is_not_known_is_never_said_to_be_dominated_nor_to_dominate() -> None:
    known = bid("A", 10, 4, 12, 1)
    for other in (bid("B", 10, 5, None, 1), bid("B", 10, 5, 12, None), bid("B", 5, None, 12, 1)):
        assert dominated_by([known, other], 12) == {"A": (), "B": ()}


@given(st.lists(TERMS, max_size=6))
def test_row_4_26_dominance_is_irreflexive_asymmetric_and_transitive(drawn: list[tuple[int, int, Any, Any]]) -> None:
    found = dominated_by([bid(f"P{n}", *one) for n, one in enumerate(drawn)], 12)
    for one, others in found.items():
        assert one not in others
        for other in others:
            assert one not in found[other]
            assert set(found[other]) <= set(others)


def test_row_4_26_the_answer_says_which_offers_are_dominated(make_store: MakeStore) -> None:
    cheap = secured_row("S1", rate_min="3%", rate_max="3.1%", speed_days=1)
    dear = product_row("P1", rate_min="6%", rate_max="7%", speed_days=5)
    answer = answered(make_store([*good_firm(), cheap, dear]), amount=100_000)
    told = {offer["product_id"]: offer["dominated_by"] for offer in answer.wire()["offers"]}
    assert told == {"S1": [], "P1": ["S1"]}
