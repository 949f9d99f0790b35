"""A risk officer's answers in a terminal."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.portrait import evidence

if TYPE_CHECKING:
    from rich.console import RenderableType

Answer = Mapping[str, Any]


def heading(title: str, body: Answer) -> "RenderableType":
    """Return the line above an answer: what it is, the day, and the rule packs used."""
    from rich.text import Text

    packs = f" · packs {', '.join(body['packs'])}" if body["packs"] else ""
    text = Text(title, style="bold")
    return text.append(f"\nas of {body['as_of']} · version {body['version']}{packs}", style="not bold dim")


def line(words: str) -> "RenderableType":
    """Return a line of text."""
    from rich.text import Text

    return Text(words)


def known(value: str | None) -> str:
    """Return a value as a reader sees it where it may not be known."""
    return "未知 unknown" if value is None else value


def per_cent(share: str | None) -> str:
    """Return a fraction as a reader sees it."""
    from decimal import Decimal

    return "unknown 未知" if share is None else f"{(Decimal(share) * 100).normalize():f} %"


def ownership_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of an ownership body."""
    up = body["direction"] == "up"
    yield heading(f"{'股东 Holders of' if up else '对外持股 Holdings of'} {body['subject']['name']}", body)
    stakes = body["holders"] if up else body["holdings"]
    columns = ("id", "name 名称", "kind", "effective 综合持股", "naive 简单路径", "layers 层", "evidence 证据")
    yield table(columns, [_stake(one) for one in stakes])
    for circle in body["circular"]:
        yield line("循环持股 circular: " + " → ".join(circle))
    if body["unknown_share"] not in (None, "0"):
        yield line(f"未知 unknown: {per_cent(body['unknown_share'])}")
    yield from _notes(body)


def _notes(body: Answer) -> "Iterator[RenderableType]":
    for note in body["notes"]:
        yield line(f"{note['zh']} / {note['en']}")


def _stake(one: Answer) -> tuple[Any, ...]:
    effective, naive = per_cent(one["effective"]), per_cent(one["naive"])
    return one["id"], one["name"], one["kind"], effective, naive, one["layers"], evidence(one["evidence"], 2)


def control_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of a control body."""
    yield heading(f"实际控制人 Controller of {body['subject']['name']}", body)
    yield line(f"{body['words']['zh']} / {body['words']['en']}")
    yield line(
        f"type 类型 {body['type']} · share 持股 {per_cent(body['share'])} · votes 表决权 {per_cent(body['voting'])}"
    )
    columns = ("step", "holds 控制", "votes 表决权", "counted 计入", "evidence 证据")
    yield table(columns, [_proof(step) for step in body["proof"]])
    yield from _notes(body)


def _proof(step: Answer) -> tuple[Any, ...]:
    counted = "; ".join(f"{one['holder']['name']} {per_cent(one['share'])}" for one in step["counted"])
    return step["step"], step["holds"]["name"], per_cent(step["share"]), counted, evidence(step["evidence"], 2)


def owners_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of a beneficial-owners body."""
    yield heading(f"受益所有人 Beneficial owners of {body['subject']['name']}", body)
    columns = ("id", "name 姓名", "standard 标准", "share 持股", "why 理由", "certainty", "evidence 证据")
    yield table(columns, [_owner(one) for one in body["owners"]])
    yield line(
        f"免备 exempt: {body['exempt']['verdict']} {body['exempt']['why']['zh']} / {body['exempt']['why']['en']}"
    )
    if body["unknown_share"] != "0":
        yield line(f"未知 unknown: {per_cent(body['unknown_share'])}")
    yield from _notes(body)


def _owner(one: Answer) -> tuple[Any, ...]:
    told = one["standard"], per_cent(one["share"]), f"{one['why']['zh']} / {one['why']['en']}", one["certainty"]
    return one["id"], one["name"], *told, evidence(one["evidence"], 2)


def guarantees_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the parts of a guarantees body."""
    yield heading(f"担保 Guarantees of {body['subject']['name']}", body)
    for circle in body["circles"]:
        cut = " (truncated)" if circle["truncated"] else ""
        yield line(f"担保圈 {circle['kind']}{cut}: " + " → ".join(circle["names"]))
    for chain in body["chains"]:
        yield line(f"担保链 chain of {chain['length']}: " + " → ".join(chain["names"]))
    ratio = body["ratio"]
    yield line(
        f"对外担保/净资产 guarantees to net assets: {ratio['amount']} / {ratio['net_assets'] or 'unknown'} = "
        f"{per_cent(ratio['value'])} {ratio['verdict']} (veto {ratio['veto']})"
    )
    yield from _cascade(body["cascade"])
    for one in body["replace"]:
        yield line(f"可置换 replace: {one['guarantor']} → {one['guaranteed']} {one['amount']}")


def _cascade(cascade: Answer) -> "Iterator[RenderableType]":
    supposed = "假设违约 supposed" if cascade["assumed"] else "已违约 in default"
    yield line(f"代偿传导 cascade ({supposed}), loss 损失 {cascade['loss']}")
    rows = [
        (number, one["name"], one["amount"], one["net_assets"], evidence(one["evidence"], 2))
        for number, falling in enumerate(cascade["rounds"], 1)
        for one in falling["fallen"]
    ]
    yield table(("round", "name 名称", "called for 代偿", "net assets 净资产", "evidence 证据"), rows)
