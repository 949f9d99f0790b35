"""The store an app holds: opened when the app starts, tried again while it does not open, closed at the end."""

import threading
import time

import structlog

from firmgraph.api.ledger.ledger import Ledger
from firmgraph.api.ledger.place import open_ledger
from firmgraph.errors import FirmgraphError, StoreUnavailable
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore, open_store

PAUSE_SECONDS = 2.0
_log = structlog.get_logger("firmgraph.api")


class HeldStore:
    """One store of one app, shared by all its threads."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._store: GraphStore | None = None
        self._keeper: SnapshotKeeper | None = None
        self._ledger: Ledger | None = None
        self._lock = threading.Lock()
        self._try_after = 0.0

    def get(self) -> GraphStore:
        """Return the open store, opening it when it is not; raise StoreUnavailable while that fails."""
        if self._store is None:
            with self._lock:
                if self._store is None:
                    self._store = self._open()
        return self._store

    def keeper(self) -> SnapshotKeeper:
        """Return what keeps the snapshot of the open store."""
        store = self.get()
        with self._lock:
            if self._keeper is None:
                self._keeper = SnapshotKeeper(store)
            return self._keeper

    def ledger(self) -> Ledger:
        """Return the ledger of the store, opening it when it is not; raise StoreUnavailable while that fails."""
        with self._lock:
            if self._ledger is None:
                self._ledger = open_ledger(self._url)
            return self._ledger

    def _open(self) -> GraphStore:
        if time.monotonic() < self._try_after:
            raise StoreUnavailable("the store could not be opened", field="store")
        try:
            return open_store(self._url)
        except Exception as error:  # whatever is wrong with the store, the service stays up and says so
            self._try_after = time.monotonic() + PAUSE_SECONDS
            told = error.detail if isinstance(error, FirmgraphError) else type(error).__name__
            _log.error("store_not_opened", error=told)
            raise StoreUnavailable("the store could not be opened", field="store") from error

    def is_up(self) -> bool:
        """Tell whether the store answers now."""
        try:
            self.get().status(counts=False)
        except StoreUnavailable:
            return False
        return True

    def close(self) -> None:
        """Close the store if it is open."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = self._keeper = None
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None
