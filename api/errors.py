"""Errors over HTTP: every failure is a problem+json body (RFC 9457) with a stable code, and never repeats the input.

| code | status | when |
|---|---|---|
| `bad_json` | 400 | the body is not UTF-8 JSON |
| `unreadable_file` | 400 | the table of clients is not CSV in UTF-8 |
| `not_found` | 404 | no such enterprise (with `near` names), decision, record or query (with `names`) |
| `no_such_route` | 404 | the path names nothing of this service |
| `method_not_allowed` | 405 | the path does not take this method (header `Allow` tells which it takes) |
| `ambiguous` | 409 | a name fits several enterprises (with `candidates`) |
| `busy` | 409 | another training runs (with its id in `running`) |
| `body_too_large` | 413 | the body is larger than the service accepts |
| `unsupported_media_type` | 415 | the body is not declared as application/json, or a table not as text/csv |
| `missing_field` | 422 | a required parameter or member is not there |
| `unknown_field` | 422 | a member of the body that is not documented |
| `unknown_parameter` | 422 | a query parameter that is not documented |
| `repeated_parameter` | 422 | a query parameter given more than once |
| `invalid_value` | 422 | a value of the wrong type, form, length or range |
| `bad_number` | 422 | a number that is not finite or has more than 18 digits |
| `bad_text` | 422 | a text with NUL, other control characters, half characters or wrong encoding |
| `repeated_member` | 422 | an object of the body names a member twice |
| `too_deep` | 422 | the body is nested deeper than 32 levels |
| `bad_cursor` | 422 | a cursor this list did not give out |
| `invalid_input` | 422 | the request is of the right form, but a rule of the domain refuses it |
| `internal` | 500 | a fault of the service |
| `missing_tool` | 501 | a program or package the answer needs is not installed |
| `store_unavailable` | 503 | the store does not answer; try again after `Retry-After` seconds |
| `not_ready` | 503 | `/readyz`: a part named in `parts` is down |
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args
from uuid import uuid4

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic_core.core_schema import ErrorType
from starlette.exceptions import HTTPException

from firmgraph.errors import FirmgraphError

RETRY_AFTER_SECONDS = 5
MOST_ERRORS = 20
PROBLEM_TYPE = "application/problem+json"
_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z_]{0,39}")
# Of pydantic's own errors these tell only what the schema allows, others may repeat input; our types have fixed words.
_SAFE_MESSAGES = re.compile(
    r"missing|extra_forbidden|(string|int|float|decimal|bool|date|list|dict|model|model_attributes)_\w+|literal_error|enum|finite_number"
    r"|(greater|less)_than(_equal)?|too_(long|short)"
)
_BUILT_IN = frozenset(get_args(ErrorType))
_CODES = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "bad_text": "bad_text",
    "finite_number": "bad_number",
}


class RequestError(FirmgraphError):
    """A request refused before any part of the domain sees it; each code has its line in this module's table."""

    def __init__(self, status: int, code: str, detail: str, *, field: str | None = None, **extra: Any) -> None:
        super().__init__(detail, field=field, **extra)
        self.status = status
        self.code = code
        self.title = code.replace("_", " ").capitalize()


def safe_name(name: str) -> str:
    """Return a name from the input when it is a plain word, which carries no script and no number; else `?`."""
    return name if _PLAIN_NAME.fullmatch(name) else "?"


def field_path(parts: Sequence[str | int]) -> str | None:
    """Return the place of a value in a request, such as `terms.amount` or `rows.3`."""
    return ".".join(str(part) if isinstance(part, int) else safe_name(part) for part in parts) or None


def problem_body(error: FirmgraphError) -> dict[str, Any]:
    """Return the members of a problem that tell what an error is, without those of this one occurrence."""
    return {
        **error.extra,
        "type": f"urn:firmgraph:problem:{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "field": error.field,
    }


def problem(error: FirmgraphError, headers: Mapping[str, str] | None = None) -> Response:
    """Return the problem+json response of an error; `instance` is a new URN, for the path may hold personal data."""
    body = {**problem_body(error), "instance": uuid4().urn}
    sent = dict(headers or {})
    if error.status == 503:
        sent["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return Response(orjson.dumps(body, default=str), error.status, sent, PROBLEM_TYPE)


def internal_problem() -> Response:
    """Return the answer to a fault of ours; what went wrong stands in the log only."""
    return problem(FirmgraphError("the service met a fault of its own; the log of this request id tells more"))


def shown(error: FirmgraphError) -> FirmgraphError:
    """Return an error as a client may see it: of what is not the client's doing only the kind, the log tells more."""
    if error.status < 500 or isinstance(error, RequestError):
        return error
    return type(error)("the store does not answer now" if error.status == 503 else error.title, **error.extra)


def _on_own_error(_: Request, error: Exception) -> Response:
    assert isinstance(error, FirmgraphError)
    return problem(shown(error))


def _on_invalid_request(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = [_told(found) for found in error.errors()[:MOST_ERRORS]]
    first = told[0]
    return problem(RequestError(422, first["code"], first["detail"], field=first["field"], errors=told))


def _told(found: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(found["type"])
    detail = (
        str(found["msg"])
        if kind not in _BUILT_IN or _SAFE_MESSAGES.fullmatch(kind)
        else "the value is not of the documented form"
    )
    place = [part for part in found["loc"] if part not in ("query", "path", "body", "header")]
    return {"code": _CODES.get(kind, "invalid_value"), "field": field_path(place) or "body", "detail": detail}


def _on_http_exception(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, detail = {
        404: ("no_such_route", "the path names nothing of this service; see /openapi.json"),
        405: ("method_not_allowed", "the path does not take this method"),
        413: ("body_too_large", "the body is larger than the service accepts"),
    }.get(error.status_code, ("invalid_value", "the request is not of the documented form"))
    return problem(RequestError(error.status_code, code, detail), error.headers)


def add_handlers(app: FastAPI) -> None:
    """Make every error of an app answer as a problem."""
    app.add_exception_handler(FirmgraphError, _on_own_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
