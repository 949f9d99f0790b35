"""Reads a firm's own records off a store, each in all its versions, with as few questions as that takes."""

from collections.abc import Sequence

from firmgraph.graph.elements import Moment, StoredRecord
from firmgraph.graph.ingest.refold import said_by
from firmgraph.graph.ingest.resolution import is_coded
from firmgraph.graph.past import LAST_DAY, NAMING_ONLY
from firmgraph.graph.statements import Said
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.facts import is_own, kept_elsewhere
from firmgraph.profiling.identity import Identity
from firmgraph.profiling.models.frame_past import Past, described_by, versions_of

Told = dict[str, Said]
Versions = dict[str, list[StoredRecord]]


def read_past(store: GraphStore, subject_id: str, known_at: str | None = None) -> Past:
    """Return the past of a firm: all versions of the records that are its own as they were last observed.

    With `known_at`, only what had been loaded by then.
    """
    at, said = Moment(LAST_DAY, known_at), Told()
    subject = _settled(store, subject_id, at)
    own = _own(store, subject, at, said)
    for node, kind in kept_elsewhere(versions[-1] for versions in own.values()):
        own |= versions_of(store.records(about=node, kinds=[kind], at=at, versions=True))
    every = {version.uid: version for versions in own.values() for version in versions}
    return Past(subject, tuple(every[uid] for uid in sorted(every)), _said=said)


def _settled(store: GraphStore, subject_id: str, at: Moment) -> str:
    if is_coded(subject_id):
        return subject_id
    found = store.node(subject_id, at)
    return subject_id if found is None else found.node.id


def _own(store: GraphStore, subject: str, at: Moment, said: Told) -> Versions:
    about = versions_of(store.records(about=subject, at=at, versions=True))
    latest = [versions[-1] for versions in about.values()]
    identity = _identity(subject, latest, said)
    if identity is None:
        latest = list(store.records(about=subject, at=at))
        identity = Identity.of(store.node(subject, at)) if latest else Identity()
    return {one.record_id: about[one.record_id] for one in latest if is_own(one, identity)}


def _identity(subject: str, latest: Sequence[StoredRecord], said: Told) -> Identity | None:
    """The keys that records name a firm by; None where one names it otherwise than by its id, as the store must tell.

    Records that only name the firm are looked into where they name it by other keys than the rest: they are many.
    """
    telling = [one for one in latest if one.kind not in NAMING_ONLY]
    found = _named(subject, telling, said)
    if found is None:
        return None
    strange = [one for one in latest if one.kind in NAMING_ONLY and not is_own(one, found)]
    return _named(subject, [*telling, *strange], said) if strange else found


def _named(subject: str, records: Sequence[StoredRecord], said: Told) -> Identity | None:
    said |= {one.uid: said_by(one) for one in records if one.uid not in said}
    if not records or any(all(node.ref != subject for node in said[one.uid].nodes) for one in records):
        return None
    return Identity.of(described_by(subject, [(one, said[one.uid]) for one in records]))
