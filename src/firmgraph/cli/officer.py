"""Commands a risk officer asks with: who stands behind a firm, whom it guarantees, what would bring it down."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from firmgraph.cli.asking import Body, Question, asking, desk, tell
from firmgraph.cli.options import AsOf, Enterprise, Json, KnownAt, Packs, Since, Store, Until

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
Amount = Annotated[str | None, typer.Option("--amount", metavar="YUAN", help="A loan asked for or proposed, in yuan.")]
Watched = Annotated[list[str], typer.Argument(metavar="ID...", help="The firms of the watch list: ids or codes.")]
Concluded = Annotated[list[str], typer.Argument(metavar="ID...", help="Firms: ids, codes or exact names.")]
Down = Annotated[bool, typer.Option("--down", help="What it holds, at any depth.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(ownership)
    for question in QUESTIONS:
        app.command(question.name, help=question.words)(question.command())
    app.command()(asking(group, "risk:group_view"))
    app.command()(asking(related, "risk:related_view"))
    app.command()(asking(changes, "risk:changes_view", without=("pack", "as_of")))
    app.command()(asking(alerts, "risk:alerts_view", without=("pack", "as_of")))
    app.command()(asking(conclude, "findings:written_view"))


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


def group(asked: "Desk", enterprise: Enterprise, amount: Amount = None) -> Body:
    """Show the group customer a firm belongs to, the legal test of each member, and exposure against limits."""
    from firmgraph.api.officer.groups import group as answer
    from firmgraph.api.officer.numbers import fen_of

    return answer(asked, enterprise, fen_of(amount) or 0)


def related(asked: "Desk", enterprise: Enterprise, amount: Amount = None) -> Body:
    """Show related parties by equity, management, family, trade, guarantee and hidden relations, and hubs."""
    from firmgraph.api.officer.numbers import fen_of
    from firmgraph.api.officer.related import related as answer

    return answer(asked, enterprise, fen_of(amount))


def changes(asked: "Desk", enterprise: Enterprise, since: Since, until: Until) -> Body:
    """Show what changed about a firm between two days."""
    from firmgraph.api.officer.changes import changes as answer

    return answer(asked, enterprise, since, until)


def alerts(asked: "Desk", watched: Watched, since: Since, until: Until) -> Body:
    """Tell what changed about the firms of a watch list, or came up against them, between two days."""
    from firmgraph.api.officer.changes import watch

    return watch(asked, watched, since, until)


def conclude(asked: "Desk", firms: Concluded) -> Body:
    """Write what is concluded of firms into the graph as findings, to be explored in Neo4j Browser."""
    from firmgraph.api.officer.conclude import conclude as write

    return write(asked, firms)
