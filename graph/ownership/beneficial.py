"""Beneficial owners (受益所有人) of a firm by a dated pack: natural persons, standard after standard.

令〔2024〕第3号 (at least 25 %) and 银发〔2017〕235号 with 银发〔2018〕164号 (more than 25 %). Shares are exact
fractions, so that exactly 25 % is judged as exactly that.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from firmgraph.graph.ownership.claims import Lens
from firmgraph.graph.ownership.exemption import Exemption, exemption
from firmgraph.graph.ownership.lenses import is_partnership, scaled_above
from firmgraph.graph.ownership.lines import Line
from firmgraph.graph.ownership.managers import Manager, legal_representatives, managers
from firmgraph.graph.ownership.measures import Makeup, Measures, makeup
from firmgraph.graph.ownership.parties import Party, party
from firmgraph.graph.ownership.proof import certainty
from firmgraph.graph.ownership.signals import Words, per_cent_of
from firmgraph.graph.ownership.stops import FOREIGN_STATE, STATE
from firmgraph.graph.ownership.upward import ZERO
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty
from firmgraph.packs import RulePack, pack_for

Standard = Literal[1, 2, 3, "manager"]
_MEASURES = {
    "stake": ("最终持有{}股权或权益", "finally holds {} of the shares"),
    "income": ("最终享有{}收益权", "finally has {} of the income"),
    "votes": ("最终享有{}表决权", "finally casts {} of the votes"),
    "control": ("单独或者联合实际控制", "controls the firm, alone or jointly"),
}


@dataclass(frozen=True, slots=True)
class BeneficialOwner:
    """A natural person, the standard it meets, its final share of the capital, and what it rests on."""

    owner: Party
    standard: Standard
    share: Fraction
    why: Words
    certainty: Certainty
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnersAnswer:
    """The beneficial owners of a firm, the largest share first.

    `also` are persons who meet a later standard than the one that decides. `unknown_share` is what of the capital
    nobody is known to own in the end; `state_share` and `public_share` belong to states and to the listed public. With
    `persons_share` they sum to one. `exact` is false where a circle of firms was too large to be solved in fractions.
    """

    subject: Party
    pack: str
    owners: tuple[BeneficialOwner, ...]
    also: tuple[BeneficialOwner, ...]
    exempt: Exemption
    persons_share: Fraction
    state_share: Fraction
    public_share: Fraction
    unknown_share: Fraction
    exact: bool
    notes: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One standard of a pack."""

    number: Standard
    by: tuple[str, ...]
    line: Line | None

    def met(self, by: str, value: Fraction) -> bool:
        return value > 0 if by == "control" or self.line is None else self.line.met(value)


def beneficial_owners(view: View, firm: int, pack: RulePack) -> OwnersAnswer:
    """Return the beneficial owners of a firm by a beneficial-owner pack, or who answers where there is none."""
    measures = Measures(view, firm, pack_for("company-law", view.day))
    final = measures.final(Lens.STAKE)
    made = makeup(view, final)
    asked = _standards(pack.parameters, "partnership" if is_partnership(view, firm) else "company")
    met = _by_standard(measures, made, asked, first_decides=bool(pack.parameters["first_met_decides"]))
    owners, also = met
    if pack.parameters["state_controlled"] and _controls(measures, STATE):
        why = Words("国有独资、国有控股企业的{}", "{} of a firm the state controls")
        sure = measures.control.certainty
        owners, also = _answering(measures, made, legal_representatives(view, firm), why, sure), [*owners, *also]
    elif not owners:
        why, sure = _why_nobody(measures, asked)
        owners = _answering(measures, made, managers(view, firm, pack.parameters["manager"]), why, sure)
    return OwnersAnswer(
        subject=party(view, firm),
        pack=pack.id,
        owners=_ordered(owners),
        also=_ordered(also),
        exempt=exemption(view, firm, pack, measures.control, _by_control([*owners, *also], asked)),
        persons_share=sum(made.persons.values(), ZERO),
        state_share=made.state,
        public_share=made.public,
        unknown_share=made.unknown,
        exact=final.exact,
        notes=(*scaled_above(view, measures.book(Lens.STAKE)), *_notes(made, asked, owners)),
    )


def _standards(parameters: Mapping[str, Any], form: str) -> list[_Asked]:
    """Return the standards of a pack for a company or a partnership, in order."""
    return [
        _Asked(told["number"], tuple(told["by"]), None if told["by"] == ["control"] else Line.of(told))
        for told in parameters["standards"]
        if told.get("of", form) == form
    ]


def _by_standard(
    measures: Measures, made: Makeup, asked: list[_Asked], *, first_decides: bool
) -> tuple[list[BeneficialOwner], list[BeneficialOwner]]:
    """Return the owners, and those who meet only a later standard than the one that decides."""
    owners, also, known = list[BeneficialOwner](), list[BeneficialOwner](), set[int]()
    for standard in asked:
        found = {n: told for n, told in _meeting(measures, made, standard).items() if n not in known}
        (also if owners and first_decides else owners).extend(found.values())
        known |= found.keys()
    return owners, also


def _meeting(measures: Measures, made: Makeup, standard: _Asked) -> dict[int, BeneficialOwner]:
    found: dict[int, BeneficialOwner] = {}
    for by in standard.by:
        meeting = {n: v for n, v in measures.of_persons(by).items() if n not in found and standard.met(by, v)}
        sure = measures.of_persons(by, confirmed=True) if meeting else {}
        for node, value in meeting.items():
            share = made.persons.get(node, ZERO)
            sure_of = certainty(not standard.met(by, sure.get(node, ZERO)))
            why = Words(*(text.format(per_cent_of(value)) for text in _MEASURES[by]))
            told = measures.evidence(by, node)
            found[node] = BeneficialOwner(party(measures.view, node), standard.number, share, why, sure_of, told)
    return found


def _controls(measures: Measures, kind: str) -> bool:
    """Tell whether parties of one kind control the firm otherwise than as the largest of several."""
    told = measures.control
    sure = told.type in ("absolute", "agreement", "joint")
    return sure and bool(told.controllers) and all(c.kind == kind for c in told.controllers)


def _by_control(found: list[BeneficialOwner], asked: list[_Asked]) -> list[str]:
    """Return the ids of those who are owners by control alone."""
    numbers = {standard.number for standard in asked if standard.by == ("control",)}
    return [told.owner.id for told in found if told.standard in numbers]


def _why_nobody(measures: Measures, asked: list[_Asked]) -> tuple[Words, Certainty]:
    """Return why somebody answers in place of an owner: certain only where no owner can be hidden."""
    zh, en = "没有符合标准的自然人", "nobody meets a standard"
    if _hides_owner(measures, asked):
        last = asked[-1].number
        zh = f"没有已知符合标准的自然人；部分权益或表决权归属未知，标准1至{last}不能完全验证"
        en = (
            "nobody is known to meet a standard; some shares or votes are in unknown hands, so that standards 1 to"
            f" {last} cannot be fully tested"
        )
        return Words(f"{zh}，{{}}", f"{en}; {{}}"), "suspected"
    if _controls(measures, FOREIGN_STATE):
        zh, en = f"外国政府控制的企业，{zh}", f"a firm a foreign state controls, in which {en}"
    return Words(f"{zh}，{{}}", f"{en}; {{}}"), "confirmed"


def _hides_owner(measures: Measures, asked: Iterable[_Asked]) -> bool:
    """Tell whether a natural person would meet a standard if all that nobody is known to have were his."""
    return any(_hides(measures, standard, by) for standard in asked for by in standard.by)


def _hides(measures: Measures, standard: _Asked, by: str) -> bool:
    if by == "control":
        return measures.control.type == "unknown"
    unknown, known = measures.unknown(by), measures.of_persons(by).values()
    return unknown > 0 and standard.met(by, unknown + max(known, default=ZERO))


def _answering(
    measures: Measures, made: Makeup, found: tuple[Manager, ...], why: Words, sure: Certainty
) -> list[BeneficialOwner]:
    """Return those who answer for a firm in place of an owner."""
    return [
        BeneficialOwner(
            party(measures.view, manager.node),
            "manager",
            made.persons.get(manager.node, ZERO),
            Words(why.zh.format(manager.office), why.en.format(manager.office_en)),
            sure,
            manager.evidence,
        )
        for manager in found
    ]


def _ordered(owners: list[BeneficialOwner]) -> tuple[BeneficialOwner, ...]:
    return tuple(sorted(owners, key=lambda told: (str(told.standard), -told.share, told.owner.id)))


def _notes(made: Makeup, asked: list[_Asked], owners: list[BeneficialOwner]) -> Iterator[Words]:
    if made.foreign_state:
        share = per_cent_of(made.foreign_state)
        yield Words(f"外国政府最终持有{share}", f"foreign states finally hold {share}")
    if any(standard.line and standard.line.met(made.unknown) for standard in asked):
        share = per_cent_of(made.unknown)
        yield Words(
            f"{share}的最终权益归属未知，可能另有受益所有人", f"{share} is in unknown hands and may hide an owner"
        )
    if not owners:
        yield Words("没有已知的受益所有人或负责人", "neither an owner nor a manager is known")
