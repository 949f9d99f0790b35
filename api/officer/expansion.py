"""The neighbourhood of a party, level by level, with a cursor at every node."""

from collections.abc import Sequence
from typing import Any

from firmgraph.api.dressing import dress
from firmgraph.api.officer.desk import Desk
from firmgraph.graph.relations.neighbourhood import NearItem, NodePage, expand, expand_levels
from firmgraph.settings import get_settings


def expansion(
    desk: Desk, text: str, depth: int, kinds: Sequence[str] = (), cursor: str | None = None, limit: int = 20
) -> dict[str, Any]:
    """Return the first page of every node met to a depth; with a cursor the next page of the one node it belongs to."""
    view = desk.view()
    node = desk.party(view, text)
    if cursor is not None:
        page = expand(view, node, kinds=kinds, cursor=cursor, limit=limit)
        return desk.stamped(view, {"levels": [[_page(page)]], "truncated": False})
    budget = get_settings().node_budget
    found = expand_levels(view, node, depth, kinds=kinds, per_node=limit, budget=min(budget, 1_000))
    levels = [[_page(page) for page in level] for level in found.levels]
    return desk.stamped(view, {"levels": levels, "truncated": found.truncated})


def _page(page: NodePage) -> dict[str, Any]:
    node = {"id": page.node.id, "name": page.node.name, "kind": page.node.kind}
    return {"node": node, "items": [_item(one) for one in page.items], "total": page.total,
            "next_cursor": page.next_cursor}  # fmt: skip


def _item(one: NearItem) -> dict[str, Any]:
    relation = one.relation
    return {
        "relation": {
            "id": relation.id,
            "kind": relation.kind,
            "from": relation.start,
            "to": relation.end,
            "properties": dress(relation.kind, relation.properties),
            "valid_from": relation.valid_from,
            "valid_to": relation.valid_to,
            "evidence": list(relation.evidence),
        },
        "node": {"id": one.node.id, "name": one.node.name, "kind": one.node.kind},
    }
