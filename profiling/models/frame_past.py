"""All versions of a firm's own records, read once, and the facts of any past day from what was observed by then.

A record observed after a day is not known on it, whatever day it tells of: what learns from the past must not see it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from firmgraph.graph.elements import Described, Moment, Neighbour, Node, Relation, StoredRecord
from firmgraph.graph.fold import names_of
from firmgraph.graph.ingest.refold import node_row, origin_of, relation_row, said_by
from firmgraph.graph.ingest.resolution import Resolver, ends_of
from firmgraph.graph.ingest.tables import Kept
from firmgraph.graph.past import NAMING_ONLY
from firmgraph.graph.references import relation_id
from firmgraph.graph.statements import RelationSaid, Said
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.facts import Facts, fact_rules, gather, source_states, speaks

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
_RESOLVER = Resolver(())


@dataclass(frozen=True)
class Past:
    """A firm's own records in all versions, ordered by uid."""

    subject: str
    versions: tuple[StoredRecord, ...]
    _facts: dict[str, Facts] = field(default_factory=dict, compare=False, repr=False)
    _said: dict[str, Said] = field(default_factory=dict, compare=False, repr=False)

    def facts_at(self, day: str) -> Facts:
        """Return the facts on a day (ISO) from what was observed by it; of neighbours, the holders only."""
        if day not in self._facts:
            self._facts[day] = self._gathered(day)
        return self._facts[day]

    def observed_by(self, day: str) -> list[StoredRecord]:
        """Return the version of each record that was the newest on a day, of those that tell of days up to it."""
        newest: dict[str, StoredRecord] = {}
        for version in self.versions:
            best = newest.get(version.record_id)
            if version.observed_at <= day and (best is None or _age(best) < _age(version)):
                newest[version.record_id] = version
        return sorted((one for one in newest.values() if speaks(one, day)), key=lambda one: one.uid)

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
        said = [
            (Kept(record, active=True), node)
            for record in telling
            for node in self._says(record).nodes
            if node.ref == self.subject
        ]
        if not said:
            return None
        names = names_of([(origin_of(kept.record), node) for kept, node in said])
        evidence = tuple(sorted({kept.record.record_id for kept, _ in said}))
        return Described(node_row(self.subject, said).element(), evidence, {}, names)

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


def read_past(store: GraphStore, subject_id: str, days: Iterable[str], known_at: str | None = None) -> Past:
    """Return the past of a firm: the versions of its own records that were the newest on any of some days, and now.

    With `known_at`, only what had been loaded by then.
    """
    # With its kinds named, `gather` leaves out the neighbours, which are half of its work.
    facts = gather(store, subject_id, Moment(LAST_DAY, known_at), kinds=list(fact_rules()["kinds"]))
    latest = {record.uid: record for rows in facts.records.values() for record in rows}
    keyed = sorted({one.record_id for one in latest.values() if one.uid != one.record_id})
    earliest = list(store.records(ids=keyed, at=Moment(FIRST_DAY, known_at))) if keyed else []
    several = sorted({one.record_id for one in earliest if one.uid not in latest})
    found = {**latest, **{one.uid: one for one in earliest}}
    for day in sorted(set(days)) if several else ():
        found |= {one.uid: one for one in store.records(ids=several, at=Moment(day, known_at))}
    return Past(facts.subject, tuple(found[uid] for uid in sorted(found)))


def _age(record: StoredRecord) -> tuple[str, str]:
    return record.observed_at, record.uid


def _neighbour(relation: Relation, said: Sequence[tuple[Kept, RelationSaid, tuple[str, str, str]]]) -> Neighbour:
    evidence = tuple(sorted({kept.record.record_id for kept, _, _ in said}))
    return Neighbour(relation, Node(relation.start, "party", {}, relation.known_from), evidence)
