"""Rule packs in a terminal: listed, one in full, and what the lint finds."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table

if TYPE_CHECKING:
    from rich.console import RenderableType

_HEAD = ("pack 规则包", "family", "title 标题", "document 文件", "from 起", "to 止", "in force 有效")


def list_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the packs."""
    yield table(_HEAD, [_row(pack) for pack in body["packs"]], f"as of {body['as_of']}")


def _row(pack: Mapping[str, Any]) -> tuple[Any, ...]:
    held = ("optional" if pack["optional"] else "yes") if pack["in_force"] else "no"
    told = (pack["id"], pack["family"], pack["title"], pack["document"], pack["effective_from"], pack["effective_to"])
    return *told, held


def show_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield one pack as it is written, with whether it is in force."""
    import yaml
    from rich.text import Text

    yield Text(yaml.safe_dump(dict(body), allow_unicode=True, sort_keys=False, width=120).rstrip())


def lint_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield a line for each fault, and what is accepted."""
    from rich.text import Text

    for fault in body["faults"]:
        yield Text(f"{fault['place']}: {fault['kind']}: {fault['words']}", style="red")
    for one in body["accepted"]:
        yield Text(f"{one['pack']} cites what is superseded, accepted: {one['reason']}", style="dim")
    if not body["faults"]:
        yield Text("the rule packs are in order 规则包无误", style="green")
