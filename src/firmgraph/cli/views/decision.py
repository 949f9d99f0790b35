"""What became of a decision in a terminal: replayed, compared, the ledger verified."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table

if TYPE_CHECKING:
    from rich.console import RenderableType

_LONGEST = 60


def replay_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the parts of a replay."""
    from rich.text import Text

    said = "the same bytes 完全一致" if body["same"] else "differs 有差异"
    yield Text(f"{body['decision_id']}: {said}", style="green" if body["same"] else "red")
    if body["packs_changed"]:
        yield Text(f"rule packs changed since 规则包已变更: {', '.join(body['packs_changed'])}", style="yellow")
    if body["differences"]:
        yield _differences(body["differences"], ("then 当时", "now 现在"))


def diff_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the places where two decisions differ."""
    from rich.text import Text

    if not body["differences"]:
        yield Text("the two decisions say the same 两个决策内容一致")
    else:
        yield _differences(body["differences"], (body["one"], body["other"]))


def verify_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield whether the ledger is whole."""
    from rich.text import Text

    if body["whole"]:
        yield Text(f"the chain of {body['entries']:,} entries is whole 链完整", style="green")
    else:
        yield Text(f"the chain is broken 链已损坏: {body['fault']['what']}", style="red")


def _differences(found: Sequence[Mapping[str, Any]], heads: tuple[str, str]) -> "RenderableType":
    rows = [(one["path"], _short(one["before"]), _short(one["after"])) for one in found]
    return table(("where 位置", *heads), rows)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
