"""The card of the risk rating on German credit: how it is judged on clients not seen, its twin, and what it loses."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.special import expit

from benchmarks import models_german
from benchmarks.card_figures import calibrated_by_others, learned
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_later import auc_lost, chosen_learners
from firmgraph.profiling.models.card_source import Judged, Twin
from firmgraph.profiling.models.card_twin import twin_figures
from firmgraph.profiling.models.coding import Numbers, is_text
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.monotone import twin
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import Scored
from firmgraph.profiling.models.selection import Folds, blend, held_out_margins, nested
from firmgraph.profiling.models.task import Sample, Task

WORDS = Path(__file__).parent / "cards" / "german-credit.yaml"
TWIN_OF = "XGBoost of evidence"
OUTER = Folds(models_german.FOLDS, 1, models_german.SEED)
INNER = Folds(models_german.INNER_FOLDS, 1, models_german.SEED + 100)


def card(folder: Path) -> list[Path]:
    """Write the card and its plots into a folder and return their paths."""
    words: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    columns, y = models_german.clients()
    frame = models_german.with_burden(columns)
    sample = Sample([str(row) for row in range(len(y))], frame, y, ["all"] * len(y))
    kept = _kept(sample)
    learners = chosen_learners(kept, models_german.CANDIDATES)
    margins = nested(models_german.CANDIDATES, frame, y, (OUTER, INNER), models_german.MOST).margins[0]
    cohorts = [f"fold {fold + 1}" for fold in OUTER.drawn(y)[0].tolist()]
    known = Judged(
        sample,
        Scored(margins, calibrated_by_others(y, expit(margins), cohorts)),
        contributions(kept.fitted(), frame),
        cohorts=cohorts,
        ablation=auc_lost(sample, sorted(frame), words["blocks"], lambda named: _held_out(learners, sample, named)),
        groups=_groups(columns),
        twin=_twin(learners, sample, words["signs"]),
    )
    return write_card(folder, "german-credit", kept, known, words)


def _kept(sample: Sample) -> Kept:
    task = Task("risk_german_credit", sample, None, models_german.CANDIDATES, INNER, most=models_german.MOST)
    return learned(task)


def _held_out(learners: Sequence[Learner], sample: Sample, columns: Sequence[str]) -> Numbers:
    """The log odds of a blend of the columns named for the clients of each outer fold, learned on the others."""
    frame = {name: sample.frame[name] for name in columns}
    margins: Numbers = blend([held_out_margins(learner, frame, sample.y, OUTER) for learner in learners])[0]
    return margins


def _twin(learners: Sequence[Learner], sample: Sample, stated: Mapping[str, Mapping[str, Any]]) -> Twin:
    """The twin of the document's family, with the signs stated and categories that only raise the risk."""
    frame, y = sample.frame, sample.y
    signs = {name: 1 for name, values in frame.items() if is_text(values)}
    signs |= {name: int(one["sign"]) for name, one in stated.items()}
    plain = models_german.CANDIDATES[TWIN_OF]
    bound = twin(plain, signs)
    repeats = replace(OUTER, repeats=models_german.REPEATS)
    margins = [held_out_margins(one, frame, y, repeats) for one in (plain, bound)]
    blended = measures.auc_difference(y, _held_out(learners, sample, list(frame)), margins[1][0])
    cost = {TWIN_OF: Interval(*models_german.gain(y, *margins)), "the blend": blended}
    return twin_figures(sample, (plain, bound), learners, signs, cost)


def _groups(columns: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    bands = ["18-24", "25-34", "35-49", "50 and over"]
    ages = np.searchsorted([25, 35, 50], columns["age_in_years"], "right")
    sexes = [str(one).partition(" ")[0] for one in columns["personal_status_and_sex"]]
    return {"age": [bands[place] for place in ages.tolist()], "sex": sexes}
