"""How parties are related: the strongest paths between two, among several, from one to many."""

from collections.abc import Sequence
from typing import Any, Literal

from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.words import words_body
from firmgraph.errors import BadCursor, InvalidInput
from firmgraph.graph.cursors import decode_cursor, encode_cursor
from firmgraph.graph.relations.among import our_book, relations_among, relations_to_many, watch_listed
from firmgraph.graph.relations.communities import component_of
from firmgraph.graph.relations.parameters import NETWORK_PACKS
from firmgraph.graph.relations.paths import find_relation_paths, over_budget
from firmgraph.graph.relations.words import PathRelation, RelationPath, StatedRelation
from firmgraph.graph.snapshot.view import View
from firmgraph.settings import get_settings

Against = Literal["blacklist", "book"]
MOST_PARTIES = 50
LONGEST_PLACE = 9
"""Most digits of a place in a list."""
STRENGTH_PLACES = 4
"""Decimal places to which a strength is told; paths are ranked by the whole of it."""


def paths(desk: Desk, one: str, two: str, k: int) -> dict[str, Any]:
    """Return the k strongest relation paths between two parties, each told in plain words."""
    view = desk.view()
    first, second = desk.party(view, one), desk.party(view, two)
    found = find_relation_paths(view, first, second, k=k, budget=get_settings().node_budget)
    body = {
        "from": named(view, view.id(first)),
        "to": named(view, view.id(second)),
        "paths": [_path(path) for path in found.paths],
        "truncated": found.truncated,
        "why_truncated": found.why_truncated and words_body(found.why_truncated),
    }
    return desk.stamped(view, body, NETWORK_PACKS)


def among(desk: Desk, texts: Sequence[str]) -> dict[str, Any]:
    """Return how several parties are related to each other, which hang together, and which stand alone."""
    if not 2 <= len(texts) <= MOST_PARTIES:
        raise InvalidInput(f"name 2 to {MOST_PARTIES} parties; split a longer list", field="id")
    view = desk.view()
    parties = [desk.party(view, text) for text in texts]
    budget = get_settings().node_budget
    found = relations_among(view, parties, budget=budget)
    body = {
        "parties": [named(view, view.id(node)) for node in parties],
        "paths": [_path(path) for path in found.paths],
        "clusters": [list(cluster) for cluster in found.clusters],
        "alone": list(found.alone),
        "truncated": found.truncated,
        "why_truncated": words_body(over_budget(budget)) if found.truncated else None,
    }
    return desk.stamped(view, body, NETWORK_PACKS)


def against(desk: Desk, text: str, many: Against, cursor: str | None = None, limit: int = 100) -> dict[str, Any]:
    """Return a page of how a party is related to everybody on a watch list, or in our book of clients."""
    view = desk.view()
    party = desk.party(view, text)
    others = watch_listed(view) if many == "blacklist" else our_book(view)
    page, budget = f"{many} {view.id(party)}", get_settings().node_budget
    first = _first(cursor, page)
    found = relations_to_many(view, party, others, first=first, limit=limit, budget=budget)
    following = first + len(found.paths)
    more = following < found.related
    body = {
        "subject": named(view, view.id(party)),
        "against": many,
        "held_to": found.held_to,
        "related": found.related,
        "paths": [_path(path) for path in found.paths],
        "next_cursor": encode_cursor((page, str(following))) if more else None,
        "truncated": more or found.over_budget,
        "why_truncated": words_body(over_budget(budget)) if found.over_budget else None,
    }
    return desk.stamped(view, body, NETWORK_PACKS)


def _first(cursor: str | None, page: str) -> int:
    """Return where the page of a cursor begins; raise BadCursor for the cursor of another list."""
    if cursor is None:
        return 0
    told, first = decode_cursor(cursor)
    if told != page or not first.isascii() or not first.isdigit() or len(first) > LONGEST_PLACE:
        raise BadCursor("this cursor was not given out by a page of this list", field="cursor")
    return int(first)


def component(desk: Desk, text: str) -> dict[str, Any]:
    """Return what hangs together around a party: communities, articulation points, bridges, the most central."""
    view = desk.view()
    found = component_of(view, desk.party(view, text), budget=get_settings().node_budget)
    central = [
        {**named(view, one.id), "degree": one.degree, "betweenness": one.betweenness, "pagerank": one.pagerank}
        for one in found.central
    ]
    body = {
        "size": found.size,
        "relations": found.relations,
        "communities": [[_named(view, member) for member in one] for one in found.communities],
        "community_method": found.community_method,
        "articulation_points": [_named(view, one) for one in found.articulation_points],
        "bridges": [[_named(view, end) for end in one] for one in found.bridges],
        "central": central,
        "library": found.library,
        "sampled": found.sampled,
        "truncated": found.truncated,
        "why_truncated": found.why_truncated and words_body(found.why_truncated),
    }
    return desk.stamped(view, body, NETWORK_PACKS)


def _named(view: View, node_id: str) -> dict[str, Any]:
    told = named(view, node_id)
    return {"id": told["id"], "name": told["name"]}


def _path(path: RelationPath) -> dict[str, Any]:
    return {
        "nodes": [{"id": node, "name": name} for node, name in path.nodes],
        "relations": [_step(one) for one in path.relations],
        "strength": round(path.strength, STRENGTH_PLACES),
        "certainty": path.certainty,
        "words": {"zh": path.words, "en": path.words_en},
        "evidence": list(path.evidence),
    }


def _step(one: PathRelation) -> dict[str, Any]:
    strength, also = round(one.strength, STRENGTH_PLACES), [_stated(other) for other in one.also]
    return {**_stated(one), "strength": strength, "also": also}


def _stated(one: StatedRelation) -> dict[str, Any]:
    told = {"kind": one.kind, "from": one.start, "to": one.end, "certainty": one.certainty}
    return {**told, "evidence": list(one.evidence)}
