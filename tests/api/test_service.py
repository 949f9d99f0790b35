"""The service as a whole: health, a store that is down, problems, headers, logs, many threads."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.api.economy import HUB_ID, request

from firmgraph.api import errors
from firmgraph.api.app import create_app
from firmgraph.api.guard import SECURITY_HEADERS
from firmgraph.errors import StoreUnavailable

PROBLEM = {"type", "title", "status", "detail", "code", "field", "instance"}
STORE_ROUTES = [
    ("GET", "/v1/enterprises?q=x"),
    ("GET", "/v1/enterprises/ent:x"),
    ("GET", "/v1/enterprises/ent:x/neighbours"),
    ("GET", "/v1/enterprises/ent:x/portrait"),
    ("GET", "/v1/enterprises/ent:x/tags"),
    ("GET", "/v1/decisions/dec:x"),
    ("GET", "/v1/records/x"),
    ("GET", "/v1/queries/holders_of?id=ent:x"),
    ("POST", "/v1/records/registration"),
    ("POST", "/v1/match"),
]
BODIES: dict[str, Any] = {"/v1/records/registration": {"rows": [{"name": "甲厂"}]}, "/v1/match": request()}


@pytest.fixture(params=["a directory", "not a store", "no such scheme"])
def down_client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TestClient]:
    """The service over a store that does not open."""
    (tmp_path / "text.db").write_text("this is no database at all" * 100)
    url = {"a directory": f"sqlite:///{tmp_path}", "not a store": f"sqlite:///{tmp_path / 'text.db'}"}.get(
        request.param, "what://x"
    )
    with TestClient(create_app(url), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(("method", "url"), STORE_ROUTES)
def test_a_store_that_is_down_is_503_with_retry_after(down_client: TestClient, method: str, url: str) -> None:
    answer = down_client.request(method, url, json=BODIES.get(url))
    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
    assert int(answer.headers["retry-after"]) > 0
    assert "text.db" not in answer.text


def test_the_service_lives_without_its_store_and_says_what_is_down(down_client: TestClient) -> None:
    assert down_client.get("/healthz").json() == {"status": "alive"}
    ready = down_client.get("/readyz")
    assert (ready.status_code, ready.json()["code"], ready.headers["retry-after"]) == (503, "not_ready", "5")
    assert ready.json()["parts"] == [{"name": "store", "up": False}]


def test_a_store_that_comes_back_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firmgraph.api.held_store.PAUSE_SECONDS", 0.0)
    place = tmp_path / "later.db"
    place.mkdir()
    with TestClient(create_app(f"sqlite:///{place}")) as client:
        assert client.get("/readyz").status_code == 503
        place.rmdir()
        assert client.get("/readyz").json() == {"status": "ready", "parts": [{"name": "store", "up": True}]}


def test_a_store_that_fails_later_is_503(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(store_url)
    with TestClient(app, raise_server_exceptions=False) as client:

        def fail(*_: Any, **__: Any) -> None:
            raise StoreUnavailable("the file of Mr X is locked")

        monkeypatch.setattr(type(app.state.store.get()), "search", fail)
        answer = client.get("/v1/enterprises?q=x")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "Mr X" not in answer.text


def test_a_fault_is_a_500_problem_without_a_trace(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(store_url)
    with TestClient(app, raise_server_exceptions=False) as client, structlog.testing.capture_logs() as logs:

        def fail(*_: Any, **__: Any) -> None:
            raise ZeroDivisionError("secret words")

        monkeypatch.setattr(type(app.state.store.get()), "search", fail)
        answer = client.get("/v1/enterprises?q=x")
        assert client.get("/healthz").status_code == 200
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in answer.text + json.dumps(logs)
    fault = next(log for log in logs if log["event"] == "fault")
    assert fault["request_id"] == answer.headers["x-request-id"]
    assert any(place.startswith("test_service.py:") for place in fault["at"])


@pytest.mark.parametrize(
    ("method", "url", "status", "code", "field"),
    [
        ("GET", "/nothing", 404, "no_such_route", None),
        ("GET", "/v1/enterprises/", 422, "invalid_value", "id"),
        ("GET", "/docs", 404, "no_such_route", None),
        ("DELETE", "/v1/match", 405, "method_not_allowed", None),
        ("GET", "/v1/enterprises", 422, "missing_field", "q"),
        ("GET", "/v1/enterprises?q=", 422, "invalid_value", "q"),
        ("GET", "/v1/enterprises?q=%20", 422, "invalid_value", "q"),
        ("GET", f"/v1/enterprises?q={'长' * 201}", 422, "invalid_value", "q"),
        ("GET", "/v1/enterprises?q=%ff%fe", 422, "bad_text", "q"),
        ("GET", "/v1/enterprises?q=a%00b", 422, "bad_text", "q"),
        ("GET", "/v1/enterprises?q=x&page=2", 422, "unknown_parameter", "page"),
        ("GET", "/v1/enterprises?q=x&13800138000=2", 422, "unknown_parameter", "?"),
        ("GET", "/v1/enterprises?q=x&q=y", 422, "repeated_parameter", "q"),
        ("GET", "/v1/enterprises?q=x&limit=0", 422, "invalid_value", "limit"),
        ("GET", "/v1/enterprises?q=x&limit=1e3", 422, "invalid_value", "limit"),
        ("GET", "/v1/enterprises?q=x&cursor=zzz", 422, "bad_cursor", "cursor"),
        ("GET", f"/v1/enterprises/{HUB_ID}/neighbours?cursor=zzz", 422, "bad_cursor", "cursor"),
        ("GET", f"/v1/enterprises/{HUB_ID}/neighbours?kinds=owns", 422, "invalid_input", "kinds"),
        ("GET", f"/v1/enterprises/{HUB_ID}/neighbours?kinds=holds,,", 422, "invalid_value", "kinds"),
        ("GET", f"/v1/enterprises/{HUB_ID}?as_of=2025-02-30", 422, "invalid_input", "as_of"),
        ("GET", f"/v1/enterprises/{HUB_ID}?as_of=today", 422, "invalid_input", "as_of"),
        ("GET", f"/v1/enterprises/{HUB_ID}?known_at=2025-01-01T25:00", 422, "invalid_input", "known_at"),
        ("GET", f"/v1/enterprises/{'x' * 301}", 422, "invalid_value", "id"),
        ("GET", "/healthz?verbose=1", 422, "unknown_parameter", "verbose"),
    ],
)
def test_a_bad_request_is_a_problem(
    client: TestClient, method: str, url: str, status: int, code: str, field: str | None
) -> None:
    answer = client.request(method, url)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)
    assert answer.json().keys() >= PROBLEM
    assert answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert f"`{code}` | {status}" in (errors.__doc__ or "")


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b'{"a": ', 400, "bad_json", None),
        (b"\xff\xfe", 400, "bad_json", None),
        (b'{"terms": {"amount": 1e999}}', 422, "bad_number", "terms.amount"),
        (b'{"terms": {"amount": NaN}}', 422, "bad_number", "terms.amount"),
        (b'{"terms": {"amount": -Infinity}}', 422, "bad_number", "terms.amount"),
        (b'{"terms": {"amount": ' + b"9" * 5000 + b"}}", 422, "bad_number", "terms.amount"),
        (b'{"subject": {"name": "a\\u0000"}}', 422, "bad_text", "subject.name"),
        (b'{"subject": {"name": "a\\ud800"}}', 422, "bad_text", "subject.name"),
        (b'{"subject": {"name": "a", "name": "b"}}', 422, "repeated_member", "subject"),
        (b"[" * 33 + b"]" * 33, 422, "too_deep", None),
        (b"[" * 100_000, 422, "too_deep", None),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, 422, "too_deep", None),
        (b" " * 1_000_001, 413, "body_too_large", None),
        (b"", 422, "missing_field", "body"),
        (b"null", 422, "invalid_value", "body"),
        (b"[" * 32 + b"]" * 32, 422, "invalid_value", "body"),
    ],
)
def test_a_bad_body_is_a_problem(client: TestClient, body: bytes, status: int, code: str, field: str | None) -> None:
    answer = client.post("/v1/match", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)


def test_a_body_that_grows_too_large_on_the_way_is_refused(client: TestClient) -> None:
    pieces = (b" " * 100_000 for _ in range(30))
    answer = client.post("/v1/match", content=pieces, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_not_declared_as_json_is_refused(client: TestClient, media_type: str) -> None:
    answer = client.post("/v1/match", content=json.dumps(request()), headers={"content-type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_405_tells_the_methods(client: TestClient) -> None:
    assert client.put("/v1/match").headers["allow"] == "POST"


@pytest.mark.parametrize("url", ["/healthz", "/nothing", "/v1/enterprises?q=x", "/openapi.json"])
def test_every_answer_carries_the_security_headers(client: TestClient, url: str) -> None:
    headers = client.get(url).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert len(headers["x-request-id"]) == 32
    assert "server" not in headers


def test_the_access_log_holds_no_personal_data(client: TestClient) -> None:
    with structlog.testing.capture_logs() as logs:
        client.get("/v1/enterprises?q=欧阳试")
        client.get("/v1/enterprises/per:name:欧阳试@x/tags")
        client.request("欧阳试".encode().hex(), "/v1/match")
    assert [(log["method"], log["route"], log["status"]) for log in logs] == [
        ("GET", "/v1/enterprises", 200),
        ("GET", "/v1/enterprises/{id:path}/tags", 404),
        ("other", "/v1/match", 405),
    ]
    assert "欧阳试" not in str(logs)


def test_many_threads_read_while_others_write(empty_client: TestClient) -> None:
    def write(number: int) -> int:
        rows = [{"name": f"第{number}并行有限公司", "region": "990100"}]
        return int(empty_client.post("/v1/records/registration", json={"rows": rows}).status_code)

    def read(_: int) -> int:
        return int(empty_client.get("/v1/enterprises?q=并行").status_code)

    with ThreadPoolExecutor(8) as pool:
        statuses = [*pool.map(write, range(40)), *pool.map(read, range(80))]
    assert set(statuses) == {200}
    assert len(empty_client.get("/v1/enterprises?q=并行&limit=200").json()["items"]) == 40


PICTURES = ("/v1/decisions/{id}/code.svg",)
OFFICER = ("ownership", "controller", "beneficial-owners", "group", "related", "guarantees", "risk", "neighbours")


def test_openapi_is_complete(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["info"]["version"] == version("firmgraph")
    assert {f"/v1/enterprises/{{id}}/{answer}" for answer in OFFICER} <= document["paths"].keys()
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            good = told["responses"]["200"]["content"]
            assert "$ref" in good["application/json"]["schema"] if path not in PICTURES else "image/svg+xml" in good
            for status in ("422", "500", "503"):
                schema = told["responses"][status]["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}
            assert told["responses"].keys() & {"400", "415"} == ({"400", "415"} if method == "post" else set())
    assert "HTTPValidationError" not in document["components"]["schemas"]
    for name in ("MatchRequest", "NewRecords", "Terms", "Subject"):
        found = [schema for key, schema in document["components"]["schemas"].items() if key.endswith(name)]
        assert any(schema.get("additionalProperties") is False for schema in found), name
    refs = set(_refs(document))
    assert refs <= {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}


def _refs(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for name, value in part.items() if name == "$ref")
        for value in part.values():
            yield from _refs(value)
    elif isinstance(part, list):
        for value in part:
            yield from _refs(value)


def test_every_code_raised_stands_in_the_table(client: TestClient) -> None:
    told = {line.split("`")[1] for line in (errors.__doc__ or "").splitlines() if line.startswith("| `")}
    assert {"store_unavailable", "internal", "not_found", "ambiguous", "bad_cursor", "invalid_input"} <= told
    assert isinstance(client.app, FastAPI)
    assert told <= set(_words(client.get("/openapi.json").json()["info"]["description"]))


def _words(text: str) -> list[str]:
    return text.replace("`", " ").split()
