"""How stable control of an enterprise is: pledged and frozen equity, nominees, quick transfers (row 31)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.normal.amounts import share_text
from firmgraph.graph.ownership.history import holder_changes
from firmgraph.graph.ownership.holdings import WHOLE, holdings
from firmgraph.graph.ownership.signals import Signal, Words, per_cent, share_of
from firmgraph.graph.risk.past import has_begun, spoke
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict, judged, united
from firmgraph.packs import pack_for


@dataclass(frozen=True, slots=True)
class Encumbrance:
    """A pledge or freeze on equity of an enterprise; `share` is the part of its equity (1e-8), None if not stated."""

    id: str
    measure: str
    owner: str
    owner_name: str
    share: int | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """The signals on control of one enterprise, and the encumbrances in force behind them.

    `verdict` is FAIL where one signal is seen, else UNKNOWN where one cannot be told.
    """

    verdict: Verdict
    signals: tuple[Signal, ...]
    encumbrances: tuple[Encumbrance, ...]
    pack: str


def control_stability(view: View, firm: int, packs: Sequence[str] = ()) -> Stability:
    """Return the control-stability signals of an enterprise by the pack `control-stability` chosen or in force."""
    pack = pack_for("control-stability", view.day, packs)
    asked = pack.parameters
    found = encumbrances(view, firm)
    pledged = [e for e in found if e.measure in asked["measures"]["pledged"]]
    frozen = [e for e in found if e.measure in asked["measures"]["frozen"]]
    pledged_from, frozen_above = share_of(asked, "pledged_from"), share_of(asked, "frozen_above") + 1
    signals = (
        _encumbered(view, firm, pledged, ("pledged_equity", "股权质押", "of the equity pledged", pledged_from)),
        _encumbered(view, firm, frozen, ("frozen_equity", "股权冻结", "of the equity frozen", frozen_above)),
        _nominees(view, firm),
        _quick_transfers(view, firm, asked),
    )
    verdicts = {signal.verdict for signal in signals}
    verdict: Verdict = "FAIL" if "FAIL" in verdicts else "UNKNOWN" if "UNKNOWN" in verdicts else "PASS"
    return Stability(verdict, signals, tuple(found), pack.id)


def encumbrances(view: View, firm: int) -> list[Encumbrance]:
    """Return the pledges, freezes and mortgages on equity of an enterprise that are in force, ordered by id."""
    targets, owners = view.edges("encumbered"), view.edges("encumbers")
    found = []
    for place in targets.out_of(firm):
        pledge = int(targets.end[place])
        told = view.properties(pledge)
        for other in owners.into_node(pledge):
            owner = int(owners.start[other])
            evidence = united([view.evidence(pledge), targets.evidence_of(place), owners.evidence_of(other)])
            names = (view.id(pledge), told["measure"], view.id(owner), view.name(owner))
            found.append(Encumbrance(*names, told.get("share"), evidence))
    return sorted(found, key=lambda e: (e.id, e.owner))


def _encumbered(view: View, firm: int, found: list[Encumbrance], asked: tuple[str, str, str, int]) -> Signal:
    """Judge the equity encumbered; nothing on record is unknown where no source ever spoke of the firm."""
    name, zh, en, limit = asked
    if not _spoken_of(view, firm):
        words = Words(f"{zh}：没有关于该企业的记录", "no source of pledges and freezes ever spoke of the firm")
        return Signal(name, "UNKNOWN", None, words)
    share = sum(_of_each_owner(view, firm, found).values())
    unstated = sum(e.share is None for e in found)
    verdict = judged(True if share >= limit else None if unstated else False)
    more = (f"，另有 {unstated} 笔未说明比例", f", and {unstated} whose share is not stated") if unstated else ("", "")
    words = Words(f"{zh} {per_cent(share)}{more[0]}", f"{per_cent(share)} {en}{more[1]}")
    return Signal(name, verdict, share_text(share), words, united([e.evidence for e in found]))


def _spoken_of(view: View, firm: int) -> bool:
    """Tell whether anything was recorded by which the firm's equity can be judged, as the risk scan asks it."""
    return spoke(view, firm, "litigation") or any(has_begun(view, kind, firm) for kind in ("encumbers", "encumbered"))


def _of_each_owner(view: View, firm: int, found: list[Encumbrance]) -> Mapping[str, int]:
    """Return the encumbered part of the equity by owner, at most what the owner holds where that is known."""
    held = holdings(view)
    stakes = {view.id(int(held.start[h])): int(held.stake[h]) for h in held.of_firm(firm) if not held.unstated[h]}
    shares: dict[str, int] = {}
    for encumbrance in found:
        limit = stakes.get(encumbrance.owner, WHOLE)
        shares[encumbrance.owner] = min(limit, shares.get(encumbrance.owner, 0) + (encumbrance.share or 0))
    return shares


def _nominees(view: View, firm: int) -> Signal:
    """Judge whether a holder holds for somebody else, by a record that states the holding and the nominee both."""
    held, edges = holdings(view), view.edges("nominee_for")
    share, evidence = 0, []
    for holding in held.of_firm(firm):
        stated = set(held.evidence(holding))
        told = [edges.evidence_of(place) for place in edges.out_of(int(held.start[holding]))]
        behind = [records for records in told if stated & set(records)]
        if behind:
            share += int(held.stake[holding])
            evidence += behind
    words = Words(f"代持 {per_cent(share)}", f"{per_cent(share)} held by nominees")
    return Signal("nominee", judged(bool(evidence)), share_text(share), words, united(evidence))


def _quick_transfers(view: View, firm: int, asked: Mapping[str, Any]) -> Signal:
    window = asked["change_window_days"]
    changes = holder_changes(view, firm, window)
    known = bool(holdings(view).of_firm(firm)) or bool(changes)
    words = Words(f"{window} 天内股东变更 {len(changes)} 次", f"holders changed on {len(changes)} days of {window}")
    found = len(changes) >= asked["changes"] if known else None
    return Signal("quick_transfers", judged(found), str(len(changes)), words, united([c.evidence for c in changes]))
