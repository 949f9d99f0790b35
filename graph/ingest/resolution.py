"""Which node a reference means: by code at once, by name or number through what coded nodes claim.

A reference by name means the one node that claims the name; with none or with several it stays a node of its own. The
outcome depends
on the set of claims alone, so the order of loading never matters, and a merge is undone when its claim goes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from firmgraph.graph.ingest.tables import Claim
from firmgraph.graph.prepared import PreparedNode, PreparedRelation
from firmgraph.graph.references import SCOPED_PERSON, UNCODED, lookup_of, split_name
from firmgraph.graph.statements import NodeSaid, RelationSaid
from firmgraph.graph.statements.registration import place_name

_OPEN = (*UNCODED, SCOPED_PERSON)


def is_coded(reference: str) -> bool:
    """Tell whether a reference already names its node."""
    return not reference.startswith(_OPEN)


def same_region(one: str, other: str) -> bool:
    """Tell whether two regions may be the same: equal, one inside the other, or one of them unstated."""
    if not one or not other or one in other or other in one:
        return True
    first, second = one.rstrip("0"), other.rstrip("0")
    if one.isdigit() and other.isdigit():
        return first.startswith(second) or second.startswith(first)
    name, text = (place_name(one), other) if one.isdigit() else (place_name(other), one)
    return name.isdigit() or text in name or name in text


def region_of(claim: Claim) -> str:
    """Return the region of a claimant: as stated, else the one inside its code."""
    if claim.region:
        return claim.region
    return claim.node[6:12] if claim.node.startswith("ent:9") else ""


def lookups_of(reference: str) -> Iterable[str]:
    """Return the lookups whose claims decide what an uncoded reference means."""
    if reference.startswith(SCOPED_PERSON):
        scope = split_name(reference)[1]
        return (reference, lookup_of(scope)) if scope.startswith(UNCODED) else (reference,)
    return (lookup_of(reference),) if reference.startswith(UNCODED) else ()


class Resolver:
    """Answers what a reference means under a set of claims."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._claims: dict[str, dict[str, Claim]] = defaultdict(dict)
        self._known: dict[str, str] = {}
        for claim in claims:
            self._claims[claim.lookup][claim.node] = claim

    def claimants(self, lookup: str) -> Mapping[str, Claim]:
        """Return who claims a lookup."""
        return self._claims.get(lookup, {})

    def node(self, reference: str) -> str:
        """Return the id of the node a reference means."""
        if is_coded(reference):
            return reference
        known = self._known.get(reference)
        if known is None:
            found = self._person(reference) if reference.startswith(SCOPED_PERSON) else self._organisation(reference)
            known = self._known[reference] = found
        return known

    def _organisation(self, reference: str) -> str:
        region = split_name(reference)[1] if reference.startswith("ent:name:") else ""
        claims = [
            c
            for c in self.claimants(lookup_of(reference)).values()
            if c.node != reference and same_region(region, region_of(c))
        ]
        coded = [c.node for c in claims if is_coded(c.node)]
        if coded:
            return coded[0] if len(coded) == 1 else reference
        scoped = [c.node for c in claims]
        bare = reference.startswith("ent:name:") and not region
        return scoped[0] if bare and len(scoped) == 1 else reference

    def _person(self, reference: str) -> str:
        name, scope = split_name(reference)
        settled = f"{SCOPED_PERSON}{name}@{self.node(scope) if scope.startswith(UNCODED) else scope}"
        claims = {*self.claimants(reference), *self.claimants(settled)}
        return claims.pop() if len(claims) == 1 else settled

    def discriminator(self, text: str) -> str:
        """Return a discriminator with the reference it may be resolved."""
        return self.node(text) if text.startswith("ent:") else text


Naming = NodeSaid | PreparedNode


def references_of(nodes: Iterable[Naming]) -> set[str]:
    """Return the uncoded references a record uses."""
    return {node.ref for node in nodes if not is_coded(node.ref)}


def claims_of(nodes: Iterable[Naming]) -> Iterable[Claim]:
    """Return what the nodes of a record claim."""
    return (Claim(lookup, node.ref, node.region) for node in nodes for lookup in node.claims)


def ends_of(relation: RelationSaid | PreparedRelation, resolver: Resolver) -> tuple[str, str, str]:
    """Return start, end and discriminator of a relation, resolved."""
    return resolver.node(relation.start), resolver.node(relation.end), resolver.discriminator(relation.discriminator)
