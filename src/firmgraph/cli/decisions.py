"""Commands about decisions in the ledger: show, replay, compare, verify them, and say what the client said."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import Body, asking

if TYPE_CHECKING:
    from firmgraph.api.ledger.ledger import Ledger
    from firmgraph.api.officer.desk import Desk

Decision = Annotated[str, typer.Argument(metavar="ID", help="Decision id.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="Another decision id.")]
Product = Annotated[str | None, typer.Option("--satisfied", metavar="PRODUCT", help="The product the client takes.")]
Refused = Annotated[
    str | None, typer.Option("--not-satisfied", metavar="PRODUCT", help="The product the client does not want.")
]
_TIMELESS = ("pack", "as_of", "known_at")


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(help="Decisions kept in the ledger.", no_args_is_help=True)
    for name, command in (
        ("show", asking(show_decision, "match:match_view", _TIMELESS)),
        ("replay", asking(replay_decision, "decision:replay_view", _TIMELESS, failed=lambda body: not body["same"])),
        ("diff", asking(diff_decisions, "decision:diff_view", _TIMELESS)),
        ("verify", asking(verify_ledger, "decision:verify_view", _TIMELESS, failed=lambda body: not body["whole"])),
        ("feedback", asking(give_feedback, "offers:answered_view", _TIMELESS, _said)),
    ):
        group.command(name)(command)
    app.add_typer(group, name="decision")


@contextmanager
def ledger_of(desk: "Desk") -> "Iterator[Ledger]":
    """Open the ledger of a desk's store."""
    from firmgraph.api.ledger.place import open_ledger

    with closing(open_ledger(desk.store.url)) as ledger:
        yield ledger


def show_decision(asked: "Desk", decision_id: Decision) -> Body:
    """Show a decision as it was made."""
    from firmgraph.api.decisions import decision_detail

    with ledger_of(asked) as ledger:
        return decision_detail(asked, ledger, decision_id)


def replay_decision(asked: "Desk", decision_id: Decision) -> Body:
    """Make a decision again from what was known then, and tell whether every byte is the same; exit 1 if not."""
    from firmgraph.api.decisions import replay

    with ledger_of(asked) as ledger:
        return replay(asked, ledger, decision_id)


def diff_decisions(asked: "Desk", decision_id: Decision, other: Other) -> Body:
    """Tell where two decisions say different things."""
    from firmgraph.api.decisions import decision_diff

    with ledger_of(asked) as ledger:
        return decision_diff(ledger, decision_id, other)


def verify_ledger(asked: "Desk") -> Body:
    """Verify the whole ledger: nothing changed, taken out, put in, moved or cut off; exit 1 with the first fault."""
    from firmgraph.api.decisions import verified

    with ledger_of(asked) as ledger:
        return verified(ledger)


def _said(decision_id: Decision, satisfied: Product = None, not_satisfied: Refused = None) -> dict[str, Any]:
    if (satisfied is None) == (not_satisfied is None):
        raise typer.BadParameter("give one of --satisfied and --not-satisfied", param_hint="--satisfied")
    return {"decision_id": decision_id, "taken": satisfied, "refused": not_satisfied}


def give_feedback(asked: "Desk", decision_id: str, taken: str | None, refused: str | None) -> Body:
    """Say that the client takes an offer, or wants another: the next offers, none refused before."""
    from firmgraph.api.feedback import Feedback, take_feedback

    said = Feedback(satisfied=taken is not None, product_id=taken or refused or "")
    with ledger_of(asked) as ledger:
        return take_feedback(asked, ledger, decision_id, said)
