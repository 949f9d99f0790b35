"""Style and guide over HTTP: whole, and readable from Neo4j Browser's origin only."""

import pytest
from fastapi.testclient import TestClient

from firmgraph.api.routes import browser
from firmgraph.graph.neo4j.browser.guide import guide_text
from firmgraph.graph.neo4j.browser.style import style_text

FILES = {
    "/browser/firmgraph.grass": (style_text, "text/plain; charset=utf-8"),
    "/browser/guide.html": (guide_text, "text/html; charset=utf-8"),
}
ASKED = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "cache-control,pragma,sentry-trace"}


@pytest.fixture(autouse=True)
def origins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "browser_origins", lambda: frozenset({"http://127.0.0.1:7474"}))


@pytest.mark.parametrize("path", FILES)
def test_the_browser_may_read_style_and_guide(client: TestClient, path: str) -> None:
    make, media_type = FILES[path]
    headers = {"Origin": "http://127.0.0.1:7474"}
    leave = client.options(path, headers=headers | ASKED)
    assert (leave.status_code, leave.content) == (204, b"")
    assert leave.headers["access-control-allow-origin"] == "http://127.0.0.1:7474"
    assert leave.headers["access-control-allow-methods"] == "GET"
    assert set(leave.headers["access-control-allow-headers"].split(", ")) == {"cache-control", "pragma", "sentry-trace"}
    answer = client.get(path, headers=headers)
    assert (answer.text, answer.headers["content-type"]) == (make(), media_type)
    assert answer.headers["access-control-allow-origin"] == "http://127.0.0.1:7474"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://127.0.0.1:7474", "http://127.0.0.1:7475", ""]
)
@pytest.mark.parametrize("path", FILES)
def test_no_other_origin_may(client: TestClient, path: str, origin: str) -> None:
    for answer in (
        client.options(path, headers={"Origin": origin} | ASKED),
        client.get(path, headers={"Origin": origin}),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["vary"] == "Origin"


def test_answers_about_firms_are_for_no_other_origin(client: TestClient) -> None:
    answer = client.get("/v1/queries", headers={"Origin": "http://127.0.0.1:7474"})
    assert "access-control-allow-origin" not in answer.headers
    assert client.options("/v1/queries", headers={"Origin": "http://127.0.0.1:7474"} | ASKED).status_code == 405
