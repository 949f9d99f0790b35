"""Work on a model that is not finished yet: what was computed is kept, so that work broken off goes on from there."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import rmtree

import numpy as np
import orjson

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.registry import data_hash
from firmgraph.profiling.models.task import Task


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A folder of held-out log odds, each under a name that tells the data, the plan and the learner it is of."""

    folder: Path
    key: str

    @classmethod
    def of(cls, task: Task, folder: Path) -> "Unfinished":
        """The unfinished work on a task, which another task's or other data's never is."""
        told = [data_hash(task.known.frame, task.known.y), list(task.known.ids), asdict(task.plan)]
        return cls(folder / f".unfinished-{task.name}", _hash(told))

    def margins(self, learner: Learner, compute: Callable[[], Numbers]) -> Numbers:
        """The log odds a learner gave when the work was broken off, else computed now."""
        path = self.folder / f"{_hash([self.key, asdict(learner)])}.npy"
        if path.exists():
            kept: Numbers = np.load(path, allow_pickle=False)
            return kept
        found = compute()
        self.folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        with half.open("wb") as file:
            np.save(file, found, allow_pickle=False)
        half.replace(path)
        return found

    def finished(self) -> None:
        """Forget the work, for the model is kept."""
        rmtree(self.folder, ignore_errors=True)


def _hash(told: object) -> str:
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
