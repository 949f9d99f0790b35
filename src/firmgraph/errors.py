"""Every error a user can meet: each carries its HTTP status and a stable code."""

from collections.abc import Mapping
from typing import Any


class FirmgraphError(Exception):
    """Base of all errors that are told to the user in one line.

    `field` names the input at fault; `extra` holds further members of the problem body (for example `near` names).
    """

    status = 500
    code = "internal"
    title = "Internal error"
    exit_code = 1

    def __init__(self, detail: str, *, field: str | None = None, **extra: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.extra: Mapping[str, Any] = extra


class InvalidInput(FirmgraphError):
    """A value, column, header, parameter or body is not of the documented form."""

    status = 422
    code = "invalid_input"
    title = "Invalid input"


class BadCursor(InvalidInput):
    """A page cursor that this service did not give out."""

    code = "bad_cursor"
    title = "Bad cursor"


class UnreadableFile(FirmgraphError):
    """A file cannot be read as records: missing, empty, binary, a directory, or of an unknown format."""

    status = 400
    code = "unreadable_file"
    title = "Unreadable file"


class TooManyBadRows(FirmgraphError):
    """More rows of a file are bad than the limit allows; nothing of that file was committed."""

    status = 422
    code = "too_many_bad_rows"
    title = "Too many bad rows"


class NotFound(FirmgraphError):
    """The named node, record, query or product does not exist."""

    status = 404
    code = "not_found"
    title = "Not found"


class Ambiguous(FirmgraphError):
    """A name fits several enterprises; the candidates are told."""

    status = 409
    code = "ambiguous"
    title = "Ambiguous name"


class StoreUnavailable(FirmgraphError):
    """The store does not answer: server down, file locked, disk full."""

    status = 503
    code = "store_unavailable"
    title = "Store unavailable"


class MissingTool(FirmgraphError):
    """A program or package this command needs is not on the machine."""

    status = 501
    code = "missing_tool"
    title = "Missing tool"
