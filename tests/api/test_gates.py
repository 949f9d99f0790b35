"""Gates side by side over HTTP and on the command line, the same body."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from firmgraph.api.app import create_app
from firmgraph.cli.entry import app

FIRM = "ent:91990102MA105KER0R"
PLACE = f"/v1/enterprises/{FIRM}/gates"
DAY = "2025-06-30"


@pytest.fixture
def client(world_store: str) -> Iterator[TestClient]:
    with TestClient(create_app(world_store)) as found:
        yield found


def asked(client: TestClient, **parameters: Any) -> Any:
    answer = client.get(PLACE, params={"as_of": DAY, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_one_side_alone(client: TestClient) -> None:
    body = asked(client)
    assert body["gates"][0]["name"] == "consent"
    assert (body["beside"], body["differences"]) == (None, [])
    assert (body["client"]["grade"], body["as_of"]) == ("premium", DAY)


def test_two_packs_side_by_side_with_evidence(client: TestClient) -> None:
    body = asked(client, pack="expectation-000", beside_pack="expectation-000-literal")
    [different] = [one for one in body["differences"] if one["differs"]]
    assert different["name"] == "expectation"
    assert body["beside"]["as_of"] == DAY
    assert "expectation-000-literal" in body["beside"]["packs"]
    assert all(gate["evidence"] for gate in body["beside"]["gates"] if gate["name"] in ("consent", "five_tier"))


def test_two_days_side_by_side(client: TestClient) -> None:
    body = asked(client, beside_as_of="2025-01-14")
    consent = next(one for one in body["differences"] if one["name"] == "consent")
    assert (consent["verdict"], consent["beside"]) == ("PASS", "FAIL")
    assert body["beside"]["client"] is None


def test_bad_questions_name_their_field(client: TestClient) -> None:
    for parameters, field in (
        ({"beside_as_of": "2025-02-30"}, "beside_as_of"),
        ({"beside_as_of": "2000-01-01"}, "as_of"),
        ({"beside_pack": "sme-size-2011-300"}, "pack"),
    ):
        answer = client.get(PLACE, params={"as_of": DAY, **parameters})
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert client.get(PLACE, params={"beside_pack": "no-such-pack"}).status_code == 404
    assert client.get("/v1/enterprises/ent:none/gates").status_code == 404


def test_the_command_gives_the_same_body(client: TestClient, world_store: str) -> None:
    words = ["gates", FIRM, "--as-of", DAY, "--beside-pack", "five-tier-patent-003", "--beside-as-of", DAY]
    told = CliRunner().invoke(app, [*words, "--store", world_store, "--json"])
    assert told.exit_code == 0, told.output
    assert orjson.loads(told.stdout) == asked(client, beside_pack="five-tier-patent-003", beside_as_of=DAY)
    shown = CliRunner().invoke(app, [*words, "--store", world_store])
    assert "differs" in shown.stdout
    same = CliRunner().invoke(app, ["gates", FIRM, "--as-of", DAY, "--beside-as-of", DAY, "--store", world_store])
    assert "say the same" in same.stdout
