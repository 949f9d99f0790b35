"""A match answer in a terminal: gates, the client, ranked offers with their score parts, and what was lost and why."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.portrait import evidence

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

STYLES = {"PASS": "green", "FAIL": "red", "UNKNOWN": "yellow"}


def match_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the parts of a match body."""
    from rich.text import Text

    subject = body["subject"]
    yield Text(f"融资方案 Offers: {subject['name'] or subject['id']}", style="bold")
    yield Text(f"{body['decision_id']} · as of {body['as_of']} · packs {', '.join(body['packs'])}", style="dim")
    yield table(("gate 准入", "verdict", "reason 理由", "evidence 证据"), [_gate(gate) for gate in body["gates"]])
    if client := body.get("client"):
        yield Text(f"client grade 客户等级: {client['grade']} ({client['verdict']}), asset {_yuan(client['asset'])}")
    for place, offer in enumerate(body["offers"], 1):
        yield _offer(place, offer)
    yield from _lost(body)
    for reason in body["reasons"]:
        yield Text(f"{reason['zh']} / {reason['en']}")


def _gate(gate: Mapping[str, Any]) -> tuple[Any, ...]:
    return gate["name"], gate["verdict"], gate["reason"]["zh"], evidence(gate["evidence"])


def _offer(place: int, offer: Mapping[str, Any]) -> "Text":
    from rich.text import Text

    duel = offer["duel"]
    ids = list(dict.fromkeys(record for reason in offer["reasons"] for record in reason["evidence"]))
    unknown = f", not known: {', '.join(offer['unknown'])}" if offer["unknown"] else ""
    parts = " · ".join(f"{name} {_short(value)}" for name, value in offer["parts"].items())
    text = Text(f"\n{place}. ")
    text.append(f"{offer['name']} {offer['product_id']}", style="bold")
    text.append(f"  [{offer['class']['name']}]  ").append(f"score {_short(offer['score'])}", style="bold cyan")
    repayment = offer["repayment"] or "any repayment"
    text.append(f"\n   {_yuan(offer['amount'])} ({offer['bound_by']}) · {_price(offer)} · {repayment}")
    text.append(" · ").append(offer["verdict"], style=STYLES[offer["verdict"]]).append(unknown)
    if offer["bound_by"] != "asked":
        text.append("\n   bound by       ", style="dim").append(_bound(offer))
    text.append("\n   score parts    ", style="dim").append(parts)
    won = f"{duel['deciding_fact']} (over {duel['runner_up']})" if duel else "the only product of its class that fits"
    text.append("\n   deciding fact  ", style="dim").append(won)
    if offer["dominated_by"]:
        better = f"no better than {', '.join(offer['dominated_by'])} in amount, cost, term and speed"
        text.append("\n   dominated 劣于  ", style="dim").append(better, style="yellow")
    text.append("\n   evidence       ", style="dim").append(evidence(ids, 3))
    return text


def _bound(offer: Mapping[str, Any]) -> str:
    """What binds the amount, in words."""
    return next(str(cap["zh"]) for cap in offer["caps"] if cap["name"] == offer["bound_by"])


def _lost(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    from rich.text import Text

    unlocks = {one["class"]["id"]: one for one in body["unlock"]}
    lost = [one for one in body["classes"] if not one["kept"]]
    rows = [(one["name"], one["dropped_reason"], _changes(unlocks.get(one["id"]))) for one in lost]
    yield Text("")
    if rows:
        yield table(("class without an offer 未推荐", "why", "what would unlock it 解锁条件"), rows)


def _changes(unlock: Mapping[str, Any] | None) -> str:
    if unlock is None:
        return "-"
    return f"{unlock['product_id']}: " + "; ".join(str(change["zh"]) for change in unlock["changes"])


def _short(value: str) -> str:
    return f"{Decimal(value):.3f}".rstrip("0").rstrip(".")


def _yuan(value: str | None) -> str:
    return "unknown" if value is None else f"{Decimal(value):,} yuan"


def _price(offer: Mapping[str, Any]) -> str:
    if offer["rate"] is None:
        return "rate not stated"
    return f"{Decimal(offer['rate']):.2%} a year (all in {Decimal(offer['all_in_rate']):.2%})"
