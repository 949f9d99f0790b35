"""Who answers for a firm without a beneficial owner: who manages it day by day, or its legal representative."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class Manager:
    """Somebody who acts for a firm, in which office, and the records that say so."""

    node: int
    office: str
    evidence: tuple[str, ...]

    @property
    def office_en(self) -> str:
        """The office in English, as far as its words are known."""
        return " and ".join(_ENGLISH[word] for word in _OFFICE.findall(self.office)) or "senior manager"


LEGAL_REPRESENTATIVE = "法定代表人"
_ENGLISH = {
    LEGAL_REPRESENTATIVE: "legal representative",
    "副总经理": "deputy general manager",
    "总经理": "general manager",
    "副经理": "deputy manager",
    "经理": "manager",
    "执行董事": "executive director",
    "执行事务合伙人": "executive partner",
    "副厂长": "deputy plant director",
    "厂长": "plant director",
    "财务负责人": "head of finance",
    "董事会秘书": "secretary of the board",
}
_OFFICE = re.compile("|".join(_ENGLISH))


def legal_representatives(view: View, firm: int) -> tuple[Manager, ...]:
    """Return the natural persons registered as legal representative, ordered by id."""
    edges = view.edges("legal_rep_of")
    found = ((int(edges.start[place]), edges.evidence_of(place)) for place in edges.into_node(firm))
    told = [Manager(node, LEGAL_REPRESENTATIVE, records) for node, records in found if view.kind(node) == "person"]
    return tuple(sorted(told, key=lambda manager: view.id(manager.node)))


def managers(view: View, firm: int, asked: Mapping[str, Any]) -> tuple[Manager, ...]:
    """Return who manages a firm by the roles of a rule pack, else its legal representative.

    With `everyone` all who hold such an office, else those who hold the first of the roles that anybody holds.
    """
    edges = view.edges("serves_as")
    ranked: list[tuple[int, str, Manager]] = []
    for place in edges.into_node(firm):
        office, node = str(edges.properties_of(place).get("role") or ""), int(edges.start[place])
        fitting = [rank for rank, role in enumerate(asked["roles"]) if role in office]
        if fitting and view.kind(node) == "person" and not any(word in office for word in asked["without"]):
            rank = 0 if asked["everyone"] else fitting[0]
            ranked.append((rank, view.id(node), Manager(node, office, edges.evidence_of(place))))
    if not ranked:
        return legal_representatives(view, firm)
    best = min(rank for rank, _, _ in ranked)
    found = {name: manager for rank, name, manager in sorted(ranked, key=_order) if rank == best}
    return tuple(found[name] for name in sorted(found))


def _order(ranked: tuple[int, str, Manager]) -> tuple[int, str, str]:
    return ranked[0], ranked[1], ranked[2].office
