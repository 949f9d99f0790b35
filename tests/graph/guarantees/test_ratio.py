"""External guarantees against net assets, at the line and where something is missing."""

from collections.abc import Mapping, Sequence

import pytest
from tests.graph.views import TODAY, made_view, node, number_of, relation

from firmgraph.graph.guarantees.circles import CIRCLES
from firmgraph.graph.guarantees.ratio import GuaranteeRatio, guarantee_ratio
from firmgraph.packs import pack_for

PACK = pack_for(CIRCLES, TODAY)


def ratio_of(
    guaranteed: Sequence[Mapping[str, str]], net_assets: str | None = "1000000", **statement: str
) -> GuaranteeRatio:
    relations = [relation("guarantees", "ent:a", f"ent:{n}", **stated) for n, stated in enumerate(guaranteed)]
    nodes = []
    if net_assets is not None:
        relations.append(relation("stated_in", "ent:a", "sta:a"))
        nodes = [node("sta:a", "statement", **{"name": "2024", "net_assets": net_assets, **statement})]
    relations.append(relation("holds", "per:x", "ent:a"))
    view = made_view(nodes, relations)
    return guarantee_ratio(view, number_of(view, "ent:a"), PACK)


@pytest.mark.parametrize(
    ("amount", "over", "veto"),
    [
        ("500000", "PASS", "PASS"),
        ("500000.01", "FAIL", "PASS"),
        ("1000000", "FAIL", "PASS"),
        ("1000000.01", "FAIL", "FAIL"),
    ],
)
def test_lines_are_exact(amount: str, over: str, veto: str) -> None:
    found = ratio_of([{"amount": amount}])
    assert (found.verdict, found.veto.verdict) == (over, veto)
    assert (found.over.value, found.over.unit) == (found.value, "share")


def test_the_balance_counts_before_the_amount() -> None:
    assert ratio_of([{"amount": "900000", "balance": "100000"}]).amount == 10_000_000


def test_unknown_is_not_clean() -> None:
    assert ratio_of([{"amount": "1"}], net_assets=None).verdict == "UNKNOWN"
    assert ratio_of([]).verdict == "UNKNOWN", "the bureau never spoke of the firm"
    assert ratio_of([{"amount": "1"}, {"amount": "800 USD"}]).verdict == "UNKNOWN"
    found = ratio_of([{"amount": "500000.01"}, {"amount": "800 USD"}])
    assert (found.verdict, found.veto.verdict, found.unstated) == ("FAIL", "UNKNOWN", 1)


def test_any_guarantee_is_too_much_for_a_firm_worth_nothing() -> None:
    found = ratio_of([{"amount": "1"}], net_assets="-5")
    assert (found.verdict, found.veto.verdict, found.value) == ("FAIL", "FAIL", None)
    assert found.over.unit is None


def test_a_year_that_is_not_over_tells_nothing() -> None:
    assert ratio_of([{"amount": "1"}], name="2025").net_assets is None
    assert ratio_of([{"amount": "1"}], name="2025-05").net_assets == 100_000_000


def test_a_ratio_just_over_its_line_is_not_told_as_on_it() -> None:
    found = ratio_of([{"amount": "1000000"}], "999999.99")
    assert (found.veto.verdict, str(found.value)) == ("FAIL", "1.00000001")
