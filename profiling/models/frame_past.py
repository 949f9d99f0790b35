"""All versions of a firm's own records, read once, and the facts of any past day from what was observed by then.

A record observed after a day is not known on it, whatever day it tells of: what learns from the past must not see it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from firmgraph.graph.elements import Described, Moment, Neighbour, Node, Relation, StoredRecord
from firmgraph.graph.fold import names_of
from firmgraph.graph.ingest.refold import node_row, origin_of, relation_row, said_by
from firmgraph.graph.ingest.resolution import Resolver, ends_of
from firmgraph.graph.ingest.tables import Kept
from firmgraph.graph.past import NAMING_ONLY
from firmgraph.graph.references import relation_id
from firmgraph.graph.statements import RelationSaid, Said
from firmgraph.profiling.facts import Facts, source_states, speaks

ACCOUNTS = "credit_account"
_RESOLVER = Resolver(())


@dataclass(frozen=True, slots=True)
class _History:
    """The versions of a record from the first observed to the last, and the days they were observed on."""

    versions: Sequence[StoredRecord]
    days: Sequence[str]

    def newest(self, day: str) -> StoredRecord | None:
        """The version that was the newest on a day, of those that tell of days up to it."""
        place = bisect_right(self.days, day)
        found = self.versions[place - 1] if place else None
        return found if found is not None and speaks(found, day) else None


@dataclass(frozen=True)
class Past:
    """A firm's own records in all versions, ordered by uid."""

    subject: str
    versions: tuple[StoredRecord, ...]
    _facts: dict[tuple[str, bool], Facts] = field(default_factory=dict, compare=False, repr=False)
    _said: dict[str, Said] = field(default_factory=dict, compare=False, repr=False)
    _histories: dict[str, list[_History]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Put the versions of each record in the order they were observed."""
        object.__setattr__(self, "_histories", _histories(self.versions))

    def facts_at(self, day: str) -> Facts:
        """Return the facts on a day (ISO) from what was observed by it; of neighbours, the holders only."""
        if (day, True) not in self._facts:
            self._facts[day, True] = self._gathered(day)
        return self._facts[day, True]

    def accounts_at(self, day: str) -> Facts:
        """Return, of the facts on a day (ISO), nothing but the credit accounts."""
        if (day, False) not in self._facts:
            rows = tuple(row for row in self.observed_by(day, (ACCOUNTS,)) if row.kind == ACCOUNTS)
            self._facts[day, False] = Facts(self.subject, Moment(day), records={ACCOUNTS: rows})
        return self._facts[day, False]

    def observed_by(self, day: str, kinds: Collection[str] = ()) -> list[StoredRecord]:
        """Return the version of each record that was the newest on a day, of those that tell of days up to it.

        With `kinds`, of no other records than those that were ever of these.
        """
        asked = kinds or self._histories
        found = (one.newest(day) for kind in asked for one in self._histories.get(kind, ()))
        return sorted({one.uid: one for one in found if one is not None}.values(), key=attrgetter("uid"))

    def _gathered(self, day: str) -> Facts:
        found: defaultdict[str, list[StoredRecord]] = defaultdict(list)
        for record in self.observed_by(day):
            found[record.kind].append(record)
        records = {kind: tuple(rows) for kind, rows in sorted(found.items())}
        holders = self._holders(records.get("shareholding", ()), day)
        near = {"holds": holders} if holders else {}
        sources = source_states(records, day)
        return Facts(self.subject, Moment(day), 0, None, self._described(records), records, near, sources)

    def _described(self, records: Mapping[str, Sequence[StoredRecord]]) -> Described | None:
        telling = [record for kind, rows in records.items() if kind not in NAMING_ONLY for record in rows]
        return described_by(self.subject, [(record, self._says(record)) for record in telling])

    def _holders(self, rows: Iterable[StoredRecord], day: str) -> tuple[Neighbour, ...]:
        told: defaultdict[str, list[tuple[Kept, RelationSaid, tuple[str, str, str]]]] = defaultdict(list)
        for record in rows:
            for relation in self._says(record).relations:
                ends = ends_of(relation, _RESOLVER)
                if relation.kind == "holds" and ends[1] == self.subject:
                    told[relation_id("holds", *ends)].append((Kept(record, active=True), relation, ends))
        folded = [(relation_row(key, said).element(), said) for key, said in sorted(told.items())]
        return tuple(_neighbour(relation, said) for relation, said in folded if relation.holds_on(day))

    def _says(self, record: StoredRecord) -> Said:
        if record.uid not in self._said:
            self._said[record.uid] = said_by(record)
        return self._said[record.uid]


def described_by(subject: str, told: Iterable[tuple[StoredRecord, Said]]) -> Described | None:
    """Return a node as some records describe it that name it by its id; None where none does."""
    said = [(Kept(record, active=True), node) for record, one in told for node in one.nodes if node.ref == subject]
    if not said:
        return None
    names = names_of([(origin_of(kept.record), node) for kept, node in said])
    evidence = tuple(sorted({kept.record.record_id for kept, _ in said}))
    return Described(node_row(subject, said).element(), evidence, {}, names)


def versions_of(records: Iterable[StoredRecord]) -> dict[str, list[StoredRecord]]:
    """Return all versions of each record by its id, the last observed at the end."""
    found: defaultdict[str, list[StoredRecord]] = defaultdict(list)
    for record in records:
        found[record.record_id].append(record)
    for versions in found.values():
        if len(versions) > 1:
            versions.sort(key=attrgetter("observed_at", "uid"))
    return found


def _histories(records: Iterable[StoredRecord]) -> dict[str, list[_History]]:
    """The history of each record under each kind that it ever was of."""
    found: defaultdict[str, list[_History]] = defaultdict(list)
    for versions in versions_of(records).values():
        history = _History(versions, [one.observed_at for one in versions])
        for kind in {one.kind for one in versions} if len(versions) > 1 else (versions[0].kind,):
            found[kind].append(history)
    return dict(found)


def _neighbour(relation: Relation, said: Sequence[tuple[Kept, RelationSaid, tuple[str, str, str]]]) -> Neighbour:
    evidence = tuple(sorted({kept.record.record_id for kept, _, _ in said}))
    return Neighbour(relation, Node(relation.start, "party", {}, relation.known_from), evidence)
