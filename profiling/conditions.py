"""Conditions of a product: a named rule with its value, an expression over the case, or words no rule expresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

CLIENT_KIND = "client_kind"
KEYS = frozenset({"rule", "value", "expression", "zh", "en", "text", "partial"})


@dataclass(frozen=True)
class Condition:
    """What a product asks of a client, and the words of the product's page (`text`) that ask it.

    `rule` is the name under which answers tell it. With neither an expression nor a known rule of that name it cannot
    be told from records. A `partial` one expresses only a part of its text: failing it decides, passing it does not.
    """

    rule: str
    value: Any = None
    expression: str | None = None
    zh: str = ""
    en: str = ""
    text: str = ""
    partial: bool = False

    @cached_property
    def key(self) -> str:
        """All it states as one text: equal values of different types, as 0 and false, are told apart."""
        return repr((self.rule, self.value, self.expression, self.zh, self.en, self.text, self.partial))

    @property
    def is_words(self) -> bool:
        """Tell whether there is nothing but words, which a person has to judge."""
        return self.expression is None and self.rule == self.text


def condition_of(stated: Mapping[str, Any]) -> Condition:
    """Return the condition that a record states; an expression or a text without a rule's name is told by itself."""
    text, expression = str(stated.get("text") or ""), stated.get("expression")
    return Condition(
        rule=str(stated.get("rule") or expression or text),
        value=frozen(stated.get("value")),
        expression=None if expression is None else str(expression),
        zh=str(stated.get("zh") or ""),
        en=str(stated.get("en") or ""),
        text=text,
        partial=stated.get("partial") is True,
    )


def frozen(value: Any) -> Any:
    """Return a value of JSON as one that can be hashed."""
    if isinstance(value, Mapping):
        return tuple(sorted((key, frozen(part)) for key, part in value.items()))
    return tuple(map(frozen, value)) if isinstance(value, (list, tuple)) else value
