"""Named queries over HTTP: listed, run, the same as on the command line, and refused with a problem."""

from collections.abc import Iterator

import orjson
import pytest
from fastapi.testclient import TestClient

from firmgraph.api import wire_queries
from firmgraph.api.answers import MOST_ROWS
from firmgraph.api.app import create_app
from firmgraph.cli.entry import run
from firmgraph.graph.queries import named_queries

TODAY = "2025-06-30"
HUB, NAME = "ent:91990106MA00H8319F", "澜州市岚川机械零部件有限公司"


@pytest.fixture(scope="module")
def world(world_store: str) -> Iterator[TestClient]:
    """The service over the invented economy."""
    with TestClient(create_app(world_store), raise_server_exceptions=False) as client:
        yield client


def test_all_queries_are_listed_with_titles_and_parameters(world: TestClient) -> None:
    body = world.get("/v1/queries").json()
    wire_queries.Queries.model_validate(body)
    assert [one["name"] for one in body["queries"]] == list(named_queries("sql"))
    holders = next(one for one in body["queries"] if one["name"] == "holders_of")
    assert (holders["title"], holders["title_en"][:14]) == ("企业的直接股东", "Direct holders")
    assert holders["parameters"][:2] == [
        {"name": "id", "type": "text", "default": None},
        {"name": "as_of", "type": "date", "default": "today"},
    ]


def test_shares_and_money_leave_as_decimal_text(world: TestClient) -> None:
    body = world.get("/v1/queries/circular_holdings", params={"as_of": TODAY}).json()
    wire_queries.QueryRows.model_validate(body)
    (pair,) = body["rows"]
    assert (pair["id"], pair["ratio"], pair["other_ratio"]) == (HUB, "0.5", "0.2")
    assert (body["as_of"], body["truncated"]) == (TODAY, False)


def test_a_firm_may_be_named_and_rows_beyond_the_limit_are_told(world: TestClient) -> None:
    by_id = world.get("/v1/queries/holders_of", params={"id": HUB, "as_of": TODAY}).json()
    by_name = world.get("/v1/queries/holders_of", params={"id": NAME, "as_of": TODAY}).json()
    assert by_id == by_name
    assert by_id["parameters"]["id"] == HUB
    assert [row["ratio"] for row in by_id["rows"]] == ["0.57", "0.23", "0.2"]
    for limit, truncated in ((2, True), (3, False), (MOST_ROWS, False)):
        body = world.get("/v1/queries/holders_of", params={"id": HUB, "as_of": TODAY, "limit": limit}).json()
        assert (len(body["rows"]), body["truncated"]) == (min(limit, 3), truncated)


def test_rows_are_paged_by_offset(world: TestClient) -> None:
    asked = {"id": HUB, "as_of": TODAY}
    whole = world.get("/v1/queries/holders_of", params=asked).json()
    paged, offset = [], 0
    while offset is not None:
        page = world.get("/v1/queries/holders_of", params={**asked, "limit": 2, "offset": offset}).json()
        wire_queries.QueryRows.model_validate(page)
        assert page["truncated"] == (page["next_offset"] is not None)
        paged += page["rows"]
        offset = page["next_offset"]
    assert paged == whole["rows"]


def test_a_time_by_which_all_was_known_is_taken(world: TestClient) -> None:
    body = world.get("/v1/queries/watch_listed", params={"as_of": TODAY, "known_at": "2999-01-01"}).json()
    assert (body["known_at"], body["title_en"][:5], len(body["rows"]) > 0) == ("2999-01-01", "Parti", True)


def test_the_command_line_refuses_a_past_time_with_the_reason(
    world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", "watch_listed", "--known-at", "2020-01-01", "--store", world_store]) == 1
    assert "answers from all that is loaded" in capsys.readouterr().err


@pytest.mark.parametrize("name", list(named_queries("sql")))
def test_every_query_answers_as_on_the_command_line(
    world: TestClient, world_store: str, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    examples = {
        "id": HUB,
        "region": "990106",
        "name": "周栖云",
        "tag": "region.east",
        "since": "2022-01-01",
        "until": TODAY,
        "as_of": TODAY,
    }
    asked = {p.name: examples[p.name] for p in named_queries("sql")[name].parameters if p.name in examples}
    answer = world.get(f"/v1/queries/{name}", params=asked)
    assert answer.status_code == 200, answer.text
    words = [word for key, value in asked.items() for word in ("--param", f"{key}={value}")]
    capsys.readouterr()
    assert run(["query", name, *words, "--json", "--store", world_store]) == 0
    assert orjson.loads(capsys.readouterr().out) == answer.json()


def test_the_day_may_be_given_as_an_option(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "watch_listed", "--as-of", "2023-03-31", "--json", "--store", world_store]) == 0
    assert orjson.loads(capsys.readouterr().out)["rows"] == []


@pytest.mark.parametrize(
    ("url", "status", "code", "field"),
    [
        ("/v1/queries/holders", 404, "not_found", "name"),
        ("/v1/queries/holders_of", 422, "missing_field", "id"),
        ("/v1/queries/holders_of?id=", 422, "invalid_input", "id"),
        ("/v1/queries/holders_of?id=a%00b", 422, "invalid_input", "id"),
        ("/v1/queries/holders_of?id=ent:none", 404, "not_found", "id"),
        ("/v1/queries/holders_of?id=a&id=b", 422, "repeated_parameter", "id"),
        ("/v1/queries/holders_of?id=a&page=2", 422, "unknown_parameter", "page"),
        ("/v1/queries/holders_of?id=a&as_of=2025-02-30", 422, "invalid_input", "as_of"),
        (f"/v1/queries/watch_listed?limit={MOST_ROWS + 1}", 422, "invalid_input", "limit"),
        ("/v1/queries/watch_listed?limit=many", 422, "invalid_input", "limit"),
        ("/v1/queries/watch_listed?offset=-1", 422, "invalid_input", "offset"),
        ("/v1/queries/watch_listed?offset=10000", 422, "invalid_input", "offset"),
        ("/v1/queries/watch_listed?known_at=2020-01-01", 422, "invalid_input", "known_at"),
        ("/v1/queries/watch_listed?known_at=soon", 422, "invalid_input", "known_at"),
        ("/v1/queries/watch_listed?pack=vetoes", 422, "invalid_input", "pack"),
        ("/v1/queries?limit=1", 422, "unknown_parameter", "limit"),
        ("/v1/queries/a/b", 404, "no_such_route", None),
    ],
)
def test_a_bad_request_is_a_problem(world: TestClient, url: str, status: int, code: str, field: str | None) -> None:
    answer = world.get(url)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_name_is_told_with_the_names_there_are(world: TestClient) -> None:
    assert world.get("/v1/queries/holders").json()["names"] == sorted(named_queries("sql"))


def test_an_unknown_firm_is_told_with_near_names(world: TestClient) -> None:
    problem = world.get("/v1/queries/holders_of", params={"id": "澜州市岚川机械零部件"}).json()
    assert {"id": HUB, "name": NAME} in problem["near"]
