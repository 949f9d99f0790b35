"""A portrait in a terminal: sources, attributes with confidence and evidence, conflicts, tags, and what is unknown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.reading import cases_table, industry_line

if TYPE_CHECKING:
    from rich.console import RenderableType

STATES = {"present": "有", "absent": "缺", "stale": "过期"}
EVIDENCE_SHOWN = 1


def portrait_view(body: Mapping[str, Any], most_tags: int = 30) -> "Iterator[RenderableType]":
    """Yield the parts of a portrait body, at most so many tags."""
    from rich.text import Text

    subject, final = body["subject"], body["final"]
    known = {name: one for name, one in final.items() if one["value"] is not None}
    yield Text(f"企业画像 Portrait: {subject['name'] or subject['id']}", style="bold")
    yield Text(f"{subject['id']} · as of {body['as_of']} · completeness {body['completeness']:.0%}", style="dim")
    yield Text("sources: " + " · ".join(f"{name} {STATES[state]} {state}" for name, state in body["sources"].items()))
    columns = ("attribute 属性", "value 值", "confidence", "from 来源", "evidence 证据")
    yield table(columns, [_attribute(name, one) for name, one in known.items()])
    yield from _conflicts(final)
    tags = body["external"]["tags"][:most_tags]
    yield table(("tag 标签", "weight 权重", "said in 原文"), [_tag(tag) for tag in tags])
    yield from cases_table(body["external"]["cases"])
    yield industry_line(body["external"]["industry"])
    unknown = [label(name) for name, one in final.items() if one["value"] is None]
    yield Text("unknown 未知: " + ("、".join(unknown) or "-"))


def label(name: str) -> str:
    """Return the Chinese label of an attribute."""
    from firmgraph.profiling.combine import portrait_rules

    return str(portrait_rules()["attributes"][name]["zh"])


def evidence(ids: Sequence[str], shown: int = EVIDENCE_SHOWN) -> str:
    """Return the first record ids, and how many more there are."""
    more = f" +{len(ids) - shown}" if len(ids) > shown else ""
    return ", ".join(ids[:shown]) + more


def value_text(value: Any) -> str:
    """Return a value for a reader: lists joined, long numbers grouped."""
    if isinstance(value, list):
        return "、".join(map(str, value))
    text = str(value)
    return f"{int(text):,}" if text.isascii() and text.isdecimal() and len(text) > 6 else text


def _attribute(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    sources = ", ".join(one["sources"])
    return label(name), value_text(one["value"]), f"{one['confidence']:.2f}", sources, evidence(one["evidence"])


def _conflicts(final: Mapping[str, Any]) -> "Iterator[RenderableType]":
    rows = [
        (label(name), value_text(one["value"]), value_text(loser["value"]), loser["source"], loser["why"])
        for name, one in final.items()
        for loser in one["losers"]
    ]
    if rows:
        yield table(("conflict 冲突", "taken 采用", "left 未采用", "of 来源", "why 原因"), rows)


def _tag(tag: Mapping[str, Any]) -> tuple[str, ...]:
    words = "、".join(dict.fromkeys(span["text"] for span in tag["spans"]))
    return f"{tag['label_zh']} {tag['label_en']}", f"{tag['weight']:.2f}", words
