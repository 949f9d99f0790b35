"""The equity chart of a firm as a drawing (SVG): holders above the firms they hold, the largest of each layer."""

from fractions import Fraction
from xml.etree.ElementTree import Element

import networkx as nx

from firmgraph.profiling.report.markup import element

WIDTH = 720
_BOX, _HEIGHT, _LAYER = 132, 46, 104
_MOST_LAYERS, _MOST_IN_LAYER = 5, 5
_LINE, _BOW = 10, 20
_PERSONS = frozenset({"person", "public"})
Places = dict[str, tuple[float, float]]


def layers(graph: "nx.DiGraph[str]") -> tuple[list[list[str]], int]:
    """Return the parties drawn by their distance above the subject, the largest effective share first, and how many
    are left out.
    """
    subject = graph.graph["subject"]
    above = nx.single_source_shortest_path_length(graph.reverse(copy=False), subject)
    drawn: list[list[str]] = [[] for _ in range(min(max(above.values()) + 1, _MOST_LAYERS))]
    for node in sorted(above, key=lambda one: (-(graph.nodes[one]["effective"] or 0), one)):
        if above[node] < len(drawn) and len(drawn[above[node]]) < _MOST_IN_LAYER:
            drawn[above[node]].append(node)
    return drawn, len(graph) - sum(map(len, drawn))


def equity_drawing(graph: "nx.DiGraph[str]") -> Element:
    """Return the drawing of an ownership graph (see `ownership_graph`); what is not drawn is told below it."""
    drawn, left_out = layers(graph)
    height = len(drawn) * _LAYER - (_LAYER - _HEIGHT) + 12
    places = _places(drawn)
    lines = [_arrow(graph, places, pair) for pair in sorted(graph.edges) if pair[0] in places and pair[1] in places]
    svg = element(
        "svg",
        *(line for line, _ in lines),
        *(label for _, label in lines),
        *(_box(graph, node, places[node]) for node in sorted(places)),
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        aria_label="股权结构图",
    )
    unknown = graph.graph.get("unknown_share") or Fraction(0)
    told = [f"未知持股 {share_zh(unknown)}"] if unknown else []
    told += [f"另有 {left_out} 个主体未画出"] if left_out else []
    return element("figure", svg, element("figcaption", "；".join(told)) if told else None)


def share_zh(share: Fraction | None) -> str:
    """Return a share in per cent to two decimals, with a sign where that is not all of it."""
    if share is None:
        return "未载明"
    rounded = round(share * 10_000)
    text = f"{rounded / 100:.2f}".rstrip("0").rstrip(".")
    return f"{'' if share * 10_000 == rounded else '≈'}{text}%"


def _places(drawn: list[list[str]]) -> Places:
    """Return the middle of the upper edge of each box; the subject stands in the lowest layer."""
    found: Places = {}
    for layer, nodes in enumerate(drawn):
        step = WIDTH / len(nodes) if nodes else WIDTH
        for place, node in enumerate(nodes):
            found[node] = step * (place + 0.5), (len(drawn) - 1 - layer) * _LAYER + 4
    return found


def _arrow(graph: "nx.DiGraph[str]", places: Places, pair: tuple[str, str]) -> tuple[Element, Element]:
    """Return the line of a stake and its share: straight to a lower layer, else in a bow below both boxes."""
    (x, y), (to_x, to_y) = places[pair[0]], places[pair[1]]
    share = graph.edges[pair]["share"]
    y += _HEIGHT
    if to_y > y:
        way = f"L{to_x:.1f} {to_y:.1f}"
        at_x, at_y = x + (to_x - x) * 0.4, y + (to_y - y) * 0.4
    else:
        lowest, to_y = max(y, to_y + _HEIGHT) + _BOW, to_y + _HEIGHT
        way = f"Q{(x + to_x) / 2:.1f} {lowest:.1f} {to_x:.1f} {to_y:.1f}"
        at_x, at_y = (x + to_x) / 2, (y + 2 * lowest + to_y) / 4
    line = element("path", d=f"M{x:.1f} {y:.1f} {way}", class_="line" if share is not None else "line open")
    return line, element("text", share_zh(share), x=f"{at_x:.1f}", y=f"{at_y + 4:.1f}", class_="share")


def _box(graph: "nx.DiGraph[str]", node: str, place: tuple[float, float]) -> Element:
    told, (x, y) = graph.nodes[node], place
    is_subject = node == graph.graph["subject"]
    kind = "subject" if is_subject else "person" if told["kind"] in _PERSONS else "firm"
    radius = "22" if kind == "person" else "4"
    box = element(
        "rect", x=f"{x - _BOX / 2:.1f}", y=f"{y:.1f}", width=str(_BOX), height=str(_HEIGHT), rx=radius, class_=kind
    )
    lines = _lines(told["name"])
    first = y + _HEIGHT / 2 + 4 - (len(lines) - 1) * 7.5
    words = [
        element("text", line, x=f"{x:.1f}", y=f"{first + number * 15:.1f}", class_=f"name {kind}")
        for number, line in enumerate(lines)
    ]
    return element("g", element("title", told["name"]), box, *words)


def _lines(name: str) -> list[str]:
    """Return a name in one line or two, cut where it is longer."""
    if len(name) <= _LINE:
        return [name]
    rest = name[_LINE : 2 * _LINE]
    return [name[:_LINE], rest if len(name) <= 2 * _LINE else f"{rest[:-1]}…"]
