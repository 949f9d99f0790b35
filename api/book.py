"""A whole book of loan requests: read line by line, matched at once, each line answered in short."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import orjson

from firmgraph.api.decisions import match_offers
from firmgraph.api.ledger.ledger import Ledger
from firmgraph.api.officer.desk import Desk
from firmgraph.errors import Ambiguous, FirmgraphError, InvalidInput, NotFound
from firmgraph.graph.references import organisation_reference
from firmgraph.profiling.bulk.match_all import AT_ONCE, match_all
from firmgraph.profiling.request import MatchRequest, Subject, read_request
from firmgraph.profiling.sight import Sight

Body = dict[str, Any]
_TOLD = ("product_id", "verdict", "amount", "bound_by", "rate", "all_in_rate", "score")


class Asked(NamedTuple):
    """A line of a book: its number and the request it states, or why it states none."""

    line: int
    request: MatchRequest | FirmgraphError


def read_lines(lines: Iterable[bytes]) -> Iterator[Asked]:
    """Yield the request of each line of JSON that is not blank."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Asked(number, _read(line))


def _read(line: bytes) -> MatchRequest | FirmgraphError:
    try:
        body = orjson.loads(line)
        if not isinstance(body, dict):
            return InvalidInput("the line is not a JSON object")
        return read_request(body)
    except orjson.JSONDecodeError as error:
        return InvalidInput(f"the line is not JSON: column {error.colno}")
    except InvalidInput as error:
        return error


def every_client(desk: Desk, asked: MatchRequest) -> Iterator[Asked]:
    """Yield a request of the same terms for each client of the bank, in order of their ids."""
    rows = desk.store.records(kinds=["customer"], at=desk.at)
    clients = sorted({organisation_reference(row.payload["enterprise"], row.source) for row in rows})
    for number, client in enumerate(clients, 1):
        yield Asked(number, asked.model_copy(update={"subject": Subject(id=client)}))


def match_lines(desk: Desk, asked: Iterable[Asked], ledger: Ledger | None = None) -> Iterator[Body]:
    """Yield the answer to each line in short: its offers, why classes drop out, the gates that refuse, or its error.

    With a ledger every decision is made alone and kept.
    """
    waiting = iter(asked)
    while some := list(islice(waiting, AT_ONCE)):
        yield from _matched(desk, some) if ledger is None else (_kept(desk, one, ledger) for one in some)


def _matched(desk: Desk, asked: list[Asked]) -> Iterator[Body]:
    requests = [one.request for one in asked if isinstance(one.request, MatchRequest)]
    answers = match_all(Sight(desk.store, desk.at, desk.keeper), requests, desk.packs)
    for line, request in asked:
        told = next(answers) if isinstance(request, MatchRequest) else request
        subject = request.subject.words if isinstance(request, MatchRequest) else None
        if isinstance(told, FirmgraphError):
            yield _error(line, subject, told)
        else:
            yield {"line": line, "subject": subject, **told.wire()}


def _kept(desk: Desk, asked: Asked, ledger: Ledger) -> Body:
    line, request = asked
    if isinstance(request, FirmgraphError):
        return _error(line, None, request)
    subject = request.subject.words
    try:
        answer = match_offers(desk, ledger, request)
    except (InvalidInput, Ambiguous, NotFound) as error:
        return _error(line, subject, error)
    return {
        "line": line,
        "subject": subject,
        "offers": [{**{name: one[name] for name in _TOLD}, "class_id": one["class"]["id"]} for one in answer["offers"]],
        "dropped": {one["id"]: one["dropped_reason"] for one in answer["classes"] if one["dropped_reason"]},
        "gates": [gate["name"] for gate in answer["gates"] if gate["verdict"] == "FAIL"],
        "decision_id": answer["decision_id"],
    }


def _error(line: int, subject: str | None, error: FirmgraphError) -> Body:
    told = {"code": error.code, "detail": error.detail, "field": error.field}
    return {"line": line, "subject": subject, "error": told, "offers": [], "dropped": {}, "gates": []}
