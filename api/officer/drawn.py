"""Who stands behind a firm in the forms other programs read: GraphML, a Mermaid chart, BODS 0.4 statements."""

import io
import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal

import networkx as nx
import orjson

from firmgraph.api.officer.desk import Desk, check_chosen
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.owners import FAMILY
from firmgraph.errors import InvalidInput
from firmgraph.graph.exports.bods import bods_statements
from firmgraph.graph.exports.mermaid import equity_chart
from firmgraph.graph.exports.networkx_views import ownership_graph
from firmgraph.graph.normal.amounts import share_text
from firmgraph.graph.ownership.beneficial import beneficial_owners
from firmgraph.packs import pack_for

Form = Literal["mermaid", "graphml", "bods"]
MEDIA: Mapping[Form, str] = {
    "mermaid": "text/vnd.mermaid; charset=utf-8",
    "graphml": "application/graphml+xml",
    "bods": "application/json",
}


def drawn(desk: Desk, text: str, form: Form, *, up: bool = True) -> str:
    """Return the ownership of a firm (up) or the holdings of a party in a form; BODS tells who holds, so only up."""
    if form == "bods":
        if not up:
            raise InvalidInput("BODS statements tell who holds a firm: ask for it upwards", field="format")
        return _bods(desk, text)
    view = desk.view()
    check_chosen(desk.packs, (), view.day)
    graph = ownership_graph(view, desk.firm(view, text) if up else desk.party(view, text), up=up)
    return equity_chart(graph) if form == "mermaid" else _graphml(graph)


def _bods(desk: Desk, text: str) -> str:
    view = desk.view()
    firm = desk.firm(view, text)
    pack = pack_for(FAMILY, view.day, desk.packs)
    check_chosen(desk.packs, [pack.id], view.day)
    found = beneficial_owners(view, firm, pack)
    shares = {one.owner.id: one.share for one in found.owners if one.standard != "manager"}
    return orjson.dumps(list(bods_statements(view, firm, shares)), option=orjson.OPT_INDENT_2).decode() + "\n"


_PLAIN: Mapping[str, Callable[[Any], Any]] = {"stake": share_text}


def _graphml(graph: "nx.DiGraph[str]") -> str:
    """Return a graph as GraphML: shares as decimal text, lists as JSON; what is not known is left out."""
    plain: nx.DiGraph[str] = nx.DiGraph(**_told(graph.graph))
    for node, told in graph.nodes(data=True):
        plain.add_node(node, **_told(told))
    for start, end, told in graph.edges(data=True):
        plain.add_edge(start, end, **_told(told))
    out = io.BytesIO()
    nx.write_graphml_xml(plain, out)
    return out.getvalue().decode()


def _told(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(name, value) for name, value in told.items() if value is not None}


def _plain(name: str, value: Any) -> Any:
    if name in _PLAIN:
        return _PLAIN[name](value)
    if isinstance(value, Fraction):
        return share_of(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, tuple | list) else value
