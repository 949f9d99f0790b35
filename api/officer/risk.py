"""The risk scan of a firm: vetoes first, grade, dimensions of itself and of parties near it, contagion, warnings."""

from typing import Any

from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.numbers import share_of, yuan_of
from firmgraph.api.officer.verdicts import finding_bodies
from firmgraph.graph.risk.circumstances import LAW, circumstances
from firmgraph.graph.risk.contagion import Contagion, ContagionPath
from firmgraph.graph.risk.grade import RiskGrade
from firmgraph.graph.risk.picture import risk_picture
from firmgraph.graph.risk.reading import read_told
from firmgraph.graph.risk.scan import Dimension, RelatedRisk
from firmgraph.graph.risk.told import RiskEvent
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_for


def risk(desk: Desk, text: str) -> dict[str, Any]:
    """Return the risk scan of a party."""
    view = desk.view()
    node = desk.firm(view, text)
    case = circumstances(desk.store, view, node, desk.packs)
    found = risk_picture(
        case.subject,
        told=read_told(desk.store, view, node),
        bank=case.bank,
        overdue_months=case.overdue_months,
        chosen=desk.packs,
    )
    body = {
        "subject": named(view, view.id(node)),
        "vetoes": finding_bodies(found.vetoes.findings),
        "refused": found.vetoes.refused,
        **_grade(found.grade),
        "dimensions": [_dimension(one) for one in found.scan.dimensions],
        "events": [event_body(one) for one in case.subject.events],
        "related": [_related(one) for one in found.scan.related],
        "looked_at": found.scan.looked_at,
        "contagion": _contagion(view, found.contagion),
        "warnings": finding_bodies(found.warnings.findings),
        "truncated": found.scan.truncated or found.contagion.truncated,
    }
    law = pack_for(LAW, view.day, desk.packs)
    return desk.stamped(view, body, [*found.packs, law.id])


def _grade(found: RiskGrade) -> dict[str, Any]:
    return {
        "grade": found.grade,
        "verdict": found.verdict,
        "respond_within_hours": found.respond_within_hours,
        "findings": finding_bodies(found.findings),
        "silent": list(found.silent),
    }


def _dimension(one: Dimension) -> dict[str, Any]:
    return {
        "name": one.name,
        "zh": one.zh,
        "open": one.open,
        "closed": one.closed,
        "other": one.other,
        "amount": yuan_of(one.amount),
        "unstated": one.unstated,
        "to_net_assets": share_of(one.to_net_assets),
        "to_loans": share_of(one.to_loans),
        "verdict": one.verdict,
        "measures": {name: {"open": opened, "closed": closed} for name, (opened, closed) in one.measures.items()},
        "evidence": list(one.evidence),
    }


def event_body(one: RiskEvent) -> dict[str, Any]:
    """Return one risk event."""
    return {
        "id": one.id,
        "dimension": one.dimension,
        "measure": one.measure,
        "name": one.name,
        "role": one.role,
        "against": one.against,
        "open": one.open,
        "began": one.began,
        "case": one.case,
        "amount": yuan_of(one.amount),
        "evidence": list(one.evidence),
    }


def _related(one: RelatedRisk) -> dict[str, Any]:
    dimensions = [_dimension(found) for found in one.dimensions]
    return {"id": one.id, "name": one.name, "relations": list(one.relations), "dimensions": dimensions}


def _contagion(view: View, found: Contagion) -> dict[str, Any]:
    return {
        "score": share_of(found.score),
        "paths": [_path(view, path) for path in found.paths],
        "found": found.found,
        "truncated": found.truncated,
    }


def _path(view: View, path: ContagionPath) -> dict[str, Any]:
    return {
        "nodes": [view.id(node) for node in path.nodes],
        "names": [view.name(node) for node in path.nodes],
        "relations": [{"kind": step.relation, "weight": share_of(step.weight)} for step in path.steps],
        "strength": share_of(path.strength),
        "share": share_of(path.share),
        "evidence": list(path.evidence),
    }
