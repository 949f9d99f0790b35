from decimal import Decimal

import pytest
from tests.profiling.asking import SHELF, answered, request
from tests.profiling.rows import (
    AT,
    FIRM,
    SUBJECT,
    MakeStore,
    Row,
    good_firm,
    product,
    secured,
)

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.assessment import Assessor, rules_at
from firmgraph.profiling.bids import Bid
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.facts import gather
from firmgraph.profiling.graph_risk import GraphRisk
from firmgraph.profiling.rank import Scale, ranked, score, score_parts, weights_of


def bid(one: Product, scale: Scale) -> Bid:
    """What a product comes to for a case."""
    return Assessor(rules_at(AT.day), scale.case.facts).panel(scale.case).bidder.bid(one)


def test_row_4_26_the_score_is_the_weighted_sum_of_its_parts(make_store: MakeStore) -> None:
    answer = answered(make_store([*good_firm(), *SHELF]))
    weights = weights_of(pack_by_id("ranking"))
    for offer in answer.wire()["offers"]:
        total = sum(weights[name] * Decimal(value) for name, value in offer["parts"].items())
        assert round(total, 6) == Decimal(offer["score"])
        assert all(0 <= Decimal(value) <= 1 for value in offer["parts"].values())
    scores = [offer.score for offer in answer.offers]
    assert scores == sorted(scores, reverse=True)


def test_row_4_26_ties_go_by_product_id() -> None:
    assert [p for _, p in ranked([(Decimal(1), "B"), (Decimal(2), "C"), (Decimal(1), "A")])] == ["C", "A", "B"]


def test_row_4_26_the_graphs_risk_weighs_on_unsecured_products_more(make_store: MakeStore) -> None:
    facts = gather(make_store(good_firm()), SUBJECT, AT)
    scale = Scale(Case(facts, request().terms), {}, GraphRisk(Decimal("0.5")), pack_by_id("ranking"))
    open_one, secured_one = (score_parts(bid(one, scale), scale) for one in (product("P1"), secured("S1")))
    assert open_one["graph_risk"] < secured_one["graph_risk"]
    unknown = Scale(scale.case, {}, GraphRisk(None), scale.pack)
    parts = score_parts(bid(product("P1"), unknown), unknown)
    assert parts["graph_risk"] == Decimal("0.5")
    assert score(parts, scale.pack) < 1


def test_a_guaranteed_party_in_trouble_lowers_the_score(make_store: MakeStore) -> None:
    trouble: list[Row] = [
        (
            "guarantee",
            {
                "guarantor": FIRM,
                "guaranteed": "乙困难有限公司",
                "contract_no": "B1",
                "amount": 1_000_000,
                "valid_from": "2024-01-01",
            },
        ),
        (
            "enforcement",
            {"party": "乙困难有限公司", "enforcement": "失信", "case_no": "（2025）测执9号", "filed": "2025-02-01"},
        ),
    ]
    clean = answered(make_store([*good_firm(), *SHELF]))
    shaken = answered(make_store([*good_firm(), *SHELF, *trouble]))
    part = {o.product.product_id: o.parts["graph_risk"] for o in shaken.offers}
    assert part["P2"] < clean.offers[0].parts["graph_risk"]
    assert any("near parties" in reason.en for reason in shaken.offers[0].reasons)


def test_row_0_11_a_product_whose_purpose_answers_what_the_money_goes_into_fits_better(make_store: MakeStore) -> None:
    case = Case(gather(make_store(good_firm()), SUBJECT, AT), request().terms)
    scale = Scale(case, {"financing_need.procurement": 0.7}, GraphRisk(None), pack_by_id("ranking"))
    parts = {
        purpose: score_parts(bid(product("P1", purposes=[purpose]), scale), scale)["tags"]
        for purpose in ("procurement", "premises")
    }
    assert parts == {"procurement": Decimal("0.7"), "premises": 0}


def test_weights_that_do_not_sum_to_one_are_refused() -> None:
    pack = pack_by_id("ranking")
    weights = {**pack.parameters["weights"], "speed": "0.06"}
    with pytest.raises(InvalidInput, match="sum to 1"):
        weights_of(pack.model_copy(update={"parameters": {**pack.parameters, "weights": weights}}))


def test_row_2_08_4_26_demand_rises_with_predicted_utilisation_and_unknown_counts_as_the_pack_says(
    make_store: MakeStore,
) -> None:
    case = Case(gather(make_store(good_firm()), SUBJECT, AT), request().terms)
    pack = pack_by_id("ranking")
    demands = (None, Decimal(0), Decimal("0.4"), Decimal("1.3"))
    scales = [Scale(case, {}, GraphRisk(Decimal(0)), pack, demand=demand) for demand in demands]
    parts = [score_parts(bid(product("P1"), scale), scale) for scale in scales]
    assert [one["demand"] for one in parts] == [Decimal("0.5"), 0, Decimal("0.4"), 1]
    scores = [score(one, pack) for one in parts[1:]]
    assert scores == sorted(scores)
