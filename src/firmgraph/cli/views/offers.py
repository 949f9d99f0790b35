"""Offers beyond one decision, in a terminal: products held, codes, fairness of exposure, what follows a taken offer."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.match import match_view
from firmgraph.cli.views.portrait import evidence

if TYPE_CHECKING:
    from rich.console import RenderableType
_HELD = ("product 产品", "name", "since 起", "until 止", "amount", "state", "evidence 证据")


def answered_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the next offers, or the offer taken and what follows."""
    from rich.text import Text

    yield from match_view(body)
    if "accepted" not in body:
        return
    yield Text(f"\naccepted 已接受: {body['accepted']} · code 分享码: {body['code']}", style="bold")
    if body["instalment"] is not None:
        yield from _instalment(body["instalment"])
    for one in body["events"]:
        yield Text(f"event 事件: {one['event']}" + (f" → {one['to']}" if "to" in one else ""))
    yield from _told(body)


def held_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield what a client holds and is told, and its behaviour."""
    from rich.text import Text

    subject, behaviour = body["subject"], body["behaviour"]
    yield Text(f"持有产品 Products held: {subject['name'] or subject['id']}", style="bold")
    yield from _told(body)
    rows = [(product, score) for product, score in sorted(behaviour["interest"].items(), key=_most_liked)]
    if rows:
        yield table(("interest in 兴趣产品", "score"), rows)
    if behaviour["unknown"]:
        states = (f"{part} {behaviour['states'][part]}" for part in behaviour["unknown"])
        yield Text(f"behaviour not told 未知行为: {', '.join(states)}", style="yellow")


def code_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the offer of a code, and the code where it is asked for."""
    from rich.text import Text

    yield Text(f"{body['decision_id']} {body['product_id']}")
    if "code" in body:
        yield Text(body["code"], style="bold")


def exposure_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield a row a product, then how unequal the shares are."""
    from rich.text import Text

    names = ("offered", "share_of_offers", "first", "share_of_first", "deals")
    rows = [(one["product_id"], *(one[name] for name in names)) for one in body["products"] if one["offered"]]
    title = f"曝光 Exposure over the {body['over']}: {body['lists']} lists, {body['empty']} empty"
    yield table(("product 产品", "offered 推荐", "share", "first 首位", "share", "deals 成交"), rows, title)
    yield Text(f"never offered 从未推荐: {len(body['never_offered'])}")
    yield Text(f"gini: offers {body['gini']['offers']}, first {body['gini']['first']}")
    bias = "cannot be told" if body["deal_bias"] is None else body["deal_bias"]
    yield Text(f"correlation with deals 与成交数相关: {bias}")


def _told(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    from rich.text import Text

    yield table(_HELD, [_held(one) for one in body["held"]])
    count = body["referrals"]
    said = "reached 已达" if count["reached"] else "not reached 未达"
    yield Text(f"referrals 推荐客户: {count['count']} of {count['threshold']}, reward {said}")
    yield Text(f"channel 渠道: {body['channel'] or 'unknown'}")
    if body["gift"]:
        yield Text(f"{body['gift']['zh']} / {body['gift']['en']}", style="green")


def _held(one: Mapping[str, Any]) -> tuple[Any, ...]:
    told = (one["product_id"], one["name"], one["since"], one["until"], one["amount"], one["state"])
    return *told, evidence(one["evidence"])


def _instalment(found: Mapping[str, Any]) -> "Iterator[RenderableType]":
    from rich.text import Text

    for reason in found["reasons"]:
        yield Text(f"instalments 分期 {found['verdict']}: {reason['zh']} / {reason['en']}")
    rows = [
        (one["periods"], one["first_due"], one["last_due"], one["interest"], one["total"]) for one in found["plans"]
    ]
    if rows:
        yield table(("periods 期数", "first 首期", "last 末期", "interest 利息", "total 合计"), rows)
        yield Text(f"cash instalment 现金分期: at most {found['cash_instalment']} yuan")


def _most_liked(one: tuple[str, str]) -> tuple[Decimal, str]:
    return -Decimal(one[1]), one[0]
