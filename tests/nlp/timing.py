"""Processor time of a piece of work, as little disturbed by what ran before it as can be."""

import gc
from collections.abc import Callable
from time import process_time


def least_seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the least processor seconds of some rounds; the garbage of earlier tests is not collected meanwhile."""
    least = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            begun = process_time()
            work()
            least = min(least, process_time() - begun)
    finally:
        gc.enable()
    return least
