"""What guarantors can still answer for: a parent of net assets of 2,000,000 that guarantees the firm and a sister."""

from decimal import Decimal
from typing import Any

from tests.profiling.asking import answered
from tests.profiling.rows import FIRM, SUBJECT, MakeStore, Row, good_firm, product_row, secured_row, statement
from tests.profiling.test_features_graph import PARENT, SISTER, firm, guarantee

from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.caps import Cap

SHELF = [product_row("U1", guarantee_types=["suretyship"]), secured_row("S1")]


def guaranteed(**worth: Any) -> list[Row]:
    """The firm with a parent that answers for 500,000 of its debts and for 1,000,000 of a sister's."""
    told = statement(enterprise=PARENT, net_assets=2_000_000, **worth)
    parties = [firm(PARENT, "澜州市母亲有限公司"), firm(SISTER, "澜州市姊妹有限公司"), told]
    return [*good_firm(), *parties, guarantee(PARENT, FIRM, "B1", amount="500000"), guarantee(PARENT, SISTER, "B2")]


def cap(answer: MatchAnswer, product_id: str) -> Cap | None:
    [offer] = [offer for offer in answer.offers if offer.product.product_id == product_id]
    return next((cap for cap in offer.bid.caps if cap.name == "guarantors"), None)


def test_guarantors_bind_a_loan_that_stands_by_suretyship_alone(make_store: MakeStore) -> None:
    answer = answered(make_store([*guaranteed(), *SHELF]), guarantee=["suretyship", "mortgage"])
    bound = cap(answer, "U1")
    assert bound is not None
    assert (bound.amount, bound.related) == (Decimal(500_000), (f"ent:{SISTER}",))
    assert {record.split(":")[1].split("-")[0] for record in bound.evidence} == {"guarantee", "statement"}
    [offer] = [offer for offer in answer.offers if offer.product.product_id == "U1"]
    assert (offer.bid.amount, offer.bid.bound.name) == (Decimal(500_000), "guarantors")
    assert "姊妹" in bound.zh
    assert cap(answer, "S1") is None


def test_a_product_that_also_takes_the_mortgage_offered_is_not_bound(make_store: MakeStore) -> None:
    both = product_row("U1", guarantee_types=["suretyship", "mortgage"])
    store = make_store([*guaranteed(), both])
    assert cap(answered(store, guarantee=["suretyship", "mortgage"]), "U1") is None
    assert cap(answered(store, guarantee=["suretyship"]), "U1") is not None


def test_a_guarantor_whose_worth_is_not_known_leaves_it_unknown(make_store: MakeStore) -> None:
    rows = [row for row in guaranteed() if row[1].get("enterprise") != PARENT]
    answer = answered(make_store([*rows, *SHELF]), guarantee=["suretyship", "mortgage"])
    bound = cap(answer, "U1")
    assert bound is not None
    assert bound.amount is None
    [judged] = [one for one in answer.eligibility if one.product.product_id == "U1"]
    assert "guarantors" in judged.unknown


def test_guarantors_who_are_stretched_refuse_the_product(make_store: MakeStore) -> None:
    more = guarantee(PARENT, SISTER, "B3", amount="600000")
    answer = answered(make_store([*guaranteed(), more, *SHELF]), guarantee=["suretyship", "mortgage"])
    [judged] = [one for one in answer.eligibility if one.product.product_id == "U1"]
    assert [result.rule for result in judged.failed] == ["guarantors"]


def test_nobody_stands_surety(make_store: MakeStore) -> None:
    answer = answered(make_store([*good_firm(), *SHELF]), guarantee=["suretyship"])
    assert cap(answer, "U1") is None
    assert answer.facts.subject == SUBJECT
