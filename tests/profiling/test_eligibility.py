"""Conditions of products on a case: named rules, expressions with their gap, and words that only a person can judge."""

from decimal import Decimal
from typing import Any

import pytest
from tests.profiling.rows import AT, FIRM, SUBJECT, MakeStore, good_firm, product, registration
from tests.profiling.shelf import many_products

from firmgraph.errors import InvalidInput
from firmgraph.profiling.case import Case
from firmgraph.profiling.conditions import condition_of
from firmgraph.profiling.conditions_judged import check_condition, judged
from firmgraph.profiling.eligibility import assess
from firmgraph.profiling.facts import gather
from firmgraph.profiling.request import Terms
from firmgraph.profiling.rule_result import RuleResult
from firmgraph.profiling.verdict import Verdict


@pytest.fixture
def case(make_store: MakeStore) -> Case:
    return Case(gather(make_store(good_firm()), SUBJECT, AT), terms())


def terms(**stated: Any) -> Terms:
    own = {"amount": 800_000, "term_months": 12, "purpose": "working_capital", "guarantee": ["mortgage"]}
    return Terms.model_validate({**own, **stated})


def said(case: Case, **stated: Any) -> RuleResult:
    return judged(condition_of(stated), case)


def test_row_4_09_an_expression_fails_with_the_gap_in_both_languages(case: Case) -> None:
    found = said(case, expression="revenue >= 50000000", zh="年营业收入", en="yearly revenue")
    assert (found.verdict, found.gap) == (Verdict.FAIL, Decimal(30_000_000))
    assert found.zh == "年营业收入：要求 5,000万，实际 2,000万，差 3,000万"
    assert found.en == "yearly revenue: requires 50,000,000, has 20,000,000, short 30,000,000"
    assert found.evidence


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [
        ("revenue >= 20000000", Verdict.PASS),
        ("revenue > 20000000", Verdict.FAIL),
        ("amount <= revenue * 4 / 100", Verdict.PASS),
        ("amount < revenue * 4 / 100", Verdict.FAIL),
        ("term_months <= 12 and purpose in ['working_capital', 'procurement']", Verdict.PASS),
        ("'pledge' in guarantee", Verdict.FAIL),
        ("'C34' in industry", Verdict.PASS),
        ("invoice_sales >= 1", Verdict.UNKNOWN),
        ("invoice_sales >= 1 or revenue >= 1", Verdict.PASS),
        ("invoice_sales >= 1 and revenue >= 50000000", Verdict.FAIL),
        ("no_such_name >= 1", Verdict.UNKNOWN),
        ("revenue >=", Verdict.UNKNOWN),
    ],
)
def test_row_4_09_expressions_are_three_valued_over_features_and_terms(
    case: Case, expression: str, verdict: Verdict
) -> None:
    assert said(case, expression=expression).verdict is verdict


def test_what_the_request_says_of_the_firm_counts_in_an_expression_where_records_are_silent(
    make_store: MakeStore,
) -> None:
    facts = gather(make_store([registration()]), SUBJECT, AT)
    assert said(Case(facts, terms()), expression="revenue >= 100").verdict is Verdict.UNKNOWN
    assert said(Case(facts, terms(revenue=100)), expression="revenue >= 100").verdict is Verdict.PASS


@pytest.mark.parametrize(("least", "verdict"), [("20000000", Verdict.PASS), ("20000000.01", Verdict.FAIL)])
def test_a_named_rule_is_exact_at_the_line(case: Case, least: str, verdict: Verdict) -> None:
    assert said(case, rule="min_revenue", value=least).verdict is verdict


def test_words_alone_are_unknown_and_shown(case: Case) -> None:
    found = said(case, text="诚实可靠，无不良嗜好")
    assert (found.rule, found.verdict) == ("诚实可靠，无不良嗜好", Verdict.UNKNOWN)
    assert found.zh == "须人工核实：诚实可靠，无不良嗜好"


@pytest.mark.parametrize(("least", "verdict"), [(1, Verdict.UNKNOWN), (50_000_000, Verdict.FAIL)])
def test_a_partial_condition_decides_only_when_it_fails(case: Case, least: int, verdict: Verdict) -> None:
    found = said(case, rule="min_revenue", value=least, text="经营正常，有还款实力", partial=True)
    assert found.verdict is verdict
    assert found.rule == ("经营正常，有还款实力" if verdict is Verdict.UNKNOWN else "min_revenue")
    assert ("其余须人工核实：经营正常" in found.zh) == (verdict is Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("kinds", "registered", "verdict"),
    [
        (["person"], "有限责任公司", Verdict.FAIL),
        (["enterprise"], "有限责任公司", Verdict.PASS),
        (["enterprise"], "个体工商户", Verdict.FAIL),
        (["sole_trader", "person"], "个体工商户", Verdict.PASS),
    ],
)
def test_a_product_for_persons_is_none_for_a_firm(
    make_store: MakeStore, kinds: list[str], registered: str, verdict: Verdict
) -> None:
    case = Case(gather(make_store([registration(type=registered)]), SUBJECT, AT), terms())
    assert said(case, rule="client_kind", value=kinds).verdict is verdict


def test_conditions_of_every_form_are_assessed_in_order(case: Case) -> None:
    stated = [{"rule": "min_years", "value": 2}, {"expression": "staff >= 100"}, {"text": "用途合法"}]
    (found,) = assess([product("P1", conditions=stated)], case)
    assert [(r.rule, r.verdict) for r in found.rules[-3:]] == [
        ("min_years", Verdict.PASS),
        ("staff >= 100", Verdict.FAIL),
        ("用途合法", Verdict.UNKNOWN),
    ]


def test_row_4_09_products_judged_together_are_judged_as_each_alone(case: Case) -> None:
    products = [one for seed in range(3) for one in many_products(20, seed)]
    products += [
        product("P1", conditions=[{"expression": "staff >= 100"}]),
        product("P2", conditions=[{"text": "用途合法"}]),
    ]
    rule = {"rule": "no_open_enforcement"}
    products += [
        product(f"P{n}", conditions=[{**rule, "value": value}]) for n, value in enumerate([0, False, 1, True], 3)
    ]
    assert assess(products, case) == [assess([one], case)[0] for one in products]
    assert assess(products[::-1], case) == [assess([one], case)[0] for one in products[::-1]]


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"rule": "min_yaers", "value": 2}, "no rule min_yaers"),
        ({"rule": "min_yaers", "text": "成立两年"}, "no rule min_yaers"),
        ({"expression": "revenue >= "}, "is no expression"),
        ({"expression": "revenu >= 1"}, "names revenu,"),
        ({}, "a condition states"),
    ],
)
def test_a_condition_that_cannot_be_judged_is_refused_with_the_reason(stated: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        check_condition(condition_of(stated))


def test_none_held_rests_on_whatever_the_registry_said(make_store: MakeStore) -> None:
    """The registry may have spoken of holders alone, without a registration."""
    holder = ("shareholding", {"enterprise": FIRM, "holder": "澄测甲有限公司", "ratio": "60%"})
    found = said(
        Case(gather(make_store([holder]), SUBJECT, AT), terms()), rule="qualification_any", value=["高新技术企业"]
    )
    assert (found.verdict, found.evidence) == (Verdict.FAIL, ("test:shareholding-0",))
