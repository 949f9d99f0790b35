"""Prospects (潜在客户): who is predicted to use a line beyond a preset threshold (document 002, S103 and S104)."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Numbers

Flags = npt.NDArray[np.bool_]


def is_prospect(predicted: Numbers, threshold: float) -> Flags:
    """Tell for each prediction whether it is strictly above a threshold; one that is not known is not.

    Raises InvalidInput for a threshold outside 0 to 1.
    """
    if not 0 <= threshold <= 1:
        raise InvalidInput("the threshold is a share from 0 to 1", field="threshold")
    return np.asarray(predicted > threshold, dtype=np.bool_)


def prospects(predicted: Mapping[str, float], threshold: float) -> list[tuple[str, float]]:
    """Return the clients above a threshold with their predictions, the highest first, equal ones by id."""
    ids, values = list(predicted), np.array(list(predicted.values()), dtype=np.float64)
    chosen = [ids[place] for place in np.flatnonzero(is_prospect(values, threshold))]
    return sorted(((one, predicted[one]) for one in chosen), key=lambda pair: (-pair[1], pair[0]))
