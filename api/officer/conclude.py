"""What is concluded of firms, written into the graph as findings, and told as it was written."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from firmgraph.api.officer.conclusions import FAMILIES, conclusions
from firmgraph.api.officer.desk import Desk, named
from firmgraph.graph.conclusions import Conclusion, conclusion_elements
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import DerivedNode, GraphStore, all_neighbours
from firmgraph.packs import pack_for
from firmgraph.profiling.text_relations import RULE


def conclude(desk: Desk, texts: Iterable[str]) -> dict[str, Any]:
    """Write the findings of some firms into the graph and return what was written.

    Those of the same day that no longer hold are marked as stale and told by id.
    """
    view = desk.view()
    firms = [desk.firm(view, text) for text in texts]
    found = {one.id: one for firm in firms for one in conclusions(desk, view, firm)}
    outdated = [old for firm in firms for old in _outdated(desk.store, view.id(firm), view.day, found.keys())]
    told = {"findings": [_body(view, one) for one in found.values()], "stale": sorted({old.id for old in outdated})}
    # A pack that fits no question is refused before anything is written.
    body = desk.stamped(view, told, [pack_for(family, view.day, desk.packs).id for family in FAMILIES])
    nodes, relations = conclusion_elements(found.values())
    if nodes or outdated:
        desk.store.derive([*nodes, *outdated], relations)
    return body


def _body(view: View, one: Conclusion) -> dict[str, Any]:
    return {
        "id": one.id,
        "rule": one.rule,
        "pack": one.pack,
        "words": one.words,
        "verdict": one.verdict,
        "value": one.value,
        "unit": one.unit,
        "certainty": one.certainty,
        "subjects": [named(view, subject) for subject in one.subjects],
        "rests_on": list(one.about),
        "evidence": sorted(set(one.evidence)),
    }


def _outdated(store: GraphStore, firm: str, day: str, written: Collection[str]) -> Iterator[DerivedNode]:
    """Yield a firm's findings of the same day that no longer hold, marked as stale; what texts tell is not judged."""
    for neighbour in all_neighbours(store, firm, kinds=["has_finding"]):
        old = neighbour.node
        from_text = str(old.properties.get("rule")).startswith(RULE)
        if old.properties.get("as_of") == day and old.id not in written and not from_text:
            described = store.node(old.id)
            rests_on = described.evidence if described is not None else ()
            yield DerivedNode(old.id, old.kind, {**old.properties, "stale": True}, rests_on)
