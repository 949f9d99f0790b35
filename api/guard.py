"""The outermost layer of the service: request ids, security headers, the access log, and no fault without an answer."""

import time
from pathlib import PurePath
from traceback import extract_tb
from uuid import uuid4

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firmgraph.api.errors import internal_problem

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
KNOWN_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_log = structlog.get_logger("firmgraph.access")


class Guard:
    """ASGI middleware around the whole app; paths, queries and bodies may hold personal data and are not logged."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and see to it that it is answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, began, status = uuid4().hex, time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({**SECURITY_HEADERS, "X-Request-ID": request_id})
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            status = 499
        except Exception as error:  # the last line before the socket: an answer goes out whatever happened
            _log.error("fault", error=type(error).__name__, at=_places(error), request_id=request_id)
            if not status:
                await internal_problem()(scope, receive, answer)
        _write_access(scope, status, time.perf_counter() - began, request_id)


def _write_access(scope: Scope, status: int, seconds: float, request_id: str) -> None:
    route = getattr(scope.get("route"), "path", "none")
    method = scope["method"] if scope["method"] in KNOWN_METHODS else "other"
    _log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), request_id=request_id)


def _places(error: Exception) -> list[str]:
    """Return where an error was raised: files and lines, never the values at hand."""
    return [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-4:]]
