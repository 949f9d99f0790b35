"""A party of a record (主体): an enterprise, a person or a public body, as one cell and its companions name it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from firmgraph.graph.normal.identifiers import (
    hashed,
    looks_like_person_number,
    looks_like_registration_number,
    looks_like_uscc,
    masked,
    person_number,
    registration_number,
    uscc,
)
from firmgraph.graph.normal.names import display_name, looks_like_organisation
from firmgraph.graph.normal.text import LOST, is_nothing, without_spaces

PARTY_KINDS = {
    "enterprise": "enterprise",
    "企业": "enterprise",
    "公司": "enterprise",
    "法人": "enterprise",
    "person": "person",
    "个人": "person",
    "自然人": "person",
    "sole_trader": "sole_trader",
    "个体工商户": "sole_trader",
    "个体户": "sole_trader",
    "state": "state",
    "国家": "state",
    "国资": "state",
    "政府": "state",
    "机关": "state",
    "public": "public",
    "公众": "public",
    "公众股东": "public",
    "流通股": "public",
    "foreign_state": "foreign_state",
    "外国政府": "foreign_state",
    "partnership": "partnership",
    "合伙企业": "partnership",
    "unknown": "unknown",
    "未知": "unknown",
    "不详": "unknown",
}


@dataclass(frozen=True, slots=True)
class PartyCell:
    """The raw values that name one party: the cell, its 证件号 and its 主体类型."""

    value: object
    number: object = None
    kind: object = None


def read_party(cell: object, default_kind: str | None = None) -> dict[str, str]:
    """Return a party in normal form: any of name, uscc, reg_no, scoped id, person (hash), masked, and its kind.

    The cell takes a USCC, an old registration number, a person's id number, or a name. A person's number is hashed here
    and goes no further in clear.
    """
    if isinstance(cell, Mapping):
        return dict(cell)
    raw = cell if isinstance(cell, PartyCell) else PartyCell(cell)
    party: dict[str, str] = {}
    _identify(party, raw.value, is_number=False)
    if not is_nothing(raw.number):
        _identify(party, raw.number, is_number=True)
    party["kind"] = _kind(party, raw.kind, default_kind)
    return party


def _identify(party: dict[str, str], value: object, *, is_number: bool) -> None:
    text = without_spaces(str(value)).upper()
    if looks_like_person_number(text):
        number = person_number(text)
        party["person"], party["masked"] = hashed(number), masked(number)
    elif looks_like_uscc(text):
        party["uscc"] = uscc(text)
    elif looks_like_registration_number(text):
        party["reg_no"] = registration_number(text)
    elif is_number:
        party["scoped"] = text
    else:
        party["name"] = _name(value)


def _name(value: object) -> str:
    name = display_name(value)
    if not name:
        raise PydanticCustomError("party_empty", "no name, code or number here")
    if LOST.search(name):
        raise PydanticCustomError("encoding", "characters were lost before this file was written (wrong encoding)")
    return name


def _kind(party: dict[str, str], stated: object, default_kind: str | None) -> str:
    if not is_nothing(stated):
        kind = PARTY_KINDS.get(str(stated).strip().lower())
        if kind is None:
            raise PydanticCustomError(
                "party_kind", "not a kind of party: " + ", ".join(sorted(set(PARTY_KINDS.values())))
            )
        return kind
    if "person" in party:
        return "person"
    if "uscc" in party:
        return "sole_trader" if party["uscc"].startswith("92") else "enterprise"
    if "reg_no" in party or default_kind == "enterprise":
        return "enterprise"
    if default_kind == "person":
        return "enterprise" if len(party.get("name", "")) > 4 and looks_like_organisation(party["name"]) else "person"
    return "enterprise" if "name" not in party or looks_like_organisation(party["name"]) else "person"
