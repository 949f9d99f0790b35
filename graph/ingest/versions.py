"""Which records of a batch are new, which supersede an earlier version, and which were there already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from firmgraph.graph.ingest.tables import Tables, Version
from firmgraph.graph.prepared import Prepared


@dataclass(slots=True)
class Sorted:
    """The records to write, those among them that speak today, and the stored versions that fall silent."""

    fresh: list[Prepared] = field(default_factory=list)
    silent: set[str] = field(default_factory=set)
    deactivated: list[str] = field(default_factory=list)
    versioned: set[str] = field(default_factory=set)
    earlier: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0


def speaking(versions: Iterable[Version]) -> str:
    """Return the uid of the version that speaks today: the latest observed, the greater uid on a tie."""
    return max(versions, key=lambda v: (v.observed_at, v.uid)).uid


def sort_out(batch: Sequence[Prepared], tables: Tables, loaded_at: str) -> Sorted:
    """Return what of a batch is to be written, and what it does to versions already stored."""
    content = {r.record_id for r in batch if r.uid == r.record_id}
    own = {r.record_id for r in batch if r.uid != r.record_id}
    stored = {record_id: list(found) for record_id, found in tables.versions(content, own).items()}
    result = Sorted()
    before: dict[str, list[Version]] = {}
    for record in batch:
        versions = stored.setdefault(record.record_id, [])
        if any(v.uid == record.uid for v in versions):
            result.unchanged += 1
            continue
        if versions:
            before.setdefault(record.record_id, list(versions))
            result.changed += 1
        else:
            result.new += 1
        versions.append(Version(record.uid, record.observed_at, active=True, loaded_at=loaded_at))
        result.fresh.append(record)
    for record_id in before:
        _settle(result, stored[record_id])
    return result


def _settle(result: Sorted, versions: list[Version]) -> None:
    winner = speaking(versions)
    fresh = {r.uid for r in result.fresh}
    for version in versions:
        result.versioned.add(version.uid)
        if version.uid not in fresh:
            result.earlier.append(version.uid)
            if version.active and version.uid != winner:
                result.deactivated.append(version.uid)
        elif version.uid != winner:
            result.silent.add(version.uid)
