"""The report of a watch as Markdown, and as a page for printing: alarms, what is in order, then what is not known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from firmgraph.profiling.models.watch import ALL
from firmgraph.profiling.report.markup import element
from firmgraph.profiling.report.page import whole_page

LEVELS_ZH = {"green": "正常", "amber": "关注", "red": "预警", "unknown": "未知"}
_CLASSES = {"green": "present", "amber": "stale", "red": "absent", "unknown": "dim"}
_HEAD = ("级别 level", "原因", "reason", "月份 month", "部分 part", "客户 clients")
_ORDER = ("red", "amber", "unknown", "green")


def watch_markdown(wire: Mapping[str, Any]) -> str:
    """The report of a watch (its wire body) as Markdown."""
    parts = [f"# {_title(wire)}", _summary(wire)]
    for title, signs in _sections(wire):
        lines = [_HEAD, ("---",) * len(_HEAD), *(_cells(sign) for sign in signs)]
        table = "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
        parts.append(f"## {title}\n\n{table if signs else '无 none'}")
    return "\n\n".join(parts) + "\n"


def watch_page(wire: Mapping[str, Any]) -> str:
    """The report of a watch (its wire body) as a page for printing."""
    chips = [
        element("li", f"{LEVELS_ZH[level]} {level}: {wire['counts'][level]}", class_=_CLASSES[level])
        for level in _ORDER
    ]
    header = element(
        "header",
        element("h1", _title(wire)),
        element("p", _summary(wire), class_="dim"),
        element("ul", *chips, class_="sources"),
    )
    body = [header]
    for title, signs in _sections(wire):
        body += [element("h2", title), _table(signs) if signs else element("p", "无 none", class_="dim")]
    return whole_page(_title(wire), body)


def _title(wire: Mapping[str, Any]) -> str:
    return f"模型监测 Watch over {wire['model']} {wire['version']}"


def _summary(wire: Mapping[str, Any]) -> str:
    counts = "，".join(f"{LEVELS_ZH[one]} {one} {wire['counts'][one]}" for one in _ORDER)
    overall = f"总体 overall: {LEVELS_ZH[wire['level']]} {wire['level']}（{counts}）"
    return f"{overall} · 对照 compared with: {wire['compared_with']} · {wire['pack']}"


def _sections(wire: Mapping[str, Any]) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    signs = sorted(wire["signs"], key=lambda sign: _ORDER.index(sign["level"]))
    yield "预警与关注 Alarms", [sign for sign in signs if sign["level"] in ("red", "amber")]
    yield "正常 In order", [sign for sign in signs if sign["level"] == "green"]
    yield "未知 Not known", _in_one(sign for sign in signs if sign["level"] == "unknown")


def _in_one(signs: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Signs of one measure and part in one line, as the last month tells it: in a small book most are unknown."""
    of: defaultdict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for sign in signs:
        of[sign["measure"], sign["part"], sign["month"] == ALL].append(sign)
    found: list[Mapping[str, Any]] = []
    for alike in of.values():
        *before, last = sorted(alike, key=lambda sign: str(sign["month"]))
        months = f"{before[0]['month']} – {last['month']}（{len(alike)}）" if before else last["month"]
        found.append({**last, "month": months})
    return found


def _cells(sign: Mapping[str, Any]) -> tuple[str, ...]:
    level, reason = sign["level"], sign["reason"]
    return (
        f"{LEVELS_ZH[level]} {level}", reason["zh"], reason["en"], sign["month"], sign["part"], str(sign["clients"])
    )  # fmt: skip


def _table(signs: Sequence[Mapping[str, Any]]) -> Element:
    head = element("thead", element("tr", *(element("th", cell) for cell in _HEAD)))
    return element("table", head, element("tbody", *(_row(sign) for sign in signs)))


def _row(sign: Mapping[str, Any]) -> Element:
    level, zh, en, *rest = _cells(sign)
    first = (element("td", level, class_=f"short {_CLASSES[sign['level']]}"), element("td", zh), element("td", en))
    return element("tr", *first, *(element("td", cell, class_="short") for cell in rest))
