"""Pausing the cyclic garbage collector while a batch is built."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Pause the cyclic collector for the block: a batch makes hundreds of thousands of tuples and no cycles, and each
    full
    collection would walk all of them (a third of the time of a load)."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
