"""Commands that ask how parties are related."""

from typing import Annotated

import typer

from firmgraph.cli.officer import Question, Since, Until, asking, desk, tell
from firmgraph.cli.options import AsOf, Cursor, Enterprise, Json, KnownAt, Limit, Packs, Store

Other = Annotated[str, typer.Argument(metavar="OTHER", help="Node id, code, or exact unique name of the other party.")]
K = Annotated[int, typer.Option("--k", min=1, max=50, help="How many paths, the strongest first.")]
Several = Annotated[list[str], typer.Argument(metavar="ID...", help="Two parties or more: ids, codes or exact names.")]
Many = Annotated[str, typer.Option("--many", metavar="LIST", help="blacklist or book (our clients).")]

COMPONENT = Question(
    "component", "Show what hangs together around a party: communities, articulation points, bridges, who is central.",
    "relations:component", "relations:component_view",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(paths)
    app.command()(among)
    app.command()(against)
    app.command(COMPONENT.name, help=COMPONENT.words)(asking(COMPONENT))
    app.command()(expand)
    app.command()(drift)


def paths(
    enterprise: Enterprise,
    other: Other,
    k: K = 3,
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Find the strongest relation paths between two parties, in plain words."""
    from firmgraph.api.officer.relations import paths as answer
    from firmgraph.cli.views.relations import paths_view

    with desk(store, as_of, known_at, pack) as asked:
        tell(answer(asked, enterprise, other, k), as_json, paths_view)


def among(
    several: Several,
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Find the relations inside a set of parties."""
    from firmgraph.api.officer.relations import among as answer
    from firmgraph.cli.views.relations import among_view

    with desk(store, as_of, known_at, pack) as asked:
        tell(answer(asked, several), as_json, among_view)


def against(
    enterprise: Enterprise,
    many: Many = "blacklist",
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Find the relations of one party to everybody on a watch list, or to our book of clients."""
    if many not in ("blacklist", "book"):
        raise typer.BadParameter("blacklist or book", param_hint="--many")
    from firmgraph.api.officer.relations import against as answer
    from firmgraph.cli.views.relations import against_view

    with desk(store, as_of, known_at, pack) as asked:
        tell(answer(asked, enterprise, "book" if many == "book" else "blacklist"), as_json, against_view)


def expand(
    enterprise: Enterprise,
    depth: Annotated[int, typer.Option("--depth", min=1, max=6, help="How many steps away.")] = 1,
    kinds: Annotated[str | None, typer.Option("--kinds", metavar="K,K", help="Only these kinds of relation.")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Expand the neighbourhood of a party, level by level; every node has a cursor of its own."""
    from firmgraph.api.officer.expansion import expansion
    from firmgraph.cli.views.relations import expansion_view

    with desk(store, as_of, known_at, None) as asked:
        body = expansion(asked, enterprise, depth, kinds.split(",") if kinds else (), cursor, limit)
        tell(body, as_json, expansion_view)


def drift(
    since: Since,
    until: Until,
    pack: Packs = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Tell whether the graph still looks as it did: the stability index of parties' relations between two days."""
    from firmgraph.api.officer.drift import graph_drift
    from firmgraph.cli.views.relations import drift_view

    with desk(store, None, known_at, pack) as asked:
        tell(graph_drift(asked, since, until), as_json, drift_view)
