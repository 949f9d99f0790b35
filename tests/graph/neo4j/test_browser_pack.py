"""The pack for Neo4j Browser: every kind has its look, every query is in the guide, and a conf tells it once."""

from html.parser import HTMLParser
from pathlib import Path

import orjson
import pytest

from firmgraph.cli.entry import run
from firmgraph.errors import InvalidInput, MissingTool, UnreadableFile
from firmgraph.graph.neo4j.browser import origins
from firmgraph.graph.neo4j.browser.guide import guide_text, pictures
from firmgraph.graph.neo4j.browser.installing import connect_commands, keep_commands, kept_commands, write_pack
from firmgraph.graph.neo4j.browser.style import palette, style_text
from firmgraph.graph.neo4j.server import DEFAULT_VERSION, ServerOptions
from firmgraph.graph.ontology import ontology
from firmgraph.graph.queries import named_queries
from firmgraph.settings import get_settings


class Blocks(HTMLParser):
    """Collects the runnable blocks of a guide, and checks that every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag == "pre":
            assert dict(attrs)["class"] == "pre-scrollable code runnable"
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "pre" in self.open:
            self.found[-1] += data


@pytest.fixture(scope="module")
def blocks() -> list[str]:
    """The queries of the guide, as Neo4j Browser reads them."""
    parser = Blocks()
    parser.feed(guide_text())
    assert not parser.open
    return parser.found


def test_every_kind_has_a_look_and_a_caption() -> None:
    text = style_text()
    for kind in ontology().nodes.values():
        assert f"\nnode.{kind.label} {{" in text
    for relation in ontology().relations.values():
        assert f"\nrelationship.{relation.type} {{" in text
        assert f"caption: '{relation.zh}" in text
    assert text.count("{ ") == text.count("; }")
    assert "caption: '担保 {amount}'" in text


def test_the_palette_names_each_kind_once_and_only_known_ones() -> None:
    nodes = [kind for look in palette().nodes for kind in look.kinds]
    relations = [kind for look in palette().relations for kind in look.kinds]
    assert sorted(nodes) == sorted(ontology().nodes)
    assert len(relations) == len(set(relations))
    assert set(relations) <= ontology().relations.keys()
    for kind, told in palette().told.items():
        assert told in ontology().relations[kind].properties


def test_the_guide_has_every_picture_and_every_named_query(blocks: list[str]) -> None:
    assert {picture.text for picture in pictures()} <= set(blocks)
    for query in named_queries("cypher").values():
        assert query.text.split("\n", 2)[2].strip() in blocks
        assert query.title in guide_text()


def test_every_parameter_of_a_query_is_set_in_the_guide(blocks: list[str]) -> None:
    (setting,) = [block for block in blocks if block.startswith(":param")]
    told = {line.split()[1] for line in setting.splitlines()}
    assert told == {p.name for query in named_queries("cypher").values() for p in query.parameters}


def test_pictures_have_titles_and_words_in_two_languages() -> None:
    assert len(pictures()) >= 5
    for picture in pictures():
        assert picture.title.count(" / ") == picture.words.count(" / ") == 1
        assert "RETURN p" in picture.text
        assert "LIMIT" in picture.text


def test_the_pack_is_written_whole(tmp_path: Path) -> None:
    written = write_pack(tmp_path / "new" / "folder")
    assert len(written) == 2 + len(named_queries("cypher")) + len(pictures())
    assert all(path.is_file() for path in written)
    assert (
        (tmp_path / "new" / "folder" / "queries" / "holders_of.cypher")
        .read_text("utf-8")
        .startswith("// 企业的直接股东")
    )
    (tmp_path / "file").touch()
    with pytest.raises(UnreadableFile, match="cannot write"):
        write_pack(tmp_path / "file")


def test_commands_are_kept_once_beside_the_other_settings(tmp_path: Path) -> None:
    conf = tmp_path / "neo4j.conf"
    assert kept_commands(conf) is None
    conf.write_text("a=1\nb=2\n", encoding="utf-8")
    assert kept_commands(conf) is None
    for port in (8000, 8001):
        keep_commands(conf, connect_commands(f"http://127.0.0.1:{port}"))
    assert kept_commands(conf) == connect_commands("http://127.0.0.1:8001/")
    assert conf.read_text(encoding="utf-8").splitlines()[:2] == ["a=1", "b=2"]
    assert len(conf.read_text(encoding="utf-8").splitlines()) == 3


def test_the_command_writes_the_pack_and_tells_the_local_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIRMGRAPH_NEO4J_HOME", str(tmp_path / "home"))
    get_settings.cache_clear()
    arguments = ["neo4j", "style", "--out", str(tmp_path / "pack"), "--service", "http://localhost:8123", "--json"]
    try:
        assert run(arguments) == 0
        told = orjson.loads(capsys.readouterr().out)
        assert run(arguments[:-1]) == 0
        assert "guide http://localhost:8123/browser/guide.html" in capsys.readouterr().out
        assert run([*arguments[:-2], "http://example.org"]) == 1
        assert "http://localhost:PORT" in capsys.readouterr().err
    finally:
        get_settings.cache_clear()
    assert all(Path(name).is_file() for name in told["files"])
    assert Path(told["conf"]).parents[1].name == DEFAULT_VERSION
    assert kept_commands(Path(told["conf"])) == told["commands"]
    assert told["commands"].startswith("style http://localhost:8123/browser/firmgraph.grass; guide ")


def test_the_server_is_started_with_the_kept_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRMGRAPH_NEO4J_HOME", str(tmp_path))
    get_settings.cache_clear()
    started: list[ServerOptions] = []

    def start(*given: object) -> None:
        started.extend(one for one in given if isinstance(one, ServerOptions))
        raise MissingTool("no Java here")

    monkeypatch.setattr("firmgraph.graph.neo4j.server.up", start)
    try:
        assert run(["neo4j", "up"]) == 1
        assert run(["neo4j", "style", "--out", str(tmp_path / "pack"), "--service", "http://localhost:8123"]) == 0
        assert run(["neo4j", "up"]) == 1
    finally:
        get_settings.cache_clear()
    assert [one.browser_commands for one in started] == [None, connect_commands("http://localhost:8123")]


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1:8000", "http://example.org", "http://127.0.0.1:8000; server connect", "http://localhost\n"],
)
def test_style_and_guide_come_from_this_machine_only(address: str) -> None:
    with pytest.raises(InvalidInput):
        connect_commands(address)


def test_origins_are_the_usual_port_and_those_of_running_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origins, "versions", lambda _home: [])
    assert origins.browser_origins() == {"http://127.0.0.1:7474", "http://localhost:7474"}
    running = type("Info", (), {"http_url": "http://127.0.0.1:40001"})
    monkeypatch.setattr(origins, "versions", lambda _home: ["5.26.31"])
    monkeypatch.setattr(origins, "running_server", lambda version: running)
    assert "http://localhost:40001" in origins.browser_origins()
