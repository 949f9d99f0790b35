"""External guarantees against net assets (对外担保占净资产), exact at the line."""

from dataclasses import dataclass
from decimal import Decimal

from firmgraph.graph.guarantees.edges import given
from firmgraph.graph.risk.amounts import exceeds, fraction
from firmgraph.graph.risk.findings import Finding, share_unit
from firmgraph.graph.risk.past import spoke
from firmgraph.graph.risk.statements import worth
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict, united
from firmgraph.packs import RulePack


@dataclass(frozen=True, slots=True)
class GuaranteeRatio:
    """What a firm guarantees for others against its net assets; amounts in fen.

    `amount` is what is stated, `unstated` the number of guarantees without an amount in yuan. `value` is None where
    net assets are not known or not positive. `verdict` is that of over-guarantee; `over` and `veto` tell both lines.
    """

    amount: int
    unstated: int
    net_assets: int | None
    period: str | None
    value: Decimal | None
    verdict: Verdict
    over: Finding
    veto: Finding


def guarantee_ratio(view: View, node: int, pack: RulePack) -> GuaranteeRatio:
    """Return the ratio of a firm's guarantees for others to its net assets with the verdicts of both lines.

    What is stated may pass a line although other amounts are not known; under it, an unknown amount leaves it unknown,
    and so does a bureau that never spoke of the firm.
    """
    guarantees, own = given(view, node), worth(view, node)
    amounts = [one.amount for one in guarantees]
    amount, unstated = sum(stated for stated in amounts if stated is not None), amounts.count(None)
    complete = unstated == 0 and spoke(view, node, "guarantees")
    value = fraction(amount, own.net_assets) if own.net_assets is not None and own.net_assets > 0 else None
    evidence = united([*(one.evidence for one in guarantees), own.evidence])
    lines = {
        line: Finding(
            f"guarantees_{line}",
            pack.id,
            _verdict(amount, own.net_assets, Decimal(pack.parameters["ratio"][line]), complete),
            f"对外担保超过净资产{Decimal(pack.parameters['ratio'][line]):.0%}",
            f"guarantees of more than {Decimal(pack.parameters['ratio'][line]):.0%} of net assets",
            evidence,
            value=value,
            unit=share_unit(value),
        )
        for line in ("over", "veto")
    }
    over = lines["over"]
    return GuaranteeRatio(amount, unstated, own.net_assets, own.period, value, over.verdict, over, lines["veto"])


def _verdict(amount: int, net_assets: int | None, limit: Decimal, complete: bool) -> Verdict:
    if net_assets is None:
        return "PASS" if complete and amount == 0 else "UNKNOWN"
    if exceeds(amount, limit, net_assets):
        return "FAIL"
    return "PASS" if complete else "UNKNOWN"
