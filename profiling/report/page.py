"""The portrait as a page for printing on A4: whole in itself, without a script and without anything of another host."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from firmgraph.profiling.portrait_text import industry_words, risk_words
from firmgraph.profiling.portrait_words import CHANGES, DOCUMENT_STATES, SOURCES, STATES, case_zh, label_zh, value_zh
from firmgraph.profiling.report.chart import equity_drawing, share_zh
from firmgraph.profiling.report.markup import Child, element, written
from firmgraph.profiling.score_words import COLUMNS, score_rows

if TYPE_CHECKING:
    import networkx as nx

_STYLE = Path(__file__).parent / "portrait.css"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TILES = ("risk_value", "credit_grade", "product_tier", "premium_target", "client_kind")
_TAGS_SHOWN, _STAKES_SHOWN = 40, 40
_EVIDENCE_SHOWN = 3
_NUMBERED = "number"
Row = Sequence[Child]


class _Notes:
    """The records that the page names, numbered in the order in which they are first named."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, evidence: Sequence[str]) -> Element:
        """Return the numbers of the first records, and how many more there are."""
        named = [str(self.numbers.setdefault(one, len(self.numbers) + 1)) for one in evidence[:_EVIDENCE_SHOWN]]
        more = f" 等 {len(evidence)} 条" if len(evidence) > _EVIDENCE_SHOWN else ""
        return element("small", " ".join(f"[{one}]" for one in named) + more)


def portrait_page(wire: Mapping[str, Any], equity: "nx.DiGraph[str] | None" = None) -> str:
    """Return the portrait of a wire body as a page, with the equity chart where the graph is given."""
    notes, subject = _Notes(), wire["subject"]
    title = f"{subject['name'] or subject['id']} 企业画像"
    return whole_page(
        title, [_header(wire, title), _tiles(wire), *_sections(wire, notes, equity), *_closing(wire, notes)]
    )


def whole_page(title: str, body: Iterable[Element]) -> str:
    """Return a page of some parts, with the style of all pages, that fetches nothing."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", _STYLE.read_text(encoding="utf-8")),
    )
    return written(element("html", head, element("body", *body), lang="zh-CN"))


def _header(wire: Mapping[str, Any], title: str) -> Element:
    subject = wire["subject"]
    told = f"{subject['id']} · 截至 {wire['as_of']} · 完整度 {wire['completeness']:.0%} · 数据版本 {wire['version']}"
    sources = (
        element("li", f"{SOURCES[name]}：{STATES[state]}", class_=state) for name, state in wire["sources"].items()
    )
    return element(
        "header", element("h1", title), element("p", told, class_="dim"), element("ul", *sources, class_="sources")
    )


def _tiles(wire: Mapping[str, Any]) -> Element:
    """The judgements first looked at; the risk value with what it would be if all unknown were bad."""
    final, risk = wire["final"], (wire.get("assessment") or {}).get("risk")
    worst = {"risk_value": f"未知项皆不利则为 {risk['value_at_worst']}"} if risk and risk["unknown"] else {}
    tiles = (
        element(
            "div",
            label_zh(name),
            element("b", value_zh(name, final[name]["value"])),
            element("small", worst[name]) if name in worst else None,
        )
        for name in _TILES
    )
    return element("div", *tiles, class_="tiles")


def _sections(wire: Mapping[str, Any], notes: _Notes, equity: "nx.DiGraph[str] | None") -> Iterator[Element]:
    final, external = wire["final"], wire["external"]
    if wire.get("difference"):
        yield from _difference(wire["difference"], notes)
    if equity is not None:
        yield from _section("股权结构", equity_drawing(equity), _stakes(equity, notes))
    yield from _section("最终画像", _attributes(final, notes))
    if wire.get("assessment"):
        yield from _assessment(wire, notes)
    if wire.get("scores"):
        rows: list[Row] = [[*row, notes.of(behind)] for row, behind in score_rows(wire["scores"])]
        yield from _section("模型评分", _table((*COLUMNS, "证据"), rows, {1: _NUMBERED}))
    yield from _section("冲突", _conflicts(final))
    tags = sorted(external["tags"], key=lambda tag: (-tag["weight"], tag["tag"]))[:_TAGS_SHOWN]
    yield from _section("标签", element("ul", *(element("li", tag["label_zh"]) for tag in tags), class_="tags"))
    yield from _section("涉诉", _cases(external["cases"], notes))
    yield from _section("行业", element("p", industry_words(external["industry"])))
    unknown = [label_zh(name) for name, one in final.items() if one["value"] is None]
    yield from _section("未知", element("p", "、".join(unknown) or "无"))


def _stakes(equity: "nx.DiGraph[str]", notes: _Notes) -> Element:
    """The stakes of the chart as a table, those in the firm itself first, then the largest."""
    subject = equity.graph["subject"]
    stakes = sorted(
        equity.edges(data=True), key=lambda edge: (edge[1] != subject, edge[1], -(edge[2]["share"] or 0), edge[0])
    )
    rows: list[Row] = [
        [
            equity.nodes[holder]["name"],
            equity.nodes[firm]["name"],
            share_zh(told["share"]),
            share_zh(equity.nodes[holder]["effective"]),
            notes.of(told["evidence"]),
        ]
        for holder, firm, told in stakes[:_STAKES_SHOWN]
    ]
    if len(stakes) > _STAKES_SHOWN:
        rows.append([f"另有 {len(stakes) - _STAKES_SHOWN} 笔", None, None, None, None])
    columns = ("股东", "持有", "直接持股", "对本企业综合持股", "证据")
    return _table(columns, rows, {2: _NUMBERED, 3: _NUMBERED})


def _section(title: str, *parts: Element) -> tuple[Element, ...]:
    return (element("h2", title), *parts)


def _attributes(final: Mapping[str, Any], notes: _Notes) -> Element:
    rows = [
        (
            label_zh(name),
            value_zh(name, one["value"]),
            f"{one['confidence']:.2f}",
            f"{one['completeness']:.0%}",
            "、".join(SOURCES[source] for source in one["sources"]),
            notes.of(one["evidence"]),
        )
        for name, one in final.items()
        if one["value"] is not None
    ]
    classes = {0: "short", 2: _NUMBERED, 3: _NUMBERED}
    return _table(("属性", "值", "置信度", "完整度", "来源", "证据"), rows, classes)


def _conflicts(final: Mapping[str, Any]) -> Element:
    rows = [
        (label_zh(name), value_zh(name, one["value"]), value_zh(name, loser["value"]), loser["source"], loser["why"])
        for name, one in final.items()
        for loser in one["losers"]
    ]
    return _table(("属性", "采用", "未采用", "出自", "原因"), rows, {0: "short"})


def _assessment(wire: Mapping[str, Any], notes: _Notes) -> Iterator[Element]:
    risk = wire["assessment"]["risk"]
    points = [(f"+{one['points']}", one["reason"]["zh"], notes.of(one["evidence"])) for one in risk["reasons"]]
    yield from _section("风险评估", element("p", risk_words(risk)))
    if points:
        yield _table(("分值", "原因", "证据"), points, {0: _NUMBERED})
    documents = [
        (one["zh"], DOCUMENT_STATES[one["state"]], one["reason"]["zh"], notes.of(one["evidence"]))
        for one in wire["documents"]
    ]
    yield from _section("资料清单", _table(("资料", "状态", "说明", "证据"), documents, {0: "short", 1: "short"}))


def _cases(cases: Iterable[Mapping[str, Any]], notes: _Notes) -> Element:
    columns = ("case_number", "role", "result", "cause", "amount")
    rows: list[Row] = [[*(case_zh(one[name]) for name in columns), notes.of([one["record"]])] for one in cases]
    return _table(("案号", "地位", "结果", "案由", "金额（元）", "证据"), rows, {4: _NUMBERED})


def _difference(found: Mapping[str, Any], notes: _Notes) -> tuple[Element, ...]:
    rows = [
        (
            label_zh(one["attribute"]),
            CHANGES[one["change"]],
            value_zh(one["attribute"], one["before"]["value"]),
            value_zh(one["attribute"], one["after"]["value"]),
            notes.of([record["record_id"] for record in one["records"]]),
        )
        for one in found["changes"]
    ]
    title = f"变化（{found['from']['as_of']} 至 {found['to']['as_of']}）"
    return _section(title, _table(("属性", "变化", "此前", "此后", "记录"), rows, {0: "short", 1: "short"}))


def _closing(wire: Mapping[str, Any], notes: _Notes) -> Iterator[Element]:
    items = (element("li", record) for record in notes.numbers)
    yield from _section("证据", element("ol", *items, class_="evidence"))
    yield element("footer", element("p", f"规则包：{'、'.join(wire['packs'])}", class_="dim"))


def _table(head: Sequence[str], rows: Sequence[Row], classes: Mapping[int, str]) -> Element:
    if not rows:
        return element("p", "无", class_="dim")
    top = element("thead", element("tr", *(element("th", cell) for cell in head)))
    return element("table", top, element("tbody", *(_row(row, classes) for row in rows)))


def _row(row: Row, classes: Mapping[int, str]) -> Element:
    made = element("tr")
    for column, cell in enumerate(row):
        made.append(element("td", cell, class_=classes.get(column, "")))
    return made
