"""What is known and concluded of a firm at a moment that no request changes: it serves every request of the firm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from firmgraph.graph.elements import Moment
from firmgraph.packs import pack_for
from firmgraph.profiling.assessment import Assessor, Rules
from firmgraph.profiling.behaviour import FAMILY as INTEREST
from firmgraph.profiling.behaviour import Behaviour, behaviour_of
from firmgraph.profiling.case import Case
from firmgraph.profiling.client_scores import ClientScores, scores_of
from firmgraph.profiling.exposure import exposure_caps
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.graph_risk import GraphRisk, graph_risk
from firmgraph.profiling.guarantors import guarantor_cap
from firmgraph.profiling.portrait import Portrait, portrait_of
from firmgraph.profiling.request import MatchRequest
from firmgraph.profiling.sight import Sight


@dataclass(frozen=True)
class KnownFirm:
    """A firm's facts, the graph around it and the rules to judge it by; `gates` are those that were looked at."""

    facts: Facts
    sight: Sight
    rules: Rules
    chosen: tuple[str, ...] = ()
    gates: dict[str, Gate] = field(default_factory=dict, compare=False, repr=False)

    def applicant(self, request: MatchRequest) -> Applicant:
        """Return the firm as it stands before the gates with a request."""
        return Applicant(Case(self.facts, request.terms), self.sight, request.consent, self.chosen)

    @cached_property
    def assessor(self) -> Assessor:
        """Who judges products for the firm, within the bank's own limits."""
        limits, packs = exposure_caps(self.sight, self.facts, self.chosen)
        guarantors, more = guarantor_cap(self.sight, self.facts, self.chosen)
        return Assessor(self.rules, self.facts, limits, guarantors, (*packs, *more))

    @cached_property
    def portrait(self) -> Portrait:
        """The portrait that the facts alone make."""
        return portrait_of(self.facts)

    @cached_property
    def tags(self) -> Mapping[str, float]:
        """The firm's tags with their weights."""
        return {tag.tag: tag.weight for tag in self.portrait.external.tags.tags}

    @cached_property
    def risk(self) -> GraphRisk:
        """The risk of the firm's place in the graph."""
        return graph_risk(self.sight.store, self.facts, self.rules.ranking)

    @cached_property
    def behaviour(self) -> Behaviour:
        """The firm's behaviour as a client."""
        return behaviour_of(self.facts, pack_for(INTEREST, self.facts.day, self.chosen))

    @cached_property
    def scores(self) -> ClientScores:
        """What the models in use say of the firm as a client."""
        at = Moment(self.facts.day, self.facts.at.known_at)
        return scores_of(self.sight.store, self.facts.subject, at, self.rules.models, self.chosen)

    @cached_property
    def rests_on(self) -> tuple[str, ...]:
        """The ids of the records behind portrait, risk, behaviour and scores."""
        parts = self.portrait, self.risk, self.behaviour, self.scores
        return tuple(sorted({record for part in parts for record in part.evidence}))
