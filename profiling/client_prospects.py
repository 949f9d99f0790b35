"""Prospects of a bank: the predicted utilisation of each client, and who is beyond a threshold (document 002)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.client_scores import Score, predicted, sample_of, seen_of, withheld
from firmgraph.profiling.gates.consent import valid_consents
from firmgraph.profiling.models.frame import clients
from firmgraph.profiling.models.in_use import Models
from firmgraph.profiling.models.prospects import is_prospect
from firmgraph.profiling.models.scoring import scored

KIND, MARKETING = "utilisation", "marketing"


@dataclass(frozen=True, slots=True)
class Prospect:
    """A client's predicted utilisation, and whether it consents to being offered products."""

    id: str
    name: str
    score: Score
    consents: bool

    def wire(self, threshold: float) -> dict[str, Any]:
        """The body of a client; `potential` only where the prediction is strictly above the threshold."""
        share = self.score.predicted
        told = self.score.wire()
        return {
            "id": self.id,
            "name": self.name,
            "predicted": told["predicted"],
            "interval": told["interval"],
            "potential": share is not None and bool(is_prospect(np.array([float(share)]), threshold)[0]),
            "marketing_consent": self.consents,
            "not_applicable": told["not_applicable"],
        }


def client_prospects(store: GraphStore, at: Moment, models: Models) -> list[Prospect]:
    """Return what is predicted of each client, the highest first, equal ones by id.

    A client without an account is predicted too, for it is new to the line. Raises NotFound where no model tells it.
    """
    model = models.needed(KIND)
    seen = [seen_of(store, one, at) for one in clients(store)]
    if not seen:
        return []
    found = scored(model, sample_of(model, seen))
    why = [withheld(KIND, model, one) for one in seen]
    scores = [
        predicted(KIND, model, one, found, place)
        if why[place] is None
        else Score(KIND, model.version, one.day, withheld=why[place])
        for place, one in enumerate(seen)
    ]
    told = [
        Prospect(one.past.subject, _name(one.facts.described), score, bool(valid_consents(one.facts, MARKETING)))
        for one, score in zip(seen, scores, strict=True)
    ]
    return sorted(told, key=lambda one: (-(one.score.predicted or Decimal(-1)), one.id))


def _name(described: Any) -> str:
    return str(described.node.name) if described is not None else ""
