"""Lines of JSON that something is learned from, each checked by its model."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from firmgraph.errors import InvalidInput, UnreadableFile

Known = TypeVar("Known", bound=BaseModel)


def read_known_lines(path: Path, kind: type[Known]) -> Iterator[Known]:
    """Yield the lines of a JSONL file; raise UnreadableFile or InvalidInput with file and line for what is none."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield kind.model_validate(orjson.loads(line))
            except orjson.JSONDecodeError as error:
                raise UnreadableFile(f"{path.name} line {number} is not JSON: {error}", field="file") from error
            except ValidationError as error:
                told = error.errors()[0]
                place = ".".join(map(str, told["loc"])) or "line"
                raise InvalidInput(f"{path.name} line {number}: {place}: {told['msg']}", field="file") from error
