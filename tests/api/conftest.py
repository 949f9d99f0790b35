"""The service over a small store, loaded through its own routes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.api.economy import ROWS

from firmgraph.api.app import create_app


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The store with the small economy."""
    url = f"sqlite:///{tmp_path_factory.mktemp('api') / 'economy.db'}"
    with TestClient(create_app(url)) as client:
        for kind, rows in ROWS.items():
            body = {"source": "registry", "observed_at": "2025-06-20", "rows": rows}
            report = client.post(f"/v1/records/{kind}", json=body).json()
            assert (report["new"], report["bad"]) == (len(rows), []), report
    return url


@pytest.fixture(scope="session")
def client(store_url: str) -> Iterator[TestClient]:
    """The service as a client sees it: a fault would come as a 500, not as an exception."""
    with TestClient(create_app(store_url), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[TestClient]:
    """The service over a store of its own that a test may write to."""
    with TestClient(create_app(f"sqlite:///{tmp_path / 'empty.db'}"), raise_server_exceptions=False) as client:
        yield client
