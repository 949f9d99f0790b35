"""Nodes and relations at a moment, folded from the records that speak then."""

from collections.abc import Iterator, Sequence

from firmgraph.graph.elements import Described, Moment
from firmgraph.graph.fold import conflicts_of, names_of
from firmgraph.graph.history import own_keys, speaking_at
from firmgraph.graph.ingest.merges import claims_for
from firmgraph.graph.ingest.refold import (
    NodeStatements,
    RelationStatement,
    RelationStatements,
    node_row,
    origin_of,
    relation_row,
    said_by,
    statements_about,
)
from firmgraph.graph.ingest.resolution import Resolver, is_coded, references_of
from firmgraph.graph.ingest.tables import Kept, NodeRow, RelationRow
from firmgraph.graph.ontology import derived_kinds
from firmgraph.graph.records import KINDS
from firmgraph.graph.shelves import Shelves

LAST_DAY = "9999-12-31"
# Thousands of these may name one firm; they never state more of it than its name.
NAMING_ONLY = frozenset({"invoice", "bank_flow", "behaviour", "repayment"})


def settled(shelves: Shelves, node_id: str) -> str:
    """Return the id a possibly uncoded id stands for today."""
    return node_id if is_coded(node_id) else Resolver(claims_for([node_id], (), shelves)).node(node_id)


def _resolver(shelves: Shelves, records: Sequence[Kept]) -> Resolver:
    references = set().union(*(references_of(said_by(k.record).nodes) for k in records))
    return Resolver(claims_for(references, (), shelves) if references else ())


def described_at(shelves: Shelves, row: NodeRow, at: Moment) -> Described | None:
    """Return a node with evidence, losers and names at a moment; None when no record known then states it."""
    telling = [kind for kind in KINDS if kind not in NAMING_ONLY]
    evidence = shelves.evidence_of_kinds(row.id, telling)
    if at.is_now and not evidence:
        ids = shelves.evidence_ids([row.id]).get(row.id, [])
        return Described(row.element(), tuple(ids), {}, ()) if row.live else None
    if not at.is_now:
        evidence = shelves.evidence_of_kinds(row.id, ())
    chosen = speaking_at(evidence, shelves.versions((), own_keys(evidence)) if not at.is_now else {}, at)
    if not chosen:
        return None
    nodes: NodeStatements = statements_about({row.id: chosen}, _resolver(shelves, chosen))[0]
    said = [(origin_of(k.record), n) for k, n in nodes[row.id]]
    shown = row.element() if at.is_now else node_row(row.id, nodes[row.id]).element()
    ids = shelves.evidence_ids([row.id]).get(row.id, []) if at.is_now else sorted({k.record.record_id for k in chosen})
    return Described(shown, tuple(ids), conflicts_of(said), names_of(said))


def relations_at(shelves: Shelves, rows: Sequence[RelationRow], at: Moment) -> Iterator[RelationRow]:
    """Yield the relations folded from the records that speak at a moment, those valid on the day."""
    return (
        row for row in states_at(shelves, rows, at) if row.kind in derived_kinds() or row.element().holds_on(at.day)
    )


def states_at(shelves: Shelves, rows: Sequence[RelationRow], at: Moment) -> Iterator[RelationRow]:
    """Yield the relations folded from the records that speak at a moment, whenever they are valid."""
    evidence = shelves.evidence([r.id for r in rows if r.kind not in derived_kinds()])
    everything = [k for found in evidence.values() for k in found]
    versions, resolver = shelves.versions((), own_keys(everything)), _resolver(shelves, everything)

    def told_at(moment: Moment) -> RelationStatements:
        return statements_about({e: speaking_at(found, versions, moment) for e, found in evidence.items()}, resolver)[1]

    told, latest = told_at(at), told_at(Moment(as_of=LAST_DAY, known_at=at.known_at))
    for row in rows:
        if row.kind in derived_kinds():
            if at.knows(row.known_from):
                yield row
        elif told.get(row.id):
            yield _with_dates_of(relation_row(row.id, told[row.id]), latest.get(row.id))


def _with_dates_of(row: RelationRow, latest: list[RelationStatement] | None) -> RelationRow:
    """Return a relation with the days a later version states: it began or ended then, whenever that was observed."""
    if not latest:
        return row
    dated = relation_row(row.id, latest)
    return row._replace(valid_from=dated.valid_from or row.valid_from, valid_to=dated.valid_to or row.valid_to)
