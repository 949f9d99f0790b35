"""The card of default from invoices: 123 firms, so that nested folds judge it and no part is left over for later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from scipy.special import expit

from benchmarks import models_invoices
from benchmarks.card_figures import calibrated_by_others, learned
from benchmarks.card_words import with_columns
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_later import auc_lost, chosen_learners
from firmgraph.profiling.models.card_source import Judged, Twin
from firmgraph.profiling.models.card_twin import twin_figures
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.invoices import task_of
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.monotone import twin
from firmgraph.profiling.models.scoring import Scored
from firmgraph.profiling.models.selection import Folds, blend, held_out_margins, nested
from firmgraph.profiling.models.task import Task

WORDS = Path(__file__).parent / "cards" / "invoice-default.yaml"
OUTER = Folds(models_invoices.FOLDS, 1, models_invoices.SEED)
ALL, TREES = "logistic on all", "XGBoost on all"
"""The learner of the ablation by block: the one chosen looks at two blocks only."""


def card(folder: Path) -> list[Path]:
    """Write the card and its plots into a folder and return their paths."""
    task = task_of(models_invoices.DATA)
    y, frame = task.known.y, task.known.frame
    words = with_columns(yaml.safe_load(WORDS.read_text(encoding="utf-8")), frame)
    kept = learned(task)
    margins = nested(task.learners, frame, y, (OUTER, models_invoices.INNER)).margins[0]
    cohorts = [f"fold {fold + 1}" for fold in OUTER.drawn(y)[0].tolist()]
    known = Judged(
        task.known,
        Scored(margins, calibrated_by_others(y, expit(margins), cohorts)),
        contributions(kept.fitted(), frame),
        cohorts=cohorts,
        ablation=_lost(task, chosen_learners(kept, task.learners), words),
        twin=_twin(task, chosen_learners(kept, task.learners), words["signs"], margins),
    )
    return write_card(folder, "invoice-default", kept, known, words)


def _lost(task: Task, chosen: Sequence[Learner], words: Mapping[str, Any]) -> dict[str, Any]:
    """The AUC lost by the ways chosen without their own kinds of columns, and by one on all without each block."""
    used = sorted({column for one in chosen for column in one.settings.get("only", task.known.frame)})
    kinds = {name: columns for name, columns in words["kinds"].items() if set(columns) & set(used)}
    own = auc_lost(task.known, used, kinds, lambda named: _held_out(task, chosen, named))
    every = task.learners[ALL]
    rest = auc_lost(task.known, sorted(task.known.frame), task.blocks, lambda named: _held_out(task, [every], named))
    return {**{f"chosen: {name}": lost for name, lost in own.items()}, **{f"all: {name}": rest[name] for name in rest}}


def _twin(
    task: Task, chosen: Sequence[Learner], stated: Mapping[str, Mapping[str, Any]], nested_margins: Numbers
) -> Twin:
    """The twin of the trees on all columns, for the way chosen has one sign a column as it is."""
    y, frame, plain = task.known.y, task.known.frame, task.learners[TREES]
    signs = {name: int(one["sign"]) for name, one in stated.items()}
    bound = twin(plain, signs)
    free, held = (held_out_margins(one, frame, y, OUTER)[0] for one in (plain, bound))
    cost = {TREES: measures.auc_difference(y, free, held), "chosen": measures.auc_difference(y, nested_margins, held)}
    return twin_figures(task.known, (plain, bound), chosen, signs, cost)


def _held_out(task: Task, learners: Sequence[Learner], columns: Sequence[str]) -> Numbers:
    """The log odds by learners that look at the columns named alone, for the firms of each fold not seen."""
    frame = {name: task.known.frame[name] for name in columns}
    told = [
        replace(one, settings={key: value for key, value in one.settings.items() if key != "only"}) for one in learners
    ]
    margins: Numbers = blend([held_out_margins(one, frame, task.known.y, OUTER) for one in told])[0]
    return margins
