"""The risk of a firm's place in the graph, in [0, 1]: own open enforcement, that of near parties, guarantees."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.store import GraphStore
from firmgraph.packs import RulePack
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features import measure

_FILE = Path(__file__).parent / "data" / "graph_risk.yaml"


@dataclass(frozen=True, slots=True)
class GraphRisk:
    """The risk, None where neither courts nor bureau spoke, the near parties in trouble and the records."""

    value: Decimal | None
    troubled: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@cache
def _near() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def graph_risk(store: GraphStore, facts: Facts, pack: RulePack) -> GraphRisk:
    """Return the graph's risk of a firm under the weights of a ranking pack."""
    if not (facts.knows("litigation") or facts.knows("credit")):
        return GraphRisk(None)
    points = {name: Decimal(value) for name, value in pack.parameters["risk_points"].items()}
    features = facts.once(measure)
    own, defending = features["open_enforcements"], features["defendant_cases"]
    pledged, worth = features["guarantee_amount"], features["net_assets"].value
    troubled = troubled_parties(store, facts)
    total = points["own_enforcement"] * (own.value or 0) + points["defendant_case"] * (defending.value or 0)
    total += points["neighbour_enforcement"] * len(troubled)
    if pledged.value:
        total += points["guarantee_to_net_assets"] * (
            min(pledged.value / worth, Decimal(1)) if worth and worth > 0 else 1
        )
    evidence = {
        *own.evidence,
        *defending.evidence,
        *pledged.evidence,
        *(e for found in troubled.values() for e in found),
    }
    return GraphRisk(min(total, Decimal(1)), tuple(sorted(troubled)), tuple(sorted(evidence)))


def troubled_parties(store: GraphStore, facts: Facts) -> dict[str, tuple[str, ...]]:
    """Return the near parties under open enforcement on the day, with the records that say so."""
    rules = _near()
    parties = sorted({n.node.id for kind in rules["kinds"] for n in facts.neighbours.get(kind, ())} - {facts.subject})
    found: dict[str, tuple[str, ...]] = {}
    for party in parties[: rules["most_parties"]]:
        measures = [
            n for n in store.neighbours(party, facts.at, kinds=["subject_to"]).items if n.node.kind == "enforcement"
        ]
        if measures:
            found[party] = tuple(sorted({e for n in measures for e in n.evidence}))
    return found
