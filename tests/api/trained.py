"""Services over folders of models of their own, and trainings followed until they are over."""

import csv
import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.profiling.models.test_table import rows

from firmgraph.api.app import create_app
from firmgraph.settings import get_settings

CSV = {"content-type": "text/csv; charset=utf-8"}
PATIENCE = 60.0


def table(clients: int = 40, what: str = "utilisation", **changed: str) -> bytes:
    """A training table as a body; `changed` are cells of its first row."""
    every = rows(clients, tells=what)
    text = io.StringIO()
    written = csv.DictWriter(text, every[0], lineterminator="\n")
    written.writeheader()
    written.writerows([{**every[0], **changed}, *every[1:]])
    return text.getvalue().encode()


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the models, empty at first."""
    monkeypatch.setenv("FIRMGRAPH_MODELS", str(tmp_path / "models"))
    get_settings.cache_clear()
    yield tmp_path / "models"
    get_settings.cache_clear()


@contextmanager
def service(models: Path) -> Iterator[TestClient]:
    """A service over an empty store beside the models."""
    with TestClient(create_app(f"sqlite:///{models.parent / 'none.db'}"), raise_server_exceptions=False) as client:
        yield client


def begun(client: Any, what: str, body: bytes, **query: Any) -> str:
    """Begin a training and return its path."""
    found = client.post(f"/v1/models/{what}/trainings", content=body, headers=CSV, params=query)
    assert found.status_code == 202, found.text
    return str(found.headers["location"])


def followed(client: Any, path: str, until: str = "") -> Any:
    """What is told of a training when it is over, or when a line of its progress begins with some words."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        body = client.get(path).json()
        if body["state"] != "running" or (until and any(line.startswith(until) for line in body["progress"])):
            return body
        time.sleep(0.05)
    raise AssertionError(f"still running after {PATIENCE} seconds: {body}")
