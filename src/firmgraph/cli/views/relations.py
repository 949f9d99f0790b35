"""Relations between parties in a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.officer import heading, line
from firmgraph.cli.views.portrait import evidence

if TYPE_CHECKING:
    from rich.console import RenderableType

Answer = Mapping[str, Any]


def paths_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the paths between two parties."""
    yield heading(f"找关系 Relations of {body['from']['name']} and {body['to']['name']}", body)
    yield from _paths(body)


def among_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the relations inside a set of parties."""
    yield heading(f"{len(body['parties'])} 方关系 Relations among parties", body)
    yield from _paths(body)
    for cluster in body["clusters"]:
        yield line("关联 together: " + ", ".join(cluster))
    if body["alone"]:
        yield line("无关联 alone: " + ", ".join(body["alone"]))


def against_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the relations of one party to many."""
    yield heading(f"{body['subject']['name']} 对 {body['against']} ({body['held_to']})", body)
    yield from _paths(body)


def component_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield what hangs together around a party."""
    yield heading(f"关联网络 Component of {body['size']} parties, {body['relations']} relations", body)
    if body["why_truncated"]:
        yield line(f"{body['why_truncated']['zh']} / {body['why_truncated']['en']}")
    sampled = "，介数为抽样估计 betweenness is estimated from a sample" if body["sampled"] else ""
    yield line(f"方法 method: {body['community_method']}, {body['library']}{sampled}")
    for number, community in enumerate(body["communities"], 1):
        yield line(f"社群 community {number} ({len(community)}): " + _names(community[:10]))
    yield line("割点 articulation points: " + _names(body["articulation_points"][:20]))
    columns = ("id", "name 名称", "degree", "betweenness", "pagerank")
    rows = [(one["id"], one["name"], *(f"{one[name]:.4f}" for name in columns[2:])) for one in body["central"]]
    yield table(columns, rows)


def _names(nodes: Iterable[Answer]) -> str:
    return ", ".join(one["name"] for one in nodes)


def expansion_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield a neighbourhood, level by level."""
    yield heading(f"邻域 Neighbourhood of {body['levels'][0][0]['node']['name']}", body)
    for number, level in enumerate(body["levels"], 1):
        rows = [
            (page["node"]["name"], one["relation"]["kind"], one["node"]["id"], one["node"]["name"])
            for page in level
            for one in page["items"]
        ]
        yield table((f"level {number}", "relation 关系", "id", "name 名称"), rows)
        for page in level:
            if page["next_cursor"]:
                yield line(f"more of {page['node']['id']} ({page['total']}): --cursor {page['next_cursor']}")


def drift_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the drift of the graph."""
    yield heading(f"图谱稳定性 Drift {body['since']} – {body['until']}", body)
    rows = [
        (
            f"{one['words']['zh']} / {one['words']['en']}",
            "" if one["psi"] is None else f"{one['psi']:.4f}",
            one["state"],
        )
        for one in body["measures"]
    ]
    yield table(("measure 指标", "PSI", "state"), rows)


def _paths(body: Answer) -> "Iterator[RenderableType]":
    rows = [
        (f"{path['strength']:.3f}", f"{path['words']['zh']} / {path['words']['en']}", evidence(path["evidence"], 2))
        for path in body["paths"]
    ]
    yield table(("strength 强度", "relation 关系", "evidence 证据"), rows)
    if body["why_truncated"]:
        yield line(f"{body['why_truncated']['zh']} / {body['why_truncated']['en']}")
    if body.get("next_cursor"):
        yield line(f"more 更多: --cursor {body['next_cursor']}")
