"""A portrait as a report for a reader, in Markdown."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firmgraph.graph.exports.mermaid import equity_chart
from firmgraph.profiling.portrait_words import CHANGES, DOCUMENT_STATES, STATES, label_zh, value_zh
from firmgraph.profiling.score_words import COLUMNS, score_rows

if TYPE_CHECKING:
    import networkx as nx

_CASES = ("案号", "地位", "结果", "案由", "金额", "比营收", "证据")
_EVIDENCE_SHOWN = 3
_ORIGINS = {"stated": "登记", "scope": "据经营范围", "name": "据名称", "unknown": "未知"}


def portrait_markdown(wire: Mapping[str, Any], equity: "nx.DiGraph[str] | None" = None) -> str:
    """Return the portrait of a wire body as Markdown, with the equity chart as Mermaid where the graph is given."""
    subject, external = wire["subject"], wire["external"]
    known = {name: one for name, one in wire["final"].items() if one["value"] is not None}
    parts = [
        f"# {_plain(subject['name'] or subject['id'])} 企业画像",
        f"`{subject['id']}` · 截至 {wire['as_of']} · 完整度 {wire['completeness']:.0%} · 数据版本 {wire['version']}",
        _table(
            ("来源 source", "状态 state"),
            [(name, f"{STATES[state]} {state}") for name, state in wire["sources"].items()],
        ),
        "## 最终画像 Final portrait",
        _table(("属性", "值", "置信度", "来源", "证据"), [_row(name, one) for name, one in known.items()]),
        *(("## 股权结构 Equity", f"```mermaid\n{equity_chart(equity)}```") if equity is not None else ()),
        *_judged(wire),
        *_scores(wire.get("scores") or {}),
        "## 冲突 Conflicts",
        _conflicts(wire["final"]),
        "## 标签 Tags",
        _table(("标签", "权重", "原文"), [_tag_row(tag) for tag in external["tags"]]),
        "## 涉诉 Cases",
        _table(_CASES, [_case_row(c) for c in external["cases"]]),
        "## 行业 Industry",
        _plain(industry_words(external["industry"])),
        "## 未知 Unknown",
        "、".join(label_zh(name) for name in wire["final"] if name not in known) or "无",
        *(("## 变化 Changes", changes_markdown(wire["difference"])) if wire.get("difference") else ()),
    ]
    return "\n\n".join(parts) + "\n"


def changes_markdown(difference: Mapping[str, Any]) -> str:
    """Return the table of what changed between two days."""
    head = f"{difference['from']['as_of']} → {difference['to']['as_of']}"
    rows = [
        (
            label_zh(one["attribute"]),
            CHANGES[one["change"]],
            value_zh(one["attribute"], one["before"]["value"]),
            value_zh(one["attribute"], one["after"]["value"]),
            _shown([record["record_id"] for record in one["records"]]),
        )
        for one in difference["changes"]
    ]
    return f"{head}\n\n{_table(('属性', '变化', '此前', '此后', '带来变化的记录'), rows)}"


def _judged(wire: Mapping[str, Any]) -> list[str]:
    if not wire.get("assessment"):
        return []
    risk = wire["assessment"]["risk"]
    points = [(f"+{one['points']}", one["reason"]["zh"], _shown(one["evidence"])) for one in risk["reasons"]]
    documents = [
        (one["zh"], DOCUMENT_STATES[one["state"]], one["reason"]["zh"], _shown(one["evidence"]))
        for one in wire["documents"]
    ]
    return [
        "## 风险评估 Risk assessment",
        risk_words(risk),
        _table(("分值", "原因", "证据"), points),
        "## 资料清单 Documents",
        _table(("资料", "状态", "说明", "证据"), documents),
    ]


def _scores(scores: Mapping[str, Any]) -> list[str]:
    if not scores:
        return []
    rows = [(*row, _shown(evidence)) for row, evidence in score_rows(scores)]
    return ["## 模型评分 Model scores", _table((*COLUMNS, "证据"), rows)]


def risk_words(risk: Mapping[str, Any]) -> str:
    """Return the risk value in words, with what it would be if all that is not known were bad."""
    if risk["value"] is None:
        return "风险评估值未知"
    told = f"风险评估值 {risk['value']}（{value_zh('risk_grade', risk['grade'])}）"
    if not risk["unknown"]:
        return told
    worst = f"{risk['value_at_worst']}（{value_zh('risk_grade', risk['grade_at_worst'])}）"
    return f"{told}；{len(risk['unknown'])} 项未知，若皆不利则为 {worst}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return "无"
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Return a text in which nothing is HTML, so that a name cannot become a part of the page it is shown on."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _shown(evidence: list[str]) -> str:
    more = f" 等 {len(evidence)} 条" if len(evidence) > _EVIDENCE_SHOWN else ""
    return " ".join(f"`{record}`" for record in evidence[:_EVIDENCE_SHOWN]) + more


def _row(name: str, attribute: Mapping[str, Any]) -> tuple[str, ...]:
    confidence, sources = f"{attribute['confidence']:.2f}", ", ".join(attribute["sources"])
    return label_zh(name), value_zh(name, attribute["value"]), confidence, sources, _shown(attribute["evidence"])


def _conflicts(final: Mapping[str, Any]) -> str:
    lines = [
        f"- {label_zh(name)}：取 {_plain(value_zh(name, a['value']))}，未取 {_plain(value_zh(name, loser['value']))}"
        f"（{loser['source']}）：{loser['why']}"
        for name, a in final.items()
        for loser in a["losers"]
    ]
    return "\n".join(lines) or "无"


def _tag_row(tag: Mapping[str, Any]) -> tuple[str, ...]:
    words = "、".join(dict.fromkeys(span["text"] for span in tag["spans"]))
    return tag["label_zh"], f"{tag['weight']:.2f}", words


def _case_row(case: Mapping[str, Any]) -> tuple[str, ...]:
    told = (case["case_number"], case["role"], case["result"], case["cause"], case["amount"], case["amount_band"])
    return (*(str(cell or "") for cell in told), f"`{case['record']}`")


def industry_words(industry: Mapping[str, Any]) -> str:
    """Return the industry and where it comes from, with what was read where none is stated or another one is."""
    told = f"{industry['value'] or '未知'}（{_ORIGINS[industry['origin']]}）"
    if industry["origin"] == "stated" and not industry["conflict"]:
        return told
    read = "、".join(f"{i['section']}{i['division']} {i['division_title']}" for i in industry["read"])
    return f"{told}：读出 {read or industry['abstained']}" + ("，与登记不符" if industry["conflict"] else "")
