from copy import deepcopy
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.rows import AT, SUBJECT, MakeStore, customer, registration

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.facts import gather
from firmgraph.profiling.grade import authentication, choose_grade, client_grade, open_grades, read_table
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.verdict import Verdict

PARAMETERS = pack_by_id("client-grades").parameters
TABLE = read_table(PARAMETERS)
ALL_MODE = read_table({**PARAMETERS, "mode": "all"})


def test_row_4_18_minima_must_strictly_increase_and_tags_have_a_rule() -> None:
    broken = deepcopy(dict(PARAMETERS))
    broken["grades"][2]["minimum"] = broken["grades"][1]["minimum"]
    with pytest.raises(InvalidInput, match="strictly increase"):
        read_table(broken)
    unruled = deepcopy(dict(PARAMETERS))
    unruled["grades"][0]["tags"] = ["no_such_tag"]
    with pytest.raises(InvalidInput, match="without a rule"):
        read_table(unruled)


@pytest.mark.parametrize(
    ("asset", "highest"),
    [
        ("0", "basic"),
        ("499999.99", "basic"),
        ("500000", "standard"),
        ("1999999.99", "standard"),
        ("2000000", "premium"),
        ("9999999.99", "premium"),
        ("10000000", "elite"),
    ],
)
def test_row_4_19_equality_qualifies(asset: str, highest: str) -> None:
    assert open_grades(Decimal(asset), TABLE)[-1] == highest


def test_row_4_20_any_tag_or_all_of_them() -> None:
    rich = Decimal(20_000_000)
    assert choose_grade(rich, frozenset({"high_tech"}), TABLE) == "premium"
    assert choose_grade(rich, frozenset({"high_tech"}), ALL_MODE) == "basic"
    assert choose_grade(rich, frozenset({"licence_verified", "known_client"}), ALL_MODE) == "standard"
    assert choose_grade(rich, frozenset(TABLE.tags), ALL_MODE) == "elite"


def test_row_4_20_no_tag_satisfied_gives_the_lowest_grade() -> None:
    assert choose_grade(Decimal(20_000_000), frozenset(), TABLE) == "basic"


@given(
    st.decimals(0, 10**9, places=2), st.decimals(0, 10**9, places=2), st.frozensets(st.sampled_from(sorted(TABLE.tags)))
)
def test_more_asset_never_lowers_the_grade(one: Decimal, other: Decimal, held: frozenset[str]) -> None:
    order = [rule.grade for rule in TABLE.grades]
    low, high = sorted((one, other))
    assert order.index(choose_grade(low, held, TABLE)) <= order.index(choose_grade(high, held, TABLE))


def test_an_unknown_asset_is_marked_and_takes_the_lowest_grade(make_store: MakeStore) -> None:
    facts = gather(make_store([registration(), customer()]), SUBJECT, AT)
    tags = authentication(facts, TABLE)
    grade = client_grade(Measured(None), tags, TABLE)
    assert (grade.grade, grade.verdict) == ("basic", Verdict.UNKNOWN)
    known = client_grade(Measured(Decimal(3_000_000), ("test:customer-1",)), tags, TABLE)
    assert (known.grade, known.verdict) == ("premium", Verdict.PASS)
    assert "test:customer-1" in known.evidence


def test_a_revoked_licence_is_no_authentication(make_store: MakeStore) -> None:
    facts = gather(make_store([registration(status="吊销")]), SUBJECT, AT)
    assert client_grade(Measured(Decimal(3_000_000)), authentication(facts, TABLE), TABLE).grade == "basic"
