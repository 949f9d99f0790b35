from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.profiling.asking import SHELF, answered, request
from tests.profiling.rows import (
    AT,
    FIRM,
    NAME,
    SUBJECT,
    MakeStore,
    Row,
    account,
    consent,
    customer,
    deals,
    good_firm,
    product_row,
    registration,
    secured_row,
    statement,
)

from firmgraph.errors import Ambiguous, NotFound
from firmgraph.graph.elements import Moment
from firmgraph.profiling.decision import decision_nodes, decision_record
from firmgraph.profiling.match import match
from firmgraph.profiling.request import MatchRequest, read_request
from firmgraph.profiling.verdict import Verdict


def test_row_4_09_every_product_is_judged_rule_by_rule(make_store: MakeStore) -> None:
    dear = secured_row(
        "S2", conditions=[{"rule": "min_revenue", "value": "25000000"}, {"rule": "no_such_rule", "value": 1}]
    )
    odd = secured_row("S3", conditions=[{"rule": "no_such_rule", "value": 1}])
    answer = answered(make_store([*good_firm(), *SHELF, dear, odd]))
    judged = {e.product.product_id: e for e in answer.eligibility}
    assert (judged["S2"].verdict, judged["S3"].verdict) == (Verdict.FAIL, Verdict.UNKNOWN)
    assert judged["P1"].verdict is Verdict.PASS
    rules = {r.rule: r for r in judged["S2"].rules}
    assert rules["min_revenue"].verdict is Verdict.FAIL
    assert rules["min_revenue"].en == "requires 25,000,000, has 20,000,000, short 5,000,000"
    assert rules["min_revenue"].wire()["gap"] == "5000000"
    assert rules["min_revenue"].evidence == ("test:statement-4",)
    assert rules["no_such_rule"].verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("shelf", [[], [product_row("P1")], [product_row("P1", amount_min=900_000)]])
def test_row_4_09_no_one_or_no_fitting_product_gives_a_whole_answer(make_store: MakeStore, shelf: list[Row]) -> None:
    answer = answered(make_store([*good_firm(), *shelf]))
    assert len(answer.offers) <= 1
    assert answer.reasons
    assert set(answer.wire()) >= {
        "decision_id",
        "subject",
        "gates",
        "offers",
        "classes",
        "eligibility",
        "duplicates_removed",
        "unlock",
        "information",
        "reasons",
        "as_of",
        "known_at",
        "version",
        "packs",
    }


def test_row_4_11_one_product_is_kept_per_class(make_store: MakeStore) -> None:
    answer = answered(make_store([*good_firm(), *SHELF]))
    classes = [offer.choice.product_class.id for offer in answer.offers]
    assert len(classes) == len(set(classes)) == 2
    assert {offer.product.product_id for offer in answer.offers} == {"P2", "S1"}


def test_row_4_17_every_class_is_traversed_and_every_product_belongs_to_one(make_store: MakeStore) -> None:
    hers = product_row("E1", grades=["elite"], conditions=[{"rule": "client_kind", "value": ["person"]}])
    classes = answered(make_store([*good_firm(), *SHELF, hers])).wire()["classes"]
    assert sorted(member for own in classes for member in own["members"]) == ["E1", "P1", "P2", "S1"]
    assert all(own["kept"] or own["dropped_reason"] for own in classes)


def test_row_3_22_in_no_round_of_refusals_an_offer_asks_for_more_than_can_be_borne(make_store: MakeStore) -> None:
    level = secured_row("S2", amount_max=9_000_000, repayment_methods=["equal_instalment"])
    store, free = make_store([*good_firm(), *SHELF, level]), Decimal(247_000)
    refused: list[str] = []
    while offers := (answer := match(store, asking(refused), AT)).offers:
        for offer in offers:
            cover = Decimal("1.3") if "unsecured" in offer.product.guarantee_types else Decimal("1.2")
            paid = Decimal(0)
            for one in offer.bid.schedule:
                paid += one.payment
                assert paid <= free / cover * one.month
        refused.append(offers[0].product.product_id)
    assert sorted(refused) == ["P1", "P2", "S1", "S2"]
    assert answer.reasons


def asking(refused: list[str]) -> MatchRequest:
    return request(amount=5_000_000).model_copy(update={"refused": refused})


def test_row_4_22_duplicates_removed_are_counted(make_store: MakeStore) -> None:
    assert answered(make_store([*good_firm(), *SHELF])).wire()["duplicates_removed"] == 1


def test_row_4_23_amount_and_what_bound_it_are_told(make_store: MakeStore) -> None:
    answer = answered(make_store([*good_firm(), *SHELF]), amount=5_000_000)
    bound = {o.product.product_id: (int(o.bid.amount), o.bid.bound.name) for o in answer.offers}
    assert bound == {"P2": (1_000_000, "product_max"), "S1": (2_368_000, "capacity")}
    capacity = answer.offers[[o.product.product_id for o in answer.offers].index("S1")].reasons[2]
    assert capacity.en == (
        "the amount is bound by: free cash of 247,000 a month at a cover of 1.2 bears at most 2,368,000"
    )
    assert capacity.evidence == ("test:credit_account-3", "test:statement-4")


def test_row_4_23_a_refused_product_tells_limit_and_term_amiss_and_another_is_offered(make_store: MakeStore) -> None:
    short = secured_row("S2", term_max=6, amount_min=900_000)
    body = answered(make_store([*good_firm(), *SHELF, short])).wire()
    refused = next(one for one in body["eligibility"] if one["product_id"] == "S2")
    gaps = {rule["rule"]: rule["gap"] for rule in refused["rules"] if rule["verdict"] == "FAIL"}
    assert (refused["verdict"], gaps["term_max"], gaps["amount_min"]) == ("FAIL", "6", "100000")
    assert "S1" in {offer["product_id"] for offer in body["offers"]}


def test_a_missing_source_makes_rules_unknown_and_says_what_would_decide(make_store: MakeStore) -> None:
    rows = [
        registration(),
        customer(),
        consent(),
        statement(),
        product_row("P1", conditions=[{"rule": "no_open_enforcement", "value": True}]),
    ]
    answer = answered(make_store(rows))
    assert answer.offers[0].verdict is Verdict.UNKNOWN
    assert answer.offers[0].unknown == ("no_open_enforcement", "capacity", "need")
    assert [one["unknown"] for one in answer.information] == ["capacity", "need", "no_open_enforcement"]
    silent = {gate.name for gate in answer.gates if gate.verdict is Verdict.UNKNOWN}
    assert silent == {"vetoes", "five_tier", "prescreen"}


def test_an_open_enforcement_fails_where_a_product_forbids_it(make_store: MakeStore) -> None:
    rows = [*good_firm(), product_row("P1", conditions=[{"rule": "no_open_enforcement", "value": True}])]
    open_one = (
        "enforcement",
        {"party": FIRM, "enforcement": "被执行", "case_no": "（2025）测执1号", "filed": "2025-02-01"},
    )
    closed_one = (
        "enforcement",
        {
            "party": FIRM,
            "enforcement": "被执行",
            "case_no": "（2024）测执2号",
            "filed": "2024-02-01",
            "closed": "2024-09-01",
        },
    )
    assert answered(make_store([*rows, closed_one])).offers
    assert not answered(make_store([*rows, closed_one, open_one])).offers


def test_what_would_unlock_a_lost_class_is_told(make_store: MakeStore) -> None:
    elite = product_row("P1", grades=["elite"])
    dear = secured_row("S1", conditions=[{"rule": "min_revenue", "value": "25000000"}])
    old = secured_row(
        "Y1", guarantee_types=["pledge"], repayment_methods=["bullet"], conditions=[{"rule": "min_years", "value": 9}]
    )
    answer = answered(make_store([*good_firm(), elite, dear, old]), guarantee=["mortgage", "pledge"])
    changes = {u.product_id: [(c.lever, c.gap) for c in u.changes] for u in answer.unlocks}
    assert changes == {"P1": [("client_asset", "7000000")], "S1": [("revenue", "5000000")]}
    raised = answered(make_store([*[r for r in good_firm() if r[0] != "customer"], customer(asset="10000000"), elite]))
    assert [o.product.product_id for o in raised.offers] == ["P1"]


def test_an_unknown_firm_is_answered_from_what_the_request_states(make_store: MakeStore) -> None:
    rule = [{"rule": "min_revenue", "value": "5000000"}]
    store = make_store([product_row("P1", conditions=rule), product_row("P2", grades=["premium"])])
    body: dict[str, Any] = {
        "subject": {"name": "从未见过有限公司"},
        "terms": {"amount": 100000, "term_months": 12, "purpose": "采购"},
    }
    refused = match(store, read_request(body), AT)
    assert refused.gates[0].verdict is Verdict.FAIL
    answer = match(store, read_request({**body, "consent": True}), AT)
    assert answer.offers[0].unknown == ("min_revenue", "capacity", "need")
    assert answer.client is not None
    assert answer.client.verdict is Verdict.UNKNOWN
    stated = match(
        store,
        read_request({**body, "consent": True, "terms": {**body["terms"], "revenue": 6_000_000, "asset": 100}}),
        AT,
    )
    assert stated.offers[0].unknown == ("capacity", "need")


def test_the_subject_is_found_by_id_code_or_name_and_namesakes_are_told(make_store: MakeStore) -> None:
    store = make_store([*good_firm(), *SHELF])
    terms = {"amount": 100000, "term_months": 12, "purpose": "采购"}
    found = {
        match(store, read_request({"subject": who, "terms": terms}), AT).facts.subject
        for who in ({"id": SUBJECT}, {"uscc": FIRM}, {"name": NAME})
    }
    assert found == {SUBJECT}
    twins = make_store(
        [("registration", {"name": "双名有限公司", "region": region}) for region in ("990100", "990200")]
    )
    with pytest.raises(Ambiguous):
        match(twins, read_request({"subject": {"name": "双名有限公司"}, "terms": terms}), AT)


def test_a_broken_condition_is_unknown_never_a_crash(make_store: MakeStore) -> None:
    broken = [
        {"rule": "min_years", "value": "many"},
        {"rule": "qualification_any", "value": None},
        {"rule": "odd", "value": {"a": [1]}},
    ]
    answer = answered(make_store([*good_firm(), product_row("P1", conditions=broken)]))
    assert answer.offers[0].unknown == ("min_years", "qualification_any", "odd")


def test_products_and_deals_count_only_at_the_moment(make_store: MakeStore) -> None:
    ended = product_row("P0", valid_to="2025-06-29")
    store = make_store([*good_firm(), ended, product_row("P1"), *deals("P0", 5)])
    assert [o.product.product_id for o in answered(store).offers] == ["P1"]
    assert [o.product.product_id for o in match(store, request(), Moment("2025-06-29")).offers] == ["P0"]
    assert match(store, request(), Moment("2025-02-28")).offers[0].duel.fact == "product_id"  # type: ignore[union-attr]


def test_an_unknown_pack_is_refused(make_store: MakeStore) -> None:
    with pytest.raises(NotFound):
        match(make_store(good_firm()), request(), AT, packs=["no-such-pack"])


def test_the_nearest_lower_grade_is_an_option(make_store: MakeStore) -> None:
    store = make_store([*good_firm(), product_row("P1", grades=["standard"])])
    assert answered(store).choices[0].dropped_reason == "no_product_of_grade"
    assert match(store, request(), AT, nearest_lower_grade=True).offers


def test_decisions_are_the_same_bytes_for_the_same_request_and_data(make_store: MakeStore) -> None:
    store = make_store([*good_firm(), *SHELF])
    assert decision_record(answered(store)) == decision_record(answered(store))
    assert answered(store).decision_id != answered(store, amount=700_000).decision_id


def test_a_decision_stands_in_the_graph_with_what_it_rests_on(make_store: MakeStore) -> None:
    store = make_store([*good_firm(), *SHELF])
    answer = answered(store)
    store.derive(*decision_nodes(answer))
    offered = store.neighbours(answer.decision_id, kinds=["offered"]).items
    assert {n.node.id for n in offered} == {"prd:P2", "prd:S1"}
    assert store.neighbours("prd:P1", kinds=["in_class"]).items
    assert answer.decision_id in store.retract(record_id="test:customer-1").rested


def test_every_reason_has_evidence_or_names_an_unknown(make_store: MakeStore) -> None:
    answer = answered(make_store([*good_firm(), *SHELF]))
    assert all(reason.evidence for offer in answer.offers for reason in offer.reasons)
    assert all(reason.zh and reason.en for offer in answer.offers for reason in offer.reasons)


def _catalogue(draws: Iterable[tuple[bool, list[str], int, int]]) -> list[Row]:
    rows: list[Row] = []
    for number, (is_secured, grades, count, most) in enumerate(draws):
        make = secured_row if is_secured else product_row
        rows += [make(f"P{number}", grades=grades, amount_max=most * 100_000), *deals(f"P{number}", count)]
    return rows


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.lists(st.sampled_from(["basic", "premium", "elite"]), max_size=2, unique=True),
            st.integers(0, 3),
            st.integers(1, 20),
        ),
        max_size=6,
    ),
    st.integers(0, 100),
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_row_4_11_one_per_class_whatever_the_catalogue_and_the_order_of_rows(
    make_store: MakeStore, draws: list[tuple[bool, list[str], int, int]], seed: int
) -> None:
    rows = [
        (kind, {"record_id": f"r{n}", **row})
        for n, (kind, row) in enumerate([*good_firm(), account("A2"), *_catalogue(draws)])
    ]
    shuffled = rows[:]
    Random(seed).shuffle(shuffled)
    answer, again = answered(make_store(rows)), answered(make_store(shuffled))
    classes = [offer.choice.product_class.id for offer in answer.offers]
    assert len(classes) == len(set(classes)) <= len(answer.choices)
    assert all("premium" in (offer.product.grades or ("premium",)) for offer in answer.offers)
    assert answer.wire()["offers"] == again.wire()["offers"]
