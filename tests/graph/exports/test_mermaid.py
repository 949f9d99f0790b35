import re

from tests.graph.views import holding, made_view, node, relation

from firmgraph.graph.exports.mermaid import equity_chart
from firmgraph.graph.exports.networkx_views import ownership_graph
from firmgraph.graph.snapshot.view import View


def chart(view: View, firm: str, most: int = 200) -> str:
    found = view.index(firm)
    assert found is not None
    return equity_chart(ownership_graph(view, found), most)


def test_the_chart_of_a_small_firm() -> None:
    view = made_view(
        [node("ent:s", "state", name="State")],
        [
            holding("per:a", "ent:f", 50),
            holding("ent:s", "ent:f", 33.333333),
            relation("holds", "per:b", "ent:f"),
        ],
    )
    assert chart(view, "ent:f") == (
        "flowchart TD\n"
        '    n0["ent:f"]:::subject\n'
        '    n1{{"State"}}\n'
        '    n2(["per:a"])\n'
        '    n3(["per:b"])\n'
        '    n1 -->|"≈33.33 %"| n0\n'
        '    n2 -->|"50 %"| n0\n'
        '    n3 -.->|"?"| n0\n'
        '    unknown["未知 ≈16.67 %"]:::unknown -.-> n0\n'
        "    classDef subject stroke-width:3px\n"
        "    classDef unknown stroke-dasharray:4\n"
    )


def test_names_cannot_break_out_of_their_box() -> None:
    view = made_view([node("per:a", "person", name='x"]; click n0 "\n#<b>`\\')], [holding("per:a", "ent:f", 100)])
    line = next(line for line in chart(view, "ent:f").splitlines() if line.startswith("    n1"))
    inner = re.fullmatch(r'    n1\(\["([^"\n<>`\\]*)"\]\)', line)
    assert inner is not None


def test_a_chart_of_too_many_parties_counts_those_left_out() -> None:
    view = made_view([], [holding(f"per:{at:02d}", "ent:f", 2 + at / 100) for at in range(20)])
    text = chart(view, "ent:f", most=5)
    assert "另有 16 个主体" in text
    assert re.findall(r"per:\d+", text) == ["per:16", "per:17", "per:18", "per:19"]
