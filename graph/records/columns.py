"""Column types of records: how a cell becomes its normal form, with its Chinese header and personal-data class."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from firmgraph.graph import parties
from firmgraph.graph.normal import amounts, dates, identifiers, names
from firmgraph.graph.normal.text import LOST, plain

MAX_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Type:
    """What a column holds: its name in the documentation, and whether it names a party."""

    name: str
    party: bool = False


def column(title: str, *, aliases: tuple[str, ...] = (), required: bool = False, personal: str | None = None) -> Any:
    """Declare a column with its Chinese header, further headers met in files, and its personal-data class (C1 to
    C3).
    """
    extra: JsonDict = {"title": title, "aliases": list(aliases), "personal": personal, "required": required}
    if required:
        return Field(title=title, json_schema_extra=extra)
    return Field(None, title=title, json_schema_extra=extra)


def _text(value: object) -> str:
    text = plain(value)
    if len(text) > MAX_TEXT:
        raise PydanticCustomError("text_too_long", "a text of more than 200,000 characters")
    if LOST.search(text):
        raise PydanticCustomError("encoding", "characters were lost before this file was written (wrong encoding)")
    return identifiers.mask_persons(text)


def _name(value: object) -> str:
    name = names.display_name(_text(value))
    if not name:
        raise PydanticCustomError("name_empty", "no name here")
    if len(name) > 300:
        raise PydanticCustomError("name_too_long", "a name of more than 300 characters")
    return name


def _items(value: object) -> list[str]:
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("["):
            try:
                value = json.loads(text)
            except ValueError:
                raise PydanticCustomError(
                    "list_form", "not a list: separate values with ; or write a JSON list"
                ) from None
        else:
            value = text.replace("；", ";").split(";")
    if not isinstance(value, (list, tuple)):
        raise PydanticCustomError("list_form", "not a list: separate values with ; or write a JSON list")
    return [_text(item) for item in value if str(item).strip()]


def vocabulary(words: Mapping[str, str]) -> Callable[[object], str]:
    """Return a reader of a closed vocabulary: English or Chinese word in, the English word out."""
    table = {**{w.lower(): w for w in words.values()}, **{zh.lower(): w for zh, w in words.items()}}

    def read(value: object) -> str:
        word = table.get(str(value).strip().lower())
        if word is None:
            raise PydanticCustomError(
                "vocabulary", "not one of the words of this column: " + ", ".join(sorted(set(words.values())))
            )
        return word

    return read


def vocabularies(words: Mapping[str, str]) -> Callable[[object], list[str]]:
    """Return a reader of a list of words from a closed vocabulary."""
    one = vocabulary(words)
    return lambda value: [one(item) for item in _items(value)]


def rules(value: object) -> list[dict[str, Any]]:
    """Return product conditions: a JSON list of objects, each with a `rule`, an `expression` or only a `text`."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("rules_form", "not a JSON list of rules") from None
    if not isinstance(found, list) or not all(isinstance(r, dict) and _is_condition(r) for r in found):
        raise PydanticCustomError("rules_form", 'not a JSON list of objects such as {"rule": "min_years", "value": 2}')
    return found


def _is_condition(stated: dict[str, Any]) -> bool:
    words = [stated[key] for key in ("rule", "expression", "text") if key in stated]
    return bool(words) and all(isinstance(word, str) and word.strip() for word in words)


Text = Annotated[str, BeforeValidator(_text), Type("text")]
Name = Annotated[str, BeforeValidator(_name), Type("name")]
Names = Annotated[list[str], BeforeValidator(_items), Type("list")]
Items = Annotated[list[str], BeforeValidator(_items), Type("list")]
Uscc = Annotated[str, BeforeValidator(identifiers.uscc), Type("uscc")]
RegistrationNumber = Annotated[str, BeforeValidator(identifiers.registration_number), Type("reg_no")]
Day = Annotated[str, BeforeValidator(dates.day), Type("date")]
Month = Annotated[str, BeforeValidator(dates.month), Type("month")]
Timestamp = Annotated[str, BeforeValidator(dates.timestamp), Type("timestamp")]
Period = Annotated[str, BeforeValidator(dates.period), Type("period")]
Money = Annotated[str, BeforeValidator(amounts.money), Type("money")]
Share = Annotated[int, BeforeValidator(amounts.share), Type("share")]
Whole = Annotated[int, BeforeValidator(amounts.whole_number), Type("int")]
Flag = Annotated[bool, BeforeValidator(amounts.flag), Type("flag")]
Rules = Annotated[list[dict[str, Any]], BeforeValidator(rules), Type("rules")]
Party = Annotated[dict[str, str], BeforeValidator(parties.read_party), Type("party", party=True)]
Firm = Annotated[
    dict[str, str], BeforeValidator(partial(parties.read_party, default_kind="enterprise")), Type("party", party=True)
]
Individual = Annotated[
    dict[str, str], BeforeValidator(partial(parties.read_party, default_kind="person")), Type("party", party=True)
]
