"""The planted cases of the invented economy, as far as portraits, gates, grades and matches answer them."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from tests.conftest import WORLD

from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.packs import pack_by_id
from firmgraph.profiling.facts import gather
from firmgraph.profiling.features import measure
from firmgraph.profiling.gates.consent import consent_gate
from firmgraph.profiling.gates.five_tier import five_tier_gate
from firmgraph.profiling.grade import open_grades, read_table
from firmgraph.profiling.internal import size_of
from firmgraph.profiling.match import match
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.portrait import draw_portrait
from firmgraph.profiling.request import read_request
from firmgraph.profiling.tiers import TIERS, account_tier, open_account_rows
from firmgraph.profiling.verdict import Verdict

CASES: list[dict[str, Any]] = json.loads((WORLD / "expected.json").read_text(encoding="utf-8"))["cases"]


@pytest.fixture(scope="module")
def world(world_store: str) -> Iterator[GraphStore]:
    with open_store(world_store) as store:
        yield store


def asked(question: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{case['case']}-{n}") for n, case in enumerate(CASES) if case["question"] == question
    ]


def of(case: Mapping[str, Any]) -> tuple[str, Moment]:
    return case["about"]["id"], Moment(case["as_of"])


def feature(store: GraphStore, case: Mapping[str, Any], name: str) -> Measured:
    return measure(gather(store, *of(case)))[name]


@pytest.mark.parametrize("case", asked("sources"))
def test_sources(world: GraphStore, case: dict[str, Any]) -> None:
    states = {name: source.state for name, source in gather(world, *of(case)).sources.items()}
    assert {**states, **case["expected"]} == states


@pytest.mark.parametrize("case", asked("five_tier"))
def test_row_3_05_five_tiers(world: GraphStore, case: dict[str, Any]) -> None:
    facts = gather(world, *of(case))
    pack = pack_by_id("five-tier-2023-1")
    tiers = [account_tier(row.payload, pack).tier for row in open_account_rows(facts)]
    worst = max((tier for tier in tiers if tier), key=TIERS.index, default=None)
    assert worst == case["expected"]
    refused = case["expected"] in pack.parameters["refused"]
    wanted = Verdict.UNKNOWN if worst is None else Verdict.FAIL if refused else Verdict.PASS
    assert five_tier_gate(facts, [pack]).verdict is wanted


@pytest.mark.parametrize("case", asked("consent"))
def test_row_3_02_consent(world: GraphStore, case: dict[str, Any]) -> None:
    assert consent_gate(gather(world, *of(case)), None, pack_by_id("consent")).verdict == case["expected"]


@pytest.mark.parametrize("case", asked("size_class"))
def test_o13_size_class(world: GraphStore, case: dict[str, Any]) -> None:
    assert size_of(gather(world, *of(case)))[0] == case["expected"]


@pytest.mark.parametrize("case", asked("grade_by_asset"))
def test_row_4_19_grade_by_asset(world: GraphStore, case: dict[str, Any]) -> None:
    asset = feature(world, case, "client_asset").value
    assert asset == Decimal(case["asset"])
    assert open_grades(asset, read_table(pack_by_id("client-grades").parameters))[-1] == case["expected"]


@pytest.mark.parametrize("case", asked("overdue_six_months"))
def test_overdue_months(world: GraphStore, case: dict[str, Any]) -> None:
    assert feature(world, case, "overdue_months_in_six").value == case["expected"]["count"]


@pytest.mark.parametrize("case", asked("approval_enquiries_half_year"))
def test_enquiries(world: GraphStore, case: dict[str, Any]) -> None:
    assert feature(world, case, "approval_enquiries").value == case["expected"]


@pytest.mark.parametrize("case", asked("enforcement_open"))
def test_open_enforcement(world: GraphStore, case: dict[str, Any]) -> None:
    assert feature(world, case, "open_enforcements").value == len(case["expected"])


@pytest.mark.parametrize("case", asked("litigation_as"))
def test_litigation_by_role(world: GraphStore, case: dict[str, Any]) -> None:
    for role, cases in case["expected"].items():
        assert feature(world, case, f"{role}_cases").value == len(cases)


@pytest.mark.parametrize("case", asked("guarantee_ratio"))
def test_guarantee_against_net_assets(world: GraphStore, case: dict[str, Any]) -> None:
    amount, worth = feature(world, case, "guarantee_amount").value, feature(world, case, "net_assets").value
    assert amount == Decimal(case["amount"])
    assert worth == Decimal(case["net_assets"])


@pytest.mark.parametrize("case", asked("risk_tags"))
def test_a_note_that_nothing_was_found_makes_no_risk_tag(world: GraphStore, case: dict[str, Any]) -> None:
    tags = draw_portrait(world, *of(case)).external.tags.tags
    assert [tag.tag for tag in tags if tag.group == "risk"] == case["expected"]


@pytest.mark.parametrize("case", asked("attribute"))
def test_row_4_08_sources_in_conflict(world: GraphStore, case: dict[str, Any]) -> None:
    attribute = draw_portrait(world, *of(case)).final[case["attribute"]]
    assert attribute.value == case["expected"]["value"]
    wanted = case["expected"].get("loser")
    losers = [{"value": loser.value, "source": loser.source} for loser in attribute.losers]
    assert wanted is None or wanted in losers


@pytest.mark.parametrize("case", asked("match"))
def test_row_4_11_the_demonstration_firm_gets_one_product_of_each_class(
    world: GraphStore, case: dict[str, Any]
) -> None:
    request = read_request({"subject": {"uscc": case["about"]["uscc"]}, "as_of": case["as_of"], **case["request"]})
    answer = match(world, request)
    kept = {offer.choice.product_class.name: offer.product.product_id for offer in answer.offers}
    assert answer.client is not None
    assert answer.client.grade == case["grade"]
    assert kept == case["expected"]["kept"]
    assert len(kept) >= case["expected"]["at_least_classes"]


@pytest.mark.parametrize("case", asked("product_classes"))
def test_row_4_10_product_classes(world: GraphStore, case: dict[str, Any]) -> None:
    demo = next(c for c in CASES if c["question"] == "match")
    request = read_request({"subject": {"uscc": demo["about"]["uscc"]}, "as_of": case["as_of"], **demo["request"]})
    classes = {
        choice.product_class.name: list(choice.product_class.members) for choice in match(world, request).choices
    }
    assert classes == {own["name"]: own["members"] for own in case["expected"]}
