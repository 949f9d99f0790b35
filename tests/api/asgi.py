"""Drives an app without a socket: any bytes for path, query, headers and body, as a server would pass them on."""

from typing import Any, NamedTuple
from urllib.parse import unquote

from fastapi import FastAPI

Headers = list[tuple[bytes, bytes]]


class Sent(NamedTuple):
    """A request as a server hands it to an app."""

    method: str
    raw_path: bytes
    query: bytes = b""
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)


class Received(NamedTuple):
    """A response; `text` also holds the headers, for nothing of the input may stand there either."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Everything the client sees."""
        return self.body.decode() + "\n".join(f"{name}: {value}" for name, value in self.headers.items())


async def send_to(app: FastAPI, sent: Sent) -> Received:
    """Return the app's response to a request."""
    answer: list[Any] = []
    waiting: list[dict[str, Any]] = [{"type": "http.request", "body": sent.body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answer.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "http",
        "path": unquote(sent.raw_path.decode("latin-1")),
        "raw_path": sent.raw_path,
        "query_string": sent.query,
        "root_path": "",
        "headers": list(sent.headers),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
        "state": {},
    }
    await app(scope, receive, send)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in answer[0]["headers"]}
    return Received(answer[0]["status"], headers, b"".join(message.get("body", b"") for message in answer[1:]))
