"""The same requests on both stores: the same answers, and each decision the same bytes when made again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.conftest import load_world, world_at
from tests.graph.stores import neo4j_server, wiped

from firmgraph.api.app import create_app
from firmgraph.graph.neo4j.server import ServerInfo
from firmgraph.settings import get_settings

__all__ = ["neo4j_server"]

FIRMS = ("91990102MA105KER0R", "91990103MA0QFF9D7D", "91990106MA00H8319F", "91990106MA0HRB4132", "91990106MA0RK0FF98")
OF_THE_STORE = {"decision_id", "known_at", "version"}


def asked(firm: str, amount: int) -> dict[str, Any]:
    terms = {"amount": amount, "term_months": 12, "purpose": "working_capital", "guarantee": ["mortgage"]}
    return {"subject": {"uscc": firm}, "terms": terms, "as_of": "2025-06-30", "consent": True}


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[TestClient]:
    """A service over the invented economy in a file."""
    with TestClient(create_app(world_at(f"sqlite:///{tmp_path / 'own.db'}"))) as found:
        yield found


@pytest.fixture
def on_neo4j(neo4j_server: ServerInfo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A service over the invented economy on Neo4j, with a ledger of its own."""
    monkeypatch.setenv("FIRMGRAPH_LEDGER", f"sqlite:///{tmp_path / 'neo4j.ledger.db'}")
    get_settings.cache_clear()
    with wiped(neo4j_server) as store:
        load_world(store)
    with TestClient(create_app(neo4j_server.url)) as found:
        yield found
    monkeypatch.undo()
    get_settings.cache_clear()


@pytest.mark.neo4j
def test_both_stores_decide_alike_and_replay_their_decisions(embedded: TestClient, on_neo4j: TestClient) -> None:
    for firm in FIRMS:
        for amount in (200_000, 3_000_000):
            bodies = [client.post("/v1/match", json=asked(firm, amount)).json() for client in (embedded, on_neo4j)]
            one, other = ({name: body[name] for name in body.keys() - OF_THE_STORE} for body in bodies)
            assert one == other
            for client, body in zip((embedded, on_neo4j), bodies, strict=True):
                again = client.post(f"/v1/decisions/{body['decision_id']}/replay").json()
                assert again["same"], again["differences"]
