"""Commands that ask how parties are related."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from firmgraph.cli.asking import Body, Question, asking
from firmgraph.cli.options import Cursor, Enterprise, Limit, Since, Until

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk


class Many(StrEnum):
    """Whom one party is compared with."""

    blacklist = "blacklist"
    book = "book"


Other = Annotated[str, typer.Argument(metavar="OTHER", help="Node id, code, or exact unique name of the other party.")]
K = Annotated[int, typer.Option("--k", min=1, max=50, help="How many paths, the strongest first.")]
Several = Annotated[list[str], typer.Argument(metavar="ID...", help="Two parties or more: ids, codes or exact names.")]
OfMany = Annotated[Many, typer.Option("--many", metavar="LIST", help="blacklist or book (our clients).")]
Depth = Annotated[int, typer.Option("--depth", min=1, max=6, help="How many steps away.")]
Kinds = Annotated[str | None, typer.Option("--kinds", metavar="K,K", help="Only these kinds of relation.")]

COMPONENT = Question(
    "component", "Show what hangs together around a party: communities, articulation points, bridges, who is central.",
    "relations:component", "relations:component_view",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(asking(paths, "relations:paths_view"))
    app.command()(asking(among, "relations:among_view"))
    app.command()(asking(against, "relations:against_view"))
    app.command(COMPONENT.name, help=COMPONENT.words)(COMPONENT.command())
    app.command()(asking(expand, "relations:expansion_view", without=("pack",)))
    app.command()(asking(drift, "relations:drift_view", without=("as_of",)))


def paths(asked: "Desk", enterprise: Enterprise, other: Other, k: K = 3) -> Body:
    """Find the strongest relation paths between two parties, in plain words."""
    from firmgraph.api.officer.relations import paths as answer

    return answer(asked, enterprise, other, k)


def among(asked: "Desk", several: Several) -> Body:
    """Find the relations inside a set of parties."""
    from firmgraph.api.officer.relations import among as answer

    return answer(asked, several)


def against(
    asked: "Desk", enterprise: Enterprise, many: OfMany = Many.blacklist, cursor: Cursor = None, limit: Limit = 100
) -> Body:
    """Find the relations of one party to everybody on a watch list, or to our book of clients."""
    from firmgraph.api.officer.relations import against as answer

    return answer(asked, enterprise, "book" if many is Many.book else "blacklist", cursor, limit)


def expand(
    asked: "Desk",
    enterprise: Enterprise,
    depth: Depth = 1,
    kinds: Kinds = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Body:
    """Expand the neighbourhood of a party, level by level; every node has a cursor of its own."""
    from firmgraph.api.officer.expansion import expansion

    return expansion(asked, enterprise, depth, kinds.split(",") if kinds else (), cursor, limit)


def drift(asked: "Desk", since: Since, until: Until) -> Body:
    """Tell whether the graph still looks as it did: the stability index of parties' relations between two days."""
    from firmgraph.api.officer.drift import graph_drift

    return graph_drift(asked, since, until)
