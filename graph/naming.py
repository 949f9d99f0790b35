"""From what a user types to the one party meant: a node id, a code, or an exact unique name."""

from collections.abc import Iterable
from typing import Any

from firmgraph.errors import Ambiguous, NotFound
from firmgraph.graph.elements import NOW, Described, Hit, Moment
from firmgraph.graph.normal.identifiers import has_right_check_digit, looks_like_uscc, near_codes
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.store import GraphStore

SAME_NAME = "same_name_people"
MOST_CANDIDATES = 10
MOST_FIRMS = 3
CODE_LENGTHS = range(17, 20)
"""How long a text is that may be a code with one slip."""
_UNKNOWN = "no enterprise or person of this id, code or exact name is known at this moment"


def find_one(store: GraphStore, text: str, at: Moment = NOW) -> Described:
    """Return the node a text names; raise NotFound with near names or codes, or Ambiguous with the candidates.

    A name may be an organisation's or a person's; people who share it are told apart by their firms, never merged.
    """
    key = name_key(text)
    for candidate in (text, f"ent:{key}" if looks_like_uscc(key) else ""):
        found = store.node(candidate, at) if ":" in candidate else None
        if found:
            return found
    named = len(text) <= 300 and ":" not in text
    hits = store.search(text, limit=MOST_CANDIDATES).items if named else ()
    exact = [hit for hit in hits if hit.score == 100.0]
    people = _people(store, text, at) if named else []
    if len(exact) + len(people) == 1:
        found = store.node(exact[0].node.id, at) if exact else people[0]
        if found:
            return found
    if len(exact) + len(people) > 1:
        told = [*_shown(exact), *(_person(store, one, at) for one in people)]
        raise Ambiguous("several bear this name: give the id or code", field="id", candidates=told)
    raise _not_found(store, key, hits, at)


def _people(store: GraphStore, name: str, at: Moment) -> list[Described]:
    """Return the people known at a moment who bear exactly a name."""
    if not name.strip().isprintable() or not name.strip():
        return []
    rows = store.ask(SAME_NAME, {"name": name, "limit": MOST_CANDIDATES})
    return [found for row in rows if (found := store.node(row["id"], at)) is not None]


def _person(store: GraphStore, one: Described, at: Moment) -> dict[str, Any]:
    """Return a person as a candidate, with some of the firms by which a reader tells who it is."""
    near = store.neighbours(one.node.id, at, kinds=("legal_rep_of", "serves_as", "holds"), limit=50).items
    firms = dict.fromkeys(neighbour.node.name for neighbour in near)
    return {"id": one.node.id, "name": one.node.name, "firms": list(firms)[:MOST_FIRMS]}


def _not_found(store: GraphStore, key: str, hits: Iterable[Hit], at: Moment) -> NotFound:
    """Return that nothing was found, with names or codes that are near."""
    if len(key) not in CODE_LENGTHS or not key.isascii():
        return NotFound(_UNKNOWN, field="id", near=_shown(list(hits)[:5]))
    near = [found.node for code in near_codes(key) if (found := store.node(f"ent:{code}", at)) is not None]
    wrong = looks_like_uscc(key) and not has_right_check_digit(key)
    told = f"{_UNKNOWN}; the check digit of this code is wrong" if wrong else _UNKNOWN
    return NotFound(told, field="id", near=[{"id": node.id, "name": node.name} for node in near])


def _shown(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    return [{"id": hit.node.id, "name": hit.node.name} for hit in hits]
