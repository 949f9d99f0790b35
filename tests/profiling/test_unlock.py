from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from random import Random
from typing import Any

import pytest
from tests.profiling.asking import answered, request
from tests.profiling.rows import AT, SUBJECT, MakeStore, Row, account, customer, good_firm, product, product_row

from firmgraph.profiling.assessment import Assessor, rules_at
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.levers import Change, lever_rules
from firmgraph.profiling.match import match
from firmgraph.profiling.unlock import Search
from firmgraph.profiling.verdict import Verdict

IMMUTABLE = {"min_years", "industry", "region", "size_class", "purpose"}


def search(facts: Facts, **terms: Any) -> Search:
    own = {"amount": 800_000, "term_months": 12, "purpose": "working_capital", **terms}
    case = Case(facts, request(**own).terms)
    return Search(case, Assessor(rules_at(AT.day), facts))


def told(path: Iterable[Change] | None) -> list[tuple[str, str]]:
    return [(change.lever, str(change.value)) for change in path or ()]


@pytest.fixture
def facts(make_store: MakeStore) -> Facts:
    return gather(make_store(good_firm()), SUBJECT, AT)


def test_one_change_is_found_for_each_lever(make_store: MakeStore, facts: Facts) -> None:
    find = search(facts)
    assert told(find.path(product("P1", amount_min=900_000))) == [("amount", "900000")]
    assert told(find.path(product("P1", term_min=24, term_max=36))) == [("term_months", "24")]
    assert told(find.path(product("P1", guarantee_types=["pledge"]))) == [("guarantee", "pledge")]
    assert told(find.path(product("P1", grades=["elite"]))) == [("client_asset", "10000000")]
    rich = product("P1", conditions=[{"rule": "min_revenue", "value": "25000000"}])
    assert told(find.path(rich)) == [("revenue", "25000000")]
    known = product("P1", conditions=[{"rule": "qualification_any", "value": ["高新技术企业", "小巨人"]}])
    assert told(find.path(known)) == [("qualification", "小巨人")]


def test_what_nobody_can_change_is_never_proposed(facts: Facts) -> None:
    old = product("P1", conditions=[{"rule": "min_years", "value": 30}])
    far = product("P1", regions=["110000"])
    other = product("P1", purposes=["bid_bond"])
    assert [search(facts).path(one) for one in (old, far, other)] == [None, None, None]
    assert not IMMUTABLE & lever_rules()["levers"].keys()


def test_a_figure_is_not_asked_to_grow_beyond_reason(facts: Facts) -> None:
    doubled = product("P1", conditions=[{"rule": "min_revenue", "value": "40000000"}])
    beyond = product("P1", conditions=[{"rule": "min_revenue", "value": "40000001"}])
    assert told(search(facts).path(doubled)) == [("revenue", "40000000")]
    assert search(facts).path(beyond) is None


def test_a_change_that_brings_up_another_is_followed(make_store: MakeStore) -> None:
    """A larger amount is beyond the capacity of a year, so that a longer term is wanted as well."""
    poor = [row for row in good_firm() if row[0] != "credit_account"]
    debts = account(balance="2400000", rate="6%", repayment="等额本息", due="2026-06-30")
    found = search(gather(make_store([*poor, debts]), SUBJECT, AT), amount=100_000)
    big = product("P1", amount_min=500_000, term_max=60, repayment_methods=["equal_instalment"])
    assert told(found.path(big)) == [("amount", "500000"), ("term_months", "60")]


def random_product(random: Random, number: int) -> Product:
    """A product that fails the good firm in up to four ways."""
    rules: list[dict[str, Any]] = [
        {"rule": "min_revenue", "value": str(random.choice([5, 25, 38, 50]) * 10**6)},
        {"rule": "max_debt_ratio", "value": random.choice(["0.4", "0.7"])},
        {"rule": "min_years", "value": random.choice([1, 1, 1, 20])},
        {"rule": "qualification_any", "value": ["高新技术企业"]},
        {"rule": "no_open_overdue", "value": True},
    ]
    return product(
        f"P{number}",
        amount_min=random.choice([10_000, 900_000]),
        amount_max=5_000_000,
        term_min=random.choice([1, 24]),
        term_max=36,
        guarantee_types=[random.choice(["unsecured", "pledge", "suretyship"])],
        grades=[random.choice(["basic", "premium", "elite"])],
        conditions=random.sample(rules, random.randint(0, 3)),
    )


def test_the_path_opens_the_product_and_no_smaller_set_does(make_store: MakeStore) -> None:
    """Exhaustively: every subset of all changes worth trying is tried by the same evaluator."""
    facts = gather(make_store(good_firm()), SUBJECT, AT)
    random, opened = Random(20250630), 0
    for number in range(150):
        find, one = search(facts), random_product(random, number)
        path, pool = find.path(one), find.worth_trying(one)
        small = [set_ for size in range(len(path) if path else 4) for set_ in combinations(pool, size)]
        assert not any(find.opens(one, set_) for set_ in small if set_)
        if path is not None:
            opened += bool(path)
            assert find.opens(one, path)
    assert opened > 60


def test_of_a_class_the_smallest_of_all_paths_is_told(make_store: MakeStore) -> None:
    """What bounds spare changes nothing: each product's own path is looked for, and the least of them is told."""
    facts = gather(make_store(good_firm()), SUBJECT, AT)
    random, told_at_all = Random(20250630), 0
    for _ in range(40):
        members = [random_product(random, number) for number in random.sample(range(100), 6)]
        paths = [
            (len(path), weight(path), one.product_id, path) for one in members if (path := search(facts).path(one))
        ]
        found = search(facts).smallest(members)
        least = min(paths, key=lambda one: one[:3], default=None)
        assert (found and (found.product_id, found.changes)) == (least and least[2:])
        told_at_all += found is not None
    assert told_at_all > 20


def weight(changes: Iterable[Change]) -> int:
    levers = lever_rules()["levers"]
    return sum(levers[change.lever]["weight"] for change in changes)


def test_an_expression_under_the_name_of_a_rule_brings_up_no_change(facts: Facts) -> None:
    rich = product("P1", conditions=[{"rule": "min_revenue", "expression": "revenue >= 10 * registered_capital"}])
    assert search(facts).path(rich) is None


@pytest.mark.parametrize(
    ("expression", "change"),
    [
        ("revenue >= 25000000", ("revenue", "25000000")),
        ("revenue > 25000000 and open_overdue == 0", ("revenue", "25000000.01")),
        ("amount < 500000", ("amount", "499999.99")),
        ("term_months >= 24 or years_since_establishment > 20", ("term_months", "24")),
        ('guarantee in ["pledge"]', ("guarantee", "pledge")),
    ],
)
def test_a_comparison_of_an_expression_is_mended_by_its_lever(
    facts: Facts, expression: str, change: tuple[str, str]
) -> None:
    one = product("P1", term_max=36, conditions=[{"expression": expression}])
    assert told(search(facts).path(one)) == [change]


def test_nobody_is_told_to_ask_for_nothing(facts: Facts) -> None:
    assert search(facts).path(product("P1", conditions=[{"expression": "amount <= 0"}])) is None


def test_applying_the_path_really_wins_the_class(make_store: MakeStore) -> None:
    """The changes are made to the request and to the records themselves, and the whole match is asked again."""
    lost = [
        product_row("P1", grades=["elite"], amount_min=900_000, guarantee_types=["pledge"]),
        product_row("P2", guarantee_types=["suretyship"], conditions=[{"rule": "min_revenue", "value": "30000000"}]),
    ]
    answer = answered(make_store([*good_firm(), *lost]), guarantee=[])
    assert answer.offers == ()
    assert len(answer.unlocks) == len(answer.choices) > 0
    for unlock in answer.unlocks:
        terms, rows = made(unlock.changes)
        again = answered(make_store([*rows, *lost]), **terms)
        assert unlock.product_id in [offer.product.product_id for offer in again.offers]
        assert all(offer.verdict is not Verdict.FAIL for offer in again.offers)


def made(changes: Iterable[Change]) -> tuple[dict[str, Any], list[Row]]:
    """The terms and the rows of the good firm after some changes."""
    terms: dict[str, Any] = {"guarantee": []}
    rows = good_firm()
    for change in changes:
        if change.lever == "guarantee":
            terms["guarantee"] = [change.value]
        elif change.lever in ("amount", "term_months"):
            terms[change.lever] = int(Decimal(change.value))
        elif change.lever == "client_asset":
            rows = [*(row for row in rows if row[0] != "customer"), customer(asset=str(change.value))]
        elif change.lever == "revenue":
            figures = {"revenue": str(change.value)}
            rows = [(kind, {**row, **figures} if kind == "statement" else row) for kind, row in rows]
    return terms, rows


def test_the_changes_are_told_in_both_languages(facts: Facts) -> None:
    [asset] = search(facts).path(product("P1", grades=["elite"])) or ()
    assert asset.wire() == {
        "lever": "client_asset", "from": "3000000", "to": "10000000", "gap": "7000000",
        "zh": "客户资产由 3,000,000 调整为 10,000,000", "en": "client asset from 3,000,000 to 10,000,000",
    }  # fmt: skip
    [pledge] = search(facts).path(product("P1", guarantee_types=["pledge"])) or ()
    assert pledge.wire()["zh"] == "增加担保方式：质押"


def test_a_product_that_the_client_refused_is_never_proposed(make_store: MakeStore) -> None:
    store = make_store([*good_firm(), product_row("P1", amount_min=900_000), product_row("P2", amount_min=950_000)])
    refusing = request().model_copy(update={"refused": ["P1"]})
    assert [one.product_id for one in match(store, request(), AT).unlocks] == ["P1"]
    assert [one.product_id for one in match(store, refusing, AT).unlocks] == ["P2"]


def test_where_the_nearest_lower_grade_is_taken_a_path_to_it_is_enough(make_store: MakeStore) -> None:
    pledged = {"guarantee_types": ["pledge"]}
    lower = product_row("P1", grades=["standard"], **pledged)
    store = make_store([*good_firm(), lower, product_row("P2", grades=["premium"], amount_min=900_000, **pledged)])
    [far], [near] = (match(store, request(), AT, nearest_lower_grade=one).unlocks for one in (False, True))
    assert (far.product_id, told(far.changes)) == ("P2", [("guarantee", "pledge"), ("amount", "900000")])
    assert (near.product_id, told(near.changes)) == ("P1", [("guarantee", "pledge")])
