"""A portrait as a report for a reader, in Markdown."""

from collections.abc import Mapping
from typing import Any

from firmgraph.profiling.combine import portrait_rules

_STATES = {"present": "有 present", "absent": "缺 absent", "stale": "过期 stale"}
_CASES = ("案号", "地位", "结果", "案由", "金额", "比营收", "证据")
_ORIGINS = {"stated": "登记", "scope": "据经营范围", "name": "据名称", "unknown": "未知"}


def portrait_markdown(wire: Mapping[str, Any]) -> str:
    """Return the portrait of a wire body as Markdown: sources, attributes, conflicts, tags, and what is unknown."""
    subject = wire["subject"]
    parts = [
        f"# {subject['name'] or subject['id']} 企业画像",
        f"`{subject['id']}` · 截至 {wire['as_of']} · 完整度 {wire['completeness']:.0%} · 数据版本 {wire['version']}",
        _table(("来源 source", "状态 state"), [(name, _STATES[state]) for name, state in wire["sources"].items()]),
        "## 最终画像 Final portrait",
        _table(
            ("属性", "值", "置信度", "来源", "证据"),
            [_row(name, a) for name, a in wire["final"].items() if a["value"] is not None],
        ),
        "## 冲突 Conflicts",
        _conflicts(wire["final"]),
        "## 标签 Tags",
        _table(("标签", "权重", "原文"), [_tag_row(tag) for tag in wire["external"]["tags"]]),
        "## 涉诉 Cases",
        _table(
            ("案号", "地位", "结果", "案由", "金额", "比营收", "证据"),
            [_case_row(c) for c in wire["external"]["cases"]],
        ),
        "## 行业 Industry",
        _industry(wire["external"]["industry"]),
        "## 未知 Unknown",
        "、".join(_label(name) for name, a in wire["final"].items() if a["value"] is None) or "无",
    ]
    return "\n\n".join(parts) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    if not rows:
        return "无"
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _label(name: str) -> str:
    return str(portrait_rules()["attributes"][name]["zh"])


def _value(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _row(name: str, attribute: Mapping[str, Any]) -> tuple[str, ...]:
    evidence = attribute["evidence"]
    shown = " ".join(f"`{record}`" for record in evidence[:3]) + (
        f" 等 {len(evidence)} 条" if len(evidence) > 3 else ""
    )
    return (
        _label(name),
        _value(attribute["value"]),
        f"{attribute['confidence']:.2f}",
        ", ".join(attribute["sources"]),
        shown,
    )


def _conflicts(final: Mapping[str, Any]) -> str:
    lines = [
        f"- {_label(name)}：取 {_value(a['value'])}，未取 {_value(loser['value'])}（{loser['source']}）：{loser['why']}"
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


def _industry(industry: Mapping[str, Any]) -> str:
    """The industry and where it comes from, with what was read where none is stated or another one is."""
    told = f"{industry['value'] or '未知'}（{_ORIGINS[industry['origin']]}）"
    if industry["origin"] == "stated" and not industry["conflict"]:
        return told
    read = "、".join(f"{i['section']}{i['division']} {i['division_title']}" for i in industry["read"])
    return f"{told}：读出 {read or industry['abstained']}" + ("，与登记不符" if industry["conflict"] else "")
