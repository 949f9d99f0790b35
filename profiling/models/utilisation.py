"""The utilisation of a credit line (额度使用率): what was drawn in all against the line (document 002, claim 4)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.selection import Goal

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Utilisation:
    """The utilisation of clients with a line: as it is, and clipped to the line; of a revolving line it may exceed 1.

    `kept` marks the clients that have a label, the others are `without_line` (no line, or none above nought) or
    `not_told` (a line, but not what was drawn).
    """

    kept: Flags
    raw: Numbers
    clipped: Numbers
    without_line: int
    not_told: int


def goal_of(pack: RulePack) -> Goal:
    """Return by which metric models of utilisation are chosen, from a pack of the family `utilisation`."""
    return Goal("share", str(pack.parameters["metric"]), float(pack.parameters["threshold"]))


def utilisation(drawn: Numbers, line: Numbers) -> Utilisation:
    """Return the utilisation from amounts drawn in all and lines, both in yuan, NaN where not known.

    Raises InvalidInput for amounts that are negative or infinite, and for columns of unlike length.
    """
    if len(drawn) != len(line):
        raise InvalidInput("drawn and line have a value for each client", field="line")
    for field, amounts in (("drawn", drawn), ("line", line)):
        if np.any(np.isinf(amounts)) or np.any(amounts < 0):
            raise InvalidInput("an amount is neither negative nor infinite", field=field)
    has_line = line > 0
    kept = has_line & ~np.isnan(drawn)
    raw: Numbers = drawn[kept] / line[kept]
    return Utilisation(kept, raw, np.minimum(raw, 1.0), int(np.sum(~has_line)), int(np.sum(has_line & ~kept)))
