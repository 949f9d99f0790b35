"""The bodies of all answers, the same for HTTP and for the command line's --json."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from firmgraph.api.dressing import dress, dress_columns, dress_value
from firmgraph.api.moments import check_established, read_moment
from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.elements import NOW, Described, Hit, Loser, Moment, Neighbour, Node
from firmgraph.graph.export import property_types
from firmgraph.graph.ontology import ontology, relation_kinds
from firmgraph.graph.queries import LARGEST, NamedQuery, named_queries, named_query
from firmgraph.graph.store import GraphStore, all_neighbours, resolve_enterprise
from firmgraph.nlp.similar import Similar, similar
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.profiling.facts import gather
from firmgraph.profiling.portrait import subject_wire
from firmgraph.profiling.tagging import kept_tags, tag_nodes, tags_of

MOST_COUNTED = 10_000
NEAR_NAMES = 5
MOST_ROWS = 1000


def stamp(store: GraphStore, at: Moment = NOW) -> dict[str, Any]:
    """Return what every body carries: the two dates it answers for and the version of the store.

    Without `known_at` all that is loaded is known, so the time of the newest load stands there.
    """
    status = store.status(counts=False)
    return {"as_of": at.day, "known_at": at.known_at or status.loaded_at, "version": status.version}


def found_enterprises(store: GraphStore, q: str, cursor: str | None = None, limit: int = 20) -> dict[str, Any]:
    """Return the enterprises a text finds, best first."""
    page = store.search(q, cursor=cursor, limit=limit)
    return {"items": [_hit(hit) for hit in page.items], "next_cursor": page.next_cursor, **stamp(store)}


def _hit(hit: Hit) -> dict[str, Any]:
    known = hit.node.properties
    matched = {"field": hit.field, "text": hit.text, "score": hit.score}
    shown = {name: known.get(name) for name in ("uscc", "status", "region")}
    return {"id": hit.node.id, "name": hit.node.name, "kind": hit.node.kind, **shown, "matched": matched}


def find(store: GraphStore, text: str, at: Moment = NOW) -> Described:
    """Return the node of an id, a code or an exact unique name; raise NotFound with near names, or Ambiguous."""
    try:
        return resolve_enterprise(store, text, at)
    except NotFound as error:
        if error.extra.get("near"):
            raise
        hits = store.search(text.rpartition(":")[2].partition("@")[0], limit=NEAR_NAMES).items
        near = [{"id": hit.node.id, "name": hit.node.name} for hit in hits]
        raise NotFound(error.detail, field=error.field, near=near) from None


def find_organisation(store: GraphStore, text: str, at: Moment = NOW) -> Described:
    """Return the enterprise of an id, a code or an exact unique name; raise NotFound also for another kind of node."""
    found = find(store, text, at)
    if ontology().nodes[found.node.kind].family != "Organisation":
        raise NotFound("the node of this id is not an enterprise", field="id", near=[])
    return found


def enterprise_detail(store: GraphStore, node_id: str, at: Moment = NOW) -> dict[str, Any]:
    """Return a node with its properties, names, conflicts with their losers, evidence, and counts of relations."""
    found = find(store, node_id, at)
    relations = islice(all_neighbours(store, found.node.id, at), MOST_COUNTED + 1)
    counts = Counter(neighbour.relation.kind for neighbour in relations)
    return {
        **_node(found.node),
        "known_from": found.node.known_from,
        "names": [dict(name) for name in found.names],
        "conflicts": {name: _losers(found.node.kind, name, losers) for name, losers in found.conflicts.items()},
        "evidence": list(found.evidence),
        "relations": dict(sorted(counts.items())),
        "relations_truncated": counts.total() > MOST_COUNTED,
        **stamp(store, at),
    }


def _node(node: Node) -> dict[str, Any]:
    return {"id": node.id, "kind": node.kind, "name": node.name, "properties": dress(node.kind, node.properties)}


def _losers(kind: str, name: str, losers: Iterable[Loser]) -> list[dict[str, Any]]:
    described = ontology().nodes[kind].properties.get(name)
    type_name = described.type if described else "text"
    return [
        {"value": dress_value(type_name, loser.value), "record_id": loser.record_id, "source": loser.source,
         "observed_at": loser.observed_at, "why": loser.why}
        for loser in losers
    ]  # fmt: skip


def neighbours(
    store: GraphStore,
    node_id: str,
    at: Moment = NOW,
    kinds: Sequence[str] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> dict[str, Any]:
    """Return one page of the relations of a node, each with the node at its other end."""
    kinds = relation_kinds(kinds)
    found = find(store, node_id, at)
    check_established(found.node.properties, at.day)
    page = store.neighbours(found.node.id, at, kinds=kinds, cursor=cursor, limit=limit)
    items = [_neighbour(neighbour) for neighbour in page.items]
    return {"id": found.node.id, "items": items, "next_cursor": page.next_cursor, **stamp(store, at)}


def _neighbour(neighbour: Neighbour) -> dict[str, Any]:
    relation = neighbour.relation
    return {
        "relation": {
            "id": relation.id,
            "kind": relation.kind,
            "from": relation.start,
            "to": relation.end,
            "discriminator": relation.discriminator,
            "properties": dress(relation.kind, relation.properties),
            "valid_from": relation.valid_from,
            "valid_to": relation.valid_to,
            "evidence": list(neighbour.evidence),
        },
        "node": _node(neighbour.node),
    }


def tags(store: GraphStore, node_id: str, at: Moment = NOW, *, write: bool = False) -> dict[str, Any]:
    """Return the keywords and tags of an enterprise's texts and records; with `write` they are kept in the graph."""
    facts = gather(store, find_organisation(store, node_id, at).node.id, at)
    found = tags_of(facts)
    if write:
        store.derive(*tag_nodes(facts.subject, facts.day, found.tags))
    return {"subject": subject_wire(facts), **found.to_wire(), **stamp(store, at)}


def similar_enterprises(store: GraphStore, node_id: str, limit: int = 10, at: Moment = NOW) -> dict[str, Any]:
    """Return the enterprises most alike to one by the tags kept in the graph, with the tags they share.

    An enterprise without kept tags is NotFound.
    """
    found = find_organisation(store, node_id, at).node
    kept = kept_tags(store, at)
    if found.id not in kept:
        raise NotFound(
            "no tags of this enterprise are kept: firmgraph tag --all --keep keeps them", field="id", near=[]
        )
    items = [_similar(store, one, at) for one in similar(kept, found.id, limit)]
    named = {"id": found.id, "name": found.name, "uscc": found.properties.get("uscc"), "kind": found.kind}
    return {"subject": named, "items": items, **stamp(store, at)}


def _similar(store: GraphStore, one: Similar, at: Moment) -> dict[str, Any]:
    labels = {rule.id: rule for rule in taxonomy().tags}
    described = store.node(one.firm, at)
    shared = [
        {"tag": tag.tag, "label_zh": labels[tag.tag].label_zh, "label_en": labels[tag.tag].label_en, "part": tag.part}
        for tag in one.shared
    ]
    name = described.node.name if described else one.firm
    return {"id": one.firm, "name": name, "score": one.score, "shared": shared}


def record_detail(store: GraphStore, record_id: str, at: Moment = NOW) -> dict[str, Any]:
    """Return the record behind a piece of evidence, in normal form and as received; raise NotFound without one."""
    record = next(iter(store.records(ids=[record_id], at=at)), None)
    if record is None:
        raise NotFound("no record of this id speaks at this moment", field="record_id")
    return {
        "record_id": record.record_id,
        "uid": record.uid,
        "kind": record.kind,
        "source": record.source,
        "observed_at": record.observed_at,
        "loaded_at": record.loaded_at,
        "payload": dress_columns(record.kind, record.payload),
        "received": dict(record.received),
        **stamp(store, at),
    }


def queries() -> dict[str, Any]:
    """Return the named queries there are: titles in Chinese and English, and parameters with their defaults."""
    return {"queries": [_query(one) for one in named_queries("sql").values()]}


def _query(one: NamedQuery) -> dict[str, Any]:
    title, _, english = one.title.partition(" / ")
    parameters = [{"name": p.name, "type": p.type, "default": p.default} for p in one.parameters]
    return {"name": one.name, "title": title, "title_en": english, "parameters": parameters}


def query_rows(
    store: GraphStore, name: str, given: Mapping[str, Any], known_at: str | None = None, offset: int = 0
) -> dict[str, Any]:
    """Return the rows a named query gives from `offset` on, at most `limit`; `next_offset` is where the next begin.

    Raise NotFound for an unknown name or firm, and InvalidInput for parameters the query does not take, or a time by
    which not all was known that is loaded.
    """
    query = named_query(name, "sql")
    known = _all_known(store, known_at)
    values = query.bind(given)
    limit = int(values["limit"])
    if limit > MOST_ROWS:
        raise InvalidInput(f"limit is at most {MOST_ROWS}; narrow the question instead", field="limit")
    if "id" in values:
        values["id"] = find(store, str(values["id"])).node.id
    if offset + limit >= LARGEST:
        raise InvalidInput(f"limit and offset are together less than {LARGEST}", field="offset")
    rows = store.ask(name, {**values, "limit": offset + limit + 1})[offset:]
    told, more = _query(query), len(rows) > limit
    return {
        "query": name,
        "title": told["title"],
        "title_en": told["title_en"],
        "parameters": values,
        "rows": [_dressed(row) for row in rows[:limit]],
        "truncated": more,
        "next_offset": offset + limit if more else None,
        **stamp(store, Moment(str(values.get("as_of", NOW.day)), known)),
    }


def _all_known(store: GraphStore, known_at: str | None) -> str | None:
    """Return a time by which all was known that is loaded; raise InvalidInput for an earlier one.

    A named query reads the graph as it stands, not the records that spoke by a time.
    """
    known = read_moment(None, known_at).known_at
    loaded = store.status(counts=False).loaded_at
    if known is not None and loaded is not None and not Moment(known_at=known).knows(loaded):
        raise InvalidInput(
            f"a named query answers from all that is loaded, the newest at {loaded}: of an earlier time ask another "
            "question, such as neighbours, ownership or risk",
            field="known_at",
        )
    return known


def _dressed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with shares and money as decimal text, told by the names of its columns (`ratio`, `other_ratio`)."""
    types = property_types()
    return {
        name: dress_value(types.get(name) or types.get(name.rpartition("_")[2], "text"), value)
        for name, value in row.items()
    }
