"""From what a user types to the one enterprise meant: a node id, a code, or an exact unique name."""

from firmgraph.errors import Ambiguous, NotFound
from firmgraph.graph.elements import NOW, Described, Hit, Moment
from firmgraph.graph.normal.identifiers import looks_like_uscc
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.store import GraphStore


def find_one(store: GraphStore, text: str, at: Moment = NOW) -> Described:
    """Return the node a text names; raise NotFound with near names, or Ambiguous with the candidates."""
    key = name_key(text)
    for candidate in (text, f"ent:{key}" if looks_like_uscc(key) else ""):
        found = store.node(candidate, at) if ":" in candidate else None
        if found:
            return found
    hits = store.search(text, limit=10).items if len(text) <= 300 and ":" not in text else ()
    exact = [hit for hit in hits if hit.score == 100.0]
    if len(exact) == 1:
        found = store.node(exact[0].node.id, at)
        if found:
            return found
    if len(exact) > 1:
        raise Ambiguous("several enterprises bear this name: give the code", field="id", candidates=_shown(exact))
    raise NotFound(
        "no enterprise of this id, code or exact name is known at this moment", field="id", near=_shown(hits[:5])
    )


def _shown(hits: tuple[Hit, ...] | list[Hit]) -> list[dict[str, str]]:
    return [{"id": hit.node.id, "name": hit.node.name} for hit in hits]
