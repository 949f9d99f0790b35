"""What records of the registry say."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from stdnum import numdb

from firmgraph.graph.normal.names import name_key
from firmgraph.graph.statements.said import Said

_OWN = (
    "former_names",
    "type",
    "status",
    "established",
    "approved",
    "ended",
    "term_from",
    "term_to",
    "registered_capital",
    "paid_in_capital",
    "authority",
    "region",
    "address",
    "scope",
    "industry",
    "staff",
    "phone",
    "email",
    "listed",
)
_SOLE_TRADER = ("个体",)
_PARTNERSHIP = ("合伙",)
_KIN = frozenset({"spouse", "parent", "child", "sibling"})


@lru_cache(maxsize=4096)
def place_name(region: str) -> str:
    """Return the name of a six-digit region where the code is known, else the text itself."""
    if len(region) == 6 and region.isdigit():
        found = numdb.get("cn/loc").info(region)
        words = [part[1].get(key, "") for part in found for key in ("province", "county")]
        return "".join(words) or region
    return region


def _valid(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return row.get("valid_from"), row.get("valid_to")


def _kind_of(row: Mapping[str, Any]) -> str:
    legal_type = row.get("type", "")
    if any(word in legal_type for word in _SOLE_TRADER) or str(row.get("uscc", "")).startswith("92"):
        return "sole_trader"
    return "partnership" if any(word in legal_type for word in _PARTNERSHIP) else "enterprise"


def say_contact(
    said: Said, firm: str, contact: str, value: str, valid: tuple[str | None, str | None] = (None, None)
) -> None:
    """Say how an enterprise is reached: by phone, e-mail domain, website, address or filing agent."""
    if contact == "address":
        said.relate("located_at", firm, said.shared("address", value), valid=valid)
    elif contact == "filing_agent":
        said.relate("filed_by", firm, said.shared("filing_agent", value), valid=valid)
    elif contact == "phone":
        digits = "".join(c for c in value if c.isdigit())
        if digits:
            said.relate("reachable_at", firm, said.shared("phone", digits), valid=valid, value=value)
    elif contact == "email":
        domain = value.rpartition("@")[2]
        if domain:
            said.relate(
                "reachable_at", firm, said.shared("email_domain", domain.lower()), value, valid=valid, value=value
            )
    else:
        said.relate("reachable_at", firm, said.shared("website", value), valid=valid, value=value)


def say_registration(said: Said, row: Mapping[str, Any]) -> None:
    """工商登记."""
    party = {"kind": _kind_of(row), **{k: row[k] for k in ("name", "uscc", "reg_no") if k in row}}
    if "local_id" in row:
        party["scoped"] = row["local_id"]
    own = {name: row[name] for name in _OWN if name in row}
    representative = row.get("legal_rep")
    if representative:
        own["legal_rep"] = representative.get("name") or representative.get("masked")
    firm = said.organisation(party, own, subject=True, region=row.get("region", ""))
    if representative:
        said.relate("legal_rep_of", said.party(representative, firm), firm)
    if "region" in row:
        said.relate("in_region", firm, said.shared("region", place_name(row["region"])))
    if "industry" in row:
        said.relate("in_industry", firm, said.shared("industry", row["industry"]))
    for contact in ("address", "phone", "email"):
        if contact in row:
            say_contact(said, firm, contact, row[contact])


def say_person(said: Said, row: Mapping[str, Any]) -> None:
    """自然人: a person a source lists by its own number."""
    said.party(row["person"])


def say_shareholding(said: Said, row: Mapping[str, Any]) -> None:
    """股东出资."""
    firm = said.party(row["enterprise"])
    holder = said.party(row["holder"], firm)
    role = row.get("role", "shareholder")
    said.relate(
        "holds",
        holder,
        firm,
        f"{role}/{row.get('valid_from', '')}",
        valid=_valid(row),
        role=role,
        **{name: row.get(name) for name in ("ratio", "subscribed", "paid_in", "voting_ratio", "income_ratio")},
    )
    if "nominee_for" in row:
        actual = said.party(row["nominee_for"], firm)
        said.relate("nominee_for", holder, actual, firm, valid=_valid(row))


def say_position(said: Said, row: Mapping[str, Any]) -> None:
    """任职."""
    firm = said.party(row["enterprise"])
    person = said.party(row["person"], firm)
    said.relate(
        "serves_as", person, firm, f"{row['role']}/{row.get('valid_from', '')}", valid=_valid(row), role=row["role"]
    )


def say_relation(said: Said, row: Mapping[str, Any]) -> None:
    """主体关系."""
    start, end = said.party(row["from_"]), said.party(row["to"])
    word, valid, text = row["relation"], _valid(row), row.get("text")
    if word in _KIN:
        said.relate("kin_of", start, end, word, valid=valid, relation=word)
    elif word == "concert":
        said.relate("acts_in_concert_with", start, end, valid=valid, text=text)
    elif word == "agreement_control":
        said.relate("controls_by_agreement", start, end, valid=valid, share=row.get("share"), text=text)
    elif word == "supplies":
        said.relate("supplies", start, end, valid=valid)
    elif word == "partner":
        said.relate("partner_of", start, end, valid=valid, text=text)
    else:
        said.relate("related_to", start, end, word, valid=valid, relation=word, amount=row.get("amount"), text=text)


def say_branch(said: Said, row: Mapping[str, Any]) -> None:
    """分支机构."""
    firm = said.party(row["enterprise"])
    branch = said.organisation(row["branch"], {"region": row["region"]} if "region" in row else {})
    said.relate("branch_of", branch, firm, valid=_valid(row))


def say_contact_row(said: Said, row: Mapping[str, Any]) -> None:
    """联系方式."""
    say_contact(said, said.party(row["enterprise"]), row["contact"], row["value"], _valid(row))


def say_change(said: Said, row: Mapping[str, Any]) -> None:
    """变更."""
    firm = said.party(row["enterprise"])
    item = row["item"]
    properties = {"name": item, "before": row.get("before"), "after": row.get("after"), "date": row["date"]}
    change = said.event("change", (firm, item, row["date"], row.get("after", "")), properties)
    said.relate("changed", firm, change, valid=(row["date"], None))


def say_qualification(said: Said, row: Mapping[str, Any]) -> None:
    """资质."""
    firm = said.party(row["enterprise"])
    name, grade = row["name"], row.get("grade")
    shown = f"{name}{grade}" if grade else name
    qualification = said.shared("qualification", shown)
    said.relate(
        "qualified_as",
        firm,
        qualification,
        name_key(row.get("valid_from", "")),
        valid=_valid(row),
        authority=row.get("authority"),
    )
