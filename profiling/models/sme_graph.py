"""The bankruptcy of small firms from their graph: what a folder of firms in splits tells a model, and its new firms.

A firm's number is never a column, nor is its name: numbers follow how the data were gathered. All that is counted in
months is left out unless asked for, for it is counted from the bankruptcy of a firm that went bankrupt.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import sme_graph_groups, sme_graph_near, sme_graph_own, sme_graph_place
from firmgraph.profiling.models.coding import Frame
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import Folds
from firmgraph.profiling.models.sme_graph_links import Links
from firmgraph.profiling.models.sme_graph_own import Columns
from firmgraph.profiling.models.sme_graph_tables import Year, recognised, without_repeats, years_of
from firmgraph.profiling.models.task import Sample, Task

__all__ = ["LEARNERS", "recognised", "sample_of", "task_of"]

KNOWN, LATER = "train", "validate"
TIMED, STANDING, GROUPS = "times", "standing", "groups"
EXTRA = (TIMED, STANDING)
"""Blocks that are left out unless asked for: what is not known before a bankruptcy, and the place in the component.

That place follows how a year's graph was cut out of the whole: it helped within a year and did harm in the next.
"""
COUNTS_EDGES = ("degree", STANDING, "shared persons", "neighbours' lawsuits, summed")
"""The blocks that a model without node degree has not."""
SEGMENT = "small firms"

_TREES = {"depth": 3, "rate": 0.02, "rounds": 450, "columns": 0.2, "rows": 0.7, "least_leaf": 15.0, "seeds": 3}
LEARNERS: Mapping[str, Learner] = {
    "LightGBM": Learner("lightgbm", _TREES),
    "XGBoost": Learner("xgboost", {**_TREES, "depth": 4, "rounds": 300}),
    "logistic": Learner("logistic", {"ridge": 50.0}),
}
PLAN, MOST = Folds(5, 1, 20264), 3

Blocks = Mapping[str, Columns]

_BLOCKS: Mapping[str, Callable[[Year, Links, sme_graph_near.Priors], Columns]] = {
    "own attributes": lambda year, _, __: sme_graph_own.capital(year),
    "own lawsuits": lambda year, _, __: sme_graph_own.lawsuits(year),
    "degree": lambda _, links, __: sme_graph_place.degrees(links),
    STANDING: lambda _, links, __: sme_graph_place.standing(links),
    "shared persons": lambda _, links, __: sme_graph_place.persons_shared(links),
    "stakes": lambda year, links, _: sme_graph_own.stakes(year, links),
    "roles elsewhere": lambda _, links, __: sme_graph_near.persons_near(links),
    "neighbours": sme_graph_near.firms_near,
    "neighbours' lawsuits": sme_graph_near.lawsuits_near,
    "neighbours' lawsuits, summed": lambda year, links, _: sme_graph_near.lawsuits_near_counted(year, links),
    TIMED: lambda year, _, __: sme_graph_own.timed(year),
}


def task_of(path: Path, *, degree: bool = True, also: Collection[str] = (), without: Collection[str] = ()) -> Task:
    """What a model of bankruptcy is learned from: the firms of the split `train`, those of `validate` later.

    Without `degree` no column counts edges; `also` names blocks of `EXTRA` to add; relations `without` are left out of
    the graph. Raises InvalidInput that names file and line of what cannot be, or a folder without `train`.
    """
    years = years_of(path)
    if KNOWN not in years:
        raise InvalidInput(f"no split {KNOWN}, but {', '.join(sorted(years))}", field="split")
    known, later = years[KNOWN], years.get(LATER)
    left_out = {*EXTRA, *(() if degree else COUNTS_EDGES)} - set(also)
    context: dict[str, Any] = {
        "splits": sorted({KNOWN, LATER} & set(years)),
        "learned": known.keys(),
        "blocks": [block for block in _BLOCKS if block not in left_out],
        "without": sorted(without),
        "priors": sme_graph_near.priors_of(known),
        "rates": sme_graph_groups.rates_of(known),
    }
    blocks = {
        name: {column: values for column, values in columns.items() if np.unique(values).size > 1}
        for name, columns in _blocks(known, context, learned=True).items()
    }
    names = {block: sorted(columns) for block, columns in blocks.items() if columns}
    context["columns"] = sorted(column for columns in names.values() for column in columns)
    sample = _sample(known, context, _merged(blocks)).labelled()
    scored = _judged(known, later, context) if later else None
    return Task(
        "risk",
        sample,
        scored,
        LEARNERS,
        PLAN,
        most=MOST,
        blocks=names,
        bundles={"edge counts": COUNTS_EDGES},
        context=context,
    )


def sample_of(path: Path, context: Mapping[str, Any], splits: Sequence[str] | None = None) -> Sample:
    """The firms of a folder as a model needs them: of the splits named, else of those that took no part in training.

    Where every split took part, those that were judged, else all. A firm that was learned from is scored, but has no
    label here, so that no figure rests on it. InvalidInput names a split that there is not.
    """
    years = years_of(path)
    chosen = list(splits) if splits is not None else _new(sorted(years), context["splits"])
    if unknown := sorted(set(chosen) - set(years)):
        raise InvalidInput(f"no split {', '.join(unknown)}, but {', '.join(sorted(years))}", field="split")
    samples = [_of_split(years[split], context, f"{split}:" if len(chosen) > 1 else "") for split in chosen]
    frame = {name: np.concatenate([one.frame[name] for one in samples]) for name in context["columns"]}
    ids, segments = ([told for one in samples for told in getattr(one, name)] for name in ("ids", "segments"))
    return Sample(ids, frame, np.concatenate([one.y for one in samples]), segments)


def _new(splits: Sequence[str], seen: Sequence[str]) -> list[str]:
    """The splits to score: those never seen, else those that were only judged, else all."""
    never = [split for split in splits if split not in seen]
    judged = [split for split in splits if split != KNOWN]
    return never or judged or list(splits)


def _of_split(year: Year, context: Mapping[str, Any], mark: str) -> Sample:
    sample = _sample(year, context, _frame(year, context))
    y = np.where(np.isin(year.keys(), context["learned"]), np.nan, sample.y)
    return Sample([f"{mark}{firm}" for firm in sample.ids], sample.frame, y, sample.segments)


def _judged(known: Year, later: Year, context: Mapping[str, Any]) -> Sample:
    rows = without_repeats(known, later)
    sample = _sample(later, context, _frame(later, context))
    frame = {name: [values[row] for row in rows] for name, values in sample.frame.items()}
    return Sample([sample.ids[row] for row in rows], frame, sample.y[rows], [sample.segments[row] for row in rows])


def _sample(year: Year, context: Mapping[str, Any], frame: Frame) -> Sample:
    columns = {name: frame[name] for name in context["columns"]}
    return Sample(year.firms, columns, year.y, [SEGMENT] * len(year.firms))


def _frame(year: Year, context: Mapping[str, Any]) -> Columns:
    return _merged(_blocks(year, context, learned=False))


def _blocks(year: Year, context: Mapping[str, Any], *, learned: bool) -> dict[str, Columns]:
    """The columns of a year by block; firms that are `learned` from see the labels of other folds only."""
    links, priors = Links.of(year, context["without"]), context["priors"]
    rates = sme_graph_groups.encoded_out_of_fold(year) if learned else sme_graph_groups.encoded(year, context["rates"])
    return {GROUPS: rates, **{name: _BLOCKS[name](year, links, priors) for name in context["blocks"]}}


def _merged(blocks: Blocks) -> Columns:
    return {name: values for columns in blocks.values() for name, values in columns.items()}
