"""How parties are named: people by exact unique names, codes with a slip, and who is told when it is unclear."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from firmgraph.api.app import create_app
from firmgraph.cli.entry import run
from firmgraph.graph.elements import Node
from firmgraph.graph.normal.identifiers import near_codes
from firmgraph.graph.store import open_store

DAY = {"as_of": "2025-06-30"}
HUB = "91990106MA00H8319F"


@pytest.fixture(scope="module")
def client(world_store: str) -> Iterator[TestClient]:
    with TestClient(create_app(world_store)) as client:
        yield client


@pytest.fixture(scope="module")
def people(world_store: str) -> dict[str, list[str]]:
    """The ids of the people of the invented economy by name."""
    found: dict[str, list[str]] = {}
    with open_store(world_store) as store:
        for one in store.stream():
            if isinstance(one, Node) and one.kind == "person":
                found.setdefault(one.name, []).append(one.id)
    return found


def test_a_person_is_found_by_an_exact_unique_name(client: TestClient, people: dict[str, list[str]]) -> None:
    unique = sorted(name for name, ids in people.items() if len(ids) == 1)[:2]
    body = client.get("/v1/paths", params={**DAY, "from": unique[0], "to": unique[1]}).json()
    assert [body["from"]["id"], body["to"]["id"]] == [people[unique[0]][0], people[unique[1]][0]]
    down = client.get(f"/v1/enterprises/{unique[0]}/ownership", params={**DAY, "direction": "down"})
    assert down.json()["subject"]["id"] == people[unique[0]][0]


def test_people_who_share_a_name_are_told_with_their_firms(client: TestClient, people: dict[str, list[str]]) -> None:
    name, ids = min((name, ids) for name, ids in people.items() if len(ids) > 1)
    problem = client.get(f"/v1/enterprises/{name}/ownership", params={**DAY, "direction": "down"})
    assert (problem.status_code, problem.json()["code"]) == (409, "ambiguous")
    assert [one["id"] for one in problem.json()["candidates"]] == sorted(ids)
    assert all("firms" in one for one in problem.json()["candidates"])
    assert any(one["firms"] for one in problem.json()["candidates"])


def test_people_who_share_a_name_are_told_on_the_command_line(
    people: dict[str, list[str]], world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, ids = min((name, ids) for name, ids in people.items() if len(ids) > 1)
    assert run(["ownership", name, "--down", "--store", world_store]) == 1
    assert ids[0] in capsys.readouterr().err


def test_a_person_is_no_firm(client: TestClient, people: dict[str, list[str]]) -> None:
    name = min(name for name, ids in people.items() if len(ids) == 1)
    assert client.get(f"/v1/enterprises/{name}/controller", params=DAY).status_code == 404


@pytest.mark.parametrize(
    "typed", ["91990106MA00H8319G", "91990106MA00H831F9", "9199016MA00H8319F", "91990106MA00H88319F"]
)
def test_a_code_with_one_slip_is_told_with_the_right_one(client: TestClient, typed: str) -> None:
    problem = client.get(f"/v1/enterprises/{typed}/risk", params=DAY)
    assert problem.status_code == 404
    assert f"ent:{HUB}" in [one["id"] for one in problem.json()["near"]]
    if len(typed) == 18:
        assert "check digit" in problem.json()["detail"]


def test_near_codes_are_right_and_one_slip_away() -> None:
    for at in range(17):
        swapped = HUB[:at] + HUB[at + 1] + HUB[at] + HUB[at + 2 :]
        assert swapped == HUB or HUB in near_codes(swapped)
        assert HUB in near_codes(HUB[:at] + HUB[at + 1 :])
    assert HUB not in near_codes(HUB)
    assert near_codes("short") == []
