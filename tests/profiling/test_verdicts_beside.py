import pytest
from tests.profiling.rows import SUBJECT, MakeStore, Row, account, consent, customer, good_firm

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.gates.sequence import GATES
from firmgraph.profiling.request import Terms
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.verdict import Verdict
from firmgraph.profiling.verdicts_beside import CLIENT, Side, compared, side_of

TERMS = Terms.model_validate({"amount": 1, "term_months": 1, "purpose": "other"})


def side(store: GraphStore, day: str = "2025-06-30", *packs: str) -> Side:
    return side_of(Sight(store, Moment(day)), SUBJECT, packs, TERMS)


def said(one: Side, name: str) -> Verdict:
    return next(gate.verdict for gate in one.gates if gate.name == name)


def differing(one: Side, other: Side) -> dict[str, list[str]]:
    return {row["name"]: row["differs"] for row in compared(one, other) if row["differs"]}


def without(kind: str) -> list[Row]:
    return [row for row in good_firm() if row[0] != kind]


def test_row_3_06_one_account_under_both_five_tier_packs(make_store: MakeStore) -> None:
    late = account(five_tier=None, overdue_days=95, loss_probability="4%")
    store = make_store([*without("credit_account"), (late[0], {k: v for k, v in late[1].items() if v is not None})])
    law, patent = (side(store, "2025-06-30", pack) for pack in ("five-tier-2023-1", "five-tier-patent-003"))
    assert (said(law, "five_tier"), said(patent, "five_tier")) == (Verdict.FAIL, Verdict.PASS)
    assert differing(law, patent) == {"five_tier": ["verdict", "reason", "packs"]}
    assert "five-tier-patent-003" in patent.packs
    assert "five-tier-patent-003" not in law.packs


def test_all_gates_and_the_grade_stand_beside_those_of_another_day(make_store: MakeStore) -> None:
    store = make_store([*without("consent"), consent(given_at="2025-06-01")])
    now, before = side(store), side(store, "2025-05-31")
    rows = compared(now, before)
    assert [row["name"] for row in rows] == [*GATES, CLIENT]
    assert (said(now, "consent"), said(before, "consent")) == (Verdict.PASS, Verdict.FAIL)
    assert now.client is not None
    assert now.client.grade == "premium"


def test_row_3_02_where_consent_fails_nothing_else_is_read_on_that_side(make_store: MakeStore) -> None:
    one = side(make_store(without("consent")))
    assert [gate.verdict for gate in one.gates] == [Verdict.FAIL] + [Verdict.UNKNOWN] * (len(one.gates) - 1)
    assert one.client is None
    assert one.packs == ("consent",)
    assert not any(gate.reason.evidence for gate in one.gates)


def test_the_same_side_twice_says_the_same(make_store: MakeStore) -> None:
    store = make_store(good_firm())
    assert differing(side(store), side(store)) == {}


def test_the_grade_of_the_day_stands_beside_that_of_another(make_store: MakeStore) -> None:
    later = customer(customer_no="C1", registered_at="2025-05-01")
    store = make_store([*without("customer"), later])
    now, before = side(store), side(store, "2025-04-30")
    assert (now.client, before.client) != (None, None)
    assert "verdict" in differing(now, before)[CLIENT]


def test_a_pack_not_in_force_on_its_day_is_refused(make_store: MakeStore) -> None:
    store = make_store(good_firm())
    with pytest.raises(InvalidInput, match="company-law-2018 is in force from"):
        side(store, "2025-06-30", "company-law-2018")
