"""The portrait of a firm: external and internal joined into the final one, losers and confidence shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import orjson

from firmgraph.graph.conclusions import conclusion_elements
from firmgraph.graph.elements import NOW, Loser, Moment
from firmgraph.graph.references import digest
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore
from firmgraph.packs import pack_in_force
from firmgraph.profiling.client_scores import NO_SCORES, ClientScores, conclusions_of, scores_of
from firmgraph.profiling.combine import Attribute, LosingValue, Stated, combine
from firmgraph.profiling.external import ExternalPortrait, draw_external
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.features_graph import Place, place_of
from firmgraph.profiling.internal import InternalPortrait, draw_internal
from firmgraph.profiling.models.in_use import models_in_use
from firmgraph.profiling.portrait_assessment import Assessment, assess
from firmgraph.profiling.portrait_client import client_statements
from firmgraph.profiling.portrait_documents import Checklist, checklist
from firmgraph.profiling.portrait_figures import Figures
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.tagging import tag_nodes, tags_of

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Judged:
    """What rules say of a firm beyond its attributes: the assessment and the checklist of documents."""

    assessment: Assessment
    documents: Checklist


@dataclass(frozen=True)
class Portrait:
    """A firm at a moment, from outside, from inside, and joined; `packs` are the rule packs used.

    `judged`, `place` and the `scores` of models are there when the graph was asked, see portrait_of.
    """

    facts: Facts
    external: ExternalPortrait
    internal: InternalPortrait
    final: Mapping[str, Attribute]
    packs: tuple[str, ...]
    judged: Judged | None = None
    place: Place | None = field(default=None, compare=False, repr=False)
    scores: ClientScores = NO_SCORES

    @property
    def completeness(self) -> float:
        """The share of attributes that are known."""
        return round(sum(a.value is not None for a in self.final.values()) / len(self.final), 4)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of all records the final portrait rests on."""
        return tuple(sorted({record for attribute in self.final.values() for record in attribute.evidence}))

    @property
    def equity(self) -> "nx.DiGraph[str] | None":
        """Everybody who holds the firm, at any depth, as a graph; None where the graph was not asked."""
        from firmgraph.graph.exports.networkx_views import ownership_graph

        return None if self.place is None else ownership_graph(self.place.view, self.place.node)

    def wire(self) -> dict[str, Any]:
        """The body of the portrait answer."""
        told = self.judged
        return {
            "subject": subject_wire(self.facts),
            "external": self.external.wire(),
            "internal": self.internal.wire(),
            "final": {name: attribute.wire() for name, attribute in self.final.items()},
            "assessment": None if told is None else told.assessment.wire(),
            "documents": None if told is None else [one.wire() for one in told.documents.documents],
            "scores": self.scores.wire(),
            "completeness": self.completeness,
            "sources": {name: source.state for name, source in self.facts.sources.items()},
            "as_of": self.facts.day,
            "known_at": self.facts.known_at,
            "version": self.facts.version,
            "packs": list(self.packs),
        }


def subject_wire(facts: Facts) -> dict[str, Any]:
    """The body that names a firm: id, name, code and kind."""
    node = facts.described.node if facts.described else None
    return {
        "id": facts.subject,
        "name": node.name if node else None,
        "uscc": facts.property("uscc"),
        "kind": node.kind if node else None,
    }


def draw_portrait(
    store: GraphStore,
    node_id: str,
    at: Moment = NOW,
    *,
    keeper: SnapshotKeeper | None = None,
    chosen: Sequence[str] = (),
) -> Portrait:
    """Return the portrait of a firm at a moment; of a firm the store does not know, all is unknown.

    `keeper` keeps the store's snapshot, else one is made; `chosen` are packs to use in place of those in force.
    """
    return portrait_of(gather(store, node_id, at), Sight(store, at, keeper), chosen)


def portrait_of(facts: Facts, sight: Sight | None = None, chosen: Sequence[str] = ()) -> Portrait:
    """Return the portrait that facts make: tags, external, internal, final.

    With a sight of the graph it also tells the firm's place in the graph and what the packs judge of it: a match asks
    for neither, and stays cheap.
    """
    place = None if sight is None else place_of(sight, facts.subject, chosen)
    external, internal = draw_external(facts, tags_of(facts), place), draw_internal(facts)
    size = pack_in_force("sme-size", facts.day).id
    if sight is None:
        return Portrait(facts, external, internal, join(facts, external, internal), (size,))
    figures = Figures(facts, place, chosen)
    judged = Judged(assess(figures), checklist(figures))
    final = join(facts, external, internal, (*client_statements(facts), *judged.assessment.statements()))
    models, at = models_in_use(), Moment(facts.day, facts.at.known_at)
    scores = scores_of(sight.store, facts.subject, at, models, chosen)
    packs = {size, *judged.assessment.packs, judged.documents.pack, *(place.packs if place else ()), *scores.packs}
    return Portrait(facts, external, internal, final, tuple(sorted(packs)), judged, place, scores)


def join(
    facts: Facts, external: ExternalPortrait | None, internal: InternalPortrait | None, more: Iterable[Stated] = ()
) -> dict[str, Attribute]:
    """Return the final portrait of an external and an internal one, either of which may be missing."""
    parts = [part.statements for part in (external, internal) if part is not None]
    stale = [name for name, source in facts.sources.items() if source.state == "stale"]
    return _with_record_conflicts(combine([*(s for part in parts for s in part), *more], stale), facts)


def _with_record_conflicts(final: Mapping[str, Attribute], facts: Facts) -> dict[str, Attribute]:
    conflicts = facts.described.conflicts if facts.described else {}
    return {
        name: replace(attribute, losers=(*attribute.losers, *_losers(conflicts[name])))
        if name in conflicts and attribute.basis in ("registration", "graph")
        else attribute
        for name, attribute in final.items()
    }


def _losers(found: Iterable[Loser]) -> tuple[LosingValue, ...]:
    return tuple(LosingValue(_plain(loser.value), loser.source, loser.why) for loser in found)


def _plain(value: Any) -> str | int | tuple[str, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(map(str, value))
    return value if isinstance(value, int) else str(value)


def portrait_nodes(portrait: Portrait) -> tuple[list[DerivedNode], list[DerivedRelation]]:
    """Return the portrait, its tags and its scores as nodes and relations to be written into the graph."""
    facts = portrait.facts
    body = orjson.dumps(portrait.wire(), option=orjson.OPT_SORT_KEYS).decode()
    own = f"por:{digest(facts.subject, facts.day, facts.known_at)}"
    name = facts.described.node.name if facts.described else facts.subject
    nodes = [
        DerivedNode(
            own, "portrait", {"name": f"{name} {facts.day}", "as_of": facts.day, "body": body}, portrait.evidence
        )
    ]
    tags, tagged = tag_nodes(facts.subject, facts.day, portrait.external.tags.tags)
    scores, scored = conclusion_elements(conclusions_of(facts.subject, portrait.scores))
    return [*nodes, *tags, *scores], [DerivedRelation("portrayed_in", facts.subject, own), *tagged, *scored]
