"""What a training is asked to learn: the same question from the same data is the same training."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version

import orjson


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model is to tell, the blocks of columns it does without, who stands for it, and the data.

    `data` is the SHA-256 of the table that was sent, else it tells the store and its version, of whose clients the
    table is made, from the month `first` to `last`.
    """

    what: str
    without: tuple[str, ...]
    roles: Mapping[str, str]
    data: str
    first: str | None = None
    last: str | None = None

    @property
    def id(self) -> str:
        """The id of the training; another version of firmgraph may learn otherwise, and its trainings are others."""
        told = orjson.dumps([version("firmgraph"), asdict(self)], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(told).hexdigest()[:32]

    def to_json(self) -> bytes:
        """The question as its folder keeps it."""
        return orjson.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: bytes) -> "Asked":
        """The question that a folder kept."""
        body = orjson.loads(text)
        return cls(**{**body, "without": tuple(body["without"])})
