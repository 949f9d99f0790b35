"""Commands a risk officer asks with: who stands behind a firm, whom it guarantees, what would bring it down."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Enterprise, Json, KnownAt, Packs, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, say, show

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk


class Form(StrEnum):
    """How an ownership answer is written."""

    table = "table"
    json = "json"
    mermaid = "mermaid"
    graphml = "graphml"
    bods = "bods"


Up = Annotated[bool, typer.Option("--up", help="Who holds it, at any depth (the default).")]
Since = Annotated[str, typer.Option("--since", metavar="DATE", help="First day looked at, YYYY-MM-DD.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Last day looked at, YYYY-MM-DD.")]
Amount = Annotated[str | None, typer.Option("--amount", metavar="YUAN", help="A loan asked for or proposed, in yuan.")]
Watched = Annotated[list[str], typer.Argument(metavar="ID...", help="The firms of the watch list: ids or codes.")]
Down = Annotated[bool, typer.Option("--down", help="What it holds, at any depth.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(ownership)
    for question in QUESTIONS:
        app.command(question.name, help=question.words)(asking(question))
    for command in (group, related, changes, alerts, conclude):
        app.command()(command)


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one firm: the command, what it does, where its answer is made (`module:function` under
    firmgraph.api.officer) and where it is shown (under firmgraph.cli.views).
    """

    name: str
    words: str
    answer: str
    view: str


QUESTIONS = (
    Question(
        "controller", "Name the actual controller by the company law of the day, with the proof.", "control:control",
        "officer:control_view",
    ),
    Question(
        "owners", "Name the beneficial owners by the rules of the day, whether it is exempt, what share is unknown.",
        "owners:owners", "officer:owners_view",
    ),
    Question(
        "guarantees", "Show guarantee circles and chains, their weight, what falls when one defaults, what to replace.",
        "guarantees:guarantees", "officer:guarantees_view",
    ),
    Question(
        "scan", "Scan a firm for risk: vetoes, grade, open and closed events, parties near it, contagion, warnings.",
        "risk:risk", "risk:risk_view",
    ),
    Question(
        "standing", "Check the ownership data of a firm: defects, stability of control, signs of a shell, close links.",
        "standing:standing", "risk:standing_view",
    ),
    Question(
        "trade", "Show how much of sales and purchases hangs on single customers and suppliers.", "trade:trade",
        "risk:trade_view",
    ),
)  # fmt: skip


def asking(question: Question) -> Callable[..., None]:
    """Return the command that asks a question about one firm."""

    def ask(
        enterprise: Enterprise,
        pack: Packs = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        store: Store = None,
        as_json: Json = False,
    ) -> None:
        with desk(store, as_of, known_at, pack) as asked:
            answer = _found("firmgraph.api.officer", question.answer)
            tell(answer(asked, enterprise), as_json, _found("firmgraph.cli.views", question.view))

    return ask


def _found(package: str, place: str) -> Callable[..., Any]:
    module, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"{package}.{module}"), function)
    return found


@contextmanager
def desk(store: str | None, as_of: str | None, known_at: str | None, packs: list[str] | None) -> "Iterator[Desk]":
    """Open the desk at which a question is put."""
    at = moment(as_of, known_at)
    from firmgraph.api.officer.desk import Desk
    from firmgraph.graph.snapshot.keeper import SnapshotKeeper
    from firmgraph.packs import pack_by_id

    for pack in packs or ():
        pack_by_id(pack)
    with opened(store) as opened_store:
        yield Desk(opened_store, SnapshotKeeper(opened_store, say), at, tuple(packs or ()))


def tell(body: dict[str, Any], as_json: bool, view: Callable[[dict[str, Any]], Iterator[Any]]) -> None:
    """Print a body, as JSON or as a reader sees it."""
    if as_json:
        print_json(body)
    else:
        show(*view(body))


def ownership(
    enterprise: Enterprise,
    up: Up = False,
    down: Down = False,
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    form: Annotated[Form, typer.Option("--format", help="How it is written.")] = Form.table,
    as_json: Json = False,
) -> None:
    """Penetrate equity: holders or holdings at any depth, with exact and naive shares, chains and circles."""
    if up and down:
        raise typer.BadParameter("look either up or down", param_hint="--up or --down")
    from firmgraph.api.officer.drawn import drawn
    from firmgraph.api.officer.ownership import ownership as answer
    from firmgraph.cli.views.officer import ownership_view

    with desk(store, as_of, known_at, pack) as asked:
        if form not in (Form.table, Form.json) and not as_json:
            sys.stdout.write(
                drawn(asked, enterprise, cast("Literal['mermaid', 'graphml', 'bods']", form.value), up=not down)
            )
        else:
            body = answer(asked, enterprise, "down" if down else "up")
            tell(body, as_json or form is Form.json, ownership_view)


def group(
    enterprise: Enterprise,
    amount: Amount = None,
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Show the group customer a firm belongs to, the legal test of each member, and exposure against limits."""
    from firmgraph.api.officer.groups import group as answer
    from firmgraph.api.officer.numbers import fen_of
    from firmgraph.cli.views.risk import group_view

    with desk(store, as_of, known_at, pack) as asked:
        tell(answer(asked, enterprise, fen_of(amount) or 0), as_json, group_view)


def related(
    enterprise: Enterprise,
    amount: Amount = None,
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Show related parties by equity, management, family, trade, guarantee and hidden relations, and hubs."""
    from firmgraph.api.officer.numbers import fen_of
    from firmgraph.api.officer.related import related as answer
    from firmgraph.cli.views.risk import related_view

    with desk(store, as_of, known_at, pack) as asked:
        tell(answer(asked, enterprise, fen_of(amount)), as_json, related_view)


def changes(
    enterprise: Enterprise,
    since: Since,
    until: Until,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Show what changed about a firm between two days."""
    from firmgraph.api.officer.changes import changes as answer
    from firmgraph.cli.views.risk import changes_view

    with desk(store, until, known_at, None) as asked:
        tell(answer(asked, enterprise, since, until), as_json, changes_view)


def alerts(
    watched: Watched,
    since: Since,
    until: Until,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Tell what changed about the firms of a watch list, or came up against them, between two days."""
    from firmgraph.api.officer.changes import watch
    from firmgraph.cli.views.risk import alerts_view

    with desk(store, until, known_at, None) as asked:
        tell(watch(asked, watched, since, until), as_json, alerts_view)


def conclude(
    firms: Annotated[list[str], typer.Argument(metavar="ID...", help="Firms: ids, codes or exact names.")],
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Write what is concluded of firms into the graph as findings, to be explored in Neo4j Browser."""
    from firmgraph.api.officer.conclude import conclude as write

    with desk(store, as_of, known_at, pack) as asked:
        count = write(asked, firms)
    if as_json:
        print_json({"findings": count})
    else:
        say(f"wrote {count} findings")
