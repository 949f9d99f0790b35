"""A bank with a history and models learned from it by simple ways, for tests of what the models say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.profiling.models.lived import lived_bank

from firmgraph.graph.store import GraphStore
from firmgraph.profiling.models.frame import cohorts
from firmgraph.profiling.models.frame_file import write_table
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import Folds
from firmgraph.profiling.models.table import task_of
from firmgraph.profiling.models.task import Task
from firmgraph.profiling.models.training import train

DAY = "2025-06-30"
WAYS = {"willingness": Learner("scorecard", {"ridge": 30.0}), "utilisation": Learner("lightgbm", {"rounds": 30})}


def scored_bank(folder: Path) -> GraphStore:
    """A store of a world whose clients have a history, and beside it `models` of willingness and utilisation."""
    store = lived_bank(folder)
    for kind, learner in WAYS.items():
        out = folder / f"{kind}.csv"
        write_table(store, cohorts(kind, "2024-01", "2025-02", DAY), out, lambda done, total: None)
        task = task_of(out, kind)
        plain = Task(
            f"{kind}_table", task.known, task.later, {"one": learner}, Folds(2), task.goal, 1, {}, task.context
        )
        train(plain, folder / "models", {"approval": "the model desk"}, lambda words: None)
    return store


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the bank and its models."""
    return tmp_path_factory.mktemp("scored")


@pytest.fixture(scope="module")
def bank(home: Path) -> Iterator[GraphStore]:
    """The bank, for all tests of a module."""
    with scored_bank(home) as store:
        yield store
