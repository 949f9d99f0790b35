"""What was read of a firm, in a terminal: its cases, and where its industry comes from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_CASES = (
    "case 案号", "role 地位", "result 结果", "cause 案由", "amount 金额", "to revenue 比营收", "age 时间",
    "execution 执行", "record 记录",
)  # fmt: skip
_ORIGINS = {"stated": "登记 stated", "scope": "经营范围 scope", "name": "名称 name", "unknown": "未知 unknown"}


def cases_table(cases: Sequence[Mapping[str, Any]]) -> "Iterator[RenderableType]":
    """Yield the table of a firm's cases, if it has any."""
    if cases:
        yield table(_CASES, [_case(one) for one in cases])


def _case(one: Mapping[str, Any]) -> tuple[Any, ...]:
    result = "，".join([one["result"], *(f"text says {said}" for said in one["text_says"].values())])
    return (
        one["case_number"], one["role"], result, one["cause"], one["amount"], one["amount_band"], one["age_band"],
        one["execution"], one["record"],
    )  # fmt: skip


def industry_line(industry: Mapping[str, Any]) -> "Text":
    """Return the industry of a firm and where it comes from; a reading that agrees with what is stated is left out."""
    from rich.text import Text

    told = f"industry 行业: {industry['value'] or '-'} ({_ORIGINS[industry['origin']]})"
    if industry["origin"] == "stated" and not industry["conflict"]:
        return Text(told)
    read = "、".join(
        f"{i['section']}{i['division']} {i['division_title']} {i['confidence']:.2f}" for i in industry["read"]
    )
    conflict = " · conflict 冲突" if industry["conflict"] else ""
    return Text(f"{told} · read 读出: {read or industry['abstained']}{conflict}")


def _industry(one: Mapping[str, Any]) -> str:
    return f"{one['section']}{one['division']} {one['division_title']} {one['confidence']:.2f}"
