"""Tables of clients as bodies of requests: CSV in UTF-8, written to disk as they come, never larger than the limit."""

import hashlib
from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request

from firmgraph.api.body import limited
from firmgraph.api.errors import RequestError
from firmgraph.settings import get_settings

MEDIA_TYPE = "text/csv"
CHARSETS = frozenset({"utf-8", "utf8", "us-ascii"})


@dataclass(frozen=True, slots=True)
class SentTable:
    """The file of a table that was sent, and the SHA-256 of its bytes."""

    path: Path
    sha256: str


@asynccontextmanager
async def sent_table(request: Request) -> AsyncIterator[SentTable | None]:
    """Give the table that is the body of a request, while it is used; None without a body.

    Raises RequestError for a body that is too large, is not declared as CSV, or is not UTF-8.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        sha256, text = hashlib.sha256(), getincrementaldecoder("utf-8")()
        with path.open("wb") as file:
            async for piece in limited(request, get_settings().max_table_bytes):
                if not file.tell() and piece:
                    _check_declared(request)
                _check_text(text, piece)
                sha256.update(piece)
                file.write(piece)
            size = file.tell()
        _check_text(text, b"", final=True)
        yield SentTable(path, sha256.hexdigest()) if size else None


def required(table: SentTable | None) -> SentTable:
    """Return a table that was sent; raise RequestError where none was."""
    if table is None:
        raise RequestError(422, "missing_field", "send a table of clients as the body", field="body")
    return table


def _check_declared(request: Request) -> None:
    declared = Message()
    declared["Content-Type"] = request.headers.get("content-type", "")
    fits = declared.get_content_type() == MEDIA_TYPE and declared.get_content_charset("utf-8") in CHARSETS
    if not fits or request.headers.get("content-encoding", "identity") != "identity":
        words = f"send the table as Content-Type: {MEDIA_TYPE}, in UTF-8 and not compressed"
        raise RequestError(415, "unsupported_media_type", words)


def _check_text(text: IncrementalDecoder, piece: bytes, *, final: bool = False) -> None:
    try:
        read = text.decode(piece, final)
    except UnicodeDecodeError:
        raise RequestError(400, "unreadable_file", "the body is not CSV in UTF-8", field="body") from None
    if "\0" in read:
        raise RequestError(422, "bad_text", "a table holds no NUL", field="body")
