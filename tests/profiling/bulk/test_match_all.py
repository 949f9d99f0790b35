from collections.abc import Iterator
from typing import Any

import pytest
from tests.profiling.rows import FIRM, NAME, MakeStore, good_firm, product_row, secured_row

from firmgraph.errors import Ambiguous, InvalidInput, NotFound
from firmgraph.graph.elements import Moment
from firmgraph.graph.references import organisation_reference
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.graph.world.codes import credit_code
from firmgraph.profiling.bulk import match_all as module
from firmgraph.profiling.bulk.match_all import match_all
from firmgraph.profiling.bulk.told import Told, told_of
from firmgraph.profiling.match import match
from firmgraph.profiling.request import MatchRequest, read_request
from firmgraph.profiling.sight import Sight

DAY = Moment("2025-06-30")


@pytest.fixture(scope="module")
def world(world_store: str) -> Iterator[GraphStore]:
    with open_store(world_store) as store:
        yield store


def asking(client: str, **more: Any) -> MatchRequest:
    terms = {"amount": "80万元", "term_months": 12, "purpose": "working_capital", **more.pop("terms", {})}
    return read_request({"subject": {"id": client}, "terms": terms, **more})


def alone(sight: Sight, request: MatchRequest, packs: tuple[str, ...] = ()) -> Told:
    return told_of(match(sight.store, request, sight.at, packs=packs, keeper=sight.keeper))


def test_every_client_of_the_invented_economy_is_told_what_it_is_told_alone(world: GraphStore) -> None:
    rows = world.records(kinds=["customer"], at=DAY)
    clients = sorted({organisation_reference(row.payload["enterprise"], row.source) for row in rows})
    sight = Sight(world, DAY, SnapshotKeeper(world))
    offers = [{"guarantee": ["mortgage"]}, {"term_months": 36, "purpose": "equipment", "guarantee": ["suretyship"]}]
    requests = [asking(client, terms=terms) for client in clients for terms in offers]
    told = list(match_all(sight, requests))
    assert told == [alone(sight, one) for one in requests]
    assert sum(bool(one.offers) for one in told if isinstance(one, Told)) > 20
    assert {gate for one in told if isinstance(one, Told) for gate in one.gates} >= {"consent", "vetoes"}


def test_each_request_has_its_day_and_its_place(world: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    sight = Sight(world, DAY, SnapshotKeeper(world))
    days = ["2025-06-30", "2025-03-31", None, "2024-12-31", "2025-06-30"]
    requests = [asking("ent:91990102MA105KER0R", as_of=day) for day in days]
    told = list(match_all(sight, requests, ("prescreen-000-literal",)))
    assert told == [alone(sight, one, ("prescreen-000-literal",)) for one in requests]
    assert told[1] != told[0] == told[2] == told[4]


def test_what_is_wrong_with_one_request_is_told_in_its_place(make_store: MakeStore) -> None:
    twin = ("registration", {"uscc": credit_code(7, "990100"), "name": NAME, "observed_at": "2025-06-20"})
    store = make_store([*good_firm(), twin, product_row("P1"), secured_row("S1")])
    both = read_request({"subject": {"name": NAME}, "terms": asking("ent:x").terms.model_dump()})
    told = list(match_all(Sight(store, DAY), [asking("ent:else"), both, asking(f"ent:{FIRM}"), asking("ent:nobody")]))
    assert isinstance(told[1], Ambiguous)
    assert [isinstance(one, Told) for one in told[2:]] == [True, True]
    assert told[2] == alone(Sight(store, DAY), asking(f"ent:{FIRM}"))


def test_the_subject_of_a_loan_is_an_enterprise(world: GraphStore) -> None:
    person = next(node for node in _persons(world))
    (told,) = match_all(Sight(world, DAY), [asking(person)])
    assert isinstance(told, InvalidInput)


def _persons(world: GraphStore) -> Iterator[str]:
    for client in world.records(kinds=["position"], at=DAY):
        found = world.neighbours(organisation_reference(client.payload["enterprise"], client.source), DAY).items
        yield from (one.node.id for one in found if one.node.kind == "person")


def test_a_pack_there_is_not_is_told_before_anything_is_matched(world: GraphStore) -> None:
    with pytest.raises((NotFound, InvalidInput)):
        list(match_all(Sight(world, DAY), [asking("ent:x")], ("no-such-pack",)))
