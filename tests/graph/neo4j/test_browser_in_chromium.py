"""Neo4j Browser in Chromium: it connects, style and guide load by themselves, the guide draws the guarantee circle.

FIRMGRAPH_BROWSER_PICTURE names a file that is to hold what there is to see (docs/images/neo4j-browser.png).
"""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from tests.chromium import shown_page
from tests.conftest import world_at
from tests.requirements import require

from firmgraph.api.app import create_app
from firmgraph.cli.entry import run
from firmgraph.errors import MissingTool
from firmgraph.graph.neo4j import server
from firmgraph.graph.neo4j.browser.installing import conf_of, kept_commands
from firmgraph.graph.neo4j.browser.style import palette
from firmgraph.graph.neo4j.server import ServerInfo
from firmgraph.graph.neo4j.server.instance import Instance
from firmgraph.settings import get_settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

CIRCLE = {"担保 3000000", "担保 4000000", "担保 2500000"}
PATIENCE_MS = 60_000

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]


@pytest.fixture
def service() -> Iterator[str]:
    """The address of a running service; style and guide need no store."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    running = uvicorn.Server(uvicorn.Config(create_app(), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not running.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture
def dressed(service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerInfo]:
    """A server with the invented economy, whose Browser was dressed by `firmgraph neo4j style`."""
    version, jars = os.environ.get("FIRMGRAPH_TEST_NEO4J", server.DEFAULT_VERSION), server.default_home()
    monkeypatch.setenv("FIRMGRAPH_NEO4J_HOME", str(tmp_path / "home"))
    get_settings.cache_clear()
    words = ["--out", str(tmp_path / "pack"), "--service", service, "--version", version]
    assert run(["neo4j", "style", *words]) == 0
    commands = kept_commands(conf_of(Instance.at(None, version)))
    try:
        info = server.up(version, options=server.ServerOptions(browser_commands=commands, jars=jars, heap_max="768m"))
    except MissingTool as error:
        require("neo4j", error.detail)
    monkeypatch.setenv("FIRMGRAPH_NEO4J_PASSWORD", info.password)
    get_settings.cache_clear()
    try:
        world_at(info.url)
        yield info
    finally:
        server.down()
        get_settings.cache_clear()


@pytest.fixture
def page() -> Iterator["Page"]:
    """A page of Chromium, driven by Playwright."""
    with shown_page(1500, 640) as shown:
        shown.set_default_timeout(PATIENCE_MS)
        yield shown


def test_style_and_guide_load_by_themselves_and_the_guide_draws_the_circle(
    page: "Page", dressed: ServerInfo, tmp_path: Path
) -> None:
    page.goto(dressed.browser_url)
    page.get_by_test_id("username").fill(dressed.user)
    page.get_by_test_id("password").fill(dressed.password)
    page.get_by_test_id("connect").click()

    guide = page.get_by_test_id("guidesDrawer")
    guide.get_by_role("heading", name="企业关系图").first.wait_for()
    page.get_by_test_id("frameCommand").filter(has_text="firmgraph.grass").wait_for()

    _run(page, ":clear")
    guide.get_by_test_id("guideNextSlide").click()
    guide.locator(".runnable:visible").first.click()
    page.get_by_test_id("editor-Run").click()
    page.get_by_label("Collapse the node properties display").click()

    page.locator("g.relationship").nth(2).wait_for(state="attached")
    page.wait_for_timeout(4000)  # the layout comes to rest
    firms = page.locator("g.node circle.b-outline").all()
    assert [firm.get_attribute("fill") for firm in firms] == [_colour_of("enterprise")] * 3
    assert set(page.locator("g.relationship text").all_text_contents()) == CIRCLE
    page.screenshot(path=os.environ.get("FIRMGRAPH_BROWSER_PICTURE") or tmp_path / "neo4j-browser.png")


def _run(page: "Page", command: str) -> None:
    page.locator(".monaco-editor").first.click()
    page.keyboard.type(command)
    page.keyboard.press("Control+Enter")


def _colour_of(kind: str) -> str:
    return next(look.color for look in palette().nodes if kind in look.kinds)
