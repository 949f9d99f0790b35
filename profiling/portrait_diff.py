"""What changed in a firm's portrait between two days: attributes, sources and tags, and the records that brought it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from firmgraph.graph.elements import StoredRecord
from firmgraph.profiling.combine import Attribute, Value
from firmgraph.profiling.portrait import Portrait

Kind = Literal["appeared", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class RecordMoved:
    """A record on which an attribute rests on one of the days only: `side` tells which.

    `kind` and `source` are None where the record is not one of the firm's own.
    """

    record_id: str
    side: Literal["before", "after"]
    kind: str | None
    source: str | None
    observed_at: str | None

    def wire(self) -> dict[str, Any]:
        """The body of a record that moved."""
        told = {"record_id": self.record_id, "side": self.side, "kind": self.kind}
        return {**told, "source": self.source, "observed_at": self.observed_at}


@dataclass(frozen=True, slots=True)
class Change:
    """An attribute whose value differs; no `records` where only the passing of time, or belief, brought it."""

    attribute: str
    before: Attribute
    after: Attribute
    records: tuple[RecordMoved, ...]

    @property
    def kind(self) -> Kind:
        """Whether the value appeared, is gone, or changed."""
        if self.before.value is None:
            return "appeared"
        return "gone" if self.after.value is None else "changed"

    def wire(self) -> dict[str, Any]:
        """The body of a change."""
        return {
            "attribute": self.attribute,
            "change": self.kind,
            "before": self.before.wire(),
            "after": self.after.wire(),
            "records": [record.wire() for record in self.records],
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Two portraits of a firm, the earlier first, and what changed between them."""

    before: Portrait
    after: Portrait
    changes: tuple[Change, ...]

    def wire(self) -> dict[str, Any]:
        """The body of the difference: changed attributes and sources, tags that came or went, both days."""
        moved = _moved(_tags(self.before), _tags(self.after))
        return {
            "from": _moment(self.before),
            "to": _moment(self.after),
            "changes": [change.wire() for change in self.changes],
            "sources": dict(_moved(_states(self.before), _states(self.after))),
            "tags": {tag: one for tag, one in moved if None in one.values()},
        }


def difference(one: Portrait, other: Portrait) -> Difference:
    """Return what changed between two portraits of a firm, from the earlier day to the later."""
    before, after = sorted((one, other), key=lambda portrait: portrait.facts.day)
    found = ((name, before.final[name], after.final[name]) for name in after.final)
    changes = (
        Change(name, old, new, _records(before, after, (old.evidence, new.evidence)))
        for name, old, new in found
        if _set(old.value) != _set(new.value)
    )
    return Difference(before, after, tuple(changes))


def _set(value: Value | None) -> frozenset[str] | str | int | None:
    """Return a value as it is compared: the order of a list says nothing."""
    return frozenset(value) if isinstance(value, tuple) else value


def _records(
    before: Portrait, after: Portrait, evidence: tuple[Iterable[str], Iterable[str]]
) -> tuple[RecordMoved, ...]:
    old, new = map(frozenset, evidence)
    return (*_told(new - old, "after", _own(after)), *_told(old - new, "before", _own(before)))


def _told(
    ids: Iterable[str], side: Literal["before", "after"], own: Mapping[str, StoredRecord]
) -> Iterator[RecordMoved]:
    for record_id in sorted(ids):
        row = own.get(record_id)
        if row is None:
            yield RecordMoved(record_id, side, None, None, None)
        else:
            yield RecordMoved(record_id, side, row.kind, row.source, row.observed_at)


def _own(portrait: Portrait) -> dict[str, StoredRecord]:
    return {row.record_id: row for rows in portrait.facts.records.values() for row in rows}


def _moment(portrait: Portrait) -> dict[str, Any]:
    told = portrait.facts
    return {"as_of": told.day, "known_at": told.known_at, "completeness": portrait.completeness}


def _states(portrait: Portrait) -> dict[str, Any]:
    return {name: source.state for name, source in portrait.facts.sources.items()}


def _tags(portrait: Portrait) -> dict[str, Any]:
    return {tag.tag: tag.weight for tag in portrait.external.tags.tags}


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield name, {"before": before.get(name), "after": after.get(name)}
