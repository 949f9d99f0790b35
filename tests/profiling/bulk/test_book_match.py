from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from tests.profiling.bulk.books import both, drawn_catalogue, drawn_requests, firms_of
from tests.profiling.rows import (
    AT,
    DAY,
    SUBJECT,
    MakeStore,
    account,
    consent,
    customer,
    product,
    registration,
    secured,
    statement,
)

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.assessment import rules_at
from firmgraph.profiling.bulk.book_reading import read_book
from firmgraph.profiling.bulk.line import Pair
from firmgraph.profiling.bulk.told import Told
from firmgraph.profiling.catalogue import Catalogue
from firmgraph.profiling.facts import gather
from firmgraph.profiling.known_firm import KnownFirm
from firmgraph.profiling.request import MatchRequest, read_request
from firmgraph.profiling.sight import Sight


@pytest.mark.parametrize("seed", range(6))
def test_a_book_and_its_applications_alone_are_answered_the_same(make_store: MakeStore, seed: int) -> None:
    chance = Random(seed)
    firms = firms_of(make_store, rules_at(DAY, nearest_lower_grade=seed % 2 == 1))
    found, alone = both(drawn_requests(chance, firms, 50), drawn_catalogue(chance, 40))
    assert list(found) == alone
    assert found.doubted <= 1
    assert sum(bool(one.offers) for one in alone) > 10


def test_the_drawn_books_have_all_there_is_to_tell(make_store: MakeStore) -> None:
    seen = Counter[str]()
    for seed in range(3):
        chance = Random(seed)
        found, _ = both(drawn_requests(chance, firms_of(make_store), 60), drawn_catalogue(chance, 40))
        for one in found:
            seen.update(reason for _, reason in one.dropped)
            seen.update(part for offer in one.offers for part in (offer.verdict, offer.bound_by))
    assert {"PASS", "UNKNOWN", "asked", "product_max", "capacity", "need", "income"} <= set(seen)
    assert {"gate_failed", "no_eligible_product", "no_product_of_grade", "refused_by_client"} <= set(seen)


def test_the_exploration_slot_moves_the_same_offer(make_store: MakeStore) -> None:
    rules = rules_at(DAY)
    slot = {**rules.ranking.parameters, "exploration": {"place": 2, "most_deals": 0}}
    moved = replace(rules, ranking=_with(rules.ranking, slot))
    for chosen in (rules, moved):
        chance = Random(7)
        found, alone = both(drawn_requests(chance, firms_of(make_store, chosen), 40), drawn_catalogue(chance, 40))
        assert list(found) == alone


def _with(pack: RulePack, parameters: dict[str, object]) -> RulePack:
    return pack.model_copy(update={"parameters": parameters})


def test_what_is_too_large_for_whole_numbers_is_matched_alone(make_store: MakeStore) -> None:
    firm = firms_of(make_store)[0]
    asked = [_asking(10**12), _asking(800_000), _asking(9 * 10**10)]
    found, alone = both([Pair(firm, one) for one in asked], Catalogue((product("P1"), secured("S1")), {}))
    assert list(found) == alone
    assert set(found.alone) == {0}


def test_a_rate_finer_than_whole_numbers_leaves_every_application_to_the_exact_path(make_store: MakeStore) -> None:
    fine = replace(product("P1", purposes=["equipment"]), rate_min=Decimal("0.05000000001"))
    found, alone = both([Pair(firms_of(make_store)[0], _asking(800_000))] * 3, Catalogue((fine,), {}))
    assert list(found) == alone
    assert found.doubted == 3
    assert alone[0].offers


def test_an_all_in_rate_on_the_very_half_of_its_last_place_is_doubted(make_store: MakeStore) -> None:
    rate = Decimal("0.0433505")
    tie = replace(product("P1", purposes=["equipment"], repayment_methods=["bullet"]), rate_min=rate, rate_max=rate)
    found, alone = both([Pair(firms_of(make_store)[0], _asking(20_000))], Catalogue((tie,), {}))
    assert found.doubted == 1
    assert list(found) == alone
    assert alone[0].offers[0].all_in_rate == Decimal("0.043351")


def test_a_capacity_on_the_very_step_is_doubted(make_store: MakeStore) -> None:
    """Free cash of 70,001.20 a month, without interest at a cover of 1.2, bears 700,012, less a yuan a month."""
    rows = [registration(), customer(), consent(), account(balance="0"), statement(operating_cash_flow="840014.40")]
    store = make_store(rows)
    firm = KnownFirm(gather(store, SUBJECT, AT), Sight(store, AT), rules_at(DAY))
    free = replace(secured("S1", purposes=["equipment"]), rate_min=Decimal(0), rate_max=Decimal(0))
    found, alone = both([Pair(firm, _asking(900_000))], Catalogue((free,), {}))
    assert list(found) == alone
    assert found.doubted == 1
    assert [(offer.amount, offer.bound_by) for offer in found.told(0).offers] == [(Decimal(700_000), "capacity")]


def test_of_equal_caps_the_earliest_binds(make_store: MakeStore) -> None:
    """Guarantors answer for 500,000, as much as is asked or as the product lends, and a fen more or less."""
    firm = firms_of(make_store)[7]
    kind = {"guarantee_types": ["suretyship"], "purposes": ["equipment"]}
    asked = [_asking(amount, ["suretyship"]) for amount in ("499999.99", "500000", "500000.01", "900000")]
    seen = []
    for most in ("500000", "900000"):
        shelf = Catalogue((product("P1", amount_max=most, **kind),), {})
        found, alone = both([Pair(firm, one) for one in asked], shelf)
        assert list(found) == alone
        seen += [offer.bound_by for one in found for offer in one.offers]
    assert seen == ["asked", "asked", "product_max", "product_max", "asked", "asked", "guarantors", "guarantors"]


def test_a_need_that_is_not_known_leaves_an_offer_unknown(make_store: MakeStore) -> None:
    shelf = Catalogue((product("P1", guarantee_types=["mortgage"]),), {})
    asked, firms = _asking(800_000, purpose="procurement"), firms_of(make_store)
    found, alone = both([Pair(firm, asked) for firm in (firms[0], firms[-1])], shelf)
    assert list(found) == alone
    assert [[offer.verdict for offer in one.offers] for one in found] == [["PASS"], ["UNKNOWN"]]


def test_of_no_products_every_application_hears_nothing(make_store: MakeStore) -> None:
    found, alone = both([Pair(firms_of(make_store)[0], _asking(800_000))], Catalogue((), {}))
    assert list(found) == alone == [Told((), ())]


def test_the_order_of_applications_and_products_changes_nothing(make_store: MakeStore) -> None:
    chance = Random(3)
    pairs, catalogue = drawn_requests(chance, firms_of(make_store), 30), drawn_catalogue(chance, 30)
    found, _ = both(pairs, catalogue)
    turned, _ = both(pairs[::-1], Catalogue(catalogue.products[::-1], catalogue.deals))
    assert list(found) == list(turned)[::-1]


def test_a_book_is_of_one_day_and_one_set_of_rules(make_store: MakeStore) -> None:
    one, other = firms_of(make_store)[0], firms_of(make_store, rules_at(DAY, nearest_lower_grade=True))[0]
    with pytest.raises(InvalidInput, match="one day"):
        read_book([Pair(one, _asking(1000)), Pair(other, _asking(1000))])
    with pytest.raises(InvalidInput, match="at least one"):
        read_book([])


def _asking(amount: int | str, guarantee: Sequence[str] = ("mortgage",), purpose: str = "equipment") -> MatchRequest:
    terms = {"amount": amount, "term_months": 12, "purpose": purpose, "guarantee": list(guarantee)}
    return read_request({"subject": {"name": "岚汀精工有限公司"}, "terms": terms})
