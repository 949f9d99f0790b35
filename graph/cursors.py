"""Page cursors: opaque to the user, refused when they are not ours."""

import base64
import binascii
import json
from collections.abc import Sequence

from firmgraph.errors import BadCursor


def encode_cursor(parts: Sequence[str]) -> str:
    """Return an opaque page cursor."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> tuple[str, str]:
    """Return the (kind, relation id) after which a page begins; raise BadCursor for anything not given out by us."""
    if cursor is None:
        return ("", "")
    try:
        parts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        parts = None
    if not (isinstance(parts, list) and len(parts) == 2 and all(isinstance(p, str) for p in parts)):
        raise BadCursor("this cursor was not given out by a page of this list", field="cursor")
    return (parts[0], parts[1])
