"""Which records move from one node to another when claims come or go: the reversible merge of what was named without a
code.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from firmgraph.graph.ingest.refold import elements_of, said_by
from firmgraph.graph.ingest.resolution import Resolver, lookups_of, references_of
from firmgraph.graph.ingest.tables import Changes, Claim, Tables
from firmgraph.graph.ontology import vocabulary_kinds
from firmgraph.graph.references import SCOPED_PERSON, UNCODED


@dataclass(slots=True)
class Moves:
    """Evidence pairs (element, record) that stop and that begin to hold."""

    gone: list[tuple[str, str]] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)


def claims_for(references: Collection[str], lookups: Iterable[str], tables: Tables) -> list[Claim]:
    """Return the stored claims on which the meaning of references depends, and those on further lookups."""
    wanted = set(lookups).union(*(lookups_of(reference) for reference in references))
    claims = tables.claims(wanted)
    resolver = Resolver(claims)
    settled = {resolver.node(r) for r in references if r.startswith(SCOPED_PERSON)} - wanted
    return [*claims, *tables.claims({s for s in settled if s.startswith(SCOPED_PERSON)})] if settled else claims


def with_changes(stored: Iterable[Claim], changes: Changes) -> Resolver:
    """Return the resolver that holds once the pending claims are written."""
    gone = {(c.lookup, c.node) for c in changes.claims_gone}
    return Resolver([*(c for c in stored if (c.lookup, c.node) not in gone), *changes.claims])


def _examined(changes: Changes, before: Resolver) -> set[str]:
    """Return the nodes under which records stand whose references may now mean another node."""
    found: set[str] = set()
    for claim in (*changes.claims, *changes.claims_gone):
        if claim.lookup.startswith(SCOPED_PERSON):
            found.add(before.node(claim.lookup))
        elif claim.lookup.startswith(("reg:", "src:")):
            found.add(before.node(f"ent:{claim.lookup}"))
        else:
            found.add(before.node(f"ent:name:{claim.lookup}@"))
            found.update(before.node(node) for node in before.claimants(claim.lookup) if node.startswith(UNCODED))
    return found


def find_moves(changes: Changes, before: Resolver, tables: Tables) -> Moves:
    """Return what the pending claims move; `before` must know the stored claims on the changed lookups."""
    moves = Moves()
    present = tables.nodes(_examined(changes, before))
    if not present:
        return moves
    skip = set(changes.records_gone)
    kept = {k.record.uid: k for found in tables.evidence(present).values() for k in found if k.record.uid not in skip}
    said = {uid: said_by(k.record) for uid, k in kept.items()}
    references = set().union(*(references_of(words.nodes) for words in said.values()))
    stored = claims_for(references, {c.lookup for c in (*changes.claims, *changes.claims_gone)}, tables)
    old, new, shared = Resolver(stored), with_changes(stored, changes), vocabulary_kinds()
    for uid, words in sorted(said.items()):
        if any(old.node(r) != new.node(r) for r in references_of(words.nodes)):
            left, entered = elements_of(words, old, shared), elements_of(words, new, shared)
            moves.gone.extend((element, uid) for element in sorted(left - entered))
            moves.added.extend((element, uid) for element in sorted(entered - left))
    return moves
