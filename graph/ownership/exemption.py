"""Whether a firm is exempt from filing its beneficial owners after a promise (令〔2024〕第3号 art. 2 and 3)."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from firmgraph.graph.ownership.claims import Basis, Lens
from firmgraph.graph.ownership.controller import ControlAnswer
from firmgraph.graph.ownership.holdings import holdings, registered_capital
from firmgraph.graph.ownership.lenses import beyond_rounding, claims_in
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.ownership.stops import NATURAL
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict
from firmgraph.packs import RulePack

_NOT_OWN = frozenset({Basis.NOMINEE, Basis.AGREEMENT})


@dataclass(frozen=True, slots=True)
class Exemption:
    """PASS where a firm need not file, perhaps after a promise; FAIL where it must; UNKNOWN where a fact is missing."""

    verdict: Verdict
    why: tuple[Words, ...]


def exemption(
    view: View, firm: int, pack: RulePack, control: ControlAnswer, by_control: Collection[str] = ()
) -> Exemption:
    """Return whether a firm is exempt by a beneficial-owner pack, and why.

    `control` says who controls the firm, `by_control` the ids of those who are owners of it by control alone.
    """
    asked = pack.parameters.get("exemption")
    if asked is None:
        return Exemption("FAIL", (Words("该规则没有免于备案的规定", "the rules know no exemption"),))
    if view.kind(firm) in asked["kinds_that_need_not_file"]:
        return Exemption("PASS", (Words("个体工商户无需备案", "sole traders need not file"),))
    limit = Decimal(asked["registered_capital_at_most"])
    found = (_capital(view, firm, limit), _holders(view, firm), _control(control, by_control))
    told = (*found, _others(view, firm, control))
    verdict: Verdict = next((v for v in ("FAIL", "UNKNOWN") if any(found == v for found, _ in told)), "PASS")
    return Exemption(verdict, tuple(words for found, words in told if found == verdict))


def _capital(view: View, firm: int, limit: Decimal) -> tuple[Verdict, Words]:
    fen = registered_capital(view, firm)
    if fen is None:
        return "UNKNOWN", Words("注册资本未知或以外币计", "the registered capital is unknown or in foreign currency")
    if Decimal(fen).scaleb(-2) > limit:
        return "FAIL", Words(f"注册资本超过{limit:f}元", f"the registered capital is above {limit:f} yuan")
    return "PASS", Words(f"注册资本不超过{limit:f}元", f"the registered capital is at most {limit:f} yuan")


def _holders(view: View, firm: int) -> tuple[Verdict, Words]:
    held = holdings(view)
    numbers = held.of_firm(firm)
    if any(view.kind(int(held.start[number])) not in (NATURAL, "unknown") for number in numbers):
        return "FAIL", Words("股东或合伙人不全是自然人", "not all holders are natural persons")
    unsure = any(held.unstated[number] or view.kind(int(held.start[number])) != NATURAL for number in numbers)
    if beyond_rounding(view, int(held.total[firm])):
        return "UNKNOWN", Words("持股比例合计超过100 %", "the stakes sum to more than 100 %")
    if not numbers or unsure or held.unknown[firm]:
        return "UNKNOWN", Words("部分股东或合伙人未知", "some of the holders are unknown")
    return "PASS", Words("股东、合伙人全部为自然人", "all holders are natural persons")


def _control(control: ControlAnswer, by_control: Collection[str]) -> tuple[Verdict, Words]:
    """Judge whether anybody controls the firm otherwise than by its own equity: what is suspected leaves it open."""
    if control.type == "unknown":
        return "UNKNOWN", Words("实际控制人无法判断", "who controls the firm cannot be told")
    if control.ties or by_control:
        names = "、".join(told.name for told in control.controllers)
        verdict: Verdict = "FAIL" if control.certainty == "confirmed" else "UNKNOWN"
        zh, en = ("", "") if verdict == "FAIL" else ("疑似", "suspected ")
        return verdict, Words(
            f"{zh}存在股权以外的控制方式（一致行动、亲属或实际控制）：{names}",
            f"{en}control by other means than equity (concert, kin or actual control): {names}",
        )
    return "PASS", Words("未见股权以外的控制方式", "no control by other means than equity is seen")


def _others(view: View, firm: int, control: ControlAnswer) -> tuple[Verdict, Words]:
    """Judge whether others than the holders of record control or profit."""
    claims = (claim for lens in Lens for claim in claims_in(view, lens, firm).claims)
    held = holdings(view)
    of_record = {view.id(int(held.start[number])) for number in held.of_firm(firm)}
    if any(claim.basis in _NOT_OWN for claim in claims):
        return "FAIL", Words("存在代持或协议控制", "somebody else controls or profits by nominee or agreement")
    if of_record and any(told.id not in of_record for told in control.controllers):
        return "FAIL", Words("控制人不是股东", "a controller is no holder of the firm")
    return "PASS", Words(
        "未见他人控制或获取收益的记录，须企业承诺",
        "no record of others who control or profit; the firm must promise so",
    )
