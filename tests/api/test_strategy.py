"""Moves of limits and rates over HTTP."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from firmgraph.cli.entry import app

CLIENTS = [
    {"id": "c1", "risk": "0.01", "willingness": "0.9", "limit": "1000000", "drawn": "400000", "rate": "0.06",
     "capacity": "3000000", "group_left": "500000"},
    {"id": "c2", "risk": "0.01", "willingness": "0.1", "limit": "1000000.55", "drawn": "100000", "rate": "0.0605",
     "capacity": "3000000"},
    {"id": "c3", "risk": "0.08", "willingness": "0.9", "limit": "1000000", "drawn": "900000", "rate": "0.06",
     "group_left": "500000", "group": "g"},
    {"id": "c4", "risk": "0.08", "willingness": "0.1", "limit": "1000000", "drawn": "100000", "rate": "0.06",
     "capacity": "3000000", "group_left": "500000", "group": "g"},
]  # fmt: skip
DAY = "2025-06-30"


def asked(client: TestClient, body: dict[str, Any]) -> Any:
    return client.post("/v1/strategy", params={"as_of": DAY}, json=body)


@pytest.mark.parametrize("way", ["quadrants", "optimiser"])
def test_the_service_and_the_command_move_clients_alike(client: TestClient, tmp_path: Path, way: str) -> None:
    file = tmp_path / "clients.csv"
    names = [*CLIENTS[2], "capacity"]
    rows = [",".join(one.get(name, "") for name in names) for one in CLIENTS]
    file.write_text("\n".join([",".join(names), *rows]) + "\n", encoding="utf-8")
    words = ["strategy", "--data", str(file), "--json", "--as-of", DAY]
    told = CliRunner().invoke(app, [*words, "--optimiser"] if way == "optimiser" else words)
    assert asked(client, {"clients": CLIENTS, "way": way}).json() == orjson.loads(told.stdout)


def test_row_1_08_a_raise_stays_within_capacity_and_the_room_of_the_group(client: TestClient) -> None:
    body = asked(client, {"clients": [{**CLIENTS[0], "capacity": "1050000"}, *CLIENTS[1:]]}).json()
    first = body["clients"][0]
    assert (first["quadrant"], first["limit_move"]) == ("low_risk_high_willingness", "50000")
    unknown = asked(client, {"clients": [{**CLIENTS[0], "capacity": None}, *CLIENTS[1:]]}).json()
    assert unknown["clients"][0]["limit_move"] == "0"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"risk": "1.2"}, "clients.0.risk"),
        ({"limit": "-1"}, "clients.0.limit"),
        ({"limit": "0.001"}, "clients.0.limit"),
        ({"rate": "NaN"}, "clients.0.rate"),
        ({"salary": 1}, "clients.0.salary"),
        ({"id": "c2"}, "id"),
    ],
)
def test_what_cannot_be_moved_is_named(client: TestClient, change: dict[str, Any], field: str) -> None:
    found = asked(client, {"clients": [{**CLIENTS[0], **change}, *CLIENTS[1:]]})
    assert (found.status_code, found.json()["field"]) == (422, field)


def test_no_clients_and_too_many_are_refused(client: TestClient) -> None:
    assert asked(client, {"clients": []}).status_code == 422
    many = [{**CLIENTS[1], "id": str(n)} for n in range(5001)]
    assert asked(client, {"clients": many}).status_code in (413, 422)
