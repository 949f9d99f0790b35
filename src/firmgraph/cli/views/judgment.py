"""A court document as read, in a terminal."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table

if TYPE_CHECKING:
    from rich.console import RenderableType

_LINES = (
    ("court", "court 法院"), ("case_number", "case number 案号"), ("cause", "cause 案由"), ("kind", "kind 文书"),
    ("filed", "filed 立案"), ("judged", "judged 裁判"), ("execution", "execution 执行"),
)  # fmt: skip


def judgment_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the parts of a document body; what it does not say is a dash."""
    from rich.text import Text

    for name, words in _LINES:
        yield Text(f"{words}: {body[name]['value'] if body[name] else '-'}")
    yield Text(f"result 结果: {body['result']}" + "".join(f" · {tag}" for tag in body["tags"]))
    yield table(("party 当事人", "role 诉讼地位", "side"), [_party(one) for one in body["parties"]])
    for part, total, words in (("claims", "claimed", "claim 诉请"), ("awards", "awarded", "award 判决")):
        rows = [(one["amount"], one["currency"], one["kind"], "" if one["counted"] else "no") for one in body[part]]
        yield table((f"{words} {body[total] or '-'}", "currency", "kind", "counted"), rows)
    told = [
        (one["outcome"], "、".join(one["obliged"]) or ("all" if one["everyone"] else "-")) for one in body["orders"]
    ]
    yield table(("decision 主文", "told to 义务人"), told)


def _party(one: Mapping[str, Any]) -> tuple[str, str, str]:
    from firmgraph.nlp.litigation.rules import litigation_rules

    words = {rule.role: min(rule.words, key=len) for rule in litigation_rules().roles}
    return one["name"], f"{words[one['role']]} {one['role']}", one["side"]
