"""What is concluded of a firm: control, owners, risk, guarantees, circular holdings, defects of its data."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from firmgraph.api.officer.control import FAMILY as LAW
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.owners import FAMILY as OWNERS
from firmgraph.api.officer.verdicts import value_text
from firmgraph.api.officer.words import COLOURS
from firmgraph.graph.conclusions import Conclusion
from firmgraph.graph.guarantees.circles import CIRCLES, Circle
from firmgraph.graph.guarantees.position import guarantee_position
from firmgraph.graph.ownership.beneficial import beneficial_owners
from firmgraph.graph.ownership.circular import circular_holdings
from firmgraph.graph.ownership.controller import controller
from firmgraph.graph.ownership.quality import ownership_quality
from firmgraph.graph.risk.circumstances import circumstances
from firmgraph.graph.risk.findings import Finding
from firmgraph.graph.risk.grade import RiskGrade, risk_grade
from firmgraph.graph.risk.grounds import grounds
from firmgraph.graph.risk.past import GRADES
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.vetoes import VETOES, vetoes
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import pack_for
from firmgraph.settings import get_settings

QUALITY, CIRCULAR = "data-quality", "circular-holdings"
FAMILIES = (LAW, OWNERS, GRADES, VETOES, CIRCLES, QUALITY)
"""The families of the packs by which a firm is judged; rings of holdings need no pack."""


@dataclass(frozen=True, slots=True)
class _Firm:
    """The firm concluded about."""

    desk: Desk
    view: View
    node: int

    @property
    def id(self) -> str:
        return self.view.id(self.node)

    def grounds(self, evidence: Collection[str], near: Collection[int] = ()) -> tuple[str, ...]:
        """Return the nodes that records tell of the firm and of parties near it."""
        return grounds(self.view, self.node, near, evidence)


def conclusions(desk: Desk, view: View, node: int) -> list[Conclusion]:
    """Return what is concluded of a firm; what no record is named for rests on the firm's own records."""
    firm = _Firm(desk, view, node)
    found = [*_control(firm), *_owners(firm), *_risk(firm), *_guarantees(firm), *_circular(firm), *_quality(firm)]
    return [one if one.evidence else replace(one, evidence=view.evidence(node)) for one in found]


def _control(firm: _Firm) -> Iterator[Conclusion]:
    found = controller(firm.view, firm.node, pack_for(LAW, firm.view.day, firm.desk.packs))
    if found.controllers:
        who = "、".join(one.name for one in found.controllers)
        word = "实际控制人" if found.certainty == "confirmed" else "疑似实际控制人"
        about = tuple(dict.fromkeys(one.id for one in (*found.controllers, *found.path) if one.id != firm.id))
        evidence = tuple(dict.fromkeys(record for step in found.proof for record in step.evidence))
        words = f"{word}：{who}（{found.type}）"
        yield Conclusion(
            "actual_controller", found.pack, firm.view.day, words, None, found.certainty, (firm.id,), about,
            (*evidence, *found.ties), found.type,
        )  # fmt: skip


def _owners(firm: _Firm) -> Iterator[Conclusion]:
    found = beneficial_owners(firm.view, firm.node, pack_for(OWNERS, firm.view.day, firm.desk.packs))
    for one in found.owners:
        words = f"受益所有人：{one.owner.name}（标准 {one.standard}，{share_of(one.share)}）"
        yield Conclusion(
            "beneficial_owner", found.pack, firm.view.day, words, None, one.certainty, (firm.id,), (one.owner.id,),
            one.evidence, str(one.standard),
        )  # fmt: skip


def _risk(firm: _Firm) -> Iterator[Conclusion]:
    case = circumstances(firm.desk.store, firm.view, firm.node, firm.desk.packs)
    subject = case.subject
    grade = risk_grade(subject, firm.desk.packs)
    failed = [_finding(firm, one, subject.heads) for one in grade.findings if one.verdict == "FAIL"]
    yield _graded(firm, subject, grade, failed)
    yield from failed
    refused = vetoes(subject, bank=case.bank, overdue_months=case.overdue_months, chosen=firm.desk.packs)
    near = {*subject.heads, *(member for circle in case.closed_circles for member in circle.members)}
    yield from (_finding(firm, one, near) for one in refused.findings if one.verdict == "FAIL")


def _graded(firm: _Firm, subject: Subject, grade: RiskGrade, failed: list[Conclusion]) -> Conclusion:
    """Return the grade, which rests on the rules that failed and all that they rest on, else on all that was judged."""
    heard = (*(event.evidence for event in subject.events), *(account.evidence for account in subject.accounts))
    evidence = united([one.evidence for one in failed] or heard)
    about = {node for one in failed for node in (one.id, *one.about)} or firm.grounds(evidence)
    words = f"风险等级：{COLOURS[grade.grade]}" + ("（资料不全，不等于无风险）" if grade.verdict == "UNKNOWN" else "")
    deciding = [one for one in grade.findings if one.verdict == "FAIL" and one.colour == grade.grade]
    sure = any(one.certainty == "confirmed" for one in deciding) or grade.verdict == "PASS"
    return Conclusion(
        "risk_grade", grade.pack, firm.view.day, words, grade.verdict, "confirmed" if sure else "suspected",
        (firm.id,), tuple(sorted(about)), evidence, grade.grade,
    )  # fmt: skip


def _finding(firm: _Firm, one: Finding, near: Collection[int] = ()) -> Conclusion:
    """Return what a rule's test found of the firm, resting on the nodes its records tell of."""
    return Conclusion(
        one.rule, one.pack, firm.view.day, one.zh, one.verdict, one.certainty, (firm.id,),
        firm.grounds(one.evidence, near), one.evidence, value_text(one.value, one.unit), one.unit,
    )  # fmt: skip


def _guarantees(firm: _Firm) -> Iterator[Conclusion]:
    found = guarantee_position(firm.view, firm.node, bank=get_settings().bank, chosen=firm.desk.packs)
    for circle in found.circles:
        if circle.closed and firm.node in circle.members:
            yield _circle(firm, circle, found.pack)
    yield from (_finding(firm, one) for one in (found.ratio.over, found.ratio.veto) if one.verdict == "FAIL")


def _circle(firm: _Firm, circle: Circle, pack: str) -> Conclusion:
    """Return a circle, said of all its members alike whichever of them is asked about."""
    members = tuple(sorted(firm.view.id(node) for node in circle.members))
    about = {*members, *firm.grounds(circle.evidence, circle.members)}
    words = f"担保圈（{len(members)} 户，{circle.kind}）"
    return Conclusion(
        "guarantee_circle", pack, firm.view.day, words, "FAIL", "confirmed", members, tuple(sorted(about)),
        circle.evidence, circle.kind,
    )  # fmt: skip


def _circular(firm: _Firm) -> Iterator[Conclusion]:
    for one in circular_holdings(firm.view, firm.node).rings:
        words = f"循环持股，乘积 {share_of(one.share)}"
        yield Conclusion(
            "circular_holding", CIRCULAR, firm.view.day, words, "FAIL", "confirmed", one.members, one.members,
            one.evidence, one.kind,
        )  # fmt: skip


def _quality(firm: _Firm) -> Iterator[Conclusion]:
    found = ownership_quality(firm.view, firm.node, firm.desk.packs)
    for one in found.findings:
        about = tuple(sorted({one.about, *firm.grounds(one.evidence)}))
        yield Conclusion(
            one.finding, found.pack, firm.view.day, one.words.zh, "FAIL", "confirmed", (firm.id,), about, one.evidence,
            one.sum, None if one.sum is None else "share",
        )  # fmt: skip
