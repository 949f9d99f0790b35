"""How good a model is: discrimination, calibration, error and drift, each with what is needed to doubt it.

Rows of one client are alike, as its months are: where `clients` names the client behind each row, intervals are over
clients. None says that each stands once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import expit, logit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Numbers

Measure = Callable[[Numbers, Numbers], float]
Clients = Sequence[str] | None

SMALLEST = 1e-12
NEWTON_STEPS = 100


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the ends of its confidence interval."""

    value: float
    low: float
    high: float


def auc(y: npt.ArrayLike, score: npt.ArrayLike) -> float:
    """The chance that a bad client (1) scores above a good one (0), a tie counting half; InvalidInput on one class."""
    labels, scores = _two_classes(y, score)
    bad = labels == 1
    ranks = stats.rankdata(scores)
    m, n = int(bad.sum()), int((~bad).sum())
    return float((ranks[bad].sum() - m * (m + 1) / 2) / (m * n))


def auc_interval(y: npt.ArrayLike, score: npt.ArrayLike, clients: Clients = None, level: float = 0.95) -> Interval:
    """AUC with the interval of DeLong, DeLong and Clarke-Pearson (1988), cut at 0 and 1.

    Over clients of several rows it is that of Obuchowski (1997), which is the same where each has one.
    """
    labels, scores = _two_classes(y, score)
    value, reach = _auc_reach(labels, _placements(labels, scores), clients, level)
    return Interval(value, max(0.0, value - reach), min(1.0, value + reach))


def auc_difference(
    y: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, clients: Clients = None, level: float = 0.95
) -> Interval:
    """The AUC of `first` less that of `second` on the same rows, with the interval for paired scores as above."""
    labels, one = _two_classes(y, first)
    other = _two_classes(y, second)[1]
    value, reach = _auc_reach(labels, _placements(labels, one) - _placements(labels, other), clients, level)
    return Interval(value, max(-1.0, value - reach), min(1.0, value + reach))


def ratio_interval(
    parts: npt.ArrayLike, wholes: npt.ArrayLike, clients: Clients = None, level: float = 0.95
) -> Interval:
    """The sum of some amounts over that of others, row by row, with its interval over clients (linearised).

    Of errors over ones it is their mean. The interval of a single client is without end.
    """
    above, below = _pair(parts, wholes)
    total = float(below.sum())
    if total == 0:
        raise InvalidInput("what is divided by sums to nought, so that there is no ratio", field="y")
    value = float(above.sum()) / total
    reach = _reach(_variance_of_sum(by_client(above - value * below, clients) / total), level)
    return Interval(value, value - reach, value + reach)


def r2_interval(y: npt.ArrayLike, predicted: npt.ArrayLike, clients: Clients = None) -> Interval:
    """The share of the variance that is explained, with its interval over clients."""
    return r2_difference(y, predicted, np.full(len(np.asarray(y)), np.mean(np.asarray(y, np.float64))), clients)


def r2_difference(y: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike, clients: Clients = None) -> Interval:
    """The share of the variance explained by `first` less that by `second`, with its interval over clients."""
    truth, one = _pair(y, first)
    other = _pair(y, second)[1]
    r2(truth, one)
    return ratio_interval((truth - other) ** 2 - (truth - one) ** 2, (truth - truth.mean()) ** 2, clients)


def ks(y: npt.ArrayLike, score: npt.ArrayLike) -> float:
    """The widest gap between the score distributions of bad and good clients (Kolmogorov-Smirnov), 0 to 1."""
    labels, scores = _two_classes(y, score)
    cuts = np.unique(scores)
    bad, good = (np.sort(scores[labels == side]) for side in (1, 0))
    gap = np.searchsorted(bad, cuts, "right") / len(bad) - np.searchsorted(good, cuts, "right") / len(good)
    return float(np.abs(gap).max())


def brier(y: npt.ArrayLike, probability: npt.ArrayLike) -> float:
    """The mean squared distance of the probability from what happened; 0 is perfect."""
    labels, chances = _pair(y, probability)
    return float(np.mean((chances - labels) ** 2))


def log_loss(y: npt.ArrayLike, probability: npt.ArrayLike) -> float:
    """The mean negative log likelihood, probabilities held `SMALLEST` away from 0 and 1."""
    labels, chances = _pair(y, probability)
    held = np.clip(chances, SMALLEST, 1 - SMALLEST)
    return float(-np.mean(labels * np.log(held) + (1 - labels) * np.log1p(-held)))


def calibration(y: npt.ArrayLike, probability: npt.ArrayLike) -> tuple[float, float]:
    """Slope and intercept of what happened, regressed on the logit of the probability; 1 and 0 are ideal.

    A slope below 1 says that the probabilities are too extreme. InvalidInput when they are all the same.
    """
    labels, chances = _two_classes(y, probability)
    x = logit(np.clip(chances, SMALLEST, 1 - SMALLEST))
    if np.ptp(x) == 0:
        raise InvalidInput("the probabilities are all the same, so that they have no calibration slope", field="score")
    design = np.column_stack([np.ones_like(x), x])
    weights = np.array([0.0, 1.0])
    for _ in range(NEWTON_STEPS):
        fitted = expit(design @ weights)
        curvature = design.T @ (design * (fitted * (1 - fitted) + SMALLEST)[:, None])
        step = np.linalg.solve(curvature, design.T @ (labels - fitted))
        weights = weights + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-10:
            break
    return float(weights[1]), float(weights[0])


def calibration_slope(y: npt.ArrayLike, probability: npt.ArrayLike) -> float:
    """The slope alone, as `calibration` tells it."""
    return calibration(y, probability)[0]


def bad_rate_of_safest(y: npt.ArrayLike, score: npt.ArrayLike, share: float) -> float:
    """The share of bad clients among the given share of lowest scores; clients tied at the cut count in proportion."""
    labels, scores = _pair(y, score)
    if not 0 < share <= 1:
        raise InvalidInput(f"a share of clients is above 0 and at most 1, not {share}", field="share")
    size = share * len(labels)
    cut = np.sort(scores)[int(np.ceil(size)) - 1]
    below, tied = scores < cut, scores == cut
    return float((labels[below].sum() + (size - below.sum()) * labels[tied].mean()) / size)


def r2(y: npt.ArrayLike, predicted: npt.ArrayLike) -> float:
    """The share of the variance of `y` that is explained; InvalidInput when `y` does not vary."""
    truth, said = _pair(y, predicted)
    total = float(np.sum((truth - truth.mean()) ** 2))
    if total == 0:
        raise InvalidInput("the values are all the same, so that no variance can be explained", field="y")
    return 1 - float(np.sum((truth - said) ** 2)) / total


def mae(y: npt.ArrayLike, predicted: npt.ArrayLike) -> float:
    """The mean absolute error, in the unit of `y`."""
    truth, said = _pair(y, predicted)
    return float(np.mean(np.abs(truth - said)))


def spearman(y: npt.ArrayLike, predicted: npt.ArrayLike) -> float:
    """The correlation of ranks, ties sharing the mean rank; InvalidInput when a side does not vary."""
    truth, said = _pair(y, predicted)
    if np.ptp(truth) == 0 or np.ptp(said) == 0:
        raise InvalidInput("one side is all the same, so that there is no rank correlation", field="y")
    return float(np.corrcoef(stats.rankdata(truth), stats.rankdata(said))[0, 1])


def spearman_or_none(y: npt.ArrayLike, predicted: npt.ArrayLike) -> float:
    """The correlation of ranks as `spearman` tells it, 0 for predictions that are all the same and so rank nobody."""
    return 0.0 if np.ptp(np.asarray(predicted, np.float64)) == 0 else spearman(y, predicted)


def auc_above(y: npt.ArrayLike, predicted: npt.ArrayLike, threshold: float = 0.5) -> float:
    """The chance that a client strictly above the threshold is predicted above one that is not; a tie counts half.

    NaN where all clients are on one side.
    """
    truth, said = _pair(y, predicted)
    above = truth > threshold
    return auc(above, said) if above.any() and not above.all() else float("nan")


def psi(expected: npt.ArrayLike, actual: npt.ArrayLike, bins: int = 10) -> float:
    """The population stability index of `actual` against `expected`, in bins that cut `expected` evenly.

    Missing values are a bin of their own; an empty bin counts as half a client. Up to .10 is stable, above .25 not.
    """
    first, second = (np.asarray(side, np.float64) for side in (expected, actual))
    known = first[~np.isnan(first)]
    if not len(known) or not len(second):
        raise InvalidInput("a stability index needs values on both sides", field="expected")
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1]))
    before, after = (_shares(side, cuts) for side in (first, second))
    return float(np.sum((after - before) * np.log(after / before)))


def paired_bootstrap(
    measure: Measure, y: npt.ArrayLike, pair: tuple[npt.ArrayLike, npt.ArrayLike], draws: int = 2000, seed: int = 0
) -> Interval:
    """A measure of the first of `pair` less that of the second, with the 95 % bootstrap interval over clients.

    Clients are drawn within each class where `y` is 0 and 1 only, so that no draw lacks one; the seed fixes the draws.
    """
    truth = np.asarray(y, np.float64)
    first, second = (_pair(truth, side)[1] for side in pair)
    binary = bool(np.isin(truth, (0, 1)).all())
    groups = [np.flatnonzero(truth == side) for side in (0, 1)] if binary else [np.arange(len(truth))]
    random = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        at = np.concatenate([random.choice(group, len(group)) for group in groups if len(group)])
        found.append(measure(truth[at], first[at]) - measure(truth[at], second[at]))
    low, high = np.quantile(found, (0.025, 0.975))
    return Interval(measure(truth, first) - measure(truth, second), float(low), float(high))


def _pair(y: npt.ArrayLike, predicted: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    truth, said = np.asarray(y, np.float64), np.asarray(predicted, np.float64)
    if truth.ndim != 1 or truth.shape != said.shape or not len(truth):
        raise InvalidInput(f"{truth.shape} true values do not fit {said.shape} predictions", field="y")
    if not (np.isfinite(truth).all() and np.isfinite(said).all()):
        raise InvalidInput("a true value or prediction is missing or infinite", field="y")
    return truth, said


def _two_classes(y: npt.ArrayLike, score: npt.ArrayLike) -> tuple[Numbers, Numbers]:
    labels, scores = _pair(y, score)
    if set(np.unique(labels)) != {0.0, 1.0}:
        raise InvalidInput("the labels must be 0 and 1, and both must occur", field="y")
    return labels, scores


def _placements(labels: Numbers, scores: Numbers) -> Numbers:
    """For each bad client the share of good ones below it, for each good one the share of bad ones above it."""
    bad, every, found = labels == 1, stats.rankdata(scores), np.empty(len(scores))
    m, n = int(bad.sum()), int((~bad).sum())
    found[bad] = (every[bad] - stats.rankdata(scores[bad])) / n
    found[~bad] = 1 - (every[~bad] - stats.rankdata(scores[~bad])) / m
    return found


def _auc_reach(labels: Numbers, placed: Numbers, clients: Clients, level: float) -> tuple[float, float]:
    """The mean placement of bad clients, and how far its interval reaches to either side."""
    bad = labels == 1
    value = float(placed[bad].mean())
    off = (placed - value) / np.where(bad, bad.sum(), (~bad).sum())
    of_bad, of_good, with_bad, with_good = by_client(np.column_stack([off * bad, off * ~bad, bad, ~bad]), clients).T
    variance = _variance_of_sum(of_bad[with_bad > 0]) + _variance_of_sum(of_good[with_good > 0])
    together = 2 * float(of_bad @ of_good) * len(of_bad) / max(len(of_bad) - 1, 1)
    return value, _reach(variance + together, level)


def by_client(values: Numbers, clients: Clients) -> Numbers:
    """The sums of the values (a row or a number each) of each client, in order of its name."""
    if clients is None:
        return values
    if len(clients) != len(values):
        raise InvalidInput(f"{len(clients)} clients do not fit {len(values)} rows", field="clients")
    names, places = np.unique(np.asarray(clients), return_inverse=True)
    sums = np.zeros((len(names), *values.shape[1:]))
    np.add.at(sums, places, values)
    return sums


def _variance_of_sum(values: Numbers) -> float:
    """The variance of a sum of independent values whose mean is nought; of a single one nothing is known."""
    return float(values @ values) * len(values) / (len(values) - 1) if len(values) > 1 else float("inf")


def _reach(variance: float, level: float) -> float:
    return float(stats.norm.ppf((1 + level) / 2) * np.sqrt(max(variance, 0.0)))


def _shares(values: Numbers, cuts: Numbers) -> Numbers:
    missing = np.isnan(values)
    counts = np.bincount(np.searchsorted(cuts, values[~missing], "right"), minlength=len(cuts) + 1)
    held = np.maximum(np.append(counts, missing.sum()), 0.5)
    shares: Numbers = held / held.sum()
    return shares
