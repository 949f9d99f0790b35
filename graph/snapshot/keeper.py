"""The current snapshot of a store: opened from its file, brought up to date by a delta, made anew after a bulk load.

A snapshot that is behind the store is never handed out.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock

import structlog

from firmgraph.graph.blocks import Block
from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.kernels.order import depth_first_order
from firmgraph.graph.references import digest
from firmgraph.graph.snapshot.build import snapshot_of
from firmgraph.graph.snapshot.delta import Delta, with_delta
from firmgraph.graph.snapshot.saved import open_snapshot, save_snapshot
from firmgraph.graph.snapshot.snapshot import MOMENTS_KEPT, Snapshot
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import GraphStore, Status
from firmgraph.settings import get_settings

_log = structlog.get_logger("firmgraph.snapshot")
WORTH_SAVING = 20_000


def snapshot_folder(status: Status) -> Path:
    """Return the folder of a store's snapshots, in the settings' cache folder.

    Its name tells apart stores that follow each other at one URL: by when each was first loaded.
    """
    return Path(get_settings().snapshot_home).expanduser() / digest(status.url, status.began)


class SnapshotKeeper:
    """Keeps the newest snapshot of one store; threads may share it."""

    def __init__(self, store: GraphStore, tell: Callable[[str], None] | None = None) -> None:
        """Keep the snapshot of a store; `tell` is told when making one takes long."""
        self._store = store
        self._tell = tell
        self._lock = Lock()
        self._held: Snapshot | None = None
        self._pasts: OrderedDict[tuple[int, str | None, str, str | None], View] = OrderedDict()

    def view(self, at: Moment = NOW) -> View:
        """Return the graph at a moment, from a snapshot of the store's newest version.

        What superseded records state, and what later records changed, is folded anew for a moment in the past.
        """
        current = self.current()
        return current.at(at) if at.is_now else self._past(current, at)

    def _past(self, current: Snapshot, at: Moment) -> View:
        key = (current.version, current.loaded_at, at.day, at.known_at)
        with self._lock:
            if (view := self._pasts.get(key)) is None:
                revised = self._store.status(counts=False, since=at).touched or frozenset()
                view = current.at(at)
                if revised:
                    present = tuple(self._store.stream(evidence=True, ids=revised, at=at))
                    view = with_delta(current, Delta(current.version, current.loaded_at, revised, present)).at(at)
                self._pasts[key] = view
                if len(self._pasts) > MOMENTS_KEPT:
                    self._pasts.popitem(last=False)
            return view

    def current(self) -> Snapshot:
        """Return the snapshot of the store's newest version."""
        with self._lock:
            held = self._held
            status = self._store.status(counts=False, since=held.version if held else None)
            if held is None or not _same(held, status):
                held = self._held = self._renewed(held, status)
                self._pasts.clear()
            return held

    def _renewed(self, held: Snapshot | None, status: Status) -> Snapshot:
        if held is None:
            held = self._opened(status)
            if held is not None:
                if _same(held, status):
                    return held
                status = self._store.status(counts=False, since=held.version)
        if held is not None and status.touched is not None:
            present = tuple(self._store.stream(evidence=True, ids=status.touched))
            return with_delta(held, Delta(status.version, status.loaded_at, status.touched, present))
        return self._made(status)

    def _opened(self, status: Status) -> Snapshot | None:
        """Return the newest snapshot on disk that is not ahead of the store."""
        for path in sorted(snapshot_folder(status).glob("*.snapshot"), reverse=True):
            found = open_snapshot(path)
            if found is not None and found.version <= status.version:
                return found
        return None

    def _made(self, status: Status) -> Snapshot:
        blocks = self._watched(self._store.blocks())
        made = snapshot_of(blocks, status.version, status.loaded_at, depth_first_order)
        if structlog.is_configured():  # who uses firmgraph as a library has not asked for its logs
            _log.info("snapshot_made", version=made.version, nodes=len(made.nodes))
        if len(made.nodes) >= WORTH_SAVING:
            _save(made, snapshot_folder(status))
        return made

    def _watched(self, blocks: Iterator[Block]) -> Iterator[Block]:
        read = 0
        for block in blocks:
            if read < WORTH_SAVING <= read + len(block.ids) and self._tell is not None:
                self._tell("reading the whole graph into arrays: done once, then only what changes is read")
            read += len(block.ids)
            yield block


def _save(made: Snapshot, folder: Path) -> None:
    path = folder / f"{made.version:012d}.snapshot"
    save_snapshot(made, path)
    for older in folder.glob("*.snapshot"):
        if older.name < path.name:
            older.unlink(missing_ok=True)


def _same(snapshot: Snapshot, status: Status) -> bool:
    return (snapshot.version, snapshot.loaded_at) == (status.version, status.loaded_at)
