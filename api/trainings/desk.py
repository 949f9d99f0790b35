"""Where trainings are begun, told and cancelled: one at a time in a folder of models, whichever service began it."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import move, rmtree
from typing import Any

import psutil
from filelock import FileLock

from firmgraph.api.errors import RequestError
from firmgraph.api.trainings.asked import Asked
from firmgraph.api.trainings.place import HOME, Place
from firmgraph.errors import NotFound
from firmgraph.profiling.models.in_use import models_folder
from firmgraph.settings import get_settings

MOST_TOLD = 100
"""Trainings that are over and still told; the oldest are forgotten."""
PATIENCE = 10.0
"""Seconds that a training has to end when it is told to, before it is made to."""


class Trainings:
    """The trainings of one app, over one store; what is known of each stands in its folder and outlives the service."""

    def __init__(self, store_url: str) -> None:
        self._store_url = store_url
        self._begun: list[subprocess.Popen[bytes]] = []

    def begin(self, asked: Asked, table: Path | None = None) -> dict[str, Any]:
        """Begin a training, or one that broke off again, and return what is told of it; `table` is moved to its place.

        One that runs, or whose model is kept already, is only told. Raises RequestError while another runs.
        """
        home = _home()
        home.mkdir(parents=True, exist_ok=True)
        with self._alone(home):
            place = Place(home / asked.id)
            if place.is_there() and (place.state() == "running" or _is_kept(place)):
                return place.body()
            _refuse_second(home)
            _forget_old(home, asked.id)
            place.open(asked)
            if table is not None:
                move(table, place.table)
            child = self._start(place)
            self._begun.append(child)
            place.began(child.pid)
            return place.body()

    def told(self, training: str) -> dict[str, Any]:
        """Return what is told of a training; raise NotFound where there is none of this id."""
        place = _found(training)
        with self._alone(place.folder.parent):
            return place.body()

    def every(self) -> list[dict[str, Any]]:
        """Return what is told of each training, the newest first."""
        home = _home()
        if not home.exists():
            return []
        with self._alone(home):
            told = [Place(folder).body() for folder in _folders(home)]
        return sorted(told, key=lambda one: (one["began"] or "", one["id"]), reverse=True)

    def cancel(self, training: str) -> dict[str, Any]:
        """End a training that runs, and return what is told of it; one that is over stays as it is.

        No model is left behind, and no half one. Raises NotFound where there is none of this id.
        """
        place = _found(training)
        with self._alone(place.folder.parent):
            process = place.process()
            if process is not None and place.state() == "running":
                _end(process)
                if place.state() == "broken_off":
                    place.end("cancelled", {})
            return place.body()

    def close(self) -> None:
        """End the trainings that this app began and that still run: they are broken off, and may be begun again."""
        for child in self._begun:
            if child.poll() is None:
                _end(psutil.Process(child.pid))
                child.wait()
        self._begun.clear()

    def _alone(self, home: Path) -> FileLock:
        """Keep others from beginning or ending a training meanwhile, in this process and in others."""
        self._begun = [child for child in self._begun if child.poll() is None]
        return FileLock(home / "lock")

    def _start(self, place: Place) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "firmgraph.api.trainings.work", str(place.folder)],
            env={**os.environ, "FIRMGRAPH_STORE": self._store_url, "FIRMGRAPH_LOG_LEVEL": get_settings().log_level},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )


def _home() -> Path:
    """The hidden folder of the trainings, beside the models."""
    return models_folder().absolute() / HOME


def _found(training: str) -> Place:
    place = Place(_home() / training)
    if not place.is_there():
        raise NotFound("there is no training of this id", field="id")
    return place


def _refuse_second(home: Path) -> None:
    for folder in _folders(home):
        if Place(folder).state() == "running":
            words = "another training runs: wait until it is over, or cancel it"
            raise RequestError(409, "busy", words, running=folder.name)


def _is_kept(place: Place) -> bool:
    """Whether a training is done and its model is still among those kept."""
    result = place.body()["result"]
    return result is not None and (place.models / f"{result['model']}-{result['version']}.json").exists()


def _end(process: psutil.Process) -> None:
    try:
        process.terminate()
        process.wait(PATIENCE)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(PATIENCE)
    except psutil.NoSuchProcess:
        return


def _folders(home: Path) -> list[Path]:
    return [path.parent for path in home.glob("*/asked.json")]


def _forget_old(home: Path, but: str) -> None:
    """Forget the oldest trainings that are over, and the tables of those that broke off: they are sent again."""
    over = sorted((folder for folder in _folders(home) if folder.name != but), key=lambda one: one.stat().st_mtime)
    for folder in over[: max(0, len(over) - MOST_TOLD)]:
        rmtree(folder, ignore_errors=True)
    for folder in over:
        Place(folder).table.unlink(missing_ok=True)
