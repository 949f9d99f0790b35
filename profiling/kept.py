"""What was worked out of a store's records, kept until something is loaded or rules, models or settings change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from firmgraph import packs as rule_packs
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.models.in_use import models_folder, state_of
from firmgraph.settings import get_settings

MOST_KEPT = 1024
Made = TypeVar("Made")


@dataclass(frozen=True)
class Shelf:
    """What is kept for one state of a store, the least lately asked for given up first; threads may share it."""

    state: tuple[Any, ...]
    _kept: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under a key, which is made where it is not there yet."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: Made = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


_SHELVES: WeakKeyDictionary[GraphStore, Shelf] = WeakKeyDictionary()


def shelf_of(store: GraphStore) -> Shelf:
    """Return the shelf for the present state of a store; an empty one when that has changed."""
    status = store.status(counts=False)
    state = status.version, status.loaded_at, rule_packs.packs(), get_settings(), state_of(models_folder())
    found = _SHELVES.get(store)
    if found is None or found.state != state:
        found = _SHELVES[store] = Shelf(state)
    return found
