"""Risk, groups, standing and changes of a firm in a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.officer import heading, known, line, per_cent
from firmgraph.cli.views.portrait import evidence

if TYPE_CHECKING:
    from rich.console import RenderableType

Answer = Mapping[str, Any]
_UNIT_WORDS = {"count": "", "days": " days 天", "yuan": " yuan 元"}
FINDING = ("rule 规则", "verdict", "finding 发现", "value", "evidence 证据")


def _findings(found: Iterable[Answer]) -> "RenderableType":
    return table(FINDING, [_finding(one) for one in found])


def _finding(one: Answer) -> tuple[Any, ...]:
    words = f"{one['words']['zh']} / {one['words']['en']}"
    told = one.get("rule") or one.get("name"), one["verdict"], words, measured(one["value"], one.get("unit"))
    return *told, evidence(one["evidence"], 2)


def measured(value: str | None, unit: str | None) -> str | None:
    """Return what a rule measured as a reader sees it, in its unit."""
    if value is None or unit is None:
        return value
    return per_cent(value) if unit == "share" else f"{value}{_UNIT_WORDS[unit]}"


def risk_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of a risk scan; vetoes come first."""
    from firmgraph.api.officer.words import COLOURS

    yield heading(f"风险扫描 Risk of {body['subject']['name']}", body)
    yield line("一票否决 vetoes" + (": refused 否决" if body["refused"] else ""))
    yield _findings(one for one in body["vetoes"] if one["verdict"] != "PASS")
    hours = f", respond within {body['respond_within_hours']} h" if body["respond_within_hours"] else ""
    yield line(f"等级 grade: {COLOURS[body['grade']]} {body['grade']} ({body['verdict']}{hours})")
    yield _findings(one for one in body["findings"] if one["verdict"] != "PASS")
    columns = ("dimension 维度", "open 未结", "closed 已结", "amount 金额", "verdict", "evidence 证据")
    yield table(columns, [_dimension(one) for one in body["dimensions"]])
    for one in body["related"]:
        open_ones = ", ".join(f"{d['zh']} {d['open']}" for d in one["dimensions"] if d["open"])
        yield line(f"关联 near ({', '.join(one['relations'])}): {one['name']} {open_ones or 'closed ones only'}")
    yield line(f"传导 contagion: {body['contagion']['score']}")
    for path in body["contagion"]["paths"]:
        yield line(f"  {per_cent(path['share'])}: " + " → ".join(path["names"]))
    yield line("预警 early warnings")
    yield _findings(one for one in body["warnings"] if one["verdict"] != "PASS")


def _dimension(one: Answer) -> tuple[Any, ...]:
    return one["zh"], one["open"], one["closed"], one["amount"], one["verdict"], evidence(one["evidence"], 2)


def group_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of a group body."""
    yield heading(f"集团客户 Group of {body['subject']['name']}, core 核心企业 {body['core']['name']}", body)
    columns = ("id", "name 名称", "tests 认定", "certainty", "why 理由", "evidence 证据")
    yield table(columns, [_member(one) for one in body["members"]])
    exposure = body.get("exposure")
    if exposure:
        lender = exposure["lender"] or "全部授信机构 all lenders"
        yield line(f"授信 exposure ({lender}): {known(exposure['total'])}{_incomplete(exposure)}")
        yield table(
            ("limit 限额", "yuan", "used 占用", "verdict"),
            [(one["name"], known(one["limit"]), known(one["used"]), one["verdict"]) for one in exposure["limits"]],
        )


def _incomplete(exposure: Answer) -> str:
    missing = len(exposure["incomplete"])
    return f"，{missing} 户资料不全 incomplete of {missing} firms" if missing else ""


def _member(one: Answer) -> tuple[Any, ...]:
    why = "; ".join(link["words"]["zh"] for link in one["links"])
    tests = ", ".join(map(str, one["tests"]))
    return one["id"], one["name"], tests, one["certainty"], why, evidence(one["evidence"], 2)


def related_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the related parties of a firm."""
    yield heading(f"关联方 Related parties of {body['subject']['name']}", body)
    columns = ("id", "name 名称", "dimension 维度", "score", "certainty", "why 理由", "evidence 证据")
    yield table(columns, [_related(one) for one in body["parties"]])
    for one in body["hubs"]:
        yield line(f"公共联系方式 hub, links nobody: {one['kind']} {one['name']} ({one['shared_by']})")


def _related(one: Answer) -> tuple[Any, ...]:
    why = f"{one['words']['zh']} / {one['words']['en']}"
    told = one["dimension"], f"{one['score']:.2f}", one["certainty"], why
    return one["id"], one["name"], *told, evidence(one["evidence"], 2)


def standing_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of a standing body."""
    yield heading(f"股权核查 Standing of {body['subject']['name']}", body)
    for one in body["data_quality"]:
        yield line(f"数据质量 {one['finding']}: {one['words']['zh']} / {one['words']['en']}")
    yield line(f"控制权稳定 control stability: {body['control_stability']['verdict']}")
    yield _findings(body["control_stability"]["signals"])
    yield line(f"空壳迹象 signs of a shell (suspected at most): {body['shell']['verdict']}")
    yield _findings(body["shell"]["signals"])
    rows = [
        (o["id"], o["name"], o["way"], per_cent(o["share"]), evidence(o["evidence"], 2)) for o in body["close_links"]
    ]
    yield table(("close link 密切关联", "name 名称", "way", "share", "evidence 证据"), rows)


def trade_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of a trade body."""
    yield heading(f"交易集中度 Trade of {body['subject']['name']}", body)
    for side in body["sides"]:
        whom = "客户 customers" if side["side"] == "seller" else "供应商 suppliers"
        yield line(f"{whom}: {side['counterparties']}, {side['total']}")
        yield _findings((side["single"], side["top"]))
        yield table(
            ("id", "name 名称", "amount 金额", "share"),
            [(known(o["id"]), o["name"], o["amount"], o["share"]) for o in side["largest"]],
        )


def changes_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield what changed about a firm."""
    yield heading(f"变更 Changes of {body['subject']['name']} {body['since']} – {body['until']}", body)
    yield _changes(body["changes"])


def _changes(found: Iterable[Answer]) -> "RenderableType":
    columns = ("day 日期", "item 事项", "before 变更前", "after 变更后", "evidence 证据")
    rows = [
        (one["day"], one["item"], "; ".join(one["before"]), "; ".join(one["after"]), evidence(one["evidence"], 2))
        for one in found
    ]
    return table(columns, rows)


def alerts_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the alerts of a watch list."""
    yield heading(f"监测 Alerts {body['since']} – {body['until']}", body)
    for one in body["alerts"]:
        yield line(f"{one['name']} ({one['id']})")
        yield _changes(one["changes"])
        for event in one["events"]:
            yield line(f"  {event['began']} {event['dimension']} {event['name']} {event['amount'] or ''}")
    for unknown in body["unknown"]:
        yield line(f"未知 unknown: {unknown}")
