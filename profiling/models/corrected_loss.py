"""The corrected log loss of document 001: bad clients weigh more, so that the model finds more of them.

The weight corrects the coefficient with which a client's residual enters the regression of each boosting round.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Numbers


@dataclass(frozen=True, slots=True)
class CorrectedLoss:
    """Log loss in which a bad client (1) counts `weight` times and a good one (0) once; at 1 it is plain log loss.

    Raise InvalidInput where the weight is not a positive number.
    """

    weight: float = 1.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.weight) and self.weight > 0):
            raise InvalidInput(f"the weight of bad clients must be above 0, not {self.weight}", field="weight")

    def weights(self, y: Numbers) -> Numbers:
        """The weight of each client by its class."""
        return np.where(y == 1, self.weight, 1.0)

    def value(self, margin: Numbers, y: Numbers) -> Numbers:
        """The loss of each client at a margin, the log odds of being bad."""
        loss: Numbers = self.weights(y) * (np.logaddexp(0, margin) - y * margin)
        return loss

    def gradient(self, margin: Numbers, y: Numbers) -> Numbers:
        """The first derivative of the loss by the margin: w(y) (p - y)."""
        slope: Numbers = self.weights(y) * (expit(margin) - y)
        return slope

    def hessian(self, margin: Numbers, y: Numbers) -> Numbers:
        """The second derivative of the loss by the margin: w(y) p (1 - p)."""
        chance = expit(margin)
        curvature: Numbers = self.weights(y) * chance * (1 - chance)
        return curvature

    def start(self, y: Numbers) -> float:
        """The one margin that minimises the loss when nothing is known of a client."""
        bad = float(y.sum())
        return float(np.log(self.weight * bad) - np.log(len(y) - bad))

    def restored(self, margin: Numbers) -> Numbers:
        """The margin without the shift of the odds by the weight, so that probabilities are at their true level."""
        level: Numbers = margin - np.log(self.weight)
        return level
