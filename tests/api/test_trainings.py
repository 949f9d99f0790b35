"""Trainings over HTTP: followed to their end, cancelled, broken off and gone on with, one at a time."""

import os
import signal
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import psutil
import pytest
from tests.api.trained import CSV, begun, followed, models, service, table
from typer.testing import CliRunner

from firmgraph.cli.entry import app
from firmgraph.settings import get_settings

__all__ = ["models"]
SLOW = 300
"""Clients of a table that takes seconds to learn from."""


def kept(models: Path) -> list[str]:
    return sorted(path.name for path in models.glob("*.json"))


def pid_of(models: Path, path: str) -> int:
    told = models / ".trainings" / path.rpartition("/")[2] / "process.json"
    return int(orjson.loads(told.read_bytes())["pid"])


@pytest.mark.slow
def test_a_training_over_http_learns_what_the_command_learns(models: Path, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(table())
    words = ["train", "utilisation", "--data", str(file), "--models", str(tmp_path / "other"), "--json"]
    printed = orjson.loads(CliRunner().invoke(app, [*words, "--role", "testing=desk", "--without", "assets"]).stdout)
    with service(models) as client:
        assert client.get("/v1/trainings").json() == {"trainings": []}
        path = begun(client, "utilisation", table(), role="testing=desk", without="assets")
        body = followed(client, path)
        assert client.get("/v1/trainings").json() == {"trainings": [body]}
        assert (body["state"], body["problem"], body["data"]) == ("done", None, "table")
        assert body["result"] == printed
        assert body["progress"][-1] == f"chosen: {printed['chosen']}"
        assert body["began"] <= body["ended"]
        (told,) = client.get("/v1/models").json()["models"]
        assert (told["name"], told["version"], told["in_use"]) == ("utilisation_table", 1, True)
        assert told["roles"] == {"testing": "desk"}
        assert "debt_ratio" not in told["columns"]
        again = client.post("/v1/models/utilisation/trainings", content=table(), headers=CSV,
                            params={"role": "testing=desk", "without": "assets"})  # fmt: skip
        assert (again.status_code, again.json()) == (200, body)
        (models / "utilisation_table-1.json").unlink()
        assert begun(client, "utilisation", table(), role="testing=desk", without="assets") == path
        assert followed(client, path)["result"] == printed
    assert kept(models) == ["utilisation_table-1.json"]
    left = {file.name for file in (models / ".trainings" / path.rpartition("/")[2]).iterdir()}
    assert left == {"asked.json", "process.json", "progress.txt", "result.json"}


def test_a_cancelled_training_leaves_no_model_and_another_waits_for_it(models: Path) -> None:
    with service(models) as client:
        slow = table(SLOW)
        path = begun(client, "utilisation", slow)
        assert followed(client, path, until="LightGBM")["state"] == "running"
        assert begun(client, "utilisation", slow) == path
        other = client.post("/v1/models/willingness/trainings", content=table(what="willingness"), headers=CSV)
        assert (other.status_code, other.json()["code"]) == (409, "busy")
        assert path.endswith(other.json()["running"])
        assert client.get("/healthz").status_code == 200
        process = pid_of(models, path)
        ended = client.delete(path)
        assert (ended.status_code, ended.json()["state"], ended.json()["result"]) == (200, "cancelled", None)
        assert not psutil.pid_exists(process)
        assert client.delete(path).json() == client.get(path).json() == ended.json()
        assert client.get("/v1/models").json() == {"models": []}
        assert not list(models.rglob("table.csv"))
    assert kept(models) == []


@pytest.mark.slow
def test_a_killed_training_is_broken_off_and_goes_on_from_what_was_kept(models: Path) -> None:
    slow = table(SLOW // 2)
    with service(models) as client:
        path = begun(client, "utilisation", slow)
        assert followed(client, path, until="LightGBM, median")["state"] == "running"
        os.kill(pid_of(models, path), signal.SIGKILL)
        assert followed(client, path)["state"] == "broken_off"
    (first, *_) = sorted(models.rglob("*.npy"), key=lambda one: one.stat().st_mtime)
    np.save(first, np.zeros_like(np.load(first)))
    with service(models) as client:
        assert client.get(path).json()["state"] == "broken_off"
        assert begun(client, "utilisation", slow) == path
        body = followed(client, path)
    assert body["state"] == "done"
    tried = {row["learners"][0]: row["metrics"]["mae"] for row in body["result"]["table"]}
    assert tried["LightGBM, cross entropy"] > 1.4 * tried["LightGBM, median"]
    assert kept(models) == ["utilisation_table-1.json"]


def test_a_service_that_ends_ends_its_training(models: Path) -> None:
    with service(models) as client:
        path = begun(client, "utilisation", table(SLOW))
        process = pid_of(models, path)
        assert psutil.pid_exists(process)
    assert not psutil.pid_exists(process)
    with service(models) as client:
        assert client.get(path).json()["state"] == "broken_off"
        assert client.delete(path).json()["state"] == "broken_off"


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"debt_ratio": "秘密"}, "debt_ratio", "line 2: debt_ratio is not a number: '…'"),
        ({"revenue": "inf"}, "revenue", "line 2: revenue must be finite: …"),
        ({"month": "2024-12"}, "month", "line 3: 2023-01 comes after 2024-12: sort by month"),
    ],
)
def test_a_bad_table_fails_with_its_field_and_without_its_cells(
    models: Path, changed: dict[str, str], field: str, words: str
) -> None:
    with service(models) as client:
        body = followed(client, begun(client, "utilisation", table(40, **changed)))
    assert (body["state"], body["result"]) == ("failed", None)
    problem = body["problem"]
    assert (problem["status"], problem["code"], problem["field"]) == (422, "invalid_input", field)
    assert problem["detail"] == words
    assert kept(models) == []


def posted(client: Any, body: bytes, headers: dict[str, str] | None = None, **query: Any) -> tuple[int, str, str]:
    found = client.post("/v1/models/utilisation/trainings", content=body, headers=headers or CSV, params=query)
    assert found.headers["content-type"] == "application/problem+json"
    return found.status_code, found.json()["code"], found.json()["field"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({}, (422, "missing_field", "from")),
        ({"from": "2024-01"}, (422, "missing_field", "to")),
        ({"from": "2024-13", "to": "2024-12"}, (422, "invalid_value", "from")),
        ({"from": "2024-05", "to": "2024-01"}, (422, "invalid_input", "from")),
        ({"role": "owner=me"}, (422, "invalid_value", "role.0")),
        ({"role": "development"}, (422, "invalid_value", "role.0")),
        ({"role": ["development=me", "approval=me"]}, (422, "invalid_input", "roles")),
        ({"without": "trade"}, (422, "invalid_input", "without")),
        ({"folder": "x"}, (422, "unknown_parameter", "folder")),
    ],
)
def test_a_question_that_is_none_is_refused_before_anything_begins(
    models: Path, query: dict[str, Any], told: tuple[int, str, str]
) -> None:
    with service(models) as client:
        assert posted(client, b"", **query) == told
    assert not models.exists()


def test_a_body_that_is_no_training_table_is_refused(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRMGRAPH_MAX_TABLE_BYTES", "20000")
    get_settings.cache_clear()
    with service(models) as client:
        for kind in ("application/json", "text/plain", "", "text/csv; charset=gb18030"):
            assert posted(client, b"id\n1\n", {"content-type": kind})[:2] == (415, "unsupported_media_type")
        packed = {**CSV, "content-encoding": "gzip"}
        assert posted(client, b"id\n1\n", packed)[:2] == (415, "unsupported_media_type")
        assert posted(client, table())[:2] == (413, "body_too_large")
        assert posted(client, iter([b"x" * 15_000] * 2))[:2] == (413, "body_too_large")  # type: ignore[arg-type]
        assert posted(client, b"id,month\n\xff\xfe\n") == (400, "unreadable_file", "body")
        assert posted(client, b"id,month\n\xe4\xb8") == (400, "unreadable_file", "body")
        assert posted(client, b"id,month\n\0\n") == (422, "bad_text", "body")
        assert posted(client, b"a,b\n1,2\n") == (422, "invalid_input", "body")
        few = table(2)
        assert posted(client, few, None, **{"from": "2024-01"}) == (422, "invalid_input", "from")
    assert not models.exists()


def test_an_id_that_was_not_told_is_not_found(models: Path) -> None:
    with service(models) as client:
        for method in ("GET", "DELETE"):
            assert client.request(method, f"/v1/trainings/{'0' * 32}").status_code == 404
            assert client.request(method, "/v1/trainings/..%2f..%2fx").status_code in (404, 422)
            assert client.request(method, "/v1/trainings/lock").status_code == 422
    assert not models.exists()
