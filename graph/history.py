"""The graph at a moment: which record versions speak, and what node or relation they make together."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from firmgraph.graph.elements import Moment, StoredRecord
from firmgraph.graph.ingest.tables import Kept, Tables, Version


def speaks(kept: Kept, versions: Sequence[Version], at: Moment) -> bool:
    """Tell whether this version of a record speaks at a moment.

    Of the versions known then, the latest observed on or before the day speaks; when all were observed later, the
    earliest does.
    """
    known = [v for v in versions if at.knows(v.loaded_at)]
    by_then = [v for v in known if at.as_of is None or v.observed_at <= at.as_of]
    if by_then:
        return kept.record.uid == max(by_then, key=lambda v: (v.observed_at, v.uid)).uid
    return bool(known) and kept.record.uid == min(known, key=lambda v: (v.observed_at, v.uid)).uid


def speaking_at(evidence: Iterable[Kept], versions: Mapping[str, Sequence[Version]], at: Moment) -> list[Kept]:
    """Return the records that speak at a moment; `versions` holds all versions of records with a key of their own."""
    if at.is_now:
        return [k for k in evidence if k.active]
    chosen = []
    for kept in evidence:
        record = kept.record
        if record.uid == record.record_id:
            if at.knows(record.loaded_at):
                chosen.append(Kept(record, active=True))
        elif speaks(kept, versions.get(record.record_id, ()), at):
            chosen.append(Kept(record, active=True))
    return chosen


def own_keys(evidence: Iterable[Kept]) -> set[str]:
    """Return the record ids that may have several versions."""
    return {k.record.record_id for k in evidence if k.record.uid != k.record.record_id}


def every_version(tables: Tables, found: Sequence[Kept], at: Moment) -> list[StoredRecord]:
    """Return all versions known at a moment of the records that those found are of, ordered by uid."""
    known = [kept for kept in found if at.known_at is None or at.knows(kept.record.loaded_at)]
    versions = tables.versions((), own_keys(known))
    others = {version.uid for told in versions.values() for version in told} - {kept.record.uid for kept in known}
    more = [kept for kept in tables.kept(others) if at.knows(kept.record.loaded_at)]
    return sorted((kept.record for kept in (*known, *more)), key=attrgetter("uid"))
