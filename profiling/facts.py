"""All that is known of one firm at a moment: records by kind, node, neighbours, the state of the five sources."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from firmgraph.graph.elements import NOW, Described, Moment, Neighbour, StoredRecord
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.records import KINDS
from firmgraph.graph.references import node_id
from firmgraph.graph.risk.days import days_since
from firmgraph.graph.store import GraphStore, all_neighbours
from firmgraph.profiling.identity import Identity
from firmgraph.profiling.remembering import Remembering

FIVE_SOURCES = ("registration", "litigation", "credit", "customer", "diligence")
State = Literal["present", "absent", "stale"]
_FILE = Path(__file__).parent / "data" / "facts.yaml"


@dataclass(frozen=True, slots=True)
class SourceState:
    """Whether one of the five sources spoke of the firm; `newest` is its newest day of observation."""

    state: State
    newest: str | None = None


_ABSENT = SourceState("absent")
# Records that name no firm but a number of its own: the firm's record kind, the column, the node it names, their kind.
_KEPT_ELSEWHERE = (
    ("credit_account", "account_no", "acc", "repayment"),
    ("customer", "customer_no", "cus", "behaviour"),
)


@dataclass(frozen=True)
class Facts(Remembering):
    """What the records and the graph say of a firm at a moment; of an unknown firm, nothing."""

    subject: str
    at: Moment
    version: int = 0
    known_at: str | None = None
    described: Described | None = None
    records: Mapping[str, tuple[StoredRecord, ...]] = field(default_factory=dict)
    neighbours: Mapping[str, tuple[Neighbour, ...]] = field(default_factory=dict)
    sources: Mapping[str, SourceState] = field(default_factory=lambda: dict.fromkeys(FIVE_SOURCES, _ABSENT))

    @cached_property
    def identity(self) -> Identity:
        """The keys by which records name the firm."""
        return Identity.of(self.described)

    @property
    def day(self) -> str:
        """The day asked about."""
        return self.at.day

    def of(self, kind: str, column: str | None = None) -> tuple[StoredRecord, ...]:
        """Return the firm's records of a kind; with a column, those in which that column names the firm."""
        found = self.records.get(kind, ())
        if column is None:
            return found
        return tuple(
            record for record in found if column in record.payload and self.identity.is_named_by(record.payload[column])
        )

    def is_open(self, record: StoredRecord) -> bool:
        """Tell whether what a record states has not ended by the day asked about."""
        rule = fact_rules()["kinds"][record.kind]
        ends, until = (record.payload.get(rule.get(name, "")) for name in ("ends", "until"))
        return (ends is None or str(ends) > self.day) and (until is None or str(until) >= self.day)

    def knows(self, source: str) -> bool:
        """Tell whether a source spoke of the firm at all."""
        return self.sources[source].state != "absent"

    def property(self, name: str) -> Any:
        """Return a property of the firm's node; None when it is not known."""
        return None if self.described is None else self.described.node.properties.get(name)


@cache
def fact_rules() -> Mapping[str, Any]:
    """The table of what makes a record the firm's own, and when a source is stale."""
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def gather(store: GraphStore, subject_id: str, at: Moment = NOW, *, kinds: Sequence[str] = ()) -> Facts:
    """Return the facts of a firm at a moment; of a firm the store does not know, facts in which every source is absent.

    With `kinds`, no other record of the firm is read, nor its neighbours.
    """
    at = Moment(at.day, at.known_at)
    status = store.status(counts=False)
    known_at = at.known_at or status.loaded_at
    described = store.node(subject_id, at)
    if described is None:
        return Facts(subject_id, at, status.version, known_at)
    subject_id = described.node.id
    own = store.records(about=subject_id, kinds=kinds, at=at)
    records = _own_records(store, own, Identity.of(described), at)
    neighbours: defaultdict[str, list[Neighbour]] = defaultdict(list)
    for neighbour in () if kinds else all_neighbours(store, subject_id, at):
        neighbours[neighbour.relation.kind].append(neighbour)
    near = {kind: tuple(found) for kind, found in sorted(neighbours.items())}
    return Facts(subject_id, at, status.version, known_at, described, records, near, source_states(records, at.day))


def _own_records(
    store: GraphStore, records: Iterable[StoredRecord], identity: Identity, at: Moment
) -> dict[str, tuple[StoredRecord, ...]]:
    found: defaultdict[str, list[StoredRecord]] = defaultdict(list)
    for record in records:
        if speaks(record, at.day) and is_own(record, identity):
            found[record.kind].append(record)
    for node, kind in kept_elsewhere([record for rows in found.values() for record in rows]):
        found[kind] += [r for r in store.records(about=node, kinds=[kind], at=at) if speaks(r, at.day)]
    return {kind: tuple(sorted(rows, key=lambda r: r.uid)) for kind, rows in sorted(found.items()) if rows}


def kept_elsewhere(own: Iterable[StoredRecord]) -> list[tuple[str, str]]:
    """Return the nodes, each with a kind, whose records of that kind are a firm's too: those of its own numbers."""
    records = list(own)
    return [
        (node_id(prefix, name_key(told)), kind)
        for owner, number, prefix, kind in _KEPT_ELSEWHERE
        for told in sorted({record.payload[number] for record in records if record.kind == owner})
    ]


def speaks(record: StoredRecord, day: str) -> bool:
    """Tell whether a record speaks on a day: what it tells had happened by then, a year only once it has ended."""
    column = fact_rules()["kinds"].get(record.kind, {}).get("day")
    stated = str(record.payload.get(column, ""))[: len(day)] if column else ""
    return stated <= day[: len(stated)] and not _unfinished(stated, day)


def says_by(record: StoredRecord, column: str, day: str) -> bool:
    """Tell whether a column of a record says something by a day: what a decision says is not known before it."""
    since = fact_rules()["kinds"].get(record.kind, {}).get("since", {}).get(column)
    return column in record.payload and (since is None or str(record.payload.get(since, "")) <= day)


def _unfinished(period: str, day: str) -> bool:
    return len(period) == 4 and period == day[:4] and not day.endswith("-12-31")


def is_own(record: StoredRecord, identity: Identity) -> bool:
    """Tell whether a record is one of the firm that is known by some keys."""
    rule = fact_rules()["kinds"].get(record.kind)
    if rule is None:
        return False
    cells = (
        [record.payload[column] for column in rule["party"] if column in record.payload]
        if rule["party"]
        else [record.payload]
    )
    return any(identity.is_named_by(cell) for cell in cells)


def source_states(records: Mapping[str, Iterable[StoredRecord]], day: str) -> dict[str, SourceState]:
    """Return the state of each of the five sources: absent without a record, stale when not observed for too long."""
    newest: dict[str, str] = {}
    for kind, rows in records.items():
        group = KINDS[kind].group
        for row in rows:
            newest[group] = max(newest.get(group, ""), row.observed_at)
    limits = fact_rules()["stale_after_days"]
    return {source: _state(newest.get(source), day, limits[source]) for source in FIVE_SOURCES}


def _state(newest: str | None, day: str, limit: int) -> SourceState:
    if newest is None:
        return _ABSENT
    return SourceState("stale" if days_since(newest, day) > limit else "present", newest)
