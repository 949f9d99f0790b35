"""Commands about offers beyond one decision: what a client holds, codes, how fairly products are shown."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firmgraph.cli.asking import Body, asking
from firmgraph.cli.decisions import Decision, ledger_of
from firmgraph.cli.options import Enterprise

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk

Product = Annotated[str, typer.Argument(metavar="PRODUCT", help="A product the decision offered.")]
Svg = Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write the QR code here as a picture.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The payload of a scanned code.")]
Amount = Annotated[
    str | None,
    typer.Option("--amount", help="Instead of the ledger: let every client ask for this amount, and keep nothing."),
]
Term = Annotated[int, typer.Option("--term", metavar="MONTHS", min=1, help="Term that every client asks for.")]
Purpose = Annotated[str, typer.Option("--purpose", help="Purpose that every client asks for.")]
_TIMELESS = ("pack", "as_of", "known_at")


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(help="Products held, codes of offers, fairness of exposure.", no_args_is_help=True)
    group.command("held")(asking(held, "offers:held_view"))
    group.command("code")(asking(code, "offers:code_view", _TIMELESS))
    group.command("read")(asking(read, "offers:code_view", _TIMELESS))
    group.command("exposure")(asking(exposure, "offers:exposure_view"))
    app.add_typer(group, name="offers")


def held(asked: "Desk", enterprise: Enterprise) -> Body:
    """Show what a client holds, whom it brought in, a gift for a new client, and its behaviour."""
    from firmgraph.api.offers import client_offers

    return client_offers(asked, enterprise)


def code(asked: "Desk", decision_id: Decision, product_id: Product, svg: Svg = None) -> Body:
    """Give the code of an offer, to be shared; it holds the decision, the product and a check, nothing personal."""
    from firmgraph.api.offers import code_of

    with ledger_of(asked) as ledger:
        body = code_of(ledger, decision_id, product_id)
    if svg is not None:
        svg.write_text(body["svg"], encoding="utf-8")
    return body


def read(asked: "Desk", code: Code) -> Body:
    """Tell the decision and the product of a code; exit 1 for one that was changed."""
    from firmgraph.api.offers import code_told

    with ledger_of(asked) as ledger:
        return code_told(ledger, code)


def exposure(asked: "Desk", amount: Amount = None, term: Term = 12, purpose: Purpose = "working_capital") -> Body:
    """Tell how often decisions show each product, how unequally, and how far that follows deal counts."""
    from firmgraph.api.offers import book_exposure, ledger_exposure
    from firmgraph.profiling.request import read_request

    if amount is None:
        with ledger_of(asked) as ledger:
            return ledger_exposure(asked, ledger)
    terms = {"amount": amount, "term_months": term, "purpose": purpose}
    return book_exposure(asked, read_request({"subject": {"name": "every client"}, "terms": terms}))
