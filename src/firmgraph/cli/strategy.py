"""The command that moves the limits and rates of existing clients."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import desk, tell
from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Json, Packs, Store
from firmgraph.cli.terminal import say, table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from firmgraph.profiling.models.strategy_answer import Way

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="CSV of clients: id, risk (probability of default), willingness, limit, drawn, rate, capacity, "
        "group_left; group where members share the room, earlier for the class of the round before. Else the store's "
        "clients, scored by the models in use.",
    ),
]
Optimiser = Annotated[
    bool, typer.Option("--optimiser", help="Choose the moves of greatest expected profit, not those of the classes.")
]
Moved = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the moves here, a CSV row a client.")]

COLUMNS = ("id", "risk", "willingness", "quadrant", "limit_move", "rate_move", "why")


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("strategy")(strategy)


def strategy(
    data: Data = None,
    optimiser: Optimiser = False,
    out: Moved = None,
    as_of: AsOf = None,
    pack: Packs = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Move limits and rates of existing clients by the four quadrants of risk and willingness, or for most profit."""
    from firmgraph.profiling.models.frame_labels import WHY

    way: Way = "optimiser" if optimiser else "quadrants"
    answer = _of_store(store, as_of, pack, way) if data is None else _of_file(data, as_of, pack, way)
    if out is not None:
        _write(answer["clients"], out)
    if answer["aim_reached"] is False:
        say("no moves keep to the bad-debt rate and the sum of lines aimed at: nothing is moved")
    for why, count in sorted((answer.get("left_out") or {}).items()):
        say(f"left out: {count} clients: {WHY[why]}")
    tell(answer, as_json, _view)


def _of_file(data: Path, as_of: str | None, pack: Sequence[str] | None, way: "Way") -> dict[str, Any]:
    from firmgraph.packs import pack_for
    from firmgraph.profiling.models.backtest import Packs as StrategyPacks
    from firmgraph.profiling.models.strategy_answer import strategy_answer
    from firmgraph.profiling.models.strategy_file import read_strategy_file

    day = moment(as_of, None).day
    packs = StrategyPacks(*(pack_for(family, day, pack or ()) for family in ("quadrants", "strategy")))
    return {"as_of": day, **strategy_answer(read_strategy_file(data), packs, way)}


def _of_store(store: str | None, as_of: str | None, pack: list[str] | None, way: "Way") -> dict[str, Any]:
    from firmgraph.api.strategy import store_strategy

    with desk(store, as_of, None, pack) as asked:
        return store_strategy(asked, way)


def _write(clients: Sequence[Mapping[str, Any]], out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        rows.writeheader()
        rows.writerows(clients)


def _view(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    before, after = body["totals"]["before"], body["totals"]["after"]
    classes = Counter(client["quadrant"] for client in body["clients"])
    moved = Counter(
        client["quadrant"]
        for client in body["clients"]
        if float(client["limit_move"]) != 0 or float(client["rate_move"]) != 0
    )
    profits = [
        (*cell["cell"].values(), *(cell[side][name] for name in ("bad_rate", "profit") for side in ("before", "after")))
        for cell in body["sensitivity"]
    ]
    columns = ("loss", "elasticity", "conversion", "bad rate", "after", "profit", "after")
    rows = [(name, count, moved[name]) for name, count in sorted(classes.items())]
    yield table(("quadrant", "clients", "moved"), rows)
    yield table(("expected", "before", "after"), [(name, before[name], after[name]) for name in before])
    yield table(columns, profits, title="what is expected in each cell")
