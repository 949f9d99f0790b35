"""The documentation: its commands run, its pages name everything there is, and both languages say the same."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from firmgraph.cli.entry import app
from firmgraph.graph.neo4j.server import DEFAULT_VERSION, default_home, down, jars_ready
from firmgraph.graph.ontology import ontology
from firmgraph.graph.queries import named_queries
from firmgraph.graph.records import KINDS
from firmgraph.reference.__main__ import DOCS, stale_pages, write_pages
from firmgraph.settings import Settings
from tests.conftest import ROOT
from tests.requirements import require

BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PRINTS = re.compile(r"^```(sh|python)\n(.*?)^```$(?:\n\n```(?:text|mermaid)\n(.*?)^```$)?", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
README, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"


def blocks(page: Path) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def examples(page: Path) -> list[tuple[str, str, list[str]]]:
    """Return the examples of a page: the language, the commands, and lines that the page says they print."""
    found = PRINTS.finditer(page.read_text(encoding="utf-8"))
    return [(one[1], one[2], [plain(line) for line in (one[3] or "").splitlines()]) for one in found]


def plain(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(text.split())


def shell(page: Path, word: str = "") -> list[str]:
    return [text for language, text in blocks(page) if language == "sh" and word in text]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the fixtures in it, as a reader of the README has one."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    return tmp_path


def run(script: str, folder: Path, **settings: str) -> str:
    """Run the commands of a block, stopping at the first that fails, and return what they print."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("FIRMGRAPH_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={**found, **settings, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.mark.slow
def test_commands_of_the_readme_run(folder: Path) -> None:
    ran = 0
    for script in shell(README, "firmgraph "):
        if "serve" not in script and "neo4j" not in script:
            run(script, folder)
            ran += 1
    assert ran == 4
    python = next(text for language, text in blocks(README) if language == "python")
    (folder / "example.py").write_text(python, encoding="utf-8")
    assert run("python example.py", folder).startswith("36000000 (")
    assert (folder / "portrait.md").read_text(encoding="utf-8").startswith("# 澜州市")


def test_commands_of_the_loading_guide_run(folder: Path) -> None:
    (script,) = shell(DOCS / "guides" / "loading.md")
    whole, again = (run(command, folder) for command in script.splitlines())
    assert {"registration", "shareholding"} <= set(whole.split())
    told = next(line.split() for line in again.splitlines() if "registration.csv" in line)
    rows, new, unchanged = told[2], told[3], told[5]
    assert int(rows) > 0
    assert (new, unchanged) == ("0", rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("guide", "least"),
    [
        ("officer.md", 31),
        ("text.md", 19),
        ("decisions.md", 7),
        ("portrait.md", 16),
        ("offers.md", 14),
        ("models.md", 2),
    ],
)
def test_a_guide_prints_what_it_shows(guide: str, least: int, folder: Path) -> None:
    shown = 0
    for language, script, lines in examples(DOCS / "guides" / guide):
        if language == "python":
            (folder / "example.py").write_text(script, encoding="utf-8")
        printed = run("python example.py" if language == "python" else f"exec 2>&1\n{script}", folder)
        assert [line for line in lines if line not in plain(printed)] == []
        shown += len(lines)
    assert shown >= least


@pytest.mark.parametrize(("guide", "least"), [("officer.md", 11), ("text.md", 4), ("portrait.md", 1), ("offers.md", 5)])
def test_routes_of_a_guide_are_there(guide: str, least: int) -> None:
    table = re.findall(r"\| `([^`]+)` \|$", (DOCS / "guides" / guide).read_text(encoding="utf-8"), re.MULTILINE)
    paths = {route.split("?")[0].replace("…", "/v1/enterprises/{id}") for route in table}
    routes = (DOCS / "http.md").read_text(encoding="utf-8")
    assert len(paths) >= least
    assert [path for path in sorted(paths) if f"GET {path}`" not in routes] == []


@pytest.mark.slow
def test_the_service_of_the_readme_answers(folder: Path) -> None:
    if shutil.which("curl") is None:
        require("curl", "curl is not installed")
    (script,) = shell(README, "firmgraph serve")
    own = script.replace("8000", str(free_port()))
    # the service is stopped before a command that fails ends the script
    whole = f"firmgraph load fixtures/world\ntrap 'kill %1; wait' EXIT\nset -m\n{own}"
    printed = run(whole.replace("curl -s", "curl -sS --fail-with-body"), folder)
    assert '"ready"' in printed or '"status"' in printed
    assert '"decision_id"' in printed
    assert "ent:91990102MA105KER0R" in printed


@pytest.fixture
def neo4j_home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "neo4j"
    (home / DEFAULT_VERSION).mkdir(parents=True)
    if jars_ready():
        (home / DEFAULT_VERSION / "lib").symlink_to(default_home() / DEFAULT_VERSION / "lib")
    yield home
    down(home)


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.xdist_group("neo4j")
def test_neo4j_of_the_readme_runs(folder: Path, neo4j_home: Path) -> None:
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        require("neo4j", f"{', '.join(missing)} is not installed")
    (script,) = shell(README, "firmgraph neo4j up")
    printed = run(script.replace("7687", str(free_port())), folder, FIRMGRAPH_NEO4J_HOME=str(neo4j_home))
    assert "browser" in printed
    assert "deciding fact" in printed


def test_make_targets_named_in_the_pages_are_there() -> None:
    targets = {line.split()[1] for page in (README, CHINESE) for script in shell(page) for line in script.splitlines()
               if line.startswith("make ")}  # fmt: skip
    assert {"demo", "test", "check", "bench"} <= targets
    for target in targets:
        subprocess.run(["make", "--dry-run", "--silent", target], cwd=ROOT, check=True, capture_output=True)


def test_both_languages_show_the_same_commands() -> None:
    assert blocks(README) == blocks(CHINESE)
    assert LINK.findall(README.read_text(encoding="utf-8"))[1:] == LINK.findall(CHINESE.read_text(encoding="utf-8"))[1:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    broken = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert broken == []


def test_generated_pages_are_fresh() -> None:
    assert stale_pages(DOCS) == []


def test_a_stale_page_is_told(tmp_path: Path) -> None:
    write_pages(tmp_path)
    assert stale_pages(tmp_path) == []
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    (tmp_path / "http.md").unlink()
    assert stale_pages(tmp_path) == ["cli.md", "http.md"]


def test_every_command_is_documented() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    paths = [
        path if command is None else f"{path} {command}"
        for path, found in get_command(app).commands.items()  # type: ignore[attr-defined]
        for command in getattr(found, "commands", [None])
    ]
    assert {"demo", "load", "controller", "neo4j up", "decision show"} <= set(paths)
    assert [path for path in paths if f"## `firmgraph {path}`" not in page] == []


def test_every_setting_kind_query_and_route_is_documented() -> None:
    settings = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert all(f"FIRMGRAPH_{name.upper()}" in settings for name in Settings.model_fields)
    kinds = (DOCS / "records.md").read_text(encoding="utf-8")
    assert all(f"## `{kind}`" in kinds for kind in KINDS)
    queries = (DOCS / "queries.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in queries for name in named_queries("cypher"))
    nodes = (DOCS / "ontology.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in nodes for name in (*ontology().nodes, *ontology().relations))
    routes = (DOCS / "http.md").read_text(encoding="utf-8")
    for route in ("/v1/enterprises", "/v1/enterprises/{id}/neighbours", "/v1/match", "/healthz", "/readyz"):
        assert f"{route}`" in routes


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    stated = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["fast"]]
    stated += [one for one in project["dependency-groups"]["dev"] if isinstance(one, str)]
    page = (DOCS / "decisions" / "dependencies.md").read_text(encoding="utf-8")
    names = [re.split(r"[<>=\[; ]", one)[0] for one in stated]
    assert [name for name in names if name not in page] == []


def test_every_decision_is_listed() -> None:
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    assert all(path.name in index for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md")
