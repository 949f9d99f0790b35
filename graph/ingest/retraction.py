"""Plan taking records back: what they alone stated goes, the rest is folded anew, silenced versions speak again."""

from collections.abc import Sequence

from firmgraph.graph.ingest.merges import claims_for, find_moves
from firmgraph.graph.ingest.placing import apply_moves, refold_all
from firmgraph.graph.ingest.refold import elements_of, said_by
from firmgraph.graph.ingest.resolution import Resolver, claims_of, references_of
from firmgraph.graph.ingest.tables import Changes, Claim, Kept, Tables
from firmgraph.graph.ingest.versions import speaking
from firmgraph.graph.ontology import vocabulary_kinds


def plan_retraction(uids: Sequence[str], tables: Tables, loaded_at: str) -> Changes:
    """Return the changes that take records back: what they alone stated goes, the rest is folded anew, silenced
    versions speak again.
    """
    kept = tables.kept(uids)
    changes = Changes(loaded_at, records_gone=[k.record.uid for k in kept])
    words = {k.record.uid: said_by(k.record) for k in kept}
    references = set().union(*(references_of(said.nodes) for said in words.values()))
    claims = {claim for said in words.values() for claim in claims_of(said.nodes)}
    stored = claims_for(references, {c.lookup for c in claims}, tables)
    before, shared = Resolver(stored), vocabulary_kinds()
    changes.evidence_gone = [
        (element, uid) for uid, said in words.items() for element in sorted(elements_of(said, before, shared))
    ]
    changes.reactivated = _reactivated(kept, tables)
    changes.claims_gone = sorted(_forsaken(claims, changes, before, tables))
    refold = {element for element, _ in changes.evidence_gone}
    for silenced in tables.kept(changes.reactivated):
        refold |= elements_of(said_by(silenced.record), before, shared)
    refold |= apply_moves(find_moves(changes, before, tables), changes)
    refold_all(refold, changes, tables, {})
    return changes


def _reactivated(kept: Sequence[Kept], tables: Tables) -> list[str]:
    """Return the versions that speak again once later versions of the same records are gone."""
    gone = {k.record.uid for k in kept}
    own = {k.record.record_id for k in kept if k.record.uid != k.record.record_id}
    found = []
    for versions in tables.versions((), own).values():
        left = [v for v in versions if v.uid not in gone]
        if left and not any(v.active for v in left):
            found.append(speaking(left))
    return sorted(found)


def _forsaken(claims: set[Claim], changes: Changes, before: Resolver, tables: Tables) -> set[Claim]:
    """Return the claims that no remaining record makes."""
    gone = set(changes.records_gone)
    nodes = {before.node(claim.node) for claim in claims}
    remaining = {
        (claim.lookup, claim.node)
        for found in tables.evidence(nodes).values()
        for kept in found
        if kept.record.uid not in gone
        for claim in claims_of(said_by(kept.record).nodes)
    }
    return {claim for claim in claims if (claim.lookup, claim.node) not in remaining}
