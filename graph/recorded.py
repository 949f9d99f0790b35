"""The ten verbs of a store, built once on its shelves."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from firmgraph.errors import BadCursor, InvalidInput, NotFound
from firmgraph.graph.elements import NOW, Described, Hit, Moment, Neighbour, Node, Page, Relation, StoredRecord
from firmgraph.graph.fold import conflicts_of, names_of
from firmgraph.graph.history import own_keys, speaking_at
from firmgraph.graph.ingest.garbage import without_cycle_collection
from firmgraph.graph.ingest.merges import claims_for
from firmgraph.graph.ingest.plan import plan_append, plan_retraction
from firmgraph.graph.ingest.refold import NodeStatements, node_row, origin_of, relation_row, said_by, statements_about
from firmgraph.graph.ingest.resolution import Resolver, is_coded, references_of
from firmgraph.graph.ingest.tables import Kept, NodeRow, RelationRow
from firmgraph.graph.ontology import derived_kinds, ontology, vocabulary_kinds
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.queries import NamedQuery, named_query
from firmgraph.graph.references import relation_id
from firmgraph.graph.searching import search_names
from firmgraph.graph.shelves import RelationQuery, Shelves, Shelving
from firmgraph.graph.store import Committed, DerivedNode, DerivedRelation, Retraction, Status

RETRACTED_TOGETHER = 2000
LAST_DAY = "9999-12-31"
# Thousands of these may name one firm; they never state more of it than its name.
NAMING_ONLY = frozenset({"invoice", "bank_flow", "behaviour", "repayment"})


def utc_now() -> str:
    """Return this moment in UTC as the timestamp records are loaded with."""
    return datetime.now(UTC).isoformat(timespec="microseconds")[:26]


def as_node(row: NodeRow) -> Node:
    """Return a stored node as an element."""
    return Node(row.id, row.kind, dict(row.properties), row.known_from)


def as_relation(row: RelationRow) -> Relation:
    """Return a stored relation as an element."""
    return Relation(*row[:5], dict(row.properties), *row[6:9])


def encode_cursor(parts: Sequence[str]) -> str:
    """Return an opaque page cursor."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> tuple[str, str]:
    """Return the (kind, relation id) after which a page begins; raise BadCursor for anything not given out by us."""
    if cursor is None:
        return ("", "")
    try:
        parts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        parts = None
    if not (isinstance(parts, list) and len(parts) == 2 and all(isinstance(p, str) for p in parts)):
        raise BadCursor("this cursor was not given out by a page of this list", field="cursor")
    return (parts[0], parts[1])


class RecordedStore:
    """A GraphStore over any shelves."""

    def __init__(self, url: str, shelving: Shelving, language: str) -> None:
        self.url = url
        self._shelving = shelving
        self._language = language

    def append(self, records: Sequence[Prepared], *, loaded_at: str | None = None) -> Committed:
        """Commit a batch of records atomically."""
        with without_cycle_collection(), self._shelving.writing() as shelves:
            changes, counts = plan_append(records, shelves, loaded_at or utc_now())
            version = shelves.write(changes) if changes.records else shelves.head()[0]
        return Committed(counts.new, counts.changed, counts.unchanged, version)

    def retract(self, *, source: str | None = None, record_id: str | None = None) -> Retraction:
        """Take back records and refold what they stated."""
        with self._shelving.writing() as shelves:
            uids = shelves.uids(source=source, record_id=record_id)
            if not uids:
                raise NotFound(
                    "no record of this source or id is in the store", field="source" if source else "record_id"
                )
            gone = {
                k.record.record_id
                for first in range(0, len(uids), RETRACTED_TOGETHER)
                for k in shelves.kept(uids[first : first + RETRACTED_TOGETHER])
            }
            nodes, relations, version = self._take_back(shelves, uids)
            rested = shelves.resting(gone)
            shelves.forget(nodes, rested)
        return Retraction(tuple(sorted(gone)), tuple(nodes), tuple(relations), tuple(rested), version)

    def _take_back(self, shelves: Shelves, uids: list[str]) -> tuple[list[str], list[str], int]:
        nodes: set[str] = set()
        relations: set[str] = set()
        version, now = 0, utc_now()
        for first in range(0, len(uids), RETRACTED_TOGETHER):
            changes = plan_retraction(uids[first : first + RETRACTED_TOGETHER], shelves, now)
            version = shelves.write(changes)
            nodes = (nodes | {n.id for n in changes.nodes_gone}) - {n.id for n in changes.nodes}
            relations = (relations | {r.id for r in changes.relations_gone}) - {r.id for r in changes.relations}
        return sorted(nodes), sorted(relations), version

    def derive(self, nodes: Sequence[DerivedNode], relations: Sequence[DerivedRelation]) -> int:
        """Write or replace conclusions."""
        stated = ({n.kind for n in nodes} | {r.kind for r in relations}) - derived_kinds()
        if stated:
            raise InvalidInput(f"stated by records, not concluded: {', '.join(sorted(stated))}", field="kind")
        now = utc_now()
        with self._shelving.writing() as shelves:
            found = [NodeRow(n.id, n.kind, dict(n.properties), now, True) for n in nodes]
            told = [_derived_relation(r, now) for r in relations]
            return shelves.write_derived(found, told, [(n.id, record) for n in nodes for record in n.rests_on], now)

    def node(self, node_id: str, at: Moment = NOW) -> Described | None:
        """Return a node with its evidence, losers and names at a moment."""
        with self._shelving.reading() as shelves:
            node_id = _settled(shelves, node_id)
            row = shelves.nodes([node_id]).get(node_id)
            if row is None:
                return None
            if row.kind in vocabulary_kinds() or row.kind in derived_kinds():
                evidence = shelves.evidence_ids([node_id]).get(node_id, [])
                return Described(as_node(row), tuple(evidence), {}, ()) if at.knows(row.known_from) else None
            return _describe(shelves, row, at)

    def neighbours(
        self, node_id: str, at: Moment = NOW, *, kinds: Sequence[str] = (), cursor: str | None = None, limit: int = 50
    ) -> Page[Neighbour]:
        """Return relations of a node valid at a moment."""
        unknown = [kind for kind in kinds if kind not in ontology().relations]
        if unknown:
            raise InvalidInput("not a kind of relation; see docs/ontology.md", field="kinds")
        after = decode_cursor(cursor)
        with self._shelving.reading() as shelves:
            node_id = _settled(shelves, node_id)
            rows, next_after = self._relations_at(shelves, RelationQuery(node_id, kinds, after, limit, at.day), at)
            ends = shelves.nodes({r.end if r.start == node_id else r.start for r in rows})
            evidence = shelves.evidence_ids([r.id for r in rows])
            items = tuple(
                Neighbour(as_relation(r), as_node(ends[other]), tuple(evidence.get(r.id, ())))
                for r in rows
                if (other := r.end if r.start == node_id else r.start) in ends
            )
        return Page(items, encode_cursor(next_after) if next_after else None)

    def _relations_at(
        self, shelves: Shelves, query: RelationQuery, at: Moment
    ) -> tuple[list[RelationRow], tuple[str, str] | None]:
        """Return one page of relations as of a moment, and where the next page begins."""
        if at.known_at is None and at.as_of is None:
            rows = shelves.relation_page(_asking(query, query.after, query.limit + 1, query.day))
            more = len(rows) > query.limit
            rows = rows[: query.limit]
            return rows, (rows[-1].kind, rows[-1].id) if more else None
        found: list[RelationRow] = []
        after = query.after
        while True:
            rows = shelves.relation_page(_asking(query, after, query.limit + 1, None))
            for row in _relations_as_of(shelves, rows[: query.limit], at):
                found.append(row)
                if len(found) == query.limit:
                    return found, (row.kind, row.id)
            if len(rows) <= query.limit:
                return found, None
            after = (rows[query.limit - 1].kind, rows[query.limit - 1].id)

    def records(
        self, *, about: str | None = None, kinds: Sequence[str] = (), ids: Sequence[str] = (), at: Moment = NOW
    ) -> Iterator[StoredRecord]:
        """Yield the records that speak at a moment."""
        with self._shelving.reading() as shelves:
            if about is not None:
                found: Iterator[Kept] | list[Kept] = shelves.evidence_of_kinds(_settled(shelves, about), kinds)
            elif ids:
                uids = [uid for record_id in ids for uid in shelves.uids(source=None, record_id=record_id)]
                found = sorted(shelves.kept(uids), key=lambda k: k.record.uid)
            else:
                found = shelves.records_of_kinds(kinds)
            if at.is_now:
                yield from (k.record for k in found if k.active)
                return
            everything = list(found)
            versions = shelves.versions((), own_keys(everything))
            yield from (k.record for k in speaking_at(everything, versions, at))

    def search(self, text: str, *, cursor: str | None = None, limit: int = 20) -> Page[Hit]:
        """Return organisations by code or name, best first."""
        first = 0
        if cursor is not None:
            _, offset = decode_cursor(cursor)
            if not offset.isdigit():
                raise BadCursor("this cursor was not given out by a page of this list", field="cursor")
            first = int(offset)
        with self._shelving.reading() as shelves:
            hits = search_names(shelves, text, first + limit + 1)
        page = hits[first : first + limit]
        return Page(tuple(page), encode_cursor(("search", str(first + limit))) if len(hits) > first + limit else None)

    def stream(self, *, derived: bool = False) -> Iterator[Node | Relation]:
        """Yield all nodes, then all relations."""
        with self._shelving.reading() as shelves:
            for row in shelves.live_nodes(derived=derived):
                yield as_node(row)
            for relation in shelves.live_relations(derived=derived):
                yield as_relation(relation)

    def ask(self, name: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a named query."""
        query: NamedQuery = named_query(name, self._language)
        with self._shelving.reading() as shelves:
            return shelves.ask(query.text, query.bind(parameters))

    def status(self, *, counts: bool = True) -> Status:
        """Return version and counts."""
        with self._shelving.reading() as shelves:
            version, loaded_at = shelves.head()
            return Status(self.url, version, loaded_at, **(shelves.counts() if counts else {}))

    def close(self) -> None:
        """Release connections."""
        self._shelving.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _asking(query: RelationQuery, after: tuple[str, str], limit: int, day: str | None) -> RelationQuery:
    return RelationQuery(query.node, query.kinds, after, limit, day)


def _derived_relation(relation: DerivedRelation, now: str) -> RelationRow:
    element = relation_id(relation.kind, relation.start, relation.end, relation.discriminator)
    return RelationRow(
        element,
        relation.kind,
        relation.start,
        relation.end,
        relation.discriminator,
        dict(relation.properties),
        None,
        None,
        now,
        True,
    )


def _settled(shelves: Shelves, node_id: str) -> str:
    """Return the id a possibly uncoded id stands for today."""
    return node_id if is_coded(node_id) else Resolver(claims_for([node_id], (), shelves)).node(node_id)


def _resolver(shelves: Shelves, records: Sequence[Kept]) -> Resolver:
    references = set().union(*(references_of(said_by(k.record).nodes) for k in records))
    return Resolver(claims_for(references, (), shelves) if references else ())


def _describe(shelves: Shelves, row: NodeRow, at: Moment) -> Described | None:
    telling = [kind for kind in _kinds() if kind not in NAMING_ONLY]
    evidence = shelves.evidence_of_kinds(row.id, telling)
    if at.is_now and not evidence:
        ids = shelves.evidence_ids([row.id]).get(row.id, [])
        return Described(as_node(row), tuple(ids), {}, ()) if row.live else None
    if not at.is_now:
        evidence = shelves.evidence_of_kinds(row.id, ())
    chosen = speaking_at(evidence, shelves.versions((), own_keys(evidence)) if not at.is_now else {}, at)
    if not chosen:
        return None
    nodes: NodeStatements = statements_about({row.id: chosen}, _resolver(shelves, chosen))[0]
    said = [(origin_of(k.record), n) for k, n in nodes[row.id]]
    shown = as_node(row) if at.is_now else as_node(node_row(row.id, nodes[row.id]))
    ids = shelves.evidence_ids([row.id]).get(row.id, []) if at.is_now else sorted({k.record.record_id for k in chosen})
    return Described(shown, tuple(ids), conflicts_of(said), names_of(said))


def _kinds() -> Sequence[str]:
    from firmgraph.graph.records import KINDS

    return tuple(KINDS)


def _relations_as_of(shelves: Shelves, rows: Sequence[RelationRow], at: Moment) -> Iterator[RelationRow]:
    """Yield the relations folded from the records that speak at a moment, those valid on the day."""
    stated = [r for r in rows if r.kind not in derived_kinds()]
    evidence = shelves.evidence([r.id for r in stated])
    everything = [k for found in evidence.values() for k in found]
    versions = shelves.versions((), own_keys(everything))
    chosen = {element: speaking_at(found, versions, at) for element, found in evidence.items()}
    resolver = _resolver(shelves, everything)
    told = statements_about(chosen, resolver)[1]
    # What a later version says of when the relation began or ended was true before it was observed.
    known = Moment(as_of=LAST_DAY, known_at=at.known_at)
    corrected = statements_about({e: speaking_at(f, versions, known) for e, f in evidence.items()}, resolver)[1]
    for row in rows:
        if row.kind in derived_kinds():
            if at.knows(row.known_from):
                yield row
        elif told.get(row.id):
            folded = relation_row(row.id, told[row.id])
            latest = corrected.get(row.id)
            if latest:
                ends = relation_row(row.id, latest)
                folded = folded._replace(
                    valid_from=ends.valid_from or folded.valid_from, valid_to=ends.valid_to or folded.valid_to
                )
            if as_relation(folded).holds_on(at.day):
                yield folded
