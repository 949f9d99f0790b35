"""Statements of the Beneficial Ownership Data Standard 0.4 read into nodes and relations of the graph.

Of several statements about one record the latest speaks; a closed relationship ends on the day before it was closed.
A party that is declared to be unspecified becomes a node of kind `unknown` whose `type` is the reason, verbatim, and
never a person. A range of shares is no stake: it stays unstated unless its ends are equal. Indirect interests are
conclusions, not holdings; they count only as declarations of owners.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.exports.bods import ENTITY_TYPES, VERSION
from firmgraph.graph.normal.dates import day_before
from firmgraph.graph.ontology import ontology
from firmgraph.graph.references import relation_id

Statement = Mapping[str, Any]

_USCC_SCHEMES = ("CN-SAIC", "CN-USCC")
_STAKES = {"shareholding": "ratio", "votingRights": "voting_ratio", "rightsToProfitOrIncome": "income_ratio"}
_UNKNOWN = frozenset({"unknownInterest", "unpublishedInterest"})
_ROLES = {"seniorManagingOfficial": "高级管理人员", "boardMember": "董事", "boardChair": "董事长"}


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A firm that declares no owner, with the code of the reason and its description."""

    subject: str
    reason: str
    description: str


@dataclass(frozen=True, slots=True)
class BodsGraph:
    """What statements say, ordered as a snapshot takes them; `owners` are declared beneficial owners by firm."""

    nodes: tuple[Node, ...]
    relations: tuple[Relation, ...]
    owners: Mapping[str, tuple[str, ...]]
    undeclared: tuple[Undeclared, ...]


def read_bods(statements: Iterable[Statement]) -> BodsGraph:
    """Return the graph that statements of version 0.4 say; raise InvalidInput for what is none."""
    latest = _latest(statements)
    ids = {record: _id(said) for record, said in latest.items() if said["recordType"] != "relationship"}
    nodes = {ids[record]: _node(ids[record], said) for record, said in latest.items() if record in ids}
    relations: dict[str, Relation] = {}
    undeclared, owners = [], defaultdict(set)
    for record, said in sorted(latest.items()):
        if record in ids or not isinstance(said["recordDetails"]["subject"], str):
            continue
        firm, party = _end(said["recordDetails"]["subject"], ids), said["recordDetails"]["interestedParty"]
        if not isinstance(party, str):
            undeclared.append(Undeclared(firm, party["reason"], party.get("description", "")))
            holder = f"ent:unspecified:{record}"
            nodes[holder] = _unspecified(holder, party, said)
        else:
            holder = _end(party, ids)
        relations |= {relation.id: relation for relation in _relations(holder, firm, said)}
        if any(i.get("beneficialOwnershipOrControl") for i in said["recordDetails"].get("interests", ())):
            owners[firm].add(holder)
    return BodsGraph(
        tuple(nodes[node] for node in sorted(nodes)),
        tuple(sorted(relations.values(), key=lambda r: (r.kind, r.start, r.end, r.discriminator))),
        {firm: tuple(sorted(found)) for firm, found in sorted(owners.items())},
        tuple(undeclared),
    )


def _latest(statements: Iterable[Statement]) -> dict[str, Statement]:
    """Return the statement that speaks for each record: the latest, of one day the one told last."""
    found: dict[str, Statement] = {}
    for number, said in enumerate(statements, 1):
        missing = [name for name in ("recordId", "recordType", "recordDetails", "statementDate") if name not in said]
        version = said.get("publicationDetails", {}).get("bodsVersion", VERSION)
        if missing or version != VERSION:
            why = f"lacks {', '.join(missing)}" if missing else f"is of version {version}"
            raise InvalidInput(f"statement {number} {why}; BODS {VERSION} is read", field="statements")
        before = found.get(said["recordId"])
        if before is None or before["statementDate"] <= said["statementDate"]:
            found[said["recordId"]] = said
    return found


def _end(record: str, ids: Mapping[str, str]) -> str:
    if record not in ids:
        raise InvalidInput(f"no statement is about the record {record}", field="statements")
    return ids[record]


def _id(said: Statement) -> str:
    """Return the node id of an entity or person: its code, else its record id under our prefix."""
    prefix = "per" if said["recordType"] == "person" else "ent"
    codes = [i["id"] for i in said["recordDetails"].get("identifiers", ()) if i.get("scheme") in _USCC_SCHEMES]
    record = str(said["recordId"])
    if prefix == "ent" and codes:
        return f"ent:{codes[0]}"
    return record if record.startswith(f"{prefix}:") else f"{prefix}:src:bods:{record}"


def _node(node_id: str, said: Statement) -> Node:
    told = said["recordDetails"]
    if said["recordType"] == "person":
        names = [name["fullName"] for name in told.get("names", ())]
        return Node(node_id, "person", {"name": names[0]} if names else {}, _known(said), _evidence(said))
    codes = [i["id"] for i in told.get("identifiers", ()) if i.get("scheme") in _USCC_SCHEMES]
    stated = {
        "name": told.get("name"),
        "former_names": told.get("alternateNames"),
        "uscc": codes[0] if codes else None,
        "established": told.get("foundingDate"),
        "ended": told.get("dissolutionDate"),
    }
    properties = {name: value for name, value in stated.items() if value}
    return Node(node_id, _kind(told["entityType"]), properties, _known(said), _evidence(said))


def _kind(entity_type: Mapping[str, str]) -> str:
    """Return the kind of node for a type of entity, told apart by the details this project writes."""
    kinds = [kind for kind, name in ENTITY_TYPES.items() if name == entity_type["type"]]
    named = [kind for kind in kinds if ontology().nodes[kind].zh == entity_type.get("details")]
    if entity_type["type"] == "anonymousEntity" and not named:
        return "unknown"
    return (named or kinds or ["enterprise"])[0]


def _unspecified(holder: str, party: Mapping[str, str], said: Statement) -> Node:
    properties = {"name": party.get("description") or party["reason"], "type": party["reason"]}
    return Node(holder, "unknown", properties, _known(said), _evidence(said))


def _relations(holder: str, firm: str, said: Statement) -> Iterator[Relation]:
    """Yield what a relationship says: one holding of all its stakes of one span, and its other interests."""
    spans: dict[tuple[str | None, str | None], dict[str, int | None]] = defaultdict(dict)
    for interest in said["recordDetails"].get("interests", ()) or [{"type": "unknownInterest"}]:
        if interest.get("directOrIndirect") == "indirect":
            continue
        name, span = interest.get("type", "unknownInterest"), _span(interest, said)
        if name in _STAKES or name in _UNKNOWN:
            spans[span][_STAKES.get(name, "ratio")] = _stake(interest.get("share", {}))
        elif name in _ROLES:
            yield _relation("serves_as", holder, firm, (said, span), {"role": _ROLES[name]})
        else:
            yield _relation("related_to", holder, firm, (said, span), {"relation": name})
    for span, stakes in spans.items():
        stated = {name: stake for name, stake in stakes.items() if stake is not None}
        yield _relation("holds", holder, firm, (said, span), {**stated, "role": "shareholder"})


def _relation(
    kind: str, holder: str, firm: str, said: tuple[Statement, tuple[str | None, str | None]], told: dict[str, Any]
) -> Relation:
    statement, (first, last) = said
    discriminator = f"{told.get('role') or told.get('relation')}/{first or ''}"
    element = relation_id(kind, holder, firm, discriminator)
    known, evidence = _known(statement), _evidence(statement)
    return Relation(element, kind, holder, firm, discriminator, told, first, last, known, evidence)


def _span(interest: Mapping[str, Any], said: Statement) -> tuple[str | None, str | None]:
    """Return the first and last day of an interest; the standard's end date is the day it had ceased on."""
    closed = said["statementDate"][:10] if said.get("recordStatus") == "closed" else None
    return interest.get("startDate"), day_before(interest.get("endDate") or closed)


def _stake(share: Mapping[str, Any]) -> int | None:
    """Return a share in parts of 1e-8, None where only a range or nothing is stated."""
    exact = share.get("exact")
    if exact is None and share.get("minimum") == share.get("maximum"):
        exact = share.get("minimum")
    return None if exact is None else int(Decimal(str(exact)) * 1_000_000)


def _known(said: Statement) -> str:
    return str(said.get("publicationDetails", {}).get("publicationDate") or said["statementDate"])


def _evidence(said: Statement) -> tuple[str, ...]:
    return (f"bods:{said.get('statementId', said['recordId'])}",)
