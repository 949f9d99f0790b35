"""Processor time of one piece of work, the best of some rounds."""

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Result = TypeVar("Result")


def timed(work: Callable[[], Result], rounds: int = 1) -> tuple[float, Result]:
    """Return the least processor seconds a piece of work took, and its last result."""
    least = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        result = work()
        least = min(least, time.process_time() - begun)
    return least, result


def compared(seconds: Mapping[str, float | str], goal: str) -> dict[str, Any]:
    """Return seconds by engine, each peer's as a multiple of ours, and the goal; a text says why an engine has none."""
    ours = float(seconds["firmgraph"])
    ratios = {
        f"ratio vs {name}": round(s / ours, 1) for name, s in seconds.items() if isinstance(s, float) and s != ours
    }
    return {
        **{name: s if isinstance(s, str) else float(f"{s:.3g}") for name, s in seconds.items()},
        **ratios,
        "goal": goal,
    }
