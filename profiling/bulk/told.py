"""What the match tells of an application in short: its offers, best first, and why other classes have none."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.profiling.answer import MatchAnswer
from firmgraph.profiling.verdict import Verdict


@dataclass(frozen=True, slots=True)
class ToldOffer:
    """An offer: product and class, amount in yuan and what binds it, yearly rate and all-in rate, score."""

    product_id: str
    class_id: str
    verdict: Verdict
    amount: Decimal
    bound_by: str
    rate: Decimal | None
    all_in_rate: Decimal | None
    score: Decimal

    def wire(self) -> dict[str, Any]:
        """The body of the offer."""
        return {
            "product_id": self.product_id,
            "class_id": self.class_id,
            "verdict": self.verdict,
            "amount": shortest(self.amount),
            "bound_by": self.bound_by,
            "rate": None if self.rate is None else shortest(self.rate),
            "all_in_rate": None if self.all_in_rate is None else shortest(self.all_in_rate),
            "score": shortest(self.score),
        }


@dataclass(frozen=True, slots=True)
class Told:
    """Offers, the reason of each class that dropped out by its id, and the gates that refused."""

    offers: tuple[ToldOffer, ...]
    dropped: tuple[tuple[str, str], ...]
    gates: tuple[str, ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of what is told."""
        return {
            "offers": [offer.wire() for offer in self.offers],
            "dropped": dict(self.dropped),
            "gates": list(self.gates),
        }


def told_of(answer: MatchAnswer) -> Told:
    """Return what a match answer tells in short."""
    offers = tuple(
        ToldOffer(
            offer.product.product_id,
            offer.choice.product_class.id,
            offer.verdict,
            offer.bid.amount,
            offer.bid.bound.name,
            offer.bid.quote.rate,
            offer.bid.all_in_rate,
            offer.score,
        )
        for offer in answer.offers
    )
    dropped = tuple((one.product_class.id, one.dropped_reason) for one in answer.choices if one.dropped_reason)
    return Told(offers, dropped, tuple(gate.name for gate in answer.gates if gate.verdict is Verdict.FAIL))
