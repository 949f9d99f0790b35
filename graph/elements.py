"""What a store gives back: records, nodes, relations, and the two dates every question is asked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Moment:
    """The two clocks of a question: what was true on `as_of`, from what had been loaded by `known_at`.

    `as_of` is YYYY-MM-DD; `known_at` is a day (its end is meant) or an ISO timestamp in UTC. None means today and now.
    """

    as_of: str | None = None
    known_at: str | None = None

    @property
    def is_now(self) -> bool:
        """Tell whether neither clock is set back."""
        return self.as_of is None and self.known_at is None

    @property
    def day(self) -> str:
        """The day asked about."""
        return self.as_of or date.today().isoformat()

    @property
    def known_until(self) -> str | None:
        """The last timestamp that counts as known; None when all is."""
        if self.known_at is None or len(self.known_at) > 10:
            return self.known_at
        return self.known_at + "T23:59:59.999999"

    def knows(self, loaded_at: str) -> bool:
        """Tell whether a record loaded at this timestamp was known."""
        return self.known_until is None or loaded_at <= self.known_until


NOW = Moment()


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """An accepted input row, immutable: `uid` names this version of it, `record_id` the row through all its versions.

    `payload` holds the columns in normal form, `received` the cells as they came (person numbers masked).
    """

    uid: str
    record_id: str
    kind: str
    source: str
    observed_at: str
    loaded_at: str
    payload: Mapping[str, Any]
    received: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """A node as the records say it is; `properties` are scalars or lists of scalars, `evidence` the record ids that
    state it where they were asked for.
    """

    id: str
    kind: str
    properties: Mapping[str, Any]
    known_from: str
    evidence: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a reader is shown."""
        return str(self.properties.get("name") or self.id)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as the records say it is; it holds from valid_from to valid_to, both days included."""

    id: str
    kind: str
    start: str
    end: str
    discriminator: str
    properties: Mapping[str, Any]
    valid_from: str | None
    valid_to: str | None
    known_from: str
    evidence: tuple[str, ...] = ()

    def holds_on(self, day: str) -> bool:
        """Tell whether the relation is valid on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Loser:
    """A value that another record's value outranked, and why."""

    value: Any
    record_id: str
    source: str
    observed_at: str
    why: str


@dataclass(frozen=True, slots=True)
class Described:
    """A node with what stands behind it: evidence (record ids), conflicting values, and all names it bears."""

    node: Node
    evidence: tuple[str, ...]
    conflicts: Mapping[str, tuple[Loser, ...]]
    names: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A relation of a node, the node at its other end, and the record ids that state it."""

    relation: Relation
    node: Node
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An enterprise found by text: which field matched, and how well (0 to 100)."""

    node: Node
    field: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items and the cursor of the next page; None at the end."""

    items: tuple[Item, ...]
    next_cursor: str | None
