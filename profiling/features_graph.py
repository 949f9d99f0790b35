"""Features of a firm's place in the graph: pure functions of a view; the docstring of each is the description shown.

They cost more than those of records, so each is measured only when a portrait or a rule asks for it. A feature is None
where the source it needs has not spoken: what nobody looked for is not known to be absent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from firmgraph.graph.groups.group import GroupCustomer, group_customer
from firmgraph.graph.guarantees.circles import CIRCLES, Circle, circles_of
from firmgraph.graph.guarantees.edges import taken
from firmgraph.graph.ownership.controller import ControlAnswer, controller
from firmgraph.graph.relations.contacts import NODE_KINDS, contacts
from firmgraph.graph.relations.hidden import HiddenRelation, hidden_relations
from firmgraph.graph.relations.parameters import HIDDEN
from firmgraph.graph.risk.events import cases_of, risk_events
from firmgraph.graph.risk.near import near_parties
from firmgraph.graph.risk.past import begun, spoke
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import pack_for
from firmgraph.profiling.facts import fact_rules
from firmgraph.profiling.measured import UNKNOWN, Measured
from firmgraph.profiling.sight import Sight

LAW = "company-law"
_FEN = Decimal(100)
_COURTS = ("party_to", "subject_to", "encumbers", "encumbered")
_BUREAU = ("reported_in", "has_account", "enquired", "guarantees")


@dataclass(frozen=True)
class Place:
    """A firm's place in a graph at a moment; `chosen` are the packs to judge by in place of those in force."""

    view: View
    node: int
    chosen: Sequence[str] = ()

    @cached_property
    def near(self) -> tuple[int, ...]:
        """The parties near the firm, those near in several ways first."""
        return tuple(other for other, _ in near_parties(self.view, self.node))

    @cached_property
    def unheard(self) -> tuple[int, ...]:
        """The near parties of which the courts never spoke."""
        return tuple(other for other in self.near if not spoke(self.view, other, "litigation"))

    @property
    def packs(self) -> tuple[str, ...]:
        """The ids of the packs that all features of the place rest on."""
        circle = pack_for(CIRCLES, self.view.day, self.chosen).id
        return tuple(dict.fromkeys((self.control.pack, *self.group.packs, circle, HIDDEN)))

    @cached_property
    def control(self) -> ControlAnswer:
        """Who controls the firm by the company law of the day."""
        return controller(self.view, self.node, pack_for(LAW, self.view.day, self.chosen))

    @cached_property
    def group(self) -> GroupCustomer:
        """The group customer of the firm."""
        return group_customer(self.view, self.node, self.chosen)

    @cached_property
    def circles(self) -> tuple[Circle, ...]:
        """The guarantee circles the firm is a member of."""
        return circles_of(self.view, self.node, pack_for(CIRCLES, self.view.day, self.chosen))

    @cached_property
    def sharing(self) -> tuple[HiddenRelation, ...]:
        """The firms suspected of a hidden relation by a phone, a mail domain, a website or an address."""
        kinds = frozenset(fact_rules()["near"]["contacts"])
        found = hidden_relations(self.view, self.node)
        return tuple(one for one in found if any(clue.kind in kinds for clue in one.clues))


GraphFeature = Callable[[Place], Measured]


def place_of(sight: Sight, subject: str, chosen: Sequence[str] = ()) -> Place | None:
    """Return a firm's place in the graph; None for a firm no record known by then states."""
    node = sight.view.index(subject)
    return None if node is None else Place(sight.view, node, chosen)


def near_enforcements(place: Place) -> Measured:
    """关联方未结执行: open enforcement cases of its holders, heads, controlled and guarantee partners, at least."""
    looked_at = place.near[: fact_rules()["near"]["most_parties"]]
    events = [
        event
        for other in looked_at
        for event in risk_events(place.view, other)
        if event.counts and event.dimension == "enforcement"
    ]
    if events:
        return Measured(Decimal(len(cases_of(events))), united(event.evidence for event in events))
    if place.unheard or not looked_at or len(looked_at) < len(place.near):
        return UNKNOWN
    return Measured(Decimal(0), _told(place.view, looked_at, _COURTS))


def near_unheard(place: Place) -> Measured:
    """无司法信息的关联方: near parties of which the courts never spoke, so that nothing is known of their cases."""
    return (
        Measured(Decimal(len(place.unheard)), united(map(place.view.evidence, place.near))) if place.near else UNKNOWN
    )


def guarantees_received(place: Place) -> Measured:
    """被担保金额: what others guarantee for the firm, in yuan."""
    found = taken(place.view, place.node)
    amounts = [one.amount for one in found]
    if not spoke(place.view, place.node, "guarantees"):
        return UNKNOWN
    known = [amount for amount in amounts if amount is not None]
    evidence = united(one.evidence for one in found) or _told(place.view, [place.node], _BUREAU)
    return Measured(sum(known) / _FEN if len(known) == len(amounts) else None, evidence)


def guarantee_circle(place: Place) -> Measured:
    """担保圈户数: members of the largest guarantee circle the firm belongs to, 0 where it belongs to none."""
    if place.circles:
        size = max(len(one.members) for one in place.circles)
        return Measured(Decimal(size), united(one.evidence for one in place.circles))
    if not spoke(place.view, place.node, "guarantees"):
        return UNKNOWN
    return Measured(Decimal(0), _told(place.view, [place.node], _BUREAU))


def group_size(place: Place) -> Measured:
    """集团户数: confirmed members of the group customer, the firm itself included."""
    return _members(place, ("confirmed",))


def group_suspected(place: Place) -> Measured:
    """疑似集团成员: firms that are only suspected members of the group customer."""
    return _members(place, ("suspected",))


def _members(place: Place, certain: tuple[str, ...]) -> Measured:
    if not spoke(place.view, place.node, "registry"):
        return UNKNOWN
    found = [member for member in place.group.members if member.certainty in certain]
    records = united(member.evidence for member in found) or _registered(place)
    return Measured(Decimal(len(found)), records)


def control_depth(place: Place) -> Measured:
    """控制层级: layers of votes from the firm up to who controls it, by the longest way; 0 where nobody does."""
    found = place.control
    if found.type == "unknown" or not spoke(place.view, place.node, "registry"):
        return UNKNOWN
    layers: dict[str, int] = {}
    for step in found.proof:
        layers[step.firm.id] = 1 + max((layers.get(votes.holder.id, 0) for votes in step.counted), default=0)
    depth = layers.get(found.subject.id, 0)
    return Measured(Decimal(depth), control_evidence(place) or _registered(place))


def shared_contacts(place: Place) -> Measured:
    """共用联系方式企业: firms suspected of a relation by a phone, mail domain, website or address, hubs damped."""
    kept = [contacts(place.view, kind) for kind in NODE_KINDS if kind in fact_rules()["near"]["contacts"]]
    own = united(known.evidence(place.node, key) for known in kept for key in known.of_firm(place.node))
    if not own:
        return UNKNOWN
    return Measured(Decimal(len(place.sharing)), united(one.evidence for one in place.sharing) or own)


GRAPH_FEATURES: tuple[GraphFeature, ...] = (
    near_enforcements,
    near_unheard,
    guarantees_received,
    guarantee_circle,
    group_size,
    group_suspected,
    control_depth,
    shared_contacts,
)


def measure_place(place: Place | None, names: Iterable[str] | None = None) -> Mapping[str, Measured]:
    """Return the graph features of a firm by name, those named or all; of a firm the graph does not know, unknown."""
    wanted = None if names is None else frozenset(names)
    return {
        feature.__name__: UNKNOWN if place is None else feature(place)
        for feature in GRAPH_FEATURES
        if wanted is None or feature.__name__ in wanted
    }


def control_evidence(place: Place) -> tuple[str, ...]:
    """Return the records that prove who controls a firm."""
    return united((*(step.evidence for step in place.control.proof), place.control.ties))


def _registered(place: Place) -> tuple[str, ...]:
    """Return the records of who holds, leads and is guaranteed by or guarantees the firm; else those of the firm."""
    edges = place.view.edges_of(place.node, ("holds", "legal_rep_of", "guarantees"))
    found = united(place.view.edges(edge.kind).evidence_of(edge.number) for edge in edges)
    return found or place.view.evidence(place.node)


def _told(view: View, parties: Iterable[int], kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the records of all relations of some kinds that had begun, by which a source is known to have spoken."""
    return united(
        view.snapshot.table(kind).evidence_of(number)
        for party in parties
        for kind in kinds
        for number in begun(view, kind, party)
    )
