"""Which model is best by a metric named before: repeated cross-validation, nested so that no choice sees its judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Frame, Numbers, Target, checked_training
from firmgraph.profiling.models.learners import Fitted, Learner, fit_checked
from firmgraph.profiling.models.shares import are_classes

Rows = npt.NDArray[np.int64]
Metrics = Mapping[str, tuple[measures.Measure, int]]

METRICS: Metrics = {
    "auc": (measures.auc, 1),
    "brier": (measures.brier, -1),
    "ks": (measures.ks, 1),
    "log_loss": (measures.log_loss, -1),
}
"""What a table of models of risk tells, each with its sign: 1 where higher is better."""
SHARE_METRICS: Metrics = {
    "auc_above": (measures.auc_above, 1),
    "mae": (measures.mae, -1),
    "r2": (measures.r2, 1),
    "spearman": (measures.spearman_or_none, 1),
}
"""What a table of models of shares tells; `auc_above` is about the clients above the threshold of the goal."""
DIGITS = 6
MOST_CLASSES = 10


@dataclass(frozen=True, slots=True)
class Goal:
    """What models are chosen for: the kind of label, the metric that decides, the threshold of potential clients.

    Raise InvalidInput for a metric that the kind of label does not have.
    """

    target: Target = "binary"
    metric: str = "auc"
    threshold: float = 0.5

    def __post_init__(self) -> None:
        if self.metric not in self.metrics():
            raise InvalidInput(f"no metric {self.metric}, but {', '.join(sorted(self.metrics()))}", field="metric")

    def metrics(self) -> Metrics:
        """Each metric that the table tells, with its sign."""
        if self.target == "binary":
            return METRICS
        return {**SHARE_METRICS, "auc_above": (partial(measures.auc_above, threshold=self.threshold), 1)}


ALL_METRICS: Metrics = {**METRICS, **SHARE_METRICS}
RISK, SHARE = Goal(), Goal("share", "mae")


@dataclass(frozen=True, slots=True)
class Folds:
    """A plan of repeated cross-validation: folds, stratified where labels are few classes, drawn anew from the seed."""

    folds: int = 5
    repeats: int = 1
    seed: int = 0

    def drawn(self, y: Numbers) -> list[Rows]:
        """The fold of each client in each repeat; InvalidInput when a class is smaller than the number of folds."""
        if are_classes(y) and min((y == side).sum() for side in (0, 1)) < self.folds:
            raise InvalidInput(f"a class has fewer clients than the {self.folds} folds", field="folds")
        return [self._drawn_once(y, self.seed + repeat) for repeat in range(self.repeats)]

    def _drawn_once(self, y: Numbers, seed: int) -> Rows:
        random, fold = np.random.default_rng(seed), np.zeros(len(y), np.int64)
        first = 0
        values = np.unique(y)
        sides = [y == side for side in values] if len(values) <= MOST_CLASSES else [np.ones(len(y), np.bool_)]
        for side in sides:
            members = random.permutation(np.flatnonzero(side))
            # Each class goes on where the one before ended, so that the folds are of one size.
            fold[members] = (first + np.arange(len(members))) % self.folds
            first += len(members)
        return fold


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the metric table: a blend's learners by name, and its metrics, each the mean over the repeats."""

    learners: tuple[str, ...]
    metrics: Mapping[str, float]

    @property
    def name(self) -> str:
        """The learners' names, joined."""
        return " + ".join(self.learners)


@dataclass(frozen=True, slots=True)
class Nested:
    """What nested choice came to: the log odds in each repeat, and how often each blend was chosen."""

    margins: Numbers
    chosen: Mapping[str, int]


def part(frame: Frame, rows: npt.NDArray[np.int64]) -> Frame:
    """The named rows of a frame."""
    return {name: [values[row] for row in rows.tolist()] for name, values in frame.items()}


def held_out_margins(learner: Learner, frame: Frame, y: Numbers, plan: Folds) -> Numbers:
    """The log odds of each client in each repeat, by a model that has not seen the client."""
    margins = np.zeros((plan.repeats, len(y)))
    for repeat, fold in enumerate(plan.drawn(y)):
        for held in range(plan.folds):
            inside, outside = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
            fitted = fit_checked(learner, part(frame, inside), y[inside])
            margins[repeat, outside] = fitted.margin(part(frame, outside))
    return margins


def blend(margins: Sequence[Numbers]) -> Numbers:
    """The mean of the models' log odds."""
    mean: Numbers = np.mean(margins, axis=0)
    return mean


def metric_table(margins: Mapping[str, Numbers], y: Numbers, most: int = 1, goal: Goal = RISK) -> list[Row]:
    """The metrics of each learner, and of each blend of at most `most` of them, from their held-out log odds."""
    sets = [names for size in range(1, most + 1) for names in combinations(sorted(margins), size)]
    return [Row(names, _metrics(blend([margins[name] for name in names]), y, goal)) for names in sets]


def best(table: Sequence[Row], metric: str = "auc") -> Row:
    """The best line by a metric to `DIGITS` digits; of equals the one of fewest learners, then the first by name."""
    if metric not in ALL_METRICS:
        raise InvalidInput(f"no metric {metric}, but {', '.join(sorted(ALL_METRICS))}", field="metric")
    return min(table, key=lambda row: _place(row, metric))


def choose(
    learners: Mapping[str, Learner], frame: Frame, y: npt.ArrayLike, plan: Folds, most: int = 1, goal: Goal = RISK
) -> list[Row]:
    """The metric table of the learners and their blends by cross-validation, the best by the goal's metric first."""
    labels = checked_training(frame, y, goal.target)
    table = metric_table(_held_out(learners, frame, labels, plan), labels, most, goal)
    return sorted(table, key=lambda row: _place(row, goal.metric))


def nested(
    learners: Mapping[str, Learner], frame: Frame, y: npt.ArrayLike, plans: tuple[Folds, Folds], most: int = 1
) -> Nested:
    """Choose within each outer training part by the inner plan, and score the part held out by what was chosen there.

    The chosen blend's log odds are put on the calibration line of its inner held-out log odds. The result judges the
    whole way of choosing: the clients held out took no part in it.
    """
    outer, inner = plans
    labels = checked_training(frame, y)
    margins = np.zeros((outer.repeats, len(labels)))
    chosen: dict[str, int] = {}
    for repeat, fold in enumerate(outer.drawn(labels)):
        for held in range(outer.folds):
            inside, outside = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
            known, seen = part(frame, inside), labels[inside]
            tried = _held_out(learners, known, seen, inner)
            winner = best(metric_table(tried, seen, most))
            chosen[winner.name] = chosen.get(winner.name, 0) + 1
            slope, level = _line(blend([tried[name] for name in winner.learners]), seen)
            fitted = [fit_checked(learners[name], known, seen) for name in winner.learners]
            margins[repeat, outside] = level + slope * blended(fitted, part(frame, outside))
    return Nested(margins, chosen)


def blended(models: Sequence[Fitted], frame: Frame) -> Numbers:
    """The mean log odds of fitted models for each client."""
    return blend([model.margin(frame) for model in models])


def passes_gate(
    y: Numbers, challenger: Numbers, incumbent: Numbers, metric: str = "auc", seed: int = 0
) -> tuple[bool, measures.Interval]:
    """Whether the challenger's probabilities beat the incumbent's, with the paired bootstrap interval of the gain.

    It passes only when the whole interval is above zero: what may be chance replaces nothing.
    """
    measure, sign = ALL_METRICS[metric]
    pair = (challenger, incumbent) if sign > 0 else (incumbent, challenger)
    gain = measures.paired_bootstrap(measure, y, pair, seed=seed)
    return gain.low > 0, gain


def _place(row: Row, metric: str) -> tuple[float, int, str]:
    return -ALL_METRICS[metric][1] * round(row.metrics[metric], DIGITS), len(row.learners), row.name


def _held_out(learners: Mapping[str, Learner], frame: Frame, y: Numbers, plan: Folds) -> dict[str, Numbers]:
    return {name: held_out_margins(learner, frame, y, plan) for name, learner in learners.items()}


def _line(margins: Numbers, y: Numbers) -> tuple[float, float]:
    """The calibration slope and intercept of held-out log odds, all repeats together."""
    return measures.calibration(np.tile(y, len(margins)), expit(margins.ravel()))


def _metrics(margins: Numbers, y: Numbers, goal: Goal) -> dict[str, float]:
    told = {
        name: float(np.mean([measure(y, expit(repeat)) for repeat in margins]))
        for name, (measure, _) in goal.metrics().items()
    }
    if np.isnan(told[goal.metric]):
        raise InvalidInput(f"{goal.metric} cannot be told of these labels", field="metric")
    return told
