"""Prospects (潜在客户): who is predicted to use a line beyond a preset threshold (document 002, S103 and S104)."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import structlog

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.models.coding import Numbers

_log = structlog.get_logger("firmgraph.profiling")
Flags = npt.NDArray[np.bool_]


def threshold_for(pack: RulePack, given: float | None = None) -> float:
    """Return the threshold given for this call, else that of a pack of the family `utilisation`; either is logged."""
    threshold = float(pack.parameters["threshold"]) if given is None else given
    if structlog.is_configured():  # who uses firmgraph as a library has not asked for its logs
        _log.info("threshold of potential clients", threshold=threshold, preset=given is None, pack=pack.id)
    return threshold


def check_threshold(threshold: float) -> None:
    """Raise InvalidInput for a threshold that is no share from 0 to 1."""
    if not 0 <= threshold <= 1:
        raise InvalidInput("the threshold is a share from 0 to 1", field="threshold")


def is_prospect(predicted: Numbers, threshold: float) -> Flags:
    """Tell for each prediction whether it is strictly above a threshold; one that is not known is not.

    Raises InvalidInput for a threshold outside 0 to 1.
    """
    check_threshold(threshold)
    return np.asarray(predicted > threshold, dtype=np.bool_)


def prospects(predicted: Mapping[str, float], threshold: float) -> list[tuple[str, float]]:
    """Return the clients above a threshold with their predictions, the highest first, equal ones by id."""
    ids, values = list(predicted), np.array(list(predicted.values()), dtype=np.float64)
    chosen = [ids[place] for place in np.flatnonzero(is_prospect(values, threshold))]
    return sorted(((one, predicted[one]) for one in chosen), key=lambda pair: (-pair[1], pair[0]))
