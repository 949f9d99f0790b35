"""What the guarantors of a firm can still answer for, as a cap of loans that stand by suretyship alone (担保余量)."""

from collections.abc import Sequence
from decimal import Decimal

from firmgraph.graph.guarantees.edges import given, taken
from firmgraph.graph.guarantees.ratio import guarantee_ratio
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import RulePack, pack_for
from firmgraph.profiling.caps import Cap
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.money import spoken
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.words import said

NAME, FAMILY = "guarantors", "guarantee-circles"
SURETYSHIP = "suretyship"
_FEN = Decimal(100)


def guarantor_cap(sight: Sight, facts: Facts, chosen: Sequence[str] = ()) -> tuple[Cap | None, tuple[str, ...]]:
    """Return what those who stand surety for a firm can still answer for, and the pack it rests on.

    Each answers for its net assets, up to the share at which more guarantees are refused, less all that it guarantees
    already, for the firm and for others; those others are named. None where the graph knows nobody who stands surety.
    It is not known where a guarantor's net assets or guarantees are not.
    """
    node = sight.view.index(facts.subject)
    sureties = [] if node is None else [one for one in taken(sight.view, node) if one.form in (None, SURETYSHIP)]
    if node is None or not sureties:
        return None, ()
    pack = pack_for(FAMILY, facts.day, chosen)
    guarantors = sorted({one.guarantor for one in sureties})
    left = [_left(sight.view, guarantor, pack) for guarantor in guarantors]
    known = [amount for amount, _ in left if amount is not None]
    evidence = united([*(one.evidence for one in sureties), *(behind for _, behind in left)])
    others = _others(sight.view, guarantors, node)
    names = "、".join(sight.view.name(guarantor) for guarantor in guarantors)
    shared = "、".join(sight.view.name(other) for other in others)
    if len(known) < len(left):
        words = said(f"担保人{names}的担保余量未知", f"what the guarantors {names} can still answer for is not known")
        return Cap(NAME, None, words, evidence), (pack.id,)
    amount = sum(known, Decimal(0))
    zh = f"担保人{names}的担保余量 {spoken(amount)}{'（并为' + shared + '担保）' if shared else ''}"
    en = f"the guarantors {names} can still answer for {spoken(amount)}"
    words = said(zh, f"{en}, and guarantee {shared} too" if shared else en)
    return Cap(NAME, amount, words, evidence, tuple(map(sight.view.id, others))), (pack.id,)


def _left(view: View, guarantor: int, pack: RulePack) -> tuple[Decimal | None, tuple[str, ...]]:
    """What a guarantor can still answer for in yuan, None where it cannot be told, and the records behind it."""
    ratio = guarantee_ratio(view, guarantor, pack)
    if ratio.net_assets is None or ratio.unstated:
        return None, ratio.veto.evidence
    most = Decimal(ratio.net_assets) * Decimal(pack.parameters["ratio"]["veto"])
    return max((most - ratio.amount) / _FEN, Decimal(0)), ratio.veto.evidence


def _others(view: View, guarantors: Sequence[int], node: int) -> list[int]:
    """The other parties for whom the guarantors answer too, ordered by id."""
    return sorted({one.guaranteed for who in guarantors for one in given(view, who)} - {node}, key=view.id)
