"""The planted guarantee questions of the invented economy."""

from decimal import Decimal

import pytest
from tests.graph.views import Case, number_of, planted_cases, world_view

from firmgraph.graph.guarantees.circles import CIRCLES
from firmgraph.graph.guarantees.default import in_default
from firmgraph.graph.guarantees.position import GuaranteePosition, guarantee_position
from firmgraph.packs import pack_for


def position(case: Case, bank: str | None = None) -> GuaranteePosition:
    view = world_view(case["as_of"])
    return guarantee_position(view, number_of(view, case["about"]["id"]), bank=bank)


@pytest.mark.parametrize("case", planted_cases("guarantee_circles"))
def test_circles(case: Case) -> None:
    view, found, expected = world_view(case["as_of"]), position(case), case["expected"]
    told = [{"members": list(map(view.id, ring.members)), "kind": ring.kind} for ring in found.circles]
    assert told == expected["circles"]
    assert [view.id(node) for node in found.outside] == expected.get("outside", [])
    assert len(found.component.members) == expected.get("component", 4)
    assert all(ring.evidence and not ring.truncated for ring in found.circles)


@pytest.mark.parametrize("case", planted_cases("guarantee_cascade"))
def test_cascade(case: Case) -> None:
    found = position(case, bank="岚汀银行").cascade
    assert [[fallen.id for fallen in one] for one in found.rounds] == case["expected"]["rounds"]
    assert [party.id for party in found.stands] == case["expected"]["stands"]
    assert not found.assumed
    assert [(fallen.amount, fallen.net_assets) for one in found.rounds[1:] for fallen in one] == [
        (300_000_000, 200_000_000),
        (250_000_000, 240_000_000),
    ]
    assert (found.loss, found.unstated) == (950_000_000, 0)
    assert position(case, bank="another bank").cascade.loss == 0


@pytest.mark.parametrize("case", planted_cases("guarantee_cascade"))
def test_replacing_one_guarantee_ends_the_cascade(case: Case) -> None:
    view, found = world_view(case["as_of"]), position(case)
    (guarantee,) = found.replace.guarantees
    assert view.id(guarantee.guaranteed) == case["about"]["id"]
    assert found.replace.exact


@pytest.mark.parametrize("case", planted_cases("guarantee_ratio"))
def test_ratio(case: Case) -> None:
    found = position(case).ratio
    assert found.value is not None
    assert found.value == Decimal(case["expected"])
    assert (found.amount, found.net_assets) == (int(case["amount"]) * 100, int(case["net_assets"]) * 100)
    assert found.verdict == "FAIL"
    assert found.veto.verdict == ("FAIL" if found.value > 1 else "PASS")


@pytest.mark.parametrize("case", planted_cases("guarantee_chains"))
def test_chains(case: Case) -> None:
    view, found = world_view(case["as_of"]), position(case).chains
    told = [{"nodes": list(map(view.id, chain.members)), "length": chain.length} for chain in found]
    assert told == [case["expected"]]
    assert found[0].long
    assert len(found[0].evidence) == 3


def test_guarantee_back_held_in_2022() -> None:
    (case,) = planted_cases("guarantee_chains")
    nodes = case["expected"]["nodes"]
    view = world_view("2022-12-31")
    found = guarantee_position(view, number_of(view, nodes[0]))
    assert [[view.id(node) for node in chain.members] for chain in found.chains] == [[nodes[3], nodes[0]]]


@pytest.mark.parametrize("case", planted_cases("in_default"))
def test_in_default(case: Case) -> None:
    view = world_view(case["as_of"])
    pack = pack_for(CIRCLES, view.day)
    found = {about["id"]: in_default(view, number_of(view, about["id"]), pack) for about in case["about"]}
    assert [name for name, finding in found.items() if finding.verdict == "FAIL"] == case["expected"]
    assert all(found[name].evidence and found[name].pack == CIRCLES for name in case["expected"])
