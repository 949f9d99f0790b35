"""The scorecard: quantile bins and categories by smoothed weight of evidence, and a logistic regression on them."""

import numpy as np
import numpy.typing as npt
from scipy.special import logit

from firmgraph.profiling.models.coding import (
    BinEvidence,
    Code,
    Column,
    Frame,
    LevelEvidence,
    Number,
    Numbers,
    is_text,
    numbers,
    texts,
)


def evidence_codes(frame: Frame, y: Numbers, weights: Numbers, bins: int, smoothing: float) -> list[Code]:
    """Every column by weight of evidence, numbers in at most `bins` quantile bins (none: left as they are).

    The weight of a bin is the log odds of being bad there less those of all; `smoothing` clients at the mean rate are
    added to each bin, so that a small bin says little.
    """
    codes: list[Code] = []
    for name, values in sorted(frame.items()):
        if is_text(values):
            said = texts(values)
            levels, place = np.unique(said, return_inverse=True)
            evidence = weights_of_evidence(place, len(levels), (y, weights), smoothing)
            codes.append(LevelEvidence(name, dict(zip(levels.tolist(), evidence, strict=True))))
        else:
            codes.append(_bins(name, values, (y, weights), bins, smoothing) if bins else Number(name))
    return codes


def weights_of_evidence(
    place: npt.NDArray[np.int64], size: int, labelled: tuple[Numbers, Numbers], smoothing: float
) -> list[float]:
    """The smoothed weight of evidence of each of `size` bins, from the bin, label and weight of each client."""
    y, weights = labelled
    rate = float(np.average(y, weights=weights))
    bad, every = (np.bincount(place, mass, size) for mass in (weights * y, weights))
    shrunk = (bad + smoothing * rate) / (every + smoothing)
    return [float(value) for value in logit(shrunk) - logit(rate)]


def _bins(name: str, values: Column, labelled: tuple[Numbers, Numbers], bins: int, smoothing: float) -> BinEvidence:
    given = numbers(name, values)
    known = given[~np.isnan(given)]
    cuts = np.unique(np.quantile(known, np.linspace(0, 1, bins + 1)[1:-1])) if len(known) else np.array([])
    # A cut at the smallest value would leave an empty bin below it.
    code = BinEvidence(name, [float(cut) for cut in cuts if cut > known.min()], [])
    found = weights_of_evidence(code.bins(values), len(code.cuts) + 2, labelled, smoothing)
    return BinEvidence(name, code.cuts, found)
