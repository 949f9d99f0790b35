"""What is concluded of a firm, written into the graph as findings with what each rests on."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.owners import FAMILY as OWNERS
from firmgraph.api.officer.risk import circumstances_of
from firmgraph.graph.conclusions import Conclusion, conclusion_elements
from firmgraph.graph.guarantees.position import guarantee_position
from firmgraph.graph.ownership.beneficial import beneficial_owners
from firmgraph.graph.ownership.circular import circular_holdings
from firmgraph.graph.ownership.controller import controller
from firmgraph.graph.ownership.quality import ownership_quality
from firmgraph.graph.risk.findings import Finding
from firmgraph.graph.risk.grade import risk_grade
from firmgraph.graph.risk.vetoes import vetoes
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import DerivedNode, GraphStore, all_neighbours
from firmgraph.packs import pack_for
from firmgraph.settings import get_settings

CIRCULAR = "circular-holdings"


@dataclass(frozen=True, slots=True)
class _Firm:
    """The firm concluded about."""

    desk: Desk
    view: View
    node: int

    @property
    def id(self) -> str:
        return self.view.id(self.node)


def conclude(desk: Desk, texts: Iterable[str]) -> int:
    """Write the findings of some firms into the graph and return how many.

    Those of the same day that no longer hold are marked as stale.
    """
    view = desk.view()
    firms = [desk.firm(view, text) for text in texts]
    found = [one for firm in firms for one in conclusions(desk, view, firm)]
    nodes, relations = conclusion_elements(found)
    written = {node.id for node in nodes}
    outdated = [old for firm in firms for old in _outdated(desk.store, view.id(firm), view.day, written)]
    if nodes or outdated:
        desk.store.derive([*nodes, *outdated], relations)
    return len(nodes)


def _outdated(store: GraphStore, firm: str, day: str, written: Collection[str]) -> Iterator[DerivedNode]:
    """Yield a firm's findings of the same day that no longer hold, marked as stale."""
    for neighbour in all_neighbours(store, firm, kinds=["has_finding"]):
        old = neighbour.node
        if old.properties.get("as_of") == day and old.id not in written:
            described = store.node(old.id)
            rests_on = described.evidence if described is not None else ()
            yield DerivedNode(old.id, old.kind, {**old.properties, "stale": True}, rests_on)


def conclusions(desk: Desk, view: View, node: int) -> list[Conclusion]:
    """Return what is concluded of a firm: control, owners, risk, guarantees, circular holdings, defects of data."""
    firm = _Firm(desk, view, node)
    return [*_control(firm), *_owners(firm), *_risk(firm), *_guarantees(firm), *_circular(firm), *_quality(firm)]


def _control(firm: _Firm) -> Iterator[Conclusion]:
    found = controller(firm.view, firm.node, pack_for("company-law", firm.view.day, firm.desk.packs))
    if found.controllers:
        who = "、".join(one.name for one in found.controllers)
        word = "实际控制人" if found.certainty == "confirmed" else "疑似实际控制人"
        about = tuple(one.id for one in (*found.controllers, *found.path) if one.id != firm.id)
        evidence = tuple(dict.fromkeys(record for step in found.proof for record in step.evidence))
        words = f"{word}：{who}（{found.type}）"
        yield Conclusion(
            "actual_controller", found.pack, firm.view.day, words, found.type, found.certainty, (firm.id,), about,
            (*evidence, *found.ties),
        )  # fmt: skip


def _owners(firm: _Firm) -> Iterator[Conclusion]:
    found = beneficial_owners(firm.view, firm.node, pack_for(OWNERS, firm.view.day, firm.desk.packs))
    for one in found.owners:
        words = f"受益所有人：{one.owner.name}（标准 {one.standard}，{share_of(one.share)}）"
        yield Conclusion(
            "beneficial_owner", found.pack, firm.view.day, words, str(one.standard), one.certainty, (firm.id,),
            (one.owner.id,), one.evidence,
        )  # fmt: skip


def _risk(firm: _Firm) -> Iterator[Conclusion]:
    case = circumstances_of(firm.desk, firm.view, firm.node)
    subject = case.subject
    grade = risk_grade(subject, firm.desk.packs)
    failed = [one for one in grade.findings if one.verdict == "FAIL"]
    evidence = dict.fromkeys(record for one in failed for record in one.evidence)
    unknown = grade.verdict == "UNKNOWN"
    words = f"风险等级：{grade.grade}" + ("（资料不全，不等于无风险）" if unknown else "")
    told = ("UNKNOWN", "suspected") if unknown else (grade.grade, "confirmed")
    yield Conclusion("risk_grade", grade.pack, firm.view.day, words, *told, (firm.id,), (), tuple(evidence))
    refused = vetoes(subject, bank=case.bank, overdue_months=case.overdue_months, chosen=firm.desk.packs)
    for one in (*failed, *refused.findings):
        if one.verdict == "FAIL":
            about = tuple(event.id for event in subject.events if not set(one.evidence).isdisjoint(event.evidence))
            yield _finding(firm, one, about)


def _finding(firm: _Firm, one: Finding, about: tuple[str, ...] = ()) -> Conclusion:
    day = firm.view.day
    return Conclusion(one.rule, one.pack, day, one.zh, one.verdict, one.certainty, (firm.id,), about, one.evidence)


def _guarantees(firm: _Firm) -> Iterator[Conclusion]:
    found = guarantee_position(firm.view, firm.node, bank=get_settings().bank, chosen=firm.desk.packs)
    for circle in found.circles:
        members = tuple(firm.view.id(node) for node in circle.members)
        if circle.closed and firm.id in members:
            words = f"担保圈（{len(members)} 户，{circle.kind}）"
            yield Conclusion(
                "guarantee_circle", found.pack, firm.view.day, words, circle.kind, "confirmed", members, (),
                circle.evidence,
            )  # fmt: skip
    for one in (found.ratio.over, found.ratio.veto):
        if one.verdict == "FAIL":
            yield _finding(firm, one)


def _circular(firm: _Firm) -> Iterator[Conclusion]:
    for one in circular_holdings(firm.view, firm.node).rings:
        words = f"循环持股，乘积 {share_of(one.share)}"
        yield Conclusion(
            "circular_holding", CIRCULAR, firm.view.day, words, "FAIL", "confirmed", one.members, (), one.evidence
        )


def _quality(firm: _Firm) -> Iterator[Conclusion]:
    found = ownership_quality(firm.view, firm.node, firm.desk.packs)
    for one in found.findings:
        yield Conclusion(
            one.finding, found.pack, firm.view.day, one.words.zh, "FAIL", "confirmed", (firm.id,), (), one.evidence
        )
