"""What a store must be able to look up and write for the planner; the only part that differs from store to store."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from firmgraph.graph.elements import Node, Relation, StoredRecord
from firmgraph.graph.prepared import Prepared

# A batch that touches more is a bulk load, after which everything is read anew.
MOST_TOUCHED = 5000


class Version(NamedTuple):
    """One stored version of a record."""

    uid: str
    observed_at: str
    active: bool
    loaded_at: str


class Claim(NamedTuple):
    """A node (by the reference its record used) that claims to be meant by a lookup; the region tells namesakes
    apart.
    """

    lookup: str
    node: str
    region: str


class NodeRow(NamedTuple):
    """A node as stored; not live when only superseded records state it."""

    id: str
    kind: str
    properties: Mapping[str, Any]
    known_from: str
    live: bool

    def element(self) -> Node:
        """Return the node as the store gives it back."""
        return Node(self.id, self.kind, dict(self.properties), self.known_from)


class RelationRow(NamedTuple):
    """A relation as stored; not live when only superseded records state it."""

    id: str
    kind: str
    start: str
    end: str
    discriminator: str
    properties: Mapping[str, Any]
    valid_from: str | None
    valid_to: str | None
    known_from: str
    live: bool

    def element(self) -> Relation:
        """Return the relation as the store gives it back."""
        return Relation(*self[:5], dict(self.properties), *self[6:9])


class Kept(NamedTuple):
    """A stored record with whether it is the version that speaks today."""

    record: StoredRecord
    active: bool


@dataclass(slots=True)
class Changes:
    """Everything one transaction writes. Evidence pairs are (element id, record uid)."""

    loaded_at: str
    records: list[Prepared] = field(default_factory=list)
    deactivated: list[str] = field(default_factory=list)
    reactivated: list[str] = field(default_factory=list)
    records_gone: list[str] = field(default_factory=list)
    evidence: list[tuple[str, str]] = field(default_factory=list)
    evidence_gone: list[tuple[str, str]] = field(default_factory=list)
    nodes: list[NodeRow] = field(default_factory=list)
    nodes_changed: list[tuple[NodeRow, NodeRow]] = field(default_factory=list)
    nodes_gone: list[NodeRow] = field(default_factory=list)
    relations: list[RelationRow] = field(default_factory=list)
    relations_changed: list[RelationRow] = field(default_factory=list)
    relations_gone: list[RelationRow] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    claims_gone: list[Claim] = field(default_factory=list)

    def touched(self) -> list[str] | None:
        """Return the ids of all that is written or taken away, ordered; None when they are more than MOST_TOUCHED."""
        if len(self.records) > MOST_TOUCHED:
            return None
        changed = (*self.relations_gone, *self.relations_changed)
        found = {row.id for row in (*self.nodes, *self.nodes_gone)}
        found.update(row.id for row in (*self.relations, *changed))
        found.update(row.id for pair in self.nodes_changed for row in pair)
        found.update(element for element, _ in (*self.evidence, *self.evidence_gone))
        found.update(end for relation in changed for end in (relation.start, relation.end))
        return sorted(found) if len(found) <= MOST_TOUCHED else None


class Tables(Protocol):
    """Look-ups and the one write, inside one transaction that no other writer shares."""

    def versions(self, content_keys: Collection[str], own_keys: Collection[str]) -> Mapping[str, list[Version]]:
        """Return the stored versions by record id: content keys are uids, own keys have one uid a version."""

    def kept(self, uids: Collection[str]) -> list[Kept]:
        """Return stored records by uid."""

    def claims(self, lookups: Collection[str]) -> list[Claim]:
        """Return who claims these lookups."""

    def nodes(self, ids: Collection[str]) -> Mapping[str, NodeRow]:
        """Return stored nodes by id."""

    def relations(self, ids: Collection[str]) -> Mapping[str, RelationRow]:
        """Return stored relations by id."""

    def evidence(self, ids: Collection[str]) -> Mapping[str, list[Kept]]:
        """Return, per node or relation, all records that state it, superseded ones included."""

    def write(self, changes: Changes) -> int:
        """Write everything, drop vocabulary nodes that no relation touches any more, grow the version by one, and
        return it.
        """
