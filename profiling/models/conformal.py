"""Prediction intervals by split conformal inference, for each band of lines by itself (Mondrian).

Vovk, Lindsay, Nouretdinov and Gammerman, Mondrian confidence machine (2003): errors on data that the model has not seen
give each band the width that covers as often as wanted there, and not only over all bands together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Numbers

Bands = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Widths:
    """By how much the truth may lie off a prediction in each band, `elsewhere` in bands too thin to tell."""

    coverage: float
    by_band: Mapping[int, float]
    elsewhere: float

    def of(self, bands: Bands) -> Numbers:
        """Return the width of each client's band."""
        return np.array([self.by_band.get(int(band), self.elsewhere) for band in bands], dtype=np.float64)


def bands_of(lines: Numbers, cuts: Sequence[float]) -> Bands:
    """Return the band of each line: how many of the increasing cuts it has reached; a line on a cut has reached it."""
    if list(cuts) != sorted(set(cuts)):
        raise InvalidInput("the cuts of the bands must increase", field="bands")
    return np.searchsorted(np.asarray(cuts, dtype=np.float64), lines, side="right").astype(np.int64)


def widths(predicted: Numbers, true: Numbers, bands: Bands, coverage: float = 0.9) -> Widths:
    """Return the widths that cover the truth of new clients with at least a chance of `coverage`.

    `predicted` and `true` are of clients the model was not learned from. A band that has too few of them for its
    quantile takes the width of all. Raises InvalidInput where even all are too few.
    """
    if not 0 < coverage < 1:
        raise InvalidInput("the coverage lies between 0 and 1", field="coverage")
    errors = np.abs(true - predicted)
    elsewhere = _quantile(errors, coverage)
    if elsewhere is None:
        raise InvalidInput(f"{len(errors)} clients are too few to cover {coverage:g}", field="rows")
    found = {int(band): _quantile(errors[bands == band], coverage) for band in np.unique(bands)}
    return Widths(coverage, {band: width for band, width in found.items() if width is not None}, elsewhere)


def interval(predicted: Numbers, bands: Bands, told: Widths, most: float | None = None) -> tuple[Numbers, Numbers]:
    """Return the lower and the upper end of each client's interval, within 0 and, where given, `most`."""
    width = told.of(bands)
    return np.clip(predicted - width, 0, most), np.clip(predicted + width, 0, most)


def _quantile(errors: Numbers, coverage: float) -> float | None:
    """The error that is the coverage's share of so many and one more; None where they are too few for it."""
    place = ceil((len(errors) + 1) * coverage)
    return None if place > len(errors) else float(np.partition(errors, place - 1)[place - 1])
