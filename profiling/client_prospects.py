"""Prospects of a bank: the predicted utilisation of each client, and who is beyond a threshold (document 002)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from firmgraph.graph.elements import Moment
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.client_rows import ClientRow, row_of, sample_of
from firmgraph.profiling.client_scores import Score, cut_off, predicted, seen_of, withheld
from firmgraph.profiling.gates.consent import valid_consents
from firmgraph.profiling.models.frame import clients
from firmgraph.profiling.models.frame_labels import already_bad
from firmgraph.profiling.models.frame_seen import Seen
from firmgraph.profiling.models.in_use import Models
from firmgraph.profiling.models.prospects import is_prospect
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.reasons import Reason

KIND, MARKETING = "utilisation", "marketing"


@dataclass(frozen=True, slots=True)
class Prospect:
    """A client's predicted utilisation, whether it consents to being offered products, and whether it is in default."""

    id: str
    name: str
    score: Score
    consents: bool
    in_default: bool

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
            "in_default": self.in_default,
            "not_applicable": told["not_applicable"],
        }


def client_prospects(store: GraphStore, at: Moment, models: Models) -> list[Prospect]:
    """Return what is predicted of each client, the highest first, equal ones by id.

    A client without an account is predicted too, for it is new to the line. Raises NotFound where no model tells it.
    """
    model = models.needed(KIND)
    told = [_told(model, seen_of(store, one, at)) for one in clients(store)]
    if not told:
        return []
    found = scored(model, sample_of(model, [one.row for one in told]))
    scores = [
        Score(KIND, model.version, cut_off(at.day), withheld=one.withheld)
        if one.withheld is not None
        else predicted(KIND, model, cut_off(at.day), found, place)
        for place, one in enumerate(told)
    ]
    prospects = [
        Prospect(one.row.subject, one.name, score, one.consents, one.in_default)
        for one, score in zip(told, scores, strict=True)
    ]
    return sorted(prospects, key=lambda one: (-(one.score.predicted or Decimal(-1)), one.id))


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a client before its model is asked."""

    row: ClientRow
    name: str
    consents: bool
    in_default: bool
    withheld: Reason | None


def _told(model: Kept, seen: Seen) -> _Told:
    described = seen.facts.described
    name = str(described.node.name) if described is not None else ""
    consents = bool(valid_consents(seen.facts, MARKETING))
    return _Told(row_of(seen, [model]), name, consents, already_bad(seen), withheld(KIND, model, seen))
