"""The answer to a match request: gates, offers, classes, eligibility, unlocks and reasons, whole in every case."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.packs import pack_by_id
from firmgraph.profiling.behaviour import Behaviour
from firmgraph.profiling.bids import Bid
from firmgraph.profiling.canonical import decision_id
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.client_scores import NO_SCORES, ClientScores
from firmgraph.profiling.eligibility import Eligibility
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.gate import Gate
from firmgraph.profiling.grade import ClientGrade
from firmgraph.profiling.models.in_use import NO_MODELS, Models
from firmgraph.profiling.one_per_class import Choice, Duel
from firmgraph.profiling.portrait import subject_wire
from firmgraph.profiling.reasons import Reason, evidence_in
from firmgraph.profiling.request import MatchRequest
from firmgraph.profiling.unlock import Unlock
from firmgraph.profiling.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Offer:
    """A product offered: amount and what bound it, price, schedule, score with its parts, and reasons."""

    bid: Bid
    choice: Choice
    verdict: Verdict
    unknown: tuple[str, ...]
    score: Decimal
    parts: Mapping[str, Decimal]
    reasons: tuple[Reason, ...]
    dominated_by: tuple[str, ...] = ()

    @property
    def product(self) -> Product:
        """The product offered."""
        return self.bid.product

    @property
    def duel(self) -> Duel | None:
        """How the product won its class."""
        return self.choice.duel

    def wire(self) -> dict[str, Any]:
        """The body of an offer."""
        own, bid = self.choice.product_class, self.bid
        return {
            "product_id": self.product.product_id,
            "name": self.product.name,
            "class": {"id": own.id, "name": own.name},
            "verdict": self.verdict,
            "unknown": list(self.unknown),
            "amount": shortest(bid.amount),
            "bound_by": bid.bound.name,
            "bound_related": list(bid.bound.related),
            "caps": [cap.wire() for cap in bid.caps],
            "rate": None if bid.quote.rate is None else shortest(bid.quote.rate),
            "price": bid.quote.wire(),
            "all_in_rate": None if bid.all_in_rate is None else shortest(bid.all_in_rate),
            "repayment": bid.method,
            "schedule": [instalment.wire() for instalment in bid.schedule],
            "score": shortest(self.score),
            "parts": {name: shortest(value) for name, value in self.parts.items()},
            "dominated_by": list(self.dominated_by),
            "reasons": [reason.wire() for reason in self.reasons],
            "duel": None if self.duel is None else self.duel.wire(),
        }


@dataclass(frozen=True)
class MatchAnswer:
    """Everything that was found on the way to a list of offers."""

    request: MatchRequest
    facts: Facts
    packs: tuple[str, ...]
    gates: tuple[Gate, ...]
    reasons: tuple[Reason, ...]
    client: ClientGrade | None = None
    offers: tuple[Offer, ...] = ()
    choices: tuple[Choice, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    unlocks: tuple[Unlock, ...] = ()
    information: tuple[Mapping[str, Any], ...] = ()
    rests_on: tuple[str, ...] = ()
    behaviour: Behaviour | None = None
    scores: ClientScores = NO_SCORES
    models: Models = NO_MODELS

    @cached_property
    def body(self) -> dict[str, Any]:
        """All the answer says, without its id."""
        return {
            "request": self.request.wire(),
            "subject": subject_wire(self.facts),
            "client": None if self.client is None else self.client.wire(),
            "gates": [gate.wire() for gate in self.gates],
            "offers": [offer.wire() for offer in self.offers],
            "classes": [choice.wire() for choice in self.choices],
            "eligibility": [eligibility.wire() for eligibility in self.eligibility],
            "duplicates_removed": sum(choice.duplicates_removed for choice in self.choices),
            "unlock": [unlock.wire() for unlock in self.unlocks],
            "behaviour": None if self.behaviour is None else self.behaviour.wire(),
            "scores": self.scores.wire(),
            "information": [dict(one) for one in self.information],
            "reasons": [reason.wire() for reason in self.reasons],
            "as_of": self.facts.day,
            "known_at": self.facts.known_at,
            "version": self.facts.version,
            "packs": list(self.packs),
            "pack_versions": {name: pack_by_id(name).digest for name in self.packs},
            "models": {"taxonomy": taxonomy().version, **self.models.wire()},
        }

    @cached_property
    def decision_id(self) -> str:
        """The id of the decision, the same for the same request on the same data and rules."""
        return decision_id(self.body)

    @property
    def consented(self) -> bool:
        """Whether there was consent to judge the request at all: without it nothing of it may be kept."""
        return self.gates[0].verdict is not Verdict.FAIL

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of all records the answer rests on."""
        told = evidence_in(
            [*self.reasons, *(gate.reason for gate in self.gates), *(r for offer in self.offers for r in offer.reasons)]
        )
        told |= {record for one in self.eligibility for result in one.rules for record in result.evidence}
        told |= {offer.product.record for offer in self.offers}
        told.update(self.client.evidence if self.client else (), self.rests_on)
        return tuple(sorted(told))

    def wire(self) -> dict[str, Any]:
        """The body of the match answer."""
        return {"decision_id": self.decision_id, **self.body}
