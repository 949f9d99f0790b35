"""The command that matches an enterprise with loan products."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import Body, asking

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk
    from firmgraph.profiling.request import MatchRequest

Request = Annotated[
    str | None, typer.Option("--request", metavar="FILE", help="A request body as JSON; - reads standard input.")
]
Amount = Annotated[str | None, typer.Option("--amount", help="Amount in yuan, or with a unit such as 50万元.")]
Term = Annotated[int | None, typer.Option("--term", metavar="MONTHS", min=1, help="Term in months.")]
Guarantee = Annotated[
    list[str] | None, typer.Option("--guarantee", help="Guarantee that can be offered; may be repeated.")
]
Consent = Annotated[
    bool | None, typer.Option("--consent/--no-consent", help="Consent to credit approval, given with the request.")
]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(asking(match, "match:match_view", read=_read))


def match(asked: "Desk", request: "MatchRequest", keep: bool) -> Body:
    """Match an enterprise with loan products: at most one of each class, ranked, each with its reasons."""
    from firmgraph.api.decisions import match_offers
    from firmgraph.cli.decisions import ledger_of

    if not keep:
        return match_offers(asked, None, request)
    with ledger_of(asked) as ledger:
        return match_offers(asked, ledger, request)


def _read(
    enterprise: Annotated[str | None, typer.Argument(metavar="ID", help="Node id, code, or name.")] = None,
    request: Request = None,
    amount: Amount = None,
    term: Term = None,
    purpose: Annotated[str, typer.Option("--purpose", help="Purpose, in English or Chinese.")] = "working_capital",
    guarantee: Guarantee = None,
    repayment: Annotated[str | None, typer.Option("--repayment", help="Repayment method wanted.")] = None,
    consent: Consent = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Keep the decision in the ledger and the graph.")
    ] = True,
) -> dict[str, Any]:
    """Return the request that the options or a file state, and whether its decision is kept."""
    if request is not None:
        return {"request": _request_of(request), "keep": keep}
    terms = {"amount": amount, "term_months": term, "purpose": purpose}
    wishes = {"guarantee": guarantee, "repayment": repayment}
    return {"request": _stated(enterprise, {**_given(terms), **_given(wishes)}, consent), "keep": keep}


def _given(terms: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in terms.items() if value is not None}


def _request_of(name: str) -> "MatchRequest":
    import orjson

    from firmgraph.errors import InvalidInput, UnreadableFile
    from firmgraph.profiling.request import read_request

    if name != "-" and not Path(name).is_file():
        raise UnreadableFile(f"{name}: there is no such file", field="request")
    try:
        body = orjson.loads(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InvalidInput(f"the request is not JSON: {place}", field="request") from None
    if not isinstance(body, dict):
        raise InvalidInput("the request is not a JSON object", field="request")
    return read_request(body)


def _stated(enterprise: str | None, terms: dict[str, Any], consent: bool | None) -> "MatchRequest":
    from firmgraph.errors import InvalidInput
    from firmgraph.graph.normal.identifiers import looks_like_uscc
    from firmgraph.profiling.request import read_request

    if enterprise is None or "amount" not in terms or "term_months" not in terms:
        raise typer.BadParameter("give --request FILE, or ID with --amount and --term", param_hint="ID")
    kind = "id" if ":" in enterprise else "uscc" if looks_like_uscc(enterprise) else "name"
    try:
        return read_request({"subject": {kind: enterprise}, "terms": terms, "consent": consent})
    except InvalidInput as error:
        raise typer.BadParameter(error.detail) from None
