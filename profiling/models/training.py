"""Learn a model: every way tried by cross-validation, the best blend chosen, learned on all that is known, and kept."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from scipy.special import expit

from firmgraph.profiling.models.coding import Numbers, checked_training
from firmgraph.profiling.models.judging import judged
from firmgraph.profiling.models.learners import fit_checked
from firmgraph.profiling.models.registry import Kept, check_name, data_hash, keep, marks
from firmgraph.profiling.models.scoring import Scored, finish_of, scored
from firmgraph.profiling.models.selection import Row, best, blend, held_out_margins, metric_table
from firmgraph.profiling.models.signatures import check_roles
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.unfinished import Unfinished

Hears = Callable[[str], None]


def train(task: Task, folder: Path, roles: Mapping[str, str], hears: Hears) -> Kept:
    """Learn the model of a task and keep it as the next version of its name; `hears` is told what was done.

    All choices and the calibration rest on clients held out of what is known; the later clients are judged last. Work
    that is broken off leaves no model, and goes on from there when the same is begun again. Raises InvalidInput for
    what cannot be learned from.
    """
    check_name(task.name)
    check_roles(roles)
    y = checked_training(task.known.frame, task.known.y, task.goal.target)
    for words in left_out_words(task.context.get("left_out") or ()):
        hears(words)
    unfinished = Unfinished.of(task, folder)
    margins = _held_out(task, y, unfinished, hears)
    rows = metric_table(margins, y, task.most, task.goal)
    chosen = best(rows, task.goal.metric)
    hears(f"chosen: {chosen.name}")
    held = blend([margins[name] for name in chosen.learners])
    mean = held.mean(axis=0)
    fitted = [fit_checked(task.learners[name], task.known.frame, y) for name in chosen.learners]
    model = Kept(
        task.name,
        sorted(task.known.frame),
        data_hash(task.known.frame, y),
        [one.to_text() for one in fitted],
        {
            "chosen": chosen.name,
            "metric": task.goal.metric,
            "table": _table(rows),
            "held_out": judged(task.goal.target, task.known, Scored(mean, expit(mean))),
        },
        roles,
        task.goal.target,
        task.context,
        finish_of(task.known, y, held, task.goal.target),
        marks(task.known.ids, task.known.frame),
    )
    kept = keep(folder, replace(model, metrics={**model.metrics, **_later(model, task.later)}))
    unfinished.finished()
    return kept


def left_out_words(left_out: Mapping[str, Any] | Sequence[str]) -> Iterator[str]:
    """Yield in words which columns of a table are not learned from: all listed, those of each reason, or one by one."""
    if not isinstance(left_out, Mapping):
        left_out = {"": left_out}
    for name, told in left_out.items():
        if isinstance(told, str):
            yield f"left out: {name}, {told}"
        elif told:
            why = f", {name.replace('_', ' ')}" if name else ""
            yield f"left out{why}: {', '.join(told)}"


def _held_out(task: Task, y: Numbers, unfinished: Unfinished, hears: Hears) -> dict[str, Numbers]:
    found = {}
    for name, learner in sorted(task.learners.items()):
        hears(f"{name}: {task.plan.folds} folds, {task.plan.repeats} times")
        found[name] = unfinished.margins(learner, partial(held_out_margins, learner, task.known.frame, y, task.plan))
    return found


def _later(model: Kept, later: Sample | None) -> dict[str, Any]:
    """What the model says of clients it has not seen, where there are any whose label is known."""
    if later is None or not (told := later.labelled()).ids:
        return {}
    return {"later": judged(model.target, told, scored(model, told))}


def _table(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{"learners": list(row.learners), "metrics": dict(row.metrics)} for row in rows]
