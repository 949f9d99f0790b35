"""The demonstration: the invented economy loaded, one firm's portrait drawn, its loan products ranked."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.fixtures import fixtures
from firmgraph.cli.options import Json, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, say, show
from firmgraph.errors import NotFound

if TYPE_CHECKING:
    from rich.console import RenderableType

    from firmgraph.graph.store import GraphStore

FOLDER = Path(".demo")
TAGS_SHOWN = 8

Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Save what is printed as an SVG picture.")]
Serve = Annotated[bool, typer.Option("--serve", help="Run the HTTP service on the store afterwards.")]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(demo)


def demo(svg: Svg = None, serve: Serve = False, store: Store = None, as_json: Json = False) -> None:
    """Load the invented economy into a fresh store (.demo/), draw one firm's portrait and rank its loan products."""
    url = store or _fresh_store()
    case = _case(fixtures() / "world" / "expected.json")
    with opened(url, create=True) as opened_store:
        _load(opened_store, case["as_of"])
        portrait, answer = _examine(opened_store, case)
    if as_json:
        print_json({"portrait": portrait, "match": answer})
    else:
        parts = list(_parts(portrait, answer))
        show(*parts)
        if svg:
            from firmgraph.cli.picture import save_svg

            save_svg(parts, svg)
            say(f"saved the picture as {svg}")
    say(f"next: firmgraph portrait {case['about']['id']} --as-of {case['as_of']} --store {url}")
    if serve:
        from firmgraph.cli.serving import serve as run_service

        run_service(store=url)


def _fresh_store() -> str:
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / "firmgraph.db"
    for older in FOLDER.glob("firmgraph*.db*"):
        older.unlink(missing_ok=True)
    return f"sqlite:///{path}"


def _case(path: Path) -> dict[str, Any]:
    import orjson

    for case in orjson.loads(path.read_bytes())["cases"]:
        if case["case"] == "demo" and case["question"] == "match":
            found: dict[str, Any] = case
            return found
    raise NotFound("the invented economy has no firm for the demonstration")


def _load(store: "GraphStore", day: str) -> None:
    """Load the world as if on a day, so that every run makes the same decision."""
    from firmgraph.cli.loading import loading_progress
    from firmgraph.graph.load import LoadOptions, load_files

    with loading_progress() as progress:
        report = load_files(store, [fixtures() / "world"], LoadOptions(loaded_at=f"{day}T00:00:00"), progress)
    rows, kinds = sum(file.rows for file in report.files), len(report.files)
    status = store.status()
    say(f"loaded {rows:,} rows of {kinds} kinds: {status.nodes:,} nodes, {status.relations:,} relations")


def _examine(store: "GraphStore", case: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    from firmgraph.api.decisions import match_offers
    from firmgraph.api.officer.desk import Desk
    from firmgraph.cli.decisions import ledger_of
    from firmgraph.graph.elements import Moment
    from firmgraph.graph.snapshot.keeper import SnapshotKeeper
    from firmgraph.profiling.portrait import draw_portrait, portrait_nodes
    from firmgraph.profiling.request import read_request

    at, firm = Moment(case["as_of"], case["as_of"]), case["about"]["id"]
    drawn = draw_portrait(store, firm, at)
    store.derive(*portrait_nodes(drawn))
    desk, request = (
        Desk(store, SnapshotKeeper(store, say), at),
        read_request({"subject": {"id": firm}, **case["request"]}),
    )
    with ledger_of(desk) as ledger:
        return drawn.wire(), match_offers(desk, ledger, request)


def _parts(portrait: dict[str, Any], answer: dict[str, Any]) -> "Iterator[RenderableType]":
    from rich.text import Text

    from firmgraph.cli.views.match import match_view
    from firmgraph.cli.views.portrait import portrait_view

    yield from portrait_view(portrait, TAGS_SHOWN)
    yield Text("")
    yield from match_view(answer)
