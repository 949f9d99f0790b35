"""The eleven verbs of a store, built once on its shelves."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from types import TracebackType
from typing import Any, Self

from firmgraph.errors import BadCursor, InvalidInput, NotFound
from firmgraph.graph.blocks import Block, blocks_of
from firmgraph.graph.cursors import decode_cursor, encode_cursor
from firmgraph.graph.elements import NOW, Described, Hit, Moment, Neighbour, Node, Page, Relation, StoredRecord
from firmgraph.graph.history import every_version, own_keys, speaking_at
from firmgraph.graph.ingest.garbage import without_cycle_collection
from firmgraph.graph.ingest.plan import plan_append
from firmgraph.graph.ingest.retraction import plan_retraction
from firmgraph.graph.ingest.tables import Kept, NodeRow, RelationRow
from firmgraph.graph.ontology import derived_kinds, ontology, vocabulary_kinds
from firmgraph.graph.past import described_at, relations_at, settled, states_at
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.queries import NamedQuery, named_query
from firmgraph.graph.references import relation_id
from firmgraph.graph.searching import search_names
from firmgraph.graph.shelves import RelationQuery, Shelves, Shelving
from firmgraph.graph.store import Committed, DerivedNode, DerivedRelation, Retraction, Status

RETRACTED_TOGETHER = 2000
DESCRIBED_TOGETHER = 5000


def utc_now() -> str:
    """Return this moment in UTC as the timestamp records are loaded with."""
    return datetime.now(UTC).isoformat(timespec="microseconds")[:26]


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

    def derive(self, nodes: Sequence[DerivedNode], relations: Sequence[DerivedRelation]) -> None:
        """Write or replace conclusions."""
        stated = ({n.kind for n in nodes} | {r.kind for r in relations}) - derived_kinds()
        if stated:
            raise InvalidInput(f"stated by records, not concluded: {', '.join(sorted(stated))}", field="kind")
        now = utc_now()
        with self._shelving.writing() as shelves:
            found = [NodeRow(n.id, n.kind, dict(n.properties), now, True) for n in nodes]
            told = [_derived_relation(r, now) for r in relations]
            shelves.write_derived(found, told, [(n.id, record) for n in nodes for record in n.rests_on])

    def node(self, node_id: str, at: Moment = NOW) -> Described | None:
        """Return a node with its evidence, losers and names at a moment."""
        with self._shelving.reading() as shelves:
            node_id = settled(shelves, node_id)
            row = shelves.nodes([node_id]).get(node_id)
            if row is None:
                return None
            if row.kind in vocabulary_kinds() or row.kind in derived_kinds():
                evidence = shelves.evidence_ids([node_id]).get(node_id, [])
                return Described(row.element(), tuple(evidence), {}, ()) if at.knows(row.known_from) else None
            return described_at(shelves, row, at)

    def neighbours(
        self, node_id: str, at: Moment = NOW, *, kinds: Sequence[str] = (), cursor: str | None = None, limit: int = 50
    ) -> Page[Neighbour]:
        """Return relations of a node valid at a moment."""
        unknown = [kind for kind in kinds if kind not in ontology().relations]
        if unknown:
            raise InvalidInput("not a kind of relation; see docs/ontology.md", field="kinds")
        after = decode_cursor(cursor)
        with self._shelving.reading() as shelves:
            node_id = settled(shelves, node_id)
            rows, next_after = self._relations_at(shelves, RelationQuery(node_id, kinds, after, limit, at.day), at)
            ends = shelves.nodes({r.end if r.start == node_id else r.start for r in rows})
            evidence = shelves.evidence_ids([r.id for r in rows])
            items = tuple(
                Neighbour(r.element(), ends[other].element(), tuple(evidence.get(r.id, ())))
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
            for row in relations_at(shelves, rows[: query.limit], at):
                found.append(row)
                if len(found) == query.limit:
                    return found, (row.kind, row.id)
            if len(rows) <= query.limit:
                return found, None
            after = (rows[query.limit - 1].kind, rows[query.limit - 1].id)

    def records(
        self,
        *,
        about: str | None = None,
        kinds: Sequence[str] = (),
        ids: Sequence[str] = (),
        at: Moment = NOW,
        versions: bool = False,
    ) -> Iterator[StoredRecord]:
        """Yield the records that speak at a moment, or every version of them."""
        with self._shelving.reading() as shelves:
            if about is not None:
                found: Iterator[Kept] | list[Kept] = shelves.evidence_of_kinds(settled(shelves, about), kinds)
            elif ids:
                uids = [uid for record_id in ids for uid in shelves.uids(source=None, record_id=record_id)]
                found = sorted(shelves.kept(uids), key=lambda k: k.record.uid)
            else:
                found = shelves.records_of_kinds(kinds)
            if versions:
                yield from every_version(shelves, list(found), at)
            elif at.is_now:
                yield from (k.record for k in found if k.active)
            else:
                everything = list(found)
                told = shelves.versions((), own_keys(everything))
                yield from (k.record for k in speaking_at(everything, told, at))

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

    def stream(
        self, *, derived: bool = False, evidence: bool = False, ids: Collection[str] | None = None, at: Moment = NOW
    ) -> Iterator[Node | Relation]:
        """Yield all nodes, then all relations."""
        with self._shelving.reading() as shelves:
            rows = _chosen(shelves, ids, at) if ids is not None else _everything(shelves, derived=derived)
            if evidence:
                yield from _with_evidence(shelves, rows)
            else:
                yield from (row.element() for row in rows)

    def blocks(self) -> Iterator[Block]:
        """Yield what `stream` yields with evidence, by column."""
        return blocks_of(self.stream(evidence=True))

    def ask(self, name: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a named query."""
        query: NamedQuery = named_query(name, self._language)
        with self._shelving.reading() as shelves:
            return shelves.ask(query.text, query.bind(parameters))

    def status(self, *, counts: bool = True, since: int | Moment | None = None) -> Status:
        """Return version and counts."""
        with self._shelving.reading() as shelves:
            version, loaded_at = shelves.head()
            touched = _touched(shelves, since, version) if since is not None else None
            return Status(
                self.url, version, loaded_at, shelves.began(), **(shelves.counts() if counts else {}), touched=touched
            )

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


def _everything(shelves: Shelves, *, derived: bool) -> Iterator[NodeRow | RelationRow]:
    yield from shelves.live_nodes(derived=derived)
    yield from shelves.live_relations(derived=derived)


def _touched(shelves: Shelves, since: int | Moment, version: int) -> frozenset[str] | None:
    """Return what a version or a moment has otherwise than now; of relations their ends too."""
    if isinstance(since, int):
        return shelves.touched(since, version)
    found = shelves.revised(since.known_until)
    relations = shelves.relations({element for element in found if ":" not in element}).values()
    return frozenset(found).union(end for relation in relations for end in (relation.start, relation.end))


def _chosen(shelves: Shelves, ids: Collection[str], at: Moment) -> Iterator[NodeRow | RelationRow]:
    nodes = shelves.nodes({i for i in ids if ":" in i}).values()
    relations = list(shelves.relations({i for i in ids if ":" not in i}).values())
    present = _nodes_at(shelves, nodes, at) if not at.is_now else (node for node in nodes if node.live)
    yield from sorted(present, key=lambda n: n.id)
    held = states_at(shelves, relations, at) if not at.is_now else (row for row in relations if row.live)
    yield from sorted(held, key=lambda r: (r.kind, r.start, r.end, r.discriminator))


def _nodes_at(shelves: Shelves, nodes: Iterable[NodeRow], at: Moment) -> Iterator[NodeRow]:
    """Yield nodes as they were; vocabulary and conclusions have no versions."""
    for row in nodes:
        if row.kind in vocabulary_kinds() or row.kind in derived_kinds():
            yield row
        elif (found := described_at(shelves, row, at)) is not None:
            yield NodeRow(row.id, found.node.kind, found.node.properties, row.known_from, True)


def _with_evidence(shelves: Shelves, rows: Iterator[NodeRow | RelationRow]) -> Iterator[Node | Relation]:
    while batch := list(islice(rows, DESCRIBED_TOGETHER)):
        stated = shelves.evidence_ids([row.id for row in batch])
        yield from (_element(row, tuple(stated.get(row.id, ()))) for row in batch)


def _element(row: NodeRow | RelationRow, evidence: tuple[str, ...]) -> Node | Relation:
    """Return an element whose properties stay packed: most of those a snapshot is made of are never looked into."""
    if isinstance(row, NodeRow):
        return Node(row.id, row.kind, row.properties, row.known_from, evidence)
    return Relation(*row[:9], evidence)


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
