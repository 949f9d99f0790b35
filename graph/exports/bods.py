"""The owners of an enterprise as statements of the Beneficial Ownership Data Standard 0.4 (row 17).

Statements are named by what they say, so that the same graph gives the same statements. Shares are per cent, as the
standard has them; what nobody is known to hold is a relationship whose party is not known to the publisher. Who holds
for another is its nominee, the other its nominator; that is suspected and said so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import networkx as nx

from firmgraph.graph.exports.networkx_views import ownership_graph
from firmgraph.graph.exports.nominations import Nomination, nominations
from firmgraph.graph.ontology import ontology
from firmgraph.graph.ownership.history import shifted
from firmgraph.graph.ownership.holdings import WHOLE, holdings
from firmgraph.graph.ownership.own_records import registrations, role_records
from firmgraph.graph.references import digest
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united

VERSION = "0.4"
REASONS = frozenset(
    {
        "noBeneficialOwners",
        "subjectUnableToConfirmOrIdentifyBeneficialOwner",
        "interestedPartyHasNotProvidedInformation",
        "subjectExemptFromDisclosure",
        "interestedPartyExemptFromDisclosure",
        "unknown",
        "informationUnknownToPublisher",
    }
)
ENTITY_TYPES = {
    "enterprise": "registeredEntity",
    "sole_trader": "registeredEntity",
    "partnership": "registeredEntity",
    "state": "stateBody",
    "foreign_state": "state",
    "public": "anonymousEntity",
    "unknown": "unknownEntity",
}
_CHINA = {"code": "CN", "name": "China"}
_USCC = {"scheme": "CN-SAIC", "schemeName": "统一社会信用代码"}
_WHY_UNSPECIFIED = {
    "public": {"reason": "subjectExemptFromDisclosure", "description": "公众股东"},
    "unknown": {"reason": "informationUnknownToPublisher"},
}

_SUSPECTED = "代持（疑似）/ nominee holding, suspected"

Statement = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes the statements, and about which firm (by record id) on which day."""

    subject: str
    day: str
    publisher: str = "firmgraph"

    def statement(self, kind: str, record: str, details: Statement, evidence: tuple[str, ...]) -> Statement:
        """Return a statement of a kind (entity, person, relationship) about a record."""
        return {
            "statementId": digest(kind, self.subject, self.day, record, sorted(details.items()), size=16),
            "declarationSubject": self.subject,
            "statementDate": self.day,
            "publicationDetails": {
                "publicationDate": self.day,
                "bodsVersion": VERSION,
                "publisher": {"name": self.publisher},
            },
            **({"source": _source(evidence)} if evidence else {}),
            "recordId": record,
            "recordStatus": "new",
            "recordType": kind,
            "recordDetails": {"isComponent": False, **details},
        }


def bods_statements(
    view: View, firm: int, owners: Mapping[str, Fraction] | None = None, publisher: str = "firmgraph"
) -> list[Statement]:
    """Return the statements about a firm and everyone above it: entities and persons, then who holds what.

    `owners` are the beneficial owners of the firm as judged elsewhere, natural persons by node id with their shares:
    they are marked so on what they hold of the firm, by a relationship of their own where that is nothing directly.
    """
    graph = ownership_graph(view, firm)
    publication = Publication(view.id(firm), view.day, publisher)
    judged = owners or {}
    nominated = nominations(view, graph.nodes)
    parties = {node for node, told in graph.nodes.items() if not _undeclared(view, told["kind"], node)}
    parties |= {one.nominator for one in nominated} | judged.keys()
    behind = {one.nominator for one in nominated if one.firm == publication.subject}
    return [
        *(_party(view, graph, publication, node) for node in sorted(parties)),
        *_holdings(view, graph, publication, judged),
        *(_nomination(publication, one, judged) for one in nominated),
        *_indirect(graph, publication, {owner: share for owner, share in judged.items() if owner not in behind}),
        *_unknown(view, graph, publication),
    ]


def _properties(view: View, node_id: str) -> dict[str, Any]:
    node = view.index(node_id)
    return {} if node is None else view.properties(node)


def _undeclared(view: View, kind: str, node_id: str) -> bool:
    """Tell whether a node stands for nobody named, only for the reason why nobody is."""
    return kind == "unknown" and _properties(view, node_id).get("type") in REASONS


def _party(view: View, graph: nx.DiGraph, publication: Publication, node_id: str) -> Statement:
    """Return the statement of a party; its source are the records about it, not all in which a bank names it."""
    node = view.index(node_id) or 0
    kind = view.kind(node)
    held = united([edge["evidence"] for _, _, edge in graph.out_edges(node_id, data=True)])
    if kind == "person":
        return publication.statement("person", node_id, _person(view.name(node)), held or role_records(view, node))
    stated = registrations(view, node) or held or _of_holders(graph, node_id)
    return publication.statement("entity", node_id, _entity(kind, view.properties(node)), stated)


def _of_holders(graph: nx.DiGraph, node_id: str) -> tuple[str, ...]:
    return united([edge["evidence"] for _, _, edge in graph.in_edges(node_id, data=True)])


def _person(name: str) -> Statement:
    return {"personType": "knownPerson", "names": [{"type": "legal", "fullName": name}]}


def _entity(kind: str, told: Mapping[str, Any]) -> Statement:
    identifiers = [{**_USCC, "id": told["uscc"]}] if told.get("uscc") else []
    stated = {
        "unspecifiedEntityDetails": _WHY_UNSPECIFIED.get(kind),
        "name": told.get("name"),
        "alternateNames": told.get("former_names"),
        "jurisdiction": _CHINA if identifiers else None,
        "identifiers": identifiers,
        "foundingDate": told.get("established"),
        "dissolutionDate": told.get("ended"),
    }
    entity_type = {"type": ENTITY_TYPES[kind], "details": ontology().nodes[kind].zh}
    return {"entityType": entity_type, **{name: value for name, value in stated.items() if value}}


def _holdings(
    view: View, graph: nx.DiGraph, publication: Publication, owners: Mapping[str, Fraction]
) -> Iterator[Statement]:
    fronts = {(one.nominee, one.firm): one.stake for one in nominations(view, graph.nodes)}
    for holder, firm, edge in graph.edges(data=True):
        kind = graph.nodes[holder]["kind"]
        owner = firm == publication.subject and holder in owners
        ended = edge["valid_to"] and shifted(edge["valid_to"], 1)
        days = {"startDate": edge["valid_from"], "endDate": ended}
        dates = {name: day for name, day in days.items() if day}
        interests = [
            {**_interest(name, edge[column], owner=owner), **dates}
            for name, column in (
                ("shareholding", "stake"),
                ("votingRights", "voting"),
                ("rightsToProfitOrIncome", "income"),
            )
            if column == "stake" or edge[column] is not None
        ]
        if (holder, firm) in fronts:
            fronted = _interest("nominee", fronts[holder, firm], owner=False)
            interests.append({**fronted, **dates, "details": _SUSPECTED})
        told = _properties(view, holder)
        party = {"reason": told["type"], "description": told["name"]} if _undeclared(view, kind, holder) else holder
        details = {"subject": firm, "interestedParty": party, "interests": interests}
        yield publication.statement("relationship", f"holds:{holder}>{firm}", details, edge["evidence"])


def _nomination(publication: Publication, one: Nomination, owners: Mapping[str, Fraction]) -> Statement:
    """Return what a party has of a firm by the hand of a nominee."""
    owner = one.firm == publication.subject and one.nominator in owners
    interest = {**_interest("nominator", one.stake, owner=owner, way="indirect"), "details": _SUSPECTED}
    details = {"subject": one.firm, "interestedParty": one.nominator, "interests": [interest]}
    record = f"nominates:{one.nominator}>{one.nominee}>{one.firm}"
    return publication.statement("relationship", record, details, one.evidence)


def _indirect(graph: nx.DiGraph, publication: Publication, owners: Mapping[str, Fraction]) -> Iterator[Statement]:
    """Yield what owners hold of the firm through others only, or decide in it without holding any of it."""
    firm = publication.subject
    for owner in sorted(owners):
        if not graph.has_edge(owner, firm):
            stake, way = (round(owners[owner] * WHOLE), "indirect") if owner in graph else (None, "unknown")
            name = "otherInfluenceOrControl" if stake is None else "shareholding"
            interest = _interest(name, stake, owner=True, way=way)
            details = {"subject": firm, "interestedParty": owner, "interests": [interest]}
            yield publication.statement("relationship", f"owns:{owner}>{firm}", details, ())


def _unknown(view: View, graph: nx.DiGraph, publication: Publication) -> Iterator[Statement]:
    """Yield, for each firm above, the share of it that nobody is known to hold."""
    held = holdings(view)
    for node_id, told in graph.nodes.items():
        node = view.index(node_id) or 0
        share = int(held.unknown[node])
        if share and told["kind"] in ("enterprise", "partnership"):
            reason = {"reason": "informationUnknownToPublisher", "description": "未登记的股份"}
            interest = _interest("unknownInterest" if share == WHOLE else "shareholding", share, owner=False)
            details = {"subject": node_id, "interestedParty": reason, "interests": [interest]}
            stated = _of_holders(graph, node_id) or registrations(view, node)
            yield publication.statement("relationship", f"unknown>{node_id}", details, stated)


def _interest(name: str, stake: int | None, *, owner: bool, way: str = "direct") -> Statement:
    share = {} if stake is None or stake > WHOLE else {"share": {"exact": _per_cent(stake)}}
    return {"type": name, "directOrIndirect": way, "beneficialOwnershipOrControl": owner, **share}


def _per_cent(stake: int) -> int | float:
    whole, rest = divmod(stake, WHOLE // 100)
    return stake * 100 / WHOLE if rest else whole


def _source(evidence: tuple[str, ...]) -> Statement:
    """Return the source of a statement: which sources state it, and by which records."""
    sources = sorted({record.partition(":")[0] for record in evidence})
    return {"description": ", ".join(evidence), "assertedBy": [{"name": source} for source in sources]}
