"""How fast clients are scored, and what models add to a match, on a generated world with models learned plainly.

`python -m benchmarks.models_speed` prints the figures; they hold the reading of the store, one process, no memory of
what was asked before, in seconds of processor time.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.graph.world import write_world
from firmgraph.profiling.assessment import rules_at
from firmgraph.profiling.client_book import client_book
from firmgraph.profiling.client_prospects import client_prospects
from firmgraph.profiling.client_scores import scores_of
from firmgraph.profiling.match import match_by
from firmgraph.profiling.models.frame import clients, cohorts
from firmgraph.profiling.models.frame_file import write_table
from firmgraph.profiling.models.in_use import NO_MODELS, Models, models_in_use
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import Folds
from firmgraph.profiling.models.table import task_of
from firmgraph.profiling.models.task import Task
from firmgraph.profiling.models.training import train
from firmgraph.profiling.request import read_request
from firmgraph.profiling.sight import Sight

FIRMS, SEED, MONTHS, DAY = 500, 20261, 36, "2025-06-30"
ROUNDS, MATCHED = 2, 40
AT = Moment(DAY)
WAYS = {
    "risk": (Learner("lightgbm", {"rounds": 150}), ("2022-08", "2024-06")),
    "willingness": (Learner("lightgbm", {"rounds": 150}), ("2024-01", "2025-03")),
    "utilisation": (Learner("lightgbm", {"rounds": 150}), ("2024-01", "2025-03")),
}
TERMS = {"amount": 1000000, "term_months": 12, "purpose": "working_capital"}
GOAL = "200 clients a second of a whole book, in one process"


def run() -> Mapping[str, Mapping[str, Any]]:
    """Clients a second in the table, alone and by the book, and a match with models and without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_world(FIRMS, SEED, folder / "world", months=MONTHS)
        with open_store(f"sqlite:///{folder / 'bank.db'}") as store:
            load_files(store, [folder / "world"], LoadOptions())
            learned, models = _learned(store, folder)
            return {
                "Scoring clients of a generated world": {**learned, **_scored(store, models), "goal": GOAL},
                "What models add to a match": _matched(store, folder),
            }


def _learned(store: GraphStore, folder: Path) -> tuple[dict[str, Any], Models]:
    """Models of each kind, learned one way and approved; and how long their tables took."""
    told: dict[str, Any] = {"clients": len(clients(store)), "records": sum((store.status().records or {}).values())}
    for kind, (learner, months) in WAYS.items():
        out, began = folder / f"{kind}.csv", time.process_time()
        written = write_table(store, cohorts(kind, *months, DAY), out, lambda _done, _all: None)
        rate = written.rows / (time.process_time() - began)
        told[f"table of {kind}: rows, rows a second"] = [written.rows, round(rate)]
        task = task_of(out, kind)
        plain = Task(
            f"{kind}_table", task.known, task.later, {"one": learner}, Folds(2), task.goal, 1, {}, task.context
        )
        train(plain, folder / "models", {"approval": "the benchmark"}, lambda _: None)
    return told, models_in_use(folder / "models")


def _scored(store: GraphStore, models: Models) -> dict[str, Any]:
    ids = clients(store)
    sight = Sight(store, AT)
    sight.view.index(ids[0])
    book = _rate(len(ids), lambda: client_prospects(store, AT, models))
    moved = _rate(len(ids), lambda: client_book(sight, models))
    alone = sorted(_seconds(partial(scores_of, store, one, AT, models)) for one in ids)
    return {
        "prospects, clients a second": book,
        "the book of a strategy, clients a second": moved,
        "one client by all models, milliseconds, median and 95 %": [
            round(1000 * statistics.median(alone), 1),
            round(1000 * alone[int(0.95 * len(alone))], 1),
        ],
    }


def _matched(store: GraphStore, folder: Path) -> dict[str, Any]:
    """The median of a match of each of some clients in an open graph without models and with them, by turns."""
    ids = clients(store)[:: max(1, len(clients(store)) // MATCHED)]
    sight = Sight(store, AT, SnapshotKeeper(store))
    bare, using = (rules_at(DAY, models=models) for models in (NO_MODELS, models_in_use(folder / "models")))
    # What both ways keep of a firm is asked first by other rules, so that neither pays for it.
    other = rules_at(DAY, nearest_lower_grade=True, models=NO_MODELS)
    took = [
        [_seconds(partial(match_by, rules, sight, _request(one))) for rules in (other, bare, using)][1:] for one in ids
    ]
    without, with_models = (statistics.median(seconds) for seconds in zip(*took, strict=True))
    return {
        "clients": len(ids),
        "milliseconds without models": round(1000 * without, 1),
        "milliseconds with models": round(1000 * with_models, 1),
        "milliseconds added, median by client": round(1000 * statistics.median(two - one for one, two in took), 1),
    }


def _request(client: str) -> Any:
    return read_request({"subject": {"id": client}, "terms": TERMS, "as_of": DAY, "consent": True})


def _rate(size: int, work: Callable[[], object]) -> int:
    """Clients a second in the quickest of some rounds."""
    return round(size / min(_seconds(work) for _ in range(ROUNDS)))


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    print(orjson.dumps(run(), option=orjson.OPT_INDENT_2).decode())
