"""The equity chart of an enterprise as Mermaid text."""

from fractions import Fraction

import networkx as nx

_SHAPES = {
    "person": ('(["', '"])'),
    "state": ('{{"', '"}}'),
    "foreign_state": ('{{"', '"}}'),
    "public": ('(["', '"])'),
    "unknown": ('["', '"]:::unknown'),
}
_STYLES = (
    "classDef subject stroke-width:3px",
    "classDef unknown stroke-dasharray:4",
)
MOST = 200
"""How many parties are drawn: a larger chart is unreadable, and Mermaid refuses more than 500 edges."""


def equity_chart(graph: nx.DiGraph, most: int = MOST) -> str:
    """Return the Mermaid flowchart of an ownership graph (see `ownership_graph`), holders above the firms they hold.

    The parties of the largest effective share are drawn; those left out are counted in the chart. A holding whose stake
    is not stated is dashed.
    """
    subject = graph.graph["subject"]
    ordered = sorted(graph, key=lambda node: (node != subject, -(graph.nodes[node]["effective"] or 0), node))
    drawn = sorted(ordered[:most])
    names = {node: f"n{at}" for at, node in enumerate(drawn)}
    lines = ["flowchart TD"]
    lines += [f"    {names[node]}{_box(graph.nodes[node], is_subject=node == subject)}" for node in drawn]
    for holder, firm, edge in sorted(graph.subgraph(drawn).edges(data=True), key=lambda edge: edge[:2]):
        arrow = f'-.->|"?"| {names[firm]}' if edge["share"] is None else f'-->|"{_told(edge["share"])}"| {names[firm]}'
        lines.append(f"    {names[holder]} {arrow}")
    if unknown := graph.graph.get("unknown_share"):
        lines.append(f'    unknown["未知 {_told(unknown)}"]:::unknown -.-> {names[subject]}')
    if len(ordered) > most:
        lines.append(f'    more["另有 {len(ordered) - most} 个主体"]:::unknown')
    return "\n".join([*lines, *(f"    {style}" for style in _STYLES), ""])


def _box(node: dict[str, str], *, is_subject: bool) -> str:
    begin, end = _SHAPES.get(node["kind"], ('["', '"]'))
    text = "".join(_ESCAPES.get(character, character) for character in node["name"])
    return f"{begin}{text}{end}{':::subject' if is_subject else ''}"


_ESCAPES = {'"': "#quot;", "#": "#35;", "<": "#lt;", ">": "#gt;", "\n": " ", "\\": "#92;", "`": "#96;"}


def _told(share: Fraction) -> str:
    """Return a share in per cent to two decimals; where that is not all of it, with a sign that says so."""
    rounded = round(share * 10_000)
    text = f"{rounded / 100:.2f}".rstrip("0").rstrip(".")
    return f"{text} %" if share * 10_000 == rounded else f"≈{text} %"
