"""Every planted case answered rightly, over the command line and over HTTP, on the embedded store and on Neo4j."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from tests.conftest import load_world
from tests.graph.stores import neo4j_server, wiped
from tests.graph.views import planted
from tests.officer.questions import QUESTIONS

from firmgraph.api.app import create_app
from firmgraph.cli.entry import run
from firmgraph.graph.neo4j.server import ServerInfo
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import open_store

__all__ = ["neo4j_server"]
CASES = [case for case in planted() if case["question"] in QUESTIONS]
NAMES = [f"{case['case']}-{case['question']}-{place}" for place, case in enumerate(CASES)]
TIMES = {"known_at", "version"}


def subject(case: Mapping[str, Any]) -> str:
    about = case["about"]
    return str((about[0] if isinstance(about, list) else about)["uscc"])


def window(case: Mapping[str, Any]) -> dict[str, str]:
    """Return the days a case asks about: since and until, or the one it is judged on."""
    if "since" in case:
        return {"since": case["since"], "until": case["until"]}
    return {"as_of": case["as_of"], **({"pack": case["pack"]} if "pack" in case else {})}


def by_command(case: Mapping[str, Any], store: str, capsys: pytest.CaptureFixture[str]) -> Any:
    asked = QUESTIONS[case["question"]]
    options = [text for name, value in window(case).items() for text in (f"--{name.replace('_', '-')}", value)]
    assert run([*asked.command, subject(case), *options, "--store", store, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def by_route(case: Mapping[str, Any], client: TestClient) -> Any:
    asked = QUESTIONS[case["question"]]
    answer = client.get(f"/v1/enterprises/{quote(subject(case))}/{asked.route}", params=window(case))
    assert answer.status_code == 200, answer.text
    return answer.json()


def without_times(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in TIMES}


@pytest.fixture(scope="module")
def client(world_store: str) -> Iterator[TestClient]:
    with TestClient(create_app(world_store)) as client:
        yield client


@pytest.fixture(scope="module")
def neo4j_client(neo4j_server: ServerInfo) -> Iterator[TestClient]:
    with wiped(neo4j_server) as store:
        load_world(store)
    with TestClient(create_app(neo4j_server.url)) as client:
        yield client


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_planted_case_over_the_command_line_and_http(
    case: Mapping[str, Any], world_store: str, client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    told = by_command(case, world_store, capsys)
    QUESTIONS[case["question"]].check(told, case)
    assert without_times(by_route(case, client)) == without_times(told)


@pytest.mark.neo4j
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_planted_case_on_neo4j(case: Mapping[str, Any], neo4j_client: TestClient, client: TestClient) -> None:
    told = by_route(case, neo4j_client)
    QUESTIONS[case["question"]].check(told, case)
    assert without_times(told) == without_times(by_route(case, client))


def test_every_planted_question_of_an_officer_is_asked() -> None:
    of_others = {
        "five_tier", "size_class", "grade_by_asset", "consent", "attribute", "sources", "overdue_six_months", "names",
        "name_conflict", "same_enterprise", "status", "risk_tags", "match", "product_classes", "duplicate_application",
        "approval_enquiries_half_year", "same_person", "controlled_set", "in_default",
    }  # fmt: skip
    assert {case["question"] for case in planted()} == QUESTIONS.keys() | of_others


def test_controlled_set_and_defaults(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    [case] = [case for case in planted() if case["question"] == "controlled_set"]
    with open_store(world_store) as store:
        view = SnapshotKeeper(store).view()
        holder = view.id(next(n for n in range(view.size) if view.name(n) == case["about"]["name"]))
    capsys.readouterr()  # what making the snapshot here logged
    asked = ["ownership", holder, "--down", "--as-of", case["as_of"], "--store", world_store, "--json"]
    assert run(asked) == 0
    controlled = [one["id"] for one in json.loads(capsys.readouterr().out)["controlled"]]
    assert controlled == sorted(case["expected"]["controls"])
