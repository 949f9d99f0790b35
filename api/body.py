"""Reading requests with care: query parameters are known ones, bodies are small, shallow, finite JSON."""

import json
import math
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope

from firmgraph.api.errors import RequestError, field_path, safe_name
from firmgraph.settings import get_settings

MOST_LEVELS = 32
MOST_DIGITS = 18
INLINE_BYTES = 32_768


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands in a parsed body for a value that is not accepted, until its place is known."""

    code: str
    detail: str


_NOT_FINITE = Refused("bad_number", "a number must be finite")
_TOO_LONG = Refused("bad_number", f"a whole number has at most {MOST_DIGITS} digits")
_REPEATED = Refused("repeated_member", "an object names a member twice")


class ReadRequest(Request):
    """A request whose JSON body has been read and found acceptable."""

    def __init__(self, scope: Scope, receive: Receive, raw: bytes, value: Any) -> None:
        super().__init__(scope, receive)
        self._raw = raw
        self._value = value

    async def body(self) -> bytes:
        """Return the body as received."""
        return self._raw

    async def json(self) -> Any:
        """Return the body as read."""
        return self._value


class CarefulRoute(APIRoute):
    """A route that refuses undocumented query parameters and reads its body with care."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, behind the checks."""
        handle = super().get_route_handler()
        known = dict(query_parameters(self.dependant))
        takes_body = self.body_field is not None

        async def careful(request: Request) -> Response:
            check_parameters(request, known)
            return await handle(await read_request(request) if takes_body else request)

        return careful


def query_parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Yield the query parameters of a route and of what it depends on, and whether each may be given several times."""
    for param in dependant.query_params:
        stated = param.field_info.annotation
        yield param.alias, any(get_origin(told) is list for told in (stated, *get_args(stated)))
    for further in dependant.dependencies:
        yield from query_parameters(further)


def check_parameters(request: Request, known: Mapping[str, bool]) -> None:
    """Raise RequestError when a query parameter is unknown, or repeated without leave."""
    seen: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name not in known:
            takes = ", ".join(sorted(known)) or "none"
            raise RequestError(
                422, "unknown_parameter", f"this path takes the query parameters: {takes}", field=safe_name(name)
            )
        if name in seen and not known[name]:
            raise RequestError(422, "repeated_parameter", "a query parameter is given once", field=name)
        seen.add(name)


async def read_request(request: Request) -> Request:
    """Return the request with its JSON body read; raise RequestError for one that is not acceptable."""
    raw = b"".join([piece async for piece in limited(request, get_settings().max_body_bytes)])
    if not raw:
        return ReadRequest(request.scope, request.receive, raw, None)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not (
        media_type.startswith("application/") and media_type.endswith("+json")
    ):
        raise RequestError(415, "unsupported_media_type", "send the body as Content-Type: application/json")
    value = parse_json(raw) if len(raw) <= INLINE_BYTES else await run_in_threadpool(parse_json, raw)
    return ReadRequest(request.scope, request.receive, raw, value)


async def limited(request: Request, most: int) -> AsyncIterator[bytes]:
    """Yield the body of a request piece by piece; raise RequestError as soon as it is larger than `most` bytes."""
    too_large = RequestError(413, "body_too_large", f"a body has at most {most} bytes")
    stated = request.headers.get("content-length", "")
    if stated.isascii() and stated.isdigit() and (len(stated) > 18 or int(stated) > most):
        raise too_large
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise too_large
        yield piece


def parse_json(raw: bytes) -> Any:
    """Return the value of JSON text; raise RequestError, naming the place, for what is not acceptable."""
    try:
        value = json.loads(
            raw.decode("utf-8-sig"),
            parse_constant=lambda _: _NOT_FINITE,
            parse_float=_finite,
            parse_int=lambda text: int(text) if len(text.lstrip("-")) <= MOST_DIGITS else _TOO_LONG,
            object_pairs_hook=_without_repetition,
        )
    except RecursionError:
        raise _too_deep() from None
    except ValueError:
        raise RequestError(400, "bad_json", "the body is not JSON in UTF-8") from None
    _check(value)
    return value


def _finite(text: str) -> float | Refused:
    number = float(text)
    return number if math.isfinite(number) else _NOT_FINITE


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Refused:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _REPEATED


def _too_deep() -> RequestError:
    return RequestError(422, "too_deep", f"a body is nested at most {MOST_LEVELS} levels deep")


def _check(value: Any) -> None:
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(value, ())]
    while waiting:
        found, place = waiting.pop()
        if isinstance(found, (list, dict)) and len(place) >= MOST_LEVELS:
            raise _too_deep()
        if isinstance(found, Refused):
            raise RequestError(422, found.code, found.detail, field=field_path(place) or "body")
        if isinstance(found, str):
            _check_text(found, place)
        elif isinstance(found, list):
            waiting.extend((item, (*place, index)) for index, item in enumerate(found))
        elif isinstance(found, dict):
            for name, item in found.items():
                _check_text(name, (*place, name))
                waiting.append((item, (*place, name)))


def _check_text(text: str, place: tuple[str | int, ...]) -> None:
    if not is_whole_text(text):
        raise RequestError(
            422, "bad_text", "a text holds no NUL and no half characters", field=field_path(place) or "body"
        )


def is_whole_text(text: str) -> bool:
    """Tell whether a text can be stored and sent as UTF-8: no NUL, no half of a character pair."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text))
