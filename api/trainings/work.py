"""The process of one training: `python -m firmgraph.api.trainings.work FOLDER`; its store is that of the settings."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog

from firmgraph.api.errors import problem_body, shown
from firmgraph.api.table_faults import without_input
from firmgraph.api.trainings.asked import Asked
from firmgraph.api.trainings.place import Place
from firmgraph.errors import FirmgraphError
from firmgraph.graph.store import open_store
from firmgraph.logs import configure_logs
from firmgraph.profiling.models.answers import TABLE, learned
from firmgraph.profiling.models.frame import cohorts, known_through
from firmgraph.profiling.models.frame_file import write_table
from firmgraph.profiling.models.registry import keep
from firmgraph.profiling.models.training import train
from firmgraph.settings import get_settings

NICE = 5
"""The service is to answer while a model is learned."""
STEPS = 20
_log = structlog.get_logger("firmgraph.trainings")


def work(place: Place) -> None:
    """Learn what a place was asked to, and leave there the result, or the problem that ended it."""
    try:
        body = _learned(place, place.asked())
    except FirmgraphError as error:
        place.end("failed", problem_body(shown(without_input(error, place.table))))
    except Exception as error:  # whatever it is, the training ends and says so
        at = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)[-4:]]
        _log.error("fault", error=type(error).__name__, at=at, training=place.folder.name)
        place.end("failed", problem_body(FirmgraphError("the training met a fault of its own; the log tells more")))
    else:
        place.end("done", body)


def _learned(place: Place, asked: Asked) -> dict[str, Any]:
    if asked.first is not None and asked.last is not None and not place.table.exists():
        with open_store(get_settings().store) as store:
            every = cohorts(asked.what, asked.first, asked.last, known_through(store))
            write_table(store, every, place.table, _steps(place))
    task = TABLE.task(asked.what, place.table).without(asked.without)
    model = train(task, place.work, asked.roles, place.say)
    # From here on the training is done: a model that is kept is never kept in part, and its result is told.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return learned(keep(place.models, replace(model, version=0)))


def _steps(place: Place) -> Callable[[int, int], None]:
    """Return what tells how many clients of all are in the table, now and then."""
    last = 0

    def hears(done: int, every: int) -> None:
        nonlocal last
        step = done * STEPS // max(every, 1)
        if step > last:
            last = step
            place.say(f"table: {done} of {every} clients")

    return hears


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(NICE)
    configure_logs()
    work(Place(Path(sys.argv[1])))
