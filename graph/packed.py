"""Properties as JSON text that is parsed only when somebody looks inside: most of a load never does."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson


def pack(properties: Mapping[str, Any]) -> str:
    """Return properties as JSON text with sorted keys."""
    return orjson.dumps(properties, option=orjson.OPT_SORT_KEYS).decode() if properties else "{}"


class Packed(Mapping[str, Any]):
    """A mapping behind its JSON text (keys sorted); equal when the texts are."""

    __slots__ = ("_parsed", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._parsed: dict[str, Any] | None = None

    def unpacked(self) -> dict[str, Any]:
        """Return the properties as a dictionary; do not change it."""
        if self._parsed is None:
            self._parsed = orjson.loads(self.text)
        return self._parsed

    def __getitem__(self, name: str) -> Any:
        return self.unpacked()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.unpacked())

    def __len__(self) -> int:
        return len(self.unpacked())

    def __eq__(self, other: object) -> bool:
        return self.text == other.text if isinstance(other, Packed) else self.unpacked() == other

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Packed({self.text})"


def text_of(properties: Mapping[str, Any]) -> str:
    """Return the JSON text of properties, packed or not."""
    return properties.text if isinstance(properties, Packed) else pack(properties)
