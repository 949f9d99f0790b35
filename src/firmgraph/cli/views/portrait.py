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
    yield from _judged(body)
    yield from _scores(body)
    tags = body["external"]["tags"][:most_tags]
    yield table(("tag 标签", "weight 权重", "said in 原文"), [_tag(tag) for tag in tags])
    yield from cases_table(body["external"]["cases"])
    yield industry_line(body["external"]["industry"])
    unknown = [label(name) for name, one in final.items() if one["value"] is None]
    yield Text("unknown 未知: " + ("、".join(unknown) or "-"))


def difference_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield what changed in a portrait between two days: attributes, sources, tags."""
    from rich.text import Text

    subject, found = body["subject"], body["difference"]
    yield Text(f"画像变化 Changes of the portrait: {subject['name'] or subject['id']}", style="bold")
    days = f"{found['from']['as_of']} → {found['to']['as_of']}"
    share = f"completeness {found['from']['completeness']:.0%} → {found['to']['completeness']:.0%}"
    yield Text(f"{subject['id']} · {days} · {share}", style="dim")
    columns = ("attribute 属性", "change 变化", "before 此前", "after 此后", "records 带来变化的记录")
    yield table(columns, [_changed(one) for one in found["changes"]])
    for words, moved in (("source 来源", found["sources"]), ("tag 标签", found["tags"])):
        if moved:
            rows = [(name, _told(one["before"]), _told(one["after"])) for name, one in moved.items()]
            yield table((words, "before 此前", "after 此后"), rows)


def _changed(one: Mapping[str, Any]) -> tuple[str, ...]:
    name, records = one["attribute"], [record["record_id"] for record in one["records"]]
    before, after = (_value(name, one[side]["value"]) for side in ("before", "after"))
    return label(name), one["change"], before, after, evidence(records, 2)


def _told(value: Any) -> str:
    return "-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def _value(name: str, value: Any) -> str:
    from firmgraph.profiling.portrait_words import value_zh

    return value_zh(name, value)


def label(name: str) -> str:
    """Return the Chinese label of an attribute."""
    from firmgraph.profiling.portrait_words import label_zh

    return label_zh(name)


def evidence(ids: Sequence[str], shown: int = EVIDENCE_SHOWN) -> str:
    """Return the first record ids, and how many more there are."""
    more = f" +{len(ids) - shown}" if len(ids) > shown else ""
    return ", ".join(ids[:shown]) + more


def _attribute(name: str, one: Mapping[str, Any]) -> tuple[str, ...]:
    sources = ", ".join(one["sources"])
    return label(name), _value(name, one["value"]), f"{one['confidence']:.2f}", sources, evidence(one["evidence"])


def _conflicts(final: Mapping[str, Any]) -> "Iterator[RenderableType]":
    rows = [
        (label(name), _value(name, one["value"]), _value(name, loser["value"]), loser["source"], loser["why"])
        for name, one in final.items()
        for loser in one["losers"]
    ]
    if rows:
        yield table(("conflict 冲突", "taken 采用", "left 未采用", "of 来源", "why 原因"), rows)


def _judged(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    from rich.text import Text

    from firmgraph.profiling.portrait_text import risk_words

    risk = body["assessment"]["risk"]
    yield Text(f"risk 风险: {risk_words(risk)}")
    if risk["reasons"]:
        rows = [(f"+{one['points']}", one["reason"]["zh"], evidence(one["evidence"])) for one in risk["reasons"]]
        yield table(("points 分值", "reason 原因", "evidence 证据"), rows)
    lacking = [one for one in body["documents"] if one["state"] == "missing"]
    told = "、".join(f"{one['zh']}（{one['reason']['zh']}）" for one in lacking)
    yield Text(f"documents lacking 缺资料: {told or '-'}")


def _scores(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    from firmgraph.profiling.score_words import COLUMNS, score_rows

    if body["scores"]:
        yield table((*COLUMNS, "证据"), [(*row, evidence(behind)) for row, behind in score_rows(body["scores"])])


def _tag(tag: Mapping[str, Any]) -> tuple[str, ...]:
    words = "、".join(dict.fromkeys(span["text"] for span in tag["spans"]))
    return f"{tag['label_zh']} {tag['label_en']}", f"{tag['weight']:.2f}", words
