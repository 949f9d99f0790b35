"""Expanding the neighbourhood of a node page by page, at every level, whatever the number of its relations."""

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.graph.cursors import decode_cursor, encode_cursor
from firmgraph.graph.ontology import ontology, relation_kinds
from firmgraph.graph.relations.once import once_per_view
from firmgraph.graph.snapshot.view import Edge, View

MOST_ITEMS = 500
MOST_LEVELS = 6
MOST_NODES = 2_000
ORDERS_KEPT = 64
MANY = 1_000
"""A node of more relations than this keeps their order, so that its later pages cost nothing more."""


@dataclass(frozen=True, slots=True)
class ToldRelation:
    """A relation as the records state it; the days are its first and last, None for an open end."""

    id: str
    kind: str
    start: str
    end: str
    properties: Mapping[str, Any]
    valid_from: str | None
    valid_to: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearNode:
    """The node at the other end of a relation."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class NearItem:
    """A relation of a node and the node at its other end."""

    relation: ToldRelation
    node: NearNode


@dataclass(frozen=True, slots=True)
class NodePage:
    """Some relations of a node, how many it has in all, and the cursor of the next page; None at the end."""

    node: NearNode
    items: tuple[NearItem, ...]
    total: int
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Expansion:
    """The first page of every node, level by level; `truncated` when the budget of nodes left some unexpanded."""

    levels: tuple[tuple[NodePage, ...], ...]
    truncated: bool


def expand(
    view: View, node: int, *, kinds: Collection[str] = (), cursor: str | None = None, limit: int = 50
) -> NodePage:
    """Return a page of the relations of a node, by kind and relation id; `kinds` (default all) filters.

    Raises InvalidInput for an unknown kind or a limit outside 1 to 500, BadCursor for a foreign cursor.
    """
    if not 1 <= limit <= MOST_ITEMS:
        raise InvalidInput(f"limit must lie between 1 and {MOST_ITEMS}: page on with the cursor", field="limit")
    after = decode_cursor(cursor)
    ordered = _ordered(view, node, relation_kinds(kinds or ontology().relations))
    first = _place_after(view, ordered, after) if cursor else 0
    shown = ordered[first : first + limit]
    more = first + limit < len(ordered)
    last = encode_cursor((shown[-1].kind, _relation_id(view, shown[-1]))) if more else None
    return NodePage(_near(view, node), tuple(_item(view, node, edge) for edge in shown), len(ordered), last)


def expand_levels(
    view: View, node: int, depth: int, *, kinds: Collection[str] = (), per_node: int = 20, budget: int = MOST_NODES
) -> Expansion:
    """Return the neighbourhood of a node to a depth of at most 6: the first page of each node met, each with its own
    cursor for `expand`. At most `budget` nodes are expanded, nearest first, those of one level by id.
    """
    if not 1 <= depth <= MOST_LEVELS:
        raise InvalidInput(f"depth must lie between 1 and {MOST_LEVELS}: expand further from a node", field="depth")
    levels: list[tuple[NodePage, ...]] = []
    seen, waiting, left = {node}, [node], budget
    while waiting and len(levels) < depth and left > 0:
        pages = tuple(expand(view, one, kinds=kinds, limit=per_node) for one in waiting[:left])
        left -= len(pages)
        cut = len(pages) < len(waiting)
        levels.append(pages)
        met = {found for page in pages for item in page.items if (found := view.index(item.node.id)) is not None} - seen
        seen |= met
        if cut:
            return Expansion(tuple(levels), True)
        waiting = sorted(met, key=view.id)
    return Expansion(tuple(levels), bool(waiting) and len(levels) < depth)


@once_per_view
def _orders(view: View) -> "OrderedDict[tuple[int, tuple[str, ...]], list[Edge]]":
    return OrderedDict()


def _ordered(view: View, node: int, kinds: tuple[str, ...]) -> list[Edge]:
    """Return the relations of a node by kind and id."""
    kept, key = _orders(view), (node, kinds)
    if key in kept:
        return kept[key]
    ordered = sorted(view.edges_of(node, kinds), key=lambda edge: (edge.kind, _relation_id(view, edge)))
    if len(ordered) > MANY:
        kept[key] = ordered
        if len(kept) > ORDERS_KEPT:
            kept.popitem(last=False)
    return ordered


def _place_after(view: View, ordered: Sequence[Edge], after: tuple[str, str]) -> int:
    first, last = 0, len(ordered)
    while first < last:
        middle = (first + last) // 2
        edge = ordered[middle]
        if (edge.kind, _relation_id(view, edge)) <= after:
            first = middle + 1
        else:
            last = middle
    return first


def _relation_id(view: View, edge: Edge) -> str:
    return view.edges(edge.kind).id_of(edge.number)


def _near(view: View, node: int) -> NearNode:
    return NearNode(view.id(node), view.name(node), view.kind(node))


def _item(view: View, node: int, edge: Edge) -> NearItem:
    edges = view.edges(edge.kind)
    since, until = edges.days_of(edge.number)
    told = ToldRelation(
        edges.id_of(edge.number), edge.kind, view.id(edge.start), view.id(edge.end), edges.properties_of(edge.number),
        since, until, edges.evidence_of(edge.number),
    )  # fmt: skip
    return NearItem(told, _near(view, edge.other(node)))
