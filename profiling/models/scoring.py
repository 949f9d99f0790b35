"""What a kept model says of clients: the chance or share it predicts, and the interval of a share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.calibration import Calibration
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.conformal import Bands, Widths, interval, widths
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.selection import blended
from firmgraph.profiling.models.task import Sample

PACK = "utilisation"


@dataclass(frozen=True, slots=True)
class Scored:
    """The log odds of each client, the prediction, and the ends of its interval where the model tells one."""

    margins: Numbers
    predicted: Numbers
    low: Numbers | None = None
    high: Numbers | None = None


def coverage() -> float:
    """Return the share of clients whose utilisation is to lie within its interval, as the pack of utilisation says."""
    return float(pack_by_id(PACK).parameters["coverage"])


def finish_of(sample: Sample, y: Numbers, margins: Numbers, target: str) -> dict[str, Any]:
    """Return what turns log odds into predictions, from those of clients held out, a row a repeat.

    A chance is calibrated, a share has the width of its interval, both for each segment by itself.
    """
    if target == "binary":
        every = np.tile(y, len(margins)), expit(margins.ravel()), list(sample.segments) * len(margins)
        return {"calibration": Calibration.fit(*every).to_json()}
    names = sorted(set(sample.segments))
    told = widths(expit(margins.mean(axis=0)), y, _bands(sample, names), coverage())
    by_name = {names[band]: width for band, width in told.by_band.items()}
    return {"widths": {"coverage": told.coverage, "by_segment": by_name, "elsewhere": told.elsewhere}}


def scored(model: Kept, sample: Sample) -> Scored:
    """Return what a model says of clients; InvalidInput names columns that are unknown to it or lacking."""
    margins = blended(model.fitted(), sample.frame)
    if "calibration" in model.finish:
        calibration = Calibration.from_json(model.finish["calibration"])
        return Scored(margins, calibration.apply(expit(margins), sample.segments))
    names, told = _widths(model.finish["widths"])
    predicted: Numbers = expit(margins)
    return Scored(margins, predicted, *interval(predicted, _bands(sample, names), told, 1.0))


def _widths(body: Mapping[str, Any]) -> tuple[list[str], Widths]:
    names = sorted(body["by_segment"])
    by_band = {band: float(body["by_segment"][name]) for band, name in enumerate(names)}
    return names, Widths(float(body["coverage"]), by_band, float(body["elsewhere"]))


def _bands(sample: Sample, names: list[str]) -> Bands:
    """The place of each client's segment among the names, one beyond them for a segment that is not among them."""
    places = {name: place for place, name in enumerate(names)}
    return np.array([places.get(segment, len(names)) for segment in sample.segments], np.int64)
