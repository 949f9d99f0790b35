"""The response that carries a body as JSON in UTF-8."""

from typing import Any

import orjson
from starlette.responses import Response


class Answer(Response):
    """A JSON response; numbers that are not finite leave as null, dates as ISO text, decimals as text."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Return the bytes of a body; one that is JSON already stays as it is."""
        return content if isinstance(content, bytes) else orjson.dumps(content, default=str)
